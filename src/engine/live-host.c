/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "What was reviewed is what runs": a migration is evaluated again while it runs, and a batch that
 * is not the planned one at its place is refused before it is sent. A value that is drawn when the
 * migration runs (clock, uuid4) may differ; the shape of its statement may not. */
#include "engine/live-host.h"

#include "engine/runner.h"
#include "sql/shape.h"

struct _RetortLiveHost
{
  GObject          parent_instance;

  RetortMigration *planned;
  RetortLiveSend   send;
  gpointer         user_data;
  guint            n_sent;  /* batches of the plan that were sent */
  GError          *failure; /* nullable: the first one; an evaluator that swallowed it cannot go on */
};

static gboolean
has_same_shape (RetortBatch *batch, RetortBatch *planned)
{
  g_autofree char *shape = retort_sql_shape (retort_batch_get_sql (batch));
  g_autofree char *planned_shape = retort_sql_shape (retort_batch_get_sql (planned));

  return shape != NULL && g_strcmp0 (shape, planned_shape) == 0;
}

static gboolean
is_as_planned (RetortBatch *batch, RetortBatch *planned)
{
  RetortBatchFlags mask = RETORT_BATCH_AUTOCOMMIT | RETORT_BATCH_BOOKKEEPING | RETORT_BATCH_VARIES | RETORT_BATCH_COMMIT;

  if ((retort_batch_get_flags (batch) & mask) != (retort_batch_get_flags (planned) & mask))
    return FALSE;
  if (g_strcmp0 (retort_batch_get_sql (batch), retort_batch_get_sql (planned)) == 0)
    return TRUE;

  return (retort_batch_get_flags (planned) & RETORT_BATCH_VARIES) != 0 && has_same_shape (batch, planned);
}

static gboolean
check_batch (RetortLiveHost *self, RetortBatch *batch, GError **error)
{
  const char *id = retort_revision_get_id (retort_migration_get_revision (self->planned));

  if (self->n_sent >= retort_migration_get_n_batches (self->planned))
    {
      g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED,
                   "revision '%s' sends more statements than its plan has; not sent: %s", id,
                   retort_batch_get_sql (batch));
      return FALSE;
    }
  if (!is_as_planned (batch, retort_migration_get_batch (self->planned, self->n_sent)))
    {
      g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED,
                   "revision '%s' sends a statement that is not the one of its plan; not sent: %s", id,
                   retort_batch_get_sql (batch));
      return FALSE;
    }
  return TRUE;
}

/* The plan left it out, because an earlier migration of the run sent the same. */
static gboolean
is_left_out (RetortLiveHost *self, RetortBatch *batch)
{
  if ((retort_batch_get_flags (batch) & RETORT_BATCH_ONCE_PER_RUN) == 0)
    return FALSE;
  return self->n_sent >= retort_migration_get_n_batches (self->planned)
         || g_strcmp0 (retort_batch_get_sql (batch),
                       retort_batch_get_sql (retort_migration_get_batch (self->planned, self->n_sent))) != 0;
}

static gboolean
live_host_emit (RetortHost *host, RetortBatch *batch, GCancellable *cancellable, GError **error)
{
  RetortLiveHost *self = RETORT_LIVE_HOST (host);

  if (self->failure == NULL && is_left_out (self, batch))
    return TRUE;
  if (self->failure == NULL
      && check_batch (self, batch, &self->failure)
      && self->send (batch, self->user_data, cancellable, &self->failure))
    {
      self->n_sent++;
      return TRUE;
    }

  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

static RetortAnswer *
live_host_ask (RetortHost *host, const RetortQuestion *question, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return retort_answer_new_unknown ();
}

static void
live_host_iface_init (RetortHostInterface *iface)
{
  iface->emit = live_host_emit;
  iface->ask = live_host_ask;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RetortLiveHost, retort_live_host, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RETORT_TYPE_HOST, live_host_iface_init))

static void
retort_live_host_finalize (GObject *object)
{
  RetortLiveHost *self = RETORT_LIVE_HOST (object);

  g_clear_pointer (&self->planned, retort_migration_unref);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (retort_live_host_parent_class)->finalize (object);
}

static void
retort_live_host_class_init (RetortLiveHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_live_host_finalize;
}

static void
retort_live_host_init (RetortLiveHost *self)
{
}

/**
 * retort_live_host_new:
 * @planned: the migration as the plan has it
 * @send: (scope forever): sends a batch; called on the thread that evaluates
 * @user_data: for @send; outlives the host
 *
 * Makes the host of one migration inside a run. One thread at a time.
 *
 * Returns: (transfer full): the host
 */
RetortHost *
retort_live_host_new (RetortMigration *planned, RetortLiveSend send, gpointer user_data)
{
  RetortLiveHost *self = NULL;

  g_return_val_if_fail (planned != NULL, NULL);
  g_return_val_if_fail (send != NULL, NULL);

  self = g_object_new (RETORT_TYPE_LIVE_HOST, NULL);
  self->planned = retort_migration_ref (planned);
  self->send = send;
  self->user_data = user_data;
  return RETORT_HOST (self);
}

/**
 * retort_live_host_get_failure:
 * @self: the host
 *
 * Returns: (transfer none) (nullable): the first batch that was refused, by us or by the server
 */
const GError *
retort_live_host_get_failure (RetortLiveHost *self)
{
  g_return_val_if_fail (RETORT_IS_LIVE_HOST (self), NULL);

  return self->failure;
}

/**
 * retort_live_host_finish:
 * @self: the host, after the migration was evaluated
 * @error: the first failure of a batch, or RETORT_RUN_ERROR_CHANGED when batches of the plan are missing
 *
 * Says whether exactly the planned batches were sent.
 *
 * Returns: %TRUE when they were
 */
gboolean
retort_live_host_finish (RetortLiveHost *self, GError **error)
{
  g_return_val_if_fail (RETORT_IS_LIVE_HOST (self), FALSE);

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  if (self->n_sent != retort_migration_get_n_batches (self->planned))
    {
      g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED,
                   "revision '%s' sent %u of the %u statements of its plan",
                   retort_revision_get_id (retort_migration_get_revision (self->planned)), self->n_sent,
                   retort_migration_get_n_batches (self->planned));
      return FALSE;
    }
  return TRUE;
}
