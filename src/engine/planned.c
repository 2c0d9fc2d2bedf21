/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file is the one that retort.json names ("planned": "ROADMAP.md"), else the first usual one that has such a table. */
#include "engine/planned.h"

#include "analysis/history/numbering.h"
#include "base/file.h"

static const char *const usual_names[] = { "ROADMAP.md", "MIGRATIONS.md", "PLANNED.md", "BACKLOG.md" };
static const char *const usual_folders[] = { ".", "docs" };

static void
migration_free (gpointer data)
{
  RetortPlannedMigration *self = data;

  retort_planned_row_free (self->row);
  g_clear_pointer (&self->revision, retort_revision_unref);
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

static void
take_rows (RetortPlanned *self, const RetortHistory *history, GPtrArray *rows)
{
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      RetortPlannedMigration *migration = g_new0 (RetortPlannedMigration, 1);

      migration->row = g_ptr_array_index (rows, i);
      migration->revision = find_revision (history, migration->row->done_as != NULL ? migration->row->done_as : migration->row->number);
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
