/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule table. */
#include "analysis/checks/context.h"

static const RetortRule rules[] = {
  { "missing-downgrade", "No downgrade", RETORT_SEVERITY_WARNING,
    "Without it nobody can go back from this revision, neither on their own machine nor after a "
    "bad deployment.",
    "Write a downgrade that undoes the upgrade, or one that raises an error and says why there is "
    "no way back.",
    retort_rule_missing_downgrade, NULL },
  { "empty-downgrade", "Downgrade that does nothing", RETORT_SEVERITY_WARNING,
    "Going down only moves the version: what the upgrade made stays, and the next upgrade stumbles "
    "over it.",
    "Undo what the upgrade does, or raise an error that says why that is impossible.",
    retort_rule_empty_downgrade, NULL },
  { "add-column-not-null-no-default", "NOT NULL column without a default", RETORT_SEVERITY_ERROR,
    "Rows that exist would have no value, so the statement fails as soon as the table has one; and "
    "running code that "
    "does not know the column can no longer insert.",
    "Give it a server default, or add it nullable, fill it, and set NOT NULL afterwards.",
    retort_rule_not_null_no_default, NULL },
  { "foreign-key-without-on-delete", "Foreign key without ON DELETE", RETORT_SEVERITY_INFO,
    "Deleting a parent row then fails while children exist; that may be meant, but it is not said.",
    "Say it: ON DELETE CASCADE, SET NULL or RESTRICT.", retort_rule_no_on_delete, NULL },
  { "unexpected-drop", "Something is dropped", RETORT_SEVERITY_WARNING,
    "Data and guarantees go with it, and code that still runs may use it. Autogenerate also writes "
    "drops for renames and "
    "for models that were not imported.",
    "Make sure that it is meant; for a rename, rename. Drop only after no running code uses it.",
    retort_rule_unexpected_drop, NULL },
  { "wrong-predecessor", "Number and predecessor disagree", RETORT_SEVERITY_WARNING,
    "People read the numbers as the order in which revisions run, but the links decide.",
    "Point down_revision to the revision before, or take the next free number.",
    retort_rule_wrong_predecessor, NULL },
  { "enum-value-without-if-not-exists", "Enum value without IF NOT EXISTS", RETORT_SEVERITY_INFO,
    "A value cannot be removed again: where it exists already, the migration fails.",
    "Write ADD VALUE IF NOT EXISTS.", retort_rule_enum_value_unguarded, NULL },
  { "multiple-heads", "Several heads", RETORT_SEVERITY_ERROR,
    "\"upgrade head\" refuses to choose between them, so deployments stop.",
    "Merge them, or point one of them to the other while no database holds it.", NULL,
    retort_rule_multiple_heads },
  { "invalid-revision-id", "Id with a reserved character", RETORT_SEVERITY_ERROR,
    "'@', '-', '+' and ':' belong to symbols such as head-1; Alembic refuses the whole project.",
    "Rename the revision.", NULL, retort_rule_history_problem },
  { "duplicate-revision-id", "Two files with one id", RETORT_SEVERITY_ERROR,
    "Only one of the two files is used, and which one depends on the order in which they are read.",
    "Give one of them a new id.", NULL, retort_rule_history_problem },
  { "unknown-predecessor", "Predecessor that does not exist", RETORT_SEVERITY_ERROR,
    "Alembic fails on every command while a link leads nowhere. Often the file is on another "
    "branch, or was renamed.",
    "Bring the missing file back, or correct down_revision.", NULL, retort_rule_history_problem },
  { "unknown-dependency", "Dependency that does not exist", RETORT_SEVERITY_ERROR,
    "Alembic fails on every command while a link leads nowhere.",
    "Bring the missing file back, or correct depends_on.", NULL, retort_rule_history_problem },
  { "duplicate-branch-label", "Branch label used twice", RETORT_SEVERITY_ERROR,
    "A label names one branch; Alembic refuses the whole project.", "Rename one of the labels.",
    NULL, retort_rule_history_problem },
  { "revision-cycle", "Revisions in a circle", RETORT_SEVERITY_ERROR,
    "No order exists in which they could run.",
    "Correct the down_revision or depends_on that leads back.", NULL, retort_rule_history_problem },
  { "not-understood", "Not understood", RETORT_SEVERITY_WARNING,
    "Retort never guesses: what it does not understand to the last statement it neither shows as SQL "
    "nor runs.",
    "Write it with literal arguments, or run this revision with the project's own command.",
    retort_rule_not_understood, NULL },
  { "syntax-error", "The file cannot be loaded", RETORT_SEVERITY_ERROR,
    "Python refuses the file, and with it Alembic every command: it loads all revisions before it "
    "does anything.",
    "Correct the syntax.", retort_rule_syntax_error, NULL },
  { "refused", "It fails when it runs", RETORT_SEVERITY_ERROR,
    "The migration's own tool stops here, whatever the database holds.",
    "Correct it; in a downgrade an error that says why there is no way back is right.",
    retort_rule_refused, NULL },
  { "suppression-without-reason", "Suppression without a reason", RETORT_SEVERITY_INFO,
    "Whoever reads it later cannot tell whether it still holds.",
    "Write the reason behind the bracket.", NULL, NULL },
  { "unused-suppression", "Suppression of nothing", RETORT_SEVERITY_INFO,
    "What it was written for is gone, and it would hide the next finding.", "Remove the comment.",
    NULL, NULL },
};

/**
 * retort_rules_get_all:
 * @n_rules: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_rules): the rule table
 */
const RetortRule *
retort_rules_get_all (guint *n_rules)
{
  *n_rules = G_N_ELEMENTS (rules);
  return rules;
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
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].id, id))
      return &rules[i];
  return NULL;
}
