/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.query(X).filter(…).update({…}, synchronize_session=False) and .delete(synchronize_session=False): the UPDATE or DELETE that a
 * session makes of it (BulkUpdate and BulkDelete of sqlalchemy/orm/query.py). What reads objects, or orders them, is a query of the columns of the
 * class from then on. */
#include "formats/alembic/core/query.h"

#include "formats/alembic/clause.h"
#include "formats/alembic/core/column-query.h"
#include "formats/alembic/core/select.h"
#include "formats/alembic/mapped-class.h"
#include "formats/alembic/ops.h"

static RetortPyValue *query_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *query_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: Query */
static const RetortPyForeignClass query_class = {
  .name = "query",
  .get_attribute = query_get_attribute,
  .iterate = query_iterate,
};

/* It never changes, it is only replaced by one with more conditions. */
typedef struct
{
  RetortObjects  *objects; /* of its session */
  RetortPyValue  *klass;
  RetortPyValue **conditions;
  guint           n_conditions;
} Query;

static RetortPyValue *
query_to_value (RetortCall *call, Query *self)
{
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &query_class, self, NULL) : NULL;
}

/* --- Conditions --- */

static Query *
copy_with (RetortCall *call, guint n_more)
{
  const Query *before = retort_py_value_get_foreign_data (call->receiver);
  Query *self = retort_py_allocate (call->evaluation, sizeof *self);

  *self = *before;
  self->conditions = retort_py_allocate (call->evaluation, (before->n_conditions + n_more + 1) * sizeof *self->conditions);
  for (guint i = 0; i < before->n_conditions; i++)
    self->conditions[i] = before->conditions[i];
  return self;
}

static RetortPyValue *
add_filter (RetortCall *call)
{
  Query *self = copy_with (call, call->n_rest);

  for (guint i = 0; i < call->n_rest; i++)
    self->conditions[self->n_conditions++] = call->rest[i];
  return query_to_value (call, self);
}

/* filter_by(id=1): columns of the class. */
static RetortPyValue *
add_filter_by (RetortCall *call)
{
  Query *self = copy_with (call, call->n_options);

  for (guint i = 0; i < call->n_options; i++)
    {
      const RetortPyForeignClass *klass = retort_py_value_get_foreign_class (self->klass);
      RetortPyValue *column = klass->get_attribute (call->evaluation, self->klass, call->option_names[i]);
      RetortPyValue *condition = NULL;

      if (column != NULL && retort_value_is_clause (column))
        condition = retort_clause_binary (call->evaluation, "==", column, call->option_values[i]);
      if (condition == NULL)
        {
          retort_call_gap (call, "'%s' of filter_by() is not understood", call->option_names[i]);
          return NULL;
        }
      self->conditions[self->n_conditions++] = condition;
    }
  return query_to_value (call, self);
}

/* --- Statements --- */

/* NULL with a problem when @query is none */
static RetortPyValue *
call_on_query (RetortCall *call, RetortPyValue *query, const char *name, const RetortPyArguments *arguments)
{
  RetortPyValue *method = NULL;

  if (query != NULL && !retort_py_value_is (query, RETORT_PY_FOREIGN))
    retort_call_gap_value (call, "the query", query);
  else if (query != NULL)
    method = retort_py_value_get_foreign_class (query)->get_attribute (call->evaluation, query, name);
  return method != NULL ? retort_py_value_get_foreign_class (method)->call (call->evaluation, method, arguments) : NULL;
}

/* object.name(*items); unknown or NULL when it is not understood. */
static RetortPyValue *
call_method (RetortCall *call, RetortPyValue *object, const char *name, RetortPyValue **items, guint n_items)
{
  const RetortPyArguments arguments = { .positional = items, .n_positional = n_items, .span = call->arguments->span };
  RetortPyValue *method;

  if (!retort_value_is_select (object))
    return object;
  method = retort_py_value_get_foreign_class (object)->get_attribute (call->evaluation, object, name);
  if (method == NULL || !retort_py_value_is (method, RETORT_PY_FOREIGN))
    return NULL;
  return retort_py_value_get_foreign_class (method)->call (call->evaluation, method, &arguments);
}

static RetortPyValue *
send (RetortCall *call, const RetortFunction *function, RetortPyValue *values)
{
  const Query *self = retort_py_value_get_foreign_data (call->receiver);
  RetortPyValue *klass = self->klass;
  const RetortPyArguments arguments = { .positional = &klass, .n_positional = 1, .span = call->arguments->span };
  RetortPyValue *way = retort_call_get (call, "synchronize_session");
  RetortPyValue *statement;

  if (way == NULL || !retort_py_value_is (way, RETORT_PY_BOOL) || retort_py_value_get_bool (way))
    {
      retort_call_gap (call, "what a session adds to this statement is known only with synchronize_session=False");
      return NULL;
    }
  if (retort_objects_are_waiting (self->objects))
    retort_call_gap (call, "%s() while objects of the session wait is not followed", call->function->name);
  statement = retort_call_run (call->evaluation, function, NULL, &arguments);
  if (statement != NULL && self->n_conditions > 0)
    statement = call_method (call, statement, "where", self->conditions, self->n_conditions);
  if (statement != NULL && values != NULL)
    statement = call_method (call, statement, "values", &values, 1);
  if (statement == NULL)
    retort_call_gap (call, "the statement of %s() is not understood", call->function->name);
  else if (!retort_value_is_select (statement))
    retort_call_gap_value (call, "the statement", statement);
  else
    retort_op_execute_value (call, statement, NULL);
  return call->problem == NULL ? retort_py_new_live (call->evaluation, call->arguments->span) : NULL;
}

static RetortPyValue *
send_update (RetortCall *call)
{
  if (!retort_value_is_none (retort_call_get (call, "update_args")))
    retort_call_gap (call, "update_args of update() is not understood");
  return call->problem == NULL ? send (call, &retort_dml_functions[1], retort_call_get (call, "values")) : NULL;
}

static RetortPyValue *
send_delete (RetortCall *call)
{
  return send (call, &retort_dml_functions[2], NULL);
}

/* --- Objects --- */

/* The method of a query of the columns of the class. */
static RetortPyValue *
read_objects (RetortCall *call)
{
  const Query *self = retort_py_value_get_foreign_data (call->receiver);
  RetortPyValue *query = retort_column_query_of_class (call, self->objects, self->klass);

  if (query != NULL && self->n_conditions > 0)
    query = call_on_query (call, query, "filter", &(RetortPyArguments){ .positional = self->conditions, .n_positional = self->n_conditions,
                                                                      .span = call->arguments->span });
  return call_on_query (call, query, call->function->name, call->arguments);
}

static const RetortFunction all_function = { "all", "", read_objects, TRUE };

static RetortPyValue *
query_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const RetortPyArguments none = { .span = retort_py_evaluation_get_call_span (evaluation) };

  return retort_call_run (evaluation, &all_function, self, &none);
}

static RetortPyValue *
query_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortFunction functions[] = {
    { "all", "", read_objects, TRUE },
    { "first", "", read_objects, TRUE },
    { "one", "", read_objects, TRUE },
    { "one_or_none", "", read_objects, TRUE },
    { "order_by", "*items, **options", read_objects, FALSE },
    { "limit", "*items, **options", read_objects, FALSE },
    { "offset", "*items, **options", read_objects, FALSE },
    { "join", "*items, **options", read_objects, FALSE },
    { "outerjoin", "*items, **options", read_objects, FALSE },
    { "filter", "*criterion", add_filter, FALSE },
    { "where", "*criterion", add_filter, FALSE },
    { "filter_by", "**kwargs", add_filter_by, FALSE },
    { "update", "values, synchronize_session='auto', update_args=None", send_update, TRUE },
    { "delete", "synchronize_session='auto'", send_delete, TRUE },
    { NULL },
  };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

/**
 * retort_query_make:
 * @call: session.query(…)
 *
 * Returns: (nullable): the query of one mapped class, or of columns; %NULL with a problem for any other
 */
RetortPyValue *
retort_query_make (RetortCall *call)
{
  Query *self = retort_py_allocate (call->evaluation, sizeof *self);

  if (call->n_rest != 1 || !retort_value_is_mapped_class (call->rest[0]))
    return retort_column_query_make (call);
  *self = (Query){ .objects = retort_session_get_objects (call->receiver), .klass = call->rest[0] };
  return query_to_value (call, self);
}
