/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What analysis must know of a server: versions, settings, sizes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 n_rows;     /* the planner's estimate; -1: never analysed */
  gint64 size_bytes; /* with indexes and TOAST */
} RetortTableSize;

/* Immutable after construction, atomically reference counted: may cross threads. */
typedef struct _RetortTargetFacts RetortTargetFacts;

RetortTargetFacts     *retort_target_facts_new                (int server_version, const char *database, const char *fingerprint) G_GNUC_WARN_UNUSED_RESULT;
void                   retort_target_facts_add_table          (RetortTargetFacts *self, const char *schema, const char *table, RetortTableSize size);
RetortTargetFacts     *retort_target_facts_ref                (RetortTargetFacts *self);
void                   retort_target_facts_unref              (RetortTargetFacts *self);
int                    retort_target_facts_get_server_version (const RetortTargetFacts *self);
const char            *retort_target_facts_get_database       (const RetortTargetFacts *self);
const char            *retort_target_facts_get_fingerprint    (const RetortTargetFacts *self);
const RetortTableSize *retort_target_facts_get_table          (const RetortTargetFacts *self, const char *schema, const char *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTargetFacts, retort_target_facts_unref)

G_END_DECLS
