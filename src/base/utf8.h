/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether bytes are text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean retort_utf8_is_valid (const char *text, gsize length);

G_END_DECLS
