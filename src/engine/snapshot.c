/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/snapshot.h"

#include "analysis/schema/apply.h"
#include "analysis/schema/comparison.h"

#include <string.h>

/**
 * retort_workspace_dup_snapshot_schema:
 * @self: a workspace
 * @revision: one of its revisions
 *
 * Reads what the project's tool wrote beside the migration. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): what the tool believes is there once @revision is applied; %NULL when it says nothing, or something that
 *   is not understood
 */
RetortSchema *
retort_workspace_dup_snapshot_schema (RetortWorkspace *self, RetortRevision *revision)
{
  RetortProject *project = NULL;
  const RetortAdapter *adapter = NULL;
  g_autoptr(GPtrArray) statements = NULL;
  g_autoptr(RetortSchema) schema = NULL;

  g_return_val_if_fail (self != NULL && revision != NULL, NULL);

  project = retort_workspace_get_project (self);
  adapter = retort_project_get (project)->adapter;
  statements = adapter->list_snapshot != NULL ? adapter->list_snapshot (project, revision) : NULL;
  if (statements == NULL)
    return NULL;
  schema = retort_schema_new_initial ();
  for (guint i = 0; i < statements->len; i++)
    {
      g_auto(RetortEffect) effect = { 0 };
      RetortSchema *next = retort_schema_apply_sql (schema, g_ptr_array_index (statements, i), &effect);

      retort_schema_unref (schema);
      schema = next;
      if (effect.kind == RETORT_EFFECT_FAILS || effect.kind == RETORT_EFFECT_OPAQUE)
        return NULL;
    }
  return g_steal_pointer (&schema);
}

/* What is written by hand and a snapshot knows nothing of is no difference: functions, more indexes, other tables. */
static gboolean
counts (const RetortDifference *difference)
{
  gboolean is_table = difference->object_kind == RETORT_OBJECT_TABLE;

  switch (difference->kind)
    {
    case RETORT_DIFFERENCE_ADDED:
      return is_table || difference->object_kind == RETORT_OBJECT_ENUM;
    case RETORT_DIFFERENCE_REMOVED:
      return is_table && g_strcmp0 (difference->part, "column") == 0;
    case RETORT_DIFFERENCE_CHANGED:
      return (is_table && g_strcmp0 (difference->part, "column") == 0 && g_strcmp0 (difference->property, "default") != 0)
             || difference->object_kind == RETORT_OBJECT_ENUM;
    case RETORT_DIFFERENCE_NOT_COMPARABLE:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/* "removed: table t column c" is said from the first schema, which is that of the migrations. */
static char *
describe (const RetortDifference *difference)
{
  g_autofree char *text = retort_difference_to_string (difference);
  const char *what = strstr (text, ": ");

  if (what == NULL || difference->kind == RETORT_DIFFERENCE_CHANGED)
    return g_steal_pointer (&text);
  return g_strdup_printf ("only %s %s", difference->kind == RETORT_DIFFERENCE_ADDED ? "the snapshot has" : "the migrations have", what + 2);
}

/**
 * retort_snapshot_dup_difference:
 * @workspace: a project
 * @revision: one of its revisions
 * @made: what its migrations make, up to @revision
 *
 * Returns: (transfer full) (nullable): what the tool's snapshot says otherwise, a sentence
 */
char *
retort_snapshot_dup_difference (RetortWorkspace *workspace, RetortRevision *revision, const RetortSchema *made)
{
  g_autoptr(RetortSchema) snapshot = retort_workspace_dup_snapshot_schema (workspace, revision);
  g_autoptr(GPtrArray) differences = snapshot != NULL ? retort_schema_compare (made, snapshot) : NULL;

  for (guint i = 0; differences != NULL && i < differences->len; i++)
    if (counts (g_ptr_array_index (differences, i)))
      {
        g_autofree char *first = describe (g_ptr_array_index (differences, i));

        return g_strdup_printf ("The snapshot of '%s' is not what the migrations make: %s.", retort_revision_get_id (revision), first);
      }
  return NULL;
}
