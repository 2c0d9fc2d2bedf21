/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project as it stands on disk at one moment: what formats read, its history, what is wrong with it. Opening runs nothing. */
#pragma once

#include "analysis/checks/check.h"
#include "analysis/history/path.h"
#include "engine/settings.h"
#include "formats/adapter.h"

G_BEGIN_DECLS

/* Immutable but for its caches (locked), atomically reference counted: may cross threads. */
typedef struct _RetortWorkspace RetortWorkspace;

/* (element-type RetortProjectPlace) (transfer full): projects at or under @folder; empty with @error when there are none */
GPtrArray       *retort_workspace_find        (const char *folder, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortWorkspace *retort_workspace_open        (const RetortProjectPlace *place, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * RetortLoneFileOptions:
 * @schema: (nullable): what is there before the file runs
 * @is_in_transaction: a file of SQL runs inside one transaction
 *
 * What is known of the place where a single file runs.
 */
typedef struct
{
  RetortSchema *schema;
  gboolean      is_in_transaction;
} RetortLoneFileOptions;

/* One revision's file outside any project, as a project that holds nothing else. */
RetortWorkspace *retort_workspace_open_file   (const char *path, const RetortLoneFileOptions *options, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same place as it stands on disk now. */
RetortWorkspace *retort_workspace_reopen      (RetortWorkspace *self, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortWorkspace *retort_workspace_ref         (RetortWorkspace *self);
void             retort_workspace_unref       (RetortWorkspace *self);
RetortProject   *retort_workspace_get_project (const RetortWorkspace *self);
/* Where it was opened; texts are borrowed. */
RetortProjectPlace retort_workspace_get_place (const RetortWorkspace *self);
const RetortHistory *retort_workspace_get_history (const RetortWorkspace *self);
const RetortSettings *retort_workspace_get_settings (const RetortWorkspace *self);
/* What people call it: retort.json's name, else the project's own. */
const char      *retort_workspace_get_name    (const RetortWorkspace *self);
/* One direction, over the simulated host; kept. */
RetortMigration *retort_workspace_compile     (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction,
                                               GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One direction over another host; never cached. */
RetortMigration *retort_workspace_compile_over (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                                               GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what is there when that direction of the revision begins. */
void             retort_workspace_keep_steps (RetortWorkspace *self, gboolean keeps_steps);
GArray          *retort_workspace_take_steps (RetortWorkspace *self, RetortRevision *revision) G_GNUC_WARN_UNUSED_RESULT;
RetortSchema    *retort_workspace_dup_schema_before (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction,
                                               GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what the tool itself says is there once the revision is applied (Drizzle's snapshots). */
RetortSchema    *retort_workspace_dup_snapshot_schema (RetortWorkspace *self, RetortRevision *revision) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what is there at the only head. */
RetortSchema    *retort_workspace_dup_newest_schema (RetortWorkspace *self, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
RetortSchema    *retort_workspace_dup_schema_after  (RetortWorkspace *self, const char *id, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type RetortFinding) (transfer full): of one revision. */
GPtrArray       *retort_workspace_check       (RetortWorkspace *self, RetortRevision *revision, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a server that is known: @facts (nullable). */
GPtrArray       *retort_workspace_check_for   (RetortWorkspace *self, RetortRevision *revision, const RetortTargetFacts *facts,
                                               GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @findings: (element-type RetortFinding) (transfer none): of one revision. */
typedef void   (*RetortFindingsFunc)          (GPtrArray *findings, gpointer user_data);
GPtrArray       *retort_workspace_check_all   (RetortWorkspace *self, GPtrArray *revisions, const RetortTargetFacts *facts, RetortFindingsFunc found,
                                               gpointer user_data, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type RetortFinding) (transfer full): of the project as a whole: history, configuration notes */
GPtrArray       *retort_workspace_check_project (RetortWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;
/* Does a note of the project keep the built-in engine off, because nobody has accepted it? */
gboolean         retort_workspace_is_blocked_by (RetortWorkspace *self, const RetortProjectNote *note);
/* (nullable): what retort.json calls the file that is read instead of being run */
char            *retort_workspace_dup_environment_name (RetortWorkspace *self) G_GNUC_WARN_UNUSED_RESULT;
/* The same revision from text that may be unsaved. */
RetortRevision  *retort_workspace_reread      (RetortWorkspace *self, RetortSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortWorkspace, retort_workspace_unref)

G_END_DECLS
