/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps from one state to another, and the state of every revision. */
#pragma once

#include "analysis/history/symbol.h"

G_BEGIN_DECLS

/**
 * RetortRevisionState:
 * @RETORT_REVISION_STATE_NONE: no database is known, or it holds a row that no file declares, which may stand above it
 * @RETORT_REVISION_STATE_PENDING: not applied
 * @RETORT_REVISION_STATE_APPLIED: applied, and so is one that follows it
 * @RETORT_REVISION_STATE_CURRENT: a row of the version table, or implied by one as the last of its line
 * @RETORT_REVISION_STATE_UNKNOWN: a row that no file declares
 * @RETORT_REVISION_STATE_SKIPPED: not applied, and by its own rule the tool will never run it
 * @RETORT_REVISION_STATE_EDITED: applied, and the file has another content since
 */
typedef enum
{
  RETORT_REVISION_STATE_NONE,
  RETORT_REVISION_STATE_PENDING,
  RETORT_REVISION_STATE_APPLIED,
  RETORT_REVISION_STATE_CURRENT,
  RETORT_REVISION_STATE_UNKNOWN,
  RETORT_REVISION_STATE_SKIPPED,
  RETORT_REVISION_STATE_EDITED,
} RetortRevisionState;

GPtrArray  *retort_history_path_up   (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *retort_history_path_down (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) (transfer full): what Alembic warns of when it goes that way, a sentence. */
char       *retort_history_path_down_warning (const char *symbol, const char *const *rows) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *retort_history_states    (const RetortHistory *self, const char *const *rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
