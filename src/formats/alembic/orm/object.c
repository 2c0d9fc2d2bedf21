/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An object of a mapped class: its attributes are columns (instrumented attributes of sqlalchemy/orm/attributes.py). Whatever else it has, a
 * relationship for one, may read more or change what is sent: that is a gap. */
#include "formats/alembic/orm/object.h"

#include "formats/alembic/clause.h"
#include "formats/alembic/compiler.h"
#include "formats/alembic/mapped-class.h"
#include "python/object.h"

static RetortPyValue *object_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static gboolean object_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value);
static void object_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: RetortObject */
static const RetortPyForeignClass object_class = {
  .name = "object",
  .get_attribute = object_get_attribute,
  .set_attribute = object_set_attribute,
  .taint = object_taint,
};

static void
object_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortObject *object = retort_py_value_get_foreign_data (self);

  object->is_tainted = TRUE;
}

/* -1: it is none */
static int
find_column (const RetortObject *self, const char *name)
{
  for (guint i = 0; i < self->table->n_columns; i++)
    if (g_strcmp0 (self->table->columns[i]->name.text, name) == 0)
      return (int) i;
  return -1;
}

static RetortPyValue *
give_up (RetortPyEvaluation *evaluation, const RetortObject *self, const char *name)
{
  const RetortSpan here = { 0, 0 };

  if (find_column (self, name) >= 0)
    retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_GAP, here, "an object that is read anew behind a commit() is not followed");
  else
    retort_py_evaluation_report (evaluation, RETORT_PY_ISSUE_GAP, here, "'%s' of an object of the class '%s' is not followed", name,
                                 retort_mapped_class_get_name (self->klass));
  return NULL;
}

/**
 * retort_object_get_value:
 * @evaluation: the evaluation
 * @self: an object
 * @column: one of its columns
 *
 * Returns: what the attribute is: what the database filled in is known in a run alone, and what was never set is None
 */
RetortPyValue *
retort_object_get_value (RetortPyEvaluation *evaluation, const RetortObject *self, guint column)
{
  const RetortClause *clause = self->table->columns[column];

  if (self->values[column] != NULL)
    return self->values[column];
  if (self->is_shape || (self->is_stored && (clause->is_key || clause->definition->server_default.kind != RETORT_DEFAULT_NONE)))
    return retort_py_new_live (evaluation, retort_py_evaluation_get_call_span (evaluation));
  return retort_py_new_none (evaluation);
}

static RetortPyValue *
object_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *value, const char *name)
{
  const RetortObject *self = retort_py_value_get_foreign_data (value);
  int column = find_column (self, name);

  if (self->is_tainted)
    return NULL;
  if (column < 0 || self->is_deleted || retort_objects_are_expired (self))
    return give_up (evaluation, self, name);
  return retort_object_get_value (evaluation, self, (guint) column);
}

static gboolean
object_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *value, const char *name, RetortPyValue *set)
{
  RetortObject *self = retort_py_value_get_foreign_data (value);
  int column = find_column (self, name);

  if (set == NULL || column < 0 || retort_value_is_clause (set) || self->is_tainted || self->is_deleted || retort_objects_are_expired (self)
      || (self->is_stored && self->table->columns[column]->is_key))
    return FALSE;
  retort_objects_change (evaluation, self, (guint) column, set);
  return TRUE;
}

/* --- Making --- */

/**
 * retort_object_new:
 * @call: the call that needs it
 * @klass: a mapped class
 * @object: (out): the object itself
 *
 * Returns: (nullable): an object without values; %NULL with a problem when the class is not understood
 */
RetortPyValue *
retort_object_new (RetortCall *call, RetortPyValue *klass, RetortObject **object)
{
  const RetortTableClause *table = retort_table_clause_from_value (call, "the class", klass);
  const char *hook = retort_mapped_class_find_hook (call->evaluation, klass);
  RetortObject *self;

  if (table != NULL && table->has_other_keys)
    retort_call_gap (call, "a class whose columns have key= is not followed");
  if (hook != NULL)
    retort_call_gap (call, "'%s' of the class '%s' is not followed", hook, retort_mapped_class_get_name (klass));
  if (call->problem != NULL)
    return NULL;
  self = retort_py_allocate (call->evaluation, sizeof *self);
  *self = (RetortObject){ .klass = klass, .table = table };
  self->values = retort_py_allocate (call->evaluation, (table->n_columns + 1) * sizeof *self->values);
  self->before = retort_py_allocate (call->evaluation, (table->n_columns + 1) * sizeof *self->before);
  for (guint i = 0; i < table->n_columns; i++)
    self->values[i] = self->before[i] = NULL;
  self->value = retort_py_new_foreign (call->evaluation, &object_class, self, NULL);
  *object = self;
  return self->value;
}

/* Model(a=1): the keywords are attributes. */
static RetortPyValue *
make (RetortCall *call)
{
  RetortObject *object;
  RetortPyValue *self = retort_object_new (call, call->receiver, &object);

  for (guint i = 0; self != NULL && i < call->n_options; i++)
    if (!object_set_attribute (call->evaluation, self, call->option_names[i], call->option_values[i]))
      retort_call_gap (call, "'%s' of an object of the class '%s' is not followed", call->option_names[i],
                       retort_mapped_class_get_name (call->receiver));
  return call->problem == NULL ? self : NULL;
}

/**
 * retort_object_make:
 * @evaluation: the evaluation
 * @klass: a mapped class that is called
 * @arguments: what it is called with
 *
 * Returns: the object; an unknown value when it is not understood
 */
RetortPyValue *
retort_object_make (RetortPyEvaluation *evaluation, RetortPyValue *klass, const RetortPyArguments *arguments)
{
  RetortFunction *function = retort_py_allocate (evaluation, sizeof *function);

  *function = (RetortFunction){ retort_mapped_class_get_name (klass), "**options", make, FALSE };
  return retort_call_run (evaluation, function, klass, arguments);
}

/**
 * retort_object_from_value:
 * @evaluation: the evaluation
 * @value: (nullable): a value
 *
 * Returns: (nullable): the object that it is, or the shape of the one that the database will give
 */
RetortObject *
retort_object_from_value (RetortPyEvaluation *evaluation, const RetortPyValue *value)
{
  const RetortPyValue *shape = value != NULL ? retort_py_get_shape (evaluation, value) : NULL;

  return retort_value_get_data (shape != NULL ? shape : value, &object_class);
}
