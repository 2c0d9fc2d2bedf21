/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a text is nested so deeply that tree-sitter must not see it. Inside python/ only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean retort_py_nesting_is_deep (const char *text, gsize length);

G_END_DECLS
