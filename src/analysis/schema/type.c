/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/type-private.h"

#include <string.h>

/* Types of pg_catalog: how a statement may call one, how format_type() does, how values are stored. */
typedef struct
{
  const char *name;
  const char *formatted;
  const char *storage;
} BuiltinType;

static const BuiltinType builtins[] = {
  { "bool", "boolean", "plain" },
  { "int2", "smallint", "plain" },
  { "int4", "integer", "plain" },
  { "int8", "bigint", "plain" },
  { "float4", "real", "plain" },
  { "float8", "double precision", "plain" },
  { "numeric", "numeric", "main" },
  { "text", "text", "extended" },
  { "varchar", "character varying", "extended" },
  { "bpchar", "character", "extended" },
  { "char", "\"char\"", "plain" },
  { "name", "name", "plain" },
  { "bytea", "bytea", "extended" },
  { "date", "date", "plain" },
  { "time", "time without time zone", "plain" },
  { "timetz", "time with time zone", "plain" },
  { "timestamp", "timestamp without time zone", "plain" },
  { "timestamptz", "timestamp with time zone", "plain" },
  { "interval", "interval", "plain" },
  { "uuid", "uuid", "plain" },
  { "json", "json", "extended" },
  { "jsonb", "jsonb", "extended" },
  { "jsonpath", "jsonpath", "extended" },
  { "xml", "xml", "extended" },
  { "bit", "bit", "extended" },
  { "varbit", "bit varying", "extended" },
  { "inet", "inet", "main" },
  { "cidr", "cidr", "main" },
  { "macaddr", "macaddr", "plain" },
  { "macaddr8", "macaddr8", "plain" },
  { "money", "money", "plain" },
  { "oid", "oid", "plain" },
  { "xid", "xid", "plain" },
  { "xid8", "xid8", "plain" },
  { "cid", "cid", "plain" },
  { "tid", "tid", "plain" },
  { "pg_lsn", "pg_lsn", "plain" },
  { "regclass", "regclass", "plain" },
  { "regtype", "regtype", "plain" },
  { "regproc", "regproc", "plain" },
  { "regprocedure", "regprocedure", "plain" },
  { "regconfig", "regconfig", "plain" },
  { "regnamespace", "regnamespace", "plain" },
  { "regrole", "regrole", "plain" },
  { "tsvector", "tsvector", "extended" },
  { "tsquery", "tsquery", "plain" },
  { "point", "point", "plain" },
  { "line", "line", "plain" },
  { "lseg", "lseg", "plain" },
  { "box", "box", "plain" },
  { "path", "path", "extended" },
  { "polygon", "polygon", "extended" },
  { "circle", "circle", "plain" },
  { "int4range", "int4range", "extended" },
  { "int8range", "int8range", "extended" },
  { "numrange", "numrange", "extended" },
  { "tsrange", "tsrange", "extended" },
  { "tstzrange", "tstzrange", "extended" },
  { "daterange", "daterange", "extended" },
  { "int4multirange", "int4multirange", "extended" },
  { "int8multirange", "int8multirange", "extended" },
  { "nummultirange", "nummultirange", "extended" },
  { "tsmultirange", "tsmultirange", "extended" },
  { "tstzmultirange", "tstzmultirange", "extended" },
  { "datemultirange", "datemultirange", "extended" },
  { "refcursor", "refcursor", "extended" },
  { "txid_snapshot", "txid_snapshot", "extended" },
  { "pg_snapshot", "pg_snapshot", "extended" },
  { "trigger", "trigger", "plain" },
  { "event_trigger", "event_trigger", "plain" },
  { "void", "void", "plain" },
  { "record", "record", "extended" },
  { "anyelement", "anyelement", "plain" },
  { "anyarray", "anyarray", "extended" },
  { "unknown", "unknown", "plain" },
  { "internal", "internal", "plain" },
  { "cstring", "cstring", "plain" },
};

/* Types that well-known extensions bring. */
typedef struct
{
  const char *extension;
  const char *type;
  const char *storage;
} ExtensionType;

static const ExtensionType extension_types[] = {
  { "citext", "citext", "extended" },   { "hstore", "hstore", "extended" },
  { "ltree", "ltree", "extended" },     { "ltree", "lquery", "extended" },
  { "ltree", "ltxtquery", "extended" }, { "cube", "cube", "plain" },
  { "vector", "vector", "external" },   { "vector", "halfvec", "external" },
  { "vector", "sparsevec", "external" }, { "postgis", "geometry", "main" },
  { "postgis", "geography", "main" },   { "isn", "isbn", "plain" },
  { "isn", "isbn13", "plain" },         { "seg", "seg", "plain" },
};

static const BuiltinType *
find_builtin (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtins); i++)
    if (g_str_equal (builtins[i].name, name))
      return &builtins[i];
  return NULL;
}

/**
 * retort_type_find_builtin: (skip)
 * @name: a name of pg_type
 *
 * Returns: (transfer none) (nullable): how format_type() says it; %NULL when pg_catalog has none
 */
const char *
retort_type_find_builtin (const char *name)
{
  const BuiltinType *builtin = find_builtin (name);

  return builtin != NULL ? builtin->formatted : NULL;
}

/**
 * retort_type_is_of_extension: (skip)
 * @edit: the edit
 * @name: a name
 *
 * Returns: whether an installed extension brings a type of that name
 */
gboolean
retort_type_is_of_extension (RetortEdit *edit, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (extension_types); i++)
    if (g_str_equal (extension_types[i].type, name)
        && retort_schema_find (edit->schema, RETORT_OBJECT_EXTENSION, NULL,
                               extension_types[i].extension)
               != NULL)
      return TRUE;
  return FALSE;
}

/**
 * retort_type_get_of_extension: (skip)
 * @extension: the name of an extension
 * @i: which of its types, from 0
 *
 * Returns: (transfer none) (nullable): the name of a type that it brings; %NULL when there are not so many, or the extension is not known
 */
const char *
retort_type_get_of_extension (const char *extension, guint i)
{
  guint n = 0;

  for (guint j = 0; j < G_N_ELEMENTS (extension_types); j++)
    if (g_str_equal (extension_types[j].extension, extension) && n++ == i)
      return extension_types[j].type;
  return NULL;
}

/**
 * retort_type_dup_base: (skip)
 * @type: a type as format_type() says it
 *
 * `numeric(10,2)` is `numeric`, `timestamp(3) without time zone` is `timestamp without time zone`.
 *
 * Returns: (transfer full): the type without its modifier
 */
char *
retort_type_dup_base (const char *type)
{
  const char *open = strchr (type, '(');
  const char *close = open != NULL ? strchr (open, ')') : NULL;

  if (close == NULL)
    return g_strdup (type);
  return g_strdup_printf ("%.*s%s", (int) (open - type), type, close + 1);
}

/**
 * retort_type_find_own: (skip)
 * @edit: the edit
 * @type: a type as format_type() says it
 * @kind: (out): of what kind the object is
 *
 * Returns: (transfer none) (nullable): the enum, domain, composite type or table that is called so
 */
gpointer
retort_type_find_own (RetortEdit *edit, const char *type, RetortObjectKind *kind)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_ENUM, RETORT_OBJECT_DOMAIN,
                                            RETORT_OBJECT_COMPOSITE, RETORT_OBJECT_TABLE };
  g_auto(GStrv) parts = retort_split_place (type);
  const char *const *path = retort_schema_get_search_path (edit->schema);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gpointer found = NULL;

      *kind = kinds[i];
      if (parts[1] != NULL)
        found = retort_schema_find (edit->schema, kinds[i], parts[0], parts[1]);
      for (guint j = 0; parts[1] == NULL && found == NULL && path[j] != NULL; j++)
        found = retort_schema_find (edit->schema, kinds[i], path[j], parts[0]);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * retort_type_get_storage: (skip)
 * @edit: the edit
 * @type: a type as format_type() says it
 *
 * Returns: (transfer none) (nullable): how its values are stored; %NULL when that is not known
 */
const char *
retort_type_get_storage (RetortEdit *edit, const char *type)
{
  g_autofree char *base = retort_type_dup_base (type);
  RetortObjectKind kind;
  gpointer own = NULL;

  if (g_str_has_suffix (base, "[]"))
    return "extended";
  for (guint i = 0; i < G_N_ELEMENTS (builtins); i++)
    if (g_str_equal (builtins[i].formatted, base) || g_str_equal (builtins[i].name, base))
      return builtins[i].storage;
  if (g_str_has_prefix (base, "interval"))
    return "plain";
  for (guint i = 0; i < G_N_ELEMENTS (extension_types); i++)
    if (g_str_equal (extension_types[i].type, base))
      return extension_types[i].storage;
  own = retort_type_find_own (edit, base, &kind);
  if (own == NULL)
    return NULL;
  if (kind == RETORT_OBJECT_DOMAIN)
    return retort_type_get_storage (edit, ((const RetortDomain *) own)->type);
  return kind == RETORT_OBJECT_ENUM ? "plain" : "extended";
}

static gint64
get_modifier (const PgQuery__TypeName *type, size_t index)
{
  const PgQuery__Node *node = index < type->n_typmods ? type->typmods[index] : NULL;

  if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_A_CONST
      || node->a_const->val_case != PG_QUERY__A__CONST__VAL_IVAL)
    return -1;
  return node->a_const->ival->ival;
}

/* The fields of an interval, by its mask (INTERVAL_MASK of utils/timestamp.h). */
static const char *
get_interval_fields (gint64 mask)
{
  static const struct
  {
    gint64      mask;
    const char *fields;
  } fields[] = {
    { 4, " year" },           { 2, " month" },           { 8, " day" },
    { 1024, " hour" },        { 2048, " minute" },       { 4096, " second" },
    { 6, " year to month" },  { 1032, " day to hour" },  { 3080, " day to minute" },
    { 7176, " day to second" }, { 3072, " hour to minute" }, { 7168, " hour to second" },
    { 6144, " minute to second" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].mask == mask)
      return fields[i].fields;
  return "";
}

static char *
format_modified (const PgQuery__TypeName *type, const BuiltinType *builtin)
{
  gint64 first = get_modifier (type, 0);
  gint64 second = get_modifier (type, 1);
  const char *name = builtin->formatted;

  if (type->n_typmods == 0)
    return g_strdup (g_str_equal (builtin->name, "bpchar") ? "bpchar"
                     : g_str_equal (builtin->name, "bit")  ? "\"bit\""
                                                           : name);
  if (g_str_equal (builtin->name, "numeric"))
    return g_strdup_printf ("numeric(%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ")", first,
                            type->n_typmods > 1 ? second : 0);
  if (g_str_equal (builtin->name, "interval"))
    return second >= 0 ? g_strdup_printf ("interval%s(%" G_GINT64_FORMAT ")", get_interval_fields (first), second)
                       : g_strdup_printf ("interval%s", get_interval_fields (first));
  if (g_str_has_prefix (builtin->name, "time"))
    return g_strdup_printf ("%.*s(%" G_GINT64_FORMAT ")%s", (int) strcspn (name, " "), name, first,
                            strchr (name, ' '));
  return g_strdup_printf ("%s(%" G_GINT64_FORMAT ")", name, first);
}

/* A type that the project or an extension made. */
static char *
format_own (RetortEdit *edit, RetortPlace place)
{
  static const RetortObjectKind kinds[] = { RETORT_OBJECT_ENUM, RETORT_OBJECT_DOMAIN,
                                            RETORT_OBJECT_COMPOSITE, RETORT_OBJECT_TABLE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *schema = retort_edit_find_schema (edit, kinds[i], place);

      if (schema != NULL)
        return retort_edit_qualify (edit, schema, place.name);
    }
  if (retort_type_is_of_extension (edit, place.name))
    return retort_sql_quote_identifier (place.name);
  return NULL;
}

static gboolean
has_unknown_types (RetortEdit *edit, RetortPlace place)
{
  const char *schema
      = place.schema != NULL ? place.schema : retort_schema_get_current_path (edit->schema)[0];

  return schema != NULL && retort_schema_get_taint (edit->schema, schema, place.name) != NULL;
}

static char *
format_element (RetortEdit *edit, const PgQuery__TypeName *type)
{
  RetortPlace place = retort_edit_place_of_names (edit, type->n_names, type->names);
  const BuiltinType *builtin = NULL;
  g_autofree char *formatted = NULL;

  if (place.schema == NULL || g_str_equal (place.schema, "pg_catalog"))
    builtin = find_builtin (place.name);
  if (builtin != NULL)
    return format_modified (type, builtin);
  formatted = format_own (edit, place);
  if (formatted == NULL && has_unknown_types (edit, place))
    formatted = retort_sql_names_to_string (type->n_names, type->names);
  if (formatted == NULL)
    {
      retort_edit_set_subject (edit, place.schema, place.name);
      retort_edit_fail (edit, "type \"%s\" does not exist", place.name);
      return NULL;
    }
  if (type->n_typmods > 0 && get_modifier (type, 0) >= 0)
    return g_strdup_printf ("%s(%" G_GINT64_FORMAT ")", formatted, get_modifier (type, 0));
  return g_steal_pointer (&formatted);
}

/**
 * retort_edit_format_type: (skip)
 * @edit: the edit
 * @type: a type as a statement names it
 *
 * Returns: (transfer full) (nullable): how format_type() says it; %NULL when there is none, which is a failure
 */
char *
retort_edit_format_type (RetortEdit *edit, const PgQuery__TypeName *type)
{
  g_autofree char *element = NULL;
  const char *serial = retort_type_of_serial (type);

  if (serial != NULL)
    return g_strdup (serial);
  element = format_element (edit, type);
  if (element == NULL || type->n_array_bounds == 0)
    return g_steal_pointer (&element);
  return g_strconcat (element, "[]", NULL);
}

/**
 * retort_type_of_serial: (skip)
 * @type: a type as a statement names it
 *
 * Returns: (transfer none) (nullable): the integer type behind serial and its like; %NULL for all others
 */
const char *
retort_type_of_serial (const PgQuery__TypeName *type)
{
  static const char *const serials[][2] = {
    { "serial", "integer" },      { "serial4", "integer" },   { "bigserial", "bigint" },
    { "serial8", "bigint" },      { "smallserial", "smallint" }, { "serial2", "smallint" },
  };

  for (guint i = 0; type->n_names == 1 && i < G_N_ELEMENTS (serials); i++)
    if (g_str_equal (serials[i][0], retort_sql_names_get_last (type->n_names, type->names)))
      return serials[i][1];
  return NULL;
}
