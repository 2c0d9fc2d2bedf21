/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who keeps a backend waiting, in words. */
#include "database/catalog/catalog.h"

#include "database/catalog/query-private.h"

#include <string.h>

#define MAX_QUERY_CHARACTERS 120

static const char *
get_text (const RetortResult *result, guint row, const char *column)
{
  return retort_result_get_value (result, row, (guint) retort_result_find_column (result, column));
}

/* "7 s", "3 min 20 s", "2 h 5 min"; nullable when @seconds is not known. */
static char *
say_duration (const RetortResult *result, guint row, const char *column)
{
  int place = retort_result_find_column (result, column);
  gint64 seconds = retort_result_get_int64 (result, row, (guint) place, -1);

  if (seconds < 0)
    return NULL;
  if (seconds < 60)
    return g_strdup_printf ("%" G_GINT64_FORMAT " s", seconds);
  if (seconds < 3600)
    return g_strdup_printf ("%" G_GINT64_FORMAT " min %" G_GINT64_FORMAT " s", seconds / 60,
                            seconds % 60);
  return g_strdup_printf ("%" G_GINT64_FORMAT " h %" G_GINT64_FORMAT " min", seconds / 3600,
                          seconds / 60 % 60);
}

/* One line of at most MAX_QUERY_CHARACTERS; white space is one space. */
static char *
say_query (const char *query)
{
  g_auto(GStrv) words = g_regex_split_simple ("\\s+", query, 0, 0);
  g_autofree char *joined = g_strjoinv (" ", words);
  const char *line = g_strstrip (joined);
  g_autofree char *start = NULL;

  if (g_utf8_strlen (line, -1) <= MAX_QUERY_CHARACTERS)
    return g_strdup (line);
  start = g_utf8_substring (line, 0, MAX_QUERY_CHARACTERS - 1);
  return g_strconcat (start, "…", NULL);
}

/* "process 4711 (alice, psql)" */
static void
append_who (GString *sentence, const RetortResult *result, guint row)
{
  const char *user = get_text (result, row, "user");
  const char *application = get_text (result, row, "application");

  g_string_append_printf (sentence, "process %s", get_text (result, row, "pid"));
  if (user == NULL)
    return;
  g_string_append_printf (sentence, " (%s", user);
  if (application != NULL && application[0] != '\0')
    g_string_append_printf (sentence, ", %s", application);
  g_string_append_c (sentence, ')');
}

static char *
say_blocker (const RetortResult *result, guint row)
{
  g_autoptr(GString) sentence = g_string_new (NULL);
  const char *state = get_text (result, row, "state");
  const char *query = get_text (result, row, "query");
  g_autofree char *in_state = say_duration (result, row, "state_s");
  g_autofree char *in_transaction = say_duration (result, row, "transaction_s");

  /* pg_blocking_pids() says 0 for a lock that a prepared transaction holds. */
  if (g_strcmp0 (get_text (result, row, "pid"), "0") == 0)
    return g_strdup ("a prepared transaction");
  append_who (sentence, result, row);
  if (state == NULL || query == NULL)
    return g_string_free (g_steal_pointer (&sentence), FALSE);
  g_string_append_printf (sentence, ": %s", state);
  if (in_state != NULL)
    g_string_append_printf (sentence, " for %s", in_state);
  if (in_transaction != NULL && g_strcmp0 (in_transaction, in_state) != 0)
    g_string_append_printf (sentence, ", its transaction began %s ago", in_transaction);
  if (query[0] != '\0')
    {
      g_autofree char *line = say_query (query);

      g_string_append_printf (sentence,
                              g_str_equal (state, "active") ? ", runs %s" : ", last ran %s", line);
    }
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

/**
 * retort_catalog_read_blockers:
 * @session: an open session, not the one that waits
 * @pid: the backend that waits
 * @cancellable: (nullable): cancels the question
 * @error: %RETORT_DB_ERROR
 *
 * Who holds, or stands before it in the queue for, what the backend waits for. What others run is
 * only known to a superuser, to members of pg_read_all_stats and to the same user. Blocks; worker
 * threads only.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): who it waits for, "process 4711 (alice, psql): idle
 *   in transaction for 7 s, last ran LOCK TABLE orders"; empty when it does not wait
 */
GPtrArray *
retort_catalog_read_blockers (RetortSession *session, int pid, GCancellable *cancellable,
                              GError **error)
{
  g_autofree char *number = g_strdup_printf ("%d", pid);
  const char *parameters[] = { number, NULL };
  g_autoptr(RetortResult) result
      = retort_catalog_query (session, "blockers.sql", parameters, cancellable, error);
  GPtrArray *sentences = NULL;

  if (result == NULL)
    return NULL;
  sentences = g_ptr_array_new_with_free_func (g_free);
  for (guint row = 0; row < retort_result_get_n_rows (result); row++)
    g_ptr_array_add (sentences, say_blocker (result, row));
  return sentences;
}
