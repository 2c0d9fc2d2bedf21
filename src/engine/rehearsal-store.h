/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Badges of rehearsals, kept in the user's state folder by the content of the revision's file: a changed file has none. */
#pragma once

#include "model/rehearsal.h"

G_BEGIN_DECLS

/**
 * RetortRehearsalRecord:
 * @reversibility: the badge
 * @went_up: the upgrade went through
 * @time_us: when that was seen, g_get_real_time()
 * @server_version: on which server
 * @reasons: (array zero-terminated=1): why it is not better, sentences and clauses
 */
typedef struct
{
  RetortReversibility reversibility;
  gboolean            went_up;
  gint64              time_us;
  int                 server_version;
  GStrv               reasons;
} RetortRehearsalRecord;

void                   retort_rehearsal_record_free (RetortRehearsalRecord *self);
gboolean               retort_rehearsal_store_keep  (RetortRehearsal *rehearsal, GError **error);
/* (nullable): of the file as it is. */
RetortRehearsalRecord *retort_rehearsal_store_find  (RetortRevision *revision) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRehearsalRecord, retort_rehearsal_record_free)

G_END_DECLS
