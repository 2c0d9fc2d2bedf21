/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule table. Its texts are translated where they are shown. */
#include "analysis/checks/sections.h"

#include "base/near-word.h"

#include <glib/gi18n.h>
#include <string.h>

static const RetortRule rules[] = {
  { .id = "missing-downgrade",
    .title = N_("No downgrade"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Without it nobody can go back from this revision, neither on their own machine nor after a bad deployment."),
    .remedy = N_("Write a downgrade that undoes the upgrade, or one that raises an error and says why there is no way back."),
    .check_migration = retort_rule_missing_downgrade },
  { .id = "empty-downgrade",
    .title = N_("Downgrade that does nothing"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Going down only moves the version: what the upgrade did stays, and the next upgrade does it a second time or fails on it."),
    .remedy = N_("Undo what the upgrade does, or raise an error that says why that is impossible."),
    .check_migration = retort_rule_empty_downgrade },
  { .id = "add-column-not-null-no-default",
    .title = N_("NOT NULL column without a default"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("Rows that exist would have no value, so the statement fails as soon as the table has one; and running code that does not know the column can no longer insert."),
    .remedy = N_("Give it a server default, or add it nullable, fill it, and set NOT NULL afterwards."),
    .check_migration = retort_rule_not_null_no_default },
  { .id = "foreign-key-without-on-delete",
    .title = N_("Foreign key without ON DELETE"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Deleting a parent row then fails while children exist; that may be meant, but it is not said."),
    .remedy = N_("Say it: ON DELETE CASCADE, SET NULL or RESTRICT."),
    .check_migration = retort_rule_no_on_delete },
  { .id = "unexpected-drop",
    .title = N_("Something is dropped"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Data and guarantees go with it, and code that still runs may use it. Autogenerate also writes drops for renames and for models that were not imported."),
    .remedy = N_("Make sure that it is meant; for a rename, rename. Drop only after no running code uses it."),
    .check_migration = retort_rule_unexpected_drop },
  { .id = "wrong-predecessor",
    .title = N_("Number and predecessor disagree"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("People read the numbers as the order in which revisions run, but the links decide."),
    .remedy = N_("Point down_revision to the revision before, or take the next free number."),
    .check_migration = retort_rule_wrong_predecessor },
  { .id = "enum-value-without-if-not-exists",
    .title = N_("Enum value without IF NOT EXISTS"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("A value cannot be removed again: where it exists already, the migration fails."),
    .remedy = N_("Write ADD VALUE IF NOT EXISTS."),
    .check_migration = retort_rule_enum_value_unguarded },
  { .id = "multiple-heads",
    .title = N_("Several heads"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("\"upgrade head\" refuses to choose between them, so deployments stop."),
    .remedy = N_("Merge them, or point one of them to the other while no database holds it."),
    .check_history = retort_rule_multiple_heads },
  { .id = "non-linear-history",
    .is_live = TRUE,
    .title = N_("Earlier than what is applied"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The file came in before others that the database has already: here it runs behind them or never, elsewhere before them, and the two databases may differ."),
    .remedy = N_("Give it a number or a time behind the last one that is applied anywhere."),
    .check_migration = retort_rule_non_linear_history },
  { .id = "invalid-revision-id",
    .title = N_("Id with a reserved character"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("'@', '-', '+' and ':' belong to symbols such as head-1; Alembic refuses the whole project."),
    .remedy = N_("Rename the revision."),
    .check_history = retort_rule_history_problem },
  { .id = "duplicate-revision-id",
    .title = N_("Two files with one id"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("Only one of the two files is used, and which one depends on the order in which they are read."),
    .remedy = N_("Give one of them a new id."),
    .check_history = retort_rule_history_problem },
  { .id = "unknown-predecessor",
    .title = N_("Predecessor that does not exist"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("Alembic fails on every command while a link leads nowhere. Often the file is on another branch, or was renamed."),
    .remedy = N_("Bring the missing file back, or correct down_revision."),
    .check_history = retort_rule_history_problem },
  { .id = "unknown-dependency",
    .title = N_("Dependency that does not exist"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("Alembic fails on every command while a link leads nowhere."),
    .remedy = N_("Bring the missing file back, or correct depends_on."),
    .check_history = retort_rule_history_problem },
  { .id = "migration-folder",
    .title = N_("Damaged folder of migrations"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("The tool that owns the folder refuses it, or runs something else than the folder seems to say, without a word."),
    .remedy = N_("Mend the place that is named; git knows how it was before."), },
  { .id = "duplicate-branch-label",
    .title = N_("Branch label used twice"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("A label names one branch; Alembic refuses the whole project."),
    .remedy = N_("Rename one of the labels."),
    .check_history = retort_rule_history_problem },
  { .id = "revision-cycle",
    .title = N_("Revisions in a circle"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("No order exists in which they could run."),
    .remedy = N_("Correct the down_revision or depends_on that leads back."),
    .check_history = retort_rule_history_problem },
  { .id = "not-understood",
    .title = N_("Not understood"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Retort never guesses: what it does not understand to the last statement it neither shows as SQL nor runs."),
    .remedy = N_("Write it with literal arguments, or run this revision with the project's own command."),
    .check_migration = retort_rule_not_understood },
  { .id = "syntax-error",
    .title = N_("The file cannot be loaded"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("Python refuses the file, and with it Alembic every command: it loads all revisions before it does anything."),
    .remedy = N_("Correct the syntax."),
    .check_migration = retort_rule_syntax_error },
  { .id = "refused",
    .title = N_("It fails when it runs"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("The migration's own tool stops here, whatever the database holds."),
    .remedy = N_("Correct it; in a downgrade an error that says why there is no way back is right."),
    .check_migration = retort_rule_refused },
  { .id = "suppression-without-reason",
    .title = N_("Suppression without a reason"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Whoever reads it later cannot tell whether it still holds."),
    .remedy = N_("Write the reason behind the bracket.") },
  { .id = "unused-suppression",
    .title = N_("Suppression of nothing"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("What it was written for is gone, and it would hide the next finding."),
    .remedy = N_("Remove the comment.") },
};

static const RetortRuleSection own_rules = { rules, G_N_ELEMENTS (rules) };

static const RetortRuleSection *const sections[] = {
  &own_rules,
  &retort_added_column_rules,
  &retort_changed_column_rules,
  &retort_constraint_rules,
  &retort_index_rules,
  &retort_table_rules,
  &retort_object_rules,
  &retort_transaction_rules,
  &retort_traffic_rules,
  &retort_data_rules,
  &retort_type_rules,
  &retort_name_rules,
  &retort_function_rules,
  &retort_undo_rules,
  &retort_unread_rules,
  &retort_model_rules,
};

static gpointer
list_rules (gpointer data)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; j < sections[i]->n_rules; j++)
      g_ptr_array_add (all, (gpointer) &sections[i]->rules[j]);
  g_ptr_array_add (all, NULL);
  return g_ptr_array_free (all, FALSE);
}

/**
 * retort_rules_get_all:
 *
 * Returns: (transfer none) (array zero-terminated=1): the rule table
 */
const RetortRule *const *
retort_rules_get_all (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, list_rules, NULL);
}

/**
 * retort_rules_find:
 * @id: a rule's id
 *
 * Returns: (transfer none) (nullable): the rule
 */
const RetortRule *
retort_rules_find (const char *id)
{
  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    if (g_str_equal ((*rule)->id, id))
      return *rule;
  return NULL;
}

/**
 * retort_rules_find_similar:
 * @id: what somebody wrote for the id of a rule
 *
 * Pure. Any thread.
 *
 * Returns: (transfer none) (nullable): the rule that was probably meant; %NULL when none is near
 */
const RetortRule *
retort_rules_find_similar (const char *id)
{
  const RetortRule *nearest = NULL;
  guint n_changes = 0;

  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    if (retort_near_word_is_nearer (id, (*rule)->id, &n_changes))
      nearest = *rule;
  return nearest;
}
