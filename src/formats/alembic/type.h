/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Column types: what `sa.String(50)` is and how PostgreSQL's compiler writes it (docs/reference/alembic-ops.md sections 5 and 13). */
#pragma once

#include "formats/alembic/object.h"

G_BEGIN_DECLS

/* How values of a type behave: SQLAlchemy's type affinity. */
typedef enum
{
  RETORT_FAMILY_NULL, /* no type was given */
  RETORT_FAMILY_INTEGER,
  RETORT_FAMILY_NUMERIC,
  RETORT_FAMILY_STRING,
  RETORT_FAMILY_ENUM,
  RETORT_FAMILY_BOOLEAN,
  RETORT_FAMILY_DATE,
  RETORT_FAMILY_DATETIME,
  RETORT_FAMILY_TIME,
  RETORT_FAMILY_INTERVAL,
  RETORT_FAMILY_BINARY,
  RETORT_FAMILY_JSON,
  RETORT_FAMILY_UUID,
  RETORT_FAMILY_ARRAY,
  RETORT_FAMILY_OTHER, /* values are not rendered */
} RetortTypeFamily;

/* Which word an autoincrement column gets. */
typedef enum
{
  RETORT_SERIAL_PLAIN,
  RETORT_SERIAL_SMALL,
  RETORT_SERIAL_BIG,
} RetortSerialWidth;

typedef struct _RetortType RetortType;

/**
 * RetortTypeRow:
 * @name: in Python
 * @in_sqlalchemy: sqlalchemy exports it
 * @in_postgresql: sqlalchemy.dialects.postgresql exports it
 * @family: how its values behave
 * @sql: what it is called in SQL
 * @signature: of its constructor
 * @append: (nullable): writes it; %NULL: @sql alone
 * @serial: its width as a SERIAL
 * @read: (nullable): reads the arguments; %NULL: those that are called as the fields of #RetortType are
 */
typedef struct
{
  const char       *name;
  gboolean          in_sqlalchemy;
  gboolean          in_postgresql;
  RetortTypeFamily  family;
  const char       *sql;
  const char       *signature;
  void            (*append) (GString *out, const RetortType *type, RetortName table_schema);
  RetortSerialWidth serial;
  void            (*read) (RetortCall *call, RetortType *type);
} RetortTypeRow;

/* Which index a column of the type gets by itself (GeoAlchemy 2). */
typedef enum
{
  RETORT_SPATIAL_NONE,
  RETORT_SPATIAL_PLAIN,
  RETORT_SPATIAL_ALL_DIMENSIONS,
  RETORT_SPATIAL_RASTER,
} RetortSpatialIndex;

/**
 * RetortType:
 * @domain: (nullable): of a DOMAIN: what stands behind its name when it is made
 * @members: (nullable): the class in Python whose members the values of an enum type are, in the order of @labels
 * One type with its arguments; lives as long as the evaluation. A number that was not given is -1.
 * @labels to @create_constraint are for enum types. Values of a type with @is_decorated go through code of a package or
 * project before they are sent.
 */
struct _RetortType
{
  const RetortTypeRow *row;
  gint64               length;
  gint64               precision;
  gint64               scale;
  gboolean             timezone;
  gboolean             is_varying;   /* BIT */
  gboolean             is_native;    /* Interval, Enum, Uuid */
  gboolean             is_as_text;   /* Uuid: a str in Python */
  const char          *collation;    /* nullable */
  const char          *fields;       /* nullable: of an INTERVAL */
  const RetortType    *item;         /* of an ARRAY */
  gint64               dimensions;
  const char         **labels;       /* array zero-terminated=1 */
  RetortPyValue       *members;
  const char          *domain;
  RetortName           name;
  RetortName           schema;
  gboolean             inherits_schema;
  gboolean             create_type;
  gboolean             has_metadata;
  gboolean             create_constraint;
  gboolean             is_decorated;
  gboolean             binds_values; /* of @is_decorated: @bind, or nothing, is all that a value goes through */
  RetortPyValue       *bind;         /* nullable: process_bind_param() of the project's own class */
  const char          *text;         /* nullable: the whole type as SQL */
  RetortSpatialIndex   spatial_index;
};

extern const RetortTypeRow retort_type_rows[];

RetortPyValue    *retort_type_row_to_value  (RetortPyEvaluation *evaluation, const RetortTypeRow *row);
RetortPyValue    *retort_package_type_get   (RetortPyEvaluation *evaluation, const char *module, const char *name);
gboolean          retort_package_type_has_module (const char *module);

RetortPyValue    *retort_type_get_foreign   (RetortPyEvaluation *evaluation, const char *name, gboolean is_mysql);
RetortPyValue    *retort_type_get_unfollowed (RetortPyEvaluation *evaluation);
RetortPyValue    *retort_type_get_attribute (RetortPyEvaluation *evaluation, const char *name, gboolean in_postgresql);
gboolean          retort_value_is_type      (const RetortPyValue *value);
const RetortType *retort_type_from_value    (RetortCall *call, const char *what, RetortPyValue *value);
const RetortType *retort_type_from_any      (RetortCall *call, const char *what, RetortPyValue *value);
RetortPyValue    *retort_type_to_value      (RetortPyEvaluation *evaluation, const RetortType *type);
const RetortType *retort_type_null          (void);
void              retort_type_append        (GString *out, const RetortType *type, RetortName table_schema);
const RetortType *retort_type_find_named    (const RetortType *type);
const char       *retort_type_get_keyword   (const RetortType *type);
RetortName        retort_type_get_schema    (const RetortType *type, RetortName table_schema);
char             *retort_type_drop_sql      (const RetortType *type, RetortName table_schema) G_GNUC_WARN_UNUSED_RESULT;
char             *retort_type_create_sql    (const RetortType *type, RetortName table_schema) G_GNUC_WARN_UNUSED_RESULT;
gboolean          retort_type_is_unusable   (const RetortType *type, const char **reason);

G_END_DECLS
