/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli merge: what `alembic merge` writes. */
#include "config.h"

#include "cli/commands.h"
#include "cli/new-file.h"
#include "engine/holders.h"
#include "engine/merge.h"
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

/* --- What each head is about --- */

static char *
join (GPtrArray *texts)
{
  g_autoptr(GPtrArray) ended = g_ptr_array_copy (texts, NULL, NULL);

  g_ptr_array_set_free_func (ended, NULL);
  g_ptr_array_add (ended, NULL);
  return g_strjoinv (", ", (GStrv) ended->pdata);
}

static void
tell_line (RetortCli *cli, const RetortMergeLine *line, GPtrArray *holders)
{
  const char *id = retort_revision_get_id (line->head);
  g_autofree char *objects = join (line->objects);

  retort_cli_say (cli, ngettext ("%s: %s (%u revision of its own)", "%s: %s (%u revisions of its own)", line->revisions->len), id,
                  retort_revision_get_caption (line->head), line->revisions->len);
  retort_cli_say (cli, _("  touches %s%s"), line->objects->len > 0 ? objects : _("nothing that is known"),
                  line->is_known ? "" : _(", and more that is not understood"));
  for (guint i = 0; i < holders->len; i++)
    if (retort_holder_holds (g_ptr_array_index (holders, i), id))
      retort_cli_say (cli, _("  held by %s"), ((RetortHolder *) g_ptr_array_index (holders, i))->name);
}

static gboolean
tell_survey (RetortCli *cli, RetortWorkspace *workspace, GPtrArray *heads, GError **error)
{
  g_autoptr(RetortMergeSurvey) survey = retort_merge_survey (workspace, heads, cli->cancellable, error);
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(GPtrArray) holders = NULL;
  g_autofree char *shared = NULL;

  if (survey == NULL)
    return FALSE;
  if (retort_cli_has_target (cli))
    {
      target = retort_cli_open_target (cli, workspace, error);
      if (target == NULL)
        return FALSE;
    }
  holders = retort_holders_ask (workspace, target, cli->cancellable);
  for (guint i = 0; i < survey->lines->len; i++)
    tell_line (cli, g_ptr_array_index (survey->lines, i), holders);
  shared = join (survey->shared);
  if (survey->shared->len > 0)
    retort_cli_say (cli, _("more than one of them touches %s: read them before they are joined"), shared);
  return TRUE;
}

static GPtrArray *
find_heads (RetortWorkspace *workspace, const RetortNewFile *file, GError **error)
{
  g_autoptr(RetortSource) source = retort_source_new (file->path, file->text, -1);
  g_autoptr(RetortRevision) revision = retort_workspace_reread (workspace, source, error);
  g_autoptr(GPtrArray) heads = g_ptr_array_new ();

  if (revision == NULL)
    return NULL;
  for (const char *const *id = retort_revision_get_down (revision); *id != NULL; id++)
    g_ptr_array_add (heads, retort_history_find (retort_workspace_get_history (workspace), *id));
  return g_steal_pointer (&heads);
}

static RetortExit
run (RetortCli *cli, const Arguments *arguments, GPtrArray *symbols)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, &error);
  g_autoptr(RetortNewFile) file = NULL;
  g_autoptr(GPtrArray) heads = NULL;
  RetortRevisionWish wish = {
    .message = arguments->message,
    .heads = (const char *const *) symbols->pdata,
    .label = arguments->label,
    .id = arguments->id,
  };

  if (workspace == NULL)
    return retort_cli_fail (cli, error);
  file = retort_new_revision_compose (workspace, &wish, &error);
  heads = file != NULL ? find_heads (workspace, file, &error) : NULL;
  if (heads == NULL || (arguments->is_shown_only && !tell_survey (cli, workspace, heads, &error)))
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
    { "dry-run", 0, RETORT_OPTION_FLAG, &arguments.is_shown_only, NULL, N_("tell what each head is about, print the file and write nothing") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) symbols = retort_cli_parse (cli, options, 0, G_MAXINT, &status);

  if (symbols == NULL)
    return status;
  if (symbols->len == 0)
    g_ptr_array_add (symbols, (char *) "heads");
  g_ptr_array_add (symbols, NULL);
  return run (cli, &arguments, symbols);
}
