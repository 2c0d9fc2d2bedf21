/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard modules that the evaluator itself knows; the importer is asked first. What is easily said in Python is: the files in standard/
 * are evaluated as modules of the project are. A module may have parts in C and in Python. */
#include "python/modules-private.h"
#include "python/probe.h"

#include "python/standard-resources.h"

#include <string.h>

static RetortPyValue *
get_of_module (RetortPyEvaluation *evaluation, const RetortPyStandard *module, const char *name)
{
  const RetortPyBuiltin *builtin = retort_py_find_in (module->builtins, module->n_builtins, name);

  if (builtin != NULL)
    return retort_py_new_builtin_of (evaluation, builtin);
  return module->get != NULL ? module->get (evaluation, name) : NULL;
}

static RetortPyValue *
module_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const RetortPyStandard *standard = self->foreign.data;
  RetortPyValue *found = get_of_module (evaluation, standard, name);
  RetortPyModule *module = found == NULL ? retort_py_find_module (evaluation, standard->name) : NULL;

  return module != NULL ? retort_py_module_get (module, name) : found;
}

/* data: const RetortPyStandard* */
static const RetortPyForeignClass module_class = { .name = "module", .get_attribute = module_attribute };

static const RetortPyStandard *const modules[] = {
  &retort_py_collections_module,
  &retort_py_dataclasses_module,
  &retort_py_datetime_module,
  &retort_py_enum_module,
  &retort_py_hashlib_module,
  &retort_py_itertools_module,
  &retort_py_json_module,
  &retort_py_logging_module,
  &retort_py_math_module,
  &retort_py_path_module,
  &retort_py_pathlib_module,
  &retort_py_private_module,
  &retort_py_textwrap_module,
  &retort_py_time_module,
  &retort_py_typing_module,
  &retort_py_uuid_module,
};

/* (transfer full) (nullable) */
static RetortPyTree *
parse_standard (const char *module)
{
  g_autofree char *path = g_strdup_printf ("/io/github/retort/python/%s.py", module);
  g_autoptr(GBytes) text = g_resource_lookup_data (retort_py_standard_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(RetortSource) source = NULL;

  if (text == NULL)
    return NULL;
  source = retort_source_new (path, g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text));
  return retort_py_tree_parse (source);
}

/**
 * retort_py_read_standard:
 * @module: the full name of a module
 *
 * What Retort itself says in Python. Any thread.
 *
 * Returns: (transfer full) (nullable): what stands in its place in standard/; %NULL: nothing does
 */
RetortPyTree *
retort_py_read_standard (const char *module)
{
  /* They never change, and there are only so many: each is parsed once. key: name, value: RetortPyTree; both stay for ever. */
  static GMutex mutex;
  static GHashTable *trees;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&mutex);
  RetortPyTree *tree = NULL;

  if (trees == NULL)
    trees = g_hash_table_new (g_str_hash, g_str_equal);
  tree = g_hash_table_lookup (trees, module);
  if (tree == NULL && (tree = parse_standard (module)) != NULL)
    g_hash_table_insert (trees, g_strdup (module), tree);
  return tree != NULL ? retort_py_tree_ref (tree) : NULL;
}

/**
 * retort_py_find_standard: (skip)
 * @evaluation: an evaluation
 * @module: a file of standard/types: "str"
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the function of that name that is written in Python; %NULL: there is none
 */
RetortPyValue *
retort_py_find_standard (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  g_autofree char *full = g_strdup_printf ("_retort.%s", module);
  RetortPyModule *found = *name != '_' && evaluation->stop_reason == NULL ? retort_py_find_module (evaluation, full) : NULL;
  RetortPyValue *value = found != NULL ? retort_py_module_get (found, name) : NULL;

  return value != NULL && value->kind == RETORT_PY_FUNCTION ? value : NULL;
}

/**
 * retort_py_find_builtin_in_python: (skip)
 * @evaluation: an evaluation
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the builtin of that name that is written in Python; %NULL: there is none
 */
RetortPyValue *
retort_py_find_builtin_in_python (RetortPyEvaluation *evaluation, const char *name)
{
  g_autofree char *full = g_strdup_printf ("builtin_%s", name);

  return retort_py_find_standard (evaluation, "builtins", full);
}

/**
 * retort_py_call_builtin_in_python: (skip)
 * @frame: where
 * @node: the call
 * @name: a builtin that is also written in Python, for more arguments than C takes
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_call_builtin_in_python (RetortPyFrame *frame, const RetortPyNode *node, const char *name, const RetortPyArguments *arguments)
{
  RetortPyValue *function = retort_py_find_builtin_in_python (frame->evaluation, name);

  if (function == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '%s()' is not evaluated", name);
  return retort_py_call (frame, node, function, arguments);
}

/**
 * retort_py_call_standard: (skip)
 * @frame: where
 * @node: the call
 * @module: a file of standard/types: "builtins"
 * @name: a function in it
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_call_standard (RetortPyFrame *frame, const RetortPyNode *node, const char *module, const char *name, const RetortPyArguments *arguments)
{
  RetortPyValue *function = retort_py_find_standard (frame->evaluation, module, name);

  if (function == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '%s()' is not evaluated", name);
  return retort_py_call (frame, node, function, arguments);
}

/**
 * retort_py_new_standard: (skip)
 * @evaluation: an evaluation
 * @module: static
 *
 * Returns: (transfer none): the module as a value
 */
RetortPyValue *
retort_py_new_standard (RetortPyEvaluation *evaluation, const RetortPyStandard *module)
{
  return retort_py_new_foreign (evaluation, &module_class, (gpointer) module, NULL);
}

/**
 * retort_py_import_standard: (skip)
 * @evaluation: an evaluation
 * @module: the name of a module
 * @name: (nullable): a name in it; %NULL: the module itself
 *
 * Returns: (transfer none) (nullable): its value; %NULL: not known here
 */
RetortPyValue *
retort_py_import_standard (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    if (strcmp (modules[i]->name, module) == 0)
      return name == NULL ? retort_py_new_standard (evaluation, modules[i]) : get_of_module (evaluation, modules[i], name);
  return NULL;
}
