/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned migrations beside the history. */
#pragma once

#include "engine/workspace.h"
#include "formats/planned.h"

G_BEGIN_DECLS

/**
 * RetortPlannedMigration:
 * @row: what the table says
 * @revision: (nullable): the revision that it became: it has the number, and a word in common with the description when the table
 *   does not say that it is done
 * @holder: (nullable): the revision that has the number and is about something else
 *
 * A planned migration is still to be written when it is not done and has no @revision.
 */
typedef struct
{
  RetortPlannedRow *row;
  RetortRevision   *revision;
  RetortRevision   *holder;
} RetortPlannedMigration;

/**
 * RetortPlanned:
 * @path: (nullable): the file; %NULL when there is none
 * @migrations: (element-type RetortPlannedMigration): in the order of the file
 * @problem: (nullable): why the file that retort.json names is not read
 *
 * Freed with retort_planned_free().
 */
typedef struct
{
  char      *path;
  GPtrArray *migrations;
  char      *problem;
} RetortPlanned;

RetortPlanned *retort_planned_load (RetortWorkspace *workspace) G_GNUC_WARN_UNUSED_RESULT;
void           retort_planned_free (RetortPlanned *self);
const RetortPlannedMigration *retort_planned_find (const RetortPlanned *self, const char *number);
gboolean       retort_planned_migration_is_open (const RetortPlannedMigration *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPlanned, retort_planned_free)

G_END_DECLS
