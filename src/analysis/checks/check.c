/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks every rule, then looks which findings the file itself accepts. */
#include "analysis/checks/check.h"

#include "analysis/checks/context.h"
#include "analysis/checks/suppression.h"

#include <glib/gi18n.h>

/**
 * retort_check_get_severity: (skip)
 * @settings: (nullable): what the project changes about the rules
 * @rule: a rule
 * @severity: (out): the rule's, as the project wants it
 *
 * Returns: %FALSE when the rule is off
 */
gboolean
retort_check_get_severity (const RetortCheckSettings *settings, const RetortRule *rule, RetortSeverity *severity)
{
  gpointer value;

  *severity = rule->severity;
  if (settings == NULL || settings->severities == NULL || g_hash_table_size (settings->severities) == 0
      || !g_hash_table_lookup_extended (settings->severities, rule->id, NULL, &value))
    return !rule->is_off;
  *severity = (RetortSeverity) (GPOINTER_TO_INT (value) - 1);
  return GPOINTER_TO_INT (value) != 0;
}

static gboolean
is_about_statements (const RetortRule *rule)
{
  return rule->check_action != NULL || rule->check_statement != NULL;
}

/* Each statement, or each action of each statement; all were looked at. */
static void
ask_about_steps (RetortCheckContext *context, const RetortRule *rule)
{
  for (guint i = 0; i < context->actions->steps->len; i++)
    {
      const RetortCheckStep *at = &g_array_index (context->walk->looks, RetortCheckStep, i);

      if (rule->check_action != NULL)
        rule->check_action (context, at);
      if (rule->check_statement != NULL && at->is_first)
        rule->check_statement (context, at);
    }
}

/* Likewise in the bodies of functions. */
static void
ask_about_bodies (RetortCheckContext *context, const RetortRule *rule)
{
  if (!rule->is_for_bodies)
    return;
  for (guint i = 0; i < context->actions->bodies->len; i++)
    {
      RetortCheckStep at = retort_check_look_at_body (context, i);

      if (rule->check_action != NULL)
        rule->check_action (context, &at);
      if (rule->check_statement != NULL && at.is_first)
        rule->check_statement (context, &at);
    }
}

static gboolean
asks_about_statements (const RetortCheckContext *context, const RetortRule *rule)
{
  return is_about_statements (rule) && (context->direction == RETORT_DIRECTION_UPGRADE || rule->is_for_downgrades)
         && (context->actions->steps->len > 0 || context->actions->bodies->len > 0);
}

static void
ask_rule (RetortCheckContext *context, const RetortRule *rule)
{
  context->rule = rule;
  if (context->revision == NULL)
    {
      if (rule->check_history != NULL)
        rule->check_history (context);
      return;
    }
  if (rule->check_migration != NULL)
    rule->check_migration (context);
  if (asks_about_statements (context, rule))
    {
      ask_about_steps (context, rule);
      ask_about_bodies (context, rule);
    }
}

/* Most rules ask about statements, and many a direction has none: then nobody need know how loud they are. */
static gboolean
has_something_to_ask (const RetortCheckContext *context, const RetortRule *rule)
{
  if (context->revision == NULL)
    return rule->check_history != NULL;
  return rule->check_migration != NULL || asks_about_statements (context, rule);
}

static void
ask_rules (RetortCheckContext *context, const RetortCheckSettings *settings)
{
  for (guint i = 0; context->revision != NULL && i < context->actions->steps->len; i++)
    retort_check_peek (context, i);
  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    if (has_something_to_ask (context, *rule) && retort_check_get_severity (settings, *rule, &context->severity))
      ask_rule (context, *rule);
}

/* Marks what the file accepts. */
static void
apply_suppressions (GPtrArray *findings, GPtrArray *suppressions)
{
  for (guint i = 0; i < findings->len; i++)
    {
      RetortFinding *finding = g_ptr_array_index (findings, i);
      RetortSuppression *suppression
          = retort_suppressions_match (suppressions, retort_finding_get (finding));

      if (suppression == NULL)
        continue;
      suppression->n_uses++;
      g_ptr_array_index (findings, i) = retort_finding_new_suppressed (
          finding, suppression->reason[0] != '\0' ? suppression->reason : "no reason given");
      retort_finding_unref (finding);
    }
}

static gboolean
is_wholly_known (const RetortMigration *migration)
{
  return migration != NULL && retort_migration_get_n_gaps (migration) == 0;
}

static char *
describe_unknown (const char *id)
{
  const RetortRule *similar = retort_rules_find_similar (id);

  if (id[0] == '\0')
    return g_strdup (_("This accepts nothing: it is written ignore[RULE] reason"));
  return similar != NULL ? g_strdup_printf (_("There is no rule '%s'; did you mean '%s'?"), id, similar->id)
                         : g_strdup_printf (_("There is no rule '%s'"), id);
}

/* NULL: nothing can be said about the suppression. A rule that is off, or that is not asked for
 * single revisions, finds nothing whatever stands there; neither does one that sees only a part. */
static char *
describe_unused (const RetortSuppression *suppression, const RetortCheckInput *input)
{
  const RetortRule *rule = retort_rules_find (suppression->rule);
  RetortSeverity severity;

  if (rule == NULL)
    return describe_unknown (suppression->rule);
  if (suppression->n_uses > 0 || (rule->is_live && input->facts == NULL) || (rule->check_migration == NULL && !is_about_statements (rule))
      || !retort_check_get_severity (input->settings, rule, &severity) || !is_wholly_known (input->upgrade)
      || !is_wholly_known (input->downgrade))
    return NULL;
  return g_strdup_printf (_("Nothing here breaks the rule '%s'"), suppression->rule);
}

static void
say_of_suppression (RetortCheckContext *context, const RetortCheckInput *input, const char *rule_id,
                    const RetortSuppression *suppression, char *message)
{
  context->rule = retort_rules_find (rule_id);
  if (message == NULL)
    return;
  if (retort_check_get_severity (input->settings, context->rule, &context->severity))
    retort_check_say (context, (RetortRemark){ .message = message, .span = suppression->span });
  else
    g_free (message);
}

static void
check_suppressions (RetortCheckContext *context, const RetortCheckInput *input,
                    GPtrArray *suppressions)
{
  for (guint i = 0; i < suppressions->len; i++)
    {
      const RetortSuppression *suppression = g_ptr_array_index (suppressions, i);

      if (suppression->reason[0] == '\0' && suppression->rule[0] != '\0')
        say_of_suppression (
            context, input, "suppression-without-reason", suppression,
            g_strdup_printf (_("The suppression of '%s' gives no reason"), suppression->rule));
      say_of_suppression (context, input, "unused-suppression", suppression,
                          describe_unused (suppression, input));
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const RetortFindingFields *left = retort_finding_get (*(RetortFinding *const *) a);
  const RetortFindingFields *right = retort_finding_get (*(RetortFinding *const *) b);

  if (left->start.line != right->start.line)
    return left->start.line < right->start.line ? -1 : 1;
  if (left->start.column != right->start.column)
    return left->start.column < right->start.column ? -1 : 1;
  return g_strcmp0 (left->rule, right->rule);
}

/**
 * retort_check_revision:
 * @input: the revision and what is known of it
 *
 * Checks both directions of a revision. May be called on any thread.
 *
 * Returns: (transfer full) (element-type RetortFinding): what there is to say, suppressed findings
 * included and marked, in the order of their places
 */
GPtrArray *
retort_check_revision (const RetortCheckInput *input)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  int version = input->facts != NULL ? retort_target_facts_get_server_version (input->facts) : 0;
  g_autoptr(RetortCheckWalk) up = retort_check_walk_new (input->upgrade, input->before_upgrade, input->upgrade_steps, input->transactions, version);
  g_autoptr(RetortCheckWalk) down
      = retort_check_walk_new (input->downgrade, input->before_downgrade, NULL, input->transactions, version);
  g_autoptr(GPtrArray) suppressions
      = retort_suppressions_read (retort_revision_get_source (input->revision));
  RetortCheckContext context = {
    .input = input,
    .history = input->history,
    .revision = input->revision,
    .facts = input->facts,
    .findings = findings,
    .direction = RETORT_DIRECTION_UPGRADE,
    .migration = input->upgrade,
    .opposite = input->downgrade,
    .walk = up,
    .opposite_walk = down,
    .actions = up->actions,
    .opposite_actions = down->actions,
  };

  ask_rules (&context, input->settings);
  context.direction = RETORT_DIRECTION_DOWNGRADE;
  context.migration = input->downgrade;
  context.opposite = input->upgrade;
  context.walk = down;
  context.opposite_walk = up;
  context.actions = down->actions;
  context.opposite_actions = up->actions;
  ask_rules (&context, input->settings);

  context.direction = RETORT_DIRECTION_UPGRADE;
  apply_suppressions (findings, suppressions);
  check_suppressions (&context, input, suppressions);
  g_ptr_array_sort (findings, compare_places);
  return findings;
}

/**
 * retort_check_history:
 * @history: a history
 * @settings: (nullable): what the project changes about the rules
 *
 * Checks the history as a whole. May be called on any thread.
 *
 * Returns: (transfer full) (element-type RetortFinding): what there is to say
 */
GPtrArray *
retort_check_history (const RetortHistory *history, const RetortCheckSettings *settings)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  RetortCheckContext context = { .history = history, .findings = findings };

  ask_rules (&context, settings);
  return findings;
}
