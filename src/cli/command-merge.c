/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli merge: what `alembic merge` writes. */
#include "config.h"

#include "cli/commands.h"
#include "cli/new-file.h"
#include "engine/new-revision.h"

#include <glib/gi18n.h>

/* What the command line says. Texts are owned. */
typedef struct
{
  char     *message;
  char     *label;
  char     *id;
  gboolean  is_shown_only;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->message);
  g_free (self->label);
  g_free (self->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static RetortExit
run (RetortCli *cli, const Arguments *arguments, GPtrArray *symbols)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, &error);
  g_autoptr(RetortNewFile) file = NULL;
  RetortRevisionWish wish = {
    .message = arguments->message,
    .heads = (const char *const *) symbols->pdata,
    .label = arguments->label,
    .id = arguments->id,
  };

  if (workspace == NULL)
    return retort_cli_fail (cli, error);
  file = retort_new_revision_compose (workspace, &wish, &error);
  if (file == NULL)
    return retort_cli_fail (cli, error);
  return retort_cli_write_new_file (cli, file, arguments->is_shown_only);
}

/**
 * retort_command_merge:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_merge (RetortCli *cli)
{
  g_auto(Arguments) arguments = { 0 };
  const RetortOption options[] = {
    { "message", 'm', RETORT_OPTION_TEXT, &arguments.message, N_("TEXT"), N_("what the revision is for") },
    { "branch-label", 0, RETORT_OPTION_TEXT, &arguments.label, N_("LABEL"), N_("a name for the branch that it begins") },
    { "rev-id", 0, RETORT_OPTION_TEXT, &arguments.id, N_("ID"), N_("its id (default: the next of the project's scheme)") },
    { "dry-run", 0, RETORT_OPTION_FLAG, &arguments.is_shown_only, NULL, N_("print the file and write nothing") },
    { NULL },
  };
  const char *const formats[] = { "text", "json", NULL };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) symbols = retort_cli_parse (cli, options, 0, G_MAXINT, &status);

  if (symbols == NULL || !retort_cli_check_format (cli, formats, &status))
    return status;
  if (symbols->len == 0)
    g_ptr_array_add (symbols, (char *) "heads");
  g_ptr_array_add (symbols, NULL);
  return run (cli, &arguments, symbols);
}
