/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strings: escapes that Python refuses, bytes, and the fields of f-strings as Python before 3.12 reads them. */
#include "python/validator-private.h"

#include <string.h>

static gboolean
has_letter (RetortPyChecker *self, const RetortPyNode *start, const char *letters)
{
  for (guint i = start->start; i < start->end; i++)
    if (strchr (letters, self->text[i]) != NULL)
      return TRUE;
  return FALSE;
}

static const RetortPyNode *
start_of (const RetortPyNode *string)
{
  return retort_py_node_get_child (string, 0);
}

/* Exactly so many hexadecimal digits? */
static gboolean
has_digits (const char *at, const char *end, guint n_digits)
{
  if (end - at < (gssize) n_digits)
    return FALSE;
  for (guint i = 0; i < n_digits; i++)
    if (!g_ascii_isxdigit (at[i]))
      return FALSE;
  return TRUE;
}

/* After a backslash. */
static gboolean
is_sound_escape (const char *at, const char *end, gboolean is_bytes)
{
  char digits[9] = "";

  if (at >= end)
    return TRUE;
  if (*at == 'x')
    return has_digits (at + 1, end, 2);
  if (is_bytes)
    return TRUE;
  if (*at == 'N')
    return FALSE;
  if (*at == 'u')
    return has_digits (at + 1, end, 4);
  if (*at != 'U')
    return TRUE;
  if (!has_digits (at + 1, end, 8))
    return FALSE;
  memcpy (digits, at + 1, 8);
  return g_ascii_strtoull (digits, NULL, 16) <= 0x10FFFF;
}

static void
check_escapes (RetortPyChecker *self, gsize start, gsize end, gboolean is_bytes)
{
  for (gsize i = start; i < end; i++)
    if (self->text[i] == '\\')
      {
        i++;
        if (!is_sound_escape (self->text + i, self->text + end, is_bytes))
          retort_py_problem_add (self, (RetortSpan){ i - 1, MIN (i + 1, end) }, "an escape in a string cannot be read");
      }
}

/* Between the fields of an f-string, braces are doubled. */
static void
check_braces (RetortPyChecker *self, gsize start, gsize end)
{
  for (gsize i = start; i < end; i++)
    if (self->text[i] == '{' || self->text[i] == '}')
      {
        if (i + 1 >= end || self->text[i + 1] != self->text[i])
          retort_py_problem_add (self, (RetortSpan){ i, i + 1 }, "a brace stands alone in an f-string");
        i++;
      }
}

/**
 * retort_py_check_string: (skip)
 * @self: a checker
 * @node: a string
 */
void
retort_py_check_string (RetortPyChecker *self, const RetortPyNode *node)
{
  guint n_children = node->n_children;
  const RetortPyNode *start = start_of (node);
  gboolean is_raw = has_letter (self, start, "rR");
  gboolean is_bytes = has_letter (self, start, "bB");
  gboolean is_format = has_letter (self, start, "fF");
  gsize at = start->end;

  for (guint i = 1; i < n_children; i++)
    {
      const RetortPyNode *child = retort_py_node_get_child (node, i);
      gsize end = child->start;

      if (retort_py_node_get_type (child) != RETORT_PY_NODE_interpolation && i + 1 < n_children)
        continue;
      if (!is_raw)
        check_escapes (self, at, end, is_bytes);
      if (is_format)
        check_braces (self, at, end);
      for (gsize k = at; is_bytes && k < end; k++)
        if ((self->text[k] & 0x80) != 0)
          {
            retort_py_problem_at (self, node, "bytes hold a character that is not ASCII");
            break;
          }
      at = child->end;
    }
}

/**
 * retort_py_check_concatenated: (skip)
 * @self: a checker
 * @node: neighbouring strings
 */
void
retort_py_check_concatenated (RetortPyChecker *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  guint n_bytes = 0;

  for (guint i = 0; i < parts->n; i++)
    n_bytes += has_letter (self, start_of (parts->nodes[i]), "bB");
  if (n_bytes > 0 && n_bytes < parts->n)
    retort_py_problem_at (self, node, "bytes and text are joined");
}

/* `{a!=b}`, `{x:=5}` and `{lambda x: 1}` are cut in another way by Python. */
static void
check_expression (RetortPyChecker *self, const RetortPyNode *field, const RetortPyNode *expression)
{
  RetortPyNodeType type = retort_py_node_get_type (expression);

  if (type == RETORT_PY_NODE_named_expression || type == RETORT_PY_NODE_lambda || type == RETORT_PY_NODE_list_splat)
    retort_py_problem_at (self, expression, "this must stand in parentheses in an f-string");
  for (guint i = field->start; i < expression->end; i++)
    if (self->text[i] == '\\' || self->text[i] == '#')
      {
        retort_py_problem_at (self, field, "Python before 3.12 has no backslash and no '#' in a field of an f-string");
        return;
      }
}

/* What stands between the expression and the end: `=`, `!r`, `:…`. */
static void
check_rest (RetortPyChecker *self, const RetortPyNode *field, const RetortPyNode *expression, const RetortPyNode *conversion)
{
  gsize at = expression->end;

  for (; conversion != NULL && at < conversion->start; at++)
    if (strchr (" \t=", self->text[at]) == NULL)
      retort_py_problem_at (self, field, "a field of an f-string cannot be read");
  if (conversion != NULL
      && (conversion->end - conversion->start != 2
          || strchr ("sra", self->text[conversion->start + 1]) == NULL
          || strchr (":}", self->text[conversion->end]) == NULL))
    retort_py_problem_at (self, conversion, "an f-string has a conversion that there is not");
}

/**
 * retort_py_check_interpolation: (skip)
 * @self: a checker
 * @node: a field of an f-string
 * @context: around it
 */
void
retort_py_check_interpolation (RetortPyChecker *self, const RetortPyNode *node, const RetortPyContext *context)
{
  const RetortPyNode *expression = retort_py_node_field (node, RETORT_PY_FIELD_expression);
  const RetortPyNode *specifier = retort_py_node_field (node, RETORT_PY_FIELD_format_specifier);
  guint n_levels = 0;

  if (expression == NULL)
    {
      retort_py_problem_at (self, node, "a field of an f-string is empty");
      return;
    }
  check_expression (self, node, expression);
  check_rest (self, node, expression, retort_py_node_field (node, RETORT_PY_FIELD_type_conversion));
  for (const RetortPyNode *at = node; at != NULL && retort_py_node_get_type (at) != RETORT_PY_NODE_string; at = retort_py_node_get_parent (at))
    n_levels += retort_py_node_get_type (at) == RETORT_PY_NODE_format_specifier;
  if (n_levels > 1)
    retort_py_problem_at (self, node, "fields of an f-string are nested too deeply");
  if (specifier != NULL
      && (memchr (self->text + specifier->start, '\\', specifier->end - specifier->start) != NULL
          || memchr (self->text + specifier->start, '\n', specifier->end - specifier->start) != NULL))
    retort_py_problem_at (self, specifier, "this format is not checked");
}
