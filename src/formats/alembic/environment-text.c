/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a text in env.py is when it can be told without running it: literals, f-strings and "+" of them, names that are bound once, parts of
 * the file's own path, and what the configuration file says. A parameter, a loop's variable or anything from the machine that runs env.py
 * (os.environ) cannot. */
#include "formats/alembic/environment-reader.h"

#include <string.h>

#define MAX_DEPTH 16

static gboolean read_text (const RetortEnvironmentReader *self, TSNode node, guint depth, char **text);

/* --- Names --- */

static TSNode
function_around (TSNode node)
{
  while (!ts_node_is_null (node) && !retort_py_node_is (node, "function_definition"))
    node = ts_node_parent (node);
  return node;
}

/* What a statement binds, of whatever kind; the null node when it binds nothing. */
static TSNode
target_of (TSNode node)
{
  if (retort_py_node_is (node, "as_pattern_target") || retort_py_node_is (node, "global_statement"))
    return node;
  if (retort_py_node_is (node, "assignment") || retort_py_node_is (node, "augmented_assignment") || retort_py_node_is (node, "for_statement"))
    return retort_py_node_get_field (node, "left");
  return (TSNode){ 0 };
}

/* How often a name is bound below @node; @value is the last expression that was assigned to it alone. */
static guint
count_bindings (const RetortEnvironmentReader *self, TSNode node, const char *name, TSNode *value)
{
  TSNode target = target_of (node);
  guint n_found = 0;

  if (!ts_node_is_null (target))
    {
      g_autofree char *pattern = g_strdup_printf ("(?<![\\w.])%s(?![\\w.(\\[])", name);
      g_autofree char *text = retort_py_node_dup_text (self->tree, target);

      n_found = g_regex_match_simple (pattern, text, 0, 0);
      if (n_found > 0 && retort_py_node_is (node, "assignment") && retort_py_node_is (target, "identifier"))
        *value = retort_py_node_get_field (node, "right");
      else if (n_found > 0)
        n_found = 2; /* never certain */
    }
  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    n_found += count_bindings (self, ts_node_named_child (node, i), name, value);
  return n_found;
}

static gboolean
is_parameter (const RetortEnvironmentReader *self, TSNode function, const char *name)
{
  g_autofree char *parameters = retort_py_node_dup_text (self->tree, retort_py_node_get_field (function, "parameters"));
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
retort_environment_is_local (const RetortEnvironmentReader *self, TSNode node, const char *name)
{
  for (TSNode function = function_around (node); !ts_node_is_null (function); function = function_around (ts_node_parent (function)))
    {
      TSNode value = { 0 };

      if (is_parameter (self, function, name)
          || count_bindings (self, retort_py_node_get_field (function, "body"), name, &value) > 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_environment_resolve:
 * @self: a reader
 * @node: an expression
 *
 * Returns: @node, or when it is a name the expression that it is bound to; the null node when that is not certain
 */
TSNode
retort_environment_resolve (const RetortEnvironmentReader *self, TSNode node)
{
  TSNode nothing = { 0 };

  for (guint i = 0; i < MAX_DEPTH && retort_py_node_is (node, "identifier"); i++)
    {
      g_autofree char *name = retort_py_node_dup_text (self->tree, node);
      TSNode function = function_around (node);
      TSNode value = { 0 };
      guint n_bindings = ts_node_is_null (function)
                           ? 0 : count_bindings (self, retort_py_node_get_field (function, "body"), name, &value);

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

static TSNode
positional (TSNode call, guint index)
{
  TSNode arguments = retort_py_node_get_field (call, "arguments");
  TSNode argument = index < ts_node_named_child_count (arguments) ? ts_node_named_child (arguments, index) : (TSNode){ 0 };

  return retort_py_node_is (argument, "keyword_argument") || retort_py_node_is (argument, "list_splat")
             || retort_py_node_is (argument, "dictionary_splat") ? (TSNode){ 0 } : argument;
}

/* A key of the section that env.py reads, with what is said when there is none. */
static gboolean
read_option (const RetortEnvironmentReader *self, TSNode key, TSNode otherwise, guint depth, char **text)
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
  return *text != NULL || ts_node_is_null (otherwise) || read_text (self, otherwise, depth, text);
}

/* config.get_section (config.config_ini_section) */
static gboolean
is_section (const RetortEnvironmentReader *self, TSNode node)
{
  TSNode call = retort_environment_resolve (self, node);
  g_autofree char *text = NULL;

  if (!retort_py_node_is (call, "call"))
    return FALSE;
  text = retort_py_node_dup_text (self->tree, call);
  return g_regex_match_simple ("\\bget_section\\s*\\(\\s*[\\w.]*config_ini_section\\b", text, 0, 0);
}

/* "", "0" or "name" between the braces. */
static TSNode
find_field (const RetortEnvironmentReader *self, TSNode call, const char *field, guint *n_used)
{
  if (*field == '\0')
    return positional (call, (*n_used)++);
  if (g_ascii_isdigit (*field))
    return positional (call, (guint) g_ascii_strtoull (field, NULL, 10));
  return retort_environment_find_keyword (self, call, field);
}

/* str.format() with plain fields. */
static gboolean
read_format (const RetortEnvironmentReader *self, TSNode call, TSNode pattern, guint depth, char **text)
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
read_path (const RetortEnvironmentReader *self, TSNode call, const char *what, guint depth, char **text)
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
read_call (const RetortEnvironmentReader *self, TSNode call, guint depth, char **text)
{
  TSNode function = retort_py_node_get_field (call, "function");
  TSNode object = retort_py_node_is (function, "attribute") ? retort_py_node_get_field (function, "object") : (TSNode){ 0 };
  g_autofree char *name = retort_environment_dup_function (self, call);

  if (g_str_equal (name, "str"))
    return read_text (self, positional (call, 0), depth, text) && *text != NULL;
  if (g_str_equal (name, "os.path.basename") || g_str_equal (name, "os.path.dirname") || g_str_equal (name, "os.path.abspath"))
    return read_path (self, call, strrchr (name, '.') + 1, depth, text);
  if (g_str_has_suffix (name, ".format") && !ts_node_is_null (object))
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
read_pieces (const RetortEnvironmentReader *self, TSNode node, guint depth, char **text)
{
  g_autoptr(GString) result = g_string_new (NULL);

  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    {
      TSNode piece = ts_node_named_child (node, i);
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
      if (!retort_py_node_is (piece, "interpolation") || ts_node_named_child_count (piece) != 1
               || !read_text (self, ts_node_named_child (piece, 0), depth, &value))
        return FALSE;
      if (value == NULL)
        return FALSE;
      g_string_append (result, value);
    }
  *text = g_string_free (g_steal_pointer (&result), FALSE);
  return TRUE;
}

static gboolean
read_joined (const RetortEnvironmentReader *self, TSNode node, guint depth, char **text)
{
  g_autoptr(GString) result = g_string_new (NULL);

  for (uint32_t i = 0; i < ts_node_named_child_count (node); i++)
    {
      g_autofree char *value = NULL;

      if (!read_text (self, ts_node_named_child (node, i), depth, &value) || value == NULL)
        return FALSE;
      g_string_append (result, value);
    }
  *text = g_string_free (g_steal_pointer (&result), FALSE);
  return TRUE;
}

static gboolean
read_operator (const RetortEnvironmentReader *self, TSNode node, guint depth, char **text)
{
  g_autofree char *operator= retort_py_node_dup_text (self->tree, retort_py_node_get_field (node, "operator"));
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;
  gboolean is_sum = g_str_equal (operator, "+");

  if ((!is_sum && !g_str_equal (operator, "or")) || !read_text (self, retort_py_node_get_field (node, "left"), depth, &left))
    return FALSE;
  if (!is_sum && left != NULL && *left != '\0')
    {
      *text = g_steal_pointer (&left);
      return TRUE;
    }
  if (!read_text (self, retort_py_node_get_field (node, "right"), depth, &right) || (is_sum && (left == NULL || right == NULL)))
    return FALSE;
  *text = is_sum ? g_strconcat (left, right, NULL) : g_steal_pointer (&right);
  return TRUE;
}

static gboolean
read_subscript (const RetortEnvironmentReader *self, TSNode node, guint depth, char **text)
{
  TSNode nothing = { 0 };

  return is_section (self, retort_py_node_get_field (node, "value"))
         && read_option (self, retort_py_node_get_field (node, "subscript"), nothing, depth, text) && *text != NULL;
}

static gboolean
read_name (const RetortEnvironmentReader *self, TSNode node, guint depth, char **text)
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
read_text (const RetortEnvironmentReader *self, TSNode node, guint depth, char **text)
{
  *text = NULL;
  if (ts_node_is_null (node) || depth > MAX_DEPTH)
    return FALSE;
  if (retort_py_node_is (node, "none"))
    return TRUE;
  *text = retort_py_string_value (self->tree, node);
  if (*text != NULL)
    return TRUE;
  if (retort_py_node_is (node, "parenthesized_expression"))
    return read_text (self, ts_node_named_child (node, 0), depth + 1, text);
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
retort_environment_read_text (const RetortEnvironmentReader *self, TSNode node, char **text)
{
  return read_text (self, node, 0, text);
}
