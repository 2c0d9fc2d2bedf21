/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The column of the editor that shows where findings are: an icon in the colour of its severity, beside the
 * text of its line. */
#pragma once

#include "workbench/review.h"

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define RETORT_TYPE_MARK_GUTTER (retort_mark_gutter_get_type ())
G_DECLARE_FINAL_TYPE (RetortMarkGutter, retort_mark_gutter, RETORT, MARK_GUTTER, GtkSourceGutterRenderer)

GtkSourceGutterRenderer *retort_mark_gutter_new          (void) G_GNUC_WARN_UNUSED_RESULT;
/* The category of a GtkSourceMark that stands for a finding. */
void                     retort_mark_gutter_align        (GtkSourceGutter *gutter);
const char              *retort_mark_gutter_get_category (RetortSeverity severity);

G_END_DECLS
