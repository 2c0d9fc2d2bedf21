/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How deep a text is nested, before somebody's recursive reader finds out. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Deeper than anything that is meant, and no danger to a stack. */
#define RETORT_NESTING_MAX_BRACKETS 1000

gboolean retort_nesting_is_deep (const char *text, gsize length);

G_END_DECLS
