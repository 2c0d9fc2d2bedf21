/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The structure of another database on the private server, by pg_dump and psql of the private server's own version: pg_dump
 * refuses a server that is newer than itself, and says so. Owners and privileges stay behind: their roles are not here. */
#include "database/server/server.h"

#include "base/process.h"
#include "database/server/server-private.h"
#include "database/session/session.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The last line of what a program says is its reason. */
static gboolean
run (RetortServer *self, const char *name, const char *const *arguments, const char *password, GCancellable *cancellable, GError **error)
{
  g_autofree char *program = g_build_filename (retort_server_get_bin_folder (self), name, NULL);
  g_autofree char *secret = password != NULL ? g_strconcat ("PGPASSWORD=", password, NULL) : NULL;
  const char *const environment[] = { "LC_ALL=C.UTF-8", secret, NULL };
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  g_autoptr(RetortProcessResult) result = NULL;

  g_strv_builder_add (argv, program);
  g_strv_builder_addv (argv, (const char **) arguments);
  all = g_strv_builder_end (argv);
  result = retort_process_run ((const char *const *) all, environment, "/", cancellable, error);
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  if (result == NULL)
    return FALSE;
  if (result->exit_status == 0)
    return TRUE;
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER, "%s failed: %s", name, g_strstrip (result->errors));
  return FALSE;
}

static gboolean
dump (RetortServer *self, const char *place, const char *password, const char *path, GCancellable *cancellable, GError **error)
{
  const char *const arguments[] = { "--schema-only", "--no-owner",           "--no-privileges", "--no-publications", "--no-subscriptions",
                                    "--no-tablespaces", "--no-security-labels", "--no-password",   "--file",            path,
                                    "--dbname",      place,                  NULL };

  return run (self, "pg_dump", arguments, password, cancellable, error);
}

static gboolean
load (RetortServer *self, const char *database, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortProfile) profile = retort_server_dup_profile (self, database);
  RetortSessionOptions options = { 0 };
  g_autofree char *place = NULL;
  g_autofree char *password = NULL;

  if (retort_session_dup_place (profile, &options, &place, &password, error))
    {
      const char *const arguments[] = { "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file", path, "--dbname", place, NULL };

      return run (self, "psql", arguments, NULL, cancellable, error);
    }
  return FALSE;
}

/**
 * retort_server_copy_structure:
 * @self: a server
 * @place: a connection string of the other database, without a password
 * @password: (nullable): of the other database
 * @database: an empty database of @self
 * @cancellable: (nullable): stops it
 * @error: %RETORT_DB_ERROR_SERVER with what pg_dump or psql said, or `_CANCELLED`
 *
 * Makes all objects of the other database, and none of its rows. Only reads there. Blocks.
 *
 * Returns: %FALSE with @error set when that did not work; some objects may have been made then
 */
gboolean
retort_server_copy_structure (RetortServer *self, const char *place, const char *password, const char *database,
                              GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  gboolean is_done = FALSE;
  int fd = g_file_open_tmp ("retort-structure-XXXXXX.sql", &path, error);

  if (fd < 0)
    return FALSE;
  close (fd);
  is_done = dump (self, place, password, path, cancellable, error) && load (self, database, path, cancellable, error);
  g_unlink (path);
  if (!is_done)
    retort_server_translate_cancelled (error);
  return is_done;
}
