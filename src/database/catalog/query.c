/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A query is a file of sql/. A line of it that only some servers understand ends in "-- since N" or
 * "-- before N", N a major version; on the others the line is left out. */
#include "database/catalog/query-private.h"

#include "database/catalog-resources.h"

#include <string.h>

#define RESOURCE_FOLDER "/io/github/retort/catalog/"

/* @mark is " -- since " or " -- before "; 0 when @line has none. */
static int
marked_version (const char *line, gsize length, const char *mark)
{
  const char *found = g_strrstr_len (line, (gssize) length, mark);

  return found != NULL ? (int) g_ascii_strtoll (found + strlen (mark), NULL, 10) : 0;
}

static gboolean
is_for_version (const char *line, gsize length, int major)
{
  int since = marked_version (line, length, " -- since ");
  int before = marked_version (line, length, " -- before ");

  return (since == 0 || major >= since) && (before == 0 || major < before);
}

/**
 * retort_catalog_dup_query:
 * @name: a file of sql/, "columns.sql"
 * @server_version: libpq's number, 150018 for 15.18
 *
 * Returns: (transfer full): its text for that server
 */
char *
retort_catalog_dup_query (const char *name, int server_version)
{
  g_autofree char *path = g_strconcat (RESOURCE_FOLDER, name, NULL);
  g_autoptr(GBytes) bytes = g_resource_lookup_data (retort_catalog_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr(GString) query = g_string_new (NULL);
  const char *text = NULL;
  gsize length = 0;

  g_assert (bytes != NULL);
  text = g_bytes_get_data (bytes, &length);
  for (const char *line = text; line < text + length;)
    {
      const char *end = memchr (line, '\n', length - (gsize) (line - text));
      gsize line_length = end != NULL ? (gsize) (end + 1 - line) : length - (gsize) (line - text);

      if (is_for_version (line, line_length, server_version / 10000))
        g_string_append_len (query, line, (gssize) line_length);
      line += line_length;
    }
  return g_string_free (g_steal_pointer (&query), FALSE);
}

/**
 * retort_catalog_query:
 * @session: an open session
 * @name: a file of sql/
 * @parameters: (array zero-terminated=1) (nullable): what the query calls $1 and so on
 * @cancellable: (nullable): cancels the query
 * @error: %RETORT_DB_ERROR
 *
 * Blocks; worker threads only.
 *
 * Returns: (transfer full) (nullable): the rows
 */
RetortResult *
retort_catalog_query (RetortSession *session, const char *name, const char *const *parameters,
                      GCancellable *cancellable, GError **error)
{
  static const char *const none[] = { NULL };
  g_autofree char *query
      = retort_catalog_dup_query (name, retort_session_get_server_version (session));
  g_autoptr(RetortResult) result = retort_session_query (
      session, query, parameters != NULL ? parameters : none, cancellable, error);

  if (result == NULL)
    g_prefix_error (error, "cannot read the catalogue ('%s'): ", name);
  return g_steal_pointer (&result);
}
