/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks the statements in order; a later one overrides an earlier one. Whatever may take an object
 * away without naming it (CASCADE, a renamed or dropped owner) withdraws the promises about it: a
 * promise that is kept must be certain, one that is missing costs nothing. */
#include "engine/promise.h"

#include "sql/quote.h"
#include "sql/tree.h"

/* The promises made so far. */
typedef struct
{
  GPtrArray *list;                /* element: RetortPromise, owned */
  gboolean   changes_search_path; /* unqualified names mean something else now */
} Promises;

static void
promise_free (RetortPromise *self)
{
  g_free (self->object);
  g_free (self->child);
  g_free (self->owner);
  g_free (self);
}

static gboolean
is_about (const RetortPromise *promise, RetortPromiseKind kind, const char *object, const char *child)
{
  return promise->kind == kind && g_str_equal (promise->object, object) && g_strcmp0 (promise->child, child) == 0;
}

static void
promise (Promises *self, RetortPromiseKind kind, const char *object, const char *child, gboolean is_present)
{
  RetortPromise *made = NULL;

  for (guint i = self->list->len; i > 0; i--)
    if (is_about (g_ptr_array_index (self->list, i - 1), kind, object, child))
      g_ptr_array_remove_index (self->list, i - 1);

  made = g_new0 (RetortPromise, 1);
  made->kind = kind;
  made->object = g_strdup (object);
  made->child = g_strdup (child);
  made->is_present = is_present;
  g_ptr_array_add (self->list, made);
}

/* Everything that hangs on @object: its columns, values and indexes. */
static void
withdraw_children (Promises *self, const char *object)
{
  for (guint i = self->list->len; i > 0; i--)
    {
      const RetortPromise *made = g_ptr_array_index (self->list, i - 1);

      if ((made->child != NULL && g_str_equal (made->object, object)) || g_strcmp0 (made->owner, object) == 0)
        g_ptr_array_remove_index (self->list, i - 1);
    }
}

static void
withdraw_present (Promises *self)
{
  for (guint i = self->list->len; i > 0; i--)
    if (((RetortPromise *) g_ptr_array_index (self->list, i - 1))->is_present)
      g_ptr_array_remove_index (self->list, i - 1);
}

static char *
dup_beside (const PgQuery__RangeVar *relation, const char *name)
{
  g_autofree char *quoted = retort_sql_quote_identifier (name);
  g_autofree char *schema = NULL;

  if (relation->schemaname == NULL || *relation->schemaname == '\0')
    return g_steal_pointer (&quoted);
  schema = retort_sql_quote_identifier (relation->schemaname);
  return g_strjoin (".", schema, quoted, NULL);
}

static void
follow_create (Promises *self, const PgQuery__Node *node)
{
  const PgQuery__RangeVar *relation = node->create_stmt->relation;
  g_autofree char *name = retort_sql_range_var_to_string (relation);

  if (g_strcmp0 (relation->relpersistence, "t") != 0)
    promise (self, RETORT_PROMISE_RELATION, name, NULL, TRUE);
}

static void
follow_index (Promises *self, const PgQuery__Node *node)
{
  const PgQuery__IndexStmt *index = node->index_stmt;
  g_autofree char *name = NULL;
  RetortPromise *made = NULL;

  if (index->idxname == NULL || *index->idxname == '\0')
    return;

  name = dup_beside (index->relation, index->idxname);
  promise (self, RETORT_PROMISE_RELATION, name, NULL, TRUE);
  made = g_ptr_array_index (self->list, self->list->len - 1);
  made->owner = retort_sql_range_var_to_string (index->relation);
}

static void
follow_enum (Promises *self, const PgQuery__Node *node)
{
  g_autofree char *name = retort_sql_names_to_string (node->create_enum_stmt->n_type_name, node->create_enum_stmt->type_name);

  promise (self, RETORT_PROMISE_TYPE, name, NULL, TRUE);
}

static void
follow_alter_enum (Promises *self, const PgQuery__Node *node)
{
  const PgQuery__AlterEnumStmt *alter = node->alter_enum_stmt;
  g_autofree char *name = retort_sql_names_to_string (alter->n_type_name, alter->type_name);

  if (alter->old_val != NULL && *alter->old_val != '\0')
    promise (self, RETORT_PROMISE_LABEL, name, alter->old_val, FALSE);
  promise (self, RETORT_PROMISE_LABEL, name, alter->new_val, TRUE);
}

static void
follow_alter_command (Promises *self, const char *table, const PgQuery__AlterTableCmd *command)
{
  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn && command->def != NULL)
    promise (self, RETORT_PROMISE_COLUMN, table, command->def->column_def->colname, TRUE);
  else if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn)
    {
      /* Indexes over the column go with it; which they are is not told here. */
      withdraw_children (self, table);
      promise (self, RETORT_PROMISE_COLUMN, table, command->name, FALSE);
    }
}

static void
follow_alter_table (Promises *self, const PgQuery__Node *node)
{
  const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;
  g_autofree char *table = retort_sql_range_var_to_string (alter->relation);

  for (size_t i = 0; i < alter->n_cmds; i++)
    if (alter->cmds[i]->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_CMD)
      follow_alter_command (self, table, alter->cmds[i]->alter_table_cmd);
}

static void
follow_dropped (Promises *self, const PgQuery__Node *object, PgQuery__ObjectType type)
{
  g_autofree char *name = NULL;

  if (object->node_case == PG_QUERY__NODE__NODE_LIST)
    name = retort_sql_names_to_string (object->list->n_items, object->list->items);
  else if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
    name = retort_sql_names_to_string (object->type_name->n_names, object->type_name->names);
  else
    return;

  withdraw_children (self, name);
  promise (self, type == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE ? RETORT_PROMISE_TYPE : RETORT_PROMISE_RELATION, name, NULL,
           FALSE);
}

static void
follow_drop (Promises *self, const PgQuery__Node *node)
{
  const PgQuery__DropStmt *drop = node->drop_stmt;
  gboolean is_known = drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE
                      || drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX
                      || drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW
                      || drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE;

  if (drop->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE || !is_known)
    withdraw_present (self);
  for (size_t i = 0; is_known && i < drop->n_objects; i++)
    follow_dropped (self, drop->objects[i], drop->remove_type);
}

static void
follow_rename (Promises *self, const PgQuery__Node *node)
{
  const PgQuery__RenameStmt *rename = node->rename_stmt;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;

  if (rename->relation == NULL)
    {
      withdraw_present (self);
      return;
    }

  old = retort_sql_range_var_to_string (rename->relation);
  if (rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN)
    {
      promise (self, RETORT_PROMISE_COLUMN, old, rename->subname, FALSE);
      promise (self, RETORT_PROMISE_COLUMN, old, rename->newname, TRUE);
    }
  else if (rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE
           || rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
    {
      new = dup_beside (rename->relation, rename->newname);
      withdraw_children (self, old);
      promise (self, RETORT_PROMISE_RELATION, old, NULL, FALSE);
      promise (self, RETORT_PROMISE_RELATION, new, NULL, TRUE);
    }
  /* Constraints and the like: a unique one renames its index. */
  else
    withdraw_children (self, old);
}

static void
follow_setting (Promises *self, const PgQuery__Node *node)
{
  if (g_strcmp0 (node->variable_set_stmt->name, "search_path") == 0)
    self->changes_search_path = TRUE;
}

/* Moves, roles, functions, DO blocks: what they take away is not told. */
static void
follow_opaque (Promises *self, const PgQuery__Node *node)
{
  g_ptr_array_set_size (self->list, 0);
}

/* Statements that change which objects exist; the others leave all promises as they are. */
static const struct
{
  PgQuery__Node__NodeCase kind;
  void                  (*follow) (Promises *self, const PgQuery__Node *node);
} followers[] = {
  { PG_QUERY__NODE__NODE_CREATE_STMT, follow_create },
  { PG_QUERY__NODE__NODE_INDEX_STMT, follow_index },
  { PG_QUERY__NODE__NODE_CREATE_ENUM_STMT, follow_enum },
  { PG_QUERY__NODE__NODE_ALTER_ENUM_STMT, follow_alter_enum },
  { PG_QUERY__NODE__NODE_ALTER_TABLE_STMT, follow_alter_table },
  { PG_QUERY__NODE__NODE_DROP_STMT, follow_drop },
  { PG_QUERY__NODE__NODE_RENAME_STMT, follow_rename },
  { PG_QUERY__NODE__NODE_VARIABLE_SET_STMT, follow_setting },
  { PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT, follow_opaque },
  { PG_QUERY__NODE__NODE_DROP_OWNED_STMT, follow_opaque },
  { PG_QUERY__NODE__NODE_DO_STMT, follow_opaque },
  { PG_QUERY__NODE__NODE_CALL_STMT, follow_opaque },
  { PG_QUERY__NODE__NODE_SELECT_STMT, follow_opaque }, /* may call a function that does anything */
};

static void
follow_batch (Promises *self, RetortBatch *batch)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (retort_batch_get_sql (batch), NULL);

  if (tree == NULL)
    g_ptr_array_set_size (self->list, 0);

  for (guint i = 0; tree != NULL && i < retort_sql_tree_get_n_statements (tree); i++)
    {
      const PgQuery__Node *node = retort_sql_tree_get_statement (tree, i);

      for (gsize j = 0; j < G_N_ELEMENTS (followers); j++)
        if (followers[j].kind == node->node_case)
          followers[j].follow (self, node);
    }
}

/**
 * retort_promise_list:
 * @plan: a plan
 *
 * Says what exists after @plan and what does not, as far as its statements name it. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type RetortPromise): the promises; %NULL when the plan
 *   changes the search path, so that names cannot be told
 */
GPtrArray *
retort_promise_list (RetortPlan *plan)
{
  g_autoptr(GPtrArray) list = NULL;
  Promises promises = { 0 };

  g_return_val_if_fail (plan != NULL, NULL);

  promises.list = list = g_ptr_array_new_with_free_func ((GDestroyNotify) promise_free);
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortMigration *migration = retort_plan_step_get_migration (retort_plan_get_step (plan, i));

      /* Which of its statements are sent is decided while it runs. */
      if (retort_migration_get_status (migration) == RETORT_MIGRATION_LIVE)
        {
          g_ptr_array_set_size (list, 0);
          continue;
        }
      for (guint j = 0; j < retort_migration_get_n_batches (migration); j++)
        follow_batch (&promises, retort_migration_get_batch (migration, j));
    }
  return promises.changes_search_path ? NULL : g_steal_pointer (&list);
}
