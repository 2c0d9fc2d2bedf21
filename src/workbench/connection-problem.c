/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/connection-problem.h"

#include "database/session/connect-failure.h"
#include "engine/connection-offers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The states of a keyring (profile-secret.c, target.c), and what becomes of a password then. */
static const struct
{
  const char *part;
  const char *words;
} keyring_words[] = {
  { "the keyring is locked; the password is kept", N_("The keyring is locked: the password is kept for this session only.") },
  { "the keyring is not available; the password is kept",
    N_("There is no keyring here: the password is kept for this session only.") },
  { "the keyring has no place for passwords yet; the password is kept",
    N_("The keyring has no place for passwords yet: the password is kept for this session only.") },
  { "the keyring does not answer; the password is kept",
    N_("The keyring does not answer: the password is kept for this session only.") },
  { "the keyring is locked", N_("The server asks for a password, and the keyring is locked.") },
  { "the keyring is not available", N_("The server asks for a password, and there is no keyring here.") },
  { "the keyring does not answer", N_("The server asks for a password, and the keyring does not answer.") },
  { "the keyring holds none", N_("The server asks for a password, and the keyring holds none for this profile.") },
};

static const char *
find_keyring_words (const char *message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keyring_words); i++)
    if (strstr (message, keyring_words[i].part) != NULL)
      return _(keyring_words[i].words);
  return NULL;
}

/**
 * retort_connection_problem_dup_words:
 * @error: why there is no connection
 *
 * What the server, libpq or ssh said, on one line.
 *
 * Returns: (transfer full): a sentence, not translated by us
 */
char *
retort_connection_problem_dup_words (const GError *error)
{
  const char *keyring = find_keyring_words (error->message);

  if (keyring != NULL)
    return g_strdup (keyring);
  if (retort_connect_failure_of (error) == RETORT_CONNECT_FAILURE_PASSWORD_MISSING)
    return g_strdup (_("The server asks for a password, and none was found."));
  return retort_connect_failure_dup_words (error);
}

/* The name of a service means something inside its containers only. */
static char *
dup_host_advice (RetortProfile *profile, const char *project)
{
  const char *host = retort_profile_get (profile)->host;
  guint port = 0;

  if (host == NULL || project == NULL || !retort_connection_offers_find_host (project, host, &port))
    return g_strdup (_("No host of this name is known here. See how it is written, and whether a VPN is needed."));
  if (port == 0)
    return g_strdup_printf (_("“%s” is a service of the project’s containers, and its port is not published: it can be "
                              "reached only from inside. Publish port 5432 of it in the compose file."), host);
  return g_strdup_printf (_("“%s” is its name inside the project’s containers. From here it is host “localhost”, "
                            "port %u."), host, port);
}

/**
 * retort_connection_problem_dup_advice:
 * @error: why there is no connection
 * @profile: what was to be reached
 * @project: (nullable): the folder of the project, whose files may say more
 *
 * The same in plain words, and what to look at. Blocks: worker threads only.
 *
 * Returns: (transfer full): sentences; empty when the server's own words are all there is
 */
char *
retort_connection_problem_dup_advice (const GError *error, RetortProfile *profile, const char *project)
{
  switch (retort_connect_failure_of (error))
    {
    case RETORT_CONNECT_FAILURE_OTHER:
    case RETORT_CONNECT_FAILURE_SSH: /* says itself what to do */
      return g_strdup ("");
    case RETORT_CONNECT_FAILURE_PASSWORD_MISSING:
      return g_strdup (_("psql would find one in ~/.pgpass, in a service file or in PGPASSWORD."));
    case RETORT_CONNECT_FAILURE_PASSWORD_WRONG:
      return g_strdup (_("User name or password is wrong; a server does not say which."));
    case RETORT_CONNECT_FAILURE_NOT_ALLOWED:
      return g_strdup (_("The server is there, but does not let this user in from here. Its pg_hba.conf says who may."));
    case RETORT_CONNECT_FAILURE_NO_DATABASE:
      return g_strdup (_("The server is there, but has no database of this name. See how it is written, or create it."));
    case RETORT_CONNECT_FAILURE_TOO_MANY:
      return g_strdup (_("The server is there, but has no free connection. Try again later."));
    case RETORT_CONNECT_FAILURE_STARTING:
      return g_strdup (_("The server is starting or stopping. Try again in a moment."));
    case RETORT_CONNECT_FAILURE_HOST_UNKNOWN:
      return dup_host_advice (profile, project);
    case RETORT_CONNECT_FAILURE_PORT_REFUSED:
      return g_strdup (_("The host is there, but nothing listens on this port. Is the server running, and is it this port?"));
    case RETORT_CONNECT_FAILURE_NO_SOCKET:
      return g_strdup (_("No server has its socket in this folder. Is the server running on this machine?"));
    case RETORT_CONNECT_FAILURE_TIMEOUT:
      return g_strdup (_("Nothing answered in time. A wrong address, a firewall or a missing VPN looks like this."));
    case RETORT_CONNECT_FAILURE_TLS_REFUSED:
      return g_strdup (_("The server does not speak TLS. With the TLS mode “prefer” it is reached without encryption."));
    case RETORT_CONNECT_FAILURE_CERTIFICATE:
      return g_strdup (_("There is no TLS connection: the certificate is not trusted here, or is for another name."));
    }
  g_return_val_if_reached (NULL);
}
