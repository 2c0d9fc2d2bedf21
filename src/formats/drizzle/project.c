/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/drizzle/project.h"

/**
 * retort_drizzle_entry_free:
 * @self: (transfer full) (nullable): an entry
 */
void
retort_drizzle_entry_free (RetortDrizzleEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->path);
  g_free (self->down_path);
  g_free (self->snapshot_path);
  g_free (self->folder_name);
  g_free (self->hash);
  g_free (self);
}

/**
 * retort_drizzle_project_new:
 * @layout: which generation wrote the folder
 * @entries: (transfer full) (element-type RetortDrizzleEntry): in the order in which drizzle-orm runs them; ids differ
 * @schema_files: (transfer full) (element-type utf8): absolute paths and patterns of schema.ts
 *
 * Returns: (transfer full): what the adapter keeps
 */
RetortDrizzleProject *
retort_drizzle_project_new (RetortDrizzleLayout layout, GPtrArray *entries, GPtrArray *schema_files)
{
  RetortDrizzleProject *self = g_new0 (RetortDrizzleProject, 1);

  self->layout = layout;
  self->entries = entries;
  self->schema_files = schema_files;
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < entries->len; i++)
    {
      RetortDrizzleEntry *entry = g_ptr_array_index (entries, i);

      g_hash_table_insert (self->by_id, entry->id, entry);
    }
  return self;
}

/**
 * retort_drizzle_project_free:
 * @self: (transfer full): what the adapter keeps
 */
void
retort_drizzle_project_free (RetortDrizzleProject *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->schema_files);
  g_free (self);
}

/**
 * retort_drizzle_project_of:
 * @project: a project of Drizzle
 *
 * Returns: (transfer none): what its reader keeps
 */
const RetortDrizzleProject *
retort_drizzle_project_of (RetortProject *project)
{
  return retort_project_get (project)->data;
}

/**
 * retort_drizzle_project_find:
 * @self: what the adapter keeps
 * @id: a revision
 *
 * Returns: (transfer none) (nullable): its entry
 */
const RetortDrizzleEntry *
retort_drizzle_project_find (const RetortDrizzleProject *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}
