/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ORDER BY and GROUP BY: a str and a label stand for what the statement gives under that name (_label_reference and
 * _textual_label_reference of sqlalchemy/sql/elements.py). */
#include "formats/alembic/core/statement-private.h"

static RetortClause *
name_to_clause (RetortCall *call, const char *name)
{
  g_autoptr(GString) text = g_string_new (NULL);

  retort_name_append (text, retort_name_of (name));
  return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, retort_py_strdup (call->evaluation, text->str));
}

/* (nullable): what the statement gives under @name, when it is one thing */
static RetortClause *
find_result (const RetortSelect *self, const char *name)
{
  RetortClause *found = NULL;

  for (guint i = 0; i < self->columns.n_items; i++)
    {
      if (g_strcmp0 (retort_column_result_name (self->columns.items[i]), name) != 0)
        continue;
      if (found != NULL)
        return NULL;
      found = self->columns.items[i];
    }
  return found;
}

static gboolean
gives (const RetortSelect *self, const RetortClause *clause)
{
  for (guint i = 0; i < self->columns.n_items; i++)
    if (self->columns.items[i] == clause)
      return TRUE;
  return FALSE;
}

static RetortClause *
resolve_name (RetortCall *call, const RetortSelect *self, const char *name)
{
  RetortClause *found = find_result (self, name);

  if (found == NULL || (found->kind != RETORT_CLAUSE_COLUMN && found->kind != RETORT_CLAUSE_LABEL))
    {
      retort_call_gap (call, "what '%s' stands for in %s() is not understood", name, call->function->name);
      return NULL;
    }
  return found->kind == RETORT_CLAUSE_LABEL || self->kind == RETORT_STATEMENT_COMPOUND ? name_to_clause (call, name) : found;
}

static RetortClause *resolve (RetortCall *call, const RetortSelect *self, RetortClause *clause);

static RetortClause *
resolve_order (RetortCall *call, const RetortSelect *self, const RetortClause *clause)
{
  RetortClause *operand = resolve (call, self, clause->operands[0]);
  RetortClause *ordered;

  if (operand == NULL)
    return NULL;
  ordered = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_ORDER, clause->type, &operand, 1);
  ordered->text = clause->text;
  return ordered;
}

static RetortClause *
resolve (RetortCall *call, const RetortSelect *self, RetortClause *clause)
{
  gboolean is_compound = self->kind == RETORT_STATEMENT_COMPOUND;

  if (clause->kind == RETORT_CLAUSE_ORDER)
    return resolve_order (call, self, clause);
  if (clause->is_reference)
    return resolve_name (call, self, clause->name.text);
  if (clause->kind == RETORT_CLAUSE_LABEL && gives (self, clause))
    return name_to_clause (call, clause->text);
  if (is_compound && clause->kind == RETORT_CLAUSE_COLUMN && gives (self, clause))
    return name_to_clause (call, clause->name.text);
  if (is_compound && clause->kind != RETORT_CLAUSE_TEXT)
    {
      retort_call_gap (call, "%s() of this statement is not understood", call->function->name);
      return NULL;
    }
  return clause;
}

/* order_by(None) takes away what was there. */
static gboolean
is_reset (const RetortCall *call)
{
  return call->n_rest == 1 && retort_value_is_none (call->rest[0]);
}

/* @has_labels: a label that is given again stands for its name. */
static RetortClauses
extend (RetortCall *call, const RetortSelect *self, RetortClauses before, gboolean has_labels)
{
  RetortClauses longer = { retort_py_allocate (call->evaluation, (before.n_items + call->n_rest + 1) * sizeof *longer.items), 0, FALSE };

  if (is_reset (call))
    return longer;
  for (guint i = 0; i < before.n_items; i++)
    longer.items[longer.n_items++] = before.items[i];
  for (guint i = 0; i < call->n_rest && call->problem == NULL; i++)
    {
      const char *name = call->rest[i] != NULL ? retort_py_value_get_string (call->rest[i]) : NULL;
      RetortClauses one = { NULL, 0, FALSE };

      if (name != NULL)
        longer.items[longer.n_items++] = resolve_name (call, self, name);
      else
        {
          one = retort_clauses_extend (call, one, &call->rest[i], 1);
          longer.items[longer.n_items++] = call->problem == NULL && has_labels ? resolve (call, self, one.items[0]) : one.items[0];
        }
    }
  return longer;
}

static RetortPyValue *
order_by (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  if (self->kind != RETORT_STATEMENT_SELECT && self->kind != RETORT_STATEMENT_COMPOUND)
    retort_call_gap (call, "%s() of this statement is not understood", call->function->name);
  else
    self->order = extend (call, self, self->order, TRUE);
  return retort_core_to_value (call, self);
}

static RetortPyValue *
group_by (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  if (self->kind != RETORT_STATEMENT_SELECT)
    retort_call_gap (call, "%s() of this statement is not understood", call->function->name);
  else
    self->groups = extend (call, self, self->groups, FALSE);
  return retort_core_to_value (call, self);
}

const RetortFunction retort_order_methods[] = {
  { "group_by", "*clauses", group_by, FALSE },
  { "order_by", "*clauses", order_by, FALSE },
  { NULL },
};
