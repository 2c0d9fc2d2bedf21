/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions are the same when their ids are, wherever their files lie. */
#include "engine/branch-changes.h"

#include "engine/plan-maker.h"

/* What an imagined server is: the version whose grammar libpg_query knows. */
#define IMAGINED_SERVER 150000

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
}

static gboolean
has_same_text (RetortRevision *a, RetortRevision *b)
{
  RetortSource *source_a = retort_revision_get_source (a);
  RetortSource *source_b = retort_revision_get_source (b);

  return source_a != NULL && source_b != NULL && g_strcmp0 (retort_source_get_hash (source_a), retort_source_get_hash (source_b)) == 0;
}

/* (transfer container): all of them in the order in which they run; where the tool refuses the whole history, that of the graph as
 * far as it holds: what is broken must not look as if nothing were new. */
static GPtrArray *
list_in_order (RetortWorkspace *workspace)
{
  static const char *const nowhere[] = { NULL };
  const RetortHistory *history = retort_workspace_get_history (workspace);
  GPtrArray *all = retort_history_path_up (history, "heads", nowhere, NULL);

  if (all != NULL)
    return all;
  all = retort_history_list_newest_first (history);
  for (guint i = 0; i < all->len / 2; i++)
    {
      gpointer other = all->pdata[all->len - 1 - i];

      all->pdata[all->len - 1 - i] = all->pdata[i];
      all->pdata[i] = other;
    }
  return all;
}

static gboolean
sends_the_same (RetortMigration *a, RetortMigration *b)
{
  guint n = retort_migration_get_n_batches (a);

  if (retort_migration_get_status (a) != retort_migration_get_status (b) || n != retort_migration_get_n_batches (b)
      || retort_migration_get_n_gaps (a) > 0 || retort_migration_get_n_gaps (b) > 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      RetortBatch *batch_a = retort_migration_get_batch (a, i);
      RetortBatch *batch_b = retort_migration_get_batch (b, i);

      if (retort_batch_get_flags (batch_a) != retort_batch_get_flags (batch_b)
          || !g_str_equal (retort_batch_get_sql (batch_a), retort_batch_get_sql (batch_b)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_same_direction (RetortWorkspace *now, RetortRevision *revision, RetortWorkspace *base, RetortRevision *old, RetortDirection direction,
                   GCancellable *cancellable)
{
  g_autoptr(RetortMigration) a = retort_workspace_compile (now, revision, direction, cancellable, NULL);
  g_autoptr(RetortMigration) b = a != NULL ? retort_workspace_compile (base, old, direction, cancellable, NULL) : NULL;

  return b != NULL && sends_the_same (a, b);
}

/* Only its words or its layout are others. */
static gboolean
does_the_same (RetortWorkspace *now, RetortRevision *revision, RetortWorkspace *base, RetortRevision *old, GCancellable *cancellable)
{
  return g_strv_equal (retort_revision_get_down (revision), retort_revision_get_down (old))
         && g_strv_equal (retort_revision_get_depends_on (revision), retort_revision_get_depends_on (old))
         && is_same_direction (now, revision, base, old, RETORT_DIRECTION_UPGRADE, cancellable)
         && is_same_direction (now, revision, base, old, RETORT_DIRECTION_DOWNGRADE, cancellable);
}

static void
add_new (RetortBranchChanges *self, RetortWorkspace *now, RetortWorkspace *base, GCancellable *cancellable)
{
  g_autoptr(GPtrArray) all = list_in_order (now);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (all, i);
      RetortRevision *old = base != NULL ? retort_history_find (retort_workspace_get_history (base), retort_revision_get_id (revision)) : NULL;

      if (old == NULL)
        g_ptr_array_add (self->added, retort_revision_ref (revision));
      else if (!has_same_text (revision, old) && does_the_same (now, revision, base, old, cancellable))
        g_ptr_array_add (self->touched, retort_revision_ref (revision));
      else if (!has_same_text (revision, old))
        {
          g_ptr_array_add (self->changed, retort_revision_ref (revision));
          g_ptr_array_add (self->old, retort_revision_ref (old));
        }
    }
}

/**
 * retort_branch_changes_find:
 * @now: the project
 * @base: (nullable): the same at another commit; %NULL: it was not there
 * @cancellable: (nullable): stops the evaluation; what it did not come to counts as changed
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full): what is new
 */
RetortBranchChanges *
retort_branch_changes_find (RetortWorkspace *now, RetortWorkspace *base, GCancellable *cancellable)
{
  RetortBranchChanges *self = g_new0 (RetortBranchChanges, 1);
  g_autoptr(GPtrArray) before = base != NULL ? list_in_order (base) : NULL;

  self->added = new_list ();
  self->changed = new_list ();
  self->old = new_list ();
  self->removed = new_list ();
  self->touched = new_list ();
  add_new (self, now, base, cancellable);
  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      RetortRevision *old = g_ptr_array_index (before, i);

      if (retort_history_find (retort_workspace_get_history (now), retort_revision_get_id (old)) == NULL)
        g_ptr_array_add (self->removed, retort_revision_ref (old));
    }
  return self;
}

/**
 * retort_branch_changes_free:
 * @self: (transfer full): what is new
 */
void
retort_branch_changes_free (RetortBranchChanges *self)
{
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->old);
  g_ptr_array_unref (self->touched);
  g_ptr_array_unref (self->removed);
  g_free (self);
}

/* The version rows of a database that has everything but @added: what nothing else of it revises or needs. */
static GStrv
find_rows (RetortWorkspace *workspace, GPtrArray *added)
{
  const RetortHistory *history = retort_workspace_get_history (workspace);
  g_autoptr(GHashTable) is_new = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GStrvBuilder) rows = g_strv_builder_new ();
  g_autoptr(GPtrArray) all = list_in_order (workspace);

  for (guint i = 0; i < added->len; i++)
    g_hash_table_add (is_new, (gpointer) retort_revision_get_id (g_ptr_array_index (added, i)));
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const char *id = retort_revision_get_id (g_ptr_array_index (all, i));
      g_autoptr(GPtrArray) next = retort_history_list_next (history, id);
      gboolean is_last = !g_hash_table_contains (is_new, id);

      for (guint j = 0; is_last && j < next->len; j++)
        is_last = g_hash_table_contains (is_new, retort_revision_get_id (g_ptr_array_index (next, j)));
      if (is_last)
        g_strv_builder_add (rows, id);
    }
  return g_strv_builder_end (rows);
}

/* Added and changed ones in the order of the history. */
static GPtrArray *
list_reviewed (const RetortBranchChanges *self, RetortWorkspace *now)
{
  g_autoptr(GPtrArray) all = list_in_order (now);
  GPtrArray *reviewed = g_ptr_array_new ();

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      gpointer revision = g_ptr_array_index (all, i);

      if (g_ptr_array_find (self->added, revision, NULL) || g_ptr_array_find (self->changed, revision, NULL))
        g_ptr_array_add (reviewed, revision);
    }
  return reviewed;
}

/**
 * retort_branch_changes_review:
 * @self: what is new
 * @now: the project
 * @facts: (nullable): of the database that the locks are told for
 * @cancellable: (nullable): stops it
 * @error: a RetortFormatError, or `G_IO_ERROR_CANCELLED`
 *
 * Reads what is new as if it were to run on a database that has all the rest. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): findings, locks and SQL as a plan; without steps when nothing is new
 */
RetortPlan *
retort_branch_changes_review (const RetortBranchChanges *self, RetortWorkspace *now, const RetortTargetFacts *facts, GCancellable *cancellable,
                              GError **error)
{
  g_autoptr(GPtrArray) path = list_reviewed (self, now);
  g_autoptr(RetortTargetState) state = g_new0 (RetortTargetState, 1);

  state->facts = facts != NULL ? retort_target_facts_ref ((RetortTargetFacts *) facts) : retort_target_facts_new (IMAGINED_SERVER, "", "");
  state->rows = find_rows (now, self->added);
  state->table_exists = TRUE;
  return retort_plan_make_review (now, state, path, cancellable, error);
}
