/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each revision is drawn: lanes and the lines between rows. Pure layout; ui/history draws it. */
#pragma once

#include "analysis/history/history.h"

G_BEGIN_DECLS

/* A line through one row, from a lane at its top to a lane at its bottom. */
typedef struct
{
  guint    from_lane;
  guint    to_lane;
  guint    colour;        /* index of the branch; the theme has a palette */
  gboolean is_dependency; /* depends_on, drawn dashed */
  gboolean starts_here;   /* begins at the node instead of at the top edge */
  gboolean ends_here;     /* ends at the node instead of at the bottom edge */
} RetortLaneLine;

typedef struct
{
  guint   lane;   /* of the node, from 0 at the left */
  guint   colour;
  guint   n_lanes; /* lanes in use in this row */
  GArray *lines;  /* element: RetortLaneLine */
} RetortLaneRow;

/* (element-type RetortLaneRow) (transfer full): one row a revision, in the order of @rows (newest first) */
GPtrArray *retort_lanes_layout (const RetortHistory *history, GPtrArray *rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
