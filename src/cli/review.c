/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/review.h"

#include "cli/git-place.h"
#include "engine/branch-changes.h"
#include "report/plan-text.h"

#include <glib/gi18n.h>

static GStrv
dup_ids (GPtrArray *revisions)
{
  GStrv ids = g_new0 (char *, revisions->len + 1);

  for (guint i = 0; i < revisions->len; i++)
    ids[i] = g_strdup (retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return ids;
}

static const char **
list_notes (const RetortBranchChanges *changes, RetortPlan *plan)
{
  const char **notes = g_new0 (const char *, retort_plan_get_n_steps (plan) + 1);

  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    notes[i] = g_ptr_array_find (changes->changed, retort_plan_step_get_revision (retort_plan_get_step (plan, i)), NULL) ? "changed" : "new";
  return notes;
}

static void
set_ids (JsonObject *object, const char *name, GPtrArray *revisions)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < revisions->len; i++)
    json_array_add_string_element (array, retort_revision_get_id (g_ptr_array_index (revisions, i)));
  json_object_set_array_member (object, name, array);
}

static void
print_json (RetortPlan *plan, const RetortBranchChanges *changes, const RetortGitTree *base)
{
  JsonNode *node = retort_json_of_plan (plan);
  JsonObject *object = json_node_get_object (node);

  json_object_set_string_member (object, "since", retort_git_tree_get_name (base));
  set_ids (object, "added", changes->added);
  set_ids (object, "changed", changes->changed);
  set_ids (object, "touched", changes->touched);
  set_ids (object, "removed", changes->removed);
  retort_cli_print_json (node);
}

static void
print_text (RetortCli *cli, RetortWorkspace *workspace, RetortPlan *plan, const RetortBranchChanges *changes, const RetortGitTree *base)
{
  GPtrArray *problems = retort_history_get_problems (retort_workspace_get_history (workspace));
  g_autofree char *text = NULL;
  g_autofree char *head = g_strdup_printf (_("since %s: %u new, %u changed, %u removed, %u with other words only\n"), retort_git_tree_get_name (base),
                                           changes->added->len, changes->changed->len, changes->removed->len, changes->touched->len);

  retort_cli_print (head);
  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *line = g_strdup_printf (_("broken: %s\n"), ((RetortHistoryProblem *) g_ptr_array_index (problems, i))->message);

      retort_cli_print (line);
    }
  for (guint i = 0; i < changes->removed->len; i++)
    {
      g_autofree char *line = g_strdup_printf (_("removed: %s\n"), retort_revision_get_id (g_ptr_array_index (changes->removed, i)));

      retort_cli_print (line);
    }
  if (retort_plan_get_n_steps (plan) == 0)
    return;
  text = retort_plan_to_text (plan, cli->base, retort_cli_has_color (cli));
  retort_cli_print (text);
}

static RetortExit
write_document (RetortCli *cli, RetortWorkspace *workspace, RetortPlan *plan, const RetortBranchChanges *changes, const RetortGitTree *base,
                RetortTargetFacts *facts, const RetortCliDocument *document, RetortDocumentFormat format)
{
  g_autofree char *title = cli->at != NULL ? g_strdup_printf ("Review of %s", cli->at) : g_strdup ("Review");
  g_auto(GStrv) removed = dup_ids (changes->removed);
  g_autofree const char **notes = list_notes (changes, plan);
  RetortPlanDocument wanted = { .format = format, .title = title, .since = retort_git_tree_get_name (base), .is_review = TRUE, .facts = facts,
                                .removed = (const char *const *) removed };
  g_autofree char *text = retort_cli_document_of_plan (cli, workspace, plan, &wanted, notes);

  return retort_cli_document_write (cli, document, text);
}

/**
 * retort_cli_review:
 * @cli: the call
 * @since: a branch, tag or commit: what came after the project left it is new
 * @document: what the command line says of a document
 *
 * Reviews what is new; runs nothing and needs no database. One that is named tells the sizes of tables.
 *
 * Returns: the exit status
 */
RetortExit
retort_cli_review (RetortCli *cli, const char *since, const RetortCliDocument *document)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) base_error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, &error);
  g_autoptr(RetortGitTree) tree = NULL;
  g_autoptr(RetortWorkspace) base = NULL;
  g_autoptr(RetortBranchChanges) changes = NULL;
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortTargetFacts) facts = NULL;
  RetortDocumentFormat format = RETORT_DOCUMENT_HTML;

  if (workspace == NULL || (retort_cli_document_is_wanted (document) && !retort_cli_document_get_format (document, &format, &error)))
    return retort_cli_fail (cli, error);
  base = retort_cli_open_workspace_at (cli, cli->at, since, &tree, &base_error);
  if (base == NULL)
    return retort_cli_fail (cli, base_error);
  if (!retort_cli_read_facts (cli, workspace, &facts, &error))
    return retort_cli_fail (cli, error);
  changes = retort_branch_changes_find (workspace, base, cli->cancellable);
  plan = retort_branch_changes_review (changes, workspace, facts, cli->cancellable, &error);
  if (plan == NULL)
    return retort_cli_fail (cli, error);
  if (retort_cli_document_is_wanted (document))
    return write_document (cli, workspace, plan, changes, tree, facts, document, format);
  if (retort_cli_wants_json (cli))
    print_json (plan, changes, tree);
  else
    print_text (cli, workspace, plan, changes, tree);
  return RETORT_EXIT_DONE;
}
