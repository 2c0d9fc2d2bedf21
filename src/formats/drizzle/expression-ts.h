/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sql`…` of schema.ts, with the columns and tables that it names. */
#pragma once

#include "formats/drizzle/names-ts.h"

G_BEGIN_DECLS

/**
 * RetortDrizzlePlace:
 * @column: (nullable): a column; %NULL: the table itself
 * @schema: (nullable): of its table
 * @table: (not nullable): its table
 *
 * All borrowed.
 */
typedef struct
{
  const char *column;
  const char *schema;
  const char *table;
} RetortDrizzlePlace;

/* Whether it is known. @variable (nullable): a table; NULL: the one that is read. @key (nullable): a column as TypeScript calls it. */
typedef gboolean (*RetortDrizzleFind) (gpointer data, const char *variable, const char *key, RetortDrizzlePlace *place);

/**
 * RetortDrizzleScope:
 * @file: where the expressions stand
 * @names: enums, roles and schemas of all files
 * @parameter: (nullable): what a function calls the table that is read
 * @find: knows columns and tables
 * @data: for @find
 */
typedef struct
{
  const RetortTypescript   *file;
  const RetortDrizzleNames *names;
  const char               *parameter;
  RetortDrizzleFind         find;
  gpointer                  data;
} RetortDrizzleScope;

gboolean retort_drizzle_scope_find_column (const RetortDrizzleScope *self, TSNode node, RetortDrizzlePlace *place);
/* (transfer full): a table, as SQL writes it */
char    *retort_drizzle_place_dup_table   (const RetortDrizzlePlace *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): the text of sql`…`, also of a function that returns it; NULL when it is computed.
 * @is_qualified: columns are written with their table, as drizzle-kit does everywhere but in indexes */
char    *retort_drizzle_expression_dup    (const RetortDrizzleScope *self, TSNode node, gboolean is_qualified) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
