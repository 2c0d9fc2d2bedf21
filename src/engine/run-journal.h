/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run did, written while it does it, so that something is known of a run that was killed. One file a run under the
 * user's state folder, one JSON object a line, kept locked while the run goes on. Losing it never stops a run. */
#pragma once

#include "engine/target.h"
#include "model/run.h"

G_BEGIN_DECLS

/* One thread at a time. */
typedef struct _RetortRunJournal RetortRunJournal;

RetortRunJournal *retort_run_journal_open   (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, int backend_pid,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              retort_run_journal_close  (RetortRunJournal *self);
gboolean          retort_run_journal_take   (RetortRunJournal *self, RetortRunEvent *event, GError **error);
gboolean          retort_run_journal_settle (RetortRunJournal *self, guint n_in_effect, GError **error);

/* (type filename): the folder of all of them. */
char             *retort_run_journal_dup_folder (void) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type filename) (transfer full): oldest first. */
GPtrArray        *retort_run_journal_list    (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRunJournal, retort_run_journal_close)

G_END_DECLS
