/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries of the query page: run on the target's worker, shown as a list of rows. */
#include "config.h"

#include "engine/query.h"
#include "workbench/query-result.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

struct _RetortQueryRow
{
  GObject parent_instance;

  RetortResult *result;
  guint         index;
};

struct _RetortQueryResult
{
  GObject parent_instance;

  RetortResult *result;
  GListStore   *rows; /* element: RetortQueryRow */
};

G_DEFINE_FINAL_TYPE (RetortQueryRow, retort_query_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (RetortQueryResult, retort_query_result, G_TYPE_OBJECT)

static void
retort_query_row_finalize (GObject *object)
{
  g_clear_pointer (&RETORT_QUERY_ROW (object)->result, retort_result_unref);
  G_OBJECT_CLASS (retort_query_row_parent_class)->finalize (object);
}

static void
retort_query_row_class_init (RetortQueryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_query_row_finalize;
}

static void
retort_query_row_init (RetortQueryRow *self)
{
}

static void
retort_query_result_finalize (GObject *object)
{
  RetortQueryResult *self = RETORT_QUERY_RESULT (object);

  g_clear_object (&self->rows);
  g_clear_pointer (&self->result, retort_result_unref);
  G_OBJECT_CLASS (retort_query_result_parent_class)->finalize (object);
}

static void
retort_query_result_class_init (RetortQueryResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_query_result_finalize;
}

static void
retort_query_result_init (RetortQueryResult *self)
{
  self->rows = g_list_store_new (RETORT_TYPE_QUERY_ROW);
}

static RetortQueryResult *
query_result_new (RetortResult *result)
{
  RetortQueryResult *self = g_object_new (RETORT_TYPE_QUERY_RESULT, NULL);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  self->result = retort_result_ref (result);
  for (guint i = 0; i < retort_result_get_n_rows (result); i++)
    {
      RetortQueryRow *row = g_object_new (RETORT_TYPE_QUERY_ROW, NULL);

      row->result = retort_result_ref (result);
      row->index = i;
      g_ptr_array_add (rows, row);
    }
  g_list_store_splice (self->rows, 0, 0, rows->pdata, rows->len);
  return self;
}

/**
 * retort_query_row_get_value:
 * @self: a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the value as text; %NULL is SQL NULL
 */
const char *
retort_query_row_get_value (RetortQueryRow *self, guint column)
{
  return retort_result_get_value (self->result, self->index, column);
}

/**
 * retort_query_result_get_n_columns:
 * @self: a result
 *
 * Returns: how many columns there are
 */
guint
retort_query_result_get_n_columns (RetortQueryResult *self)
{
  return retort_result_get_n_columns (self->result);
}

/**
 * retort_query_result_get_column_name:
 * @self: a result
 * @column: from 0
 *
 * Returns: (transfer none): its name
 */
const char *
retort_query_result_get_column_name (RetortQueryResult *self, guint column)
{
  return retort_result_get_column_name (self->result, column);
}

/**
 * retort_query_result_get_rows:
 * @self: a result
 *
 * Returns: (transfer none): a list of RetortQueryRow
 */
GListModel *
retort_query_result_get_rows (RetortQueryResult *self)
{
  return G_LIST_MODEL (self->rows);
}

/**
 * retort_query_result_is_cut:
 * @self: a result
 *
 * Returns: the limit was reached, so that there may be more rows
 */
gboolean
retort_query_result_is_cut (RetortQueryResult *self)
{
  return retort_result_get_n_rows (self->result) >= RETORT_QUERY_USUAL_ROWS;
}

/**
 * retort_query_result_dup_text:
 * @self: a result
 *
 * Returns: (transfer full): names and values with tabs between them, a line each
 */
char *
retort_query_result_dup_text (RetortQueryResult *self)
{
  GString *text = g_string_new (NULL);
  guint n = retort_query_result_get_n_columns (self);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", retort_query_result_get_column_name (self, i));
  g_string_append_c (text, '\n');
  for (guint i = 0; i < retort_result_get_n_rows (self->result); i++)
    {
      for (guint j = 0; j < n; j++)
        {
          const char *value = retort_result_get_value (self->result, i, j);

          g_string_append_printf (text, "%s%s", j > 0 ? "\t" : "", value != NULL ? value : "");
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/**
 * retort_query_dup_table_sql:
 * @schema: (nullable): its schema
 * @name: a table or view
 *
 * Returns: (transfer full): the query for its rows
 */
char *
retort_query_dup_table_sql (const char *schema, const char *name)
{
  return retort_query_dup_of_table (schema, name);
}

typedef struct
{
  RetortTarget *target;
  char         *sql;
} QueryJob;

static void
query_job_free (gpointer data)
{
  QueryJob *self = data;

  retort_target_unref (self->target);
  g_free (self->sql);
  g_free (self);
}

static void
query_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  QueryJob *job = data;
  g_autoptr(GError) error = NULL;
  RetortResult *result = retort_query_run (job->target, job->sql, 0, 0, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) retort_result_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_query_async:
 * @self: a connected workbench
 * @sql: one SELECT
 * @cancellable: (nullable): to stop
 * @callback: called when it is through
 * @user_data: for @callback
 *
 * Runs a query in a transaction that cannot write, with a time limit. It does not wait for what else is asked of the database.
 */
void
retort_workbench_query_async (RetortWorkbench *self, const char *sql, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  QueryJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (sql != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_query_async);
  if (self->target == NULL)
    {
      g_task_return_new_error (task, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_CONNECTION, _("no database is connected"));
      return;
    }
  job = g_new0 (QueryJob, 1);
  job->target = retort_target_ref (self->target);
  job->sql = g_strdup (sql);
  g_task_set_task_data (task, job, query_job_free);
  retort_worker_push (self->query_worker, task, query_worker);
}

/**
 * retort_workbench_query_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when there is no result
 *
 * Returns: (transfer full) (nullable): the first rows
 */
RetortQueryResult *
retort_workbench_query_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_autoptr(RetortResult) rows = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  return rows != NULL ? query_result_new (rows) : NULL;
}

static gboolean
is_stopped (const GError *error)
{
  return g_error_matches (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* "42601 syntax error at or near …": five digits and capitals. */
static gboolean
has_sqlstate (const char *message)
{
  gsize length = strspn (message, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  return length == 5 && message[length] == ' ';
}

/**
 * retort_query_dup_message:
 * @error: why a query gave nothing
 * @sqlstate: (out) (transfer full) (nullable): PostgreSQL's code for it
 *
 * Returns: (transfer full): the words of whoever refused it, without the code
 */
char *
retort_query_dup_message (const GError *error, char **sqlstate)
{
  g_return_val_if_fail (error != NULL && sqlstate != NULL, NULL);

  *sqlstate = NULL;
  if (is_stopped (error))
    return g_strdup (_("Stopped"));
  *sqlstate = has_sqlstate (error->message) ? g_strndup (error->message, 5) : NULL;
  return g_strdup (*sqlstate != NULL ? error->message + 6 : error->message);
}

/**
 * retort_query_dup_advice:
 * @error: why a query gave nothing
 *
 * Returns: (transfer full) (nullable): what it means here, and what to do
 */
char *
retort_query_dup_advice (const GError *error)
{
  static const struct
  {
    const char *sqlstate; /* or its class, two characters */
    const char *advice;
  } advices[] = {
    { "42601", N_("PostgreSQL cannot read the text at that word: look there, and at what stands just before it.") },
    { "42P01", N_("There is no table or view of that name on the search path. Objects lists those that there are.") },
    { "42703", N_("No table of the query has such a column. Objects shows the columns of each.") },
    { "42501", N_("The user of this connection may not read that.") },
    { "25006", N_("Nothing can be written from here: the transaction is read-only.") },
    { "0A000", N_("Nothing can be written from here, also not inside WITH.") },
    { "57P0", N_("The server ended the connection. Run the query again: each one has a connection of its own.") },
  };

  g_return_val_if_fail (error != NULL, NULL);

  if (is_stopped (error))
    return g_strdup (_("A query changes nothing, so nothing has to be undone."));
  if (g_error_matches (error, RETORT_DB_ERROR, RETORT_DB_ERROR_STATEMENT_TIMEOUT))
    return g_strdup (_("It took longer than 15 seconds. Ask for less: a condition, fewer tables, or a LIMIT inside."));
  for (gsize i = 0; i < G_N_ELEMENTS (advices); i++)
    if (g_str_has_prefix (error->message, advices[i].sqlstate))
      return g_strdup (_(advices[i].advice));
  if (g_error_matches (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION))
    return g_strdup (_("The server cannot be reached. When it is back, run the query again."));
  return NULL;
}
