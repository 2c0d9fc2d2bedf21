/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/planning/planner.h"

#include "analysis/actions/migration-actions.h"
#include "analysis/locks/lock.h"
#include "analysis/schema/apply.h"

#include <glib/gi18n.h>

static void
facts_free (gpointer data)
{
  RetortStatementFacts *facts = data;

  g_clear_pointer (&facts->lock, retort_lock_info_free);
  g_free (facts);
}

/* The rows of the one table that a statement reads whole or locks; -1 when there is no such table.
 */
static gint64
estimate_rows (const RetortLockInfo *lock, const RetortTargetFacts *facts)
{
  g_auto(GStrv) parts = NULL;
  const RetortTableSize *size;
  gboolean is_qualified;

  if (facts == NULL || lock == NULL || !lock->scans || g_strv_length (lock->tables) != 1)
    return -1;
  parts = g_strsplit (lock->tables[0], ".", 2);
  is_qualified = parts[1] != NULL;
  size = retort_target_facts_get_table (facts, is_qualified ? parts[0] : NULL,
                                        parts[is_qualified ? 1 : 0]);
  return size != NULL ? size->n_rows : -1;
}

/* Moves @schema to what is there after the statement; what is not understood may have changed anything. */
static RetortStatementFacts *
find_facts (RetortLockSession *session, RetortSchema **schema, const RetortStatement *statement, const RetortTargetFacts *target)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (retort_statement_get_sql (statement), NULL);
  RetortStatementFacts *facts = g_new0 (RetortStatementFacts, 1);
  RetortSchema *after = NULL;

  if (tree != NULL && retort_sql_tree_get_n_statements (tree) == 1)
    {
      g_autoptr(RetortLocks) locks = retort_lock_session_examine (session, *schema, retort_sql_tree_get_statement (tree, 0), &after);

      facts->lock = retort_lock_info_new_from_locks (locks);
    }
  if (*schema != NULL)
    {
      if (after == NULL)
        after = retort_schema_apply_sql (*schema, retort_statement_get_sql (statement), NULL);
      retort_schema_unref (*schema);
      *schema = after;
    }
  facts->rows_estimate = estimate_rows (facts->lock, target);
  return facts;
}

/**
 * retort_planner_statement_facts:
 * @migration: one direction of a revision
 * @before: (nullable): what is there when it begins
 * @facts: (nullable): the target
 *
 * Returns: (transfer full) (element-type RetortStatementFacts): one for each statement of the
 * migration, in order: its lock, and the rows that it reads whole
 */
GPtrArray *
retort_planner_statement_facts (RetortMigration *migration, RetortSchema *before, const RetortTargetFacts *facts)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (facts_free);
  int version = facts != NULL ? retort_target_facts_get_server_version (facts) : 0;
  g_autoptr(RetortLockSession) session = retort_lock_session_new (version, FALSE);
  RetortSchema *schema = before != NULL ? retort_schema_ref (before) : NULL;

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        g_ptr_array_add (all, find_facts (session, &schema, retort_batch_get_statement (batch, j), facts));
    }
  g_clear_pointer (&schema, retort_schema_unref);
  return all;
}

static gboolean
has_table (const RetortMigrationActions *actions, RetortActionKind kind, const RetortAction *like)
{
  for (guint i = 0; i < actions->steps->len; i++)
    {
      const RetortAction *action = &g_array_index (actions->steps, RetortActionStep, i).action;

      if (action->kind == kind && retort_action_is_on_same_table (action, like))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_object (const RetortMigrationActions *actions, RetortActionKind kind, const RetortAction *like)
{
  for (guint i = 0; i < actions->steps->len; i++)
    {
      const RetortAction *action = &g_array_index (actions->steps, RetortActionStep, i).action;

      if (action->kind == kind && retort_action_is_of_same_object (action, like))
        return TRUE;
    }
  return FALSE;
}

/* A clause about one action, or NULL when @opposite brings back what it takes, or nothing is lost.
 */
static char *
describe_loss (const RetortAction *action, const RetortMigrationActions *own,
               const RetortMigrationActions *opposite)
{
  g_autofree char *object = retort_action_describe_object (action);

  if (action->table != NULL && has_table (own, RETORT_ACTION_CREATE_TABLE, action))
    return NULL;
  if (action->kind == RETORT_ACTION_DROP_TABLE || action->kind == RETORT_ACTION_DROP_COLUMN
      || action->kind == RETORT_ACTION_DROP_SCHEMA)
    return has_object (own, RETORT_ACTION_ADD_COLUMN, action)
               ? NULL
               : g_strdup_printf (_("the data of %s is dropped"), object);
  if (action->kind == RETORT_ACTION_TRUNCATE)
    return g_strdup_printf (_("the rows of %s are removed"), object);
  if (action->kind == RETORT_ACTION_DELETE)
    return has_table (opposite, RETORT_ACTION_INSERT, action)
               ? NULL
               : g_strdup_printf (_("rows of %s are deleted"), object);
  if (action->kind == RETORT_ACTION_UPDATE)
    return has_object (own, RETORT_ACTION_ADD_COLUMN, action)
                   || has_object (opposite, RETORT_ACTION_UPDATE, action)
               ? NULL
               : g_strdup_printf (_("old values of %s are overwritten"), object);
  if (action->kind == RETORT_ACTION_ADD_ENUM_VALUE)
    return has_object (opposite, RETORT_ACTION_DROP_TYPE, action)
                   || has_object (opposite, RETORT_ACTION_RENAME_TYPE, action)
               ? NULL
               : g_strdup_printf (_("value '%s' stays in %s: PostgreSQL cannot remove it"),
                                  action->new_name, object);
  return NULL;
}

/* Why the other direction does not lead back at all. */
static const char *
describe_opposite (RetortMigration *opposite, RetortDirection back, gboolean does_something)
{
  gboolean is_empty = retort_migration_get_n_batches (opposite) == 0;

  if (!does_something)
    return NULL;
  if (retort_migration_get_status (opposite) == RETORT_MIGRATION_MISSING)
    return back == RETORT_DIRECTION_DOWNGRADE ? "there is no downgrade" : "there is no upgrade";
  if (retort_migration_get_status (opposite) == RETORT_MIGRATION_REFUSED
      || retort_migration_get_status (opposite) == RETORT_MIGRATION_BROKEN)
    return back == RETORT_DIRECTION_DOWNGRADE ? _("the downgrade refuses to run")
                                              : _("the upgrade refuses to run");
  if (retort_migration_get_status (opposite) == RETORT_MIGRATION_COMPLETE && is_empty)
    return back == RETORT_DIRECTION_DOWNGRADE ? _("the downgrade does nothing")
                                              : _("the upgrade does nothing");
  return NULL;
}

/**
 * retort_planner_irreversible:
 * @migration: the direction that is to run
 * @opposite: the other direction of the same revision
 *
 * Says what of a migration cannot be undone: dropped data, overwritten values, enum values. What
 * the other direction visibly brings back is left out.
 *
 * Returns: (transfer full) (array zero-terminated=1): clauses for people, each once; maybe none
 */
GStrv
retort_planner_irreversible (RetortMigration *migration, RetortMigration *opposite)
{
  g_autoptr(RetortMigrationActions) own = retort_migration_actions_new (migration, RETORT_TRANSACTIONS_PER_MIGRATION);
  g_autoptr(RetortMigrationActions) back = retort_migration_actions_new (opposite, RETORT_TRANSACTIONS_PER_MIGRATION);
  g_autoptr(GPtrArray) clauses = g_ptr_array_new ();
  const char *general = describe_opposite (opposite, retort_migration_get_direction (opposite),
                                           own->steps->len > 0);

  if (general != NULL)
    g_ptr_array_add (clauses, g_strdup (general));
  for (guint i = 0; i < own->steps->len; i++)
    {
      g_autofree char *clause
          = describe_loss (&g_array_index (own->steps, RetortActionStep, i).action, own, back);

      if (clause != NULL && !g_ptr_array_find_with_equal_func (clauses, clause, g_str_equal, NULL))
        g_ptr_array_add (clauses, g_steal_pointer (&clause));
    }
  g_ptr_array_add (clauses, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&clauses), FALSE);
}

/* The rows of @rows that are not in @others, as "VERB a, then VERB b". */
static char *
join_commands (const char *verb, const char *const *rows, const char *const *others,
               const char *suffix)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; rows[i] != NULL; i++)
    if (!g_strv_contains (others, rows[i]))
      g_string_append_printf (line, "%s%s %s%s", line->len > 0 ? ", then " : "", verb, rows[i],
                              suffix);
  return g_string_free (line, line->len == 0);
}

/**
 * retort_planner_way_back:
 * @direction: the direction of the run
 * @from: (array zero-terminated=1): rows of the version table before it
 * @to: (array zero-terminated=1): rows afterwards
 *
 * Returns: (transfer full) (nullable): what leads back from @to to @from, in the words of the
 * command line; %NULL when the run changes nothing
 */
char *
retort_planner_way_back (RetortDirection direction, const char *const *from, const char *const *to)
{
  char *line;

  if (direction == RETORT_DIRECTION_DOWNGRADE)
    return join_commands ("upgrade", from, to, "");
  if (from[0] == NULL)
    return to[0] != NULL ? g_strdup ("downgrade base") : NULL;
  line = join_commands ("downgrade", from, to, "");
  return line != NULL ? line : join_commands ("downgrade", to, from, "@base");
}

static gboolean
sends_nothing (RetortMigration *migration)
{
  return retort_migration_get_n_batches (migration) == 0 && retort_migration_get_n_gaps (migration) == 0;
}

/**
 * retort_planner_judge_way_back:
 * @upgrade: one direction
 * @downgrade: (nullable): the other one; %NULL when it cannot be compiled
 * @irreversible: (array zero-terminated=1): what of @upgrade cannot be undone
 *
 * Returns: what the downgrade is good for, as far as can be read
 */
RetortWayBack
retort_planner_judge_way_back (RetortMigration *upgrade, RetortMigration *downgrade, const char *const *irreversible)
{
  if (downgrade == NULL)
    return RETORT_WAY_BACK_NONE;
  switch (retort_migration_get_status (downgrade))
    {
    case RETORT_MIGRATION_REFUSED:
    case RETORT_MIGRATION_BROKEN:
    case RETORT_MIGRATION_MISSING:
      return sends_nothing (upgrade) ? RETORT_WAY_BACK_WHOLE : RETORT_WAY_BACK_NONE;
    case RETORT_MIGRATION_PARTIAL:
      return RETORT_WAY_BACK_UNKNOWN;
    case RETORT_MIGRATION_COMPLETE:
    case RETORT_MIGRATION_LIVE:
    case RETORT_MIGRATION_VARIES:
      break;
    }
  if (sends_nothing (downgrade) && !sends_nothing (upgrade))
    return RETORT_WAY_BACK_NOTHING;
  return irreversible != NULL && irreversible[0] != NULL ? RETORT_WAY_BACK_LOSSY : RETORT_WAY_BACK_WHOLE;
}
