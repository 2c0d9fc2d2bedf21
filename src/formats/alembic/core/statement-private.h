/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A statement as its methods copy and extend it: shared by the files of this folder. */
#pragma once

#include "formats/alembic/core/from.h"
#include "formats/alembic/core/select.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_STATEMENT_SELECT,
  RETORT_STATEMENT_COMPOUND, /* UNION and its like */
  RETORT_STATEMENT_INSERT,
  RETORT_STATEMENT_UPDATE,
  RETORT_STATEMENT_DELETE,
} RetortStatementKind;

/* A column and what it is set to. */
typedef struct
{
  const RetortClause *column;
  RetortClause       *value;
} RetortAssignment;

/* What a SELECT inside of another leaves to the one around it. */
typedef enum
{
  RETORT_CORRELATION_AUTOMATIC,
  RETORT_CORRELATION_WITH,
  RETORT_CORRELATION_EXCEPT,
} RetortCorrelation;

/* A list that is never changed, only replaced by a longer one. */
typedef struct
{
  RetortClause **items;
  guint          n_items;
  gboolean       has_class; /* a mapped class stands for some of them */
} RetortClauses;

/**
 * RetortConflict:
 * @constraint: (nullable): its name
 * @elements: the columns, when no constraint is named
 * @where: (nullable): of a partial index
 * @assignments: DO UPDATE; none: DO NOTHING
 * @condition: (nullable): of DO UPDATE
 * ON CONFLICT.
 */
typedef struct
{
  RetortName        constraint;
  RetortClauses     elements;
  RetortClause     *where;
  RetortAssignment *assignments;
  guint             n_assignments;
  RetortClause     *condition;
} RetortConflict;

/**
 * RetortSelect:
 * @table: INSERT, UPDATE, DELETE: the table
 * @columns: SELECT: what it gives; INSERT from a select: the columns
 * @froms: SELECT: select_from() and join()
 * @correlated: SELECT: the tables of @correlation
 * @assignments: INSERT and UPDATE, in the order of the table's columns
 * @n_rows: INSERT: how many times the columns repeat in @assignments
 * @has_more_rows: INSERT: any number of further rows follow
 * @is_counted: INSERT: its rows are numbered, so that what RETURNING gives comes in their order
 * @source: INSERT: the select that gives the rows
 * @parts: COMPOUND: the selects between @keyword
 * @is_postgresql: made by the function of the dialect
 * @is_unsynchronized: UPDATE, DELETE: with synchronize_session=False
 * @is_of_class: INSERT, UPDATE, DELETE: made for a mapped class rather than for its table
 * One statement; lives as long as the evaluation and never changes.
 */
struct _RetortSelect
{
  RetortStatementKind       kind;
  const RetortTableClause  *table;
  RetortClauses             columns;
  const RetortTableClause **froms;
  guint                     n_froms;
  RetortClauses             conditions;
  RetortClauses             groups;
  RetortClauses             having;
  RetortClauses             order;
  RetortClauses             returning;
  gboolean                  is_distinct;
  RetortClauses             distinct_on;
  gint64                    limit;  /* -1: none */
  gint64                    offset; /* -1: none */
  const char               *lock;   /* nullable: FOR UPDATE … */
  RetortCorrelation         correlation;
  const RetortTableClause **correlated;
  guint                     n_correlated;
  RetortAssignment         *assignments;
  guint                     n_assignments;
  guint                     n_rows;
  const RetortSelect       *source;
  const RetortConflict     *conflict;
  const char               *keyword;
  const RetortSelect      **parts;
  guint                     n_parts;
  gboolean                  is_postgresql;
  gboolean                  is_inline;
  gboolean                  has_more_rows;
  gboolean                  is_counted;
  gboolean                  is_of_class;
  gboolean                  is_unsynchronized;
};

RetortSelect       *retort_core_new      (RetortPyEvaluation *evaluation, RetortStatementKind kind);
RetortSelect       *retort_core_copy     (RetortCall *call);
const RetortSelect *retort_core_get      (const RetortCall *call);
const RetortSelect *retort_core_from_value (const RetortPyValue *value);
RetortPyValue      *retort_core_to_value (RetortCall *call, RetortSelect *self);
RetortClauses       retort_clauses_extend     (RetortCall *call, RetortClauses self, RetortPyValue *const *values, guint n_values);
gboolean            retort_clauses_append     (RetortCall *call, GString *out, const char *before, RetortClauses self, RetortScope *scope);
gboolean            retort_clauses_append_and (RetortCall *call, GString *out, const char *before, RetortClauses self, RetortScope *scope);
RetortClauses       retort_columns_from_values (RetortCall *call, RetortPyValue *const *values, guint n_values);
gboolean            retort_columns_append     (RetortCall *call, GString *out, RetortClauses self, RetortScope *scope, gboolean is_from);
const char         *retort_column_result_name (const RetortClause *column);

/* Methods of every kind: select.c, order.c and dml.c. */
extern const RetortFunction retort_select_methods[];
extern const RetortFunction retort_order_methods[];
extern const RetortFunction retort_dml_methods[];
extern const RetortAttribute retort_dml_attributes[];
extern const RetortFunction retort_dml_cte_functions[];
extern const RetortFunction retort_nested_select_methods[];

void                retort_select_add_from    (RetortCall *call, RetortSelect *self, const RetortTableClause *from);
RetortClause       *retort_dml_assign         (RetortCall *call, RetortPyValue *value, const RetortClause *column);
const RetortSelect *retort_dml_fill           (RetortCall *call, const RetortSelect *self, const RetortParameters *parameters, guint *n_done);
gboolean            retort_dml_append         (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope);

G_END_DECLS
