/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens, lines and indentation: tree-sitter's reading against Python's. */
#include "python/validator-private.h"

#include <string.h>

/**
 * retort_py_meet_leaf: (skip)
 * @self: a checker; learns the leaves
 * @node: a node that is in no leaf
 * @type: its type
 *
 * Strings are leaves as a whole; remarks are passed over as a whole.
 *
 * Returns: whether nothing in @node is a leaf
 */
gboolean
retort_py_meet_leaf (RetortPyChecker *self, const RetortPyNode *node, RetortPyNodeType type)
{
  RetortSpan span = retort_py_node_span (node);

  if ((type == RETORT_PY_NODE_comment || type == RETORT_PY_NODE_line_continuation) && node->is_remark)
    return TRUE;
  if (type != RETORT_PY_NODE_string && node->n_children > 0)
    return FALSE;
  if (span.end > span.start)
    self->leaves[self->n_leaves++] = span;
  return TRUE;
}

/* All leaves, however deep. */
static void
collect_leaves (RetortPyChecker *self)
{
  const RetortPyNode *root = retort_py_tree_get_root (self->tree);
  const RetortPyNode *node = root;

  self->n_leaves = 0;
  while (node < root + root->n_nodes)
    node += retort_py_meet_leaf (self, node, retort_py_node_get_type (node)) ? node->n_nodes : 1;
}

/* `...`, `not in` and `except*` are cut in different ways: ends must meet again at once. */
static gboolean
next_meeting (const RetortPyChecker *self, const GArray *tokens, guint *token, guint *leaf)
{
  const RetortPyToken *t = &g_array_index (tokens, RetortPyToken, *token);
  const RetortSpan *l = &self->leaves[*leaf];

  if (t->start != l->start)
    return FALSE;
  while (t->end != l->end)
    if (t->end < l->end && *token + 1 < tokens->len)
      t = &g_array_index (tokens, RetortPyToken, ++*token);
    else if (t->end > l->end && *leaf + 1 < self->n_leaves && t->kind == RETORT_PY_TOKEN_OPERATOR)
      l = &self->leaves[++*leaf];
    else
      return FALSE;
  return TRUE;
}

/* TRUE: a leaf may hold several tokens. */
static gboolean
may_hold_several (RetortPyChecker *self, RetortSpan leaf)
{
  return strncmp (self->text + leaf.start, "not", 3) == 0 || strncmp (self->text + leaf.start, "is", 2) == 0
         || strncmp (self->text + leaf.start, "except", 6) == 0;
}

/* The place where the two readings part; FALSE: nowhere. */
static gboolean
find_difference (RetortPyChecker *self, const GArray *tokens, RetortSpan *difference)
{
  guint token = 0;
  guint leaf = 0;

  for (; token < tokens->len && leaf < self->n_leaves; token++, leaf++)
    {
      RetortSpan at = self->leaves[leaf];
      RetortPyToken first = g_array_index (tokens, RetortPyToken, token);

      if (first.start == at.start && first.end < at.end && !may_hold_several (self, at))
        break;
      if (!next_meeting (self, tokens, &token, &leaf))
        break;
    }
  if (token < tokens->len)
    {
      RetortPyToken at = g_array_index (tokens, RetortPyToken, token);

      *difference = (RetortSpan){ at.start, at.end };
      return TRUE;
    }
  if (leaf < self->n_leaves)
    *difference = self->leaves[leaf];
  return leaf < self->n_leaves;
}

/* By RetortPyTokenErrorKind. */
static const RetortPyProblemKind problem_kinds[] = {
  [RETORT_PY_TOKEN_ERROR_WORD] = RETORT_PY_PROBLEM_TOKEN,
  [RETORT_PY_TOKEN_ERROR_LAYOUT] = RETORT_PY_PROBLEM_LAYOUT,
  [RETORT_PY_TOKEN_ERROR_DOUBT] = RETORT_PY_PROBLEM_DOUBT,
};

/**
 * retort_py_check_tokens: (skip)
 * @self: a checker; learns the logical lines
 * @tokens: Python's reading
 *
 * Says what is wrong with the words.
 */
void
retort_py_check_tokens (RetortPyChecker *self, RetortPyTokens *tokens)
{
  for (guint i = 0; i < tokens->lines->len; i++)
    {
      RetortPyLine line = g_array_index (tokens->lines, RetortPyLine, i);

      g_hash_table_insert (self->lines, GSIZE_TO_POINTER (line.start + 1), GUINT_TO_POINTER (line.depth + 1));
    }
  if (tokens->error != NULL)
    retort_py_problem_take (self, problem_kinds[tokens->error_kind], tokens->error_span, g_strdup (tokens->error));
}

/**
 * retort_py_compare_tokens: (skip)
 * @self: a checker that has walked over the tree
 * @tokens: Python's reading, without an error
 *
 * Compares the tokens of both readings. What it finds is told before what was found while walking.
 */
void
retort_py_compare_tokens (RetortPyChecker *self, const RetortPyTokens *tokens)
{
  RetortSpan difference;

  if (self->is_cut)
    collect_leaves (self);
  if (!find_difference (self, tokens->tokens, &difference))
    return;
  retort_py_problem_add (self, difference, "this cannot be read as Python reads it");
  g_ptr_array_insert (self->problems, 0, g_ptr_array_steal_index (self->problems, self->problems->len - 1));
}

/* Does a logical line begin with @node? Its depth is told and the line is met. */
static gboolean
meet_line (RetortPyChecker *self, const RetortPyNode *node, guint *depth)
{
  gpointer key = GSIZE_TO_POINTER ((gsize) node->start + 1);
  gpointer value;

  if (!g_hash_table_lookup_extended (self->lines, key, NULL, &value))
    return FALSE;
  *depth = GPOINTER_TO_UINT (value) - 1;
  g_hash_table_remove (self->lines, key);
  return TRUE;
}

static gboolean
is_compound (RetortPyNodeType type)
{
  switch ((int) type)
    {
    case RETORT_PY_NODE_if_statement:
    case RETORT_PY_NODE_for_statement:
    case RETORT_PY_NODE_while_statement:
    case RETORT_PY_NODE_try_statement:
    case RETORT_PY_NODE_with_statement:
    case RETORT_PY_NODE_function_definition:
    case RETORT_PY_NODE_class_definition:
    case RETORT_PY_NODE_decorated_definition:
    case RETORT_PY_NODE_match_statement:
    case RETORT_PY_NODE_case_clause:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * retort_py_check_block: (skip)
 * @self: a checker
 * @block: a block, or the module
 * @context: of its statements
 *
 * Every statement begins a line of the right depth, or follows another one in its line.
 */
void
retort_py_check_block (RetortPyChecker *self, const RetortPyNode *block, const RetortPyContext *context)
{
  const RetortPyParts *statements = retort_py_node_get_parts (block);
  gboolean is_module = retort_py_node_get_type (block) == RETORT_PY_NODE_module;
  gboolean is_indented = is_module;

  if (statements->n == 0 && !is_module)
    retort_py_error_at (self, RETORT_PY_PROBLEM_SYNTAX, block, "a block is empty");
  for (guint i = 0; i < statements->n; i++)
    {
      const RetortPyNode *statement = statements->nodes[i];
      guint depth = 0;
      gboolean is_first = meet_line (self, statement, &depth);

      if (i == 0 && !is_module)
        is_indented = is_first;
      if (is_first && (depth != context->line_depth || !is_indented))
        retort_py_error_at (self, RETORT_PY_PROBLEM_SYNTAX, statement, "the indentation is not what it must be here");
      else if (!is_first && ((i == 0 && is_module) || is_compound (retort_py_node_get_type (statement))))
        retort_py_problem_at (self, statement, "this statement must begin a line");
    }
}

/**
 * retort_py_check_clauses: (skip)
 * @self: a checker
 * @statement: a compound statement
 * @context: around it
 *
 * `else` and its like begin lines of the statement's own depth; so does what is decorated.
 */
void
retort_py_check_clauses (RetortPyChecker *self, const RetortPyNode *statement, const RetortPyContext *context)
{
  const RetortPyParts *parts = retort_py_node_get_parts (statement);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];
      guint depth = 0;

      switch ((int) retort_py_node_get_type (part))
        {
        case RETORT_PY_NODE_decorator:
          if (i == 0)
            break; /* begins the statement itself */
          G_GNUC_FALLTHROUGH;
        case RETORT_PY_NODE_elif_clause:
        case RETORT_PY_NODE_else_clause:
        case RETORT_PY_NODE_except_clause:
        case RETORT_PY_NODE_finally_clause:
        case RETORT_PY_NODE_function_definition:
        case RETORT_PY_NODE_class_definition:
          if (!meet_line (self, part, &depth) || depth != context->line_depth)
            retort_py_error_at (self, RETORT_PY_PROBLEM_SYNTAX, part, "the indentation is not what it must be here");
          break;
        default:
          break;
        }
    }
}

/**
 * retort_py_check_all_lines_met: (skip)
 * @self: a checker that has walked the whole tree
 */
void
retort_py_check_all_lines_met (RetortPyChecker *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gsize start = GPOINTER_TO_SIZE (key) - 1;

      retort_py_problem_add (self, (RetortSpan){ start, start }, "this line cannot be read as Python reads it");
    }
}
