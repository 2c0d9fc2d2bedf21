/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project as one reading on a worker thread finds it, with all that the main thread needs to show
 * it without thinking. */
#pragma once

#include "analysis/history/lanes.h"
#include "engine/planned.h"
#include "workbench/revision-item.h"

G_BEGIN_DECLS

typedef struct
{
  RetortRevision *revision;
  gboolean        is_head;
  gboolean        is_branchpoint;
  RetortRevisionItem *item; /* a row for it, for a revision that has none yet */
  GStrv           parents;   /* ids */
  GStrv           children;  /* ids */
} RetortRevisionReading;

typedef struct
{
  RetortWorkspace *workspace;
  GPtrArray       *revisions; /* element: RetortRevisionReading, newest first */
  GPtrArray       *lanes;     /* element: RetortLaneRow, one a revision */
  GPtrArray       *findings;  /* element: RetortFinding, of the whole project */
  RetortPlanned   *planned;   /* nullable: handed on */
  guint            n_heads;
  guint            n_acceptable; /* lines of env.py that keep the built-in engine off until somebody accepts them */
} RetortProjectReading;

RetortProjectReading *retort_project_reading_new  (const RetortProjectPlace *place, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_project_reading_free (RetortProjectReading *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortProjectReading, retort_project_reading_free)

G_END_DECLS
