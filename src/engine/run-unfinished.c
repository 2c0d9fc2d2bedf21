/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads journals (run-journal.c) that have no end and are not locked, and asks the database what became of their runs: the last
 * transaction by its id when its COMMIT was on its way; what was not committed was rolled back by the server when it noticed
 * that the client had gone. What was found out is written as the journal's end, so that it is told once. */
#include "engine/run-unfinished.h"

#include "engine/run-journal.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* What a journal says. */
typedef struct
{
  int      fd;          /* holds the lock; -1: none */
  gint64   started_us;
  char    *target;
  char    *act;
  char    *from;        /* rows before, joined by commas */
  char    *to;          /* rows afterwards, likewise */
  int      backend;
  char    *revision;    /* nullable: the last step that began */
  char    *transaction; /* nullable: of the COMMIT that was on its way at the end */
  guint    n_sent;
  guint    n_in_effect;
  gboolean is_finished;
} Unfinished;

static void
unfinished_clear (Unfinished *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->target);
  g_free (self->act);
  g_free (self->from);
  g_free (self->to);
  g_free (self->revision);
  g_free (self->transaction);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unfinished, unfinished_clear)

static void
take_text (char **place, JsonObject *line, const char *member)
{
  g_free (*place);
  *place = g_strdup (json_object_get_string_member_with_default (line, member, ""));
}

static void
take_words (char **place, JsonObject *line, const char *member)
{
  JsonArray *array = json_object_has_member (line, member) ? json_object_get_array_member (line, member) : NULL;
  g_autoptr(GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (words, (char *) json_array_get_string_element (array, i));
  g_ptr_array_add (words, NULL);
  g_free (*place);
  *place = g_strjoinv (", ", (GStrv) words->pdata);
}

static void
take_line (Unfinished *self, JsonObject *line)
{
  const char *kind = json_object_get_string_member_with_default (line, "kind", "");

  if (g_str_equal (kind, "started"))
    {
      self->started_us = json_object_get_int_member_with_default (line, "time_us", 0);
      self->backend = (int) json_object_get_int_member_with_default (line, "backend", 0);
      take_text (&self->target, line, "target");
      take_text (&self->act, line, "act");
      take_words (&self->from, line, "from");
      take_words (&self->to, line, "to");
    }
  else if (g_str_equal (kind, "step"))
    take_text (&self->revision, line, "revision");
  else if (g_str_equal (kind, "statement"))
    self->n_sent++;
  else if (g_str_equal (kind, "committing"))
    take_text (&self->transaction, line, "transaction");
  else if (g_str_equal (kind, "in-effect"))
    {
      self->n_in_effect = (guint) json_object_get_int_member_with_default (line, "statements", 0);
      g_clear_pointer (&self->transaction, g_free);
    }
  else if (g_str_equal (kind, "finished"))
    self->is_finished = TRUE;
}

/* A line that was cut off is the last one. */
static gboolean
read_journal (Unfinished *self, const char *path)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  self->fd = g_open (path, O_RDWR | O_APPEND | O_CLOEXEC, 0);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) != 0 || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonNode) node = json_from_string (lines[i], NULL);

      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        take_line (self, json_node_get_object (node));
    }
  return self->target != NULL && !self->is_finished;
}

/* One value of the first row, or NULL: asked with one parameter. */
static char *
ask (RetortSession *session, const char *sql, const char *parameter, GCancellable *cancellable)
{
  const char *parameters[] = { parameter, NULL };
  g_autoptr(RetortResult) result = retort_session_query (session, sql, parameters, cancellable, NULL);

  return result != NULL && retort_result_get_n_rows (result) > 0 ? g_strdup (retort_result_get_value (result, 0, 0)) : NULL;
}

static gboolean
is_still_at_work (const Unfinished *self, RetortSession *session, GCancellable *cancellable)
{
  g_autofree char *pid = g_strdup_printf ("%d", self->backend);
  g_autofree char *found = ask (session,
                                "SELECT 1 FROM pg_catalog.pg_stat_activity"
                                " WHERE pid = $1::int AND application_name = 'retort run'"
                                " AND datname = pg_catalog.current_database()", pid, cancellable);

  return found != NULL;
}

/* What became of the COMMIT that was on its way: in effect, not in effect (both returned as known), or not known. After a crash of
 * the server the id may be unknown or another transaction's: the rows must not contradict it. */
static gboolean
read_commit (const Unfinished *self, RetortSession *session, const char *rows, gboolean *is_in_effect,
             GCancellable *cancellable)
{
  g_autofree char *status = ask (session, "SELECT pg_catalog.pg_xact_status($1::xid8)", self->transaction, cancellable);
  gboolean is_at_start = g_strcmp0 (rows, self->from) == 0;
  gboolean is_at_end = g_strcmp0 (rows, self->to) == 0;

  *is_in_effect = g_strcmp0 (status, "committed") == 0;
  if (*is_in_effect)
    return is_at_end || !is_at_start;
  if (g_strcmp0 (status, "aborted") == 0)
    return is_at_start || !is_at_end;
  return is_at_start && !is_at_end && self->n_in_effect == 0 && g_strcmp0 (status, "in progress") != 0;
}

/* A clause: what is in effect. */
static char *
dup_effect (const Unfinished *self, RetortSession *session, const char *rows, const char **outcome, GCancellable *cancellable)
{
  guint n_in_effect = self->n_in_effect;
  gboolean is_in_effect = FALSE;

  *outcome = "unknown";
  if (self->transaction != NULL && *self->transaction != '\0'
      && !read_commit (self, session, rows, &is_in_effect, cancellable))
    return g_strdup ("whether its last COMMIT took effect is not known");
  if (is_in_effect)
    n_in_effect = self->n_sent;
  *outcome = n_in_effect > 0 ? "partly applied" : "not applied";
  if (n_in_effect == 0)
    return g_strdup ("nothing of it is in effect");
  return g_strdup_printf ("%u of the %u statements that it sent are in effect", n_in_effect, self->n_sent);
}

static void
write_end (const Unfinished *self, const char *outcome, const char *text)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *line = json_object_new ();
  g_autofree char *json = NULL;
  g_autofree char *ended = NULL;

  json_object_set_string_member (line, "kind", "finished");
  json_object_set_string_member (line, "text", text);
  json_object_set_string_member (line, "outcome", outcome);
  json_node_take_object (node, line);
  json = json_to_string (node, FALSE);
  ended = g_strconcat ("\n", json, "\n", NULL);
  if (write (self->fd, ended, strlen (ended)) < 0)
    g_info ("cannot end a journal");
}

static char *
dup_sentence (const Unfinished *self, RetortSession *session, const char *rows, GCancellable *cancellable)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (self->started_us / G_USEC_PER_SEC);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("?");
  g_autofree char *at = self->revision != NULL ? g_strdup_printf (" at %s", self->revision) : g_strdup ("");
  g_autofree char *effect = NULL;
  const char *outcome = NULL;
  char *sentence = NULL;

  if (is_still_at_work (self, session, cancellable))
    return g_strdup_printf ("the run '%s' of %s was cut off%s, and the server is still at work for it (process %d)", self->act,
                            when, at, self->backend);
  effect = dup_effect (self, session, rows, &outcome, cancellable);
  sentence = g_strdup_printf ("the run '%s' of %s was cut off%s: %s; the database is at %s", self->act, when, at, effect,
                              *rows != '\0' ? rows : "the base");
  write_end (self, outcome, sentence);
  return sentence;
}

static void
tell_one (const char *path, const char *key, const char *rows, RetortSession *session, GPtrArray *sentences,
          GCancellable *cancellable)
{
  g_auto(Unfinished) run = { .fd = -1 };

  if (read_journal (&run, path) && g_str_equal (run.target, key))
    g_ptr_array_add (sentences, dup_sentence (&run, session, rows, cancellable));
}

/**
 * retort_run_tell_unfinished:
 * @target: a database
 * @workspace: a project
 * @cancellable: (nullable): stops the queries
 * @error: a RetortDbError
 *
 * Finds runs on @target that were cut off, and asks the database what became of them. Each is told once. Blocks: worker threads
 * only.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): a clause for each, oldest first
 */
GPtrArray *
retort_run_tell_unfinished (RetortTarget *target, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) journals = retort_run_journal_list ();
  g_autoptr(GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(RetortTargetState) state = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *key = NULL;
  g_autofree char *rows = NULL;

  g_return_val_if_fail (target != NULL && workspace != NULL, NULL);

  if (journals->len == 0)
    return g_steal_pointer (&sentences);
  session = retort_target_dup_session (target, cancellable, error);
  state = session != NULL ? retort_target_state_read (session, workspace, cancellable, error) : NULL;
  if (state == NULL)
    return NULL;

  key = retort_target_state_dup_key (state);
  rows = g_strjoinv (", ", state->rows);
  for (guint i = 0; i < journals->len; i++)
    tell_one (g_ptr_array_index (journals, i), key, rows, session, sentences, cancellable);
  return g_steal_pointer (&sentences);
}
