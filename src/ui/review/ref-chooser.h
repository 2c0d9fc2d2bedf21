/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A button that names a branch, and a list with a search behind it. */
#pragma once

#include "workbench/branch-review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_REF_CHOOSER (retort_ref_chooser_get_type ())
G_DECLARE_FINAL_TYPE (RetortRefChooser, retort_ref_chooser, RETORT, REF_CHOOSER, GtkWidget)

/* Properties: label (string, construct-only, "Review"), has-work-tree (boolean, construct-only: the files as they are may be chosen).
 * Signals: chosen: somebody took another one. */
void           retort_ref_chooser_set_model    (RetortRefChooser *self, GListModel *refs); /* nullable */
RetortRefItem *retort_ref_chooser_get_selected (RetortRefChooser *self); /* nullable */
void           retort_ref_chooser_select       (RetortRefChooser *self, RetortRefItem *ref); /* nullable; tells nobody */

G_END_DECLS
