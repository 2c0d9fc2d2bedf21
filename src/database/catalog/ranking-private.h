/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds an order in which objects can be made. */
#pragma once

#include "database/session/session.h"

G_BEGIN_DECLS

/* The system tables whose rows are objects that have a rank; PostgreSQL never changes their oids. */
typedef enum
{
  RETORT_RANKED_TYPE = 1247,     /* pg_type */
  RETORT_RANKED_FUNCTION = 1255, /* pg_proc */
  RETORT_RANKED_RELATION = 1259, /* pg_class */
} RetortRankedClass;

/* One owner. */
typedef struct _RetortRanking RetortRanking;

RetortRanking *retort_ranking_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           retort_ranking_free (RetortRanking *self);
/* An object of the row @row, whose column oid says which; its rank is to go to @rank, which outlives @self. */
void           retort_ranking_add  (RetortRanking *self, RetortRankedClass class, const RetortResult *result, guint row, guint *rank);
/* Ranks all that was added; among equals what was added first comes first. Blocks. */
gboolean       retort_ranking_read (RetortRanking *self, RetortSession *session, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRanking, retort_ranking_free)

G_END_DECLS
