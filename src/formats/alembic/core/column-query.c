/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.query(X.a, X.b) and session.query(table): a SELECT whose columns are called table_column, and rows that are called like the columns
 * (Query of sqlalchemy/orm/query.py, LABEL_STYLE_TABLENAME_PLUS_COL). */
#include "formats/alembic/core/column-query.h"

#include "formats/alembic/answers.h"
#include "formats/alembic/compiler.h"
#include "formats/alembic/core/select.h"
#include "formats/alembic/core/statement-private.h"
#include "formats/alembic/mapped-class.h"
#include "formats/alembic/ops.h"
#include "formats/alembic/orm/object.h"

#define MAX_LABEL 60 /* longer ones are cut */

/* It never changes, it is only replaced by one with more. */
typedef struct
{
  RetortObjects *objects;      /* of its session */
  RetortPyValue *klass;        /* nullable: of the objects that it gives */
  RetortPyValue *statement;
  const char   **names; /* of the columns in Python */
  guint          n_names;
} ColumnQuery;

static RetortPyValue *query_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *query_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: ColumnQuery */
static const RetortPyForeignClass query_class = { .name = "query", .get_attribute = query_get_attribute, .iterate = query_iterate };

static RetortPyValue *
query_new (RetortCall *call, const ColumnQuery *before, RetortPyValue *statement)
{
  ColumnQuery *self = retort_py_allocate (call->evaluation, sizeof *self);

  if (!retort_value_is_select (statement))
    {
      retort_call_gap_value (call, "the statement", statement);
      return NULL;
    }
  *self = *before;
  self->statement = statement;
  return retort_py_new_foreign (call->evaluation, &query_class, self, NULL);
}

/* --- More of the statement --- */

/* statement.name(…) */
static RetortPyValue *
call_method (RetortCall *call, RetortPyValue *statement, const char *name, const RetortPyArguments *arguments)
{
  RetortPyValue *method = retort_py_value_get_foreign_class (statement)->get_attribute (call->evaluation, statement, name);

  g_assert (method != NULL);
  return retort_py_value_get_foreign_class (method)->call (call->evaluation, method, arguments);
}

static RetortPyValue *
extend (RetortCall *call)
{
  const ColumnQuery *self = retort_py_value_get_foreign_data (call->receiver);
  RetortPyValue *statement = call_method (call, self->statement, call->function->name, call->arguments);
  const RetortSelect *select = retort_core_from_value (statement);

  /* A Query reads what it is ordered by, too, when it is distinct. */
  if (select != NULL && select->is_distinct && select->order.n_items > 0)
    retort_call_gap (call, "distinct() and order_by() of one query are not understood");
  return call->problem == NULL ? query_new (call, self, statement) : NULL;
}

/* --- Rows --- */

static RetortPyValue *
send (RetortCall *call, RetortPyValue *statement, const char *method)
{
  const ColumnQuery *self = retort_py_value_get_foreign_data (call->receiver);
  RetortPyArguments none = { .span = call->arguments->span };
  RetortPyValue *result;
  RetortPyValue *bound;

  retort_objects_flush_before_query (call, self->objects);
  if (call->problem == NULL)
    retort_op_execute_value (call, statement, NULL);
  if (call->problem != NULL)
    return NULL;
  result = retort_result_take (call, self->klass != NULL || retort_core_has_plain_result (statement));
  retort_result_rename (result, self->names, self->n_names);
  bound = retort_py_value_get_foreign_class (result)->get_attribute (call->evaluation, result, method);
  if (!retort_py_value_is (bound, RETORT_PY_UNKNOWN))
    bound = retort_py_evaluation_call_value (call->evaluation, bound, &none);
  return self->klass == NULL || bound == NULL ? bound
                                              : retort_objects_read (call, self->objects, self->klass, bound, g_str_equal (method, "all"));
}

static RetortPyValue *
read_rows (RetortCall *call)
{
  const ColumnQuery *self = retort_py_value_get_foreign_data (call->receiver);

  return send (call, self->statement, call->function->name);
}

/* Query.first() asks for one row. */
static RetortPyValue *
read_first (RetortCall *call)
{
  const ColumnQuery *self = retort_py_value_get_foreign_data (call->receiver);
  RetortPyValue *one = retort_py_new_int64 (call->evaluation, 1);
  const RetortPyArguments arguments = { .positional = &one, .n_positional = 1, .span = call->arguments->span };
  RetortPyValue *statement = call_method (call, self->statement, "limit", &arguments);

  if (retort_value_is_select (statement))
    return send (call, statement, "first");
  retort_call_gap_value (call, "the statement", statement);
  return NULL;
}

/* Query.scalar(): one row or none, and its first value. */
static RetortPyValue *
read_scalar (RetortCall *call)
{
  const ColumnQuery *self = retort_py_value_get_foreign_data (call->receiver);

  if (self->klass != NULL)
    retort_call_gap (call, "scalar() of objects is not understood");
  return call->problem == NULL ? send (call, self->statement, "scalar_one_or_none") : NULL;
}

static const RetortFunction all_function = { "all", "", read_rows, TRUE };

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
    { "filter", "*items, **options", extend, FALSE },
    { "where", "*items, **options", extend, FALSE },
    { "order_by", "*items, **options", extend, FALSE },
    { "group_by", "*items, **options", extend, FALSE },
    { "having", "*items, **options", extend, FALSE },
    { "distinct", "*items, **options", extend, FALSE },
    { "limit", "*items, **options", extend, FALSE },
    { "offset", "*items, **options", extend, FALSE },
    { "select_from", "*items, **options", extend, FALSE },
    { "join", "*items, **options", extend, FALSE },
    { "outerjoin", "*items, **options", extend, FALSE },
    { "all", "", read_rows, TRUE },
    { "one", "", read_rows, TRUE },
    { "one_or_none", "", read_rows, TRUE },
    { "first", "", read_first, TRUE },
    { "scalar", "", read_scalar, TRUE },
    { NULL },
  };
  static const RetortMembers members = { functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

/* --- Making --- */

/* (nullable): "table_column", as the SELECT calls it */
static const char *
make_label (RetortCall *call, const RetortClause *column)
{
  const RetortTableClause *table = column->from;
  const char *schema = table != NULL ? table->schema.text : NULL;
  g_autofree char *label = NULL;

  if (table == NULL || table->name.text == NULL || (table->kind != RETORT_FROM_TABLE && table->kind != RETORT_FROM_ALIAS)
      || (schema != NULL && strchr (schema, '.') != NULL))
    return NULL;
  label = g_strconcat (schema != NULL ? schema : "", schema != NULL ? "_" : "", table->name.text, "_", column->name.text, NULL);
  if (strlen (label) > MAX_LABEL || retort_table_clause_find (table, label) != NULL)
    return NULL;
  return retort_py_strdup (call->evaluation, label);
}

static gboolean
has_label (const GPtrArray *items, const char *label)
{
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (retort_column_result_name (retort_clause_peek (g_ptr_array_index (items, i))), label) == 0)
      return TRUE;
  return FALSE;
}

static void
add_column (RetortCall *call, ColumnQuery *self, GPtrArray *items, RetortClause *column)
{
  const char *label = column->kind == RETORT_CLAUSE_COLUMN ? make_label (call, column) : retort_column_result_name (column);
  RetortClause *labelled = column;

  if (column->kind == RETORT_CLAUSE_COLUMN)
    {
      labelled = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LABEL, column->type, &column, 1);
      labelled->text = label;
    }
  if ((label == NULL && column->kind != RETORT_CLAUSE_FUNCTION) || (label != NULL && has_label (items, label))
      || (column->kind != RETORT_CLAUSE_COLUMN && column->kind != RETORT_CLAUSE_LABEL && column->kind != RETORT_CLAUSE_FUNCTION))
    retort_call_gap (call, "a column of this query is not understood");
  self->names[self->n_names++] = column->kind == RETORT_CLAUSE_COLUMN ? column->name.text : label;
  g_ptr_array_add (items, retort_clause_to_value (call->evaluation, labelled));
}

static RetortPyValue *
make (RetortCall *call, RetortObjects *objects, RetortPyValue **values, guint n_values, RetortPyValue *klass)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  RetortClauses columns = retort_columns_from_values (call, values, n_values);
  ColumnQuery self = { .objects = objects, .klass = klass };
  RetortPyArguments arguments = { .span = call->arguments->span };

  self.names = retort_py_allocate (call->evaluation, (columns.n_items + 1) * sizeof *self.names);
  if (columns.n_items == 0)
    retort_call_gap (call, "a query of nothing is not understood");
  for (guint i = 0; i < columns.n_items && call->problem == NULL; i++)
    add_column (call, &self, items, columns.items[i]);
  if (call->problem != NULL)
    return NULL;
  arguments.positional = (RetortPyValue **) items->pdata;
  arguments.n_positional = items->len;
  return query_new (call, &self, retort_call_run (call->evaluation, &retort_select_functions[0], NULL, &arguments));
}

/**
 * retort_column_query_make:
 * @call: session.query(…) of something other than one class
 *
 * Returns: (nullable): the query; %NULL with a problem when its rows are no plain ones
 */
RetortPyValue *
retort_column_query_make (RetortCall *call)
{
  if (call->n_rest != 1)
    for (guint i = 0; i < call->n_rest; i++)
      if (retort_value_is_mapped_class (call->rest[i]))
        retort_call_gap (call, "objects of a class beside other things are not followed");
  return call->problem == NULL ? make (call, retort_session_get_objects (call->receiver), call->rest, call->n_rest, NULL) : NULL;
}

/**
 * retort_column_query_of_class:
 * @call: what asks for objects
 * @objects: what the session holds
 * @klass: a mapped class
 *
 * Returns: (nullable): the query of all objects of the class; %NULL with a problem when they are not understood
 */
RetortPyValue *
retort_column_query_of_class (RetortCall *call, RetortObjects *objects, RetortPyValue *klass)
{
  return make (call, objects, &klass, 1, klass);
}
