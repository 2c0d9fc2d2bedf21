/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several heads are about, before they are joined: what the line of each touches, and where they meet. */
#pragma once

#include "engine/workspace.h"

G_BEGIN_DECLS

/**
 * RetortMergeLine:
 * @head: a head
 * @revisions: (element-type RetortRevision): it and what below it no other head has, newest first
 * @objects: (element-type utf8): what their upgrades touch, sorted: "orders", "type mood"
 * @is_known: all of it is understood; otherwise there may be more objects
 */
typedef struct
{
  RetortRevision *head;
  GPtrArray      *revisions;
  GPtrArray      *objects;
  gboolean        is_known;
} RetortMergeLine;

/**
 * RetortMergeSurvey:
 * @lines: (element-type RetortMergeLine): one a head
 * @shared: (element-type utf8): objects that more than one line touches, sorted
 */
typedef struct
{
  GPtrArray *lines;
  GPtrArray *shared;
} RetortMergeSurvey;

RetortMergeSurvey *retort_merge_survey      (RetortWorkspace *workspace, GPtrArray *heads, GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               retort_merge_survey_free (RetortMergeSurvey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortMergeSurvey, retort_merge_survey_free)

G_END_DECLS
