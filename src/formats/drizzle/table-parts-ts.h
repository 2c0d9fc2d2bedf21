/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The third argument of pgTable: indexes, keys of several columns, checks. */
#pragma once

#include "formats/typescript.h"

G_BEGIN_DECLS

/**
 * RetortDrizzlePart:
 * @span: where it stands
 * @sql: (nullable): the statement that adds it to its table
 * @is_foreign_key: it needs another table
 * @refusal: (nullable): why it is not known, a clause
 */
typedef struct
{
  RetortSpan  span;
  char       *sql;
  gboolean    is_foreign_key;
  const char *refusal;
} RetortDrizzlePart;

/* (transfer full) (nullable): the name of a column, as SQL writes it. @variable (nullable): a table; NULL: the one that is read. @table (out)
 * (transfer full) (optional): that table, as SQL writes it. */
typedef char *(*RetortDrizzleFindColumn) (gpointer data, const char *variable, const char *key, char **table);

/* (element-type RetortDrizzlePart) (transfer full) */
GPtrArray *retort_drizzle_parts_read (const RetortTypescript *file, TSNode function, const char *table, RetortDrizzleFindColumn find,
                                      gpointer data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
