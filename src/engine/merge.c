/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/merge.h"

#include "analysis/actions/migration-actions.h"

static void
line_free (gpointer data)
{
  RetortMergeLine *self = data;

  retort_revision_unref (self->head);
  g_ptr_array_unref (self->revisions);
  g_ptr_array_unref (self->objects);
  g_free (self);
}

/**
 * retort_merge_survey_free:
 * @self: (transfer full) (nullable): a survey
 */
void
retort_merge_survey_free (RetortMergeSurvey *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->shared);
  g_free (self);
}

/* --- The lines --- */

static gboolean
is_of_another (const RetortHistory *history, const char *id, RetortRevision *head, GPtrArray *heads)
{
  for (guint i = 0; i < heads->len; i++)
    {
      RetortRevision *other = g_ptr_array_index (heads, i);

      if (other != head && (g_str_equal (id, retort_revision_get_id (other))
                            || retort_history_is_ancestor (history, id, retort_revision_get_id (other))))
        return TRUE;
    }
  return FALSE;
}

/* Down from the head until another head has the revision, too. */
static void
walk_down (const RetortHistory *history, RetortMergeLine *line, GPtrArray *heads)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_add (line->revisions, retort_revision_ref (line->head));
  for (guint i = 0; i < line->revisions->len; i++)
    {
      const char *const *down = retort_revision_get_down (g_ptr_array_index (line->revisions, i));

      for (gsize j = 0; down[j] != NULL; j++)
        {
          RetortRevision *revision = retort_history_find (history, down[j]);

          if (revision != NULL && g_hash_table_add (seen, (gpointer) retort_revision_get_id (revision))
              && !is_of_another (history, retort_revision_get_id (revision), line->head, heads))
            g_ptr_array_add (line->revisions, retort_revision_ref (revision));
        }
    }
}

/* --- What they touch --- */

/* (nullable): how people call it; an index alone says nothing of its table. */
static char *
describe_object (const RetortAction *action)
{
  if (action->table != NULL)
    return action->schema != NULL && !g_str_equal (action->schema, "public") ? g_strdup_printf ("%s.%s", action->schema, action->table)
                                                                             : g_strdup (action->table);
  if (action->name == NULL)
    return NULL;
  if (action->kind == RETORT_ACTION_CREATE_TYPE || action->kind == RETORT_ACTION_DROP_TYPE || action->kind == RETORT_ACTION_RENAME_TYPE
      || action->kind == RETORT_ACTION_ADD_ENUM_VALUE || action->kind == RETORT_ACTION_RENAME_ENUM_VALUE)
    return g_strdup_printf ("type %s", action->name);
  if (action->kind == RETORT_ACTION_DROP_INDEX)
    return g_strdup_printf ("index %s", action->name);
  return retort_action_describe_object (action);
}

static void
add_objects (GHashTable *objects, RetortMigration *migration)
{
  g_autoptr(RetortMigrationActions) actions = retort_migration_actions_new (migration, RETORT_TRANSACTIONS_PER_MIGRATION);

  for (guint i = 0; i < actions->steps->len; i++)
    {
      char *object = describe_object (&g_array_index (actions->steps, RetortActionStep, i).action);

      if (object != NULL)
        g_hash_table_add (objects, object);
    }
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
take_sorted (GPtrArray *array, GHashTable *texts)
{
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    g_ptr_array_add (array, g_strdup (text));
  g_ptr_array_sort (array, compare_texts);
}

static gboolean
read_objects (RetortWorkspace *workspace, RetortMergeLine *line, GCancellable *cancellable, GError **error)
{
  g_autoptr(GHashTable) objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  line->is_known = TRUE;
  for (guint i = 0; i < line->revisions->len; i++)
    {
      g_autoptr(RetortMigration) migration = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      migration = retort_workspace_compile (workspace, g_ptr_array_index (line->revisions, i), RETORT_DIRECTION_UPGRADE, cancellable, NULL);
      if (migration != NULL)
        add_objects (objects, migration);
      line->is_known &= migration != NULL && retort_migration_get_status (migration) == RETORT_MIGRATION_COMPLETE;
    }
  take_sorted (line->objects, objects);
  return TRUE;
}

static void
find_shared (RetortMergeSurvey *self)
{
  g_autoptr(GHashTable) once = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) twice = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const RetortMergeLine *line = g_ptr_array_index (self->lines, i);

      for (guint j = 0; j < line->objects->len; j++)
        if (!g_hash_table_add (once, g_ptr_array_index (line->objects, j)))
          g_hash_table_add (twice, g_strdup (g_ptr_array_index (line->objects, j)));
    }
  take_sorted (self->shared, twice);
}

/**
 * retort_merge_survey:
 * @workspace: a project
 * @heads: (element-type RetortRevision): what would be joined
 * @cancellable: (nullable): stops it
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * Evaluates the upgrades of each line. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): what each is about
 */
RetortMergeSurvey *
retort_merge_survey (RetortWorkspace *workspace, GPtrArray *heads, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortMergeSurvey) self = g_new0 (RetortMergeSurvey, 1);

  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->shared = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < heads->len; i++)
    {
      RetortMergeLine *line = g_new0 (RetortMergeLine, 1);

      line->head = retort_revision_ref (g_ptr_array_index (heads, i));
      line->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
      line->objects = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->lines, line);
      walk_down (retort_workspace_get_history (workspace), line, heads);
      if (!read_objects (workspace, line, cancellable, error))
        return NULL;
    }
  find_shared (self);
  return g_steal_pointer (&self);
}
