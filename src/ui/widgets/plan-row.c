/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/plan-row.h"

#include "ui/widgets/plan-notice.h"
#include "ui/widgets/lock-chip.h"
#include "ui/widgets/row-name.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/tooltip.h"
#include "workbench/plan-item.h"

#include <glib/gi18n.h>

/* A revision's number fits into a chip; a long name stands in the file's, or below. */
#define MAX_CHIP_CHARS 12

struct _RetortPlanRow
{
  RetortItemRow parent_instance;

  GtkStack *stack;
  GtkLabel *id_label;
  GtkLabel *title_label;
  GtkLabel *file_label;
  GtkLabel *count_label;
  GtkLabel *line_label;
  GtkLabel *sql_label;
  GtkLabel *lock_label;
  GtkLabel *seen_label;
  GtkLabel *badge_label;
  GtkImage *severity_image;
  GtkLabel *message_label;
  GtkLabel *remedy_label;
  GtkWidget *notice_card;
  GtkWidget *checklist_button;
  GtkImage *notice_image;
  GtkLabel *notice_title_label;
  GtkLabel *notice_label;
  RetortRowName *row_name;
};

G_DEFINE_FINAL_TYPE (RetortPlanRow, retort_plan_row, RETORT_TYPE_ITEM_ROW)

/* Can it be undone? Only a rehearsal knows. */
static void
show_badge (RetortPlanRow *self, const char *badge, RetortReversibility reversibility)
{
  static const char *const classes_of[] = {
    [RETORT_REVERSIBLE_NO] = "badge-no",
    [RETORT_REVERSIBLE_STRUCTURE] = "badge-structure",
    [RETORT_REVERSIBLE_PROVED] = "badge-proved",
  };
  const char *classes[] = { "chip", classes_of[reversibility], NULL };

  gtk_widget_set_visible (GTK_WIDGET (self->badge_label), badge != NULL);
  gtk_label_set_text (self->badge_label, badge != NULL ? badge : "");
  gtk_widget_set_css_classes (GTK_WIDGET (self->badge_label), classes);
}

static void
show_step (RetortPlanRow *self, RetortPlanStepItem *item)
{
  RetortPlanStep *step = retort_plan_step_item_get_step (item);
  RetortRevision *revision = retort_plan_step_get_revision (step);
  const char *path = retort_revision_get_path (revision);
  g_autofree char *file = path != NULL ? g_path_get_basename (path) : g_strdup ("");
  guint n = g_list_model_get_n_items (retort_plan_step_item_get_statements (item));
  g_autofree char *count = g_strdup_printf (ngettext ("%u statement", "%u statements", n), n);
  RetortReversibility reversibility = RETORT_REVERSIBLE_NO;
  const char *badge = retort_plan_step_item_get_badge (item, &reversibility);
  g_autofree char *name = NULL;

  show_badge (self, badge, reversibility);
  gtk_label_set_text (self->id_label, retort_revision_get_id (revision));
  gtk_widget_set_visible (GTK_WIDGET (self->id_label),
                          g_utf8_strlen (retort_revision_get_id (revision), -1) <= MAX_CHIP_CHARS);
  gtk_label_set_text (self->title_label, retort_revision_get_caption (revision));
  gtk_label_set_text (self->file_label, file);
  gtk_label_set_text (self->count_label, count);
  name = g_strdup_printf ("%s %s, %s%s%s", retort_revision_get_id (revision), retort_revision_get_caption (revision), count,
                          badge != NULL ? ", " : "", badge != NULL ? badge : "");
  retort_row_name_set_text (self->row_name, name);
  gtk_stack_set_visible_child_name (self->stack, "step");
}

/* In a step, what no file holds stands back; of a stamp it is all there is. */
static void
show_origin (RetortPlanRow *self, RetortStatementItem *item, const char *sql)
{
  gboolean is_in_file = retort_statement_get_start (retort_statement_item_get_statement (item)).line > 0;
  g_autofree char *revision = NULL;

  g_object_get (item, "revision", &revision, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->sql_label), "dim-label");
  if (!is_in_file && revision != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->sql_label), "dim-label");
  retort_tooltip_set (GTK_WIDGET (self->sql_label),
                               is_in_file ? sql : _("Keeps the record of what is applied; in no file"));
}

/* (nullable): that it is not certain, the lock in words where it is told, and what a rehearsal saw. */
static char *
dup_remark (RetortStatementItem *item)
{
  const char *const parts[] = { retort_statement_item_get_mark (item), retort_statement_item_get_lock_text (item),
                                retort_statement_item_get_seen (item) };
  g_autoptr(GString) remark = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (remark, "%s%s", remark->len > 0 ? " · " : "", parts[i]);
  return remark->len > 0 ? g_string_free (g_steal_pointer (&remark), FALSE) : NULL;
}

static void
show_remark (RetortPlanRow *self, RetortStatementItem *item)
{
  g_autofree char *remark = dup_remark (item);

  gtk_label_set_text (self->seen_label, remark != NULL ? remark : "");
  gtk_widget_set_visible (GTK_WIDGET (self->seen_label), remark != NULL);
  retort_tooltip_set (GTK_WIDGET (self->seen_label), retort_statement_item_get_mark_note (item));
}

/* A place of which the SQL is not known stands where its statements would. */
static void
show_gap (RetortPlanRow *self, RetortStatementItem *item)
{
  const char *gap = retort_statement_item_get_gap (item);

  gtk_label_set_text (self->sql_label, gap);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sql_label), gap);
  gtk_widget_remove_css_class (GTK_WIDGET (self->sql_label), "dim-label");
  if (retort_statement_item_get_kind (item) == RETORT_STATEMENT_KIND_GAP)
    gtk_widget_add_css_class (GTK_WIDGET (self->sql_label), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->sql_label), "warning");
  retort_row_name_set_text (self->row_name, gap);
}

static void
show_sql (RetortPlanRow *self, RetortStatementItem *item)
{
  g_autofree char *sql = g_strstrip (g_strdup (retort_statement_get_sql (retort_statement_item_get_statement (item))));
  const char *mark = retort_statement_item_get_mark (item);
  g_autofree char *name = mark != NULL ? g_strdup_printf ("%s, %s", sql, mark) : g_strdup (sql);

  gtk_widget_remove_css_class (GTK_WIDGET (self->sql_label), "warning");
  gtk_label_set_text (self->sql_label, sql);
  retort_row_name_set_text (self->row_name, name);
  show_origin (self, item, sql);
}

static void
show_statement (RetortPlanRow *self, RetortStatementItem *item)
{
  guint line = retort_statement_item_get_line (item);
  g_autofree char *number = line > 0 ? g_strdup_printf ("%u", line) : g_strdup ("");

  gtk_label_set_text (self->line_label, number);
  if (retort_statement_item_get_gap (item) != NULL)
    show_gap (self, item);
  else
    show_sql (self, item);
  retort_lock_chip_show (self->lock_label, retort_statement_item_get_lock (item));
  show_remark (self, item);
  gtk_stack_set_visible_child_name (self->stack, "statement");
}

static void
show_finding (RetortPlanRow *self, RetortFindingItem *item)
{
  const RetortFindingFields *finding = retort_finding_get (retort_finding_item_get_finding (item));

  retort_severity_show (self->severity_image, finding->severity);
  gtk_label_set_text (self->message_label, finding->message);
  retort_row_name_set_text (self->row_name, finding->message);
  gtk_label_set_text (self->remedy_label, finding->remedy);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_label), *finding->remedy != '\0');
  gtk_stack_set_visible_child_name (self->stack, "finding");
}

static void
show_checklist_button (RetortPlanRow *self, const char *revision)
{
  /* Translators: the id of a revision */
  g_autofree char *name = g_strdup_printf (_("Open the Checklist of %s"), revision != NULL ? revision : "");

  gtk_widget_set_visible (self->checklist_button, revision != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->checklist_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->checklist_button), "s", revision != NULL ? revision : "");
}

static void
show_notice (RetortPlanRow *self, RetortPlanNotice *notice)
{
  static const struct
  {
    const char *title;
    const char *icon;
    const char *css_class; /* nullable */
  } looks[] = {
    [RETORT_PLAN_NOTICE_STAMP] = { N_("No Migration Runs"), "dialog-information-symbolic", NULL },
    [RETORT_PLAN_NOTICE_OBSTACLE] = { N_("Retort Will Not Run This"), "dialog-error-symbolic", "notice-error" },
    [RETORT_PLAN_NOTICE_IRREVERSIBLE] = { N_("Cannot Be Undone"), "dialog-warning-symbolic", "notice-warning" },
    [RETORT_PLAN_NOTICE_UNREAD] = { N_("Not Read Yet"), "dialog-information-symbolic", NULL },
    [RETORT_PLAN_NOTICE_REHEARSAL] = { N_("Rehearsed"), "emblem-ok-symbolic", NULL },
    [RETORT_PLAN_NOTICE_BAD_REHEARSAL] = { N_("Rehearsed"), "dialog-warning-symbolic", "notice-warning" },
    [RETORT_PLAN_NOTICE_VERDICT] = { N_("What the Rehearsal Showed"), "dialog-information-symbolic", NULL },
  };
  RetortPlanNoticeKind kind = retort_plan_notice_get_kind (notice);
  const char *classes[] = { "card", "notice", looks[kind].css_class, NULL };
  g_autofree char *name = g_strdup_printf ("%s: %s", _(looks[kind].title), retort_plan_notice_get_text (notice));

  gtk_widget_set_css_classes (self->notice_card, classes);
  gtk_image_set_from_icon_name (self->notice_image, looks[kind].icon);
  gtk_label_set_text (self->notice_title_label, _(looks[kind].title));
  gtk_label_set_text (self->notice_label, retort_plan_notice_get_text (notice));
  retort_row_name_set_text (self->row_name, name);
  show_checklist_button (self, retort_plan_notice_get_revision (notice));
  gtk_stack_set_visible_child_name (self->stack, "notice");
}

/* Only a step does something when it is pressed. A notice takes the whole width, without the room of an arrow that it
 * does not have. */
static void
dress_list_row (RetortPlanRow *self, GObject *item)
{
  GtkWidget *expander = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_TREE_EXPANDER);
  GtkWidget *row = expander != NULL ? gtk_widget_get_parent (expander) : NULL;

  if (row == NULL)
    return;
  gtk_tree_expander_set_indent_for_icon (GTK_TREE_EXPANDER (expander), !RETORT_IS_PLAN_NOTICE (item));
  if (RETORT_IS_PLAN_STEP_ITEM (item))
    gtk_widget_remove_css_class (row, "passive");
  else
    gtk_widget_add_css_class (row, "passive");
}

static void
retort_plan_row_show_item (RetortItemRow *row, GObject *item)
{
  RetortPlanRow *self = RETORT_PLAN_ROW (row);

  dress_list_row (self, item);
  if (RETORT_IS_PLAN_STEP_ITEM (item))
    show_step (self, RETORT_PLAN_STEP_ITEM (item));
  else if (RETORT_IS_STATEMENT_ITEM (item))
    show_statement (self, RETORT_STATEMENT_ITEM (item));
  else if (RETORT_IS_PLAN_NOTICE (item))
    show_notice (self, RETORT_PLAN_NOTICE (item));
  else if (RETORT_IS_FINDING_ITEM (item))
    show_finding (self, RETORT_FINDING_ITEM (item));
}

static void
retort_plan_row_class_init (RetortPlanRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  RETORT_ITEM_ROW_CLASS (klass)->show_item = retort_plan_row_show_item;
  retort_item_row_class_set_template (RETORT_ITEM_ROW_CLASS (klass), "/io/github/retort/Retort/widgets/plan-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, id_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, file_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, line_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, sql_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, lock_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, seen_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, badge_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, severity_image);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, message_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, remedy_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, notice_card);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, notice_image);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, notice_title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, checklist_button);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanRow, row_name);
}

static void
retort_plan_row_init (RetortPlanRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_plan_row_new:
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
retort_plan_row_new (void)
{
  return g_object_new (RETORT_TYPE_PLAN_ROW, NULL);
}
