/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check-scope.h"

#include "analysis/locks/script.h"
#include "cli/git-place.h"
#include "engine/branch-changes.h"
#include "engine/workspace.h"

/* (nullable): the revision whose file @path is. */
static RetortRevision *
find_by_path (RetortWorkspace *workspace, const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  GPtrArray *revisions = retort_project_get (retort_workspace_get_project (workspace))->revisions;

  for (guint i = 0; i < revisions->len; i++)
    if (g_strcmp0 (retort_revision_get_path (g_ptr_array_index (revisions, i)), absolute) == 0)
      return g_ptr_array_index (revisions, i);
  return NULL;
}

/* Adds what one argument names: a file of the project, a symbol, or a range. */
static gboolean
add_named (RetortWorkspace *workspace, const char *name, GPtrArray *revisions, GError **error)
{
  RetortRevision *by_path = find_by_path (workspace, name);
  g_autoptr(GPtrArray) named = NULL;

  if (by_path != NULL)
    {
      g_ptr_array_add (revisions, by_path);
      return TRUE;
    }
  named = retort_history_resolve_range (retort_workspace_get_history (workspace), name, NULL, error);
  if (named == NULL)
    return FALSE;
  for (guint i = named->len; i > 0; i--)
    g_ptr_array_add (revisions, g_ptr_array_index (named, i - 1));
  return TRUE;
}

static GPtrArray *
list_named (RetortWorkspace *workspace, GPtrArray *names, GError **error)
{
  g_autoptr(GPtrArray) revisions = g_ptr_array_new ();

  if (names->len == 0)
    return add_named (workspace, "base:heads", revisions, error) ? g_steal_pointer (&revisions) : NULL;
  for (guint i = 0; i < names->len; i++)
    if (!add_named (workspace, g_ptr_array_index (names, i), revisions, error))
      return NULL;
  return g_steal_pointer (&revisions);
}

/* Adds and frees @more. FALSE: there is none, the checks failed. */
static gboolean
take_all (GPtrArray *findings, GPtrArray *more)
{
  if (more == NULL)
    return FALSE;
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (findings, retort_finding_ref (g_ptr_array_index (more, i)));
  g_ptr_array_unref (more);
  return TRUE;
}

/* What the database that was named knows, or else the version that was. */
static gboolean
read_facts (RetortCli *cli, const RetortCheckScope *scope, RetortWorkspace *workspace, RetortTargetFacts **facts, GError **error)
{
  if (!retort_cli_read_facts (cli, workspace, facts, error))
    return FALSE;
  if (*facts == NULL && scope->server_version > 0)
    *facts = retort_target_facts_new (scope->server_version, NULL, NULL);
  return TRUE;
}

static gboolean
check_revisions (RetortCli *cli, const RetortCheckScope *scope, RetortWorkspace *workspace, GPtrArray *revisions, GPtrArray *findings,
                 GError **error)
{
  g_autoptr(RetortTargetFacts) facts = NULL;

  if (!read_facts (cli, scope, workspace, &facts, error))
    return FALSE;
  return take_all (findings, retort_workspace_check_all (workspace, revisions, facts, scope->found, scope->found_data, cli->cancellable, error));
}

/* The same where the project itself is read from a commit: both are compared as projects. */
static gboolean
leave_out_old_at (RetortCli *cli, RetortWorkspace *workspace, const char *since, GPtrArray *revisions, GError **error)
{
  g_autoptr(RetortGitTree) tree = NULL;
  g_autoptr(RetortWorkspace) base = retort_cli_open_workspace_at (cli, cli->at, since, &tree, error);
  g_autoptr(RetortBranchChanges) changes = base != NULL ? retort_branch_changes_find (workspace, base, cli->cancellable) : NULL;

  for (guint i = changes != NULL ? revisions->len : 0; i > 0; i--)
    {
      gpointer revision = g_ptr_array_index (revisions, i - 1);

      if (!g_ptr_array_find (changes->added, revision, NULL) && !g_ptr_array_find (changes->changed, revision, NULL)
          && !g_ptr_array_find (changes->touched, revision, NULL))
        g_ptr_array_remove_index (revisions, i - 1);
    }
  return base != NULL;
}

/* Leaves those in @revisions that are new or other than in the commit. */
static gboolean
leave_out_old (RetortWorkspace *workspace, const char *since, GPtrArray *revisions, GError **error)
{
  g_autoptr(RetortGitBase) base
      = retort_git_base_open (retort_project_get (retort_workspace_get_project (workspace))->root, since, error);

  for (guint i = base != NULL ? revisions->len : 0; i > 0; i--)
    {
      RetortSource *source = retort_revision_get_source (g_ptr_array_index (revisions, i - 1));

      if (source != NULL && retort_git_base_holds (base, source))
        g_ptr_array_remove_index (revisions, i - 1);
    }
  return base != NULL;
}

static void
check_project (const RetortCheckScope *scope, RetortWorkspace *workspace, GPtrArray *findings)
{
  GPtrArray *of_project = retort_workspace_check_project (workspace);

  if (scope->found != NULL)
    scope->found (of_project, scope->found_data);
  take_all (findings, of_project);
}

/* Every named revision; the project as a whole too when nothing was named. */
static gboolean
check_workspace (RetortCli *cli, const RetortCheckScope *scope, RetortWorkspace *workspace, GPtrArray *findings, GError **error)
{
  g_autoptr(GPtrArray) revisions = list_named (workspace, scope->names, error);

  if (revisions == NULL)
    return FALSE;
  if (scope->since != NULL
      && !(cli->at != NULL ? leave_out_old_at (cli, workspace, scope->since, revisions, error)
                           : leave_out_old (workspace, scope->since, revisions, error)))
    return FALSE;
  if (scope->names->len == 0 && scope->since == NULL)
    check_project (scope, workspace, findings);
  return check_revisions (cli, scope, workspace, revisions, findings, error);
}

/* A file that belongs to no project is checked alone. */
static gboolean
check_file (RetortCli *cli, const RetortCheckScope *scope, const RetortLoneFileOptions *options, const char *path, GPtrArray *findings,
            GError **error)
{
  g_autoptr(RetortWorkspace) workspace = retort_workspace_open_file (path, options, cli->cancellable, error);

  return workspace != NULL
         && check_revisions (cli, scope, workspace, retort_project_get (retort_workspace_get_project (workspace))->revisions, findings,
                             error);
}

/* Files that are not of the project; the rest stays in @names. */
static GPtrArray *
split_files (RetortWorkspace *workspace, GPtrArray *names)
{
  GPtrArray *files = g_ptr_array_new ();

  for (guint i = names->len; i > 0; i--)
    {
      const char *name = g_ptr_array_index (names, i - 1);

      if (g_file_test (name, G_FILE_TEST_IS_REGULAR) && (workspace == NULL || find_by_path (workspace, name) == NULL))
        {
          g_ptr_array_insert (files, 0, (char *) name);
          g_ptr_array_remove_index (names, i - 1);
        }
    }
  return files;
}

static gboolean
read_schema (const RetortCheckScope *scope, RetortLoneFileOptions *options, GError **error)
{
  g_autofree char *sql = NULL;

  options->is_in_transaction = scope->is_in_transaction;
  if (scope->schema_path == NULL)
    return TRUE;
  if (!g_file_get_contents (scope->schema_path, &sql, NULL, error))
    return FALSE;
  options->schema = retort_lock_script_make_schema (sql, error);
  if (options->schema == NULL)
    g_prefix_error (error, "cannot read '%s': ", scope->schema_path);
  return options->schema != NULL;
}

static gboolean
check_files (RetortCli *cli, const RetortCheckScope *scope, GPtrArray *files, GPtrArray *findings, GError **error)
{
  RetortLoneFileOptions options = { NULL, FALSE };
  gboolean is_done = read_schema (scope, &options, error);

  for (guint i = 0; is_done && i < files->len; i++)
    is_done = check_file (cli, scope, &options, g_ptr_array_index (files, i), findings, error);
  g_clear_pointer (&options.schema, retort_schema_unref);
  return is_done;
}

/**
 * retort_cli_check_scope:
 * @cli: the call
 * @scope: what is to be checked
 * @error: what could not be read or compiled
 *
 * Checks all that is named. No project is needed when only files are. Takes the files out of @scope's names.
 *
 * Returns: (transfer full) (nullable) (element-type RetortFinding): what there is to say, suppressed findings included
 */
GPtrArray *
retort_cli_check_scope (RetortCli *cli, const RetortCheckScope *scope, GError **error)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  g_autoptr(GError) project_error = NULL;
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GPtrArray) files = NULL;
  gboolean names_nothing = scope->names->len == 0;

  cli->finds_settings = names_nothing && scope->since == NULL;
  workspace = retort_cli_open_workspace (cli, &project_error);
  files = split_files (workspace, scope->names);
  if (!check_files (cli, scope, files, findings, error))
    return NULL;
  if (!names_nothing && scope->names->len == 0)
    return g_steal_pointer (&findings);
  if (workspace == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&project_error));
      return NULL;
    }
  return check_workspace (cli, scope, workspace, findings, error) ? g_steal_pointer (&findings) : NULL;
}
