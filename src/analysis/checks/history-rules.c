/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with the graph as a whole. */
#include "analysis/checks/context.h"

#include <glib/gi18n.h>

static char *
join_heads (GPtrArray *heads)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < heads->len; i++)
    {
      RetortRevision *head = g_ptr_array_index (heads, i);
      const char *title = retort_revision_get_title (head);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", retort_revision_get_id (head));
      if (title[0] != '\0')
        g_string_append_printf (text, " (%s)", title);
    }
  return g_string_free (text, FALSE);
}

/* A label that only this head's line carries says that the line is meant to go on by itself. */
static gboolean
has_own_label (const RetortHistory *history, GPtrArray *heads, guint index)
{
  g_autoptr(GPtrArray) labels = retort_history_list_labels (
      history, retort_revision_get_id (g_ptr_array_index (heads, index)));

  for (guint i = 0; i < labels->len; i++)
    {
      gboolean is_shared = FALSE;

      for (guint j = 0; j < heads->len; j++)
        {
          g_autoptr(GPtrArray) others = retort_history_list_labels (
              history, retort_revision_get_id (g_ptr_array_index (heads, j)));

          is_shared |= j != index
                       && g_ptr_array_find_with_equal_func (others, g_ptr_array_index (labels, i),
                                                            g_str_equal, NULL);
        }
      if (!is_shared)
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_rule_multiple_heads: (skip)
 * @context: the history
 *
 * multiple-heads. Lines that are told apart by labels are a decision, not an accident: then it is
 * only said.
 */
void
retort_rule_multiple_heads (RetortCheckContext *context)
{
  g_autoptr(GPtrArray) heads = retort_history_list_heads (context->history);
  g_autofree char *joined = join_heads (heads);
  gboolean is_deliberate = TRUE;

  if (heads->len < 2)
    return;
  for (guint i = 0; i < heads->len; i++)
    is_deliberate &= has_own_label (context->history, heads, i);
  retort_check_say (
      context, (RetortRemark){
                   .message = g_strdup_printf (ngettext ("The history has %u head: %s", "The history has %u heads: %s", heads->len),
                                               heads->len, joined),
                   .louder = is_deliberate ? -2 : 0,
               });
}

/* The rule that tells each kind of problem. */
static const char *const rule_of_problem[] = {
  [RETORT_HISTORY_PROBLEM_INVALID_ID] = "invalid-revision-id",
  [RETORT_HISTORY_PROBLEM_DUPLICATE_ID] = "duplicate-revision-id",
  [RETORT_HISTORY_PROBLEM_UNKNOWN_DOWN] = "unknown-predecessor",
  [RETORT_HISTORY_PROBLEM_UNKNOWN_DEPENDENCY] = "unknown-dependency",
  [RETORT_HISTORY_PROBLEM_DUPLICATE_LABEL] = "duplicate-branch-label",
  [RETORT_HISTORY_PROBLEM_CYCLE] = "revision-cycle",
};

/* The other file of a pair, for the message. */
static char *
describe_problem (const RetortHistoryProblem *problem)
{
  const char *path = problem->other != NULL ? retort_revision_get_path (problem->other) : NULL;
  g_autofree char *file = path != NULL ? g_path_get_basename (path) : NULL;

  return file != NULL ? g_strdup_printf (_("%s (the other one: %s)"), problem->message, file)
                      : g_strdup (problem->message);
}

/**
 * retort_rule_history_problem: (skip)
 * @context: the history
 *
 * All rules about what Alembic gives up on; which one is told by the context.
 */
void
retort_rule_history_problem (RetortCheckContext *context)
{
  GPtrArray *problems = retort_history_get_problems (context->history);

  for (guint i = 0; i < problems->len; i++)
    {
      const RetortHistoryProblem *problem = g_ptr_array_index (problems, i);
      gboolean is_about_down = problem->kind == RETORT_HISTORY_PROBLEM_UNKNOWN_DOWN
                               || problem->kind == RETORT_HISTORY_PROBLEM_CYCLE;

      if (!g_str_equal (rule_of_problem[problem->kind], context->rule->id))
        continue;
      retort_check_say (context, (RetortRemark){
                                     .message = describe_problem (problem),
                                     .revision = problem->revision,
                                     .span = is_about_down
                                                 ? retort_revision_get_down_span (problem->revision)
                                                 : retort_revision_get_id_span (problem->revision),
                                 });
    }
}

/**
 * retort_rule_non_linear_history: (skip)
 * @context: a migration
 *
 * non-linear-history
 */
void
retort_rule_non_linear_history (RetortCheckContext *context)
{
  RetortPassedOver how = context->facts != NULL && context->direction == RETORT_DIRECTION_UPGRADE
                             ? retort_target_facts_get_passed_over (context->facts, retort_revision_get_id (context->revision))
                             : RETORT_NOT_PASSED_OVER;

  if (how == RETORT_NOT_PASSED_OVER)
    return;
  retort_check_say (context, (RetortRemark){
                                 .message = g_strdup (how == RETORT_PASSED_OVER_SKIPPED ? _("A later one is applied already, and the tool will never run this one")
                                                                                        : _("A later one is applied already: this one runs behind it")),
                                 .louder = how == RETORT_PASSED_OVER_SKIPPED ? 1 : 0,
                             });
}
