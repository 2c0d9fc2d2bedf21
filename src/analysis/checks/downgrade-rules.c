/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Can one go back? */
#include "analysis/checks/context.h"

#include <glib/gi18n.h>

/* Drizzle has no way down, and a team that never wrote one has decided so: then it is no finding.
 */
static gboolean
project_goes_down (const RetortCheckContext *context)
{
  const char *path = retort_revision_get_path (context->revision);
  g_autoptr(GPtrArray) all = NULL;

  if (path != NULL && g_str_has_suffix (path, ".py"))
    return TRUE;
  all = retort_history_list_newest_first (context->history);
  for (guint i = 0; i < all->len; i++)
    if (retort_revision_has_direction (g_ptr_array_index (all, i), RETORT_DIRECTION_DOWNGRADE))
      return TRUE;
  return FALSE;
}

/* In a file with broken syntax a function is not seen that is there. */
static gboolean
may_be_hidden (const RetortMigration *migration)
{
  return migration != NULL && retort_migration_get_status (migration) != RETORT_MIGRATION_MISSING;
}

/**
 * retort_rule_missing_downgrade: (skip)
 * @context: a migration
 *
 * missing-downgrade
 */
void
retort_rule_missing_downgrade (RetortCheckContext *context)
{
  const char *id = retort_revision_get_id (context->revision);

  if (context->direction != RETORT_DIRECTION_DOWNGRADE
      || retort_revision_has_direction (context->revision, RETORT_DIRECTION_DOWNGRADE)
      || may_be_hidden (context->migration) || !project_goes_down (context))
    return;
  retort_check_say (context, (RetortRemark){
                                 .message = g_strdup_printf (_("Revision %s has no downgrade"), id),
                                 .span = retort_revision_get_id_span (context->revision),
                             });
}

/* Of what nobody takes back, only that is harmless which the next upgrade does not stumble over: an
 * enum value stays in any case, but without IF NOT EXISTS it cannot be added a second time. */
static gboolean
is_harmless_to_repeat (const RetortAction *action)
{
  return action->is_guarded
         && (action->kind == RETORT_ACTION_ADD_ENUM_VALUE || action->kind == RETORT_ACTION_OTHER);
}

/* It is about the session, or only looks. */
static gboolean
changes_nothing (const PgQuery__Node *node)
{
  return node->node_case == PG_QUERY__NODE__NODE_VARIABLE_SET_STMT || node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT
         || node->node_case == PG_QUERY__NODE__NODE_TRANSACTION_STMT || node->node_case == PG_QUERY__NODE__NODE_LOCK_STMT;
}

/* Data that is put right and constraints that are found to hold need no way back. */
static gboolean
needs_no_way_back (const RetortMigrationActions *upgrade)
{
  for (guint i = 0; i < upgrade->steps->len; i++)
    {
      const RetortAction *action = &retort_check_get_step (upgrade, i)->action;

      if (action->kind != RETORT_ACTION_INSERT && action->kind != RETORT_ACTION_UPDATE
          && action->kind != RETORT_ACTION_DELETE && action->kind != RETORT_ACTION_COMMENT
          && action->kind != RETORT_ACTION_VALIDATE_CONSTRAINT && !is_harmless_to_repeat (action)
          && !changes_nothing (retort_check_get_step (upgrade, i)->node))
        return FALSE;
    }
  return upgrade->steps->len > 0;
}

/**
 * retort_rule_empty_downgrade: (skip)
 * @context: a migration
 *
 * empty-downgrade. A downgrade that raises is refused, not empty; one that is not understood is not
 * called empty either.
 */
void
retort_rule_empty_downgrade (RetortCheckContext *context)
{
  const char *id = retort_revision_get_id (context->revision);

  if (context->direction != RETORT_DIRECTION_DOWNGRADE || context->migration == NULL
      || retort_migration_get_status (context->migration) != RETORT_MIGRATION_COMPLETE
      || retort_migration_get_n_batches (context->migration) > 0 || context->opposite == NULL
      || retort_migration_get_n_batches (context->opposite) == 0)
    return;
  retort_check_say (
      context,
      (RetortRemark){
          .message = g_strdup_printf (_("The downgrade of %s does nothing, its upgrade does"), id),
          .span = retort_check_find_text (context->revision, (RetortSpan){ 0, 0 }, "def downgrade"),
          .louder = needs_no_way_back (context->opposite_actions) ? -1 : 0,
      });
}
