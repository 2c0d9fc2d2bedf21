/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way of not getting in, as it really happens, told apart. */
#include "database/session/connect-failure.h"
#include "database/session/session.h"
#include "fixtures/test-server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
assert_failure (const RetortProfileFields *fields, const char *password, RetortConnectFailure failure,
                const char *words)
{
  g_autoptr(RetortProfile) profile = retort_profile_new (fields);
  RetortSessionOptions options = { .password = password };
  g_autoptr(GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_null (retort_session_open (profile, &options, NULL, &error));
  said = retort_connect_failure_dup_words (error);
  g_assert_cmpint (retort_connect_failure_of (error), ==, failure);
  if (words != NULL)
    g_assert_cmpstr (said, ==, words);
  g_assert_null (strchr (said, '\n'));
}

static void
test_server_says_no (void)
{
  g_autoptr(RetortSession) admin = retort_test_server_open ("postgres");
  RetortProfileFields fields = { .name = "no", .database = "postgres", .user = "secretive" };

  fields.host = retort_test_server_get_socket_folder ();
  retort_test_execute (admin, "CREATE ROLE secretive LOGIN PASSWORD 'hush'");
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_PASSWORD_MISSING,
                  "the server asks for a password, and none was found");
  assert_failure (&fields, "wrong", RETORT_CONNECT_FAILURE_PASSWORD_WRONG,
                  "password authentication failed for user \"secretive\"");
  fields.user = "nobody";
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_NOT_ALLOWED, "role \"nobody\" does not exist");
  fields.user = "postgres";
  fields.database = "no: such:  one";
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_NO_DATABASE,
                  "database \"no: such:  one\" does not exist");
  retort_test_execute (admin, "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0");
  fields.user = "crowded";
  fields.database = "postgres";
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_TOO_MANY, "too many connections for role \"crowded\"");
}

/* A socket of this machine; nobody has to accept, the system does. */
static int
listen_somewhere (guint *port)
{
  struct sockaddr_in place = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof place;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *) &place, sizeof place), ==, 0);
  g_assert_cmpint (listen (fd, 5), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &place, &length), ==, 0);
  *port = ntohs (place.sin_port);
  return fd;
}

/* Answers the request for TLS as a server without it does. */
static gpointer
refuse_tls_worker (gpointer data)
{
  char request[8];
  int fd = accept (GPOINTER_TO_INT (data), NULL, NULL);

  g_assert_cmpint (recv (fd, request, sizeof request, MSG_WAITALL), ==, 8);
  g_assert_cmpint (write (fd, "N", 1), ==, 1);
  close (fd);
  return NULL;
}

static void
test_network_says_no (void)
{
  RetortProfileFields fields = { .name = "no", .host = "127.0.0.1", .database = "postgres", .connect_timeout_s = 1 };
  int fd = listen_somewhere (&fields.port);
  GThread *thread = NULL;

  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_TIMEOUT, "no answer within 1 s");
  close (fd);
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_PORT_REFUSED, "Connection refused");
  fd = listen_somewhere (&fields.port);
  fields.tls_mode = "require";
  fields.connect_timeout_s = 0;
  thread = g_thread_new ("no-tls", refuse_tls_worker, GINT_TO_POINTER (fd));
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_TLS_REFUSED, "server does not support SSL, but SSL was required");
  g_thread_join (thread);
  close (fd);
  fields.host = "no-host.invalid";
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_HOST_UNKNOWN, NULL);
  fields.host = "/nonexistent";
  assert_failure (&fields, NULL, RETORT_CONNECT_FAILURE_NO_SOCKET, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connect-failure/server", test_server_says_no);
  g_test_add_func ("/connect-failure/network", test_network_says_no);
  return g_test_run ();
}
