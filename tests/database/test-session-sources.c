/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a profile leaves out is found by libpq: variables, .pgpass, service files. Against a user whom
 * the server asks for a password, so that it matters what was found. */
#include "database/session/session.h"
#include "database/tunnel/tunnel.h"
#include "fixtures/test-server.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSWORD "hush \\: ü"
#define PASSWORD_IN_PGPASS "hush \\\\\\: ü" /* there a backslash and a colon are escaped */

static char *folder;

static void
ensure_user (void)
{
  static gboolean is_there;
  g_autoptr(RetortSession) admin = NULL;

  if (is_there)
    return;
  admin = retort_test_server_open ("postgres");
  retort_test_execute (admin, "CREATE ROLE secretive LOGIN PASSWORD E'hush \\\\: ü'");
  is_there = TRUE;
}

/* A file that only its owner may read, unless said otherwise. */
static char *
write_file (const char *name, int mode, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, mode, &error);
  g_assert_no_error (error);
  return path;
}

/* A session of the user who needs the password, by whatever is said in @fields. */
static void
assert_gets_in (const RetortProfileFields *fields, const char *database)
{
  g_autoptr(RetortProfile) profile = retort_profile_new (fields);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSession) session = retort_session_open (profile, NULL, NULL, &error);
  g_autofree char *user = NULL;
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  user = retort_test_query_value (session, "SELECT current_user");
  name = retort_test_query_value (session, "SELECT current_database()");
  g_assert_cmpstr (user, ==, "secretive");
  g_assert_cmpstr (name, ==, database);
}

static void
assert_is_refused (const RetortProfileFields *fields)
{
  g_autoptr(RetortProfile) profile = retort_profile_new (fields);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_session_open (profile, NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_AUTHENTICATION);
  g_assert_null (strstr (error->message, "hush"));
}

/* The texts of an empty form. Nothing of them may be sent: an empty host is not PGHOST. */
static const RetortProfileFields empty
    = { .name = "empty", .host = "", .database = "", .user = "", .tls_mode = "", .service = "", .url = "" };

static void
test_variables (void)
{
  g_autofree char *database = retort_test_server_create_database ("variables");
  RetortProfileFields other = empty;

  ensure_user ();
  g_setenv ("PGHOST", retort_test_server_get_socket_folder (), TRUE);
  g_setenv ("PGUSER", "secretive", TRUE);
  g_setenv ("PGDATABASE", database, TRUE);
  assert_is_refused (&empty);
  g_setenv ("PGPASSWORD", PASSWORD, TRUE);
  assert_gets_in (&empty, database);
  other.database = "postgres"; /* what is said counts more */
  assert_gets_in (&other, "postgres");
  g_setenv ("PGUSER", "nobody", TRUE);
  other.user = "secretive";
  assert_gets_in (&other, "postgres");
  g_unsetenv ("PGPASSWORD");
  g_unsetenv ("PGHOST");
  g_unsetenv ("PGUSER");
  g_unsetenv ("PGDATABASE");
}

static void
test_pgpass (void)
{
  RetortProfileFields fields = { .name = "pgpass", .database = "postgres", .user = "secretive" };
  g_autofree char *text = g_strdup_printf ("elsewhere:*:*:*:wrong\n%s:*:*:secretive:" PASSWORD_IN_PGPASS "\n",
                                           retort_test_server_get_socket_folder ());
  g_autofree char *path = NULL;
  g_autofree char *old_home = g_strdup (g_getenv ("HOME"));

  ensure_user ();
  fields.host = retort_test_server_get_socket_folder ();
  g_setenv ("HOME", folder, TRUE);
  assert_is_refused (&fields);
  path = write_file (".pgpass", 0600, text);
  assert_gets_in (&fields, "postgres");
  g_chmod (path, 0644); /* libpq does not look into it then */
  assert_is_refused (&fields);
  g_unlink (path);
  g_free (path);
  path = write_file ("elsewhere", 0600, text);
  g_setenv ("PGPASSFILE", path, TRUE);
  assert_gets_in (&fields, "postgres");
  g_unsetenv ("PGPASSFILE");
  g_unlink (path);
  g_setenv ("HOME", old_home, TRUE);
}

static void
test_service (void)
{
  RetortProfileFields named = { .name = "service", .service = "here" };
  RetortProfileFields in_url = { .name = "service", .url = "service=here" };
  RetortProfileFields more = { .name = "service", .service = "here", .database = "template1" };
  g_autofree char *text = g_strdup_printf ("[here]\nhost=%s\nuser=secretive\ndbname=postgres\npassword=" PASSWORD "\n",
                                           retort_test_server_get_socket_folder ());
  g_autofree char *path = write_file ("services.conf", 0600, text);

  ensure_user ();
  g_setenv ("PGSERVICEFILE", path, TRUE);
  assert_gets_in (&named, "postgres");
  assert_gets_in (&in_url, "postgres");
  assert_gets_in (&more, "template1");
  g_setenv ("PGSERVICE", "here", TRUE);
  assert_gets_in (&empty, "postgres");
  g_unsetenv ("PGSERVICE");
  g_unsetenv ("PGSERVICEFILE");
  g_unlink (path);
}

/* Behind a tunnel .pgpass is asked for the server and not for this end of the tunnel. */
static void
test_pgpass_through_ssh (void)
{
  RetortProfileFields fields = { .name = "far", .database = "postgres", .user = "secretive", .ssh_host = "fine" };
  g_autofree char *bin = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "bin", NULL);
  g_autofree char *search = g_strconcat (bin, ":", g_getenv ("PATH"), NULL);
  g_autofree char *path = write_file ("pgpass", 0600, "localhost:5432:postgres:secretive:" PASSWORD_IN_PGPASS "\n");
  g_autoptr(RetortProfile) profile = NULL;
  g_autoptr(RetortTunnel) tunnel = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(GError) error = NULL;
  RetortSessionOptions options = { 0 };

  ensure_user ();
  g_setenv ("PATH", search, TRUE);
  g_setenv ("PGPASSFILE", path, TRUE);
  fields.host = retort_test_server_get_socket_folder ();
  profile = retort_profile_new (&fields);
  tunnel = retort_tunnel_open (profile, NULL, &error);
  g_assert_no_error (error);
  options.address = retort_tunnel_get_address (tunnel);
  options.address_port = retort_tunnel_get_port (tunnel);
  session = retort_session_open (profile, &options, NULL, &error);
  g_assert_no_error (error);
  g_unsetenv ("PGPASSFILE");
  g_unlink (path);
}

/* The place of the server is the service's, seen from the ssh host; so are the password and the name that .pgpass knows. */
static void
test_service_through_ssh (void)
{
  RetortProfileFields fields = { .name = "far", .service = "far", .ssh_host = "fine" };
  RetortProfileFields nowhere = { .name = "far", .service = "nowhere", .ssh_host = "fine" };
  g_autofree char *text = g_strdup_printf ("[far]\nhost=%s\nport=5432\nuser=secretive\ndbname=postgres\npassword=" PASSWORD "\n"
                                           "[nowhere]\nuser=secretive\n", retort_test_server_get_socket_folder ());
  g_autofree char *path = write_file ("services.conf", 0600, text);
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  g_autoptr(RetortProfile) nowhere_profile = retort_profile_new (&nowhere);
  g_autoptr(RetortTunnel) tunnel = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(GError) error = NULL;
  RetortSessionOptions options = { 0 };

  ensure_user ();
  g_setenv ("PGSERVICEFILE", path, TRUE);
  tunnel = retort_tunnel_open (profile, NULL, &error);
  g_assert_no_error (error);
  options.address = retort_tunnel_get_address (tunnel);
  options.address_port = retort_tunnel_get_port (tunnel);
  session = retort_session_open (profile, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (retort_tunnel_open (nowhere_profile, NULL, &error));
  g_assert_cmpstr (error->message, ==, "the service 'nowhere' names no host: the profile has to say it, as the ssh host calls it");
  g_unsetenv ("PGSERVICEFILE");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("retort-sources-XXXXXX", NULL);
  g_test_add_func ("/session-sources/variables", test_variables);
  g_test_add_func ("/session-sources/pgpass", test_pgpass);
  g_test_add_func ("/session-sources/service", test_service);
  g_test_add_func ("/session-sources/pgpass-through-ssh", test_pgpass_through_ssh);
  g_test_add_func ("/session-sources/service-through-ssh", test_service_through_ssh);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
