/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots of version 7 (pgSchema of drizzle-kit 0.31.11; docs/reference/drizzle.md, section 7.1), in the words in which drizzle-kit itself
 * would generate them (sqlgenerator.ts). */
#include "formats/drizzle/snapshot-sql.h"

#include "sql/quote.h"

#include <string.h>

/* --- JSON --- */

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* (nullable): empty counts as missing. */
static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
is_true (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

typedef void (*EachFunc) (JsonObject *member, gpointer user_data);

/* The members of a map that are objects, in the order of the file. */
static void
each (JsonObject *object, const char *name, EachFunc func, gpointer user_data)
{
  JsonObject *map = get_object (object, name);
  g_autoptr(GList) keys = map != NULL ? json_object_get_members (map) : NULL;

  for (GList *key = keys; key != NULL; key = key->next)
    {
      JsonObject *member = get_object (map, key->data);

      if (member != NULL)
        func (member, user_data);
    }
}

/* --- Names --- */

static void
append_name (GString *out, const char *schema, const char *name)
{
  g_autofree char *quoted = retort_sql_quote_identifier (name);
  g_autofree char *quoted_schema = schema != NULL ? retort_sql_quote_identifier (schema) : NULL;

  g_string_append_printf (out, "%s%s%s", quoted_schema != NULL ? quoted_schema : "", quoted_schema != NULL ? "." : "", quoted);
}

static void
append_own_name (GString *out, JsonObject *object)
{
  append_name (out, get_text (object, "schema"), get_text (object, "name") != NULL ? get_text (object, "name") : "");
}

static void
append_names (GString *out, JsonArray *names)
{
  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      append_name (out, NULL, json_array_get_string_element (names, i));
    }
}

static void
append_constraint (GString *out, JsonObject *object)
{
  g_string_append (out, "CONSTRAINT ");
  append_name (out, NULL, get_text (object, "name") != NULL ? get_text (object, "name") : "");
  g_string_append_c (out, ' ');
}

/* --- Columns --- */

/* An enum is a name to be quoted; other types are SQL. */
static void
append_type (GString *out, JsonObject *column)
{
  const char *type = get_text (column, "type") != NULL ? get_text (column, "type") : "text";
  const char *schema = get_text (column, "typeSchema");
  const char *brackets = strchr (type, '[');
  g_autofree char *name = brackets != NULL ? g_strndup (type, (gsize) (brackets - type)) : g_strdup (type);

  if (schema != NULL)
    append_name (out, schema, name);
  else
    g_string_append (out, name);
  g_string_append (out, brackets != NULL ? brackets : "");
}

static void
append_default (GString *out, JsonObject *column)
{
  JsonNode *node = json_object_get_member (column, "default");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append_printf (out, " DEFAULT %s", json_node_get_string (node));
  else
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_append_printf (out, " DEFAULT %s", text);
    }
}

static void
append_identity (GString *out, JsonObject *identity)
{
  static const struct
  {
    const char *name;
    const char *words;
  } options[] = {
    { "increment", "INCREMENT BY" }, { "minValue", "MINVALUE" }, { "maxValue", "MAXVALUE" }, { "startWith", "START WITH" }, { "cache", "CACHE" },
  };

  g_string_append_printf (out, " GENERATED %s AS IDENTITY (sequence name ",
                          g_strcmp0 (get_text (identity, "type"), "always") == 0 ? "ALWAYS" : "BY DEFAULT");
  append_own_name (out, identity);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (get_text (identity, options[i].name) != NULL)
      g_string_append_printf (out, " %s %s", options[i].words, get_text (identity, options[i].name));
  g_string_append_printf (out, "%s)", is_true (identity, "cycle") ? " CYCLE" : "");
}

static void
append_column (JsonObject *column, gpointer user_data)
{
  GString *out = user_data;
  JsonObject *generated = get_object (column, "generated");
  JsonObject *identity = get_object (column, "identity");

  g_string_append (out, g_str_has_suffix (out->str, "(") ? "" : ", ");
  append_name (out, NULL, get_text (column, "name") != NULL ? get_text (column, "name") : "");
  g_string_append_c (out, ' ');
  append_type (out, column);
  if (is_true (column, "primaryKey"))
    g_string_append (out, " PRIMARY KEY");
  append_default (out, column);
  if (generated != NULL && get_text (generated, "as") != NULL)
    g_string_append_printf (out, " GENERATED ALWAYS AS (%s) STORED", get_text (generated, "as"));
  if (identity != NULL)
    append_identity (out, identity);
  if (is_true (column, "notNull"))
    g_string_append (out, " NOT NULL");
}

static void
append_primary_key (JsonObject *key, gpointer user_data)
{
  GString *out = user_data;

  g_string_append (out, ", ");
  append_constraint (out, key);
  g_string_append (out, "PRIMARY KEY (");
  append_names (out, get_array (key, "columns"));
  g_string_append_c (out, ')');
}

static void
append_unique (JsonObject *unique, gpointer user_data)
{
  GString *out = user_data;

  g_string_append (out, ", ");
  append_constraint (out, unique);
  g_string_append_printf (out, "UNIQUE%s (", is_true (unique, "nullsNotDistinct") ? " NULLS NOT DISTINCT" : "");
  append_names (out, get_array (unique, "columns"));
  g_string_append_c (out, ')');
}

static void
append_check (JsonObject *check, gpointer user_data)
{
  GString *out = user_data;

  g_string_append (out, ", ");
  append_constraint (out, check);
  g_string_append_printf (out, "CHECK (%s)", get_text (check, "value") != NULL ? get_text (check, "value") : "");
}

/* --- Statements --- */

/* What belongs to one table. */
typedef struct
{
  JsonObject *table;
  GPtrArray  *statements; /* element: utf8 */
} Place;

static void
add (GPtrArray *statements, GString *sql)
{
  g_ptr_array_add (statements, g_string_free (sql, FALSE));
}

static void
add_enum (JsonObject *type, gpointer user_data)
{
  JsonArray *values = get_array (type, "values");
  GString *sql = g_string_new ("CREATE TYPE ");

  append_own_name (sql, type);
  g_string_append (sql, " AS ENUM (");
  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    {
      g_autofree char *value = retort_sql_quote_literal (json_array_get_string_element (values, i));

      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", value);
    }
  g_string_append_c (sql, ')');
  add (user_data, sql);
}

static void
add_sequence (JsonObject *sequence, gpointer user_data)
{
  GString *sql = g_string_new ("CREATE SEQUENCE ");

  append_own_name (sql, sequence);
  add (user_data, sql);
}

static void
add_table (JsonObject *table, gpointer user_data)
{
  GString *sql = g_string_new ("CREATE TABLE ");

  append_own_name (sql, table);
  g_string_append (sql, " (");
  each (table, "columns", append_column, sql);
  each (table, "compositePrimaryKeys", append_primary_key, sql);
  each (table, "uniqueConstraints", append_unique, sql);
  each (table, "checkConstraints", append_check, sql);
  g_string_append_c (sql, ')');
  add (user_data, sql);
  if (is_true (table, "isRLSEnabled"))
    {
      sql = g_string_new ("ALTER TABLE ");
      append_own_name (sql, table);
      g_string_append (sql, " ENABLE ROW LEVEL SECURITY");
      add (user_data, sql);
    }
}

static void
append_index_column (GString *out, JsonObject *column)
{
  const char *expression = get_text (column, "expression") != NULL ? get_text (column, "expression") : "";
  const char *nulls = get_text (column, "nulls");
  const char *class = get_text (column, "opclass");
  gboolean is_ascending = is_true (column, "asc");
  g_autofree char *order = nulls != NULL ? g_ascii_strup (nulls, -1) : NULL;

  if (is_true (column, "isExpression"))
    g_string_append (out, expression);
  else
    append_name (out, NULL, expression);
  if (class != NULL)
    g_string_append_printf (out, " %s", class);
  else if (!is_ascending)
    g_string_append (out, " DESC");
  if (order != NULL && class == NULL && !(is_ascending && g_str_equal (order, "LAST")))
    g_string_append_printf (out, " NULLS %s", order);
}

static void
add_index (JsonObject *index, gpointer user_data)
{
  Place *place = user_data;
  JsonArray *columns = get_array (index, "columns");
  GString *sql = g_string_new (is_true (index, "isUnique") ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");

  append_name (sql, NULL, get_text (index, "name") != NULL ? get_text (index, "name") : "");
  g_string_append (sql, " ON ");
  append_own_name (sql, place->table);
  g_string_append_printf (sql, " USING %s (", get_text (index, "method") != NULL ? get_text (index, "method") : "btree");
  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonNode *column = json_array_get_element (columns, i);

      g_string_append (sql, i > 0 ? "," : "");
      if (JSON_NODE_HOLDS_OBJECT (column))
        append_index_column (sql, json_node_get_object (column));
      else
        append_name (sql, NULL, json_array_get_string_element (columns, i));
    }
  g_string_append_c (sql, ')');
  if (get_text (index, "where") != NULL)
    g_string_append_printf (sql, " WHERE %s", get_text (index, "where"));
  add (place->statements, sql);
}

static void
add_foreign_key (JsonObject *key, gpointer user_data)
{
  Place *place = user_data;
  GString *sql = g_string_new ("ALTER TABLE ");

  append_own_name (sql, place->table);
  g_string_append (sql, " ADD ");
  append_constraint (sql, key);
  g_string_append (sql, "FOREIGN KEY (");
  append_names (sql, get_array (key, "columnsFrom"));
  g_string_append (sql, ") REFERENCES ");
  append_name (sql, get_text (key, "schemaTo"), get_text (key, "tableTo") != NULL ? get_text (key, "tableTo") : "");
  g_string_append (sql, " (");
  append_names (sql, get_array (key, "columnsTo"));
  g_string_append_c (sql, ')');
  if (get_text (key, "onDelete") != NULL)
    g_string_append_printf (sql, " ON DELETE %s", get_text (key, "onDelete"));
  if (get_text (key, "onUpdate") != NULL)
    g_string_append_printf (sql, " ON UPDATE %s", get_text (key, "onUpdate"));
  add (place->statements, sql);
}

static void
add_foreign_keys (JsonObject *table, gpointer user_data)
{
  Place place = { table, user_data };

  each (table, "foreignKeys", add_foreign_key, &place);
}

static void
add_indexes (JsonObject *table, gpointer user_data)
{
  Place place = { table, user_data };

  each (table, "indexes", add_index, &place);
}

static void
add_view (JsonObject *view, gpointer user_data)
{
  GString *sql = NULL;

  if (is_true (view, "isExisting") || get_text (view, "definition") == NULL)
    return;
  sql = g_string_new (is_true (view, "materialized") ? "CREATE MATERIALIZED VIEW " : "CREATE VIEW ");
  append_own_name (sql, view);
  g_string_append_printf (sql, " AS (%s)", get_text (view, "definition"));
  add (user_data, sql);
}

static void
add_schemas (JsonObject *snapshot, GPtrArray *statements)
{
  JsonObject *map = get_object (snapshot, "schemas");
  g_autoptr(GList) names = map != NULL ? json_object_get_members (map) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    {
      GString *sql = g_string_new ("CREATE SCHEMA ");

      append_name (sql, NULL, name->data);
      add (statements, sql);
    }
}

/**
 * retort_drizzle_snapshot_to_sql:
 * @snapshot: the root of a snapshot
 *
 * Roles, policies and what a table stores where are left out.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): what makes it, on an empty database; %NULL when its form is not that of version 7
 */
GPtrArray *
retort_drizzle_snapshot_to_sql (JsonObject *snapshot)
{
  GPtrArray *statements = NULL;

  if (g_strcmp0 (get_text (snapshot, "version"), "7") != 0 || get_object (snapshot, "tables") == NULL)
    return NULL;
  statements = g_ptr_array_new_with_free_func (g_free);
  add_schemas (snapshot, statements);
  each (snapshot, "enums", add_enum, statements);
  each (snapshot, "sequences", add_sequence, statements);
  each (snapshot, "tables", add_table, statements);
  each (snapshot, "tables", add_foreign_keys, statements);
  each (snapshot, "tables", add_indexes, statements);
  each (snapshot, "views", add_view, statements);
  return statements;
}
