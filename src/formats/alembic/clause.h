/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL expressions of SQLAlchemy Core, made by operators and functions in Python and written as text. */
#pragma once

#include "formats/alembic/type.h"

G_BEGIN_DECLS

typedef struct _RetortClause      RetortClause;
typedef struct _RetortTableClause RetortTableClause;
typedef struct _RetortSelect      RetortSelect;
typedef struct _RetortScope       RetortScope;
typedef struct _RetortColumn      RetortColumn;

typedef enum
{
  RETORT_CLAUSE_TEXT,     /* text(): the user's SQL with the rules of colons */
  RETORT_CLAUSE_VERBATIM, /* literal_column(), keywords such as NULL: as it is */
  RETORT_CLAUSE_COLUMN,
  RETORT_CLAUSE_VALUE,    /* a Python value */
  RETORT_CLAUSE_UNBOUND,  /* bindparam() without a value */
  RETORT_CLAUSE_FUNCTION,
  RETORT_CLAUSE_UNARY,
  RETORT_CLAUSE_BINARY,   /* any number of operands between one operator */
  RETORT_CLAUSE_BETWEEN,
  RETORT_CLAUSE_LIST,     /* in parentheses */
  RETORT_CLAUSE_GROUP,    /* one operand in parentheses */
  RETORT_CLAUSE_CAST,
  RETORT_CLAUSE_CASE,     /* operands: when, then, …, and an else when their number is odd */
  RETORT_CLAUSE_EXTRACT,
  RETORT_CLAUSE_ARRAY,
  RETORT_CLAUSE_ORDER,    /* operand with DESC, ASC, NULLS … behind it */
  RETORT_CLAUSE_LABEL,
  RETORT_CLAUSE_SELECT,   /* a statement in parentheses */
  RETORT_CLAUSE_EXISTS,
  RETORT_CLAUSE_OVER,     /* operands: a function, a SEQUENCE for PARTITION BY, one for ORDER BY; both may be empty; text: nullable: the frame */
  RETORT_CLAUSE_FILTER,   /* operands: a function, a condition */
  RETORT_CLAUSE_SEQUENCE, /* as LIST, without parentheses */
  RETORT_CLAUSE_COERCED,  /* type_coerce(): its operand, under another type */
  RETORT_CLAUSE_SORTED,   /* aggregate_order_by(): an operand and what it is ordered by */
  RETORT_CLAUSE_WITHIN,   /* within_group(): a function and what its group is ordered by */
} RetortClauseKind;

/**
 * RetortOperator:
 * @token: Python's, or a name for those that are methods
 * @sql: with the blanks around it
 * @precedence: sqlalchemy/sql/operators.py _PRECEDENCE
 * @binds_itself: needs no parentheses inside itself
 * @negation: (nullable): @token of its opposite
 * @is_boolean: its value is true or false
 * @is_eager: stands in parentheses wherever it is part of another operator's operand
 */
typedef struct
{
  const char *token;
  const char *sql;
  int         precedence;
  gboolean    binds_itself;
  const char *negation;
  gboolean    is_boolean;
  gboolean    is_eager;
} RetortOperator;

/**
 * RetortClause:
 * One expression; lives as long as the evaluation and never changes.
 */
struct _RetortClause
{
  RetortClauseKind      kind;
  const char           *text;      /* TEXT, VERBATIM, FUNCTION, EXTRACT, ORDER, LABEL: what to write; BINARY: nullable: ESCAPE of LIKE */
  RetortName            name;      /* COLUMN; FUNCTION: what is written when @text is only what it is called */
  RetortName            table;     /* COLUMN: of its table; no text when it has none */
  RetortName            schema;    /* COLUMN: of its table */
  const RetortTableClause *from;   /* COLUMN: nullable: what it is read from */
  const RetortColumn   *definition;  /* COLUMN: nullable: what Column() made, of which the column was taken */
  gboolean              is_reference; /* COLUMN: a str in desc() and its like, which names what the statement gives */
  gboolean              is_key;    /* COLUMN: part of the primary key */
  gboolean              has_class; /* FUNCTION: of its own in SQLAlchemy */
  gboolean              is_open;   /* FUNCTION: has a type that is not followed here */
  gboolean              is_anonymous; /* FUNCTION: an operator that is written as one */
  gboolean              is_bare;   /* FUNCTION: written without parentheses when it has no arguments */
  RetortPyValue        *value;     /* VALUE */
  const RetortOperator *operator;  /* UNARY, BINARY, BETWEEN */
  const RetortType     *type;      /* never NULL */
  RetortClause        **operands;
  guint                 n_operands;
  gboolean              is_cast;   /* BINARY: an element of a JSON value, written as a cast to @type */
  gboolean              is_expanding; /* UNBOUND: a list becomes one in parentheses */
  const char          **bind_names;  /* TEXT: bindparams(); else nullable: the one name of a bindparam() */
  RetortClause        **bind_values;
  guint                 n_binds;
  const RetortSelect   *statement; /* SELECT, EXISTS */
  RetortClause         *subject;   /* CASE: nullable: what each WHEN is compared with */
};

/**
 * RetortClauseContext:
 * @with_table: columns are written with their table
 * @unbound_is_null: a parameter without a value is NULL, as in DDL; else it is refused, as an online run does
 * @is_operand: inside the operand of an operator
 * @scope: (nullable): the statement around it, which knows what is read already and which names are taken
 */
typedef struct
{
  gboolean with_table;
  gboolean unbound_is_null;
  gboolean is_operand;
  RetortScope *scope;
} RetortClauseContext;

extern const RetortClauseContext retort_clause_in_ddl;
extern const RetortClauseContext retort_clause_in_dml;

RetortClause  *retort_clause_new          (RetortPyEvaluation *evaluation, RetortClauseKind kind, const RetortType *type);
RetortClause  *retort_clause_new_text     (RetortPyEvaluation *evaluation, RetortClauseKind kind, const char *text);
RetortClause  *retort_clause_new_operands (RetortPyEvaluation *evaluation, RetortClauseKind kind, const RetortType *type,
                                           RetortClause *const *operands, guint n_operands);
RetortPyValue *retort_clause_to_value     (RetortPyEvaluation *evaluation, RetortClause *clause);
gboolean       retort_value_is_clause     (const RetortPyValue *value);
RetortClause  *retort_clause_peek         (const RetortPyValue *value);
RetortClause  *retort_clause_from_value   (RetortCall *call, const char *what, RetortPyValue *value, const RetortType *hint);
RetortClause  *retort_clause_from_condition (RetortCall *call, const char *what, RetortPyValue *value);
RetortClause  *retort_clause_from_sql     (RetortCall *call, const char *what, RetortPyValue *value);
const RetortType *retort_type_of_value    (const RetortPyValue *value);
const RetortType *retort_type_of_literal  (const RetortPyValue *value);
const RetortType *retort_type_named       (const char *name);

gboolean       retort_clause_append       (RetortCall *call, GString *out, const RetortClause *clause, RetortClauseContext context);

/* --- Operators (clause-operators.c) --- */

/* The text of true() and false(), of which there is only one each. */
extern const char retort_clause_true[];
extern const char retort_clause_false[];

const RetortOperator *retort_operator_find (const char *token);
const RetortType *retort_type_compared    (const RetortType *left, const RetortPyValue *value);
gboolean       retort_clause_check_casts  (RetortCall *call, const RetortClause *clause);
RetortClause  *retort_clause_group        (RetortPyEvaluation *evaluation, RetortClause *clause, const RetortOperator *against);
RetortClause  *retort_clause_combine      (RetortCall *call, const char *token, RetortClause *left, RetortPyValue *right);
RetortClause  *retort_clause_join         (RetortPyEvaluation *evaluation, const char *token, RetortClause *const *operands, guint n_operands);
gboolean       retort_clause_is_part_match (const RetortClause *clause);
RetortClause  *retort_clause_negate       (RetortCall *call, RetortClause *clause);
RetortClause  *retort_clause_between      (RetortCall *call, RetortClause *operand, RetortPyValue *lower, RetortPyValue *upper,
                                           gboolean is_symmetric);
RetortClause  *retort_clause_in_nothing   (RetortCall *call, RetortClause *operand, const char *token);
RetortPyValue *retort_clause_binary       (RetortPyEvaluation *evaluation, const char *token, RetortPyValue *left, RetortPyValue *right);
RetortPyValue *retort_clause_unary        (RetortPyEvaluation *evaluation, const char *token, RetortPyValue *operand);
extern const RetortMembers retort_clause_members;

G_END_DECLS
