/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can be done, found by typing (Ctrl+K). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_COMMAND_PALETTE (retort_command_palette_get_type ())
G_DECLARE_FINAL_TYPE (RetortCommandPalette, retort_command_palette, RETORT, COMMAND_PALETTE, GtkPopover)

/* Its actions are looked up from where it stands. */
GtkWidget *retort_command_palette_new (void);

G_END_DECLS
