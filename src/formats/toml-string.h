/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of TOML: what a quoted text means, whether a date exists. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *retort_toml_decode_string (const char *written) G_GNUC_WARN_UNUSED_RESULT;
gboolean  retort_toml_is_time       (const char *written);
guint     retort_toml_find_bad_line (const char *text);

G_END_DECLS
