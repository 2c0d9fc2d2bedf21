/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command learns the database from its environment: DATABASE_URL, libpq's PG* variables, and whatever retort.json gives "{url}" to.
 * The password is never in the address and never an argument: it is PGPASSWORD, when the profile allows it. */
#include "engine/commands/run.h"

#include <string.h>

static void
append_parameter (GString *url, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, "/", FALSE);

  g_string_append_printf (url, "%c%s=%s", strchr (url->str, '?') != NULL ? '&' : '?', name, escaped);
}

/* As SQLAlchemy and libpq both understand it; a socket's folder is a parameter. */
static char *
make_url (const RetortProfileFields *fields, const char *database)
{
  g_autoptr(GString) url = g_string_new ("postgresql://");
  g_autofree char *name = g_uri_escape_string (database, NULL, FALSE);
  gboolean is_socket = fields->host == NULL || fields->host[0] == '/';

  if (!is_socket && fields->user != NULL)
    {
      g_autofree char *user = g_uri_escape_string (fields->user, NULL, FALSE);

      g_string_append_printf (url, "%s@", user);
    }
  if (!is_socket)
    g_string_append (url, fields->host);
  if (!is_socket && fields->port != 0)
    g_string_append_printf (url, ":%u", fields->port);
  g_string_append_printf (url, "/%s", name);
  if (is_socket && fields->host != NULL)
    append_parameter (url, "host", fields->host);
  if (is_socket && fields->user != NULL)
    append_parameter (url, "user", fields->user);
  if (is_socket && fields->port != 0)
    {
      g_autofree char *port = g_strdup_printf ("%u", fields->port);

      append_parameter (url, "port", port);
    }
  if (fields->tls_mode != NULL)
    append_parameter (url, "sslmode", fields->tls_mode);
  return g_string_free (g_steal_pointer (&url), FALSE);
}

static void
add (GStrvBuilder *pairs, const char *name, const char *value)
{
  g_autofree char *pair = value != NULL ? g_strdup_printf ("%s=%s", name, value) : NULL;

  if (pair != NULL)
    g_strv_builder_add (pairs, pair);
}

static void
add_connection (GStrvBuilder *pairs, RetortTarget *target, const char *url)
{
  const RetortProfileFields *fields = retort_profile_get (retort_target_get_connection (target));
  g_autofree char *port = fields->port != 0 ? g_strdup_printf ("%u", fields->port) : NULL;
  g_autofree char *password = retort_target_dup_given_password (target);

  add (pairs, "DATABASE_URL", url);
  add (pairs, "PGHOST", fields->host);
  add (pairs, "PGPORT", port);
  add (pairs, "PGUSER", fields->user);
  add (pairs, "PGDATABASE", retort_target_get_database (target));
  add (pairs, "PGSSLMODE", fields->tls_mode);
  add (pairs, "PGPASSWORD", password);
}

/* What retort.json says, "{url}" filled in. */
static void
add_own (GStrvBuilder *pairs, const RetortProjectCommand *command, const char *url)
{
  for (gsize i = 0; command->environment[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (command->environment[i], "{url}", -1);
      g_autofree char *pair = g_strjoinv (url != NULL ? url : "", parts);

      g_strv_builder_add (pairs, pair);
    }
}

/**
 * retort_project_command_dup_environment: (skip)
 * @self: a command
 * @target: (nullable): the database
 * @error: RETORT_DB_ERROR_PROFILE: the command cannot reach it
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): what is added to the environment
 */
GStrv
retort_project_command_dup_environment (const RetortProjectCommand *self, RetortTarget *target, GError **error)
{
  g_autoptr(GStrvBuilder) pairs = g_strv_builder_new ();
  const RetortProfileFields *fields = target != NULL ? retort_profile_get (retort_target_get_connection (target)) : NULL;
  g_autofree char *url = NULL;

  if (fields != NULL && fields->ssh_host != NULL)
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "cannot run '%s' for a database that is reached through ssh", self->name);
      return NULL;
    }
  if (fields != NULL)
    {
      url = make_url (fields, retort_target_get_database (target));
      add_connection (pairs, target, url);
    }
  add_own (pairs, self, url);
  return g_strv_builder_end (pairs);
}
