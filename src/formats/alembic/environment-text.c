/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text in env.py is when it can be told without running it: literals, f-strings and "+" of them, names that are bound once, parts of
 * the file's own path, and what the configuration file says. A parameter, a loop's variable or anything from the machine that runs env.py
 * (os.environ) cannot. */
#include "formats/alembic/environment-reader.h"

#include <string.h>

#define MAX_DEPTH 16

static gboolean read_text (const RetortEnvironmentReader *self, const RetortPyNode *node, guint depth, char **text);

/* --- Names --- */

static const RetortPyNode *
function_around (const RetortPyNode *node)
{
  while (node != NULL && !retort_py_node_is (node, "function_definition"))
    node = retort_py_node_get_parent (node);
  return node;
}

/* What a statement binds, of whatever kind; NULL when it binds nothing. */
static const RetortPyNode *
target_of (const RetortPyNode *node)
{
  if (retort_py_node_is (node, "as_pattern_target") || retort_py_node_is (node, "global_statement"))
    return node;
  if (retort_py_node_is (node, "assignment") || retort_py_node_is (node, "augmented_assignment") || retort_py_node_is (node, "for_statement"))
    return retort_py_node_field (node, RETORT_PY_FIELD_left);
  return NULL;
}

/* How often a name is bound below @node; @value is the last expression that was assigned to it alone. */
static guint
count_bindings (const RetortEnvironmentReader *self, const RetortPyNode *node, const char *name, const RetortPyNode **value)
{
  const RetortPyNode *target = target_of (node);
  guint n_found = 0;

  if (target != NULL)
    {
      g_autofree char *pattern = g_strdup_printf ("(?<![\\w.])%s(?![\\w.(\\[])", name);
      g_autofree char *text = retort_py_node_dup_text (self->tree, target);

      n_found = g_regex_match_simple (pattern, text, 0, 0);
      if (n_found > 0 && retort_py_node_is (node, "assignment") && retort_py_node_is (target, "identifier"))
        *value = retort_py_node_field (node, RETORT_PY_FIELD_right);
      else if (n_found > 0)
        n_found = 2; /* never certain */
    }
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    n_found += count_bindings (self, retort_py_node_get_named_child (node, i), name, value);
  return n_found;
}

static gboolean
is_parameter (const RetortEnvironmentReader *self, const RetortPyNode *function, const char *name)
{
  g_autofree char *parameters = retort_py_node_dup_text (self->tree, retort_py_node_field (function, RETORT_PY_FIELD_parameters));
  g_autofree char *pattern = g_strdup_printf ("[(,*]\\s*%s\\b", name);

  return g_regex_match_simple (pattern, parameters, 0, 0);
}

/**
 * retort_environment_is_local:
 * @self: a reader
 * @node: a place
 * @name: a name that is used there
 *
 * Returns: whether a function around @node binds the name, so that the module does not say what it is
 */
gboolean
retort_environment_is_local (const RetortEnvironmentReader *self, const RetortPyNode *node, const char *name)
{
  for (const RetortPyNode *function = function_around (node); function != NULL; function = function_around (retort_py_node_get_parent (function)))
    {
      const RetortPyNode *value = NULL;

      if (is_parameter (self, function, name)
          || count_bindings (self, retort_py_node_field (function, RETORT_PY_FIELD_body), name, &value) > 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_environment_resolve:
 * @self: a reader
 * @node: an expression
 *
 * Returns: @node, or when it is a name the expression that it is bound to; %NULL when that is not certain
 */
const RetortPyNode *
retort_environment_resolve (const RetortEnvironmentReader *self, const RetortPyNode *node)
{
  const RetortPyNode *nothing = NULL;

  for (guint i = 0; i < MAX_DEPTH && retort_py_node_is (node, "identifier"); i++)
    {
      g_autofree char *name = retort_py_node_dup_text (self->tree, node);
      const RetortPyNode *function = function_around (node);
      const RetortPyNode *value = NULL;
      guint n_bindings = function == NULL
                           ? 0 : count_bindings (self, retort_py_node_field (function, RETORT_PY_FIELD_body), name, &value);

      if (n_bindings == 1 && !is_parameter (self, function, name))
        node = value;
      else if (retort_environment_is_local (self, node, name))
        return nothing;
      else
        node = retort_bindings_find (self->bindings, name);
    }
  return retort_py_node_is (node, "identifier") ? nothing : node;
}

/* --- Calls --- */

static const RetortPyNode *
positional (const RetortPyNode *call, guint index)
{
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);
  const RetortPyNode *argument = index < retort_py_node_count_named (arguments) ? retort_py_node_get_named_child (arguments, index) : NULL;

  return retort_py_node_is (argument, "keyword_argument") || retort_py_node_is (argument, "list_splat")
             || retort_py_node_is (argument, "dictionary_splat") ? NULL : argument;
}

/* A key of the section that env.py reads, with what is said when there is none. */
static gboolean
read_option (const RetortEnvironmentReader *self, const RetortPyNode *key, const RetortPyNode *otherwise, guint depth, char **text)
{
  g_autofree char *name = NULL;
  g_autofree char *lower = NULL;
  g_autoptr(GError) error = NULL;

  if (self->options == NULL || !read_text (self, key, depth, &name) || name == NULL)
    return FALSE;
  lower = g_utf8_strdown (name, -1);
  *text = retort_alembic_options_dup_ini_text (self->options, lower, &error);
  if (error != NULL)
    return FALSE;
  return *text != NULL || otherwise == NULL || read_text (self, otherwise, depth, text);
}

/* config.get_section (config.config_ini_section) */
static gboolean
is_section (const RetortEnvironmentReader *self, const RetortPyNode *node)
{
  const RetortPyNode *call = retort_environment_resolve (self, node);
  g_autofree char *text = NULL;

  if (!retort_py_node_is (call, "call"))
    return FALSE;
  text = retort_py_node_dup_text (self->tree, call);
  return g_regex_match_simple ("\\bget_section\\s*\\(\\s*[\\w.]*config_ini_section\\b", text, 0, 0);
}

/* "", "0" or "name" between the braces. */
static const RetortPyNode *
find_field (const RetortEnvironmentReader *self, const RetortPyNode *call, const char *field, guint *n_used)
{
  if (*field == '\0')
    return positional (call, (*n_used)++);
  if (g_ascii_isdigit (*field))
    return positional (call, (guint) g_ascii_strtoull (field, NULL, 10));
  return retort_environment_find_keyword (self, call, field);
}

/* str.format() with plain fields. */
static gboolean
read_format (const RetortEnvironmentReader *self, const RetortPyNode *call, const RetortPyNode *pattern, guint depth, char **text)
{
  g_autofree char *format = NULL;
  g_autoptr(GString) result = g_string_new (NULL);
  guint n_used = 0;

  if (!read_text (self, pattern, depth, &format) || format == NULL)
    return FALSE;
  for (const char *at = format; *at != '\0';)
    {
      const char *close = *at == '{' ? strchr (at, '}') : NULL;
      g_autofree char *field = close != NULL ? g_strndup (at + 1, close - at - 1) : NULL;
      g_autofree char *value = NULL;

      if (field == NULL)
        {
          if (*at == '{' || *at == '}')
            return FALSE;
          g_string_append_c (result, *at++);
          continue;
        }
      if (!read_text (self, find_field (self, call, field, &n_used), depth, &value) || value == NULL)
        return FALSE;
      g_string_append (result, value);
      at = close + 1;
    }
  *text = g_string_free (g_steal_pointer (&result), FALSE);
  return TRUE;
}

static gboolean
read_path (const RetortEnvironmentReader *self, const RetortPyNode *call, const char *what, guint depth, char **text)
{
  g_autofree char *path = NULL;

  if (!read_text (self, positional (call, 0), depth, &path) || path == NULL)
    return FALSE;
  if (g_str_equal (what, "basename"))
    *text = g_path_get_basename (path);
  else if (g_str_equal (what, "dirname"))
    *text = g_path_get_dirname (path);
  else
    *text = g_canonicalize_filename (path, NULL);
  return TRUE;
}

static gboolean
read_call (const RetortEnvironmentReader *self, const RetortPyNode *call, guint depth, char **text)
{
  const RetortPyNode *function = retort_py_node_field (call, RETORT_PY_FIELD_function);
  const RetortPyNode *object = retort_py_node_is (function, "attribute") ? retort_py_node_field (function, RETORT_PY_FIELD_object) : NULL;
  g_autofree char *name = retort_environment_dup_function (self, call);

  if (g_str_equal (name, "str"))
    return read_text (self, positional (call, 0), depth, text) && *text != NULL;
  if (g_str_equal (name, "os.path.basename") || g_str_equal (name, "os.path.dirname") || g_str_equal (name, "os.path.abspath"))
    return read_path (self, call, strrchr (name, '.') + 1, depth, text);
  if (g_str_has_suffix (name, ".format") && object != NULL)
    return read_format (self, call, object, depth, text);
  if (g_str_has_suffix (name, "config.get_main_option"))
    return read_option (self, positional (call, 0), positional (call, 1), depth, text);
  if (g_str_has_suffix (name, ".get") && is_section (self, object))
    return read_option (self, positional (call, 0), positional (call, 1), depth, text);
  return FALSE;
}

/* --- Texts --- */

/* f"{name}_version" */
static gboolean
read_pieces (const RetortEnvironmentReader *self, const RetortPyNode *node, guint depth, char **text)
{
  g_autoptr(GString) result = g_string_new (NULL);

  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    {
      const RetortPyNode *piece = retort_py_node_get_named_child (node, i);
      g_autofree char *value = NULL;

      value = retort_py_node_dup_text (self->tree, piece);
      if (retort_py_node_is (piece, "string_start") && strpbrk (value, "bB") != NULL)
        return FALSE;
      if (retort_py_node_is (piece, "string_start") || retort_py_node_is (piece, "string_end"))
        continue;
      if (retort_py_node_is (piece, "string_content"))
        {
          if (strpbrk (value, "\\{}") != NULL)
            return FALSE;
          g_string_append (result, value);
          continue;
        }
      g_clear_pointer (&value, g_free);
      if (!retort_py_node_is (piece, "interpolation") || retort_py_node_count_named (piece) != 1
               || !read_text (self, retort_py_node_get_named_child (piece, 0), depth, &value))
        return FALSE;
      if (value == NULL)
        return FALSE;
      g_string_append (result, value);
    }
  *text = g_string_free (g_steal_pointer (&result), FALSE);
  return TRUE;
}

static gboolean
read_joined (const RetortEnvironmentReader *self, const RetortPyNode *node, guint depth, char **text)
{
  g_autoptr(GString) result = g_string_new (NULL);

  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    {
      g_autofree char *value = NULL;

      if (!read_text (self, retort_py_node_get_named_child (node, i), depth, &value) || value == NULL)
        return FALSE;
      g_string_append (result, value);
    }
  *text = g_string_free (g_steal_pointer (&result), FALSE);
  return TRUE;
}

static gboolean
read_operator (const RetortEnvironmentReader *self, const RetortPyNode *node, guint depth, char **text)
{
  g_autofree char *operator= retort_py_node_dup_text (self->tree, retort_py_node_field (node, RETORT_PY_FIELD_operator));
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;
  gboolean is_sum = g_str_equal (operator, "+");

  if ((!is_sum && !g_str_equal (operator, "or")) || !read_text (self, retort_py_node_field (node, RETORT_PY_FIELD_left), depth, &left))
    return FALSE;
  if (!is_sum && left != NULL && *left != '\0')
    {
      *text = g_steal_pointer (&left);
      return TRUE;
    }
  if (!read_text (self, retort_py_node_field (node, RETORT_PY_FIELD_right), depth, &right) || (is_sum && (left == NULL || right == NULL)))
    return FALSE;
  *text = is_sum ? g_strconcat (left, right, NULL) : g_steal_pointer (&right);
  return TRUE;
}

static gboolean
read_subscript (const RetortEnvironmentReader *self, const RetortPyNode *node, guint depth, char **text)
{
  const RetortPyNode *nothing = NULL;

  return is_section (self, retort_py_node_field (node, RETORT_PY_FIELD_value))
         && read_option (self, retort_py_node_field (node, RETORT_PY_FIELD_subscript), nothing, depth, text) && *text != NULL;
}

static gboolean
read_name (const RetortEnvironmentReader *self, const RetortPyNode *node, guint depth, char **text)
{
  g_autofree char *name = retort_py_node_dup_text (self->tree, node);

  if (g_str_equal (name, "__file__"))
    {
      *text = g_strdup (retort_source_get_path (retort_py_tree_get_source (self->tree)));
      return TRUE;
    }
  return read_text (self, retort_environment_resolve (self, node), depth, text);
}

static gboolean
read_text (const RetortEnvironmentReader *self, const RetortPyNode *node, guint depth, char **text)
{
  *text = NULL;
  if (node == NULL || depth > MAX_DEPTH)
    return FALSE;
  if (retort_py_node_is (node, "none"))
    return TRUE;
  *text = retort_py_string_value (self->tree, node);
  if (*text != NULL)
    return TRUE;
  if (retort_py_node_is (node, "parenthesized_expression"))
    return read_text (self, retort_py_node_get_named_child (node, 0), depth + 1, text);
  if (retort_py_node_is (node, "identifier"))
    return read_name (self, node, depth + 1, text);
  if (retort_py_node_is (node, "string"))
    return read_pieces (self, node, depth + 1, text);
  if (retort_py_node_is (node, "concatenated_string"))
    return read_joined (self, node, depth + 1, text);
  if (retort_py_node_is (node, "binary_operator") || retort_py_node_is (node, "boolean_operator"))
    return read_operator (self, node, depth + 1, text);
  if (retort_py_node_is (node, "subscript"))
    return read_subscript (self, node, depth + 1, text);
  return retort_py_node_is (node, "call") && read_call (self, node, depth + 1, text);
}

/**
 * retort_environment_read_text:
 * @self: a reader
 * @node: an expression
 * @text: (out) (nullable): the text that it is; %NULL for None
 *
 * Returns: whether it can be told without running anything
 */
gboolean
retort_environment_read_text (const RetortEnvironmentReader *self, const RetortPyNode *node, char **text)
{
  return read_text (self, node, 0, text);
}
