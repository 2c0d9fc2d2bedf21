/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SELECT that somebody types, and the first rows of it: in a transaction that cannot write, with a time limit. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/**
 * RetortQueryError:
 * @RETORT_QUERY_ERROR_NOT_A_SELECT: the text is none, or more than one statement
 */
typedef enum
{
  RETORT_QUERY_ERROR_NOT_A_SELECT,
} RetortQueryError;

#define RETORT_QUERY_ERROR (retort_query_error_quark ())
GQuark        retort_query_error_quark (void);

#define RETORT_QUERY_USUAL_ROWS 500
#define RETORT_QUERY_USUAL_TIMEOUT_MS 15000

/* @n_rows: at most; 0: RETORT_QUERY_USUAL_ROWS. @timeout_ms: 0: RETORT_QUERY_USUAL_TIMEOUT_MS. */
RetortResult *retort_query_run         (RetortTarget *target, const char *sql, guint n_rows, guint timeout_ms, GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "SELECT * FROM public.orders" */
char         *retort_query_dup_of_table (const char *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): in which way the text is no single SELECT, a clause */
const char   *retort_query_find_objection (const char *sql);

G_END_DECLS
