/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/stamp.h"

/**
 * retort_stamp_step_new:
 * @kind: what becomes of the rows
 * @from: (array zero-terminated=1): rows that are meant
 * @to: (nullable): the row that takes their place
 *
 * Returns: (transfer full): the step, without batches
 */
RetortStampStep *
retort_stamp_step_new (RetortStampKind kind, const char *const *from, const char *to)
{
  RetortStampStep *self = NULL;

  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail ((to == NULL) == (kind == RETORT_STAMP_END), NULL);

  self = g_atomic_rc_box_new0 (RetortStampStep);
  self->kind = kind;
  self->from = g_strdupv ((char **) from);
  self->to = g_strdup (to);
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  return self;
}

/**
 * retort_stamp_step_ref:
 * @self: a step
 *
 * Returns: (transfer full): @self
 */
RetortStampStep *
retort_stamp_step_ref (RetortStampStep *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
stamp_step_clear (gpointer data)
{
  RetortStampStep *self = data;

  g_strfreev (self->from);
  g_free (self->to);
  g_ptr_array_unref (self->batches);
}

/**
 * retort_stamp_step_unref:
 * @self: (transfer full): a step
 */
void
retort_stamp_step_unref (RetortStampStep *self)
{
  g_atomic_rc_box_release_full (self, stamp_step_clear);
}
