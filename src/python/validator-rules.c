/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over the tree: what a node needs around it, and what may stand in it (Language Reference, 10, "Full Grammar specification"). */
#include "python/validator-private.h"

#include <string.h>

/* CPython nests 20 loops, try and with statements; its parser and compiler bear deeper expressions than this. */
#define MAX_BLOCKS 18
#define MAX_DEPTH 400

typedef void (*Check) (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context);

/* lambda, `x if y else z`, `:=`: they bind less than `or` does. */
static gboolean
is_loose (const RetortPyNode *node)
{
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_lambda:
    case RETORT_PY_NODE_conditional_expression:
    case RETORT_PY_NODE_named_expression:
    case RETORT_PY_NODE_as_pattern:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
refuse_loose (RetortPyChecker *self, const RetortPyNode *node)
{
  if (is_loose (node))
    retort_py_problem_at (self, node, "this must stand in parentheses");
}

static const RetortPyNode *
part_at (const RetortPyNode *node, guint place)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  return place < parts->n ? parts->nodes[place] : NULL;
}

static void
check_refused (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  g_autofree char *what = g_strdup (node->name);

  g_strdelimit (what, "_", ' ');
  retort_py_problem_at (self, node, "'%s' is not checked, or is Python 2", what);
}

static void
check_error (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_error_at (self, RETORT_PY_PROBLEM_SYNTAX, node, "the syntax is wrong");
}

static void
check_identifier (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  RetortSpan span = retort_py_node_span (node);

  if (retort_py_is_keyword (self->text + span.start, span.end - span.start))
    retort_py_problem_at (self, node, "'%.*s' is no name", (int) (span.end - span.start), self->text + span.start);
}

static void
check_operands (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  refuse_loose (self, part_at (node, 0));
  refuse_loose (self, part_at (node, 1));
}

static void
check_binary (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (retort_py_node_is_misread (node))
    retort_py_problem_at (self, node, "'&' and '^' stand without parentheses, which is not followed");
}

static void
check_comparison (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (retort_py_node_has_token (node, "<>"))
    retort_py_problem_at (self, node, "'<>' is Python 2");
}

/* The clauses of a comprehension give their own names, which `:=` cannot give. */
static gboolean
gives_name (RetortPyChecker *self, const RetortPyNode *target, const char *name, gsize length)
{
  RetortSpan span = retort_py_node_span (target);
  const RetortPyParts *parts = retort_py_node_get_parts (target);

  if (retort_py_node_get_type (target) == RETORT_PY_NODE_identifier)
    return span.end - span.start == length && memcmp (self->text + span.start, name, length) == 0;
  for (guint i = 0; i < parts->n; i++)
    if (gives_name (self, parts->nodes[i], name, length))
      return TRUE;
  return FALSE;
}

static gboolean
is_comprehension (RetortPyNodeType type)
{
  return type == RETORT_PY_NODE_list_comprehension || type == RETORT_PY_NODE_set_comprehension || type == RETORT_PY_NODE_dictionary_comprehension
         || type == RETORT_PY_NODE_generator_expression;
}

/* `:=` in a comprehension (PEP 572): not in what it goes through, not for a name that it gives itself, not in the body of a class. */
static gboolean
may_name_there (RetortPyChecker *self, const RetortPyNode *node)
{
  RetortSpan name = retort_py_node_span (retort_py_node_field (node, RETORT_PY_FIELD_name));
  const RetortPyNode *below = node;

  for (const RetortPyNode *at = retort_py_node_get_parent (node); at != NULL; below = at, at = retort_py_node_get_parent (at))
    {
      RetortPyNodeType type = retort_py_node_get_type (at);
      const RetortPyParts *parts = retort_py_node_get_parts (at);

      if (type == RETORT_PY_NODE_lambda || type == RETORT_PY_NODE_function_definition)
        return TRUE;
      if (type == RETORT_PY_NODE_class_definition || (type == RETORT_PY_NODE_for_in_clause && retort_py_node_field (at, RETORT_PY_FIELD_right) == below))
        return FALSE;
      for (guint i = 0; is_comprehension (type) && i < parts->n; i++)
        if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_for_in_clause
            && gives_name (self, retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_left), self->text + name.start, name.end - name.start))
          return FALSE;
    }
  return TRUE;
}

/* What a comprehension makes may be a `:=` without parentheses, but not of a dict. */
static gboolean
is_body (const RetortPyNode *node)
{
  const RetortPyNode *parent = retort_py_node_get_parent (node);

  return is_comprehension (retort_py_node_get_type (parent)) && retort_py_node_get_type (parent) != RETORT_PY_NODE_dictionary_comprehension
         && retort_py_node_field (parent, RETORT_PY_FIELD_body) == node;
}

static void
check_named (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  static const RetortPyNodeType allowed[] = {
    RETORT_PY_NODE_parenthesized_expression, RETORT_PY_NODE_if_statement, RETORT_PY_NODE_elif_clause, RETORT_PY_NODE_while_statement,
    RETORT_PY_NODE_list, RETORT_PY_NODE_set, RETORT_PY_NODE_tuple, RETORT_PY_NODE_argument_list,
  };
  gboolean is_allowed = is_body (node);

  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    is_allowed = is_allowed || context->parent_type == allowed[i];
  if (!is_allowed)
    retort_py_problem_at (self, node, "':=' must stand in parentheses");
  else if (context->is_in_comprehension && !may_name_there (self, node))
    retort_py_problem_at (self, node, "':=' cannot stand in this part of a comprehension");
  if (retort_py_node_get_type (retort_py_node_field (node, RETORT_PY_FIELD_value)) == RETORT_PY_NODE_named_expression)
    retort_py_problem_at (self, node, "':=' must stand in parentheses");
}

static void
check_as_pattern (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyNode *target = retort_py_node_field (node, RETORT_PY_FIELD_alias);

  if (context->parent_type == RETORT_PY_NODE_case_pattern)
    return;
  if (target == NULL)
    {
      retort_py_problem_at (self, node, "'as' cannot stand here");
      return;
    }
  target = part_at (target, 0);
  refuse_loose (self, part_at (node, 0));
  if (context->parent_type == RETORT_PY_NODE_with_item)
    retort_py_check_target (self, target);
  else if (context->parent_type != RETORT_PY_NODE_except_clause || retort_py_node_get_type (target) != RETORT_PY_NODE_identifier)
    retort_py_problem_at (self, node, "'as' cannot stand here");
}

/* `*x`: what it may stand in. */
static void
check_splat (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyNode *operand = part_at (node, 0);
  RetortPyNodeType type = retort_py_node_get_type (operand);
  const RetortPyNode *around = context->parent;

  for (const RetortPyNode *whole = node; retort_py_node_get_first_operand (around) == whole; around = retort_py_node_get_parent (whole))
    whole = around;
  switch ((int) retort_py_node_get_type (around))
    {
    case RETORT_PY_NODE_argument_list:
      if (type == RETORT_PY_NODE_named_expression || type == RETORT_PY_NODE_as_pattern)
        refuse_loose (self, operand);
      return;
    case RETORT_PY_NODE_list:
    case RETORT_PY_NODE_set:
    case RETORT_PY_NODE_tuple:
    case RETORT_PY_NODE_expression_list:
    case RETORT_PY_NODE_pattern_list:
      break;
    case RETORT_PY_NODE_expression_statement:
      if (retort_py_node_has_token (around, ","))
        break;
      G_GNUC_FALLTHROUGH;
    default:
      retort_py_problem_at (self, node, "'*' cannot stand here");
      return;
    }
  if (is_loose (operand) || type == RETORT_PY_NODE_boolean_operator || type == RETORT_PY_NODE_not_operator
      || type == RETORT_PY_NODE_comparison_operator)
    retort_py_problem_at (self, operand, "this must stand in parentheses");
}

static void
check_double_splat (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyNode *operand = part_at (node, 0);
  RetortPyNodeType type = retort_py_node_get_type (operand);

  if (context->parent_type == RETORT_PY_NODE_dictionary
      && (is_loose (operand) || type == RETORT_PY_NODE_boolean_operator || type == RETORT_PY_NODE_not_operator
          || type == RETORT_PY_NODE_comparison_operator))
    retort_py_problem_at (self, operand, "this must stand in parentheses");
}

static void
check_dictionary (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (part_at (node, 0) == NULL && retort_py_node_has_token (node, ","))
    retort_py_problem_at (self, node, "a comma stands alone");
}

static void
check_argument_list (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_arguments (self, node);
}

static void
check_parameters (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_parameters (self, node, FALSE);
}

static void
check_lambda_parameters (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_parameters (self, node, TRUE);
}

static void
check_for (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_target (self, retort_py_node_field (node, RETORT_PY_FIELD_left));
}

static void
check_for_clause (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  retort_py_check_target (self, retort_py_node_field (node, RETORT_PY_FIELD_left));
  if (parts->n != 2 || node->n_children < 4)
    retort_py_problem_at (self, node, "a comprehension goes through one thing");
  else
    refuse_loose (self, parts->nodes[1]);
  if (retort_py_node_is (retort_py_node_get_child (node, node->n_children - 1), ","))
    retort_py_problem_at (self, node, "a comma ends the clause");
}

static void
check_if_clause (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  refuse_loose (self, part_at (node, 0));
}

static void
check_assignment (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_assignment (self, node);
}

static void
check_augmented (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_augmented (self, node);
}

static void
check_delete (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_deleted (self, part_at (node, 0));
}

static void
check_with_clause (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (!retort_py_node_is (retort_py_node_get_child (node, 0), "(") && retort_py_node_is (retort_py_node_get_child (node, node->n_children - 1), ","))
    retort_py_problem_at (self, node, "a comma ends the clause");
}

static void
check_assert (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (part_at (node, 2) != NULL)
    retort_py_problem_at (self, node, "'assert' takes a condition and a message");
}

static void
check_raise (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyNode *cause = retort_py_node_field (node, RETORT_PY_FIELD_cause);
  const RetortPyNode *first = part_at (node, 0);

  if (retort_py_node_get_type (first) == RETORT_PY_NODE_expression_list || (cause != NULL && cause == first))
    retort_py_problem_at (self, node, "'raise' takes one exception");
}

static void
check_return (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (!context->is_in_function)
    retort_py_error_at (self, RETORT_PY_PROBLEM_COMPILER, node, "'return' stands outside of a function");
}

static void
check_yield (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  switch ((int) context->parent_type)
    {
    case RETORT_PY_NODE_expression_statement:
    case RETORT_PY_NODE_assignment:
    case RETORT_PY_NODE_augmented_assignment:
    case RETORT_PY_NODE_parenthesized_expression:
      break;
    default:
      retort_py_problem_at (self, node, "'yield' must stand in parentheses");
    }
  if (!context->is_in_function || context->is_in_comprehension)
    retort_py_problem_at (self, node, "'yield' cannot stand here");
  if (context->is_in_async)
    retort_py_problem_at (self, node, "asynchronous generators are not checked");
}

static void
check_await (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (!context->is_in_async || context->is_in_comprehension)
    retort_py_problem_at (self, node, "'await' cannot stand here");
}

static void
check_loop_word (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (!context->is_in_loop)
    retort_py_error_at (self, RETORT_PY_PROBLEM_COMPILER, node, "this stands outside of a loop");
}

static void
check_except (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyParts *clauses = retort_py_node_get_parts (context->parent);
  const RetortPyNode *value = retort_py_node_field (node, RETORT_PY_FIELD_value);

  if (retort_py_node_has_token (node, ",") || retort_py_node_field (node, RETORT_PY_FIELD_alias) != NULL)
    retort_py_problem_at (self, node, "several exceptions stand without parentheses");
  if (retort_py_node_get_type (value) == RETORT_PY_NODE_named_expression)
    refuse_loose (self, value);
  for (guint i = 0; value == NULL && i + 1 < clauses->n; i++)
    if (clauses->nodes[i] == node
        && retort_py_node_get_type (clauses->nodes[i + 1]) == RETORT_PY_NODE_except_clause)
      retort_py_problem_at (self, node, "an 'except' for everything must be the last");
}

static void
check_string (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (node->n_children >= 2)
    retort_py_check_string (self, node);
}

static void
check_concatenated (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_concatenated (self, node);
}

static void
check_match (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  retort_py_check_match (self, node);
}

/* An annotation that is no expression. */
static void
check_type (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  refuse_loose (self, retort_py_node_get_type (part_at (node, 0)) == RETORT_PY_NODE_named_expression ? part_at (node, 0) : NULL);
}

static void
check_type_parameter (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  if (context->parent_type != RETORT_PY_NODE_generic_type)
    check_refused (self, node, context);
}

static const Check checks[RETORT_PY_N_NODE_TYPES] = {
  [RETORT_PY_NODE_ERROR] = check_error,
  [RETORT_PY_NODE_argument_list] = check_argument_list,
  [RETORT_PY_NODE_as_pattern] = check_as_pattern,
  [RETORT_PY_NODE_assert_statement] = check_assert,
  [RETORT_PY_NODE_assignment] = check_assignment,
  [RETORT_PY_NODE_augmented_assignment] = check_augmented,
  [RETORT_PY_NODE_await] = check_await,
  [RETORT_PY_NODE_binary_operator] = check_binary,
  [RETORT_PY_NODE_boolean_operator] = check_operands,
  [RETORT_PY_NODE_break_statement] = check_loop_word,
  [RETORT_PY_NODE_chevron] = check_refused,
  [RETORT_PY_NODE_comparison_operator] = check_comparison,
  [RETORT_PY_NODE_concatenated_string] = check_concatenated,
  [RETORT_PY_NODE_conditional_expression] = check_operands,
  [RETORT_PY_NODE_constrained_type] = check_refused,
  [RETORT_PY_NODE_continue_statement] = check_loop_word,
  [RETORT_PY_NODE_delete_statement] = check_delete,
  [RETORT_PY_NODE_dictionary] = check_dictionary,
  [RETORT_PY_NODE_dictionary_splat] = check_double_splat,
  [RETORT_PY_NODE_except_clause] = check_except,
  [RETORT_PY_NODE_except_group_clause] = check_refused,
  [RETORT_PY_NODE_exec_statement] = check_refused,
  [RETORT_PY_NODE_for_in_clause] = check_for_clause,
  [RETORT_PY_NODE_for_statement] = check_for,
  [RETORT_PY_NODE_future_import_statement] = retort_py_check_import,
  [RETORT_PY_NODE_global_statement] = retort_py_check_declaration,
  [RETORT_PY_NODE_identifier] = check_identifier,
  [RETORT_PY_NODE_if_clause] = check_if_clause,
  [RETORT_PY_NODE_import_from_statement] = retort_py_check_import,
  [RETORT_PY_NODE_import_statement] = retort_py_check_import,
  [RETORT_PY_NODE_interpolation] = retort_py_check_interpolation,
  [RETORT_PY_NODE_format_expression] = retort_py_check_interpolation,
  [RETORT_PY_NODE_lambda_parameters] = check_lambda_parameters,
  [RETORT_PY_NODE_list_splat] = check_splat,
  [RETORT_PY_NODE_match_statement] = check_match,
  [RETORT_PY_NODE_named_expression] = check_named,
  [RETORT_PY_NODE_nonlocal_statement] = retort_py_check_declaration,
  [RETORT_PY_NODE_not_operator] = check_operands,
  [RETORT_PY_NODE_parameters] = check_parameters,
  [RETORT_PY_NODE_print_statement] = check_refused,
  [RETORT_PY_NODE_raise_statement] = check_raise,
  [RETORT_PY_NODE_return_statement] = check_return,
  [RETORT_PY_NODE_splat_type] = check_refused,
  [RETORT_PY_NODE_string] = check_string,
  [RETORT_PY_NODE_type] = check_type,
  [RETORT_PY_NODE_type_alias_statement] = check_refused,
  [RETORT_PY_NODE_type_parameter] = check_type_parameter,
  [RETORT_PY_NODE_with_clause] = check_with_clause,
  [RETORT_PY_NODE_yield] = check_yield,
};

static gboolean
is_async (const RetortPyNode *node)
{
  return node->n_children > 0 && retort_py_node_is (retort_py_node_get_child (node, 0), "async");
}

/* The context of what stands in a definition. */
static void
enter_definition (RetortPyContext *inner, const RetortPyNode *node, RetortPyNodeType type)
{
  inner->is_in_loop = FALSE;
  inner->is_in_comprehension = FALSE;
  inner->n_blocks = 0;
  inner->is_in_function = type != RETORT_PY_NODE_class_definition;
  inner->is_in_class = type == RETORT_PY_NODE_class_definition;
  inner->is_in_async = type == RETORT_PY_NODE_function_definition && is_async (node);
  inner->function = type == RETORT_PY_NODE_function_definition ? node : inner->function;
}

static gboolean
is_body_of (const RetortPyNode *node, const RetortPyNode *child, RetortPyNodeType child_type)
{
  return child_type == RETORT_PY_NODE_block || child == retort_py_node_field (node, RETORT_PY_FIELD_body);
}

/* The context for @child of @node. */
static RetortPyContext
context_for (const RetortPyNode *node, RetortPyNodeType type, const RetortPyNode *child, const RetortPyContext *context)
{
  RetortPyContext inner = *context;
  RetortPyNodeType child_type = retort_py_node_get_type (child);

  inner.parent = node;
  inner.parent_type = type;
  inner.depth++;
  switch ((int) type)
    {
    case RETORT_PY_NODE_function_definition:
    case RETORT_PY_NODE_class_definition:
    case RETORT_PY_NODE_lambda:
      if (is_body_of (node, child, child_type))
        enter_definition (&inner, node, type);
      break;
    case RETORT_PY_NODE_for_statement:
    case RETORT_PY_NODE_while_statement:
      inner.is_in_loop = inner.is_in_loop || is_body_of (node, child, child_type);
      inner.n_blocks++;
      break;
    case RETORT_PY_NODE_try_statement:
    case RETORT_PY_NODE_with_statement:
      inner.n_blocks++;
      break;
    case RETORT_PY_NODE_list_comprehension:
    case RETORT_PY_NODE_set_comprehension:
    case RETORT_PY_NODE_dictionary_comprehension:
    case RETORT_PY_NODE_generator_expression:
      inner.is_in_comprehension = TRUE;
      break;
    default:
      break;
    }
  if (child_type == RETORT_PY_NODE_block)
    inner.line_depth++;
  return inner;
}

/* `async for` and `async with` need an asynchronous function; asynchronous comprehensions are not checked. */
static void
check_async (RetortPyChecker *self, const RetortPyNode *node, const RetortPyNode *first_child, const RetortPyContext *context)
{
  RetortPyNodeType type = retort_py_node_get_type (node);

  if (!retort_py_node_is (first_child, "async") || type == RETORT_PY_NODE_function_definition)
    return;
  if (!context->is_in_async || type == RETORT_PY_NODE_for_in_clause)
    retort_py_problem_at (self, node, "'async' cannot stand here");
}

/* Most nodes are tokens of which nothing has to be checked: they need no context of their own. */
static gboolean
is_plain_token (const RetortPyNode *node, const RetortPyContext *around)
{
  return node->n_children == 0 && !node->has_error && !node->is_missing && node->type != RETORT_PY_NODE_block && checks[node->type] == NULL
         && around->depth < MAX_DEPTH && around->n_blocks < MAX_BLOCKS;
}

static void
check_child (RetortPyChecker *self, const RetortPyNode *node, RetortPyNodeType type, const RetortPyNode *child, const RetortPyContext *context)
{
  RetortPyContext inner;

  if (is_plain_token (child, context))
    {
      if (!context->is_in_leaf)
        retort_py_meet_leaf (self, child, retort_py_node_get_type (child));
      return;
    }
  inner = context_for (node, type, child, context);
  retort_py_check_node (self, child, &inner);
}

/* What lies under @node. */
static void
check_children (RetortPyChecker *self, const RetortPyNode *node, RetortPyNodeType type, RetortPyContext *context)
{
  const RetortPyNode *first = retort_py_node_get_first (node);
  gboolean is_broken = node->has_error && type != RETORT_PY_NODE_ERROR && !node->is_missing;

  if (type == RETORT_PY_NODE_block || type == RETORT_PY_NODE_module)
    retort_py_check_block (self, node, context);
  else
    retort_py_check_clauses (self, node, context);
  if (first != NULL)
    check_async (self, node, first, context);
  for (const RetortPyNode *child = first; child != NULL; child = retort_py_node_get_next (child))
    {
      is_broken = is_broken && !child->has_error;
      check_child (self, node, type, child, context);
    }
  if (is_broken) /* a token that is missing and has no node, such as the end of a line */
    retort_py_error_at (self, RETORT_PY_PROBLEM_SYNTAX, node, "the syntax is wrong");
}

/**
 * retort_py_check_node: (skip)
 * @self: a checker
 * @node: a node
 * @context: around it; not needed by the caller any more
 *
 * Checks @node and all under it.
 */
void
retort_py_check_node (RetortPyChecker *self, const RetortPyNode *node, RetortPyContext *context)
{
  RetortPyNodeType type = retort_py_node_get_type (node);

  if (node->is_missing)
    retort_py_error_at (self, RETORT_PY_PROBLEM_SYNTAX, node, "'%s' is missing", node->name);
  if (context->depth > MAX_DEPTH || context->n_blocks > MAX_BLOCKS)
    {
      retort_py_problem_at (self, node, "it is nested too deeply");
      self->is_cut = TRUE;
      return;
    }
  if (!context->is_in_leaf)
    context->is_in_leaf = retort_py_meet_leaf (self, node, type);
  if (checks[type] != NULL && !(node->has_error && type != RETORT_PY_NODE_ERROR))
    checks[type](self, node, context);
  check_children (self, node, type, context);
}
