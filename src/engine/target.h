/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database that a project is held against: how to reach it, its version rows. Blocks: worker threads only. */
#pragma once

#include "database/session/connect-failure.h"
#include "database/session/session.h"
#include "engine/workspace.h"
#include "model/applied.h"
#include "model/schema.h"

G_BEGIN_DECLS

/**
 * RetortTargetState:
 * @table_exists: the version table is there
 * @rows: (array zero-terminated=1): its rows, sorted; where @applied is set, the last applied revision
 * @rows_as_read: (nullable) (array zero-terminated=1): the same in the server's order, by which Alembic reads "-1" when there are several
 * @facts: sizes and versions of the server
 * @applied: (nullable): what is applied, where the tool tells of each migration; %NULL: the rows stand for all before them
 */
typedef struct
{
  gboolean           table_exists;
  GStrv              rows;
  GStrv              rows_as_read;
  RetortTargetFacts *facts;
  RetortApplied     *applied;
} RetortTargetState;

/* (element-type RetortRevision) (nullable): what a move to @symbol runs, by the rules of the project's tool. */
GPtrArray  *retort_target_state_find_path (const RetortTargetState *self, RetortWorkspace *workspace, RetortDirection direction,
                                           const char *symbol, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type utf8 RetortRevisionState): of every revision, and of what no file declares. */
GHashTable *retort_target_state_list_states (const RetortTargetState *self, RetortWorkspace *workspace) G_GNUC_WARN_UNUSED_RESULT;
/* (array zero-terminated=1): what the table names and no file declares. */
GStrv       retort_target_state_dup_unknown (const RetortTargetState *self, RetortWorkspace *workspace) G_GNUC_WARN_UNUSED_RESULT;
void  retort_target_state_free    (RetortTargetState *self);
/* Of the server and its database, whoever connects: a hash. */
char *retort_target_state_dup_key (const RetortTargetState *self) G_GNUC_WARN_UNUSED_RESULT;

/* Reference counted (atomic); calls from several threads are taken one after the other. Holds the private server up while it is one of its databases. */
typedef struct _RetortTarget RetortTarget;

/* @password (nullable): libpq or the keyring finds it. */
RetortTarget      *retort_target_open       (RetortProfile *profile, const char *password, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A database of the private server, created on first use. */
RetortTarget      *retort_target_open_private (const char *database, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Another database of the same server, reached in the same way. */
RetortTarget      *retort_target_open_beside (RetortTarget *self, const char *database, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortTarget      *retort_target_ref        (RetortTarget *self);
void               retort_target_unref      (RetortTarget *self);
RetortProfile     *retort_target_get_profile (const RetortTarget *self);
/* How it is reached: the profile, or what the private server's database is reached by. */
RetortProfile     *retort_target_get_connection (const RetortTarget *self);
/* (nullable): the password, when the profile lets the project's own commands have it. */
char              *retort_target_dup_given_password (const RetortTarget *self) G_GNUC_WARN_UNUSED_RESULT;
/* Its name as the server says it. */
const char        *retort_target_get_database (const RetortTarget *self);
/* The reading session: read-only in the connection itself; connected again when it was lost. */
RetortSession     *retort_target_dup_session (RetortTarget *self, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* It is connected again when it is wanted. */
void               retort_target_close_session (RetortTarget *self);
/* Another session of its own, with the target's password. */
RetortSession     *retort_target_connect    (RetortTarget *self, const RetortSessionOptions *options, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How PostgreSQL's own programs reach it: a connection string without a secret. @password (out) (nullable). */
gboolean           retort_target_dup_place  (RetortTarget *self, char **place, char **password, GCancellable *cancellable, GError **error);
RetortTargetState *retort_target_read_state (RetortTarget *self, RetortWorkspace *workspace, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same through another session, as it sees the database now. */
RetortTargetState *retort_target_state_read (RetortSession *session, RetortWorkspace *workspace, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortSchema      *retort_target_read_schema (RetortTarget *self, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTargetState, retort_target_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTarget, retort_target_unref)

G_END_DECLS
