/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The seam for the window: one workbench a window. Lives on the main thread; everything that waits
 * runs on worker threads and comes back through async pairs. */
#pragma once

#include "model/connection-offer.h"
#include "model/profile.h"
#include "workbench/plan-item.h"
#include "workbench/profile-item.h"
#include "workbench/query-result.h"
#include "workbench/rehearsal-item.h"
#include "workbench/review.h"
#include "workbench/revision-item.h"
#include "workbench/run-item.h"
#include "workbench/schema-snapshot.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortProjectState:
 * @RETORT_PROJECT_NONE: nothing is open
 * @RETORT_PROJECT_OPENING: files are being read
 * @RETORT_PROJECT_READY: there is a history
 * @RETORT_PROJECT_FAILED: retort_workbench_get_project_error() says why
 */
typedef enum
{
  RETORT_PROJECT_NONE,
  RETORT_PROJECT_OPENING,
  RETORT_PROJECT_READY,
  RETORT_PROJECT_FAILED,
} RetortProjectState;

/**
 * RetortConnectionState:
 * @RETORT_CONNECTION_NONE: no profile is chosen
 * @RETORT_CONNECTION_CONNECTING: on the way
 * @RETORT_CONNECTION_READY: the version rows are known
 * @RETORT_CONNECTION_PASSWORD_NEEDED: the server wants a password that we do not have, or refused ours
 * @RETORT_CONNECTION_FAILED: retort_workbench_get_connection_error() says why
 */
typedef enum
{
  RETORT_CONNECTION_NONE,
  RETORT_CONNECTION_CONNECTING,
  RETORT_CONNECTION_READY,
  RETORT_CONNECTION_PASSWORD_NEEDED,
  RETORT_CONNECTION_FAILED,
} RetortConnectionState;

GType retort_project_state_get_type (void) G_GNUC_CONST;
GType retort_connection_state_get_type (void) G_GNUC_CONST;
#define RETORT_TYPE_PROJECT_STATE (retort_project_state_get_type ())
#define RETORT_TYPE_CONNECTION_STATE (retort_connection_state_get_type ())

/**
 * RetortWorkbenchError:
 * @RETORT_WORKBENCH_ERROR_SEVERAL_PROJECTS: the folder holds several; retort_workbench_get_project_choices() lists them
 * @RETORT_WORKBENCH_ERROR_NO_CONNECTION: there is no database to do it with
 * @RETORT_WORKBENCH_ERROR_BUSY: a run goes on already
 * @RETORT_WORKBENCH_ERROR_UNREACHABLE: the message is what the server, libpq or ssh said
 * @RETORT_WORKBENCH_ERROR_NO_REPOSITORY: the project is in no git repository
 * @RETORT_WORKBENCH_ERROR_NO_REF: git knows no such branch, tag or commit (any more)
 * @RETORT_WORKBENCH_ERROR_SHALLOW: the clone does not hold the commit in common
 */
typedef enum
{
  RETORT_WORKBENCH_ERROR_SEVERAL_PROJECTS,
  RETORT_WORKBENCH_ERROR_NO_CONNECTION,
  RETORT_WORKBENCH_ERROR_BUSY,
  RETORT_WORKBENCH_ERROR_UNREACHABLE,
  RETORT_WORKBENCH_ERROR_NO_REPOSITORY,
  RETORT_WORKBENCH_ERROR_NO_REF,
  RETORT_WORKBENCH_ERROR_SHALLOW,
} RetortWorkbenchError;

#define RETORT_WORKBENCH_ERROR (retort_workbench_error_quark ())
GQuark retort_workbench_error_quark (void);

#define RETORT_TYPE_WORKBENCH (retort_workbench_get_type ())
G_DECLARE_FINAL_TYPE (RetortWorkbench, retort_workbench, RETORT, WORKBENCH, GObject)

/* Properties (all read-only, with notify): project-state, project-name, project-path, project-error, connection-state,
 * connection-error, profile, at-head (boolean), n-pending, n-unknown, n-heads, n-acceptable (lines of env.py that can be accepted), n-checked (revisions whose findings are counted), unreached (names of profiles), run (the run that goes on, or NULL), schema. */
RetortWorkbench      *retort_workbench_new                  (void);
RetortProjectState    retort_workbench_get_project_state    (RetortWorkbench *self);
const char           *retort_workbench_get_project_name     (RetortWorkbench *self);
const char           *retort_workbench_get_project_path     (RetortWorkbench *self);
const char           *retort_workbench_get_project_error    (RetortWorkbench *self);
const char           *retort_workbench_get_project_location (RetortWorkbench *self);
const char *const    *retort_workbench_get_project_choices  (RetortWorkbench *self);
RetortConnectionState retort_workbench_get_connection_state (RetortWorkbench *self);
const char           *retort_workbench_get_connection_error (RetortWorkbench *self);
const char           *retort_workbench_get_connection_advice (RetortWorkbench *self);
RetortProfileItem    *retort_workbench_get_profile          (RetortWorkbench *self);
const char           *retort_workbench_get_database         (RetortWorkbench *self);
guint                 retort_workbench_get_n_pending        (RetortWorkbench *self);
guint                 retort_workbench_get_n_unknown        (RetortWorkbench *self);
guint                 retort_workbench_get_n_planned        (RetortWorkbench *self); /* rows of migrations that are not written yet */
guint                 retort_workbench_get_n_heads          (RetortWorkbench *self);
RetortRunItem        *retort_workbench_get_run              (RetortWorkbench *self);
RetortSchemaSnapshot *retort_workbench_get_schema           (RetortWorkbench *self);

/* GListModels; same objects as long as the same revision, profile or run is meant. */
RetortRevisionItem   *retort_workbench_find_revision        (RetortWorkbench *self, const char *id); /* nullable */
GListModel           *retort_workbench_get_revisions        (RetortWorkbench *self); /* RetortRevisionItem, newest first; ghosts of unknown rows on top */
GListModel           *retort_workbench_get_profiles         (RetortWorkbench *self); /* RetortProfileItem; "Private server" first */
char                 *retort_workbench_dup_unreached        (RetortWorkbench *self) G_GNUC_WARN_UNUSED_RESULT; /* nullable; names of profiles */
GListModel           *retort_workbench_get_runs             (RetortWorkbench *self); /* RetortRunItem, newest first */
GListModel           *retort_workbench_get_project_findings (RetortWorkbench *self); /* RetortFindingItem: of the whole project */
guint                 retort_workbench_get_n_readings       (RetortWorkbench *self); /* how often files were read: more of them, maybe others */

/* @location: a project's, or a folder with one project in or under it; several are an error with choices, and what was open stays open. */
void      retort_workbench_open_async        (RetortWorkbench *self, const char *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean  retort_workbench_open_finish       (RetortWorkbench *self, GAsyncResult *result, GError **error);
void      retort_workbench_open_practice_async  (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void      retort_workbench_open_drizzle_practice_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                                        gpointer user_data);
gboolean  retort_workbench_open_practice_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);
/* Both made anew, what was written is set aside; finished as the opening is. */
void      retort_workbench_reset_practice_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char     *retort_workbench_dup_practice_path    (void) G_GNUC_WARN_UNUSED_RESULT;
/* Files and database again; keeps items and selection. File watching calls it too. */
void      retort_workbench_refresh           (RetortWorkbench *self);
void      retort_workbench_close             (RetortWorkbench *self);

guint       retort_workbench_get_n_acceptable    (RetortWorkbench *self);
const char *retort_workbench_get_acceptance_hash (RetortWorkbench *self);
void        retort_workbench_accept_async        (RetortWorkbench *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean    retort_workbench_accept_finish       (RetortWorkbench *self, GAsyncResult *result, GError **error);

/* NULL: no database. The choice is remembered per project. @password (nullable): asked for this session. */
void      retort_workbench_connect_profile   (RetortWorkbench *self, RetortProfileItem *profile, const char *password);

/* Source of one revision for the editor, and its review; @text (nullable): unsaved text instead of the file's. */
void      retort_workbench_review_async      (RetortWorkbench *self, RetortRevisionItem *revision, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
RetortReview *retort_workbench_review_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);
/* Atomic; refuses with G_IO_ERROR_WRONG_ETAG when the file changed since @base_hash. */
void      retort_workbench_save_async        (RetortWorkbench *self, RetortRevisionItem *revision, const char *text, const char *base_hash, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean  retort_workbench_save_finish       (RetortWorkbench *self, GAsyncResult *result, char **new_hash, GError **error);

/* Copies of edits that are not saved, for the case of a crash; text NULL: nothing is to be kept any more. */
void                  retort_workbench_keep_draft           (RetortWorkbench *self, RetortRevisionItem *revision,
                                                             const char *text, const char *base_hash);
void                  retort_workbench_drop_drafts_async    (RetortWorkbench *self, GPtrArray *revisions,
                                                             GAsyncReadyCallback callback, gpointer user_data);
void                  retort_workbench_load_draft_async     (RetortWorkbench *self, RetortRevisionItem *revision,
                                                             GCancellable *cancellable, GAsyncReadyCallback callback,
                                                             gpointer user_data);
char                 *retort_workbench_load_draft_finish    (RetortWorkbench *self, GAsyncResult *result,
                                                             char **base_hash, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void      retort_workbench_plan_async        (RetortWorkbench *self, RetortDirection direction, const char *symbol, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* Sets the version table to @symbols and runs no migration; @purges: its rows are deleted first. The plan's `stamp` says what is sent. */
void      retort_workbench_plan_stamp_async  (RetortWorkbench *self, const char *const *symbols, gboolean purges, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* From a revision that no file declares back to what the project knows, with the file that was found in git. */
void      retort_workbench_plan_ghost_async  (RetortWorkbench *self, RetortRevisionItem *ghost, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* Of any of them. */
RetortPlanItem *retort_workbench_plan_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);
/* Starts at once and returns the item that shows it; its `state` says when it ended. NULL and an error when a run goes on already. */
RetortRunItem *retort_workbench_start_run    (RetortWorkbench *self, RetortPlanItem *plan, GError **error);

/* Up, down and up again on a scratch database. */
RetortRehearsalItem *retort_workbench_start_rehearsal (RetortWorkbench *self, RetortPlanItem *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Production is read-only until this is called; it holds for one run. */
void      retort_workbench_unlock_production (RetortWorkbench *self);

void      retort_workbench_load_schema_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
RetortSchemaSnapshot *retort_workbench_load_schema_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);

/* One SELECT in a transaction that cannot write, with a time limit: the first rows. */
void      retort_workbench_query_async       (RetortWorkbench *self, const char *sql, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
RetortQueryResult *retort_workbench_query_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);

/* Profiles: stored at once; password (nullable) goes to the keyring when the profile says so. */
void      retort_workbench_save_profile_async   (RetortWorkbench *self, RetortProfile *profile, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* @remark (out, nullable): what is as the profile wants it but for the keyring. */
gboolean  retort_workbench_save_profile_finish  (RetortWorkbench *self, GAsyncResult *result, char **remark, GError **error);
void      retort_workbench_remove_profile_async (RetortWorkbench *self, RetortProfileItem *profile, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean  retort_workbench_remove_profile_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);
/* A sentence for people: server version, database, user, round trip. */
void      retort_workbench_test_profile_async   (RetortWorkbench *self, RetortProfile *profile, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char     *retort_workbench_test_profile_finish  (RetortWorkbench *self, GAsyncResult *result, char **advice, GError **error);
/* What the project's .env and compose files name; RetortConnectionOffer. */
void      retort_workbench_list_offers_async    (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *retort_workbench_list_offers_finish  (RetortWorkbench *self, GAsyncResult *result);
/* The password that was typed for the profile, once it has proved right, into the keyring. */
void      retort_workbench_keep_password_async  (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean  retort_workbench_keep_password_finish (RetortWorkbench *self, GAsyncResult *result, char **remark, GError **error);
/* A pasted URL, libpq's or SQLAlchemy's; its password (out, nullable) is kept apart. Reads nothing but the text. */
RetortProfile *retort_workbench_parse_url    (RetortWorkbench *self, const char *url, char **password, GError **error);
void      retort_workbench_set_lock_timeout  (RetortWorkbench *self, guint lock_timeout_ms);

G_END_DECLS
