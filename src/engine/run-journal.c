/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines, by their "kind":
 *
 *   started     format, time_us, target (retort_target_state_dup_key()), project, database, act, from, to, backend
 *   step        revision
 *   statement   sql: about to be sent
 *   done        rows (-1: not said), elapsed_us: of the statement before it
 *   committing  transaction: its id, about to be committed
 *   in-effect   statements: so many of those above are in effect, the server said so
 *   notice, waiting, failed   text
 *   finished    outcome, text, time_us
 *
 * A file without "finished" whose lock can be taken is of a run that was killed (run-unfinished.c). */
#include "engine/run-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct _RetortRunJournal
{
  int      fd;
  char    *path;
  gboolean is_lost; /* a line could not be written: no more are */
};

static gboolean
fail (GError **error, const char *path, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "cannot write '%s': %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      text += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* Told once: what follows a lost line would not be understood. */
static gboolean
write_line (RetortRunJournal *self, JsonObject *line, GError **error)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autofree char *ended = NULL;

  json_node_take_object (node, line);
  if (self->is_lost)
    return TRUE;
  text = json_to_string (node, FALSE);
  ended = g_strconcat (text, "\n", NULL);
  if (write_all (self->fd, ended, strlen (ended)))
    return TRUE;

  self->is_lost = TRUE;
  return fail (error, self->path, errno);
}

static JsonObject *
new_line (const char *kind)
{
  JsonObject *line = json_object_new ();

  json_object_set_string_member (line, "kind", kind);
  return line;
}

static void
set_words (JsonObject *line, const char *name, const char *const *words)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; words[i] != NULL; i++)
    json_array_add_string_element (array, words[i]);
  json_object_set_array_member (line, name, array);
}

/* "upgrade head": as people typed it. */
static char *
dup_act (const RetortPlanFields *plan)
{
  const char *verb = plan->direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade";

  if (plan->stamp != NULL)
    verb = plan->purges ? "stamp --purge" : "stamp";
  return g_strdup_printf ("%s %s", verb, plan->target_symbol);
}

static gboolean
write_start (RetortRunJournal *self, RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, int backend_pid,
             GError **error)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  const char *key = strrchr (fields->state_fingerprint, '-');
  g_autofree char *act = dup_act (fields);
  JsonObject *line = new_line ("started");

  json_object_set_int_member (line, "format", 1);
  json_object_set_int_member (line, "time_us", g_get_real_time ());
  json_object_set_string_member (line, "target", key != NULL ? key + 1 : "");
  json_object_set_string_member (line, "project", retort_project_get (retort_workspace_get_project (workspace))->root);
  json_object_set_string_member (line, "database", retort_target_get_database (target));
  json_object_set_string_member (line, "act", act);
  set_words (line, "from", fields->from);
  set_words (line, "to", fields->to);
  json_object_set_int_member (line, "backend", backend_pid);
  return write_line (self, line, error);
}

/**
 * retort_run_journal_dup_folder:
 *
 * Returns: (transfer full) (type filename): the folder of all journals, which may not exist yet
 */
char *
retort_run_journal_dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "retort", "runs", NULL);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * retort_run_journal_list:
 *
 * Returns: (transfer full) (element-type filename): the paths of all journals, oldest first; none when there is no such folder
 */
GPtrArray *
retort_run_journal_list (void)
{
  g_autofree char *folder = retort_run_journal_dup_folder ();
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".jsonl"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

/* So many runs are remembered. */
#define MAX_JOURNALS 200

static void
forget_oldest (void)
{
  g_autoptr(GPtrArray) paths = retort_run_journal_list ();

  for (guint i = 0; i + MAX_JOURNALS < paths->len; i++)
    g_unlink (g_ptr_array_index (paths, i));
}

/**
 * retort_run_journal_open:
 * @workspace: the project
 * @target: the database
 * @plan: what is about to run
 * @backend_pid: the server's process that works for it
 * @error: a `G_IO_ERROR`: the journal cannot be kept
 *
 * Begins the journal of a run, and forgets those of long ago. Blocks.
 *
 * Returns: (transfer full) (nullable): the journal
 */
RetortRunJournal *
retort_run_journal_open (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, int backend_pid, GError **error)
{
  g_autofree char *folder = retort_run_journal_dup_folder ();
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT "-%d.jsonl", g_get_real_time (), (int) getpid ());
  g_autoptr(RetortRunJournal) self = g_new0 (RetortRunJournal, 1);

  g_return_val_if_fail (workspace != NULL && target != NULL && plan != NULL, NULL);

  self->path = g_build_filename (folder, name, NULL);
  self->fd = -1;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    self->fd = g_open (self->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      fail (error, self->path, errno);
      return NULL;
    }
  forget_oldest ();
  if (!write_start (self, workspace, target, plan, backend_pid, error))
    {
      g_unlink (self->path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * retort_run_journal_close:
 * @self: (transfer full): a journal
 *
 * Lets its lock go.
 */
void
retort_run_journal_close (RetortRunJournal *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

/* (nullable) (transfer full): the line of an event; NULL when it has none. */
static JsonObject *
make_line (const RetortRunEventFields *event)
{
  static const struct
  {
    const char *kind;
    const char *text_member;
  } lines[] = {
    [RETORT_RUN_EVENT_STATEMENT_STARTED] = { "statement", "sql" },
    [RETORT_RUN_EVENT_STATEMENT_FINISHED] = { "done", NULL },
    [RETORT_RUN_EVENT_COMMITTING] = { "committing", "transaction" },
    [RETORT_RUN_EVENT_WAITING] = { "waiting", "text" },
    [RETORT_RUN_EVENT_NOTICE] = { "notice", "text" },
    [RETORT_RUN_EVENT_FAILED] = { "failed", "text" },
    [RETORT_RUN_EVENT_STEP_STARTED] = { "step", "revision" },
    [RETORT_RUN_EVENT_FINISHED] = { "finished", "text" },
  };
  const char *text = event->text;
  JsonObject *line = NULL;

  if ((guint) event->kind >= G_N_ELEMENTS (lines) || lines[event->kind].kind == NULL)
    return NULL;
  if (event->kind == RETORT_RUN_EVENT_STATEMENT_STARTED)
    text = event->sql;
  if (event->kind == RETORT_RUN_EVENT_STEP_STARTED)
    text = event->revision;

  line = new_line (lines[event->kind].kind);
  if (lines[event->kind].text_member != NULL)
    json_object_set_string_member (line, lines[event->kind].text_member, text != NULL ? text : "");
  if (event->kind == RETORT_RUN_EVENT_STATEMENT_FINISHED)
    {
      json_object_set_int_member (line, "rows", event->n_rows);
      json_object_set_int_member (line, "elapsed_us", event->elapsed_us);
    }
  if (event->kind == RETORT_RUN_EVENT_FINISHED)
    {
      json_object_set_string_member (line, "outcome", retort_outcome_to_string (event->outcome));
      json_object_set_int_member (line, "time_us", event->time_us);
    }
  return line;
}

/**
 * retort_run_journal_take:
 * @self: a journal
 * @event: what happened, or is about to
 * @error: a `G_IO_ERROR`: from here on nothing is kept; told once
 *
 * Writes the line of @event. Before a COMMIT and at the end the file is on disk when this returns. Blocks.
 *
 * Returns: %FALSE when the journal was lost just now
 */
gboolean
retort_run_journal_take (RetortRunJournal *self, RetortRunEvent *event, GError **error)
{
  const RetortRunEventFields *fields = NULL;
  JsonObject *line = NULL;

  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  fields = retort_run_event_get (event);
  line = make_line (fields);
  if (line == NULL)
    return TRUE;
  if (!write_line (self, line, error))
    return FALSE;
  if (fields->kind != RETORT_RUN_EVENT_COMMITTING && fields->kind != RETORT_RUN_EVENT_FINISHED)
    return TRUE;
  return self->is_lost || fdatasync (self->fd) == 0 || fail (error, self->path, errno);
}

/**
 * retort_run_journal_settle:
 * @self: a journal
 * @n_in_effect: how many of the statements that were sent are in effect
 * @error: a `G_IO_ERROR`: from here on nothing is kept; told once
 *
 * Writes what the server said. Blocks.
 *
 * Returns: %FALSE when the journal was lost just now
 */
gboolean
retort_run_journal_settle (RetortRunJournal *self, guint n_in_effect, GError **error)
{
  JsonObject *line = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  line = new_line ("in-effect");
  json_object_set_int_member (line, "statements", n_in_effect);
  return write_line (self, line, error);
}
