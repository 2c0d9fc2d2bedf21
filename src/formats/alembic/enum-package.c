/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic-postgresql-enum: op.sync_enum_values() makes a type anew and moves its columns over. Statements, their order and their white space are
 * those of the package (operations/sync_enum_values.py, sql_commands/). A column that is given as a tuple asks the database for its default. */
#include "formats/alembic/ops.h"

#include <string.h>

typedef struct
{
  const char    *table;
  const char    *column;
  const char    *schema;     /* nullable: none */
  gboolean       has_schema; /* FALSE: that of the type */
  gboolean       is_array;
  const char    *preset;     /* nullable: existing_server_default */
} TableReference;

static const RetortPyForeignClass reference_class = { .name = "TableReference" };
static const RetortPyForeignClass array_class = { .name = "ColumnType.ARRAY" };
static const RetortPyForeignClass common_class = { .name = "ColumnType.COMMON" };

static RetortPyValue *
get_column_type (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  if (g_str_equal (name, "ARRAY"))
    return retort_py_new_foreign (evaluation, &array_class, NULL, NULL);
  return g_str_equal (name, "COMMON") ? retort_py_new_foreign (evaluation, &common_class, NULL, NULL) : NULL;
}

static const RetortPyForeignClass column_types_class = { .name = "ColumnType", .get_attribute = get_column_type };

static RetortPyValue *
make_reference (RetortCall *call)
{
  TableReference *self = retort_py_allocate (call->evaluation, sizeof *self);
  RetortPyValue *type = retort_call_get (call, "column_type");

  self->table = retort_call_get_string (call, "table_name");
  self->column = retort_call_get_string (call, "column_name");
  self->schema = retort_call_get_string (call, "table_schema");
  self->has_schema = retort_call_get (call, "table_schema") != NULL;
  self->preset = retort_call_get_string (call, "existing_server_default");
  self->is_array = retort_value_is_of (type, &array_class);
  if (type != NULL && !self->is_array && !retort_value_is_of (type, &common_class))
    retort_call_gap_value (call, "column_type", type);
  if (self->table == NULL || self->column == NULL)
    retort_call_gap (call, "the column of %s() is not known", call->function->name);
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &reference_class, self, NULL) : NULL;
}

static const RetortFunction package_functions[] = {
  { "TableReference", "table_name, column_name, table_schema=None, column_type=ColumnType.COMMON, existing_server_default=None",
    make_reference, FALSE },
  { NULL },
};

/**
 * retort_enum_package_get:
 * @evaluation: the evaluation
 * @name: a name in the module alembic_postgresql_enum
 *
 * Returns: (nullable): what it stands for; %NULL when it is not known
 */
RetortPyValue *
retort_enum_package_get (RetortPyEvaluation *evaluation, const char *name)
{
  RetortMembers members = { package_functions, NULL };

  if (g_str_equal (name, "ColumnType"))
    return retort_py_new_foreign (evaluation, &column_types_class, NULL, NULL);
  return retort_members_get (evaluation, &members, NULL, name);
}

/* --- Statements --- */

/* One call of sync_enum_values(). */
typedef struct
{
  RetortCall  *call;
  const char  *schema;
  const char  *name;
  char        *type;     /* "schema"."name" */
  char        *old_type; /* "schema"."name_old" */
  const char **old_labels; /* renamed ones */
  const char **new_labels;
  guint        n_renamed;
} Sync;

static void
sync_clear (Sync *self)
{
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->old_type, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sync, sync_clear)

static void G_GNUC_PRINTF (2, 3)
send (Sync *self, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->call->problem == NULL)
    retort_op_execute_value (self->call, retort_py_new_string (self->call->evaluation, sql), NULL);
}

static void
create_type (Sync *self, RetortPyValue **labels, guint n_labels)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (guint i = 0; i < n_labels; i++)
    {
      const char *label = retort_value_get_string (self->call, "a value", labels[i]);

      g_string_append_printf (list, "%s'%s'", i > 0 ? ", " : "", label != NULL ? label : "");
    }
  send (self, "CREATE TYPE %s AS ENUM(%s)", self->type, list->str);
}

/* "WHEN … THEN …" for each label that is renamed. */
static char *
dup_cases (Sync *self, const char *subject, gboolean casts)
{
  GString *cases = g_string_new (NULL);

  for (guint i = 0; i < self->n_renamed; i++)
    {
      g_string_append_printf (cases, "%sWHEN %s::text = '%s' THEN '%s'", i > 0 ? " " : "", subject, self->old_labels[i], self->new_labels[i]);
      if (casts)
        g_string_append_printf (cases, "::%s", self->type);
    }
  return g_string_free (cases, FALSE);
}

static void
create_operator (Sync *self, const char *operator_, const char *function)
{
  g_autofree char *cases = dup_cases (self, "old_enum_val", FALSE);

  if (self->n_renamed > 0)
    send (self,
          "\n            CREATE FUNCTION %s(\n                new_enum_val %s, old_enum_val %s\n            )\n"
          "            RETURNS boolean AS $$\n                SELECT new_enum_val::text %s CASE\n                    %s\n\n"
          "                    ELSE old_enum_val::text\n                END;\n            $$ LANGUAGE SQL IMMUTABLE\n        ",
          function, self->type, self->old_type, operator_, cases);
  else
    send (self,
          "\n            CREATE FUNCTION %s(\n                new_enum_val %s, old_enum_val %s\n            )\n"
          "            RETURNS boolean AS $$\n                SELECT new_enum_val::text %s old_enum_val::text;\n"
          "            $$ LANGUAGE SQL IMMUTABLE\n        ",
          function, self->type, self->old_type, operator_);
  send (self,
        "\n        CREATE OPERATOR %s (\n            leftarg = %s,\n            rightarg = %s,\n            procedure = %s\n        )\n    ",
        operator_, self->type, self->old_type, function);
}

static void
drop_operator (Sync *self, const char *function)
{
  send (self, "\n        DROP FUNCTION %s(\n            new_enum_val %s, old_enum_val %s\n        ) CASCADE\n    ", function, self->type,
        self->old_type);
}

static void
cast_column (Sync *self, const TableReference *column, const char *table)
{
  g_autofree char *name = g_strdup_printf ("\"%s\"", column->column);
  g_autofree char *cases = dup_cases (self, name, TRUE);
  g_autofree char *clause = g_strdup_printf ("%s::text[]", name);

  for (guint i = 0; i < self->n_renamed; i++)
    {
      char *inner = g_steal_pointer (&clause);

      clause = g_strdup_printf ("array_replace(%s, '%s', '%s')", inner, self->old_labels[i], self->new_labels[i]);
      g_free (inner);
    }
  if (column->is_array)
    send (self, "ALTER TABLE %s \n            ALTER COLUMN %s TYPE %s[]\n            USING %s::%s[]\n            ", table, name,
          self->type, clause, self->type);
  else if (self->n_renamed > 0)
    send (self,
          "ALTER TABLE %s \n                ALTER COLUMN %s TYPE %s \n                USING CASE \n                %s\n\n"
          "                ELSE %s::text::%s\n                END\n                ",
          table, name, self->type, cases, name, self->type);
  else
    send (self, "ALTER TABLE %s \n                ALTER COLUMN %s TYPE %s \n                USING %s::text::%s\n                ", table,
          name, self->type, name, self->type);
}

/* The default under the new type (sql_commands/column_default.py); renamed labels and arrays are not followed. */
static char *
dup_default (Sync *self, const char *preset)
{
  const char *cast = strstr (preset, "::");
  g_autofree char *value = cast != NULL ? g_strndup (preset, cast - preset) : NULL;

  if (cast == NULL || self->n_renamed > 0 || g_str_has_suffix (preset, "[]") || g_str_has_prefix (preset, "ARRAY["))
    {
      retort_call_gap (self->call, "the default of a column of %s() is not understood", self->call->function->name);
      return g_strdup ("");
    }
  return g_strdup_printf ("%s::%s.%s", value, self->schema, self->name);
}

static void
move_column (Sync *self, const TableReference *column)
{
  const char *schema = column->has_schema ? column->schema : self->schema;
  g_autofree char *table = schema != NULL && *schema != '\0' ? g_strdup_printf ("\"%s\".\"%s\"", schema, column->table)
                                                             : g_strdup_printf ("\"%s\"", column->table);
  g_autofree char *preset = column->preset != NULL ? dup_default (self, column->preset) : NULL;

  if (preset != NULL)
    send (self, "ALTER TABLE %s\n             ALTER COLUMN \"%s\" DROP DEFAULT", table, column->column);
  cast_column (self, column, table);
  if (preset != NULL)
    send (self, "ALTER TABLE %s\n            ALTER COLUMN \"%s\" SET DEFAULT %s", table, column->column, preset);
}

static void
read_renames (Sync *self)
{
  RetortCall *call = self->call;
  guint n_pairs;
  RetortPyValue **pairs = retort_value_list_items (call, "enum_values_to_rename", retort_call_get (call, "enum_values_to_rename"), &n_pairs);

  self->old_labels = retort_py_allocate (call->evaluation, (n_pairs + 1) * sizeof *self->old_labels);
  self->new_labels = retort_py_allocate (call->evaluation, (n_pairs + 1) * sizeof *self->new_labels);
  for (guint i = 0; i < n_pairs; i++)
    {
      guint n_labels;
      RetortPyValue **labels = retort_value_list_items (call, "a renamed value", pairs[i], &n_labels);

      if (n_labels != 2)
        retort_call_gap (call, "a renamed value of %s() is not a pair", call->function->name);
      if (n_labels != 2 || call->problem != NULL)
        return;
      self->old_labels[i] = retort_value_get_string (call, "a renamed value", labels[0]);
      self->new_labels[i] = retort_value_get_string (call, "a renamed value", labels[1]);
      self->n_renamed++;
    }
}

/* Everything that can be wrong is looked at before the first statement is sent. */
static void
check_columns (Sync *self, RetortPyValue **columns, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      const TableReference *column = retort_value_get_data (columns[i], &reference_class);

      if (column == NULL && retort_py_value_is (columns[i], RETORT_PY_TUPLE))
        retort_call_gap (self->call, "a column of %s() that is given as a tuple asks the database for its default",
                         self->call->function->name);
      else if (column == NULL)
        retort_call_gap_value (self->call, "a column", columns[i]);
      else if (column->preset != NULL)
        g_free (dup_default (self, column->preset));
    }
}

static RetortPyValue *
sync_enum_values (RetortCall *call)
{
  guint n_labels;
  guint n_columns;
  RetortPyValue **labels = retort_value_list_items (call, "new_values", retort_call_get (call, "new_values"), &n_labels);
  RetortPyValue **columns = retort_value_list_items (call, "affected_columns", retort_call_get (call, "affected_columns"), &n_columns);
  g_auto(Sync) self = { .call = call };

  self.schema = retort_call_get_string (call, "enum_schema");
  self.name = retort_call_get_string (call, "enum_name");
  if (self.schema == NULL || self.name == NULL)
    retort_call_gap (call, "the type of %s() is not known", call->function->name);
  if (retort_call_get (call, "enum_values_to_rename") != NULL)
    read_renames (&self);
  for (guint i = 0; i < n_labels; i++)
    retort_value_get_string (call, "a value", labels[i]);
  check_columns (&self, columns, n_columns);
  if (call->problem != NULL)
    return NULL;
  self.type = g_strdup_printf ("\"%s\".\"%s\"", self.schema, self.name);
  self.old_type = g_strdup_printf ("\"%s\".\"%s_old\"", self.schema, self.name);
  send (&self, "ALTER TYPE %s RENAME TO %s_old", self.type, self.name);
  create_type (&self, labels, n_labels);
  create_operator (&self, "!=", "new_old_not_equals");
  create_operator (&self, "=", "new_old_equals");
  for (guint i = 0; i < n_columns; i++)
    move_column (&self, retort_value_get_data (columns[i], &reference_class));
  drop_operator (&self, "new_old_not_equals");
  drop_operator (&self, "new_old_equals");
  send (&self, "DROP TYPE %s", self.old_type);
  return NULL;
}

const RetortFunction retort_op_enum_functions[] = {
  { "sync_enum_values", "enum_schema, enum_name, new_values, affected_columns, enum_values_to_rename=()", sync_enum_values, TRUE },
  { NULL },
};
