/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/plan.h"

struct _RetortPlanStep
{
  RetortMigration *migration;
  GPtrArray       *opening;      /* element: RetortBatch, owned */
  GPtrArray       *bookkeeping;  /* likewise */
  GPtrArray       *findings;     /* element: RetortFinding, owned */
  GPtrArray       *facts;        /* element: RetortStatementFacts, owned; one a statement, in order */
  GStrv            irreversible; /* never NULL */
};

struct _RetortPlan
{
  RetortPlanFields fields; /* owns what it points to */
};

G_DEFINE_BOXED_TYPE (RetortPlan, retort_plan, retort_plan_ref, retort_plan_unref)

static const char *const transactions_words[] = {
  [RETORT_TRANSACTIONS_ONE] = "one",
  [RETORT_TRANSACTIONS_PER_MIGRATION] = "per-migration",
  [RETORT_TRANSACTIONS_AUTOCOMMIT] = "autocommit",
};

static void
statement_facts_free (gpointer data)
{
  RetortStatementFacts *facts = data;

  g_clear_pointer (&facts->lock, retort_lock_info_free);
  g_free (facts);
}

static GPtrArray *
copy_facts (GPtrArray *facts)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (statement_facts_free);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      const RetortStatementFacts *from = g_ptr_array_index (facts, i);
      RetortStatementFacts *to = g_new0 (RetortStatementFacts, 1);

      to->lock = retort_lock_info_copy (from->lock);
      to->rows_estimate = from->rows_estimate;
      g_ptr_array_add (copy, to);
    }
  return copy;
}

static GPtrArray *
copy_batches (GPtrArray *batches)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);

  for (guint i = 0; batches != NULL && i < batches->len; i++)
    g_ptr_array_add (copy, retort_batch_ref (g_ptr_array_index (batches, i)));
  return copy;
}

static GPtrArray *
copy_findings (GPtrArray *findings)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    g_ptr_array_add (copy, retort_finding_ref (g_ptr_array_index (findings, i)));
  return copy;
}

static GStrv
copy_words (const char *const *words)
{
  return words != NULL ? g_strdupv ((char **) words) : g_new0 (char *, 1);
}

/**
 * retort_plan_step_new:
 * @migration: (transfer none): what runs
 * @bookkeeping: (element-type RetortBatch) (nullable): what keeps the tool's own table, sent after the migration
 * @findings: (element-type RetortFinding) (nullable): about this revision
 * @facts: (element-type RetortStatementFacts) (nullable): one for each statement of the migration, in order; copied
 * @irreversible: (nullable) (array zero-terminated=1): what cannot be undone
 *
 * Returns: (transfer full): the step
 */
RetortPlanStep *
retort_plan_step_new (RetortMigration *migration, GPtrArray *bookkeeping, GPtrArray *findings,
                      GPtrArray *facts, const char *const *irreversible)
{
  return retort_plan_step_new_opened (migration, NULL, bookkeeping, findings, facts, irreversible);
}

/**
 * retort_plan_step_new_opened:
 * @migration: (transfer none): what runs
 * @opening: (element-type RetortBatch) (nullable): what the tool writes into its own table before the migration runs
 * @bookkeeping: (element-type RetortBatch) (nullable): what it writes afterwards
 * @findings: (element-type RetortFinding) (nullable): about this revision
 * @facts: (element-type RetortStatementFacts) (nullable): one for each statement of the migration, in order; copied
 * @irreversible: (nullable) (array zero-terminated=1): what cannot be undone
 *
 * Returns: (transfer full): the step
 */
RetortPlanStep *
retort_plan_step_new_opened (RetortMigration *migration, GPtrArray *opening, GPtrArray *bookkeeping, GPtrArray *findings,
                             GPtrArray *facts, const char *const *irreversible)
{
  RetortPlanStep *self = NULL;

  g_return_val_if_fail (migration != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortPlanStep);
  self->migration = retort_migration_ref (migration);
  self->opening = copy_batches (opening);
  self->bookkeeping = copy_batches (bookkeeping);
  self->findings = copy_findings (findings);
  self->facts = copy_facts (facts);
  self->irreversible = copy_words (irreversible);
  return self;
}

/**
 * retort_plan_step_ref:
 * @self: a step
 *
 * Returns: (transfer full): @self
 */
RetortPlanStep *
retort_plan_step_ref (RetortPlanStep *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
plan_step_clear (gpointer data)
{
  RetortPlanStep *self = data;

  retort_migration_unref (self->migration);
  g_ptr_array_unref (self->opening);
  g_ptr_array_unref (self->bookkeeping);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->facts);
  g_strfreev (self->irreversible);
}

/**
 * retort_plan_step_unref:
 * @self: (transfer full): a step
 */
void
retort_plan_step_unref (RetortPlanStep *self)
{
  g_atomic_rc_box_release_full (self, plan_step_clear);
}

/**
 * retort_plan_step_get_migration:
 * @self: a step
 *
 * Returns: (transfer none): what runs
 */
RetortMigration *
retort_plan_step_get_migration (const RetortPlanStep *self)
{
  return self->migration;
}

/**
 * retort_plan_step_get_revision:
 * @self: a step
 *
 * Returns: (transfer none): whose migration runs
 */
RetortRevision *
retort_plan_step_get_revision (const RetortPlanStep *self)
{
  return retort_migration_get_revision (self->migration);
}

/**
 * retort_plan_step_get_opening:
 * @self: a step
 *
 * Returns: (transfer none) (element-type RetortBatch): what the tool writes into its own table before the migration runs
 */
GPtrArray *
retort_plan_step_get_opening (const RetortPlanStep *self)
{
  return self->opening;
}

/**
 * retort_plan_step_get_bookkeeping:
 * @self: a step
 *
 * Returns: (transfer none) (element-type RetortBatch): what keeps the tool's own table
 */
GPtrArray *
retort_plan_step_get_bookkeeping (const RetortPlanStep *self)
{
  return self->bookkeeping;
}

/**
 * retort_plan_step_get_findings:
 * @self: a step
 *
 * Returns: (transfer none) (element-type RetortFinding): about this revision
 */
GPtrArray *
retort_plan_step_get_findings (const RetortPlanStep *self)
{
  return self->findings;
}

/**
 * retort_plan_step_get_facts:
 * @self: a step
 * @statement: a statement of its migration
 *
 * Returns: (transfer none) (nullable): what is known about the statement
 */
const RetortStatementFacts *
retort_plan_step_get_facts (const RetortPlanStep *self, const RetortStatement *statement)
{
  guint index = 0;

  for (guint i = 0; i < retort_migration_get_n_batches (self->migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (self->migration, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++, index++)
        {
          if (retort_batch_get_statement (batch, j) == statement)
            return index < self->facts->len ? g_ptr_array_index (self->facts, index) : NULL;
        }
    }
  return NULL;
}

/**
 * retort_plan_step_get_irreversible:
 * @self: a step
 *
 * Returns: (array zero-terminated=1): what cannot be undone, in words
 */
const char *const *
retort_plan_step_get_irreversible (const RetortPlanStep *self)
{
  return (const char *const *) self->irreversible;
}

static GPtrArray *
copy_stamp (GPtrArray *stamp)
{
  GPtrArray *copy = NULL;

  if (stamp == NULL)
    return NULL;

  copy = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_stamp_step_unref);
  for (guint i = 0; i < stamp->len; i++)
    g_ptr_array_add (copy, retort_stamp_step_ref (g_ptr_array_index (stamp, i)));
  return copy;
}

static GPtrArray *
copy_steps (GPtrArray *steps)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    g_ptr_array_add (copy, retort_plan_step_ref (g_ptr_array_index (steps, i)));
  return copy;
}

/**
 * retort_plan_new:
 * @fields: what is planned; copied, references are taken
 *
 * Returns: (transfer full): the plan
 */
RetortPlan *
retort_plan_new (const RetortPlanFields *fields)
{
  RetortPlan *self = NULL;
  RetortPlanFields *own = NULL;

  g_return_val_if_fail (fields != NULL && fields->target_symbol != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortPlan);
  own = &self->fields;
  *own = *fields;
  own->target_symbol = g_strdup (fields->target_symbol);
  own->from = (const char *const *) copy_words (fields->from);
  own->to = (const char *const *) copy_words (fields->to);
  own->steps = copy_steps (fields->steps);
  own->stamp = copy_stamp (fields->stamp);
  own->stamp_symbols = (const char *const *) g_strdupv ((char **) fields->stamp_symbols);
  own->preamble = copy_batches (fields->preamble);
  own->engine_reason = g_strdup (fields->engine_reason != NULL ? fields->engine_reason : "");
  own->way_back = g_strdup (fields->way_back);
  own->warning = g_strdup (fields->warning);
  own->obstacle = g_strdup (fields->obstacle);
  own->state_fingerprint = g_strdup (fields->state_fingerprint != NULL ? fields->state_fingerprint : "");
  return self;
}

/**
 * retort_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): @self
 */
RetortPlan *
retort_plan_ref (RetortPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
plan_clear (gpointer data)
{
  RetortPlanFields *fields = &((RetortPlan *) data)->fields;

  g_free ((char *) fields->target_symbol);
  g_strfreev ((GStrv) fields->from);
  g_strfreev ((GStrv) fields->to);
  g_ptr_array_unref (fields->steps);
  g_clear_pointer (&fields->stamp, g_ptr_array_unref);
  g_strfreev ((GStrv) fields->stamp_symbols);
  g_ptr_array_unref (fields->preamble);
  g_free ((char *) fields->engine_reason);
  g_free ((char *) fields->way_back);
  g_free ((char *) fields->warning);
  g_free ((char *) fields->obstacle);
  g_free ((char *) fields->state_fingerprint);
}

/**
 * retort_plan_unref:
 * @self: (transfer full): a plan
 */
void
retort_plan_unref (RetortPlan *self)
{
  g_atomic_rc_box_release_full (self, plan_clear);
}

/**
 * retort_plan_get:
 * @self: a plan
 *
 * Returns: (transfer none): what is planned
 */
const RetortPlanFields *
retort_plan_get (const RetortPlan *self)
{
  return &self->fields;
}

/**
 * retort_plan_get_n_steps:
 * @self: a plan
 *
 * Returns: how many revisions it runs
 */
guint
retort_plan_get_n_steps (const RetortPlan *self)
{
  return self->fields.steps->len;
}

/**
 * retort_plan_get_step:
 * @self: a plan
 * @index: from 0
 *
 * Returns: (transfer none): a step
 */
RetortPlanStep *
retort_plan_get_step (const RetortPlan *self, guint index)
{
  g_return_val_if_fail (index < self->fields.steps->len, NULL);
  return g_ptr_array_index (self->fields.steps, index);
}

static guint
count_in_batches (GPtrArray *batches)
{
  guint n = 0;

  for (guint i = 0; i < batches->len; i++)
    n += retort_batch_get_n_statements (g_ptr_array_index (batches, i));
  return n;
}

/**
 * retort_plan_step_count_statements:
 * @self: a step
 *
 * Returns: how many statements it sends, bookkeeping included
 */
guint
retort_plan_step_count_statements (const RetortPlanStep *self)
{
  guint n = count_in_batches (self->opening) + count_in_batches (self->bookkeeping);

  for (guint i = 0; i < retort_migration_get_n_batches (self->migration); i++)
    n += retort_batch_get_n_statements (retort_migration_get_batch (self->migration, i));
  return n;
}

/**
 * retort_plan_count_statements:
 * @self: a plan
 *
 * Returns: how many statements it sends, bookkeeping included
 */
guint
retort_plan_count_statements (const RetortPlan *self)
{
  guint n = count_in_batches (self->fields.preamble);

  for (guint i = 0; self->fields.stamp != NULL && i < self->fields.stamp->len; i++)
    n += count_in_batches (((RetortStampStep *) g_ptr_array_index (self->fields.stamp, i))->batches);
  for (guint i = 0; i < self->fields.steps->len; i++)
    n += retort_plan_step_count_statements (g_ptr_array_index (self->fields.steps, i));
  return n;
}

/**
 * retort_plan_is_empty:
 * @self: a plan
 *
 * Returns: whether there is nothing to do
 */
gboolean
retort_plan_is_empty (const RetortPlan *self)
{
  const RetortPlanFields *fields = &self->fields;

  return fields->steps->len == 0 && fields->preamble->len == 0 && (fields->stamp == NULL || fields->stamp->len == 0);
}

/**
 * retort_transactions_to_string:
 * @transactions: how a run is cut
 *
 * Returns: the word of the command line's JSON
 */
const char *
retort_transactions_to_string (RetortTransactions transactions)
{
  return transactions_words[transactions];
}
