/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/document.h"

#include "engine/step-context.h"
#include "report/schema-changes.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * retort_cli_document_is_wanted:
 * @self: what the command line says
 *
 * Returns: a document is wanted rather than text or JSON
 */
gboolean
retort_cli_document_is_wanted (const RetortCliDocument *self)
{
  return self->output != NULL || g_strcmp0 (self->format, "html") == 0 || g_strcmp0 (self->format, "markdown") == 0;
}

/**
 * retort_cli_document_get_format:
 * @self: what the command line says
 * @format: (out): the format
 * @error: RETORT_OPTION_ERROR_USAGE for an ending that says none
 *
 * Returns: %FALSE with @error set when it is not known
 */
gboolean
retort_cli_document_get_format (const RetortCliDocument *self, RetortDocumentFormat *format, GError **error)
{
  const char *name = self->output != NULL ? self->output : "";
  gboolean is_html = g_str_has_suffix (name, ".html") || g_str_has_suffix (name, ".htm") || g_strcmp0 (self->format, "html") == 0;

  *format = is_html ? RETORT_DOCUMENT_HTML : RETORT_DOCUMENT_MARKDOWN;
  if (is_html || g_str_has_suffix (name, ".md") || g_strcmp0 (self->format, "markdown") == 0)
    return TRUE;
  g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("'%s' ends neither in .html nor in .md"), name);
  return FALSE;
}

/**
 * retort_cli_document_write:
 * @cli: the call
 * @self: what the command line says
 * @text: the document
 *
 * Returns: the exit status
 */
RetortExit
retort_cli_document_write (RetortCli *cli, const RetortCliDocument *self, const char *text)
{
  g_autoptr(GError) error = NULL;

  if (self->output == NULL)
    {
      retort_cli_print (text);
      return RETORT_EXIT_DONE;
    }
  if (!g_file_set_contents (self->output, text, -1, &error))
    {
      g_printerr ("retort-cli: %s\n", error->message);
      return RETORT_EXIT_USAGE;
    }
  retort_cli_say (cli, _("written to %s"), self->output);
  return RETORT_EXIT_DONE;
}

static char *
dup_subtitle (RetortWorkspace *workspace)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M");

  return g_strdup_printf ("%s · %s · Retort %s", retort_workspace_get_name (workspace), time, RETORT_VERSION);
}

/**
 * retort_cli_document_of_plan:
 * @cli: the call
 * @workspace: the project
 * @plan: a plan or a review
 * @wanted: format, title and what else is known
 * @notes: (nullable) (array zero-terminated=1): a word for each step
 *
 * Returns: (transfer full): the document
 */
char *
retort_cli_document_of_plan (RetortCli *cli, RetortWorkspace *workspace, RetortPlan *plan, RetortPlanDocument *wanted, const char *const *notes)
{
  guint n = retort_plan_get_n_steps (plan);
  g_autofree RetortDocumentStep *steps = g_new0 (RetortDocumentStep, n + 1);
  g_autofree char *subtitle = dup_subtitle (workspace);
  char *text = NULL;

  for (guint i = 0; i < n; i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);
      g_autoptr(RetortStepContext) context = retort_step_context_new (workspace, step, cli->cancellable);

      steps[i].has_badge = context->record != NULL;
      steps[i].badge = context->record != NULL ? context->record->reversibility : RETORT_REVERSIBLE_NO;
      steps[i].changes = context->after != NULL ? retort_schema_changes (context->before, context->after) : NULL;
      steps[i].downgrade = g_steal_pointer (&context->opposite);
      steps[i].note = notes != NULL ? notes[i] : NULL;
    }
  wanted->steps = steps;
  wanted->base = cli->base;
  if (wanted->subtitle == NULL)
    wanted->subtitle = subtitle;
  text = retort_plan_to_document (plan, wanted);
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&steps[i].changes, g_ptr_array_unref);
      g_clear_pointer (&steps[i].downgrade, retort_migration_unref);
    }
  return text;
}

static const char *
find_path_cb (const char *revision, gpointer user_data)
{
  RetortRevision *found = retort_history_find (retort_workspace_get_history (user_data), revision);

  return found != NULL ? retort_revision_get_path (found) : NULL;
}

/**
 * retort_cli_document_of_run:
 * @cli: the call
 * @workspace: the project
 * @report: how a run ended
 * @format: what is written
 * @title: what was run
 *
 * Returns: (transfer full): the document
 */
char *
retort_cli_document_of_run (RetortCli *cli, RetortWorkspace *workspace, RetortRunReport *report, RetortDocumentFormat format, const char *title)
{
  g_autofree char *subtitle = dup_subtitle (workspace);
  RetortRunDocument wanted = { .format = format, .title = title, .subtitle = subtitle, .base = cli->base,
                               .version_table = retort_project_get (retort_workspace_get_project (workspace))->version_table,
                               .find_path = find_path_cb, .find_data = workspace };

  return retort_run_to_document (report, &wanted);
}
