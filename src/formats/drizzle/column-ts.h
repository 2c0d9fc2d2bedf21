/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One column of schema.ts, the enums that columns may be of, and functions of the project that make columns. Sources: drizzle-orm 0.45.4, pg-core/columns. */
#pragma once

#include "formats/typescript.h"

G_BEGIN_DECLS

typedef struct _RetortDrizzleEnums RetortDrizzleEnums;

RetortDrizzleEnums *retort_drizzle_enums_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                retort_drizzle_enums_free (RetortDrizzleEnums *self);
void                retort_drizzle_enums_add  (RetortDrizzleEnums *self, const RetortTypescript *file, const char *variable, const char *name, TSNode values);
/* `const id = () => uuid ("id").primaryKey ()` */
void                retort_drizzle_enums_add_helper (RetortDrizzleEnums *self, const RetortTypescript *file, const char *variable, TSNode function);
/* (nullable): CREATE TYPE, once */
char               *retort_drizzle_enums_steal_sql (RetortDrizzleEnums *self, const char *variable) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RetortDrizzleColumn:
 * @key: (not nullable): the name in TypeScript
 * @name: (not nullable): the name in the database
 * @is_named: it is said, and not made of @key
 * @sql: (nullable): its definition
 * @refusal: (nullable): why it is not known, a clause
 * @enum_variable: (nullable): the enum that it is of
 * @target_variable: (nullable): the table that it references
 * @target_key: (nullable): the column there, as TypeScript calls it
 * @actions: (nullable): " ON DELETE cascade"
 */
typedef struct
{
  char       *key;
  char       *name;
  gboolean    is_named;
  char       *sql;
  const char *refusal;
  char       *enum_variable;
  char       *target_variable;
  char       *target_key;
  char       *actions;
} RetortDrizzleColumn;

RetortDrizzleColumn *retort_drizzle_column_read (const RetortTypescript *file, TSNode expression, const char *key, const char *name,
                                                 const RetortDrizzleEnums *enums) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_drizzle_column_free (RetortDrizzleColumn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDrizzleEnums, retort_drizzle_enums_free)

G_END_DECLS
