/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user types for a revision, resolved as Alembic does: heads, relative steps, partial ids, branches. */
#pragma once

#include "analysis/history/history.h"

G_BEGIN_DECLS

/**
 * RetortHistoryError:
 * @RETORT_HISTORY_ERROR_UNKNOWN: no such revision, ambiguous prefix, unknown label, or a row of the version table that no file declares
 * @RETORT_HISTORY_ERROR_AMBIGUOUS: several heads or rows where one is needed
 * @RETORT_HISTORY_ERROR_RANGE: walked too far, or a destination that is not reachable
 * @RETORT_HISTORY_ERROR_SYNTAX: not a symbol
 * @RETORT_HISTORY_ERROR_BROKEN: the history has problems (retort_history_get_problems()); mend them first
 * The messages are Alembic's own where it has any.
 */
typedef enum
{
  RETORT_HISTORY_ERROR_UNKNOWN,
  RETORT_HISTORY_ERROR_AMBIGUOUS,
  RETORT_HISTORY_ERROR_RANGE,
  RETORT_HISTORY_ERROR_SYNTAX,
  RETORT_HISTORY_ERROR_BROKEN,
} RetortHistoryError;

#define RETORT_HISTORY_ERROR (retort_history_error_quark ())
GQuark     retort_history_error_quark   (void);

GPtrArray *retort_history_resolve       (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *retort_history_resolve_range (const RetortHistory *self, const char *range, const char *const *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
