/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps from one state to another (reference/alembic-project.md section 5). */
#pragma once

#include "analysis/history/symbol.h"

G_BEGIN_DECLS

/* (element-type RetortRevision) (transfer container): in the order in which they run; empty: nothing to do */
GPtrArray *retort_history_path_up   (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *retort_history_path_down (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  RETORT_REVISION_STATE_NONE,    /* no database is known */
  RETORT_REVISION_STATE_PENDING,
  RETORT_REVISION_STATE_APPLIED,
  RETORT_REVISION_STATE_CURRENT, /* a row of the version table, or implied by one as head of its line */
  RETORT_REVISION_STATE_UNKNOWN, /* a row that no file declares */
} RetortRevisionState;

/* (element-type utf8 → RetortRevisionState by GPOINTER_TO_INT): the state of every revision for @rows; unknown rows included */
GHashTable *retort_history_states    (const RetortHistory *self, const char *const *rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
