/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/host.h"

G_DEFINE_INTERFACE (RetortHost, retort_host, G_TYPE_OBJECT)

static void
retort_host_default_init (RetortHostInterface *iface)
{
}

/**
 * retort_answer_new_unknown:
 *
 * Returns: (transfer full): the answer "unknown", with empty columns and rows
 */
RetortAnswer *
retort_answer_new_unknown (void)
{
  RetortAnswer *self = g_new0 (RetortAnswer, 1);

  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->types = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->n_affected = -1;
  return self;
}

/**
 * retort_answer_free:
 * @self: (transfer full): an answer
 */
void
retort_answer_free (RetortAnswer *self)
{
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->types);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * retort_host_emit:
 * @self: a host
 * @batch: what goes to the server together
 * @cancellable: (nullable): stops a live host
 * @error: the host's own error
 *
 * Hands statements over; returns when they are simulated or executed.
 *
 * Returns: whether the migration may go on
 */
gboolean
retort_host_emit (RetortHost *self, RetortBatch *batch, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (RETORT_IS_HOST (self), FALSE);
  return RETORT_HOST_GET_IFACE (self)->emit (self, batch, cancellable, error);
}

/**
 * retort_host_ask:
 * @self: a host
 * @question: what the migration wants to know
 * @cancellable: (nullable): stops a live host
 * @error: the host's own error
 *
 * Returns: (transfer full) (nullable): the answer, maybe "unknown"; %NULL with @error
 */
RetortAnswer *
retort_host_ask (RetortHost *self, const RetortQuestion *question, GCancellable *cancellable,
                 GError **error)
{
  g_return_val_if_fail (RETORT_IS_HOST (self), NULL);
  return RETORT_HOST_GET_IFACE (self)->ask (self, question, cancellable, error);
}

/**
 * retort_host_is_live:
 * @self: a host
 *
 * Returns: whether it executes what it takes
 */
gboolean
retort_host_is_live (RetortHost *self)
{
  g_return_val_if_fail (RETORT_IS_HOST (self), FALSE);
  return RETORT_HOST_GET_IFACE (self)->is_live;
}
