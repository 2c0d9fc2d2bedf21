/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rule sees, and how it speaks. Inside analysis/checks only. */
#pragma once

#include "analysis/checks/check.h"
#include "analysis/checks/walk.h"

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
  const RetortCheckInput  *input;
  const RetortCheckWalk   *walk;     /* of @migration */
  const RetortCheckWalk   *opposite_walk;
  RetortMigrationActions  *actions;  /* of @walk */
  RetortMigrationActions  *opposite_actions;
  GPtrArray               *findings; /* RetortFinding */
};

/**
 * RetortRemark:
 * @message: (not nullable) (transfer full): what is there
 * @step: (nullable): the action that it is about
 * @unread: (nullable): the statement that it is about, when that is not understood
 * @focus: (nullable): a name to point at inside the statement, when the file quotes it there
 * @revision: (nullable): the revision that it is about, for rules about the history
 * @span: where, when there is no @step
 * @louder: by how much it is worse than the rule's severity says; negative for milder
 * @fix: (nullable) (transfer full) (element-type RetortEdit): a mechanical remedy
 * @place: where @focus stands in the statement's text; 0 when that is not known
 */
typedef struct
{
  char                   *message;
  const RetortActionStep *step;
  const RetortUnreadStatement *unread;
  const char             *focus;
  RetortRevision         *revision;
  RetortSpan              span;
  int                     louder;
  GPtrArray              *fix;
  gsize                   place;
} RetortRemark;

/**
 * RetortCheckStep:
 * @index: which action; of a statement, its first one
 * @step: the action; of a statement as a whole, its first one
 * @action: the same
 * @statement: where it stands
 * @place: what is there when it runs
 * @table: (nullable): the action's table as it is then, when that is known
 * @locks: what the statement does; of an ALTER TABLE with several parts, what the part does by itself where that can be told
 * @effect: (nullable): what it does to that table
 * @is_first: it is the first action of its statement
 * @is_new_table: the migration made the table, so that nobody waits for it and it has few rows; of a function's body, the function made it
 *
 * One action, or one statement, with what rules ask first.
 */
struct _RetortCheckStep
{
  guint                        index;
  const RetortActionStep      *step;
  const RetortAction          *action;
  const RetortParsedStatement *statement;
  const RetortCheckPlace      *place;
  const RetortTable           *table;
  const RetortLocks           *locks;
  const RetortRelationEffect  *effect;
  gboolean                     is_first;
  gboolean                     is_new_table;
};

/* What rules of one room share: a table of them beside their functions. */
typedef struct
{
  const RetortRule *rules;
  guint             n_rules;
} RetortRuleSection;


gboolean                retort_check_get_severity (const RetortCheckSettings *settings, const RetortRule *rule, RetortSeverity *severity);
void                    retort_check_say         (RetortCheckContext *context, RetortRemark remark);
void                    retort_check_say_at      (RetortCheckContext *context, const RetortCheckStep *at, const char *focus, int louder,
                                                  const char *format, ...) G_GNUC_PRINTF (5, 6);
const RetortActionStep *retort_check_get_step    (const RetortMigrationActions *actions, guint index);
RetortSpan              retort_check_find_text   (RetortRevision *revision, RetortSpan within, const char *text);
/* step.c: what rules ask of a step */
RetortCheckStep         retort_check_look        (RetortCheckContext *context, guint index);
const RetortCheckStep *retort_check_peek (RetortCheckContext *context, guint index);
RetortCheckStep         retort_check_look_at_body (RetortCheckContext *context, guint index);
gboolean                retort_check_is_existing (const RetortCheckStep *at);
const RetortTable      *retort_check_find_table  (RetortSchema *schema, const char *schema_name, const char *name);
int                     retort_check_get_major   (const RetortCheckContext *context);
gboolean                retort_check_is_command  (const RetortCheckStep *at, PgQuery__AlterTableType subtype);
gboolean                retort_check_has_earlier (RetortCheckContext *context, const RetortCheckStep *at, RetortActionKind kind);
const RetortCheckStep  *retort_check_find_later  (RetortCheckContext *context, const RetortCheckStep *at, PgQuery__AlterTableType subtype, RetortCheckStep *found);
const RetortRelationEffect *retort_check_find_other_lock (const RetortCheckContext *context, const RetortCheckStep *at, RetortLockLevel least);
/* absence.c */
gboolean                retort_check_is_absent       (const RetortCheckStep *at);
gboolean                retort_check_does_nothing    (const RetortCheckStep *at);
gboolean                retort_check_goes_with_table (const RetortCheckContext *context, const RetortCheckStep *at);
/* undo-rules.c */
const char             *retort_check_find_rename     (const RetortCheckContext *context, const RetortCheckStep *at);
/* one-row.c */
gboolean                retort_check_names_rows      (const RetortCheckStep *at);
/* step.c: of columns as a statement defines them */
const PgQuery__Constraint  *retort_column_find_constraint (const PgQuery__ColumnDef *column, PgQuery__ConstrType type);
const char             *retort_column_get_type   (const PgQuery__ColumnDef *column);

/* column-rules.c */
gboolean                retort_check_ends_at_first_row (const RetortCheckContext *context, const RetortCheckStep *at);

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
void retort_rule_non_linear_history    (RetortCheckContext *context);
void retort_rule_history_problem       (RetortCheckContext *context);

G_END_DECLS
