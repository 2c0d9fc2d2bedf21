/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows as the maps of version 7, which snapshot-sql.c writes as statements. Source: drizzle-kit 1.0.0-rc.5, the columns of createDDL for
 * PostgreSQL; what is said of roles, policies and privileges is left out. */
#include "formats/drizzle/snapshot-rows.h"

#include <string.h>

/* A snapshot of version 7 while it is filled. */
typedef struct
{
  JsonObject *tables;
  JsonObject *enums;
  JsonObject *sequences;
  JsonObject *schemas;
  JsonObject *views;
} Maps;

/* --- Members --- */

/* (nullable) */
static const char *
get_text (JsonObject *row, const char *name)
{
  JsonNode *node = row != NULL ? json_object_get_member (row, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gint64
get_number (JsonObject *row, const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

static gboolean
is_true (JsonObject *row, const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/* Under another name, unless it is null. */
static void
take (JsonObject *to, const char *name, JsonObject *from, const char *member)
{
  JsonNode *node = json_object_get_member (from, member);

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    json_object_set_member (to, name, json_node_copy (node));
}

static JsonObject *
get_map (JsonObject *object, const char *name)
{
  if (!json_object_has_member (object, name))
    json_object_set_object_member (object, name, json_object_new ());
  return json_object_get_object_member (object, name);
}

/* A copy of the row in a map of the table that it belongs to; NULL: the table is not there. */
static JsonObject *
add_part (const Maps *self, JsonObject *row, const char *map)
{
  g_autofree char *key = g_strdup_printf ("%s.%s", get_text (row, "schema"), get_text (row, "table"));
  JsonObject *table = json_object_has_member (self->tables, key) ? json_object_get_object_member (self->tables, key) : NULL;
  JsonObject *part = NULL;

  if (table == NULL || get_text (row, "name") == NULL)
    return NULL;
  part = json_object_new ();
  take (part, "name", row, "name");
  json_object_set_object_member (get_map (table, map), get_text (row, "name"), part);
  return part;
}

static JsonObject *
add_object (JsonObject *map, JsonObject *row)
{
  g_autofree char *key = g_strdup_printf ("%s.%s", get_text (row, "schema"), get_text (row, "name"));
  JsonObject *object = json_object_new ();

  take (object, "name", row, "name");
  take (object, "schema", row, "schema");
  json_object_set_object_member (map, key, object);
  return object;
}

/* --- One function a type of rows --- */

static void
add_schema (const Maps *self, JsonObject *row)
{
  if (g_strcmp0 (get_text (row, "name"), "public") != 0 && get_text (row, "name") != NULL)
    json_object_set_string_member (self->schemas, get_text (row, "name"), get_text (row, "name"));
}

static void
add_enum (const Maps *self, JsonObject *row)
{
  take (add_object (self->enums, row), "values", row, "values");
}

static void
add_sequence (const Maps *self, JsonObject *row)
{
  add_object (self->sequences, row);
}

static void
add_view (const Maps *self, JsonObject *row)
{
  JsonObject *view = add_object (self->views, row);

  take (view, "definition", row, "definition");
  take (view, "materialized", row, "materialized");
}

static void
add_table (const Maps *self, JsonObject *row)
{
  take (add_object (self->tables, row), "isRLSEnabled", row, "isRlsEnabled");
}

static void
add_identity (JsonObject *column, JsonObject *row, JsonObject *identity)
{
  static const char *const members[] = { "type", "name", "increment", "startWith", "minValue", "maxValue", "cycle" };
  g_autofree char *cache = g_strdup_printf ("%" G_GINT64_FORMAT, get_number (identity, "cache"));
  JsonObject *copy = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    take (copy, members[i], identity, members[i]);
  take (copy, "schema", row, "schema");
  if (get_number (identity, "cache") > 0)
    json_object_set_string_member (copy, "cache", cache);
  json_object_set_object_member (column, "identity", copy);
}

static void
add_column (const Maps *self, JsonObject *row)
{
  static const char *const members[] = { "default", "notNull", "generated" };
  JsonObject *column = add_part (self, row, "columns");
  JsonNode *identity = json_object_get_member (row, "identity");
  g_autoptr(GString) type = g_string_new (get_text (row, "type"));

  if (column == NULL)
    return;
  for (gint64 i = get_number (row, "dimensions"); i > 0; i--)
    g_string_append (type, "[]");
  json_object_set_string_member (column, "type", type->str);
  if (g_strcmp0 (get_text (row, "typeSchema"), "pg_catalog") != 0)
    take (column, "typeSchema", row, "typeSchema");
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    take (column, members[i], row, members[i]);
  if (identity != NULL && JSON_NODE_HOLDS_OBJECT (identity))
    add_identity (column, row, json_node_get_object (identity));
}

/* Version 7 writes nothing behind an operator class: the order goes with its name. */
static void
add_order (JsonObject *column, JsonObject *row)
{
  JsonNode *node = json_object_get_member (row, "opclass");
  JsonObject *class = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gboolean is_ascending = is_true (row, "asc");
  gboolean has_nulls_first = is_true (row, "nullsFirst");
  g_autofree char *text = NULL;

  if (class == NULL || is_true (class, "default"))
    {
      json_object_set_string_member (column, "nulls", has_nulls_first ? "first" : "last");
      return;
    }
  text = g_strdup_printf ("%s%s%s", get_text (class, "name"), is_ascending ? "" : " DESC",
                          is_ascending != has_nulls_first ? "" : has_nulls_first ? " NULLS FIRST" : " NULLS LAST");
  json_object_set_string_member (column, "opclass", text);
}

static void
add_index (const Maps *self, JsonObject *row)
{
  static const char *const members[] = { "isUnique", "method", "where" };
  JsonObject *index = add_part (self, row, "indexes");
  JsonNode *node = json_object_get_member (row, "columns");
  JsonArray *columns = json_array_new ();

  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);
      JsonObject *column = json_object_new ();

      if (JSON_NODE_HOLDS_OBJECT (element))
        {
          take (column, "expression", json_node_get_object (element), "value");
          take (column, "isExpression", json_node_get_object (element), "isExpression");
          take (column, "asc", json_node_get_object (element), "asc");
          add_order (column, json_node_get_object (element));
        }
      json_array_add_object_element (columns, column);
    }
  if (index == NULL)
    {
      json_array_unref (columns);
      return;
    }
  json_object_set_array_member (index, "columns", columns);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    take (index, members[i], row, members[i]);
}

static void
add_foreign_key (const Maps *self, JsonObject *row)
{
  static const char *const members[] = { "schemaTo", "tableTo", "columnsTo", "onDelete", "onUpdate" };
  JsonObject *key = add_part (self, row, "foreignKeys");

  for (gsize i = 0; key != NULL && i < G_N_ELEMENTS (members); i++)
    take (key, members[i], row, members[i]);
  if (key != NULL)
    take (key, "columnsFrom", row, "columns");
}

static void
add_primary_key (const Maps *self, JsonObject *row)
{
  JsonObject *key = add_part (self, row, "compositePrimaryKeys");

  if (key != NULL)
    take (key, "columns", row, "columns");
}

static void
add_unique (const Maps *self, JsonObject *row)
{
  JsonObject *key = add_part (self, row, "uniqueConstraints");

  if (key == NULL)
    return;
  take (key, "columns", row, "columns");
  take (key, "nullsNotDistinct", row, "nullsNotDistinct");
}

static void
add_check (const Maps *self, JsonObject *row)
{
  JsonObject *check = add_part (self, row, "checkConstraints");

  if (check != NULL)
    take (check, "value", row, "value");
}

/* What the tables hold comes after them. */
static const struct
{
  const char *type;
  void      (*add) (const Maps *self, JsonObject *row);
} types[] = {
  { "schemas", add_schema },
  { "enums", add_enum },
  { "sequences", add_sequence },
  { "tables", add_table },
  { "columns", add_column },
  { "pks", add_primary_key },
  { "uniques", add_unique },
  { "checks", add_check },
  { "fks", add_foreign_key },
  { "indexes", add_index },
  { "views", add_view },
};

/**
 * retort_drizzle_snapshot_has_rows:
 * @snapshot: the root of a snapshot
 *
 * Returns: whether it is of the second generation: it lists rows, or what to do to those of another one
 */
gboolean
retort_drizzle_snapshot_has_rows (JsonObject *snapshot)
{
  return json_object_has_member (snapshot, "ddl") || json_object_has_member (snapshot, "deltas");
}

/**
 * retort_drizzle_rows_to_snapshot:
 * @rows: (element-type JsonObject): all rows of a schema
 *
 * Returns: (transfer full): the same as a snapshot of version 7
 */
JsonObject *
retort_drizzle_rows_to_snapshot (GPtrArray *rows)
{
  JsonObject *snapshot = json_object_new ();
  Maps maps = { 0 };

  json_object_set_string_member (snapshot, "version", "7");
  maps.tables = get_map (snapshot, "tables");
  maps.enums = get_map (snapshot, "enums");
  maps.sequences = get_map (snapshot, "sequences");
  maps.schemas = get_map (snapshot, "schemas");
  maps.views = get_map (snapshot, "views");
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    for (guint j = 0; j < rows->len; j++)
      if (g_strcmp0 (get_text (g_ptr_array_index (rows, j), "entityType"), types[i].type) == 0)
        types[i].add (&maps, g_ptr_array_index (rows, j));
  return snapshot;
}
