/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a file that a person made, whole or not at all. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean retort_written_file_replace (const char *path, const char *text, GError **error);

G_END_DECLS
