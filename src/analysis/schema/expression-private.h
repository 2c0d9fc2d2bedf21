/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions in the form that PostgreSQL gives them (src/backend/utils/adt/ruleutils.c, pretty), as far as
 * that is sure without a server; the rest is kept as the statement wrote it, and says so. */
#pragma once

#include "analysis/schema/type-private.h"

G_BEGIN_DECLS

/* How an expression binds, as isSimpleNode() sees it. */
typedef enum
{
  RETORT_SHAPE_ATOM,     /* column, constant, function call, array */
  RETORT_SHAPE_OPERATOR, /* also tests, which bind alike but for arithmetic */
  RETORT_SHAPE_COMPLEX,  /* = ANY and its like: never simple */
  RETORT_SHAPE_AND,
  RETORT_SHAPE_OR,
  RETORT_SHAPE_NOT,
} RetortShape;

/* An analysed expression. */
typedef struct
{
  char       *text;
  char       *type;     /* nullable: a literal whose type is not decided yet; without a modifier */
  char       *literal;  /* nullable: the text of such a literal */
  char        operator; /* of arithmetic: + - * / %, else 0 */
  RetortShape shape;
  gboolean    is_null;
  gboolean    is_call;  /* looks like a function: an index needs no parentheses around it */
} RetortValue;

/* What an expression is analysed in; @is_sure is cleared at the first thing that is not. */
typedef struct
{
  RetortEdit        *edit;
  const RetortTable *table; /* nullable: where columns are */
  gboolean           is_sure;
} RetortScope;

void         retort_value_free            (RetortValue *self);
RetortValue *retort_value_new             (const char *text, const char *type, RetortShape shape) G_GNUC_WARN_UNUSED_RESULT;
RetortValue *retort_expression_analyse    (RetortScope *scope, const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
/* Settles a literal as a constant of @type. */
void         retort_value_settle          (RetortScope *scope, RetortValue *self, const char *type);
/* A cast that is shown; none when the type is the same. */
void         retort_value_cast            (RetortScope *scope, RetortValue *self, const char *type);
/* Operands of an operator get the types that it wants; the type of its result, static or borrowed. */
const char  *retort_operator_resolve      (RetortScope *scope, const char *name, RetortValue *left, RetortValue *right);
/* Text of a child, in parentheses where PostgreSQL writes them below such a parent. */
char        *retort_value_dup_child       (const RetortValue *child, RetortShape parent, char operator, gboolean is_first);

/* What statements' expressions become. @is_as_written is set, never cleared. */
char        *retort_expression_format     (RetortEdit *edit, const RetortTable *table, const PgQuery__Node *node, const char *type, gboolean *is_as_written) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a key of an index: in parentheses unless it is a call. @type (out) (optional): NULL when not known. */
char        *retort_expression_format_key (RetortEdit *edit, const RetortTable *table, const PgQuery__Node *node, char **type, gboolean *is_as_written) G_GNUC_WARN_UNUSED_RESULT;
/* Names of the table's columns that are used, as they appear, each once; every column of a row when it is used as a whole. */
GStrv        retort_expression_list_columns (const RetortTable *table, const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean     retort_expression_check_columns (RetortEdit *edit, const RetortTable *table, const PgQuery__Node *node);
gboolean     retort_expression_is_null    (const PgQuery__Node *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortValue, retort_value_free)

G_END_DECLS
