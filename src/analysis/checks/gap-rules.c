/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the migration's reader could not follow, and what the original tool would not run. */
#include "analysis/checks/context.h"

#include <glib/gi18n.h>

/* Is the same said of the other direction already? What is wrong with the file stops both. */
static gboolean
is_said_before (const RetortCheckContext *context, const RetortGap *gap)
{
  if (context->direction != RETORT_DIRECTION_DOWNGRADE || context->opposite == NULL
      || retort_migration_get_status (context->opposite) != retort_migration_get_status (context->migration))
    return FALSE;
  for (guint i = 0; i < retort_migration_get_n_gaps (context->opposite); i++)
    {
      const RetortGap *other = retort_migration_get_gap (context->opposite, i);

      if (other->span.start == gap->span.start && g_str_equal (other->reason, gap->reason))
        return TRUE;
    }
  return FALSE;
}

/* A downgrade that raises says on purpose that there is no way back; one that Alembic cannot run does not. */
static int
weigh (const RetortCheckContext *context, const RetortGap *gap)
{
  if (context->direction != RETORT_DIRECTION_DOWNGRADE || retort_migration_get_status (context->migration) != RETORT_MIGRATION_REFUSED)
    return 0;
  return g_str_has_prefix (gap->reason, "it raises ") ? -2 : -1;
}

static void
say_gaps (RetortCheckContext *context, RetortMigrationStatus status, const char *prefix)
{
  if (context->migration == NULL || retort_migration_get_status (context->migration) != status)
    return;
  for (guint i = 0; i < retort_migration_get_n_gaps (context->migration); i++)
    {
      const RetortGap *gap = retort_migration_get_gap (context->migration, i);

      /* What is drawn anew each time, or answered by the database, is understood, and fails nothing. */
      if (gap->varies || (gap->is_hidden && status == RETORT_MIGRATION_REFUSED) || is_said_before (context, gap))
        continue;
      retort_check_say (context, (RetortRemark){
                                     .message = g_strdup_printf ("%s: %s", _(prefix), gap->reason),
                                     .span = gap->span,
                                     .louder = weigh (context, gap),
                                 });
    }
}

/**
 * retort_rule_not_understood: (skip)
 * @context: a migration
 *
 * not-understood
 */
void
retort_rule_not_understood (RetortCheckContext *context)
{
  say_gaps (context, RETORT_MIGRATION_PARTIAL, N_("Not understood"));
}

/**
 * retort_rule_syntax_error: (skip)
 * @context: a migration
 *
 * syntax-error. Of a file that cannot be loaded nothing else is known.
 */
void
retort_rule_syntax_error (RetortCheckContext *context)
{
  say_gaps (context, RETORT_MIGRATION_BROKEN, N_("Syntax error"));
}

/**
 * retort_rule_refused: (skip)
 * @context: a migration
 *
 * refused
 */
void
retort_rule_refused (RetortCheckContext *context)
{
  say_gaps (context, RETORT_MIGRATION_REFUSED, N_("It fails when it runs"));
}
