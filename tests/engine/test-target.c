/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets: production is read-only in the connection itself, a way through ssh is made anew when it was
 * lost, and what is said about a password that is missing. */
#include "engine/target.h"

#include "fixtures/test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>

#define WRITE "CREATE TABLE written ()"

static RetortTarget *
open_target (RetortProfileFields *fields, const char *password, GError **error)
{
  g_autoptr(RetortProfile) profile = NULL;

  fields->name = "target";
  fields->host = retort_test_server_get_socket_folder ();
  profile = retort_profile_new (fields);
  return retort_target_open (profile, password, NULL, error);
}

/* Whether a session with these options can write. The server's own words are looked at, not ours. */
static gboolean
can_write (RetortTarget *target, const RetortSessionOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSession) session = retort_target_connect (target, options, NULL, &error);
  g_autoptr(RetortServerError) refusal = NULL;
  g_autoptr(RetortResult) result = NULL;

  g_assert_no_error (error);
  result = retort_session_execute (session, WRITE, NULL, NULL);
  if (result != NULL)
    {
      retort_test_execute (session, "DROP TABLE written");
      return TRUE;
    }
  refusal = retort_session_dup_last_error (session);
  g_assert_cmpstr (refusal->sqlstate, ==, "25006"); /* read_only_sql_transaction */
  return FALSE;
}

static void
test_production (void)
{
  g_autofree char *database = retort_test_server_create_database ("production");
  RetortProfileFields fields = { .database = database, .user = "postgres", .environment = RETORT_ENVIRONMENT_PRODUCTION };
  RetortSessionOptions locked = { 0 };
  RetortSessionOptions unlocked = { .is_unlocked = TRUE };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTarget) target = open_target (&fields, NULL, &error);
  g_autoptr(RetortSession) session = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (retort_target_get_database (target), ==, database);
  g_assert_false (can_write (target, &locked));
  g_assert_true (can_write (target, &unlocked));
  g_assert_false (can_write (target, &locked)); /* that was for one run */
  session = retort_target_dup_session (target, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (retort_session_execute (session, "RESET ALL; " WRITE, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL);
}

/* A service's own options leave no room in the start-up packet: it is set right after connecting. */
static void
test_production_of_a_service (void)
{
  g_autofree char *database = retort_test_server_create_database ("production_service");
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "retort-test-target-service.conf", NULL);
  g_autofree char *text
      = g_strdup_printf ("[live]\nuser=postgres\ndbname=%s\noptions=-c work_mem=5MB\n", database);
  RetortProfileFields fields = { .service = "live", .environment = RETORT_ENVIRONMENT_PRODUCTION };
  RetortSessionOptions locked = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTarget) target = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_setenv ("PGSERVICEFILE", path, TRUE);
  target = open_target (&fields, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (can_write (target, &locked));
  g_unsetenv ("PGSERVICEFILE");
  g_unlink (path);
}

/* The process of the ssh that was started last. */
static pid_t
read_pid (const char *log_path)
{
  g_autofree char *log = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));
  lines = g_strsplit (g_strchomp (log), "\n", -1);
  return (pid_t) g_ascii_strtoll (lines[g_strv_length (lines) - 1], NULL, 10);
}

static void
test_ssh_is_lost (void)
{
  g_autofree char *database = retort_test_server_create_database ("ssh");
  RetortProfileFields fields = { .database = database, .user = "postgres", .ssh_host = "fine" };
  g_autofree char *folder = g_dir_make_tmp ("retort-target-XXXXXX", NULL);
  g_autofree char *log_path = g_build_filename (folder, "ssh.log", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(RetortSession) again = NULL;
  g_autofree char *value = NULL;
  pid_t first = 0;

  g_setenv ("RETORT_TEST_SSH_LOG", log_path, TRUE);
  target = open_target (&fields, NULL, &error);
  g_assert_no_error (error);
  session = retort_target_dup_session (target, NULL, &error);
  g_assert_no_error (error);
  first = read_pid (log_path);
  g_assert_cmpint (kill (first, SIGKILL), ==, 0);
  g_assert_null (retort_session_execute (session, "SELECT 1", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
  g_clear_error (&error);
  again = retort_target_dup_session (target, NULL, &error);
  g_assert_no_error (error);
  value = retort_test_query_value (again, "SELECT 1");
  g_assert_cmpint (read_pid (log_path), !=, first);
  g_unsetenv ("RETORT_TEST_SSH_LOG");
  g_unlink (log_path);
  g_rmdir (folder);
}

/* ssh takes up a connection while it dies: whoever asked for it notices only by waiting for the end. */
static void
test_ssh_is_dying (void)
{
  g_autofree char *database = retort_test_server_create_database ("ssh_dying");
  RetortProfileFields fields = { .database = database, .user = "postgres", .ssh_host = "brief" };
  RetortSessionOptions options = { 0 };
  g_autofree char *folder = g_dir_make_tmp ("retort-target-XXXXXX", NULL);
  g_autofree char *log_path = g_build_filename (folder, "ssh.log", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *value = NULL;
  pid_t first = 0;

  g_setenv ("RETORT_TEST_SSH_LOG", log_path, TRUE);
  target = open_target (&fields, NULL, &error);
  g_assert_no_error (error);
  first = read_pid (log_path);
  session = retort_target_connect (target, &options, NULL, &error);
  g_assert_no_error (error);
  value = retort_test_query_value (session, "SELECT 1");
  g_assert_cmpint (read_pid (log_path), !=, first);
  g_unsetenv ("RETORT_TEST_SSH_LOG");
  g_unlink (log_path);
  g_rmdir (folder);
}

/* Nobody listens for it behind the way that ssh made: ssh's words are the reason. */
static void
test_ssh_is_closed (void)
{
  RetortProfileFields fields = { .database = "postgres", .user = "postgres", .ssh_host = "closed" };
  g_autoptr(GError) error = NULL;

  g_assert_null (open_target (&fields, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_TUNNEL);
  g_assert_cmpstr (strstr (error->message, "ssh said: "), ==,
                   "ssh said: channel 1: open failed: administratively prohibited: open failed");
}

/* There is no keyring on the bus of this test; it is told in time, and with what the server wants. */
static void
test_keyring_is_missing (void)
{
  RetortProfileFields fields
      = { .id = "none", .database = "postgres", .user = "secretive", .password_source = RETORT_PASSWORD_KEYRING };
  g_autoptr(RetortSession) admin = retort_test_server_open ("postgres");
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();

  retort_test_execute (admin, "CREATE ROLE secretive LOGIN PASSWORD 'hush'");
  g_assert_null (open_target (&fields, NULL, &error));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (retort_connect_failure_of (error), ==, RETORT_CONNECT_FAILURE_PASSWORD_MISSING);
  g_assert_nonnull (strstr (error->message, "the keyring is not available"));
  g_clear_error (&error);
  target = open_target (&fields, "hush", &error); /* typed: the keyring is not asked */
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autofree char *bin = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "bin", NULL);
  g_autofree char *path = g_strconcat (bin, ":", g_getenv ("PATH"), NULL);
  GTestDBus *bus = NULL;

  g_setenv ("PATH", path, TRUE);
  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE); /* ends with this program */
  g_test_dbus_up (bus);
  g_test_add_func ("/engine/target/production", test_production);
  g_test_add_func ("/engine/target/production-of-a-service", test_production_of_a_service);
  g_test_add_func ("/engine/target/ssh-is-lost", test_ssh_is_lost);
  g_test_add_func ("/engine/target/ssh-is-dying", test_ssh_is_dying);
  g_test_add_func ("/engine/target/ssh-is-closed", test_ssh_is_closed);
  g_test_add_func ("/engine/target/keyring-is-missing", test_keyring_is_missing);
  return g_test_run ();
}
