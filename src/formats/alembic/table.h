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

/* What a statement reads from or writes to. */
typedef enum
{
  RETORT_FROM_TABLE,
  RETORT_FROM_ALIAS,    /* another name of @element */
  RETORT_FROM_SUBQUERY,
  RETORT_FROM_CTE,
  RETORT_FROM_JOIN,     /* of @element and @right */
  RETORT_FROM_CLAUSE,   /* the text or function @condition, without a name */
  RETORT_FROM_FUNCTION, /* the rows of the function @condition; @join: nullable: what follows it */
  RETORT_FROM_LATERAL,  /* a subquery that sees what stands before it */
  RETORT_FROM_VALUES,   /* rows that are written: @condition, nullable */
} RetortFromKind;

/**
 * RetortTableClause:
 * @name: no text: an ALIAS, SUBQUERY or CTE that is named when it is written
 * @columns: COLUMN clauses
 * @key: (nullable): the only column of the primary key, when the server numbers it
 * @n_keys: how many columns of the primary key are known
 * @restates: (nullable): CTE: the one that this is the recursive end of, under the same name
 * @is_recursive: CTE: made with recursive=True
 * @is_partial: it has columns without a name of their own, which are not among @columns
 * @names_columns: FUNCTION: the columns stand behind the name
 * @names_types: FUNCTION: with their types
 * @has_key: an INSERT that does not give the whole key asks for it
 * @has_other_keys: Python knows a column under another name
 * @has_python_values: Python fills columns that a statement does not name
 * @definition: (nullable): what Table() was called with, without its metadata
 * @set: (nullable): the MetaData that it belongs to
 * @is_full: a Table(), to which constraints and indexes over its columns belong
 * @has_more: a constraint or an index was attached to it later
 * What the expression language knows of a table and of what stands in the place of one; lives as long as the evaluation.
 */
struct _RetortTableClause
{
  RetortFromKind           kind;
  RetortName               name;
  RetortName               schema;
  RetortClause           **columns;
  guint                    n_columns;
  const RetortTableClause *element;
  const RetortTableClause *right;
  const char              *join;      /* JOIN: the words between both */
  RetortClause            *condition; /* JOIN and others: nullable */
  const RetortSelect      *select;    /* SUBQUERY, CTE, LATERAL */
  const RetortTableClause *restates;
  gboolean                 is_recursive;
  gboolean                 is_partial;
  gboolean                 names_columns;
  gboolean                 names_types;
  RetortClause            *key;
  guint                    n_keys;
  gboolean                 has_key;
  gboolean                 has_other_keys;
  gboolean                 has_python_values;
  gboolean                 is_tainted;
  const RetortPyArguments *definition;
  const struct _RetortTableSet *set;
  gboolean                 is_full;
  gboolean                 has_more;
};

RetortTable *retort_alembic_table_new         (RetortName name, RetortName schema) G_GNUC_WARN_UNUSED_RESULT;
void         retort_table_free        (RetortTable *self);
void         retort_table_add_column  (RetortCall *call, RetortTable *self, RetortColumn *column);
void         retort_table_add_item    (RetortCall *call, RetortTable *self, RetortPyValue *value);
void         retort_table_finish      (RetortCall *call, RetortTable *self);
gboolean     retort_table_is_serial   (const RetortTable *self, const RetortColumn *column);
RetortPyValue *retort_table_to_clause (RetortPyEvaluation *evaluation, const RetortTable *self);

extern const RetortFunction retort_table_functions[];
extern const RetortFunction retort_full_table_function;
const RetortTableClause *retort_table_clause_from_value (RetortCall *call, const char *what, RetortPyValue *value);
RetortClause *retort_table_clause_find (const RetortTableClause *self, const char *name);
void         retort_table_clause_attach (const RetortTableClause *self);
void         retort_table_clause_append (GString *out, const RetortTableClause *self);
RetortTableClause *retort_table_clause_new (RetortPyEvaluation *evaluation, RetortFromKind kind, RetortName name, guint n_columns);
RetortClause *retort_table_clause_add (RetortPyEvaluation *evaluation, RetortTableClause *self, RetortName name, const RetortType *type);
RetortPyValue *retort_table_clause_to_value (RetortPyEvaluation *evaluation, RetortTableClause *self);
gboolean     retort_value_is_table_clause (const RetortPyValue *value);
RetortPyValue *retort_table_clause_get_columns (RetortPyEvaluation *evaluation, RetortTableClause *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTable, retort_table_free)

G_END_DECLS
