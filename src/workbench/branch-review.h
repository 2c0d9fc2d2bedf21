/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new on a branch, for the review page; the branches there are; documents of it. Objects are immutable but for what was read. */
#pragma once

#include "workbench/workbench.h"

G_BEGIN_DECLS

/* --- What can be chosen --- */

/* In the order in which they are listed. */
typedef enum
{
  RETORT_REF_WORK_TREE, /* the files as they are */
  RETORT_REF_BRANCH,
  RETORT_REF_REMOTE_BRANCH,
  RETORT_REF_PULL_REQUEST,
  RETORT_REF_TAG,
  RETORT_REF_COMMIT,
} RetortRefKind;

const char *retort_ref_kind_to_word (RetortRefKind kind); /* translated: "branch" */

/* Properties: name, detail. */
#define RETORT_TYPE_REF_ITEM (retort_ref_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortRefItem, retort_ref_item, RETORT, REF_ITEM, GObject)
RetortRefKind retort_ref_item_get_kind   (RetortRefItem *self);
const char   *retort_ref_item_get_ref    (RetortRefItem *self); /* nullable: the files as they are */
const char   *retort_ref_item_get_name   (RetortRefItem *self);
const char   *retort_ref_item_get_detail (RetortRefItem *self); /* "fix the enum · Ada · 2026-03-01" */
gboolean      retort_ref_item_is_head    (RetortRefItem *self); /* checked out */
gboolean      retort_ref_item_is_usual   (RetortRefItem *self); /* what branches are compared with */
gboolean      retort_ref_item_matches    (RetortRefItem *self, const char *words);

/* --- What is new --- */

/* Lines that stand in place of others; the meaning of engine/text-difference.h. */
typedef struct
{
  guint old_line;
  guint n_old;
  guint new_line;
  guint n_new;
} RetortVersionHunk;

/* One revision. Properties: is-read (boolean, read-only, with notify). */
#define RETORT_TYPE_REVIEWED_ITEM (retort_reviewed_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortReviewedItem, retort_reviewed_item, RETORT, REVIEWED_ITEM, GObject)
RetortReviewedKind  retort_reviewed_item_get_kind       (RetortReviewedItem *self);
RetortRevision     *retort_reviewed_item_get_revision   (RetortReviewedItem *self); /* what was removed: as it was */
RetortRevision     *retort_reviewed_item_get_old        (RetortReviewedItem *self); /* nullable: it is new */
const char         *retort_reviewed_item_get_file       (RetortReviewedItem *self); /* from the top of the files on */
RetortPlanStepItem *retort_reviewed_item_get_step       (RetortReviewedItem *self); /* nullable: nothing new would run */
GListModel         *retort_reviewed_item_get_statements (RetortReviewedItem *self); /* RetortStatementItem: of the upgrade, without the tool's own record */
GListModel         *retort_reviewed_item_get_changes    (RetortReviewedItem *self); /* RetortChangeItem; nullable: not known */
GListModel         *retort_reviewed_item_get_downgrade  (RetortReviewedItem *self); /* RetortStatementItem */
RetortWayBack       retort_reviewed_item_get_way_back   (RetortReviewedItem *self);
const char         *retort_reviewed_item_get_way_back_text (RetortReviewedItem *self); /* a sentence */
const RetortVersionHunk *retort_reviewed_item_get_hunks (RetortReviewedItem *self, guint *n_hunks);
guint               retort_reviewed_item_count_findings (RetortReviewedItem *self, RetortSeverity severity);
gboolean            retort_reviewed_item_is_read        (RetortReviewedItem *self);
/* (nullable) (element-type RetortReviewTick): the project's own checklist; %NULL: there is none */
GListModel         *retort_reviewed_item_get_ticks      (RetortReviewedItem *self);

#define RETORT_TYPE_BRANCH_REVIEW_ITEM (retort_branch_review_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortBranchReviewItem, retort_branch_review_item, RETORT, BRANCH_REVIEW_ITEM, GObject)
GListModel *retort_branch_review_item_get_revisions (RetortBranchReviewItem *self); /* RetortReviewedItem: removed ones, then in the order in which they run */
guint       retort_branch_review_item_count         (RetortBranchReviewItem *self, RetortReviewedKind kind);
guint       retort_branch_review_item_count_statements (RetortBranchReviewItem *self);
const char *retort_branch_review_item_get_title     (RetortBranchReviewItem *self); /* "2 new revisions, 1 changed" */
const char *retort_branch_review_item_get_place     (RetortBranchReviewItem *self); /* "since 1a2b3c4 first, Ada, 2026-03-01" */
const char *retort_branch_review_item_get_database  (RetortBranchReviewItem *self); /* nullable: whose sizes are told */
const char *retort_branch_review_item_get_command   (RetortBranchReviewItem *self); /* the retort-cli line */

/* RetortRefItem; the files as they are come first. */
void        retort_workbench_list_refs_async      (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GListModel *retort_workbench_list_refs_finish     (RetortWorkbench *self, GAsyncResult *result, GError **error);
/* @at (nullable): the files as they are; @since (nullable): what branches are usually compared with. Runs and changes nothing. */
void        retort_workbench_review_branch_async  (RetortWorkbench *self, const char *at, const char *since, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
RetortBranchReviewItem *retort_workbench_review_branch_finish (RetortWorkbench *self, GAsyncResult *result, GError **error);
/* Somebody has looked at a point of the checklist, or says no longer so. */
void        retort_workbench_set_review_tick      (RetortWorkbench *self, RetortBranchReviewItem *review, RetortReviewedItem *revision, const char *text, gboolean is_ticked);
/* Somebody has read it as it is, or says no longer so. */
void        retort_workbench_set_reviewed         (RetortWorkbench *self, RetortBranchReviewItem *review, RetortReviewedItem *revision, gboolean is_read);

/* --- Documents --- */

typedef enum
{
  RETORT_EXPORT_HTML,
  RETORT_EXPORT_MARKDOWN,
} RetortExportFormat;

/* @what: a RetortBranchReviewItem, RetortPlanItem or RetortRunItem; @path (nullable): no file, only the text. */
void        retort_workbench_export_async         (RetortWorkbench *self, GObject *what, RetortExportFormat format, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char       *retort_workbench_export_finish        (RetortWorkbench *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
