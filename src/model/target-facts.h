/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What analysis must know of a server: versions, settings, sizes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table as it is on the server. */
typedef struct
{
  gint64   n_rows;      /* the planner's estimate; -1: never analysed */
  gint64   size_bytes;  /* with indexes and TOAST; -1: not known */
  double   uses_per_s;  /* scans and rows written, of a second; -1: not known */
  gboolean is_foreign;  /* belongs to a role that the connection's is no member of */
} RetortTableSize;

/* A transaction of somebody else's that has held a table for a while. */
typedef struct
{
  int     pid;
  gint64  transaction_s; /* how long it has been open */
  char   *user;          /* nullable */
  char   *application;   /* nullable */
  char   *schema;
  char   *table;
  guint   level;         /* the strongest of its locks, in PostgreSQL's order: 1 is ACCESS SHARE, 8 ACCESS EXCLUSIVE */
} RetortTableHolder;

/* What the server says of a statement that writes rows when it plans it, and does not run it. */
typedef struct
{
  gint64  n_rows;  /* that it expects to write; -1: it refuses the statement */
  char   *refusal; /* nullable: why it refuses it */
} RetortWriteEstimate;

/**
 * RetortPassedOver:
 * @RETORT_NOT_PASSED_OVER: every migration that is applied comes before it
 * @RETORT_PASSED_OVER_LATE: one that comes behind it is applied; it runs all the same, in another order than elsewhere
 * @RETORT_PASSED_OVER_SKIPPED: one that comes behind it is applied, and by the rule of its tool it never runs
 *
 * A pending migration in the order of the files.
 */
typedef enum
{
  RETORT_NOT_PASSED_OVER,
  RETORT_PASSED_OVER_LATE,
  RETORT_PASSED_OVER_SKIPPED,
} RetortPassedOver;

/* Immutable after construction, atomically reference counted: may cross threads. */
typedef struct _RetortTargetFacts RetortTargetFacts;

RetortTargetFacts     *retort_target_facts_new                (int server_version, const char *database, const char *fingerprint) G_GNUC_WARN_UNUSED_RESULT;
void                   retort_target_facts_add_table          (RetortTargetFacts *self, const char *schema, const char *table, RetortTableSize size);
void                   retort_target_facts_add_holder         (RetortTargetFacts *self, const RetortTableHolder *holder);
void                   retort_target_facts_add_invalid_index  (RetortTargetFacts *self, const char *schema, const char *index);
void                   retort_target_facts_add_estimate       (RetortTargetFacts *self, const char *sql, gint64 n_rows, const char *refusal);
void                   retort_target_facts_add_passed_over    (RetortTargetFacts *self, const char *revision, RetortPassedOver how);
RetortTargetFacts     *retort_target_facts_ref                (RetortTargetFacts *self);
void                   retort_target_facts_unref              (RetortTargetFacts *self);
int                    retort_target_facts_get_server_version (const RetortTargetFacts *self);
const char            *retort_target_facts_get_database       (const RetortTargetFacts *self);
const char            *retort_target_facts_get_fingerprint    (const RetortTargetFacts *self);
const RetortTableSize *retort_target_facts_get_table          (const RetortTargetFacts *self, const char *schema, const char *table);
const GPtrArray       *retort_target_facts_get_holders        (const RetortTargetFacts *self);
const RetortWriteEstimate *retort_target_facts_get_estimate   (const RetortTargetFacts *self, const char *sql);
RetortPassedOver       retort_target_facts_get_passed_over    (const RetortTargetFacts *self, const char *revision);
gboolean               retort_target_facts_has_invalid_index  (const RetortTargetFacts *self, const char *schema, const char *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTargetFacts, retort_target_facts_unref)

G_END_DECLS
