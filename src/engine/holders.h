/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the databases that somebody has a profile for hold a revision. Blocks: worker threads only. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/**
 * RetortHolder:
 * @name: the database, as it is shown; without secrets
 * @states: (nullable) (element-type utf8 RetortRevisionState): of every revision; %NULL when it cannot be asked
 * @problem: (nullable): why it cannot be asked
 */
typedef struct
{
  char       *name;
  GHashTable *states;
  char       *problem;
} RetortHolder;

GPtrArray *retort_holders_ask   (RetortWorkspace *workspace, RetortTarget *target, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void       retort_holder_free   (RetortHolder *self);
gboolean   retort_holder_holds  (const RetortHolder *self, const char *id);
gboolean   retort_holders_allow (GPtrArray *holders, const char *id, gboolean trusts_unasked, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortHolder, retort_holder_free)

G_END_DECLS
