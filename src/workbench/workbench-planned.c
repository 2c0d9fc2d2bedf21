/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned migrations as rows above the heads: those that are still to be written, the next one lowest. */
#include "config.h"

#include "workbench/revision-item-private.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

static char *
dup_key (const RetortPlannedMigration *migration)
{
  return g_strconcat ("planned ", migration->row->number, NULL);
}

/* (nullable): who else has its number */
static char *
dup_note (const RetortPlannedMigration *migration)
{
  if (migration->holder == NULL)
    return NULL;
  /* Translators: the id of a revision that is about something else */
  return g_strdup_printf (_("%s has the number"), retort_revision_get_id (migration->holder));
}

static RetortRevisionItem *
ensure_item (RetortWorkbench *self, const RetortPlannedMigration *migration)
{
  g_autofree char *key = dup_key (migration);
  g_autofree char *note = dup_note (migration);
  RetortRevisionItem *item = g_hash_table_lookup (self->items, key);

  if (item == NULL)
    {
      item = retort_revision_item_new (migration->row->number);
      g_hash_table_insert (self->items, g_steal_pointer (&key), item);
    }
  retort_revision_item_set_mark_note (item, note);
  retort_revision_item_set_planned (item, migration->row->description, migration->row->priority);
  return item;
}

/**
 * retort_workbench_append_planned: (skip)
 * @self: a workbench
 * @rows: (element-type RetortRevisionItem): rows of the list, from the top; borrowed
 *
 * Adds a row for each migration that is planned and not written.
 */
void
retort_workbench_append_planned (RetortWorkbench *self, GPtrArray *rows)
{
  for (guint i = self->planned != NULL ? self->planned->migrations->len : 0; i > 0; i--)
    {
      const RetortPlannedMigration *migration = g_ptr_array_index (self->planned->migrations, i - 1);

      if (retort_planned_migration_is_open (migration))
        g_ptr_array_add (rows, ensure_item (self, migration));
    }
}

/**
 * retort_workbench_keep_planned: (skip)
 * @self: a workbench
 * @kept: (element-type utf8 RetortRevisionItem): rows that stay over a reading; owns keys and values
 *
 * Planned rows stay the same objects.
 */
void
retort_workbench_keep_planned (RetortWorkbench *self, GHashTable *kept)
{
  for (guint i = 0; self->planned != NULL && i < self->planned->migrations->len; i++)
    {
      g_autofree char *key = dup_key (g_ptr_array_index (self->planned->migrations, i));
      RetortRevisionItem *item = g_hash_table_lookup (self->items, key);

      if (item != NULL)
        g_hash_table_insert (kept, g_steal_pointer (&key), g_object_ref (item));
    }
}

/**
 * retort_workbench_get_n_planned:
 * @self: a workbench
 *
 * Returns: how many rows of the list are planned and not written
 */
guint
retort_workbench_get_n_planned (RetortWorkbench *self)
{
  guint n_open = 0;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), 0);
  for (guint i = 0; self->planned != NULL && i < self->planned->migrations->len; i++)
    n_open += retort_planned_migration_is_open (g_ptr_array_index (self->planned->migrations, i));
  return n_open;
}
