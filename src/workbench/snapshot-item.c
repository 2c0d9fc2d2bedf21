/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/snapshot-item-private.h"

#include "workbench/age.h"

#include <glib/gi18n-lib.h>

struct _RetortSnapshotItem
{
  GObject parent_instance;

  RetortDatabaseSnapshot *snapshot;
  char                   *details;
};

G_DEFINE_FINAL_TYPE (RetortSnapshotItem, retort_snapshot_item, G_TYPE_OBJECT)

static void
retort_snapshot_item_finalize (GObject *object)
{
  RetortSnapshotItem *self = RETORT_SNAPSHOT_ITEM (object);

  g_clear_pointer (&self->snapshot, retort_database_snapshot_unref);
  g_free (self->details);
  G_OBJECT_CLASS (retort_snapshot_item_parent_class)->finalize (object);
}

static void
retort_snapshot_item_class_init (RetortSnapshotItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_snapshot_item_finalize;
}

static void
retort_snapshot_item_init (RetortSnapshotItem *self)
{
}

/**
 * retort_snapshot_item_new: (skip)
 * @snapshot: a snapshot
 *
 * Returns: (transfer full): what shows it in a list
 */
RetortSnapshotItem *
retort_snapshot_item_new (RetortDatabaseSnapshot *snapshot)
{
  RetortSnapshotItem *self = g_object_new (RETORT_TYPE_SNAPSHOT_ITEM, NULL);
  g_autofree char *age = retort_age_dup_text (snapshot->time_us, g_get_real_time ());
  g_autofree char *rows = g_strjoinv (", ", snapshot->rows);
  g_autofree char *size = g_format_size (snapshot->size);
  /* Translators: a revision. */
  g_autofree char *place = *rows != '\0' ? g_strdup_printf (_("at %s"), rows) : g_strdup (_("before the first revision"));

  self->snapshot = retort_database_snapshot_ref (snapshot);
  self->details = g_strjoin (" · ", age, place, size, NULL);
  return self;
}

/**
 * retort_snapshot_item_get_snapshot: (skip)
 * @self: an item
 *
 * Returns: (transfer none): what it shows
 */
RetortDatabaseSnapshot *
retort_snapshot_item_get_snapshot (RetortSnapshotItem *self)
{
  g_return_val_if_fail (RETORT_IS_SNAPSHOT_ITEM (self), NULL);
  return self->snapshot;
}

/**
 * retort_snapshot_item_get_name:
 * @self: an item
 *
 * Returns: (transfer none): what the snapshot is called
 */
const char *
retort_snapshot_item_get_name (RetortSnapshotItem *self)
{
  g_return_val_if_fail (RETORT_IS_SNAPSHOT_ITEM (self), NULL);
  return self->snapshot->name;
}

/**
 * retort_snapshot_item_get_details:
 * @self: an item
 *
 * Returns: (transfer none): its age, where the database stood, and how large it is
 */
const char *
retort_snapshot_item_get_details (RetortSnapshotItem *self)
{
  g_return_val_if_fail (RETORT_IS_SNAPSHOT_ITEM (self), NULL);
  return self->details;
}
