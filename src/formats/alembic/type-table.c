/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every type that sqlalchemy and its PostgreSQL dialect export, of SQLAlchemy 2.0, with the dialect's way to write it
 * (GenericTypeCompiler and PGTypeCompiler). */
#include "formats/alembic/clause.h"
#include "formats/alembic/default.h"
#include "formats/alembic/table-set.h"

#include <string.h>

static void
append_length (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append (out, type->row->sql);
  if (type->length > 0)
    g_string_append_printf (out, "(%" G_GINT64_FORMAT ")", type->length);
}

static void
append_string (GString *out, const RetortType *type, RetortName table_schema)
{
  append_length (out, type, table_schema);
  if (type->collation != NULL && type->collation[0] != '\0')
    g_string_append_printf (out, " COLLATE \"%s\"", type->collation);
}

static void
append_numeric (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append (out, type->row->sql);
  if (type->precision >= 0 && type->scale >= 0)
    g_string_append_printf (out, "(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", type->precision, type->scale);
  else if (type->precision >= 0)
    g_string_append_printf (out, "(%" G_GINT64_FORMAT ")", type->precision);
}

static void
append_float (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append (out, type->row->sql);
  if (type->precision > 0)
    g_string_append_printf (out, "(%" G_GINT64_FORMAT ")", type->precision);
}

static void
append_time (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append (out, type->row->sql);
  if (type->precision >= 0)
    g_string_append_printf (out, "(%" G_GINT64_FORMAT ")", type->precision);
  g_string_append (out, type->timezone ? " WITH TIME ZONE" : " WITHOUT TIME ZONE");
}

static void
append_interval (GString *out, const RetortType *type, RetortName table_schema)
{
  /* The generic Interval without a native type is a date counted from the epoch. */
  if (!type->is_native)
    {
      g_string_append (out, "TIMESTAMP WITHOUT TIME ZONE");
      return;
    }
  g_string_append (out, "INTERVAL");
  if (type->fields != NULL)
    g_string_append_printf (out, " %s", type->fields);
  if (type->precision >= 0)
    g_string_append_printf (out, " (%" G_GINT64_FORMAT ")", type->precision);
}

static void
append_bit (GString *out, const RetortType *type, RetortName table_schema)
{
  if (!type->is_varying)
    g_string_append_printf (out, "BIT(%" G_GINT64_FORMAT ")", type->length > 0 ? type->length : 1);
  else if (type->length > 0)
    g_string_append_printf (out, "BIT VARYING(%" G_GINT64_FORMAT ")", type->length);
  else
    g_string_append (out, "BIT VARYING");
}

static void
append_uuid (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append (out, type->is_native ? "UUID" : "CHAR(32)");
}

/* The brackets come before a collation: VARCHAR[] COLLATE "C". */
static void
append_array (GString *out, const RetortType *type, RetortName table_schema)
{
  g_autoptr(GString) item = g_string_new (NULL);
  const char *collate;

  retort_type_append (item, type->item, table_schema);
  collate = strstr (item->str, " COLLATE ");
  g_string_append_len (out, item->str, collate != NULL ? collate - item->str : (gssize) item->len);
  for (gint64 i = 0; i < (type->dimensions >= 0 ? type->dimensions : 1); i++)
    g_string_append (out, "[]");
  if (collate != NULL)
    g_string_append (out, collate);
}

static void
append_enum (GString *out, const RetortType *type, RetortName table_schema)
{
  gint64 longest = 0;

  if (type->is_native)
    {
      retort_name_append_schema (out, retort_type_get_schema (type, table_schema));
      retort_name_append (out, type->name);
      return;
    }
  for (guint i = 0; type->labels[i] != NULL; i++)
    longest = MAX (longest, g_utf8_strlen (type->labels[i], -1));
  longest = type->length > 0 ? type->length : longest;
  g_string_append (out, "VARCHAR");
  if (longest > 0)
    g_string_append_printf (out, "(%" G_GINT64_FORMAT ")", longest);
}

static void
append_domain (GString *out, const RetortType *type, RetortName table_schema)
{
  retort_name_append_schema (out, retort_type_get_schema (type, table_schema));
  retort_name_append (out, type->name);
}

/* DOMAIN("name", data_type, …): PGDDLCompiler.visit_create_domain_type */
static void
read_domain (RetortCall *call, RetortType *type)
{
  const RetortType *data_type = retort_type_from_value (call, "data_type", retort_call_get (call, "data_type"));
  RetortName collation = retort_call_get_name (call, "collation");
  RetortName constraint = retort_call_get_name (call, "constraint_name");
  RetortDefault preset = retort_default_from_value (call, "default", retort_call_get (call, "default"));
  RetortClause *check = retort_clause_from_sql (call, "check", retort_call_get (call, "check"));
  g_autoptr(GString) sql = g_string_new (" AS ");

  type->name = retort_call_get_name (call, "name");
  type->schema = retort_call_get_name (call, "schema");
  type->create_type = retort_call_get_flag (call, "create_type", TRUE);
  type->inherits_schema = retort_call_get_flag (call, "inherit_schema", FALSE);
  type->has_metadata = !retort_value_is_none (retort_call_get (call, "metadata"));
  retort_table_set_doubt_value (retort_call_get (call, "metadata"));
  if (type->name.text == NULL || (preset.kind != RETORT_DEFAULT_NONE && preset.kind != RETORT_DEFAULT_SQL))
    retort_call_gap (call, "DOMAIN() with these arguments is not understood");
  if (call->problem != NULL)
    return;
  retort_type_append (sql, data_type, retort_name_of (NULL));
  if (collation.text != NULL)
    {
      g_string_append (sql, " COLLATE ");
      retort_name_append (sql, collation);
    }
  if (preset.kind == RETORT_DEFAULT_SQL)
    retort_default_append (sql, &preset);
  if (constraint.text != NULL)
    {
      g_string_append (sql, " CONSTRAINT ");
      retort_name_append (sql, constraint);
    }
  if (retort_call_get_flag (call, "not_null", FALSE))
    g_string_append (sql, " NOT NULL");
  if (check != NULL)
    {
      g_string_append (sql, " CHECK (");
      retort_clause_append (call, sql, check, retort_clause_in_ddl);
      g_string_append_c (sql, ')');
    }
  type->domain = retort_py_strdup (call->evaluation, sql->str);
}

#define NONE ""
#define LENGTH "length=None"
#define STRING "length=None, collation=None"
#define NUMERIC "precision=None, scale=None, decimal_return_scale=None, asdecimal=True"
#define FLOAT "precision=None, asdecimal=False, decimal_return_scale=None"
#define ZONE "timezone=False"
#define ZONE_PRECISION "timezone=False, precision=None"
#define ENUM "*labels, name=None, create_type=True, schema=None, metadata=None, inherit_schema=False, native_enum=True, " \
             "create_constraint=False, length=None, values_callable=None, sort_key_function=None, validate_strings=False, " \
             "omit_aliases=True, quote=None, **options"

/* name, in sqlalchemy, in postgresql, family, SQL, signature, how it is written, as SERIAL */
const RetortTypeRow retort_type_rows[] = {
  { "Integer", TRUE, FALSE, RETORT_FAMILY_INTEGER, "INTEGER", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "INTEGER", TRUE, TRUE, RETORT_FAMILY_INTEGER, "INTEGER", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "INT", TRUE, FALSE, RETORT_FAMILY_INTEGER, "INTEGER", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "SmallInteger", TRUE, FALSE, RETORT_FAMILY_INTEGER, "SMALLINT", NONE, NULL, RETORT_SERIAL_SMALL },
  { "SMALLINT", TRUE, TRUE, RETORT_FAMILY_INTEGER, "SMALLINT", NONE, NULL, RETORT_SERIAL_SMALL },
  { "BigInteger", TRUE, FALSE, RETORT_FAMILY_INTEGER, "BIGINT", NONE, NULL, RETORT_SERIAL_BIG },
  { "BIGINT", TRUE, TRUE, RETORT_FAMILY_INTEGER, "BIGINT", NONE, NULL, RETORT_SERIAL_BIG },
  { "Numeric", TRUE, FALSE, RETORT_FAMILY_NUMERIC, "NUMERIC", NUMERIC, append_numeric, RETORT_SERIAL_PLAIN },
  { "NUMERIC", TRUE, TRUE, RETORT_FAMILY_NUMERIC, "NUMERIC", NUMERIC, append_numeric, RETORT_SERIAL_PLAIN },
  { "DECIMAL", TRUE, FALSE, RETORT_FAMILY_NUMERIC, "DECIMAL", NUMERIC, append_numeric, RETORT_SERIAL_PLAIN },
  { "Float", TRUE, FALSE, RETORT_FAMILY_NUMERIC, "FLOAT", FLOAT, append_float, RETORT_SERIAL_PLAIN },
  { "FLOAT", TRUE, TRUE, RETORT_FAMILY_NUMERIC, "FLOAT", FLOAT, append_float, RETORT_SERIAL_PLAIN },
  { "REAL", TRUE, TRUE, RETORT_FAMILY_NUMERIC, "REAL", FLOAT, NULL, RETORT_SERIAL_PLAIN },
  { "Double", TRUE, FALSE, RETORT_FAMILY_NUMERIC, "DOUBLE PRECISION", FLOAT, NULL, RETORT_SERIAL_PLAIN },
  { "DOUBLE", TRUE, FALSE, RETORT_FAMILY_NUMERIC, "DOUBLE", FLOAT, NULL, RETORT_SERIAL_PLAIN },
  { "DOUBLE_PRECISION", TRUE, TRUE, RETORT_FAMILY_NUMERIC, "DOUBLE PRECISION", FLOAT, NULL, RETORT_SERIAL_PLAIN },
  { "String", TRUE, FALSE, RETORT_FAMILY_STRING, "VARCHAR", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "VARCHAR", TRUE, TRUE, RETORT_FAMILY_STRING, "VARCHAR", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "CHAR", TRUE, TRUE, RETORT_FAMILY_STRING, "CHAR", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "NCHAR", TRUE, FALSE, RETORT_FAMILY_STRING, "NCHAR", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "NVARCHAR", TRUE, FALSE, RETORT_FAMILY_STRING, "NVARCHAR", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "Unicode", TRUE, FALSE, RETORT_FAMILY_STRING, "VARCHAR", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "Text", TRUE, FALSE, RETORT_FAMILY_STRING, "TEXT", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "TEXT", TRUE, TRUE, RETORT_FAMILY_STRING, "TEXT", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "UnicodeText", TRUE, FALSE, RETORT_FAMILY_STRING, "TEXT", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "CLOB", TRUE, FALSE, RETORT_FAMILY_STRING, "CLOB", STRING, append_string, RETORT_SERIAL_PLAIN },
  { "CITEXT", FALSE, TRUE, RETORT_FAMILY_STRING, "CITEXT", STRING, NULL, RETORT_SERIAL_PLAIN },
  { "Boolean", TRUE, FALSE, RETORT_FAMILY_BOOLEAN, "BOOLEAN", "create_constraint=False, name=None", NULL, RETORT_SERIAL_PLAIN },
  { "BOOLEAN", TRUE, TRUE, RETORT_FAMILY_BOOLEAN, "BOOLEAN", "create_constraint=False, name=None", NULL, RETORT_SERIAL_PLAIN },
  { "Date", TRUE, FALSE, RETORT_FAMILY_DATE, "DATE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "DATE", TRUE, TRUE, RETORT_FAMILY_DATE, "DATE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "DateTime", TRUE, FALSE, RETORT_FAMILY_DATETIME, "TIMESTAMP", ZONE, append_time, RETORT_SERIAL_PLAIN },
  { "DATETIME", TRUE, FALSE, RETORT_FAMILY_DATETIME, "DATETIME", ZONE, NULL, RETORT_SERIAL_PLAIN },
  { "TIMESTAMP", TRUE, FALSE, RETORT_FAMILY_DATETIME, "TIMESTAMP", ZONE, append_time, RETORT_SERIAL_PLAIN },
  { "TIMESTAMP", FALSE, TRUE, RETORT_FAMILY_DATETIME, "TIMESTAMP", ZONE_PRECISION, append_time, RETORT_SERIAL_PLAIN },
  { "Time", TRUE, FALSE, RETORT_FAMILY_TIME, "TIME", ZONE, append_time, RETORT_SERIAL_PLAIN },
  { "TIME", TRUE, FALSE, RETORT_FAMILY_TIME, "TIME", ZONE, append_time, RETORT_SERIAL_PLAIN },
  { "TIME", FALSE, TRUE, RETORT_FAMILY_TIME, "TIME", ZONE_PRECISION, append_time, RETORT_SERIAL_PLAIN },
  { "Interval", TRUE, FALSE, RETORT_FAMILY_INTERVAL, "INTERVAL", "native=True, second_precision=None, day_precision=None",
    append_interval, RETORT_SERIAL_PLAIN },
  { "INTERVAL", FALSE, TRUE, RETORT_FAMILY_INTERVAL, "INTERVAL", "precision=None, fields=None", append_interval, RETORT_SERIAL_PLAIN },
  { "LargeBinary", TRUE, FALSE, RETORT_FAMILY_BINARY, "BYTEA", LENGTH, NULL, RETORT_SERIAL_PLAIN },
  { "BYTEA", FALSE, TRUE, RETORT_FAMILY_BINARY, "BYTEA", LENGTH, NULL, RETORT_SERIAL_PLAIN },
  { "BLOB", TRUE, FALSE, RETORT_FAMILY_BINARY, "BLOB", LENGTH, NULL, RETORT_SERIAL_PLAIN },
  { "BINARY", TRUE, FALSE, RETORT_FAMILY_BINARY, "BINARY", LENGTH, append_length, RETORT_SERIAL_PLAIN },
  { "VARBINARY", TRUE, FALSE, RETORT_FAMILY_BINARY, "VARBINARY", LENGTH, append_length, RETORT_SERIAL_PLAIN },
  { "PickleType", TRUE, FALSE, RETORT_FAMILY_OTHER, "BYTEA", "protocol=5, pickler=None, comparator=None", NULL, RETORT_SERIAL_PLAIN },
  { "JSON", TRUE, FALSE, RETORT_FAMILY_JSON, "JSON", "none_as_null=False", NULL, RETORT_SERIAL_PLAIN },
  { "JSON", FALSE, TRUE, RETORT_FAMILY_JSON, "JSON", "none_as_null=False, astext_type=None", NULL, RETORT_SERIAL_PLAIN },
  { "JSONB", FALSE, TRUE, RETORT_FAMILY_JSON, "JSONB", "none_as_null=False, astext_type=None", NULL, RETORT_SERIAL_PLAIN },
  { "Uuid", TRUE, FALSE, RETORT_FAMILY_UUID, "UUID", "as_uuid=True, native_uuid=True", append_uuid, RETORT_SERIAL_PLAIN },
  { "UUID", TRUE, TRUE, RETORT_FAMILY_UUID, "UUID", "as_uuid=True", NULL, RETORT_SERIAL_PLAIN },
  { "ARRAY", TRUE, TRUE, RETORT_FAMILY_ARRAY, "", "item_type, as_tuple=False, dimensions=None, zero_indexes=False",
    append_array, RETORT_SERIAL_PLAIN },
  { "Enum", TRUE, FALSE, RETORT_FAMILY_ENUM, "", ENUM, append_enum, RETORT_SERIAL_PLAIN },
  { "ENUM", FALSE, TRUE, RETORT_FAMILY_ENUM, "", ENUM, append_enum, RETORT_SERIAL_PLAIN },
  { "BIT", FALSE, TRUE, RETORT_FAMILY_OTHER, "BIT", "length=None, varying=False", append_bit, RETORT_SERIAL_PLAIN },
  { "HSTORE", FALSE, TRUE, RETORT_FAMILY_OTHER, "HSTORE", "text_type=None", NULL, RETORT_SERIAL_PLAIN },
  { "INET", FALSE, TRUE, RETORT_FAMILY_OTHER, "INET", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "CIDR", FALSE, TRUE, RETORT_FAMILY_OTHER, "CIDR", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "MACADDR", FALSE, TRUE, RETORT_FAMILY_OTHER, "MACADDR", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "MACADDR8", FALSE, TRUE, RETORT_FAMILY_OTHER, "MACADDR8", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "MONEY", FALSE, TRUE, RETORT_FAMILY_OTHER, "MONEY", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "OID", FALSE, TRUE, RETORT_FAMILY_OTHER, "OID", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "REGCLASS", FALSE, TRUE, RETORT_FAMILY_OTHER, "REGCLASS", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "REGCONFIG", FALSE, TRUE, RETORT_FAMILY_OTHER, "REGCONFIG", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "TSVECTOR", FALSE, TRUE, RETORT_FAMILY_OTHER, "TSVECTOR", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "TSQUERY", FALSE, TRUE, RETORT_FAMILY_OTHER, "TSQUERY", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "DOMAIN", FALSE, TRUE, RETORT_FAMILY_OTHER, "DOMAIN",
    "name, data_type, *, collation=None, default=None, constraint_name=None, not_null=None, check=None, create_type=True, "
    "schema=None, metadata=None, inherit_schema=False, quote=None", append_domain, RETORT_SERIAL_PLAIN, read_domain },
  { "JSONPATH", FALSE, TRUE, RETORT_FAMILY_OTHER, "JSONPATH", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "INT4RANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "INT4RANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "INT8RANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "INT8RANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "NUMRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "NUMRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "DATERANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "DATERANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "TSRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "TSRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "TSTZRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "TSTZRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "INT4MULTIRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "INT4MULTIRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "INT8MULTIRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "INT8MULTIRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "NUMMULTIRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "NUMMULTIRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "DATEMULTIRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "DATEMULTIRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "TSMULTIRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "TSMULTIRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { "TSTZMULTIRANGE", FALSE, TRUE, RETORT_FAMILY_OTHER, "TSTZMULTIRANGE", NONE, NULL, RETORT_SERIAL_PLAIN },
  { NULL },
};
