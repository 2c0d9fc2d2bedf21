/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cluster of PostgreSQL in a folder: data/, server.log and, when its path is short enough,
 * socket/.
 *
 * Making: initdb works on data.making, which is renamed to data when it has ended well; so data/ is
 * whole or absent, and a leftover data.making is a half-made one. An existing data/ is never
 * removed. Starting: pg_ctl, which knows a stale postmaster.pid; only the one case that it cannot
 * know, a process number that meanwhile belongs to another program, is decided here, by /proc. As
 * root, all of its programs run as the user postgres, who owns the folder. */
#include "database/server/cluster-private.h"

#include "base/process.h"
#include "database/server/lock-file-private.h"
#include "database/server/programs-private.h"
#include "database/session/session.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_NAME ".s.PGSQL.5432"
#define SOCKET_LOCK_NAME ".s.PGSQL.5432.lock"
#define START_TIMEOUT_S 60
#define RETRY_MS 100

static gboolean
fail (GError **error, const char *what, const char *path, const char *why)
{
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER, "cannot %s '%s': %s", what, path,
               why);
  return FALSE;
}

/* The end of a log: what the server said last, at most some 2,000 bytes from the start of
 * a line. */
static char *
dup_log_tail (const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  const char *tail = NULL;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return g_strdup ("");
  tail = length > 2000 ? text + length - 2000 : text;
  if (tail != text && strchr (tail, '\n') != NULL)
    tail = strchr (tail, '\n') + 1;
  return g_strstrip (g_utf8_make_valid (tail, -1));
}

static gboolean
choose_user (RetortCluster *self, GError **error)
{
  const struct passwd *entry = NULL;

  self->uid = geteuid ();
  self->gid = getegid ();
  self->needs_other_user = self->uid == 0;
  if (!self->needs_other_user)
    return TRUE;
  entry = getpwnam ("postgres");
  if (entry == NULL)
    {
      g_set_error_literal (
          error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER,
          "PostgreSQL refuses to run as root, and there is no user 'postgres' to run it as");
      return FALSE;
    }
  self->uid = entry->pw_uid;
  self->gid = entry->pw_gid;
  return TRUE;
}

/* Makes a folder that is ours alone; an existing one must be. */
static gboolean
make_private_folder (const RetortCluster *self, const char *path, GError **error)
{
  struct stat info;

  if (g_mkdir_with_parents (path, 0755) != 0)
    return fail (error, "make", path, g_strerror (errno));
  if (lstat (path, &info) != 0 || !S_ISDIR (info.st_mode))
    return fail (error, "use", path, "it is not a folder");
  if (info.st_uid != self->uid && info.st_uid != geteuid ())
    return fail (error, "use", path, "it belongs to another user");
  if (info.st_uid != self->uid && chown (path, self->uid, self->gid) != 0)
    return fail (error, "use", path, g_strerror (errno));
  if ((info.st_mode & 07777) != 0700 && chmod (path, 0700) != 0)
    return fail (error, "use", path, g_strerror (errno));
  return TRUE;
}

/* A socket's path may have 107 bytes (unix(7)); a longer one moves to a folder named by
 * its hash. */
static char *
choose_socket_folder (const char *folder, guint uid)
{
  g_autofree char *inside = g_build_filename (folder, "socket", NULL);
  g_autofree char *hash = NULL;
  g_autofree char *name = NULL;

  if (strlen (inside) + strlen ("/" SOCKET_LOCK_NAME)
      < sizeof (((struct sockaddr_un *) NULL)->sun_path))
    return g_steal_pointer (&inside);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder, -1);
  name = g_strdup_printf ("retort-%u-%.12s", uid, hash);
  return g_build_filename ("/tmp", name, NULL);
}

/* The major version of the data; 0 when there is none yet. */
static guint
read_data_version (const RetortCluster *self)
{
  g_autofree char *path = g_build_filename (self->data_folder, "PG_VERSION", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  return (guint) g_ascii_strtoull (text, NULL, 10);
}

static gboolean
choose_programs (RetortCluster *self, GError **error)
{
  guint major = read_data_version (self);

  if (major == 0 && g_file_test (self->data_folder, G_FILE_TEST_EXISTS))
    return fail (error, "use", self->data_folder,
                 "it is not a data folder of PostgreSQL (move it away to get a new one)");
  self->bin_folder = retort_programs_find_folder (major, error);
  if (self->bin_folder == NULL && major != 0)
    g_prefix_error (error, "cannot use '%s' (move it away to get a new one): ", self->data_folder);
  return self->bin_folder != NULL;
}

/**
 * retort_cluster_new:
 * @folder: where it is or is to be; made when missing
 * @error: %RETORT_DB_ERROR_SERVER when the folder, the user or the programs do not serve
 *
 * Returns: (transfer full) (nullable): the cluster; nothing runs yet
 */
RetortCluster *
retort_cluster_new (const char *folder, GError **error)
{
  g_autoptr(RetortCluster) self = g_new0 (RetortCluster, 1);

  if (!choose_user (self, error))
    return NULL;
  self->folder = g_canonicalize_filename (folder, NULL);
  self->data_folder = g_build_filename (self->folder, "data", NULL);
  self->log_path = g_build_filename (self->folder, "server.log", NULL);
  self->socket_folder = choose_socket_folder (self->folder, self->uid);
  if (!make_private_folder (self, self->folder, error)
      || !make_private_folder (self, self->socket_folder, error) || !choose_programs (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * retort_cluster_free:
 * @self: (transfer full): a cluster; its server is left alone
 */
void
retort_cluster_free (RetortCluster *self)
{
  g_free (self->folder);
  g_free (self->data_folder);
  g_free (self->socket_folder);
  g_free (self->log_path);
  g_free (self->bin_folder);
  g_free (self);
}

static GStrv
dup_argv_as_user (const RetortCluster *self, const char *const *argv)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (self->needs_other_user)
    {
      g_autofree char *user = g_strdup_printf ("--reuid=%u", self->uid);
      g_autofree char *group = g_strdup_printf ("--regid=%u", self->gid);

      g_strv_builder_add_many (builder, "setpriv", user, group, "--init-groups", NULL);
    }
  g_strv_builder_addv (builder, (const char **) argv);
  return g_strv_builder_end (builder);
}

/* Runs one of PostgreSQL's programs; the first argument is its name without a folder. */
static RetortProcessResult *
run_program (const RetortCluster *self, const char *const *argv, GCancellable *cancellable,
             GError **error)
{
  g_auto(GStrv) full = dup_argv_as_user (self, argv);
  gsize at = self->needs_other_user ? 4 : 0;
  g_autofree char *name = g_steal_pointer (&full[at]);
  RetortProcessResult *result = NULL;

  full[at] = strchr (name, '/') == NULL ? g_build_filename (self->bin_folder, name, NULL)
                                        : g_strdup (name);
  result = retort_process_run ((const char *const *) full, NULL, "/", cancellable, error);
  if (result == NULL)
    g_prefix_error (error, "cannot run '%s': ", full[at]);
  return result;
}

/**
 * retort_cluster_run:
 * @self: a cluster
 * @argv: (array zero-terminated=1): a program of PostgreSQL's by its name, or any by its path
 * @cancellable: (nullable): ends it
 * @error: %RETORT_DB_ERROR_SERVER with what it said when it failed; `G_IO_ERROR`, `G_SPAWN_ERROR`
 *
 * Runs a program as the user that owns the cluster.
 *
 * Returns: whether it ended well
 */
gboolean
retort_cluster_run (const RetortCluster *self, const char *const *argv, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr(RetortProcessResult) result = run_program (self, argv, cancellable, error);

  if (result == NULL)
    return FALSE;
  if (result->exit_status == 0)
    return TRUE;
  return fail (error, "run", argv[0],
               g_strstrip (*result->errors != '\0' ? result->errors : result->output));
}

static gboolean
initdb (RetortCluster *self, const char *target, const char *const *options,
        GCancellable *cancellable, GError **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;

  g_strv_builder_add_many (builder, "initdb", "--pgdata", target, "--username",
                           RETORT_CLUSTER_SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8",
                           "--auth-local=trust", "--auth-host=reject", NULL);
  if (options != NULL)
    g_strv_builder_addv (builder, (const char **) options);
  argv = g_strv_builder_end (builder);
  return retort_cluster_run (self, (const char *const *) argv, cancellable, error);
}

static gboolean
remove_half_made (const char *making, GCancellable *cancellable, GError **error)
{
  const char *const argv[] = { "rm", "-rf", "--", making, NULL };
  g_autoptr(RetortProcessResult) result = retort_process_run (argv, NULL, "/", cancellable, error);

  if (result != NULL && result->exit_status != 0)
    return fail (error, "remove", making, g_strstrip (result->errors));
  return result != NULL;
}

/**
 * retort_cluster_make:
 * @self: a cluster
 * @initdb_options: (nullable) (array zero-terminated=1): more options of initdb
 * @cancellable: (nullable): stops it; what was made so far is made anew the next time
 * @error: %RETORT_DB_ERROR_SERVER
 *
 * Makes the data folder when there is none: UTF-8, the C.UTF-8 locale, superuser `postgres`. Every
 * user is trusted, because only the owner of the folder reaches the socket in it.
 *
 * Returns: whether there is a data folder
 */
gboolean
retort_cluster_make (RetortCluster *self, const char *const *initdb_options,
                     GCancellable *cancellable, GError **error)
{
  g_autofree char *making = g_strconcat (self->data_folder, ".making", NULL);

  if (read_data_version (self) != 0)
    return TRUE;
  if (!remove_half_made (making, cancellable, error)
      || !initdb (self, making, initdb_options, cancellable, error))
    return FALSE;
  if (g_rename (making, self->data_folder) != 0)
    return fail (error, "make", self->data_folder, g_strerror (errno));
  return TRUE;
}

/* Lines of postmaster.pid: process, data folder, start, port, socket folder, address, memory,
 * state. */
static GStrv
read_pid_file (const RetortCluster *self)
{
  g_autofree char *path = g_build_filename (self->data_folder, "postmaster.pid", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return g_strsplit (text, "\n", -1);
}

/* A server and each of its processes have the data folder as their current one. */
static gboolean
works_in_data_folder (const RetortCluster *self, const char *process)
{
  g_autofree char *link = g_build_filename ("/proc", process, "cwd", NULL);
  g_autofree char *folder = g_file_read_link (link, NULL);
  char resolved[PATH_MAX];

  return folder != NULL && realpath (self->data_folder, resolved) != NULL
         && strcmp (folder, resolved) == 0;
}

/**
 * retort_cluster_get_pid:
 * @self: a cluster
 *
 * Returns: the process of its server, whether ready or not; 0 when there is none
 */
int
retort_cluster_get_pid (const RetortCluster *self)
{
  g_auto(GStrv) lines = read_pid_file (self);

  if (lines == NULL || lines[0] == NULL || !works_in_data_folder (self, g_strstrip (lines[0])))
    return 0;
  return (int) g_ascii_strtoll (lines[0], NULL, 10);
}

/**
 * retort_cluster_is_running:
 * @self: a cluster
 *
 * Returns: whether its server takes connections
 */
gboolean
retort_cluster_is_running (const RetortCluster *self)
{
  g_auto(GStrv) lines = read_pid_file (self);

  return lines != NULL && g_strv_length (lines) >= 8 && g_str_has_prefix (lines[7], "ready")
         && works_in_data_folder (self, g_strstrip (lines[0]));
}

/* Programs that tidy up old files in temporary folders take the socket of a server that runs. */
static gboolean
has_socket (const RetortCluster *self)
{
  g_autofree char *path = g_build_filename (self->socket_folder, SOCKET_NAME, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
has_any_process (const RetortCluster *self)
{
  g_autoptr(GDir) processes = g_dir_open ("/proc", 0, NULL);

  for (const char *name = processes != NULL ? g_dir_read_name (processes) : NULL; name != NULL;
       name = g_dir_read_name (processes))
    if (g_ascii_isdigit (name[0]) && works_in_data_folder (self, name))
      return TRUE;
  return FALSE;
}

/* Both of PostgreSQL's lock files begin with the number of the process that made them. */
static gboolean
names_a_process (const char *path)
{
  g_autofree char *text = NULL;
  int pid = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    pid = (int) g_ascii_strtoll (text, NULL, 10);
  return pid > 0 && (kill (pid, 0) == 0 || errno == EPERM);
}

/* After a crash another program may have the number that the lock files name, or the killed server
 * is still a zombie, and PostgreSQL then refuses to start. The files go only when no process at all
 * works in the data folder: one of a killed server would still write there. */
static void
remove_misleading_lock_files (const RetortCluster *self)
{
  g_autofree char *data_lock = g_build_filename (self->data_folder, "postmaster.pid", NULL);
  g_autofree char *socket_lock = g_build_filename (self->socket_folder, SOCKET_LOCK_NAME, NULL);
  gboolean is_abandoned = !has_any_process (self);

  if (is_abandoned && names_a_process (data_lock))
    g_unlink (data_lock);
  if (is_abandoned && names_a_process (socket_lock))
    g_unlink (socket_lock);
}

static char *
join_settings (const RetortCluster *self, const char *const *settings)
{
  g_autofree char *sockets = g_strconcat ("unix_socket_directories=", self->socket_folder, NULL);
  const char *const own[] = { "listen_addresses=",
                              sockets,
                              "port=5432",
                              "unix_socket_permissions=0700",
                              "max_connections=50",
                              "shared_buffers=32MB",
                              "log_destination=stderr",
                              "logging_collector=off",
                              "cluster_name=retort",
                              NULL };
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; own[i] != NULL; i++)
    {
      g_autofree char *quoted = g_shell_quote (own[i]);

      g_string_append_printf (text, " -c %s", quoted);
    }
  for (gsize i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      g_autofree char *quoted = g_shell_quote (settings[i]);

      g_string_append_printf (text, " -c %s", quoted);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
run_start (RetortCluster *self, const char *options, GCancellable *cancellable, GError **error)
{
  const char *const argv[]
      = { "pg_ctl",          "start", "--silent",     "--wait",    "--timeout=60", "--pgdata",
          self->data_folder, "--log", self->log_path, "--options", options,        NULL };
  g_autoptr(RetortProcessResult) result = run_program (self, argv, cancellable, error);
  g_autofree char *tail = NULL;

  if (result == NULL)
    return FALSE;
  if (result->exit_status == 0)
    return TRUE;
  tail = dup_log_tail (self->log_path);
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER,
               "the private server in '%s' does not start: %s\n%s", self->folder,
               g_strstrip (result->errors), tail);
  return FALSE;
}

/* Either it runs or no process is left in the data folder: somebody who was killed meanwhile may
 * have started it a moment ago, and what is left of a killed server takes a moment to end. */
static gboolean
wait_until_settled (RetortCluster *self, GCancellable *cancellable, GError **error)
{
  gint64 deadline_us = g_get_monotonic_time () + START_TIMEOUT_S * G_USEC_PER_SEC;

  while (!retort_cluster_is_running (self) && has_any_process (self))
    {
      if (!retort_pause (RETRY_MS, cancellable, error))
        return FALSE;
      if (g_get_monotonic_time () > deadline_us)
        return fail (error, "use", self->folder, "its server neither starts nor ends");
    }
  return TRUE;
}

/* The log of one start is enough to explain it; the one before is kept. */
static void
rotate_log (const RetortCluster *self)
{
  g_autofree char *older = g_strconcat (self->log_path, ".1", NULL);

  g_rename (self->log_path, older);
}

/**
 * retort_cluster_start:
 * @self: a cluster whose data folder is made
 * @settings: (nullable) (array zero-terminated=1): more settings, `name=value`
 * @cancellable: (nullable): stops waiting
 * @error: %RETORT_DB_ERROR_SERVER with the end of the server's log; `G_IO_ERROR_CANCELLED`
 *
 * Starts the server unless it runs, on a Unix socket only, and waits until it takes connections. One
 * that runs without its socket can be reached by nobody: it is stopped and started again.
 *
 * Returns: whether it runs
 */
gboolean
retort_cluster_start (RetortCluster *self, const char *const *settings, GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *options = join_settings (self, settings);

  if (!wait_until_settled (self, cancellable, error))
    return FALSE;
  if (retort_cluster_is_running (self) && has_socket (self))
    return TRUE;
  if (!retort_cluster_stop (self, error))
    return FALSE;
  remove_misleading_lock_files (self);
  rotate_log (self);
  return run_start (self, options, cancellable, error);
}

/**
 * retort_cluster_stop:
 * @self: a cluster
 * @error: %RETORT_DB_ERROR_SERVER
 *
 * Ends the sessions that are left and stops the server, when it runs; waits for it.
 *
 * Returns: whether it is stopped
 */
gboolean
retort_cluster_stop (RetortCluster *self, GError **error)
{
  const char *const argv[]
      = { "pg_ctl",      "stop",     "--silent",        "--wait", "--timeout=60",
          "--mode=fast", "--pgdata", self->data_folder, NULL };

  return retort_cluster_get_pid (self) == 0 || retort_cluster_run (self, argv, NULL, error);
}
