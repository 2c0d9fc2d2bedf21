/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modules whose source is read: those of the project itself, and those of Python's that standard/ stands in for.
 *
 * A module runs when a name of it is first needed, not when it is imported, so that a migration that takes one constant does not run half of
 * the application. Its statements are evaluated as those of a migration are, but for what is not understood: that is unknown in the names
 * that it may have bound, and no gap of the migration. A module that another one changes from outside is not followed. */
#include "python/modules-private.h"
#include "python/probe.h"
#include "python/object.h"

#include <string.h>

typedef enum
{
  STATE_FRESH,
  STATE_RUNNING,
  STATE_READY,
  STATE_BROKEN,
} State;

struct _RetortPyModule
{
  RetortPyEvaluation *evaluation;
  const char         *name;    /* interned, full */
  RetortPyUnit       *unit;    /* nullable: a folder without an __init__.py, or it cannot be read */
  RetortPyValue      *value;
  gboolean            is_package;
  State               state;
  const char         *problem; /* nullable: why nothing is known of it */
  gboolean            is_tainted;
  GHashTable         *tainted; /* set of interned names: what they stand for is tainted as soon as it is known */
  GArray             *recalled; /* element: Recalled; what is known of it without running it, as it was asked for */
};

typedef struct
{
  const char    *name; /* interned */
  RetortPyValue *value;
} Recalled;

static RetortPyValue *module_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static void module_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void run_recalled (RetortPyEvaluation *evaluation);

/* data: RetortPyModule */
static const RetortPyForeignClass module_class = {
  .name = "module",
  .get_attribute = module_get_attribute,
  .taint = module_taint,
};

static RetortPyModule *
module_new (RetortPyEvaluation *evaluation, const char *name, RetortPyModuleFile *file)
{
  RetortPyModule *self = retort_py_allocate (evaluation, sizeof *self);

  self->evaluation = evaluation;
  self->name = name;
  self->is_package = file->is_package;
  self->value = retort_py_new_foreign (evaluation, &module_class, self, NULL);
  self->tainted = g_hash_table_new (NULL, NULL);
  retort_py_own (evaluation, self->tainted, (GDestroyNotify) g_hash_table_unref);
  self->recalled = g_array_new (FALSE, FALSE, sizeof (Recalled));
  retort_py_own (evaluation, self->recalled, (GDestroyNotify) g_array_unref);
  if (file->problem != NULL)
    self->problem = retort_py_strdup (evaluation, file->problem);
  self->state = file->problem != NULL ? STATE_BROKEN : STATE_FRESH;
  if (file->tree != NULL)
    self->unit = retort_py_unit_new (evaluation, file->tree, name, file->is_package);
  else if (file->problem == NULL)
    self->state = STATE_READY;
  return self;
}

/**
 * retort_py_find_module: (skip)
 * @evaluation: an evaluation
 * @name: the full name of a module
 *
 * Returns: (transfer none) (nullable): the module; %NULL: the project has none of that name
 */
RetortPyModule *
retort_py_find_module (RetortPyEvaluation *evaluation, const char *name)
{
  const char *key = retort_py_intern (evaluation, name, -1);
  RetortPyModuleFile file = { 0 };
  RetortPyModule *module = NULL;
  gboolean is_standard;
  gpointer known;

  if (g_hash_table_lookup_extended (evaluation->modules, key, NULL, &known))
    return known;
  if (evaluation->recalled != NULL)
    {
      run_recalled (evaluation);
      return retort_py_find_module (evaluation, name);
    }
  if (g_hash_table_size (evaluation->modules) >= RETORT_PY_MAX_MODULES)
    {
      retort_py_stop (evaluation, "it imports too many modules");
      return NULL;
    }
  file.tree = retort_py_read_standard (key);
  is_standard = file.tree != NULL;
  if (is_standard || (evaluation->importer.load != NULL && evaluation->importer.load (key, &file, evaluation->importer.user_data)))
    module = module_new (evaluation, key, &file);
  if (module != NULL && (is_standard || file.is_stand_in))
    module->unit->is_standard = TRUE;
  g_clear_pointer (&file.tree, retort_py_tree_unref);
  g_clear_pointer (&file.problem, g_free);
  g_hash_table_insert (evaluation->modules, (gpointer) key, module);
  return module;
}

/**
 * retort_py_module_to_value: (skip)
 * @module: a module
 *
 * Returns: (transfer none): the module as a value
 */
RetortPyValue *
retort_py_module_to_value (RetortPyModule *module)
{
  return module->value;
}

/* --- Running --- */

static void
taint_name (RetortPyModule *self, const char *name)
{
  RetortPyBinding *binding = g_hash_table_lookup (self->unit->globals->bindings, name);
  RetortSpan nowhere = { 0, 0 };

  if (binding != NULL && binding->value != NULL)
    retort_py_taint_value (self->evaluation->frame, binding->value, "something that is not understood may have changed it", nowhere);
}

static void
taint_pending (RetortPyModule *self)
{
  GHashTable *names = self->is_tainted ? self->unit->globals->bindings : self->tainted;
  g_autoptr(GList) copy = g_hash_table_get_keys (names); /* names may be added on the way */

  for (GList *at = copy; at != NULL; at = at->next)
    taint_name (self, at->data);
}

static void
run (RetortPyModule *self)
{
  RetortPyEvaluation *evaluation = self->evaluation;
  RetortPyFrame *caller = evaluation->frame;
  RetortPyFrame frame = { .evaluation = evaluation, .caller = caller, .unit = self->unit, .scope = self->unit->globals };
  RetortPyException *raised_before = evaluation->exception;
  guint depth = evaluation->depth;
  guint n_silent = evaluation->n_silent;
  RetortPyFlow flow;

  self->state = STATE_RUNNING;
  evaluation->exception = NULL;
  evaluation->frame = &frame;
  evaluation->n_importing++;
  flow = retort_py_run_block (&frame, retort_py_tree_get_root (self->unit->tree));
  evaluation->n_importing--;
  evaluation->frame = caller;
  self->state = flow == RETORT_PY_FLOW_NEXT ? STATE_READY : STATE_BROKEN;
  if (evaluation->exception != NULL)
    {
      g_autofree char *text = retort_py_exception_to_text (evaluation->exception);
      g_autofree char *problem = g_strdup_printf ("the module '%s' ends with %s", self->name, text);

      self->problem = retort_py_strdup (evaluation, problem);
    }
  else if (self->state == STATE_BROKEN)
    self->problem = "a module is not evaluated to its end";
  evaluation->exception = raised_before;
  /* Modules that import each other in a long row end the import and not the migration. */
  if (evaluation->n_importing == 0 && evaluation->stop_reason == retort_py_too_deep)
    {
      evaluation->stop_reason = NULL;
      evaluation->depth = depth;
      evaluation->n_silent = n_silent;
    }
  if (self->state == STATE_READY)
    taint_pending (self);
}

static RetortPyValue *get (RetortPyModule *module, const char *name);

/* What is known of a module without running it is all that the evaluation needs of it, until another module is read or more is asked: then it
 * runs after all, for it may have done something to that one. What this counts was counted when it was recalled. */
static void
run_recalled (RetortPyEvaluation *evaluation)
{
  RetortPyModule *self = g_steal_pointer (&evaluation->recalled);
  guint64 steps_left = evaluation->steps_left;
  guint n_doubts = evaluation->n_doubts;
  guint n_gaps = evaluation->n_gaps;

  for (guint i = 0; i < self->recalled->len; i++)
    get (self, g_array_index (self->recalled, Recalled, i).name);
  evaluation->steps_left = steps_left;
  evaluation->n_doubts = n_doubts;
  evaluation->n_gaps = n_gaps;
}

static void
run_once (RetortPyModule *self)
{
  if (self->state == STATE_FRESH && self == self->evaluation->recalled)
    run_recalled (self->evaluation);
  else if (self->state == STATE_FRESH)
    run (self);
}

/* What stands in the place of a module of Python's own is no text that anybody may ask about; what only Retort's own names mean is. */
static gboolean
hides_text (const RetortPyModule *self)
{
  return self->unit == NULL || (self->unit->is_standard && !g_str_has_prefix (self->name, "_retort."));
}

/**
 * retort_py_module_run: (skip)
 * @module: a module
 * @problem: (out) (transfer none): why nothing is known of it
 *
 * Runs it, when that was not done yet.
 *
 * Returns: (transfer none) (nullable): its text and its names
 */
RetortPyUnit *
retort_py_module_run (RetortPyModule *module, const char **problem)
{
  run_once (module);
  *problem = module->problem;
  return module->state == STATE_READY && !hides_text (module) ? module->unit : NULL;
}

/* --- Names --- */

static RetortPyValue *
new_unknown (RetortPyModule *self, const char *name, const char *reason)
{
  RetortSpan span = retort_py_evaluation_get_call_span (self->evaluation);

  self->evaluation->n_doubts++;
  return retort_py_new_unknown (self->evaluation, span, "'%s' of the module '%s' is not known: %s", name, self->name, reason);
}

static RetortPyValue *
find_inner_module (RetortPyModule *self, const char *name)
{
  g_autofree char *full = NULL;
  RetortPyModule *inner;

  if (!self->is_package)
    return NULL;
  full = g_strjoin (".", self->name, name, NULL);
  inner = retort_py_find_module (self->evaluation, full);
  return inner != NULL ? inner->value : NULL;
}

static RetortPyBinding *
find_binding (RetortPyModule *self, const char *name)
{
  return self->unit != NULL ? g_hash_table_lookup (self->unit->globals->bindings, retort_py_intern (self->evaluation, name, -1)) : NULL;
}

/* A name that no statement binds. */
static RetortPyValue *
get_unbound (RetortPyModule *self, const char *name)
{
  RetortPyValue *inner;

  if (self->unit != NULL && self->unit->is_standard)
    return new_unknown (self, name, "it is not evaluated");
  if (self->unit != NULL && self->unit->globals->is_open)
    return new_unknown (self, name, "where its names come from is not known");
  inner = find_inner_module (self, name);
  if (inner != NULL)
    return inner;
  if (g_str_has_prefix (name, "__"))
    return new_unknown (self, name, "it is not evaluated");
  if (self->unit == NULL)
    return new_unknown (self, name, "the project has no such file");
  if (find_binding (self, "__getattr__") != NULL)
    return new_unknown (self, name, "a function of the module decides");
  return NULL;
}

static RetortPyValue *
get (RetortPyModule *module, const char *name)
{
  RetortPyBinding *binding;

  run_once (module);
  if (module->state == STATE_BROKEN)
    return new_unknown (module, name, module->problem);
  binding = find_binding (module, name);
  if (binding != NULL && (binding->is_volatile || module->is_tainted) && !retort_py_value_is_live (binding->value))
    return new_unknown (module, name, "something that is not understood may change it");
  if (binding != NULL && binding->value != NULL)
    {
      RetortPyValue *value = retort_py_resolve (module->evaluation, binding->value);

      if (value == NULL)
        return get_unbound (module, name);
      binding->value = value;
      return value;
    }
  if (module->state == STATE_RUNNING)
    return new_unknown (module, name, "the modules import each other");
  return get_unbound (module, name);
}

/* May another evaluation have asked the same, and must it have got the same answer? When the module is the only one that was read, did not
 * run, and nothing got hold of it. */
static gboolean
is_asked_first (const RetortPyModule *self)
{
  GHashTableIter iter;
  gpointer other;

  if (self->evaluation->importer.memory == NULL || self->state != STATE_FRESH || self->is_tainted || g_hash_table_size (self->tainted) > 0)
    return FALSE;
  g_hash_table_iter_init (&iter, self->evaluation->modules);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    if (other != NULL && other != self)
      return FALSE;
  return TRUE;
}

static RetortPyValue *
recall (RetortPyModule *self, const char *name)
{
  Recalled found = { retort_py_intern (self->evaluation, name, -1), NULL };

  for (guint i = 0; i < self->recalled->len; i++)
    if (g_array_index (self->recalled, Recalled, i).name == found.name)
      return g_array_index (self->recalled, Recalled, i).value;
  found.value = retort_py_module_memory_recall (self->evaluation, self->name, name);
  if (found.value == NULL)
    return NULL;
  g_array_append_val (self->recalled, found);
  self->evaluation->recalled = self;
  return found.value;
}

/**
 * retort_py_module_get: (skip)
 * @module: a module
 * @name: a name in it, or a module inside of a package
 *
 * Returns: (transfer none) (nullable): what it stands for; %NULL: there is no such name
 */
RetortPyValue *
retort_py_module_get (RetortPyModule *module, const char *name)
{
  gboolean is_first = is_asked_first (module);
  RetortPyValue *value = is_first ? recall (module, name) : NULL;
  RetortPyQuestion before;

  if (!is_first || value != NULL || module == module->evaluation->recalled)
    return value != NULL ? value : get (module, name);
  retort_py_question_begin (&before, module->evaluation);
  value = get (module, name);
  if (module->state == STATE_READY)
    retort_py_module_memory_remember (module->evaluation, &before, module->name, name, value);
  return value;
}

static RetortPyValue *
module_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  RetortPyModule *module = retort_py_value_get_foreign_data (self);

  return retort_py_module_get (module, name);
}

/* Something got hold of the module that may bind its names anew. */
static void
module_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortPyModule *module = retort_py_value_get_foreign_data (self);

  if (module->is_tainted)
    return;
  module->is_tainted = TRUE;
  if (module->state == STATE_READY && module->unit != NULL)
    taint_pending (module);
}

/**
 * retort_py_module_taint: (skip)
 * @module: a module
 * @name: an interned name in it
 *
 * Something that is not followed may change what the name stands for, now or later.
 */
void
retort_py_module_taint (RetortPyModule *module, const char *name)
{
  if (module->unit == NULL || !g_hash_table_add (module->tainted, (gpointer) name))
    return;
  if (module->state == STATE_READY)
    taint_name (module, name);
}

/**
 * retort_py_project_get:
 * @evaluation: the evaluation
 * @module: the full name of a module of the project
 * @name: (nullable): a name in it; %NULL: the module itself
 *
 * Returns: (transfer none) (nullable): what it stands for; %NULL: there is no such module or name
 */
RetortPyValue *
retort_py_project_get (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  RetortPyModule *found = retort_py_find_module (evaluation, module);

  if (found == NULL || name == NULL)
    return found != NULL ? retort_py_module_to_value (found) : NULL;
  return retort_py_module_get (found, name);
}

/* --- Names that a text binds --- */

static gboolean
is_named (const RetortPyModule *self, const RetortPyNode *node, const char *name)
{
  gsize length = strlen (name);

  return node != NULL && retort_py_node_get_type (node) == RETORT_PY_NODE_identifier && node->end - node->start == length
         && memcmp (self->unit->text + node->start, name, length) == 0;
}

/* class, def, or an assignment of one name; whatever else binds names is not looked at. */
static gboolean
binds (const RetortPyModule *self, const RetortPyNode *statement, const char *name)
{
  switch ((int) retort_py_node_get_type (statement))
    {
    case RETORT_PY_NODE_decorated_definition:
      return binds (self, retort_py_node_field (statement, RETORT_PY_FIELD_definition), name);
    case RETORT_PY_NODE_class_definition:
    case RETORT_PY_NODE_function_definition:
      return is_named (self, retort_py_node_field (statement, RETORT_PY_FIELD_name), name);
    case RETORT_PY_NODE_expression_statement:
      statement = retort_py_node_get_parts (statement)->n == 1 ? retort_py_node_get_parts (statement)->nodes[0] : statement;
      return retort_py_node_get_type (statement) == RETORT_PY_NODE_assignment
             && is_named (self, retort_py_node_field (statement, RETORT_PY_FIELD_left), name);
    default:
      return FALSE;
    }
}

/* May a statement take names away? */
static gboolean
has_del (const char *text)
{
  for (const char *at = strstr (text, "del"); at != NULL; at = strstr (at + 1, "del"))
    if ((at == text || (!g_ascii_isalnum (at[-1]) && at[-1] != '_')) && !g_ascii_isalnum (at[3]) && at[3] != '_')
      return TRUE;
  return FALSE;
}

/**
 * retort_py_module_binds: (skip)
 * @module: a module
 * @name: a name
 *
 * Returns: whether the module has the name whatever it runs, as long as it runs to its end; its text tells
 */
gboolean
retort_py_module_binds (const RetortPyModule *module, const char *name)
{
  const RetortPyParts *parts;

  if (module->unit == NULL || module->state == STATE_BROKEN || has_del (module->unit->text))
    return FALSE;
  parts = retort_py_node_get_parts (retort_py_tree_get_root (module->unit->tree));
  for (guint i = 0; i < parts->n; i++)
    if (binds (module, parts->nodes[i], name))
      return TRUE;
  return FALSE;
}

/* --- from module import * --- */

static gboolean
is_public (RetortPyModule *module, const char *name, const RetortPyValue *all)
{
  if (all == NULL)
    return name[0] != '_';
  for (guint i = 0; i < all->many.items.n; i++)
    if (g_strcmp0 (retort_py_value_get_string (all->many.items.items[i]), name) == 0)
      return TRUE;
  return FALSE;
}

/**
 * retort_py_module_import_all: (skip)
 * @frame: where
 * @module: a module
 *
 * Binds what `from module import *` binds (Language Reference, 7.11).
 *
 * Returns: %FALSE when it is not known which names that are
 */
gboolean
retort_py_module_import_all (RetortPyFrame *frame, RetortPyModule *module)
{
  RetortPyBinding *listed;
  g_autoptr(GList) names = NULL;

  run_once (module);
  if (module->state != STATE_READY || module->unit == NULL || module->unit->globals->is_open)
    return FALSE;
  listed = find_binding (module, "__all__");
  if (listed != NULL && (listed->value == NULL || (listed->value->kind != RETORT_PY_LIST && listed->value->kind != RETORT_PY_TUPLE)
                         || retort_py_value_find_unknown (listed->value) != NULL))
    return FALSE;
  names = g_hash_table_get_keys (module->unit->globals->bindings);
  for (GList *at = names; at != NULL; at = at->next)
    if (is_public (module, at->data, listed != NULL ? listed->value : NULL))
      {
        RetortPyValue *value = retort_py_module_get (module, at->data);

        if (value != NULL)
          retort_py_store_name (frame, at->data, value);
      }
  return TRUE;
}
