/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One revision that is new on a branch, with all that is known about it. Immutable but for whether it was read. */
#include "config.h"

#include "analysis/planning/planner.h"
#include "engine/text-difference.h"
#include "report/table-size.h"
#include "workbench/branch-review-private.h"
#include "workbench/plan-step-item-private.h"
#include "workbench/rehearsal-item-private.h"
#include "workbench/review-private.h"

#include <glib/gi18n-lib.h>

struct _RetortReviewedItem
{
  GObject parent_instance;

  RetortReviewedKind  kind;
  RetortRevision     *revision;
  RetortRevision     *old;            /* nullable */
  char               *file;
  RetortPlanStepItem *step;           /* nullable */
  GListModel         *statements;     /* element: RetortStatementItem */
  GPtrArray          *schema_changes; /* nullable; element: RetortSchemaChange */
  GListModel         *changes;        /* nullable; element: RetortChangeItem */
  RetortMigration    *downgrade;      /* nullable */
  GListModel         *downgrade_statements; /* element: RetortStatementItem */
  RetortWayBack       way_back;
  char               *way_back_text;
  gboolean            has_badge;
  RetortReversibility badge;          /* when there is one */
  GArray             *hunks;          /* element: RetortVersionHunk */
  gboolean            is_read;
  GListModel         *ticks;          /* nullable; element: RetortReviewTick */
};

enum
{
  PROP_0,
  PROP_IS_READ,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortReviewedItem, retort_reviewed_item, G_TYPE_OBJECT)

static void
retort_reviewed_item_finalize (GObject *object)
{
  RetortReviewedItem *self = RETORT_REVIEWED_ITEM (object);

  g_clear_pointer (&self->revision, retort_revision_unref);
  g_clear_pointer (&self->old, retort_revision_unref);
  g_free (self->file);
  g_clear_object (&self->step);
  g_clear_object (&self->statements);
  g_clear_pointer (&self->schema_changes, g_ptr_array_unref);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->downgrade, retort_migration_unref);
  g_clear_object (&self->downgrade_statements);
  g_free (self->way_back_text);
  g_clear_pointer (&self->hunks, g_array_unref);
  g_clear_object (&self->ticks);
  G_OBJECT_CLASS (retort_reviewed_item_parent_class)->finalize (object);
}

static void
retort_reviewed_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortReviewedItem *self = RETORT_REVIEWED_ITEM (object);

  switch (id)
    {
    case PROP_IS_READ: g_value_set_boolean (value, self->is_read); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_reviewed_item_class_init (RetortReviewedItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = retort_reviewed_item_finalize;
  object_class->get_property = retort_reviewed_item_get_property;
  properties[PROP_IS_READ] = g_param_spec_boolean ("is-read", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_reviewed_item_init (RetortReviewedItem *self)
{
}

static const char *
way_back_sentence (RetortWayBack way_back)
{
  switch (way_back)
    {
    case RETORT_WAY_BACK_WHOLE:
      return _("The downgrade undoes it");
    case RETORT_WAY_BACK_LOSSY:
      return _("The downgrade runs, but not everything comes back");
    case RETORT_WAY_BACK_UNKNOWN:
      return _("The downgrade is not understood to its last statement");
    case RETORT_WAY_BACK_NOTHING:
      return _("The downgrade does nothing");
    case RETORT_WAY_BACK_NONE:
      return _("There is no downgrade that runs");
    }
  g_return_val_if_reached ("");
}

/* Read, or proved: only a rehearsal knows. */
static char *
dup_way_back (RetortWayBack way_back, const RetortRehearsalRecord *badge)
{
  g_autofree char *label = badge != NULL && badge->went_up ? retort_reversibility_dup_label (badge->reversibility) : NULL;

  return g_strdup_printf ("%s · %s", way_back_sentence (way_back), label != NULL ? label : _("not rehearsed"));
}

/* (nullable): "ACCESS EXCLUSIVE on orders (1.2 GB, about 3,000 rows)" */
static char *
dup_lock_text (const RetortLockInfo *lock, const RetortTargetFacts *facts)
{
  g_autoptr(GString) text = NULL;

  if (lock == NULL || lock->mode == NULL || lock->tables == NULL || lock->tables[0] == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (gsize i = 0; lock->tables[i] != NULL; i++)
    {
      g_autofree char *size = retort_table_size_to_text (lock->tables[i], facts);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", lock->tables[i]);
      if (size != NULL)
        g_string_append_printf (text, " (%s)", size);
    }
  /* Translators: a lock mode of PostgreSQL, and the tables that it is taken on. */
  return g_strdup_printf (_("%s on %s"), lock->mode, text->str);
}

static void
tell_locks (GListModel *statements, const RetortTargetFacts *facts)
{
  for (guint i = 0; i < g_list_model_get_n_items (statements); i++)
    {
      g_autoptr(RetortStatementItem) item = g_list_model_get_item (statements, i);
      g_autofree char *text = dup_lock_text (retort_statement_item_get_lock (item), facts);

      retort_statement_item_set_lock_text (item, text);
    }
}

static void
set_step (RetortReviewedItem *self, const RetortReviewedFields *fields)
{
  const RetortRehearsalRecord *badge = fields->badge;
  g_autofree char *label = NULL;
  g_autofree char *verdict = NULL;

  self->statements = retort_statement_items_of (fields->step != NULL ? retort_plan_step_get_migration (fields->step) : NULL, fields->before_upgrade);
  if (fields->step == NULL)
    return;
  self->step = retort_plan_step_item_new (fields->step, NULL);
  tell_locks (self->statements, fields->facts);
  if (badge == NULL || !badge->went_up)
    return;
  self->has_badge = TRUE;
  self->badge = badge->reversibility;
  label = retort_reversibility_dup_label (badge->reversibility);
  verdict = g_strjoinv ("\n", badge->reasons);
  retort_plan_step_item_set_badge (self->step, label, *verdict != '\0' ? verdict : NULL, badge->reversibility);
}

static void
set_way_back (RetortReviewedItem *self, const RetortReviewedFields *fields)
{
  RetortMigration *upgrade = fields->step != NULL ? retort_plan_step_get_migration (fields->step) : NULL;

  self->downgrade = fields->downgrade != NULL ? retort_migration_ref (fields->downgrade) : NULL;
  self->downgrade_statements = retort_statement_items_of (fields->downgrade, fields->before_downgrade);
  tell_locks (self->downgrade_statements, fields->facts);
  if (upgrade == NULL)
    return;
  self->way_back = retort_planner_judge_way_back (upgrade, fields->downgrade, retort_plan_step_get_irreversible (fields->step));
  self->way_back_text = dup_way_back (self->way_back, fields->badge);
}

static void
compare_versions (RetortReviewedItem *self)
{
  RetortSource *source = retort_revision_get_source (self->revision);
  RetortSource *old = self->old != NULL ? retort_revision_get_source (self->old) : NULL;
  g_autoptr(GArray) hunks = source != NULL && old != NULL ? retort_text_difference (retort_source_get_text (old), retort_source_get_text (source)) : NULL;

  self->hunks = g_array_new (FALSE, FALSE, sizeof (RetortVersionHunk));
  for (guint i = 0; hunks != NULL && i < hunks->len; i++)
    {
      const RetortTextHunk *hunk = &g_array_index (hunks, RetortTextHunk, i);
      RetortVersionHunk own = { hunk->old_line, hunk->n_old, hunk->new_line, hunk->n_new };

      g_array_append_val (self->hunks, own);
    }
}

/**
 * retort_reviewed_item_new: (skip)
 * @fields: what is known
 *
 * Any thread, before the main thread sees it.
 *
 * Returns: (transfer full): the item
 */
RetortReviewedItem *
retort_reviewed_item_new (const RetortReviewedFields *fields)
{
  RetortReviewedItem *self = g_object_new (RETORT_TYPE_REVIEWED_ITEM, NULL);

  self->kind = fields->kind;
  self->revision = retort_revision_ref (fields->revision);
  self->old = fields->old != NULL ? retort_revision_ref (fields->old) : NULL;
  self->file = g_strdup (fields->file);
  self->is_read = fields->is_read;
  g_set_object (&self->ticks, fields->ticks);
  set_step (self, fields);
  set_way_back (self, fields);
  if (fields->changes != NULL)
    {
      self->schema_changes = g_ptr_array_ref (fields->changes);
      self->changes = retort_change_items_of (fields->changes);
    }
  compare_versions (self);
  return self;
}

/**
 * retort_reviewed_item_set_read: (skip)
 * @self: an item
 * @is_read: somebody has read it as it is
 */
void
retort_reviewed_item_set_read (RetortReviewedItem *self, gboolean is_read)
{
  if (self->is_read == is_read)
    return;
  self->is_read = is_read;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_READ]);
}

/**
 * retort_reviewed_item_get_document_step: (skip)
 * @self: an item with a step
 * @step: (out caller-allocates): what a document says beside the plan; borrowed from @self
 */
void
retort_reviewed_item_get_document_step (RetortReviewedItem *self, RetortDocumentStep *step)
{
  step->has_badge = self->has_badge;
  step->badge = self->badge;
  step->changes = self->schema_changes;
  step->downgrade = self->downgrade;
  step->is_read = self->is_read;
  step->note = self->kind == RETORT_REVIEWED_CHANGED ? "changed" : "new";
}

/**
 * retort_reviewed_item_get_kind:
 * @self: an item
 *
 * Returns: what happened to it
 */
RetortReviewedKind
retort_reviewed_item_get_kind (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), RETORT_REVIEWED_ADDED);
  return self->kind;
}

/**
 * retort_reviewed_item_get_revision:
 * @self: an item
 *
 * Returns: (transfer none): the revision as it is; what was removed, as it was
 */
RetortRevision *
retort_reviewed_item_get_revision (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->revision;
}

/**
 * retort_reviewed_item_get_old:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the revision as it was; %NULL when it is new
 */
RetortRevision *
retort_reviewed_item_get_old (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->old;
}

/**
 * retort_reviewed_item_get_file:
 * @self: an item
 *
 * Returns: (transfer none): its file, from the top of the files on
 */
const char *
retort_reviewed_item_get_file (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->file;
}

/**
 * retort_reviewed_item_get_step:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): statements, locks and findings; %NULL when nothing new would run
 */
RetortPlanStepItem *
retort_reviewed_item_get_step (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->step;
}

/**
 * retort_reviewed_item_get_statements:
 * @self: an item
 *
 * Returns: (transfer none): a list of RetortStatementItem: what would be sent, without the record of what is applied
 */
GListModel *
retort_reviewed_item_get_statements (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->statements;
}

/**
 * retort_reviewed_item_get_changes:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): a list of RetortChangeItem: what it makes of the schema; %NULL: not known
 */
GListModel *
retort_reviewed_item_get_changes (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->changes;
}

/**
 * retort_reviewed_item_get_downgrade:
 * @self: an item
 *
 * Returns: (transfer none): a list of RetortStatementItem: what undoes it
 */
GListModel *
retort_reviewed_item_get_downgrade (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->downgrade_statements;
}

/**
 * retort_reviewed_item_get_way_back:
 * @self: an item
 *
 * Returns: what its downgrade is good for
 */
RetortWayBack
retort_reviewed_item_get_way_back (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), RETORT_WAY_BACK_NONE);
  return self->way_back;
}

/**
 * retort_reviewed_item_get_way_back_text:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the same in words, and whether a rehearsal proved it; %NULL when nothing new would run
 */
const char *
retort_reviewed_item_get_way_back_text (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  return self->way_back_text;
}

/**
 * retort_reviewed_item_get_hunks:
 * @self: an item
 * @n_hunks: (out): how many
 *
 * Returns: (transfer none) (array length=n_hunks): where its two versions differ
 */
const RetortVersionHunk *
retort_reviewed_item_get_hunks (RetortReviewedItem *self, guint *n_hunks)
{
  *n_hunks = 0;
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), NULL);
  *n_hunks = self->hunks->len;
  return (const RetortVersionHunk *) self->hunks->data;
}

/**
 * retort_reviewed_item_count_findings:
 * @self: an item
 * @severity: of which severity
 *
 * Returns: how many findings that nobody excused
 */
guint
retort_reviewed_item_count_findings (RetortReviewedItem *self, RetortSeverity severity)
{
  GListModel *findings = self->step != NULL ? retort_plan_step_item_get_findings (self->step) : NULL;
  guint n = 0;

  for (guint i = 0; findings != NULL && i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);
      const RetortFindingFields *finding = retort_finding_get (retort_finding_item_get_finding (item));

      if (finding->severity == severity && finding->suppressed_reason == NULL)
        n++;
    }
  return n;
}

/**
 * retort_reviewed_item_is_read:
 * @self: an item
 *
 * Returns: somebody has read it as it is
 */
gboolean
retort_reviewed_item_is_read (RetortReviewedItem *self)
{
  g_return_val_if_fail (RETORT_IS_REVIEWED_ITEM (self), FALSE);
  return self->is_read;
}

/**
 * retort_reviewed_item_get_ticks:
 * @self: one revision
 *
 * Returns: (transfer none) (nullable): what the project wants to be ticked, a list of RetortReviewTick
 */
GListModel *
retort_reviewed_item_get_ticks (RetortReviewedItem *self)
{
  return self->ticks;
}
