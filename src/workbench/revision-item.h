/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the revision list. Lives on the main thread; the same revision is the same object over refreshes. */
#pragma once

#include "model/finding.h"
#include "model/revision.h"

G_BEGIN_DECLS

/* What the row says; a word and an icon for each. Planned nodes and ghosts have no file. */
typedef enum
{
  RETORT_REVISION_MARK_NONE,    /* no database is known */
  RETORT_REVISION_MARK_PENDING,
  RETORT_REVISION_MARK_APPLIED,
  RETORT_REVISION_MARK_CURRENT,
  RETORT_REVISION_MARK_UNKNOWN, /* a ghost: in the database, in no file */
  RETORT_REVISION_MARK_PLANNED,
  RETORT_REVISION_MARK_SKIPPED, /* not applied, and its tool will never run it */
  RETORT_REVISION_MARK_EDITED,  /* applied, and its file changed since */
} RetortRevisionMark;

GType       retort_revision_mark_get_type (void) G_GNUC_CONST;
const char *retort_revision_mark_to_word  (RetortRevisionMark mark); /* translated; empty for NONE */
#define RETORT_TYPE_REVISION_MARK (retort_revision_mark_get_type ())

/* What happened to a revision on a branch. */
typedef enum
{
  RETORT_REVIEWED_SAME,
  RETORT_REVIEWED_ADDED,
  RETORT_REVIEWED_CHANGED,
  RETORT_REVIEWED_TOUCHED, /* another text that does the same */
  RETORT_REVIEWED_REMOVED,
} RetortReviewedKind;

const char *retort_reviewed_kind_to_word (RetortReviewedKind kind); /* translated: "new"; empty for SAME */

/* One line through a row of the lane cell; the same meaning as in analysis/history/lanes.h. */
typedef struct
{
  guint    from_lane;
  guint    to_lane;
  guint    colour;
  gboolean is_dependency;
  gboolean starts_here;
  gboolean ends_here;
} RetortLane;

/**
 * RetortRevisionGhost:
 * @place: where it was found in git: branch, commit, author, date, file
 * @text: what its file holds
 * @command: the command line that leads back with that file; of one that was removed, the one that brings the file back
 * @commit: where the file is: the whole id of a commit
 * @ref: a branch or tag that leads there, or led there once
 * @parent: (nullable): what it revises, where the project has that
 *
 * What is known of a revision that no file declares.
 */
typedef struct
{
  char *place;
  char *text;
  char *command;
  char *commit;
  char *ref;
  char *parent;
} RetortRevisionGhost;

#define RETORT_TYPE_REVISION_ITEM (retort_revision_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortRevisionItem, retort_revision_item, RETORT, REVISION_ITEM, GObject)

/* Properties (read-only, with notify): id, title, mark, is-head, is-merge, is-branchpoint, is-destructive, n-errors, n-warnings, n-infos,
 * accessible-name ("014 add usd_master, pending, 2 warnings"), lane-generation (bumped when lanes change), note. */
const char        *retort_revision_item_get_id       (RetortRevisionItem *self);
guint              retort_revision_item_get_position        (RetortRevisionItem *self);
const char        *retort_revision_item_get_title    (RetortRevisionItem *self);
RetortRevision    *retort_revision_item_get_revision (RetortRevisionItem *self); /* nullable: ghost or planned */
const char        *retort_revision_item_get_priority (RetortRevisionItem *self); /* nullable: of a planned node */
RetortRevisionMark retort_revision_item_get_mark     (RetortRevisionItem *self);
const char *retort_revision_item_get_mark_note (RetortRevisionItem *self);
gboolean           retort_revision_item_is_head      (RetortRevisionItem *self);
gboolean           retort_revision_item_is_merge     (RetortRevisionItem *self);
guint              retort_revision_item_get_n_errors (RetortRevisionItem *self);
guint              retort_revision_item_get_n_warnings (RetortRevisionItem *self);
const char        *retort_revision_item_get_accessible_name (RetortRevisionItem *self);
guint              retort_revision_item_get_lane     (RetortRevisionItem *self);
guint              retort_revision_item_get_lane_colour (RetortRevisionItem *self);
guint              retort_revision_item_get_n_lanes  (RetortRevisionItem *self);
const RetortLane  *retort_revision_item_get_lines    (RetortRevisionItem *self, guint *n_lines);
/* On this branch; told by "notify::note". */
RetortReviewedKind retort_revision_item_get_branch   (RetortRevisionItem *self);
/* (nullable): what else there is to say in the row, a few words: which databases are here */
const char        *retort_revision_item_get_note     (RetortRevisionItem *self);
/* (nullable): it is no ghost, or it was not found */
const RetortRevisionGhost *retort_revision_item_get_ghost (RetortRevisionItem *self);
/* (array zero-terminated=1): ids, for Alt+Up and Alt+Down */
const char *const *retort_revision_item_get_parents  (RetortRevisionItem *self);
const char *const *retort_revision_item_get_children (RetortRevisionItem *self);

G_END_DECLS
