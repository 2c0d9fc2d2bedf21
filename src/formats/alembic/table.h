/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: what op.create_table() makes, and sa.table() and sa.Table() that statements are written against. */
#pragma once

#include "formats/alembic/column.h"
#include "formats/alembic/index.h"

G_BEGIN_DECLS

/**
 * RetortTable:
 * @columns: element: RetortColumn
 * @constraints: element: RetortConstraint; in the order in which they are written
 * @indexes: element: RetortIndex
 * A table with full columns; built for one statement.
 */
typedef struct
{
  RetortName  name;
  RetortName  schema;
  const char *comment; /* nullable */
  GPtrArray  *columns;
  GPtrArray  *constraints;
  GPtrArray  *indexes;
} RetortTable;

/**
 * RetortTableClause:
 * What the expression language knows of a table; lives as long as the evaluation.
 */
typedef struct
{
  RetortName     name;
  RetortName     schema;
  RetortClause **columns; /* COLUMN clauses */
  guint          n_columns;
  gboolean       has_key;           /* an INSERT asks for the key that it made */
  gboolean       has_python_values; /* Python fills columns that a statement does not name */
  gboolean       is_tainted;
} RetortTableClause;

RetortTable *retort_alembic_table_new         (RetortName name, RetortName schema) G_GNUC_WARN_UNUSED_RESULT;
void         retort_table_free        (RetortTable *self);
void         retort_table_add_column  (RetortCall *call, RetortTable *self, RetortColumn *column);
void         retort_table_add_item    (RetortCall *call, RetortTable *self, RetortPyValue *value);
void         retort_table_finish      (RetortCall *call, RetortTable *self);
gboolean     retort_table_is_serial   (const RetortTable *self, const RetortColumn *column);
RetortPyValue *retort_table_to_clause (RetortPyEvaluation *evaluation, const RetortTable *self);

extern const RetortFunction retort_table_functions[];
const RetortTableClause *retort_table_clause_from_value (RetortCall *call, const char *what, RetortPyValue *value);
RetortClause *retort_table_clause_find (const RetortTableClause *self, const char *name);
void         retort_table_clause_append (GString *out, const RetortTableClause *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTable, retort_table_free)

G_END_DECLS
