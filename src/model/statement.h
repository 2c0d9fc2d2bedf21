/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL text as the server receives it, and the place in the migration that it comes from. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortStatement RetortStatement;

#define RETORT_TYPE_STATEMENT (retort_statement_get_type ())
GType            retort_statement_get_type      (void) G_GNUC_CONST;

RetortStatement *retort_statement_new           (const char *sql, const char *origin, RetortSpan span,
                                                 RetortPosition start, RetortPosition end) G_GNUC_WARN_UNUSED_RESULT;
RetortStatement *retort_statement_ref           (RetortStatement *self);
void             retort_statement_unref         (RetortStatement *self);

const char      *retort_statement_get_sql       (const RetortStatement *self);
const char      *retort_statement_get_origin    (const RetortStatement *self);
RetortSpan       retort_statement_get_span      (const RetortStatement *self);
RetortPosition   retort_statement_get_start     (const RetortStatement *self);
RetortPosition   retort_statement_get_end       (const RetortStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortStatement, retort_statement_unref)

G_END_DECLS
