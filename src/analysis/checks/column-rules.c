/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that are added to tables with rows. */
#include "analysis/checks/context.h"

#include <glib/gi18n.h>

static gboolean
is_serial (const PgQuery__ColumnDef *column)
{
  const char *type
      = retort_sql_names_get_last (column->type_name->n_names, column->type_name->names);

  return type != NULL && g_str_has_suffix (type, "serial");
}

static gboolean
is_null (const PgQuery__Node *expression)
{
  if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    return is_null (expression->type_cast->arg);
  return expression->node_case == PG_QUERY__NODE__NODE_A_CONST && expression->a_const->isnull;
}

/* NOT NULL, and nothing that would give an existing row a value. */
static gboolean
leaves_rows_without_value (const PgQuery__ColumnDef *column)
{
  const PgQuery__Constraint *fallback
      = retort_column_find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT);

  return retort_column_find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL) != NULL
         && (fallback == NULL || is_null (fallback->raw_expr))
         && retort_column_find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) == NULL
         && retort_column_find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED) == NULL
         && retort_column_find_constraint (column, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) == NULL
         && !is_serial (column);
}

/* The table was made, or emptied, by an earlier statement of the same migration. */
static gboolean
is_surely_empty (const RetortMigrationActions *actions, guint index)
{
  const RetortAction *added = &retort_check_get_step (actions, index)->action;

  for (guint i = 0; i < index; i++)
    {
      const RetortAction *action = &retort_check_get_step (actions, i)->action;
      gboolean empties = action->kind == RETORT_ACTION_CREATE_TABLE
                         || action->kind == RETORT_ACTION_TRUNCATE
                         || (action->kind == RETORT_ACTION_DELETE && !action->has_condition);

      if (empties && retort_action_is_on_same_table (action, added))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_there_already (RetortCheckContext *context, guint index)
{
  RetortCheckStep at = retort_check_look (context, index);

  return retort_check_does_nothing (&at);
}

/**
 * retort_check_ends_at_first_row: (skip)
 * @context: a migration
 * @at: one of its steps
 *
 * ATRewriteTable() of tablecmds.c goes through the rows until one has NULL, which the first has. Where all were deleted before, it goes
 * through what is left of them.
 *
 * Returns: whether the step adds a NOT NULL column for which no row has a value: then it never takes long
 */
gboolean
retort_check_ends_at_first_row (const RetortCheckContext *context, const RetortCheckStep *at)
{
  return at->action->kind == RETORT_ACTION_ADD_COLUMN && leaves_rows_without_value (at->action->column)
         && !is_surely_empty (context->actions, at->index);
}

/**
 * retort_rule_not_null_no_default: (skip)
 * @context: a migration
 *
 * add-column-not-null-no-default. In a downgrade it is one step milder: it matters less often, and
 * what was dropped cannot come back anyway.
 */
void
retort_rule_not_null_no_default (RetortCheckContext *context)
{
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortActionStep *step = retort_check_get_step (context->actions, i);
      g_autofree char *object = NULL;

      if (step->action.kind != RETORT_ACTION_ADD_COLUMN
          || !leaves_rows_without_value (step->action.column)
          || is_there_already (context, i)
          || is_surely_empty (context->actions, i))
        continue;
      object = retort_action_describe_object (&step->action);
      object[0] = g_ascii_toupper (object[0]);
      retort_check_say (
          context, (RetortRemark){
                       .message = g_strdup_printf (_("%s is NOT NULL and has no default"), object),
                       .step = step,
                       .focus = step->action.name,
                       .louder = context->direction == RETORT_DIRECTION_DOWNGRADE ? -1 : 0,
                   });
    }
}
