/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the rows of the version table become others without running a migration. */
#pragma once

#include "analysis/history/symbol.h"
#include "model/stamp.h"

G_BEGIN_DECLS

GPtrArray *retort_history_stamp (const RetortHistory *self, const char *const *symbols, const char *const *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
