/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lanes of a history in characters, as `git log --graph` draws them. Pure. */
#pragma once

#include "analysis/history/lanes.h"

G_BEGIN_DECLS

/**
 * RetortGraphRow:
 * @above: (nullable): a line of its own before the node: lanes that come together in it
 * @node: the node's line, its text follows
 * @below: (nullable): a line of its own after the node: lanes that leave it or move
 */
typedef struct
{
  char *above;
  char *node;
  char *below;
} RetortGraphRow;

/* (element-type RetortGraphRow) (transfer full): one a row of @lanes. */
GPtrArray *retort_graph_text (GPtrArray *lanes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
