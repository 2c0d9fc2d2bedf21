/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tunnel begins at an address of the loop-back network that nobody else uses, with the port of the
 * server: so libpq finds the line of .pgpass that is meant for the server, and TLS is what it would be
 * without a tunnel. (A socket in a folder would be told apart by neither: libpq has no TLS there.)
 * Where only 127.0.0.1 is there, or the port is taken on every address, another port is used. */
#include "database/tunnel/local-end-private.h"

#include "database/session/session.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_FREE_PORT 1024 /* those below are for the superuser */

/* 0, or why nobody can listen there; *@port is filled in when it is 0. */
static int
try_address (const char *address, guint *port)
{
  struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons ((guint16) *port) };
  socklen_t length = sizeof place;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int reuse = 1;
  int problem = 0;

  inet_pton (AF_INET, address, &place.sin_addr);
  /* With this on both sides only somebody who listens is in the way, and we are in nobody's. */
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  if (fd < 0 || bind (fd, (struct sockaddr *) &place, sizeof place) != 0
      || getsockname (fd, (struct sockaddr *) &place, &length) != 0)
    problem = errno;
  else
    *port = ntohs (place.sin_port);
  if (fd >= 0)
    close (fd);
  return problem;
}

/**
 * retort_local_end_find:
 * @self: (out caller-allocates): the place
 * @wanted_port: the port that it should have
 * @error: %RETORT_DB_ERROR_TUNNEL when this machine has no free port
 *
 * Returns: whether there is a place on which ssh can listen
 */
gboolean
retort_local_end_find (RetortLocalEnd *self, guint wanted_port, GError **error)
{
  guint port = wanted_port >= FIRST_FREE_PORT ? wanted_port : 0;
  int problem = 0;

  g_snprintf (self->address, sizeof self->address, "127.%d.%d.%d", g_random_int_range (1, 255),
              g_random_int_range (0, 256), g_random_int_range (1, 255));
  problem = try_address (self->address, &port);
  if (problem == EADDRNOTAVAIL)
    {
      g_strlcpy (self->address, "127.0.0.1", sizeof self->address);
      problem = try_address (self->address, &port);
    }
  if (problem != 0)
    {
      port = 0;
      problem = try_address (self->address, &port);
    }
  self->port = port;
  if (problem != 0)
    g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_TUNNEL, "cannot find a free port for ssh: %s",
                 g_strerror (problem));
  return problem == 0;
}

/**
 * retort_local_end_is_taken:
 * @self: a place
 *
 * Makes no connection, which the server at the other end would log.
 *
 * Returns: whether somebody listens there
 */
gboolean
retort_local_end_is_taken (const RetortLocalEnd *self)
{
  guint port = self->port;

  return try_address (self->address, &port) == EADDRINUSE;
}
