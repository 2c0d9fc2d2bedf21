/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each change of the form composes the file anew, on a worker; what is written is the file that is shown. */
#include "config.h"

#include "ui/creation/new-revision-dialog.h"

#include "ui/creation/field-row.h"

#include <glib/gi18n.h>

struct _RetortNewRevisionDialog
{
  RetortCreationDialog parent_instance;

  AdwEntryRow         *message_row;
  AdwComboRow         *head_row;
  AdwComboRow         *pattern_row;
  AdwPreferencesGroup *fields_group;
  RetortFileView      *file_view;

  GStrv         heads;
  char         *number;   /* nullable: of a planned migration */
  GPtrArray    *rows;     /* element: RetortFieldRow, borrowed from the group */
  GCancellable *offering; /* nullable: the newest choices */
};

G_DEFINE_FINAL_TYPE (RetortNewRevisionDialog, retort_new_revision_dialog, RETORT_TYPE_CREATION_DIALOG)

static RetortWorkbench *
get_workbench (RetortNewRevisionDialog *self)
{
  return retort_creation_dialog_get_workbench (RETORT_CREATION_DIALOG (self));
}

/* (nullable): the first entry of the list is none. */
static const RetortPattern *
get_pattern (RetortNewRevisionDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->pattern_row);

  return selected > 0 && selected != GTK_INVALID_LIST_POSITION ? retort_workbench_get_patterns (get_workbench (self))[selected - 1] : NULL;
}

/* (nullable) */
static const char *
get_head (RetortNewRevisionDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->head_row);

  return self->heads != NULL && selected < g_strv_length (self->heads) ? self->heads[selected] : NULL;
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
update (RetortNewRevisionDialog *self)
{
  g_autoptr(GHashTable) values = NULL;
  const char *heads[2] = { get_head (self), NULL };
  RetortRevisionForm form = { 0 };

  if (get_workbench (self) == NULL || self->heads == NULL)
    return;
  values = read_values (self);
  form.message = gtk_editable_get_text (GTK_EDITABLE (self->message_row));
  form.heads = heads[0] != NULL ? heads : NULL;
  form.pattern = get_pattern (self);
  form.values = values;
  form.number = self->number;
  /* A pattern suggests a message. */
  if (form.message[0] == '\0' && form.pattern == NULL)
    retort_creation_dialog_show_error (RETORT_CREATION_DIALOG (self), _("Say in a few words what it is for: the file is named after it."));
  else
    retort_creation_dialog_compose (RETORT_CREATION_DIALOG (self), &form);
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
  const char *heads[2] = { get_head (self), NULL };
  RetortRevisionForm form = { .pattern = get_pattern (self), .values = values, .heads = heads[0] != NULL ? heads : NULL };

  if (form.pattern == NULL)
    return;
  g_cancellable_cancel (self->offering);
  g_clear_object (&self->offering);
  self->offering = g_cancellable_new ();
  retort_workbench_list_choices_async (get_workbench (self), &form, self->offering, offered_cb, g_object_ref (self));
}

/* What is there depends on what it follows. */
static void
head_changed_cb (RetortNewRevisionDialog *self)
{
  offer_choices (self);
  update (self);
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

static void
retort_new_revision_dialog_dispose (GObject *object)
{
  RetortNewRevisionDialog *self = RETORT_NEW_REVISION_DIALOG (object);

  g_cancellable_cancel (self->offering);
  g_clear_object (&self->offering);
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
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/new-revision-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, head_row);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, pattern_row);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, fields_group);
  gtk_widget_class_bind_template_child (widget_class, RetortNewRevisionDialog, file_view);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, head_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pattern_changed_cb);
}

static void
retort_new_revision_dialog_init (RetortNewRevisionDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The heads, and the revision that is selected where that is none: then the history parts there. */
static GStrv
dup_followed (RetortNewRevisionDialog *self, RetortRevisionItem *selected)
{
  g_auto(GStrv) heads = retort_workbench_dup_heads (get_workbench (self));
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *id = selected != NULL && retort_revision_item_get_revision (selected) != NULL ? retort_revision_item_get_id (selected) : NULL;

  g_strv_builder_addv (builder, (const char **) heads);
  if (id != NULL && !g_strv_contains ((const char *const *) heads, id))
    g_strv_builder_add (builder, id);
  return g_strv_builder_end (builder);
}

static void
fill_heads (RetortNewRevisionDialog *self, RetortRevisionItem *selected)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_auto(GStrv) heads = dup_followed (self, selected);

  for (gsize i = 0; heads[i] != NULL; i++)
    {
      RetortRevisionItem *item = retort_workbench_find_revision (get_workbench (self), heads[i]);
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
  const RetortPattern *const *patterns = retort_workbench_get_patterns (get_workbench (self));
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Nothing"));
  for (gsize i = 0; patterns[i] != NULL; i++)
    gtk_string_list_append (names, _(patterns[i]->title));
  adw_combo_row_set_model (self->pattern_row, G_LIST_MODEL (names));
}

/**
 * retort_new_revision_dialog_new:
 * @workbench: (transfer none): whose project gets a revision
 * @selected: (nullable): the row that is selected: a planned one says what it is for, another one may be followed
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_new_revision_dialog_new (RetortWorkbench *workbench, RetortRevisionItem *selected, GtkWindow *parent)
{
  RetortNewRevisionDialog *self = g_object_new (RETORT_TYPE_NEW_REVISION_DIALOG, "transient-for", parent, NULL);

  retort_creation_dialog_set_up (RETORT_CREATION_DIALOG (self), workbench, self->file_view);
  fill_patterns (self);
  fill_heads (self, selected);
  if (selected != NULL && retort_revision_item_get_mark (selected) == RETORT_REVISION_MARK_PLANNED)
    {
      self->number = g_strdup (retort_revision_item_get_id (selected));
      gtk_editable_set_text (GTK_EDITABLE (self->message_row), retort_revision_item_get_title (selected));
    }
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->message_row));
  return GTK_WIDGET (self);
}
