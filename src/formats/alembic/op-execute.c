/* SPDX-License-Identifier: GPL-3.0-or-later */
/* execute, bulk_insert, f, inline_literal, get_bind, get_context (docs/reference/alembic-ops.md sections 9 and 10). */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/ddl.h"
#include "formats/alembic/literal.h"
#include "formats/alembic/parameters.h"
#include "formats/alembic/core/select.h"
#include "formats/alembic/text.h"

#include <string.h>

/* --- execute --- */

/* Writes the statement with the next of the parameters, of which @n_done were written. NULL: a problem of the call. */
typedef char *(*WriteFunc) (RetortCall *call, gconstpointer statement, const RetortParameters *parameters, guint *n_done);

/* A value of each set is asked for before the first statement is sent. */
static void
send_with_sets (RetortCall *call, WriteFunc write, gconstpointer statement, const RetortParameters *parameters)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint n_done = 0;

  do
    {
      retort_compiler_begin_parameters (call->evaluation);
      g_ptr_array_add (texts, write (call, statement, parameters, &n_done));
    }
  while (n_done < parameters->n_sets && call->problem == NULL);
  /* A run may find other sets than those that were seen. */
  if (parameters->is_open && call->problem != NULL && call->problem_kind == RETORT_PY_ISSUE_REFUSED)
    call->problem_kind = RETORT_PY_ISSUE_HIDDEN;
  for (guint i = 0; i < texts->len && call->problem == NULL; i++)
    retort_compiler_emit_script (call->evaluation, g_ptr_array_index (texts, i));
}

static RetortPyValue *
take_set (const RetortParameters *parameters, guint *n_done)
{
  return *n_done < parameters->n_sets ? parameters->sets[(*n_done)++] : NULL;
}

static char *
write_text (RetortCall *call, gconstpointer statement, const RetortParameters *parameters, guint *n_done)
{
  static const RetortClauseContext context = { .with_table = TRUE, .unbound_is_null = FALSE };
  g_autoptr(GString) sql = g_string_new (NULL);

  call->parameters = take_set (parameters, n_done);
  retort_clause_append (call, sql, statement, context);
  call->parameters = NULL;
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* func.setval("s", 1): SELECT of it. */
static RetortPyValue *
select_function (RetortCall *call, RetortPyValue *value)
{
  const RetortClause *clause = retort_clause_peek (value);
  const RetortPyArguments arguments = { .positional = &value, .n_positional = 1, .span = call->arguments->span };

  if (clause == NULL || clause->kind != RETORT_CLAUSE_FUNCTION)
    return value;
  return retort_call_run (call->evaluation, &retort_select_functions[0], NULL, &arguments);
}

static void
execute_clause (RetortCall *call, const RetortClause *clause, const RetortParameters *parameters)
{
  if (clause->kind != RETORT_CLAUSE_TEXT)
    retort_call_gap (call, "the statement of %s() is not understood", call->function->name);
  else
    send_with_sets (call, write_text, clause, parameters);
}

static char *
write_driver_text (RetortCall *call, gconstpointer statement, const RetortParameters *parameters, guint *n_done)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  retort_driver_text_append (call, sql, statement, take_set (parameters, n_done));
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/**
 * retort_op_execute_driver_text:
 * @call: a call that hands a text to the driver as it is
 * @text: the text
 * @value: (nullable): what was given beside it
 *
 * Sends the text.
 *
 * Returns: how often it was sent with parameters of its own; 0 without
 */
guint
retort_op_execute_driver_text (RetortCall *call, const char *text, RetortPyValue *value)
{
  RetortParameters parameters;

  if (retort_driver_parameters_read (call, value, &parameters))
    send_with_sets (call, write_driver_text, text, &parameters);
  return parameters.n_sets;
}

static char *
write_core (RetortCall *call, gconstpointer statement, const RetortParameters *parameters, guint *n_done)
{
  return retort_core_to_sql (call, statement, parameters, n_done);
}

/**
 * retort_op_execute_value:
 * @call: a call that executes something
 * @value: a str, text(), a statement of SQLAlchemy Core, or a DDL object
 * @given: (nullable): parameters beside it
 *
 * Sends what was given to be executed.
 *
 * Returns: how many sets of parameters there were; what more than one gives back is not read
 */
guint
retort_op_execute_value (RetortCall *call, RetortPyValue *value, RetortPyValue *given)
{
  const char *ddl = retort_ddl_get_sql (value);
  RetortParameters parameters;

  if (!retort_parameters_read (call, given, &parameters))
    return 0;
  value = select_function (call, value);
  if (ddl != NULL)
    retort_compiler_emit_script (call->evaluation, ddl);
  else if (retort_value_is_select (value))
    {
      send_with_sets (call, write_core, value, &parameters);
      /* One row is sent otherwise than several. */
      parameters.has_more = parameters.is_open && retort_core_is_insert (value);
      if (parameters.has_more)
        send_with_sets (call, write_core, value, &parameters);
    }
  else if (retort_value_is_clause (value))
    execute_clause (call, retort_clause_from_value (call, "the statement", value, NULL), &parameters);
  else if (retort_value_get_sql (value) != NULL)
    execute_clause (call, retort_clause_from_sql (call, "the statement", value), &parameters);
  else
    retort_call_gap_value (call, "the statement", value);
  return parameters.n_sets;
}

static RetortPyValue *
execute_alone (RetortCall *call, RetortPyValue *value)
{
  retort_op_execute_value (call, value, NULL);
  return NULL;
}

/**
 * retort_op_execute:
 * @call: a call that executes something and gives nothing back
 * @value: what it executes
 *
 * Sends what was given to be executed.
 *
 * Returns: (nullable): %NULL
 */
RetortPyValue *
retort_op_execute (RetortCall *call, RetortPyValue *value)
{
  retort_call_with_choices (call, "the statement", value, execute_alone);
  return NULL;
}

static RetortPyValue *
execute (RetortCall *call)
{
  return retort_op_execute (call, retort_call_get (call, "sqltext"));
}

/* --- bulk_insert --- */

static gboolean
has_same_keys (RetortPyValue *first, RetortPyValue *row)
{
  guint n_keys = retort_py_value_get_n_items (row);

  if (n_keys != retort_py_value_get_n_items (first))
    return FALSE;
  for (guint i = 0; i < n_keys; i++)
    {
      const char *key = retort_py_value_get_string (retort_py_value_get_key (row, i));

      if (key == NULL || retort_py_value_lookup (first, key) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
append_row (RetortCall *call, GString *sql, const RetortTableClause *table, RetortPyValue *row)
{
  g_autoptr(GString) values = g_string_new (NULL);
  guint n_found = 0;

  g_string_append (sql, "INSERT INTO ");
  retort_table_clause_append (sql, table);
  for (guint i = 0; i < table->n_columns && call->problem == NULL; i++)
    {
      const RetortClause *column = table->columns[i];
      RetortPyValue *value = retort_py_value_lookup (row, column->name.text);

      if (value == NULL)
        continue;
      g_string_append (sql, n_found > 0 ? ", " : " (");
      retort_name_append (sql, column->name);
      if (n_found > 0)
        g_string_append (values, ", ");
      n_found++;
      if (retort_value_is_clause (value))
        retort_clause_append (call, values, retort_clause_from_value (call, "a value", value, NULL), retort_clause_in_dml);
      else if (column->type->row->family == RETORT_FAMILY_NULL && !retort_py_value_is (value, RETORT_PY_NONE))
        retort_call_gap (call, "a value of bulk_insert() for a column without a type is not understood");
      else
        retort_literal_append (call, values, value, column->type);
    }
  if (n_found == 0 || n_found != retort_py_value_get_n_items (row))
    retort_call_gap (call, "a row of bulk_insert() names a column that the table does not");
  g_string_append_printf (sql, ") VALUES (%s)", values->str);
}

/* An SQL expression as a value fails; only inline_literal() gives a VALUE clause. */
static void
check_row (RetortCall *call, RetortPyValue *first, RetortPyValue *row)
{
  if (!retort_py_value_is (row, RETORT_PY_DICT))
    {
      retort_call_gap_value (call, "a row", row);
      return;
    }
  if (!has_same_keys (first, row))
    retort_call_gap (call, "rows of bulk_insert() with different columns are not understood");
  for (guint i = 0; i < retort_py_value_get_n_items (row); i++)
    {
      RetortPyValue *value = retort_py_value_get_item (row, i);

      if (retort_value_is_clause (value)
          && retort_clause_from_value (call, "a value", value, NULL)->kind != RETORT_CLAUSE_VALUE)
        retort_call_refuse (call, "an SQL expression cannot be a value of bulk_insert()");
    }
}

/* Of a list that the database makes as long as it likes, a row of each kind. */
static RetortPyValue *const *
get_rows (RetortCall *call, guint *n_rows)
{
  RetortPyValue *rows = retort_call_get (call, "rows");
  RetortPyValue *const *possible = retort_py_value_get_possible_items (call->evaluation, rows, n_rows);
  RetortSpan at_call = { 0, 0 };

  if (possible != NULL)
    {
      retort_py_evaluation_report (call->evaluation, RETORT_PY_ISSUE_LIVE, at_call, "rows of bulk_insert() are decided while running");
      return possible;
    }
  if (retort_py_value_is (rows, RETORT_PY_TUPLE) || retort_py_value_is (rows, RETORT_PY_DICT))
    retort_call_refuse (call, "the rows of bulk_insert() must be a list");
  return retort_value_list_items (call, "rows", rows, n_rows);
}

static RetortPyValue *
bulk_insert (RetortCall *call)
{
  const RetortTableClause *table = retort_table_clause_from_value (call, "table", retort_call_get (call, "table"));
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  guint n_rows;
  RetortPyValue *const *rows = get_rows (call, &n_rows);

  if (table != NULL && table->has_python_values)
    retort_call_gap (call, "bulk_insert() into a table whose columns have default= or key= is not understood");
  for (guint i = 0; i < n_rows && call->problem == NULL; i++)
    {
      g_autoptr(GString) sql = g_string_new (NULL);

      retort_compiler_begin_parameters (call->evaluation);
      check_row (call, rows[0], rows[i]);
      if (call->problem == NULL)
        append_row (call, sql, table, rows[i]);
      g_ptr_array_add (statements, g_string_free (g_steal_pointer (&sql), FALSE));
    }
  /* All or nothing: half of the rows would be worse than none. */
  for (guint i = 0; i < statements->len && call->problem == NULL; i++)
    retort_compiler_emit (call->evaluation, g_ptr_array_index (statements, i));
  return NULL;
}

/* --- The others --- */

static RetortPyValue *
make_final_name (RetortCall *call)
{
  RetortName name = retort_call_get_name (call, "name");

  if (name.text == NULL)
    {
      retort_call_gap_value (call, "name", retort_call_get (call, "name"));
      return NULL;
    }
  name.is_final = TRUE;
  return retort_name_to_value (call->evaluation, name);
}

static RetortPyValue *
make_inline_literal (RetortCall *call)
{
  RetortPyValue *type_value = retort_call_get (call, "type_");
  const RetortType *type = retort_value_is_none (type_value) ? NULL : retort_type_from_value (call, "type_", type_value);
  RetortClause *clause = call->problem == NULL ? retort_clause_from_value (call, "value", retort_call_get (call, "value"), type) : NULL;

  return clause != NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

static RetortPyValue *
get_bind (RetortCall *call)
{
  return retort_bind_new (call->evaluation);
}

static RetortPyValue *
get_context (RetortCall *call)
{
  return retort_context_new (call->evaluation);
}

const RetortFunction retort_op_execute_functions[] = {
  { "execute", "sqltext, *, execution_options=None", execute, TRUE },
  { "bulk_insert", "table, rows, *, multiinsert=True", bulk_insert, TRUE },
  { "f", "name", make_final_name, FALSE },
  { "inline_literal", "value, type_=None", make_inline_literal, FALSE },
  { "get_bind", "", get_bind, FALSE },
  { "get_context", "", get_context, FALSE },
  { NULL },
};
