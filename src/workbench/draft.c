/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key file for each edited file in $XDG_STATE_HOME/retort/drafts, named by the checksum of its path. */
#include "config.h"

#include "workbench/draft.h"

#include <glib/gstdio.h>

#define GROUP "draft"

static char *
dup_file_name (const char *path)
{
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  g_autofree char *name = g_strconcat (checksum, ".draft", NULL);

  return g_build_filename (g_get_user_state_dir (), "retort", "drafts", name, NULL);
}

/**
 * retort_draft_new:
 * @text: the edited text
 * @base_hash: (nullable): hash of the file's text that the edit began with
 *
 * Returns: (transfer full): a copy of an edit
 */
RetortDraft *
retort_draft_new (const char *text, const char *base_hash)
{
  RetortDraft *self = g_new0 (RetortDraft, 1);

  self->text = g_strdup (text);
  self->base_hash = g_strdup (base_hash);
  return self;
}

/**
 * retort_draft_free:
 * @self: (transfer full) (nullable): a copy of an edit
 */
void
retort_draft_free (RetortDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->base_hash);
  g_free (self);
}

/**
 * retort_draft_load:
 * @path: the edited file
 *
 * Reads the copy of an edit. Blocks. A copy that is of another file, or that cannot be read, is none.
 *
 * Returns: (transfer full) (nullable): the copy
 */
RetortDraft *
retort_draft_load (const char *path)
{
  g_autofree char *name = dup_file_name (path);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *of = NULL;
  g_autofree char *text = NULL;
  g_autofree char *base_hash = NULL;

  if (!g_key_file_load_from_file (file, name, G_KEY_FILE_NONE, NULL))
    return NULL;
  of = g_key_file_get_string (file, GROUP, "path", NULL);
  text = g_key_file_get_string (file, GROUP, "text", NULL);
  base_hash = g_key_file_get_string (file, GROUP, "base", NULL);
  return text != NULL && g_strcmp0 (of, path) == 0 ? retort_draft_new (text, base_hash) : NULL;
}

/**
 * retort_draft_save:
 * @self: a copy of an edit
 * @path: the edited file
 * @error: set when it cannot be written
 *
 * Writes the copy, whole or not at all, so that only its owner can read it. Blocks.
 *
 * Returns: %TRUE when it was written
 */
gboolean
retort_draft_save (const RetortDraft *self, const char *path, GError **error)
{
  g_autofree char *name = dup_file_name (path);
  g_autofree char *folder = g_path_get_dirname (name);
  g_autofree char *data = NULL;
  g_autoptr(GKeyFile) file = g_key_file_new ();
  gsize length = 0;

  g_key_file_set_string (file, GROUP, "path", path);
  g_key_file_set_string (file, GROUP, "base", self->base_hash != NULL ? self->base_hash : "");
  g_key_file_set_string (file, GROUP, "text", self->text);
  data = g_key_file_to_data (file, &length, NULL);
  g_mkdir_with_parents (folder, 0700);
  return g_file_set_contents_full (name, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/**
 * retort_draft_delete:
 * @path: the edited file
 *
 * Forgets the copy: it was saved, or given up. Blocks.
 */
void
retort_draft_delete (const char *path)
{
  g_autofree char *name = dup_file_name (path);

  g_unlink (name);
}
