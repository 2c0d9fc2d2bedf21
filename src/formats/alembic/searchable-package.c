/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlalchemy-searchable: sync_trigger() and drop_trigger(). Statements, their order and their white space are those of the package, where 2.0 to 3.0
 * say the same (sqlalchemy_searchable/__init__.py): for names that need no quotes. What a vectorizer does with a column is not followed. */
#include "formats/alembic/compiler.h"
#include "formats/alembic/ops.h"
#include "formats/alembic/quoting.h"

#include <string.h>

/* One call. */
typedef struct
{
  RetortCall    *call;
  const char    *table;
  const char    *column;
  const char    *schema;        /* nullable */
  const char    *regconfig;
  const char    *trigger_name;  /* with {table} and {column} in it */
  const char    *function_name;
  RetortPyValue *weights;       /* nullable: a dict */
  char          *trigger;
  char          *function;
  char          *quoted_table;
} Search;

/* data: Search*, of which only the options are set */
static const RetortPyForeignClass options_class = { .name = "SearchOptions" };

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->trigger, g_free);
  g_clear_pointer (&self->function, g_free);
  g_clear_pointer (&self->quoted_table, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* Letters, digits and what joins them: said the same by every version, with quotes and without. */
static gboolean
is_plain_name (const char *name, const char *besides)
{
  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '_' && strchr (besides, *at) == NULL)
      return FALSE;
  return *name != '\0';
}

static void
check_column (RetortCall *call, const char *name)
{
  if (name != NULL && (!is_plain_name (name, "") || retort_alembic_needs_quotes (name)))
    retort_call_gap (call, "the column '%s' is quoted by some versions of sqlalchemy-searchable", name);
}

/* --- Options --- */

/* FALSE: not understood. */
static gboolean
take_option (Search *self, const char *name, RetortPyValue *value)
{
  const struct { const char *name; const char **place; } places[] = {
    { "regconfig", &self->regconfig },
    { "search_trigger_name", &self->trigger_name },
    { "search_trigger_function_name", &self->function_name },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (places[i].name, name))
      {
        *places[i].place = retort_py_value_get_string (value);
        return *places[i].place != NULL && is_plain_name (*places[i].place, i == 0 ? "." : "{}");
      }
  if (g_str_equal (name, "weights"))
    {
      self->weights = value;
      return retort_py_value_is (value, RETORT_PY_DICT) && retort_py_value_find_unknown (value) == NULL;
    }
  return g_str_equal (name, "auto_index");
}

static void
set_defaults (Search *self)
{
  self->regconfig = "pg_catalog.english";
  self->trigger_name = "{table}_{column}_trigger";
  self->function_name = "{table}_{column}_update";
}

static RetortPyValue *
make_options (RetortCall *call)
{
  Search *self = retort_py_allocate (call->evaluation, sizeof *self);

  set_defaults (self);
  for (guint i = 0; i < call->n_options; i++)
    if (!take_option (self, call->option_names[i], call->option_values[i]))
      retort_call_gap (call, "these options of %s() are not understood", call->function->name);
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &options_class, self, NULL) : NULL;
}

/* What 3.0 takes as SearchOptions is a dict before it. */
static void
read_options (Search *self)
{
  RetortPyValue *value = retort_call_get (self->call, "options");
  const Search *given = value != NULL ? retort_value_get_data (value, &options_class) : NULL;

  set_defaults (self);
  if (given != NULL)
    {
      self->regconfig = given->regconfig;
      self->trigger_name = given->trigger_name;
      self->function_name = given->function_name;
      self->weights = given->weights;
      return;
    }
  if (retort_value_is_none (value))
    return;
  for (guint i = 0; i < retort_py_value_get_n_items (value) || !retort_py_value_is (value, RETORT_PY_DICT); i++)
    {
      const char *name = retort_py_value_is (value, RETORT_PY_DICT) ? retort_py_value_get_string (retort_py_value_get_key (value, i)) : NULL;

      if (name == NULL || !take_option (self, name, retort_py_value_get_item (value, i)))
        {
          retort_call_gap (self->call, "these options of %s() are not understood", self->call->function->name);
          return;
        }
    }
}

static char *
fill_name (const Search *self, const char *pattern)
{
  g_autoptr(GString) name = g_string_new (pattern);

  g_string_replace (name, "{table}", self->table, 0);
  g_string_replace (name, "{column}", self->column, 0);
  if (!is_plain_name (name->str, ""))
    retort_call_gap (self->call, "the name '%s' is not understood", pattern);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* What both functions are given. FALSE: not understood. */
static gboolean
read_call (Search *self, RetortCall *call)
{
  self->call = call;
  self->table = retort_call_get_string (call, "table_name");
  self->column = retort_call_get_string (call, "tsvector_column");
  self->schema = retort_call_get_string (call, "schema");
  if (!retort_compiler_is_bind (retort_call_get (call, "conn")))
    retort_call_gap (call, "the connection of %s() is not known", call->function->name);
  if (!retort_value_is_none (retort_call_get (call, "metadata")))
    retort_call_gap (call, "the metadata of %s() may know vectorizers", call->function->name);
  if (self->table == NULL || self->column == NULL)
    retort_call_gap (call, "the column of %s() is not known", call->function->name);
  else if (!is_plain_name (self->table, "") || (self->schema != NULL && !is_plain_name (self->schema, "")))
    retort_call_gap (call, "the name of the table of %s() is not understood", call->function->name);
  check_column (call, self->column);
  read_options (self);
  if (call->problem != NULL)
    return FALSE;
  self->trigger = fill_name (self, self->trigger_name);
  self->function = fill_name (self, self->function_name);
  self->quoted_table = self->schema != NULL ? g_strdup_printf ("%s.\"%s\"", self->schema, self->table) : g_strdup_printf ("\"%s\"", self->table);
  return call->problem == NULL;
}

/* --- Statements --- */

static void G_GNUC_PRINTF (2, 3)
send (Search *self, const char *format, ...)
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
send_drops (Search *self)
{
  send (self, "DROP TRIGGER IF EXISTS %s ON %s", self->trigger, self->quoted_table);
  send (self, "DROP FUNCTION IF EXISTS %s()", self->function);
}

/* The weight of a column; NULL: it has none. */
static const char *
weight_of (Search *self, const char *column)
{
  RetortPyValue *weight = self->weights != NULL ? retort_py_value_lookup (self->weights, column) : NULL;
  const char *letter = weight != NULL ? retort_py_value_get_string (weight) : NULL;

  if (weight != NULL && (letter == NULL || !is_plain_name (letter, "")))
    retort_call_gap (self->call, "the weight of '%s' is not understood", column);
  return letter;
}

static void
send_function (Search *self, const char *const *columns, guint n_columns)
{
  g_autoptr(GString) vector = g_string_new (NULL);

  for (guint i = 0; i < n_columns; i++)
    {
      const char *weight = weight_of (self, columns[i]);

      g_string_append (vector, i > 0 ? " || " : "");
      g_string_append (vector, weight != NULL ? "setweight(" : "");
      g_string_append_printf (vector, "to_tsvector('%s', coalesce(NEW.%s, ''))", self->regconfig, columns[i]);
      if (weight != NULL)
        g_string_append_printf (vector, ", '%s')", weight);
    }
  send (self,
        "CREATE FUNCTION\n            %s() RETURNS TRIGGER AS $$\n        BEGIN\n            NEW.%s = %s;\n"
        "            RETURN NEW;\n        END\n        $$ LANGUAGE 'plpgsql';\n        ",
        self->function, self->column, vector->str);
}

static void
send_trigger (Search *self, const char *const *columns, guint n_columns)
{
  g_autoptr(GString) procedure = g_string_new (NULL);

  if (self->weights != NULL && retort_py_value_get_n_items (self->weights) > 0)
    g_string_printf (procedure, "%s()", self->function);
  else
    {
      g_string_printf (procedure, "tsvector_update_trigger(%s, '%s'", self->column, self->regconfig);
      for (guint i = 0; i < n_columns; i++)
        g_string_append_printf (procedure, ", %s", columns[i]);
      g_string_append_c (procedure, ')');
    }
  send (self, "CREATE TRIGGER %s BEFORE UPDATE OR INSERT ON %s FOR EACH ROW EXECUTE PROCEDURE %s", self->trigger, self->quoted_table,
        procedure->str);
}

static void
send_update (Search *self, const char *column)
{
  g_autoptr(GString) table = g_string_new (NULL);

  if (self->schema != NULL)
    {
      retort_alembic_append_name (table, self->schema);
      g_string_append_c (table, '.');
    }
  retort_alembic_append_name (table, self->table);
  send (self, "UPDATE %s SET %s=%s", table->str, column, column);
}

static RetortPyValue *
sync_trigger (RetortCall *call)
{
  g_auto(Search) self = { .call = call };
  guint n_columns;
  RetortPyValue **items = retort_value_list_items (call, "indexed_columns", retort_call_get (call, "indexed_columns"), &n_columns);
  const char **columns = retort_py_allocate (call->evaluation, (n_columns + 1) * sizeof *columns);

  for (guint i = 0; i < n_columns; i++)
    {
      columns[i] = retort_value_get_string (call, "a column", items[i]);
      check_column (call, columns[i]);
    }
  if (n_columns == 0)
    retort_call_gap (call, "%s() is given no columns", call->function->name);
  if (!read_call (&self, call) || call->problem != NULL)
    return NULL;
  send_drops (&self);
  send_function (&self, columns, n_columns);
  send_trigger (&self, columns, n_columns);
  if (retort_call_get_flag (call, "update_rows", TRUE))
    send_update (&self, columns[0]);
  return NULL;
}

static RetortPyValue *
drop_trigger (RetortCall *call)
{
  g_auto(Search) self = { .call = call };

  if (read_call (&self, call))
    send_drops (&self);
  return NULL;
}

static const RetortFunction package_functions[] = {
  { "SearchOptions", "**options", make_options, FALSE },
  { "drop_trigger", "conn, table_name, tsvector_column, metadata=None, options=None, schema=None", drop_trigger, TRUE },
  { "sync_trigger", "conn, table_name, tsvector_column, indexed_columns, metadata=None, options=None, schema=None, update_rows=True",
    sync_trigger, TRUE },
  { NULL },
};

/**
 * retort_searchable_package_get:
 * @evaluation: the evaluation
 * @name: a name in the module sqlalchemy_searchable
 *
 * Returns: (nullable): what it stands for; %NULL when it is not known
 */
RetortPyValue *
retort_searchable_package_get (RetortPyEvaluation *evaluation, const char *name)
{
  RetortMembers members = { package_functions, NULL };

  return retort_members_get (evaluation, &members, NULL, name);
}
