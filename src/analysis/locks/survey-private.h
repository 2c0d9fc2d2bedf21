/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One statement while it is found out what it does to relations. Inside analysis/locks only. */
#pragma once

#include "analysis/locks/locks.h"
#include "analysis/schema/apply.h"

G_BEGIN_DECLS

struct _RetortLockSession
{
  int         major;             /* of the server: 13 … 18 */
  gboolean    is_in_transaction;
  char       *time_zone;         /* as the session set it; UTC at first */
  GHashTable *new_values;        /* utf8 "type value": labels added to enums in this transaction */
  GHashTable *new_types;         /* utf8: enum types made in this transaction */
  GHashTable *held;              /* utf8 "schema.name" to RetortLockLevel: locks of this transaction */
  GHashTable *empty;             /* utf8 "schema.name": tables that this transaction made and put nothing into */
  guint       n_calls;           /* how deep in the bodies of functions it is */
};

/* How far a query gets. */
typedef enum
{
  RETORT_QUERY_RUN,
  RETORT_QUERY_PLANNED,   /* partitions are looked at: EXPLAIN */
  RETORT_QUERY_REWRITTEN, /* what stands behind views and rules is looked at: PREPARE */
  RETORT_QUERY_NAMED,     /* only what it names is looked up: CREATE VIEW */
} RetortQueryExtent;

typedef struct
{
  RetortLockSession  *session;
  RetortSchema       *before; /* nullable: nothing is known */
  RetortSchema       *after;  /* nullable: nothing is known, or the statement fails */
  const RetortEffect *effect; /* nullable: of @after */
  RetortLocks        *locks;
  gboolean            is_only; /* ALTER TABLE ONLY */
  RetortQueryExtent   extent;  /* of its queries */
} RetortSurvey;

/* A table that may not be known: what the statement calls it, and what the schema says. */
typedef struct
{
  const RetortTable    *table;  /* nullable */
  RetortRelationEffect *effect;
} RetortSurveyed;

/* Whether something holds of a table. */
typedef gboolean (*RetortSurveyPredicate) (const RetortSurvey *self, const RetortTable *table);

/* survey.c */
void                  retort_relation_effect_free (gpointer data);
RetortRelationEffect *retort_survey_take         (RetortSurvey *self, RetortLockLevel level, RetortLockedKind kind, const char *schema, const char *name);
RetortSurveyed        retort_survey_take_table   (RetortSurvey *self, RetortLockLevel level, const RetortTable *table);
RetortSurveyed        retort_survey_take_named   (RetortSurvey *self, RetortLockLevel level, const PgQuery__RangeVar *relation);
RetortSurveyed        retort_survey_take_place   (RetortSurvey *self, RetortLockLevel level, const char *schema, const char *name);
RetortRelationEffect *retort_survey_take_sequence (RetortSurvey *self, RetortLockLevel level, const char *schema, const char *name);
void                  retort_survey_take_owned   (RetortSurvey *self, RetortLockLevel level, const RetortTable *table, const char *column, gboolean rewrites);
void                  retort_survey_forget_scans (RetortSurvey *self);
RetortRelationEffect *retort_survey_take_index   (RetortSurvey *self, RetortLockLevel level, const RetortTable *table, const char *index);
const RetortTable    *retort_survey_find_table   (RetortSurvey *self, const char *schema, const char *name);
const RetortTable    *retort_survey_find_index   (RetortSurvey *self, const char *schema, const char *name, const RetortIndex **index);
const RetortTable    *retort_survey_find_qualified (RetortSurvey *self, const char *qualified);
GPtrArray            *retort_survey_list_heirs   (RetortSurvey *self, const RetortTable *table);
void                  retort_survey_scan         (RetortSurvey *self, RetortSurveyed surveyed, const char *source, const char *format, ...) G_GNUC_PRINTF (4, 5);
void                  retort_survey_scan_heirs   (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, RetortSurveyPredicate is_read, const char *source,
                                                  const char *reason);
void                  retort_survey_scan_all     (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, const char *source, const char *reason);
void                  retort_survey_scan_built   (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level, const char *source, const char *reason);
void                  retort_survey_rewrite      (RetortSurvey *self, RetortSurveyed surveyed, const char *source, const char *format, ...) G_GNUC_PRINTF (4, 5);
void                  retort_survey_build        (RetortSurvey *self, const RetortTable *table, const RetortIndex *index);
void                  retort_survey_explain      (RetortRelationEffect *effect, const char *source, const char *format, ...) G_GNUC_PRINTF (3, 4);
void                  retort_survey_fail         (RetortSurvey *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void                  retort_survey_doubt        (RetortSurvey *self, const char *reason);
gboolean              retort_survey_has_rows     (const RetortTable *table);
char                 *retort_survey_format_type  (RetortSurvey *self, const PgQuery__TypeName *type) G_GNUC_WARN_UNUSED_RESULT;
const RetortDomain   *retort_survey_find_domain  (RetortSurvey *self, const char *type);

/* statement.c, alter-table.c, constraint.c, partition.c, column.c, column-type.c, index.c, drop.c, maintenance.c, query.c: kinds of statements */
void retort_survey_statement        (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_alter_table      (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_create_table     (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_create_index     (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_reindex          (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_drop             (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_query            (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_looked_at        (RetortSurvey *self, const PgQuery__Node *node, RetortQueryExtent extent);
void retort_survey_lock_behind_view (RetortSurvey *self, const RetortTable *view, RetortLockLevel level);
void retort_survey_mentioned        (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_truncate         (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_cluster          (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_vacuum           (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_refresh          (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_lock             (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_alter_domain     (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_block            (RetortSurvey *self, const PgQuery__Node *node); /* block.c */
void retort_survey_called           (RetortSurvey *self, const PgQuery__FuncCall *call);
void retort_survey_triggered        (RetortSurvey *self, const RetortTrigger *trigger);
void retort_survey_create_function  (RetortSurvey *self, const PgQuery__Node *node);
void retort_survey_composite        (RetortSurvey *self, const PgQuery__RangeVar *relation, const PgQuery__AlterTableStmt *alter); /* alter-table.c */

/* Subcommands of ALTER TABLE, for each table that they reach. */
typedef void (*RetortSurveyFunc) (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);
void retort_survey_add_column       (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);
gboolean retort_survey_cannot_assign (RetortSurvey *self, const char *from, const char *to);
void retort_survey_column_type      (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);
void retort_survey_set_not_null     (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);
void retort_survey_add_constraint   (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);
void retort_survey_validate         (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);
void retort_survey_attach           (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);
void retort_survey_detach           (RetortSurvey *self, RetortSurveyed surveyed, const PgQuery__AlterTableCmd *command);

/* routing.c */
GPtrArray *retort_survey_list_met      (RetortSurvey *self, const RetortTable *table, const PgQuery__RangeVar *relation, const PgQuery__Node *condition);
GPtrArray *retort_survey_list_routed   (RetortSurvey *self, const RetortTable *table, const PgQuery__InsertStmt *insert);
/* constraint.c */
void     retort_survey_take_partitions  (RetortSurvey *self, RetortSurveyed surveyed, RetortLockLevel level);
gboolean retort_constraint_is_inheritable (const RetortConstraint *constraint);
void     retort_survey_references       (RetortSurvey *self, const PgQuery__RangeVar *own, const PgQuery__RangeVar *referenced, gboolean validates, RetortSurveyed surveyed);
/* partition.c: the default partition gets a smaller bound */
void     retort_survey_default_partition (RetortSurvey *self, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound);
void     retort_survey_indexes_of_parent (RetortSurvey *self, const RetortTable *parent);
void     retort_survey_referencing_partition (RetortSurvey *self, const RetortTable *parent);
/* changes.c: what is there afterwards and was not, and the other way round */
void     retort_survey_made             (RetortSurvey *self);
void     retort_survey_gone             (RetortSurvey *self);
void     retort_survey_lose_key         (RetortSurvey *self, const RetortConstraint *key);
/* session.c */
char    *retort_lock_session_key        (const char *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* transaction.c */
char    *retort_survey_find_block_error (const RetortSurvey *self, const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
void     retort_lock_session_follow     (RetortLockSession *self, const RetortLocks *locks, const PgQuery__Node *node);
char    *retort_survey_find_unsafe_value (RetortSurvey *self, const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
/* older.c */
char    *retort_survey_find_older       (const RetortSurvey *self, const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
/* failure.c, failure-relation.c */
char    *retort_survey_find_failure     (RetortSurvey *self, const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
char    *retort_survey_find_misfit      (RetortSurvey *self, const PgQuery__Node *node) G_GNUC_WARN_UNUSED_RESULT;
/* implication.c */
gboolean retort_text_uses_column         (const char *text, const char *column);
gboolean retort_check_proves_not_null   (const RetortTable *table, const char *column);
gboolean retort_check_proves_bound      (const RetortTable *table, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound, gboolean negated);
/* volatility.c */
gboolean retort_survey_is_volatile      (RetortSurvey *self, const PgQuery__Node *expression);
/* catalog.c */
gboolean retort_builtin_is_volatile     (const char *function, gboolean *is_known);
gboolean retort_builtin_keeps_bytes     (const char *from, const char *to);
gboolean retort_builtin_cannot_assign    (const char *from, const char *to);
gboolean retort_builtin_shares_index    (const char *from, const char *to, const char *method);

G_END_DECLS
