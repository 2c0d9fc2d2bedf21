/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways are: a merge of all heads, and for each head that the connected database does not hold, its place behind each other one. */
#include "config.h"

#include "ui/creation/merge-dialog.h"

#include "ui/creation/file-view.h"

#include <glib/gi18n.h>

/* Another place instead of a merge. */
typedef struct
{
  char *id;
  char *onto;
} Move;

struct _RetortMergeDialog
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *heads_group;
  AdwComboRow         *way_row;
  AdwEntryRow         *message_row;
  RetortFileView      *file_view;

  RetortWorkbench   *workbench;
  GPtrArray         *moves;     /* element: Move; the ways after the first */
  GCancellable      *composing; /* nullable: the newest preview */
  RetortFilePreview *preview;   /* nullable: what is shown */
};

enum
{
  WRITTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortMergeDialog, retort_merge_dialog, ADW_TYPE_WINDOW)

static void
move_free (gpointer data)
{
  Move *self = data;

  g_free (self->id);
  g_free (self->onto);
  g_free (self);
}

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortMergeDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  RetortFilePreview *preview = retort_workbench_compose_finish (RETORT_WORKBENCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->preview, retort_file_preview_unref);
  self->preview = preview;
  if (preview != NULL)
    retort_file_view_show (self->file_view, preview);
  else
    retort_file_view_show_error (self->file_view, error->message);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", preview != NULL);
}

static void
update (RetortMergeDialog *self)
{
  guint way = adw_combo_row_get_selected (self->way_row);
  const char *const all[] = { "heads", NULL };
  RetortRevisionForm form = { .heads = all };

  if (self->workbench == NULL || way == GTK_INVALID_LIST_POSITION)
    return;
  g_cancellable_cancel (self->composing);
  g_clear_object (&self->composing);
  self->composing = g_cancellable_new ();
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->message_row), way == 0);
  form.message = gtk_editable_get_text (GTK_EDITABLE (self->message_row));
  if (way == 0)
    retort_workbench_compose_async (self->workbench, &form, self->composing, composed_cb, g_object_ref (self));
  else
    {
      const Move *move = g_ptr_array_index (self->moves, way - 1);

      retort_workbench_compose_move_async (self->workbench, move->id, move->onto, self->composing, composed_cb, g_object_ref (self));
    }
}

/* --- Heads --- */

static void
add_head (RetortMergeDialog *self, const RetortMergeOfferLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf ("%s %s", line->id, line->title);
  g_autofree char *subtitle = line->objects != NULL ? g_strdup_printf (_("touches %s"), line->objects) : g_strdup (_("touches nothing that is known"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), g_strstrip (title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (line->is_held)
    {
      GtkWidget *chip = gtk_label_new (C_("revision state", "applied"));

      gtk_widget_add_css_class (chip, "chip");
      gtk_widget_add_css_class (chip, "mark-applied");
      gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
    }
  adw_preferences_group_add (self->heads_group, row);
}

static void
add_moves (RetortMergeDialog *self, const RetortMergeOffer *offer, GtkStringList *ways)
{
  for (guint i = 0; i < offer->lines->len; i++)
    for (guint j = 0; j < offer->lines->len; j++)
      {
        const RetortMergeOfferLine *line = g_ptr_array_index (offer->lines, i);
        const RetortMergeOfferLine *onto = g_ptr_array_index (offer->lines, j);
        g_autofree char *name = NULL;
        Move *move = NULL;

        if (i == j || line->is_held)
          continue;
        move = g_new0 (Move, 1);
        move->id = g_strdup (line->id);
        move->onto = g_strdup (onto->id);
        g_ptr_array_add (self->moves, move);
        /* Translators: ids of revisions */
        name = g_strdup_printf (_("Put %s behind %s instead"), line->id, onto->id);
        gtk_string_list_append (ways, name);
      }
}

static void
surveyed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortMergeDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMergeOffer) offer = retort_workbench_survey_heads_finish (RETORT_WORKBENCH (source), result, &error);
  g_autoptr(GtkStringList) ways = gtk_string_list_new (NULL);
  g_autofree char *shared = NULL;

  if (offer == NULL)
    {
      retort_file_view_show_error (self->file_view, error->message);
      return;
    }
  for (guint i = 0; i < offer->lines->len; i++)
    add_head (self, g_ptr_array_index (offer->lines, i));
  if (offer->shared != NULL)
    shared = g_strdup_printf (_("More than one of them touches %s. Read them before they are joined."), offer->shared);
  adw_preferences_group_set_description (self->heads_group, shared != NULL ? shared : _("They touch different things."));
  gtk_string_list_append (ways, _("Join them in a merge revision"));
  add_moves (self, offer, ways);
  adw_combo_row_set_model (self->way_row, G_LIST_MODEL (ways));
  update (self);
}

/* --- Writing --- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortMergeDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!retort_workbench_write_finish (RETORT_WORKBENCH (source), result, &error))
    {
      retort_file_view_show_error (self->file_view, error->message);
      return;
    }
  if (self->preview != NULL)
    g_signal_emit (self, signals[WRITTEN], 0, retort_file_preview_get_id (self->preview));
  gtk_window_close (GTK_WINDOW (self));
}

static void
write_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortMergeDialog *self = RETORT_MERGE_DIALOG (widget);

  gtk_widget_action_set_enabled (widget, "creation.write", FALSE);
  retort_workbench_write_async (self->workbench, self->preview, NULL, written_cb, g_object_ref (self));
}

static void
retort_merge_dialog_dispose (GObject *object)
{
  RetortMergeDialog *self = RETORT_MERGE_DIALOG (object);

  g_cancellable_cancel (self->composing);
  g_clear_object (&self->composing);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->preview, retort_file_preview_unref);
  G_OBJECT_CLASS (retort_merge_dialog_parent_class)->dispose (object);
}

static void
retort_merge_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (RETORT_MERGE_DIALOG (object)->moves);
  G_OBJECT_CLASS (retort_merge_dialog_parent_class)->finalize (object);
}

static void
retort_merge_dialog_class_init (RetortMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_merge_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = retort_merge_dialog_finalize;
  /**
   * RetortMergeDialog::written:
   * @id: the revision
   *
   * The file is there.
   */
  signals[WRITTEN] = g_signal_new ("written", RETORT_TYPE_MERGE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
  g_type_ensure (RETORT_TYPE_FILE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, heads_group);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, way_row);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, file_view);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_install_action (widget_class, "creation.write", NULL, write_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_merge_dialog_init (RetortMergeDialog *self)
{
  self->moves = g_ptr_array_new_with_free_func (move_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", FALSE);
}

/**
 * retort_merge_dialog_new:
 * @workbench: (transfer none): whose heads are joined
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_merge_dialog_new (RetortWorkbench *workbench, GtkWindow *parent)
{
  RetortMergeDialog *self = g_object_new (RETORT_TYPE_MERGE_DIALOG, "transient-for", parent, NULL);

  self->workbench = g_object_ref (workbench);
  gtk_editable_set_text (GTK_EDITABLE (self->message_row), "merge heads");
  retort_workbench_survey_heads_async (workbench, NULL, surveyed_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
