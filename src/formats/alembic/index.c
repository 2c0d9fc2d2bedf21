/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PGDDLCompiler.visit_create_index */
#include "formats/alembic/index.h"

#include "formats/alembic/constraint.h"
#include "formats/alembic/ddl.h"
#include "formats/alembic/naming.h"
#include "formats/alembic/quoting.h"

#include <string.h>

static RetortPyValue *index_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass index_class = {
  .name = "Index",
  .get_attribute = index_get_attribute,
};

static const char *const index_options[] = {
  "using", "include", "where", "ops", "concurrently", "with", "tablespace", "nulls_not_distinct", NULL,
};

/**
 * retort_index_from_value:
 * @value: (nullable): a value
 *
 * Returns: (nullable): the index that it is
 */
RetortIndex *
retort_index_from_value (const RetortPyValue *value)
{
  return retort_value_get_data (value, &index_class);
}

/* --- Elements --- */

/* The operator class of an element: the key is the column's or the label's name, or the text itself. */
static void
append_class (RetortCall *call, GString *out, const char *key)
{
  RetortPyValue *classes = retort_call_get_option (call, "postgresql_ops");
  RetortPyValue *value;

  if (retort_value_is_none (classes) || key == NULL)
    return;
  if (!retort_py_value_is (classes, RETORT_PY_DICT))
    {
      retort_call_gap_value (call, "postgresql_ops", classes);
      return;
    }
  value = retort_py_value_lookup (classes, key);
  if (value != NULL)
    {
      const char *name = retort_value_get_string (call, "postgresql_ops", value);

      if (name != NULL)
        g_string_append_printf (out, " %s", name);
    }
}

static const char *
element_key (const RetortClause *clause)
{
  if (clause->kind == RETORT_CLAUSE_COLUMN)
    return clause->name.text;
  return clause->kind == RETORT_CLAUSE_TEXT || clause->kind == RETORT_CLAUSE_LABEL || clause->kind == RETORT_CLAUSE_VERBATIM
           ? clause->text : NULL;
}

static void
append_element (RetortCall *call, GString *out, RetortPyValue *value)
{
  RetortName name;
  RetortClause *clause;

  if (!retort_value_is_clause (value))
    {
      name = retort_name_from_value (call, "a column", value);
      if (name.text == NULL)
        {
          retort_call_gap_value (call, "a column", value);
          return;
        }
      retort_name_append (out, name);
      append_class (call, out, name.text);
      return;
    }
  clause = retort_clause_from_value (call, "a column", value, NULL);
  if (retort_clause_append (call, out, retort_clause_group (call->evaluation, clause, NULL), retort_clause_in_ddl))
    append_class (call, out, element_key (clause));
}

/* The name under which an element becomes a column of the table that Alembic makes for the statement; expressions become none. */
static const char *
column_name (RetortCall *call, RetortPyValue *element)
{
  const RetortClause *clause;

  if (!retort_value_is_clause (element))
    return retort_py_value_get_string (element);
  clause = retort_clause_from_value (call, "a column", element, NULL);
  return clause->kind == RETORT_CLAUSE_TEXT ? clause->text : NULL;
}

static gboolean
is_repeated (RetortCall *call, RetortPyValue *const *elements, guint index)
{
  const char *name = column_name (call, elements[index]);

  for (guint i = 0; i < index && name != NULL; i++)
    if (g_strcmp0 (name, column_name (call, elements[i])) == 0)
      return TRUE;
  return FALSE;
}

static void
append_elements (RetortCall *call, GString *out, RetortPyValue *const *elements, guint n_elements)
{
  g_string_append_c (out, '(');
  for (guint i = 0; i < n_elements && call->problem == NULL; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      if (is_repeated (call, elements, i))
        retort_call_refuse (call, "a column is named twice in %s()", call->function->name);
      append_element (call, out, elements[i]);
    }
  g_string_append_c (out, ')');
}

/* --- Options --- */

static void
append_method (RetortCall *call, GString *out)
{
  const char *method = retort_value_get_string (call, "postgresql_using", retort_call_get_option (call, "postgresql_using"));
  g_autofree char *lower = NULL;

  if (method == NULL || method[0] == '\0')
    return;
  if (!g_regex_match_simple ("^[\\w_]+$", method, 0, 0))
    retort_call_refuse (call, "unexpected SQL phrase '%s'", method);
  lower = g_ascii_strdown (method, -1);
  g_string_append_printf (out, "USING %s ", lower);
}

static void
append_include (RetortCall *call, GString *out)
{
  RetortPyValue *value = retort_call_get_option (call, "postgresql_include");
  guint n_items = 0;
  RetortPyValue **items;

  if (retort_value_is_none (value))
    return;
  items = retort_value_list_items (call, "postgresql_include", value, &n_items);
  if (n_items == 0)
    return;
  g_string_append (out, " INCLUDE (");
  retort_names_append (out, retort_names_from_values (call, "a column of postgresql_include", items, n_items),
                       call->problem == NULL ? n_items : 0);
  g_string_append_c (out, ')');
}

static void
append_distinct (RetortCall *call, GString *out)
{
  RetortPyValue *value = retort_call_get_option (call, "postgresql_nulls_not_distinct");

  if (retort_value_is_none (value))
    return;
  if (!retort_py_value_is (value, RETORT_PY_BOOL))
    retort_call_gap_value (call, "postgresql_nulls_not_distinct", value);
  else
    g_string_append (out, retort_py_value_get_bool (value) ? " NULLS NOT DISTINCT" : " NULLS DISTINCT");
}

static void
append_storage (RetortCall *call, GString *out)
{
  RetortPyValue *value = retort_call_get_option (call, "postgresql_with");
  guint n_items;

  if (retort_value_is_none (value))
    return;
  if (!retort_py_value_is (value, RETORT_PY_DICT) || retort_py_value_find_unknown (value) != NULL)
    {
      retort_call_gap_value (call, "postgresql_with", value);
      return;
    }
  n_items = retort_py_value_get_n_items (value);
  for (guint i = 0; i < n_items; i++)
    {
      g_autofree char *key = retort_py_value_to_str (retort_py_value_get_key (value, i));
      g_autofree char *text = retort_py_value_to_str (retort_py_value_get_item (value, i));

      if (key == NULL || text == NULL)
        retort_call_gap_value (call, "postgresql_with", value);
      else
        g_string_append_printf (out, "%s%s = %s", i == 0 ? " WITH (" : ", ", key, text);
    }
  if (n_items > 0)
    g_string_append_c (out, ')');
}

static void
append_tablespace (RetortCall *call, GString *out)
{
  RetortName name = retort_name_from_value (call, "postgresql_tablespace", retort_call_get_option (call, "postgresql_tablespace"));

  if (name.text == NULL || name.text[0] == '\0')
    return;
  g_string_append (out, " TABLESPACE ");
  retort_name_append (out, name);
}

static void
append_condition (RetortCall *call, GString *out)
{
  RetortClause *condition = retort_clause_from_sql (call, "postgresql_where", retort_call_get_option (call, "postgresql_where"));

  if (condition == NULL)
    return;
  g_string_append (out, " WHERE ");
  retort_clause_append (call, out, condition, retort_clause_in_ddl);
}

static gboolean
is_concurrent (RetortCall *call)
{
  RetortPyValue *value = retort_call_get_option (call, "postgresql_concurrently");

  if (retort_value_is_none (value))
    return FALSE;
  if (!retort_py_value_is (value, RETORT_PY_BOOL))
    retort_call_gap_value (call, "postgresql_concurrently", value);
  return retort_py_value_get_bool (value);
}

/**
 * retort_index_check_options:
 * @call: a call with the options of an index
 *
 * Refuses options that an index does not have.
 */
void
retort_index_check_options (RetortCall *call)
{
  retort_call_check_options (call, index_options);
}

/* The names of its columns when all are given by name: an expression among them may lend the index a column of its own. */
static RetortName *
list_plain_columns (RetortCall *call, RetortPyValue *const *elements, guint n_elements)
{
  RetortName *columns = retort_py_allocate (call->evaluation, (n_elements + 1) * sizeof *columns);

  for (guint i = 0; i < n_elements; i++)
    {
      if (retort_value_is_clause (elements[i]) || retort_py_value_get_string (elements[i]) == NULL)
        return NULL;
      columns[i] = retort_name_of (retort_py_value_get_string (elements[i]));
    }
  return n_elements > 0 ? columns : NULL;
}

/* Without a table it is an Index() that a table gets later; such a one must bring its name. */
static RetortName
name_of_elements (RetortCall *call, RetortName name, RetortName table, RetortName schema, RetortPyValue *const *elements, guint n_elements)
{
  RetortName *columns = list_plain_columns (call, elements, n_elements);

  if (name.text == NULL && (columns == NULL || table.text == NULL))
    {
      retort_call_gap (call, "an index without a name over this is not understood");
      return name;
    }
  return table.text != NULL ? retort_naming_of_index (call, name, table, schema, columns, n_elements) : name;
}

static const char **
list_column_names (RetortCall *call, RetortPyValue *const *elements, guint n_elements)
{
  const char **names = retort_py_allocate (call->evaluation, (n_elements + 1) * sizeof *names);
  guint n_names = 0;

  for (guint i = 0; i < n_elements; i++)
    if (!retort_value_is_clause (elements[i]))
      names[n_names++] = retort_name_from_value (call, "a column", elements[i]).text;
  names[n_names] = NULL;
  return names;
}

/**
 * retort_index_read:
 * @call: a call with unique and the options of an index
 * @name: its name, or no name
 * @table: its table, when it is known
 * @schema: the schema of the table, when it is known
 * @elements: its columns and expressions
 * @n_elements: how many
 *
 * Returns: the index; a problem of @call when it is not understood
 */
RetortIndex *
retort_index_read (RetortCall *call, RetortName name, RetortName table, RetortName schema, RetortPyValue *const *elements,
                   guint n_elements)
{
  RetortIndex *self = retort_py_allocate (call->evaluation, sizeof *self);
  g_autoptr(GString) head = g_string_new (NULL);
  g_autoptr(GString) tail = g_string_new (NULL);
  int quote = retort_call_has (call, "quote") ? retort_call_get_tristate (call, "quote") : -1;

  if (retort_call_get_flag (call, "unique", FALSE))
    g_string_append (head, "UNIQUE ");
  g_string_append (head, "INDEX ");
  if (is_concurrent (call))
    g_string_append (head, "CONCURRENTLY ");
  retort_index_check_options (call);
  append_method (call, tail);
  append_elements (call, tail, elements, n_elements);
  append_include (call, tail);
  append_distinct (call, tail);
  append_storage (call, tail);
  append_tablespace (call, tail);
  append_condition (call, tail);
  self->name = name_of_elements (call, name, table, schema, elements, n_elements);
  if (quote >= 0)
    self->name.quote = quote;
  self->head = retort_py_strdup (call->evaluation, head->str);
  self->tail = retort_py_strdup (call->evaluation, tail->str);
  self->columns = list_column_names (call, elements, n_elements);
  self->table = NULL;
  return self;
}

/**
 * retort_index_of_column:
 * @call: the call that makes it
 * @column: the column that says index=True
 * @table: its table
 * @schema: the schema of the table
 * @is_unique: it says unique=True too
 *
 * Returns: the index
 */
RetortIndex *
retort_index_of_column (RetortCall *call, RetortName column, RetortName table, RetortName schema, gboolean is_unique)
{
  RetortIndex *self = retort_py_allocate (call->evaluation, sizeof *self);
  g_autoptr(GString) tail = g_string_new ("(");

  retort_name_append (tail, column);
  g_string_append_c (tail, ')');
  self->name = retort_naming_of_index (call, retort_name_of (NULL), table, schema, &column, 1);
  self->columns = NULL;
  self->table = NULL;
  self->head = is_unique ? "UNIQUE INDEX " : "INDEX ";
  self->tail = retort_py_strdup (call->evaluation, tail->str);
  return self;
}

/**
 * retort_index_of_geometry:
 * @call: the call that makes it
 * @column: a column of GeoAlchemy 2
 * @table: its table
 * @kind: which index its type wants
 *
 * Returns: the index that GeoAlchemy 2 makes beside the column (admin/dialects/postgresql.py, "create_spatial_index")
 */
RetortIndex *
retort_index_of_geometry (RetortCall *call, RetortName column, RetortName table, RetortSpatialIndex kind)
{
  RetortIndex *self = retort_py_allocate (call->evaluation, sizeof *self);
  g_autofree char *name = g_strdup_printf ("idx_%s_%s", table.text, column.text);
  g_autoptr(GString) tail = g_string_new ("USING gist (");

  if (kind == RETORT_SPATIAL_RASTER)
    g_string_append (tail, "ST_ConvexHull(");
  retort_name_append (tail, column);
  g_string_append (tail, kind == RETORT_SPATIAL_RASTER ? "))" : kind == RETORT_SPATIAL_ALL_DIMENSIONS ? " gist_geometry_ops_nd)" : ")");
  self->name = retort_name_of (retort_py_strdup (call->evaluation, name));
  self->columns = NULL;
  self->table = NULL;
  self->head = "INDEX ";
  self->tail = retort_py_strdup (call->evaluation, tail->str);
  return self;
}

static RetortPyValue *
index_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortMembers members = { retort_ddl_index_functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

static RetortPyValue *
make_index (RetortCall *call)
{
  const RetortTableClause *table = retort_constraint_find_table (call, call->rest, call->n_rest);
  RetortIndex *self = retort_index_read (call, retort_call_get_name (call, "name"),
                                         table != NULL ? table->name : retort_name_of (NULL), retort_name_of (NULL), call->rest, call->n_rest);

  self->table = table;
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &index_class, self, NULL) : NULL;
}

const RetortFunction retort_index_function = {
  "Index", "name, *expressions, unique=False, quote=None, info=None, **options", make_index, FALSE,
};

/**
 * retort_index_append:
 * @call: the call that writes it
 * @out: where to append
 * @self: an index
 * @table: its table
 * @schema: the schema of the table
 * @if_not_exists: add IF NOT EXISTS
 *
 * Appends the statement that makes the index.
 *
 * Returns: whether it could be written
 */
gboolean
retort_index_append (RetortCall *call, GString *out, const RetortIndex *self, RetortName table, RetortName schema, gboolean if_not_exists)
{
  g_string_append_printf (out, "CREATE %s%s", self->head, if_not_exists ? "IF NOT EXISTS " : "");
  if (!retort_constraint_append_name (call, out, self->name))
    return FALSE;
  g_string_append (out, " ON ");
  retort_name_append_schema (out, schema);
  retort_name_append (out, table);
  g_string_append_printf (out, " %s", self->tail);
  return TRUE;
}
