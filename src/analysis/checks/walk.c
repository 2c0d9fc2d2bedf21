/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/checks/walk.h"

#include "analysis/checks/context.h"
#include "analysis/schema/apply.h"

static void
place_free (gpointer data)
{
  RetortCheckPlace *self = data;

  retort_schema_unref (self->before);
  retort_schema_unref (self->after);
  retort_locks_free (self->locks);
  g_free (self);
}

static RetortSchema *
taint_all (RetortSchema *schema, const char *reason)
{
  RetortSchema *tainted = retort_schema_copy (schema);

  retort_schema_taint (tainted, NULL, NULL, reason);
  return tainted;
}

static RetortSchema *
make_unknown (void)
{
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();

  return taint_all (initial, "the schema before this migration is not known");
}

/* What the migration does not say may have changed anything; a value that is drawn stands in statements that are known. Takes @schema. */
static RetortSchema *
pass_gaps (RetortSchema *schema, RetortMigration *migration, guint *gap, guint batch)
{
  g_autoptr(RetortSchema) own = schema;

  for (; *gap < retort_migration_get_n_gaps (migration); (*gap)++)
    {
      const RetortGap *missing = retort_migration_get_gap (migration, *gap);
      RetortSchema *tainted = NULL;

      if (missing->before_batch > batch)
        break;
      if (missing->varies)
        continue;
      tainted = taint_all (own, missing->reason);
      retort_schema_unref (own);
      own = tainted;
    }
  return g_steal_pointer (&own);
}

/* Likewise a statement that the grammar does not know. Takes @schema. */
static RetortSchema *
pass_unread (RetortSchema *schema, const GArray *unread, guint *at, guint index)
{
  for (; *at < unread->len && g_array_index (unread, RetortUnreadStatement, *at).index <= index; (*at)++)
    {
      const RetortUnreadStatement *statement = &g_array_index (unread, RetortUnreadStatement, *at);
      RetortSchema *after = NULL;

      if (statement->is_inner)
        continue;
      after = retort_schema_apply_sql (schema, retort_statement_get_sql (statement->statement), NULL);
      retort_schema_unref (schema);
      schema = after;
    }
  return schema;
}

/* Each part of an ALTER TABLE as if it stood alone: what one of them rewrites is not said of the others. A part that cannot stand alone, as it needs
 * another one's column, has no entry. */
static void
examine_parts (RetortCheckWalk *self, RetortSchema *before, const PgQuery__AlterTableStmt *whole, const RetortLockSession *session)
{
  for (size_t i = 0; i < whole->n_cmds; i++)
    {
      g_autoptr(RetortLockSession) own = retort_lock_session_copy (session);
      PgQuery__AlterTableStmt part = *whole;
      PgQuery__Node node = PG_QUERY__NODE__INIT;
      RetortLocks *locks = NULL;

      part.n_cmds = 1;
      part.cmds = &whole->cmds[i];
      node.node_case = PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
      node.alter_table_stmt = &part;
      locks = retort_lock_session_examine (own, before, &node, NULL);
      if (locks->mismatch == NULL && locks->error == NULL)
        g_hash_table_insert (self->parts, whole->cmds[i]->alter_table_cmd, locks);
      else
        retort_locks_free (locks);
    }
}

static gboolean
has_parts (const PgQuery__Node *node)
{
  return node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT && node->alter_table_stmt->n_cmds > 1;
}

static RetortCheckPlace *
examine (RetortCheckWalk *self, RetortSchema *before, const PgQuery__Node *node, RetortLockSession *session)
{
  RetortCheckPlace *place = g_new0 (RetortCheckPlace, 1);

  if (has_parts (node))
    examine_parts (self, before, node->alter_table_stmt, session);
  place->before = retort_schema_ref (before);
  place->locks = retort_lock_session_examine (session, before, node, &place->after);
  return place;
}

/* What stands inside of a DO block, or of a function that is called, is looked at one by one: each of its statements leaves what is there for the next. So is
 * what stands in a function that is made: there it is what it would do if it were called now. */
static void
examine_inner (RetortCheckWalk *self, const GArray *steps, guint index, RetortSchema *before, RetortLockSession *session)
{
  g_autoptr(RetortLockSession) own = session;
  const PgQuery__Node *outer = g_array_index (self->actions->statements, RetortParsedStatement, index).node;
  RetortSchema *now = before;

  for (guint i = 0; i < steps->len; i++)
    {
      const RetortActionStep *step = &g_array_index (steps, RetortActionStep, i);
      RetortCheckPlace *place = NULL;

      if (step->index != index || step->node == outer || g_hash_table_contains (self->inner, step->node))
        continue;
      place = examine (self, now, step->node, own);
      g_hash_table_insert (self->inner, (gpointer) step->node, place);
      now = place->after;
    }
}

/* (nullable): what the statement did when the migration was applied before, to the very same schema. Only a statement that is sent alone has a step
 * of its own. */
static const RetortSchemaStep *
find_applied (const RetortCheckWalk *self, const GArray *applied, guint index)
{
  const GArray *statements = self->actions->statements;
  const RetortParsedStatement *statement = &g_array_index (statements, RetortParsedStatement, index);
  const RetortSchemaStep *step = applied != NULL && statement->batch < applied->len
                                     ? &g_array_index (applied, RetortSchemaStep, statement->batch) : NULL;

  return step != NULL && step->before == self->end && statement->is_whole_batch ? step : NULL;
}

static RetortCheckPlace *
examine_applied (RetortCheckWalk *self, const RetortSchemaStep *applied, const PgQuery__Node *node, RetortLockSession *session)
{
  RetortCheckPlace *place = g_new0 (RetortCheckPlace, 1);

  if (has_parts (node))
    examine_parts (self, applied->before, node->alter_table_stmt, session);
  place->before = retort_schema_ref (applied->before);
  place->after = retort_schema_ref (applied->after);
  place->locks = retort_lock_session_examine_applied (session, applied, node);
  return place;
}

static gboolean
is_one_transaction (const RetortParsedStatement *now, const RetortParsedStatement *last)
{
  return now->is_alone == last->is_alone && (now->is_alone || now->transaction == last->transaction);
}

/* (transfer full): the session for the next statement: what it holds ends with its transaction, what it has set stays. */
static RetortLockSession *
follow_session (RetortLockSession *session, const GArray *statements, guint index, int version)
{
  const RetortParsedStatement *now = &g_array_index (statements, RetortParsedStatement, index);

  if (session == NULL)
    return retort_lock_session_new (version, !now->is_alone);
  if (index > 0 && !is_one_transaction (now, now - 1))
    retort_lock_session_begin (session, !now->is_alone);
  return session;
}

static void
walk (RetortCheckWalk *self, RetortMigration *migration, const GArray *applied, int version)
{
  GArray *statements = self->actions->statements;
  RetortLockSession *session = NULL;
  guint gap = 0;
  guint unread = 0;

  for (guint i = 0; i < statements->len; i++)
    {
      const RetortParsedStatement *statement = &g_array_index (statements, RetortParsedStatement, i);
      const RetortSchemaStep *step = NULL;
      RetortCheckPlace *place = NULL;

      self->end = pass_gaps (self->end, migration, &gap, statement->batch);
      self->end = pass_unread (self->end, self->actions->unread, &unread, i);
      session = follow_session (session, statements, i, version);
      if (statement->has_inner)
        examine_inner (self, self->actions->steps, i, self->end, retort_lock_session_copy (session));
      if (statement->node->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT)
        examine_inner (self, self->actions->bodies, i, self->end, retort_lock_session_new (version, TRUE));
      step = find_applied (self, applied, i);
      place = step != NULL ? examine_applied (self, step, statement->node, session) : examine (self, self->end, statement->node, session);
      g_ptr_array_add (self->places, place);
      retort_schema_unref (self->end);
      self->end = retort_schema_ref (place->after);
    }
  self->end = pass_gaps (self->end, migration, &gap, G_MAXUINT);
  self->end = pass_unread (self->end, self->actions->unread, &unread, G_MAXUINT);
  g_clear_pointer (&session, retort_lock_session_free);
}

/**
 * retort_check_walk_new: (skip)
 * @migration: (nullable): one direction of a revision; must outlive the walk
 * @before: (nullable): what is there when it begins; %NULL when that is not known
 * @applied: (nullable) (element-type RetortSchemaStep): what retort_schema_apply_migration() said of it
 * @transactions: how the runner opens transactions
 * @server_version: as the server says it, 150004; 0 when it is not known
 *
 * Pure. Any thread.
 *
 * Returns: (transfer full): its statements, each with what is there when it runs; none for %NULL
 */
RetortCheckWalk *
retort_check_walk_new (RetortMigration *migration, RetortSchema *before, const GArray *applied, RetortTransactions transactions, int server_version)
{
  RetortCheckWalk *self = g_new0 (RetortCheckWalk, 1);

  self->actions = retort_migration_actions_new (migration, transactions);
  self->looks = g_array_new (FALSE, TRUE, sizeof (RetortCheckStep));
  g_array_set_size (self->looks, self->actions->steps->len);
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->inner = g_hash_table_new_full (NULL, NULL, NULL, place_free);
  self->parts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) retort_locks_free);
  self->start = before != NULL ? retort_schema_ref (before) : make_unknown ();
  self->end = retort_schema_ref (self->start);
  if (migration != NULL)
    walk (self, migration, applied, server_version);
  return self;
}

/**
 * retort_check_walk_get_place: (skip)
 * @self: a walk
 * @step: one of its steps
 *
 * Returns: (transfer none): where its statement stands, which may be inside of a DO block or a function
 */
const RetortCheckPlace *
retort_check_walk_get_place (const RetortCheckWalk *self, const RetortActionStep *step)
{
  const RetortCheckPlace *inner = g_hash_table_lookup (self->inner, step->node);

  return inner != NULL ? inner : g_ptr_array_index (self->places, step->index);
}

/**
 * retort_check_walk_free: (skip)
 * @self: (transfer full): a walk
 */
void
retort_check_walk_free (RetortCheckWalk *self)
{
  retort_migration_actions_free (self->actions);
  g_ptr_array_unref (self->places);
  g_hash_table_unref (self->inner);
  g_hash_table_unref (self->parts);
  g_array_unref (self->looks);
  retort_schema_unref (self->start);
  retort_schema_unref (self->end);
  g_free (self);
}
