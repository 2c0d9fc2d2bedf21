/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli revision: what `alembic revision` writes. */
#include "config.h"

#include "cli/commands.h"
#include "cli/new-file.h"
#include "engine/new-revision.h"
#include "engine/planned.h"

#include <glib/gi18n.h>

/* What the command line says. Texts are owned. */
typedef struct
{
  char      *message;
  char      *head;
  char      *label;
  char      *id;
  char      *folder;
  char      *planned;    /* nullable: a number */
  GPtrArray *depends_on; /* element: utf8 */
  gboolean   splices;
  gboolean   is_shown_only;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->message);
  g_free (self->head);
  g_free (self->label);
  g_free (self->id);
  g_free (self->folder);
  g_free (self->planned);
  g_ptr_array_unref (self->depends_on);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* FALSE with @error: no such row, or it is written already. */
static gboolean
take_planned (RetortRevisionWish *wish, const RetortPlanned *planned, const char *number, GError **error)
{
  const RetortPlannedMigration *migration = retort_planned_find (planned, number);

  if (migration == NULL || !retort_planned_migration_is_open (migration))
    {
      g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE,
                   migration == NULL ? _("no planned migration has the number '%s'") : _("the planned migration '%s' is written already"), number);
      return FALSE;
    }
  if (wish->message == NULL)
    wish->message = migration->row->description;
  wish->number = migration->row->number;
  return TRUE;
}

static RetortExit
run (RetortCli *cli, const Arguments *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, &error);
  g_autoptr(RetortPlanned) planned = workspace != NULL ? retort_planned_load (workspace) : NULL;
  g_autoptr(RetortNewFile) file = NULL;
  const char *const heads[] = { arguments->head, NULL };
  RetortRevisionWish wish = {
    .message = arguments->message,
    .heads = arguments->head != NULL ? heads : NULL,
    .splices = arguments->splices,
    .label = arguments->label,
    .depends_on = (const char *const *) arguments->depends_on->pdata,
    .id = arguments->id,
    .folder = arguments->folder,
  };

  if (workspace == NULL)
    return retort_cli_fail (cli, error);
  if (arguments->planned != NULL && !take_planned (&wish, planned, arguments->planned, &error))
    return retort_cli_fail (cli, error);
  file = retort_new_revision_compose (workspace, &wish, &error);
  if (file == NULL)
    return retort_cli_fail (cli, error);
  return retort_cli_write_new_file (cli, file, arguments->is_shown_only);
}

/**
 * retort_command_revision:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_revision (RetortCli *cli)
{
  g_auto(Arguments) arguments = { .depends_on = g_ptr_array_new_with_free_func (g_free) };
  const RetortOption options[] = {
    { "message", 'm', RETORT_OPTION_TEXT, &arguments.message, N_("TEXT"), N_("what the revision is for") },
    { "head", 0, RETORT_OPTION_TEXT, &arguments.head, N_("SYMBOL"), N_("what it revises (default: head)") },
    { "splice", 0, RETORT_OPTION_FLAG, &arguments.splices, NULL, N_("what it revises need not be a head") },
    { "branch-label", 0, RETORT_OPTION_TEXT, &arguments.label, N_("LABEL"), N_("a name for the branch that it begins") },
    { "depends-on", 0, RETORT_OPTION_TEXTS, arguments.depends_on, N_("SYMBOL"), N_("what it depends on; may be given more than once") },
    { "rev-id", 0, RETORT_OPTION_TEXT, &arguments.id, N_("ID"), N_("its id (default: the next of the project's scheme)") },
    { "version-path", 0, RETORT_OPTION_TEXT, &arguments.folder, N_("DIR"), N_("the version folder, where there are several") },
    { "from-planned", 0, RETORT_OPTION_TEXT, &arguments.planned, N_("NUMBER"), N_("begin what the planned-migrations table says under that number") },
    { "dry-run", 0, RETORT_OPTION_FLAG, &arguments.is_shown_only, NULL, N_("print the file and write nothing") },
    { NULL },
  };
  const char *const formats[] = { "text", "json", NULL };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) rest = retort_cli_parse (cli, options, 0, 0, &status);

  if (rest == NULL || !retort_cli_check_format (cli, formats, &status))
    return status;
  g_ptr_array_add (arguments.depends_on, NULL);
  return run (cli, &arguments);
}
