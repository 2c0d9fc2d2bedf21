/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords in a keyring: GNOME's on a bus of the test's own, and each way of not having one. The
 * bus is not taken down: libsecret keeps the connection, and the bus ends with this program. */
#include "database/profiles/profile-store.h"
#include "database/session/session.h"

#include <glib/gstdio.h>
#include <string.h>

static GTestDBus *bus;       /* knows no services to start */
static GSubprocess *keyring; /* nullable */

static RetortProfile *
make_profile (const char *id)
{
  RetortProfileFields fields
      = { .id = id, .name = "Shop", .host = "db", .database = "shop", .user = "me" };

  return retort_profile_new (&fields);
}

/* With its password it makes or opens the login keyring; without, an existing one stays locked. */
static void
start_keyring (const char *password)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                   | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  GOutputStream *input = NULL;

  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG"); /* its warnings are not ours */
  keyring = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                         "--components=secrets",
                                         password != NULL ? "--unlock" : NULL, NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (keyring);
  if (password != NULL)
    g_output_stream_write_all (input, password, strlen (password), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, NULL);
}

static void
quit_loop_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
  g_main_loop_quit (data);
}

static void
lost_cb (GDBusConnection *connection, const char *name, gpointer data)
{
  g_main_loop_quit (data);
}

static void
ignore_lost_cb (GDBusConnection *connection, const char *name, gpointer data)
{
}

/* Runs the loop until the Secret Service has an owner, or has none any more. */
static void
wait_for_service (gboolean is_there)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets",
                                  G_BUS_NAME_WATCHER_FLAGS_NONE, is_there ? quit_loop_cb : NULL,
                                  is_there ? ignore_lost_cb : lost_cb, loop, NULL);

  g_main_loop_run (loop);
  g_bus_unwatch_name (watch);
}

static void
stop_keyring (void)
{
  g_subprocess_force_exit (keyring);
  g_subprocess_wait (keyring, NULL, NULL);
  g_clear_object (&keyring);
  wait_for_service (FALSE);
}

static void
assert_keyring_error (RetortProfile *profile, const char *words)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_secret_lookup (profile, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_KEYRING);
  g_assert_nonnull (strstr (error->message, words));
  g_clear_error (&error);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 4 * G_USEC_PER_SEC);
}

static void
test_missing (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("missing");
  g_autoptr(GError) error = NULL;

  assert_keyring_error (profile, "is not available");
  g_assert_false (retort_secret_store (profile, "hush", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_KEYRING);
  g_assert_cmpstr (error->message, ==,
                   "the keyring is not available; the password is kept for this session only");
}

static void
test_store_and_clear (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("one");
  g_autoptr(RetortProfile) other = make_profile ("other");
  g_autofree char *password = NULL;
  g_autofree char *changed = NULL;
  g_autoptr(GError) error = NULL;

  start_keyring ("login");
  wait_for_service (TRUE);
  g_assert_null (retort_secret_lookup (profile, NULL, &error)); /* none yet: no error */
  g_assert_no_error (error);
  retort_secret_store (profile, "hüsh", NULL, &error);
  g_assert_no_error (error);
  password = retort_secret_lookup (profile, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (password, ==, "hüsh");
  g_assert_null (retort_secret_lookup (other, NULL, &error));
  g_assert_no_error (error);
  retort_secret_store (profile, "other", NULL, &error);
  g_assert_no_error (error);
  changed = retort_secret_lookup (profile, NULL, &error);
  g_assert_cmpstr (changed, ==, "other");
  retort_secret_clear (profile, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (retort_secret_lookup (profile, NULL, &error));
  g_assert_no_error (error);
  retort_secret_store (profile, "for the next test", NULL, &error);
  g_assert_no_error (error);
  stop_keyring ();
}

/* The keyring of the test before is there, and nobody has opened it. */
static void
test_locked (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("one");
  g_autoptr(GError) error = NULL;

  start_keyring (NULL);
  wait_for_service (TRUE);
  assert_keyring_error (profile, "is locked");
  g_assert_false (retort_secret_store (profile, "hush", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_KEYRING);
  g_assert_nonnull (strstr (error->message, "is locked"));
  stop_keyring ();
}

static GDBusMessage *
swallow_calls_cb (GDBusConnection *connection, GDBusMessage *message, gboolean is_incoming,
                  gpointer data)
{
  if (!is_incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  g_object_unref (message);
  return NULL;
}

/* Somebody has the name and never answers. */
static void
test_silent (void)
{
  g_autoptr(RetortProfile) profile = make_profile ("silent");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) mute = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  guint owner = 0;

  g_assert_no_error (error);
  g_dbus_connection_add_filter (mute, swallow_calls_cb, NULL, NULL);
  owner = g_bus_own_name_on_connection (mute, "org.freedesktop.secrets",
                                        G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  wait_for_service (TRUE);
  assert_keyring_error (profile, "does not answer");
  g_cancellable_cancel (cancellable);
  g_assert_null (retort_secret_lookup (profile, cancellable, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  g_bus_unown_name (owner);
  g_dbus_connection_close_sync (mute, NULL, NULL);
  wait_for_service (FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("retort-keyring-XXXXXX", &error);
  const char *remove_argv[] = { "rm", "-rf", "--", folder, NULL };
  int status = 0;

  g_assert_no_error (error);
  g_setenv ("XDG_DATA_HOME", folder, TRUE); /* where the keyring keeps its file */
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_unsetenv ("DISPLAY");
  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_test_add_func ("/profile-secret/silent", test_silent);
  g_test_add_func ("/profile-secret/missing", test_missing);
  g_test_add_func ("/profile-secret/store-and-clear", test_store_and_clear);
  g_test_add_func ("/profile-secret/locked", test_locked);
  status = g_test_run ();
  g_spawn_sync (NULL, (char **) remove_argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                NULL, NULL);
  return status;
}
