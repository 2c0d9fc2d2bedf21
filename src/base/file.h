/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a file that somebody else wrote: never waits for one, and never for its end. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More than any migration holds that was written by hand or by a generator. */
#define RETORT_FILE_MAX_BYTES (16 * 1024 * 1024)

char *retort_file_read (const char *path, gsize *length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
