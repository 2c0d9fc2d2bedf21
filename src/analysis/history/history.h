/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph of revisions: heads, bases, order, ancestors. Source of the rules: alembic/script/revision.py
 * of 1.19, whose map is the same as 1.8.1's. Pure; what is wrong with the graph is a problem that can be
 * asked for, and the rest stays usable. */
#pragma once

#include "model/revision.h"

G_BEGIN_DECLS

/**
 * RetortHistoryProblemKind:
 * @RETORT_HISTORY_PROBLEM_INVALID_ID: an id holds a character that symbols need
 * @RETORT_HISTORY_PROBLEM_DUPLICATE_ID: two files declare the same id; the later one counts
 * @RETORT_HISTORY_PROBLEM_UNKNOWN_DOWN: a revision follows one that no file declares; the link is left out
 * @RETORT_HISTORY_PROBLEM_UNKNOWN_DEPENDENCY: likewise for what it depends on
 * @RETORT_HISTORY_PROBLEM_DUPLICATE_LABEL: a branch label names two revisions; the first one counts
 * @RETORT_HISTORY_PROBLEM_CYCLE: revisions follow each other in a circle; one link of it is left out
 */
typedef enum
{
  RETORT_HISTORY_PROBLEM_INVALID_ID,
  RETORT_HISTORY_PROBLEM_DUPLICATE_ID,
  RETORT_HISTORY_PROBLEM_UNKNOWN_DOWN,
  RETORT_HISTORY_PROBLEM_UNKNOWN_DEPENDENCY,
  RETORT_HISTORY_PROBLEM_DUPLICATE_LABEL,
  RETORT_HISTORY_PROBLEM_CYCLE,
} RetortHistoryProblemKind;

/**
 * RetortHistoryProblem:
 * @kind: what is wrong
 * @revision: (not nullable): where it shows
 * @other: (nullable): the other revision of a pair
 * @name: (nullable): the id or label in question
 * @message: (not nullable): Alembic's own words
 *
 * Why the original tool would refuse the project, or pick one of two files.
 */
typedef struct
{
  RetortHistoryProblemKind kind;
  RetortRevision          *revision;
  RetortRevision          *other;
  char                    *name;
  char                    *message;
} RetortHistoryProblem;

/* Immutable after construction, atomically reference counted: may cross threads. */
typedef struct _RetortHistory RetortHistory;

RetortHistory  *retort_history_new                  (GPtrArray *revisions) G_GNUC_WARN_UNUSED_RESULT;
/* A chain whose ids may hold any character: what a kind of project has that is no graph. */
RetortHistory  *retort_history_new_linear           (GPtrArray *revisions) G_GNUC_WARN_UNUSED_RESULT;
RetortHistory  *retort_history_ref                  (RetortHistory *self);
void            retort_history_unref                (RetortHistory *self);

guint           retort_history_get_n_revisions      (const RetortHistory *self);
GPtrArray      *retort_history_get_problems         (const RetortHistory *self);
RetortRevision *retort_history_find                 (const RetortHistory *self, const char *id);

GPtrArray      *retort_history_list_newest_first    (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_heads           (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_real_heads      (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_bases           (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray      *retort_history_list_next            (const RetortHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_normalized_down (const RetortHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_labels          (const RetortHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_added_by_parents (const RetortHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
gboolean        retort_history_is_ancestor          (const RetortHistory *self, const char *ancestor, const char *of);
gboolean        retort_history_is_branchpoint       (const RetortHistory *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortHistory, retort_history_unref)

G_END_DECLS
