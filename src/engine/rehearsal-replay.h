/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a scratch database along the history, also where it is not wholly understood; that is told, and nowhere else done. */
#pragma once

#include "engine/rehearsal-scratch.h"

G_BEGIN_DECLS

/**
 * RetortReplay:
 * @workspace: the project
 * @scratch: the scratch database
 * @cancellable: (nullable): stops it
 * @loose: (element-type utf8): ids of revisions that were not applied to the last statement
 * @n_applied: revisions that were applied
 *
 * One owner, on the stack.
 */
typedef struct
{
  RetortWorkspace *workspace;
  RetortScratch   *scratch;
  GCancellable    *cancellable;
  GPtrArray       *loose;
  guint            n_applied;
} RetortReplay;

gboolean retort_replay_to   (RetortReplay *self, const char *symbol, GError **error);
/* One revision as far as it is understood. */
gboolean retort_replay_loosely (RetortReplay *self, RetortRevision *revision, GError **error);
/* Carries out a plan that nothing but the project's notes may speak against. */
gboolean retort_replay_plan (RetortReplay *self, RetortPlan *plan, GError **error);

G_END_DECLS
