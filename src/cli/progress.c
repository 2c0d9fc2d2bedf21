/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a statement when it ended, with its time. Who blocks and what the server remarks is told
 * in any case: without it a waiting run in a log of continuous integration would be a riddle. */
#include "config.h"

#include "cli/progress.h"

#include "report/plan-text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

/* The first line of a statement, cut to a width that leaves room for the rest. */
#define MAX_SQL_CHARS 72

/**
 * retort_cli_progress_new:
 * @cli: the call
 *
 * Returns: how much to tell
 */
RetortCliProgress
retort_cli_progress_new (const RetortCli *cli)
{
  RetortCliProgress self = { 0 };

  self.is_quiet = cli->is_quiet;
  self.tells_statements = !cli->is_quiet && (cli->is_verbose || isatty (STDERR_FILENO));
  self.has_color = retort_cli_has_color (cli) && isatty (STDERR_FILENO);
  return self;
}

static char *
dup_short (const char *sql)
{
  g_autofree char *line = g_strndup (sql, strcspn (sql, "\n"));

  g_strchomp (line);
  if (g_utf8_strlen (line, -1) > MAX_SQL_CHARS)
    {
      g_autofree char *cut = g_utf8_substring (line, 0, MAX_SQL_CHARS - 1);

      return g_strconcat (cut, "…", NULL);
    }
  return g_steal_pointer (&line);
}

static void
tell_statement (const RetortRunEventFields *event)
{
  g_autofree char *sql = dup_short (event->sql);
  g_autofree char *elapsed = retort_duration_to_text (event->elapsed_us);

  fprintf (stderr, "  %u/%u  %s  (%s)\n", event->n_done, event->n_total, sql, elapsed);
}

/**
 * retort_cli_progress_sink:
 * @event: what happened
 * @user_data: a RetortCliProgress
 *
 * Tells @event on standard error.
 */
void
retort_cli_progress_sink (RetortRunEvent *event, gpointer user_data)
{
  const RetortCliProgress *self = user_data;
  const RetortRunEventFields *fields = retort_run_event_get (event);

  if (self->is_quiet)
    return;

  switch (fields->kind)
    {
    case RETORT_RUN_EVENT_STEP_STARTED:
      if (self->tells_statements)
        fprintf (stderr, "%s%s%s\n", self->has_color ? "\033[1m" : "", fields->revision, self->has_color ? "\033[0m" : "");
      break;
    case RETORT_RUN_EVENT_STATEMENT_FINISHED:
      if (self->tells_statements)
        tell_statement (fields);
      break;
    case RETORT_RUN_EVENT_WAITING:
    case RETORT_RUN_EVENT_NOTICE:
      fprintf (stderr, "  %s\n", fields->text);
      break;
    case RETORT_RUN_EVENT_CANCELLING:
      fputs (_("cancelling\n"), stderr);
      break;
    case RETORT_RUN_EVENT_STARTED:
    case RETORT_RUN_EVENT_CONNECTED:
    case RETORT_RUN_EVENT_STATEMENT_STARTED:
    case RETORT_RUN_EVENT_STEP_FINISHED:
    case RETORT_RUN_EVENT_COMMITTING:
    case RETORT_RUN_EVENT_VERIFYING:
    case RETORT_RUN_EVENT_FAILED:
    case RETORT_RUN_EVENT_FINISHED:
      break;
    }
}
