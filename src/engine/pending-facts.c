/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EXPLAIN plans a statement and does not run it, here in a transaction that cannot write and is rolled back. Behind a statement that changes the schema the
 * database is another one than the migration will meet: what is not there yet is then no refusal. */
#include "engine/pending-facts.h"

#include "sql/tree.h"

#include <json-glib/json-glib.h>

#define MOST_STATEMENTS 200 /* that are asked about */

static const char begin_sql[] = "BEGIN READ ONLY; SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '5s'";

typedef struct
{
  RetortTargetFacts *facts;
  RetortSession     *session;
  GCancellable      *cancellable;
  gboolean           is_changed; /* by a statement before */
  guint              n_asked;
} Asking;

static gboolean
execute (const Asking *self, const char *sql)
{
  g_autoptr(RetortResult) result = retort_session_execute (self->session, sql, self->cancellable, NULL);

  return result != NULL;
}

/* Whether it writes rows, or only reads. */
static gboolean
writes (const PgQuery__Node *node)
{
  return node->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT || node->node_case == PG_QUERY__NODE__NODE_DELETE_STMT
         || node->node_case == PG_QUERY__NODE__NODE_INSERT_STMT || node->node_case == PG_QUERY__NODE__NODE_MERGE_STMT;
}

/* The rows that the plan below the one that writes expects; "Plan Rows" of that itself are those of RETURNING. */
static gint64
read_rows (const char *json)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *documents = NULL;
  JsonObject *plan = NULL;

  if (json == NULL || !json_parser_load_from_data (parser, json, -1, NULL) || !JSON_NODE_HOLDS_ARRAY (json_parser_get_root (parser)))
    return -1;
  documents = json_node_get_array (json_parser_get_root (parser));
  plan = json_array_get_length (documents) > 0 ? json_object_get_object_member (json_array_get_object_element (documents, 0), "Plan") : NULL;
  if (plan == NULL || !json_object_has_member (plan, "Plans"))
    return -1;
  plan = json_array_get_object_element (json_object_get_array_member (plan, "Plans"), 0);
  return json_object_get_int_member_with_default (plan, "Plan Rows", -1);
}

/* A limit of time, or what an earlier statement of the pending ones makes: class 42 says that something is not there, or of another kind. */
static gboolean
is_refusal (const Asking *self, const GError *error)
{
  return !g_str_has_prefix (error->message, "55P03") && !g_str_has_prefix (error->message, "57014")
         && !(self->is_changed && g_str_has_prefix (error->message, "42"));
}

static void
ask (Asking *self, const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN (FORMAT JSON) ", sql, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) result = NULL;
  gint64 n_rows = -1;

  if (self->n_asked++ >= MOST_STATEMENTS || !execute (self, "SAVEPOINT retort_estimate"))
    return;
  result = retort_session_execute (self->session, explain, self->cancellable, &error);
  n_rows = result != NULL && retort_result_get_n_rows (result) > 0 ? read_rows (retort_result_get_value (result, 0, 0)) : -1;
  if (n_rows >= 0)
    retort_target_facts_add_estimate (self->facts, sql, n_rows, NULL);
  else if (result == NULL && is_refusal (self, error))
    retort_target_facts_add_estimate (self->facts, sql, -1, error->message);
  execute (self, "ROLLBACK TO SAVEPOINT retort_estimate");
}

static void
ask_about (Asking *self, const char *sql)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);

  if (tree == NULL || retort_sql_tree_get_n_statements (tree) != 1)
    self->is_changed = TRUE;
  else if (writes (retort_sql_tree_get_statement (tree, 0)))
    ask (self, sql);
  else if (retort_sql_tree_get_statement (tree, 0)->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
    self->is_changed = TRUE;
}

static void
ask_about_migration (Asking *self, RetortMigration *migration)
{
  self->is_changed |= retort_migration_get_status (migration) != RETORT_MIGRATION_COMPLETE;
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        ask_about (self, retort_statement_get_sql (retort_batch_get_statement (batch, j)));
    }
}

static void
ask_about_path (Asking *self, RetortWorkspace *workspace, GPtrArray *path)
{
  for (guint i = 0; i < path->len && self->n_asked < MOST_STATEMENTS && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      g_autoptr(RetortMigration) migration
          = retort_workspace_compile (workspace, g_ptr_array_index (path, i), RETORT_DIRECTION_UPGRADE, self->cancellable, NULL);

      if (migration != NULL)
        ask_about_migration (self, migration);
    }
}

/* Pending ones before the last one that is applied, in the order in which the tool runs them. */
static void
look_for_passed_over (RetortTargetFacts *facts, const RetortApplied *applied)
{
  GPtrArray *entries = retort_applied_get (applied)->entries;
  gboolean is_behind = FALSE;

  for (guint i = entries->len; i > 0; i--)
    {
      const RetortAppliedEntry *entry = g_ptr_array_index (entries, i - 1);

      if (entry->state == RETORT_APPLIED_SKIPPED)
        retort_target_facts_add_passed_over (facts, entry->id, RETORT_PASSED_OVER_SKIPPED);
      else if (entry->state == RETORT_APPLIED_PENDING && is_behind)
        retort_target_facts_add_passed_over (facts, entry->id, RETORT_PASSED_OVER_LATE);
      is_behind |= entry->state == RETORT_APPLIED_DONE || entry->state == RETORT_APPLIED_EDITED;
    }
}

/**
 * retort_pending_facts_read:
 * @state: where the database stands, whose facts nobody else has yet; what is found is added to them
 * @target: the database
 * @workspace: the project
 * @cancellable: (nullable): stops it
 *
 * Asks the server how many rows the pending migrations will write, and which of their statements it refuses; runs none of them. What cannot be asked is left
 * out. Blocks: worker threads only.
 */
void
retort_pending_facts_read (RetortTargetState *state, RetortTarget *target, RetortWorkspace *workspace, GCancellable *cancellable)
{
  g_autoptr(GPtrArray) path = NULL;
  g_autoptr(RetortSession) session = NULL;
  Asking asking = { .facts = state->facts, .cancellable = cancellable };

  g_return_if_fail (state != NULL && target != NULL && workspace != NULL);

  if (state->facts == NULL)
    return;
  if (state->applied != NULL)
    look_for_passed_over (state->facts, state->applied);
  path = retort_target_state_find_path (state, workspace, RETORT_DIRECTION_UPGRADE, "heads", NULL);
  session = path != NULL && path->len > 0 ? retort_target_dup_session (target, cancellable, NULL) : NULL;
  asking.session = session;
  if (session == NULL || !execute (&asking, begin_sql))
    return;
  ask_about_path (&asking, workspace, path);
  execute (&asking, "ROLLBACK");
}
