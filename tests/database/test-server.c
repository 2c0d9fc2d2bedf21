/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private server: made, shared, stopped, and what is left after each way of dying. A second
 * process is this program itself with an argument. */
#include "database/server/server.h"

#include "database/server/cluster-private.h"
#include "database/session/session.h"
#include "fixtures/test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *own_path; /* this program */

typedef struct
{
  char *folder; /* the state folder of this test */
} Fixture;

/* A server that was made before, quicker than by Retort itself. */
static void
make_quickly (Fixture *fixture)
{
  const char *const options[] = { "--no-sync", NULL };
  g_autofree char *folder = g_build_filename (fixture->folder, "server", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortCluster) cluster = retort_cluster_new (folder, &error);

  g_assert_no_error (error);
  retort_cluster_make (cluster, options, NULL, &error);
  g_assert_no_error (error);
}

/* @data: whether the server is made before the test. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("retort-server-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  if (GPOINTER_TO_INT (data))
    make_quickly (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "server", NULL);
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  if (g_file_test (folder, G_FILE_TEST_EXISTS))
    {
      g_autoptr(RetortCluster) cluster = retort_cluster_new (folder, NULL);

      g_assert_cmpint (cluster != NULL ? retort_cluster_get_pid (cluster) : 0, ==,
                       0); /* all were stopped */
    }
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
  g_free (fixture->folder);
}

static RetortServer *
acquire (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "server", NULL);
  g_autoptr(GError) error = NULL;
  RetortServer *server = retort_server_acquire (folder, NULL, &error);

  g_assert_no_error (error);
  return server;
}

static int
get_pid (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "server", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortCluster) cluster = retort_cluster_new (folder, &error);

  g_assert_no_error (error);
  return retort_cluster_get_pid (cluster);
}

static RetortSession *
open_session (RetortServer *server, const char *database)
{
  g_autoptr(RetortProfile) profile = retort_server_dup_profile (server, database);
  g_autoptr(GError) error = NULL;
  RetortSession *session = retort_session_open (profile, NULL, NULL, &error);

  g_assert_no_error (error);
  return session;
}

static void
test_make_and_stop (Fixture *fixture, gconstpointer data)
{
  RetortServer *server = acquire (fixture);
  g_autoptr(RetortSession) session = open_session (server, "postgres");
  g_autofree char *encoding = retort_test_query_value (session, "SHOW server_encoding");
  g_autofree char *addresses = retort_test_query_value (session, "SHOW listen_addresses");
  g_autofree char *locale = retort_test_query_value (
      session, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'");
  g_autofree char *fsync_setting = retort_test_query_value (session, "SHOW fsync");
  struct stat info;

  g_assert_cmpstr (encoding, ==, "UTF8");
  g_assert_cmpstr (addresses, ==, "");
  g_assert_cmpstr (locale, ==, "C.UTF-8");
  g_assert_cmpstr (fsync_setting, ==, "on");
  g_assert_cmpint (stat (retort_server_get_socket_folder (server), &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  g_assert_true (g_file_test (retort_server_get_log_path (server), G_FILE_TEST_EXISTS));
  g_assert_cmpint (get_pid (fixture), !=, 0);
  retort_server_release (server);
  g_assert_cmpint (get_pid (fixture), ==, 0);
}

static void
test_databases (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortServer) server = acquire (fixture);
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++) /* the second time it is there */
    {
      retort_server_ensure_database (server, "media \"catalogue\"", NULL, &error);
      g_assert_no_error (error);
    }
  session = open_session (server, "media \"catalogue\"");
  retort_test_execute (session, "CREATE TABLE t ()");
  retort_server_drop_database (server, "media \"catalogue\"", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (retort_session_execute (session, "SELECT 1", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
}

/* What was written before it stopped is there when it starts again. */
static void
test_stop_and_start (Fixture *fixture, gconstpointer data)
{
  RetortServer *server = acquire (fixture);
  RetortSession *session = open_session (server, "postgres");
  g_autofree char *value = NULL;

  retort_test_execute (session, "CREATE TABLE t AS SELECT 1 AS a");
  retort_session_unref (session);
  retort_server_release (server);
  server = acquire (fixture);
  session = open_session (server, "postgres");
  value = retort_test_query_value (session, "SELECT a FROM t");
  g_assert_cmpstr (value, ==, "1");
  retort_session_unref (session);
  retort_server_release (server);
}

/* Another process that holds the server until its standard input ends. */
typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
} Other;

static void
other_start (Other *self, Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "server", NULL);
  g_autoptr(GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error, own_path, "hold", folder, NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
}

static void
other_wait_until_held (Other *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (self->output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "held");
}

static void
other_end (Other *self, gboolean is_killed)
{
  g_autoptr(GError) error = NULL;

  if (is_killed)
    g_subprocess_force_exit (self->process);
  else
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_if_exited (self->process), ==, !is_killed);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
}

static int
hold_until_told (const char *folder)
{
  g_autoptr(GError) error = NULL;
  RetortServer *server = retort_server_acquire (folder, NULL, &error);
  char byte = 0;

  if (server == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("held\n");
  while (read (STDIN_FILENO, &byte, 1) > 0)
    ;
  retort_server_release (server);
  return 0;
}

static void
test_two_processes (Fixture *fixture, gconstpointer data)
{
  RetortServer *server = acquire (fixture);
  int pid = get_pid (fixture);
  Other other = { NULL, NULL };

  other_start (&other, fixture);
  other_wait_until_held (&other);
  g_assert_cmpint (get_pid (fixture), ==, pid);
  retort_server_release (server); /* not the last one */
  g_assert_cmpint (get_pid (fixture), ==, pid);
  other_end (&other, FALSE);
  g_assert_cmpint (get_pid (fixture), ==, 0);
}

/* Three processes want a server that none of them has made yet. */
static void
test_all_at_once (Fixture *fixture, gconstpointer data)
{
  Other others[3] = { { NULL, NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    other_start (&others[i], fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    other_wait_until_held (&others[i]);
  g_assert_cmpint (get_pid (fixture), !=, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    other_end (&others[i], FALSE);
  g_assert_cmpint (get_pid (fixture), ==, 0);
}

/* A Retort that was killed leaves the server running; the next one joins it and stops it. */
static void
test_killed_user (Fixture *fixture, gconstpointer data)
{
  Other other = { NULL, NULL };
  RetortServer *server = NULL;
  int pid = 0;

  other_start (&other, fixture);
  other_wait_until_held (&other);
  pid = get_pid (fixture);
  other_end (&other, TRUE);
  g_assert_cmpint (get_pid (fixture), ==, pid);
  server = acquire (fixture);
  g_assert_cmpint (get_pid (fixture), ==, pid);
  retort_server_release (server);
  g_assert_cmpint (get_pid (fixture), ==, 0);
}

/* kill -9 of the server itself while it is used: the next call starts it, and nothing is lost. */
static void
test_killed_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortServer) server = acquire (fixture);
  g_autoptr(RetortSession) session = open_session (server, "postgres");
  g_autoptr(RetortSession) second = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;
  int pid = get_pid (fixture);

  retort_test_execute (session, "CREATE TABLE t AS SELECT 1 AS a");
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  retort_server_ensure_database (server, "after", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_pid (fixture), !=, pid);
  second = open_session (server, "postgres");
  value = retort_test_query_value (second, "SELECT a FROM t");
  g_assert_cmpstr (value, ==, "1");
}

/* What tidies up temporary folders takes the socket: the next who comes gets a server again. */
static void
test_lost_socket (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortServer) server = acquire (fixture);
  g_autoptr(RetortServer) second = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *socket
      = g_build_filename (retort_server_get_socket_folder (server), ".s.PGSQL.5432", NULL);

  g_assert_cmpint (g_unlink (socket), ==, 0);
  second = acquire (fixture);
  session = open_session (second, "postgres");
  g_assert_nonnull (session);
}

/* postmaster.pid names a process that lives but is no server: after a restart of the machine. */
static void
test_stale_pid_file (Fixture *fixture, gconstpointer data)
{
  RetortServer *server = acquire (fixture);
  g_autofree char *path
      = g_build_filename (retort_server_get_folder (server), "data", "postmaster.pid", NULL);
  g_autofree char *text
      = g_strdup_printf ("%d\n/somewhere\n1\n5432\n\n\n\nready   \n", (int) getpid ());
  g_autofree char *socket_lock = NULL;
  g_autoptr(GError) error = NULL;

  socket_lock
      = g_build_filename (retort_server_get_socket_folder (server), ".s.PGSQL.5432.lock", NULL);
  retort_server_release (server);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_file_set_contents (socket_lock, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_pid (fixture), ==, 0);
  server = acquire (fixture);
  g_assert_cmpint (get_pid (fixture), !=, 0);
  retort_server_release (server);
}

/* initdb was killed in the middle. */
static void
test_half_made (Fixture *fixture, gconstpointer data)
{
  g_autofree char *half = g_build_filename (fixture->folder, "server", "data.making", "base", NULL);
  RetortServer *server = NULL;

  g_assert_cmpint (g_mkdir_with_parents (half, 0755), ==, 0);
  server = acquire (fixture);
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  retort_server_release (server);
}

/* Neither a folder that is no data folder nor one of another version is touched. */
static void
test_foreign_data (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "server", NULL);
  g_autofree char *data_folder = g_build_filename (folder, "data", NULL);
  g_autofree char *file = g_build_filename (data_folder, "letters.txt", NULL);
  g_autofree char *version = g_build_filename (data_folder, "PG_VERSION", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (data_folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (file, "dear", -1, NULL));
  g_assert_null (retort_server_acquire (folder, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "is not a data folder"));
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (version, "99\n", -1, NULL));
  g_assert_null (retort_server_acquire (folder, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "PostgreSQL 99 are not installed"));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
}

/* The end of the server's log says why it does not start. */
static void
test_broken_configuration (Fixture *fixture, gconstpointer data)
{
  RetortServer *server = acquire (fixture);
  g_autofree char *folder = g_strdup (retort_server_get_folder (server));
  g_autofree char *path = g_build_filename (folder, "data", "postgresql.auto.conf", NULL);
  g_autoptr(GError) error = NULL;

  retort_server_release (server);
  g_assert_true (g_file_set_contents (path, "work_mem = 'much'\n", -1, &error));
  g_assert_cmpint (chmod (path, 0644), ==, 0);
  g_assert_null (retort_server_acquire (folder, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "work_mem"));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "server", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (retort_server_acquire (folder, cancellable, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
}

/* A socket's path may have 107 bytes only. */
static void
test_long_path (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strnfill (120, 'x');
  g_autofree char *folder = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(GError) error = NULL;
  RetortServer *server = retort_server_acquire (folder, NULL, &error);
  g_autofree char *socket_folder = NULL;

  g_assert_no_error (error);
  socket_folder = g_strdup (retort_server_get_socket_folder (server));
  g_assert_cmpuint (strlen (socket_folder), <, 60);
  retort_session_unref (open_session (server, "postgres"));
  retort_server_release (server);
  g_assert_cmpint (g_rmdir (socket_folder), ==, 0);
}

/* Root's own folders are closed to the user who runs the server. */
static void
test_closed_folder (Fixture *fixture, gconstpointer data)
{
  RetortServer *server = NULL;
  g_autofree char *folder = NULL;
  const char *argv[] = { "rm", "-rf", "--", NULL, NULL };

  g_assert_cmpint (chmod (fixture->folder, 0700), ==, 0);
  server = acquire (fixture);
  folder = g_strdup (retort_server_get_folder (server));
  g_assert_cmpint (g_str_has_prefix (folder, "/var/lib/retort/server-"), ==, geteuid () == 0);
  retort_server_release (server);
  argv[3] = folder;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

#define add_test(path, func)                                                                       \
  g_test_add (path, Fixture, GINT_TO_POINTER (FALSE), set_up, func, tear_down)
#define add_made_test(path, func)                                                                  \
  g_test_add (path, Fixture, GINT_TO_POINTER (TRUE), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "hold") == 0)
    return hold_until_told (argv[2]);
  g_test_init (&argc, &argv, NULL);
  own_path = g_file_read_link ("/proc/self/exe", NULL);
  add_test ("/server/make-and-stop", test_make_and_stop);
  add_made_test ("/server/databases", test_databases);
  add_made_test ("/server/stop-and-start", test_stop_and_start);
  add_made_test ("/server/two-processes", test_two_processes);
  add_test ("/server/all-at-once", test_all_at_once);
  add_made_test ("/server/killed-user", test_killed_user);
  add_made_test ("/server/killed-server", test_killed_server);
  add_made_test ("/server/lost-socket", test_lost_socket);
  add_made_test ("/server/stale-pid-file", test_stale_pid_file);
  add_test ("/server/half-made", test_half_made);
  add_test ("/server/foreign-data", test_foreign_data);
  add_made_test ("/server/broken-configuration", test_broken_configuration);
  add_test ("/server/cancelled", test_cancelled);
  add_test ("/server/long-path", test_long_path);
  add_test ("/server/closed-folder", test_closed_folder);
  return g_test_run ();
}
