/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a database stands: its version rows and what they say, by the rules of the project's tool. */
#include "engine/target.h"

#include "analysis/history/applied.h"
#include "database/catalog/catalog.h"
#include "formats/bookkeeping.h"

#include <string.h>

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
dup_sorted (GStrv texts)
{
  GStrv sorted = g_strdupv (texts);

  qsort (sorted, g_strv_length (sorted), sizeof (char *), compare_texts);
  return sorted;
}

static GStrv
read_rows (RetortSession *session, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortResult) result = retort_session_execute (session, sql, cancellable, error);
  g_autoptr(GPtrArray) rows = NULL;

  if (result == NULL)
    return NULL;

  rows = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < retort_result_get_n_rows (result); i++)
    g_ptr_array_add (rows, g_strdup (retort_result_get_value (result, i, 0)));
  g_ptr_array_add (rows, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&rows), FALSE);
}

/* The rows and what they say, of a table that exists or not. */
static gboolean
read_table (RetortTargetState *state, RetortResult *exists, RetortProject *project, RetortSession *session, GCancellable *cancellable,
            GError **error)
{
  const RetortBookkeeping *bookkeeping = retort_project_get (project)->adapter->bookkeeping;
  g_autofree char *read_sql = bookkeeping->read_sql (project);
  g_auto(GStrv) rows = NULL;

  state->table_exists = retort_result_get_n_rows (exists) > 0 && retort_result_get_boolean (exists, 0, 0);
  rows = state->table_exists ? read_rows (session, read_sql, cancellable, error) : g_new0 (char *, 1);
  if (rows == NULL)
    return FALSE;
  if (bookkeeping->read_applied == NULL)
    {
      state->rows = dup_sorted (rows);
      state->rows_as_read = g_steal_pointer (&rows);
      return TRUE;
    }
  state->applied = bookkeeping->read_applied (project, retort_result_get_value (exists, 0, 1), (const char *const *) rows);
  state->rows = retort_applied_dup_current (state->applied);
  return TRUE;
}

/**
 * retort_target_state_read:
 * @session: whose eyes to use
 * @workspace: whose version table is meant
 * @cancellable: (nullable): stops the queries
 * @error: a RetortDbError
 *
 * Reads the version table and the facts of the server. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the state
 */
RetortTargetState *
retort_target_state_read (RetortSession *session, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  RetortProject *project = NULL;
  g_autofree char *exists_sql = NULL;
  g_autoptr(RetortResult) exists = NULL;
  g_autoptr(RetortTargetState) state = NULL;

  g_return_val_if_fail (session != NULL, NULL);
  g_return_val_if_fail (workspace != NULL, NULL);

  project = retort_workspace_get_project (workspace);
  exists_sql = retort_project_get (project)->adapter->bookkeeping->exists_sql (project);
  exists = retort_session_execute (session, exists_sql, cancellable, error);
  if (exists == NULL)
    return NULL;

  state = g_new0 (RetortTargetState, 1);
  if (!read_table (state, exists, project, session, cancellable, error))
    return NULL;
  state->facts = retort_catalog_read_facts (session, cancellable, error);
  return state->facts != NULL ? g_steal_pointer (&state) : NULL;
}

/**
 * retort_target_state_free:
 * @self: (transfer full): a state
 *
 * Frees @self.
 */
void
retort_target_state_free (RetortTargetState *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->rows);
  g_strfreev (self->rows_as_read);
  g_clear_pointer (&self->applied, retort_applied_unref);
  g_clear_pointer (&self->facts, retort_target_facts_unref);
  g_free (self);
}

/**
 * retort_target_state_dup_key:
 * @self: a state
 *
 * Returns: (transfer full): a hash of the server and its database, the same however one connects
 */
char *
retort_target_state_dup_key (const RetortTargetState *self)
{
  g_autofree char *target = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  target = g_strdup_printf ("%s\n%s", retort_target_facts_get_database (self->facts),
                            retort_target_facts_get_fingerprint (self->facts));
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, target, -1);
}

/**
 * retort_target_state_find_path:
 * @self: a state
 * @workspace: the project
 * @direction: up or down
 * @symbol: where to, as a user types it
 * @error: a RetortHistoryError
 *
 * Returns: (transfer full) (nullable) (element-type RetortRevision): what runs, in order; empty: nothing to do
 */
GPtrArray *
retort_target_state_find_path (const RetortTargetState *self, RetortWorkspace *workspace, RetortDirection direction,
                               const char *symbol, GError **error)
{
  const RetortHistory *history = retort_workspace_get_history (workspace);
  const char *const *rows = (const char *const *) (self->rows_as_read != NULL ? self->rows_as_read : self->rows);
  gboolean is_up = direction == RETORT_DIRECTION_UPGRADE;

  if (self->applied != NULL)
    return is_up ? retort_applied_path_up (self->applied, history, symbol, error)
                 : retort_applied_path_down (self->applied, history, symbol, error);
  return is_up ? retort_history_path_up (history, symbol, rows, error) : retort_history_path_down (history, symbol, rows, error);
}

/**
 * retort_target_state_list_states:
 * @self: a state
 * @workspace: the project
 *
 * Returns: (transfer full) (element-type utf8 RetortRevisionState): the state of every revision, and of what no file declares
 */
GHashTable *
retort_target_state_list_states (const RetortTargetState *self, RetortWorkspace *workspace)
{
  return self->applied != NULL
             ? retort_applied_states (self->applied)
             : retort_history_states (retort_workspace_get_history (workspace), (const char *const *) self->rows);
}

/**
 * retort_target_state_dup_unknown:
 * @self: a state
 * @workspace: the project
 *
 * Returns: (transfer full) (array zero-terminated=1): what the table names and no file declares
 */
GStrv
retort_target_state_dup_unknown (const RetortTargetState *self, RetortWorkspace *workspace)
{
  g_autoptr(GPtrArray) unknown = g_ptr_array_new ();
  GPtrArray *told = self->applied != NULL ? retort_applied_get (self->applied)->unknown : NULL;

  for (guint i = 0; told != NULL && i < told->len; i++)
    g_ptr_array_add (unknown, g_strdup (g_ptr_array_index (told, i)));
  for (gsize i = 0; told == NULL && self->rows[i] != NULL; i++)
    if (retort_history_find (retort_workspace_get_history (workspace), self->rows[i]) == NULL)
      g_ptr_array_add (unknown, g_strdup (self->rows[i]));
  g_ptr_array_add (unknown, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&unknown), FALSE);
}
