/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/ghost.h"

#include "engine/git-ghost.h"

#include <glib/gi18n.h>

/* (nullable): no repository is no error here: there is just nothing to tell. */
static RetortGhost *
find (RetortCli *cli, RetortWorkspace *workspace, const char *id)
{
  g_autoptr(GError) error = NULL;
  RetortGhost *ghost = retort_ghost_find (workspace, id, cli->cancellable, &error);

  if (ghost == NULL && error != NULL)
    g_info ("%s", error->message);
  return ghost;
}

/**
 * retort_cli_append_ghost:
 * @cli: the call
 * @workspace: the project
 * @id: what no file declares
 * @text: where lines about it go, if there is anything to tell
 */
void
retort_cli_append_ghost (RetortCli *cli, RetortWorkspace *workspace, const char *id, GString *text)
{
  g_autoptr(RetortGhost) ghost = find (cli, workspace, id);
  g_autofree char *place = ghost != NULL ? retort_ghost_to_text (ghost) : NULL;

  if (ghost == NULL)
    return;
  g_string_append_printf (text, "           %s\n", place);
  g_string_append_printf (text, _("           read it: retort-cli show %s; undo it with its own file: retort-cli --at %s downgrade -1\n"), id,
                          ghost->is_gone ? ghost->commit : ghost->ref);
}

/**
 * retort_cli_array_of_ghosts:
 * @cli: the call
 * @workspace: the project
 * @ids: (array zero-terminated=1): what no file declares
 *
 * Returns: (transfer full): an object for each that was found
 */
JsonArray *
retort_cli_array_of_ghosts (RetortCli *cli, RetortWorkspace *workspace, const char *const *ids)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(RetortGhost) ghost = find (cli, workspace, ids[i]);
      JsonObject *object = NULL;

      if (ghost == NULL)
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "id", ghost->id);
      json_object_set_string_member (object, "ref", ghost->ref);
      json_object_set_boolean_member (object, "gone", ghost->is_gone);
      json_object_set_string_member (object, "commit", ghost->commit);
      json_object_set_string_member (object, "author", ghost->author != NULL ? ghost->author : "");
      json_object_set_int_member (object, "time", ghost->time_s);
      json_object_set_string_member (object, "file", ghost->path);
      json_array_add_object_element (array, object);
    }
  return array;
}

/**
 * retort_cli_print_ghost:
 * @cli: the call
 * @workspace: the project
 * @id: what no file declares
 *
 * Prints where it was found, and its file.
 *
 * Returns: %FALSE when it is nowhere
 */
gboolean
retort_cli_print_ghost (RetortCli *cli, RetortWorkspace *workspace, const char *id)
{
  g_autoptr(RetortGhost) ghost = find (cli, workspace, id);
  g_autofree char *place = ghost != NULL ? retort_ghost_to_text (ghost) : NULL;

  if (ghost == NULL)
    return FALSE;
  retort_cli_say (cli, _("no file here declares '%s'; it is %s"), id, place);
  retort_cli_print (ghost->text);
  return TRUE;
}
