/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns as CREATE TABLE and ALTER TABLE ADD COLUMN make them. */
#include "analysis/schema/table-private.h"

/* A literal NULL is no default at all, unless a length or a domain's checks would be applied to it. */
static char *
write_null_default (RetortEdit *edit, const char *type)
{
  g_autofree char *base = retort_type_dup_base (type);
  RetortObjectKind kind;
  const RetortDomain *domain = retort_type_find_own (edit, type, &kind);

  if (domain != NULL && kind == RETORT_OBJECT_DOMAIN)
    {
      g_autofree char *domain_base = retort_type_dup_base (domain->type);

      return g_strconcat ("NULL::", domain_base, NULL);
    }
  if (g_str_equal (base, type) || g_str_has_prefix (type, "interval"))
    return NULL;
  if (g_str_equal (base, "character"))
    return g_strdup ("NULL::bpchar");
  return g_str_equal (base, "bit") ? g_strdup ("NULL::\"bit\"") : g_strconcat ("NULL::", base, NULL);
}

void
retort_column_set_default (RetortEdit *edit, const RetortTable *table, RetortColumn *column,
                           const PgQuery__Node *expression)
{
  g_clear_pointer (&column->default_expression, g_free);
  column->is_as_written = FALSE;
  if (expression == NULL)
    return;
  if (retort_expression_is_null (expression))
    {
      column->default_expression = write_null_default (edit, column->type);
      return;
    }
  column->default_expression
      = retort_expression_format (edit, table, expression, column->type, &column->is_as_written);
}

static void
set_collation (RetortEdit *edit, RetortColumn *column, const PgQuery__CollateClause *clause)
{
  RetortPlace place = retort_edit_place_of_names (edit, clause->n_collname, clause->collname);

  if (g_str_equal (place.name, "default"))
    return;
  column->collation = g_strdup (place.name);
  if (place.schema != NULL && !retort_edit_is_visible (edit, place.schema))
    column->collation_schema = g_strdup (place.schema);
}

static void
apply_clause (RetortEdit *edit, const RetortTable *table, RetortColumn *column,
              const PgQuery__Constraint *clause)
{
  switch ((int) clause->contype)
    {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
      column->is_nullable = FALSE;
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
      retort_column_set_default (edit, table, column, clause->raw_expr);
      break;
    default:
      break;
    }
}

RetortColumn *
retort_column_from_definition (RetortEdit *edit, const RetortTable *table,
                               const PgQuery__ColumnDef *definition)
{
  g_autoptr(RetortColumn) column = retort_column_new ();

  column->name = g_strdup (definition->colname);
  column->type = retort_edit_format_type (edit, definition->type_name);
  if (column->type == NULL)
    return NULL;
  column->storage = g_strdup (retort_type_get_storage (edit, column->type));
  column->is_nullable = TRUE;
  column->compression = g_strdup (text_or_null (definition->compression));
  if (definition->coll_clause != NULL)
    set_collation (edit, column, definition->coll_clause);
  for (size_t i = 0; i < definition->n_constraints; i++)
    apply_clause (edit, table, column, definition->constraints[i]->constraint);
  return g_steal_pointer (&column);
}

/* What needs the other columns, and the sequences; the column is in @table already. */
gboolean
retort_edit_finish_column (RetortEdit *edit, RetortTable *table, RetortColumn *column,
                           const PgQuery__ColumnDef *definition)
{
  if (retort_type_of_serial (definition->type_name) != NULL)
    {
      column->default_expression = retort_edit_make_serial (edit, table, column);
      column->is_nullable = FALSE;
    }
  for (size_t i = 0; i < definition->n_constraints; i++)
    {
      const PgQuery__Constraint *clause = definition->constraints[i]->constraint;

      if (clause->contype == PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED)
        column->generated = retort_expression_format (edit, table, clause->raw_expr, column->type,
                                                      &column->is_as_written);
      else if (clause->contype == PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY
               && !retort_edit_make_identity (edit, table, column, clause->generated_when[0],
                                              clause->n_options, clause->options))
        return FALSE;
    }
  return TRUE;
}
