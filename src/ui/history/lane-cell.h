/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a row of the history that draws: lanes that pass through, and the node of the revision. */
#pragma once

#include "workbench/revision-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Style class of a list that leaves rows out. */
#define RETORT_LANE_CELL_FILTERED "filtered"

#define RETORT_TYPE_LANE_CELL (retort_lane_cell_get_type ())
G_DECLARE_FINAL_TYPE (RetortLaneCell, retort_lane_cell, RETORT, LANE_CELL, GtkWidget)

/* Properties: item (RetortRevisionItem, nullable, read-write). */
void retort_lane_cell_set_item (RetortLaneCell *self, RetortRevisionItem *item);

G_END_DECLS
