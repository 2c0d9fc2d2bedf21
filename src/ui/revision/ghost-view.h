/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A revision that the database has and no file declares: where it is in git, what it holds, and the ways out. */
#pragma once

#include "workbench/revision-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_GHOST_VIEW (retort_ghost_view_get_type ())
G_DECLARE_FINAL_TYPE (RetortGhostView, retort_ghost_view, RETORT, GHOST_VIEW, GtkWidget)

/* Actions: ghost.copy-command. */
void retort_ghost_view_show (RetortGhostView *self, RetortRevisionItem *ghost);

G_END_DECLS
