/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A class is registered by a decorator, in a module that the migration imports or that env.py does. The register itself is written in
 * Python (standard/alembic.operations.py); `op` looks there for what it does not have. */
#include "formats/alembic/own-operation.h"

#include "formats/alembic/call.h"
#include "formats/alembic/compiler.h"
#include "formats/alembic/modules.h"
#include "formats/alembic/object.h"
#include "formats/alembic-standard-resources.h"
#include "python/object.h"

#include <string.h>

#define REGISTER_MODULE "alembic.operations"

/* --- Where they are registered --- */

static gboolean
registers (const char *text)
{
  return strstr (text, "register_operation") != NULL;
}

/**
 * retort_own_operation_list_modules:
 * @files: a project's modules
 *
 * Looks through the whole project. Any thread; blocks.
 *
 * Returns: (transfer full) (element-type utf8): the modules that may register operations
 */
GPtrArray *
retort_own_operation_list_modules (RetortModuleFiles *files)
{
  return retort_module_files_list (files, registers);
}

/**
 * retort_own_operation_load:
 * @module: the full name of a module
 * @file: (out caller-allocates): its text
 *
 * Returns: whether it is one of Alembic's modules that projects build their operations from
 */
gboolean
retort_own_operation_load (const char *module, RetortPyModuleFile *file)
{
  g_autofree char *path = g_strdup_printf ("/io/github/retort/alembic/%s.py", module);
  g_autoptr(GBytes) text = NULL;
  g_autoptr(RetortSource) source = NULL;

  if (!g_str_has_prefix (module, "alembic."))
    return FALSE;
  text = g_resource_lookup_data (retort_alembic_standard_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (text == NULL)
    return FALSE;
  source = retort_source_new (path, g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text));
  file->tree = retort_py_tree_parse (source);
  file->is_stand_in = TRUE;
  return TRUE;
}

/* (nullable): a function of the register; NULL also when there are several. */
static RetortPyValue *
find_registered (RetortPyEvaluation *evaluation, const char *name)
{
  RetortPyValue *functions = retort_py_project_get (evaluation, REGISTER_MODULE, "_functions");
  RetortPyValue *found = NULL;

  if (functions != NULL && retort_py_value_is (functions, RETORT_PY_DICT))
    found = retort_py_value_lookup (functions, name);
  return found != NULL && !retort_value_is_none (found) ? found : NULL;
}

/* --- Calling them --- */

static RetortPyValue *operation_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);

/* data: the name under which it is registered */
static const RetortPyForeignClass operation_class = { .name = "operation", .call = operation_call };

/* The function is called as `fn (op, …)`. */
static RetortPyValue *
operation_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *function = find_registered (evaluation, retort_py_value_get_foreign_data (self));
  RetortPyArguments with_op = *arguments;
  g_autofree RetortPyValue **positional = g_new (RetortPyValue *, arguments->n_positional + 1);

  if (function == NULL)
    return NULL;
  positional[0] = retort_modules_import (evaluation, "alembic.op", NULL, NULL);
  for (guint i = 0; i < arguments->n_positional; i++)
    positional[i + 1] = arguments->positional[i];
  with_op.positional = positional;
  with_op.n_positional++;
  return retort_py_evaluation_call_value (evaluation, function, &with_op);
}

/**
 * retort_own_operation_get:
 * @evaluation: the evaluation
 * @name: an attribute of `op` that Alembic does not have
 *
 * Looks in what the migration's own modules registered, then in what any module of the project registers: such a one is imported by
 * env.py, without which the migration would not run.
 *
 * Returns: (transfer none) (nullable): the operation
 */
RetortPyValue *
retort_own_operation_get (RetortPyEvaluation *evaluation, const char *name)
{
  const GPtrArray *modules;

  if (g_str_equal (name, "invoke"))
    return retort_py_project_get (evaluation, REGISTER_MODULE, "_invoke");
  if (g_str_has_prefix (name, "_") || retort_py_evaluation_is_importing (evaluation))
    return NULL;
  modules = find_registered (evaluation, name) == NULL ? retort_compiler_get_plugins (evaluation) : NULL;
  for (guint i = 0; modules != NULL && i < modules->len; i++)
    retort_py_project_get (evaluation, g_ptr_array_index (modules, i), "__name__");
  if (find_registered (evaluation, name) == NULL)
    return NULL;
  return retort_py_new_foreign (evaluation, &operation_class, retort_py_strdup (evaluation, name), NULL);
}

/* --- op.get_context().script --- */

static RetortPyValue *script_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *directory_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass directory_class = { .name = "ScriptDirectory", .is_inert = TRUE, .get_attribute = directory_get_attribute };

/* data: the module's full name */
static const RetortPyForeignClass script_class = { .name = "Script", .is_inert = TRUE, .get_attribute = script_get_attribute };

static RetortPyValue *
script_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return g_str_equal (name, "module") ? retort_py_project_get (evaluation, retort_py_value_get_foreign_data (self), NULL) : NULL;
}

static RetortPyValue *
get_revision (RetortCall *call)
{
  const char *id = retort_call_get_string (call, "id_");
  g_autofree char *module = id != NULL ? retort_compiler_dup_revision_module (call->evaluation, id) : NULL;

  if (id != NULL && module == NULL)
    retort_call_gap (call, "the project has no revision '%s'", id);
  return module != NULL ? retort_py_new_foreign (call->evaluation, &script_class, retort_py_strdup (call->evaluation, module), NULL) : NULL;
}

static RetortPyValue *
directory_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = { { "get_revision", "id_", get_revision, FALSE }, { NULL } };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

/**
 * retort_script_directory_get:
 * @evaluation: the evaluation
 *
 * Returns: (transfer none): op.get_context().script, by which a migration reaches what an earlier one defines
 */
RetortPyValue *
retort_script_directory_get (RetortPyEvaluation *evaluation)
{
  return retort_py_new_foreign (evaluation, &directory_class, NULL, NULL);
}
