/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programs say table by table what they are at (--verbose), and why they stop in a line that has "error:" in it. The
 * password goes by the environment, never on the command line, where every user of the machine could read it. */
#include "database/server/archive.h"

#include "base/process.h"
#include "database/server/programs-private.h"
#include "database/server/server-private.h"
#include "database/session/session.h"

#include <string.h>

/* What is held in ACCESS EXCLUSIVE mode is waited for so long. */
#define LOCK_WAIT "--lock-wait-timeout=20s"
#define MAX_REASON_LINES 4

typedef struct
{
  RetortArchiveProgress progress;  /* nullable */
  gpointer              user_data;
  GString              *reason;    /* why it stops, so far */
  guint                 n_lines;   /* of it */
} Listening;

/* `… table "public.orders"`: both programs put it at the end of the line. */
static void
tell_table (const Listening *self, const char *line)
{
  const char *begin = strstr (line, " table \"");
  g_autofree char *table = NULL;

  if (begin == NULL || !g_str_has_suffix (line, "\"") || self->progress == NULL)
    return;
  if (strstr (line, "dumping contents of table") == NULL && strstr (line, "processing data for table") == NULL)
    return;
  begin += strlen (" table \"");
  table = g_strndup (begin, strlen (begin) - 1);
  self->progress (table, self->user_data);
}

static void
line_cb (const char *line, gboolean is_error, gpointer user_data)
{
  Listening *self = user_data;
  const char *error = strstr (line, ": error: ");

  if (error == NULL && self->n_lines == 0)
    {
      tell_table (self, line);
      return;
    }
  if (self->n_lines++ >= MAX_REASON_LINES)
    return;
  if (self->reason->len > 0)
    g_string_append_c (self->reason, ' ');
  g_string_append (self->reason, error != NULL ? error + strlen (": error: ") : line);
}

static gboolean
run (const char *name, guint server_major, const char *const *arguments, const char *password, Listening *listening,
     GCancellable *cancellable, GError **error)
{
  g_autofree char *program = retort_programs_find_client (name, server_major, error);
  g_autofree char *secret = password != NULL ? g_strconcat ("PGPASSWORD=", password, NULL) : NULL;
  const char *const environment[] = { "LC_ALL=C.UTF-8", secret, NULL };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  gboolean has_ended = FALSE;
  int status = 0;

  if (program == NULL)
    return FALSE;
  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  has_ended = retort_process_follow ((const char *const *) argv, environment, "/", line_cb, listening, cancellable, &status, error);
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  if (!has_ended)
    retort_server_translate_cancelled (error);
  if (!has_ended || status == 0)
    return has_ended;
  if (listening->reason->len == 0)
    g_string_append_printf (listening->reason, "it ended with status %d", status);
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER, "%s failed: %s", name, listening->reason->str);
  return FALSE;
}

/**
 * retort_archive_write:
 * @place: how the database is reached: a connection string without a password
 * @password: (nullable): of its user; %NULL leaves it to libpq
 * @server_major: the major version of its server
 * @path: the file that is made; it exists and is the user's alone, for the rows are in it
 * @progress: (nullable): told of each table
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: %RETORT_DB_ERROR_SERVER with what pg_dump said, or that there is none for this server; `_CANCELLED`
 *
 * Writes everything that the database holds, in pg_dump's own format. Only reads there. Blocks.
 *
 * Returns: %FALSE with @error set when that did not work; the file may hold a part then
 */
gboolean
retort_archive_write (const char *place, const char *password, guint server_major, const char *path,
                      RetortArchiveProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  const char *const arguments[] = { "--format=custom", "--verbose", "--no-password", LOCK_WAIT, "--file", path, "--dbname", place, NULL };
  g_autoptr(GString) reason = g_string_new (NULL);
  Listening listening = { progress, user_data, reason, 0 };

  g_return_val_if_fail (place != NULL && path != NULL, FALSE);

  return run ("pg_dump", server_major, arguments, password, &listening, cancellable, error);
}

/**
 * retort_archive_read:
 * @place: how an empty database is reached: a connection string without a password
 * @password: (nullable): of its user; %NULL leaves it to libpq
 * @server_major: the major version of its server
 * @path: what retort_archive_write() made
 * @progress: (nullable): told of each table
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: %RETORT_DB_ERROR_SERVER with what pg_restore said, or that there is none for this server; `_CANCELLED`
 *
 * Makes everything that the file holds; the first thing that does not work ends it. Blocks.
 *
 * Returns: %FALSE with @error set when that did not work; a part may have been made then
 */
gboolean
retort_archive_read (const char *place, const char *password, guint server_major, const char *path,
                     RetortArchiveProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  const char *const arguments[] = { "--exit-on-error", "--verbose", "--no-password", "--dbname", place, path, NULL };
  g_autoptr(GString) reason = g_string_new (NULL);
  Listening listening = { progress, user_data, reason, 0 };

  g_return_val_if_fail (place != NULL && path != NULL, FALSE);

  return run ("pg_restore", server_major, arguments, password, &listening, cancellable, error);
}
