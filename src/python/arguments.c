/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arguments of builtins that take them by name. */
#include "python/modules-private.h"

#include <string.h>

static gboolean
find_name (const char *const *names, const char *name, guint *place)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      {
        *place = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * retort_py_take_arguments: (skip)
 * @frame: where
 * @node: the call
 * @arguments: its arguments
 * @name: what is called
 * @names: (array zero-terminated=1): the parameters, in order
 * @n_required: how many of them must be given
 * @values: (out caller-allocates): one for each parameter; %NULL: not given
 * @result: (out) (nullable): what to return when this is %FALSE
 *
 * Returns: whether the builtin may go on: all arguments are known by name, and none of them is unknown
 */
gboolean
retort_py_take_arguments (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, const char *const *names,
                          guint n_required, RetortPyValue **values, RetortPyValue **result)
{
  guint n_names = g_strv_length ((char **) names);
  const RetortPyValue *unknown = NULL;

  *result = NULL;
  memset (values, 0, n_names * sizeof *values);
  if (arguments->is_open)
    *result = retort_py_unknown_with (frame, node, arguments, NULL, "these arguments of '%s()' are not known", name);
  else if (arguments->n_positional > n_names)
    retort_py_raise (frame, node, "TypeError", "'%s()' does not take %u arguments", name, arguments->n_positional);
  if (arguments->is_open || arguments->n_positional > n_names)
    return FALSE;
  if (arguments->n_positional > 0)
    memcpy (values, arguments->positional, arguments->n_positional * sizeof *values);
  for (guint i = 0; i < arguments->n_keywords; i++)
    {
      guint place;

      if (!find_name (names, arguments->keyword_names[i], &place) || values[place] != NULL)
        {
          *result = retort_py_unknown_with (frame, node, arguments, NULL, "'%s' of '%s()' is not evaluated", arguments->keyword_names[i], name);
          return FALSE;
        }
      values[place] = arguments->keyword_values[i];
    }
  for (guint i = 0; i < n_names; i++)
    {
      if (values[i] == NULL && i < n_required)
        return retort_py_raise (frame, node, "TypeError", "'%s()' is called without '%s'", name, names[i]) != NULL;
      if (values[i] != NULL && values[i]->kind == RETORT_PY_UNKNOWN)
        unknown = values[i];
    }
  if (unknown != NULL)
    *result = retort_py_unknown_with (frame, node, arguments, NULL, "an argument of '%s()' is not known", name);
  return unknown == NULL;
}
