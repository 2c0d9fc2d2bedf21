/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/models/names.h"

#include "python/probe.h"

#include <string.h>

#define MAX_DEPTH 30

struct _RetortModelNames
{
  RetortModuleFiles *files;   /* borrowed */
  GHashTable        *modules; /* key: full name, owned; value: RetortDefinitions, owned, or NULL: not the project's */
  guint              depth;
};

static void follow (RetortModelNames *self, RetortDefinitions *module, const char *text, RetortModelName *name);

static void
free_definitions (gpointer data)
{
  if (data != NULL)
    retort_definitions_free (data);
}

/**
 * retort_model_names_new:
 * @files: the project's modules; outlives the names
 *
 * Returns: (transfer full): its names, of which none was looked for
 */
RetortModelNames *
retort_model_names_new (RetortModuleFiles *files)
{
  RetortModelNames *self = g_new0 (RetortModelNames, 1);

  self->files = files;
  self->modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_definitions);
  return self;
}

/**
 * retort_model_names_free:
 * @self: (transfer full): names
 */
void
retort_model_names_free (RetortModelNames *self)
{
  g_hash_table_unref (self->modules);
  g_free (self);
}

/**
 * retort_model_name_clear:
 * @self: a name
 */
void
retort_model_name_clear (RetortModelName *self)
{
  g_clear_pointer (&self->external, g_free);
}

/* Packages whose classes models derive from; python/standard says them again. */
static const struct
{
  const char *package;
  const char *standard;
} known_packages[] = {
  { "fastapi_users_db_sqlalchemy", "_retort.fastapi_users" },
  { "fastapi_users_db_sqlalchemy.access_token", "_retort.fastapi_users" },
};

static RetortDefinitions *
load_known (const char *module)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_packages); i++)
    if (g_str_equal (module, known_packages[i].package))
      {
        g_autoptr(RetortPyTree) tree = retort_py_read_standard (known_packages[i].standard);

        return retort_definitions_read (tree, known_packages[i].standard, FALSE);
      }
  return NULL;
}

/**
 * retort_model_names_load:
 * @self: names
 * @module: a full name
 *
 * Returns: (transfer none) (nullable): what the project's module of that name binds, or one that Retort knows
 */
RetortDefinitions *
retort_model_names_load (RetortModelNames *self, const char *module)
{
  RetortPyModuleFile file = { 0 };
  RetortDefinitions *found = g_hash_table_lookup (self->modules, module);

  if (found != NULL || g_hash_table_contains (self->modules, module))
    return found;
  if (retort_module_files_load (self->files, module, &file) && file.tree != NULL && file.problem == NULL)
    found = retort_definitions_read (file.tree, module, file.is_package);
  else if (file.tree == NULL && file.problem == NULL)
    found = load_known (module);
  g_clear_pointer (&file.tree, retort_py_tree_unref);
  g_free (file.problem);
  g_hash_table_insert (self->modules, g_strdup (module), found);
  return found;
}

/**
 * retort_model_names_is_package:
 * @module: what a module binds
 *
 * Returns: whether it is a package that Retort knows, and none of the project's modules
 */
gboolean
retort_model_names_is_package (RetortDefinitions *module)
{
  return g_str_has_prefix (retort_definitions_get_name (module), "_retort.");
}

/* --- Following --- */

/* Takes over @text. */
static void
set_external (RetortModelName *name, char *text)
{
  retort_model_name_clear (name);
  name->kind = RETORT_MODEL_NAME_EXTERNAL;
  name->external = text;
}

static void
set_module (RetortModelNames *self, RetortModelName *name, const char *module)
{
  RetortDefinitions *found = retort_model_names_load (self, module);

  if (found == NULL)
    {
      set_external (name, g_strdup (module));
      return;
    }
  name->kind = RETORT_MODEL_NAME_MODULE;
  name->module = found;
}

/* `from @module import @text` */
static void
follow_import (RetortModelNames *self, const char *module, const char *text, RetortModelName *name)
{
  RetortDefinitions *found = retort_model_names_load (self, module);
  g_autofree char *dotted = g_strdup_printf ("%s.%s", module, text);

  if (found != NULL && retort_definitions_has (found, text))
    follow (self, found, text, name);
  else if (found != NULL && retort_model_names_load (self, dotted) == NULL)
    follow (self, found, text, name);
  else
    set_module (self, name, dotted);
}

static void
follow_definition (RetortModelNames *self, RetortDefinitions *module, const RetortDefinition *definition, RetortModelName *name)
{
  name->module = module;
  name->node = definition->node;
  switch (definition->kind)
    {
    case RETORT_DEFINITION_CLASS:
      name->kind = RETORT_MODEL_NAME_CLASS;
      return;
    case RETORT_DEFINITION_FUNCTION:
      name->kind = RETORT_MODEL_NAME_FUNCTION;
      return;
    case RETORT_DEFINITION_VALUE:
      name->kind = RETORT_MODEL_NAME_VALUE;
      if (retort_py_node_is (definition->node, "identifier") || retort_py_node_is (definition->node, "attribute")
          || retort_py_node_is (definition->node, "call"))
        {
          RetortModelName inner = { 0 };

          retort_model_names_resolve (self, module, definition->node, &inner);
          if (inner.kind != RETORT_MODEL_NAME_UNKNOWN)
            *name = inner;
        }
      return;
    case RETORT_DEFINITION_IMPORT:
    case RETORT_DEFINITION_UNCERTAIN:
      if (definition->module == NULL)
        name->kind = RETORT_MODEL_NAME_UNKNOWN;
      else if (definition->name == NULL)
        set_module (self, name, definition->module);
      else
        follow_import (self, definition->module, definition->name, name);
      return;
    }
}

/* A name that nothing binds: one of Python's own, or of a module of which all names are taken. */
static void
follow_unbound (RetortModelNames *self, RetortDefinitions *module, const char *text, RetortModelName *name)
{
  GPtrArray *stars = retort_definitions_get_stars (module);

  for (guint i = stars->len; i > 0 && name->kind == RETORT_MODEL_NAME_UNKNOWN; i--)
    {
      const char *star = g_ptr_array_index (stars, i - 1);
      RetortDefinitions *found = retort_model_names_load (self, star);

      if (found == NULL)
        set_external (name, g_strdup_printf ("%s.%s", star, text));
      else if (retort_definitions_has (found, text))
        follow (self, found, text, name);
    }
  if (stars->len == 0)
    set_external (name, g_strdup_printf ("builtins.%s", text));
}

static void
follow (RetortModelNames *self, RetortDefinitions *module, const char *text, RetortModelName *name)
{
  const RetortDefinition *definition = retort_definitions_find (module, text);

  if (++self->depth < MAX_DEPTH && definition != NULL)
    follow_definition (self, module, definition, name);
  else if (self->depth < MAX_DEPTH)
    follow_unbound (self, module, text, name);
  self->depth--;
}

/* object.attribute */
static void
resolve_attribute (RetortModelNames *self, RetortDefinitions *module, const RetortPyNode *node, RetortModelName *name)
{
  g_auto(RetortModelName) object = { 0 };
  g_autofree char *attribute = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (node, RETORT_PY_FIELD_attribute));

  retort_model_names_resolve (self, module, retort_py_node_field (node, RETORT_PY_FIELD_object), &object);
  if (object.kind == RETORT_MODEL_NAME_EXTERNAL)
    set_external (name, g_strdup_printf ("%s.%s", object.external, attribute));
  else if (object.kind == RETORT_MODEL_NAME_MODULE)
    follow_import (self, retort_definitions_get_name (object.module), attribute, name);
}

/* The first base that is somebody else's says what an object of the class is. */
static gboolean
find_external_base (RetortModelNames *self, const RetortModelName *klass, RetortModelName *base)
{
  const RetortPyNode *bases = retort_py_node_field (klass->node, RETORT_PY_FIELD_superclasses);

  for (guint i = 0; bases != NULL && i < retort_py_node_count_named (bases); i++)
    {
      retort_model_name_clear (base);
      *base = (RetortModelName){ 0 };
      retort_model_names_resolve (self, klass->module, retort_py_node_get_named_child (bases, i), base);
      if (base->kind == RETORT_MODEL_NAME_EXTERNAL)
        return TRUE;
    }
  return FALSE;
}

static void
resolve_call (RetortModelNames *self, RetortDefinitions *module, const RetortPyNode *node, RetortModelName *name)
{
  g_auto(RetortModelName) function = { 0 };
  g_auto(RetortModelName) base = { 0 };

  retort_model_names_resolve (self, module, retort_py_node_field (node, RETORT_PY_FIELD_function), &function);
  if (function.kind == RETORT_MODEL_NAME_EXTERNAL)
    set_external (name, g_strdup_printf ("%s()", function.external));
  else if (function.kind == RETORT_MODEL_NAME_CLASS && find_external_base (self, &function, &base))
    set_external (name, g_strdup_printf ("%s()", base.external));
}

/**
 * retort_model_names_resolve:
 * @self: names
 * @module: where the expression stands
 * @node: an expression
 * @name: (inout): zero; what it stands for
 *
 * Follows a name, a dotted name or a call of one.
 */
void
retort_model_names_resolve (RetortModelNames *self, RetortDefinitions *module, const RetortPyNode *node, RetortModelName *name)
{
  g_autofree char *text = NULL;

  if (node == NULL || self->depth >= MAX_DEPTH)
    return;
  self->depth++;
  if (retort_py_node_is (node, "attribute"))
    resolve_attribute (self, module, node, name);
  else if (retort_py_node_is (node, "call"))
    resolve_call (self, module, node, name);
  else if (retort_py_node_is (node, "subscript"))
    retort_model_names_resolve (self, module, retort_py_node_field (node, RETORT_PY_FIELD_value), name);
  else if (retort_py_node_is (node, "identifier"))
    {
      text = retort_py_node_dup_text (retort_definitions_get_tree (module), node);
      follow (self, module, text, name);
    }
  self->depth--;
}

/**
 * retort_model_names_resolve_text:
 * @self: names
 * @module: where it stands
 * @text: "a" or "a.b.c"
 * @name: (inout): zero; what it stands for
 *
 * Follows a name that is no node of the module's own text.
 */
void
retort_model_names_resolve_text (RetortModelNames *self, RetortDefinitions *module, const char *text, RetortModelName *name)
{
  g_auto(GStrv) parts = g_strsplit (text, ".", -1);

  if (parts[0] == NULL)
    return;
  follow (self, module, parts[0], name);
  for (guint i = 1; parts[i] != NULL; i++)
    {
      if (name->kind == RETORT_MODEL_NAME_EXTERNAL)
        set_external (name, g_strdup_printf ("%s.%s", name->external, parts[i]));
      else if (name->kind == RETORT_MODEL_NAME_MODULE)
        {
          g_autofree char *inner = g_strdup (retort_definitions_get_name (name->module));

          *name = (RetortModelName){ 0 };
          follow_import (self, inner, parts[i], name);
        }
      else
        *name = (RetortModelName){ 0 };
    }
}

/**
 * retort_model_names_is:
 * @self: names
 * @module: where the expression stands
 * @node: an expression
 * @externals: (array zero-terminated=1): dotted names
 *
 * Returns: whether the expression stands for one of them
 */
gboolean
retort_model_names_is (RetortModelNames *self, RetortDefinitions *module, const RetortPyNode *node, const char *const *externals)
{
  g_auto(RetortModelName) name = { 0 };

  retort_model_names_resolve (self, module, node, &name);
  return name.kind == RETORT_MODEL_NAME_EXTERNAL && g_strv_contains (externals, name.external);
}

/* --- Imports --- */

static void
add_import (RetortDefinitions *module, const RetortPyNode *statement, GPtrArray *names)
{
  RetortPyTree *tree = retort_definitions_get_tree (module);
  const RetortPyNode *from = retort_py_node_field (statement, RETORT_PY_FIELD_module_name);
  g_autofree char *package = from == NULL ? NULL : retort_definitions_dup_module (module, from);
  const RetortPyParts *parts = retort_py_node_get_parts (statement);

  if (package != NULL)
    g_ptr_array_add (names, g_strdup (package));
  for (guint i = package != NULL ? 1 : 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];
      gboolean is_alias = retort_py_node_is (part, "aliased_import");
      g_autofree char *name = NULL;

      if (retort_py_node_is (part, "wildcard_import"))
        continue;
      name = retort_py_node_dup_text (tree, is_alias ? retort_py_node_field (part, RETORT_PY_FIELD_name) : part);
      g_ptr_array_add (names, package != NULL ? g_strdup_printf ("%s.%s", package, name) : g_steal_pointer (&name));
    }
}

static gboolean
is_for_types (RetortDefinitions *module, const RetortPyNode *statement)
{
  const RetortPyNode *condition = retort_py_node_field (statement, RETORT_PY_FIELD_condition);
  g_autofree char *text = NULL;

  if (!retort_py_node_is (statement, "if_statement") || condition == NULL)
    return FALSE;
  text = retort_py_node_dup_text (retort_definitions_get_tree (module), condition);
  return g_str_has_suffix (text, "TYPE_CHECKING");
}

static void
collect_imports (RetortDefinitions *module, const RetortPyNode *node, GPtrArray *names)
{
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (node, i);

      if (retort_py_node_is (child, "import_statement") || retort_py_node_is (child, "import_from_statement"))
        add_import (module, child, names);
      else if (g_str_has_suffix (child->name, "_statement") || retort_py_node_is (child, "block")
               || g_str_has_suffix (child->name, "_clause"))
        {
          if (!is_for_types (module, child))
            collect_imports (module, child, names);
        }
    }
}

/**
 * retort_model_names_list_imports:
 * @self: names
 * @module: a module
 *
 * Returns: (transfer full) (element-type utf8): full names of what it imports when it runs, modules and names in them alike
 */
GPtrArray *
retort_model_names_list_imports (RetortModelNames *self, RetortDefinitions *module)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  collect_imports (module, retort_py_tree_get_root (retort_definitions_get_tree (module)), names);
  return names;
}
