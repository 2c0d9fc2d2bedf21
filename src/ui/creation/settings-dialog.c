/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/creation/settings-dialog.h"

#include "workbench/open-settings.h"

#include <glib/gi18n.h>

/* One question. */
typedef struct
{
  char      *name;
  GtkWidget *row; /* borrowed from the group */
} Question;

struct _RetortSettingsDialog
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  GtkLabel            *problem_label;

  RetortWorkbench *workbench;
  GArray          *questions; /* element: Question */
};

G_DEFINE_FINAL_TYPE (RetortSettingsDialog, retort_settings_dialog, ADW_TYPE_WINDOW)

static void
question_clear (gpointer data)
{
  g_free (((Question *) data)->name);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortSettingsDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (retort_workbench_store_open_settings_finish (RETORT_WORKBENCH (source), result, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_text (self->problem_label, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.keep", TRUE);
}

static void
keep_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSettingsDialog *self = RETORT_SETTINGS_DIALOG (widget);
  g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->questions->len; i++)
    {
      const Question *question = &g_array_index (self->questions, Question, i);

      g_hash_table_insert (values, g_strdup (question->name), g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->row))));
    }
  gtk_widget_action_set_enabled (widget, "settings.keep", FALSE);
  retort_workbench_store_open_settings_async (self->workbench, values, NULL, stored_cb, g_object_ref (self));
}

/* Nothing may stay empty. */
static void
changed_cb (RetortSettingsDialog *self)
{
  gboolean is_whole = TRUE;

  for (guint i = 0; i < self->questions->len; i++)
    is_whole = is_whole && *gtk_editable_get_text (GTK_EDITABLE (g_array_index (self->questions, Question, i).row)) != '\0';
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.keep", is_whole);
}

static void
retort_settings_dialog_dispose (GObject *object)
{
  g_clear_object (&RETORT_SETTINGS_DIALOG (object)->workbench);
  G_OBJECT_CLASS (retort_settings_dialog_parent_class)->dispose (object);
}

static void
retort_settings_dialog_finalize (GObject *object)
{
  g_array_unref (RETORT_SETTINGS_DIALOG (object)->questions);
  G_OBJECT_CLASS (retort_settings_dialog_parent_class)->finalize (object);
}

static void
retort_settings_dialog_class_init (RetortSettingsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_settings_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = retort_settings_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/settings-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortSettingsDialog, group);
  gtk_widget_class_bind_template_child (widget_class, RetortSettingsDialog, problem_label);
  gtk_widget_class_install_action (widget_class, "settings.keep", NULL, keep_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_settings_dialog_init (RetortSettingsDialog *self)
{
  self->questions = g_array_new (FALSE, FALSE, sizeof (Question));
  g_array_set_clear_func (self->questions, question_clear);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_question (RetortSettingsDialog *self, const RetortOpenSetting *setting)
{
  Question question = { g_strdup (setting->name), adw_entry_row_new () };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question.row), _(setting->label));
  gtk_editable_set_text (GTK_EDITABLE (question.row), setting->guess);
  g_signal_connect_object (question.row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, question.row);
  g_array_append_val (self->questions, question);
}

/**
 * retort_settings_dialog_new:
 * @workbench: (transfer none): a workbench with a project whose configuration leaves something open
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_settings_dialog_new (RetortWorkbench *workbench, GtkWindow *parent)
{
  RetortSettingsDialog *self = g_object_new (RETORT_TYPE_SETTINGS_DIALOG, "transient-for", parent, NULL);
  GPtrArray *settings = retort_workbench_get_open_settings (workbench);

  self->workbench = g_object_ref (workbench);
  for (guint i = 0; settings != NULL && i < settings->len; i++)
    add_question (self, g_ptr_array_index (settings, i));
  return GTK_WIDGET (self);
}
