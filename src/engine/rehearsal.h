/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries revisions on a scratch database of the private server: each up, down and up again. Touches no other database. */
#pragma once

#include "engine/runner.h"
#include "model/rehearsal.h"

G_BEGIN_DECLS

/**
 * RetortRehearsalProgress:
 * @text: what is being done, a few words: "014 down"
 * @n_done: steps behind it
 * @n_total: steps in all; 0 while the scratch database is made
 * @user_data: the caller's
 *
 * Called on the thread of the rehearsal.
 */
typedef void (*RetortRehearsalProgress) (const char *text, guint n_done, guint n_total, gpointer user_data);

/**
 * RetortRehearsalOptions:
 * @target: (nullable): the database whose pending revisions are meant, and whose structure may be copied; it is only read
 * @from: (nullable): a symbol: where the range begins; %NULL: where the target is, else the base
 * @to: (not nullable): a symbol: where it ends
 * @copies_target: the scratch database gets the target's structure instead of replaying the history
 * @progress: (nullable): told what happens
 * @progress_data: for @progress
 */
typedef struct
{
  RetortTarget           *target;
  const char             *from;
  const char             *to;
  gboolean                copies_target;
  RetortRehearsalProgress progress;
  gpointer                progress_data;
} RetortRehearsalOptions;

RetortRehearsal *retort_rehearse (RetortWorkspace *workspace, const RetortRehearsalOptions *options, GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
