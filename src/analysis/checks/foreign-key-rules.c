/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to rows whose parent is deleted? */
#include "analysis/checks/context.h"

#include <glib/gi18n.h>
#include <string.h>

/* The tree does not tell NO ACTION that was written from NO ACTION that was not. */
static gboolean
is_deliberate (const RetortActionStep *step)
{
  return strcasestr (retort_statement_get_sql (step->statement), "ON DELETE NO ACTION") != NULL;
}

static const char *
get_first_column (const RetortAction *action)
{
  if (action->column != NULL)
    return action->column->colname;
  return retort_sql_names_get_last (MIN (action->constraint->n_fk_attrs, 1),
                                    action->constraint->fk_attrs);
}

/* "user_id", or "(user_id, service_id)" */
static char *
describe_columns (const RetortAction *action, const char *first)
{
  GString *text = g_string_new (first != NULL ? first : "?");

  for (size_t i = 2; action->column == NULL && i <= action->constraint->n_fk_attrs; i++)
    g_string_append_printf (text, ", %s", retort_sql_names_get_last (i, action->constraint->fk_attrs));
  if (action->column == NULL && action->constraint->n_fk_attrs > 1)
    {
      g_string_prepend_c (text, '(');
      g_string_append_c (text, ')');
    }
  return g_string_free (text, FALSE);
}

static char *
describe (const RetortAction *action, const char *column)
{
  g_autofree char *target = retort_sql_range_var_to_string (action->constraint->pktable);
  g_autofree char *columns = describe_columns (action, column);

  return g_strdup_printf (_("The foreign key %s.%s → %s does not say what happens on delete"),
                          action->table, columns, target);
}

/**
 * retort_rule_no_on_delete: (skip)
 * @context: a migration
 *
 * foreign-key-without-on-delete
 */
void
retort_rule_no_on_delete (RetortCheckContext *context)
{
  if (context->direction != RETORT_DIRECTION_UPGRADE)
    return;
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortActionStep *step = retort_check_get_step (context->actions, i);
      const PgQuery__Constraint *constraint = step->action.constraint;
      const char *column;

      if (step->action.kind != RETORT_ACTION_ADD_CONSTRAINT
          || constraint->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN
          || !g_str_equal (constraint->fk_del_action, "a") || is_deliberate (step))
        continue;
      column = get_first_column (&step->action);
      retort_check_say (context, (RetortRemark){
                                     .message = describe (&step->action, column),
                                     .step = step,
                                     .focus = column,
                                 });
    }
}
