/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_table, drop_table, rename_table, comments on tables (docs/reference/alembic-ops.md sections 4 and 8). */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"

#include <string.h>

/* --- The options behind a table --- */

/* One keyword, in the order in which PGDDLCompiler.post_create_table writes them. */
typedef struct
{
  const char *option;
  void      (*append) (RetortCall *call, GString *out, RetortPyValue *value);
} TableOption;

static void
append_inherits (RetortCall *call, GString *out, RetortPyValue *value)
{
  guint n_items = 1;
  RetortPyValue **items = &value;

  if (retort_py_value_get_string (value) == NULL)
    items = retort_value_list_items (call, "postgresql_inherits", value, &n_items);
  g_string_append (out, "\n INHERITS ( ");
  retort_names_append (out, retort_names_from_values (call, "postgresql_inherits", items, n_items),
                       call->problem == NULL ? n_items : 0);
  g_string_append (out, " )");
}

static void
append_phrase (RetortCall *call, GString *out, const char *before, RetortPyValue *value)
{
  const char *text = retort_value_get_string (call, "an option", value);

  if (text != NULL)
    g_string_append_printf (out, "\n %s %s", before, text);
}

static void
append_partition (RetortCall *call, GString *out, RetortPyValue *value)
{
  append_phrase (call, out, "PARTITION BY", value);
}

static void
append_using (RetortCall *call, GString *out, RetortPyValue *value)
{
  append_phrase (call, out, "USING", value);
}

static void
append_oids (RetortCall *call, GString *out, RetortPyValue *value)
{
  if (!retort_py_value_is (value, RETORT_PY_BOOL))
    retort_call_gap_value (call, "postgresql_with_oids", value);
  else
    g_string_append (out, retort_py_value_get_bool (value) ? "\n WITH OIDS" : "\n WITHOUT OIDS");
}

static void
append_on_commit (RetortCall *call, GString *out, RetortPyValue *value)
{
  const char *text = retort_value_get_string (call, "postgresql_on_commit", value);
  g_autofree char *upper = text != NULL ? g_strdelimit (g_ascii_strup (text, -1), "_", ' ') : NULL;

  if (upper != NULL)
    g_string_append_printf (out, "\n ON COMMIT %s", upper);
}

static void
append_tablespace (RetortCall *call, GString *out, RetortPyValue *value)
{
  RetortName name = retort_name_from_value (call, "postgresql_tablespace", value);

  if (name.text == NULL)
    return;
  g_string_append (out, "\n TABLESPACE ");
  retort_name_append (out, name);
}

static void
append_nothing (RetortCall *call, GString *out, RetortPyValue *value)
{
  /* postgresql_ignore_search_path is about reading a table, not about making one. */
}

static const TableOption table_options[] = {
  { "inherits", append_inherits },   { "partition_by", append_partition },
  { "using", append_using },         { "with_oids", append_oids },
  { "on_commit", append_on_commit }, { "tablespace", append_tablespace },
  { "ignore_search_path", append_nothing },
};

static void
append_options (RetortCall *call, GString *out)
{
  const char *known[G_N_ELEMENTS (table_options) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (table_options); i++)
    known[i] = table_options[i].option;
  retort_call_check_options (call, known);
  for (guint i = 0; i < G_N_ELEMENTS (table_options) && call->problem == NULL; i++)
    {
      g_autofree char *name = g_strconcat ("postgresql_", table_options[i].option, NULL);
      RetortPyValue *value = retort_call_get_option (call, name);

      if (!retort_value_is_none (value))
        table_options[i].append (call, out, value);
    }
}

/* --- create_table --- */

/**
 * retort_op_read_table:
 * @call: a call with RETORT_OP_TABLE_SIGNATURE
 *
 * Returns: (transfer full): the table that its arguments describe; it is no whole one when the call has a problem
 */
RetortTable *
retort_op_read_table (RetortCall *call)
{
  RetortTable *table = retort_alembic_table_new (retort_call_get_name (call, "table_name"), retort_call_get_name (call, "schema"));
  int quote = retort_call_get_tristate (call, "quote");

  if (table->name.text == NULL)
    retort_call_gap_value (call, "table_name", retort_call_get (call, "table_name"));
  if (quote >= 0)
    table->name.quote = quote;
  table->comment = retort_call_get_string (call, "comment");
  /* Columns make their constraints later than the items were made, wherever they stand. */
  for (guint i = 0; i < call->n_rest && call->problem == NULL; i++)
    {
      RetortColumn *column = retort_column_from_value (call->rest[i]);

      if (column != NULL)
        retort_table_add_column (call, table, column);
      else
        retort_table_add_item (call, table, call->rest[i]);
    }
  if (call->problem == NULL)
    retort_table_finish (call, table);
  return table;
}

/* The types of its columns that the server does not have yet, once a run. */
static void
emit_types (RetortCall *call, const RetortTable *table)
{
  for (guint i = 0; i < table->columns->len && call->problem == NULL; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      const RetortType *type = retort_type_find_named (column->type);
      const char *reason;

      if (type == NULL || !type->create_type || type->has_metadata)
        continue;
      if (retort_type_is_unusable (type, &reason))
        retort_call_refuse (call, "%s", reason);
      else
        {
          g_autofree char *sql = retort_type_create_sql (type, table->schema);

          retort_compiler_emit_once (call->evaluation, sql, retort_type_get_schema (type, table->schema).text, type->name.text);
        }
    }
}

static void
append_prefixes (RetortCall *call, GString *out)
{
  guint n_items = 0;
  RetortPyValue *value = retort_call_get (call, "prefixes");
  RetortPyValue **items = retort_value_is_none (value) ? NULL : retort_value_list_items (call, "prefixes", value, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      const char *prefix = retort_value_get_string (call, "a prefix", items[i]);

      if (prefix != NULL)
        g_string_append_printf (out, "%s ", prefix);
    }
}

static void
append_separator (GString *out, gboolean *is_first)
{
  g_string_append (out, *is_first ? "\n    " : ", \n    ");
  *is_first = FALSE;
}

static gboolean
is_written (const RetortConstraint *constraint)
{
  if (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY)
    return !constraint->use_alter;
  return constraint->kind == RETORT_CONSTRAINT_CHECK || constraint->kind == RETORT_CONSTRAINT_EXCLUDE || constraint->n_columns > 0;
}

/**
 * retort_op_append_table:
 * @call: the call that described the table
 * @out: where to append
 * @table: a table
 * @has_foreign_keys: write those of its foreign keys that are no ALTER TABLE by themselves
 *
 * Appends CREATE TABLE.
 *
 * Returns: whether it could be written; the call has a problem when not
 */
gboolean
retort_op_append_table (RetortCall *call, GString *out, const RetortTable *table, gboolean has_foreign_keys)
{
  gboolean is_first = TRUE;

  g_string_append (out, "CREATE ");
  append_prefixes (call, out);
  g_string_append (out, retort_call_get_flag (call, "if_not_exists", FALSE) ? "TABLE IF NOT EXISTS " : "TABLE ");
  retort_name_append_schema (out, table->schema);
  retort_name_append (out, table->name);
  g_string_append (out, " (");
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);

      if (column->is_system)
        continue;
      append_separator (out, &is_first);
      if (!retort_column_append (call, out, column, retort_table_is_serial (table, column), table->schema)
          || !retort_column_append_checks (call, out, column))
        return FALSE;
    }
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);

      if (!is_written (constraint) || (constraint->kind == RETORT_CONSTRAINT_FOREIGN_KEY && !has_foreign_keys))
        continue;
      append_separator (out, &is_first);
      if (!retort_constraint_append (call, out, constraint))
        return FALSE;
    }
  g_string_append (out, "\n)");
  append_options (call, out);
  return call->problem == NULL;
}

/**
 * retort_op_emit_indexes:
 * @call: the call that creates the table
 * @table: a table
 *
 * Sends CREATE INDEX for each of its indexes.
 */
void
retort_op_emit_indexes (RetortCall *call, const RetortTable *table)
{
  for (guint i = 0; i < table->indexes->len && call->problem == NULL; i++)
    {
      g_autoptr(GString) sql = g_string_new (NULL);

      if (retort_index_append (call, sql, g_ptr_array_index (table->indexes, i), table->name, table->schema, FALSE))
        retort_op_emit (call, sql);
    }
}

/**
 * retort_op_emit_table_comments:
 * @call: the call that creates the table
 * @table: a table
 *
 * Sends the comments of the table and of its columns.
 */
void
retort_op_emit_table_comments (RetortCall *call, const RetortTable *table)
{
  g_autoptr(GString) object = g_string_new ("TABLE ");

  retort_name_append_schema (object, table->schema);
  retort_name_append (object, table->name);
  if (table->comment != NULL && table->comment[0] != '\0')
    retort_op_emit_comment (call, object, table->comment);
  for (guint i = 0; i < table->columns->len; i++)
    retort_op_emit_column_comment (call, table, g_ptr_array_index (table->columns, i));
}

static RetortPyValue *
create_table (RetortCall *call)
{
  g_autoptr(RetortTable) table = retort_op_read_table (call);
  g_autoptr(GString) sql = g_string_new (NULL);

  /* The text first: what is not understood must not leave a type behind. */
  if (call->problem != NULL || !retort_op_append_table (call, sql, table, TRUE))
    {
      retort_compiler_expect_types (call->evaluation);
      return NULL;
    }
  emit_types (call, table);
  retort_op_emit (call, sql);
  retort_op_emit_indexes (call, table);
  retort_op_emit_table_comments (call, table);
  return call->problem == NULL ? retort_table_to_clause (call->evaluation, table) : NULL;
}

/* --- Tables of models --- */

/* Foreign keys come when all tables are there. */
static RetortPyValue *
create_model_table (RetortCall *call)
{
  g_autoptr(RetortTable) table = retort_op_read_table (call);
  g_autoptr(GString) sql = g_string_new (NULL);

  if (call->problem != NULL)
    return NULL;
  if (!retort_op_append_table (call, sql, table, FALSE))
    return NULL;
  emit_types (call, table);
  retort_op_emit (call, sql);
  retort_op_emit_indexes (call, table);
  retort_op_emit_table_comments (call, table);
  return NULL;
}

static RetortPyValue *
add_model_foreign_keys (RetortCall *call)
{
  g_autoptr(RetortTable) table = retort_op_read_table (call);

  for (guint i = 0; call->problem == NULL && i < table->constraints->len; i++)
    {
      const RetortConstraint *constraint = g_ptr_array_index (table->constraints, i);
      g_autoptr(GString) sql = NULL;

      if (constraint->kind != RETORT_CONSTRAINT_FOREIGN_KEY)
        continue;
      sql = retort_op_alter (call, table->name, table->schema);
      g_string_append (sql, "ADD ");
      if (retort_constraint_append (call, sql, constraint))
        retort_op_emit (call, sql);
    }
  return NULL;
}

/* What formats/models asks for: a table without its foreign keys, and those alone. */
const RetortFunction retort_model_table_functions[] = {
  { "Table", RETORT_OP_TABLE_SIGNATURE, create_model_table, TRUE },
  { "Table", RETORT_OP_TABLE_SIGNATURE, add_model_foreign_keys, TRUE },
  { NULL },
};

/* --- The others --- */

static RetortPyValue *
drop_table (RetortCall *call)
{
  g_autoptr(GString) sql = g_string_new ("DROP TABLE ");
  RetortName name = retort_call_get_name (call, "table_name");
  static const char *const known[] = { NULL };

  retort_call_check_options (call, known);
  if (name.text == NULL)
    retort_call_gap_value (call, "table_name", retort_call_get (call, "table_name"));
  if (retort_call_get_flag (call, "if_exists", FALSE))
    g_string_append (sql, "IF EXISTS ");
  retort_name_append_schema (sql, retort_call_get_name (call, "schema"));
  if (call->problem == NULL)
    retort_name_append (sql, name);
  retort_op_emit (call, sql);
  return NULL;
}

static RetortPyValue *
rename_table (RetortCall *call)
{
  RetortName from = retort_call_get_name (call, "old_table_name");
  RetortName to = retort_call_get_name (call, "new_table_name");
  g_autoptr(GString) sql = retort_op_alter (call, from, retort_call_get_name (call, "schema"));

  if (from.text == NULL || to.text == NULL)
    {
      retort_call_gap (call, "the names of rename_table() are not known");
      return NULL;
    }
  g_string_append (sql, "RENAME TO ");
  retort_name_append (sql, to);
  retort_op_emit (call, sql);
  return NULL;
}

static void
comment_table (RetortCall *call, const char *comment)
{
  g_autoptr(GString) object = g_string_new ("TABLE ");
  RetortName table = retort_op_get_table (call);

  retort_name_append_schema (object, retort_op_get_schema (call));
  if (call->problem != NULL)
    return;
  retort_name_append (object, table);
  retort_op_emit_comment (call, object, comment);
}

static RetortPyValue *
create_table_comment (RetortCall *call)
{
  comment_table (call, retort_call_get_string (call, "comment"));
  return NULL;
}

static RetortPyValue *
drop_table_comment (RetortCall *call)
{
  comment_table (call, NULL);
  return NULL;
}

const RetortFunction retort_op_table_functions[] = {
  { "create_table", "table_name, *columns, if_not_exists=None, schema=None, comment=None, prefixes=None, info=None, quote=None, "
                    "quote_schema=None, keep_existing=False, extend_existing=False, implicit_returning=True, **options",
    create_table, TRUE },
  { "drop_table", "table_name, *, schema=None, if_exists=None, info=None, **options", drop_table, TRUE },
  { "rename_table", "old_table_name, new_table_name, *, schema=None", rename_table, TRUE },
  { "create_table_comment", "table_name, comment, *, existing_comment=None, schema=None", create_table_comment, TRUE },
  { "drop_table_comment", "table_name, *, existing_comment=None, schema=None", drop_table_comment, TRUE },
  { NULL },
};

const RetortFunction retort_batch_table_functions[] = {
  { "create_table_comment", "comment, *, existing_comment=None", create_table_comment, TRUE },
  { "drop_table_comment", "*, existing_comment=None", drop_table_comment, TRUE },
  { NULL },
};
