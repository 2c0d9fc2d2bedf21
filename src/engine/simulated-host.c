/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collects what a migration emits. It knows no schema, so that every question is answered "unknown",
 * which the evaluator spreads instead of guessing. */
#include "engine/simulated-host.h"

struct _RetortSimulatedHost
{
  GObject    parent_instance;

  GPtrArray *batches; /* element: RetortBatch, owned; in the order in which they were emitted */
};

static gboolean
simulated_host_emit (RetortHost *host, RetortBatch *batch, GCancellable *cancellable, GError **error)
{
  RetortSimulatedHost *self = RETORT_SIMULATED_HOST (host);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_ptr_array_add (self->batches, retort_batch_ref (batch));
  return TRUE;
}

static RetortAnswer *
simulated_host_ask (RetortHost *host, const RetortQuestion *question, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return retort_answer_new_unknown ();
}

static void
simulated_host_iface_init (RetortHostInterface *iface)
{
  iface->emit = simulated_host_emit;
  iface->ask = simulated_host_ask;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RetortSimulatedHost, retort_simulated_host, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RETORT_TYPE_HOST, simulated_host_iface_init))

static void
retort_simulated_host_finalize (GObject *object)
{
  RetortSimulatedHost *self = RETORT_SIMULATED_HOST (object);

  g_ptr_array_unref (self->batches);
  G_OBJECT_CLASS (retort_simulated_host_parent_class)->finalize (object);
}

static void
retort_simulated_host_class_init (RetortSimulatedHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_simulated_host_finalize;
}

static void
retort_simulated_host_init (RetortSimulatedHost *self)
{
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
}

/**
 * retort_simulated_host_new:
 *
 * Makes a host that sends nothing. One thread at a time.
 *
 * Returns: (transfer full): the host
 */
RetortHost *
retort_simulated_host_new (void)
{
  return g_object_new (RETORT_TYPE_SIMULATED_HOST, NULL);
}

/**
 * retort_simulated_host_get_batches:
 * @self: the host
 *
 * What was emitted so far.
 *
 * Returns: (transfer none) (element-type RetortBatch): the batches, in order
 */
GPtrArray *
retort_simulated_host_get_batches (RetortSimulatedHost *self)
{
  g_return_val_if_fail (RETORT_IS_SIMULATED_HOST (self), NULL);

  return self->batches;
}
