/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two files a snapshot, in the user's data folder and the user's alone: NUMBER.dump, pg_dump's archive, and NUMBER.snapshot,
 * what is said of it. The archive is written as NUMBER-PID.part and gets its name at the very end, so that what was killed in
 * the middle is no snapshot; the next list removes what such a process left.
 *
 * A database is known by its cluster and its name, not by its number: a restored one has another number. */
#include "engine/database-snapshot-private.h"

#include "database/catalog/catalog.h"
#include "database/server/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUP "snapshot"
#define DUMP_SUFFIX ".dump"
#define PART_SUFFIX ".part"
#define MAX_NAME 80 /* characters */

/* The tables whose rows pg_dump copies: partitioned ones have none of their own. One row: the number. */
#define COUNT_TABLES_SQL \
  "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace " \
  "WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"

G_DEFINE_QUARK (retort-snapshot-error-quark, retort_snapshot_error)
G_DEFINE_BOXED_TYPE (RetortDatabaseSnapshot, retort_database_snapshot, retort_database_snapshot_ref, retort_database_snapshot_unref)

static void
clear (RetortDatabaseSnapshot *self)
{
  g_free (self->name);
  g_free (self->path);
  g_free (self->database);
  g_strfreev (self->rows);
}

/**
 * retort_database_snapshot_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): @self
 */
RetortDatabaseSnapshot *
retort_database_snapshot_ref (RetortDatabaseSnapshot *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_database_snapshot_unref:
 * @self: (transfer full): a snapshot
 */
void
retort_database_snapshot_unref (RetortDatabaseSnapshot *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

/**
 * retort_database_snapshot_is_allowed:
 * @profile: how the database is reached
 *
 * Returns: whether its database is one that may be taken snapshots of: it is marked as development
 */
gboolean
retort_database_snapshot_is_allowed (RetortProfile *profile)
{
  return retort_profile_get (profile)->environment == RETORT_ENVIRONMENT_DEVELOPMENT;
}

/**
 * retort_snapshot_check_environment: (skip)
 * @target: a database
 * @error: %RETORT_SNAPSHOT_ERROR_ENVIRONMENT
 *
 * Returns: %FALSE with @error set when its profile is not one of development
 */
gboolean
retort_snapshot_check_environment (RetortTarget *target, GError **error)
{
  RetortProfile *profile = retort_target_get_profile (target);

  if (retort_database_snapshot_is_allowed (profile))
    return TRUE;
  g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_ENVIRONMENT,
               "snapshots are for development databases; '%s' is marked as %s", retort_profile_get (profile)->name,
               retort_environment_to_string (retort_profile_get (profile)->environment));
  return FALSE;
}

/**
 * retort_snapshot_is_abandoned: (skip)
 * @pid: the number of a process of this machine
 *
 * Returns: whether there is no such process any more
 */
gboolean
retort_snapshot_is_abandoned (gint64 pid)
{
  return pid > 0 && pid != getpid () && kill ((pid_t) pid, 0) != 0 && errno == ESRCH;
}

/**
 * retort_snapshot_get_major: (skip)
 * @server_version: as libpq says it
 *
 * Returns: the major version
 */
guint
retort_snapshot_get_major (int server_version)
{
  return (guint) server_version / 10000;
}

/**
 * retort_snapshot_count_table: (skip)
 * @table: whose rows are copied from now on
 * @count: a RetortSnapshotCount
 *
 * Tells whoever wants to know.
 */
void
retort_snapshot_count_table (const char *table, gpointer count)
{
  RetortSnapshotCount *self = count;

  self->n_total = MAX (self->n_total, self->n_done + 1);
  if (self->progress != NULL)
    self->progress (table, self->n_done, self->n_total, self->user_data);
  self->n_done++;
}

/* --- Where they are --- */

/* A server that does not tell its cluster is told apart by the way to it. */
static char *
dup_key (const RetortTargetFacts *facts, RetortTarget *target)
{
  const char *fingerprint = retort_target_facts_get_fingerprint (facts);
  const char *colon = strrchr (fingerprint, ':');
  g_autofree char *cluster = g_strndup (fingerprint, colon != NULL ? (gsize) (colon - fingerprint) : strlen (fingerprint));
  g_autofree char *way = g_str_equal (cluster, "unknown") ? retort_profile_to_display_string (retort_target_get_connection (target)) : g_strdup ("");
  g_autofree char *text = g_strjoin ("\n", cluster, way, retort_target_facts_get_database (facts), NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strndup (hash, 16);
}

/**
 * retort_snapshot_dup_folder: (skip)
 * @facts: of the database
 * @target: the same
 * @error: %RETORT_SNAPSHOT_ERROR_FILE
 *
 * Returns: (transfer full) (nullable) (type filename): the folder of its snapshots
 */
char *
retort_snapshot_dup_folder (const RetortTargetFacts *facts, RetortTarget *target, GError **error)
{
  g_autofree char *key = dup_key (facts, target);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "retort", "snapshots", key, NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return g_steal_pointer (&folder);
  g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_FILE, "cannot make the folder '%s': %s", folder, g_strerror (errno));
  return NULL;
}

static char *
with_suffix (const char *folder, const char *number, const char *suffix)
{
  g_autofree char *name = g_strconcat (number, suffix, NULL);

  return g_build_filename (folder, name, NULL);
}

/* "1234-5678.part" of a process that is gone. */
static void
remove_abandoned (const char *folder, const char *part)
{
  const char *dash = strchr (part, '-');
  g_autofree char *number = dash != NULL ? g_strndup (part, (gsize) (dash - part)) : NULL;
  g_autofree char *part_path = g_build_filename (folder, part, NULL);
  g_autofree char *said_path = number != NULL ? with_suffix (folder, number, ".snapshot") : NULL;

  if (number == NULL || !retort_snapshot_is_abandoned (g_ascii_strtoll (dash + 1, NULL, 10)))
    return;
  g_unlink (said_path);
  g_unlink (part_path);
}

/* (nullable): a file that cannot be understood is none. */
static RetortDatabaseSnapshot *
read_snapshot (const char *folder, const char *number)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *said_path = with_suffix (folder, number, ".snapshot");
  g_autofree char *path = with_suffix (folder, number, DUMP_SUFFIX);
  g_autoptr(RetortDatabaseSnapshot) self = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || !g_key_file_load_from_file (file, said_path, G_KEY_FILE_NONE, NULL))
    return NULL;
  self = g_atomic_rc_box_new0 (RetortDatabaseSnapshot);
  self->name = g_key_file_get_string (file, GROUP, "name", NULL);
  self->database = g_key_file_get_string (file, GROUP, "database", NULL);
  self->rows = g_key_file_get_string_list (file, GROUP, "rows", NULL, NULL);
  self->time_us = g_key_file_get_int64 (file, GROUP, "time", NULL);
  self->server_version = g_key_file_get_integer (file, GROUP, "server", NULL);
  self->n_tables = (guint) g_key_file_get_integer (file, GROUP, "tables", NULL);
  self->size = (guint64) info.st_size;
  self->path = g_steal_pointer (&path);
  if (self->rows == NULL)
    self->rows = g_new0 (char *, 1);
  return self->name != NULL && self->database != NULL ? g_steal_pointer (&self) : NULL;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const RetortDatabaseSnapshot *first = *(RetortDatabaseSnapshot *const *) a;
  const RetortDatabaseSnapshot *second = *(RetortDatabaseSnapshot *const *) b;

  return first->time_us > second->time_us ? -1 : first->time_us < second->time_us;
}

static GPtrArray *
list_folder (const char *folder)
{
  GPtrArray *snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_database_snapshot_unref);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *number = NULL;
      RetortDatabaseSnapshot *snapshot = NULL;

      if (g_str_has_suffix (name, PART_SUFFIX))
        remove_abandoned (folder, name);
      if (!g_str_has_suffix (name, DUMP_SUFFIX))
        continue;
      number = g_strndup (name, strlen (name) - strlen (DUMP_SUFFIX));
      snapshot = read_snapshot (folder, number);
      if (snapshot != NULL)
        g_ptr_array_add (snapshots, snapshot);
    }
  g_ptr_array_sort (snapshots, compare_times);
  return snapshots;
}

static char *
find_folder (RetortTarget *target, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSession) session = retort_target_dup_session (target, cancellable, error);
  g_autoptr(RetortTargetFacts) facts = session != NULL ? retort_catalog_read_facts (session, cancellable, error) : NULL;

  return facts != NULL ? retort_snapshot_dup_folder (facts, target, error) : NULL;
}

/**
 * retort_database_snapshot_list:
 * @target: a database
 * @cancellable: (nullable): stops the queries
 * @error: a RetortDbError or a RetortSnapshotError
 *
 * Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable) (element-type RetortDatabaseSnapshot): its snapshots, newest first
 */
GPtrArray *
retort_database_snapshot_list (RetortTarget *target, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (target != NULL, NULL);

  folder = find_folder (target, cancellable, error);
  return folder != NULL ? list_folder (folder) : NULL;
}

static RetortDatabaseSnapshot *
find_name (GPtrArray *snapshots, const char *name)
{
  for (guint i = 0; i < snapshots->len; i++)
    {
      RetortDatabaseSnapshot *snapshot = g_ptr_array_index (snapshots, i);

      if (g_str_equal (snapshot->name, name))
        return snapshot;
    }
  return NULL;
}

/**
 * retort_database_snapshot_find:
 * @target: a database
 * @name: what a snapshot of it is called
 * @cancellable: (nullable): stops the queries
 * @error: %RETORT_SNAPSHOT_ERROR_NAME when there is none, or a RetortDbError
 *
 * Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the snapshot
 */
RetortDatabaseSnapshot *
retort_database_snapshot_find (RetortTarget *target, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) snapshots = NULL;
  RetortDatabaseSnapshot *found = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  snapshots = retort_database_snapshot_list (target, cancellable, error);
  if (snapshots == NULL)
    return NULL;
  found = find_name (snapshots, name);
  if (found != NULL)
    return retort_database_snapshot_ref (found);
  g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_NAME, "'%s' has no snapshot '%s'", retort_target_get_database (target), name);
  return NULL;
}

/* --- Taking one --- */

static gboolean
check_name (const char *folder, const char *name, GError **error)
{
  g_autoptr(GPtrArray) snapshots = NULL;

  if (*name == '\0' || g_utf8_strlen (name, -1) > MAX_NAME || strpbrk (name, "\r\n\t") != NULL)
    {
      g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_NAME, "a snapshot's name is one line of at most %d characters", MAX_NAME);
      return FALSE;
    }
  snapshots = list_folder (folder);
  if (find_name (snapshots, name) == NULL)
    return TRUE;
  g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_NAME, "there is a snapshot '%s' already", name);
  return FALSE;
}

static gboolean
fail_file (const char *path, int code, GError **error)
{
  g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_FILE, "cannot write '%s': %s", path, g_strerror (code));
  return FALSE;
}

static guint
count_tables (RetortSession *session, GCancellable *cancellable)
{
  g_autoptr(RetortResult) result = retort_session_execute (session, COUNT_TABLES_SQL, cancellable, NULL);

  return result != NULL ? (guint) retort_result_get_int64 (result, 0, 0, 0) : 0;
}

static gboolean
dump (RetortTarget *target, int server_version, const char *path, RetortSnapshotCount *count, GCancellable *cancellable, GError **error)
{
  g_autofree char *place = NULL;
  g_autofree char *password = NULL;
  gboolean is_done = FALSE;

  if (!retort_target_dup_place (target, &place, &password, cancellable, error))
    return FALSE;
  is_done = retort_archive_write (place, password, retort_snapshot_get_major (server_version), path, retort_snapshot_count_table, count,
                                  cancellable, error);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  return is_done;
}

static gboolean
describe (const RetortTargetState *state, const char *name, gint64 time_us, guint n_tables, const char *path, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) failure = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;

  g_key_file_set_string (file, GROUP, "name", name);
  g_key_file_set_string (file, GROUP, "database", retort_target_facts_get_database (state->facts));
  g_key_file_set_string_list (file, GROUP, "rows", (const char *const *) state->rows, g_strv_length (state->rows));
  g_key_file_set_int64 (file, GROUP, "time", time_us);
  g_key_file_set_integer (file, GROUP, "server", retort_target_facts_get_server_version (state->facts));
  g_key_file_set_integer (file, GROUP, "tables", (int) n_tables);
  data = g_key_file_to_data (file, &length, NULL);
  if (g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &failure))
    return TRUE;
  g_set_error_literal (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_FILE, failure->message);
  return FALSE;
}

/* What is on disk when the part gets its name is the whole. */
static gboolean
finish (const char *part, const char *path, GError **error)
{
  int fd = g_open (part, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_done = fd >= 0 && fsync (fd) == 0 && g_rename (part, path) == 0;

  if (!is_done)
    fail_file (path, errno, error);
  if (fd >= 0)
    close (fd);
  return is_done;
}

/* The part is the user's alone before anything is in it. */
static gboolean
make_part (const char *part, GError **error)
{
  int fd = g_open (part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    return fail_file (part, errno, error);
  close (fd);
  return TRUE;
}

static RetortDatabaseSnapshot *
take_into (const char *folder, RetortTarget *target, const RetortTargetState *state, const char *name, RetortSnapshotCount *count,
           GCancellable *cancellable, GError **error)
{
  gint64 time_us = g_get_real_time ();
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, time_us);
  g_autofree char *suffix = g_strdup_printf ("-%d" PART_SUFFIX, (int) getpid ());
  g_autofree char *part = with_suffix (folder, number, suffix);
  g_autofree char *said = with_suffix (folder, number, ".snapshot");
  g_autofree char *path = with_suffix (folder, number, DUMP_SUFFIX);

  if (make_part (part, error)
      && dump (target, retort_target_facts_get_server_version (state->facts), part, count, cancellable, error)
      && describe (state, name, time_us, count->n_done, said, error) && finish (part, path, error))
    return read_snapshot (folder, number);
  g_unlink (said);
  g_unlink (part);
  return NULL;
}

/**
 * retort_database_snapshot_take:
 * @target: a development database
 * @workspace: the project, whose version rows are noted
 * @name: what it is to be called
 * @progress: (nullable): told of each table
 * @user_data: for @progress
 * @cancellable: (nullable): stops it; nothing is left then
 * @error: a RetortSnapshotError, or a RetortDbError with what pg_dump said
 *
 * Writes everything that the database holds into a file of the user's. Changes nothing there. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the snapshot
 */
RetortDatabaseSnapshot *
retort_database_snapshot_take (RetortTarget *target, RetortWorkspace *workspace, const char *name, RetortSnapshotProgress progress,
                               gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortTargetState) state = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *stripped = NULL;
  RetortSnapshotCount count = { progress, user_data, 0, 0 };
  RetortDatabaseSnapshot *snapshot = NULL;

  g_return_val_if_fail (target != NULL && workspace != NULL && name != NULL, NULL);

  stripped = g_strstrip (g_strdup (name));
  if (!retort_snapshot_check_environment (target, error))
    return NULL;
  session = retort_target_dup_session (target, cancellable, error);
  state = session != NULL ? retort_target_state_read (session, workspace, cancellable, error) : NULL;
  folder = state != NULL ? retort_snapshot_dup_folder (state->facts, target, error) : NULL;
  if (folder == NULL || !check_name (folder, stripped, error))
    return NULL;
  retort_snapshot_drop_abandoned (target, folder, cancellable);
  count.n_total = count_tables (session, cancellable);
  snapshot = take_into (folder, target, state, stripped, &count, cancellable, error);
  if (snapshot == NULL)
    g_prefix_error (error, "no snapshot was taken: ");
  return snapshot;
}

/**
 * retort_database_snapshot_delete:
 * @self: a snapshot
 * @error: %RETORT_SNAPSHOT_ERROR_FILE
 *
 * Deletes its files. Blocks.
 *
 * Returns: %FALSE with @error set when they cannot be deleted
 */
gboolean
retort_database_snapshot_delete (RetortDatabaseSnapshot *self, GError **error)
{
  g_autofree char *stem = NULL;
  g_autofree char *said = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  stem = g_strndup (self->path, strlen (self->path) - strlen (DUMP_SUFFIX));
  said = g_strconcat (stem, ".snapshot", NULL);
  if (g_unlink (self->path) != 0 && errno != ENOENT)
    {
      g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_FILE, "cannot delete '%s': %s", self->path, g_strerror (errno));
      return FALSE;
    }
  g_unlink (said);
  return TRUE;
}
