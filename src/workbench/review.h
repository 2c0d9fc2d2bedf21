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

/**
 * RetortStatementKind:
 * @RETORT_STATEMENT_KIND_SENT: a statement
 * @RETORT_STATEMENT_KIND_GAP: a place of which the SQL is not known
 * @RETORT_STATEMENT_KIND_ASKED: a place where the database, or the surroundings of the run, are asked
 * @RETORT_STATEMENT_KIND_DRAWN: a place where a value is drawn that is another one each time
 */
typedef enum
{
  RETORT_STATEMENT_KIND_SENT,
  RETORT_STATEMENT_KIND_GAP,
  RETORT_STATEMENT_KIND_ASKED,
  RETORT_STATEMENT_KIND_DRAWN,
} RetortStatementKind;

/* One statement for lists, or a place between statements that says why they are not known. Properties: sql, line, end-line, origin,
 * lock-label, revision. */
#define RETORT_TYPE_STATEMENT_ITEM (retort_statement_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortStatementItem, retort_statement_item, RETORT, STATEMENT_ITEM, GObject)
RetortStatementKind   retort_statement_item_get_kind      (RetortStatementItem *self);
RetortStatement      *retort_statement_item_get_statement (RetortStatementItem *self); /* nullable: a place between them */
const char           *retort_statement_item_get_gap       (RetortStatementItem *self); /* nullable: what is not known there, a sentence */
RetortStatementKind   retort_statement_item_get_doubt     (RetortStatementItem *self); /* what makes that it is not certain; SENT: it is */
const char           *retort_statement_item_get_mark      (RetortStatementItem *self); /* nullable: that it is not certain, a few words */
const char           *retort_statement_item_get_mark_note (RetortStatementItem *self); /* nullable: why, with the line */
guint                 retort_statement_item_get_line      (RetortStatementItem *self);
guint                 retort_statement_item_get_end_line  (RetortStatementItem *self);
const RetortLockInfo *retort_statement_item_get_lock      (RetortStatementItem *self); /* nullable */
const char           *retort_statement_item_get_seen      (RetortStatementItem *self); /* nullable: what a rehearsal saw of it */
const char           *retort_statement_item_get_lock_text (RetortStatementItem *self); /* nullable: the lock in words, with sizes of tables */

guint                 retort_statement_items_count        (GListModel *items); /* without what stands between them */

/* One object that a migration makes, changes or removes. Properties: sign ("+", "−", "~", "?"), text (what it is, and its name). */
#define RETORT_TYPE_CHANGE_ITEM (retort_change_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortChangeItem, retort_change_item, RETORT, CHANGE_ITEM, GObject)
const char *retort_change_item_get_sign      (RetortChangeItem *self);
char       *retort_change_item_dup_text      (RetortChangeItem *self) G_GNUC_WARN_UNUSED_RESULT;
guint       retort_change_item_get_n_lines   (RetortChangeItem *self);
const char *retort_change_item_get_line      (RetortChangeItem *self, guint index);
const char *retort_change_item_get_line_sign (RetortChangeItem *self, guint index);

/**
 * RetortLockEffect:
 * @RETORT_LOCK_EFFECT_NONE: takes no lock worth saying, or not known
 * @RETORT_LOCK_EFFECT_BRIEF: changes the catalogue only
 * @RETORT_LOCK_EFFECT_BLOCKS_WRITES: reads a table whole while others cannot write to it
 * @RETORT_LOCK_EFFECT_BLOCKS_EVERYTHING: reads a table whole while others can neither read nor write it
 * @RETORT_LOCK_EFFECT_REWRITES: a table is written anew while others wait
 */
typedef enum
{
  RETORT_LOCK_EFFECT_NONE,
  RETORT_LOCK_EFFECT_BRIEF,
  RETORT_LOCK_EFFECT_BLOCKS_WRITES,
  RETORT_LOCK_EFFECT_BLOCKS_EVERYTHING,
  RETORT_LOCK_EFFECT_REWRITES,
} RetortLockEffect;

RetortLockEffect      retort_lock_info_to_effect (const RetortLockInfo *lock);
const char           *retort_lock_effect_to_word (RetortLockEffect effect); /* translated */

#define RETORT_TYPE_REVIEW (retort_review_get_type ())
G_DECLARE_FINAL_TYPE (RetortReview, retort_review, RETORT, REVIEW, GObject)

RetortRevision  *retort_review_get_revision  (RetortReview *self); /* nullable: the text is no revision just now */
RetortSource    *retort_review_get_source    (RetortReview *self);
RetortMigration *retort_review_get_migration (RetortReview *self, RetortDirection direction); /* nullable */
GListModel      *retort_review_get_statements (RetortReview *self, RetortDirection direction); /* RetortStatementItem */
GListModel      *retort_review_get_findings  (RetortReview *self); /* RetortFindingItem by line */
/* The SQL of one direction as text for the SQL page. */
const char      *retort_review_get_sql       (RetortReview *self, RetortDirection direction);
/* (nullable): RetortChangeItem: what one direction makes of the schema before it; %NULL: not known */
GListModel      *retort_review_get_changes   (RetortReview *self, RetortDirection direction);
/* A sentence: "Complete", "Partly understood: 2 places", "Asks the database" … and why. */
const char      *retort_review_get_status_text (RetortReview *self, RetortDirection direction);

G_END_DECLS
