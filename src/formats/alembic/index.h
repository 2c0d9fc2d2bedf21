/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes (docs/reference/alembic-ops.md section 7). */
#pragma once

#include "formats/alembic/clause.h"
#include "formats/alembic/type.h"

G_BEGIN_DECLS

/**
 * RetortIndex:
 * One index; lives as long as the evaluation.
 * @head: between CREATE and the name: "UNIQUE INDEX CONCURRENTLY "
 * @tail: behind the table: method, columns and options
 * @columns: (nullable) (array zero-terminated=1): columns that are given by name
 * @table: (nullable): the table whose columns were given themselves
 */
typedef struct
{
  RetortName  name;
  const char *head;
  const char *tail;
  const char **columns;
  const RetortTableClause *table;
} RetortIndex;

extern const RetortFunction retort_index_function;

RetortIndex *retort_index_read       (RetortCall *call, RetortName name, RetortName table, RetortName schema,
                                      RetortPyValue *const *elements, guint n_elements);
void         retort_index_check_options (RetortCall *call);
RetortIndex *retort_index_of_column  (RetortCall *call, RetortName column, RetortName table, RetortName schema, gboolean is_unique);
RetortIndex *retort_index_of_geometry (RetortCall *call, RetortName column, RetortName table, RetortSpatialIndex kind);
RetortIndex *retort_index_from_value (const RetortPyValue *value);
gboolean     retort_index_append     (RetortCall *call, GString *out, const RetortIndex *self, RetortName table, RetortName schema,
                                      gboolean if_not_exists);

G_END_DECLS
