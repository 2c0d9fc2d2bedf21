/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies around the history and is looked at in the background: what is new on this branch, where ghosts are in git, and where
 * the databases of the other profiles stand. A worker of its own, for a server may take its time; what comes late is dropped. */
#include "config.h"

#include "engine/branch-marks.h"
#include "engine/git-ghost.h"
#include "engine/standing.h"
#include "workbench/profile-item-private.h"
#include "workbench/revision-item-private.h"
#include "workbench/standing-words.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

/* Other databases are not asked more often than this. */
#define POSITIONS_AGE_US (60 * G_USEC_PER_SEC)
/* So often their ages are told anew. */
#define AGE_STEP_S 30

typedef struct
{
  RetortWorkspace *workspace;
  GStrv            unknown;   /* ids that no file declares */
  GPtrArray       *profiles;  /* element: RetortProfile, owned: whose positions are wanted */
  char            *since;     /* nullable: what the branch is compared with; NULL: the usual */
  RetortBranchMarks *marks;   /* nullable until it was looked at */
  GPtrArray       *ghosts;    /* element: RetortGhost, owned */
  GPtrArray       *positions; /* element: RetortStanding, owned */
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  retort_workspace_unref (self->workspace);
  g_strfreev (self->unknown);
  g_ptr_array_unref (self->profiles);
  g_free (self->since);
  g_clear_pointer (&self->marks, retort_branch_marks_free);
  g_ptr_array_unref (self->ghosts);
  g_ptr_array_unref (self->positions);
  g_free (self);
}

static void
look_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;

  look->marks = retort_branch_marks_find (look->workspace, look->since, cancellable);
  for (gsize i = 0; look->unknown[i] != NULL; i++)
    {
      RetortGhost *ghost = retort_ghost_find (look->workspace, look->unknown[i], cancellable, NULL);

      if (ghost != NULL)
        g_ptr_array_add (look->ghosts, ghost);
    }
  for (guint i = 0; i < look->profiles->len && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (look->positions, retort_standing_read (look->workspace, g_ptr_array_index (look->profiles, i), cancellable));
  g_task_return_boolean (task, TRUE);
}

static void
show_ghosts (RetortWorkbench *self, const Look *look)
{
  for (guint i = 0; i < look->ghosts->len; i++)
    {
      const RetortGhost *ghost = g_ptr_array_index (look->ghosts, i);
      RetortRevisionItem *item = g_hash_table_lookup (self->items, ghost->id);
      g_autofree char *place = retort_ghost_to_text (ghost);
      g_autofree char *folder = g_shell_quote (self->project_path);
      const char *there = ghost->is_gone ? ghost->commit : ghost->ref;
      g_autofree char *command = g_strdup_printf ("retort-cli --project %s --at %s downgrade -1", folder, there);
      gboolean has_parent = ghost->parent != NULL && retort_history_find (retort_workspace_get_history (self->workspace), ghost->parent) != NULL;
      const RetortRevisionGhost fields
          = { place, ghost->text, command, ghost->commit, (char *) there, has_parent ? ghost->parent : NULL };

      if (item != NULL)
        retort_revision_item_take_ghost (item, retort_revision_ghost_new (&fields));
    }
}

static void
append_note (GHashTable *notes, const char *id, const char *words)
{
  const char *before = g_hash_table_lookup (notes, id);

  g_hash_table_insert (notes, g_strdup (id), before != NULL ? g_strconcat (before, " · ", words, NULL) : g_strdup (words));
}

/* A database that stands nowhere, or was not reached, has no flag: its profile says so in the list of connections. */
static void
add_flags (RetortWorkbench *self, GHashTable *notes)
{
  for (guint i = 0; self->positions != NULL && i < self->positions->len; i++)
    {
      const RetortStanding *position = g_ptr_array_index (self->positions, i);
      g_autofree char *flag = retort_standing_dup_flag (position, g_get_real_time ());

      for (gsize j = 0; position->rows != NULL && position->rows[j] != NULL; j++)
        append_note (notes, position->rows[j], flag);
    }
}

static const RetortStanding *
find_position (RetortWorkbench *self, const char *profile)
{
  for (guint i = 0; self->positions != NULL && i < self->positions->len; i++)
    {
      const RetortStanding *position = g_ptr_array_index (self->positions, i);

      if (g_str_equal (position->profile, profile))
        return position;
    }
  return NULL;
}

static void
show_standings (RetortWorkbench *self)
{
  GListModel *items = G_LIST_MODEL (self->profiles);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (items, i);
      const RetortStanding *position = item != self->profile ? find_position (self, retort_profile_item_get_name (item)) : NULL;
      g_autofree char *words = position != NULL ? retort_standing_dup_words (position, g_get_real_time ()) : NULL;

      retort_profile_item_set_standing (item, words, position != NULL && position->problem != NULL);
    }
}

static void
mark_rows (RetortWorkbench *self, GPtrArray *ids, RetortReviewedKind kind)
{
  for (guint i = 0; i < ids->len; i++)
    {
      RetortRevisionItem *item = g_hash_table_lookup (self->items, g_ptr_array_index (ids, i));

      if (item != NULL)
        retort_revision_item_set_branch (item, kind);
    }
}

static gboolean
is_same_list (GPtrArray *a, GPtrArray *b)
{
  guint n = b != NULL ? b->len : 0;

  if (a->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (retort_revision_get_id (g_ptr_array_index (a, i)), retort_revision_get_id (g_ptr_array_index (b, i))))
      return FALSE;
  return TRUE;
}

/* On the main branch itself, or where everything is new, there is nothing to tell apart. */
static void
show_branch (RetortWorkbench *self, const Look *look)
{
  gboolean is_told = look->marks->added->len < self->order->len;

  for (guint i = 0; i < self->order->len; i++)
    retort_revision_item_set_branch (g_ptr_array_index (self->order, i), RETORT_REVIEWED_SAME);
  if (is_told)
    {
      mark_rows (self, look->marks->added, RETORT_REVIEWED_ADDED);
      mark_rows (self, look->marks->changed, RETORT_REVIEWED_CHANGED);
    }
  if (is_same_list (look->marks->removed, self->removed))
    return;
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  self->removed = g_ptr_array_ref (look->marks->removed);
  g_free (self->removed_from);
  self->removed_from = g_strdup (look->marks->since);
  retort_workbench_update_rows (self);
}

static void
show_notes (RetortWorkbench *self)
{
  g_autoptr(GHashTable) notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  add_flags (self, notes);
  for (guint i = 0; i < self->order->len; i++)
    {
      RetortRevisionItem *item = g_ptr_array_index (self->order, i);

      retort_revision_item_set_note (item, g_hash_table_lookup (notes, retort_revision_item_get_id (item)));
    }
  show_standings (self);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_UNREACHED);
}

/* What was read grows older while nobody does anything. */
static gboolean
age_timeout (gpointer user_data)
{
  show_notes (user_data);
  return G_SOURCE_CONTINUE;
}

static void
keep_age (RetortWorkbench *self)
{
  if (self->positions != NULL && self->positions->len > 0 && self->age_id == 0)
    self->age_id = g_timeout_add_seconds (AGE_STEP_S, age_timeout, self);
}

static void
replace_array (GPtrArray **place, GPtrArray *array)
{
  g_clear_pointer (place, g_ptr_array_unref);
  *place = g_ptr_array_ref (array);
}

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);
  Look *look = g_task_get_task_data (G_TASK (result));

  if (look->workspace != self->workspace || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (look->profiles->len > 0)
    {
      replace_array (&self->positions, look->positions);
      self->positions_time_us = g_get_monotonic_time ();
    }
  show_branch (self, look);
  show_ghosts (self, look);
  show_notes (self);
  keep_age (self);
}

/**
 * retort_workbench_dup_unreached:
 * @self: a workbench
 *
 * Returns: (transfer full) (nullable): the names of the profiles whose databases were not reached in the background
 */
char *
retort_workbench_dup_unreached (RetortWorkbench *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; self->positions != NULL && i < self->positions->len; i++)
    {
      const RetortStanding *position = g_ptr_array_index (self->positions, i);

      if (position->problem != NULL)
        g_strv_builder_add (builder, position->profile);
    }
  names = g_strv_builder_end (builder);
  return names[0] != NULL ? g_strjoinv (", ", names) : NULL;
}

/* All but the one that is connected, and those for which somebody would have to be asked. */
static GPtrArray *
list_profiles (RetortWorkbench *self)
{
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_profile_unref);
  GListModel *items = G_LIST_MODEL (self->profiles);

  if (self->positions != NULL && g_get_monotonic_time () - self->positions_time_us < POSITIONS_AGE_US)
    return profiles;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (items, i);
      RetortProfile *profile = retort_profile_item_get_profile (item);

      if (item != self->profile && retort_standing_is_easy (profile))
        g_ptr_array_add (profiles, retort_profile_ref (profile));
    }
  return profiles;
}

/**
 * retort_workbench_look_around: (skip)
 * @self: a workbench
 *
 * Looks at branch, ghosts and other databases in the background; what was begun before is dropped.
 */
void
retort_workbench_look_around (RetortWorkbench *self)
{
  g_autoptr(GTask) task = NULL;
  Look *look = NULL;

  retort_workbench_stop_looking (self);
  if (self->workspace == NULL)
    return;
  self->look_cancellable = g_cancellable_new ();
  look = g_new0 (Look, 1);
  look->workspace = retort_workspace_ref (self->workspace);
  look->unknown = self->state != NULL ? retort_target_state_dup_unknown (self->state, self->workspace) : g_new0 (char *, 1);
  look->profiles = list_profiles (self);
  look->since = g_strdup (self->branch_base);
  look->ghosts = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_ghost_free);
  look->positions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_standing_free);
  task = g_task_new (self, self->look_cancellable, looked_cb, NULL);
  g_task_set_source_tag (task, retort_workbench_look_around);
  g_task_set_task_data (task, look, look_free);
  retort_worker_push (self->look_worker, task, look_worker);
}

/**
 * retort_workbench_stop_looking: (skip)
 * @self: a workbench
 *
 * What is being looked at is not wanted any more.
 */
void
retort_workbench_stop_looking (RetortWorkbench *self)
{
  if (self->look_cancellable != NULL)
    g_cancellable_cancel (self->look_cancellable);
  g_clear_object (&self->look_cancellable);
}

/**
 * retort_workbench_forget_surroundings: (skip)
 * @self: a workbench
 *
 * Another project lies elsewhere.
 */
void
retort_workbench_forget_surroundings (RetortWorkbench *self)
{
  g_clear_handle_id (&self->age_id, g_source_remove);
  g_clear_pointer (&self->positions, g_ptr_array_unref);
  g_clear_pointer (&self->branch_base, g_free);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  g_clear_pointer (&self->removed_from, g_free);
}
