/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match: patterns of every kind (Language Reference, 8.6). What a pattern captures is bound once all of it fits. */
#include "python/evaluation-private.h"

#include <string.h>

/* What a pattern has captured so far: names and values, side by side. */
typedef struct
{
  RetortPyFrame *frame;
  GPtrArray     *names;
  RetortPyItems  values;
} Matcher;

static RetortPyAnswer match_pattern (Matcher *self, const RetortPyNode *pattern, RetortPyValue *value);

static void
capture (Matcher *self, const RetortPyNode *name, RetortPyValue *value)
{
  g_ptr_array_add (self->names, (gpointer) retort_py_name_at (self->frame, name));
  retort_py_items_append (self->frame->evaluation, &self->values, value);
}

static gboolean
is_wildcard (RetortPyFrame *frame, const RetortPyNode *name)
{
  g_autofree char *text = retort_py_node_text (frame, name);

  return strcmp (text, "_") == 0;
}

/* `a.b.c`; NULL: raised. */
static RetortPyValue *
evaluate_dotted (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *value = retort_py_load_name (frame, node, retort_py_name_at (frame, parts->nodes[0]));

  for (guint i = 1; i < parts->n && value != NULL; i++)
    value = retort_py_get_attribute (frame, node, value, retort_py_name_at (frame, parts->nodes[i]));
  return value;
}

static RetortPyAnswer
match_value (Matcher *self, RetortPyValue *wanted, RetortPyValue *value)
{
  return wanted == NULL ? RETORT_PY_NO : retort_py_values_equal (value, wanted);
}

static RetortPyAnswer
match_name (Matcher *self, const RetortPyNode *node, RetortPyValue *value)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  if (parts->n > 1)
    return match_value (self, evaluate_dotted (self->frame, node), value);
  if (!is_wildcard (self->frame, node))
    capture (self, parts->nodes[0], value);
  return RETORT_PY_YES;
}

/* True, False and None are compared by identity. */
static RetortPyAnswer
match_literal (Matcher *self, const RetortPyNode *pattern, const RetortPyNode *literal, RetortPyValue *value)
{
  RetortPyValue *wanted = retort_py_evaluate (self->frame, literal);

  if (wanted != NULL && wanted->kind == RETORT_PY_UNKNOWN)
    return RETORT_PY_MAYBE;
  if (wanted != NULL && (wanted->kind == RETORT_PY_NONE || wanted->kind == RETORT_PY_BOOL))
    return retort_py_values_identical (value, wanted);
  if (wanted != NULL && pattern->n_children > 0 && retort_py_node_is (retort_py_node_get_child (pattern, 0), "-"))
    wanted = retort_py_unary (self->frame, pattern, "-", wanted);
  return match_value (self, wanted, value);
}

static RetortPyAnswer
match_union (Matcher *self, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyAnswer result = RETORT_PY_NO;

  for (guint i = 0; i < node->n_children && result == RETORT_PY_NO && self->frame->evaluation->exception == NULL; i++)
    {
      const RetortPyNode *child = retort_py_node_get_child (node, i);

      if (retort_py_node_is (child, "-"))
        return RETORT_PY_MAYBE; /* the sign stands apart from its number */
      if (retort_py_node_is (child, "_"))
        return RETORT_PY_YES;
      if (child->is_named)
        result = match_pattern (self, child, value);
    }
  return result;
}

static const RetortPyNode *
find_splat (RetortPyFrame *frame, const RetortPyNode *pattern)
{
  const RetortPyParts *parts = retort_py_node_get_parts (pattern);

  if (retort_py_node_get_type (pattern) == RETORT_PY_NODE_splat_pattern)
    return pattern;
  if (parts->n == 1 && retort_py_node_get_type (parts->nodes[0]) == RETORT_PY_NODE_splat_pattern)
    return parts->nodes[0];
  return NULL;
}

static RetortPyAnswer
match_rest (Matcher *self, const RetortPyNode *splat, RetortPyValue *const *items, guint n_items)
{
  const RetortPyParts *parts = retort_py_node_get_parts (splat);

  if (parts->n > 0 && !is_wildcard (self->frame, parts->nodes[0]))
    capture (self, parts->nodes[0], retort_py_new_list (self->frame->evaluation, items, n_items));
  return RETORT_PY_YES;
}

/* [a, *b, c]: of lists and tuples; other sequences are not told apart here. */
static RetortPyAnswer
match_sequence (Matcher *self, const RetortPyNode *const *patterns, guint n_patterns, RetortPyValue *value)
{
  RetortPyAnswer result = RETORT_PY_YES;
  guint n_splats = 0;

  for (guint i = 0; i < n_patterns; i++)
    n_splats += find_splat (self->frame, patterns[i]) != NULL;
  if (value->kind == RETORT_PY_UNKNOWN || value->kind == RETORT_PY_FOREIGN || n_splats > 1)
    return RETORT_PY_MAYBE;
  if ((value->kind != RETORT_PY_LIST && value->kind != RETORT_PY_TUPLE) || value->many.items.n + n_splats < n_patterns
      || (n_splats == 0 && value->many.items.n > n_patterns))
    return RETORT_PY_NO;
  for (guint i = 0, at = 0; i < n_patterns && result == RETORT_PY_YES; i++)
    {
      const RetortPyNode *splat = find_splat (self->frame, patterns[i]);
      guint n_rest = value->many.items.n + 1 - n_patterns;

      if (splat == NULL)
        result = match_pattern (self, patterns[i], value->many.items.items[at++]);
      else
        {
          result = match_rest (self, splat, value->many.items.items + at, n_rest);
          at += n_rest;
        }
    }
  return result;
}

/* `(a)` only groups. */
static gboolean
is_group (const RetortPyNode *node, guint n_parts)
{
  for (guint i = 0; i < node->n_children; i++)
    if (retort_py_node_is (retort_py_node_get_child (node, i), ","))
      return FALSE;
  return n_parts == 1;
}

static RetortPyAnswer
match_mapping (Matcher *self, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyEvaluation *evaluation = self->frame->evaluation;
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *rest = retort_py_new_dict (evaluation);
  RetortPyAnswer result = RETORT_PY_YES;

  if (value->kind == RETORT_PY_UNKNOWN || value->kind == RETORT_PY_FOREIGN)
    return RETORT_PY_MAYBE;
  if (value->kind != RETORT_PY_DICT)
    return RETORT_PY_NO;
  for (guint i = 0; i < value->many.items.n; i++)
    retort_py_keyed_put (evaluation, rest, value->many.items.items[i], value->many.values.items[i]);
  for (guint i = 0; i < parts->n && result == RETORT_PY_YES; i++)
    {
      RetortPyValue *key;
      gboolean is_known;
      guint place;

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_splat_pattern)
        {
          capture (self, retort_py_node_get_parts (parts->nodes[i])->nodes[0], rest);
          continue;
        }
      key = retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_dotted_name ? evaluate_dotted (self->frame, parts->nodes[i])
                                                                                     : retort_py_evaluate (self->frame, parts->nodes[i]);
      if (key == NULL || i + 1 >= parts->n)
        return key == NULL ? RETORT_PY_NO : RETORT_PY_MAYBE;
      if (!retort_py_value_is_hashable (key, &is_known) || !is_known)
        return RETORT_PY_MAYBE;
      if (!retort_py_keyed_find (value, key, &place))
        return RETORT_PY_NO;
      result = match_pattern (self, parts->nodes[++i], value->many.values.items[place]);
      if (retort_py_keyed_find (rest, key, &place))
        retort_py_keyed_remove (rest, place);
    }
  return result;
}

/* The attribute that the pattern at @index of a class pattern is about; NULL: not known, or raised. */
static RetortPyValue *
positional_attribute (Matcher *self, RetortPyValue *klass, guint index, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyFrame *frame = self->frame;
  RetortPyValue *names = klass->kind == RETORT_PY_CLASS ? retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "__match_args__", -1)) : NULL;
  RetortPyValue *name = NULL;

  if (retort_py_get_named_tuple_type (klass) != NULL)
    return index < value->many.items.n ? value->many.items.items[index] : NULL;
  if (klass->kind != RETORT_PY_CLASS) /* str(x), int(x): the value itself */
    return index == 0 ? value : NULL;
  if (names == NULL && klass->klass->is_dataclass && index < klass->klass->fields.n && !retort_py_dataclass_has_keywords (klass->klass))
    name = klass->klass->fields.items[index]->many.items.items[0];
  else if (names != NULL && names->kind == RETORT_PY_TUPLE && index < names->many.items.n)
    name = names->many.items.items[index];
  if (name == NULL || name->kind != RETORT_PY_STR)
    return NULL;
  return retort_py_get_attribute (frame, node, value, retort_py_intern (frame->evaluation, name->string.text, -1));
}

static RetortPyAnswer
match_keyword (Matcher *self, const RetortPyNode *keyword, RetortPyValue *value)
{
  const RetortPyParts *parts = retort_py_node_get_parts (keyword);
  RetortPyEvaluation *evaluation = self->frame->evaluation;
  RetortPyValue *attribute;

  if (parts->n != 2)
    return RETORT_PY_MAYBE; /* `x=_` and `x=-1` */
  attribute = retort_py_get_attribute (self->frame, keyword, value, retort_py_name_at (self->frame, parts->nodes[0]));
  if (attribute == NULL && evaluation->exception != NULL && strcmp (evaluation->exception->type, "AttributeError") == 0)
    {
      evaluation->exception = NULL;
      return RETORT_PY_NO;
    }
  for (guint i = 0; i < keyword->n_children; i++)
    if (retort_py_node_is (retort_py_node_get_child (keyword, i), "-"))
      return RETORT_PY_MAYBE;
  return attribute == NULL ? RETORT_PY_NO : match_pattern (self, parts->nodes[1], attribute);
}

static RetortPyAnswer
match_class (Matcher *self, const RetortPyNode *node, RetortPyValue *value)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *klass = evaluate_dotted (self->frame, parts->nodes[0]);
  RetortPyAnswer result = klass == NULL ? RETORT_PY_NO : retort_py_is_instance (value, klass);

  for (guint i = 1; i < parts->n && result == RETORT_PY_YES; i++)
    {
      const RetortPyParts *inner = retort_py_node_get_parts (parts->nodes[i]);
      RetortPyValue *attribute;

      if (inner->n == 1 && retort_py_node_get_type (inner->nodes[0]) == RETORT_PY_NODE_keyword_pattern)
        {
          result = match_keyword (self, inner->nodes[0], value);
          continue;
        }
      attribute = positional_attribute (self, klass, i - 1, node, value);
      if (attribute == NULL)
        return self->frame->evaluation->exception != NULL ? RETORT_PY_NO : RETORT_PY_MAYBE;
      result = match_pattern (self, parts->nodes[i], attribute);
    }
  return result;
}

static RetortPyAnswer
match_as (Matcher *self, const RetortPyNode *node, RetortPyValue *value)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyAnswer result;

  if (parts->n != 2)
    return RETORT_PY_MAYBE;
  result = match_pattern (self, parts->nodes[0], value);
  if (result == RETORT_PY_YES)
    capture (self, parts->nodes[1], value);
  return result;
}

static RetortPyAnswer
match_entered (Matcher *self, const RetortPyNode *pattern, RetortPyValue *value)
{
  const RetortPyParts *parts = retort_py_node_get_parts (pattern);

  switch ((int) retort_py_node_get_type (pattern))
    {
    case RETORT_PY_NODE_case_pattern:
      if (parts->n == 0)
        return RETORT_PY_YES; /* `_` */
      if (parts->n == 1 && pattern->n_children == 2)
        return match_literal (self, pattern, parts->nodes[0], value); /* `-1` */
      return parts->n == 1 ? match_pattern (self, parts->nodes[0], value) : RETORT_PY_MAYBE;
    case RETORT_PY_NODE_dotted_name:
      return match_name (self, pattern, value);
    case RETORT_PY_NODE_union_pattern:
      return match_union (self, pattern, value);
    case RETORT_PY_NODE_tuple_pattern:
    case RETORT_PY_NODE_list_pattern:
      if (retort_py_node_get_type (pattern) == RETORT_PY_NODE_tuple_pattern && is_group (pattern, parts->n))
        return match_pattern (self, parts->nodes[0], value);
      return match_sequence (self, parts->nodes, parts->n, value);
    case RETORT_PY_NODE_dict_pattern:
      return match_mapping (self, pattern, value);
    case RETORT_PY_NODE_class_pattern:
      return match_class (self, pattern, value);
    case RETORT_PY_NODE_as_pattern:
      return match_as (self, pattern, value);
    case RETORT_PY_NODE_integer:
    case RETORT_PY_NODE_float:
    case RETORT_PY_NODE_string:
    case RETORT_PY_NODE_concatenated_string:
    case RETORT_PY_NODE_true:
    case RETORT_PY_NODE_false:
    case RETORT_PY_NODE_none:
      return match_literal (self, pattern, pattern, value);
    default:
      return RETORT_PY_MAYBE;
    }
}

static RetortPyAnswer
match_pattern (Matcher *self, const RetortPyNode *pattern, RetortPyValue *value)
{
  RetortPyAnswer result;

  if (!retort_py_enter (self->frame, pattern))
    return RETORT_PY_MAYBE;
  result = pattern->has_error ? RETORT_PY_MAYBE : match_entered (self, pattern, value);
  retort_py_leave (self->frame);
  return result;
}

/* All patterns of a clause: several without parentheses are a tuple. */
static RetortPyAnswer
match_clause (Matcher *self, const RetortPyNode *clause, RetortPyValue *value)
{
  const RetortPyParts *parts = retort_py_node_get_parts (clause);
  gboolean is_sequence = FALSE;
  guint n = 0;

  while (n < parts->n && retort_py_node_get_type (parts->nodes[n]) == RETORT_PY_NODE_case_pattern)
    n++;
  for (guint i = 0; i < clause->n_children; i++)
    is_sequence = is_sequence || retort_py_node_is (retort_py_node_get_child (clause, i), ",");
  if (n == 0)
    return RETORT_PY_MAYBE;
  return is_sequence || find_splat (self->frame, parts->nodes[0]) != NULL ? match_sequence (self, parts->nodes, n, value)
                                                                                        : match_pattern (self, parts->nodes[0], value);
}

/* Does the clause apply? Binds what it captures. */
static RetortPyAnswer
try_clause (RetortPyFrame *frame, const RetortPyNode *clause, RetortPyValue *value)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  Matcher matcher = { .frame = frame, .names = names };
  const RetortPyNode *guard = retort_py_node_field (clause, RETORT_PY_FIELD_guard);
  RetortPyAnswer answer = match_clause (&matcher, clause, value);
  RetortPyValue *condition;

  if (answer != RETORT_PY_YES || frame->evaluation->exception != NULL)
    return answer;
  for (guint i = 0; i < names->len; i++)
    retort_py_store_name (frame, names->pdata[i], matcher.values.items[i]);
  if (guard == NULL)
    return answer;
  condition = retort_py_evaluate (frame, retort_py_node_get_parts (guard)->nodes[0]);
  return condition == NULL ? RETORT_PY_NO : retort_py_truth (frame, condition);
}

static RetortPyFlow
run_clause (RetortPyFrame *frame, const RetortPyNode *clause, guint place)
{
  RetortPyFlow flow = retort_py_run_block (frame, retort_py_node_field (clause, RETORT_PY_FIELD_consequence));

  if (flow == RETORT_PY_FLOW_YIELD)
    retort_py_leave_bookmark (frame, &(RetortPyBookmark){ .at = place }, FALSE);
  return flow;
}

/* Several subjects, or one with a comma behind it, are a tuple. NULL: raised. */
static RetortPyValue *
evaluate_subject (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyParts *parts)
{
  RetortPyItems items = { 0 };
  gboolean is_tuple = FALSE;

  for (guint i = 0; i < node->n_children; i++)
    is_tuple = is_tuple || retort_py_node_is (retort_py_node_get_child (node, i), ",");
  for (guint i = 0; i + 1 < parts->n; i++)
    {
      RetortPyValue *value = retort_py_evaluate (frame, parts->nodes[i]);

      if (value == NULL || !is_tuple)
        return value;
      retort_py_items_append (frame->evaluation, &items, value);
    }
  return retort_py_new_tuple (frame->evaluation, items.items, items.n);
}

/**
 * retort_py_run_match: (skip)
 * @frame: where
 * @node: a match statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_match (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  const RetortPyParts *clauses = retort_py_node_get_parts (retort_py_node_field (node, RETORT_PY_FIELD_body));
  RetortPyBookmark bookmark;
  RetortPyValue *value;

  if (retort_py_take_bookmark (frame, &bookmark))
    return run_clause (frame, clauses->nodes[bookmark.at], bookmark.at);
  value = evaluate_subject (frame, node, parts);
  if (value == NULL)
    return RETORT_PY_FLOW_RAISE;
  for (guint i = 0; i < clauses->n; i++)
    {
      RetortPyAnswer answer = try_clause (frame, clauses->nodes[i], value);

      if (frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
        return RETORT_PY_FLOW_RAISE;
      if (answer == RETORT_PY_MAYBE)
        return retort_py_skip (frame, node, node, value, "which case applies is not known");
      if (answer == RETORT_PY_YES)
        return run_clause (frame, clauses->nodes[i], i);
    }
  return RETORT_PY_FLOW_NEXT;
}
