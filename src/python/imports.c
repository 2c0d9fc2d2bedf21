/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import: what a module holds comes from the importer, then from the few standard modules that are known here, then from the project's own
 * files. An imported module's own imports wait until a name of theirs is needed. */
#include "python/evaluation-private.h"

#include <string.h>

/* --- Imports that wait --- */

/* What an import of an imported module binds. */
typedef struct
{
  const char    *module; /* interned */
  const char    *name;   /* nullable, interned: NULL: the module itself */
  RetortPyValue *value;  /* nullable: not looked up yet */
  gboolean       is_busy; /* it is being looked up */
} Pending;

static void pending_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: Pending */
static const RetortPyForeignClass pending_class = {
  .name = "import",
  .taint = pending_taint,
};

/* (nullable): what does not come from the project. */
static RetortPyValue *
find_outside (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  RetortPyValue *value = NULL;

  if (evaluation->importer.import_module != NULL)
    value = evaluation->importer.import_module (evaluation, module, name, evaluation->importer.user_data);
  return value != NULL ? value : retort_py_import_standard (evaluation, module, name);
}

/* %NULL: the module is known, and has no such name. */
static RetortPyValue *
look_up (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  RetortPyModule *found;
  RetortPyValue *value = find_outside (evaluation, module, name);

  if (value != NULL)
    return value;
  found = retort_py_find_module (evaluation, module);
  if (found != NULL)
    return name != NULL ? retort_py_module_get (found, name) : retort_py_module_to_value (found);
  evaluation->n_doubts++;
  if (name == NULL)
    return retort_py_new_unknown (evaluation, retort_py_evaluation_get_call_span (evaluation), "the module '%s' is not known", module);
  return retort_py_new_unknown (evaluation, retort_py_evaluation_get_call_span (evaluation), "'%s' of the module '%s' is not known", name, module);
}

/**
 * retort_py_resolve: (skip)
 * @evaluation: an evaluation
 * @value: any value
 *
 * Returns: (transfer none) (nullable): what an import that waited stands for; any other value as it is; %NULL: it stands for
 *   itself, as `from . import part` does in a package whose part nothing else names
 */
RetortPyValue *
retort_py_resolve (RetortPyEvaluation *evaluation, RetortPyValue *value)
{
  Pending *pending;

  if (value->kind != RETORT_PY_FOREIGN || value->foreign.klass != &pending_class)
    return value;
  pending = value->foreign.data;
  if (pending->is_busy)
    return NULL;
  pending->is_busy = TRUE;
  if (pending->value == NULL)
    pending->value = look_up (evaluation, pending->module, pending->name);
  pending->is_busy = FALSE;
  if (pending->value == NULL)
    pending->value = retort_py_new_unknown (evaluation, retort_py_evaluation_get_call_span (evaluation),
                                            "the module '%s' has no '%s'", pending->module, pending->name);
  return pending->value;
}

/**
 * retort_py_peek_resolved: (skip)
 * @value: any value
 *
 * Returns: (transfer none): what retort_py_resolve() found already; any other value as it is
 */
RetortPyValue *
retort_py_peek_resolved (RetortPyValue *value)
{
  const Pending *pending = value->kind == RETORT_PY_FOREIGN && value->foreign.klass == &pending_class ? value->foreign.data : NULL;

  return pending != NULL && pending->value != NULL ? pending->value : value;
}

/* What it stands for is tainted, or will be as soon as it is known. */
static void
pending_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  Pending *pending = retort_py_value_get_foreign_data (self);
  RetortPyModule *module = pending->value == NULL ? retort_py_find_module (evaluation, pending->module) : NULL;
  RetortSpan nowhere = { 0, 0 };

  if (pending->value != NULL)
    retort_py_taint_value (evaluation->frame, pending->value, "something that is not understood may have changed it", nowhere);
  else if (module != NULL && pending->name != NULL)
    retort_py_module_taint (module, pending->name);
  else if (module != NULL)
    retort_py_taint_value (evaluation->frame, retort_py_module_to_value (module), "", nowhere);
}

static RetortPyValue *
new_pending (RetortPyFrame *frame, const char *module, const char *name)
{
  Pending *pending = retort_py_allocate (frame->evaluation, sizeof *pending);

  pending->module = retort_py_intern (frame->evaluation, module, -1);
  pending->name = name != NULL ? retort_py_intern (frame->evaluation, name, -1) : NULL;
  return retort_py_new_foreign (frame->evaluation, &pending_class, pending, NULL);
}

/* A migration often imports a model and never uses it. Where the import cannot fail for want of the name, and no `try` looks whether it
 * fails, the name waits as those of modules do. */
static gboolean
may_wait (RetortPyFrame *frame, const RetortPyNode *node, const char *module, const char *name)
{
  RetortPyModule *found;

  if (name == NULL || retort_py_node_get_type (retort_py_node_get_parent (node)) != RETORT_PY_NODE_module
      || find_outside (frame->evaluation, module, name) != NULL)
    return FALSE;
  found = retort_py_find_module (frame->evaluation, module);
  return found != NULL && retort_py_module_binds (found, name);
}

/* NULL: raised. */
static RetortPyValue *
import_value (RetortPyFrame *frame, const RetortPyNode *node, const char *module, const char *name)
{
  RetortPyValue *value;

  if (frame->scope->kind == RETORT_PY_SCOPE_MODULE && (frame->unit != frame->evaluation->unit || may_wait (frame, node, module, name)))
    return new_pending (frame, module, name);
  value = look_up (frame->evaluation, module, name);
  if (value == NULL)
    return retort_py_raise (frame, node, "ImportError", "the module '%s' has no '%s'", module, name);
  return value;
}

/* --- Statements --- */

/**
 * retort_py_run_import: (skip)
 * @frame: where
 * @node: the import statement
 *
 * Runs `import …`: `import a.b` binds a, `import a.b as c` binds a.b (Python's language reference, "The
 * import statement").
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_import (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *alias = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_alias);
      gboolean is_aliased = retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_aliased_import;
      const RetortPyNode *dotted = is_aliased ? retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_name) : parts->nodes[i];
      const RetortPyNode *bound = is_aliased ? dotted : retort_py_node_get_parts (dotted)->nodes[0];
      g_autofree char *module = retort_py_node_text (frame, bound);

      RetortPyValue *value = import_value (frame, node, module, NULL);

      if (value == NULL)
        return RETORT_PY_FLOW_RAISE;
      retort_py_store_name (frame, retort_py_name_at (frame, is_aliased ? alias : bound), value);
    }
  return RETORT_PY_FLOW_NEXT;
}

static void
import_everything (RetortPyFrame *frame, const RetortPyNode *node, const char *module)
{
  RetortPyModule *found = retort_py_find_module (frame->evaluation, module);
  RetortPyValue *unknown;
  g_autoptr(GList) bindings = NULL;

  if (found != NULL && retort_py_module_import_all (frame, found))
    return;
  /* Any name may have been bound anew. */
  unknown = retort_py_unknown_at (frame, node, "'from %s import *' may have set it", module);
  bindings = g_hash_table_get_values (frame->scope->bindings);
  frame->scope->is_open = TRUE;
  for (GList *at = bindings; at != NULL; at = at->next)
    ((RetortPyBinding *) at->data)->value = retort_py_new_same_unknown (frame->evaluation, unknown);
}

/* The full name of `..a.b` (importlib, "_resolve_name"). NULL: raised. */
static char *
resolve_relative (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyNode *relative)
{
  const RetortPyParts *parts = retort_py_node_get_parts (relative);
  g_autofree char *dots = retort_py_node_text (frame, parts->nodes[0]);
  g_autofree char *inner = parts->n > 1 ? retort_py_node_text (frame, parts->nodes[1]) : NULL;
  g_autofree char *package = g_strdup (frame->unit->name);
  guint n_up = 0;

  for (const char *p = dots; *p != '\0'; p++)
    n_up += *p == '.';
  /* A package is its own package; any other module is in the one that its name says. */
  if (frame->unit->is_package)
    n_up--;
  for (; n_up > 0 && package != NULL; n_up--)
    {
      char *dot = strrchr (package, '.');

      if (dot == NULL)
        g_clear_pointer (&package, g_free);
      else
        *dot = '\0';
    }
  if (package == NULL)
    {
      retort_py_raise (frame, node, "ImportError", "a relative import leads out of any package");
      return NULL;
    }
  return inner != NULL ? g_strjoin (".", package, inner, NULL) : g_steal_pointer (&package);
}

/**
 * retort_py_run_import_from: (skip)
 * @frame: where
 * @node: the import statement
 *
 * Runs `from a import b as c`. After `from a import *` of what cannot be read any name may have been bound anew. Alembic
 * loads a revision file outside of any package, so that a relative import fails in it.
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_import_from (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  const RetortPyNode *source = retort_py_node_field (node, RETORT_PY_FIELD_module_name);
  g_autofree char *module = retort_py_node_get_type (source) == RETORT_PY_NODE_relative_import ? resolve_relative (frame, node, source)
                                                                                               : retort_py_node_text (frame, source);

  if (module == NULL)
    return RETORT_PY_FLOW_RAISE;
  for (guint i = 1; i < parts->n; i++)
    {
      const RetortPyNode *alias = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_alias);
      gboolean is_aliased = retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_aliased_import;
      const RetortPyNode *named = is_aliased ? retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_name) : parts->nodes[i];
      g_autofree char *name = retort_py_node_text (frame, named);

      RetortPyValue *value;

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_wildcard_import)
        {
          import_everything (frame, node, module);
          continue;
        }
      value = import_value (frame, node, module, name);
      if (value == NULL)
        return RETORT_PY_FLOW_RAISE;
      retort_py_store_name (frame, retort_py_name_at (frame, is_aliased ? alias : named), value);
    }
  return RETORT_PY_FLOW_NEXT;
}
