/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli practice: puts the practice project and its private database in place. */
#include "config.h"

#include "cli/commands.h"

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "engine/practice.h"

#include <glib/gi18n.h>

static void
print (RetortCli *cli, const char *folder)
{
  JsonObject *object = NULL;
  JsonNode *node = NULL;

  if (!retort_cli_wants_json (cli))
    {
      g_autofree char *quoted = g_shell_quote (folder);
      g_autofree char *text = g_strdup_printf (_("The practice project is in %s.\nTry: retort-cli -C %s --private status\n"),
                                               folder, quoted);

      retort_cli_print (text);
      return;
    }

  object = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_object_set_int_member (object, "format", 1);
  json_object_set_string_member (object, "path", folder);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_command_practice:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_practice (RetortCli *cli)
{
  gboolean wants_reset = FALSE;
  gboolean is_drizzle = FALSE;
  const RetortOption options[] = {
    { "reset", 0, RETORT_OPTION_FLAG, &wants_reset, NULL, N_("make both anew; the folder is set aside, the database dropped") },
    { "drizzle", 0, RETORT_OPTION_FLAG, &is_drizzle, NULL, N_("the smaller one, of drizzle-kit") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  RetortCliProgress progress = { 0 };
  RetortPractice which = RETORT_PRACTICE_ALEMBIC;
  const char *wanted = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;

  retort_interrupt_start (cli->cancellable);
  progress = retort_cli_progress_new (cli);
  which = is_drizzle ? RETORT_PRACTICE_DRIZZLE : RETORT_PRACTICE_ALEMBIC;
  wanted = arguments->len > 0 ? g_ptr_array_index (arguments, 0) : NULL;
  if (wants_reset)
    folder = retort_practice_reset (which, wanted, retort_cli_progress_sink, &progress, &kept, cli->cancellable, &error);
  else
    folder = retort_practice_install (which, wanted, retort_cli_progress_sink, &progress, cli->cancellable, &error);
  if (kept != NULL)
    retort_cli_say (cli, _("what you wrote into it is in '%s' now"), kept);
  if (folder == NULL)
    return retort_cli_fail (cli, error);

  print (cli, folder);
  return RETORT_EXIT_DONE;
}
