/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Migrations are compiled without a database one independently of the other, and the workspace keeps them. So a thread goes through a list
 * from its end while the caller goes through it from its beginning: what the caller meets from the middle on is there already. What goes
 * wrong in the thread is met again, and told, by the caller. */
#include "engine/compile-ahead.h"

#include "base/heap.h"

/* Fewer revisions are not worth a thread. */
#define MIN_REVISIONS 8

struct _RetortCompileAhead
{
  RetortWorkspace *workspace;
  GPtrArray       *revisions; /* element: RetortRevision */
  gboolean         upgrades;
  gboolean         downgrades;
  GCancellable    *stop;
  GThread         *thread;    /* nullable: there is nothing to do ahead */
};

static void
compile (RetortCompileAhead *self, RetortRevision *revision, RetortDirection direction)
{
  g_autoptr(RetortMigration) migration = retort_workspace_compile (self->workspace, revision, direction, self->stop, NULL);
}

static gpointer
compile_worker (gpointer data)
{
  RetortCompileAhead *self = data;

  retort_heap_reserve ();
  for (guint i = self->revisions->len; i > 0 && !g_cancellable_is_cancelled (self->stop); i--)
    {
      RetortRevision *revision = g_ptr_array_index (self->revisions, i - 1);

      if (self->downgrades)
        compile (self, revision, RETORT_DIRECTION_DOWNGRADE);
      if (self->upgrades)
        compile (self, revision, RETORT_DIRECTION_UPGRADE);
    }
  return NULL;
}

/**
 * retort_compile_ahead_start:
 * @workspace: the project
 * @revisions: (element-type RetortRevision): what the caller will compile, from the first to the last
 * @upgrades: their upgrades are wanted
 * @downgrades: their downgrades are wanted
 *
 * Begins at the last one, in a thread of its own. Does nothing on a machine with one processor. Any thread.
 *
 * Returns: (transfer full): what to stop when the caller has them all
 */
RetortCompileAhead *
retort_compile_ahead_start (RetortWorkspace *workspace, GPtrArray *revisions, gboolean upgrades, gboolean downgrades)
{
  RetortCompileAhead *self = g_new0 (RetortCompileAhead, 1);

  self->workspace = retort_workspace_ref (workspace);
  self->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  for (guint i = 0; i < revisions->len; i++)
    g_ptr_array_add (self->revisions, retort_revision_ref (g_ptr_array_index (revisions, i)));
  self->upgrades = upgrades;
  self->downgrades = downgrades;
  self->stop = g_cancellable_new ();
  if (revisions->len >= MIN_REVISIONS && g_get_num_processors () > 1)
    self->thread = g_thread_new ("compile-ahead", compile_worker, self);
  return self;
}

/**
 * retort_compile_ahead_stop:
 * @self: (transfer full): what was started
 *
 * Ends the thread after the revision that it is at. Blocks until then.
 */
void
retort_compile_ahead_stop (RetortCompileAhead *self)
{
  g_cancellable_cancel (self->stop);
  g_clear_pointer (&self->thread, g_thread_join);
  retort_workspace_unref (self->workspace);
  g_ptr_array_unref (self->revisions);
  g_object_unref (self->stop);
  g_free (self);
}
