/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file a content, named by its hash: nothing is read that is not asked for, nothing is written together. A file that
 * cannot be read is no badge. */
#include "engine/rehearsal-store.h"

#define GROUP "rehearsal"

static char *
dup_file_name (RetortRevision *revision)
{
  RetortSource *source = retort_revision_get_source (revision);

  if (source == NULL)
    return NULL;
  return g_build_filename (g_get_user_state_dir (), "retort", "rehearsals", retort_source_get_hash (source), NULL);
}

/**
 * retort_rehearsal_record_free:
 * @self: (transfer full): a record
 */
void
retort_rehearsal_record_free (RetortRehearsalRecord *self)
{
  g_strfreev (self->reasons);
  g_free (self);
}

static GStrv
dup_reasons (const RetortRehearsalStep *step)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (step->failure != NULL)
    g_strv_builder_add (builder, step->failure);
  for (guint i = 0; i < step->leftovers->len; i++)
    g_strv_builder_add (builder, ((RetortLeftover *) g_ptr_array_index (step->leftovers, i))->text);
  for (guint i = 0; i < step->reasons->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (step->reasons, i));
  return g_strv_builder_end (builder);
}

static gboolean
keep_step (const RetortRehearsal *rehearsal, const RetortRehearsalStep *step, GError **error)
{
  g_autofree char *name = dup_file_name (step->revision);
  g_autofree char *folder = name != NULL ? g_path_get_dirname (name) : NULL;
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_auto(GStrv) reasons = dup_reasons (step);
  g_autofree char *data = NULL;
  gsize length = 0;

  if (name == NULL || step->untried != NULL)
    return TRUE;
  g_key_file_set_string (file, GROUP, "reversible", retort_reversibility_to_string (step->reversibility));
  g_key_file_set_boolean (file, GROUP, "went-up", step->failure == NULL);
  g_key_file_set_int64 (file, GROUP, "time", g_get_real_time ());
  g_key_file_set_integer (file, GROUP, "server", rehearsal->server_version);
  g_key_file_set_string_list (file, GROUP, "reasons", (const char *const *) reasons, g_strv_length (reasons));
  data = g_key_file_to_data (file, &length, NULL);
  g_mkdir_with_parents (folder, 0700);
  return g_file_set_contents_full (name, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/**
 * retort_rehearsal_store_keep:
 * @rehearsal: what was seen
 * @error: a `G_FILE_ERROR`
 *
 * Keeps the badge of each step. Blocks.
 *
 * Returns: %FALSE with @error set when one could not be written
 */
gboolean
retort_rehearsal_store_keep (RetortRehearsal *rehearsal, GError **error)
{
  g_return_val_if_fail (rehearsal != NULL, FALSE);

  for (guint i = 0; i < rehearsal->steps->len; i++)
    if (!keep_step (rehearsal, g_ptr_array_index (rehearsal->steps, i), error))
      {
        g_prefix_error (error, "cannot keep what the rehearsal showed: ");
        return FALSE;
      }
  return TRUE;
}

/**
 * retort_rehearsal_store_find:
 * @revision: a revision with its file
 *
 * Reads what was seen of a file with this very content. Blocks as long as the disk does.
 *
 * Returns: (transfer full) (nullable): the record; %NULL when it was never rehearsed
 */
RetortRehearsalRecord *
retort_rehearsal_store_find (RetortRevision *revision)
{
  g_autofree char *name = NULL;
  g_autofree char *word = NULL;
  g_autoptr(GKeyFile) file = g_key_file_new ();
  RetortReversibility reversibility = RETORT_REVERSIBLE_NO;
  RetortRehearsalRecord *self = NULL;

  g_return_val_if_fail (revision != NULL, NULL);

  name = dup_file_name (revision);
  if (name == NULL || !g_key_file_load_from_file (file, name, G_KEY_FILE_NONE, NULL))
    return NULL;
  word = g_key_file_get_string (file, GROUP, "reversible", NULL);
  if (!retort_reversibility_from_string (word, &reversibility))
    return NULL;
  self = g_new0 (RetortRehearsalRecord, 1);
  self->reversibility = reversibility;
  self->went_up = g_key_file_get_boolean (file, GROUP, "went-up", NULL);
  self->time_us = g_key_file_get_int64 (file, GROUP, "time", NULL);
  self->server_version = g_key_file_get_integer (file, GROUP, "server", NULL);
  self->reasons = g_key_file_get_string_list (file, GROUP, "reasons", NULL, NULL);
  if (self->reasons == NULL)
    self->reasons = g_new0 (char *, 1);
  return self;
}
