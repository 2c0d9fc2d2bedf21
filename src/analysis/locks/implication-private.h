/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a condition says of one column. Inside analysis/locks only. */
#pragma once

#include "analysis/locks/survey-private.h"

G_BEGIN_DECLS

/* A comparison of a column with a constant, or a test for NULL. */
typedef enum
{
  TERM_NONE,
  TERM_LESS,
  TERM_LESS_EQUAL,
  TERM_EQUAL, /* one of several values: in */
  TERM_GREATER_EQUAL,
  TERM_GREATER,
  TERM_NULL,
  TERM_NOT_NULL,
} TermKind;

typedef struct
{
  TermKind    kind;
  const char *column;
  GPtrArray  *values; /* utf8; of a comparison */
} Term;

void     retort_term_clear     (Term *self);
/* Of a comparison with a constant, IN, or a test for NULL; TERM_NONE: none of these. */
Term     retort_term_of        (const PgQuery__Node *node);
gboolean retort_term_implies   (const Term *given, const Term *wanted);
/* Sets -1, 0 or 1; FALSE: not known. */
gboolean retort_compare_values (const char *a, const char *b, int *order);
/* (nullable): a constant as text; casts do not matter. */
char    *retort_dup_constant   (const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the one column of "RANGE (k)". */
char    *retort_dup_key_column (const RetortTable *parent) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Term, retort_term_clear)

G_END_DECLS
