/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/plan/plan-page.h"

#include "ui/widgets/export-button.h"
#include "ui/widgets/plan-notice.h"
#include "ui/widgets/plan-row.h"
#include "ui/widgets/page-shortcut.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A plan up to this many statements is shown unfolded. */
#define MAX_UNFOLDED_STATEMENTS 60
/* So many irreversible effects are named; the rest is counted. */
#define MAX_NAMED_EFFECTS 4

struct _RetortPlanPage
{
  GtkWidget parent_instance;

  GtkWidget      *box;
  GtkLabel       *title_label;
  GtkLabel       *summary_label;
  GtkLabel       *command_label;
  GtkLabel       *original_command_label;
  GtkWidget      *header;
  GtkStack       *stack;
  AdwStatusPage  *nothing_page;
  GtkListView    *list_view;
  GtkCheckButton *read_check;
  GtkCheckButton *snapshot_check;
  GtkLabel       *way_back_label;
  GtkButton      *run_button;
  GtkLabel       *run_label;
  GtkButton      *rehearse_button;
  GtkRevealer    *rehearsal_revealer;
  GtkLabel       *rehearsal_label;
  RetortExportButton *export_button;

  RetortPlanItem      *plan;      /* nullable */
  RetortRehearsalItem *rehearsal; /* nullable: of the plan */
};

enum
{
  RUN_REQUESTED,
  REHEARSAL_REQUESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortPlanPage, retort_plan_page, GTK_TYPE_WIDGET)

static gboolean
is_rehearsing (RetortPlanPage *self)
{
  return self->rehearsal != NULL && retort_rehearsal_item_get_is_running (self->rehearsal);
}

/* An upgrade may be rehearsed, also one that another tool will have to run. */
static gboolean
can_rehearse (RetortPlanPage *self)
{
  const RetortPlanFields *fields = self->plan != NULL ? retort_plan_get (retort_plan_item_get_plan (self->plan)) : NULL;

  return fields != NULL && fields->stamp == NULL && fields->direction == RETORT_DIRECTION_UPGRADE && fields->steps->len > 0;
}

/* By the built-in engine, or by the project's own command. */
static gboolean
can_run (RetortPlanPage *self)
{
  return retort_plan_item_get_obstacle (self->plan) == NULL || retort_plan_item_get_project_command (self->plan) != NULL;
}

/* (nullable): why the built-in engine does not run it, and who can. */
static char *
dup_obstacle (RetortPlanPage *self)
{
  const char *obstacle = retort_plan_item_get_obstacle (self->plan);
  const char *command = retort_plan_item_get_project_command (self->plan);

  if (obstacle == NULL || command == NULL)
    return g_strdup (obstacle);
  /* Translators: the reason, a sentence; then a command */
  return g_strdup_printf (_("%s\nThe project's own command will run it: %s"), obstacle, command);
}

/* The run may start when nothing stands in the way and what there is to read was ticked. */
static void
update_actions (RetortPlanPage *self)
{
  gboolean needs_tick = gtk_widget_get_visible (GTK_WIDGET (self->read_check));
  gboolean is_ticked = gtk_check_button_get_active (self->read_check);
  gboolean is_runnable = self->plan != NULL && !retort_plan_is_empty (retort_plan_item_get_plan (self->plan))
                         && can_run (self);
  const char *tooltip = NULL;

  if (!is_runnable)
    tooltip = _("The built-in engine cannot run this plan; the reason stands above");
  else if (needs_tick && !is_ticked)
    tooltip = _("Tick first that you have read this");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.run", is_runnable && (!needs_tick || is_ticked));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run_button), tooltip);
  gtk_widget_set_visible (GTK_WIDGET (self->rehearse_button), can_rehearse (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.rehearse", can_rehearse (self) && !is_rehearsing (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.cancel-rehearsal", is_rehearsing (self));
}

static void
run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortPlanPage *self = RETORT_PLAN_PAGE (widget);

  g_signal_emit (self, signals[RUN_REQUESTED], 0, self->plan);
}

static void
rehearse_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortPlanPage *self = RETORT_PLAN_PAGE (widget);

  g_signal_emit (self, signals[REHEARSAL_REQUESTED], 0, self->plan);
}

static void
cancel_rehearsal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortPlanPage *self = RETORT_PLAN_PAGE (widget);

  if (is_rehearsing (self))
    retort_rehearsal_item_cancel (self->rehearsal);
}

static void
copy_command_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortPlanPage *self = RETORT_PLAN_PAGE (widget);
  gboolean is_original = g_variant_get_boolean (parameter);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          gtk_label_get_text (is_original ? self->original_command_label : self->command_label));
}

static void
activate_cb (RetortPlanPage *self, guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list_view));
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (model, position);

  if (row != NULL && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static gboolean
is_stamp (RetortPlanPage *self)
{
  return retort_plan_get (retort_plan_item_get_plan (self->plan))->stamp != NULL;
}

/* What a rehearsal showed of the step, when there is something to say about its badge. */
static void
append_verdict (GListStore *parts, RetortPlanStepItem *step)
{
  const char *verdict = retort_plan_step_item_get_verdict (step);
  g_autoptr(GListStore) notices = g_list_store_new (RETORT_TYPE_PLAN_NOTICE);
  g_autoptr(RetortPlanNotice) notice = NULL;

  if (verdict == NULL)
    return;
  notice = retort_plan_notice_new (RETORT_PLAN_NOTICE_VERDICT, verdict, NULL);
  g_list_store_append (notices, notice);
  g_list_store_append (parts, notices);
}

/* Findings first: they say what to look at in the statements that follow. */
static GListModel *
create_children_cb (gpointer item, gpointer user_data)
{
  GListStore *parts = NULL;

  if (!RETORT_IS_PLAN_STEP_ITEM (item))
    return NULL;
  parts = g_list_store_new (G_TYPE_LIST_MODEL);
  append_verdict (parts, item);
  g_list_store_append (parts, retort_plan_step_item_get_findings (item));
  g_list_store_append (parts, retort_plan_step_item_get_statements (item));
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
}

/* How many findings of each severity nobody excused; @counts has RETORT_SEVERITY_ERROR + 1 elements. */
static void
count_findings (RetortPlan *plan, guint *counts)
{
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      GPtrArray *findings = retort_plan_step_get_findings (retort_plan_get_step (plan, i));

      for (guint j = 0; j < findings->len; j++)
        {
          const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (findings, j));

          if (finding->suppressed_reason == NULL)
            counts[finding->severity]++;
        }
    }
}

/* (nullable): what cannot be undone, one line each. */
static char *
dup_irreversible (RetortPlan *plan)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);
      const char *const *effects = retort_plan_step_get_irreversible (step);

      for (guint j = 0; effects[j] != NULL; j++, n++)
        {
          if (n < MAX_NAMED_EFFECTS)
            g_string_append_printf (text, "%s%s: %s", n > 0 ? "\n" : "",
                                    retort_revision_get_id (retort_plan_step_get_revision (step)), effects[j]);
        }
    }
  if (n > MAX_NAMED_EFFECTS)
    g_string_append_printf (text, ngettext ("\nand %u more", "\nand %u more", n - MAX_NAMED_EFFECTS),
                            n - MAX_NAMED_EFFECTS);
  return n > 0 ? g_strdup (text->str) : NULL;
}

static const char *
transactions_sentence (RetortTransactions transactions)
{
  switch (transactions)
    {
    case RETORT_TRANSACTIONS_ONE:
      return _("one transaction: all or nothing");
    case RETORT_TRANSACTIONS_PER_MIGRATION:
      return _("a transaction for each revision");
    case RETORT_TRANSACTIONS_AUTOCOMMIT:
      return _("no transaction: each statement takes effect at once");
    }
  g_assert_not_reached ();
}

static char *
join_rows (const char *const *rows)
{
  return rows[0] != NULL ? g_strjoinv (", ", (char **) rows) : g_strdup (C_("revision", "base"));
}

static void
show_summary (RetortPlanPage *self, const RetortPlanFields *fields, RetortPlan *plan)
{
  guint n_steps = fields->steps->len;
  guint n_statements = retort_plan_count_statements (plan);
  g_autofree char *steps = g_strdup_printf (ngettext ("%u revision", "%u revisions", n_steps), n_steps);
  g_autofree char *statements =
      g_strdup_printf (ngettext ("%u statement", "%u statements", n_statements), n_statements);
  g_autofree char *from = join_rows (fields->from);
  g_autofree char *to = join_rows (fields->to);
  g_autofree char *summary = NULL;

  if (is_stamp (self))
    summary = g_strdup_printf ("%s → %s · %s", from, to, statements);
  else
    summary = g_strdup_printf ("%s → %s · %s · %s · %s", from, to, steps, statements,
                               transactions_sentence (fields->transactions));
  gtk_label_set_text (self->summary_label, summary);
}

static void
show_title_and_button (RetortPlanPage *self, const RetortPlanFields *fields)
{
  const char *target = retort_plan_item_get_target_name (self->plan);
  gboolean is_up = fields->direction == RETORT_DIRECTION_UPGRADE;
  g_autofree char *to = join_rows (fields->to);
  g_autofree char *act = NULL;
  const char *classes[] = { "pill", is_up ? "suggested-action" : "destructive-action", NULL };

  if (is_stamp (self))
    /* Translators: a database and a revision, "Stamp practice with 015". */
    act = g_strdup_printf (_("Stamp %s with %s"), target, to);
  else
    /* Translators: a database and a revision, "Upgrade practice to 015". */
    act = g_strdup_printf (is_up ? _("Upgrade %s to %s") : _("Downgrade %s to %s"), target, to);

  gtk_label_set_text (self->title_label, act);
  gtk_label_set_label (self->run_label, act);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL, act, -1);
  gtk_widget_set_css_classes (GTK_WIDGET (self->run_button), classes);
}

/* "I have read 1 error and 2 warnings": remarks need not be read. */
static char *
dup_read_sentence (guint n_errors, guint n_warnings)
{
  g_autofree char *errors = g_strdup_printf (ngettext ("%u error", "%u errors", n_errors), n_errors);
  g_autofree char *warnings = g_strdup_printf (ngettext ("%u warning", "%u warnings", n_warnings), n_warnings);

  if (n_errors > 0 && n_warnings > 0)
    /* Translators: "1 error", "2 warnings". */
    return g_strdup_printf (_("I have read %s and %s"), errors, warnings);
  /* Translators: "2 warnings". */
  return g_strdup_printf (_("I have read %s"), n_errors > 0 ? errors : warnings);
}

static void
show_tick (RetortPlanPage *self, RetortPlan *plan, gboolean is_irreversible)
{
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  guint n_findings = 0;
  g_autofree char *text = NULL;

  count_findings (plan, counts);
  n_findings = counts[RETORT_SEVERITY_ERROR] + counts[RETORT_SEVERITY_WARNING];

  if (is_stamp (self))
    text = g_strdup (_("I know that no table changes"));
  else if (n_findings > 0)
    text = dup_read_sentence (counts[RETORT_SEVERITY_ERROR], counts[RETORT_SEVERITY_WARNING]);
  else
    text = g_strdup (_("I know what cannot be undone"));
  gtk_check_button_set_label (self->read_check, text);
  gtk_check_button_set_active (self->read_check, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->read_check),
                          can_run (self)
                            && (is_stamp (self) || n_findings > 0 || is_irreversible));
}

static void
show_way_back (RetortPlanPage *self, const RetortPlanFields *fields)
{
  g_autofree char *text = NULL;

  if (fields->way_back != NULL)
    /* Translators: followed by a command. */
    text = g_strdup_printf (_("Way back: %s"), fields->way_back);
  gtk_label_set_text (self->way_back_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->way_back_label), text != NULL);
}

/* The rows of the version table, before and after; a purge is for rows that no file declares. */
static char *
dup_rows (const RetortPlanFields *fields)
{
  const char *sentence = fields->purges ? _("Only the record of what is applied changes; every table stays as it is, also what a revision made that is forgotten by this.")
                                        : _("Only the record of what is applied changes; every table stays as it is.");
  g_autofree char *before = g_strjoinv (", ", (char **) fields->from);
  g_autofree char *after = g_strjoinv (", ", (char **) fields->to);

  /* Translators: the rows of the version table. */
  return g_strdup_printf (_("%s\nBefore: %s\nAfter: %s"), sentence, *before != '\0' ? before : _("no row"), *after != '\0' ? after : _("no row"));
}

static void
append_notice (GListStore *notices, RetortPlanNoticeKind kind, const char *text, const char *revision)
{
  g_autoptr(RetortPlanNotice) notice = NULL;

  if (text == NULL)
    return;
  notice = retort_plan_notice_new (kind, text, revision);
  g_list_store_append (notices, notice);
}

static void
append_rehearsal (RetortPlanPage *self, GListStore *notices)
{
  if (self->rehearsal == NULL || is_rehearsing (self))
    return;
  append_notice (notices,
                 retort_rehearsal_item_is_bad (self->rehearsal) ? RETORT_PLAN_NOTICE_BAD_REHEARSAL : RETORT_PLAN_NOTICE_REHEARSAL,
                 retort_rehearsal_item_get_text (self->rehearsal), NULL);
}

/* What has to be known, above what is done: in one list, so that it scrolls where there is little room. */
static GListModel *
dup_list (RetortPlanPage *self, const char *irreversible)
{
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr(GListStore) notices = g_list_store_new (RETORT_TYPE_PLAN_NOTICE);
  g_autofree char *obstacle = dup_obstacle (self);
  const char *unread = retort_plan_item_get_unread (self->plan);
  const char *to_read = retort_plan_item_get_first_unread (self->plan);
  g_autofree char *rows = is_stamp (self) ? dup_rows (retort_plan_get (retort_plan_item_get_plan (self->plan))) : NULL;

  append_notice (notices, RETORT_PLAN_NOTICE_STAMP, rows, NULL);
  append_notice (notices, RETORT_PLAN_NOTICE_OBSTACLE, obstacle, unread == NULL ? to_read : NULL);
  append_notice (notices, RETORT_PLAN_NOTICE_IRREVERSIBLE, irreversible, NULL);
  append_notice (notices, RETORT_PLAN_NOTICE_UNREAD, unread, to_read);
  append_rehearsal (self, notices);
  g_list_store_append (parts, notices);
  g_list_store_append (parts, retort_plan_item_get_steps (self->plan));
  g_list_store_append (parts, retort_plan_item_get_stamp_statements (self->plan));
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
}

static void
show_list (RetortPlanPage *self, const char *irreversible)
{
  gboolean is_small = retort_plan_count_statements (retort_plan_item_get_plan (self->plan)) <= MAX_UNFOLDED_STATEMENTS;
  GtkTreeListModel *tree = gtk_tree_list_model_new (dup_list (self, irreversible), FALSE, is_small, create_children_cb,
                                                    NULL, NULL);
  g_autoptr(GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (tree));

  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
}

/* What stands where already is said on a page of its own. */
static void
show_nothing (RetortPlanPage *self, const RetortPlanFields *fields)
{
  gboolean is_empty = retort_plan_is_empty (retort_plan_item_get_plan (self->plan));
  g_autofree char *place = join_rows (fields->from);
  /* Translators: a database and a revision, "practice is at 015". */
  g_autofree char *sentence = g_strdup_printf (_("“%s” is at %s: nothing is left to do."),
                                               retort_plan_item_get_target_name (self->plan), place);
  g_autofree char *description = g_markup_escape_text (sentence, -1);

  adw_status_page_set_description (self->nothing_page, description);
  gtk_stack_set_visible_child_name (self->stack, is_empty ? "nothing" : "steps");
  gtk_widget_set_visible (self->header, !is_empty);
}

static void
show_export (RetortPlanPage *self)
{
  g_autofree char *name = g_strdup_printf ("plan-%s", retort_plan_item_get_target_name (self->plan));

  retort_export_button_set_subject (self->export_button, G_OBJECT (self->plan), name);
}

static void
show_plan (RetortPlanPage *self)
{
  RetortPlan *plan = retort_plan_item_get_plan (self->plan);
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autofree char *irreversible = dup_irreversible (plan);

  show_nothing (self, fields);
  show_title_and_button (self, fields);
  show_summary (self, fields, plan);
  show_tick (self, plan, irreversible != NULL);
  show_way_back (self, fields);
  gtk_label_set_text (self->command_label, retort_plan_item_get_command (self->plan));
  gtk_label_set_text (self->original_command_label, retort_plan_item_get_original_command (self->plan));
  show_list (self, irreversible);
  show_export (self);
  update_actions (self);
}

static void
retort_plan_page_dispose (GObject *object)
{
  RetortPlanPage *self = RETORT_PLAN_PAGE (object);

  retort_plan_page_set_rehearsal (self, NULL);
  g_clear_object (&self->plan);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_plan_page_parent_class)->dispose (object);
}

static void
retort_plan_page_class_init (RetortPlanPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_plan_page_dispose;
  g_type_ensure (RETORT_TYPE_PLAN_ROW);
  g_type_ensure (RETORT_TYPE_EXPORT_BUTTON);
  /**
   * RetortPlanPage::run-requested:
   * @plan: the plan that was read
   *
   * The button that names the act was pressed.
   */
  signals[RUN_REQUESTED] = g_signal_new ("run-requested", RETORT_TYPE_PLAN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, RETORT_TYPE_PLAN_ITEM);

  /**
   * RetortPlanPage::rehearsal-requested:
   * @plan: the plan that is shown
   *
   * The button “Rehearse” was pressed.
   */
  signals[REHEARSAL_REQUESTED] = g_signal_new ("rehearsal-requested", RETORT_TYPE_PLAN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 1, RETORT_TYPE_PLAN_ITEM);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/plan/plan-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, box);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, summary_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, command_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, original_command_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, header);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, read_check);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, snapshot_check);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, way_back_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, run_button);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, run_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, rehearse_button);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, rehearsal_revealer);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, rehearsal_label);
  gtk_widget_class_bind_template_child (widget_class, RetortPlanPage, export_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_install_action (widget_class, "plan.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "plan.rehearse", NULL, rehearse_action);
  gtk_widget_class_install_action (widget_class, "plan.cancel-rehearsal", NULL, cancel_rehearsal_action);
  gtk_widget_class_install_action (widget_class, "plan.copy-command", "b", copy_command_action);
}

static void
retort_plan_page_init (RetortPlanPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  retort_page_shortcut_add (GTK_WIDGET (self), GDK_KEY_Escape, 0, "win.close-plan");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.run", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.rehearse", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.cancel-rehearsal", FALSE);
}

/**
 * retort_plan_page_set_workbench:
 * @self: the page
 * @workbench: what writes documents of plans
 */
void
retort_plan_page_set_workbench (RetortPlanPage *self, RetortWorkbench *workbench)
{
  retort_export_button_set_workbench (self->export_button, workbench);
}

/**
 * retort_plan_page_set_plan:
 * @self: the page
 * @plan: (transfer none): what to show
 * @has_snapshots: the database is one of which a snapshot may be taken
 */
void
retort_plan_page_set_plan (RetortPlanPage *self, RetortPlanItem *plan, gboolean has_snapshots)
{
  retort_plan_page_set_rehearsal (self, NULL);
  g_set_object (&self->plan, plan);
  show_plan (self);
  gtk_check_button_set_active (self->snapshot_check, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->snapshot_check), has_snapshots && can_run (self) && !is_stamp (self));
}

/**
 * retort_plan_page_wants_snapshot:
 * @self: the page
 *
 * Returns: a snapshot is to be taken before the plan runs
 */
gboolean
retort_plan_page_wants_snapshot (RetortPlanPage *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->snapshot_check)) && gtk_check_button_get_active (self->snapshot_check);
}

/* Its words go with it; what came out stands in the list afterwards. */
static void
show_rehearsal (RetortPlanPage *self)
{
  g_autofree char *irreversible = NULL;

  gtk_revealer_set_reveal_child (self->rehearsal_revealer, is_rehearsing (self));
  if (self->rehearsal != NULL)
    gtk_label_set_text (self->rehearsal_label, retort_rehearsal_item_get_text (self->rehearsal));
  update_actions (self);
  if (self->rehearsal == NULL || is_rehearsing (self))
    return;
  irreversible = dup_irreversible (retort_plan_item_get_plan (self->plan));
  show_list (self, irreversible);
}

/**
 * retort_plan_page_set_rehearsal:
 * @self: the page
 * @rehearsal: (nullable): of the plan that is shown; %NULL cancels the one that runs, when nobody else holds it
 *
 * Shows how a rehearsal goes, and what came out.
 */
void
retort_plan_page_set_rehearsal (RetortPlanPage *self, RetortRehearsalItem *rehearsal)
{
  if (self->rehearsal != NULL)
    g_signal_handlers_disconnect_by_func (self->rehearsal, show_rehearsal, self);
  g_set_object (&self->rehearsal, rehearsal);
  if (self->box == NULL)
    return;
  if (rehearsal != NULL)
    g_signal_connect_object (rehearsal, "notify", G_CALLBACK (show_rehearsal), self, G_CONNECT_SWAPPED);
  show_rehearsal (self);
}

/**
 * retort_plan_page_get_plan:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): what is shown
 */
RetortPlanItem *
retort_plan_page_get_plan (RetortPlanPage *self)
{
  return self->plan;
}
