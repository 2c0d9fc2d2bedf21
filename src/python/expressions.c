/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions, by node type. Every evaluator returns NULL when something was raised or the evaluation stops. */
#include "python/evaluation-private.h"
#include "python/integer.h"

#include <string.h>

typedef RetortPyValue *(*Evaluator) (RetortPyFrame *frame, const RetortPyNode *node);

static RetortPyValue *
evaluate_identifier (RetortPyFrame *frame, const RetortPyNode *node)
{
  return retort_py_load_name (frame, node, retort_py_name_at (frame, node));
}

static RetortPyValue *
evaluate_none (RetortPyFrame *frame, const RetortPyNode *node)
{
  return frame->evaluation->none;
}

static RetortPyValue *
evaluate_true (RetortPyFrame *frame, const RetortPyNode *node)
{
  return frame->evaluation->true_value;
}

static RetortPyValue *
evaluate_false (RetortPyFrame *frame, const RetortPyNode *node)
{
  return frame->evaluation->false_value;
}

static RetortPyValue *
evaluate_integer (RetortPyFrame *frame, const RetortPyNode *node)
{
  g_autofree char *text = retort_py_node_text (frame, node);
  g_autofree char *digits = retort_py_integer_from_literal (text);

  if (digits == NULL)
    return retort_py_unknown_at (frame, node, "the number %s is not evaluated", text);
  return retort_py_new_digits (frame->evaluation, digits);
}

static RetortPyValue *
evaluate_float (RetortPyFrame *frame, const RetortPyNode *node)
{
  g_autofree char *text = retort_py_node_text (frame, node);
  g_autoptr(GString) plain = g_string_new (text);

  g_string_replace (plain, "_", "", 0);
  if (strpbrk (plain->str, "jJ") != NULL)
    return retort_py_unknown_at (frame, node, "complex numbers are not evaluated");
  return retort_py_new_float (frame->evaluation, g_ascii_strtod (plain->str, NULL));
}

static RetortPyValue *
evaluate_parenthesized (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  if (parts->n != 1)
    return retort_py_unknown_at (frame, node, "the parentheses are not understood");
  return retort_py_evaluate (frame, parts->nodes[0]);
}

/* The members of a display, `*x` spread. FALSE: raised. Something unknown that is spread sets @unknown. */
static gboolean
evaluate_members (RetortPyFrame *frame, const RetortPyNode *node, RetortPyItems *items, RetortPyValue **unknown)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  *unknown = NULL;
  for (guint i = 0; i < parts->n; i++)
    {
      gboolean is_spread = retort_py_node_is_splat (parts->nodes[i]);
      RetortPyValue *value = retort_py_evaluate (frame, parts->nodes[i]);
      RetortPyValue *open = NULL;

      if (value == NULL || (is_spread && !retort_py_collect (frame, parts->nodes[i], value, items, &open)))
        return FALSE;
      if (open != NULL)
        *unknown = open;
      else if (!is_spread)
        retort_py_items_append (frame->evaluation, items, value);
    }
  return TRUE;
}

/* A list or tuple of members, or unknown when their number is. */
static RetortPyValue *
evaluate_sequence (RetortPyFrame *frame, const RetortPyNode *node, RetortPyKind kind)
{
  RetortPyValue *result = retort_py_new_value (frame->evaluation, kind);
  RetortPyValue *unknown;

  if (!evaluate_members (frame, node, &result->many.items, &unknown))
    return NULL;
  return unknown != NULL ? retort_py_absorb (frame, node, unknown, result) : result;
}

static RetortPyValue *
evaluate_list (RetortPyFrame *frame, const RetortPyNode *node)
{
  return evaluate_sequence (frame, node, RETORT_PY_LIST);
}

static RetortPyValue *
evaluate_tuple (RetortPyFrame *frame, const RetortPyNode *node)
{
  return evaluate_sequence (frame, node, RETORT_PY_TUPLE);
}

static RetortPyValue *
evaluate_set (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyItems items = { 0 };
  RetortPyValue *result = retort_py_new_set (frame->evaluation);
  RetortPyValue *unknown;

  if (!evaluate_members (frame, node, &items, &unknown))
    return NULL;
  for (guint i = 0; i < items.n; i++)
    {
      gboolean is_known;

      if (!retort_py_value_is_hashable (items.items[i], &is_known))
        return retort_py_raise (frame, node, "TypeError", "a %s cannot be in a set", retort_py_value_type_name (items.items[i]));
      if (!is_known && unknown == NULL)
        unknown = items.items[i];
      if (is_known)
        retort_py_keyed_put (frame->evaluation, result, items.items[i], NULL);
    }
  return unknown != NULL ? retort_py_absorb (frame, node, unknown, result) : result;
}

/* A dict display while it is made. Python looks at the keys after it has evaluated them all. */
typedef struct
{
  RetortPyValue *dict;
  RetortPyValue *unknown;    /* nullable: a key, or what is spread, is not known */
  RetortPyValue *unhashable; /* nullable: the first key that can be none */
  guint          n_pending;  /* pairs whose keys Python has not looked at yet */
} Display;

/* CPython puts pairs in before it spreads something, and after so many of them. */
#define PENDING_PAIRS 16

/* FALSE: raised. */
static gboolean
settle_pairs (RetortPyFrame *frame, const RetortPyNode *node, Display *display)
{
  display->n_pending = 0;
  if (display->unhashable == NULL)
    return TRUE;
  retort_py_raise (frame, node, "TypeError", "a %s cannot be a key", retort_py_value_type_name (display->unhashable));
  return FALSE;
}

static void
put_pair (RetortPyFrame *frame, const RetortPyNode *node, Display *display, RetortPyValue *key, RetortPyValue *value)
{
  gboolean is_known;

  if (!retort_py_value_is_hashable (key, &is_known))
    display->unhashable = display->unhashable != NULL ? display->unhashable : key;
  else if (is_known)
    retort_py_keyed_put (frame->evaluation, display->dict, key, value);
  else
    display->unknown = retort_py_absorb (frame, node, key, value);
}

/* FALSE: raised. */
static gboolean
spread_pairs (RetortPyFrame *frame, const RetortPyNode *node, Display *display, RetortPyValue *other)
{
  if (other->kind == RETORT_PY_DICT)
    {
      for (guint i = 0; i < other->many.items.n; i++)
        retort_py_keyed_put (frame->evaluation, display->dict, other->many.items.items[i], other->many.values.items[i]);
      return TRUE;
    }
  if (other->kind == RETORT_PY_UNKNOWN || other->kind == RETORT_PY_FOREIGN || other->kind == RETORT_PY_CLASS)
    {
      display->unknown = retort_py_absorb (frame, node, other, NULL);
      return TRUE;
    }
  retort_py_raise (frame, node, "TypeError", "'%s' is no mapping", retort_py_value_type_name (other));
  return FALSE;
}

static RetortPyValue *
evaluate_dictionary (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  Display display = { .dict = retort_py_new_dict (frame->evaluation) };

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];
      gboolean is_pair = retort_py_node_get_type (part) == RETORT_PY_NODE_pair;
      RetortPyValue *key;
      RetortPyValue *value = NULL;

      if ((!is_pair || display.n_pending++ == PENDING_PAIRS) && !settle_pairs (frame, node, &display))
        return NULL;
      key = retort_py_evaluate (frame, is_pair ? retort_py_node_field (part, RETORT_PY_FIELD_key) : retort_py_node_get_parts (part)->nodes[0]);
      if (key == NULL)
        return NULL;
      if (is_pair && (value = retort_py_evaluate (frame, retort_py_node_field (part, RETORT_PY_FIELD_value))) == NULL)
        return NULL;
      if (is_pair)
        put_pair (frame, part, &display, key, value);
      else if (!spread_pairs (frame, part, &display, key))
        return NULL;
    }
  if (!settle_pairs (frame, node, &display))
    return NULL;
  return display.unknown != NULL ? retort_py_absorb (frame, node, display.unknown, display.dict) : display.dict;
}

static RetortPyValue *
evaluate_binary (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyNode *operator_ = retort_py_node_field (node, RETORT_PY_FIELD_operator);
  RetortPyValue *left = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_left));
  RetortPyValue *right = left == NULL ? NULL : retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_right));

  if (right != NULL && retort_py_node_is_misread (node))
    return retort_py_absorb (frame, node, retort_py_unknown_at (frame, node, "'&' and '^' stand without parentheses"),
                             retort_py_absorb (frame, node, left, right));
  return right == NULL ? NULL : retort_py_binary (frame, node, operator_->name, left, right, FALSE);
}

static RetortPyValue *
evaluate_unary (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyNode *operator_ = retort_py_node_field (node, RETORT_PY_FIELD_operator);
  RetortPyValue *operand = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_argument));

  return operand == NULL ? NULL : retort_py_unary (frame, node, operator_->name, operand);
}

/**
 * retort_py_truth: (skip)
 * @frame: where
 * @value: a value
 *
 * Returns: whether Python takes it as true
 */
RetortPyAnswer
retort_py_truth (RetortPyFrame *frame, RetortPyValue *value)
{
  double number;
  gint64 start;
  gint64 step;
  gint64 count;
  int truth;

  if (value->kind == RETORT_PY_UNKNOWN)
    return RETORT_PY_MAYBE;
  if (retort_py_value_get_double (value, &number))
    return number != 0 ? RETORT_PY_YES : RETORT_PY_NO;
  if (retort_py_get_range (value, &start, &step, &count))
    return count > 0 ? RETORT_PY_YES : RETORT_PY_NO;
  switch ((int) value->kind)
    {
    case RETORT_PY_NONE:
      return RETORT_PY_NO;
    case RETORT_PY_STR:
    case RETORT_PY_BYTES:
      return value->string.length > 0 ? RETORT_PY_YES : RETORT_PY_NO;
    case RETORT_PY_LIST:
    case RETORT_PY_TUPLE:
    case RETORT_PY_SET:
    case RETORT_PY_DICT:
      return value->many.items.n > 0 ? RETORT_PY_YES : RETORT_PY_NO;
    case RETORT_PY_FOREIGN:
      truth = value->foreign.klass->truth != NULL ? value->foreign.klass->truth (frame->evaluation, value) : 1;
      return truth < 0 ? RETORT_PY_MAYBE : truth > 0 ? RETORT_PY_YES : RETORT_PY_NO;
    default:
      return RETORT_PY_YES;
    }
}

/* Expressions of which the database decides which one is evaluated. */
typedef struct
{
  guint          n;
  const RetortPyNode *nodes[2];
  RetortPyValue *values[2]; /* nullable: it raised */
} Choice;

static RetortPyFlow
run_choice (RetortPyFrame *frame, guint path, gpointer data)
{
  Choice *choice = data;

  if (path >= choice->n)
    return RETORT_PY_FLOW_NEXT;
  choice->values[path] = retort_py_evaluate (frame, choice->nodes[path]);
  return choice->values[path] != NULL ? RETORT_PY_FLOW_NEXT : RETORT_PY_FLOW_RAISE;
}

/* Does it change nothing, whether it is evaluated or not? */
static gboolean
is_literal (const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_integer:
    case RETORT_PY_NODE_float:
    case RETORT_PY_NODE_none:
    case RETORT_PY_NODE_true:
    case RETORT_PY_NODE_false:
      return TRUE;
    case RETORT_PY_NODE_string:
      for (guint i = 0; i < parts->n; i++)
        if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_interpolation)
          return FALSE;
      return TRUE;
    default:
      return FALSE;
    }
}

/* Of literals no path has to start from the same state. FALSE: all paths raise, or the evaluation stops. */
static gboolean
evaluate_choice (RetortPyFrame *frame, const RetortPyNode *at, Choice *choice, guint n_paths)
{
  gboolean are_literals = TRUE;

  for (guint i = 0; i < choice->n; i++)
    are_literals = are_literals && is_literal (choice->nodes[i]);
  if (!are_literals)
    return retort_py_explore (frame, at, n_paths, run_choice, choice) != RETORT_PY_FLOW_RAISE;
  retort_py_report_live (frame, at);
  for (guint i = 0; i < choice->n; i++)
    run_choice (frame, i, choice);
  return frame->evaluation->stop_reason == NULL;
}

/* The value is the database's decision, unless it is the same in any case. */
static RetortPyValue *
explore_choice (RetortPyFrame *frame, const RetortPyNode *at, Choice *choice, guint n_paths, RetortPyValue *live)
{
  RetortPyChoices *choices = retort_py_choices_new (frame->evaluation, FALSE);
  const RetortPyValue *dark = NULL;

  if (!evaluate_choice (frame, at, choice, n_paths))
    return NULL;
  if (choice->n == 2 && choice->values[0] != NULL && choice->values[0] == choice->values[1])
    return choice->values[0];
  for (guint i = 0; i < choice->n; i++)
    if (choice->values[i] != NULL)
      {
        const RetortPyValue *unknown = retort_py_value_find_unknown (choice->values[i]);

        if (unknown != NULL && !retort_py_value_is_live (unknown))
          dark = unknown;
        else if (unknown == NULL && retort_py_may_send (choice->values[i]))
          dark = retort_py_new_unknown (frame->evaluation, live->unknown.span, "%s", retort_py_sender_reason);
        retort_py_choices_add (choices, choice->values[i]);
        retort_py_taint_value (frame, choice->values[i], live->unknown.reason, live->unknown.span);
      }
  if (dark != NULL)
    return retort_py_new_same_unknown (frame->evaluation, dark);
  /* "x or y": x may be the value, too. */
  if (choice->n == 1)
    retort_py_choices_add (choices, live);
  return retort_py_choices_give (choices, retort_py_new_same_unknown (frame->evaluation, live));
}

/* The right side does not run when the left one decides. */
static RetortPyValue *
evaluate_boolean (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyNode *operator_ = retort_py_node_field (node, RETORT_PY_FIELD_operator);
  const RetortPyNode *right = retort_py_node_field (node, RETORT_PY_FIELD_right);
  RetortPyValue *left = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_left));
  RetortPyAnswer truth;

  if (left == NULL)
    return NULL;
  truth = retort_py_truth (frame, left);
  if (truth == RETORT_PY_MAYBE && retort_py_value_is_live (left))
    {
      Choice choice = { .n = 1, .nodes = { right } };

      return explore_choice (frame, node, &choice, 2, left);
    }
  if (truth == RETORT_PY_MAYBE)
    {
      retort_py_skip (frame, right, node, left, "whether the right side is evaluated is not known");
      return retort_py_absorb (frame, node, left, NULL);
    }
  if ((truth == RETORT_PY_YES) == (strcmp (operator_->name, "or") == 0))
    return left;
  return retort_py_evaluate (frame, right);
}

static RetortPyValue *
evaluate_not (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyValue *value = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_argument));
  RetortPyAnswer truth;

  if (value == NULL)
    return NULL;
  truth = retort_py_truth (frame, value);
  if (truth == RETORT_PY_MAYBE)
    return retort_py_absorb (frame, node, value, NULL);
  return retort_py_bool (frame->evaluation, truth == RETORT_PY_NO);
}

static RetortPyValue *
evaluate_conditional (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *condition;
  RetortPyAnswer truth;

  if (parts->n != 3)
    return retort_py_unknown_at (frame, node, "the condition is not understood");
  condition = retort_py_evaluate (frame, parts->nodes[1]);
  if (condition == NULL)
    return NULL;
  truth = retort_py_truth (frame, condition);
  if (truth != RETORT_PY_MAYBE)
    return retort_py_evaluate (frame, parts->nodes[truth == RETORT_PY_YES ? 0 : 2]);
  if (retort_py_value_is_live (condition))
    {
      Choice choice = { .n = 2, .nodes = { parts->nodes[0], parts->nodes[2] } };

      return explore_choice (frame, node, &choice, 2, condition);
    }
  retort_py_skip (frame, parts->nodes[0], node, condition, "the condition is not known");
  retort_py_skip (frame, parts->nodes[2], node, condition, "the condition is not known");
  return retort_py_absorb (frame, node, condition, NULL);
}

/* `a < b < c`: each operand once, until one comparison is false. */
static RetortPyValue *
evaluate_comparison (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *left = parts->n < 2 ? NULL : retort_py_evaluate (frame, parts->nodes[0]);
  RetortPyValue *result = NULL;
  guint n_operators = 0;

  if (parts->n < 2)
    return retort_py_unknown_at (frame, node, "the comparison is not understood");
  for (guint i = 0; left != NULL && i < node->n_children; i++)
    {
      const RetortPyNode *operator_ = retort_py_node_get_child (node, i);
      RetortPyValue *right;
      RetortPyAnswer truth;

      if (operator_->is_named || ++n_operators >= parts->n)
        continue;
      right = retort_py_evaluate (frame, parts->nodes[n_operators]);
      result = right == NULL ? NULL : retort_py_compare (frame, node, operator_->name, left, right);
      if (result == NULL || n_operators + 1 == parts->n)
        return result;
      truth = retort_py_truth (frame, result);
      if (truth == RETORT_PY_NO)
        return result;
      if (truth == RETORT_PY_MAYBE)
        {
          for (guint j = n_operators + 1; j < parts->n; j++)
            retort_py_skip (frame, parts->nodes[j], node, result, "whether the comparison goes on is not known");
          return retort_py_absorb (frame, node, result, right);
        }
      left = right;
    }
  return result;
}

static RetortPyValue *
evaluate_attribute (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyValue *object = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_object));

  if (object == NULL)
    return NULL;
  return retort_py_get_attribute (frame, node, object, retort_py_name_at (frame, retort_py_node_field (node, RETORT_PY_FIELD_attribute)));
}

/* The operand; who holds it spreads it. */
static RetortPyValue *
evaluate_splat (RetortPyFrame *frame, const RetortPyNode *node)
{
  return retort_py_evaluate (frame, retort_py_node_get_parts (node)->nodes[0]);
}

static RetortPyValue *
evaluate_lambda (RetortPyFrame *frame, const RetortPyNode *node)
{
  return retort_py_new_function (frame, node);
}

static RetortPyValue *
evaluate_walrus (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyValue *value = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_value));

  if (value != NULL)
    retort_py_store_name (frame, retort_py_name_at (frame, retort_py_node_field (node, RETORT_PY_FIELD_name)), value);
  return value;
}

static const Evaluator evaluators[RETORT_PY_N_NODE_TYPES] = {
  [RETORT_PY_NODE_attribute] = evaluate_attribute,
  [RETORT_PY_NODE_binary_operator] = evaluate_binary,
  [RETORT_PY_NODE_boolean_operator] = evaluate_boolean,
  [RETORT_PY_NODE_call] = retort_py_evaluate_call,
  [RETORT_PY_NODE_comparison_operator] = evaluate_comparison,
  [RETORT_PY_NODE_concatenated_string] = retort_py_evaluate_string,
  [RETORT_PY_NODE_conditional_expression] = evaluate_conditional,
  [RETORT_PY_NODE_dictionary] = evaluate_dictionary,
  [RETORT_PY_NODE_dictionary_comprehension] = retort_py_evaluate_comprehension,
  [RETORT_PY_NODE_expression_list] = evaluate_tuple,
  [RETORT_PY_NODE_false] = evaluate_false,
  [RETORT_PY_NODE_float] = evaluate_float,
  [RETORT_PY_NODE_generator_expression] = retort_py_evaluate_comprehension,
  [RETORT_PY_NODE_identifier] = evaluate_identifier,
  [RETORT_PY_NODE_integer] = evaluate_integer,
  [RETORT_PY_NODE_lambda] = evaluate_lambda,
  [RETORT_PY_NODE_list] = evaluate_list,
  [RETORT_PY_NODE_list_comprehension] = retort_py_evaluate_comprehension,
  [RETORT_PY_NODE_list_splat] = evaluate_splat,
  [RETORT_PY_NODE_list_splat_pattern] = evaluate_splat,
  [RETORT_PY_NODE_named_expression] = evaluate_walrus,
  [RETORT_PY_NODE_none] = evaluate_none,
  [RETORT_PY_NODE_not_operator] = evaluate_not,
  [RETORT_PY_NODE_parenthesized_expression] = evaluate_parenthesized,
  [RETORT_PY_NODE_set] = evaluate_set,
  [RETORT_PY_NODE_set_comprehension] = retort_py_evaluate_comprehension,
  [RETORT_PY_NODE_string] = retort_py_evaluate_string,
  [RETORT_PY_NODE_subscript] = retort_py_evaluate_subscript,
  [RETORT_PY_NODE_pattern_list] = evaluate_tuple,
  [RETORT_PY_NODE_true] = evaluate_true,
  [RETORT_PY_NODE_tuple] = evaluate_tuple,
  [RETORT_PY_NODE_unary_operator] = evaluate_unary,
};

/* What has no evaluator may do anything. */
static RetortPyValue *
evaluate_other (RetortPyFrame *frame, const RetortPyNode *node)
{
  g_autofree char *what = g_strdup (node == NULL ? "nothing" : node->name);

  if (node != NULL && node->has_error)
    {
      g_free (what);
      what = g_strdup ("broken syntax");
    }
  g_strdelimit (what, "_", ' ');
  retort_py_gap (frame, node, "'%s' is not evaluated", what);
  if (node != NULL)
    retort_py_skip (frame, node, node, NULL, "it is not evaluated");
  return retort_py_unknown_at (frame, node, "'%s' is not evaluated", what);
}

/**
 * retort_py_evaluate: (skip)
 * @frame: where
 * @node: an expression
 *
 * Returns: (transfer none) (nullable): its value; %NULL when something was raised or the evaluation stops
 */
RetortPyValue *
retort_py_evaluate (RetortPyFrame *frame, const RetortPyNode *node)
{
  gboolean is_whole = node != NULL && !node->has_error;
  Evaluator evaluator = is_whole ? evaluators[retort_py_node_get_type (node)] : NULL;
  RetortPyValue *value;

  if (!retort_py_enter (frame, node))
    return NULL;
  value = evaluator != NULL ? evaluator (frame, node) : evaluate_other (frame, node);
  retort_py_leave (frame);
  return frame->evaluation->stop_reason != NULL ? NULL : value;
}
