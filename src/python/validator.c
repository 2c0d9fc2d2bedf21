/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two readings of one text must agree: tree-sitter's tree, and Python's own tokens and logical lines (tokens.c). Then the tree is walked with
 * the rules that Python has beyond the grammar that tree-sitter knows. What this file calls sound, CPython 3.11 compiles; a few sound
 * things that migrations do not have (match, except*, type parameters, \N{…}) are called problems. */
#include "python/validator-private.h"

#include <string.h>

/**
 * retort_py_problem_free:
 * @self: (transfer full): a problem
 */
void
retort_py_problem_free (RetortPyProblem *self)
{
  g_free (self->message);
  g_free (self);
}

/**
 * retort_py_problem_take: (skip)
 * @self: a checker
 * @kind: how certain it is
 * @span: the place
 * @message: (transfer full): what is wrong: a clause
 */
void
retort_py_problem_take (RetortPyChecker *self, RetortPyProblemKind kind, RetortSpan span, char *message)
{
  RetortPyProblem *problem = g_new0 (RetortPyProblem, 1);

  problem->span = span;
  problem->message = message;
  problem->kind = kind;
  g_ptr_array_add (self->problems, problem);
}

/**
 * retort_py_problem_add: (skip)
 * @self: a checker
 * @span: the place
 * @message_format: what is in doubt: a clause
 * @...: arguments of @message_format
 */
void
retort_py_problem_add (RetortPyChecker *self, RetortSpan span, const char *message_format, ...)
{
  va_list arguments;

  va_start (arguments, message_format);
  retort_py_problem_take (self, RETORT_PY_PROBLEM_DOUBT, span, g_strdup_vprintf (message_format, arguments));
  va_end (arguments);
}

/**
 * retort_py_problem_at: (skip)
 * @self: a checker
 * @node: the place
 * @message_format: what is in doubt: a clause
 * @...: arguments of @message_format
 */
void
retort_py_problem_at (RetortPyChecker *self, const RetortPyNode *node, const char *message_format, ...)
{
  va_list arguments;

  va_start (arguments, message_format);
  retort_py_problem_take (self, RETORT_PY_PROBLEM_DOUBT, retort_py_node_span (node),
                          g_strdup_vprintf (message_format, arguments));
  va_end (arguments);
}

/**
 * retort_py_error_at: (skip)
 * @self: a checker
 * @kind: who refuses it
 * @node: the place
 * @message_format: what every Python refuses: a clause
 * @...: arguments of @message_format
 */
void
retort_py_error_at (RetortPyChecker *self, RetortPyProblemKind kind, const RetortPyNode *node, const char *message_format, ...)
{
  va_list arguments;

  va_start (arguments, message_format);
  retort_py_problem_take (self, kind, retort_py_node_span (node), g_strdup_vprintf (message_format, arguments));
  va_end (arguments);
}

/**
 * retort_py_node_has_token: (skip)
 * @node: a node
 * @token: a token, such as ","
 *
 * Returns: whether it stands directly in @node
 */
gboolean
retort_py_node_has_token (const RetortPyNode *node, const char *token)
{
  const RetortPyNode *child = retort_py_node_get_first (node);

  while (child != NULL && !retort_py_node_is (child, token))
    child = retort_py_node_get_next (child);
  return child != NULL;
}

/**
 * retort_py_checker_dup_text: (skip)
 * @self: a checker
 * @node: a node
 *
 * Returns: (transfer full): its text
 */
char *
retort_py_checker_dup_text (RetortPyChecker *self, const RetortPyNode *node)
{
  return retort_py_node_dup_text (self->tree, node);
}

static int
compare_problems (gconstpointer left, gconstpointer right)
{
  const RetortPyProblem *a = *(RetortPyProblem *const *) left;
  const RetortPyProblem *b = *(RetortPyProblem *const *) right;

  if (a->span.start != b->span.start)
    return a->span.start < b->span.start ? -1 : 1;
  return (int) b->kind - (int) a->kind;
}

/* Those that touch @span, in order; a problem that fills several places is told once. */
static GPtrArray *
select_problems (GPtrArray *problems, RetortSpan span)
{
  GPtrArray *selected = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_py_problem_free);
  gsize last = G_MAXSIZE;

  g_ptr_array_sort (problems, compare_problems);
  for (guint i = 0; i < problems->len; i++)
    {
      RetortPyProblem *problem = problems->pdata[i];

      if (problem->span.end < span.start || problem->span.start > span.end || problem->span.start == last)
        continue;
      last = problem->span.start;
      g_ptr_array_add (selected, problem);
      problems->pdata[i] = NULL;
    }
  return selected;
}

static void
free_if_left (gpointer data)
{
  if (data != NULL)
    retort_py_problem_free (data);
}

/**
 * retort_py_validate:
 * @tree: a tree
 * @node: a part of it; the root for all
 *
 * Says what Python refuses. Note that one problem anywhere keeps Python from reading the file at all. Any thread.
 *
 * Returns: (transfer full) (element-type RetortPyProblem): the problems that touch @node, in order
 */
GPtrArray *
retort_py_validate (const RetortPyTree *tree, const RetortPyNode *node)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (free_if_left);
  g_autoptr(GHashTable) lines = g_hash_table_new (NULL, NULL);
  g_autofree RetortSpan *leaves = NULL;
  g_autoptr(RetortPyTokens) tokens = NULL;
  RetortPyContext context = { .parent_type = RETORT_PY_NODE_other };
  RetortPyChecker self = {
    .tree = tree,
    .text = retort_source_get_text (retort_py_tree_get_source (tree)),
    .problems = problems,
    .lines = lines,
  };

  if (retort_py_tree_get_problem (tree) != NULL)
    {
      retort_py_error_at (&self, RETORT_PY_PROBLEM_SYNTAX, retort_py_tree_get_root (tree), "%s", retort_py_tree_get_problem (tree));
      return g_steal_pointer (&problems);
    }
  if (retort_py_tree_is_sound (tree))
    return g_steal_pointer (&problems);
  self.leaves = leaves = g_new (RetortSpan, retort_py_tree_get_root (tree)->n_nodes);
  tokens = retort_py_tokens_read (retort_py_tree_get_source (tree));
  retort_py_check_tokens (&self, tokens);
  retort_py_check_node (&self, retort_py_tree_get_root (tree), &context);
  if (tokens->error == NULL)
    retort_py_compare_tokens (&self, tokens);
  if (problems->len == 0)
    retort_py_check_all_lines_met (&self);
  if (problems->len == 0)
    retort_py_tree_set_sound (tree);
  return select_problems (problems, retort_py_node_span (node));
}

static guint
get_line (const RetortPyTree *tree, const RetortPyProblem *problem)
{
  return retort_source_position_at (retort_py_tree_get_source (tree), problem->span.start).line;
}

static gboolean
is_told_before (const RetortPyTree *tree, const RetortPyProblem *problem, const RetortPyProblem *other)
{
  if (problem->kind == RETORT_PY_PROBLEM_LAYOUT && other->kind == RETORT_PY_PROBLEM_SYNTAX)
    return get_line (tree, problem) <= get_line (tree, other);
  if (problem->kind == RETORT_PY_PROBLEM_SYNTAX && other->kind == RETORT_PY_PROBLEM_LAYOUT)
    return get_line (tree, problem) < get_line (tree, other);
  return problem->kind > other->kind;
}

/**
 * retort_py_find_error:
 * @tree: a tree
 * @problems: (element-type RetortPyProblem): what retort_py_validate() said of its root
 *
 * Chooses as CPython does: what is wrong with the words anywhere in the file comes before what is wrong with their order, and that
 * before what only the compiler refuses (_PyPegen_set_syntax_error() of CPython 3.11). Any thread.
 *
 * Returns: (transfer none) (nullable): the problem for which Python does not load the file; %NULL when there is none for certain
 */
const RetortPyProblem *
retort_py_find_error (const RetortPyTree *tree, GPtrArray *problems)
{
  const RetortPyProblem *error = NULL;

  for (guint i = 0; i < problems->len; i++)
    {
      const RetortPyProblem *problem = g_ptr_array_index (problems, i);

      if (problem->kind != RETORT_PY_PROBLEM_DOUBT && (error == NULL || is_told_before (tree, problem, error)))
        error = problem;
    }
  return error;
}
