/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of calls and parameters of functions. */
#include "python/validator-private.h"

#include <string.h>

/* @names is made when there is a second name to compare with; @first is the only one until then. */
static void
check_keyword (RetortPyChecker *self, const RetortPyNode *argument, const RetortPyNode **first, GHashTable **names)
{
  const RetortPyNode *name = retort_py_node_field (argument, RETORT_PY_FIELD_name);
  char *text = NULL;

  if (*first == NULL)
    {
      *first = name;
      return;
    }
  if (*names == NULL)
    {
      *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_add (*names, retort_py_checker_dup_text (self, *first));
    }
  text = retort_py_checker_dup_text (self, name);
  if (g_hash_table_contains (*names, text))
    retort_py_error_at (self, RETORT_PY_PROBLEM_COMPILER, argument, "the argument '%s' is given twice", text);
  g_hash_table_add (*names, text);
}

/**
 * retort_py_check_arguments: (skip)
 * @self: a checker
 * @list: an argument list
 */
void
retort_py_check_arguments (RetortPyChecker *self, const RetortPyNode *list)
{
  const RetortPyParts *parts = retort_py_node_get_parts (list);
  g_autoptr(GHashTable) names = NULL;
  const RetortPyNode *first_name = NULL;
  gboolean has_keyword = FALSE;
  gboolean has_spread = FALSE;

  if (parts->n == 0 && retort_py_node_has_token (list, ","))
    retort_py_problem_at (self, list, "a comma stands alone");
  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];

      switch ((int) retort_py_node_get_type (part))
        {
        case RETORT_PY_NODE_keyword_argument:
          has_keyword = TRUE;
          check_keyword (self, part, &first_name, &names);
          break;
        case RETORT_PY_NODE_dictionary_splat:
          has_spread = TRUE;
          break;
        default:
          if (has_spread && retort_py_node_is_splat (part))
            retort_py_problem_at (self, part, "positional arguments follow '**'");
          else if ((has_keyword || has_spread) && !retort_py_node_is_splat (part))
            retort_py_error_at (self, RETORT_PY_PROBLEM_SYNTAX, part, "a positional argument follows keyword arguments");
        }
    }
}

/* Going through parameters. */
typedef struct
{
  RetortPyChecker *checker;
  gboolean         is_lambda;
  GHashTable      *names;
  guint            n_seen;
  gboolean         has_default;
  gboolean         has_slash;
  gboolean         has_star;    /* `*` or `*args` */
  gboolean         wants_named; /* after a bare `*` */
  gboolean         is_over;     /* after `**kwargs` */
} Parameters;

static void
add_name (Parameters *self, const RetortPyNode *name)
{
  char *text = retort_py_checker_dup_text (self->checker, name);

  if (retort_py_node_get_type (name) != RETORT_PY_NODE_identifier)
    retort_py_problem_at (self->checker, name, "a parameter must be a name");
  else if (g_hash_table_contains (self->names, text))
    retort_py_error_at (self->checker, RETORT_PY_PROBLEM_COMPILER, name, "the parameter '%s' is there twice", text);
  g_hash_table_add (self->names, text);
}

static void
check_starred (Parameters *self, const RetortPyNode *parameter, const RetortPyNode *splat)
{
  const RetortPyParts *parts = retort_py_node_get_parts (splat);
  gboolean is_double = retort_py_node_get_type (splat) == RETORT_PY_NODE_dictionary_splat_pattern;

  if (is_double ? self->wants_named : self->has_star)
    retort_py_problem_at (self->checker, parameter, is_double ? "a name must follow '*'" : "there are several '*'");
  self->has_star = TRUE;
  self->is_over = is_double;
  if (parts->n == 1)
    add_name (self, parts->nodes[0]);
}

static void
check_plain (Parameters *self, const RetortPyNode *parameter, const RetortPyNode *name, gboolean has_default)
{
  self->wants_named = FALSE;
  if (!has_default && self->has_default && !self->has_star)
    retort_py_problem_at (self->checker, parameter, "a parameter without a default follows one with a default");
  self->has_default = self->has_default || has_default;
  add_name (self, name);
}

static void
check_separator (Parameters *self, const RetortPyNode *parameter, gboolean is_slash)
{
  if (is_slash ? self->has_slash || self->has_star || self->n_seen == 0 : self->has_star)
    retort_py_problem_at (self->checker, parameter, "'%s' cannot stand here", is_slash ? "/" : "*");
  self->has_slash = self->has_slash || is_slash;
  self->has_star = self->has_star || !is_slash;
  self->wants_named = !is_slash;
}

static void
check_parameter (Parameters *self, const RetortPyNode *parameter)
{
  const RetortPyParts *parts = retort_py_node_get_parts (parameter);
  const RetortPyNode *name = retort_py_node_field (parameter, RETORT_PY_FIELD_name);
  const RetortPyNode *first = parts->n > 0 ? parts->nodes[0] : parameter;
  RetortPyNodeType type = retort_py_node_get_type (parameter);

  if (self->is_over)
    retort_py_problem_at (self->checker, parameter, "nothing can follow '**'");
  if (self->is_lambda && (type == RETORT_PY_NODE_typed_parameter || type == RETORT_PY_NODE_typed_default_parameter))
    retort_py_problem_at (self->checker, parameter, "a lambda has no annotations");
  switch ((int) type)
    {
    case RETORT_PY_NODE_keyword_separator:
    case RETORT_PY_NODE_positional_separator:
      check_separator (self, parameter, type == RETORT_PY_NODE_positional_separator);
      break;
    case RETORT_PY_NODE_list_splat_pattern:
    case RETORT_PY_NODE_dictionary_splat_pattern:
      check_starred (self, parameter, parameter);
      break;
    case RETORT_PY_NODE_typed_parameter:
      if (retort_py_node_get_type (first) == RETORT_PY_NODE_identifier)
        check_plain (self, parameter, first, FALSE);
      else
        check_starred (self, parameter, first);
      break;
    case RETORT_PY_NODE_default_parameter:
    case RETORT_PY_NODE_typed_default_parameter:
      check_plain (self, parameter, name, TRUE);
      break;
    default:
      check_plain (self, parameter, parameter, FALSE);
    }
  self->n_seen++;
}

/**
 * retort_py_check_parameters: (skip)
 * @self: a checker
 * @list: the parameters of a function
 * @is_lambda: it is a lambda
 */
void
retort_py_check_parameters (RetortPyChecker *self, const RetortPyNode *list, gboolean is_lambda)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const RetortPyParts *parts = retort_py_node_get_parts (list);
  Parameters parameters = { .checker = self, .is_lambda = is_lambda, .names = names };

  for (guint i = 0; i < parts->n; i++)
    check_parameter (&parameters, parts->nodes[i]);
  if (parameters.wants_named)
    retort_py_problem_at (self, list, "a name must follow '*'");
}
