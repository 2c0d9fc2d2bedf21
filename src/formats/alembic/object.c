/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/object.h"

#include "formats/alembic/quoting.h"

/* A function together with the object that it was taken from. */
typedef struct
{
  const RetortFunction *function;
  RetortPyValue        *receiver;
} BoundFunction;

static RetortPyValue *
call_function (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const BoundFunction *bound = retort_py_value_get_foreign_data (self);

  return retort_call_run (evaluation, bound->function, bound->receiver, arguments);
}

static const RetortPyForeignClass function_class = {
  .name = "function",
  .call = call_function,
};

/**
 * retort_alembic_function_new:
 * @evaluation: the evaluation
 * @function: a row
 * @receiver: (nullable): the object that it belongs to
 *
 * Returns: the function as a value
 */
RetortPyValue *
retort_alembic_function_new (RetortPyEvaluation *evaluation, const RetortFunction *function, RetortPyValue *receiver)
{
  BoundFunction *bound = retort_py_allocate (evaluation, sizeof *bound);

  bound->function = function;
  bound->receiver = receiver;
  return retort_py_new_foreign (evaluation, &function_class, bound, NULL);
}

/**
 * retort_members_get:
 * @evaluation: the evaluation
 * @members: what an object has
 * @receiver: the object
 * @name: an attribute
 *
 * Returns: (nullable): its value; %NULL when there is no such member
 */
RetortPyValue *
retort_members_get (RetortPyEvaluation *evaluation, const RetortMembers *members, RetortPyValue *receiver, const char *name)
{
  for (const RetortFunction *row = members->functions; row != NULL && row->name != NULL; row++)
    if (row->name[0] == name[0] && g_str_equal (row->name, name))
      return retort_alembic_function_new (evaluation, row, receiver);
  for (const RetortAttribute *row = members->attributes; row != NULL && row->name != NULL; row++)
    if (row->name[0] == name[0] && g_str_equal (row->name, name))
      return row->get (evaluation, receiver);
  return NULL;
}

/**
 * retort_value_is_of:
 * @value: (nullable): a value
 * @klass: a class
 *
 * Returns: whether the value is a foreign object of exactly that class
 */
gboolean
retort_value_is_of (const RetortPyValue *value, const RetortPyForeignClass *klass)
{
  return value != NULL && retort_py_value_is (value, RETORT_PY_FOREIGN) && retort_py_value_get_foreign_class (value) == klass;
}

/**
 * retort_value_get_data:
 * @value: (nullable): a value
 * @klass: a class
 *
 * Returns: (nullable): the data of a foreign object of that class; %NULL for any other value
 */
gpointer
retort_value_get_data (const RetortPyValue *value, const RetortPyForeignClass *klass)
{
  return retort_value_is_of (value, klass) ? retort_py_value_get_foreign_data (value) : NULL;
}

/* --- Names --- */

static const RetortPyForeignClass name_class = {
  .name = "name",
  .is_inert = TRUE,
};

/**
 * retort_name_of:
 * @text: (nullable): a name
 *
 * Returns: the name, to be quoted as the dialect decides
 */
RetortName
retort_name_of (const char *text)
{
  return (RetortName){ text, FALSE, -1 };
}

/**
 * retort_name_to_value:
 * @evaluation: the evaluation
 * @name: a name
 *
 * Returns: it as a value
 */
RetortPyValue *
retort_name_to_value (RetortPyEvaluation *evaluation, RetortName name)
{
  RetortName *copy = retort_py_allocate (evaluation, sizeof *copy);

  *copy = name;
  return retort_py_new_foreign (evaluation, &name_class, copy, NULL);
}

/**
 * retort_name_from_value:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): a str, op.f() or quoted_name()
 *
 * Returns: the name; its text is %NULL for None and (with a problem) for anything else
 */
RetortName
retort_name_from_value (RetortCall *call, const char *what, RetortPyValue *value)
{
  const RetortName *name = retort_value_get_data (value, &name_class);

  if (name != NULL)
    return *name;
  return retort_name_of (retort_value_get_text (call, what, value));
}

/**
 * retort_call_get_name:
 * @call: a call
 * @name: a parameter
 *
 * Returns: the name that was given
 */
RetortName
retort_call_get_name (RetortCall *call, const char *name)
{
  return retort_name_from_value (call, name, retort_call_get (call, name));
}

/**
 * retort_name_append:
 * @out: where to append
 * @name: a name that is not None
 *
 * Appends the name, quoted when it must be.
 */
void
retort_name_append (GString *out, RetortName name)
{
  if (name.quote > 0)
    retort_alembic_append_quoted (out, name.text);
  else if (name.quote == 0)
    g_string_append (out, name.text);
  else
    retort_alembic_append_name (out, name.text);
}

/**
 * retort_name_append_schema:
 * @out: where to append
 * @schema: a schema, or no name
 *
 * Appends the schema and a dot as SQLAlchemy does: one identifier, whatever is in it.
 */
void
retort_name_append_schema (GString *out, RetortName schema)
{
  if (schema.text == NULL || schema.text[0] == '\0')
    return;
  retort_name_append (out, schema);
  g_string_append_c (out, '.');
}

/**
 * retort_name_append_dotted:
 * @out: where to append
 * @schema: a schema, or no name
 *
 * Appends the schema and a dot as Alembic's own ALTER statements do: each part of a dotted name by itself.
 */
void
retort_name_append_dotted (GString *out, RetortName schema)
{
  if (schema.text == NULL || schema.text[0] == '\0')
    return;
  if (schema.quote >= 0)
    retort_name_append (out, schema);
  else
    retort_alembic_append_dotted (out, schema.text);
  g_string_append_c (out, '.');
}
