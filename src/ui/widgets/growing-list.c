/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/growing-list.h"

/* What is to be seen at first, and what comes in each frame. */
#define FIRST_ROWS 8
#define ROWS_IN_A_FRAME 4

/* One that is no longer the list's own grows as well, with nobody to see it. */
static gboolean
grow_tick (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  GtkSliceListModel *shown = GTK_SLICE_LIST_MODEL (user_data);
  GListModel *model = gtk_slice_list_model_get_model (shown);
  guint size = gtk_slice_list_model_get_size (shown) + ROWS_IN_A_FRAME;
  gboolean is_whole = size >= g_list_model_get_n_items (model);

  gtk_slice_list_model_set_size (shown, is_whole ? G_MAXUINT : size);
  return is_whole ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/**
 * retort_growing_list_bind:
 * @list: a list
 * @model: (nullable): what it shows from now on
 * @create: (nullable) (scope forever): makes a row
 * @user_data: for @create
 *
 * As gtk_list_box_bind_model(), but rows that are not to be seen at first come later.
 */
void
retort_growing_list_bind (GtkListBox *list, GListModel *model, GtkListBoxCreateWidgetFunc create, gpointer user_data)
{
  g_autoptr(GtkSliceListModel) shown = NULL;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  if (model != NULL)
    shown = gtk_slice_list_model_new (g_object_ref (model), 0, FIRST_ROWS);
  gtk_list_box_bind_model (list, (GListModel *) shown, create, user_data, NULL);
  if (model != NULL && g_list_model_get_n_items (model) > FIRST_ROWS)
    gtk_widget_add_tick_callback (GTK_WIDGET (list), grow_tick, g_object_ref (shown), g_object_unref);
  else if (shown != NULL)
    gtk_slice_list_model_set_size (shown, G_MAXUINT);
}
