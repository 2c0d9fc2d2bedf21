/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/drizzle/column-ts.h"

#include "formats/drizzle/objects-ts.h"
#include "sql/quote.h"

#include <string.h>

#define MAX_DEPTH 4 /* of helpers that call helpers */

/* --- Types --- */

/* What the options of a type add to it. */
typedef enum
{
  OPTIONS_NONE,
  OPTIONS_LENGTH,    /* { length: 40 } */
  OPTIONS_NUMERIC,   /* { precision: 10, scale: 2 } */
  OPTIONS_TIME,      /* { withTimezone: true, precision: 3 } */
  OPTIONS_DIMENSION, /* { dimensions: 3 } */
  OPTIONS_INTERVAL,  /* { fields: "day to second", precision: 3 } */
} Options;

static const struct
{
  const char *builder;
  const char *type;
  Options     options;
} types[] = {
  { "bigint", "bigint", OPTIONS_NONE },
  { "bigserial", "bigserial", OPTIONS_NONE },
  { "bit", "bit", OPTIONS_DIMENSION },
  { "boolean", "boolean", OPTIONS_NONE },
  { "char", "char", OPTIONS_LENGTH },
  { "cidr", "cidr", OPTIONS_NONE },
  { "date", "date", OPTIONS_NONE },
  { "decimal", "numeric", OPTIONS_NUMERIC },
  { "doublePrecision", "double precision", OPTIONS_NONE },
  { "geometry", "geometry(point)", OPTIONS_NONE },
  { "halfvec", "halfvec", OPTIONS_DIMENSION },
  { "inet", "inet", OPTIONS_NONE },
  { "integer", "integer", OPTIONS_NONE },
  { "interval", "interval", OPTIONS_INTERVAL },
  { "json", "json", OPTIONS_NONE },
  { "jsonb", "jsonb", OPTIONS_NONE },
  { "line", "line", OPTIONS_NONE },
  { "macaddr", "macaddr", OPTIONS_NONE },
  { "macaddr8", "macaddr8", OPTIONS_NONE },
  { "numeric", "numeric", OPTIONS_NUMERIC },
  { "point", "point", OPTIONS_NONE },
  { "real", "real", OPTIONS_NONE },
  { "serial", "serial", OPTIONS_NONE },
  { "smallint", "smallint", OPTIONS_NONE },
  { "smallserial", "smallserial", OPTIONS_NONE },
  { "sparsevec", "sparsevec", OPTIONS_DIMENSION },
  { "text", "text", OPTIONS_NONE },
  { "time", "time", OPTIONS_TIME },
  { "timestamp", "timestamp", OPTIONS_TIME },
  { "uuid", "uuid", OPTIONS_NONE },
  { "varchar", "varchar", OPTIONS_LENGTH },
  { "vector", "vector", OPTIONS_DIMENSION },
};

static int
get_number (JsonObject *options, const char *name)
{
  return options != NULL ? (int) json_object_get_int_member_with_default (options, name, -1) : -1;
}

/* interval day to second(3) */
static char *
dup_interval (JsonObject *options, int precision)
{
  const char *fields = options != NULL ? json_object_get_string_member_with_default (options, "fields", NULL) : NULL;
  g_autofree char *digits = precision > 0 ? g_strdup_printf ("(%d)", precision) : NULL;

  return g_strconcat ("interval", fields != NULL ? " " : "", fields != NULL ? fields : "", digits != NULL ? digits : "", NULL);
}

static char *
dup_type (const char *type, Options kind, JsonObject *options)
{
  int length = get_number (options, kind == OPTIONS_DIMENSION ? "dimensions" : "length");
  int precision = get_number (options, "precision");
  int scale = get_number (options, "scale");
  gboolean has_zone = options != NULL && json_object_has_member (options, "withTimezone") && json_object_get_boolean_member (options, "withTimezone");

  switch (kind)
    {
    case OPTIONS_NONE:
      return g_strdup (type);
    case OPTIONS_LENGTH:
    case OPTIONS_DIMENSION:
      return length >= 0 ? g_strdup_printf ("%s(%d)", type, length) : g_strdup (type);
    case OPTIONS_NUMERIC:
      if (precision < 0)
        return g_strdup (type);
      return scale >= 0 ? g_strdup_printf ("%s(%d, %d)", type, precision, scale) : g_strdup_printf ("%s(%d)", type, precision);
    case OPTIONS_TIME:
      if (precision >= 0)
        return g_strdup_printf ("%s(%d)%s", type, precision, has_zone ? " with time zone" : "");
      return g_strdup_printf ("%s%s", type, has_zone ? " with time zone" : "");
    case OPTIONS_INTERVAL:
      return dup_interval (options, precision);
    }
  g_return_val_if_reached (NULL);
}

/* --- The chain --- */

/* A column while its chain is read. */
typedef struct
{
  const RetortTypescript *file;
  RetortDrizzleColumn    *column;
  char                   *type;     /* nullable */
  char                   *default_sql; /* nullable */
  GString                *brackets; /* "[]" for arrays */
  gboolean                is_primary;
  gboolean                is_not_null;
  char                   *identity; /* nullable */
} Chain;

static void
chain_clear (Chain *self)
{
  g_free (self->type);
  g_free (self->default_sql);
  g_free (self->identity);
  g_string_free (self->brackets, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static TSNode
get_argument (TSNode call, guint32 index)
{
  return ts_node_named_child (retort_typescript_field (call, "arguments"), index);
}

static guint32
count_arguments (TSNode call)
{
  return ts_node_named_child_count (retort_typescript_field (call, "arguments"));
}

static void
refuse (Chain *self, const char *reason)
{
  if (self->column->refusal == NULL)
    self->column->refusal = reason;
}

/* uuid ("id"), varchar ({ length: 40 }), varchar ("name", { … }), mood ("mood"). */
static void
read_builder (Chain *self, TSNode call, const RetortDrizzleNames *names)
{
  TSNode function = retort_typescript_field (call, "function");
  g_autofree char *builder = ts_node_is_null (function) ? NULL : retort_typescript_dup_text (self->file, function);
  g_autofree char *name = count_arguments (call) > 0 ? retort_typescript_dup_string (self->file, get_argument (call, 0)) : NULL;
  TSNode last = count_arguments (call) > 0 ? get_argument (call, count_arguments (call) - 1) : call;
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) options = retort_typescript_read_literal (self->file, last, unknown);
  JsonObject *object = options != NULL && JSON_NODE_HOLDS_OBJECT (options) ? json_node_get_object (options) : NULL;
  const char *type = builder != NULL ? retort_drizzle_names_find_enum (names, builder) : NULL;

  if (name != NULL)
    {
      g_free (self->column->name);
      self->column->name = g_strdup (name);
      self->column->is_named = TRUE;
    }
  for (gsize i = 0; builder != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (builder, types[i].builder))
      self->type = dup_type (types[i].type, types[i].options, object);
  if (type != NULL)
    self->type = g_strdup (type);
  if (self->type == NULL)
    refuse (self, "the column's type is not known");
}

/* (nullable): ["a", 1], as buildArrayString of drizzle-kit writes it. */
static char *
dup_array_default (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr(GString) text = g_string_new ("{");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *value = NULL;

      if (!JSON_NODE_HOLDS_VALUE (element))
        return NULL;
      value = json_node_get_value_type (element) == G_TYPE_STRING ? g_strdup_printf ("\"%s\"", json_node_get_string (element))
                                                                 : json_to_string (element, FALSE);
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", value);
    }
  g_string_append_c (text, '}');
  return array != NULL ? retort_sql_quote_literal (text->str) : NULL;
}

/* (nullable): { a: 1 } of a column of JSON, and [] of an array. */
static char *
dup_json_default (const Chain *self, TSNode value)
{
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) node = retort_typescript_read_literal (self->file, value, unknown);
  g_autofree char *text = node != NULL && unknown->len == 0 ? json_to_string (node, FALSE) : NULL;
  g_autofree char *quoted = text != NULL ? retort_sql_quote_literal (text) : NULL;

  if (quoted == NULL || self->type == NULL)
    return NULL;
  if (self->brackets->len > 0)
    return dup_array_default (node);
  return g_str_equal (self->type, "jsonb") || g_str_equal (self->type, "json") ? g_strdup_printf ("%s::%s", quoted, self->type) : NULL;
}

static void
read_default (Chain *self, TSNode value)
{
  TSNode resolved = retort_typescript_resolve (self->file, value);
  g_autofree char *text = retort_typescript_dup_string (self->file, value);
  TSNode function = retort_typescript_field (resolved, "function");

  g_clear_pointer (&self->default_sql, g_free);
  if (text != NULL)
    self->default_sql = retort_sql_quote_literal (text);
  else if (retort_typescript_is (resolved, "number") || retort_typescript_is (resolved, "true") || retort_typescript_is (resolved, "false")
           || retort_typescript_is (resolved, "unary_expression"))
    self->default_sql = retort_typescript_dup_text (self->file, resolved);
  else if (retort_typescript_is (resolved, "object") || retort_typescript_is (resolved, "array"))
    self->default_sql = dup_json_default (self, resolved);
  /* sql`now()` */
  else if (retort_typescript_is (resolved, "call_expression") && retort_typescript_is (retort_typescript_field (resolved, "arguments"), "template_string"))
    {
      g_autofree char *tag = retort_typescript_dup_text (self->file, function);

      self->default_sql = g_str_equal (tag, "sql") ? retort_typescript_dup_string (self->file, retort_typescript_field (resolved, "arguments")) : NULL;
    }
  if (self->default_sql == NULL)
    refuse (self, "the column's default is computed");
}

static void
append_action (GString *out, JsonObject *options, const char *name, const char *words)
{
  if (options != NULL && json_object_has_member (options, name))
    g_string_append_printf (out, " %s %s", words, json_object_get_string_member (options, name));
}

/* references (() => users.id, { onDelete: "cascade" }) */
static void
read_reference (Chain *self, TSNode call)
{
  TSNode body = retort_typescript_field (get_argument (call, 0), "body");
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) options = count_arguments (call) > 1 ? retort_typescript_read_literal (self->file, get_argument (call, 1), unknown) : NULL;
  JsonObject *object = options != NULL && JSON_NODE_HOLDS_OBJECT (options) ? json_node_get_object (options) : NULL;
  g_autoptr(GString) actions = g_string_new (NULL);

  if (!retort_typescript_is (body, "member_expression") || !retort_typescript_is (retort_typescript_field (body, "object"), "identifier"))
    {
      refuse (self, "what the column references is computed");
      return;
    }
  self->column->target_variable = retort_typescript_dup_text (self->file, retort_typescript_field (body, "object"));
  self->column->target_key = retort_typescript_dup_text (self->file, retort_typescript_field (body, "property"));
  append_action (actions, object, "onDelete", "ON DELETE");
  append_action (actions, object, "onUpdate", "ON UPDATE");
  self->column->actions = g_strdup (actions->str);
}

/* unique (), unique ("name"), unique ("name", { nulls: "not distinct" }) */
static void
read_unique (Chain *self, TSNode call)
{
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) options = count_arguments (call) > 1 ? retort_typescript_read_literal (self->file, get_argument (call, 1), unknown) : NULL;
  const char *nulls = options != NULL && JSON_NODE_HOLDS_OBJECT (options)
                        ? json_object_get_string_member_with_default (json_node_get_object (options), "nulls", NULL) : NULL;

  self->column->is_unique = TRUE;
  self->column->unique_name = count_arguments (call) > 0 ? retort_typescript_dup_string (self->file, get_argument (call, 0)) : NULL;
  self->column->has_equal_nulls = g_strcmp0 (nulls, "not distinct") == 0;
}

/* generatedAlwaysAsIdentity ({ name: "numbers", startWith: 100 }) */
static void
read_identity (Chain *self, const char *kind, TSNode call)
{
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) options = count_arguments (call) > 0 ? retort_typescript_read_literal (self->file, get_argument (call, 0), unknown) : NULL;
  JsonObject *object = options != NULL && JSON_NODE_HOLDS_OBJECT (options) ? json_node_get_object (options) : NULL;
  const char *name = object != NULL ? json_object_get_string_member_with_default (object, "name", NULL) : NULL;
  g_autofree char *quoted = name != NULL ? retort_sql_quote_identifier (name) : NULL;
  g_autoptr(GString) inner = g_string_new (NULL);

  if (count_arguments (call) > 0 && (object == NULL || unknown->len > 0))
    refuse (self, "the options of the identity are computed");
  if (quoted != NULL)
    g_string_append_printf (inner, " SEQUENCE NAME %s", quoted);
  if (object != NULL)
    retort_drizzle_append_sequence (inner, object);
  g_free (self->identity);
  self->identity = inner->len > 0 ? g_strdup_printf ("%s AS IDENTITY (%s)", kind, inner->str + 1) : g_strdup_printf ("%s AS IDENTITY", kind);
}

/* What only TypeScript sees. */
static gboolean
is_of_typescript (const char *method)
{
  static const char *const methods[] = { "$type", "$default", "$defaultFn", "$onUpdate", "$onUpdateFn", NULL };

  return g_strv_contains (methods, method);
}

static void
read_link (Chain *self, const char *method, TSNode call)
{
  if (g_str_equal (method, "notNull"))
    self->is_not_null = TRUE;
  else if (g_str_equal (method, "primaryKey"))
    self->is_primary = TRUE;
  else if (g_str_equal (method, "unique"))
    read_unique (self, call);
  else if (g_str_equal (method, "array"))
    g_string_append (self->brackets, "[]");
  else if (g_str_equal (method, "default"))
    read_default (self, get_argument (call, 0));
  else if (g_str_equal (method, "defaultNow"))
    self->default_sql = g_strdup ("now()");
  else if (g_str_equal (method, "defaultRandom"))
    self->default_sql = g_strdup ("gen_random_uuid()");
  else if (g_str_equal (method, "references"))
    read_reference (self, call);
  else if (g_str_equal (method, "generatedAlwaysAsIdentity"))
    read_identity (self, "ALWAYS", call);
  else if (g_str_equal (method, "generatedByDefaultAsIdentity"))
    read_identity (self, "BY DEFAULT", call);
  else if (g_str_equal (method, "generatedAlwaysAs"))
    {
      self->column->generated = get_argument (call, 0);
      self->column->generated_file = self->file;
    }
  else if (!is_of_typescript (method))
    refuse (self, "a link of the column's chain is not known");
}

/* (nullable): the project's own function that a call names. */
static const RetortDrizzleHelper *
find_helper (const Chain *self, TSNode call, const RetortDrizzleNames *names)
{
  TSNode function = retort_typescript_field (call, "function");
  g_autofree char *name = ts_node_is_null (function) ? NULL : retort_typescript_dup_text (self->file, function);

  return name != NULL && count_arguments (call) == 0 ? retort_drizzle_names_find_helper (names, name) : NULL;
}

/* The innermost call is the builder, or a function that calls it; the others are links, from the inside out. */
static void
read_chain (Chain *self, TSNode call, const RetortDrizzleNames *names, guint depth)
{
  const RetortTypescript *file = self->file;
  const RetortDrizzleHelper *helper = NULL;
  g_autoptr(GArray) links = g_array_new (FALSE, FALSE, sizeof (TSNode));

  while (retort_typescript_is (call, "call_expression") && retort_typescript_is (retort_typescript_field (call, "function"), "member_expression"))
    {
      g_array_append_val (links, call);
      call = retort_typescript_resolve (self->file, retort_typescript_field (retort_typescript_field (call, "function"), "object"));
    }
  if (!retort_typescript_is (call, "call_expression"))
    {
      refuse (self, "the column is computed");
      return;
    }
  helper = find_helper (self, call, names);
  if (helper != NULL && depth > 0)
    {
      self->file = helper->file;
      read_chain (self, helper->result, names, depth - 1);
      self->file = file;
    }
  else
    read_builder (self, call, names);
  for (guint i = links->len; i > 0; i--)
    {
      TSNode link = g_array_index (links, TSNode, i - 1);
      g_autofree char *method
          = retort_typescript_dup_text (self->file, retort_typescript_field (retort_typescript_field (link, "function"), "property"));

      read_link (self, method, link);
    }
}

static char *
dup_sql (const Chain *self)
{
  g_autofree char *name = retort_sql_quote_identifier (self->column->name);
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_printf (sql, "%s %s%s", name, self->type, self->brackets->str);
  if (self->is_primary)
    g_string_append (sql, " PRIMARY KEY");
  if (self->default_sql != NULL)
    g_string_append_printf (sql, " DEFAULT %s", self->default_sql);
  if (self->identity != NULL)
    g_string_append_printf (sql, " GENERATED %s", self->identity);
  if (self->is_not_null)
    g_string_append (sql, " NOT NULL");
  return g_strdup (sql->str);
}

/**
 * retort_drizzle_column_read:
 * @file: where it stands
 * @expression: its chain of calls
 * @key: its name in TypeScript
 * @name: its name in the database when it says none
 * @names: enums and functions of all files
 *
 * Returns: (transfer full): the column; one that is not understood says so
 */
RetortDrizzleColumn *
retort_drizzle_column_read (const RetortTypescript *file, TSNode expression, const char *key, const char *name, const RetortDrizzleNames *names)
{
  RetortDrizzleColumn *column = g_new0 (RetortDrizzleColumn, 1);
  g_auto(Chain) chain = { .file = file, .column = column, .brackets = g_string_new (NULL) };

  column->key = g_strdup (key);
  column->name = g_strdup (name);
  read_chain (&chain, retort_typescript_resolve (file, expression), names, MAX_DEPTH);
  if (column->refusal == NULL)
    column->sql = dup_sql (&chain);
  return column;
}

/**
 * retort_drizzle_column_free:
 * @self: (transfer full) (nullable): a column
 */
void
retort_drizzle_column_free (RetortDrizzleColumn *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->name);
  g_free (self->sql);
  g_free (self->unique_name);
  g_free (self->target_variable);
  g_free (self->target_key);
  g_free (self->actions);
  g_free (self);
}
