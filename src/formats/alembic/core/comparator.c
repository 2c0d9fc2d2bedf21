/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/core/comparator.h"

#include <string.h>

static RetortPyValue *
give (RetortCall *call, RetortClause *clause)
{
  return call->problem == NULL && clause != NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

static RetortClause *
get_receiver (RetortCall *call)
{
  return retort_clause_from_value (call, "the expression", call->receiver, NULL);
}

static RetortClause *
get_other (RetortCall *call, const RetortType *type)
{
  return retort_clause_from_value (call, "other", retort_call_get (call, "other"), type);
}

static gboolean
has_family (const RetortClause *clause, RetortTypeFamily family)
{
  return clause->type->row->family == family;
}

/* --- Patterns --- */

static RetortClause *
percent (RetortCall *call)
{
  return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, "'%'");
}

/* (nullable): the character of ESCAPE */
static const char *
take_escape (RetortCall *call)
{
  RetortPyValue *escape = retort_call_get (call, "escape");

  if (!retort_value_is_none (escape))
    return retort_value_get_string (call, "escape", escape);
  return retort_call_get_flag (call, "autoescape", FALSE) ? "/" : NULL;
}

/* With autoescape, what would be a pattern is none. */
static RetortPyValue *
escape_other (RetortCall *call, const char *escape)
{
  RetortPyValue *other = retort_call_get (call, "other");
  const char *text;
  g_autoptr(GString) escaped = NULL;

  if (!retort_call_get_flag (call, "autoescape", FALSE) || escape == NULL)
    return other;
  text = retort_value_get_string (call, "other", other);
  escaped = g_string_new (text);
  if (strcmp (escape, "%") != 0 && strcmp (escape, "_") != 0)
    {
      g_autofree char *doubled = g_strconcat (escape, escape, NULL);

      g_string_replace (escaped, escape, doubled, 0);
    }
  for (const char *const *special = (const char *const[]){ "%", "_", NULL }; *special != NULL; special++)
    {
      g_autofree char *marked = g_strconcat (escape, *special, NULL);

      g_string_replace (escaped, *special, marked, 0);
    }
  return retort_py_new_string (call->evaluation, escaped->str);
}

/* "x LIKE '%' || other || '%'"; these operators have no precedence, so that they always stand in parentheses. */
static RetortPyValue *
match_part (RetortCall *call, const char *token, gboolean begins, gboolean ends)
{
  RetortClause *receiver = get_receiver (call);
  RetortClause *parts[3];
  RetortClause *operands[2] = { retort_clause_group (call->evaluation, receiver, NULL), NULL };
  RetortClause *like;
  const char *escape = take_escape (call);
  guint n_parts = 0;

  if (!has_family (receiver, RETORT_FAMILY_STRING) && !has_family (receiver, RETORT_FAMILY_NULL))
    {
      retort_call_gap (call, "%s() with these arguments is not understood", call->function->name);
      return NULL;
    }
  if (!begins)
    parts[n_parts++] = percent (call);
  parts[n_parts] = retort_clause_from_value (call, "other", escape_other (call, escape), receiver->type);
  if (parts[n_parts] == NULL)
    return NULL;
  parts[n_parts] = retort_clause_group (call->evaluation, parts[n_parts], NULL);
  n_parts++;
  if (!ends)
    parts[n_parts++] = percent (call);
  if (call->problem != NULL)
    return NULL;
  operands[1] = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_BINARY, receiver->type, parts, n_parts);
  operands[1]->operator = retort_operator_find ("||");
  like = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_BINARY, retort_type_named ("Boolean"), operands, 2);
  like->operator = retort_operator_find (token);
  like->text = escape;
  return give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_GROUP, like->type, &like, 1));
}

static RetortPyValue *
startswith (RetortCall *call)
{
  return match_part (call, "like", TRUE, FALSE);
}

static RetortPyValue *
endswith (RetortCall *call)
{
  return match_part (call, "like", FALSE, TRUE);
}

static RetortPyValue *
istartswith (RetortCall *call)
{
  return match_part (call, "ilike", TRUE, FALSE);
}

static RetortPyValue *
iendswith (RetortCall *call)
{
  return match_part (call, "ilike", FALSE, TRUE);
}

static RetortPyValue *
icontains (RetortCall *call)
{
  return match_part (call, "ilike", FALSE, FALSE);
}

/* --- Operators --- */

static RetortPyValue *
combine (RetortCall *call, const char *token)
{
  return give (call, retort_clause_combine (call, token, get_receiver (call), retort_call_get (call, "other")));
}

static RetortPyValue *
combine_arrays (RetortCall *call, const char *token)
{
  if (!has_family (get_receiver (call), RETORT_FAMILY_ARRAY))
    {
      retort_call_gap (call, "%s() of this expression is not understood", call->function->name);
      return NULL;
    }
  return combine (call, token);
}

/* Of a text: a part of it; of an array: all of its items. */
static RetortPyValue *
contains (RetortCall *call)
{
  if (has_family (get_receiver (call), RETORT_FAMILY_ARRAY))
    return combine_arrays (call, "@>");
  return match_part (call, "like", FALSE, FALSE);
}

static RetortPyValue *
contained_by (RetortCall *call)
{
  return combine_arrays (call, "<@");
}

static RetortPyValue *
overlap (RetortCall *call)
{
  return combine_arrays (call, "&&");
}

static RetortPyValue *
has_key (RetortCall *call)
{
  RetortClause *operands[2] = { get_receiver (call), retort_clause_from_value (call, "other", retort_call_get (call, "other"), NULL) };
  RetortClause *self;

  if (operands[1] == NULL || !g_str_equal (operands[0]->type->row->name, "JSONB"))
    {
      retort_call_gap (call, "has_key() of this expression is not understood");
      return NULL;
    }
  self = retort_clause_join (call->evaluation, "?", operands, 2);
  return give (call, self);
}

/* array.any(x): "x = ANY (array)" */
static RetortPyValue *
any (RetortCall *call)
{
  RetortClause *receiver = get_receiver (call);
  RetortClause *operands[2];

  if (!has_family (receiver, RETORT_FAMILY_ARRAY) || !retort_value_is_none (retort_call_get (call, "operator")))
    {
      retort_call_gap (call, "%s() of this expression is not understood", call->function->name);
      return NULL;
    }
  operands[0] = get_other (call, receiver->type->item);
  operands[1] = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_FUNCTION, retort_type_null (), &receiver, 1);
  operands[1]->text = g_str_equal (call->function->name, "any") ? "ANY " : "ALL ";
  return operands[0] != NULL ? give (call, retort_clause_join (call->evaluation, "==", operands, 2)) : NULL;
}

static RetortPyValue *
regexp_match (RetortCall *call)
{
  RetortPyValue *flags = retort_call_get (call, "flags");

  if (!retort_value_is_none (flags) && g_strcmp0 (retort_py_value_get_string (flags), "i") != 0)
    retort_call_gap (call, "flags of regexp_match() is not understood");
  return combine (call, retort_value_is_none (flags) ? "~" : "~*");
}

/* An operator that is written as a function. */
static RetortPyValue *
regexp_replace (RetortCall *call)
{
  RetortClause *receiver = get_receiver (call);
  const char *const parameters[] = { "pattern", "replacement", "flags" };
  RetortClause *operands[4] = { receiver, NULL };
  guint n_operands = 1;
  RetortClause *self;

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    if (!retort_value_is_none (retort_call_get (call, parameters[i])))
      operands[n_operands++] = retort_clause_from_value (call, parameters[i], retort_call_get (call, parameters[i]), NULL);
  if (n_operands < 3 || !has_family (receiver, RETORT_FAMILY_STRING))
    retort_call_gap (call, "regexp_replace() with these arguments is not understood");
  if (call->problem != NULL)
    return NULL;
  self = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_FUNCTION, receiver->type, operands, n_operands);
  self->text = "REGEXP_REPLACE";
  self->operator = retort_operator_find ("regexp_replace");
  self->is_anonymous = TRUE;
  return give (call, self);
}

static RetortPyValue *
bitwise (RetortCall *call)
{
  return combine (call, call->function->name);
}

static RetortPyValue *
bitwise_not (RetortCall *call)
{
  const RetortOperator *operator = retort_operator_find ("bitwise_not");
  RetortClause *operand = retort_clause_group (call->evaluation, get_receiver (call), operator);
  RetortClause *self = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_UNARY, operand->type, &operand, 1);

  self->operator = operator;
  return give (call, self);
}

/* percentile_cont(0.5) WITHIN GROUP (ORDER BY a, b) */
static RetortPyValue *
within_group (RetortCall *call)
{
  g_autofree RetortClause **operands = g_new0 (RetortClause *, call->n_rest + 1);

  operands[0] = get_receiver (call);
  for (guint i = 0; i < call->n_rest; i++)
    operands[i + 1] = retort_clause_from_value (call, "an argument", call->rest[i], NULL);
  if (call->n_rest == 0 || operands[0]->kind != RETORT_CLAUSE_FUNCTION)
    retort_call_gap (call, "within_group() of this expression is not understood");
  return call->problem == NULL ? give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_WITHIN, operands[0]->type, operands, call->n_rest + 1))
                               : NULL;
}

static RetortPyValue *
is_distinct_from (RetortCall *call)
{
  return combine (call, "is distinct from");
}

static RetortPyValue *
is_not_distinct_from (RetortCall *call)
{
  return combine (call, "is not distinct from");
}

static RetortPyValue *
distinct (RetortCall *call)
{
  RetortClause *operand = get_receiver (call);
  RetortClause *self = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_UNARY, operand->type, &operand, 1);

  self->operator = retort_operator_find ("distinct");
  return give (call, self);
}

static RetortPyValue *
cast (RetortCall *call)
{
  const RetortType *type = retort_type_from_value (call, "type_", retort_call_get (call, "type_"));
  RetortClause *operand = get_receiver (call);

  return type != NULL ? give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_CAST, type, &operand, 1)) : NULL;
}

/**
 * retort_comparator_collate:
 * @call: the call that makes it, with the parameter "collation"
 * @operand: an expression
 *
 * Returns: (nullable): it in that collation; %NULL with a problem when it is not understood
 */
RetortPyValue *
retort_comparator_collate (RetortCall *call, RetortClause *operand)
{
  RetortClause *operands[2] = { operand, NULL };
  RetortName name = retort_call_get_name (call, "collation");
  g_autoptr(GString) quoted = g_string_new (NULL);
  RetortClause *self;

  if (operands[0] == NULL || name.text == NULL
      || (operands[0]->kind != RETORT_CLAUSE_COLUMN && operands[0]->kind != RETORT_CLAUSE_FUNCTION))
    {
      retort_call_gap (call, "collate() with these arguments is not understood");
      return NULL;
    }
  retort_name_append (quoted, name);
  operands[1] = retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, retort_py_strdup (call->evaluation, quoted->str));
  self = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_BINARY, operands[0]->type, operands, 2);
  self->operator = retort_operator_find ("collate");
  return give (call, self);
}

static RetortPyValue *
collate (RetortCall *call)
{
  return retort_comparator_collate (call, get_receiver (call));
}

/* An operator of the user's own, made by op(): data of the function that it gives. */
typedef struct
{
  RetortFunction function;
  RetortOperator operator;
} CustomOperator;

static RetortPyValue *
apply_custom (RetortCall *call)
{
  const CustomOperator *custom = (const CustomOperator *) call->function;
  RetortClause *operands[2] = { get_receiver (call), NULL };
  RetortClause *result;

  operands[1] = retort_clause_from_value (call, "other", retort_call_get (call, "other"), operands[0]->type);
  if (operands[1] == NULL)
    return NULL;
  if (operands[1]->kind == RETORT_CLAUSE_VALUE && !retort_value_is_clause (retort_call_get (call, "other")))
    operands[1]->type = retort_type_compared (operands[0]->type, retort_call_get (call, "other"));
  for (guint i = 0; i < 2; i++)
    operands[i] = retort_clause_group (call->evaluation, operands[i], &custom->operator);
  result = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_BINARY, operands[0]->type, operands, 2);
  result->operator = &custom->operator;
  return retort_clause_to_value (call->evaluation, result);
}

static RetortPyValue *
custom (RetortCall *call)
{
  const char *token = retort_call_get_string (call, "opstring");
  CustomOperator *custom = retort_py_allocate (call->evaluation, sizeof *custom);
  g_autofree char *sql = g_strdup_printf (" %s ", token);
  gint64 precedence = 0;

  if (token == NULL)
    return NULL;
  retort_call_get_number (call, "precedence", &precedence);
  custom->function = (RetortFunction){ "op", "other", apply_custom, FALSE };
  custom->operator = (RetortOperator){ token, retort_py_strdup (call->evaluation, sql), (int) precedence, FALSE, NULL,
                                       retort_call_get_flag (call, "is_comparison", FALSE) };
  return retort_alembic_function_new (call->evaluation, &custom->function, call->receiver);
}

/* --- Functions --- */

static RetortClause *
to_sequence (RetortCall *call, const char *parameter)
{
  RetortPyValue *value = retort_call_get (call, parameter);
  g_autofree RetortClause **items = NULL;
  RetortPyValue **values = NULL;
  guint n_items = 0;

  if (value != NULL && (retort_py_value_is (value, RETORT_PY_LIST) || retort_py_value_is (value, RETORT_PY_TUPLE)))
    values = retort_value_list_items (call, parameter, value, &n_items);
  else if (!retort_value_is_none (value))
    {
      values = &value;
      n_items = 1;
    }
  items = g_new0 (RetortClause *, n_items + 1);
  for (guint i = 0; i < n_items; i++)
    {
      if (values[i] != NULL && retort_py_value_get_string (values[i]) != NULL)
        retort_call_gap (call, "a str as %s is not understood", parameter);
      items[i] = retort_clause_from_value (call, parameter, values[i], NULL);
    }
  return retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_SEQUENCE, retort_type_null (), items, n_items);
}

/* One end of a frame: (None, 0) is from the first row to this one (SQLCompiler._format_frame_clause). */
static void
append_frame_end (RetortCall *call, GString *out, const RetortPyValue *value, gboolean is_upper)
{
  gint64 number = 0;

  if (retort_value_is_none (value))
    g_string_append (out, is_upper ? "UNBOUNDED FOLLOWING" : "UNBOUNDED PRECEDING");
  else if (!retort_py_value_get_int64 (value, &number) || number == G_MININT64)
    retort_call_gap (call, "a frame of over() is not understood");
  else if (number == 0)
    g_string_append (out, "CURRENT ROW");
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT " %s", ABS (number), number < 0 ? "PRECEDING" : "FOLLOWING");
}

/* (nullable): "ROWS BETWEEN … AND …" */
static const char *
make_frame (RetortCall *call)
{
  RetortPyValue *rows = retort_call_get (call, "rows");
  RetortPyValue *range = retort_call_get (call, "range_");
  RetortPyValue *frame = retort_value_is_none (rows) ? range : rows;
  g_autoptr(GString) text = g_string_new (retort_value_is_none (rows) ? "RANGE BETWEEN " : "ROWS BETWEEN ");

  if (retort_value_is_none (frame))
    return NULL;
  if (!retort_value_is_none (rows) && !retort_value_is_none (range))
    retort_call_refuse (call, "'range_' and 'rows' are mutually exclusive");
  else if (!retort_py_value_is (frame, RETORT_PY_TUPLE) || retort_py_value_get_n_items (frame) != 2)
    retort_call_gap (call, "a frame of over() is not understood");
  if (call->problem != NULL)
    return NULL;
  append_frame_end (call, text, retort_py_value_get_item (frame, 0), FALSE);
  g_string_append (text, " AND ");
  append_frame_end (call, text, retort_py_value_get_item (frame, 1), TRUE);
  return retort_py_strdup (call->evaluation, text->str);
}

static RetortPyValue *
over (RetortCall *call)
{
  RetortClause *clause;
  RetortClause *operands[3] = { get_receiver (call), to_sequence (call, "partition_by"), to_sequence (call, "order_by") };

  /* SQLAlchemy takes a joined text apart into several items here. */
  for (guint i = 0; i < operands[1]->n_operands && call->problem == NULL; i++)
    if (operands[1]->operands[i]->operator != NULL)
      retort_call_gap (call, "partition_by= with an operator is not understood");
  if (call->problem != NULL)
    return NULL;
  if (operands[0]->kind != RETORT_CLAUSE_FUNCTION && operands[0]->kind != RETORT_CLAUSE_FILTER)
    retort_call_gap (call, "over() of this expression is not understood");
  clause = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_OVER, operands[0]->type, operands, 3);
  clause->text = make_frame (call);
  return give (call, clause);
}

static RetortPyValue *
filter (RetortCall *call)
{
  g_autofree RetortClause **conditions = g_new0 (RetortClause *, call->n_rest + 1);
  RetortClause *operands[2] = { get_receiver (call), NULL };

  for (guint i = 0; i < call->n_rest; i++)
    conditions[i] = retort_clause_from_value (call, "a condition", call->rest[i], NULL);
  if (operands[0]->kind != RETORT_CLAUSE_FUNCTION || call->n_rest == 0)
    retort_call_gap (call, "filter() of this expression is not understood");
  if (call->problem != NULL)
    return NULL;
  operands[1] = retort_clause_join (call->evaluation, "and", conditions, call->n_rest);
  return give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_FILTER, operands[0]->type, operands, 2));
}

/* --- JSON --- */

/* column[("a", 1)]: a path, "{a, 1}"; keys that would have to be quoted in it are not understood. */
static RetortPyValue *
get_path (RetortPyEvaluation *evaluation, RetortClause *column, const RetortPyValue *keys)
{
  g_autoptr(GString) path = g_string_new ("{");
  RetortClause *operands[2] = { column, retort_clause_new (evaluation, RETORT_CLAUSE_VALUE, retort_type_named ("String")) };
  RetortClause *element;

  for (guint i = 0; i < retort_py_value_get_n_items (keys); i++)
    {
      const RetortPyValue *key = retort_py_value_get_item (keys, i);
      g_autofree char *text = retort_py_value_to_str (key);

      if (text == NULL || (retort_py_value_get_string (key) == NULL && !retort_py_value_is (key, RETORT_PY_INT))
          || !g_regex_match_simple ("^[A-Za-z0-9_-]+$", text, 0, 0))
        return NULL;
      g_string_append_printf (path, "%s%s", i > 0 ? ", " : "", text);
    }
  g_string_append_c (path, '}');
  operands[1]->value = retort_py_new_string (evaluation, path->str);
  element = retort_clause_new_operands (evaluation, RETORT_CLAUSE_BINARY, column->type, operands, 2);
  element->operator = retort_operator_find ("#>");
  return retort_clause_to_value (evaluation, element);
}

static gboolean
is_path (const RetortClause *clause)
{
  return clause->kind == RETORT_CLAUSE_BINARY && g_str_equal (clause->operator->token, "#>");
}

static gboolean
is_element (const RetortClause *clause)
{
  return clause->kind == RETORT_CLAUSE_BINARY && g_str_equal (clause->operator->token, "->");
}

/**
 * retort_comparator_get_item:
 * @evaluation: the evaluation
 * @self: an expression
 * @key: what stands between the brackets
 *
 * Returns: (nullable): the element of a JSON value; %NULL when it is not understood
 */
RetortPyValue *
retort_comparator_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  RetortClause *operands[2] = { retort_clause_peek (self), NULL };
  RetortClause *element;

  if (has_family (operands[0], RETORT_FAMILY_JSON) && operands[0]->kind != RETORT_CLAUSE_BINARY
      && (retort_py_value_is (key, RETORT_PY_TUPLE) || retort_py_value_is (key, RETORT_PY_LIST)))
    return get_path (evaluation, operands[0], key);
  /* How an element of an element of JSONB is written is told by the server's version. */
  if (!has_family (operands[0], RETORT_FAMILY_JSON)
      || (operands[0]->kind == RETORT_CLAUSE_BINARY && (!is_element (operands[0]) || !g_str_equal (operands[0]->type->row->name, "JSON")))
      || (retort_py_value_get_string (key) == NULL && !retort_py_value_is (key, RETORT_PY_INT)))
    return NULL;
  operands[1] = retort_clause_new (evaluation, RETORT_CLAUSE_VALUE, retort_type_of_value (key));
  operands[1]->value = key;
  element = retort_clause_new_operands (evaluation, RETORT_CLAUSE_BINARY, operands[0]->type, operands, 2);
  element->operator = retort_operator_find ("->");
  return retort_clause_to_value (evaluation, element);
}

/* NULL: it is no element of a JSON value. */
static RetortClause *
make_text (RetortPyEvaluation *evaluation, const RetortClause *element)
{
  RetortClause *text;

  if (!is_path (element) && !is_element (element))
    return NULL;
  text = retort_clause_new_operands (evaluation, RETORT_CLAUSE_BINARY, retort_type_named ("String"), element->operands, 2);
  text->operator = retort_operator_find (is_path (element) ? "#>>" : "->>");
  return text;
}

/* column["key"].astext. The JSON of sqlalchemy has none, and is not told from that of the dialect: of an element of an element it stays unknown. */
static RetortPyValue *
get_as_text (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  RetortClause *text = make_text (evaluation, retort_clause_peek (receiver));

  return text != NULL && text->operands[0]->kind != RETORT_CLAUSE_BINARY ? retort_clause_to_value (evaluation, text) : NULL;
}

/* column["key"].as_integer() and its like: a cast of the text. */
static RetortPyValue *
as_type (RetortCall *call)
{
  static const struct
  {
    const char *function;
    const char *type;
  } rows[] = { { "as_string", "String" }, { "as_integer", "Integer" }, { "as_boolean", "Boolean" }, { "as_float", "Float" } };
  RetortClause *text = make_text (call->evaluation, retort_clause_peek (call->receiver));

  if (text == NULL)
    retort_call_gap (call, "%s() of something other than an element of a JSON value is not understood", call->function->name);
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].function, call->function->name))
      {
        text->type = retort_type_named (rows[i].type);
        text->is_cast = TRUE;
      }
  return text != NULL ? give (call, text) : NULL;
}

static const RetortFunction functions[] = {
  { "startswith", "other, autoescape=False, escape=None", startswith, FALSE },
  { "endswith", "other, autoescape=False, escape=None", endswith, FALSE },
  { "contains", "other, autoescape=False, escape=None", contains, FALSE },
  { "istartswith", "other, autoescape=False, escape=None", istartswith, FALSE },
  { "iendswith", "other, autoescape=False, escape=None", iendswith, FALSE },
  { "icontains", "other, autoescape=False, escape=None", icontains, FALSE },
  { "contained_by", "other", contained_by, FALSE },
  { "overlap", "other", overlap, FALSE },
  { "has_key", "other", has_key, FALSE },
  { "any", "other, operator=None", any, FALSE },
  { "all", "other, operator=None", any, FALSE },
  { "regexp_match", "other, flags=None", regexp_match, FALSE },
  { "regexp_replace", "pattern, replacement, flags=None", regexp_replace, FALSE },
  { "bitwise_and", "other", bitwise, FALSE },
  { "bitwise_or", "other", bitwise, FALSE },
  { "bitwise_xor", "other", bitwise, FALSE },
  { "bitwise_lshift", "other", bitwise, FALSE },
  { "bitwise_rshift", "other", bitwise, FALSE },
  { "bitwise_not", "", bitwise_not, FALSE },
  { "within_group", "*order_by", within_group, FALSE },
  { "is_distinct_from", "other", is_distinct_from, FALSE },
  { "is_not_distinct_from", "other", is_not_distinct_from, FALSE },
  { "isnot_distinct_from", "other", is_not_distinct_from, FALSE },
  { "op", "opstring, precedence=0, is_comparison=False", custom, FALSE },
  { "distinct", "", distinct, FALSE },
  { "cast", "type_", cast, FALSE },
  { "as_string", "", as_type, FALSE },
  { "as_integer", "", as_type, FALSE },
  { "as_boolean", "", as_type, FALSE },
  { "as_float", "", as_type, FALSE },
  { "collate", "collation", collate, FALSE },
  { "over", "partition_by=None, order_by=None, rows=None, range_=None", over, FALSE },
  { "filter", "*criterion", filter, FALSE },
  { NULL },
};

static const RetortAttribute attributes[] = {
  { "astext", get_as_text },
  { NULL },
};

const RetortMembers retort_comparator_members = { functions, attributes };
