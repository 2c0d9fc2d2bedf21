/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every module of the project that speaks of Flask-Migrate is looked through for Migrate (app, db) and migrate.init_app (app, db). The
 * database is a name of that module, or one that the function around the call imports. */
#include "formats/alembic/flask.h"

#include "formats/alembic/definitions.h"

#include <string.h>

typedef struct
{
  RetortFlask       *flask;
  RetortModuleFiles *files;
  RetortDefinitions *module;
} Reader;

static void
database_free (gpointer data)
{
  RetortFlaskDatabase *self = data;

  g_free (self->module);
  g_free (self->name);
  g_free (self);
}

/**
 * retort_flask_is_extension:
 * @text: an expression as it is written
 * @attribute: an attribute of the extension, or ""
 *
 * Returns: whether it is that attribute of the application's extension "migrate"
 */
gboolean
retort_flask_is_extension (const char *text, const char *attribute)
{
  g_autofree char *pattern = g_strdup_printf ("^(?:flask\\.)?current_app\\.extensions\\[(['\"])migrate\\1\\]%s%s$", *attribute != '\0' ? "\\." : "",
                                              attribute);

  return g_regex_match_simple (pattern, text, 0, 0);
}

/* "migrate = Migrate(" */
static gboolean
makes_migrate (RetortPyTree *tree, const char *name)
{
  const char *text = retort_source_get_text (retort_py_tree_get_source (tree));
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *pattern = g_strdup_printf ("(?<![\\w.])%s\\s*=\\s*(?:flask_migrate\\.)?Migrate\\(", escaped);

  return strstr (text, "flask_migrate") != NULL && g_regex_match_simple (pattern, text, 0, 0);
}

/* `from module import name` below @node: what binds @name to a name of another module. */
static gboolean
find_import (RetortDefinitions *self, const RetortPyNode *node, const char *name, char **module, char **imported)
{
  RetortPyTree *tree = retort_definitions_get_tree (self);

  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    {
      const RetortPyNode *child = retort_py_node_get_named_child (node, i);
      gboolean is_alias = retort_py_node_is (child, "aliased_import");
      g_autofree char *bound = NULL;

      if (!retort_py_node_is (node, "import_from_statement"))
        {
          if (find_import (self, child, name, module, imported))
            return TRUE;
          continue;
        }
      bound = retort_py_node_dup_text (tree, is_alias ? retort_py_node_field (child, RETORT_PY_FIELD_alias) : child);
      if (i == 0 || !g_str_equal (bound, name))
        continue;
      *module = retort_definitions_dup_module (self, retort_py_node_field (node, RETORT_PY_FIELD_module_name));
      *imported = retort_py_node_dup_text (tree, is_alias ? retort_py_node_field (child, RETORT_PY_FIELD_name) : child);
      return TRUE;
    }
  return FALSE;
}

/* Does the function take it, or assign it? */
static gboolean
is_local (RetortPyTree *tree, const RetortPyNode *function, const char *name)
{
  const RetortPyNode *parameters = retort_py_node_field (function, RETORT_PY_FIELD_parameters);
  g_autofree char *taken = retort_py_node_dup_text (tree, parameters);
  g_autofree char *text = retort_py_node_dup_text (tree, function);
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autofree char *parameter = g_strdup_printf ("[(,*\\s]%s\\s*[,:=)]", escaped);
  g_autofree char *assignment = g_strdup_printf ("(^|[\\s;,])%s\\s*(:[^=\n]*)?=[^=]|\\b(for|as)\\s+%s\\b", escaped, escaped);

  return g_regex_match_simple (parameter, taken, 0, 0) || g_regex_match_simple (assignment, text + strlen (taken), G_REGEX_MULTILINE, 0);
}

/**
 * retort_flask_find_name:
 * @module: a module
 * @at: a place in it
 * @name: a name
 * @from: (out) (transfer full): the module that it comes from
 * @imported: (out) (transfer full): its name there
 *
 * Returns: whether it is a name of a module; %FALSE: the function around @at makes it
 */
gboolean
retort_flask_find_name (RetortDefinitions *module, const RetortPyNode *at, const char *name, char **from, char **imported)
{
  for (const RetortPyNode *parent = retort_py_node_get_parent (at); parent != NULL; parent = retort_py_node_get_parent (parent))
    {
      if (!retort_py_node_is (parent, "function_definition"))
        continue;
      if (find_import (module, parent, name, from, imported))
        return TRUE;
      if (is_local (retort_definitions_get_tree (module), parent, name))
        return FALSE;
    }
  *from = g_strdup (retort_definitions_get_name (module));
  *imported = g_strdup (name);
  return TRUE;
}

/* Made in this module, or in the one that it is imported from. */
static gboolean
is_migrate (const Reader *self, const char *name)
{
  RetortPyTree *tree = retort_definitions_get_tree (self->module);
  RetortPyModuleFile file = { 0 };
  g_autofree char *module = NULL;
  g_autofree char *imported = NULL;
  gboolean is_found = FALSE;

  if (makes_migrate (tree, name))
    return TRUE;
  if (!find_import (self->module, retort_py_tree_get_root (tree), name, &module, &imported)
      || !retort_module_files_load (self->files, module, &file))
    return FALSE;
  is_found = file.tree != NULL && makes_migrate (file.tree, imported);
  g_clear_pointer (&file.tree, retort_py_tree_unref);
  g_free (file.problem);
  return is_found;
}

static void
add_database (Reader *self, char *module, char *name)
{
  RetortFlaskDatabase *database = g_new0 (RetortFlaskDatabase, 1);

  database->module = module;
  database->name = name;
  g_ptr_array_add (self->flask->databases, database);
}

static void
read_database (Reader *self, const RetortPyNode *node)
{
  g_autofree char *name = retort_py_node_dup_text (retort_definitions_get_tree (self->module), node);
  char *module = NULL;
  char *imported = NULL;

  if (!retort_py_node_is (node, "identifier"))
    {
      g_free (self->flask->problem);
      self->flask->problem = g_strdup_printf ("'%s' is given to Flask-Migrate in '%s'", name, retort_definitions_get_name (self->module));
      return;
    }
  for (const RetortPyNode *parent = retort_py_node_get_parent (node); parent != NULL; parent = retort_py_node_get_parent (parent))
    if (retort_py_node_is (parent, "function_definition") && find_import (self->module, parent, name, &module, &imported))
      {
        add_database (self, module, imported);
        return;
      }
  add_database (self, g_strdup (retort_definitions_get_name (self->module)), g_steal_pointer (&name));
}

static void
read_arguments (Reader *self, const RetortPyNode *call)
{
  static const char *const words[] = {
    "version_table", "version_table_schema", "version_table_pk", "transaction_per_migration", "transactional_ddl", "as_sql", "starting_rev",
    "on_version_apply", NULL,
  };
  const RetortPyParts *arguments = retort_py_node_get_parts (retort_py_node_field (call, RETORT_PY_FIELD_arguments));
  RetortPyTree *tree = retort_definitions_get_tree (self->module);

  for (guint i = 0; i < arguments->n; i++)
    {
      const RetortPyNode *argument = arguments->nodes[i];
      gboolean is_named = retort_py_node_is (argument, "keyword_argument");
      g_autofree char *name = is_named ? retort_py_node_dup_text (tree, retort_py_node_field (argument, RETORT_PY_FIELD_name)) : NULL;

      if (is_named ? g_str_equal (name, "db") : i == 1)
        read_database (self, is_named ? retort_py_node_field (argument, RETORT_PY_FIELD_value) : argument);
      else if (retort_py_node_is (argument, "dictionary_splat") || (is_named && g_strv_contains (words, name)))
        {
          g_free (self->flask->argument);
          self->flask->argument = retort_py_node_dup_text (tree, argument);
        }
    }
}

static void
read_calls (Reader *self, const RetortPyNode *node)
{
  if (retort_py_node_is (node, "call"))
    {
      const RetortPyNode *function = retort_py_node_field (node, RETORT_PY_FIELD_function);
      g_autofree char *text = retort_py_node_dup_text (retort_definitions_get_tree (self->module), function);
      g_autofree char *object = g_str_has_suffix (text, ".init_app") ? g_strndup (text, strlen (text) - strlen (".init_app")) : NULL;

      if (object != NULL ? is_migrate (self, object) : g_str_equal (text, "Migrate") || g_str_equal (text, "flask_migrate.Migrate"))
        read_arguments (self, node);
    }
  for (guint i = 0; i < retort_py_node_count_named (node); i++)
    read_calls (self, retort_py_node_get_named_child (node, i));
}

static gboolean
is_about_migrate (const char *text)
{
  return strstr (text, "flask_migrate") != NULL || (strstr (text, "igrat") != NULL && strstr (text, ".init_app(") != NULL);
}

/**
 * retort_flask_read:
 * @self: (out caller-allocates): what was found
 * @files: the project's modules
 *
 * Looks through the project. Any thread; reads files.
 */
void
retort_flask_read (RetortFlask *self, RetortModuleFiles *files)
{
  g_autoptr(GPtrArray) names = retort_module_files_list (files, is_about_migrate);

  self->databases = g_ptr_array_new_with_free_func (database_free);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      RetortPyModuleFile file = { 0 };
      g_autoptr(RetortDefinitions) module = NULL;
      Reader reader = { self, files, NULL };

      if (retort_module_files_load (files, name, &file) && file.tree != NULL && file.problem == NULL)
        {
          module = retort_definitions_read (file.tree, name, file.is_package);
          reader.module = module;
          read_calls (&reader, retort_py_tree_get_root (file.tree));
        }
      g_clear_pointer (&file.tree, retort_py_tree_unref);
      g_free (file.problem);
    }
}

/**
 * retort_flask_clear:
 * @self: what was found
 */
void
retort_flask_clear (RetortFlask *self)
{
  g_clear_pointer (&self->databases, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->argument, g_free);
}
