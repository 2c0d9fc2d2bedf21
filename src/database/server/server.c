/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who shares the private server, and when it runs. Two files in its folder decide, both held with
 * flock(), so that a process that is killed leaves nothing behind:
 *
 *   lock   held alone while the server is looked at, made, started or stopped
 *   users  shared by every process that uses the server, for as long as it does
 *
 *   acquire: lock → make if missing → start unless running → users (shared) → unlock
 *   release: lock → users (alone, without waiting): if held, nobody else is there: stop → unlock
 *
 * A server whose Retort was killed runs on and is joined by the next one; a server that was killed
 * is started by the next call that needs it. */
#include "database/server/server.h"

#include "database/server/cluster-private.h"
#include "database/server/lock-file-private.h"
#include "database/server/server-private.h"
#include "database/session/session.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RECOVERY_TIMEOUT_S 10
#define RECOVERY_PAUSE_MS 100
#define FOLDER_FOR_ROOT "/var/lib/retort"

struct _RetortServer
{
  gatomicrefcount n_users;
  GMutex mutex; /* held with the lock: flock() does not part the threads of one process */
  RetortCluster *cluster;
  RetortLockFile *lock;
  RetortLockFile *users;
};

/* Whether another user may pass through every folder above: only its own is the server's. */
static gboolean
is_reachable_by_others (const char *folder)
{
  g_autofree char *above = g_path_get_dirname (folder);
  struct stat info;

  if (stat (above, &info) == 0 && (info.st_mode & S_IXOTH) == 0)
    return FALSE;
  return strcmp (above, "/") == 0 || is_reachable_by_others (above);
}

/* Root's own folders are closed to the user who runs the server then: it lives in /var/lib. */
static char *
choose_folder (const char *state_folder)
{
  g_autofree char *wanted
      = state_folder != NULL ? g_canonicalize_filename (state_folder, NULL)
                             : g_build_filename (g_get_user_state_dir (), "retort", "server", NULL);
  g_autofree char *above = g_path_get_dirname (wanted);
  g_autofree char *hash = NULL;
  g_autofree char *name = NULL;

  /* Whoever makes it next for something else closes it to others, and nothing could be reached in it any more. */
  if (geteuid () == 0)
    g_mkdir_with_parents (above, 0755);
  if (geteuid () != 0 || is_reachable_by_others (wanted))
    return g_steal_pointer (&wanted);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, wanted, -1);
  name = g_strdup_printf ("server-%.12s", hash);
  g_mkdir_with_parents (FOLDER_FOR_ROOT, 0755); /* a failure shows when the folder in it is made */
  return g_build_filename (FOLDER_FOR_ROOT, name, NULL);
}

static RetortLockFile *
open_lock (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return retort_lock_file_open (path, error);
}

static void
server_free (RetortServer *self)
{
  g_clear_pointer (&self->users, retort_lock_file_close);
  g_clear_pointer (&self->lock, retort_lock_file_close);
  g_clear_pointer (&self->cluster, retort_cluster_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static RetortServer *
server_new (const char *folder, GError **error)
{
  RetortServer *self = g_new0 (RetortServer, 1);

  g_atomic_ref_count_init (&self->n_users);
  g_mutex_init (&self->mutex);
  self->cluster = retort_cluster_new (folder, error);
  if (self->cluster != NULL)
    self->lock = open_lock (self->cluster->folder, "lock", error);
  if (self->lock != NULL)
    self->users = open_lock (self->cluster->folder, "users", error);
  if (self->users == NULL)
    g_clear_pointer (&self, server_free);
  return self;
}

static gboolean
start_locked (RetortServer *self, GCancellable *cancellable, GError **error)
{
  return retort_cluster_make (self->cluster, NULL, cancellable, error)
         && retort_cluster_start (self->cluster, NULL, cancellable, error)
         && retort_lock_file_wait (self->users, RETORT_LOCK_SHARED, cancellable, error);
}

/**
 * retort_server_translate_cancelled: (skip)
 * @error: (nullable) (inout): an error
 *
 * What GIO calls cancelled is called so by this room.
 */
void
retort_server_translate_cancelled (GError **error)
{
  if (error == NULL || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (error);
  g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED,
                       "the work of the private server was cancelled");
}

/* Makes, starts or joins the server, whichever is needed. */
static gboolean
ensure_running (RetortServer *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean is_running = FALSE;

  if (retort_lock_file_wait (self->lock, RETORT_LOCK_ALONE, cancellable, error))
    {
      is_running = start_locked (self, cancellable, error);
      retort_lock_file_unlock (self->lock);
    }
  if (!is_running)
    retort_server_translate_cancelled (error);
  return is_running;
}

/* Nobody is asked any more who could be told: a failure goes to the log. */
static void
leave (RetortServer *self)
{
  g_autoptr(GError) error = NULL;

  if (!retort_lock_file_wait (self->lock, RETORT_LOCK_ALONE, NULL, &error)
      || (retort_lock_file_try (self->users, RETORT_LOCK_ALONE)
          && !retort_cluster_stop (self->cluster, &error)))
    g_warning ("cannot stop the private server: %s", error->message);
  retort_lock_file_unlock (self->lock);
}

/**
 * retort_server_acquire:
 * @state_folder: (nullable): where it lives; by default `$XDG_STATE_HOME/retort/server`
 * @cancellable: (nullable): ends the wait
 * @error: %RETORT_DB_ERROR_SERVER with the reason or the end of the server's log, or `_CANCELLED`
 *
 * Makes, starts or joins the private server and holds it up. As root it runs as the user
 * `postgres`, and in `/var/lib/retort` when that user does not reach @state_folder. A data folder
 * that cannot be used is told and left as it is.
 *
 * Returns: (transfer full) (nullable): the server
 */
RetortServer *
retort_server_acquire (const char *state_folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = choose_folder (state_folder);
  RetortServer *self = server_new (folder, error);

  if (self == NULL)
    return NULL;
  if (ensure_running (self, cancellable, error))
    return self;
  leave (self); /* it may have been started a moment before it was cancelled */
  server_free (self);
  return NULL;
}

/**
 * retort_server_ref:
 * @self: a server
 *
 * Returns: (transfer full): @self
 */
RetortServer *
retort_server_ref (RetortServer *self)
{
  g_atomic_ref_count_inc (&self->n_users);
  return self;
}

/**
 * retort_server_release:
 * @self: (transfer full): a server
 *
 * Stops it when this was the last user of any process, and then waits for it. Sessions that are
 * still open are ended.
 */
void
retort_server_release (RetortServer *self)
{
  if (!g_atomic_ref_count_dec (&self->n_users))
    return;
  leave (self);
  server_free (self);
}

/**
 * retort_server_get_folder:
 * @self: a server
 *
 * Returns: the folder that holds its data and its log
 */
const char *
retort_server_get_folder (const RetortServer *self)
{
  return self->cluster->folder;
}

/**
 * retort_server_get_socket_folder:
 * @self: a server
 *
 * Returns: the folder that holds its socket, a `host` for libpq
 */
const char *
retort_server_get_socket_folder (const RetortServer *self)
{
  return self->cluster->socket_folder;
}

/**
 * retort_server_get_log_path:
 * @self: a server
 *
 * Returns: the file that it logs to
 */
const char *
retort_server_get_log_path (const RetortServer *self)
{
  return self->cluster->log_path;
}

/**
 * retort_server_get_bin_folder: (skip)
 * @self: a server
 *
 * Returns: the folder of PostgreSQL's programs that it runs
 */
const char *
retort_server_get_bin_folder (const RetortServer *self)
{
  return self->cluster->bin_folder;
}

static char *
quote_name (const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", doubled);
}

/* A server that was killed a moment ago still looks alive and refuses: it is looked at again. */
static RetortSession *
open_maintenance (RetortServer *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortProfile) profile = retort_server_dup_profile (self, "postgres");
  gint64 deadline_us = g_get_monotonic_time () + RECOVERY_TIMEOUT_S * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr(GError) open_error = NULL;
      RetortSession *session = NULL;

      if (!ensure_running (self, cancellable, error))
        return NULL;
      session = retort_session_open (profile, NULL, cancellable, &open_error);
      if (session != NULL)
        return session;
      if (!g_error_matches (open_error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION)
          || g_get_monotonic_time () > deadline_us
          || !retort_pause (RECOVERY_PAUSE_MS, cancellable, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&open_error));
          return NULL;
        }
    }
}

static gboolean
has_database (RetortSession *session, const char *database, gboolean *is_there,
              GCancellable *cancellable, GError **error)
{
  const char *const parameters[] = { database, NULL };
  g_autoptr(RetortResult) result
      = retort_session_query (session, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1",
                              parameters, cancellable, error);

  *is_there = result != NULL && retort_result_get_n_rows (result) > 0;
  return result != NULL;
}

/**
 * retort_server_ensure_database:
 * @self: a server; started again when it was killed meanwhile
 * @database: a name
 * @cancellable: (nullable): ends the wait
 * @error: %RETORT_DB_ERROR_SERVER, `_SQL`, `_CONNECTION` or `_CANCELLED`
 *
 * Creates the database when it is missing.
 *
 * Returns: whether it is there
 */
gboolean
retort_server_ensure_database (RetortServer *self, const char *database, GCancellable *cancellable,
                               GError **error)
{
  g_autoptr(RetortSession) session = open_maintenance (self, cancellable, error);
  g_autofree char *name = quote_name (database);
  g_autofree char *sql = g_strdup_printf ("CREATE DATABASE %s TEMPLATE template0", name);
  g_autoptr(RetortResult) result = NULL;
  g_autoptr(GError) create_error = NULL;
  gboolean is_there = FALSE;

  if (session == NULL || !has_database (session, database, &is_there, cancellable, error))
    return FALSE;
  if (is_there)
    return TRUE;
  result = retort_session_execute (session, sql, cancellable, &create_error);
  if (result != NULL)
    return TRUE;
  if (g_str_has_prefix (create_error->message, "42P04 ")) /* another process was quicker */
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&create_error));
  return FALSE;
}

/**
 * retort_server_drop_database:
 * @self: a server; started again when it was killed meanwhile
 * @database: a database of this server; ends the sessions in it
 * @cancellable: (nullable): ends the wait
 * @error: %RETORT_DB_ERROR_SERVER, `_SQL`, `_CONNECTION` or `_CANCELLED`
 *
 * For scratch copies and for "start the practice again". Only ever reaches the private server.
 *
 * Returns: whether it is gone
 */
gboolean
retort_server_drop_database (RetortServer *self, const char *database, GCancellable *cancellable,
                             GError **error)
{
  g_autoptr(RetortSession) session = open_maintenance (self, cancellable, error);
  g_autofree char *name = quote_name (database);
  g_autofree char *sql = g_strdup_printf ("DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
  g_autoptr(RetortResult) result = NULL;

  if (session != NULL)
    result = retort_session_execute (session, sql, cancellable, error);
  return result != NULL;
}

/**
 * retort_server_dup_profile:
 * @self: a server
 * @database: a database of it
 *
 * Returns: (transfer full): how to reach it, as its superuser
 */
RetortProfile *
retort_server_dup_profile (RetortServer *self, const char *database)
{
  RetortProfileFields fields = {
    .name = database,
    .host = self->cluster->socket_folder,
    .port = RETORT_CLUSTER_PORT,
    .database = database,
    .user = RETORT_CLUSTER_SUPERUSER,
    .is_private = TRUE,
  };

  return retort_profile_new (&fields);
}
