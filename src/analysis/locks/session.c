/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session's statements, one after the other. */
#include "analysis/locks/survey-private.h"

static const char *const level_names[] = {
  [RETORT_LOCK_NONE] = "",
  [RETORT_LOCK_ACCESS_SHARE] = "ACCESS SHARE",
  [RETORT_LOCK_ROW_SHARE] = "ROW SHARE",
  [RETORT_LOCK_ROW_EXCLUSIVE] = "ROW EXCLUSIVE",
  [RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE] = "SHARE UPDATE EXCLUSIVE",
  [RETORT_LOCK_SHARE] = "SHARE",
  [RETORT_LOCK_SHARE_ROW_EXCLUSIVE] = "SHARE ROW EXCLUSIVE",
  [RETORT_LOCK_EXCLUSIVE] = "EXCLUSIVE",
  [RETORT_LOCK_ACCESS_EXCLUSIVE] = "ACCESS EXCLUSIVE",
};

/**
 * retort_lock_level_to_string:
 * @level: a level
 *
 * Returns: (transfer none): PostgreSQL's words for it; empty for %RETORT_LOCK_NONE
 */
const char *
retort_lock_level_to_string (RetortLockLevel level)
{
  return level_names[level];
}

/**
 * retort_lock_session_key: (skip)
 * @schema: (nullable): where it is
 * @name: a relation
 *
 * Returns: (transfer full): what the session keeps it by
 */
char *
retort_lock_session_key (const char *schema, const char *name)
{
  return g_strconcat (schema != NULL ? schema : "", ".", name, NULL);
}

/**
 * retort_lock_session_new:
 * @server_version: as PQserverVersion() says it; 0: 15
 * @is_in_transaction: whether a transaction is open already
 *
 * Returns: (transfer full): a session whose time zone is UTC until a statement sets another
 */
RetortLockSession *
retort_lock_session_new (int server_version, gboolean is_in_transaction)
{
  RetortLockSession *self = g_new0 (RetortLockSession, 1);

  self->major = server_version > 0 ? server_version / 10000 : 15;
  self->is_in_transaction = is_in_transaction;
  self->time_zone = g_strdup ("UTC");
  self->new_values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->new_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->empty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * retort_lock_session_free:
 * @self: (transfer full): a session
 */
void
retort_lock_session_free (RetortLockSession *self)
{
  g_free (self->time_zone);
  g_hash_table_unref (self->new_values);
  g_hash_table_unref (self->new_types);
  g_hash_table_unref (self->held);
  g_hash_table_unref (self->empty);
  g_free (self);
}

static GHashTable *
copy_set (GHashTable *set)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), value);
  return copy;
}

/**
 * retort_lock_session_copy:
 * @self: a session
 *
 * Returns: (transfer full): one that knows the same, and goes on by itself
 */
RetortLockSession *
retort_lock_session_copy (const RetortLockSession *self)
{
  RetortLockSession *copy = g_new0 (RetortLockSession, 1);

  copy->major = self->major;
  copy->is_in_transaction = self->is_in_transaction;
  copy->time_zone = g_strdup (self->time_zone);
  copy->new_values = copy_set (self->new_values);
  copy->new_types = copy_set (self->new_types);
  copy->held = copy_set (self->held);
  copy->empty = copy_set (self->empty);
  copy->n_calls = self->n_calls;
  return copy;
}

/* Kinds of statements that may take something away. */
static gboolean
may_drop (const PgQuery__Node *node)
{
  return node->node_case == PG_QUERY__NODE__NODE_DROP_STMT || node->node_case == PG_QUERY__NODE__NODE_DROP_OWNED_STMT
         || node->node_case == PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT
         || (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT && node->alter_table_stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX);
}

/* A rename looks like a drop and an addition. */
static gboolean
may_make (const PgQuery__Node *node)
{
  return node->node_case != PG_QUERY__NODE__NODE_RENAME_STMT && node->node_case != PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT
         && node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT && node->node_case != PG_QUERY__NODE__NODE_DO_STMT;
}

static void
note_held (const RetortLockSession *self, RetortLocks *locks)
{
  for (guint i = 0; i < locks->relations->len; i++)
    {
      RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);
      g_autofree char *key = retort_lock_session_key (effect->schema, effect->name);

      effect->is_held = GPOINTER_TO_INT (g_hash_table_lookup (self->held, key)) >= (int) effect->level;
    }
}

static void
survey_failure (RetortSurvey *survey, const PgQuery__Node *node)
{
  g_autofree char *block_error = retort_survey_find_block_error (survey, node);
  g_autofree char *unsafe_value = retort_survey_find_unsafe_value (survey, node);
  g_autofree char *failure = retort_survey_find_failure (survey, node);

  survey->locks->needs_no_transaction = block_error != NULL;
  if (block_error != NULL && survey->session->is_in_transaction)
    retort_survey_fail (survey, "%s", block_error);
  if (unsafe_value != NULL)
    retort_survey_fail (survey, "%s", unsafe_value);
  if (failure != NULL)
    retort_survey_fail (survey, "%s", failure);
}

/* @applied: (nullable): what is not known of it is empty */
static RetortLocks *
examine (RetortLockSession *self, const RetortSchemaStep *applied, const PgQuery__Node *statement)
{
  const RetortEffect *effect = applied != NULL ? &applied->effect : NULL;
  RetortSchema *after = effect != NULL && effect->kind != RETORT_EFFECT_FAILS ? applied->after : NULL;
  RetortLocks *locks = g_new0 (RetortLocks, 1);
  RetortSurvey survey = { self, applied != NULL ? applied->before : NULL, after, effect, locks };

  locks->relations = g_ptr_array_new_with_free_func (retort_relation_effect_free);
  retort_survey_statement (&survey, statement);
  if (may_drop (statement))
    retort_survey_gone (&survey);
  if (may_make (statement))
    retort_survey_made (&survey);
  survey_failure (&survey, statement);
  if (effect != NULL && effect->kind == RETORT_EFFECT_OPAQUE && effect->reason != NULL)
    retort_survey_doubt (&survey, effect->reason);
  if (effect != NULL && effect->kind == RETORT_EFFECT_FAILS)
    locks->mismatch = g_strdup (effect->reason);
  note_held (self, locks);
  retort_lock_session_follow (self, locks, statement);
  return locks;
}

/**
 * retort_lock_session_examine:
 * @self: the session
 * @before: (nullable): what is there before the statement
 * @statement: the statement
 * @after: (out) (optional) (nullable) (transfer full): what is there afterwards; what was before when the
 *   statement fails, %NULL without @before
 *
 * Finds what a statement does to relations, and remembers what later ones of the session depend on.
 *
 * Returns: (transfer full): what it does; of a statement that fails, what it does until then at most
 */
RetortLocks *
retort_lock_session_examine (RetortLockSession *self, RetortSchema *before, const PgQuery__Node *statement, RetortSchema **after)
{
  g_auto(RetortEffect) effect = { RETORT_EFFECT_NONE, NULL };
  g_autoptr(RetortSchema) next = NULL;
  RetortSchemaStep step = { NULL };
  RetortLocks *locks = NULL;

  g_return_val_if_fail (statement != NULL, NULL);

  next = before != NULL ? retort_schema_apply (before, statement, &effect) : NULL;
  step = (RetortSchemaStep){ before, next, effect };
  locks = examine (self, before != NULL ? &step : NULL, statement);
  if (after != NULL)
    *after = g_steal_pointer (&next);
  return locks;
}

/**
 * retort_lock_session_examine_applied:
 * @self: the session
 * @applied: what the statement made of the schema before it
 * @statement: the statement
 *
 * Does what retort_lock_session_examine() does, without applying the statement once more.
 *
 * Returns: (transfer full): what it does
 */
RetortLocks *
retort_lock_session_examine_applied (RetortLockSession *self, const RetortSchemaStep *applied, const PgQuery__Node *statement)
{
  g_return_val_if_fail (applied != NULL && statement != NULL, NULL);

  return examine (self, applied, statement);
}
