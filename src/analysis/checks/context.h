/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rule sees, and how it speaks. Inside analysis/checks only. */
#pragma once

#include "analysis/actions/migration-actions.h"
#include "analysis/checks/check.h"

G_BEGIN_DECLS

/* For rules about a migration all of it is set but @migration and @opposite, which are NULL when they could
 * not be compiled; for rules about the history only @history. */
struct _RetortCheckContext
{
  const RetortRule        *rule;     /* the one that is asked */
  RetortSeverity           severity; /* the rule's, as the project wants it */
  const RetortHistory     *history;
  RetortRevision          *revision;
  const RetortTargetFacts *facts;    /* nullable */
  RetortDirection          direction;
  RetortMigration         *migration;
  RetortMigration         *opposite;
  RetortMigrationActions  *actions;  /* of @migration */
  RetortMigrationActions  *opposite_actions;
  GPtrArray               *findings; /* RetortFinding */
};

/**
 * RetortRemark:
 * @message: (not nullable) (transfer full): what is there
 * @step: (nullable): the action that it is about
 * @focus: (nullable): a name to point at inside the statement, when the file quotes it there
 * @revision: (nullable): the revision that it is about, for rules about the history
 * @span: where, when there is no @step
 * @louder: by how much it is worse than the rule's severity says; negative for milder
 * @fix: (nullable) (transfer full) (element-type RetortEdit): a mechanical remedy
 */
typedef struct
{
  char                   *message;
  const RetortActionStep *step;
  const char             *focus;
  RetortRevision         *revision;
  RetortSpan              span;
  int                     louder;
  GPtrArray              *fix;
} RetortRemark;

void                    retort_check_say         (RetortCheckContext *context, RetortRemark remark);
const RetortActionStep *retort_check_get_step    (const RetortMigrationActions *actions, guint index);
RetortSpan              retort_check_find_text   (RetortRevision *revision, RetortSpan within, const char *text);

/* The functions of the rule table, by file. */
void retort_rule_missing_downgrade     (RetortCheckContext *context); /* downgrade-rules.c */
void retort_rule_empty_downgrade       (RetortCheckContext *context);
void retort_rule_not_null_no_default   (RetortCheckContext *context); /* column-rules.c */
void retort_rule_no_on_delete          (RetortCheckContext *context); /* foreign-key-rules.c */
void retort_rule_unexpected_drop       (RetortCheckContext *context); /* drop-rules.c */
void retort_rule_wrong_predecessor     (RetortCheckContext *context); /* number-rules.c */
void retort_rule_enum_value_unguarded  (RetortCheckContext *context); /* enum-rules.c */
void retort_rule_not_understood        (RetortCheckContext *context); /* gap-rules.c */
void retort_rule_syntax_error          (RetortCheckContext *context);
void retort_rule_refused               (RetortCheckContext *context);
void retort_rule_multiple_heads        (RetortCheckContext *context); /* history-rules.c */
void retort_rule_history_problem       (RetortCheckContext *context);

G_END_DECLS
