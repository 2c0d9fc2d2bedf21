/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli plan: what an upgrade or downgrade would do. */
#include "config.h"

#include "cli/commands.h"

#include "cli/review.h"
#include "report/plan-text.h"

#include <glib/gi18n.h>

/* "-1", "base" and revisions that are applied lead down; --down says it for the rest. */
static RetortDirection
guess_direction (RetortWorkspace *workspace, RetortTargetState *state, const char *symbol)
{
  g_autoptr(GPtrArray) up = NULL;
  g_autoptr(GPtrArray) down = NULL;

  if (g_str_equal (symbol, "base") || g_str_has_suffix (symbol, "@base"))
    return RETORT_DIRECTION_DOWNGRADE;

  up = retort_target_state_find_path (state, workspace, RETORT_DIRECTION_UPGRADE, symbol, NULL);
  if (up != NULL && up->len > 0)
    return RETORT_DIRECTION_UPGRADE;
  down = retort_target_state_find_path (state, workspace, RETORT_DIRECTION_DOWNGRADE, symbol, NULL);
  return down != NULL && down->len > 0 ? RETORT_DIRECTION_DOWNGRADE : RETORT_DIRECTION_UPGRADE;
}

static RetortPlan *
make_plan (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const char *symbol, gboolean is_down,
           GError **error)
{
  g_autoptr(RetortTargetState) state = retort_target_read_state (target, workspace, cli->cancellable, error);
  RetortDirection direction = RETORT_DIRECTION_DOWNGRADE;

  if (state == NULL)
    return NULL;
  if (!is_down)
    direction = guess_direction (workspace, state, symbol);
  return retort_runner_plan (workspace, target, direction, symbol, cli->cancellable, error);
}

static RetortExit
write_document (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const RetortCliDocument *document)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autofree char *to = fields->to[0] != NULL ? g_strjoinv (", ", (GStrv) fields->to) : g_strdup ("base");
  g_autofree char *title = g_strdup_printf ("%s %s to %s", fields->direction == RETORT_DIRECTION_UPGRADE ? "Upgrade" : "Downgrade",
                                            retort_target_get_database (target), to);
  g_autoptr(RetortTargetState) state = NULL;
  RetortPlanDocument wanted = { .title = title };
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!retort_cli_document_get_format (document, &wanted.format, &error))
    return retort_cli_fail (cli, error);
  state = retort_target_read_state (target, workspace, cli->cancellable, &error);
  if (state == NULL)
    return retort_cli_fail (cli, error);
  wanted.facts = state->facts;
  text = retort_cli_document_of_plan (cli, workspace, plan, &wanted, NULL);
  return retort_cli_document_write (cli, document, text);
}

static void
print (RetortCli *cli, RetortPlan *plan)
{
  g_autofree char *text = NULL;

  if (retort_cli_wants_json (cli))
    {
      retort_cli_print_json (retort_json_of_plan (plan));
      return;
    }
  text = retort_plan_to_text (plan, cli->base, retort_cli_has_color (cli));
  retort_cli_print (text);
}

/**
 * retort_command_plan:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_plan (RetortCli *cli)
{
  gboolean is_down = FALSE;
  g_autofree char *since = NULL;
  g_autofree char *output = NULL;
  const RetortOption options[] = {
    { "down", 0, RETORT_OPTION_FLAG, &is_down, NULL, N_("of a downgrade, where the target does not say it") },
    { "since", 0, RETORT_OPTION_TEXT, &since, N_("REF"), N_("review what is new since that git commit; needs no database") },
    { "output", 'o', RETORT_OPTION_TEXT, &output, N_("FILE"), N_("write a document: FILE.html or FILE.md") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  RetortCliDocument document = { 0 };

  if (arguments == NULL)
    return status;
  document = (RetortCliDocument){ output, cli->format };
  if (since != NULL)
    return retort_cli_review (cli, since, &document);
  if (!retort_cli_open_both (cli, &workspace, &target, &error))
    return retort_cli_fail (cli, error);
  plan = make_plan (cli, workspace, target, arguments->len > 0 ? g_ptr_array_index (arguments, 0) : "head", is_down,
                    &error);
  if (plan == NULL)
    return retort_cli_fail (cli, error);

  if (retort_cli_document_is_wanted (&document))
    return write_document (cli, workspace, target, plan, &document);
  print (cli, plan);
  return RETORT_EXIT_DONE;
}
