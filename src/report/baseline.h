/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings that a team knows of and does not want to hear of again, kept in a file. */
#pragma once

#include "model/finding.h"

G_BEGIN_DECLS

GBytes     *retort_baseline_write      (GPtrArray *findings, const char *base) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type utf8): what is in it; %NULL with @error when it is no baseline */
GHashTable *retort_baseline_read       (const char *text, gssize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    retort_baseline_holds      (GHashTable *baseline, const RetortFinding *finding, const char *base);
guint       retort_baseline_count_gone (GHashTable *baseline);

G_END_DECLS
