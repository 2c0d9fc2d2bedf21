/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match: what Python refuses of patterns that the grammar takes (Language Reference, 8.6). Patterns of rarer forms are not checked, and say so. */
#include "python/validator-private.h"

#include <string.h>

static void check_pattern (RetortPyChecker *self, const RetortPyNode *node, GHashTable *names);

static void
refuse_form (RetortPyChecker *self, const RetortPyNode *node)
{
  retort_py_problem_at (self, node, "this pattern is not checked");
}

/* `x` stands for anything, and is bound once. */
static void
check_capture (RetortPyChecker *self, const RetortPyNode *name, GHashTable *names)
{
  g_autofree char *text = retort_py_checker_dup_text (self, name);

  if (strcmp (text, "_") != 0 && !g_hash_table_add (names, g_steal_pointer (&text)))
    retort_py_problem_at (self, name, "a pattern binds a name twice");
}

static gboolean
is_underscore (RetortPyChecker *self, const RetortPyNode *name)
{
  g_autofree char *text = retort_py_checker_dup_text (self, name);

  return strcmp (text, "_") == 0;
}

/* What stands inside of case_pattern nodes that hold nothing else. */
static const RetortPyNode *
unwrap (const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  while (retort_py_node_get_type (node) == RETORT_PY_NODE_case_pattern && parts->n == 1 && node->n_children == 1)
    {
      node = parts->nodes[0];
      parts = retort_py_node_get_parts (node);
    }
  return node;
}

/* `_`, `x`, and what ends with one of them. */
static gboolean
is_irrefutable (const RetortPyNode *pattern)
{
  const RetortPyNode *node = unwrap (pattern);
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_case_pattern:
      return parts->n == 0;
    case RETORT_PY_NODE_dotted_name:
      return parts->n == 1;
    case RETORT_PY_NODE_tuple_pattern:
      return parts->n == 1 && !retort_py_node_has_token (node, ",") && is_irrefutable (parts->nodes[0]);
    case RETORT_PY_NODE_as_pattern:
      return parts->n > 0 && is_irrefutable (parts->nodes[0]);
    case RETORT_PY_NODE_union_pattern:
      return retort_py_node_has_token (node, "_") || (parts->n > 0 && is_irrefutable (parts->nodes[parts->n - 1]));
    default:
      return FALSE;
    }
}

static gboolean
are_same (GHashTable *left, GHashTable *right)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (right, name))
      return FALSE;
  return g_hash_table_size (left) == g_hash_table_size (right);
}

/* Alternatives bind the same names; only the last may stand for anything, which is not checked. */
static void
check_union (RetortPyChecker *self, const RetortPyNode *node, GHashTable *names)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  g_autoptr(GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < node->n_children; i++)
    if (retort_py_node_is (retort_py_node_get_child (node, i), "-")
        || (retort_py_node_is (retort_py_node_get_child (node, i), "_") && i + 1 < node->n_children))
      refuse_form (self, node);
  for (guint i = 0; i < parts->n; i++)
    {
      g_autoptr(GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      check_pattern (self, parts->nodes[i], i == 0 ? first : own);
      if (is_irrefutable (parts->nodes[i]) || (i > 0 && !are_same (first, own)))
        refuse_form (self, parts->nodes[i]);
    }
  if (retort_py_node_has_token (node, "_") && g_hash_table_size (first) > 0)
    refuse_form (self, node);
  g_hash_table_iter_init (&iter, first);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_add (names, g_strdup (name)))
      retort_py_problem_at (self, node, "a pattern binds a name twice");
}

/* At most one of the items is `*rest`. */
static void
check_items (RetortPyChecker *self, const RetortPyNode *const *nodes, guint n_nodes, GHashTable *names)
{
  guint n_splats = 0;

  for (guint i = 0; i < n_nodes; i++)
    {
      const RetortPyNode *node = unwrap (nodes[i]);
      const RetortPyParts *parts = retort_py_node_get_parts (node);

      if (retort_py_node_get_type (node) != RETORT_PY_NODE_splat_pattern)
        check_pattern (self, node, names);
      else if (++n_splats > 1 || !retort_py_node_is (retort_py_node_get_first (node), "*"))
        retort_py_problem_at (self, node, "'*' stands here twice");
      else if (parts->n == 1)
        check_capture (self, parts->nodes[0], names);
    }
}

/* Keys are texts, or one of another kind; they differ. */
static void
check_key (RetortPyChecker *self, const RetortPyNode *key, guint n_pairs, GHashTable *keys)
{
  g_autofree char *text = retort_py_string_value (self->tree, key);
  gboolean is_text = text != NULL;
  gboolean is_name = retort_py_node_get_type (key) == RETORT_PY_NODE_dotted_name && retort_py_node_get_parts (key)->n > 1;

  if (is_text && !g_hash_table_add (keys, g_steal_pointer (&text)))
    retort_py_problem_at (self, key, "a key stands in the pattern twice");
  else if (!is_text && !is_name && (n_pairs > 1 || retort_py_node_get_type (key) != RETORT_PY_NODE_integer))
    refuse_form (self, key);
}

static void
check_mapping (RetortPyChecker *self, const RetortPyNode *node, GHashTable *names)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  g_autoptr(GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (retort_py_node_has_token (node, "-") || retort_py_node_has_token (node, "_"))
    refuse_form (self, node);
  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyParts *inner = retort_py_node_get_parts (parts->nodes[i]);

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_splat_pattern)
        {
          if (i + 1 < parts->n || inner->n != 1 || is_underscore (self, inner->nodes[0])
              || !retort_py_node_is (retort_py_node_get_first (parts->nodes[i]), "**"))
            refuse_form (self, node);
          else
            check_capture (self, inner->nodes[0], names);
        }
      else if (i + 1 < parts->n && retort_py_node_get_type (parts->nodes[i + 1]) != RETORT_PY_NODE_splat_pattern)
        {
          check_key (self, parts->nodes[i], parts->n / 2, keys);
          check_pattern (self, parts->nodes[++i], names);
        }
      else
        refuse_form (self, node);
    }
}

/* Point(0, y=1): no keyword twice, and no place behind one. */
static void
check_class (RetortPyChecker *self, const RetortPyNode *node, GHashTable *names)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  g_autoptr(GHashTable) keywords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 1; i < parts->n; i++)
    {
      const RetortPyNode *argument = unwrap (parts->nodes[i]);
      const RetortPyParts *inner = retort_py_node_get_parts (argument);

      if (retort_py_node_get_type (argument) == RETORT_PY_NODE_splat_pattern || retort_py_node_has_token (argument, "-"))
        refuse_form (self, argument);
      else if (retort_py_node_get_type (argument) != RETORT_PY_NODE_keyword_pattern && g_hash_table_size (keywords) > 0)
        retort_py_problem_at (self, argument, "a positional pattern follows keyword patterns");
      else if (retort_py_node_get_type (argument) != RETORT_PY_NODE_keyword_pattern)
        check_pattern (self, argument, names);
      else if (!g_hash_table_add (keywords, retort_py_checker_dup_text (self, inner->nodes[0])))
        retort_py_problem_at (self, argument, "an attribute stands in the pattern twice");
      else if (inner->n == 2)
        check_pattern (self, inner->nodes[1], names);
    }
}

static void
check_as (RetortPyChecker *self, const RetortPyNode *node, GHashTable *names)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  if (parts->n != 2 || retort_py_node_get_type (parts->nodes[1]) != RETORT_PY_NODE_identifier || is_underscore (self, parts->nodes[1])
      || is_irrefutable (parts->nodes[0]))
    {
      refuse_form (self, node);
      return;
    }
  check_pattern (self, parts->nodes[0], names);
  check_capture (self, parts->nodes[1], names);
}

/* A number with a sign, or nothing but `_`. */
static void
check_bare (RetortPyChecker *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyNodeType type = parts->n == 1 ? retort_py_node_get_type (parts->nodes[0]) : RETORT_PY_NODE_ERROR;
  gboolean is_number = node->n_children == 2 && (type == RETORT_PY_NODE_integer || type == RETORT_PY_NODE_float)
                       && retort_py_node_has_token (node, "-");

  if (!is_number && !(parts->n == 0 && retort_py_node_has_token (node, "_")))
    refuse_form (self, node);
}

static void
check_pattern (RetortPyChecker *self, const RetortPyNode *pattern, GHashTable *names)
{
  const RetortPyNode *node = unwrap (pattern);
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  g_autofree char *text = NULL;

  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_case_pattern:
      check_bare (self, node);
      break;
    case RETORT_PY_NODE_dotted_name:
      if (parts->n == 1)
        check_capture (self, node, names);
      break;
    case RETORT_PY_NODE_union_pattern:
      check_union (self, node, names);
      break;
    case RETORT_PY_NODE_tuple_pattern:
    case RETORT_PY_NODE_list_pattern:
      if (retort_py_node_get_type (node) == RETORT_PY_NODE_tuple_pattern && parts->n == 1 && !retort_py_node_has_token (node, ","))
        check_pattern (self, parts->nodes[0], names); /* only a group */
      else
        check_items (self, parts->nodes, parts->n, names);
      break;
    case RETORT_PY_NODE_dict_pattern:
      check_mapping (self, node, names);
      break;
    case RETORT_PY_NODE_class_pattern:
      check_class (self, node, names);
      break;
    case RETORT_PY_NODE_as_pattern:
      check_as (self, node, names);
      break;
    case RETORT_PY_NODE_string:
    case RETORT_PY_NODE_concatenated_string:
      if ((text = retort_py_string_value (self->tree, node)) == NULL)
        refuse_form (self, node);
      break;
    case RETORT_PY_NODE_integer:
    case RETORT_PY_NODE_float:
    case RETORT_PY_NODE_true:
    case RETORT_PY_NODE_false:
    case RETORT_PY_NODE_none:
      break;
    default:
      refuse_form (self, node);
    }
}

static void
check_case (RetortPyChecker *self, const RetortPyNode *clause, gboolean is_last)
{
  const RetortPyParts *parts = retort_py_node_get_parts (clause);
  gboolean is_sequence = retort_py_node_has_token (clause, ",");
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  while (n < parts->n && retort_py_node_get_type (parts->nodes[n]) == RETORT_PY_NODE_case_pattern)
    n++;
  if (n == 0 || (n > 1 && !is_sequence) || retort_py_node_field (clause, RETORT_PY_FIELD_consequence) == NULL)
    refuse_form (self, clause);
  else if (is_sequence)
    check_items (self, parts->nodes, n, names);
  else
    check_pattern (self, parts->nodes[0], names);
  if (!is_last && n == 1 && !is_sequence && is_irrefutable (parts->nodes[0]) && retort_py_node_field (clause, RETORT_PY_FIELD_guard) == NULL)
    retort_py_problem_at (self, clause, "no case behind this one is ever reached");
}

/* Subjects that stand in parentheses only, or in a list. */
static gboolean
has_strange_subject (const RetortPyParts *parts)
{
  for (guint i = 0; i + 1 < parts->n; i++)
    switch ((int) retort_py_node_get_type (parts->nodes[i]))
      {
      case RETORT_PY_NODE_named_expression:
      case RETORT_PY_NODE_list_splat:
      case RETORT_PY_NODE_yield:
      case RETORT_PY_NODE_as_pattern:
        return TRUE;
      default:
        break;
      }
  return FALSE;
}

/**
 * retort_py_check_match: (skip)
 * @self: a checker
 * @node: a match statement
 */
void
retort_py_check_match (RetortPyChecker *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  const RetortPyNode *body = retort_py_node_field (node, RETORT_PY_FIELD_body);
  const RetortPyParts *clauses = body != NULL ? retort_py_node_get_parts (body) : NULL;

  if (parts->n < 2 || clauses == NULL || clauses->n == 0 || has_strange_subject (parts))
    {
      retort_py_problem_at (self, node, "this 'match' is not checked");
      return;
    }
  for (guint i = 0; i < clauses->n; i++)
    if (retort_py_node_get_type (clauses->nodes[i]) == RETORT_PY_NODE_case_clause)
      check_case (self, clauses->nodes[i], i + 1 == clauses->n);
    else
      refuse_form (self, clauses->nodes[i]);
}
