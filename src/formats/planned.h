/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations that people have planned: tables of a Markdown file, found by the names of their columns. Pure. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

/**
 * RetortPlannedRow:
 * @number: (not nullable): as it is written, without decoration: "016", "12b"
 * @description: (not nullable): what it is about
 * @priority: (nullable): as it is written
 * @status: (nullable): as it is written
 * @is_done: the row says that it is done
 * @done_as: (nullable): the number of the migration that it became: "(done as 048)"
 * @line: where the row stands
 */
typedef struct
{
  char     *number;
  char     *description;
  char     *priority;
  char     *status;
  gboolean  is_done;
  char     *done_as;
  guint     line;
} RetortPlannedRow;

GPtrArray *retort_planned_read     (RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
void       retort_planned_row_free (RetortPlannedRow *self);

G_END_DECLS
