/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function per kind of statement, found in a table (PostgreSQL docs, Explicit Locking; src/backend/tcop/utility.c). */
#include "analysis/locks/survey-private.h"

#define LEVELS "PostgreSQL docs, Explicit Locking, Table-Level Locks"

static const char *
text_or_null (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : NULL;
}

static void
create_inherited (RetortSurvey *self, const PgQuery__CreateStmt *create)
{
  gboolean is_partition = create->partbound != NULL;

  for (size_t i = 0; i < create->n_inh_relations; i++)
    {
      RetortSurveyed parent = retort_survey_take_named (self, is_partition ? RETORT_LOCK_ACCESS_EXCLUSIVE : RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE,
                                                        create->inh_relations[i]->range_var);

      retort_survey_explain (parent.effect, LEVELS, is_partition ? "it gets a partition" : "it gets a child");
      if (is_partition && parent.table != NULL)
        {
          retort_survey_default_partition (self, parent.table, create->partbound);
          retort_survey_indexes_of_parent (self, parent.table);
          retort_survey_referencing_partition (self, parent.table);
        }
      for (guint j = 0; is_partition && parent.table != NULL && j < parent.table->constraints->len; j++)
        {
          const RetortConstraint *key = g_ptr_array_index (parent.table->constraints, j);

          if (key->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
            retort_survey_take_partitions (self, retort_survey_take_place (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, key->referenced_schema, key->referenced_table),
                                           RETORT_LOCK_SHARE_ROW_EXCLUSIVE);
        }
    }
}

static void
create_references (RetortSurvey *self, const PgQuery__RangeVar *own, const PgQuery__Node *element)
{
  RetortSurveyed none = { NULL, NULL };
  gboolean is_self = FALSE;

  if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
    {
      for (size_t i = 0; i < element->column_def->n_constraints; i++)
        create_references (self, own, element->column_def->constraints[i]);
      return;
    }
  if (element->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE)
    {
      retort_survey_take_named (self, RETORT_LOCK_ACCESS_SHARE, element->table_like_clause->relation);
      return;
    }
  if (element->node_case != PG_QUERY__NODE__NODE_CONSTRAINT || element->constraint->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
    return;
  is_self = g_str_equal (element->constraint->pktable->relname, own->relname)
            && g_strcmp0 (element->constraint->pktable->schemaname, own->schemaname) == 0;
  if (!is_self)
    retort_survey_references (self, own, element->constraint->pktable, FALSE, none);
}

/**
 * retort_survey_create_table: (skip)
 * @self: the survey
 * @node: CREATE TABLE
 */
void
retort_survey_create_table (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CreateStmt *create = node->create_stmt;

  if (create->if_not_exists && self->effect != NULL && self->effect->kind == RETORT_EFFECT_NONE)
    return;
  create_inherited (self, create);
  for (size_t i = 0; i < create->n_table_elts; i++)
    create_references (self, create->relation, create->table_elts[i]);
  for (size_t i = 0; i < create->n_constraints; i++)
    create_references (self, create->relation, create->constraints[i]);
}

/* Its relation of its own, for which nobody waits. */
static void
rename_type (RetortSurvey *self, const PgQuery__List *names)
{
  const char *const *path = self->before != NULL ? retort_schema_get_current_path (self->before) : NULL;
  const char *name = retort_sql_names_get_last (names->n_items, names->items);
  const char *schema = names->n_items > 1 ? retort_sql_names_get_last (names->n_items - 1, names->items) : NULL;

  for (; schema == NULL && path != NULL && *path != NULL; path++)
    if (retort_schema_find (self->before, RETORT_OBJECT_COMPOSITE, *path, name) != NULL)
      schema = *path;
  if (schema != NULL && retort_schema_find (self->before, RETORT_OBJECT_COMPOSITE, schema, name) != NULL)
    retort_survey_take (self, RETORT_LOCK_ACCESS_EXCLUSIVE, RETORT_LOCKED_VIEW, schema, name);
}

static void
survey_composite_type (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__RangeVar *name = node->composite_type_stmt->typevar;

  retort_survey_take (self, RETORT_LOCK_ACCESS_EXCLUSIVE, RETORT_LOCKED_VIEW, text_or_null (name->schemaname), name->relname)->is_new = TRUE;
}

/* Columns and CHECKs have their names in partitions and children too; triggers in partitions, from 15 on. */
static gboolean
renames_heirs (RetortSurvey *self, const RetortTable *table, const PgQuery__RenameStmt *rename)
{
  const RetortConstraint *constraint = NULL;

  if (table == NULL || !rename->relation->inh)
    return FALSE;
  switch ((int) rename->rename_type)
    {
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
      return TRUE;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
      return table->kind == RETORT_RELATION_PARTITIONED_TABLE && self->session->major >= 15;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
      constraint = retort_table_find_constraint (table, rename->subname);
      return constraint == NULL || retort_constraint_is_inheritable (constraint);
    default:
      return FALSE;
    }
}

static void
survey_rename (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__RenameStmt *rename = node->rename_stmt;
  const char *schema = rename->relation != NULL ? text_or_null (rename->relation->schemaname) : NULL;
  const RetortIndex *index = NULL;
  const RetortTable *table = NULL;
  RetortSurveyed surveyed = { NULL, NULL };
  g_autoptr(GPtrArray) heirs = NULL;

  if (rename->relation == NULL)
    {
      if (rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE && rename->object->node_case == PG_QUERY__NODE__NODE_LIST)
        rename_type (self, rename->object->list);
      return;
    }
  if (rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_ATTRIBUTE)
    {
      retort_survey_composite (self, rename->relation, NULL);
      return;
    }
  table = retort_survey_find_index (self, schema, rename->relation->relname, &index);
  if (rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX || table != NULL)
    {
      retort_survey_take_index (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, table, rename->relation->relname);
      return;
    }
  if (rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE)
    {
      retort_survey_take_sequence (self, RETORT_LOCK_ACCESS_EXCLUSIVE, schema, rename->relation->relname);
      return;
    }
  surveyed = retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, rename->relation);
  heirs = renames_heirs (self, surveyed.table, rename) ? retort_survey_list_heirs (self, surveyed.table) : NULL;
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i));
}

static void
survey_set_schema (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__AlterObjectSchemaStmt *alter = node->alter_object_schema_stmt;
  RetortSurveyed surveyed = { NULL, NULL };

  if (alter->relation == NULL)
    return;
  if (alter->object_type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE)
    retort_survey_take_sequence (self, RETORT_LOCK_ACCESS_EXCLUSIVE, text_or_null (alter->relation->schemaname), alter->relation->relname);
  else
    surveyed = retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, alter->relation);
  /* Its sequences move with it (tablecmds.c, AlterSeqNamespaces()). */
  if (surveyed.table != NULL)
    retort_survey_take_owned (self, RETORT_LOCK_ACCESS_EXCLUSIVE, surveyed.table, NULL, FALSE);
}

static void
take_of_names (RetortSurvey *self, RetortLockLevel level, RetortLockedKind kind, const PgQuery__List *names, size_t n_names)
{
  const char *name = retort_sql_names_get_last (n_names, names->items);
  const char *schema = n_names > 1 ? retort_sql_names_get_last (n_names - 1, names->items) : NULL;
  const RetortIndex *index = NULL;

  if (kind == RETORT_LOCKED_INDEX)
    retort_survey_take_index (self, level, retort_survey_find_index (self, schema, name, &index), name);
  else if (kind == RETORT_LOCKED_SEQUENCE)
    retort_survey_take_sequence (self, level, schema, name);
  else
    retort_survey_take_place (self, level, schema, name);
}

/* The lock that what is said of a whole relation takes; nothing for what is no relation. */
static void
take_of_relation (RetortSurvey *self, PgQuery__ObjectType type, const PgQuery__List *names)
{
  switch ((int) type)
    {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE:
      take_of_names (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, RETORT_LOCKED_TABLE, names, names->n_items);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
      take_of_names (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, RETORT_LOCKED_SEQUENCE, names, names->n_items);
      break;
    default:
      break;
    }
}

/* Parts of tables are looked up by their tables, which stay locked a little. */
static void
survey_comment (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CommentStmt *comment = node->comment_stmt;
  const PgQuery__List *names = comment->object->node_case == PG_QUERY__NODE__NODE_LIST ? comment->object->list : NULL;

  if (names == NULL)
    return;
  switch ((int) comment->objtype)
    {
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
      take_of_names (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, RETORT_LOCKED_INDEX, names, names->n_items);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
      take_of_names (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, RETORT_LOCKED_TABLE, names, names->n_items - 1);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY:
    case PG_QUERY__OBJECT_TYPE__OBJECT_RULE:
      take_of_names (self, RETORT_LOCK_ACCESS_SHARE, RETORT_LOCKED_TABLE, names, names->n_items - 1);
      break;
    default:
      take_of_relation (self, comment->objtype, names);
      break;
    }
}

/* From 18 on the relation is held while its privileges change. */
static void
survey_grant (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__GrantStmt *grant = node->grant_stmt;

  if (self->session->major < 18 || grant->targtype != PG_QUERY__GRANT_TARGET_TYPE__ACL_TARGET_OBJECT)
    return;
  for (size_t i = 0; i < grant->n_objects; i++)
    {
      const PgQuery__RangeVar *relation = grant->objects[i]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR ? grant->objects[i]->range_var : NULL;

      if (relation != NULL && grant->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE)
        retort_survey_take_sequence (self, RETORT_LOCK_ACCESS_SHARE, text_or_null (relation->schemaname), relation->relname);
      else if (relation != NULL)
        retort_survey_take_named (self, RETORT_LOCK_ACCESS_SHARE, relation);
    }
}

static void
survey_create_trigger (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CreateTrigStmt *trigger = node->create_trig_stmt;
  RetortSurveyed surveyed = retort_survey_take_named (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, trigger->relation);
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL && surveyed.table->kind == RETORT_RELATION_PARTITIONED_TABLE && trigger->row
                                   ? retort_survey_list_heirs (self, surveyed.table)
                                   : NULL;

  retort_survey_explain (surveyed.effect, LEVELS, "it gets a trigger");
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    retort_survey_take_table (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, g_ptr_array_index (heirs, i));
  if (trigger->constrrel != NULL)
    retort_survey_take_named (self, RETORT_LOCK_ACCESS_SHARE, trigger->constrrel);
}

static void
survey_create_policy (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, node->create_policy_stmt->table);
  retort_survey_mentioned (self, node);
}

static void
survey_alter_policy (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, node->alter_policy_stmt->table);
  retort_survey_mentioned (self, node);
}

static void
survey_create_rule (RetortSurvey *self, const PgQuery__Node *node)
{
  for (size_t i = 0; i < node->rule_stmt->n_actions; i++)
    retort_survey_looked_at (self, node->rule_stmt->actions[i], RETORT_QUERY_NAMED);
  retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, node->rule_stmt->relation);
}

static void
survey_create_statistics (RetortSurvey *self, const PgQuery__Node *node)
{
  for (size_t i = 0; i < node->create_stats_stmt->n_relations; i++)
    retort_survey_take_named (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, node->create_stats_stmt->relations[i]->range_var);
}

static void
survey_create_view (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__ViewStmt *view = node->view_stmt;

  retort_survey_mentioned (self, view->query);
  if (view->replace && retort_survey_find_table (self, text_or_null (view->view->schemaname), view->view->relname) != NULL)
    retort_survey_take_named (self, RETORT_LOCK_ACCESS_EXCLUSIVE, view->view);
}

static void
survey_create_table_as (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CreateTableAsStmt *create = node->create_table_as_stmt;

  if (create->if_not_exists && self->effect != NULL && self->effect->kind == RETORT_EFFECT_NONE)
    return;
  if (create->into != NULL && create->into->skip_data)
    retort_survey_mentioned (self, create->query);
  else
    retort_survey_query (self, create->query);
}

/* Children that are no partitions are published with their parent (OpenTableList() of publicationcmds.c). */
static void
take_published (RetortSurvey *self, size_t n_objects, PgQuery__Node *const *objects)
{
  for (size_t i = 0; i < n_objects; i++)
    {
      const PgQuery__PublicationTable *published = objects[i]->publication_obj_spec->pubtable;
      RetortSurveyed surveyed = { NULL, NULL };
      g_autoptr(GPtrArray) heirs = NULL;

      if (published == NULL)
        continue;
      surveyed = retort_survey_take_named (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, published->relation);
      heirs = surveyed.table != NULL && surveyed.table->kind == RETORT_RELATION_TABLE && published->relation->inh ? retort_survey_list_heirs (self, surveyed.table) : NULL;
      for (guint j = 1; heirs != NULL && j < heirs->len; j++)
        retort_survey_take_table (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, g_ptr_array_index (heirs, j));
    }
}

/* EXPLAIN, PREPARE and DECLARE look at the query; only EXPLAIN ANALYZE runs it. */
static void
survey_explain (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__ExplainStmt *explain = node->explain_stmt;

  if (retort_explain_runs (explain))
    retort_survey_statement (self, explain->query);
  else
    retort_survey_looked_at (self, explain->query, RETORT_QUERY_PLANNED);
}

static void
survey_prepare (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_looked_at (self, node->prepare_stmt->query, RETORT_QUERY_REWRITTEN);
}

static void
survey_cursor (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_query (self, node->declare_cursor_stmt->query);
}

static void
survey_execute (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_doubt (self, "what was prepared decides");
}

static void
survey_create_publication (RetortSurvey *self, const PgQuery__Node *node)
{
  take_published (self, node->create_publication_stmt->n_pubobjects, node->create_publication_stmt->pubobjects);
}

typedef struct
{
  RetortSurvey *survey;
  const char   *name;
} Publication;

static void
take_published_cb (gpointer object, gpointer user_data)
{
  const Publication *publication = user_data;

  if (retort_table_is_published (object, publication->name))
    retort_survey_take_table (publication->survey, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, object);
}

/* What SET leaves out is looked at, too (AlterPublicationTables() of publicationcmds.c). */
static void
take_published_before (RetortSurvey *self, const char *name)
{
  Publication publication = { self, name };

  if (self->before != NULL)
    retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, take_published_cb, &publication);
  else
    retort_survey_doubt (self, "what it published before is locked too");
}

static void
survey_alter_publication (RetortSurvey *self, const PgQuery__Node *node)
{
  take_published (self, node->alter_publication_stmt->n_pubobjects, node->alter_publication_stmt->pubobjects);
  if (node->alter_publication_stmt->action == PG_QUERY__ALTER_PUBLICATION_ACTION__AP_SetObjects)
    take_published_before (self, node->alter_publication_stmt->pubname);
}

static gboolean
is_owned_by (const PgQuery__Node *option)
{
  return g_str_equal (option->def_elem->defname, "owned_by");
}

/* What changes its numbers writes it anew. */
static void
survey_alter_sequence (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__AlterSeqStmt *alter = node->alter_seq_stmt;
  RetortRelationEffect *effect = retort_survey_take_sequence (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, text_or_null (alter->sequence->schemaname), alter->sequence->relname);

  for (size_t i = 0; i < alter->n_options; i++)
    {
      const PgQuery__List *names = is_owned_by (alter->options[i]) ? alter->options[i]->def_elem->arg->list : NULL;

      effect->rewrites |= names == NULL;
      if (names != NULL && names->n_items > 1)
        take_of_names (self, RETORT_LOCK_ACCESS_SHARE, RETORT_LOCKED_TABLE, names, names->n_items - 1);
    }
}

static void
survey_create_sequence (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__CreateSeqStmt *create = node->create_seq_stmt;

  for (size_t i = 0; i < create->n_options; i++)
    {
      const PgQuery__List *names = is_owned_by (create->options[i]) ? create->options[i]->def_elem->arg->list : NULL;

      if (names != NULL && names->n_items > 1)
        take_of_names (self, RETORT_LOCK_ACCESS_SHARE, RETORT_LOCKED_TABLE, names, names->n_items - 1);
    }
}

static void
survey_call (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_called (self, node->call_stmt->funccall);
  retort_survey_doubt (self, "what it calls may lock more");
}

/* What becomes, or is no longer, part of an extension (ExecAlterExtensionContentsStmt() of commands/extension.c). */
static void
survey_extension_contents (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__AlterExtensionContentsStmt *alter = node->alter_extension_contents_stmt;
  const PgQuery__List *names = alter->object->node_case == PG_QUERY__NODE__NODE_LIST ? alter->object->list : NULL;

  if (names != NULL)
    take_of_relation (self, alter->objtype, names);
}

static void
survey_extension (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_doubt (self, "the extension's own script decides");
}

static void
survey_owned (RetortSurvey *self, const PgQuery__Node *node)
{
  retort_survey_doubt (self, "it is about everything that a role owns");
}

typedef struct
{
  PgQuery__Node__NodeCase statement;
  void (*survey) (RetortSurvey *self, const PgQuery__Node *node);
} StatementRow;

static const StatementRow statements[] = {
  { PG_QUERY__NODE__NODE_ALTER_TABLE_STMT, retort_survey_alter_table },
  { PG_QUERY__NODE__NODE_CREATE_STMT, retort_survey_create_table },
  { PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT, survey_create_table_as },
  { PG_QUERY__NODE__NODE_INDEX_STMT, retort_survey_create_index },
  { PG_QUERY__NODE__NODE_DROP_STMT, retort_survey_drop },
  { PG_QUERY__NODE__NODE_RENAME_STMT, survey_rename },
  { PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT, survey_set_schema },
  { PG_QUERY__NODE__NODE_TRUNCATE_STMT, retort_survey_truncate },
  { PG_QUERY__NODE__NODE_SELECT_STMT, retort_survey_query },
  { PG_QUERY__NODE__NODE_INSERT_STMT, retort_survey_query },
  { PG_QUERY__NODE__NODE_UPDATE_STMT, retort_survey_query },
  { PG_QUERY__NODE__NODE_DELETE_STMT, retort_survey_query },
  { PG_QUERY__NODE__NODE_MERGE_STMT, retort_survey_query },
  { PG_QUERY__NODE__NODE_COPY_STMT, retort_survey_query },
  { PG_QUERY__NODE__NODE_COMMENT_STMT, survey_comment },
  { PG_QUERY__NODE__NODE_GRANT_STMT, survey_grant },
  { PG_QUERY__NODE__NODE_VACUUM_STMT, retort_survey_vacuum },
  { PG_QUERY__NODE__NODE_CLUSTER_STMT, retort_survey_cluster },
  { PG_QUERY__NODE__NODE_REINDEX_STMT, retort_survey_reindex },
  { PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT, retort_survey_refresh },
  { PG_QUERY__NODE__NODE_CREATE_TRIG_STMT, survey_create_trigger },
  { PG_QUERY__NODE__NODE_CREATE_POLICY_STMT, survey_create_policy },
  { PG_QUERY__NODE__NODE_ALTER_POLICY_STMT, survey_alter_policy },
  { PG_QUERY__NODE__NODE_RULE_STMT, survey_create_rule },
  { PG_QUERY__NODE__NODE_VIEW_STMT, survey_create_view },
  { PG_QUERY__NODE__NODE_CREATE_STATS_STMT, survey_create_statistics },
  { PG_QUERY__NODE__NODE_CREATE_PUBLICATION_STMT, survey_create_publication },
  { PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT, survey_alter_publication },
  { PG_QUERY__NODE__NODE_COMPOSITE_TYPE_STMT, survey_composite_type },
  { PG_QUERY__NODE__NODE_EXPLAIN_STMT, survey_explain },
  { PG_QUERY__NODE__NODE_PREPARE_STMT, survey_prepare },
  { PG_QUERY__NODE__NODE_EXECUTE_STMT, survey_execute },
  { PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT, survey_cursor },
  { PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT, retort_survey_alter_domain },
  { PG_QUERY__NODE__NODE_ALTER_SEQ_STMT, survey_alter_sequence },
  { PG_QUERY__NODE__NODE_CREATE_SEQ_STMT, survey_create_sequence },
  { PG_QUERY__NODE__NODE_LOCK_STMT, retort_survey_lock },
  { PG_QUERY__NODE__NODE_DO_STMT, retort_survey_block },
  { PG_QUERY__NODE__NODE_CALL_STMT, survey_call },
  { PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT, retort_survey_create_function },
  { PG_QUERY__NODE__NODE_DROP_OWNED_STMT, survey_owned },
  { PG_QUERY__NODE__NODE_REASSIGN_OWNED_STMT, survey_owned },
  { PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT, survey_extension },
  { PG_QUERY__NODE__NODE_ALTER_EXTENSION_STMT, survey_extension },
  { PG_QUERY__NODE__NODE_ALTER_EXTENSION_CONTENTS_STMT, survey_extension_contents },
};

/**
 * retort_survey_statement: (skip)
 * @self: the survey
 * @node: any statement
 */
void
retort_survey_statement (RetortSurvey *self, const PgQuery__Node *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (statements[i].statement == node->node_case)
      statements[i].survey (self, node);
}
