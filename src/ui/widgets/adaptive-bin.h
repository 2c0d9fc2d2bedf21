/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds one child and tells when there is little room: what AdwBreakpointBin is in newer libadwaita. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_ADAPTIVE_BIN (retort_adaptive_bin_get_type ())
G_DECLARE_FINAL_TYPE (RetortAdaptiveBin, retort_adaptive_bin, RETORT, ADAPTIVE_BIN, GtkWidget)

/* Properties: child (GtkWidget), threshold (int, px; narrow below it), is-narrow (boolean, read-only). */
gboolean retort_adaptive_bin_is_narrow (RetortAdaptiveBin *self);

G_END_DECLS
