/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function per kind of statement, found in a table. Locks on the statement's own new relations
 * are left out: nobody else can wait for them. */
#include "analysis/locks/lock.h"

#include "analysis/locks/lock-set.h"

#include <string.h>

static const char *const mode_names[] = {
  [LOCK_ACCESS_SHARE] = "ACCESS SHARE",
  [LOCK_ROW_SHARE] = "ROW SHARE",
  [LOCK_ROW_EXCLUSIVE] = "ROW EXCLUSIVE",
  [LOCK_SHARE_UPDATE_EXCLUSIVE] = "SHARE UPDATE EXCLUSIVE",
  [LOCK_SHARE] = "SHARE",
  [LOCK_SHARE_ROW_EXCLUSIVE] = "SHARE ROW EXCLUSIVE",
  [LOCK_EXCLUSIVE] = "EXCLUSIVE",
  [LOCK_ACCESS_EXCLUSIVE] = "ACCESS EXCLUSIVE",
};

/**
 * lock_set_take_named: (skip)
 * @set: the locks
 * @mode: a mode; %LOCK_NONE does nothing
 * @schema: (nullable): the table's schema
 * @table: (nullable): the table; %NULL when only the mode is known
 *
 * Adds a lock. Only those of the strongest mode are kept.
 */
void
lock_set_take_named (LockSet *set, LockMode mode, const char *schema, const char *table)
{
  g_autofree char *name = NULL;

  if (mode == LOCK_NONE || mode < set->mode)
    return;
  if (mode > set->mode)
    g_ptr_array_set_size (set->tables, 0);
  set->mode = mode;
  if (table == NULL)
    return;

  name = schema != NULL && schema[0] != '\0' ? g_strdup_printf ("%s.%s", schema, table)
                                             : g_strdup (table);
  if (!g_ptr_array_find_with_equal_func (set->tables, name, g_str_equal, NULL))
    g_ptr_array_add (set->tables, g_steal_pointer (&name));
}

/**
 * lock_set_take: (skip)
 * @set: the locks
 * @mode: a mode
 * @relation: (nullable): where
 *
 * Adds a lock on a relation that the statement names.
 */
void
lock_set_take (LockSet *set, LockMode mode, const PgQuery__RangeVar *relation)
{
  if (relation != NULL)
    lock_set_take_named (set, mode, relation->schemaname, relation->relname);
}

/**
 * lock_set_rewrite: (skip)
 * @set: the locks
 *
 * The table is written anew, which reads it too.
 */
void
lock_set_rewrite (LockSet *set)
{
  set->rewrites = TRUE;
  set->scans = TRUE;
}

/**
 * lock_set_find_table: (skip)
 * @set: the locks
 * @relation: (nullable): a relation that the statement names
 *
 * Returns: (transfer none) (nullable): the table as the schema has it
 */
RetortTable *
lock_set_find_table (const LockSet *set, const PgQuery__RangeVar *relation)
{
  const char *schema;

  if (set->schema == NULL || relation == NULL)
    return NULL;
  schema = relation->schemaname != NULL && relation->schemaname[0] != '\0' ? relation->schemaname
                                                                           : NULL;
  return retort_schema_find_table (set->schema, schema, relation->relname);
}

static gboolean
has_option (size_t n_options, PgQuery__Node *const *options, const char *name)
{
  for (size_t i = 0; i < n_options; i++)
    if (options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM
        && g_str_equal (options[i]->def_elem->defname, name))
      return TRUE;
  return FALSE;
}

/* The table of an index, when the schema knows it. */
static const RetortTable *
find_table_of_index (const LockSet *set, const char *schema, const char *index_name)
{
  GPtrArray *tables = set->schema != NULL ? retort_schema_get_tables (set->schema) : NULL;

  for (guint i = 0; tables != NULL && i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      if (schema != NULL && schema[0] != '\0' && !g_str_equal (table->schema, schema))
        continue;
      for (guint j = 0; j < table->indexes->len; j++)
        if (g_str_equal (((const RetortIndex *) g_ptr_array_index (table->indexes, j))->name,
                         index_name))
          return table;
    }
  return NULL;
}

/**
 * lock_set_take_on_table_of_index: (skip)
 * @set: the locks
 * @mode: a mode
 * @schema: (nullable): the schema of the index
 * @index_name: the index
 *
 * Adds a lock on the table of an index; only its mode when the schema does not know the index.
 */
void
lock_set_take_on_table_of_index (LockSet *set, LockMode mode, const char *schema,
                                 const char *index_name)
{
  const RetortTable *table = find_table_of_index (set, schema, index_name);

  lock_set_take_named (set, mode, table != NULL ? table->schema : NULL,
                       table != NULL ? table->name : NULL);
}

/**
 * lock_set_take_on_users_of_type: (skip)
 * @set: the locks
 * @mode: a mode
 * @type: (nullable): the type's name
 *
 * Adds a lock on each table that has a column of a type; only the schema knows them.
 */
void
lock_set_take_on_users_of_type (LockSet *set, LockMode mode, const char *type)
{
  GPtrArray *tables = set->schema != NULL ? retort_schema_get_tables (set->schema) : NULL;

  for (guint i = 0; tables != NULL && type != NULL && i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      for (guint j = 0; j < table->columns->len; j++)
        if (g_str_equal (((const RetortColumn *) g_ptr_array_index (table->columns, j))->type,
                         type))
          lock_set_take_named (set, mode, table->schema, table->name);
    }
}

/* The rows of a default partition may belong to the new one: it is read. */
static gboolean
may_have_default_partition (const LockSet *set, const PgQuery__RangeVar *parent)
{
  const RetortTable *table = lock_set_find_table (set, parent);

  for (guint i = 0; table != NULL && table->children != NULL && table->children[i] != NULL; i++)
    {
      const char *dot = strrchr (table->children[i], '.');
      const char *name = dot != NULL ? dot + 1 : table->children[i];
      const RetortTable *child = retort_schema_find_table (set->schema, NULL, name);

      if (child == NULL || g_strcmp0 (child->partition_bound, "DEFAULT") == 0)
        return TRUE;
    }
  return table == NULL;
}

static void
lock_create_table (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__CreateStmt *create = node->create_stmt;
  LockMode parent_mode
      = create->partbound != NULL ? LOCK_ACCESS_EXCLUSIVE : LOCK_SHARE_UPDATE_EXCLUSIVE;

  for (size_t i = 0; i < create->n_inh_relations; i++)
    {
      lock_set_take (set, parent_mode, create->inh_relations[i]->range_var);
      if (create->partbound != NULL)
        set->scans |= may_have_default_partition (set, create->inh_relations[i]->range_var);
    }
  for (size_t i = 0; i < create->n_table_elts; i++)
    {
      const PgQuery__Node *element = create->table_elts[i];

      if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
        lock_inline_references (set, element->column_def);
      else if (element->node_case == PG_QUERY__NODE__NODE_CONSTRAINT
               && element->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN
               && !g_str_equal (element->constraint->pktable->relname, create->relation->relname))
        lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, element->constraint->pktable);
    }
}

static void
lock_create_index (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__IndexStmt *index = node->index_stmt;

  lock_set_take (set, index->concurrent ? LOCK_SHARE_UPDATE_EXCLUSIVE : LOCK_SHARE,
                 index->relation);
  set->scans = index->relation->inh;
}

/* Of an index only the index itself is locked. */
static void
lock_rename (LockSet *set, const PgQuery__Node *node)
{
  if (node->rename_stmt->rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
    lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, node->rename_stmt->relation);
}

static void
lock_set_schema (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, node->alter_object_schema_stmt->relation);
}

static void
lock_truncate (LockSet *set, const PgQuery__Node *node)
{
  for (size_t i = 0; i < node->truncate_stmt->n_relations; i++)
    lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, node->truncate_stmt->relations[i]->range_var);
  lock_set_rewrite (set);
}

static void
lock_insert (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ROW_EXCLUSIVE, node->insert_stmt->relation);
}

/* Whether an index helps a condition is the planner's business; without one the whole table is
 * read. */
static void
lock_update (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ROW_EXCLUSIVE, node->update_stmt->relation);
  set->scans = node->update_stmt->where_clause == NULL;
}

static void
lock_delete (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ROW_EXCLUSIVE, node->delete_stmt->relation);
  set->scans = node->delete_stmt->where_clause == NULL;
}

static void
lock_merge (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ROW_EXCLUSIVE, node->merge_stmt->relation);
}

static void
lock_copy (LockSet *set, const PgQuery__Node *node)
{
  if (node->copy_stmt->is_from)
    lock_set_take (set, LOCK_ROW_EXCLUSIVE, node->copy_stmt->relation);
}

/* The object of a comment on a column is table.column, qualified or not. */
static void
lock_comment (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__CommentStmt *comment = node->comment_stmt;
  const PgQuery__List *names;
  size_t n_names;

  if (comment->object->node_case != PG_QUERY__NODE__NODE_LIST
      || (comment->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE
          && comment->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN))
    return;
  names = comment->object->list;
  n_names = names->n_items - (comment->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN ? 1 : 0);
  lock_set_take_named (set, LOCK_SHARE_UPDATE_EXCLUSIVE,
                       n_names > 1 ? retort_sql_names_get_last (n_names - 1, names->items) : NULL,
                       retort_sql_names_get_last (n_names, names->items));
}

static void
lock_vacuum (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__VacuumStmt *vacuum = node->vacuum_stmt;
  gboolean is_full = has_option (vacuum->n_options, vacuum->options, "full");

  for (size_t i = 0; i < vacuum->n_rels; i++)
    lock_set_take (set, is_full ? LOCK_ACCESS_EXCLUSIVE : LOCK_SHARE_UPDATE_EXCLUSIVE,
                   vacuum->rels[i]->vacuum_relation->relation);
  if (is_full)
    lock_set_rewrite (set);
}

static void
lock_cluster (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, node->cluster_stmt->relation);
  lock_set_rewrite (set);
}

static void
lock_reindex (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__ReindexStmt *reindex = node->reindex_stmt;
  LockMode mode = has_option (reindex->n_params, reindex->params, "concurrently")
                      ? LOCK_SHARE_UPDATE_EXCLUSIVE
                      : LOCK_SHARE;

  if (reindex->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE)
    lock_set_take (set, mode, reindex->relation);
  else if (reindex->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX)
    lock_set_take_on_table_of_index (set, mode, reindex->relation->schemaname,
                                     reindex->relation->relname);
  set->scans = TRUE;
}

static void
lock_refresh (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__RefreshMatViewStmt *refresh = node->refresh_mat_view_stmt;

  lock_set_take (set, refresh->concurrent ? LOCK_EXCLUSIVE : LOCK_ACCESS_EXCLUSIVE,
                 refresh->relation);
  if (refresh->concurrent)
    set->scans = TRUE;
  else
    lock_set_rewrite (set);
}

static void
lock_create_trigger (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, node->create_trig_stmt->relation);
  lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, node->create_trig_stmt->constrrel);
}

static void
lock_create_policy (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, node->create_policy_stmt->table);
}

static void
lock_alter_policy (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, node->alter_policy_stmt->table);
}

static void
lock_create_rule (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, node->rule_stmt->relation);
}

static void
lock_create_statistics (LockSet *set, const PgQuery__Node *node)
{
  for (size_t i = 0; i < node->create_stats_stmt->n_relations; i++)
    lock_set_take (set, LOCK_SHARE_UPDATE_EXCLUSIVE,
                   node->create_stats_stmt->relations[i]->range_var);
}

static void
take_on_published (LockSet *set, size_t n_objects, PgQuery__Node *const *objects)
{
  for (size_t i = 0; i < n_objects; i++)
    if (objects[i]->publication_obj_spec->pubtable != NULL)
      lock_set_take (set, LOCK_SHARE_UPDATE_EXCLUSIVE,
                     objects[i]->publication_obj_spec->pubtable->relation);
}

static void
lock_create_publication (LockSet *set, const PgQuery__Node *node)
{
  take_on_published (set, node->create_publication_stmt->n_pubobjects,
                     node->create_publication_stmt->pubobjects);
}

static void
lock_alter_publication (LockSet *set, const PgQuery__Node *node)
{
  take_on_published (set, node->alter_publication_stmt->n_pubobjects,
                     node->alter_publication_stmt->pubobjects);
}

static void
lock_alter_domain (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__AlterDomainStmt *alter = node->alter_domain_stmt;
  gboolean adds_check
      = g_str_equal (alter->subtype, "C") && !alter->def->constraint->skip_validation;

  if (!adds_check && !g_str_equal (alter->subtype, "O")) /* ADD CONSTRAINT, SET NOT NULL */
    return;
  lock_set_take_on_users_of_type (set, LOCK_SHARE,
                                  retort_sql_names_get_last (alter->n_type_name, alter->type_name));
  set->scans = set->mode != LOCK_NONE;
}

static void
lock_alter_sequence (LockSet *set, const PgQuery__Node *node)
{
  lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, node->alter_seq_stmt->sequence);
}

static void
lock_lock (LockSet *set, const PgQuery__Node *node)
{
  for (size_t i = 0; i < node->lock_stmt->n_relations; i++)
    lock_set_take (set, (LockMode) node->lock_stmt->mode, node->lock_stmt->relations[i]->range_var);
}

typedef struct
{
  PgQuery__Node__NodeCase statement;
  void (*lock) (LockSet *set, const PgQuery__Node *node);
} StatementRow;

static const StatementRow statements[] = {
  { PG_QUERY__NODE__NODE_ALTER_TABLE_STMT, lock_alter_table },
  { PG_QUERY__NODE__NODE_CREATE_STMT, lock_create_table },
  { PG_QUERY__NODE__NODE_INDEX_STMT, lock_create_index },
  { PG_QUERY__NODE__NODE_DROP_STMT, lock_drop },
  { PG_QUERY__NODE__NODE_RENAME_STMT, lock_rename },
  { PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT, lock_set_schema },
  { PG_QUERY__NODE__NODE_TRUNCATE_STMT, lock_truncate },
  { PG_QUERY__NODE__NODE_INSERT_STMT, lock_insert },
  { PG_QUERY__NODE__NODE_UPDATE_STMT, lock_update },
  { PG_QUERY__NODE__NODE_DELETE_STMT, lock_delete },
  { PG_QUERY__NODE__NODE_MERGE_STMT, lock_merge },
  { PG_QUERY__NODE__NODE_COPY_STMT, lock_copy },
  { PG_QUERY__NODE__NODE_COMMENT_STMT, lock_comment },
  { PG_QUERY__NODE__NODE_VACUUM_STMT, lock_vacuum },
  { PG_QUERY__NODE__NODE_CLUSTER_STMT, lock_cluster },
  { PG_QUERY__NODE__NODE_REINDEX_STMT, lock_reindex },
  { PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT, lock_refresh },
  { PG_QUERY__NODE__NODE_CREATE_TRIG_STMT, lock_create_trigger },
  { PG_QUERY__NODE__NODE_CREATE_POLICY_STMT, lock_create_policy },
  { PG_QUERY__NODE__NODE_ALTER_POLICY_STMT, lock_alter_policy },
  { PG_QUERY__NODE__NODE_RULE_STMT, lock_create_rule },
  { PG_QUERY__NODE__NODE_CREATE_STATS_STMT, lock_create_statistics },
  { PG_QUERY__NODE__NODE_CREATE_PUBLICATION_STMT, lock_create_publication },
  { PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT, lock_alter_publication },
  { PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT, lock_alter_domain },
  { PG_QUERY__NODE__NODE_ALTER_SEQ_STMT, lock_alter_sequence },
  { PG_QUERY__NODE__NODE_LOCK_STMT, lock_lock },
};

static RetortLockInfo *
lock_set_to_info (LockSet *set)
{
  RetortLockInfo *info;

  if (set->mode == LOCK_NONE)
    return NULL;
  info = g_new0 (RetortLockInfo, 1);
  info->mode = g_strdup (mode_names[set->mode]);
  info->rewrites = set->rewrites;
  info->scans = set->scans;
  g_ptr_array_add (set->tables, NULL);
  info->tables = g_strdupv ((GStrv) set->tables->pdata);
  return info;
}

/**
 * retort_locks_of_statement:
 * @statement: a statement
 * @schema: (nullable): what exists before it
 * @server_version: as PQserverVersion() says it; 15 and 18 lock alike in all that is known here
 *
 * Finds the strongest lock of a statement. What depends on the schema and is not known, such as the
 * old type of a column, counts as a rewrite: "rewrites" and "scans" are %FALSE only when that is
 * certain.
 *
 * Returns: (transfer full) (nullable): the lock; %NULL when the statement takes none worth saying,
 * or none that is known
 */
RetortLockInfo *
retort_locks_of_statement (const PgQuery__Node *statement, const RetortSchema *schema,
                           int server_version)
{
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  LockSet set = { schema, LOCK_NONE, tables, FALSE, FALSE };

  g_return_val_if_fail (statement != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (statements[i].statement == statement->node_case)
      statements[i].lock (&set, statement);
  return lock_set_to_info (&set);
}
