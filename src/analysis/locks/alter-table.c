/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ALTER TABLE: the lock is that of the action that needs most (AlterTableGetLockLevel() of tablecmds.c), and each action does
 * what it does to the table and, if it reaches them, its partitions and children. */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/type-private.h"

#include <string.h>

#define LEVELS "PostgreSQL docs, ALTER TABLE, Description"

/* Which tables an action is done to. */
typedef enum
{
  REACH_TABLE,      /* the one that is named */
  REACH_HEIRS,      /* its partitions and children too */
  REACH_PARTITIONS, /* its partitions too */
  REACH_TRIGGERS,   /* its partitions too, where they have the trigger from it */
  REACH_IDENTITY,   /* its partitions too, from 17 on */
} Reach;

typedef struct
{
  PgQuery__AlterTableType subtype;
  RetortLockLevel         level;
  Reach                   reach;
  RetortSurveyFunc        survey; /* nullable: nothing more */
} Action;

static void
survey_storage (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const char *wanted = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged ? "permanent" : "unlogged";

  if (surveyed.table != NULL && g_strcmp0 (surveyed.table->persistence, wanted) == 0)
    return;
  retort_survey_rewrite (self, surveyed, "PostgreSQL docs, ALTER TABLE, SET LOGGED", "it is written anew to become %s", wanted);
  if (surveyed.table != NULL && self->session->major >= 15)
    retort_survey_take_owned (self, RETORT_LOCK_ACCESS_EXCLUSIVE, surveyed.table, NULL, TRUE);
}

static void
survey_tablespace (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const char *current = surveyed.table != NULL && surveyed.table->tablespace != NULL ? surveyed.table->tablespace : "pg_default";

  if (surveyed.table != NULL && g_str_equal (current, command->name))
    return;
  retort_survey_rewrite (self, surveyed, "PostgreSQL docs, ALTER TABLE, SET TABLESPACE", "its file is copied to tablespace %s", command->name);
}

static void
survey_access_method (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const char *current = surveyed.table != NULL && surveyed.table->access_method != NULL ? surveyed.table->access_method : "heap";

  if (surveyed.table != NULL && surveyed.table->kind == RETORT_RELATION_PARTITIONED_TABLE && self->session->major < 17)
    retort_survey_fail (self, "42809 cannot change access method of a partitioned table");
  if (surveyed.table == NULL || command->name == NULL || !g_str_equal (current, command->name))
    retort_survey_rewrite (self, surveyed, "PostgreSQL docs, ALTER TABLE, SET ACCESS METHOD", "it is stored in another way");
}

static void
survey_inherit (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  gboolean is_added = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit;

  retort_survey_take_named (self, is_added ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_ACCESS_SHARE, command->def->range_var);
}

static void
survey_index_of (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn)
    retort_survey_take_index (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, surveyed.table, command->name);
  else if (command->def->replica_identity_stmt->name != NULL && command->def->replica_identity_stmt->name[0] != '\0')
    retort_survey_take_index (self, RETORT_LOCK_SHARE, surveyed.table, command->def->replica_identity_stmt->name);
}

/* What the history made belongs to whoever runs it. */
static gboolean
keeps_owner (const RetortTable *table, const PgQuery__RoleSpec *role)
{
  if (role == NULL)
    return FALSE;
  if (role->roletype == PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING)
    return g_strcmp0 (table->owner, role->rolename) == 0;
  return table->owner == NULL;
}

/* Sequences of its columns go to the new owner too, unless it is the old one. */
static void
survey_owner (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  if (surveyed.table != NULL && keeps_owner (surveyed.table, command->newowner))
    return;
  if (surveyed.table != NULL)
    retort_survey_take_owned (self, RETORT_LOCK_ACCESS_EXCLUSIVE, surveyed.table, NULL, FALSE);
  for (guint i = 0; surveyed.table != NULL && i < surveyed.table->indexes->len; i++)
    retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, surveyed.table, ((const RetortIndex *) g_ptr_array_index (surveyed.table->indexes, i))->name);
}

/* Its options are those of its sequence. */
static void
survey_identity (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__List *options = command->def != NULL && command->def->node_case == PG_QUERY__NODE__NODE_LIST ? command->def->list : NULL;
  gboolean changes_numbers = FALSE;

  for (size_t i = 0; options != NULL && i < options->n_items; i++)
    changes_numbers |= !g_str_equal (options->items[i]->def_elem->defname, "generated");
  if (surveyed.table != NULL)
    retort_survey_take_owned (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, surveyed.table, command->name, changes_numbers);
}

/* One that is added again under its name is dropped all the same. */
static void
survey_drop_constraint (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const RetortConstraint *constraint = retort_table_find_constraint (surveyed.table, command->name);

  const RetortTable *after = surveyed.table != NULL && self->after != NULL ? retort_schema_find_table (self->after, surveyed.table->schema, surveyed.table->name) : NULL;
  const RetortConstraint *again = after != NULL ? retort_table_find_constraint (after, command->name) : NULL;

  if (constraint != NULL && constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !constraint->is_inherited)
    {
      retort_survey_take_place (self, RETORT_LOCK_ACCESS_EXCLUSIVE, constraint->referenced_schema, constraint->referenced_table);
      retort_survey_lose_key (self, constraint);
    }
  if (constraint != NULL && constraint->index != NULL && again != NULL && again->index != NULL)
    retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, after, again->index)->builds = TRUE;
}

static const Action actions[] = {
#define AT(name) PG_QUERY__ALTER_TABLE_TYPE__AT_##name
  { AT (AddColumn), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, retort_survey_add_column },
  { AT (DropColumn), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, NULL },
  { AT (AlterColumnType), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, retort_survey_column_type },
  { AT (ColumnDefault), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, NULL },
  { AT (SetNotNull), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, retort_survey_set_not_null },
  { AT (DropNotNull), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, NULL },
  { AT (DropExpression), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, NULL },
  { AT (AddIdentity), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_IDENTITY, NULL },
  { AT (SetIdentity), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_IDENTITY, survey_identity },
  { AT (DropIdentity), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_IDENTITY, NULL },
  { AT (SetStorage), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, NULL },
  { AT (SetStatistics), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_HEIRS, NULL },
  { AT (SetOptions), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_TABLE, NULL },
  { AT (ResetOptions), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_TABLE, NULL },
  { AT (DropConstraint), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_HEIRS, survey_drop_constraint },
  { AT (AddConstraint), RETORT_LOCK_NONE, REACH_TABLE, retort_survey_add_constraint },
  { AT (AlterConstraint), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_PARTITIONS, NULL },
  { AT (ValidateConstraint), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_TABLE, retort_survey_validate },
  { AT (SetLogged), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_storage },
  { AT (SetUnLogged), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_storage },
  { AT (SetTableSpace), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_tablespace },
  { AT (SetAccessMethod), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_access_method },
  { AT (AddInherit), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_inherit },
  { AT (DropInherit), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_inherit },
  { AT (AttachPartition), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_TABLE, retort_survey_attach },
  { AT (DetachPartition), RETORT_LOCK_NONE, REACH_TABLE, retort_survey_detach },
  { AT (DetachPartitionFinalize), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_TABLE, NULL },
  { AT (SetRelOptions), RETORT_LOCK_NONE, REACH_TABLE, NULL },
  { AT (ResetRelOptions), RETORT_LOCK_NONE, REACH_TABLE, NULL },
  { AT (ReplicaIdentity), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_index_of },
  { AT (ClusterOn), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_TABLE, survey_index_of },
  { AT (DropCluster), RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, REACH_TABLE, NULL },
  { AT (ChangeOwner), RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, survey_owner },
  { AT (EnableTrig), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
  { AT (EnableAlwaysTrig), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
  { AT (EnableReplicaTrig), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
  { AT (EnableTrigAll), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
  { AT (EnableTrigUser), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
  { AT (DisableTrig), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
  { AT (DisableTrigAll), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
  { AT (DisableTrigUser), RETORT_LOCK_SHARE_ROW_EXCLUSIVE, REACH_TRIGGERS, NULL },
#undef AT
};

static const Action *
find_action (const PgQuery__AlterTableCmd *command)
{
  static const Action other = { PG_QUERY__ALTER_TABLE_TYPE__ALTER_TABLE_TYPE_UNDEFINED, RETORT_LOCK_ACCESS_EXCLUSIVE, REACH_TABLE, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].subtype == command->subtype)
      return &actions[i];
  return &other;
}

/* AlterTableGetRelOptionsLockLevel(): what only later statements look at needs little. */
static RetortLockLevel
level_of_options (const PgQuery__List *options)
{
  static const char *const light[] = { "fillfactor", "toast_tuple_target", "parallel_workers", "vacuum_index_cleanup", "vacuum_truncate",
                                       "log_autovacuum_min_duration", "deduplicate_items", "vacuum_max_eager_freeze_failure_rate",
                                       "vacuum_cleanup_index_scale_factor",
                                       "n_distinct", "n_distinct_inherited", NULL };
  RetortLockLevel level = RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE;

  for (size_t i = 0; i < options->n_items; i++)
    {
      const char *name = options->items[i]->def_elem->defname;

      if (!g_str_has_prefix (name, "autovacuum_") && !g_strv_contains (light, name))
        level = RETORT_LOCK_ACCESS_EXCLUSIVE;
    }
  return level;
}

static RetortLockLevel
level_of (const PgQuery__AlterTableCmd *command)
{
  const Action *action = find_action (command);

  switch ((int) command->subtype)
    {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
      return command->def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN ? RETORT_LOCK_SHARE_ROW_EXCLUSIVE
                                                                                        : RETORT_LOCK_ACCESS_EXCLUSIVE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
      return command->def->partition_cmd->concurrent ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_ACCESS_EXCLUSIVE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions:
      return level_of_options (command->def->list);
    default:
      return action->level;
    }
}

/* All partitions are locked whatever goes (ATCheckPartitionsNotInUse()), children for a CHECK that they inherit. */
static gboolean
reaches_by_drop (const RetortTable *table, const char *name, gboolean is_only)
{
  const RetortConstraint *constraint = retort_table_find_constraint (table, name);

  return table->kind == RETORT_RELATION_PARTITIONED_TABLE || (!is_only && (constraint == NULL || retort_constraint_is_inheritable (constraint)));
}

/* From 17 on partitions have the identity of their parent. */
static gboolean
reaches_by_identity (const RetortSurvey *self, const RetortTable *table)
{
  return self->session->major >= 17 && table->kind == RETORT_RELATION_PARTITIONED_TABLE;
}

/* Triggers for each row are in the partitions too, those of foreign keys among them; only ALL means these. Before 15 those are left
 * alone (EnableDisableTrigger() of trigger.c). */
static gboolean
reaches_by_trigger (const RetortSurvey *self, const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  gboolean is_all = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll || command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll;
  gboolean has_key = table->referenced_by->len > 0;
  gboolean has_trigger = FALSE;

  for (guint i = 0; i < table->constraints->len; i++)
    has_key |= ((const RetortConstraint *) g_ptr_array_index (table->constraints, i))->kind == RETORT_CONSTRAINT_FOREIGN_KEY;
  for (guint i = 0; i < table->triggers->len; i++)
    has_trigger |= strstr (((const RetortTrigger *) g_ptr_array_index (table->triggers, i))->definition, "FOR EACH ROW") != NULL;
  return table->kind == RETORT_RELATION_PARTITIONED_TABLE && (has_trigger || (is_all && has_key && self->session->major >= 15));
}

static gboolean
reaches (const RetortSurvey *self, const Action *action, const RetortTable *table, const PgQuery__AlterTableCmd *command, gboolean is_only)
{
  if (table != NULL && command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint)
    return reaches_by_drop (table, command->name, is_only);
  if (action->reach == REACH_TABLE || table == NULL || is_only)
    return FALSE;
  if (action->reach == REACH_IDENTITY)
    return reaches_by_identity (self, table);
  if (action->reach == REACH_TRIGGERS)
    return reaches_by_trigger (self, table, command);
  return action->reach == REACH_HEIRS || table->kind == RETORT_RELATION_PARTITIONED_TABLE;
}

/* What a partitioned table has already, its partitions are not asked for (ATPrepSetNotNull()). */
static gboolean
is_done_already (const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  const RetortColumn *column = table != NULL && command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull ? retort_table_find_column (table, command->name) : NULL;

  return column != NULL && !column->is_nullable && table->kind == RETORT_RELATION_PARTITIONED_TABLE;
}

/* ONLY: a column or a CHECK that the table loses becomes its children's own (ATExecDropColumn(), ATExecDropConstraint()). */
static void
survey_children (RetortSurvey *self, const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  const RetortConstraint *constraint = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint ? retort_table_find_constraint (table, command->name) : NULL;

  if (command->subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn && (constraint == NULL || constraint->kind != RETORT_CONSTRAINT_CHECK))
    return;
  for (guint i = 0; table->children != NULL && table->children[i] != NULL; i++)
    {
      const RetortTable *child = retort_survey_find_qualified (self, table->children[i]);

      if (child != NULL)
        retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, child);
    }
}

static void
survey_command (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, const PgQuery__AlterTableCmd *command, gboolean is_only)
{
  const Action *action = find_action (command);
  gboolean reaches_heirs = reaches (self, action, surveyed.table, command, is_only) && !is_done_already (surveyed.table, command);
  g_autoptr(GPtrArray) heirs = reaches_heirs ? retort_survey_list_heirs (self, surveyed.table) : NULL;

  if (action->survey != NULL)
    action->survey (self, surveyed, command);
  if (is_only && surveyed.table != NULL)
    survey_children (self, surveyed.table, command);
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    {
      RetortSurveyed heir = retort_survey_take_table (self, level, g_ptr_array_index (heirs, i));

      if (action->survey != NULL)
        action->survey (self, heir, command);
    }
}

static const PgQuery__Constraint *
find_clause (const PgQuery__ColumnDef *column, PgQuery__ConstrType type)
{
  for (size_t i = 0; i < column->n_constraints; i++)
    if (column->constraints[i]->constraint->contype == type)
      return column->constraints[i]->constraint;
  return NULL;
}

/* Whether new columns may hold something in rows that are there; NULL written as a default counts
 * (transformAlterTableStmt() of parser/parse_utilcmd.c). */
static gboolean
adds_values (const PgQuery__AlterTableStmt *alter)
{
  for (size_t i = 0; i < alter->n_cmds; i++)
    {
      const PgQuery__AlterTableCmd *command = alter->cmds[i]->alter_table_cmd;

      if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn
          && (find_clause (command->def->column_def, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT) != NULL
              || retort_type_of_serial (command->def->column_def->type_name) != NULL))
        return TRUE;
    }
  return FALSE;
}

static void
survey_inline_references (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableStmt *alter)
{
  gboolean validates = adds_values (alter);

  for (size_t i = 0; i < alter->n_cmds; i++)
    {
      const PgQuery__AlterTableCmd *command = alter->cmds[i]->alter_table_cmd;
      const PgQuery__Constraint *reference = NULL;

      if (command->subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn
          || (command->missing_ok && surveyed.table != NULL && retort_table_find_column (surveyed.table, command->def->column_def->colname) != NULL))
        continue;
      reference = find_clause (command->def->column_def, PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN);
      if (reference != NULL)
        retort_survey_references (self, alter->relation, reference->pktable, validates, surveyed);
    }
}

/* What is dropped is gone before anything else is done (AT_PASS_DROP). */
static gboolean
is_drop (const PgQuery__AlterTableCmd *command)
{
  switch ((int) command->subtype)
    {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression:
      return TRUE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
      return command->def == NULL;
    default:
      return FALSE;
    }
}

/* (nullable) (transfer full): what is there once the drops are done; NULL when nothing is dropped, or that fails. */
static RetortSchema *
apply_drops (RetortSurvey *self, const PgQuery__AlterTableStmt *alter)
{
  g_auto(RetortEffect) effect = { RETORT_EFFECT_NONE, NULL };
  g_autofree PgQuery__Node **commands = g_new0 (PgQuery__Node *, alter->n_cmds);
  g_autoptr(RetortSchema) left = NULL;
  PgQuery__AlterTableStmt drops = *alter;
  PgQuery__Node node = PG_QUERY__NODE__INIT;

  drops.n_cmds = 0;
  drops.cmds = commands;
  for (size_t i = 0; i < alter->n_cmds; i++)
    if (is_drop (alter->cmds[i]->alter_table_cmd))
      commands[drops.n_cmds++] = alter->cmds[i];
  if (self->before == NULL || drops.n_cmds == 0 || drops.n_cmds == alter->n_cmds)
    return NULL;
  node.node_case = PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
  node.alter_table_stmt = &drops;
  left = retort_schema_apply (self->before, &node, &effect);
  return effect.kind == RETORT_EFFECT_CHANGED ? g_steal_pointer (&left) : NULL;
}

static void
survey_commands (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, const PgQuery__AlterTableStmt *alter, gboolean of_drops)
{
  for (size_t i = 0; i < alter->n_cmds; i++)
    if (is_drop (alter->cmds[i]->alter_table_cmd) == of_drops)
      survey_command (self, surveyed, level, alter->cmds[i]->alter_table_cmd, !alter->relation->inh);
}

/* Of an index: its own lock, and partitions of it. */
static void
survey_alter_index (RetortSurvey *self, const PgQuery__AlterTableStmt *alter, RetortLockLevel level)
{
  const char *schema = alter->relation->schemaname != NULL && alter->relation->schemaname[0] != '\0' ? alter->relation->schemaname : NULL;
  const RetortIndex *index = NULL;
  const RetortTable *table = retort_survey_find_index (self, schema, alter->relation->relname, &index);
  const PgQuery__AlterTableCmd *command = alter->cmds[0]->alter_table_cmd;

  retort_survey_take_index (self, level, table, alter->relation->relname);
  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace && index != NULL
      && !g_str_equal (index->tablespace != NULL ? index->tablespace : "pg_default", command->name))
    retort_survey_build (self, table, index);
  if (command->subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition)
    return;
  if (table != NULL)
    retort_survey_take_table (self, RETORT_LOCK_ACCESS_SHARE, table);
  schema = command->def->partition_cmd->name->schemaname;
  table = retort_survey_find_index (self, schema != NULL && schema[0] != '\0' ? schema : NULL, command->def->partition_cmd->name->relname, &index);
  retort_survey_take_index (self, RETORT_LOCK_ACCESS_EXCLUSIVE, table, command->def->partition_cmd->name->relname);
  if (table != NULL)
    retort_survey_take_table (self, RETORT_LOCK_ACCESS_SHARE, table);
}

typedef struct
{
  RetortSurvey                  *survey;
  const char                    *schema; /* nullable */
  const char                    *type;
  const PgQuery__AlterTableStmt *alter; /* nullable: what is done to the type */
} Typed;

static void
take_if_typed_cb (gpointer object, gpointer user_data)
{
  const RetortTable *table = object;
  const Typed *typed = user_data;
  g_autofree char *place = typed->schema != NULL ? retort_quote_place (typed->schema, typed->type) : NULL;
  RetortSurveyed surveyed = { NULL, NULL };

  if (table->of_type == NULL || (!g_str_equal (table->of_type, typed->type) && g_strcmp0 (table->of_type, place) != 0))
    return;
  surveyed = retort_survey_take_table (typed->survey, RETORT_LOCK_ACCESS_EXCLUSIVE, table);
  for (size_t i = 0; typed->alter != NULL && i < typed->alter->n_cmds; i++)
    {
      const PgQuery__AlterTableCmd *command = typed->alter->cmds[i]->alter_table_cmd;
      const Action *action = find_action (command);

      if (action->survey != NULL)
        action->survey (typed->survey, surveyed, command);
    }
}

/**
 * retort_survey_composite: (skip)
 * @self: the survey
 * @relation: a composite type
 * @alter: (nullable): what is done to its columns; with CASCADE that is done to the tables, too (ATTypedTableRecursion())
 *
 * It has a relation of its own, for which nobody waits, and tables that are made of it.
 */
void
retort_survey_composite (RetortSurvey *self, const PgQuery__RangeVar *relation, const PgQuery__AlterTableStmt *alter)
{
  const char *schema = relation->schemaname != NULL && relation->schemaname[0] != '\0' ? relation->schemaname : NULL;
  const char *const *path = self->before != NULL ? retort_schema_get_current_path (self->before) : NULL;
  Typed typed = { self, schema, relation->relname, alter };

  for (; schema == NULL && path != NULL && *path != NULL; path++)
    if (retort_schema_find (self->before, RETORT_OBJECT_COMPOSITE, *path, relation->relname) != NULL)
      schema = *path;
  typed.schema = schema;
  retort_survey_take (self, RETORT_LOCK_ACCESS_EXCLUSIVE, RETORT_LOCKED_VIEW, schema, relation->relname);
  if (self->before != NULL)
    retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, take_if_typed_cb, &typed);
}

/* Its one row is written into a new file when it is logged otherwise, from 15 on. */
static void
alter_sequence (RetortSurvey *self, const PgQuery__AlterTableStmt *alter, RetortLockLevel level)
{
  RetortRelationEffect *effect = retort_survey_take_sequence (self, level, alter->relation->schemaname[0] != '\0' ? alter->relation->schemaname : NULL,
                                                              alter->relation->relname);

  for (size_t i = 0; i < alter->n_cmds; i++)
    switch ((int) alter->cmds[i]->alter_table_cmd->subtype)
      {
      case PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged:
      case PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged:
        effect->rewrites = TRUE;
        break;
      default:
        break;
      }
}

/**
 * retort_survey_alter_table: (skip)
 * @self: the survey
 * @node: ALTER TABLE, or ALTER of another kind of relation in its words
 */
void
retort_survey_alter_table (RetortSurvey *self, const PgQuery__Node *node)
{
  const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;
  RetortLockLevel level = RETORT_LOCK_NONE;
  RetortSurveyed surveyed = { NULL, NULL };
  g_autoptr(RetortSchema) left = NULL;
  RetortSurvey inner = { NULL };

  for (size_t i = 0; i < alter->n_cmds; i++)
    level = MAX (level, level_of (alter->cmds[i]->alter_table_cmd));
  if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
    {
      survey_alter_index (self, alter, level);
      return;
    }
  if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE)
    {
      retort_survey_composite (self, alter->relation, alter);
      return;
    }
  if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE)
    {
      alter_sequence (self, alter, level);
      return;
    }
  if (alter->missing_ok && self->before != NULL && retort_survey_find_table (self, alter->relation->schemaname[0] != '\0' ? alter->relation->schemaname : NULL, alter->relation->relname) == NULL
      && self->effect != NULL && self->effect->kind == RETORT_EFFECT_NONE)
    return;
  self->is_only = !alter->relation->inh;
  surveyed = retort_survey_take_named (self, level, alter->relation);
  survey_commands (self, surveyed, level, alter, TRUE);
  left = apply_drops (self, alter);
  inner = *self;
  if (left != NULL)
    {
      inner.before = left;
      surveyed.table = surveyed.table != NULL ? retort_schema_find_table (left, surveyed.table->schema, surveyed.table->name) : NULL;
    }
  survey_commands (&inner, surveyed, level, alter, FALSE);
  survey_inline_references (&inner, surveyed, alter);
  retort_survey_explain (surveyed.effect, LEVELS, "the table's definition changes");
}
