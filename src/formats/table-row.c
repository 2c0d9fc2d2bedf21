/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/table-row.h"

#include "sql/quote.h"

#include <string.h>

/**
 * retort_table_layout_has:
 * @layout: (nullable): a schema and columns, joined by commas; %NULL: there is no table
 * @column: a column
 *
 * Returns: whether the table has it
 */
gboolean
retort_table_layout_has (const char *layout, const char *column)
{
  g_auto(GStrv) parts = g_strsplit (layout != NULL ? layout : "", ",", -1);

  return parts[0] != NULL && g_strv_contains ((const char *const *) parts + 1, column);
}

/**
 * retort_table_layout_dup_schema:
 * @layout: (nullable): a schema and columns, joined by commas
 *
 * Returns: (transfer full) (nullable): the schema
 */
char *
retort_table_layout_dup_schema (const char *layout)
{
  return layout != NULL && *layout != '\0' ? g_strndup (layout, strcspn (layout, ",")) : NULL;
}

/**
 * retort_table_row_new:
 * @text: a row as JSON
 *
 * Returns: (transfer full): an object; an empty one when @text is none
 */
JsonNode *
retort_table_row_new (const char *text)
{
  JsonNode *node = json_from_string (text, NULL);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return node;
  g_clear_pointer (&node, json_node_unref);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  return node;
}

static JsonNode *
find (JsonNode *row, const char *column)
{
  JsonNode *node = json_object_get_member (json_node_get_object (row), column);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/**
 * retort_table_row_dup:
 * @row: a row
 * @column: a column of it
 *
 * Returns: (transfer full) (nullable): its text; %NULL for NULL and for a column that is not there
 */
char *
retort_table_row_dup (JsonNode *row, const char *column)
{
  JsonNode *node = find (row, column);

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}

/**
 * retort_table_row_get_number:
 * @row: a row
 * @column: a column of it
 * @otherwise: what NULL counts as
 *
 * Returns: its number
 */
gint64
retort_table_row_get_number (JsonNode *row, const char *column, gint64 otherwise)
{
  JsonNode *node = find (row, column);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : otherwise;
}

/**
 * retort_table_row_is:
 * @row: a row
 * @column: a boolean column of it
 *
 * Returns: whether it is true
 */
gboolean
retort_table_row_is (JsonNode *row, const char *column)
{
  JsonNode *node = find (row, column);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/**
 * retort_table_dup_exists_sql:
 * @schema: (nullable): its schema; %NULL: the one in which it would be made
 * @table: its name
 *
 * Returns: (transfer full): a query that says whether the table exists, and its layout
 */
char *
retort_table_dup_exists_sql (const char *schema, const char *table)
{
  g_autofree char *schema_sql = schema != NULL ? retort_sql_quote_literal (schema) : g_strdup ("pg_catalog.current_schema()");
  g_autofree char *table_sql = retort_sql_quote_literal (table);

  return g_strdup_printf ("SELECT pg_catalog.count(a.attname) > 0,"
                          " pg_catalog.concat_ws(',', %s, pg_catalog.string_agg(a.attname, ',' ORDER BY a.attnum))"
                          " FROM pg_catalog.pg_attribute a"
                          " JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
                          " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                          " WHERE n.nspname = %s AND c.relname = %s AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped",
                          schema_sql, schema_sql, table_sql);
}

/**
 * retort_table_dup_read_sql:
 * @schema: (nullable): its schema; %NULL: the search path decides
 * @table: its name
 * @order: the column that orders them
 *
 * Returns: (transfer full): a query that returns each row as JSON
 */
char *
retort_table_dup_read_sql (const char *schema, const char *table, const char *order)
{
  g_autofree char *schema_sql = schema != NULL ? retort_sql_quote_identifier (schema) : NULL;
  g_autofree char *table_sql = retort_sql_quote_identifier (table);

  return g_strdup_printf ("SELECT pg_catalog.row_to_json(t)::text FROM %s%s%s AS t ORDER BY t.%s", schema_sql != NULL ? schema_sql : "",
                          schema_sql != NULL ? "." : "", table_sql, order);
}
