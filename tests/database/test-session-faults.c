/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session whose server, or what stands between, misbehaves. A relay before the real server
 * refuses or drops what the test says. */
#include "database/session/session.h"

#include "fixtures/test-server.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct
{
  char *folder;      /* holds the relay's socket */
  char *path;        /* that socket */
  char *server_path; /* the real server's */
  int listener;
  GThread *thread;
  gboolean refuses_options; /* as poolers do */
  const char *drop_after;   /* nullable: text of the client after which it hears nothing more */
  gboolean is_delivered;    /* whether the server still gets that text */
  gboolean drops_answers;   /* the connection ends as soon as the server has said anything */
} Relay;

static int
open_socket (const char *path, gboolean listens)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  if (listens)
    {
      g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
      g_assert_cmpint (listen (fd, 5), ==, 0);
    }
  else
    g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

static gboolean
contains (const char *data, gssize length, const char *text)
{
  return text != NULL && memmem (data, (gsize) length, text, strlen (text)) != NULL;
}

/* An ErrorResponse of the protocol's version 3. */
static void
refuse (int client)
{
  static const char body[] = "SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0";
  guint32 length = GUINT32_TO_BE ((guint32) (sizeof body + 4));

  g_assert_cmpint (write (client, "E", 1), ==, 1);
  g_assert_cmpint (write (client, &length, 4), ==, 4);
  g_assert_cmpint (write (client, body, sizeof body), ==, sizeof body);
}

/* Whether the client may go on. */
static gboolean
pass_on_to_server (Relay *self, int client, int server)
{
  char data[65536];
  gssize length = read (client, data, sizeof data);
  gboolean is_end = FALSE;

  if (length <= 0)
    return FALSE;
  if (self->refuses_options && contains (data, length, "options"))
    {
      refuse (client);
      return FALSE;
    }
  is_end = contains (data, length, self->drop_after);
  if (!is_end || self->is_delivered)
    g_assert_cmpint (write (server, data, (gsize) length), ==, length);
  return !is_end;
}

static gboolean
pass_on_to_client (Relay *self, int client, int server)
{
  char data[65536];
  gssize length = read (server, data, sizeof data);

  return length > 0 && !self->drops_answers && write (client, data, (gsize) length) == length;
}

static void
relay_connection (Relay *self, int client)
{
  int server = open_socket (self->server_path, FALSE);
  struct pollfd fds[2] = { { client, POLLIN, 0 }, { server, POLLIN, 0 } };
  gboolean is_open = TRUE;

  while (is_open && poll (fds, 2, -1) > 0)
    {
      if (fds[0].revents != 0)
        is_open = pass_on_to_server (self, client, server);
      if (is_open && fds[1].revents != 0)
        is_open = pass_on_to_client (self, client, server);
    }
  close (client);
  close (server);
}

static gpointer
relay_worker (gpointer data)
{
  Relay *self = data;

  for (int client = accept (self->listener, NULL, NULL); client >= 0;
       client = accept (self->listener, NULL, NULL))
    relay_connection (self, client);
  return NULL;
}

static void
set_up (Relay *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("retort-relay-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, ".s.PGSQL.5432", NULL);
  self->server_path
      = g_build_filename (retort_test_server_get_socket_folder (), ".s.PGSQL.5432", NULL);
  self->listener = open_socket (self->path, TRUE);
}

static void
tear_down (Relay *self, gconstpointer data)
{
  shutdown (self->listener, SHUT_RDWR); /* wakes accept() */
  g_thread_join (self->thread);
  close (self->listener);
  unlink (self->path);
  rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->server_path);
}

/* A session through the relay, which begins to work now. */
static RetortSession *
open_through (Relay *self, const char *database, GError **error)
{
  RetortProfileFields fields
      = { .name = "relay", .host = self->folder, .database = database, .user = "postgres" };
  RetortSessionOptions options = { .is_read_only = self->refuses_options };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);

  self->thread = g_thread_new ("relay", relay_worker, self);
  return retort_session_open (profile, &options, NULL, error);
}

/* PgBouncer's way: the settings are made after connecting. */
static void
test_refused_options (Relay *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *setting = NULL;

  self->refuses_options = TRUE;
  session = open_through (self, "postgres", &error);
  g_assert_no_error (error);
  setting = retort_test_query_value (session, "SHOW default_transaction_read_only");
  g_assert_cmpstr (setting, ==, "on");
}

static void
test_dropped_while_connecting (Relay *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->drops_answers = TRUE;
  g_assert_null (open_through (self, "postgres", &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
}

/* Lost in COMMIT: the session says the same whether the server got it or not, for it cannot
 * know. */
static void
lose_commit (Relay *self, gboolean is_delivered)
{
  g_autofree char *database = retort_test_server_create_database (g_test_get_path ());
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(RetortSession) witness = retort_test_server_open (database);
  g_autoptr(GError) error = NULL;
  g_autofree char *table = NULL;

  self->drop_after = "COMMIT";
  self->is_delivered = is_delivered;
  session = open_through (self, database, &error);
  g_assert_no_error (error);
  retort_test_execute (session, "BEGIN");
  retort_test_execute (session, "CREATE TABLE t (); SELECT pg_advisory_lock (1)");
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_OPEN);
  g_assert_null (retort_session_execute (session, "COMMIT", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_LOST);

  retort_test_execute (witness, "SELECT pg_advisory_lock (1)"); /* the lost backend has ended */
  table = retort_test_query_value (witness, "SELECT to_regclass('t')");
  g_assert_cmpstr (table, ==, is_delivered ? "t" : NULL);
}

static void
test_lost_before_commit (Relay *self, gconstpointer data)
{
  lose_commit (self, FALSE);
}

static void
test_lost_after_commit (Relay *self, gconstpointer data)
{
  lose_commit (self, TRUE);
}

#define add_test(path, func) g_test_add (path, Relay, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/session-faults/refused-options", test_refused_options);
  add_test ("/session-faults/dropped-while-connecting", test_dropped_while_connecting);
  add_test ("/session-faults/lost-before-commit", test_lost_before_commit);
  add_test ("/session-faults/lost-after-commit", test_lost_after_commit);
  return g_test_run ();
}
