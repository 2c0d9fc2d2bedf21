/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One key file for each project in $XDG_STATE_HOME/retort/readings, named by the checksum of its folder; a group for each revision, with the
 * hash of the text that was read and what was ticked. */
#include "engine/reading-marks.h"

#include <glib/gstdio.h>

static char *
dup_file_name (const char *root)
{
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, root, -1);
  g_autofree char *name = g_strconcat (checksum, ".readings", NULL);

  return g_build_filename (g_get_user_state_dir (), "retort", "readings", name, NULL);
}

/* A file that cannot be read is as if nothing had been noted. */
static GKeyFile *
load (const char *root)
{
  g_autofree char *name = dup_file_name (root);
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, name, G_KEY_FILE_NONE, NULL);
  return file;
}

static gboolean
save (const char *root, GKeyFile *file, GError **error)
{
  g_autofree char *name = dup_file_name (root);
  g_autofree char *folder = g_path_get_dirname (name);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), "cannot make '%s': %s", folder, g_strerror (errno));
      return FALSE;
    }
  return g_key_file_save_to_file (file, name, error);
}

/* The group's name: brackets and line ends may stand in no group. */
static char *
dup_group (const char *id)
{
  return g_uri_escape_string (id, NULL, TRUE);
}

static gboolean
is_of_text (GKeyFile *file, const char *group, const char *hash)
{
  g_autofree char *noted = g_key_file_get_string (file, group, "hash", NULL);

  return g_strcmp0 (noted, hash) == 0;
}

/* What was noted for another text is forgotten. */
static void
begin (GKeyFile *file, const char *group, const char *hash)
{
  if (is_of_text (file, group, hash))
    return;
  g_key_file_remove_group (file, group, NULL);
  g_key_file_set_string (file, group, "hash", hash);
}

/**
 * retort_reading_marks_is_read:
 * @root: the project's folder
 * @id: a revision
 * @hash: of its text
 *
 * Returns: whether somebody opened the revision with that text
 */
gboolean
retort_reading_marks_is_read (const char *root, const char *id, const char *hash)
{
  g_autoptr(GKeyFile) file = load (root);
  g_autofree char *group = dup_group (id);

  return is_of_text (file, group, hash);
}

/**
 * retort_reading_marks_set_read:
 * @root: the project's folder
 * @id: a revision
 * @hash: of its text
 * @error: return location
 *
 * Notes that somebody opened the revision.
 *
 * Returns: %FALSE with @error when it cannot be kept
 */
gboolean
retort_reading_marks_set_read (const char *root, const char *id, const char *hash, GError **error)
{
  g_autoptr(GKeyFile) file = load (root);
  g_autofree char *group = dup_group (id);

  if (is_of_text (file, group, hash))
    return TRUE;
  begin (file, group, hash);
  return save (root, file, error);
}

/**
 * retort_reading_marks_forget:
 * @root: the project's folder
 * @id: a revision
 * @hash: of its text
 * @error: return location
 *
 * Notes that nobody has read the revision with that text; with it goes what was ticked. What was noted for another text stays.
 *
 * Returns: %FALSE with @error when it cannot be kept
 */
gboolean
retort_reading_marks_forget (const char *root, const char *id, const char *hash, GError **error)
{
  g_autoptr(GKeyFile) file = load (root);
  g_autofree char *group = dup_group (id);

  if (!is_of_text (file, group, hash))
    return TRUE;
  g_key_file_remove_group (file, group, NULL);
  return save (root, file, error);
}

/**
 * retort_reading_marks_dup_ticks:
 * @root: the project's folder
 * @id: a revision
 * @hash: of its text
 *
 * Returns: (transfer full) (array zero-terminated=1): what was ticked for the revision with that text
 */
GStrv
retort_reading_marks_dup_ticks (const char *root, const char *id, const char *hash)
{
  g_autoptr(GKeyFile) file = load (root);
  g_autofree char *group = dup_group (id);
  GStrv ticks = is_of_text (file, group, hash) ? g_key_file_get_string_list (file, group, "ticks", NULL, NULL) : NULL;

  return ticks != NULL ? ticks : g_new0 (char *, 1);
}

/**
 * retort_reading_marks_set_tick:
 * @root: the project's folder
 * @id: a revision
 * @hash: of its text
 * @tick: what is ticked
 * @is_ticked: or no longer
 * @error: return location
 *
 * Notes a tick.
 *
 * Returns: %FALSE with @error when it cannot be kept
 */
gboolean
retort_reading_marks_set_tick (const char *root, const char *id, const char *hash, const char *tick, gboolean is_ticked, GError **error)
{
  g_autoptr(GKeyFile) file = load (root);
  g_autofree char *group = dup_group (id);
  g_auto(GStrv) ticks = retort_reading_marks_dup_ticks (root, id, hash);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) changed = NULL;

  begin (file, group, hash);
  for (guint i = 0; ticks[i] != NULL; i++)
    if (!g_str_equal (ticks[i], tick))
      g_strv_builder_add (builder, ticks[i]);
  if (is_ticked)
    g_strv_builder_add (builder, tick);
  changed = g_strv_builder_end (builder);
  g_key_file_set_string_list (file, group, "ticks", (const char *const *) changed, g_strv_length (changed));
  return save (root, file, error);
}

static gboolean
is_all_ticked (const RetortSettings *settings, const char *const *ticks)
{
  for (guint i = 0; i < settings->checklist->len; i++)
    if (!g_strv_contains (ticks, ((RetortChecklistItem *) g_ptr_array_index (settings->checklist, i))->text))
      return FALSE;
  return TRUE;
}

/**
 * retort_reading_marks_list_open:
 * @root: the project's folder
 * @settings: what the project wants
 * @plan: a plan
 *
 * Ticks count only where the project requires them.
 *
 * Returns: (transfer full) (element-type utf8): ids of revisions that the plan upgrades to and nobody has read as they are, or of which not
 *   everything is ticked
 */
GPtrArray *
retort_reading_marks_list_open (const char *root, const RetortSettings *settings, const RetortPlan *plan)
{
  GPtrArray *open = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; retort_plan_get (plan)->direction == RETORT_DIRECTION_UPGRADE && i < retort_plan_get_n_steps (plan); i++)
    {
      RetortRevision *revision = retort_plan_step_get_revision (retort_plan_get_step (plan, i));
      RetortSource *source = retort_revision_get_source (revision);
      const char *id = retort_revision_get_id (revision);
      g_auto(GStrv) ticks = source != NULL ? retort_reading_marks_dup_ticks (root, id, retort_source_get_hash (source)) : NULL;

      if (source == NULL)
        continue;
      if (!retort_reading_marks_is_read (root, id, retort_source_get_hash (source))
          || (settings->requires_checklist && !is_all_ticked (settings, (const char *const *) ticks)))
        g_ptr_array_add (open, g_strdup (id));
    }
  return open;
}
