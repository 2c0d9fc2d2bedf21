/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/migration.h"

struct _RetortMigration
{
  RetortRevision       *revision;
  RetortDirection       direction;
  RetortMigrationStatus status;
  GPtrArray            *batches; /* element: RetortBatch, owned */
  GPtrArray            *gaps;    /* element: RetortGap, owned */
  GPtrArray            *questions; /* element: RetortGap, owned: where it asks what only a run answers, and what */
  GPtrArray            *imports; /* element: RetortSource */
};

G_DEFINE_BOXED_TYPE (RetortMigration, retort_migration, retort_migration_ref, retort_migration_unref)

static const char *const status_words[] = {
  [RETORT_MIGRATION_COMPLETE] = "complete", [RETORT_MIGRATION_LIVE] = "live",
  [RETORT_MIGRATION_PARTIAL] = "partial",   [RETORT_MIGRATION_VARIES] = "varies",
  [RETORT_MIGRATION_REFUSED] = "refused",   [RETORT_MIGRATION_BROKEN] = "refused", /* the original tool fails, too */
  [RETORT_MIGRATION_MISSING] = "missing",
};

/**
 * retort_gap_new:
 * @reason: why it is not known, a clause without a full stop
 * @span: the expression or statement
 * @position: its first character
 * @before_batch: how many batches stand before it
 *
 * Returns: (transfer full): the gap
 */
RetortGap *
retort_gap_new (const char *reason, RetortSpan span, RetortPosition position, guint before_batch)
{
  RetortGap *self = g_new0 (RetortGap, 1);

  self->reason = g_strdup (reason);
  self->span = span;
  self->position = position;
  self->before_batch = before_batch;
  return self;
}

/**
 * retort_gap_copy:
 * @self: a gap
 *
 * Returns: (transfer full): another one that says the same
 */
RetortGap *
retort_gap_copy (const RetortGap *self)
{
  RetortGap *copy = retort_gap_new (self->reason, self->span, self->position, self->before_batch);

  copy->varies = self->varies;
  copy->is_hidden = self->is_hidden;
  return copy;
}

/**
 * retort_gap_free:
 * @self: (transfer full): a gap
 */
void
retort_gap_free (RetortGap *self)
{
  g_free (self->reason);
  g_free (self);
}

static void
add_gaps (GPtrArray *own, GPtrArray *gaps)
{
  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    g_ptr_array_add (own, retort_gap_copy (g_ptr_array_index (gaps, i)));
}

/**
 * retort_migration_new:
 * @revision: (transfer none): what it belongs to
 * @direction: up or down
 * @status: how far it is understood
 * @batches: (element-type RetortBatch) (transfer none) (nullable): in the order in which they are sent; references are taken
 * @gaps: (element-type RetortGap) (transfer none) (nullable): what is not understood; copied
 *
 * Returns: (transfer full): the migration
 */
RetortMigration *
retort_migration_new (RetortRevision *revision, RetortDirection direction,
                      RetortMigrationStatus status, GPtrArray *batches, GPtrArray *gaps)
{
  RetortMigration *self = NULL;

  g_return_val_if_fail (revision != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortMigration);
  self->revision = retort_revision_ref (revision);
  self->direction = direction;
  self->status = status;
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  self->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  self->imports = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_source_unref);
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    g_ptr_array_add (self->batches, retort_batch_ref (g_ptr_array_index (batches, i)));
  add_gaps (self->gaps, gaps);
  return self;
}

/**
 * retort_migration_new_with_imports:
 * @revision: the revision that it belongs to
 * @direction: up or down
 * @status: how far it is understood
 * @batches: (nullable) (element-type RetortBatch): in order
 * @gaps: (nullable) (element-type RetortGap): what is not understood; copied
 * @questions: (nullable) (element-type RetortGap): where it asks what only a run answers, and what; copied
 * @imports: (nullable) (element-type RetortSource): files beside the revision's own that it was read from
 *
 * Returns: (transfer full): the migration
 */
RetortMigration *
retort_migration_new_with_imports (RetortRevision *revision, RetortDirection direction, RetortMigrationStatus status,
                                   GPtrArray *batches, GPtrArray *gaps, GPtrArray *questions, GPtrArray *imports)
{
  RetortMigration *self = retort_migration_new (revision, direction, status, batches, gaps);

  add_gaps (self->questions, questions);
  for (guint i = 0; imports != NULL && i < imports->len; i++)
    g_ptr_array_add (self->imports, retort_source_ref (g_ptr_array_index (imports, i)));
  return self;
}

/**
 * retort_migration_ref:
 * @self: a migration
 *
 * Returns: (transfer full): @self
 */
RetortMigration *
retort_migration_ref (RetortMigration *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
migration_clear (gpointer data)
{
  RetortMigration *self = data;

  retort_revision_unref (self->revision);
  g_ptr_array_unref (self->batches);
  g_ptr_array_unref (self->gaps);
  g_ptr_array_unref (self->questions);
  g_ptr_array_unref (self->imports);
}

/**
 * retort_migration_unref:
 * @self: (transfer full): a migration
 */
void
retort_migration_unref (RetortMigration *self)
{
  g_atomic_rc_box_release_full (self, migration_clear);
}

/**
 * retort_migration_get_revision:
 * @self: a migration
 *
 * Returns: (transfer none): what it belongs to
 */
RetortRevision *
retort_migration_get_revision (const RetortMigration *self)
{
  return self->revision;
}

/**
 * retort_migration_get_direction:
 * @self: a migration
 *
 * Returns: up or down
 */
RetortDirection
retort_migration_get_direction (const RetortMigration *self)
{
  return self->direction;
}

/**
 * retort_migration_get_status:
 * @self: a migration
 *
 * Returns: how far it is understood
 */
RetortMigrationStatus
retort_migration_get_status (const RetortMigration *self)
{
  return self->status;
}

/**
 * retort_migration_get_n_batches:
 * @self: a migration
 *
 * Returns: how many batches are known
 */
guint
retort_migration_get_n_batches (const RetortMigration *self)
{
  return self->batches->len;
}

/**
 * retort_migration_get_batch:
 * @self: a migration
 * @index: from 0
 *
 * Returns: (transfer none): a batch
 */
RetortBatch *
retort_migration_get_batch (const RetortMigration *self, guint index)
{
  g_return_val_if_fail (index < self->batches->len, NULL);
  return g_ptr_array_index (self->batches, index);
}

/**
 * retort_migration_get_n_gaps:
 * @self: a migration
 *
 * Returns: how many places are not understood, vary, or are refused
 */
guint
retort_migration_get_n_gaps (const RetortMigration *self)
{
  return self->gaps->len;
}

/**
 * retort_migration_get_gap:
 * @self: a migration
 * @index: from 0
 *
 * Returns: (transfer none): a gap
 */
const RetortGap *
retort_migration_get_gap (const RetortMigration *self, guint index)
{
  g_return_val_if_fail (index < self->gaps->len, NULL);
  return g_ptr_array_index (self->gaps, index);
}

/**
 * retort_migration_get_gaps:
 * @self: a migration
 *
 * Returns: (transfer none) (element-type RetortGap): what is not understood, or not known before it runs
 */
GPtrArray *
retort_migration_get_gaps (const RetortMigration *self)
{
  return self->gaps;
}

/**
 * retort_migration_status_to_string:
 * @status: a status
 *
 * Returns: the word of the command line's JSON
 */
const char *
retort_migration_status_to_string (RetortMigrationStatus status)
{
  return status_words[status];
}

/**
 * retort_migration_get_questions:
 * @self: a migration
 *
 * Returns: (transfer none) (element-type RetortGap): where it asks what only a run answers, the database or its surroundings, and what,
 *   as they are met; what comes behind the first of them is decided while running
 */
GPtrArray *
retort_migration_get_questions (const RetortMigration *self)
{
  return self->questions;
}

/**
 * retort_migration_get_imports:
 * @self: a migration
 *
 * Returns: (transfer none) (element-type RetortSource): the files beside the revision's own that it was read from, in
 *   the order of their first use
 */
GPtrArray *
retort_migration_get_imports (const RetortMigration *self)
{
  return self->imports;
}
