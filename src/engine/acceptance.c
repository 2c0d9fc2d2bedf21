/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort.json is read, one member of it changed, and written in one go; its other members stay, in their order. A file that cannot be
 * read is never written over. */
#include "engine/acceptance.h"

#include "base/json-file.h"

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

static JsonNode *
load (const char *path, GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) cause = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (root, json_object_new ());
      return g_steal_pointer (&root);
    }
  root = retort_json_file_load (path, &cause);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root)
      && (!json_object_has_member (json_node_get_object (root), MEMBER)
          || JSON_NODE_HOLDS_OBJECT (json_object_get_member (json_node_get_object (root), MEMBER))))
    return g_steal_pointer (&root);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot add to '%s': %s", path,
               cause != NULL ? cause->message : "it is not an object, or its 'accepted' is none");
  return NULL;
}

static gboolean
write_file (const char *path, JsonNode *root, GError **error)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  g_autoptr(GError) cause = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 2);
  text = json_generator_to_data (generator, NULL);
  whole = g_strconcat (text, "\n", NULL);
  if (g_file_set_contents_full (path, whole, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, &cause))
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot write '%s': %s", path, cause->message);
  return FALSE;
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
  root = load (settings->path, error);
  if (root == NULL)
    return FALSE;
  if (!json_object_has_member (json_node_get_object (root), MEMBER))
    json_object_set_object_member (json_node_get_object (root), MEMBER, json_object_new ());
  accepted = json_object_get_object_member (json_node_get_object (root), MEMBER);
  json_object_set_string_member (accepted, name, hash);
  return write_file (settings->path, root, error);
}
