/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What depends on the transaction: statements that refuse to run in one (PreventInTransactionBlock()), enum values that
 * cannot be used before it is committed, and what a session has set. */
#include "analysis/locks/survey-private.h"

#include "sql/expression.h"

#include <string.h>

static gboolean
has_option (size_t n_options, PgQuery__Node *const *options, const char *name)
{
  for (size_t i = 0; i < n_options; i++)
    if (options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && g_str_equal (options[i]->def_elem->defname, name))
      return TRUE;
  return FALSE;
}

static const char *
name_reindex (const PgQuery__ReindexStmt *reindex)
{
  if (has_option (reindex->n_params, reindex->params, "concurrently"))
    return "REINDEX CONCURRENTLY";
  switch ((int) reindex->kind)
    {
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SCHEMA:
      return "REINDEX SCHEMA";
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SYSTEM:
      return "REINDEX SYSTEM";
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_DATABASE:
      return "REINDEX DATABASE";
    default:
      return NULL;
    }
}

static const char *
name_alter_table (const PgQuery__AlterTableStmt *alter)
{
  for (size_t i = 0; i < alter->n_cmds; i++)
    {
      const PgQuery__AlterTableCmd *command = alter->cmds[i]->alter_table_cmd;

      if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition && command->def->partition_cmd->concurrent)
        return "ALTER TABLE ... DETACH CONCURRENTLY";
    }
  return NULL;
}

/* Unless an option says that it does not. */
static gboolean
makes_slot (const PgQuery__CreateSubscriptionStmt *create)
{
  return !has_option (create->n_options, create->options, "connect") && !has_option (create->n_options, create->options, "create_slot")
         && !has_option (create->n_options, create->options, "slot_name");
}

/* (nullable): what PostgreSQL calls a statement that refuses to run in a transaction. */
static const char *
name_refusing (const PgQuery__Node *node)
{
  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_INDEX_STMT:
      return node->index_stmt->concurrent ? "CREATE INDEX CONCURRENTLY" : NULL;
    case PG_QUERY__NODE__NODE_DROP_STMT:
      return node->drop_stmt->concurrent ? "DROP INDEX CONCURRENTLY" : NULL;
    case PG_QUERY__NODE__NODE_REINDEX_STMT:
      return name_reindex (node->reindex_stmt);
    case PG_QUERY__NODE__NODE_VACUUM_STMT:
      return node->vacuum_stmt->is_vacuumcmd ? "VACUUM" : NULL;
    case PG_QUERY__NODE__NODE_CLUSTER_STMT:
      return node->cluster_stmt->relation == NULL ? "CLUSTER" : NULL;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
      return name_alter_table (node->alter_table_stmt);
    case PG_QUERY__NODE__NODE_CREATEDB_STMT:
      return "CREATE DATABASE";
    case PG_QUERY__NODE__NODE_DROPDB_STMT:
      return "DROP DATABASE";
    case PG_QUERY__NODE__NODE_ALTER_DATABASE_STMT:
      return has_option (node->alter_database_stmt->n_options, node->alter_database_stmt->options, "tablespace") ? "ALTER DATABASE SET TABLESPACE" : NULL;
    case PG_QUERY__NODE__NODE_CREATE_SUBSCRIPTION_STMT:
      return makes_slot (node->create_subscription_stmt) ? "CREATE SUBSCRIPTION ... WITH (create_slot = true)" : NULL;
    case PG_QUERY__NODE__NODE_ALTER_SUBSCRIPTION_STMT:
      return node->alter_subscription_stmt->kind == PG_QUERY__ALTER_SUBSCRIPTION_TYPE__ALTER_SUBSCRIPTION_REFRESH ? "ALTER SUBSCRIPTION ... REFRESH" : NULL;
    case PG_QUERY__NODE__NODE_CREATE_TABLE_SPACE_STMT:
      return "CREATE TABLESPACE";
    case PG_QUERY__NODE__NODE_DROP_TABLE_SPACE_STMT:
      return "DROP TABLESPACE";
    case PG_QUERY__NODE__NODE_ALTER_SYSTEM_STMT:
      return "ALTER SYSTEM";
    case PG_QUERY__NODE__NODE_DISCARD_STMT:
      return node->discard_stmt->target == PG_QUERY__DISCARD_MODE__DISCARD_ALL ? "DISCARD ALL" : NULL;
    default:
      return NULL;
    }
}

static gboolean
is_partitioned (RetortSurvey *self, const PgQuery__RangeVar *relation)
{
  const RetortTable *table = relation != NULL ? retort_survey_find_table (self, relation->schemaname[0] != '\0' ? relation->schemaname : NULL, relation->relname) : NULL;

  return table != NULL && table->kind == RETORT_RELATION_PARTITIONED_TABLE;
}

static gboolean
is_partitioned_index (RetortSurvey *self, const PgQuery__ReindexStmt *reindex)
{
  const RetortIndex *index = NULL;

  return reindex->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX
         && retort_survey_find_index (self, reindex->relation->schemaname[0] != '\0' ? reindex->relation->schemaname : NULL, reindex->relation->relname, &index) != NULL
         && index->is_partitioned;
}

/**
 * retort_survey_find_block_error: (skip)
 * @self: the survey
 * @node: a statement
 *
 * Returns: (transfer full) (nullable): the error that it ends in inside a transaction block
 */
char *
retort_survey_find_block_error (const RetortSurvey *self, const PgQuery__Node *node)
{
  const char *name = name_refusing (node);

  if (name == NULL && node->node_case == PG_QUERY__NODE__NODE_CLUSTER_STMT && is_partitioned ((RetortSurvey *) self, node->cluster_stmt->relation))
    name = "CLUSTER";
  /* Before 14 a partitioned table was passed over, with a warning. */
  if (name == NULL && node->node_case == PG_QUERY__NODE__NODE_REINDEX_STMT && self->session->major >= 14 && is_partitioned ((RetortSurvey *) self, node->reindex_stmt->relation))
    name = "REINDEX TABLE";
  if (name == NULL && node->node_case == PG_QUERY__NODE__NODE_REINDEX_STMT && is_partitioned_index ((RetortSurvey *) self, node->reindex_stmt))
    name = "REINDEX INDEX";
  return name != NULL ? g_strdup_printf ("25001 %s cannot run inside a transaction block", name) : NULL;
}

/* A new value that stands in the statement. */
typedef struct
{
  GHashTable *values;
  const char *found; /* "type value", borrowed from @values */
} ValueSearch;

static void
look_for_value_cb (const ProtobufCMessage *message, gpointer user_data)
{
  const PgQuery__AConst *constant = (const PgQuery__AConst *) message;
  ValueSearch *search = user_data;
  GHashTableIter each;
  gpointer key = NULL;

  if (message->descriptor != &pg_query__a__const__descriptor || constant->val_case != PG_QUERY__A__CONST__VAL_SVAL)
    return;
  g_hash_table_iter_init (&each, search->values);
  while (g_hash_table_iter_next (&each, &key, NULL))
    if (g_str_has_suffix (key, constant->sval->sval) && strlen (key) > strlen (constant->sval->sval)
        && ((const char *) key)[strlen (key) - strlen (constant->sval->sval) - 1] == ' ')
      search->found = key;
}

/* Whether a column of one of the relations has the type, or a cast names it. */
static gboolean
mentions_type (RetortSurvey *self, const char *type, const PgQuery__Node *node)
{
  g_autofree char *text = retort_sql_statement_to_string (node);
  const RetortRelationEffect *effect = NULL;

  for (guint i = 0; i < self->locks->relations->len; i++)
    {
      const RetortTable *table = NULL;

      effect = g_ptr_array_index (self->locks->relations, i);
      table = self->before != NULL && effect->schema != NULL ? retort_schema_find_table (self->before, effect->schema, effect->name) : NULL;
      for (guint j = 0; table != NULL && j < table->columns->len; j++)
        if (g_str_has_prefix (((const RetortColumn *) g_ptr_array_index (table->columns, j))->type, type))
          return TRUE;
    }
  return strstr (text, type) != NULL;
}

/**
 * retort_survey_find_unsafe_value: (skip)
 * @self: the survey
 * @node: a statement
 *
 * Returns: (transfer full) (nullable): the error of using an enum value that the same transaction added
 */
char *
retort_survey_find_unsafe_value (RetortSurvey *self, const PgQuery__Node *node)
{
  ValueSearch search = { self->session->new_values, NULL };
  g_autofree char *type = NULL;

  if (!self->session->is_in_transaction || g_hash_table_size (search.values) == 0 || node->node_case == PG_QUERY__NODE__NODE_ALTER_ENUM_STMT
      || node->node_case == PG_QUERY__NODE__NODE_CREATE_ENUM_STMT || node->node_case == PG_QUERY__NODE__NODE_COMMENT_STMT
      || node->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT)
    return NULL;
  retort_sql_walk ((const ProtobufCMessage *) node, look_for_value_cb, &search);
  if (search.found == NULL)
    return NULL;
  type = g_strndup (search.found, strcspn (search.found, " "));
  if (!mentions_type (self, type, node))
    return NULL;
  return g_strdup_printf ("55P04 unsafe use of new value \"%s\" of enum type %s", search.found + strlen (type) + 1, type);
}

/**
 * retort_lock_session_begin:
 * @self: a session
 * @is_in_transaction: whether another transaction is open now
 *
 * The transaction that was open has ended; what it locked is free again, and what it made is there.
 */
void
retort_lock_session_begin (RetortLockSession *self, gboolean is_in_transaction)
{
  self->is_in_transaction = is_in_transaction;
  g_hash_table_remove_all (self->new_values);
  g_hash_table_remove_all (self->new_types);
  g_hash_table_remove_all (self->held);
  g_hash_table_remove_all (self->empty);
}

static void
follow_transaction (RetortLockSession *self, const PgQuery__TransactionStmt *statement)
{
  switch ((int) statement->kind)
    {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START:
      if (!self->is_in_transaction)
        retort_lock_session_begin (self, TRUE);
      break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
      retort_lock_session_begin (self, statement->chain);
      break;
    default:
      break;
    }
}

static void
follow_setting (RetortLockSession *self, const PgQuery__VariableSetStmt *setting)
{
  const PgQuery__Node *value = setting->n_args == 1 ? setting->args[0] : NULL;

  if (setting->kind != PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE || g_ascii_strcasecmp (setting->name, "timezone") != 0)
    return;
  g_free (self->time_zone);
  self->time_zone = g_strdup (value != NULL && value->node_case == PG_QUERY__NODE__NODE_A_CONST && value->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL
                                  ? value->a_const->sval->sval
                                  : "not known");
}

static void
follow_enum (RetortLockSession *self, const PgQuery__AlterEnumStmt *alter)
{
  const char *type = retort_sql_names_get_last (alter->n_type_name, alter->type_name);
  gboolean is_addition = alter->new_val != NULL && alter->new_val[0] != '\0' && (alter->old_val == NULL || alter->old_val[0] == '\0');

  if (self->is_in_transaction && is_addition && !g_hash_table_contains (self->new_types, type))
    g_hash_table_add (self->new_values, g_strdup_printf ("%s %s", type, alter->new_val));
}

/* Locks are held until the transaction ends. */
static void
follow_locks (RetortLockSession *self, const RetortLocks *locks)
{
  for (guint i = 0; self->is_in_transaction && locks->error == NULL && i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);
      g_autofree char *key = retort_lock_session_key (effect->schema, effect->name);
      int level = MAX ((int) effect->level, GPOINTER_TO_INT (g_hash_table_lookup (self->held, key)));

      g_hash_table_replace (self->held, g_steal_pointer (&key), GINT_TO_POINTER (level));
    }
}

/* CREATE TABLE makes an empty table; what writes rows takes ROW EXCLUSIVE. */
static void
follow_rows (RetortLockSession *self, const RetortLocks *locks, const PgQuery__Node *node)
{
  for (guint i = 0; self->is_in_transaction && i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);
      g_autofree char *key = retort_lock_session_key (effect->schema, effect->name);

      if (node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT && effect->is_new && effect->kind == RETORT_LOCKED_TABLE)
        g_hash_table_add (self->empty, g_steal_pointer (&key));
      else if (effect->level == RETORT_LOCK_ROW_EXCLUSIVE)
        g_hash_table_remove (self->empty, key);
    }
}

/* A lock is on the relation, not on its name. */
static void
follow_rename (RetortLockSession *self, const RetortLocks *locks, const PgQuery__RenameStmt *rename)
{
  const RetortRelationEffect *effect = rename->relation != NULL ? retort_locks_find (locks, NULL, rename->relation->relname) : NULL;

  if (effect == NULL || !self->is_in_transaction || rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN
      || rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT)
    return;
  g_hash_table_replace (self->held, retort_lock_session_key (effect->schema, rename->newname),
                        GINT_TO_POINTER (effect->level));
}

/**
 * retort_lock_session_follow: (skip)
 * @self: the session
 * @locks: what the statement does
 * @node: the statement
 *
 * Remembers what later statements depend on.
 */
void
retort_lock_session_follow (RetortLockSession *self, const RetortLocks *locks, const PgQuery__Node *node)
{
  follow_locks (self, locks);
  follow_rows (self, locks, node);
  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
      follow_transaction (self, node->transaction_stmt);
      break;
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
      follow_setting (self, node->variable_set_stmt);
      break;
    case PG_QUERY__NODE__NODE_RENAME_STMT:
      follow_rename (self, locks, node->rename_stmt);
      break;
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT:
      follow_enum (self, node->alter_enum_stmt);
      break;
    case PG_QUERY__NODE__NODE_CREATE_ENUM_STMT:
      g_hash_table_add (self->new_types, g_strdup (retort_sql_names_get_last (node->create_enum_stmt->n_type_name, node->create_enum_stmt->type_name)));
      break;
    default:
      break;
    }
}
