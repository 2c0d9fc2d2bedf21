/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tunnels by a stand-in for ssh (tests/fixtures/bin/ssh), to a server with a password. */
#include "database/session/session.h"
#include "database/tunnel/local-end-private.h"
#include "database/tunnel/ssh-words-private.h"
#include "database/tunnel/tunnel.h"
#include "fixtures/test-server.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *log_path;

static RetortProfile *
make_profile (const char *ssh_host)
{
  RetortProfileFields fields = { .name = "far", .database = "postgres", .user = "postgres", .ssh_host = ssh_host };

  fields.host = retort_test_server_get_socket_folder ();
  return retort_profile_new (&fields);
}

static RetortSession *
open_session (RetortProfile *profile, RetortTunnel *tunnel, GError **error)
{
  RetortSessionOptions options = { .password = "s3cret-of-the-tunnel" };

  options.address = retort_tunnel_get_address (tunnel);
  options.address_port = retort_tunnel_get_port (tunnel);
  return retort_session_open (profile, &options, NULL, error);
}

static gboolean
is_taken (const char *address, guint port)
{
  RetortLocalEnd end = { .port = port };

  g_strlcpy (end.address, address, sizeof end.address);
  return retort_local_end_is_taken (&end);
}

static void
test_open (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("fine");
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTunnel) tunnel = retort_tunnel_open (profile, NULL, &error);
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *value = NULL;
  g_autofree char *address = NULL;
  g_autofree char *log = NULL;
  guint port = 0;

  g_assert_no_error (error);
  session = open_session (profile, tunnel, &error);
  g_assert_no_error (error);
  value = retort_test_query_value (session, "SELECT 6 * 7");
  g_assert_cmpstr (value, ==, "42");
  g_file_get_contents (log_path, &log, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (log, "s3cret"));
  g_assert_nonnull (strstr (log, "-oBatchMode=yes"));
  g_assert_true (g_str_has_suffix (log, " -- fine\n"));

  g_assert_true (retort_tunnel_is_open (tunnel));
  address = g_strdup (retort_tunnel_get_address (tunnel));
  port = retort_tunnel_get_port (tunnel);
  g_assert_cmpuint (port, ==, 5432); /* as .pgpass knows it */
  g_assert_true (is_taken (address, port));
  retort_session_close (session);
  retort_tunnel_unref (g_steal_pointer (&tunnel));
  g_assert_false (is_taken (address, port));
}

static void
test_user_and_port (void)
{
  RetortProfileFields fields = { .name = "far", .host = "::1", .port = 81, .ssh_host = "fine", .ssh_user = "me",
                                 .ssh_port = 2222 };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTunnel) tunnel = retort_tunnel_open (profile, NULL, &error);
  g_autofree char *log = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (retort_tunnel_get_port (tunnel), >=, 1024); /* the superuser's are not for us */
  g_file_get_contents (log_path, &log, NULL, &error);
  g_assert_nonnull (strstr (log, ":[::1]:81 -lme -p2222 -- fine\n"));
}

static void
assert_refused (const char *ssh_host, const char *message)
{
  g_autoptr(RetortProfile) profile = make_profile (ssh_host);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_tunnel_open (profile, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_TUNNEL);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  assert_refused ("unknown-key",
                  "cannot reach 'unknown-key' through ssh: No ED25519 host key is known for unknown-key and you have "
                  "requested strict checking.; Host key verification failed.; "
                  "connect once with \"ssh unknown-key\" in a terminal and compare the key it shows");
  assert_refused ("nowhere",
                  "cannot reach 'nowhere' through ssh: Could not resolve hostname nowhere: Name or service not known; "
                  "see how 'nowhere' is written, or whether ~/.ssh/config names it");
  assert_refused ("mute", "cannot reach 'mute' through ssh: ssh ended without a word");
}

static void
test_missing (void)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  g_setenv ("PATH", "/nonexistent", TRUE);
  assert_refused ("fine", "cannot reach 'fine' through ssh: there is no program 'ssh' on this machine");
  g_setenv ("PATH", path, TRUE);
}

/* Neither is handed to ssh, which would read them as options. */
static void
test_names_that_are_none (void)
{
  static const char *const hosts[] = { "-oProxyCommand=touch /tmp/x", "a b", "a\nb" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr(RetortProfile) profile = make_profile (hosts[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (retort_tunnel_open (profile, NULL, &error));
      g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
    }
}

static void
test_places_that_are_none (void)
{
  RetortProfileFields service = { .name = "a", .service = "prod", .ssh_host = "fine" };
  RetortProfileFields several = { .name = "b", .url = "host=a,b dbname=shop", .ssh_host = "fine" };
  g_autoptr(RetortProfile) service_profile = retort_profile_new (&service);
  g_autoptr(RetortProfile) several_profile = retort_profile_new (&several);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_tunnel_open (service_profile, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
  g_clear_error (&error);
  g_assert_null (retort_tunnel_open (several_profile, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
}

static gpointer
cancel_when_started_worker (gpointer data)
{
  while (!g_file_test (log_path, G_FILE_TEST_EXISTS))
    g_thread_yield ();
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("stuck");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread = NULL;
  gint64 start_us = g_get_monotonic_time ();

  g_unlink (log_path);
  thread = g_thread_new ("cancel", cancel_when_started_worker, cancellable);
  g_assert_null (retort_tunnel_open (profile, cancellable, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 10 * G_USEC_PER_SEC);
  g_thread_join (thread);
}

/* The way is there, the server behind it is not. */
static void
test_nothing_behind (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("closed");
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTunnel) tunnel = retort_tunnel_open (profile, NULL, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  g_assert_null (open_session (profile, tunnel, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
  words = retort_tunnel_dup_words (tunnel);
  g_assert_cmpstr (words, ==, "channel 1: open failed: administratively prohibited: open failed");
}

static void
test_lost (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("gone");
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTunnel) tunnel = retort_tunnel_open (profile, NULL, &error);
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(RetortResult) result = NULL;

  g_assert_no_error (error);
  session = open_session (profile, tunnel, &error);
  if (session != NULL)
    {
      result = retort_session_execute (session, "SELECT 1", NULL, &error);
      g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_LOST);
    }
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
}

/* This program again, which is killed while it holds a tunnel. */
static int
hold (const char *folder)
{
  RetortProfileFields fields = { .name = "far", .host = folder, .ssh_host = "fine" };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  g_autoptr(RetortTunnel) tunnel = retort_tunnel_open (profile, NULL, NULL);

  printf ("%s\n%u\n", retort_tunnel_get_address (tunnel), retort_tunnel_get_port (tunnel));
  fflush (stdout);
  pause ();
  return 0;
}

static void
test_killed (gconstpointer program)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) holder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--hold",
                                                    retort_test_server_get_socket_folder (), NULL);
  g_autoptr(GDataInputStream) output = NULL;
  g_autofree char *address = NULL;
  g_autofree char *port = NULL;
  gint64 start_us = 0;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (holder));
  address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  port = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (is_taken (address, (guint) atoi (port)));
  g_subprocess_send_signal (holder, SIGKILL);
  g_subprocess_wait (holder, NULL, NULL);
  start_us = g_get_monotonic_time ();
  while (is_taken (address, (guint) atoi (port)))
    g_assert_cmpint (g_get_monotonic_time () - start_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_words (void)
{
  g_autofree char *changed = retort_ssh_words_shorten (
      "@@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@\nHost key for db has changed.\n"
      "Host key verification failed.\n");
  g_autofree char *nothing = retort_ssh_words_shorten ("\r\n\r\n");
  g_autofree char *advice = retort_ssh_words_advise ("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\n"
                                                     "Host key verification failed.", "db");

  g_assert_cmpstr (changed, ==, "Host key for db has changed.; Host key verification failed.");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_true (g_str_has_prefix (advice, "the key of 'db' is not the one"));
  g_assert_null (retort_ssh_words_advise ("something new", "db"));
}

int
main (int argc, char **argv)
{
  g_autofree char *bin = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "bin", NULL);
  g_autofree char *path = g_strconcat (bin, ":", g_getenv ("PATH"), NULL);
  g_autofree char *folder = NULL;
  int status = 0;

  g_setenv ("PATH", path, TRUE);
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    return hold (argv[2]);
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("retort-tunnel-XXXXXX", NULL);
  log_path = g_build_filename (folder, "ssh.log", NULL);
  g_setenv ("RETORT_TEST_SSH_LOG", log_path, TRUE);
  g_test_add_func ("/tunnel/words", test_words);
  g_test_add_func ("/tunnel/open", test_open);
  g_test_add_func ("/tunnel/user-and-port", test_user_and_port);
  g_test_add_func ("/tunnel/refused", test_refused);
  g_test_add_func ("/tunnel/missing", test_missing);
  g_test_add_func ("/tunnel/names-that-are-none", test_names_that_are_none);
  g_test_add_func ("/tunnel/places-that-are-none", test_places_that_are_none);
  g_test_add_func ("/tunnel/cancel", test_cancel);
  g_test_add_func ("/tunnel/nothing-behind", test_nothing_behind);
  g_test_add_func ("/tunnel/lost", test_lost);
  g_test_add_data_func ("/tunnel/killed", argv[0], test_killed);
  status = g_test_run ();
  g_unlink (log_path);
  g_rmdir (folder);
  g_free (log_path);
  return status;
}
