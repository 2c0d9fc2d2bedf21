/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workbench fills the rows of the revision list. */
#pragma once

#include "analysis/history/lanes.h"
#include "workbench/revision-item.h"

G_BEGIN_DECLS

/* Its setters notify; nobody else writes to it. */
struct _RetortRevisionItem
{
  GObject parent_instance;

  char              *id;
  RetortRevision    *revision;  /* nullable: ghost or planned */
  char              *planned_title; /* nullable: of a planned node */
  char              *priority;  /* nullable: likewise */
  RetortRevisionMark mark;
  char              *mark_note; /* nullable: why the mark is what it is */
  gboolean           is_head;
  gboolean           is_branchpoint;
  gboolean           is_destructive;
  guint              n_errors;
  guint              n_warnings;
  guint              n_infos;
  char              *accessible_name; /* nullable: until somebody asks */
  guint              position;   /* in the list of all rows */
  guint              lane;
  guint              lane_colour;
  guint              n_lanes;
  GArray            *lines;     /* element: RetortLane */
  guint              lane_generation;
  GStrv              parents;   /* ids */
  GStrv              children;  /* ids */
  char              *note;      /* nullable */
  RetortReviewedKind branch;    /* what happened to it there */
  RetortRevisionGhost *ghost;   /* nullable: it is none, or it was not found */
};

RetortRevisionItem *retort_revision_item_new          (const char *id) G_GNUC_WARN_UNUSED_RESULT;
void                retort_revision_item_set_revision (RetortRevisionItem *self, RetortRevision *revision);
void                retort_revision_item_set_planned  (RetortRevisionItem *self, const char *title, const char *priority);
void                retort_revision_item_set_mark_note (RetortRevisionItem *self, const char *note);
void                retort_revision_item_set_mark     (RetortRevisionItem *self, RetortRevisionMark mark);
void                retort_revision_item_set_place    (RetortRevisionItem *self, gboolean is_head, gboolean is_branchpoint,
                                                       const char *const *parents, const char *const *children);
void                retort_revision_item_set_lanes    (RetortRevisionItem *self, const RetortLaneRow *row);
void                retort_revision_item_set_counts   (RetortRevisionItem *self, guint n_errors, guint n_warnings, guint n_infos,
                                                       gboolean is_destructive);

void                retort_revision_item_set_branch   (RetortRevisionItem *self, RetortReviewedKind kind);
char               *retort_revision_item_dup_branch_words (RetortRevisionItem *self) G_GNUC_WARN_UNUSED_RESULT;
void                retort_revision_item_set_note     (RetortRevisionItem *self, const char *note);
void                retort_revision_item_take_ghost   (RetortRevisionItem *self, RetortRevisionGhost *ghost);
char               *retort_revision_item_make_name    (RetortRevisionItem *self) G_GNUC_WARN_UNUSED_RESULT;
/* Takes copies. */
RetortRevisionGhost *retort_revision_ghost_new        (const RetortRevisionGhost *fields) G_GNUC_WARN_UNUSED_RESULT;
void                retort_revision_ghost_free        (RetortRevisionGhost *self);
void                retort_revision_item_set_position (RetortRevisionItem *self, guint position);

G_END_DECLS
