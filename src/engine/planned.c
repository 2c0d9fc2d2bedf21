/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file is the one that retort.json names ("planned": "ROADMAP.md"), else the first usual one that has such a table. */
#include "engine/planned.h"

#include "analysis/history/numbering.h"
#include "base/file.h"

#include <string.h>

/* What any two texts may share. */
static const char *const common_words[] = { "add", "all", "and", "das", "der", "die", "for", "from", "für", "into", "new", "the", "und", "with", NULL };

/* From so many bytes on a word counts, and the same beginning of two makes them one. */
#define MIN_WORD 3
#define MIN_STEM 4

static const char *const usual_names[] = { "ROADMAP.md", "MIGRATIONS.md", "PLANNED.md", "BACKLOG.md" };
static const char *const usual_folders[] = { ".", "docs" };

static void
migration_free (gpointer data)
{
  RetortPlannedMigration *self = data;

  retort_planned_row_free (self->row);
  g_clear_pointer (&self->revision, retort_revision_unref);
  g_clear_pointer (&self->holder, retort_revision_unref);
  g_free (self);
}

/**
 * retort_planned_free:
 * @self: (transfer full) (nullable): planned migrations
 */
void
retort_planned_free (RetortPlanned *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->problem);
  g_ptr_array_unref (self->migrations);
  g_free (self);
}

/* "048" and "48" are the same number, "12b" and "12" are not. */
static RetortRevision *
find_revision (const RetortHistory *history, const char *text)
{
  char *end = NULL;
  guint number = (guint) g_ascii_strtoull (text, &end, 10);
  g_autoptr(GPtrArray) revisions = retort_history_list_numbered (history, number);

  for (guint i = 0; i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);
      RetortRevisionNumber own;

      if (retort_history_get_number (history, retort_revision_get_id (revision), &own) && own.letter == *end)
        return retort_revision_ref (revision);
    }
  return NULL;
}

/* (element-type utf8): the words of a text, folded; "step_hash" has two */
static GStrv
dup_words (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text != NULL ? text : "", -1);

  return g_regex_split_simple ("[\\W_]+", folded, 0, 0);
}

/* "files" and "file", "hash" and "hashes". Of a short word all must be the same. */
static gboolean
is_same_word (const char *one, const char *other)
{
  gsize n = MIN (strlen (one), strlen (other));

  if (g_strv_contains (common_words, one))
    return FALSE;
  return n >= MIN_STEM ? strncmp (one, other, n) == 0 : n >= MIN_WORD && g_str_equal (one, other);
}

/* Is the revision about what is planned? Whoever writes one for something else may take the next number, too. */
static gboolean
shares_a_word (const RetortPlannedRow *row, RetortRevision *revision)
{
  g_autofree char *file = g_path_get_basename (retort_revision_get_path (revision));
  g_autofree char *told = g_strjoin (" ", retort_revision_get_message (revision), file, NULL);
  g_auto(GStrv) planned = dup_words (row->description);
  g_auto(GStrv) written = dup_words (told);

  for (guint i = 0; planned[i] != NULL; i++)
    for (guint j = 0; written[j] != NULL; j++)
      if (is_same_word (planned[i], written[j]))
        return TRUE;
  return FALSE;
}

static void
take_revision (RetortPlannedMigration *self, const RetortHistory *history)
{
  gboolean is_told = self->row->done_as != NULL || self->row->is_done;
  g_autoptr(RetortRevision) revision = find_revision (history, self->row->done_as != NULL ? self->row->done_as : self->row->number);

  if (revision == NULL)
    return;
  if (is_told || shares_a_word (self->row, revision))
    self->revision = g_steal_pointer (&revision);
  else
    self->holder = g_steal_pointer (&revision);
}

static void
take_rows (RetortPlanned *self, const RetortHistory *history, GPtrArray *rows)
{
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      RetortPlannedMigration *migration = g_new0 (RetortPlannedMigration, 1);

      migration->row = g_ptr_array_index (rows, i);
      take_revision (migration, history);
      g_ptr_array_add (self->migrations, migration);
    }
}

/* TRUE: the file was read, and it has rows or was named. */
static gboolean
read_file (RetortPlanned *self, RetortWorkspace *workspace, const char *name, gboolean is_named)
{
  g_autofree char *path = g_canonicalize_filename (name, retort_project_get (retort_workspace_get_project (workspace))->root);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = retort_file_read (path, NULL, &error);
  g_autoptr(RetortSource) source = text != NULL ? retort_source_new (path, text, -1) : NULL;
  g_autoptr(GPtrArray) rows = source != NULL ? retort_planned_read (source) : NULL;

  if (rows == NULL && is_named)
    self->problem = g_strdup (error->message);
  if (rows == NULL || (rows->len == 0 && !is_named))
    return FALSE;
  self->path = g_steal_pointer (&path);
  take_rows (self, retort_workspace_get_history (workspace), rows);
  return TRUE;
}

static gboolean
read_usual_file (RetortPlanned *self, RetortWorkspace *workspace, const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_names); i++)
    {
      g_autofree char *name = g_build_filename (folder, usual_names[i], NULL);

      if (read_file (self, workspace, name, FALSE))
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_planned_load:
 * @workspace: a project
 *
 * Reads a file of the project. Blocks; any thread.
 *
 * Returns: (transfer full): what is planned; without a file nothing is
 */
RetortPlanned *
retort_planned_load (RetortWorkspace *workspace)
{
  const RetortSettings *settings = retort_workspace_get_settings (workspace);
  RetortPlanned *self = g_new0 (RetortPlanned, 1);

  self->migrations = g_ptr_array_new_with_free_func (migration_free);
  if (settings->planned != NULL)
    read_file (self, workspace, settings->planned, TRUE);
  for (guint i = 0; settings->planned == NULL && i < G_N_ELEMENTS (usual_folders); i++)
    if (read_usual_file (self, workspace, usual_folders[i]))
      break;
  return self;
}

/**
 * retort_planned_find:
 * @self: planned migrations
 * @number: as somebody types it: "16", "016"
 *
 * Returns: (transfer none) (nullable): the row with that number, one that is still to be written before the others
 */
const RetortPlannedMigration *
retort_planned_find (const RetortPlanned *self, const char *number)
{
  const RetortPlannedMigration *found = NULL;
  char *end = NULL;
  guint64 wanted = g_ascii_strtoull (number, &end, 10);

  for (guint i = 0; i < self->migrations->len && end != number; i++)
    {
      const RetortPlannedMigration *migration = g_ptr_array_index (self->migrations, i);
      char *own_end = NULL;

      if (g_ascii_strtoull (migration->row->number, &own_end, 10) == wanted && g_str_equal (own_end, end)
          && (found == NULL || retort_planned_migration_is_open (migration)))
        found = migration;
    }
  return found;
}

/**
 * retort_planned_migration_is_open:
 * @self: a planned migration
 *
 * Returns: whether it is still to be written
 */
gboolean
retort_planned_migration_is_open (const RetortPlannedMigration *self)
{
  return !self->row->is_done && self->revision == NULL;
}
