/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_index and drop_index (docs/reference/alembic-ops.md section 7). */
#include "formats/alembic/ops.h"

/* create_index(name, table, "abc") takes the letters one by one, as Python iterates over a str. */
static RetortPyValue **
list_columns (RetortCall *call, guint *n_columns)
{
  RetortPyValue *value = retort_call_get (call, "columns");
  const char *text = retort_py_value_get_string (value);
  RetortPyValue **columns;

  if (text == NULL)
    return retort_value_list_items (call, "columns", value, n_columns);
  *n_columns = (guint) g_utf8_strlen (text, -1);
  columns = retort_py_allocate (call->evaluation, (*n_columns + 1) * sizeof *columns);
  for (guint i = 0; i < *n_columns; i++, text = g_utf8_next_char (text))
    {
      g_autofree char *letter = g_strndup (text, g_utf8_next_char (text) - text);

      columns[i] = retort_py_new_string (call->evaluation, letter);
    }
  return columns;
}

static RetortPyValue *
create_index (RetortCall *call)
{
  RetortName table = retort_op_get_table (call);
  RetortName schema = retort_op_get_schema (call);
  guint n_columns = 0;
  RetortPyValue **columns = list_columns (call, &n_columns);
  g_autoptr(GString) sql = g_string_new (NULL);
  RetortIndex *index;

  if (call->problem != NULL)
    return NULL;
  index = retort_index_read (call, retort_call_get_name (call, "index_name"), table, schema, columns, n_columns);
  if (call->problem == NULL
      && retort_index_append (call, sql, index, table, schema, retort_call_get_flag (call, "if_not_exists", FALSE)))
    retort_op_emit (call, sql);
  return NULL;
}

/* DROP INDEX names no table; of the options only CONCURRENTLY is written. */
static RetortPyValue *
drop_index (RetortCall *call)
{
  RetortName name = retort_call_get_name (call, "index_name");
  RetortPyValue *concurrently = retort_call_get_option (call, "postgresql_concurrently");
  const RetortBatchTable *batch = retort_batch_table_of (call);
  g_autoptr(GString) sql = g_string_new ("DROP INDEX ");

  retort_index_check_options (call);
  if (!retort_value_is_none (concurrently) && !retort_py_value_is (concurrently, RETORT_PY_BOOL))
    retort_call_gap_value (call, "postgresql_concurrently", concurrently);
  if (name.text == NULL)
    retort_call_gap_value (call, "index_name", retort_call_get (call, "index_name"));
  if (call->problem != NULL)
    return NULL;
  if (!retort_value_is_none (concurrently) && retort_py_value_get_bool (concurrently))
    g_string_append (sql, "CONCURRENTLY ");
  if (retort_call_get_flag (call, "if_exists", FALSE))
    g_string_append (sql, "IF EXISTS ");
  retort_name_append_schema (sql, batch != NULL ? batch->schema : retort_call_get_name (call, "schema"));
  if (retort_constraint_append_name (call, sql, name))
    retort_op_emit (call, sql);
  return NULL;
}

#define INDEX "unique=False, if_not_exists=None, quote=None, info=None, **options"

const RetortFunction retort_op_index_functions[] = {
  { "create_index", "index_name, table_name, columns, *, schema=None, " INDEX, create_index, TRUE },
  { "drop_index", "index_name, table_name=None, *, schema=None, if_exists=None, unique=False, quote=None, info=None, **options", drop_index, TRUE },
  { NULL },
};

const RetortFunction retort_batch_index_functions[] = {
  { "create_index", "index_name, columns, " INDEX, create_index, TRUE },
  { "drop_index", "index_name, if_exists=None, unique=False, quote=None, info=None, **options", drop_index, TRUE },
  { NULL },
};
