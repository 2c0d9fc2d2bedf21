/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most rows are statements and findings, which a row of a plan shows as well: it is made inside, once it is needed. */
#include "config.h"

#include "ui/review/review-row.h"

#include "ui/review/review-section.h"
#include "ui/widgets/change-row.h"
#include "ui/widgets/kind-chip.h"
#include "ui/widgets/plan-row.h"
#include "ui/widgets/row-name.h"
#include "workbench/branch-review.h"
#include "workbench/review-tick.h"

#include <glib/gi18n.h>

#define SHORT_ID_LENGTH 8

struct _RetortReviewRow
{
  RetortItemRow parent_instance;

  GtkStack       *stack;
  RetortRowName  *row_name;
  GtkLabel       *title_label;
  GtkCheckButton *read_check;
  RetortKindChip *kind_chip;
  GtkLabel       *file_label;
  GtkWidget      *errors_box;
  GtkLabel       *errors_label;
  GtkWidget      *warnings_box;
  GtkLabel       *warnings_label;
  GtkButton      *versions_button;
  GtkLabel       *section_label;
  GtkLabel       *detail_label;
  GtkBox         *part_box;
  GtkBox         *change_box;
  GtkCheckButton *tick_check;
  GtkLabel       *tick_detail;

  RetortReviewedItem *revision; /* nullable: another kind of row */
  gulong              read_id;  /* handler of its is-read, or 0 */
  RetortReviewTick   *tick;     /* nullable: another kind of row */
};

G_DEFINE_FINAL_TYPE (RetortReviewRow, retort_review_row, RETORT_TYPE_ITEM_ROW)

static void
show_count (GtkWidget *box, GtkLabel *label, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  gtk_label_set_text (label, text);
  gtk_widget_set_visible (box, count > 0);
}

static void
update_read (RetortReviewRow *self)
{
  gtk_check_button_set_active (self->read_check, retort_reviewed_item_is_read (self->revision));
}

static void
read_toggled_cb (RetortReviewRow *self)
{
  gboolean is_read = gtk_check_button_get_active (self->read_check);

  if (self->revision != NULL && is_read != retort_reviewed_item_is_read (self->revision))
    gtk_widget_activate_action (GTK_WIDGET (self), "review.set-read", "(sb)",
                                retort_revision_get_id (retort_reviewed_item_get_revision (self->revision)), is_read);
}

static void
tick_toggled_cb (RetortReviewRow *self)
{
  gboolean is_ticked = gtk_check_button_get_active (self->tick_check);

  if (self->tick != NULL && is_ticked != retort_review_tick_is_ticked (self->tick))
    gtk_widget_activate_action (GTK_WIDGET (self), "review.set-tick", "(ssb)", retort_review_tick_get_id (self->tick),
                                retort_review_tick_get_text (self->tick), is_ticked);
}

static void
forget_revision (RetortReviewRow *self)
{
  g_clear_object (&self->tick);
  if (self->read_id != 0)
    g_signal_handler_disconnect (self->revision, self->read_id);
  self->read_id = 0;
  g_clear_object (&self->revision);
}

/* A number that people gave stands before what the revision is called, a long id with the file. */
static gboolean
has_short_id (RetortRevision *revision)
{
  return g_utf8_strlen (retort_revision_get_id (revision), -1) <= SHORT_ID_LENGTH;
}

static char *
dup_title (RetortRevision *revision)
{
  const char *id = retort_revision_get_id (revision);
  const char *caption = retort_revision_get_caption (revision);

  if (*caption == '\0')
    return g_strdup (id);
  return has_short_id (revision) ? g_strdup_printf ("%s  %s", id, caption) : g_strdup (caption);
}

static char *
dup_file (RetortReviewedItem *item)
{
  RetortRevision *revision = retort_reviewed_item_get_revision (item);
  const char *file = retort_reviewed_item_get_file (item);

  if (has_short_id (revision) || strstr (file, retort_revision_get_id (revision)) != NULL)
    return g_strdup (file);
  return g_strdup_printf ("%s · %s", retort_revision_get_id (revision), file);
}

static void
show_revision (RetortReviewRow *self, RetortReviewedItem *item)
{
  RetortRevision *revision = retort_reviewed_item_get_revision (item);
  RetortReviewedKind kind = retort_reviewed_item_get_kind (item);
  const char *id = retort_revision_get_id (revision);
  gboolean has_two = retort_reviewed_item_get_old (item) != NULL;
  guint n_errors = retort_reviewed_item_count_findings (item, RETORT_SEVERITY_ERROR);
  guint n_warnings = retort_reviewed_item_count_findings (item, RETORT_SEVERITY_WARNING);
  g_autofree char *title = dup_title (revision);
  g_autofree char *file = dup_file (item);
  g_autofree char *name = g_strdup_printf ("%s  %s, %s", id, retort_revision_get_caption (revision), retort_reviewed_kind_to_word (kind));
  g_autofree char *button = g_strdup_printf ("%s: %s", has_two ? _("Compare Versions") : _("Show Source"), id);

  self->revision = g_object_ref (item);
  self->read_id = g_signal_connect_object (item, "notify::is-read", G_CALLBACK (update_read), self, G_CONNECT_SWAPPED);
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->file_label, file);
  retort_kind_chip_show (self->kind_chip, kind);
  show_count (self->errors_box, self->errors_label, n_errors);
  show_count (self->warnings_box, self->warnings_label, n_warnings);
  gtk_button_set_label (self->versions_button, has_two ? _("Compare") : _("Source"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->versions_button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->versions_button), "review.show-versions");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->versions_button), GTK_ACCESSIBLE_PROPERTY_LABEL, button, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->read_check), kind != RETORT_REVIEWED_REMOVED);
  update_read (self);
  retort_row_name_set_text (self->row_name, name);
  gtk_stack_set_visible_child_name (self->stack, "revision");
}

static void
show_section (RetortReviewRow *self, RetortReviewSection *section)
{
  const char *detail = retort_review_section_get_detail (section);
  g_autofree char *name = g_strdup_printf ("%s%s%s", retort_review_section_get_title (section), detail != NULL ? ": " : "", detail != NULL ? detail : "");

  gtk_label_set_text (self->section_label, retort_review_section_get_title (section));
  gtk_label_set_text (self->detail_label, detail != NULL ? detail : "");
  retort_row_name_set_text (self->row_name, name);
  gtk_stack_set_visible_child_name (self->stack, "section");
}

static void
show_tick (RetortReviewRow *self, RetortReviewTick *tick)
{
  const char *detail = retort_review_tick_get_detail (tick);

  gtk_check_button_set_active (self->tick_check, retort_review_tick_is_ticked (tick));
  gtk_check_button_set_label (self->tick_check, retort_review_tick_get_text (tick));
  gtk_label_set_text (self->tick_detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->tick_detail), detail != NULL);
  self->tick = g_object_ref (tick);
  retort_row_name_set_text (self->row_name, retort_review_tick_get_text (tick));
  gtk_stack_set_visible_child_name (self->stack, "tick");
}

/* The row inside @box, made by @create when there is none yet. */
static void
show_inside (RetortReviewRow *self, GtkBox *box, GtkWidget *(*create) (void), GObject *item, const char *page)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (box));

  if (row == NULL)
    {
      row = create ();
      gtk_widget_set_hexpand (row, TRUE);
      gtk_box_append (box, row);
    }
  g_object_set (row, "item", item, NULL);
  gtk_stack_set_visible_child_name (self->stack, page);
}

/* What cannot be unfolded does nothing when it is pressed. */
static void
dress_list_row (RetortReviewRow *self, GObject *item)
{
  GtkWidget *expander = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_TREE_EXPANDER);
  GtkWidget *row = expander != NULL ? gtk_widget_get_parent (expander) : NULL;
  gboolean is_revision = RETORT_IS_REVIEWED_ITEM (item);
  gboolean is_passive = !is_revision && !(RETORT_IS_REVIEW_SECTION (item) && retort_review_section_get_children (RETORT_REVIEW_SECTION (item)) != NULL);

  if (row == NULL)
    return;
  gtk_tree_expander_set_indent_for_icon (GTK_TREE_EXPANDER (expander), !is_passive || RETORT_IS_REVIEW_SECTION (item));
  gtk_widget_remove_css_class (row, "passive");
  gtk_widget_remove_css_class (row, "revision");
  if (is_passive)
    gtk_widget_add_css_class (row, "passive");
  if (is_revision)
    gtk_widget_add_css_class (row, "revision");
}

static void
retort_review_row_show_item (RetortItemRow *row, GObject *item)
{
  RetortReviewRow *self = RETORT_REVIEW_ROW (row);

  forget_revision (self);
  if (RETORT_IS_REVIEWED_ITEM (item))
    show_revision (self, RETORT_REVIEWED_ITEM (item));
  else if (RETORT_IS_REVIEW_SECTION (item))
    show_section (self, RETORT_REVIEW_SECTION (item));
  else if (RETORT_IS_REVIEW_TICK (item))
    show_tick (self, RETORT_REVIEW_TICK (item));
  else if (RETORT_IS_CHANGE_ITEM (item))
    show_inside (self, self->change_box, retort_change_row_new, item, "change");
  else
    show_inside (self, self->part_box, retort_plan_row_new, item, "part");
  dress_list_row (self, item);
}

static void
retort_review_row_dispose (GObject *object)
{
  forget_revision (RETORT_REVIEW_ROW (object));
  G_OBJECT_CLASS (retort_review_row_parent_class)->dispose (object);
}

static void
retort_review_row_class_init (RetortReviewRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_review_row_dispose;
  g_type_ensure (RETORT_TYPE_KIND_CHIP);
  RETORT_ITEM_ROW_CLASS (klass)->show_item = retort_review_row_show_item;
  retort_item_row_class_set_template (RETORT_ITEM_ROW_CLASS (klass), "/io/github/retort/Retort/review/review-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, row_name);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, read_check);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, kind_chip);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, file_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, errors_box);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, errors_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, warnings_box);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, warnings_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, versions_button);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, section_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, part_box);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, change_box);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, tick_check);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewRow, tick_detail);
  gtk_widget_class_bind_template_callback (widget_class, read_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, tick_toggled_cb);
}

static void
retort_review_row_init (RetortReviewRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_review_row_new:
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
retort_review_row_new (void)
{
  return g_object_new (RETORT_TYPE_REVIEW_ROW, NULL);
}
