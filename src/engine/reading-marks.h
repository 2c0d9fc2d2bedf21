/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which revisions somebody has read as they are now, and what was ticked for them. Kept for the user, not in the project. Blocks: worker threads only. */
#pragma once

#include "engine/settings.h"
#include "model/plan.h"

G_BEGIN_DECLS

/* @root: the project's folder; @hash: of the file's text. What was noted for another text of the same revision does not count. */
gboolean retort_reading_marks_is_read  (const char *root, const char *id, const char *hash);
gboolean retort_reading_marks_set_read (const char *root, const char *id, const char *hash, GError **error);
/* Nobody has read that text; what was ticked for it goes too. */
gboolean retort_reading_marks_forget   (const char *root, const char *id, const char *hash, GError **error);
GStrv    retort_reading_marks_dup_ticks (const char *root, const char *id, const char *hash) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *retort_reading_marks_list_open (const char *root, const RetortSettings *settings, const RetortPlan *plan) G_GNUC_WARN_UNUSED_RESULT;
gboolean retort_reading_marks_set_tick (const char *root, const char *id, const char *hash, const char *tick, gboolean is_ticked, GError **error);

G_END_DECLS
