/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types of packages that migrations use: fastapi-users, GeoAlchemy 2, pgvector, SQLAlchemy-Utils, citext, coaster, sqlmodel. What each becomes is what
 * the package's own code (of August 2026) says and gives when SQLAlchemy 2.0 compiles it for PostgreSQL; what depends on more is a gap. */
#include "formats/alembic/type.h"

#include <string.h>

/* --- Reading --- */

static void
set_decorated (RetortType *type, const RetortType *implementation)
{
  if (implementation == NULL)
    return;
  *type = *implementation;
  type->is_decorated = TRUE;
}

static void
read_nothing (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
}

static void
read_length (RetortCall *call, RetortType *type, const char *parameter, gint64 fallback)
{
  type->is_decorated = TRUE;
  type->length = fallback;
  if (!retort_value_is_none (retort_call_get (call, parameter)))
    retort_call_get_number (call, parameter, &type->length);
}

/* Types that are a text of a fixed length, unless they are given another. */
static void
read_email (RetortCall *call, RetortType *type)
{
  read_length (call, type, "length", 255);
}

static void
read_short_text (RetortCall *call, RetortType *type)
{
  read_length (call, type, "max_length", 20);
}

static void
read_address (RetortCall *call, RetortType *type)
{
  read_length (call, type, "max_length", 50);
}

static void
read_text_2 (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
  type->length = 2;
}

static void
read_text_3 (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
  type->length = 3;
}

static void
read_text_10 (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
  type->length = 10;
}

static void
read_text_20 (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
  type->length = 20;
}

static void
read_text_50 (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
  type->length = 50;
}

static void
read_optional_length (RetortCall *call, RetortType *type)
{
  read_length (call, type, "length", -1);
}

/* sqlmodel hands values on as they are. */
static void
read_auto_string (RetortCall *call, RetortType *type)
{
  read_length (call, type, "length", -1);
  type->is_decorated = FALSE;
}

static void
read_zone (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
  type->timezone = retort_call_get_flag (call, "timezone", FALSE);
}

static void
read_uuid (RetortCall *call, RetortType *type)
{
  type->is_decorated = TRUE;
  if (!retort_call_get_flag (call, "native", TRUE))
    type->text = retort_call_get_flag (call, "binary", TRUE) ? "BINARY(16)" : "CHAR(32)";
}

static void
read_choice (RetortCall *call, RetortType *type)
{
  RetortPyValue *implementation = retort_call_get (call, "impl");

  type->is_decorated = TRUE;
  type->length = 255;
  if (!retort_value_is_none (implementation))
    set_decorated (type, retort_type_from_value (call, "impl", implementation));
}

/* The name of a type that is made elsewhere, as it is written. */
static void
read_composite (RetortCall *call, RetortType *type)
{
  const char *name = retort_call_get_string (call, "name");

  if (name == NULL)
    retort_call_gap (call, "the name of %s() is not known", call->function->name);
  type->text = name;
}

/* vector, halfvec and sparsevec: the number of dimensions. */
static void
read_dimensions (RetortCall *call, RetortType *type)
{
  gint64 dimensions = -1;

  if (!retort_value_is_none (retort_call_get (call, "dim")) && retort_call_get_number (call, "dim", &dimensions))
    {
      g_autofree char *text = g_strdup_printf ("%s(%" G_GINT64_FORMAT ")", type->row->sql, dimensions);

      type->text = retort_py_strdup (call->evaluation, text);
    }
}

/* --- GeoAlchemy 2 --- */

/* What the type checks or turns into another one is not followed. */
static gboolean
is_plain_geometry (const char *name)
{
  static const char *const names[] = {
    "GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION",
    "CURVE", "POINTZ", "LINESTRINGZ", "POLYGONZ", "MULTIPOINTZ", "MULTILINESTRINGZ", "MULTIPOLYGONZ", NULL,
  };

  return g_strv_contains (names, name);
}

static void
read_geometry (RetortCall *call, RetortType *type)
{
  RetortPyValue *kind_value = retort_call_get (call, "geometry_type");
  const char *kind = kind_value != NULL ? retort_call_get_string (call, "geometry_type") : "GEOMETRY";
  const char *name = retort_call_get_string (call, "name");
  gboolean all_dimensions = retort_call_get_flag (call, "use_N_D_index", FALSE);
  gint64 srid = -1;
  g_autofree char *text = NULL;

  if (retort_call_get (call, "srid") != NULL)
    retort_call_get_number (call, "srid", &srid);
  if ((kind != NULL && !is_plain_geometry (kind)) || !retort_call_get_flag (call, "nullable", TRUE)
      || retort_call_get_tristate (call, "use_typmod") == 0)
    retort_call_gap (call, "these arguments of %s() are not understood", call->function->name);
  name = name != NULL ? name : type->row->sql;
  text = kind != NULL ? g_strdup_printf ("%s(%s,%" G_GINT64_FORMAT ")", name, kind, srid) : g_strdup (name);
  type->text = retort_py_strdup (call->evaluation, text);
  if (retort_call_get_flag (call, "spatial_index", TRUE))
    type->spatial_index = all_dimensions ? RETORT_SPATIAL_ALL_DIMENSIONS : RETORT_SPATIAL_PLAIN;
}

static void
read_raster (RetortCall *call, RetortType *type)
{
  if (retort_call_get_flag (call, "spatial_index", TRUE))
    type->spatial_index = RETORT_SPATIAL_RASTER;
}

/* --- The table --- */

/* One type, and the modules that it can be taken from. */
typedef struct
{
  const char   *modules; /* separated by blanks */
  RetortTypeRow row;
} PackageType;

#define FASTAPI_USERS "fastapi_users_db_sqlalchemy fastapi_users_db_sqlalchemy.generics"
#define UTILS(name) "sqlalchemy_utils sqlalchemy_utils.types sqlalchemy_utils.types." name
#define VECTORS(name) "pgvector.sqlalchemy pgvector.sqlalchemy." name
#define GEO "geoalchemy2 geoalchemy2.types"
#define GEOMETRY "geometry_type='GEOMETRY', srid=-1, dimension=None, spatial_index=True, use_N_D_index=False, use_typmod=None, " \
                 "from_text=None, name=None, nullable=True, _spatial_index_reflected=None"
#define TEXT_ROW(name, sql, signature, read) \
  { name, FALSE, FALSE, RETORT_FAMILY_STRING, sql, signature, NULL, RETORT_SERIAL_PLAIN, read }
#define OTHER_ROW(name, sql, signature, read) \
  { name, FALSE, FALSE, RETORT_FAMILY_OTHER, sql, signature, NULL, RETORT_SERIAL_PLAIN, read }

static void
append_sized (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append (out, type->row->sql);
  if (type->length > 0)
    g_string_append_printf (out, "(%" G_GINT64_FORMAT ")", type->length);
}

static void
append_zoned (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append_printf (out, "TIMESTAMP WITH%s TIME ZONE", type->timezone ? "" : "OUT");
}

static void
append_bits (GString *out, const RetortType *type, RetortName table_schema)
{
  g_string_append_printf (out, "BIT(%" G_GINT64_FORMAT ")", type->length > 0 ? type->length : 1);
}

#define SIZED_ROW(name, signature, read) \
  { name, FALSE, FALSE, RETORT_FAMILY_STRING, "VARCHAR", signature, append_sized, RETORT_SERIAL_PLAIN, read }
#define ZONED_ROW(name, signature) \
  { name, FALSE, FALSE, RETORT_FAMILY_DATETIME, "TIMESTAMP", signature, append_zoned, RETORT_SERIAL_PLAIN, read_zone }

static const PackageType package_types[] = {
  { FASTAPI_USERS, { "GUID", FALSE, FALSE, RETORT_FAMILY_UUID, "UUID", "*args, **options", NULL, RETORT_SERIAL_PLAIN, read_nothing } },
  { "fastapi_users_db_sqlalchemy.generics", ZONED_ROW ("TIMESTAMPAware", "timezone=False") },
  { UTILS ("uuid"), { "UUIDType", FALSE, FALSE, RETORT_FAMILY_UUID, "UUID", "binary=True, native=True", NULL, RETORT_SERIAL_PLAIN, read_uuid } },
  { UTILS ("email"), SIZED_ROW ("EmailType", "length=255", read_email) },
  { UTILS ("url"), TEXT_ROW ("URLType", "TEXT", "", read_nothing) },
  { UTILS ("json"), OTHER_ROW ("JSONType", "JSON", "", read_nothing) },
  { UTILS ("choice"), SIZED_ROW ("ChoiceType", "choices, impl=None", read_choice) },
  { UTILS ("arrow"), ZONED_ROW ("ArrowType", "timezone=False") },
  { UTILS ("ltree"), OTHER_ROW ("LtreeType", "LTREE", "", read_nothing) },
  { UTILS ("ts_vector"), OTHER_ROW ("TSVectorType", "TSVECTOR", "*args, **options", read_nothing) },
  { UTILS ("country"), SIZED_ROW ("CountryType", "", read_text_2) },
  { UTILS ("currency"), SIZED_ROW ("CurrencyType", "", read_text_3) },
  { UTILS ("locale"), SIZED_ROW ("LocaleType", "", read_text_10) },
  { UTILS ("phone_number"), SIZED_ROW ("PhoneNumberType", "region='US', max_length=20", read_short_text) },
  { UTILS ("color"), SIZED_ROW ("ColorType", "*arguments, **options", read_text_20) },
  { UTILS ("ip_address"), SIZED_ROW ("IPAddressType", "max_length=50", read_address) },
  { UTILS ("timezone"), SIZED_ROW ("TimezoneType", "backend='dateutil'", read_text_50) },
  { UTILS ("scalar_list"), TEXT_ROW ("ScalarListType", "TEXT", "coerce_func=str, separator=','", read_nothing) },
  { UTILS ("password"), OTHER_ROW ("PasswordType", "BYTEA", "max_length=None, **options", read_nothing) },
  { UTILS ("encrypted.encrypted_type"),
    OTHER_ROW ("EncryptedType", "BYTEA", "type_in=None, key=None, engine=None, padding=None", read_nothing) },
  { UTILS ("encrypted.encrypted_type"),
    SIZED_ROW ("StringEncryptedType", "type_in=None, key=None, engine=None, padding=None, *, length=None", read_optional_length) },
  { UTILS ("weekdays"), OTHER_ROW ("WeekDaysType", "BIT(7)", "", read_nothing) },
  { UTILS ("bit"), { "BitType", FALSE, FALSE, RETORT_FAMILY_OTHER, "BIT", "length=1", append_bits, RETORT_SERIAL_PLAIN, read_optional_length } },
  { UTILS ("range"), OTHER_ROW ("IntRangeType", "INT4RANGE", "", read_nothing) },
  { UTILS ("range"), OTHER_ROW ("Int8RangeType", "INT8RANGE", "", read_nothing) },
  { UTILS ("range"), OTHER_ROW ("DateRangeType", "DATERANGE", "", read_nothing) },
  { UTILS ("range"), OTHER_ROW ("DateTimeRangeType", "TSRANGE", "", read_nothing) },
  { UTILS ("range"), OTHER_ROW ("NumericRangeType", "NUMRANGE", "", read_nothing) },
  { UTILS ("pg_composite"), OTHER_ROW ("CompositeType", "", "name, columns, quote=None, **options", read_composite) },
  { UTILS ("enriched_datetime.enriched_datetime_type") " sqlalchemy_utils.types.enriched_datetime",
    ZONED_ROW ("EnrichedDateTimeType", "datetime_processor=PendulumDateTime, timezone=False") },
  { UTILS ("enriched_datetime.enriched_date_type") " sqlalchemy_utils.types.enriched_datetime",
    OTHER_ROW ("EnrichedDateType", "DATE", "date_processor=PendulumDate", read_nothing) },
  { VECTORS ("vector"), OTHER_ROW ("Vector", "VECTOR", "dim=None", read_dimensions) },
  { VECTORS ("vector"), OTHER_ROW ("VECTOR", "VECTOR", "dim=None", read_dimensions) },
  { VECTORS ("halfvec"), OTHER_ROW ("HALFVEC", "HALFVEC", "dim=None", read_dimensions) },
  { VECTORS ("sparsevec"), OTHER_ROW ("SPARSEVEC", "SPARSEVEC", "dim=None", read_dimensions) },
  { VECTORS ("bit"), { "BIT", FALSE, FALSE, RETORT_FAMILY_OTHER, "BIT", "length=1", append_bits, RETORT_SERIAL_PLAIN, read_optional_length } },
  { GEO, OTHER_ROW ("Geometry", "geometry", GEOMETRY, read_geometry) },
  { GEO, OTHER_ROW ("Geography", "geography", GEOMETRY, read_geometry) },
  { GEO, OTHER_ROW ("Raster", "raster", "spatial_index=True", read_raster) },
  { "coaster.sqlalchemy coaster.sqlalchemy.columns", TEXT_ROW ("UrlType", "TEXT", "schemes=None, optional_scheme=False, optional_host=False", read_nothing) },
  { "coaster.sqlalchemy coaster.sqlalchemy.columns", OTHER_ROW ("JsonDict", "JSONB", "", read_nothing) },
  { "citext", TEXT_ROW ("CIText", "CITEXT", "", NULL) },
  { "sqlmodel.sql.sqltypes", OTHER_ROW ("GUID", "UUID", "", read_nothing) },
  { "sqlmodel sqlmodel.sql.sqltypes",
    { "AutoString", FALSE, FALSE, RETORT_FAMILY_STRING, "VARCHAR", "length=None", append_sized, RETORT_SERIAL_PLAIN, read_auto_string } },
};

/* Is @module one of @modules, which blanks part; with @is_around, or does one of them lie inside of it? */
static gboolean
is_among (const char *modules, const char *module, gboolean is_around)
{
  gsize length = strlen (module);

  for (const char *at = modules; at != NULL; at = strchr (at, ' '))
    {
      at += *at == ' ';
      if (strncmp (at, module, length) == 0 && (at[length] == '\0' || at[length] == ' ' || (is_around && at[length] == '.')))
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_package_type_get:
 * @evaluation: the evaluation
 * @module: the full name of a module of a package
 * @name: a name in it
 *
 * Returns: (nullable): the type; %NULL when it is not known
 */
RetortPyValue *
retort_package_type_get (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (package_types); i++)
    if (g_str_equal (package_types[i].row.name, name) && is_among (package_types[i].modules, module, FALSE))
      return retort_type_row_to_value (evaluation, &package_types[i].row);
  return NULL;
}

/**
 * retort_package_type_has_module:
 * @module: the full name of a module
 *
 * Returns: whether types of it, or of a module inside of it, are known
 */
gboolean
retort_package_type_has_module (const char *module)
{
  for (guint i = 0; i < G_N_ELEMENTS (package_types); i++)
    if (is_among (package_types[i].modules, module, TRUE))
      return TRUE;
  return FALSE;
}
