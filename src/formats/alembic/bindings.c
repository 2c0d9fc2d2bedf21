/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only statements of the module itself count. A name may be bound to a constant or to another name; anything that would have to be
 * run (a call, an expression, an assignment inside an if) is not known. */
#include "formats/alembic/bindings.h"

#include <string.h>

#define MAX_NAME_CHAIN 16 /* a = b; b = c; …: a circle ends here */

struct _RetortBindings
{
  RetortPyTree *tree;
  GHashTable   *values;           /* key: name, owned; value: RetortPyNode **, owned: the right side of the last assignment */
  GHashTable   *bound;            /* key: name, owned: functions, imports and everything else that is bound */
  const RetortPyNode *first_expression; /* NULL: the module does not begin with one */
};

static gboolean
is_compound (const RetortPyNode *node)
{
  static const char *const types[] = { "if_statement", "try_statement", "for_statement", "while_statement", "with_statement" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (retort_py_node_is (node, types[i]))
      return TRUE;
  return FALSE;
}

static void
bind_name (RetortBindings *self, const RetortPyNode *name, const RetortPyNode *const *value)
{
  char *text = retort_py_node_dup_text (self->tree, name);

  g_hash_table_add (self->bound, g_strdup (text));
  if (value != NULL)
    g_hash_table_replace (self->values, text, g_memdup2 (value, sizeof *value));
  else
    {
      g_hash_table_remove (self->values, text);
      g_free (text);
    }
}

/* "name = value", "name: type = value", and "a = b = value". */
static void
read_assignment (RetortBindings *self, const RetortPyNode *assignment)
{
  const RetortPyNode *left = retort_py_node_field (assignment, RETORT_PY_FIELD_left);
  const RetortPyNode *right = retort_py_node_field (assignment, RETORT_PY_FIELD_right);

  if (right == NULL)
    return; /* An annotation alone binds nothing. */
  while (retort_py_node_is (right, "assignment"))
    right = retort_py_node_field (right, RETORT_PY_FIELD_right);
  for (const RetortPyNode *target = assignment; retort_py_node_is (target, "assignment"); target = retort_py_node_field (target, RETORT_PY_FIELD_right))
    {
      left = retort_py_node_field (target, RETORT_PY_FIELD_left);
      if (retort_py_node_is (left, "identifier"))
        bind_name (self, left, &right);
    }
}

static void
read_imported_names (RetortBindings *self, const RetortPyNode *statement)
{
  const RetortPyParts *parts = retort_py_node_get_parts (statement);

  /* The first part is the module. */
  for (guint i = 1; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];

      if (retort_py_node_is (part, "aliased_import"))
        part = retort_py_node_field (part, RETORT_PY_FIELD_alias);
      if (part != NULL)
        bind_name (self, part, NULL);
    }
}

static void read_statement (RetortBindings *self, const RetortPyNode *statement, gboolean is_certain);

/* Names bound under a condition have no certain value. */
static void
read_block (RetortBindings *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];

      if (retort_py_node_is (part, "block") || g_str_has_suffix (part->name, "_clause"))
        read_block (self, part);
      else
        read_statement (self, part, FALSE);
    }
}

static void
read_statement (RetortBindings *self, const RetortPyNode *statement, gboolean is_certain)
{
  if (retort_py_node_is (statement, "expression_statement"))
    {
      const RetortPyNode *expression = retort_py_node_get_named_child (statement, 0);

      if (retort_py_node_is (expression, "assignment") && is_certain)
        read_assignment (self, expression);
      else if (retort_py_node_is (expression, "assignment") || retort_py_node_is (expression, "augmented_assignment"))
        bind_name (self, retort_py_node_field (expression, RETORT_PY_FIELD_left), NULL);
    }
  else if (retort_py_node_is (statement, "decorated_definition"))
    read_statement (self, retort_py_node_field (statement, RETORT_PY_FIELD_definition), is_certain);
  else if (retort_py_node_is (statement, "function_definition") || retort_py_node_is (statement, "class_definition"))
    bind_name (self, retort_py_node_field (statement, RETORT_PY_FIELD_name), NULL);
  else if (retort_py_node_is (statement, "import_from_statement"))
    read_imported_names (self, statement);
  else if (is_compound (statement))
    read_block (self, statement);
}

/**
 * retort_bindings_read:
 * @tree: a module
 *
 * Returns: (transfer full): what the module binds at its own level; keeps a reference to @tree
 */
RetortBindings *
retort_bindings_read (RetortPyTree *tree)
{
  RetortBindings *self = g_new0 (RetortBindings, 1);
  const RetortPyParts *statements = retort_py_node_get_parts (retort_py_tree_get_root (tree));

  self->tree = retort_py_tree_ref (tree);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bound = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < statements->n; i++)
    {
      const RetortPyNode *statement = statements->nodes[i];

      if (i == 0 && retort_py_node_is (statement, "expression_statement"))
        self->first_expression = retort_py_node_get_named_child (statement, 0);
      read_statement (self, statement, TRUE);
    }
  return self;
}

/**
 * retort_bindings_free:
 * @self: (transfer full) (nullable): bindings
 */
void
retort_bindings_free (RetortBindings *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tree, retort_py_tree_unref);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->bound, g_hash_table_unref);
  g_free (self);
}

/**
 * retort_bindings_has:
 * @self: bindings
 * @name: a name
 *
 * Returns: whether the module binds the name, to whatever
 */
gboolean
retort_bindings_has (const RetortBindings *self, const char *name)
{
  return g_hash_table_contains (self->bound, name);
}

/**
 * retort_bindings_dup_docstring:
 * @self: bindings
 *
 * Returns: (transfer full) (not nullable): the module's docstring without white space around it, maybe empty
 */
char *
retort_bindings_dup_docstring (const RetortBindings *self)
{
  char *text = self->first_expression == NULL ? NULL : retort_py_string_value (self->tree, self->first_expression);

  return text != NULL ? g_strstrip (text) : g_strdup ("");
}

/* --- Values --- */

/**
 * retort_bindings_find:
 * @self: bindings
 * @name: a name
 *
 * Returns: the expression that the name is bound to, through other names; %NULL when it is not certain
 */
const RetortPyNode *
retort_bindings_find (const RetortBindings *self, const char *name)
{
  g_autofree char *current = g_strdup (name);

  for (guint i = 0; i < MAX_NAME_CHAIN; i++)
    {
      const RetortPyNode *const *node = g_hash_table_lookup (self->values, current);

      if (node == NULL)
        break;
      if (!retort_py_node_is (*node, "identifier"))
        return *node;
      g_free (current);
      current = retort_py_node_dup_text (self->tree, *node);
    }
  return NULL;
}

/**
 * retort_bindings_dup_string:
 * @self: bindings
 * @node: an expression of the module
 *
 * Returns: (transfer full) (nullable): its text when it is a literal or a name that stands for one
 */
char *
retort_bindings_dup_string (const RetortBindings *self, const RetortPyNode *node)
{
  if (retort_py_node_is (node, "identifier"))
    {
      g_autofree char *name = retort_py_node_dup_text (self->tree, node);

      node = retort_bindings_find (self, name);
    }
  return node == NULL ? NULL : retort_py_string_value (self->tree, node);
}

static gboolean
is_sequence (const RetortPyNode *node)
{
  return retort_py_node_is (node, "tuple") || retort_py_node_is (node, "list") || retort_py_node_is (node, "set")
         || retort_py_node_is (node, "expression_list");
}

/**
 * retort_bindings_dup_strings:
 * @self: bindings
 * @node: an expression of the module
 *
 * None, a string or a sequence of strings; "" is none, since Alembic asks for truth.
 *
 * Returns: (transfer full) (nullable): the strings; %NULL when it is something else
 */
GStrv
retort_bindings_dup_strings (const RetortBindings *self, const RetortPyNode *node)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  g_autofree char *single = NULL;

  if (retort_py_node_is (node, "none"))
    return g_strv_builder_end (builder);
  single = retort_bindings_dup_string (self, node);
  if (single != NULL)
    {
      if (single[0] != '\0')
        g_strv_builder_add (builder, single);
      return g_strv_builder_end (builder);
    }
  if (retort_py_node_is (node, "parenthesized_expression") && parts->n == 1)
    return retort_bindings_dup_strings (self, parts->nodes[0]);
  if (!is_sequence (node))
    return NULL;
  for (guint i = 0; i < parts->n; i++)
    {
      g_autofree char *value = retort_bindings_dup_string (self, parts->nodes[i]);

      if (value == NULL)
        return NULL;
      g_strv_builder_add (builder, value);
    }
  return g_strv_builder_end (builder);
}
