/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one of several databases stands in the history of a project. Only reads. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/**
 * RetortStanding:
 * @profile: (not nullable): the profile's name
 * @environment: what the profile says
 * @rows: (nullable) (array zero-terminated=1): its version rows; %NULL: it could not be read
 * @unknown: (nullable) (array zero-terminated=1): those that no file declares
 * @n_pending: revisions that it lacks
 * @n_destructive: of those, how many take data away
 * @problem: (nullable): why it could not be read
 * @time_us: when that was, g_get_real_time()
 *
 * Immutable once made.
 */
typedef struct
{
  char             *profile;
  RetortEnvironment environment;
  GStrv             rows;
  GStrv             unknown;
  guint             n_pending;
  guint             n_destructive;
  char             *problem;
  gint64            time_us;
} RetortStanding;

RetortStanding *retort_standing_read    (RetortWorkspace *workspace, RetortProfile *profile, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void            retort_standing_free    (RetortStanding *self);
/* Nobody has to be asked for a password, and no way through ssh has to be opened. */
gboolean        retort_standing_is_easy (RetortProfile *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortStanding, retort_standing_free)

G_END_DECLS
