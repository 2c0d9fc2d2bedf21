/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The locks of ALTER TABLE, one row a subcommand. What is not in the table needs ACCESS EXCLUSIVE
 * and nothing more, as AlterTableGetLockLevel() has it (PostgreSQL 15, commands/tablecmds.c). */
#include "analysis/locks/lock-set.h"

#include <string.h>

typedef void (*Examine) (LockSet *set, const PgQuery__RangeVar *relation,
                         const PgQuery__AlterTableCmd *command);

typedef struct
{
  PgQuery__AlterTableType subtype;
  LockMode mode;
  Examine examine; /* nullable: adds what else there is to say */
} Subcommand;

static gboolean
is_null_constant (const PgQuery__Node *expression)
{
  if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return is_null_constant (expression->type_cast->arg);
  return expression->node_case == PG_QUERY__NODE__NODE_A_CONST && expression->a_const->isnull;
}

static const PgQuery__Constraint *
find_constraint (const PgQuery__ColumnDef *column, PgQuery__ConstrType type)
{
  for (size_t i = 0; i < column->n_constraints; i++)
    if (column->constraints[i]->constraint->contype == type)
      return column->constraints[i]->constraint;
  return NULL;
}

static gboolean
is_serial (const PgQuery__TypeName *type)
{
  static const char *const serials[]
      = { "serial", "bigserial", "smallserial", "serial2", "serial4", "serial8", NULL };
  const char *name = retort_sql_names_get_last (type->n_names, type->names);

  return name != NULL && g_strv_contains (serials, name);
}

/**
 * lock_inline_references: (skip)
 * @set: the locks
 * @column: a column that is made
 *
 * Adds the lock on each table that the column references.
 */
void
lock_inline_references (LockSet *set, const PgQuery__ColumnDef *column)
{
  const PgQuery__Constraint *reference
      = find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN);

  if (reference != NULL)
    lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, reference->pktable);
}

static void
examine_add_column (LockSet *set, const PgQuery__RangeVar *relation,
                    const PgQuery__AlterTableCmd *command)
{
  const PgQuery__ColumnDef *column = command->def->column_def;
  const PgQuery__Constraint *fallback
      = find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT);
  const RetortTable *table = lock_set_find_table (set, relation);
  gboolean has_value = fallback != NULL && !is_null_constant (fallback->raw_expr);

  if (command->missing_ok && table != NULL
      && retort_table_find_column (table, column->colname) != NULL)
    return;
  if ((has_value && lock_may_be_volatile (fallback->raw_expr)) || is_serial (column->type_name)
      || find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) != NULL
      || find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED) != NULL
      || lock_domain_is_checked (set, column->type_name))
    lock_set_rewrite (set);
  if (find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_CHECK) != NULL
      || find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE) != NULL
      || find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) != NULL
      || (has_value && find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) != NULL))
    set->scans = TRUE;
  lock_inline_references (set, column);
}

/* A valid CHECK that says as much makes the scan needless (PostgreSQL 12). */
static void
examine_set_not_null (LockSet *set, const PgQuery__RangeVar *relation,
                      const PgQuery__AlterTableCmd *command)
{
  const RetortTable *table = lock_set_find_table (set, relation);
  g_autofree char *quoted = retort_sql_quote_identifier (command->name);
  g_autofree char *proof = g_strdup_printf ("(%s IS NOT NULL)", quoted);

  for (guint i = 0; table != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (constraint->kind == RETORT_CONSTRAINT_CHECK && constraint->is_valid
          && strstr (constraint->definition, proof) != NULL
          && strstr (constraint->definition, " OR ") == NULL)
        return;
    }
  set->scans = TRUE;
}

static gboolean
has_nullable_key (const RetortTable *table, const char *index_name)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      for (guint j = 0; g_str_equal (index->name, index_name) && index->columns[j] != NULL; j++)
        {
          const RetortColumn *column = retort_table_find_column (table, index->columns[j]);

          if (column == NULL || column->is_nullable)
            return TRUE;
        }
    }
  return FALSE;
}

/* A key over an index that exists is only taken over; a primary key still reads the table when a
 * column may be NULL. */
static void
examine_key (LockSet *set, const PgQuery__RangeVar *relation, const PgQuery__Constraint *key)
{
  const RetortTable *table = lock_set_find_table (set, relation);
  gboolean uses_index = key->indexname != NULL && key->indexname[0] != '\0';
  gboolean is_primary = key->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;

  if (!uses_index || (is_primary && (table == NULL || has_nullable_key (table, key->indexname))))
    set->scans = TRUE;
}

static void
examine_add_constraint (LockSet *set, const PgQuery__RangeVar *relation,
                        const PgQuery__AlterTableCmd *command)
{
  const PgQuery__Constraint *constraint = command->def->constraint;

  if (constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
    {
      lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, relation);
      lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, constraint->pktable);
      set->scans |= !constraint->skip_validation;
      return;
    }
  lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, relation);
  if (constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK)
    set->scans |= !constraint->skip_validation;
  else
    examine_key (set, relation, constraint);
}

/**
 * lock_referenced: (skip)
 * @set: the locks
 * @constraint: a constraint that goes away
 *
 * Adds the lock on the table that a foreign key points to: its triggers go away too.
 */
void
lock_referenced (LockSet *set, const RetortConstraint *constraint)
{
  if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
    lock_set_take_named (set, LOCK_ACCESS_EXCLUSIVE, constraint->referenced_schema,
                         constraint->referenced_table);
}

static void
examine_drop (LockSet *set, const PgQuery__RangeVar *relation,
              const PgQuery__AlterTableCmd *command)
{
  const RetortTable *table = lock_set_find_table (set, relation);
  gboolean is_column = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn;

  for (guint i = 0; table != NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (is_column
              ? constraint->columns != NULL
                    && g_strv_contains ((const char *const *) constraint->columns, command->name)
              : g_str_equal (constraint->name, command->name))
        lock_referenced (set, constraint);
    }
}

static void
examine_validate (LockSet *set, const PgQuery__RangeVar *relation,
                  const PgQuery__AlterTableCmd *command)
{
  set->scans = TRUE;
}

static void
examine_rewrite (LockSet *set, const PgQuery__RangeVar *relation,
                 const PgQuery__AlterTableCmd *command)
{
  lock_set_rewrite (set);
}

static void
examine_inherit (LockSet *set, const PgQuery__RangeVar *relation,
                 const PgQuery__AlterTableCmd *command)
{
  lock_set_take (set, LOCK_SHARE_UPDATE_EXCLUSIVE, command->def->range_var);
}

/* The partition is locked hard and read; the parent only lightly (PostgreSQL 12). */
static void
examine_attach (LockSet *set, const PgQuery__RangeVar *relation,
                const PgQuery__AlterTableCmd *command)
{
  lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, command->def->partition_cmd->name);
  set->scans = TRUE;
}

static void
examine_detach (LockSet *set, const PgQuery__RangeVar *relation,
                const PgQuery__AlterTableCmd *command)
{
  LockMode mode = command->def->partition_cmd->concurrent ? LOCK_SHARE_UPDATE_EXCLUSIVE
                                                          : LOCK_ACCESS_EXCLUSIVE;

  lock_set_take (set, mode, relation);
  lock_set_take (set, mode, command->def->partition_cmd->name);
}

/* Storage parameters, all but one (AlterTableGetRelOptionsLockLevel). */
static void
examine_options (LockSet *set, const PgQuery__RangeVar *relation,
                 const PgQuery__AlterTableCmd *command)
{
  const PgQuery__List *options = command->def->list;
  LockMode mode = LOCK_SHARE_UPDATE_EXCLUSIVE;

  for (size_t i = 0; i < options->n_items; i++)
    if (g_str_equal (options->items[i]->def_elem->defname, "user_catalog_table"))
      mode = LOCK_ACCESS_EXCLUSIVE;
  lock_set_take (set, mode, relation);
}

static const Subcommand subcommands[] = {
  { PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn, LOCK_ACCESS_EXCLUSIVE, examine_add_column },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull, LOCK_ACCESS_EXCLUSIVE, examine_set_not_null },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType, LOCK_ACCESS_EXCLUSIVE, lock_alter_column_type },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn, LOCK_ACCESS_EXCLUSIVE, examine_drop },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint, LOCK_ACCESS_EXCLUSIVE, examine_drop },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint, LOCK_NONE, examine_add_constraint },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint, LOCK_SHARE_UPDATE_EXCLUSIVE,
    examine_validate },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged, LOCK_ACCESS_EXCLUSIVE, examine_rewrite },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged, LOCK_ACCESS_EXCLUSIVE, examine_rewrite },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace, LOCK_ACCESS_EXCLUSIVE, examine_rewrite },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod, LOCK_ACCESS_EXCLUSIVE, examine_rewrite },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit, LOCK_ACCESS_EXCLUSIVE, examine_inherit },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition, LOCK_SHARE_UPDATE_EXCLUSIVE, examine_attach },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition, LOCK_NONE, examine_detach },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions, LOCK_NONE, examine_options },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions, LOCK_NONE, examine_options },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics, LOCK_SHARE_UPDATE_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions, LOCK_SHARE_UPDATE_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_ResetOptions, LOCK_SHARE_UPDATE_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn, LOCK_SHARE_UPDATE_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DropCluster, LOCK_SHARE_UPDATE_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrig, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysTrig, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaTrig, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrig, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
  { PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser, LOCK_SHARE_ROW_EXCLUSIVE, NULL },
};

static const Subcommand *
find_subcommand (PgQuery__AlterTableType subtype)
{
  static const Subcommand other
      = { PG_QUERY__ALTER_TABLE_TYPE__ALTER_TABLE_TYPE_UNDEFINED, LOCK_ACCESS_EXCLUSIVE, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (subcommands); i++)
    if (subcommands[i].subtype == subtype)
      return &subcommands[i];
  return &other;
}

/**
 * lock_alter_table: (skip)
 * @set: the locks
 * @node: an ALTER TABLE, or an ALTER of another kind of relation
 *
 * Adds what the subcommands lock. Of other relations only tables, views and sequences are known.
 */
void
lock_alter_table (LockSet *set, const PgQuery__Node *node)
{
  const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;

  if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE)
    lock_set_take (set, LOCK_SHARE_ROW_EXCLUSIVE, alter->relation);
  if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW)
    lock_set_take (set, LOCK_ACCESS_EXCLUSIVE, alter->relation);
  if (alter->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE
      && alter->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE
      && alter->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW)
    return;

  for (size_t i = 0; i < alter->n_cmds; i++)
    {
      const PgQuery__AlterTableCmd *command = alter->cmds[i]->alter_table_cmd;
      const Subcommand *subcommand = find_subcommand (command->subtype);

      lock_set_take (set, subcommand->mode, alter->relation);
      if (subcommand->examine != NULL)
        subcommand->examine (set, alter->relation, command);
    }
}
