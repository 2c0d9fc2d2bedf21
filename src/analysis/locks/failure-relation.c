/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that a server refuses because of what a relation is: a view, a parent, a table with a column that no index orders. */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/table-private.h"
#include "analysis/schema/type-private.h"
#include "sql/expression.h"

#include <string.h>

#define AT(name) PG_QUERY__ALTER_TABLE_TYPE__AT_##name

static const RetortTable *
find_table (RetortSurvey *self, const PgQuery__RangeVar *relation)
{
  return retort_survey_find_table (self, relation->schemaname[0] != '\0' ? relation->schemaname : NULL, relation->relname);
}

/* Whether all columns of the partition key are among those of a unique index. */
static gboolean
has_partition_key (const RetortTable *table, size_t n_names, PgQuery__Node *const *params)
{
  const char *open = table->partition_key != NULL ? strchr (table->partition_key, '(') : NULL;
  g_autofree char *inner = open != NULL ? g_strndup (open + 1, strlen (open) - 2) : g_strdup ("");
  g_auto(GStrv) keys = g_strsplit (inner, ", ", -1);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      gboolean is_found = FALSE;
      g_autofree char *key = g_strndup (keys[i], strcspn (keys[i], " "));

      for (size_t j = 0; j < n_names; j++)
        {
          const char *name = params[j]->node_case == PG_QUERY__NODE__NODE_INDEX_ELEM ? params[j]->index_elem->name : params[j]->string->sval;
          g_autofree char *quoted = retort_sql_quote_identifier (name != NULL ? name : "");

          is_found |= g_str_equal (quoted, key);
        }
      if (!is_found)
        return FALSE;
    }
  return TRUE;
}

static gboolean
lacks_partition_key (const RetortTable *table, size_t n_names, PgQuery__Node *const *names)
{
  return table->kind == RETORT_RELATION_PARTITIONED_TABLE && !has_partition_key (table, n_names, names);
}

#define LACKS_KEY "0A000 unique constraint on partitioned table must include all partitioning columns"

/* Types without an order, which a btree needs (pg_opclass of PostgreSQL 15). */
static gboolean
has_no_order (const char *type)
{
  static const char *const types[] = { "json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle", NULL };

  return g_strv_contains (types, type);
}

static char *
find_orderless (const RetortTable *table, const char *method, size_t n_names, PgQuery__Node *const *names)
{
  for (size_t i = 0; i < n_names; i++)
    {
      const PgQuery__IndexElem *element = names[i]->node_case == PG_QUERY__NODE__NODE_INDEX_ELEM ? names[i]->index_elem : NULL;
      const char *name = element != NULL ? element->name : names[i]->string->sval;
      const RetortColumn *column = name != NULL && name[0] != '\0' && (element == NULL || element->n_opclass == 0) ? retort_table_find_column (table, name) : NULL;
      gboolean is_orderless = column != NULL && (g_str_equal (method, "btree") ? has_no_order (column->type) : g_str_equal (column->type, "json"));

      if (is_orderless)
        return g_strdup_printf ("42704 data type %s has no default operator class for access method \"%s\"", column->type, method);
    }
  return NULL;
}

static char *
find_index_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__IndexStmt *index = node->index_stmt;
  const RetortTable *table = find_table (self, index->relation);
  const char *method = index->access_method != NULL && index->access_method[0] != '\0' ? index->access_method : "btree";

  if (table == NULL)
    return NULL;
  if (table->kind == RETORT_RELATION_VIEW)
    return g_strdup_printf ("42809 cannot create index on relation \"%s\"", table->name);
  if (index->unique && lacks_partition_key (table, index->n_index_params, index->index_params))
    return g_strdup (LACKS_KEY);
  return find_orderless (table, method, index->n_index_params, index->index_params);
}

/* An index backs one key. */
static char *
find_backing_misfit (const RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (g_str_equal (index->name, name) && index->constraint != NULL)
        return g_strdup_printf ("55000 index \"%s\" is already associated with a constraint", name);
    }
  return NULL;
}

static char *
find_key_misfit (const RetortTable *table, const PgQuery__Constraint *key)
{
  if (key->contype != PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE && key->contype != PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY)
    return NULL;
  if (key->indexname != NULL && key->indexname[0] != '\0')
    return find_backing_misfit (table, key->indexname);
  if (lacks_partition_key (table, key->n_keys, key->keys))
    return g_strdup (LACKS_KEY);
  return find_orderless (table, "btree", key->n_keys, key->keys);
}

/* ONLY where partitions and children must not differ from their parent. */
static char *
find_only_misfit (RetortSurvey *self, const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  g_autoptr(GPtrArray) heirs = retort_survey_list_heirs (self, table);
  const RetortColumn *column = command->name != NULL ? retort_table_find_column (table, command->name) : NULL;
  gboolean is_check = command->subtype == AT (AddConstraint) && command->def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK;

  if (heirs->len < 2)
    return NULL;
  if (command->subtype == AT (AddColumn))
    return g_strdup ("42P16 column must be added to child tables too");
  if (is_check && !command->def->constraint->is_no_inherit)
    return g_strdup ("42P16 constraint must be added to child tables too");
  for (guint i = 1; command->subtype == AT (SetNotNull) && table->kind == RETORT_RELATION_PARTITIONED_TABLE && column != NULL && column->is_nullable && i < heirs->len; i++)
    {
      const RetortColumn *own = retort_table_find_column (g_ptr_array_index (heirs, i), command->name);

      if (own != NULL && own->is_nullable)
        return g_strdup ("42P16 constraint must be added to child tables too");
    }
  return NULL;
}

/* What names a row for replication must do so always. */
static char *
find_identity_misfit (const RetortTable *table, const char *name)
{
  const RetortIndex *index = NULL;

  for (guint i = 0; name != NULL && name[0] != '\0' && i < table->indexes->len; i++)
    if (g_str_equal (((const RetortIndex *) g_ptr_array_index (table->indexes, i))->name, name))
      index = g_ptr_array_index (table->indexes, i);
  if (index == NULL)
    return NULL;
  if (!index->is_unique)
    return g_strdup_printf ("42809 cannot use non-unique index \"%s\" as replica identity", name);
  if (index->predicate != NULL)
    return g_strdup_printf ("0A000 cannot use partial index \"%s\" as replica identity", name);
  for (guint i = 0; i < index->n_key_columns && index->columns[i] != NULL; i++)
    {
      const RetortColumn *column = retort_table_find_column (table, index->columns[i]);

      if (column != NULL && column->is_nullable)
        return g_strdup_printf ("42809 index \"%s\" cannot be used as replica identity because column \"%s\" is nullable", name, column->name);
    }
  return NULL;
}

static char *
find_typed_misfit (const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  static const struct
  {
    PgQuery__AlterTableType subtype;
    const char             *words;
  } refused[] = {
    { AT (AddColumn), "42809 cannot add column to typed table" },
    { AT (DropColumn), "42809 cannot drop column from typed table" },
    { AT (AlterColumnType), "42809 cannot alter column type of typed table" },
  };

  for (guint i = 0; table->of_type != NULL && i < G_N_ELEMENTS (refused); i++)
    if (refused[i].subtype == command->subtype)
      return g_strdup (refused[i].words);
  return NULL;
}

typedef struct
{
  const char *type;
  const char *place;
  char       *found; /* nullable: "table.column" */
} CompositeUse;

static void
look_for_composite_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  CompositeUse *use = user_data;

  for (guint i = 0; use->found == NULL && i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *type = g_strndup (column->type, strcspn (column->type, "["));

      if (g_str_equal (type, use->type) || g_str_equal (type, use->place))
        use->found = g_strdup_printf ("%s.%s", table->name, column->name);
    }
}

typedef struct
{
  const char *type;
  const char *place;
  gboolean    is_used;
} TypeOfTable;

static void
look_for_typed_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  TypeOfTable *use = user_data;

  use->is_used |= table->of_type != NULL && (g_str_equal (table->of_type, use->type) || g_str_equal (table->of_type, use->place));
}

static gboolean
has_typed_table (RetortSurvey *self, const char *type, const char *place)
{
  TypeOfTable use = { type, place, FALSE };

  retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, look_for_typed_cb, &use);
  return use.is_used;
}

/* Values of it that are stored would have to be written anew. */
static char *
find_composite_misfit (RetortSurvey *self, const PgQuery__AlterTableStmt *alter)
{
  g_autofree char *place = retort_quote_place (alter->relation->schemaname[0] != '\0' ? alter->relation->schemaname : "public", alter->relation->relname);
  g_autofree char *found = NULL;
  CompositeUse use = { alter->relation->relname, place, NULL };

  if (alter->cmds[0]->alter_table_cmd->behavior != PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE && has_typed_table (self, use.type, place))
    return g_strdup_printf ("2BP01 cannot alter type \"%s\" because it is the type of a typed table", use.type);
  if (alter->cmds[0]->alter_table_cmd->subtype != AT (AlterColumnType))
    return NULL;
  retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, look_for_composite_cb, &use);
  found = use.found;
  return found != NULL ? g_strdup_printf ("0A000 cannot alter type \"%s\" because column \"%s\" uses it", use.type, found) : NULL;
}

/* What its parent is, a partition must be, and from 18 on every child (ATExecDropNotNull() of tablecmds.c). */
static char *
find_inherited_misfit (RetortSurvey *self, const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  gboolean is_bound = table->partition_bound != NULL || self->session->major >= 18;

  for (guint i = 0; is_bound && table->inherits != NULL && table->inherits[i] != NULL; i++)
    {
      const RetortTable *parent = retort_survey_find_qualified (self, table->inherits[i]);
      const RetortColumn *column = parent != NULL ? retort_table_find_column (parent, command->name) : NULL;

      if (column != NULL && !column->is_nullable)
        return g_strdup_printf ("42P16 column \"%s\" is marked NOT NULL in parent table", command->name);
    }
  return NULL;
}

static char *
find_command_misfit (RetortSurvey *self, const PgQuery__AlterTableStmt *alter, const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  char *misfit = find_typed_misfit (table, command);

  if (misfit == NULL && !alter->relation->inh)
    misfit = find_only_misfit (self, table, command);
  if (misfit == NULL && command->subtype == AT (AddConstraint))
    misfit = find_key_misfit (table, command->def->constraint);
  if (misfit == NULL && command->subtype == AT (SetRelOptions) && table->kind == RETORT_RELATION_PARTITIONED_TABLE)
    misfit = self->session->major >= 16 ? g_strdup ("42809 cannot specify storage parameters for a partitioned table")
                                        : g_strdup_printf ("22023 unrecognized parameter \"%s\"", command->def->list->items[0]->def_elem->defname);
  if (misfit == NULL && command->subtype == AT (DropNotNull))
    misfit = find_inherited_misfit (self, table, command);
  if (misfit == NULL && command->subtype == AT (ClusterOn) && table->kind == RETORT_RELATION_PARTITIONED_TABLE)
    misfit = g_strdup ("0A000 cannot mark index clustered in partitioned table");
  if (misfit == NULL && command->subtype == AT (ReplicaIdentity))
    misfit = find_identity_misfit (table, command->def->replica_identity_stmt->name);
  return misfit;
}

/* Only an index of a partition becomes a part (ATExecAttachPartitionIdx() of tablecmds.c). */
static char *
find_attach_index_misfit (RetortSurvey *self, const PgQuery__AlterTableStmt *alter)
{
  const PgQuery__AlterTableCmd *command = alter->cmds[0]->alter_table_cmd;
  const PgQuery__RangeVar *part = command->subtype == AT (AttachPartition) ? command->def->partition_cmd->name : NULL;
  const RetortIndex *index = NULL;
  const RetortTable *parent = part != NULL ? retort_survey_find_index (self, alter->relation->schemaname[0] != '\0' ? alter->relation->schemaname : NULL,
                                                                       alter->relation->relname, &index)
                                           : NULL;
  const RetortTable *table = parent != NULL ? retort_survey_find_index (self, part->schemaname[0] != '\0' ? part->schemaname : NULL, part->relname, &index) : NULL;
  g_autofree char *place = table != NULL ? retort_quote_place (table->schema, table->name) : NULL;

  if (table == NULL || (parent->children != NULL && g_strv_contains ((const char *const *) parent->children, place)))
    return NULL;
  return g_strdup_printf ("55000 cannot attach index \"%s\" as a partition of index \"%s\"", part->relname, alter->relation->relname);
}

static char *
find_alter_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;
  const RetortTable *table = NULL;
  char *misfit = NULL;

  if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE)
    return find_composite_misfit (self, alter);
  if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
    return find_attach_index_misfit (self, alter);
  table = find_table (self, alter->relation);
  for (size_t i = 0; table != NULL && misfit == NULL && i < alter->n_cmds; i++)
    misfit = find_command_misfit (self, alter, table, alter->cmds[i]->alter_table_cmd);
  return misfit;
}

static char *
find_refresh_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__RefreshMatViewStmt *refresh = node->refresh_mat_view_stmt;
  const RetortTable *view = refresh->concurrent ? find_table (self, refresh->relation) : NULL;

  if (view == NULL || retort_schema_get_taint (self->before, view->schema, view->name) != NULL)
    return NULL;
  for (guint i = 0; i < view->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (view->indexes, i);

      if (index->is_unique && index->predicate == NULL)
        return NULL;
    }
  return g_strdup_printf ("55000 cannot refresh materialized view \"%s.%s\" concurrently", view->schema, view->name);
}

static char *
find_partition_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CreateStmt *create = node->create_stmt;
  const RetortTable *parent = create->partbound != NULL && create->n_inh_relations == 1 ? find_table (self, create->inh_relations[0]->range_var) : NULL;

  if (parent == NULL || parent->kind == RETORT_RELATION_PARTITIONED_TABLE || retort_schema_get_taint (self->before, parent->schema, parent->name) != NULL)
    return NULL;
  return g_strdup_printf ("42P17 \"%s\" is not partitioned", parent->name);
}

static char *
find_statistics_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CreateStatsStmt *create = node->create_stats_stmt;
  const RetortTable *table = create->n_relations == 1 ? find_table (self, create->relations[0]->range_var) : NULL;

  if (table == NULL || retort_schema_get_taint (self->before, table->schema, table->name) != NULL)
    return NULL;
  for (size_t i = 0; i < create->n_exprs; i++)
    {
      const char *name = create->exprs[i]->stats_elem->name;

      if (name != NULL && name[0] != '\0' && retort_table_find_column (table, name) == NULL)
        return g_strdup_printf ("42703 column \"%s\" does not exist", name);
    }
  return NULL;
}

/* CLUSTER without an index takes the one that was last used. */
static char *
find_cluster_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__ClusterStmt *cluster = node->cluster_stmt;
  const RetortTable *table = cluster->relation != NULL && (cluster->indexname == NULL || cluster->indexname[0] == '\0') ? find_table (self, cluster->relation) : NULL;

  if (table == NULL || retort_schema_get_taint (self->before, table->schema, table->name) != NULL)
    return NULL;
  for (guint i = 0; i < table->indexes->len; i++)
    if (((const RetortIndex *) g_ptr_array_index (table->indexes, i))->is_clustered)
      return NULL;
  return g_strdup_printf ("42704 there is no previously clustered index for table \"%s\"", table->name);
}

/* Views of both kinds have no rows that TRUNCATE could take away. */
static char *
find_truncate_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__TruncateStmt *truncate = node->truncate_stmt;

  for (size_t i = 0; i < truncate->n_relations; i++)
    {
      const RetortTable *table = find_table (self, truncate->relations[i]->range_var);

      if (table != NULL && (table->kind == RETORT_RELATION_VIEW || table->kind == RETORT_RELATION_MATERIALIZED_VIEW))
        return g_strdup_printf ("42809 \"%s\" is not a table", table->name);
    }
  return NULL;
}

/* RangeVarCallbackForLockTable() of commands/lockcmds.c: tables and views only. */
static char *
find_lock_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  for (size_t i = 0; i < node->lock_stmt->n_relations; i++)
    {
      const RetortTable *table = find_table (self, node->lock_stmt->relations[i]->range_var);

      if (table != NULL && (table->kind == RETORT_RELATION_MATERIALIZED_VIEW || table->kind == RETORT_RELATION_FOREIGN_TABLE))
        return g_strdup_printf ("42809 cannot lock relation \"%s\"", table->name);
    }
  return NULL;
}

/* transformMergeStmt() of parser/parse_merge.c: nothing with rules. */
static char *
find_merge_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const RetortTable *table = find_table (self, node->merge_stmt->relation);

  return table != NULL && table->rules->len > 0 ? g_strdup_printf ("0A000 cannot execute MERGE on relation \"%s\"", table->name) : NULL;
}

/* Rows of a partitioned table that is published as its partitions have no condition (TransformPubWhereClauses() of publicationcmds.c). */
static char *
find_publication_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CreatePublicationStmt *create = node->create_publication_stmt;

  for (size_t i = 0; create->n_options == 0 && i < create->n_pubobjects; i++)
    {
      const PgQuery__PublicationTable *published = create->pubobjects[i]->publication_obj_spec->pubtable;
      const RetortTable *table = published != NULL && published->where_clause != NULL ? find_table (self, published->relation) : NULL;

      if (table != NULL && table->kind == RETORT_RELATION_PARTITIONED_TABLE)
        return g_strdup_printf ("22023 cannot use publication WHERE clause for relation \"%s\"", table->name);
    }
  return NULL;
}

/* Whether a foreign key of another table points to what a table is a partition of. */
static gboolean
is_pointed_to (RetortSurvey *self, const RetortTable *partition)
{
  const RetortTable *table = partition;

  while (table != NULL && table->partition_bound != NULL && table->inherits != NULL && table->inherits[0] != NULL)
    {
      table = retort_survey_find_qualified (self, table->inherits[0]);
      for (guint i = 0; table != NULL && i < table->referenced_by->len; i++)
        {
          const RetortConstraintRef *reference = g_ptr_array_index (table->referenced_by, i);

          if (g_strcmp0 (reference->table, partition->name) != 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* The parts of a foreign key that point to a partition do not go by themselves. */
static char *
find_drop_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__DropStmt *drop = node->drop_stmt;

  if (drop->remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE || drop->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE || drop->n_objects != 1)
    return NULL;
  for (size_t i = 0; i < drop->n_objects; i++)
    {
      const PgQuery__List *names = drop->objects[i]->list;
      const char *schema = names->n_items > 1 ? retort_sql_names_get_last (names->n_items - 1, names->items) : NULL;
      const RetortTable *table = retort_survey_find_table (self, schema, retort_sql_names_get_last (names->n_items, names->items));

      if (table != NULL && is_pointed_to (self, table))
        return g_strdup_printf ("2BP01 cannot drop table %s because other objects depend on it", table->name);
    }
  return NULL;
}

static const struct
{
  PgQuery__Node__NodeCase statement;
  char *(*find) (RetortSurvey *self, const PgQuery__Node *node);
} misfits[] = {
  { PG_QUERY__NODE__NODE_ALTER_TABLE_STMT, find_alter_misfit },
  { PG_QUERY__NODE__NODE_INDEX_STMT, find_index_misfit },
  { PG_QUERY__NODE__NODE_CREATE_STMT, find_partition_misfit },
  { PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT, find_refresh_misfit },
  { PG_QUERY__NODE__NODE_CREATE_STATS_STMT, find_statistics_misfit },
  { PG_QUERY__NODE__NODE_DROP_STMT, find_drop_misfit },
  { PG_QUERY__NODE__NODE_CLUSTER_STMT, find_cluster_misfit },
  { PG_QUERY__NODE__NODE_TRUNCATE_STMT, find_truncate_misfit },
  { PG_QUERY__NODE__NODE_LOCK_STMT, find_lock_misfit },
  { PG_QUERY__NODE__NODE_MERGE_STMT, find_merge_misfit },
  { PG_QUERY__NODE__NODE_CREATE_PUBLICATION_STMT, find_publication_misfit },
};

/**
 * retort_survey_find_misfit: (skip)
 * @self: the survey, of a schema that is known
 * @node: a statement
 *
 * Returns: (transfer full) (nullable): SQLSTATE and words of the error that it ends in because of what its relation is
 */
char *
retort_survey_find_misfit (RetortSurvey *self, const PgQuery__Node *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (misfits); i++)
    if (misfits[i].statement == node->node_case)
      return misfits[i].find (self, node);
  return NULL;
}
