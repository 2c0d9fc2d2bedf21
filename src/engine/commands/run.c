/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/commands/run.h"

#include "base/process.h"

/**
 * retort_command_result_free:
 * @self: (transfer full): a result
 */
void
retort_command_result_free (RetortCommandResult *self)
{
  g_ptr_array_unref (self->revisions);
  g_free (self);
}

static gboolean
may_run (const RetortProjectCommand *self, const char *const *arguments, GError **error)
{
  g_autofree char *refusal = retort_project_command_dup_refusal (self, arguments);

  if (refusal != NULL)
    g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY, "cannot run '%s': %s", self->name, refusal);
  else if (!retort_project_command_is_trusted (self))
    g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY, "cannot run '%s': nobody has confirmed it yet", self->name);
  else
    return TRUE;
  return FALSE;
}

/* What the command wrote. A project that cannot be read any more has no news. */
static GPtrArray *
list_new_revisions (RetortWorkspace *before)
{
  g_autoptr(RetortWorkspace) after = retort_workspace_reopen (before, NULL, NULL);
  GPtrArray *revisions = after != NULL ? retort_project_get (retort_workspace_get_project (after))->revisions : NULL;
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);

  for (guint i = 0; revisions != NULL && i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);

      if (retort_history_find (retort_workspace_get_history (before), retort_revision_get_id (revision)) == NULL)
        g_ptr_array_add (found, retort_revision_ref (revision));
    }
  return found;
}

static GStrv
join_arguments (const RetortProjectCommand *self, const char *const *arguments)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  g_strv_builder_addv (words, (const char **) self->argv);
  if (arguments != NULL)
    g_strv_builder_addv (words, (const char **) arguments);
  return g_strv_builder_end (words);
}

/* What a command does to production is not known before: there it runs as a plan that somebody unlocked. */
static gboolean
may_reach (const RetortProjectCommand *self, RetortTarget *target, GError **error)
{
  if (target == NULL || retort_profile_get (retort_target_get_profile (target))->environment != RETORT_ENVIRONMENT_PRODUCTION)
    return TRUE;
  g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY,
               "cannot run '%s' for a production database: there a command runs as an upgrade or a downgrade with a plan", self->name);
  return FALSE;
}

/**
 * retort_project_command_run:
 * @self: a command
 * @workspace: its project
 * @arguments: (nullable) (array zero-terminated=1): what is added to it
 * @target: (nullable): the database that it is told by its environment
 * @output: told what it prints
 * @user_data: for @output
 * @cancellable: (nullable): ends it, and what it started
 * @error: %RETORT_RUN_ERROR_SAFETY: refused, or not confirmed; why it cannot be started; `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): how it ended
 */
RetortCommandResult *
retort_project_command_run (RetortProjectCommand *self, RetortWorkspace *workspace, const char *const *arguments, RetortTarget *target,
                            RetortCommandOutput output, gpointer user_data, GCancellable *cancellable, GError **error)
{
  return may_reach (self, target, error)
           ? retort_project_command_run_unlocked (self, workspace, arguments, target, output, user_data, cancellable, error) : NULL;
}

/**
 * retort_project_command_run_unlocked: (skip)
 * @self: a command
 * @workspace: its project
 * @arguments: (nullable) (array zero-terminated=1): what is added to it
 * @target: (nullable): the database; production when it is unlocked
 * @output: told what it prints
 * @user_data: for @output
 * @cancellable: (nullable): ends it
 * @error: as retort_project_command_run()
 *
 * Returns: (transfer full) (nullable): how it ended
 */
RetortCommandResult *
retort_project_command_run_unlocked (RetortProjectCommand *self, RetortWorkspace *workspace, const char *const *arguments,
                                     RetortTarget *target, RetortCommandOutput output, gpointer user_data, GCancellable *cancellable,
                                     GError **error)
{
  g_auto(GStrv) argv = join_arguments (self, arguments);
  g_auto(GStrv) environment = NULL;
  RetortCommandResult *result = NULL;
  int exit_status = 0;

  if (!may_run (self, arguments, error))
    return NULL;
  environment = retort_project_command_dup_environment (self, target, error);
  if (environment == NULL
      || !retort_process_follow ((const char *const *) argv, (const char *const *) environment, self->folder, output, user_data, cancellable,
                                 &exit_status, error))
    return NULL;
  result = g_new0 (RetortCommandResult, 1);
  result->exit_status = exit_status;
  result->revisions = list_new_revisions (workspace);
  return result;
}
