/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/batch.h"

struct _RetortBatch
{
  char            *sql;
  GPtrArray       *statements; /* element: RetortStatement, owned */
  RetortBatchFlags flags;
};

G_DEFINE_BOXED_TYPE (RetortBatch, retort_batch, retort_batch_ref, retort_batch_unref)

/**
 * retort_batch_new:
 * @sql: what is sent, whole
 * @statements: (element-type RetortStatement) (transfer none): its statements; references are taken
 * @flags: how it is sent
 *
 * Returns: (transfer full): the batch
 */
RetortBatch *
retort_batch_new (const char *sql, GPtrArray *statements, RetortBatchFlags flags)
{
  RetortBatch *self = NULL;

  g_return_val_if_fail (sql != NULL && statements != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortBatch);
  self->sql = g_strdup (sql);
  self->flags = flags;
  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_statement_unref);
  for (guint i = 0; i < statements->len; i++)
    g_ptr_array_add (self->statements, retort_statement_ref (g_ptr_array_index (statements, i)));
  return self;
}

/**
 * retort_batch_new_single:
 * @statement: (transfer none): the only statement
 * @flags: how it is sent
 *
 * Returns: (transfer full): a batch that sends the text of @statement
 */
RetortBatch *
retort_batch_new_single (RetortStatement *statement, RetortBatchFlags flags)
{
  g_autoptr(GPtrArray) statements = g_ptr_array_new ();

  g_ptr_array_add (statements, statement);
  return retort_batch_new (retort_statement_get_sql (statement), statements, flags);
}

/**
 * retort_batch_ref:
 * @self: a batch
 *
 * Returns: (transfer full): @self
 */
RetortBatch *
retort_batch_ref (RetortBatch *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
batch_clear (gpointer data)
{
  RetortBatch *self = data;

  g_free (self->sql);
  g_ptr_array_unref (self->statements);
}

/**
 * retort_batch_unref:
 * @self: (transfer full): a batch
 */
void
retort_batch_unref (RetortBatch *self)
{
  g_atomic_rc_box_release_full (self, batch_clear);
}

/**
 * retort_batch_get_sql:
 * @self: a batch
 *
 * Returns: what is sent
 */
const char *
retort_batch_get_sql (const RetortBatch *self)
{
  return self->sql;
}

/**
 * retort_batch_get_flags:
 * @self: a batch
 *
 * Returns: how it is sent
 */
RetortBatchFlags
retort_batch_get_flags (const RetortBatch *self)
{
  return self->flags;
}

/**
 * retort_batch_get_n_statements:
 * @self: a batch
 *
 * Returns: how many statements it holds
 */
guint
retort_batch_get_n_statements (const RetortBatch *self)
{
  return self->statements->len;
}

/**
 * retort_batch_get_statement:
 * @self: a batch
 * @index: from 0
 *
 * Returns: (transfer none): a statement
 */
RetortStatement *
retort_batch_get_statement (const RetortBatch *self, guint index)
{
  g_return_val_if_fail (index < self->statements->len, NULL);
  return g_ptr_array_index (self->statements, index);
}
