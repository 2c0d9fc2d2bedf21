/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where another database stands, in words. */
#pragma once

#include "engine/standing.h"

G_BEGIN_DECLS

/* "3 behind, one destructive · 2 min ago" */
char *retort_standing_dup_words (const RetortStanding *self, gint64 now_us) G_GNUC_WARN_UNUSED_RESULT;
/* "prod: 3 behind, one destructive · 2 min ago" */
char *retort_standing_dup_flag  (const RetortStanding *self, gint64 now_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
