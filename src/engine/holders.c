/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases are only read. One whose version table names no revision of the project belongs to another one and says nothing. */
#include "engine/holders.h"

#include "database/profiles/profile-store.h"
#include "engine/runner.h"

/**
 * retort_holder_free:
 * @self: (transfer full): a holder
 */
void
retort_holder_free (RetortHolder *self)
{
  g_free (self->name);
  g_clear_pointer (&self->states, g_hash_table_unref);
  g_free (self->problem);
  g_free (self);
}

static gboolean
knows_any (RetortWorkspace *workspace, const RetortTargetState *state)
{
  for (gsize i = 0; state->rows != NULL && state->rows[i] != NULL; i++)
    if (retort_history_find (retort_workspace_get_history (workspace), state->rows[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* (nullable): NULL when the database is not this project's. */
static RetortHolder *
ask (RetortWorkspace *workspace, RetortProfile *profile, RetortTarget *target, const GError *refusal, GCancellable *cancellable)
{
  g_autoptr(RetortHolder) self = g_new0 (RetortHolder, 1);
  g_autoptr(GError) error = NULL;
  RetortTargetState *state = target != NULL ? retort_target_read_state (target, workspace, cancellable, &error) : NULL;

  self->name = retort_profile_to_display_string (profile);
  if (state == NULL)
    self->problem = g_strdup (target == NULL ? refusal->message : error->message);
  else if (knows_any (workspace, state))
    self->states = retort_target_state_list_states (state, workspace);
  g_clear_pointer (&state, retort_target_state_free);
  return self->problem != NULL || self->states != NULL ? g_steal_pointer (&self) : NULL;
}

static void
add_holder (GPtrArray *holders, RetortHolder *holder)
{
  if (holder != NULL)
    g_ptr_array_add (holders, holder);
}

/**
 * retort_holders_ask:
 * @workspace: a project
 * @target: (nullable): a database that is asked besides those of the profiles
 * @cancellable: (nullable): stops it
 *
 * Asks every database that there is a profile for, one after the other; passwords are those that libpq or the keyring finds.
 *
 * Returns: (transfer full) (element-type RetortHolder): those of this project, and those that cannot be asked
 */
GPtrArray *
retort_holders_ask (RetortWorkspace *workspace, RetortTarget *target, GCancellable *cancellable)
{
  GPtrArray *holders = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_holder_free);
  g_autofree char *path = retort_profile_store_default_path ();
  g_autofree char *warning = NULL;
  g_autoptr(GPtrArray) profiles = retort_profile_store_load (path, &warning, NULL);

  if (target != NULL)
    add_holder (holders, ask (workspace, retort_target_get_profile (target), target, NULL, cancellable));
  for (guint i = 0; profiles != NULL && i < profiles->len; i++)
    {
      RetortProfile *profile = g_ptr_array_index (profiles, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortTarget) other = retort_target_open (profile, NULL, cancellable, &error);

      add_holder (holders, ask (workspace, profile, other, error, cancellable));
    }
  return holders;
}

/**
 * retort_holder_holds:
 * @self: a holder
 * @id: a revision
 *
 * Returns: whether the revision is in effect there
 */
gboolean
retort_holder_holds (const RetortHolder *self, const char *id)
{
  RetortRevisionState state = self->states != NULL ? (RetortRevisionState) GPOINTER_TO_UINT (g_hash_table_lookup (self->states, id))
                                                   : RETORT_REVISION_STATE_NONE;

  return state == RETORT_REVISION_STATE_APPLIED || state == RETORT_REVISION_STATE_CURRENT || state == RETORT_REVISION_STATE_EDITED;
}

/**
 * retort_holders_allow:
 * @holders: (element-type RetortHolder): what retort_holders_ask() found
 * @id: a revision
 * @trusts_unasked: databases that cannot be asked are taken not to hold it
 * @error: %RETORT_RUN_ERROR_SAFETY: one holds it, or cannot be asked
 *
 * Returns: whether the revision may still be changed
 */
gboolean
retort_holders_allow (GPtrArray *holders, const char *id, gboolean trusts_unasked, GError **error)
{
  for (guint i = 0; i < holders->len; i++)
    {
      const RetortHolder *holder = g_ptr_array_index (holders, i);

      if (retort_holder_holds (holder, id))
        g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY, "cannot change revision '%s': %s holds it", id, holder->name);
      else if (holder->problem != NULL && !trusts_unasked)
        g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY, "cannot change revision '%s': %s cannot be asked whether it holds it: %s",
                     id, holder->name, holder->problem);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}
