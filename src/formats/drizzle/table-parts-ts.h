/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The third argument of pgTable: indexes, keys of several columns, checks, policies. */
#pragma once

#include "formats/drizzle/expression-ts.h"
#include "formats/drizzle/project.h"

G_BEGIN_DECLS

/**
 * RetortDrizzlePart:
 * @span: where it stands
 * @sql: (nullable): the statement that adds it to its table
 * @is_foreign_key: it needs another table
 * @is_policy: the table's rows are secured then
 * @refusal: (nullable): why it is not known, a clause
 */
typedef struct
{
  RetortSpan  span;
  char       *sql;
  gboolean    is_foreign_key;
  gboolean    is_policy;
  const char *refusal;
} RetortDrizzlePart;

/* (element-type RetortDrizzlePart) (transfer full) */
GPtrArray *retort_drizzle_parts_read    (const RetortDrizzleScope *scope, TSNode function, const RetortDrizzlePlace *place,
                                         RetortDrizzleLayout layout) G_GNUC_WARN_UNUSED_RESULT;
char      *retort_drizzle_dup_made_name (const char *table, const char *names, const char *end) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
