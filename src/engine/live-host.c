/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "What was reviewed is what runs": a migration is evaluated again while it runs, and a batch that
 * is not the planned one at its place is refused before it is sent. A value that is drawn when the
 * migration runs (clock, uuid4) may differ; the shape of its statement may not.
 *
 * A migration that asks the database sends what the plan shows up to its first question; from there on
 * each batch must be one of those that the plan shows as decided while running, with the database's
 * values in the places of parameters. Which of them, and how often, is what it asked for. */
#include "engine/live-host.h"

#include "engine/runner.h"
#include "python/value.h"
#include "sql/shape.h"

struct _RetortLiveHost
{
  GObject          parent_instance;

  RetortMigration *planned;
  RetortLiveSend   send;
  RetortLiveQuery  query;
  gpointer         user_data;
  RetortResult    *result;  /* nullable: of the batch that was sent last */
  guint            n_sent;  /* batches of the plan that were sent */
  GError          *failure; /* nullable: the first one; an evaluator that swallowed it cannot go on */
};

static gboolean
is_as_planned (RetortBatch *batch, RetortBatch *planned)
{
  RetortBatchFlags mask = RETORT_BATCH_AUTOCOMMIT | RETORT_BATCH_BOOKKEEPING | RETORT_BATCH_VARIES | RETORT_BATCH_COMMIT;
  RetortBatchFlags flags = retort_batch_get_flags (planned);

  if ((retort_batch_get_flags (batch) & mask) != (flags & mask))
    return FALSE;
  if (g_strcmp0 (retort_batch_get_sql (batch), retort_batch_get_sql (planned)) == 0)
    return TRUE;
  return (flags & (RETORT_BATCH_VARIES | RETORT_BATCH_DECIDED_WHILE_RUNNING)) != 0
         && retort_sql_fits (retort_batch_get_sql (batch), retort_batch_get_sql (planned), RETORT_PY_LIVE_MARK,
                             (flags & RETORT_BATCH_VARIES) != 0);
}

static gboolean
is_decided (RetortLiveHost *self, guint index)
{
  return (retort_batch_get_flags (retort_migration_get_batch (self->planned, index)) & RETORT_BATCH_DECIDED_WHILE_RUNNING) != 0;
}

/* The batches of the plan that are sent in any case. */
static guint
count_certain (RetortLiveHost *self)
{
  guint n = 0;

  while (n < retort_migration_get_n_batches (self->planned) && !is_decided (self, n))
    n++;
  return n;
}

/* Does the plan show such a batch among those that come after a question? */
static gboolean
is_shown (RetortLiveHost *self, RetortBatch *batch)
{
  for (guint i = 0; i < retort_migration_get_n_batches (self->planned); i++)
    if (is_decided (self, i) && is_as_planned (batch, retort_migration_get_batch (self->planned, i)))
      return TRUE;
  return FALSE;
}

static gboolean
is_allowed (RetortLiveHost *self, RetortBatch *batch)
{
  if (self->n_sent >= count_certain (self))
    return is_shown (self, batch);
  return is_as_planned (batch, retort_migration_get_batch (self->planned, self->n_sent));
}

static gboolean
check_batch (RetortLiveHost *self, RetortBatch *batch, GError **error)
{
  const char *id = retort_revision_get_id (retort_migration_get_revision (self->planned));

  if (is_allowed (self, batch))
    return TRUE;
  g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED, "revision '%s' %s; not sent: %s", id,
               self->n_sent >= retort_migration_get_n_batches (self->planned) ? "sends more statements than its plan has"
                                                                               : "sends a statement that is not the one of its plan",
               retort_batch_get_sql (batch));
  return FALSE;
}

/* The plan left it out, because an earlier migration of the run sent the same. */
static gboolean
is_left_out (RetortLiveHost *self, RetortBatch *batch)
{
  return (retort_batch_get_flags (batch) & RETORT_BATCH_ONCE_PER_RUN) != 0 && !is_allowed (self, batch);
}

static gboolean
live_host_emit (RetortHost *host, RetortBatch *batch, GCancellable *cancellable, GError **error)
{
  RetortLiveHost *self = RETORT_LIVE_HOST (host);

  if (self->failure == NULL && is_left_out (self, batch))
    return TRUE;
  g_clear_pointer (&self->result, retort_result_unref);
  if (self->failure == NULL
      && check_batch (self, batch, &self->failure)
      && self->send (batch, &self->result, self->user_data, cancellable, &self->failure))
    {
      self->n_sent++;
      return TRUE;
    }

  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

static GPtrArray *
dup_row (const RetortResult *result, guint row)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < retort_result_get_n_columns (result); i++)
    g_ptr_array_add (cells, g_strdup (retort_result_get_value (result, row, i)));
  return cells;
}

static RetortAnswer *
answer_of (const RetortResult *result)
{
  RetortAnswer *answer = retort_answer_new_unknown ();

  answer->is_known = TRUE;
  answer->n_affected = retort_result_get_n_affected (result);
  for (guint i = 0; i < retort_result_get_n_columns (result); i++)
    {
      g_ptr_array_add (answer->columns, g_strdup (retort_result_get_column_name (result, i)));
      g_ptr_array_add (answer->types, g_strdup_printf ("%u", retort_result_get_column_type (result, i)));
    }
  for (guint i = 0; i < retort_result_get_n_rows (result); i++)
    g_ptr_array_add (answer->rows, dup_row (result, i));
  return answer;
}

static RetortAnswer *
live_host_ask (RetortHost *host, const RetortQuestion *question, GCancellable *cancellable, GError **error)
{
  RetortLiveHost *self = RETORT_LIVE_HOST (host);
  g_autoptr(RetortResult) result = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (question->kind == RETORT_QUESTION_RESULT && self->result != NULL)
    return answer_of (self->result);
  if (question->kind != RETORT_QUESTION_ROWS)
    return retort_answer_new_unknown ();
  result = self->query (question->sql, self->user_data, cancellable, error);
  return result != NULL ? answer_of (result) : NULL;
}

static void
live_host_iface_init (RetortHostInterface *iface)
{
  iface->emit = live_host_emit;
  iface->ask = live_host_ask;
  iface->is_live = TRUE;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RetortLiveHost, retort_live_host, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RETORT_TYPE_HOST, live_host_iface_init))

static void
retort_live_host_finalize (GObject *object)
{
  RetortLiveHost *self = RETORT_LIVE_HOST (object);

  g_clear_pointer (&self->planned, retort_migration_unref);
  g_clear_pointer (&self->result, retort_result_unref);
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
 * @query: (scope forever): likewise, for questions
 * @user_data: for both; outlives the host
 *
 * Makes the host of one migration inside a run. One thread at a time.
 *
 * Returns: (transfer full): the host
 */
RetortHost *
retort_live_host_new (RetortMigration *planned, RetortLiveSend send, RetortLiveQuery query, gpointer user_data)
{
  RetortLiveHost *self = NULL;

  g_return_val_if_fail (planned != NULL, NULL);
  g_return_val_if_fail (send != NULL && query != NULL, NULL);

  self = g_object_new (RETORT_TYPE_LIVE_HOST, NULL);
  self->planned = retort_migration_ref (planned);
  self->send = send;
  self->query = query;
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
 * Says whether exactly the planned batches were sent; of a migration that asks, those before its first question.
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
  if (self->n_sent < count_certain (self))
    {
      g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED,
                   "revision '%s' sent %u of the %u statements of its plan",
                   retort_revision_get_id (retort_migration_get_revision (self->planned)), self->n_sent,
                   retort_migration_get_n_batches (self->planned));
      return FALSE;
    }
  return TRUE;
}
