/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What taking and restoring share. */
#pragma once

#include "engine/database-snapshot.h"

G_BEGIN_DECLS

/* (type filename) (nullable): the folder of a database's snapshots; it is made when it is missing. */
char    *retort_snapshot_dup_folder       (const RetortTargetFacts *facts, RetortTarget *target, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Refuses what is not marked as development. */
gboolean retort_snapshot_check_environment (RetortTarget *target, GError **error);
/* The process that left a file or a database is gone. */
gboolean retort_snapshot_is_abandoned     (gint64 pid);
guint    retort_snapshot_get_major        (int server_version);

/* What a killed restore left on the server. */
void     retort_snapshot_drop_abandoned   (RetortTarget *target, const char *folder, GCancellable *cancellable);

/* Counts tables for a RetortSnapshotProgress. */
typedef struct
{
  RetortSnapshotProgress progress; /* nullable */
  gpointer               user_data;
  guint                  n_done;
  guint                  n_total;
} RetortSnapshotCount;

void     retort_snapshot_count_table      (const char *table, gpointer count);

G_END_DECLS
