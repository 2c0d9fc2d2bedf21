/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of one revision's text: both directions compiled, findings, syntax problems. Immutable GObject. */
#pragma once

#include "model/finding.h"
#include "model/migration.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One finding for lists. Properties: severity, message, why, remedy, rule, line. */
#define RETORT_TYPE_FINDING_ITEM (retort_finding_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortFindingItem, retort_finding_item, RETORT, FINDING_ITEM, GObject)
RetortFindingItem *retort_finding_item_new         (RetortFinding *finding);
RetortFinding     *retort_finding_item_get_finding (RetortFindingItem *self);

/* One statement for lists. Properties: sql, line, end-line, origin, lock-label, revision. */
#define RETORT_TYPE_STATEMENT_ITEM (retort_statement_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortStatementItem, retort_statement_item, RETORT, STATEMENT_ITEM, GObject)
RetortStatement      *retort_statement_item_get_statement (RetortStatementItem *self);
const RetortLockInfo *retort_statement_item_get_lock      (RetortStatementItem *self); /* nullable */

#define RETORT_TYPE_REVIEW (retort_review_get_type ())
G_DECLARE_FINAL_TYPE (RetortReview, retort_review, RETORT, REVIEW, GObject)

RetortRevision  *retort_review_get_revision  (RetortReview *self); /* nullable: the text is no revision just now */
RetortSource    *retort_review_get_source    (RetortReview *self);
RetortMigration *retort_review_get_migration (RetortReview *self, RetortDirection direction); /* nullable */
GListModel      *retort_review_get_statements (RetortReview *self, RetortDirection direction); /* RetortStatementItem */
GListModel      *retort_review_get_findings  (RetortReview *self); /* RetortFindingItem by line; gaps included as rule "not-understood" */
/* The SQL of one direction as text for the SQL page. */
const char      *retort_review_get_sql       (RetortReview *self, RetortDirection direction);
/* A sentence: "Complete", "Partly understood: 2 places", "Asks the database" … and why. */
const char      *retort_review_get_status_text (RetortReview *self, RetortDirection direction);

G_END_DECLS
