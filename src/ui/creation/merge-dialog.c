/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways are: a merge of all heads, and for each head that the connected database does not hold, its place behind each other one, with its
 * number or the next; for one revision by itself, its place behind each head, or another number where it stands. */
#include "config.h"

#include "ui/creation/merge-dialog.h"

#include <glib/gi18n.h>

/* One way; without a revision it is the merge. */
typedef struct
{
  char *id;   /* nullable */
  char *onto; /* nullable: its place stays */
} Way;

struct _RetortMergeDialog
{
  RetortCreationDialog parent_instance;

  AdwPreferencesGroup *heads_group;
  AdwPreferencesGroup *way_group;
  AdwComboRow         *way_row;
  AdwActionRow        *number_row;
  GtkSwitch           *number_switch;
  AdwEntryRow         *message_row;
  RetortFileView      *file_view;

  char      *moved;      /* nullable: the revision that this is about; NULL: all heads */
  GPtrArray *ways;       /* element: Way */
  gboolean   has_number; /* the revisions are numbered */
};

G_DEFINE_FINAL_TYPE (RetortMergeDialog, retort_merge_dialog, RETORT_TYPE_CREATION_DIALOG)

static void
way_free (gpointer data)
{
  Way *self = data;

  g_free (self->id);
  g_free (self->onto);
  g_free (self);
}

static const Way *
get_way (RetortMergeDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->way_row);

  return selected < self->ways->len ? g_ptr_array_index (self->ways, selected) : NULL;
}

static void
update (RetortMergeDialog *self)
{
  const char *const all[] = { "heads", NULL };
  const Way *way = get_way (self);

  if (way == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->message_row), way->id == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->number_row), way->onto != NULL && self->has_number);
  if (way->id == NULL)
    {
      RetortRevisionForm form = { .heads = all, .message = gtk_editable_get_text (GTK_EDITABLE (self->message_row)) };

      retort_creation_dialog_compose (RETORT_CREATION_DIALOG (self), &form);
    }
  else
    {
      gboolean is_renumbered = way->onto == NULL || (self->has_number && gtk_switch_get_active (self->number_switch));
      const RetortRevisionMove move = { .id = way->id, .onto = way->onto, .is_renumbered = is_renumbered };

      retort_creation_dialog_compose_move (RETORT_CREATION_DIALOG (self), &move);
    }
}

/* Behind one of its number or a higher one a revision needs the next; behind a lower one it keeps its own. */
static void
way_changed_cb (RetortMergeDialog *self)
{
  const Way *way = get_way (self);
  gboolean needs_number = way != NULL && way->onto != NULL && g_ascii_strtoull (way->id, NULL, 10) <= g_ascii_strtoull (way->onto, NULL, 10);

  if (gtk_switch_get_active (self->number_switch) != needs_number)
    gtk_switch_set_active (self->number_switch, needs_number); /* updates */
  else
    update (self);
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
add_way (RetortMergeDialog *self, GtkStringList *names, const char *id, const char *onto, const char *name)
{
  Way *way = g_new0 (Way, 1);

  way->id = g_strdup (id);
  way->onto = g_strdup (onto);
  g_ptr_array_add (self->ways, way);
  gtk_string_list_append (names, name);
}

static void
add_moves (RetortMergeDialog *self, const RetortMergeOffer *offer, const char *id, GtkStringList *names)
{
  for (guint i = 0; i < offer->lines->len; i++)
    {
      const RetortMergeOfferLine *onto = g_ptr_array_index (offer->lines, i);
      /* Translators: ids of revisions */
      g_autofree char *name = g_strdup_printf (_("Put %s behind %s instead"), id, onto->id);

      if (!g_str_equal (onto->id, id))
        add_way (self, names, id, onto->id, name);
    }
}

static void
add_ways (RetortMergeDialog *self, const RetortMergeOffer *offer, GtkStringList *names)
{
  if (self->moved == NULL)
    add_way (self, names, NULL, NULL, _("Join them in a merge revision"));
  for (guint i = 0; i < offer->lines->len; i++)
    {
      const RetortMergeOfferLine *line = g_ptr_array_index (offer->lines, i);

      if (!line->is_held && (self->moved == NULL || g_str_equal (self->moved, line->id)))
        add_moves (self, offer, line->id, names);
    }
  if (self->moved != NULL && offer->next_number != NULL)
    {
      /* Translators: a number */
      g_autofree char *name = g_strdup_printf (_("Give it the number %s where it stands"), offer->next_number);

      add_way (self, names, self->moved, NULL, name);
    }
}

static void
show_heads (RetortMergeDialog *self, const RetortMergeOffer *offer)
{
  g_autofree char *shared = NULL;

  for (guint i = 0; i < offer->lines->len; i++)
    add_head (self, g_ptr_array_index (offer->lines, i));
  if (offer->shared != NULL)
    shared = g_strdup_printf (_("More than one of them touches %s. Read them before they are joined."), offer->shared);
  if (offer->lines->len > 1)
    adw_preferences_group_set_description (self->heads_group, shared != NULL ? shared : _("They touch different things."));
}

static void
surveyed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortMergeDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMergeOffer) offer = retort_workbench_survey_heads_finish (RETORT_WORKBENCH (source), result, &error);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *number = NULL;

  if (offer == NULL)
    {
      retort_creation_dialog_show_error (RETORT_CREATION_DIALOG (self), error->message);
      return;
    }
  show_heads (self, offer);
  self->has_number = offer->next_number != NULL;
  /* Translators: a number */
  number = self->has_number ? g_strdup_printf (_("Number It %s"), offer->next_number) : NULL;
  if (number != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->number_row), number);
  add_ways (self, offer, names);
  gtk_widget_set_visible (GTK_WIDGET (self->way_group), self->ways->len > 0);
  if (self->ways->len == 0)
    retort_creation_dialog_show_error (RETORT_CREATION_DIALOG (self),
                                       _("There is no other place for it: it is the only head, and the revisions are not numbered."));
  adw_combo_row_set_model (self->way_row, G_LIST_MODEL (names));
  way_changed_cb (self);
}

static void
retort_merge_dialog_finalize (GObject *object)
{
  RetortMergeDialog *self = RETORT_MERGE_DIALOG (object);

  g_free (self->moved);
  g_ptr_array_unref (self->ways);
  G_OBJECT_CLASS (retort_merge_dialog_parent_class)->finalize (object);
}

static void
retort_merge_dialog_class_init (RetortMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = retort_merge_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, heads_group);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, way_group);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, way_row);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, number_row);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, number_switch);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, message_row);
  gtk_widget_class_bind_template_child (widget_class, RetortMergeDialog, file_view);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, way_changed_cb);
}

static void
retort_merge_dialog_init (RetortMergeDialog *self)
{
  self->ways = g_ptr_array_new_with_free_func (way_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_merge_dialog_new:
 * @workbench: (transfer none): whose heads are joined
 * @moved: (nullable): one revision, which gets another place or number
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_merge_dialog_new (RetortWorkbench *workbench, const char *moved, GtkWindow *parent)
{
  RetortMergeDialog *self = g_object_new (RETORT_TYPE_MERGE_DIALOG, "transient-for", parent, NULL);

  retort_creation_dialog_set_up (RETORT_CREATION_DIALOG (self), workbench, self->file_view);
  self->moved = g_strdup (moved);
  gtk_editable_set_text (GTK_EDITABLE (self->message_row), "merge heads");
  if (moved != NULL)
    {
      /* Translators: the id of a revision */
      g_autofree char *title = g_strdup_printf (_("Move %s"), moved);

      gtk_window_set_title (GTK_WINDOW (self), title);
    }
  retort_workbench_survey_heads_async (workbench, NULL, surveyed_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
