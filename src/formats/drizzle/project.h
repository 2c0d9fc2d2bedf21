/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Drizzle's reader keeps beside the revisions. Sources: docs/reference/drizzle.md; drizzle-orm 0.45.4 and 1.0.0-rc.5. */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

/**
 * RetortDrizzleLayout:
 * @RETORT_DRIZZLE_JOURNAL: meta/_journal.json lists TAG.sql files; what is applied follows from the highest created_at
 * @RETORT_DRIZZLE_FOLDERS: one folder a migration; what is applied follows from its name
 */
typedef enum
{
  RETORT_DRIZZLE_JOURNAL,
  RETORT_DRIZZLE_FOLDERS,
} RetortDrizzleLayout;

/**
 * RetortDrizzleEntry:
 * @id: (not nullable): the tag, or the folder's name
 * @path: (not nullable): the file of SQL
 * @down_path: (nullable): the hand-written file that leads back, when the team turned that on and it exists
 * @snapshot_path: (nullable): where its snapshot should be
 * @folder_name: (not nullable): what the second generation calls it
 * @hash: (not nullable): SHA-256 of the file as drizzle-orm takes it
 * @when: milliseconds since 1970
 * @line: of the journal, from 1; 0 without a journal
 * @is_missing: the file cannot be read: drizzle-orm gives up
 */
typedef struct
{
  char    *id;
  char    *path;
  char    *down_path;
  char    *snapshot_path;
  char    *folder_name;
  char    *hash;
  gint64   when;
  guint    line;
  gboolean is_missing;
} RetortDrizzleEntry;

void retort_drizzle_entry_free (RetortDrizzleEntry *self);

/* Immutable once the project is open. */
typedef struct
{
  RetortDrizzleLayout layout;
  GPtrArray          *entries; /* element: RetortDrizzleEntry, in the order in which drizzle-orm runs them */
  GHashTable         *by_id;   /* key: id, value: RetortDrizzleEntry; both borrowed from entries */
  GPtrArray          *schema_files; /* element: utf8: absolute paths and patterns of schema.ts */
  gboolean            uses_snake_case; /* "casing": "snake_case" */
} RetortDrizzleProject;

RetortDrizzleProject *retort_drizzle_project_new  (RetortDrizzleLayout layout, GPtrArray *entries, GPtrArray *schema_files) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_drizzle_project_free (RetortDrizzleProject *self);
const RetortDrizzleProject *retort_drizzle_project_of (RetortProject *project);
const RetortDrizzleEntry   *retort_drizzle_project_find (const RetortDrizzleProject *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDrizzleEntry, retort_drizzle_entry_free)

G_END_DECLS
