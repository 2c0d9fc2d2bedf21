/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constraints that are added or validated (ATExecAddConstraint(), ATAddForeignKeyConstraint(),
 * ATExecValidateConstraint() of tablecmds.c). */
#include "analysis/locks/survey-private.h"

#include <string.h>

#define ADDING "PostgreSQL docs, ALTER TABLE, ADD table_constraint"
#define VALIDATING "PostgreSQL docs, ALTER TABLE, VALIDATE CONSTRAINT"

/**
 * retort_constraint_is_inheritable: (skip)
 * @constraint: a constraint
 *
 * Returns: whether partitions and children have it because their parent has it
 */
gboolean
retort_constraint_is_inheritable (const RetortConstraint *constraint)
{
  return constraint->kind == RETORT_CONSTRAINT_CHECK && (constraint->definition == NULL || strstr (constraint->definition, ") NO INHERIT") == NULL);
}

/**
 * retort_survey_take_partitions: (skip)
 * @self: the survey
 * @surveyed: a table
 * @level: a level
 *
 * Adds a lock on the partitions of a partitioned table.
 */
void
retort_survey_take_partitions (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level)
{
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL ? retort_survey_list_heirs (self, surveyed.table) : NULL;

  for (guint i = 1; heirs != NULL && surveyed.table->kind == RETORT_RELATION_PARTITIONED_TABLE && i < heirs->len; i++)
    retort_survey_take_table (self, level, g_ptr_array_index (heirs, i));
}

/* No row of it can point to anything. */
static gboolean
is_empty (const RetortSurvey *self, RetortSurveyed surveyed)
{
  g_autofree char *key = surveyed.effect != NULL ? retort_lock_session_key (surveyed.effect->schema, surveyed.effect->name) : NULL;

  return key != NULL && g_hash_table_contains (self->session->empty, key);
}

/**
 * retort_survey_references: (skip)
 * @self: the survey
 * @own: the table with the foreign key
 * @referenced: the table that it points to
 * @validates: whether rows that are there are looked at
 * @surveyed: the table with the foreign key, with its fate; of one that is made the fate alone matters
 *
 * A foreign key gets triggers on both sides: each is locked against writing.
 */
void
retort_survey_references (RetortSurvey *self, const PgQuery__RangeVar *own, const PgQuery__RangeVar *referenced, gboolean validates,
                          RetortSurveyed surveyed)
{
  gboolean is_self = g_str_equal (own->relname, referenced->relname) && g_strcmp0 (own->schemaname, referenced->schemaname) == 0;
  RetortSurveyed other = surveyed;

  if (!is_self)
    {
      other = retort_survey_take_named (self, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, referenced);
      retort_survey_take_partitions (self, other, RETORT_LOCK_SHARE_ROW_EXCLUSIVE);
    }
  if (!validates || is_empty (self, surveyed))
    {
      retort_survey_explain (other.effect, ADDING, "it gets the triggers of a foreign key");
      return;
    }
  retort_survey_scan_all (self, surveyed, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, ADDING, "the new foreign key is validated");
  retort_survey_scan_all (self, other, RETORT_LOCK_SHARE_ROW_EXCLUSIVE, ADDING, "the new foreign key is validated");
}

static gboolean
has_nullable_key (const RetortTable *table, GStrv columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    {
      const RetortColumn *column = retort_table_find_column (table, columns[i]);

      if (column == NULL || (column->is_nullable && !retort_check_proves_not_null (table, columns[i])))
        return TRUE;
    }
  return FALSE;
}

static const RetortIndex *
find_index (const RetortTable *table, const char *name)
{
  for (guint i = 0; i < table->indexes->len; i++)
    if (g_str_equal (((const RetortIndex *) g_ptr_array_index (table->indexes, i))->name, name))
      return g_ptr_array_index (table->indexes, i);
  return NULL;
}

/* A key over an index that exists takes it over, and gives it its own name. */
static void
survey_using_index (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__Constraint *key)
{
  const RetortIndex *index = surveyed.table != NULL ? find_index (surveyed.table, key->indexname) : NULL;
  gboolean is_primary = key->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
  gboolean is_renamed = key->conname != NULL && key->conname[0] != '\0' && !g_str_equal (key->conname, key->indexname);

  retort_survey_take_index (self, is_renamed ? RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE : RETORT_LOCK_ACCESS_SHARE, surveyed.table, key->indexname);
  if (is_primary && (index == NULL || has_nullable_key (surveyed.table, index->columns)))
    retort_survey_scan (self, surveyed, ADDING, "the columns of the primary key become NOT NULL");
}

static void
survey_key (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__Constraint *key)
{
  if (key->indexname != NULL && key->indexname[0] != '\0')
    survey_using_index (self, surveyed, key);
  else if (self->is_only)
    retort_survey_scan (self, surveyed, ADDING, "an index is built for the key");
  else
    retort_survey_scan_built (self, surveyed, RETORT_LOCK_SHARE, ADDING, "an index is built for the key");
}

static void
require_in_heirs (RetortSurvey *self, const RetortTable *table, const char *name)
{
  g_autoptr(GPtrArray) heirs = retort_survey_list_heirs (self, table);

  for (guint i = 1; i < heirs->len; i++)
    {
      RetortSurveyed heir = retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i));
      const RetortColumn *column = retort_table_find_column (heir.table, name);

      if (column != NULL && column->is_nullable && !retort_check_proves_not_null (heir.table, name))
        retort_survey_scan (self, heir, ADDING, "the columns of the primary key become NOT NULL");
    }
}

/* A primary key makes its columns NOT NULL in all partitions and children; a partitioned table's that are so already are left
 * alone (ATPrepSetNotNull()). */
static void
survey_key_of_heirs (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__Constraint *key)
{
  const RetortIndex *index = surveyed.table != NULL && key->indexname != NULL ? find_index (surveyed.table, key->indexname) : NULL;

  if (surveyed.table == NULL || self->is_only)
    return;
  for (guint i = 0; index != NULL && i < index->n_key_columns && index->columns[i] != NULL; i++)
    require_in_heirs (self, surveyed.table, index->columns[i]);
  for (size_t i = 0; i < key->n_keys; i++)
    {
      const RetortColumn *column = retort_table_find_column (surveyed.table, key->keys[i]->string->sval);

      if (surveyed.table->kind != RETORT_RELATION_PARTITIONED_TABLE || column == NULL || column->is_nullable)
        require_in_heirs (self, surveyed.table, key->keys[i]->string->sval);
    }
}

/* What the table has from its parent is not checked again (MergeWithExistingConstraint() of catalog/heap.c). */
static gboolean
is_merged (RetortSurvey *self, const RetortTable *table, const PgQuery__Constraint *constraint)
{
  const RetortConstraint *own = constraint->conname != NULL ? retort_table_find_constraint (table, constraint->conname) : NULL;

  return own != NULL && own->is_inherited && own->kind == RETORT_CONSTRAINT_CHECK && self->after != NULL;
}

static void
survey_new_check (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__Constraint *constraint)
{
  gboolean merges = is_merged (self, surveyed.table, constraint);
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL && !merges && !constraint->is_no_inherit ? retort_survey_list_heirs (self, surveyed.table) : NULL;

  if (!constraint->skip_validation && !merges)
    retort_survey_scan (self, surveyed, ADDING, "every row is held against the new CHECK");
  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    {
      RetortSurveyed heir = retort_survey_take_table (self, RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i));

      if (!constraint->skip_validation)
        retort_survey_scan (self, heir, ADDING, "every row is held against the new CHECK");
    }
}

static void
survey_new_foreign_key (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__Constraint *constraint)
{
  PgQuery__RangeVar own = PG_QUERY__RANGE_VAR__INIT;

  own.relname = surveyed.effect->name;
  own.schemaname = constraint->pktable->schemaname != NULL && constraint->pktable->schemaname[0] != '\0' ? surveyed.effect->schema : (char *) "";
  retort_survey_take_partitions (self, surveyed, RETORT_LOCK_SHARE_ROW_EXCLUSIVE);
  retort_survey_references (self, &own, constraint->pktable, !constraint->skip_validation, surveyed);
}

/* From 18 on all that inherit are locked with their parent, whatever the constraint. */
static void
survey_children (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__Constraint *constraint)
{
  gboolean is_foreign = constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN;
  g_autoptr(GPtrArray) heirs = surveyed.table != NULL && !self->is_only ? retort_survey_list_heirs (self, surveyed.table) : NULL;

  for (guint i = 1; heirs != NULL && i < heirs->len; i++)
    retort_survey_take_table (self, is_foreign ? RETORT_LOCK_SHARE_ROW_EXCLUSIVE : RETORT_LOCK_ACCESS_EXCLUSIVE, g_ptr_array_index (heirs, i));
}

/**
 * retort_survey_add_constraint: (skip)
 * @self: the survey
 * @surveyed: the table; its own partitions and children are not told one by one
 * @command: ADD CONSTRAINT
 */
void
retort_survey_add_constraint (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__Constraint *constraint = command->def->constraint;

  if (self->session->major >= 18)
    survey_children (self, surveyed, constraint);
  switch ((int) constraint->contype)
    {
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
      survey_new_foreign_key (self, surveyed, constraint);
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
      survey_new_check (self, surveyed, constraint);
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
      survey_key_of_heirs (self, surveyed, constraint);
      survey_key (self, surveyed, constraint);
      break;
    default:
      survey_key (self, surveyed, constraint);
      break;
    }
}

static void
validate_foreign_key (RetortSurvey *self, RetortSurveyed surveyed, const RetortConstraint *key)
{
  RetortSurveyed other = retort_survey_take_place (self, RETORT_LOCK_ROW_SHARE, key->referenced_schema, key->referenced_table);

  retort_survey_scan_all (self, surveyed, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, VALIDATING, "the foreign key is validated");
  retort_survey_scan_all (self, other, RETORT_LOCK_ROW_SHARE, VALIDATING, "the foreign key is validated");
}

static void
validate_check (RetortSurvey *self, RetortSurveyed surveyed, const char *name)
{
  g_autoptr(GPtrArray) heirs = retort_survey_list_heirs (self, surveyed.table);

  for (guint i = 0; i < heirs->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (heirs, i);
      RetortSurveyed heir = retort_survey_take_table (self, RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE, table);
      const RetortConstraint *check = retort_table_find_constraint (table, name);

      if (check == NULL || !check->is_valid)
        retort_survey_scan (self, heir, VALIDATING, "every row is held against CHECK %s", name);
    }
}

/**
 * retort_survey_validate: (skip)
 * @self: the survey
 * @surveyed: the table
 * @command: VALIDATE CONSTRAINT
 */
void
retort_survey_validate (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const RetortConstraint *constraint = surveyed.table != NULL ? retort_table_find_constraint (surveyed.table, command->name) : NULL;

  if (constraint == NULL)
    retort_survey_scan (self, surveyed, VALIDATING, "every row is held against constraint %s", command->name);
  else if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !constraint->is_valid)
    validate_foreign_key (self, surveyed, constraint);
  else if (!constraint->is_valid)
    validate_check (self, surveyed, command->name);
}
