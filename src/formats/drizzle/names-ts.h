/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of schema.ts call schemas, enums, roles, functions that make columns, and functions that name tables. */
#pragma once

#include "formats/typescript.h"

G_BEGIN_DECLS

typedef struct _RetortDrizzleNames RetortDrizzleNames;

RetortDrizzleNames *retort_drizzle_names_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                retort_drizzle_names_free (RetortDrizzleNames *self);
/* @value: what stands behind `const variable =`; what is none of them is left alone. @file outlives @self. */
void                retort_drizzle_names_take_schema (RetortDrizzleNames *self, const RetortTypescript *file, const char *variable, TSNode value);
void                retort_drizzle_names_take (RetortDrizzleNames *self, const RetortTypescript *file, const char *variable, TSNode value);

/**
 * RetortDrizzleHelper:
 * @file: where it stands
 * @result: what a function without parameters returns
 */
typedef struct
{
  const RetortTypescript *file;
  TSNode                  result;
} RetortDrizzleHelper;

/* (nullable): the type of columns that an enum makes, as SQL writes it */
const char                *retort_drizzle_names_find_enum   (const RetortDrizzleNames *self, const char *variable);
const RetortDrizzleHelper *retort_drizzle_names_find_helper (const RetortDrizzleNames *self, const char *variable);
/* (nullable): the name in the database */
const char                *retort_drizzle_names_find_schema (const RetortDrizzleNames *self, const char *variable);
const char                *retort_drizzle_names_find_role   (const RetortDrizzleNames *self, const char *variable);
/* (transfer full) (nullable): what a function made by pgTableCreator calls a table */
char                      *retort_drizzle_names_dup_table   (const RetortDrizzleNames *self, const char *creator, const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean                   retort_drizzle_names_has_creator (const RetortDrizzleNames *self, const char *creator);

/* Schemas and types: a statement and where it stands. */
typedef struct
{
  char                   *sql;
  const RetortTypescript *file;
  RetortSpan              span;
} RetortDrizzleMade;

/* (element-type RetortDrizzleMade) (transfer none) */
GPtrArray                 *retort_drizzle_names_get_made    (const RetortDrizzleNames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDrizzleNames, retort_drizzle_names_free)

G_END_DECLS
