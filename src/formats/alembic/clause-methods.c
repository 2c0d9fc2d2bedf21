/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods that every expression has: sqlalchemy/sql/operators.py, ColumnOperators. */
#include "formats/alembic/clause.h"

#include "formats/alembic/core/select.h"
#include "formats/alembic/text.h"

#include <string.h>

static RetortClause *
get_receiver (RetortCall *call)
{
  return retort_clause_from_value (call, "the expression", call->receiver, NULL);
}

static RetortPyValue *
finish_method (RetortCall *call, RetortClause *clause)
{
  return clause != NULL && call->problem == NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

static RetortPyValue *
combine_other (RetortCall *call, const char *token)
{
  RetortClause *clause = retort_clause_combine (call, token, get_receiver (call), retort_call_get (call, "other"));

  return clause != NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

static RetortPyValue *
method_is (RetortCall *call)
{
  return combine_other (call, "is");
}

static RetortPyValue *
method_is_not (RetortCall *call)
{
  return combine_other (call, "is not");
}

static RetortPyValue *
combine_pattern (RetortCall *call, const char *token)
{
  RetortPyValue *escape = retort_call_get (call, "escape");
  RetortClause *clause = retort_clause_combine (call, token, get_receiver (call), retort_call_get (call, "other"));

  if (clause != NULL && !retort_value_is_none (escape))
    clause->text = retort_value_get_string (call, "escape", escape);
  return finish_method (call, clause);
}

static RetortPyValue *
method_like (RetortCall *call)
{
  return combine_pattern (call, "like");
}

static RetortPyValue *
method_ilike (RetortCall *call)
{
  return combine_pattern (call, "ilike");
}

static RetortPyValue *
method_notlike (RetortCall *call)
{
  return combine_pattern (call, "not like");
}

static RetortPyValue *
method_notilike (RetortCall *call)
{
  return combine_pattern (call, "not ilike");
}

static RetortPyValue *
method_concat (RetortCall *call)
{
  return combine_other (call, "||");
}

/* One row that tuple_() is compared with. */
static RetortClause *
tuple_item (RetortCall *call, const RetortClause *tuple, RetortPyValue *value)
{
  guint n_values;
  RetortPyValue **values = retort_value_list_items (call, "an item", value, &n_values);
  g_autofree RetortClause **items = g_new0 (RetortClause *, tuple->n_operands + 1);

  if (values == NULL || n_values != tuple->n_operands)
    {
      retort_call_gap (call, "an item of %s() is not understood", call->function->name);
      return NULL;
    }
  for (guint i = 0; i < n_values; i++)
    items[i] = retort_clause_from_value (call, "an item", values[i], tuple->operands[i]->type);
  return call->problem == NULL
           ? retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LIST, retort_type_null (), items, n_values)
           : NULL;
}

static RetortPyValue *
combine_in (RetortCall *call, const char *token)
{
  RetortClause *operands[2] = { get_receiver (call), NULL };
  RetortPyValue *other = retort_call_get (call, "other");
  g_autofree RetortClause **items = NULL;
  const RetortType *type;
  RetortPyValue **values;
  guint n_values;

  if (retort_value_is_clause (other) || retort_value_is_select (other))
    {
      operands[1] = retort_clause_from_value (call, "other", other, NULL);
      if (operands[1]->kind != RETORT_CLAUSE_SELECT)
        retort_call_gap (call, "the argument of %s() is not understood", call->function->name);
    }
  else
    {
      values = retort_value_list_items (call, "other", other, &n_values);
      if (values != NULL && n_values == 0 && operands[0]->kind != RETORT_CLAUSE_LIST)
        return finish_method (call, retort_clause_in_nothing (call, operands[0], token));
      if (values == NULL || n_values == 0)
        {
          retort_call_gap (call, "an empty %s() is not understood", call->function->name);
          return NULL;
        }
      items = g_new0 (RetortClause *, n_values);
      /* The first says what all are. */
      type = retort_type_compared (operands[0]->type, values[0]);
      for (guint i = 0; i < n_values; i++)
        {
          items[i] = operands[0]->kind == RETORT_CLAUSE_LIST ? tuple_item (call, operands[0], values[i])
                                                              : retort_clause_from_value (call, "an item", values[i], type);
          if (items[i] == NULL)
            return NULL;
          if (items[i]->kind == RETORT_CLAUSE_TEXT
              || (retort_value_is_none (values[i]) && operands[0]->type->row->family == RETORT_FAMILY_JSON))
            retort_call_gap (call, "an item of %s() is not understood", call->function->name);
        }
      operands[1] = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LIST, operands[0]->type, items, n_values);
    }
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, retort_clause_join (call->evaluation, token, operands, 2)) : NULL;
}

static RetortPyValue *
method_in (RetortCall *call)
{
  return combine_in (call, "in");
}

static RetortPyValue *
method_not_in (RetortCall *call)
{
  return combine_in (call, "not in");
}

static RetortPyValue *
method_between (RetortCall *call)
{
  return finish_method (call, retort_clause_between (call, get_receiver (call), retort_call_get (call, "cleft"), retort_call_get (call, "cright"),
                                                     retort_call_get_flag (call, "symmetric", FALSE)));
}

static RetortPyValue *
order (RetortCall *call, const char *text)
{
  RetortClause *operand = get_receiver (call);
  RetortClause *ordered = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_ORDER, operand->type, &operand, 1);

  ordered->text = text;
  return retort_clause_to_value (call->evaluation, ordered);
}

static RetortPyValue *
method_desc (RetortCall *call)
{
  return order (call, " DESC");
}

static RetortPyValue *
method_asc (RetortCall *call)
{
  return order (call, " ASC");
}

static RetortPyValue *
method_nulls_first (RetortCall *call)
{
  return order (call, " NULLS FIRST");
}

static RetortPyValue *
method_nulls_last (RetortCall *call)
{
  return order (call, " NULLS LAST");
}

static RetortPyValue *
method_label (RetortCall *call)
{
  RetortClause *operand = get_receiver (call);
  RetortClause *label = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LABEL, operand->type, &operand, 1);

  label->text = retort_call_get_string (call, "name");
  if (label->text == NULL)
    retort_call_gap (call, "label() without a name is not understood"); /* a name with a number is made up */
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, label) : NULL;
}

/* TextClause.columns() names what comes back, and changes nothing of the text. */
static RetortPyValue *
method_columns (RetortCall *call)
{
  if (get_receiver (call)->kind != RETORT_CLAUSE_TEXT)
    retort_call_gap (call, "columns() of this expression is not understood");
  return call->receiver;
}

static gboolean
note_name (GString *out, const char *name, gpointer user_data)
{
  g_hash_table_add (user_data, g_strdup (name));
  return TRUE;
}

/* A name that the text does not have is refused. */
static void
check_names (RetortCall *call, const RetortClause *bound, guint n_given)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) rendered = g_string_new (NULL);

  retort_text_render (rendered, bound->text, note_name, names);
  for (guint i = 0; i < n_given; i++)
    if (!g_hash_table_contains (names, bound->bind_names[i]))
      retort_call_refuse (call, "this text() construct doesn't define a bound parameter named '%s'", bound->bind_names[i]);
}

/* TextClause.bindparams(): values by keyword, or bindparam() objects. */
static RetortPyValue *
method_bindparams (RetortCall *call)
{
  RetortClause *text = get_receiver (call);
  RetortClause *bound = retort_clause_new_text (call->evaluation, RETORT_CLAUSE_TEXT, text->text);
  guint n_binds = text->n_binds + call->n_rest + call->n_options;

  if (text->kind != RETORT_CLAUSE_TEXT)
    {
      retort_call_gap (call, "bindparams() of this expression is not understood");
      return NULL;
    }
  bound->bind_names = retort_py_allocate (call->evaluation, (n_binds + 1) * sizeof *bound->bind_names);
  bound->bind_values = retort_py_allocate (call->evaluation, (n_binds + 1) * sizeof *bound->bind_values);
  for (guint i = 0; i < call->n_options; i++)
    {
      bound->bind_names[bound->n_binds] = call->option_names[i];
      bound->bind_values[bound->n_binds++] = retort_clause_from_value (call, call->option_names[i], call->option_values[i], NULL);
    }
  for (guint i = 0; i < call->n_rest; i++)
    {
      RetortClause *parameter = retort_clause_from_value (call, "a parameter", call->rest[i], NULL);

      if (parameter == NULL || parameter->bind_names == NULL)
        {
          retort_call_gap (call, "a parameter of bindparams() is not understood");
          return NULL;
        }
      bound->bind_names[bound->n_binds] = parameter->bind_names[0];
      bound->bind_values[bound->n_binds++] = parameter;
    }
  check_names (call, bound, bound->n_binds);
  for (guint i = 0; i < text->n_binds; i++)
    {
      bound->bind_names[bound->n_binds] = text->bind_names[i];
      bound->bind_values[bound->n_binds++] = text->bind_values[i];
    }
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, bound) : NULL;
}

static const RetortFunction clause_functions[] = {
  { "is_", "other", method_is, FALSE },
  { "is_not", "other", method_is_not, FALSE },
  { "isnot", "other", method_is_not, FALSE },
  { "in_", "other", method_in, FALSE },
  { "not_in", "other", method_not_in, FALSE },
  { "notin_", "other", method_not_in, FALSE },
  { "like", "other, escape=None", method_like, FALSE },
  { "ilike", "other, escape=None", method_ilike, FALSE },
  { "not_like", "other, escape=None", method_notlike, FALSE },
  { "notlike", "other, escape=None", method_notlike, FALSE },
  { "not_ilike", "other, escape=None", method_notilike, FALSE },
  { "notilike", "other, escape=None", method_notilike, FALSE },
  { "between", "cleft, cright, symmetric=False", method_between, FALSE },
  { "concat", "other", method_concat, FALSE },
  { "desc", "", method_desc, FALSE },
  { "asc", "", method_asc, FALSE },
  { "nulls_first", "", method_nulls_first, FALSE },
  { "nullsfirst", "", method_nulls_first, FALSE },
  { "nulls_last", "", method_nulls_last, FALSE },
  { "nullslast", "", method_nulls_last, FALSE },
  { "label", "name", method_label, FALSE },
  { "columns", "*columns, **types", method_columns, FALSE },
  { "bindparams", "*binds, **names_to_values", method_bindparams, FALSE },
  { NULL },
};

const RetortMembers retort_clause_members = { clause_functions, NULL };
