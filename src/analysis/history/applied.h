/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same questions as of path.h and stamp.h where the database tells of each migration by itself (model/applied.h). The history is
 * a chain in the order in which the tool runs it. Symbols: head, heads, base, +N, -N, ids and their beginnings. */
#pragma once

#include "analysis/history/path.h"
#include "model/applied.h"

G_BEGIN_DECLS

GPtrArray  *retort_applied_path_up   (const RetortApplied *self, const RetortHistory *history, const char *symbol, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *retort_applied_path_down (const RetortApplied *self, const RetortHistory *history, const char *symbol, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *retort_applied_states    (const RetortApplied *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *retort_applied_stamp     (const RetortApplied *self, const RetortHistory *history, const char *const *symbols, gboolean purges, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
