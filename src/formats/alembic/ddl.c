/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLAlchemy's own statements about objects: CreateTable() and its like, given to execute(), and the methods create() and drop() of
 * tables, indexes and sequences, which ask whether the object is there (sqlalchemy/sql/ddl.py). */
#include "formats/alembic/ddl.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/defined-table.h"
#include "formats/alembic/ops.h"

#include <string.h>

/* CreateSequence() and its like; data: the statement. */
static const RetortPyForeignClass ddl_class = {
  .name = "DDL statement",
};

/**
 * retort_ddl_get_sql:
 * @value: (nullable): a value
 *
 * Returns: (nullable): the text of the DDL statement that it is; %NULL when it is none
 */
const char *
retort_ddl_get_sql (const RetortPyValue *value)
{
  return retort_value_get_data (value, &ddl_class);
}

static RetortPyValue *
ddl_to_value (RetortCall *call, const GString *sql)
{
  if (call->problem != NULL)
    return NULL;
  return retort_py_new_foreign (call->evaluation, &ddl_class, retort_py_strdup (call->evaluation, sql->str), NULL);
}

/* The statement of an index depends on whether it is there, as checkfirst= says. */
static void
check_index (RetortCall *call, const char *name)
{
  RetortSpan at_call = { 0, 0 };

  if (!retort_compiler_is_bind (retort_call_get (call, "bind")))
    retort_call_gap (call, "%s() with another connection than the migration's is not understood", call->function->name);
  if (retort_call_get_flag (call, "checkfirst", FALSE) && call->problem == NULL)
    retort_py_evaluation_report (call->evaluation, RETORT_PY_ISSUE_LIVE, at_call, "it depends on whether the index '%s' exists", name);
}

/* --- Sequences and schemas --- */

static void
append_sequence_ddl (GString *sql, const RetortSequence *sequence, gboolean creates, gboolean guarded)
{
  g_string_append (sql, creates ? "CREATE SEQUENCE " : "DROP SEQUENCE ");
  if (guarded)
    g_string_append (sql, creates ? "IF NOT EXISTS " : "IF EXISTS ");
  retort_name_append_schema (sql, sequence->schema);
  retort_name_append (sql, sequence->name);
  if (creates)
    retort_sequence_append_options (sql, sequence);
}

static RetortPyValue *
make_sequence_ddl (RetortCall *call, gboolean creates)
{
  const RetortSequence *sequence = retort_sequence_from_value (retort_call_get (call, "element"));
  g_autoptr(GString) sql = g_string_new (NULL);

  if (sequence == NULL)
    {
      retort_call_gap_value (call, "element", retort_call_get (call, "element"));
      return NULL;
    }
  append_sequence_ddl (sql, sequence, creates, retort_call_get_flag (call, creates ? "if_not_exists" : "if_exists", FALSE));
  return ddl_to_value (call, sql);
}

static RetortPyValue *
make_create_sequence (RetortCall *call)
{
  return make_sequence_ddl (call, TRUE);
}

static RetortPyValue *
make_drop_sequence (RetortCall *call)
{
  return make_sequence_ddl (call, FALSE);
}

static RetortPyValue *
run_sequence_ddl (RetortCall *call, gboolean creates)
{
  const RetortSequence *sequence = retort_sequence_from_value (call->receiver);
  g_autoptr(GString) sql = g_string_new (NULL);
  gboolean is_checked;

  append_sequence_ddl (sql, sequence, creates, FALSE);
  if (!retort_compiler_is_bind (retort_call_get (call, "bind")))
    retort_call_gap (call, "%s() with another connection than the migration's is not understood", call->function->name);
  is_checked = retort_call_get_flag (call, "checkfirst", TRUE);
  if (call->problem != NULL)
    return NULL;
  if (!is_checked
      || retort_compiler_find_relation (call->evaluation, RETORT_RELATION_SEQUENCE, sequence->schema.text, sequence->name.text, !creates)
           == !creates)
    retort_op_emit (call, sql);
  return NULL;
}

static RetortPyValue *
create_sequence (RetortCall *call)
{
  return run_sequence_ddl (call, TRUE);
}

static RetortPyValue *
drop_sequence (RetortCall *call)
{
  return run_sequence_ddl (call, FALSE);
}

const RetortFunction retort_ddl_sequence_functions[] = {
  { "create", "bind, checkfirst=True", create_sequence, TRUE },
  { "drop", "bind, checkfirst=True", drop_sequence, TRUE },
  { NULL },
};

static RetortPyValue *
make_create_schema (RetortCall *call)
{
  RetortName name = retort_call_get_name (call, "name");
  g_autoptr(GString) sql = g_string_new ("CREATE SCHEMA ");

  if (name.text == NULL)
    return NULL;
  if (retort_call_get_flag (call, "if_not_exists", FALSE))
    g_string_append (sql, "IF NOT EXISTS ");
  retort_name_append (sql, name);
  return ddl_to_value (call, sql);
}

static RetortPyValue *
make_drop_schema (RetortCall *call)
{
  RetortName name = retort_call_get_name (call, "name");
  g_autoptr(GString) sql = g_string_new ("DROP SCHEMA ");

  if (name.text == NULL)
    return NULL;
  if (retort_call_get_flag (call, "if_exists", FALSE))
    g_string_append (sql, "IF EXISTS ");
  retort_name_append (sql, name);
  if (retort_call_get_flag (call, "cascade", FALSE))
    g_string_append (sql, " CASCADE");
  return ddl_to_value (call, sql);
}

/* DDL("… %(name)s … 100%%", context={…}): the only text on which "%" is used before it is sent. */
static RetortPyValue *
make_ddl (RetortCall *call)
{
  const char *text = retort_call_get_string (call, "statement");
  RetortPyValue *context = retort_call_get (call, "context");
  g_autoptr(GString) sql = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0' && call->problem == NULL; p++)
    {
      const char *close = p[0] == '%' && p[1] == '(' ? strstr (p, ")s") : NULL;
      g_autofree char *key = close != NULL ? g_strndup (p + 2, close - p - 2) : NULL;
      RetortPyValue *value = key != NULL && !retort_value_is_none (context) ? retort_py_value_lookup (context, key) : NULL;
      const char *replacement = value != NULL ? retort_value_get_string (call, "a value of context", value) : NULL;

      if (p[0] != '%')
        g_string_append_c (sql, *p);
      else if (p[1] == '%')
        g_string_append_c (sql, *p++);
      else if (replacement == NULL)
        retort_call_gap (call, "the '%%' in this DDL() is not understood");
      else
        {
          g_string_append (sql, replacement);
          p = close + 1;
        }
    }
  return text != NULL ? ddl_to_value (call, sql) : NULL;
}

/* --- Tables --- */

static RetortPyValue *
make_create_table (RetortCall *call)
{
  const RetortTableClause *table = retort_table_clause_from_value (call, "the table", retort_call_get (call, "element"));
  g_autofree char *text = NULL;
  g_autoptr(GString) sql = NULL;

  if (!retort_value_is_none (retort_call_get (call, "include_foreign_key_constraints")))
    retort_call_gap (call, "include_foreign_key_constraints of CreateTable() is not understood");
  if (table != NULL)
    text = retort_defined_table_dup_sql (call, table, retort_call_get_flag (call, "if_not_exists", FALSE));
  if (text == NULL)
    return NULL;
  sql = g_string_new (text);
  return ddl_to_value (call, sql);
}

static void
append_drop_table (GString *sql, const RetortTableClause *table, gboolean if_exists)
{
  g_string_append (sql, if_exists ? "DROP TABLE IF EXISTS " : "DROP TABLE ");
  retort_table_clause_append (sql, table);
}

static RetortPyValue *
make_drop_table (RetortCall *call)
{
  const RetortTableClause *table = retort_table_clause_from_value (call, "the table", retort_call_get (call, "element"));
  g_autoptr(GString) sql = g_string_new (NULL);

  if (table == NULL)
    return NULL;
  append_drop_table (sql, table, retort_call_get_flag (call, "if_exists", FALSE));
  return ddl_to_value (call, sql);
}

/* --- Indexes and constraints --- */

static void
append_create_index (RetortCall *call, GString *sql, const RetortIndex *index, gboolean if_not_exists)
{
  if (index == NULL || index->table == NULL)
    retort_call_gap (call, "the table of the index of %s() is not known", call->function->name);
  else
    retort_index_append (call, sql, index, index->table->name, index->table->schema, if_not_exists);
}

static void
append_drop_index (RetortCall *call, GString *sql, const RetortIndex *index, gboolean if_exists)
{
  if (index == NULL || index->table == NULL)
    {
      retort_call_gap (call, "the table of the index of %s() is not known", call->function->name);
      return;
    }
  g_string_append (sql, strstr (index->head, "CONCURRENTLY") != NULL ? "DROP INDEX CONCURRENTLY " : "DROP INDEX ");
  g_string_append (sql, if_exists ? "IF EXISTS " : "");
  retort_name_append_schema (sql, index->table->schema);
  retort_constraint_append_name (call, sql, index->name);
}

static RetortPyValue *
make_create_index (RetortCall *call)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  append_create_index (call, sql, retort_index_from_value (retort_call_get (call, "element")),
                       retort_call_get_flag (call, "if_not_exists", FALSE));
  return ddl_to_value (call, sql);
}

static RetortPyValue *
make_drop_index (RetortCall *call)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  append_drop_index (call, sql, retort_index_from_value (retort_call_get (call, "element")),
                     retort_call_get_flag (call, "if_exists", FALSE));
  return ddl_to_value (call, sql);
}

static RetortPyValue *
create_index (RetortCall *call)
{
  const RetortIndex *index = retort_index_from_value (call->receiver);
  g_autoptr(GString) sql = g_string_new (NULL);

  append_create_index (call, sql, index, FALSE);
  if (call->problem == NULL)
    check_index (call, index->name.text);
  retort_op_emit (call, sql);
  return NULL;
}

static RetortPyValue *
drop_index (RetortCall *call)
{
  const RetortIndex *index = retort_index_from_value (call->receiver);
  g_autoptr(GString) sql = g_string_new (NULL);

  append_drop_index (call, sql, index, FALSE);
  if (call->problem == NULL)
    check_index (call, index->name.text);
  retort_op_emit (call, sql);
  return NULL;
}

const RetortFunction retort_ddl_index_functions[] = {
  { "create", "bind, checkfirst=False", create_index, TRUE },
  { "drop", "bind, checkfirst=False", drop_index, TRUE },
  { NULL },
};

/* "ALTER TABLE schema.table " of a constraint whose columns say the table; NULL with a problem. */
static GString *
alter_table_of (RetortCall *call, const RetortConstraint *constraint)
{
  GString *sql;

  if (constraint == NULL || constraint->table == NULL || retort_compiler_has_naming (call->evaluation))
    {
      retort_call_gap (call, "the table of the constraint of %s() is not known", call->function->name);
      return NULL;
    }
  sql = g_string_new ("ALTER TABLE ");
  retort_table_clause_append (sql, constraint->table);
  return sql;
}

static RetortPyValue *
make_add_constraint (RetortCall *call)
{
  const RetortConstraint *constraint = retort_constraint_from_value (retort_call_get (call, "element"));
  g_autoptr(GString) sql = alter_table_of (call, constraint);

  if (sql == NULL)
    return NULL;
  g_string_append (sql, " ADD ");
  retort_constraint_append (call, sql, constraint);
  return ddl_to_value (call, sql);
}

static RetortPyValue *
make_drop_constraint (RetortCall *call)
{
  const RetortConstraint *constraint = retort_constraint_from_value (retort_call_get (call, "element"));
  g_autoptr(GString) sql = alter_table_of (call, constraint);

  if (sql == NULL)
    return NULL;
  if (constraint->name.text == NULL)
    {
      retort_call_refuse (call, "can't emit DROP CONSTRAINT for a constraint that has no name");
      return NULL;
    }
  g_string_append (sql, retort_call_get_flag (call, "if_exists", FALSE) ? " DROP CONSTRAINT IF EXISTS " : " DROP CONSTRAINT ");
  retort_constraint_append_name (call, sql, constraint->name);
  if (retort_call_get_flag (call, "cascade", FALSE))
    g_string_append (sql, " CASCADE");
  return ddl_to_value (call, sql);
}

/* --- All of them --- */

const RetortFunction retort_ddl_functions[] = {
  { "CreateTable", "element, include_foreign_key_constraints=None, if_not_exists=False", make_create_table, FALSE },
  { "DropTable", "element, if_exists=False", make_drop_table, FALSE },
  { "CreateIndex", "element, if_not_exists=False", make_create_index, FALSE },
  { "DropIndex", "element, if_exists=False", make_drop_index, FALSE },
  { "AddConstraint", "element, *, isolate_from_table=True", make_add_constraint, FALSE },
  { "DropConstraint", "element, *, cascade=False, if_exists=False, isolate_from_table=True", make_drop_constraint, FALSE },
  { "CreateSequence", "element, if_not_exists=False", make_create_sequence, FALSE },
  { "DropSequence", "element, if_exists=False", make_drop_sequence, FALSE },
  { "CreateSchema", "name, if_not_exists=False", make_create_schema, FALSE },
  { "DropSchema", "name, cascade=False, if_exists=False", make_drop_schema, FALSE },
  { "DDL", "statement, context=None", make_ddl, FALSE },
  { NULL },
};
