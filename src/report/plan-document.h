/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan, a review of new revisions, and the report of a run as documents for people. Pure. */
#pragma once

#include "model/plan.h"
#include "model/rehearsal.h"
#include "model/run.h"
#include "model/target-facts.h"
#include "report/document.h"

G_BEGIN_DECLS

/**
 * RetortDocumentStep:
 * @has_badge: its file was rehearsed as it is
 * @badge: can it be undone?
 * @changes: (nullable) (element-type RetortSchemaChange): what it makes of the schema
 * @downgrade: (nullable): the other direction
 * @is_read: somebody has read it as it is
 * @note: (nullable): what else there is to say: "changed", a word
 *
 * What is known of a step beside the plan.
 */
typedef struct
{
  gboolean            has_badge;
  RetortReversibility badge;
  GPtrArray          *changes;
  RetortMigration    *downgrade;
  gboolean            is_read;
  const char         *note;
} RetortDocumentStep;

/**
 * RetortPlanDocument:
 * @format: what is written
 * @title: (not nullable): "Upgrade practice to 015"; of a review what it is of, "Review of topic"
 * @subtitle: (nullable): project and time
 * @base: (nullable): paths under it are told relative to it
 * @since: (nullable): the commit that a review compares with
 * @is_review: nothing is to run: what is new is read
 * @facts: (nullable): sizes of the target's tables
 * @steps: (nullable): one for each step of the plan
 * @removed: (nullable) (array zero-terminated=1): ids of revisions that are gone
 *
 * What a plan does not say itself.
 */
typedef struct
{
  RetortDocumentFormat      format;
  const char               *title;
  const char               *subtitle;
  const char               *base;
  const char               *since;
  gboolean                  is_review;
  const RetortTargetFacts  *facts;
  const RetortDocumentStep *steps;
  const char *const        *removed;
} RetortPlanDocument;

char *retort_plan_to_document (RetortPlan *plan, const RetortPlanDocument *document) G_GNUC_WARN_UNUSED_RESULT;

/**
 * RetortRunDocument:
 * @format: what is written
 * @title: (not nullable): "upgrade head on media-catalogue"
 * @subtitle: (nullable): project and time
 * @base: (nullable): paths under it are told relative to it
 * @version_table: (nullable): where the tool keeps what is applied; its rows are no data of the project
 * @find_path: (nullable): the file of a revision, borrowed; %NULL when it is not known
 * @find_data: for @find_path
 */
typedef struct
{
  RetortDocumentFormat format;
  const char          *title;
  const char          *subtitle;
  const char          *base;
  const char          *version_table;
  const char        *(*find_path) (const char *revision, gpointer user_data);
  gpointer             find_data;
} RetortRunDocument;

char *retort_run_to_document (RetortRunReport *report, const RetortRunDocument *document) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
