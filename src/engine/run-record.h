/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that ended, as their journals tell of them. Blocks: worker threads only. */
#pragma once

#include "engine/workspace.h"
#include "model/run.h"

G_BEGIN_DECLS

/**
 * RetortRunRecord:
 * @id: what names it: its journal
 * @database: where it ran
 * @act: "upgrade head": as people typed it
 * @started_us: when, microseconds since 1970
 * @to: (array zero-terminated=1): the rows that it was to lead to
 * @report: what became of it; rows and times of statements are -1 and 0 where an old journal does not tell them
 *
 * One run of a project.
 */
typedef struct
{
  char            *id;
  char            *database;
  char            *act;
  gint64           started_us;
  GStrv            to;
  RetortRunReport *report;
} RetortRunRecord;

void             retort_run_record_free  (RetortRunRecord *self);
/* (element-type RetortRunRecord) (transfer full): of the project, newest first; @database (nullable): of all databases */
GPtrArray       *retort_run_records_list (RetortWorkspace *workspace, const char *database) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable) (transfer none): @run (nullable: the newest): its id, its place from the newest on, or the revision that it led to */
RetortRunRecord *retort_run_records_find (GPtrArray *records, RetortWorkspace *workspace, const char *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRunRecord, retort_run_record_free)

G_END_DECLS
