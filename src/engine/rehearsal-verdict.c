/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Proved" is said only of what was seen: the schema is the same after up and down, and again after the second up; the rows
 * of every table are; and no statement of either direction touches rows of which there were none to see it by. A scratch
 * database has the rows that the history's own migrations made, so that much that moves data remains "structure only". */
#include "engine/rehearsal-verdict.h"

#include "analysis/planning/planner.h"
#include "analysis/planning/trace.h"
#include "analysis/schema/comparison.h"
#include "sql/quote.h"

#include <glib/gi18n.h>

/* Rows told of one revision are named up to so many tables. */
#define MOST_NAMED 4

/* --- What is there --- */

static gboolean
is_version_table (const RetortTable *table, const RetortProjectFields *project)
{
  return g_strcmp0 (table->name, project->version_table) == 0
         && (project->version_table_schema == NULL || g_strcmp0 (table->schema, project->version_table_schema) == 0);
}

static char *
dup_quoted (const char *schema, const char *name)
{
  g_autofree char *first = retort_sql_quote_identifier (schema);
  g_autofree char *second = retort_sql_quote_identifier (name);

  return g_strjoin (".", first, second, NULL);
}

/* to_jsonb() orders the columns by name: a column that comes back at the end makes no difference. */
static char *
dup_rows_sql (const RetortSchema *schema, const RetortProjectFields *project)
{
  GPtrArray *tables = retort_schema_get_tables (schema);
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);
      g_autofree char *name = NULL;
      g_autofree char *literal = NULL;

      if (table->kind != RETORT_RELATION_TABLE || is_version_table (table, project))
        continue;
      name = dup_quoted (table->schema, table->name);
      literal = retort_sql_quote_literal (name);
      g_string_append_printf (sql,
                              "%sSELECT %s, pg_catalog.count(*),"
                              " pg_catalog.md5(pg_catalog.string_agg(pg_catalog.to_jsonb(t)::text, ',' ORDER BY pg_catalog.to_jsonb(t)::text COLLATE \"C\"))"
                              " FROM ONLY %s t",
                              sql->len > 0 ? " UNION ALL " : "", literal, name);
    }
  return g_string_free (sql, sql->len == 0);
}

static GHashTable *
read_rows (RetortTarget *scratch, const RetortSchema *schema, const RetortProjectFields *project, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSession) session = retort_target_dup_session (scratch, cancellable, error);
  g_autofree char *sql = dup_rows_sql (schema, project);
  g_autoptr(GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(RetortResult) result = NULL;

  if (session == NULL)
    return NULL;
  if (sql == NULL)
    return g_steal_pointer (&rows);
  result = retort_session_execute (session, sql, cancellable, error);
  if (result == NULL)
    return NULL;
  for (guint i = 0; i < retort_result_get_n_rows (result); i++)
    {
      const char *hash = retort_result_get_value (result, i, 2);

      g_hash_table_insert (rows, g_strdup (retort_result_get_value (result, i, 0)),
                           g_strconcat (retort_result_get_value (result, i, 1), hash != NULL ? " " : NULL, hash, NULL));
    }
  return g_steal_pointer (&rows);
}

/**
 * retort_rehearsal_state_read:
 * @scratch: the scratch database
 * @workspace: whose version table is left out
 * @cancellable: (nullable): stops the queries
 * @error: a RetortDbError
 *
 * Reads all that is compared. Blocks.
 *
 * Returns: (transfer full) (nullable): the state
 */
RetortRehearsalState *
retort_rehearsal_state_read (RetortTarget *scratch, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  g_autoptr(RetortRehearsalState) self = g_new0 (RetortRehearsalState, 1);

  self->schema = retort_target_read_schema (scratch, cancellable, error);
  if (self->schema != NULL)
    self->rows = read_rows (scratch, self->schema, project, cancellable, error);
  return self->rows != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * retort_rehearsal_state_free:
 * @self: (transfer full): a state
 */
void
retort_rehearsal_state_free (RetortRehearsalState *self)
{
  g_clear_pointer (&self->schema, retort_schema_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_free (self);
}

/* --- Schema --- */

static guint
find_line (const RetortMigrationActions *actions, guint index)
{
  if (index == RETORT_TRACE_NOWHERE)
    return 0;
  return retort_statement_get_start (g_array_index (actions->steps, RetortActionStep, index).statement).line;
}

/* What is unavoidable is a reason, and no slip. */
static gboolean
add_leftovers (RetortRehearsalStep *step, const RetortRehearsalEvidence *evidence, const RetortMigrationActions *up,
               const RetortMigrationActions *down)
{
  g_autoptr(GPtrArray) traces = retort_traces_list (evidence->before->schema, evidence->down->schema, up, down);
  gboolean is_same = TRUE;

  for (guint i = 0; i < traces->len; i++)
    {
      const RetortTrace *trace = g_ptr_array_index (traces, i);

      if (trace->is_nothing)
        continue;
      /* Who else uses an extension is not known. */
      is_same &= trace->is_shared;
      if (trace->is_unavoidable)
        g_ptr_array_add (step->reasons, g_strdup (trace->text));
      else
        g_ptr_array_add (step->leftovers, retort_leftover_new (trace->text, find_line (down, trace->undo), find_line (up, trace->made)));
    }
  return is_same;
}

static gboolean
counts (const RetortDifference *difference)
{
  return difference->kind != RETORT_DIFFERENCE_NOT_COMPARABLE && g_strcmp0 (difference->property, "order of columns") != 0
         && g_strcmp0 (difference->property, "storage") != 0;
}

/* The second upgrade must lead where the first one did. */
static gboolean
compare_upgrades (RetortRehearsalStep *step, const RetortRehearsalEvidence *evidence)
{
  g_autoptr(GPtrArray) differences = retort_schema_compare (evidence->up->schema, evidence->again->schema);

  for (guint i = 0; i < differences->len; i++)
    if (counts (g_ptr_array_index (differences, i)))
      {
        g_autofree char *text = retort_difference_to_string (g_ptr_array_index (differences, i));

        g_ptr_array_add (step->reasons, g_strdup_printf (_("the second upgrade leads to another schema than the first: %s"), text));
        return FALSE;
      }
  return TRUE;
}

/* --- Rows --- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* (nullable): when there is none. */
static char *
join_names (GPtrArray *tables)
{
  g_autoptr(GString) names = g_string_new (NULL);

  g_ptr_array_sort (tables, compare_texts);
  for (guint i = 0; i < MIN (tables->len, MOST_NAMED); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", (char *) g_ptr_array_index (tables, i));
  if (tables->len > MOST_NAMED)
    g_string_append (names, ", …");
  return tables->len > 0 ? g_strdup (names->str) : NULL;
}

/* Rows that are not what they were before the upgrade. */
static void
compare_rows (RetortRehearsalStep *step, const RetortRehearsalEvidence *evidence)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new ();
  g_autofree char *names = NULL;
  GHashTableIter iter;
  gpointer table;
  gpointer rows;

  g_hash_table_iter_init (&iter, evidence->before->rows);
  while (g_hash_table_iter_next (&iter, &table, &rows))
    {
      const char *after = g_hash_table_lookup (evidence->down->rows, table);

      if (after != NULL && g_strcmp0 (rows, after) != 0)
        g_ptr_array_add (tables, table);
    }
  names = join_names (tables);
  if (names != NULL)
    g_ptr_array_add (step->reasons, g_strdup_printf (_("the rows of %s are not what they were"), names));
}

/* (nullable): a table of that name that was there; with its schema, when the statement names it. */
static const RetortTable *
find_table (const RetortSchema *schema, const RetortAction *action)
{
  GPtrArray *tables = retort_schema_get_tables (schema);

  for (guint i = 0; action->table != NULL && i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      if (g_str_equal (table->name, action->table) && (action->schema == NULL || g_str_equal (table->schema, action->schema)))
        return table;
    }
  return NULL;
}

/* (nullable): what a state says of the rows of the table that an action names; @name (out): how the state calls it */
static const char *
find_rows (const RetortRehearsalState *state, const RetortAction *action, const char **name)
{
  const RetortTable *table = find_table (state->schema, action);
  g_autofree char *quoted = table != NULL ? dup_quoted (table->schema, table->name) : NULL;
  gpointer rows = NULL;

  if (quoted != NULL)
    g_hash_table_lookup_extended (state->rows, quoted, (gpointer *) name, &rows);
  return rows;
}

static gboolean
touches_rows (RetortActionKind kind)
{
  return kind == RETORT_ACTION_INSERT || kind == RETORT_ACTION_UPDATE || kind == RETORT_ACTION_DELETE || kind == RETORT_ACTION_TRUNCATE
         || kind == RETORT_ACTION_ALTER_COLUMN_TYPE;
}

/* A table that had no rows before shows an INSERT by the rows that it has afterwards, and nothing else. */
static void
add_unproved (const RetortRehearsalEvidence *evidence, const RetortMigrationActions *actions, GPtrArray *tables)
{
  for (guint i = 0; i < actions->steps->len; i++)
    {
      const RetortAction *action = &g_array_index (actions->steps, RetortActionStep, i).action;
      const char *name = NULL;
      const char *before = NULL;
      const char *up = NULL;

      if (!touches_rows (action->kind))
        continue;
      before = find_rows (evidence->before, action, &name);
      if (before == NULL || !g_str_equal (before, "0"))
        continue;
      up = g_hash_table_lookup (evidence->up->rows, name);
      if (action->kind == RETORT_ACTION_INSERT && up != NULL && !g_str_equal (up, "0"))
        continue;
      if (!g_ptr_array_find_with_equal_func (tables, name, g_str_equal, NULL))
        g_ptr_array_add (tables, (gpointer) name);
    }
}

static gboolean
is_opaque (const PgQuery__Node *node)
{
  static const PgQuery__Node__NodeCase opaque[]
      = { PG_QUERY__NODE__NODE_DO_STMT,     PG_QUERY__NODE__NODE_CALL_STMT, PG_QUERY__NODE__NODE_MERGE_STMT,
          PG_QUERY__NODE__NODE_SELECT_STMT, PG_QUERY__NODE__NODE_COPY_STMT };

  for (guint i = 0; i < G_N_ELEMENTS (opaque); i++)
    if (node->node_case == opaque[i])
      return TRUE;
  return FALSE;
}

/* Only the first: one is enough not to call it proved. */
static gboolean
add_opaque (RetortRehearsalStep *step, RetortMigration *migration, const RetortMigrationActions *actions)
{
  guint n = 0;

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    n += retort_batch_get_n_statements (retort_migration_get_batch (migration, i));
  if (n > actions->statements->len)
    {
      g_ptr_array_add (step->reasons, g_strdup (_("what a statement does to rows is not understood")));
      return TRUE;
    }
  for (guint i = 0; i < actions->statements->len; i++)
    {
      const RetortParsedStatement *statement = &g_array_index (actions->statements, RetortParsedStatement, i);

      if (!is_opaque (statement->node))
        continue;
      g_ptr_array_add (step->reasons, g_strdup_printf (_("what the statement of line %u does to rows cannot be told"),
                                                       retort_statement_get_start (statement->statement).line));
      return TRUE;
    }
  return FALSE;
}

static void
add_losses (RetortRehearsalStep *step, const RetortRehearsalEvidence *evidence)
{
  g_auto(GStrv) clauses = retort_planner_irreversible (evidence->upgrade, evidence->downgrade);

  for (gsize i = 0; clauses[i] != NULL; i++)
    g_ptr_array_add (step->reasons, g_strdup (clauses[i]));
}

/**
 * retort_rehearsal_judge:
 * @step: a step without verdict
 * @evidence: what was there before and after each pass, all of which went through
 *
 * Fills in badge, reasons and leftovers. Any thread.
 */
void
retort_rehearsal_judge (RetortRehearsalStep *step, const RetortRehearsalEvidence *evidence)
{
  g_autoptr(RetortMigrationActions) up = retort_migration_actions_new (evidence->upgrade, RETORT_TRANSACTIONS_PER_MIGRATION);
  g_autoptr(RetortMigrationActions) down = retort_migration_actions_new (evidence->downgrade, RETORT_TRANSACTIONS_PER_MIGRATION);
  g_autoptr(GPtrArray) unproved = g_ptr_array_new ();
  g_autofree char *names = NULL;
  gboolean is_same = add_leftovers (step, evidence, up, down);

  is_same &= compare_upgrades (step, evidence);
  if (!is_same)
    {
      step->reversibility = RETORT_REVERSIBLE_NO;
      return;
    }
  compare_rows (step, evidence);
  add_losses (step, evidence);
  add_unproved (evidence, up, unproved);
  add_unproved (evidence, down, unproved);
  names = join_names (unproved);
  if (names != NULL)
    g_ptr_array_add (step->reasons, g_strdup_printf (_("there were no rows in %s to prove it by"), names));
  if (!add_opaque (step, evidence->upgrade, up))
    add_opaque (step, evidence->downgrade, down);
  step->reversibility = step->reasons->len > 0 ? RETORT_REVERSIBLE_STRUCTURE : RETORT_REVERSIBLE_PROVED;
}
