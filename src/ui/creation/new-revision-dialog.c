/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each change of the form composes the file anew, on a worker; what is written is the file that is shown. */
#include "config.h"

#include "ui/creation/new-revision-dialog.h"

#include "ui/creation/field-row.h"
#include "ui/creation/file-view.h"

#include <glib/gi18n.h>

struct _RetortNewRevisionDialog
{
  AdwWindow parent_instance;

  AdwEntryRow         *message_row;
  AdwComboRow         *head_row;
  AdwComboRow         *pattern_row;
  AdwPreferencesGroup *fields_group;
  RetortFileView      *file_view;

  RetortWorkbench   *workbench;
  GStrv              heads;
  char              *number;      /* nullable: of a planned migration */
  GPtrArray         *rows;        /* element: RetortFieldRow, borrowed from the group */
  GCancellable      *composing;   /* nullable: the newest preview */
  GCancellable      *offering;    /* nullable: the newest choices */
  RetortFilePreview *preview;     /* nullable: what is shown */
};

enum
{
  WRITTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortNewRevisionDialog, retort_new_revision_dialog, ADW_TYPE_WINDOW)

static GCancellable *
renew (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
  *cancellable = g_cancellable_new ();
  return *cancellable;
}

/* (nullable): the first entry of the list is none. */
static const RetortPattern *
get_pattern (RetortNewRevisionDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->pattern_row);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? retort_workbench_get_patterns (self->workbench)[selected - 1] : NULL;
}

static GHashTable *
read_values (RetortNewRevisionDialog *self)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < self->rows->len; i++)
    {
      RetortFieldRow *row = g_ptr_array_index (self->rows, i);

      g_hash_table_insert (values, (gpointer) retort_field_row_get_field (row)->name,
                           g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
    }
  return values;
}

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortNewRevisionDialog) self = user_data;
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
update (RetortNewRevisionDialog *self)
{
  g_autoptr(GHashTable) values = NULL;
  guint selected = adw_combo_row_get_selected (self->head_row);
  const char *heads[2] = { NULL, NULL };
  RetortRevisionForm form = { 0 };

  if (self->workbench == NULL || self->heads == NULL)
    return;
  values = read_values (self);
  if (selected < g_strv_length (self->heads))
    heads[0] = self->heads[selected];
  form.message = gtk_editable_get_text (GTK_EDITABLE (self->message_row));
  form.heads = heads[0] != NULL ? heads : NULL;
  form.pattern = get_pattern (self);
  form.values = values;
  form.number = self->number;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", FALSE);
  retort_workbench_compose_async (self->workbench, &form, renew (&self->composing), composed_cb, g_object_ref (self));
}

/* --- Fields --- */

static void
offered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortNewRevisionDialog) self = user_data;
  g_autoptr(GHashTable) choices = retort_workbench_list_choices_finish (RETORT_WORKBENCH (source), result, NULL);

  for (guint i = 0; choices != NULL && i < self->rows->len; i++)
    {
      RetortFieldRow *row = g_ptr_array_index (self->rows, i);
      GPtrArray *texts = g_hash_table_lookup (choices, retort_field_row_get_field (row)->name);

      if (texts != NULL)
        retort_field_row_set_choices (row, texts);
    }
}

static void
offer_choices (RetortNewRevisionDialog *self)
{
  g_autoptr(GHashTable) values = read_values (self);
  RetortRevisionForm form = { .pattern = get_pattern (self), .values = values };

  if (form.pattern != NULL)
    retort_workbench_list_choices_async (self->workbench, &form, renew (&self->offering), offered_cb, g_object_ref (self));
}

static void
field_changed_cb (RetortNewRevisionDialog *self, RetortFieldRow *row)
{
  if (retort_field_row_get_field (row)->kind == RETORT_PATTERN_FIELD_TABLE)
    offer_choices (self);
  update (self);
}

static void
pattern_changed_cb (RetortNewRevisionDialog *self)
{
  const RetortPattern *pattern = get_pattern (self);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->fields_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (const RetortPatternField *field = pattern != NULL ? pattern->fields : NULL; field != NULL && field->name != NULL; field++)
    {
      GtkWidget *row = retort_field_row_new (field);

      g_signal_connect_object (row, "changed", G_CALLBACK (field_changed_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->fields_group, row);
      g_ptr_array_add (self->rows, row);
    }
  adw_preferences_group_set_description (self->fields_group, pattern != NULL ? _(pattern->summary) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->fields_group), pattern != NULL);
  offer_choices (self);
  update (self);
}

/* --- Writing --- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortNewRevisionDialog) self = user_data;
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
  RetortNewRevisionDialog *self = RETORT_NEW_REVISION_DIALOG (widget);

  gtk_widget_action_set_enabled (widget, "creation.write", FALSE);
  retort_workbench_write_async (self->workbench, self->preview, NULL, written_cb, g_object_ref (self));
}

static void
retort_new_revision_dialog_dispose (GObject *object)
{
  RetortNewRevisionDialog *self = RETORT_NEW_REVISION_DIALOG (object);

  g_cancellable_cancel (self->composing);
  g_cancellable_cancel (self->offering);
  g_clear_object (&self->composing);
  g_clear_object (&self->offering);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->preview, retort_file_preview_unref);
  G_OBJECT_CLASS (retort_new_revision_dialog_parent_class)->dispose (object);
}

static void
retort_new_revision_dialog_finalize (GObject *object)
{
  RetortNewRevisionDialog *self = RETORT_NEW_REVISION_DIALOG (object);

  g_strfreev (self->heads);
  g_free (self->number);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (retort_new_revision_dialog_parent_class)->finalize (object);
}

static void
retort_new_revision_dialog_class_init (RetortNewRevisionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_new_revision_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = retort_new_revision_dialog_finalize;
  /**
   * RetortNewRevisionDialog::written:
   * @id: the revision
   *
   * The file is there.
   */
  signals[WRITTEN] = g_signal_new ("written", RETORT_TYPE_NEW_REVISION_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
  g_type_ensure (RETORT_TYPE_FILE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/new-revision-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, head_row);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, pattern_row);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, fields_group);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, file_view);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, pattern_changed_cb);
  gtk_widget_class_install_action (widget_class, "creation.write", NULL, write_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_new_revision_dialog_init (RetortNewRevisionDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "creation.write", FALSE);
}

static void
fill_heads (RetortNewRevisionDialog *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_auto(GStrv) heads = retort_workbench_dup_heads (self->workbench);

  for (gsize i = 0; heads[i] != NULL; i++)
    {
      RetortRevisionItem *item = retort_workbench_find_revision (self->workbench, heads[i]);
      g_autofree char *name = g_strdup_printf ("%s %s", heads[i], item != NULL ? retort_revision_item_get_title (item) : "");

      gtk_string_list_append (names, g_strstrip (name));
    }
  adw_combo_row_set_model (self->head_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->head_row), g_strv_length (heads) > 1);
  self->heads = g_steal_pointer (&heads);
}

static void
fill_patterns (RetortNewRevisionDialog *self)
{
  const RetortPattern *const *patterns = retort_workbench_get_patterns (self->workbench);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Nothing"));
  for (gsize i = 0; patterns[i] != NULL; i++)
    gtk_string_list_append (names, _(patterns[i]->title));
  adw_combo_row_set_model (self->pattern_row, G_LIST_MODEL (names));
}

/**
 * retort_new_revision_dialog_new:
 * @workbench: (transfer none): whose project gets a revision
 * @planned: (nullable): the planned row that it comes from
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_new_revision_dialog_new (RetortWorkbench *workbench, RetortRevisionItem *planned, GtkWindow *parent)
{
  RetortNewRevisionDialog *self = g_object_new (RETORT_TYPE_NEW_REVISION_DIALOG, "transient-for", parent, NULL);

  self->workbench = g_object_ref (workbench);
  fill_patterns (self);
  fill_heads (self);
  if (planned != NULL)
    {
      self->number = g_strdup (retort_revision_item_get_id (planned));
      gtk_editable_set_text (GTK_EDITABLE (self->message_row), retort_revision_item_get_title (planned));
    }
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->message_row));
  return GTK_WIDGET (self);
}
