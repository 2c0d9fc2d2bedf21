/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long ago something was, in words. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "just now", "2 min ago"; both g_get_real_time() */
char *retort_age_dup_text (gint64 time_us, gint64 now_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
