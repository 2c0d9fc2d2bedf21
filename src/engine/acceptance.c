/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/acceptance.h"

#include "engine/settings-file.h"

#define MEMBER "accepted"

/**
 * retort_acceptance_get_path:
 * @workspace: a project
 *
 * Returns: (transfer none) (nullable): the file that is read instead of being run (env.py); %NULL when there is none
 */
const char *
retort_acceptance_get_path (RetortWorkspace *workspace)
{
  return retort_project_get (retort_workspace_get_project (workspace))->environment_path;
}

/**
 * retort_acceptance_get_hash:
 * @workspace: a project
 *
 * Returns: (transfer none) (nullable): the SHA-256 of that file as it was read
 */
const char *
retort_acceptance_get_hash (RetortWorkspace *workspace)
{
  return retort_project_get (retort_workspace_get_project (workspace))->environment_hash;
}

/**
 * retort_acceptance_list_open:
 * @workspace: a project
 *
 * Returns: (transfer container) (element-type RetortProjectNote): what keeps the built-in engine off and can be accepted
 */
GPtrArray *
retort_acceptance_list_open (RetortWorkspace *workspace)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  GPtrArray *open = g_ptr_array_new ();

  for (guint i = 0; i < project->notes->len; i++)
    {
      RetortProjectNote *note = g_ptr_array_index (project->notes, i);

      if (project->environment_path != NULL && g_strcmp0 (note->path, project->environment_path) == 0
          && retort_workspace_is_blocked_by (workspace, note))
        g_ptr_array_add (open, note);
    }
  return open;
}

/**
 * retort_acceptance_store:
 * @workspace: a project
 * @hash: the content that somebody looked at: what retort_acceptance_get_hash() said
 * @error: a RetortFormatError: retort.json cannot be read or written, or the file is another one by now
 *
 * Accepts what of the environment file is not understood, as long as its content stays the same. @workspace does not change: open the
 * project again. Any thread; blocks.
 *
 * Returns: whether it is written
 */
gboolean
retort_acceptance_store (RetortWorkspace *workspace, const char *hash, GError **error)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  const RetortSettings *settings = retort_workspace_get_settings (workspace);
  g_autofree char *name = retort_workspace_dup_environment_name (workspace);
  g_autoptr(JsonNode) root = NULL;
  JsonObject *accepted;

  if (name == NULL || g_strcmp0 (hash, project->environment_hash) != 0)
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
                   "cannot accept '%s': %s", name != NULL ? name : "env.py",
                   name != NULL ? "its content is not the one that was looked at" : "the project has none");
      return FALSE;
    }
  root = retort_settings_file_load (settings->path, error);
  accepted = root != NULL ? retort_settings_file_enter (settings->path, json_node_get_object (root), MEMBER, error) : NULL;
  if (accepted == NULL)
    return FALSE;
  json_object_set_string_member (accepted, name, hash);
  return retort_settings_file_write (settings->path, root, error);
}
