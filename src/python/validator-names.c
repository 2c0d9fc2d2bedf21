/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keywords as names, `global` and `nonlocal`, imports. */
#include "python/validator-private.h"

#include <string.h>

/**
 * retort_py_is_keyword: (skip)
 * @text: a name
 * @length: its bytes
 *
 * Returns: whether Python keeps it for itself
 */
gboolean
retort_py_is_keyword (const char *text, gsize length)
{
  static const char *const keywords[] = {
    [2] = "as if in is or",
    [3] = "and def del for not try",
    [4] = "None True elif else from pass with",
    [5] = "False async await break class raise while yield",
    [6] = "assert except global import lambda return",
    [7] = "finally",
    [8] = "continue nonlocal",
    [9] = "__debug__",
  };
  const char *same_length = length < G_N_ELEMENTS (keywords) ? keywords[length] : NULL;

  for (const char *keyword = same_length; keyword != NULL; keyword = keyword[length] == ' ' ? keyword + length + 1 : NULL)
    if (keyword[0] == text[0] && memcmp (keyword, text, length) == 0)
      return TRUE;
  return FALSE;
}

/* Does the name stand anywhere in @node before the byte @before? */
static gboolean
occurs (RetortPyChecker *self, const RetortPyNode *node, const char *name, gsize before)
{
  gsize length = strlen (name);

  for (const RetortPyNode *at = node; at < node + node->n_nodes; at++)
    if (at->type == RETORT_PY_NODE_identifier && at->start < before && at->end - at->start == length
        && memcmp (self->text + at->start, name, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
target_has (RetortPyChecker *self, const RetortPyNode *target, const char *name)
{
  g_autofree char *text = NULL;

  if (retort_py_node_get_type (target) == RETORT_PY_NODE_default_parameter)
    target = retort_py_node_field (target, RETORT_PY_FIELD_name);
  if (retort_py_node_get_type (target) != RETORT_PY_NODE_identifier)
    return FALSE;
  text = retort_py_checker_dup_text (self, target);
  return strcmp (text, name) == 0;
}

/* `a = b = 1` binds both. */
static gboolean
assigns (RetortPyChecker *self, const RetortPyNode *node, const char *name)
{
  for (; retort_py_node_get_type (node) == RETORT_PY_NODE_assignment; node = retort_py_node_field (node, RETORT_PY_FIELD_right))
    if (target_has (self, retort_py_node_field (node, RETORT_PY_FIELD_left), name))
      return TRUE;
  return FALSE;
}

/* Does the function certainly bind the name itself: as a plain parameter, or by a plain assignment in its block? */
static gboolean
binds (RetortPyChecker *self, const RetortPyNode *function, const char *name)
{
  const RetortPyParts *parameters = retort_py_node_get_parts (retort_py_node_field (function, RETORT_PY_FIELD_parameters));
  const RetortPyParts *statements = retort_py_node_get_parts (retort_py_node_field (function, RETORT_PY_FIELD_body));

  for (guint i = 0; i < parameters->n; i++)
    if (target_has (self, parameters->nodes[i], name))
      return TRUE;
  for (guint i = 0; i < statements->n; i++)
    if (retort_py_node_get_type (statements->nodes[i]) == RETORT_PY_NODE_expression_statement
        && assigns (self, retort_py_node_get_named_child (statements->nodes[i], 0), name))
      return TRUE;
  return FALSE;
}

static gboolean
is_bound_outside (RetortPyChecker *self, const RetortPyNode *function, const char *name)
{
  for (const RetortPyNode *at = retort_py_node_get_parent (function); at != NULL; at = retort_py_node_get_parent (at))
    if (retort_py_node_get_type (at) == RETORT_PY_NODE_function_definition && binds (self, at, name))
      return TRUE;
  return FALSE;
}

static gboolean
is_parameter (RetortPyChecker *self, const RetortPyNode *function, const char *name)
{
  const RetortPyParts *parameters = retort_py_node_get_parts (retort_py_node_field (function, RETORT_PY_FIELD_parameters));

  for (guint i = 0; i < parameters->n; i++)
    {
      const RetortPyNode *parameter = parameters->nodes[i];
      const RetortPyNode *named = retort_py_node_field (parameter, RETORT_PY_FIELD_name);

      if (occurs (self, named == NULL ? parameter : named, name, G_MAXSIZE))
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_py_check_declaration: (skip)
 * @self: a checker
 * @node: a `global` or `nonlocal` statement
 * @context: around it
 */
void
retort_py_check_declaration (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyParts *names = retort_py_node_get_parts (node);
  gboolean is_nonlocal = retort_py_node_get_type (node) == RETORT_PY_NODE_nonlocal_statement;
  gboolean is_global = context->function == NULL;
  const RetortPyNode *around = is_global ? retort_py_tree_get_root (self->tree) : retort_py_node_field (context->function, RETORT_PY_FIELD_body);

  if (is_nonlocal && !context->is_in_function)
    retort_py_problem_at (self, node, "'nonlocal' stands outside of a function");
  for (guint i = 0; i < names->n; i++)
    {
      const RetortPyNode *name = names->nodes[i];
      g_autofree char *text = retort_py_checker_dup_text (self, name);

      if (occurs (self, around, text, node->start) || (!is_global && is_parameter (self, context->function, text)))
        retort_py_problem_at (self, name, "'%s' is used before it is declared", text);
      if (is_nonlocal && context->is_in_function && !is_bound_outside (self, context->function, text))
        retort_py_problem_at (self, name, "which '%s' is meant is not found", text);
    }
}

/* Only a docstring and other imports of this kind come before. */
static gboolean
is_early (const RetortPyNode *node, const RetortPyContext *context)
{
  gboolean is_first = TRUE;

  if (context->parent_type != RETORT_PY_NODE_module)
    return FALSE;
  for (guint i = 0; i < retort_py_node_count_named (context->parent); i++)
    {
      const RetortPyNode *at = retort_py_node_get_named_child (context->parent, i);
      RetortPyNodeType type = retort_py_node_get_type (at);

      if (at == node)
        return TRUE;
      is_first = is_first && type != RETORT_PY_NODE_future_import_statement;
      if (at->is_remark || type == RETORT_PY_NODE_future_import_statement)
        continue;
      if (!is_first || type != RETORT_PY_NODE_expression_statement || retort_py_node_get_type (retort_py_node_get_named_child (at, 0)) != RETORT_PY_NODE_string)
        return FALSE;
      is_first = FALSE;
    }
  return FALSE;
}

/* `from a import b.c` */
static void
check_imported_names (RetortPyChecker *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  gboolean is_future = retort_py_node_get_type (node) == RETORT_PY_NODE_future_import_statement;

  for (guint i = is_future ? 0 : 1; i < parts->n; i++)
    {
      const RetortPyNode *name = parts->nodes[i];

      if (retort_py_node_get_type (name) == RETORT_PY_NODE_aliased_import)
        name = retort_py_node_field (name, RETORT_PY_FIELD_name);
      if (retort_py_node_get_type (name) == RETORT_PY_NODE_dotted_name && retort_py_node_count_named (name) != 1)
        retort_py_problem_at (self, name, "only a name can be imported from a module");
    }
}

static void
check_future (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  static const char *const features[] = {
    "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function", "unicode_literals",
    "generator_stop", "annotations", NULL,
  };
  const RetortPyParts *names = retort_py_node_get_parts (node);

  if (!is_early (node, context))
    retort_py_problem_at (self, node, "'from __future__' does not stand at the beginning");
  for (guint i = 0; i < names->n; i++)
    {
      g_autofree char *text = retort_py_checker_dup_text (self, names->nodes[i]);

      if (!g_strv_contains (features, text))
        retort_py_problem_at (self, names->nodes[i], "Python has no such feature");
    }
}

/**
 * retort_py_check_import: (skip)
 * @self: a checker
 * @node: an import statement of any kind
 * @context: around it
 */
void
retort_py_check_import (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  guint n_children = node->n_children;
  RetortPyNodeType type = retort_py_node_get_type (node);

  for (guint i = n_children; i > 0; i--)
    {
      const RetortPyNode *last = retort_py_node_get_child (node, i - 1);

      if (last->is_remark)
        continue;
      if (retort_py_node_is (last, ","))
        retort_py_problem_at (self, last, "a comma ends the import");
      if (retort_py_node_get_type (last) == RETORT_PY_NODE_wildcard_import && (context->is_in_function || context->is_in_class))
        retort_py_problem_at (self, last, "'import *' does not stand at the level of the module");
      break;
    }
  if (type != RETORT_PY_NODE_import_statement)
    check_imported_names (self, node);
  if (type == RETORT_PY_NODE_future_import_statement)
    check_future (self, node, context);
}
