/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources: drizzle-orm 0.45.4, pg-core/schema, pg-core/columns/enum, pg-core/roles, pg-core/table (pgTableCreator). */
#include "formats/drizzle/names-ts.h"

#include "sql/quote.h"

#include <string.h>

struct _RetortDrizzleNames
{
  GHashTable *enums;    /* key: variable; value: the type as SQL writes it */
  GHashTable *helpers;  /* key: variable; value: RetortDrizzleHelper */
  GHashTable *schemas;  /* key: variable; value: a name */
  GHashTable *roles;    /* key: variable; value: a name */
  GHashTable *creators; /* key: variable; value: GStrv: what stands before and after a table's name */
  GPtrArray  *made;     /* element: RetortDrizzleMade */
};

static void
made_free (gpointer data)
{
  g_free (((RetortDrizzleMade *) data)->sql);
  g_free (data);
}

/**
 * retort_drizzle_names_new:
 *
 * Returns: (transfer full): no names yet
 */
RetortDrizzleNames *
retort_drizzle_names_new (void)
{
  RetortDrizzleNames *self = g_new0 (RetortDrizzleNames, 1);

  self->enums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->helpers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->creators = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->made = g_ptr_array_new_with_free_func (made_free);
  return self;
}

/**
 * retort_drizzle_names_free:
 * @self: (transfer full) (nullable): names
 */
void
retort_drizzle_names_free (RetortDrizzleNames *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->enums);
  g_hash_table_unref (self->helpers);
  g_hash_table_unref (self->schemas);
  g_hash_table_unref (self->roles);
  g_hash_table_unref (self->creators);
  g_ptr_array_unref (self->made);
  g_free (self);
}

static void
add_made (RetortDrizzleNames *self, const RetortTypescript *file, TSNode node, const char *sql)
{
  RetortDrizzleMade *made = g_new0 (RetortDrizzleMade, 1);

  made->sql = g_strdup (sql);
  made->file = file;
  made->span = (RetortSpan){ ts_node_start_byte (node), ts_node_end_byte (node) };
  g_ptr_array_add (self->made, made);
}

/* What a call calls, and its first argument when that is a text. */
static char *
dup_function (const RetortTypescript *file, TSNode call, char **name)
{
  TSNode function = retort_typescript_field (call, "function");
  TSNode arguments = retort_typescript_field (call, "arguments");

  *name = NULL;
  if (!retort_typescript_is (call, "call_expression") || ts_node_is_null (function) || ts_node_is_null (arguments))
    return NULL;
  *name = retort_typescript_dup_string (file, ts_node_named_child (arguments, 0));
  return retort_typescript_dup_text (file, function);
}

/**
 * retort_drizzle_names_take_schema:
 * @self: names
 * @file: where it stands
 * @variable: its name in TypeScript
 * @value: an expression
 *
 * Takes what pgSchema (…) makes: other declarations need it.
 */
void
retort_drizzle_names_take_schema (RetortDrizzleNames *self, const RetortTypescript *file, const char *variable, TSNode value)
{
  g_autofree char *name = NULL;
  g_autofree char *function = dup_function (file, value, &name);
  g_autofree char *quoted = NULL;
  g_autofree char *sql = NULL;

  if (g_strcmp0 (function, "pgSchema") != 0 || name == NULL)
    return;
  quoted = retort_sql_quote_identifier (name);
  sql = g_strdup_printf ("CREATE SCHEMA IF NOT EXISTS %s", quoted);
  add_made (self, file, value, sql);
  g_hash_table_insert (self->schemas, g_strdup (variable), g_strdup (name));
}

/* ["a", "b"] (nullable): its values are computed. */
static char *
dup_values (const RetortTypescript *file, TSNode values)
{
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) list = retort_typescript_read_literal (file, values, unknown);
  JsonArray *array = list != NULL && JSON_NODE_HOLDS_ARRAY (list) && unknown->len == 0 ? json_node_get_array (list) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *value = NULL;

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      value = retort_sql_quote_literal (json_node_get_string (element));
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* pgEnum ("mood", ["sad"]), auth.enum ("level", …) */
static void
take_enum (RetortDrizzleNames *self, const RetortTypescript *file, const char *variable, TSNode call, const char *schema, const char *name)
{
  g_autofree char *quoted_schema = schema != NULL ? retort_sql_quote_identifier (schema) : NULL;
  g_autofree char *quoted = retort_sql_quote_identifier (name);
  g_autofree char *type = schema != NULL ? g_strdup_printf ("%s.%s", quoted_schema, quoted) : g_strdup (quoted);
  g_autofree char *values = dup_values (file, ts_node_named_child (retort_typescript_field (call, "arguments"), 1));
  g_autofree char *sql = values != NULL ? g_strdup_printf ("CREATE TYPE %s AS ENUM (%s)", type, values) : NULL;

  if (sql != NULL)
    add_made (self, file, call, sql);
  g_hash_table_insert (self->enums, g_strdup (variable), g_steal_pointer (&type));
}

/* `const id = () => uuid ("id").primaryKey ()` */
static void
take_helper (RetortDrizzleNames *self, const RetortTypescript *file, const char *variable, TSNode function)
{
  TSNode parameters = retort_typescript_field (function, "parameters");
  TSNode result = retort_typescript_find_result (file, function);
  RetortDrizzleHelper *helper = NULL;

  if (ts_node_is_null (parameters) || ts_node_named_child_count (parameters) > 0 || !retort_typescript_is (result, "call_expression"))
    return;
  helper = g_new0 (RetortDrizzleHelper, 1);
  helper->file = file;
  helper->result = result;
  g_hash_table_insert (self->helpers, g_strdup (variable), helper);
}

/* pgTableCreator ((name) => `shop_${name}`) */
static void
take_creator (RetortDrizzleNames *self, const RetortTypescript *file, const char *variable, TSNode call)
{
  TSNode function = ts_node_named_child (retort_typescript_field (call, "arguments"), 0);
  TSNode text = retort_typescript_find_result (file, function);
  TSNode hole = ts_node_is_null (text) || ts_node_named_child_count (text) == 0 ? (TSNode){ 0 } : ts_node_named_child (text, 0);
  g_autofree char *whole = NULL;
  char *parts[3] = { NULL, NULL, NULL };

  for (guint32 i = 0; !ts_node_is_null (hole) && i < ts_node_named_child_count (text); i++)
    if (retort_typescript_is (ts_node_named_child (text, i), "template_substitution"))
      hole = ts_node_named_child (text, i);
  if (!retort_typescript_is (text, "template_string") || !retort_typescript_is (hole, "template_substitution")
      || !retort_typescript_is (ts_node_named_child (hole, 0), "identifier"))
    return;
  whole = retort_typescript_dup_text (file, text);
  parts[0] = g_strndup (whole + 1, ts_node_start_byte (hole) - ts_node_start_byte (text) - 1);
  parts[1] = g_strndup (whole + (ts_node_end_byte (hole) - ts_node_start_byte (text)), ts_node_end_byte (text) - ts_node_end_byte (hole) - 1);
  if (strchr (parts[0], '$') == NULL && strchr (parts[1], '$') == NULL && strchr (whole, '\\') == NULL)
    g_hash_table_insert (self->creators, g_strdup (variable), g_strdupv (parts));
  g_free (parts[0]);
  g_free (parts[1]);
}

/**
 * retort_drizzle_names_take:
 * @self: names, with all schemas
 * @file: where it stands
 * @variable: its name in TypeScript
 * @value: an expression
 *
 * Takes enums, roles, functions that make columns and functions that name tables.
 */
void
retort_drizzle_names_take (RetortDrizzleNames *self, const RetortTypescript *file, const char *variable, TSNode value)
{
  g_autofree char *name = NULL;
  g_autofree char *function = dup_function (file, value, &name);
  const char *dot = function != NULL ? strchr (function, '.') : NULL;
  g_autofree char *object = dot != NULL ? g_strndup (function, (gsize) (dot - function)) : NULL;
  const char *schema = object != NULL ? g_hash_table_lookup (self->schemas, object) : NULL;

  take_helper (self, file, variable, value);
  if (g_strcmp0 (function, "pgTableCreator") == 0)
    take_creator (self, file, variable, value);
  if (name == NULL || function == NULL)
    return;
  if (g_str_equal (function, "pgEnum"))
    take_enum (self, file, variable, value, NULL, name);
  else if (schema != NULL && g_str_equal (dot, ".enum"))
    take_enum (self, file, variable, value, schema, name);
  else if (g_str_equal (function, "pgRole"))
    g_hash_table_insert (self->roles, g_strdup (variable), g_strdup (name));
}

/**
 * retort_drizzle_names_find_enum:
 * @self: names
 * @variable: a name in TypeScript
 *
 * Returns: (transfer none) (nullable): the type, as SQL writes it
 */
const char *
retort_drizzle_names_find_enum (const RetortDrizzleNames *self, const char *variable)
{
  return g_hash_table_lookup (self->enums, variable);
}

/**
 * retort_drizzle_names_find_helper:
 * @self: names
 * @variable: a name in TypeScript
 *
 * Returns: (transfer none) (nullable): the function
 */
const RetortDrizzleHelper *
retort_drizzle_names_find_helper (const RetortDrizzleNames *self, const char *variable)
{
  return g_hash_table_lookup (self->helpers, variable);
}

/**
 * retort_drizzle_names_find_schema:
 * @self: names
 * @variable: a name in TypeScript
 *
 * Returns: (transfer none) (nullable): the schema's name
 */
const char *
retort_drizzle_names_find_schema (const RetortDrizzleNames *self, const char *variable)
{
  return g_hash_table_lookup (self->schemas, variable);
}

/**
 * retort_drizzle_names_find_role:
 * @self: names
 * @variable: a name in TypeScript
 *
 * Returns: (transfer none) (nullable): the role's name
 */
const char *
retort_drizzle_names_find_role (const RetortDrizzleNames *self, const char *variable)
{
  return g_hash_table_lookup (self->roles, variable);
}

/**
 * retort_drizzle_names_dup_table:
 * @self: names
 * @creator: a name in TypeScript
 * @name: what it is called with
 *
 * Returns: (transfer full) (nullable): the table's name; %NULL when @creator is no function made by pgTableCreator
 */
char *
retort_drizzle_names_dup_table (const RetortDrizzleNames *self, const char *creator, const char *name)
{
  char *const *parts = g_hash_table_lookup (self->creators, creator);

  return parts != NULL ? g_strconcat (parts[0], name, parts[1], NULL) : NULL;
}

/**
 * retort_drizzle_names_has_creator:
 * @self: names
 * @creator: a name in TypeScript
 *
 * Returns: whether it is a function made by pgTableCreator
 */
gboolean
retort_drizzle_names_has_creator (const RetortDrizzleNames *self, const char *creator)
{
  return g_hash_table_contains (self->creators, creator);
}

/**
 * retort_drizzle_names_get_made:
 * @self: names
 *
 * Returns: (transfer none) (element-type RetortDrizzleMade): what makes schemas and types, schemas first
 */
GPtrArray *
retort_drizzle_names_get_made (const RetortDrizzleNames *self)
{
  return self->made;
}
