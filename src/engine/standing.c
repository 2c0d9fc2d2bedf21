/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/standing.h"

#include "analysis/actions/migration-actions.h"

/**
 * retort_standing_free:
 * @self: (transfer full): a position
 */
void
retort_standing_free (RetortStanding *self)
{
  g_free (self->profile);
  g_strfreev (self->rows);
  g_strfreev (self->unknown);
  g_free (self->problem);
  g_free (self);
}

/**
 * retort_standing_is_easy:
 * @profile: how to reach a database
 *
 * Returns: it can be read in the background without anybody being asked
 */
gboolean
retort_standing_is_easy (RetortProfile *profile)
{
  const RetortProfileFields *fields = retort_profile_get (profile);

  return fields->password_source != RETORT_PASSWORD_ASK && fields->ssh_host == NULL && !fields->is_private;
}

/* Does its upgrade take rows or columns away? */
static gboolean
is_destructive (RetortWorkspace *workspace, RetortRevision *revision, GCancellable *cancellable)
{
  static const RetortActionKind kinds[]
      = { RETORT_ACTION_DROP_TABLE, RETORT_ACTION_DROP_COLUMN, RETORT_ACTION_TRUNCATE, RETORT_ACTION_DELETE, RETORT_ACTION_DROP_SCHEMA };
  g_autoptr(RetortMigration) up = retort_workspace_compile (workspace, revision, RETORT_DIRECTION_UPGRADE, cancellable, NULL);
  g_autoptr(RetortMigrationActions) actions = up != NULL ? retort_migration_actions_new (up, RETORT_TRANSACTIONS_PER_MIGRATION) : NULL;

  for (guint i = 0; actions != NULL && i < actions->steps->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
      if (g_array_index (actions->steps, RetortActionStep, i).action.kind == kinds[j])
        return TRUE;
  return FALSE;
}

static void
count_pending (RetortStanding *self, RetortWorkspace *workspace, const RetortTargetState *state, GCancellable *cancellable)
{
  g_autoptr(GHashTable) states = retort_target_state_list_states (state, workspace);
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_hash_table_iter_init (&iter, states);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      RetortRevision *revision = retort_history_find (retort_workspace_get_history (workspace), id);

      if (GPOINTER_TO_INT (value) != RETORT_REVISION_STATE_PENDING || revision == NULL)
        continue;
      self->n_pending++;
      self->n_destructive += is_destructive (workspace, revision, cancellable);
    }
}

/**
 * retort_standing_read:
 * @workspace: the project
 * @profile: how to reach the database
 * @cancellable: (nullable): stops it
 *
 * Connects, reads the version table, and leaves. Blocks: worker threads only.
 *
 * Returns: (transfer full): where it stands, or why that could not be read
 */
RetortStanding *
retort_standing_read (RetortWorkspace *workspace, RetortProfile *profile, GCancellable *cancellable)
{
  RetortStanding *self = g_new0 (RetortStanding, 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTarget) target = retort_target_open (profile, NULL, cancellable, &error);
  g_autoptr(RetortTargetState) state = target != NULL ? retort_target_read_state (target, workspace, cancellable, &error) : NULL;

  self->profile = g_strdup (retort_profile_get (profile)->name);
  self->environment = retort_profile_get (profile)->environment;
  self->time_us = g_get_real_time ();
  if (state == NULL)
    {
      self->problem = g_strdup (error->message);
      return self;
    }
  self->rows = g_strdupv (state->rows);
  self->unknown = retort_target_state_dup_unknown (state, workspace);
  /* What lies between is not known when it is not where the files know a way from. */
  if (self->unknown[0] == NULL)
    count_pending (self, workspace, state, cancellable);
  return self;
}
