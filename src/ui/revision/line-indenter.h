/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Begins a new line where the one above lets expect it: a step further in behind ':' and an open bracket. */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define RETORT_TYPE_LINE_INDENTER (retort_line_indenter_get_type ())
G_DECLARE_FINAL_TYPE (RetortLineIndenter, retort_line_indenter, RETORT, LINE_INDENTER, GObject)

GtkSourceIndenter *retort_line_indenter_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
