/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only the module's own level counts, and of several bindings the last. One under a condition is uncertain; what stands under
 * `if TYPE_CHECKING:` is not there when the module runs. */
#include "formats/alembic/definitions.h"

#include <string.h>

struct _RetortDefinitions
{
  RetortPyTree *tree;
  char         *name;
  gboolean      is_package;
  GHashTable   *definitions; /* key: name, owned; value: RetortDefinition, owned */
  GPtrArray    *stars;       /* element: utf8: modules of `from … import *`, in order */
};

static void
definition_free (gpointer data)
{
  RetortDefinition *self = data;

  g_free (self->module);
  g_free (self->name);
  g_free (self);
}

/* Takes over the texts. */
static void
define (RetortDefinitions *self, const char *name, RetortDefinitionKind kind, const RetortPyNode *node, char *module, char *imported)
{
  RetortDefinition *definition = g_new0 (RetortDefinition, 1);

  definition->kind = kind;
  definition->node = node;
  definition->module = module;
  definition->name = imported;
  g_hash_table_replace (self->definitions, g_strdup (name), definition);
}

/**
 * retort_definitions_dup_module:
 * @self: definitions
 * @node: the module of an import, as it is written
 *
 * "..pkg.mod" in module a.b.c: each dot goes one up, the first to the module's own package.
 *
 * Returns: (transfer full): its full name
 */
char *
retort_definitions_dup_module (const RetortDefinitions *self, const RetortPyNode *node)
{
  g_autofree char *text = retort_py_node_dup_text (self->tree, node);
  gsize n_dots = strspn (text, ".");
  g_autofree char *package = g_strdup (self->name);

  if (n_dots == 0)
    return g_steal_pointer (&text);
  for (gsize i = self->is_package ? 1 : 0; i < n_dots; i++)
    {
      char *dot = strrchr (package, '.');

      *(dot != NULL ? dot : package) = '\0';
    }
  return text[n_dots] == '\0' ? g_steal_pointer (&package)
                              : g_strdup_printf ("%s%s%s", package, package[0] != '\0' ? "." : "", text + n_dots);
}

static void
read_from (RetortDefinitions *self, const RetortPyNode *statement, gboolean is_certain)
{
  const RetortPyParts *parts = retort_py_node_get_parts (statement);
  g_autofree char *module = retort_definitions_dup_module (self, retort_py_node_field (statement, RETORT_PY_FIELD_module_name));

  for (guint i = 1; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];
      gboolean is_alias = retort_py_node_is (part, "aliased_import");
      g_autofree char *name = NULL;
      g_autofree char *alias = NULL;

      if (retort_py_node_is (part, "wildcard_import"))
        {
          g_ptr_array_add (self->stars, g_strdup (module));
          continue;
        }
      name = retort_py_node_dup_text (self->tree, is_alias ? retort_py_node_field (part, RETORT_PY_FIELD_name) : part);
      alias = retort_py_node_dup_text (self->tree, is_alias ? retort_py_node_field (part, RETORT_PY_FIELD_alias) : part);
      define (self, alias, is_certain ? RETORT_DEFINITION_IMPORT : RETORT_DEFINITION_UNCERTAIN, statement, g_strdup (module),
              g_steal_pointer (&name));
    }
}

/* `import a.b` binds a; a second `import a.c` binds the same. */
static void
read_import (RetortDefinitions *self, const RetortPyNode *statement, gboolean is_certain)
{
  const RetortPyParts *parts = retort_py_node_get_parts (statement);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];
      gboolean is_alias = retort_py_node_is (part, "aliased_import");
      g_autofree char *module = retort_py_node_dup_text (self->tree, is_alias ? retort_py_node_field (part, RETORT_PY_FIELD_name) : part);
      g_autofree char *name = is_alias ? retort_py_node_dup_text (self->tree, retort_py_node_field (part, RETORT_PY_FIELD_alias))
                                       : g_strndup (module, strcspn (module, "."));
      const RetortDefinition *known = retort_definitions_find (self, name);

      if (known != NULL && known->kind == RETORT_DEFINITION_IMPORT && known->name == NULL && g_strcmp0 (known->module, name) == 0)
        continue;
      define (self, name, is_certain ? RETORT_DEFINITION_IMPORT : RETORT_DEFINITION_UNCERTAIN, statement,
              is_alias ? g_steal_pointer (&module) : g_strdup (name), NULL);
    }
}

static void
read_assignment (RetortDefinitions *self, const RetortPyNode *assignment, gboolean is_certain)
{
  const RetortPyNode *right = retort_py_node_field (assignment, RETORT_PY_FIELD_right);

  if (right == NULL)
    return;
  while (retort_py_node_is (right, "assignment"))
    right = retort_py_node_field (right, RETORT_PY_FIELD_right);
  for (const RetortPyNode *target = assignment; retort_py_node_is (target, "assignment"); target = retort_py_node_field (target, RETORT_PY_FIELD_right))
    {
      const RetortPyNode *left = retort_py_node_field (target, RETORT_PY_FIELD_left);
      g_autofree char *name = retort_py_node_dup_text (self->tree, left);

      if (retort_py_node_is (left, "identifier"))
        define (self, name, is_certain ? RETORT_DEFINITION_VALUE : RETORT_DEFINITION_UNCERTAIN, right, NULL, NULL);
    }
}

static void read_statement (RetortDefinitions *self, const RetortPyNode *statement, gboolean is_certain);

static void
read_block (RetortDefinitions *self, const RetortPyNode *node)
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

static gboolean
is_for_types (const RetortDefinitions *self, const RetortPyNode *statement)
{
  const RetortPyNode *condition = retort_py_node_field (statement, RETORT_PY_FIELD_condition);
  g_autofree char *text = condition == NULL ? g_strdup ("") : retort_py_node_dup_text (self->tree, condition);

  return g_str_has_suffix (text, "TYPE_CHECKING") && !g_str_has_prefix (text, "not ");
}

static void
read_definition (RetortDefinitions *self, const RetortPyNode *node, gboolean is_certain)
{
  gboolean is_class = retort_py_node_is (node, "class_definition");
  g_autofree char *name = retort_py_node_dup_text (self->tree, retort_py_node_field (node, RETORT_PY_FIELD_name));

  define (self, name,
          !is_certain ? RETORT_DEFINITION_UNCERTAIN : is_class ? RETORT_DEFINITION_CLASS : RETORT_DEFINITION_FUNCTION, node, NULL, NULL);
}

static void
read_expression (RetortDefinitions *self, const RetortPyNode *expression, gboolean is_certain)
{
  if (retort_py_node_is (expression, "assignment"))
    read_assignment (self, expression, is_certain);
  else if (retort_py_node_is (expression, "augmented_assignment"))
    {
      g_autofree char *name = retort_py_node_dup_text (self->tree, retort_py_node_field (expression, RETORT_PY_FIELD_left));

      define (self, name, RETORT_DEFINITION_UNCERTAIN, expression, NULL, NULL);
    }
}

static void
read_statement (RetortDefinitions *self, const RetortPyNode *statement, gboolean is_certain)
{
  if (retort_py_node_is (statement, "decorated_definition"))
    statement = retort_py_node_field (statement, RETORT_PY_FIELD_definition);
  if (retort_py_node_is (statement, "expression_statement"))
    read_expression (self, retort_py_node_get_named_child (statement, 0), is_certain);
  else if (retort_py_node_is (statement, "class_definition") || retort_py_node_is (statement, "function_definition"))
    read_definition (self, statement, is_certain);
  else if (retort_py_node_is (statement, "import_from_statement"))
    read_from (self, statement, is_certain);
  else if (retort_py_node_is (statement, "import_statement"))
    read_import (self, statement, is_certain);
  else if (g_str_has_suffix (statement->name, "_statement") && !is_for_types (self, statement))
    read_block (self, statement);
}

/**
 * retort_definitions_read:
 * @tree: a module
 * @name: its full name; "" for a file that nobody imports
 * @is_package: its file is an __init__.py
 *
 * Returns: (transfer full): what it binds at its own level
 */
RetortDefinitions *
retort_definitions_read (RetortPyTree *tree, const char *name, gboolean is_package)
{
  RetortDefinitions *self = g_new0 (RetortDefinitions, 1);
  const RetortPyParts *statements = retort_py_node_get_parts (retort_py_tree_get_root (tree));

  self->tree = retort_py_tree_ref (tree);
  self->name = g_strdup (name);
  self->is_package = is_package;
  self->definitions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, definition_free);
  self->stars = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < statements->n; i++)
    read_statement (self, statements->nodes[i], TRUE);
  return self;
}

/**
 * retort_definitions_free:
 * @self: (transfer full) (nullable): definitions
 */
void
retort_definitions_free (RetortDefinitions *self)
{
  if (self == NULL)
    return;
  retort_py_tree_unref (self->tree);
  g_free (self->name);
  g_hash_table_unref (self->definitions);
  g_ptr_array_unref (self->stars);
  g_free (self);
}

/**
 * retort_definitions_get_tree:
 * @self: definitions
 *
 * Returns: (transfer none): the module
 */
RetortPyTree *
retort_definitions_get_tree (const RetortDefinitions *self)
{
  return self->tree;
}

/**
 * retort_definitions_get_name:
 * @self: definitions
 *
 * Returns: (transfer none): the module's full name
 */
const char *
retort_definitions_get_name (const RetortDefinitions *self)
{
  return self->name;
}

/**
 * retort_definitions_get_stars:
 * @self: definitions
 *
 * Returns: (transfer none) (element-type utf8): modules of which it takes every name, in order
 */
GPtrArray *
retort_definitions_get_stars (const RetortDefinitions *self)
{
  return self->stars;
}

/**
 * retort_definitions_has:
 * @self: definitions
 * @name: a name
 *
 * Returns: whether the module binds it, to whatever
 */
gboolean
retort_definitions_has (const RetortDefinitions *self, const char *name)
{
  return g_hash_table_contains (self->definitions, name);
}

/**
 * retort_definitions_find:
 * @self: definitions
 * @name: a name
 *
 * Returns: (transfer none) (nullable): what it is bound to
 */
const RetortDefinition *
retort_definitions_find (const RetortDefinitions *self, const char *name)
{
  return g_hash_table_lookup (self->definitions, name);
}

/**
 * retort_definitions_dup_string:
 * @self: definitions
 * @node: an expression of the module
 *
 * Returns: (transfer full) (nullable): the text that it is, in parentheses, in pieces, or through a name
 */
char *
retort_definitions_dup_string (const RetortDefinitions *self, const RetortPyNode *node)
{
  while (retort_py_node_is (node, "parenthesized_expression") && retort_py_node_count_named (node) == 1)
    node = retort_py_node_get_named_child (node, 0);
  if (retort_py_node_is (node, "identifier"))
    {
      g_autofree char *name = retort_py_node_dup_text (self->tree, node);
      const RetortDefinition *definition = retort_definitions_find (self, name);

      if (definition == NULL || definition->kind != RETORT_DEFINITION_VALUE)
        return NULL;
      node = definition->node;
    }
  return node == NULL ? NULL : retort_py_string_value (self->tree, node);
}

/**
 * retort_definitions_list_imports:
 * @self: definitions
 *
 * Returns: (transfer full) (element-type utf8): modules that it imports something from
 */
GPtrArray *
retort_definitions_list_imports (const RetortDefinitions *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->definitions);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const RetortDefinition *definition = data;

      if (definition->module != NULL)
        g_ptr_array_add (names, g_strdup (definition->module));
      if (definition->module != NULL && definition->name != NULL)
        g_ptr_array_add (names, g_strdup_printf ("%s.%s", definition->module, definition->name));
    }
  for (guint i = 0; i < self->stars->len; i++)
    g_ptr_array_add (names, g_strdup (g_ptr_array_index (self->stars, i)));
  return names;
}

/**
 * retort_definitions_find_keyword:
 * @self: definitions
 * @arguments: those of a call, or of a class
 * @keyword: a name
 *
 * Returns: the value of "keyword=" among them, or %NULL
 */
const RetortPyNode *
retort_definitions_find_keyword (const RetortDefinitions *self, const RetortPyNode *arguments, const char *keyword)
{
  const RetortPyParts *parts = retort_py_node_get_parts (arguments);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];
      g_autofree char *name = NULL;

      if (!retort_py_node_is (part, "keyword_argument"))
        continue;
      name = retort_py_node_dup_text (self->tree, retort_py_node_field (part, RETORT_PY_FIELD_name));
      if (g_str_equal (name, keyword))
        return retort_py_node_field (part, RETORT_PY_FIELD_value);
    }
  return NULL;
}

/**
 * retort_definitions_is_spread:
 * @arguments: those of a call
 *
 * Returns: whether some of them come from a dict that is unfolded there
 */
gboolean
retort_definitions_is_spread (const RetortPyNode *arguments)
{
  const RetortPyParts *parts = retort_py_node_get_parts (arguments);

  for (guint i = 0; i < parts->n; i++)
    if (retort_py_node_is (parts->nodes[i], "dictionary_splat"))
      return TRUE;
  return FALSE;
}
