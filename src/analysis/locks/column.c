/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that are added, and that become NOT NULL (ATExecAddColumn(), ATExecSetNotNull() of tablecmds.c). */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/type-private.h"
#include "sql/expression.h"

#define ADDING "PostgreSQL docs, ALTER TABLE, Notes: adding a column"
#define SETTING "PostgreSQL docs, ALTER TABLE, SET NOT NULL"

static gboolean
is_null_constant (const PgQuery__Node *expression)
{
  if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return is_null_constant (expression->type_cast->arg);
  return expression->node_case == PG_QUERY__NODE__NODE_A_CONST && expression->a_const->isnull;
}

static const PgQuery__Constraint *
find_clause (const PgQuery__ColumnDef *column, PgQuery__ConstrType type)
{
  for (size_t i = 0; i < column->n_constraints; i++)
    if (column->constraints[i]->constraint->contype == type)
      return column->constraints[i]->constraint;
  return NULL;
}

/* (nullable): the domain, or one that it is made of, that has what is asked for. */
static const RetortDomain *
find_domain_with (RetortSurvey *self, const char *type, gboolean wants_default)
{
  const RetortDomain *domain = retort_survey_find_domain (self, type);

  for (guint depth = 0; domain != NULL && depth < 20; depth++)
    {
      gboolean is_checked = !domain->is_nullable || (domain->checks != NULL && domain->checks[0] != '\0');

      if (wants_default ? domain->default_expression != NULL : is_checked)
        return domain;
      domain = retort_survey_find_domain (self, domain->type);
    }
  return NULL;
}

static gboolean
domain_default_is_volatile (RetortSurvey *self, const char *type)
{
  const RetortDomain *domain = find_domain_with (self, type, TRUE);
  g_autofree char *sql = domain != NULL ? g_strdup_printf ("SELECT %s", domain->default_expression) : NULL;
  g_autoptr(RetortSqlTree) tree = sql != NULL ? retort_sql_tree_parse (sql, NULL) : NULL;

  return domain != NULL && (tree == NULL || retort_survey_is_volatile (self, retort_sql_tree_get_statement (tree, 0)));
}

/* The value of rows that are there already: kept beside the table when it is the same for all. */
static void
survey_default (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__ColumnDef *column, const PgQuery__Constraint *fallback)
{
  g_autofree char *type = retort_survey_format_type (self, column->type_name);
  const RetortDomain *checked = find_domain_with (self, type, FALSE);

  if (checked != NULL)
    retort_survey_rewrite (self, surveyed, ADDING, "every row has to pass domain %s", checked->name);
  else if (fallback == NULL && domain_default_is_volatile (self, type))
    retort_survey_rewrite (self, surveyed, ADDING, "the default of the domain may be another one for each row");
  if (fallback != NULL && !is_null_constant (fallback->raw_expr) && retort_survey_is_volatile (self, fallback->raw_expr))
    {
      g_autofree char *text = retort_sql_expression_to_string (fallback->raw_expr);

      retort_survey_query (self, fallback->raw_expr); /* sequences that it takes numbers from */
      retort_survey_rewrite (self, surveyed, ADDING, "the default %s may be another one for each row", text);
    }
}

static gboolean
has_value (const PgQuery__ColumnDef *column)
{
  const PgQuery__Constraint *fallback = find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT);

  return (fallback != NULL && !is_null_constant (fallback->raw_expr)) || retort_type_of_serial (column->type_name) != NULL
         || find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) != NULL
         || find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED) != NULL;
}

/* Keys are for the table that the statement names and its partitions, not for children. */
static gboolean
gets_keys (RetortSurveyed surveyed, const RetortLocks *locks)
{
  return surveyed.table == NULL || surveyed.table->partition_bound != NULL || surveyed.effect == g_ptr_array_index (locks->relations, 0);
}

static void
survey_clauses (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__ColumnDef *column)
{
  gboolean is_required = find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL) != NULL;

  if (find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_CHECK) != NULL)
    retort_survey_scan (self, surveyed, ADDING, "every row is held against the new CHECK");
  if (gets_keys (surveyed, self->locks)
      && (find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE) != NULL || find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) != NULL))
    retort_survey_scan (self, surveyed, ADDING, "an index is built for the key");
  if (is_required && !has_value (column))
    retort_survey_scan (self, surveyed, ADDING, "every row is looked at for a NULL in the new column");
}

static gboolean
is_own (RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  return !command->missing_ok || surveyed.table == NULL || retort_table_find_column (surveyed.table, command->def->column_def->colname) == NULL;
}

/**
 * retort_survey_add_column: (skip)
 * @self: the survey
 * @surveyed: a table that gets the column
 * @command: ADD COLUMN
 */
void
retort_survey_add_column (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const PgQuery__ColumnDef *column = command->def->column_def;

  if (!is_own (surveyed, command))
    return;
  if (retort_type_of_serial (column->type_name) != NULL || find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) != NULL)
    retort_survey_rewrite (self, surveyed, ADDING, "every row gets a number of its own");
  else if (find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED) != NULL)
    retort_survey_rewrite (self, surveyed, ADDING, "the column is computed for every row");
  else
    survey_default (self, surveyed, column, find_clause (column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT));
  survey_clauses (self, surveyed, column);
}

/**
 * retort_survey_set_not_null: (skip)
 * @self: the survey
 * @surveyed: a table that has the column
 * @command: ALTER COLUMN … SET NOT NULL
 */
void
retort_survey_set_not_null (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command)
{
  const RetortColumn *column = surveyed.table != NULL ? retort_table_find_column (surveyed.table, command->name) : NULL;

  if (column != NULL && !column->is_nullable)
    return;
  if (column != NULL && retort_check_proves_not_null (surveyed.table, command->name))
    retort_survey_explain (surveyed.effect, SETTING, "a valid CHECK proves that %s holds no NULL", command->name);
  else
    retort_survey_scan (self, surveyed, SETTING, "every row is looked at for a NULL in %s", command->name);
}
