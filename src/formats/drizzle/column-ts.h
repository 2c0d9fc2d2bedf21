/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One column of schema.ts. Sources: drizzle-orm 0.45.4, pg-core/columns. */
#pragma once

#include "formats/drizzle/names-ts.h"

G_BEGIN_DECLS

/**
 * RetortDrizzleColumn:
 * @key: (not nullable): the name in TypeScript
 * @name: (not nullable): the name in the database
 * @is_named: it is said, and not made of @key
 * @sql: (nullable): its definition
 * @refusal: (nullable): why it is not known, a clause
 * @generated: what it is computed from; a null node when it is not
 * @generated_file: where that stands
 * @is_unique: it is a key of its own
 * @unique_name: (nullable): that key's name, when it is said
 * @has_equal_nulls: and there may be one NULL only
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
  TSNode      generated;
  const RetortTypescript *generated_file;
  gboolean    is_unique;
  char       *unique_name;
  gboolean    has_equal_nulls;
  char       *target_variable;
  char       *target_key;
  char       *actions;
} RetortDrizzleColumn;

RetortDrizzleColumn *retort_drizzle_column_read (const RetortTypescript *file, TSNode expression, const char *key, const char *name,
                                                 const RetortDrizzleNames *names) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_drizzle_column_free (RetortDrizzleColumn *self);

G_END_DECLS
