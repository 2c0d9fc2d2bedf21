/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which migrations a database has, where the tool keeps a row a migration, or a number that the next one must exceed. Alembic's
 * rows stand for all that comes before them and need none of this. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * RetortAppliedState:
 * @RETORT_APPLIED_PENDING: not applied; the tool will run it
 * @RETORT_APPLIED_DONE: applied
 * @RETORT_APPLIED_EDITED: applied, and the file has another content since
 * @RETORT_APPLIED_SKIPPED: not applied, and by its own rule the tool will never run it
 * @RETORT_APPLIED_AGAIN: a row says that it was applied, and the tool will run it again all the same
 */
typedef enum
{
  RETORT_APPLIED_PENDING,
  RETORT_APPLIED_DONE,
  RETORT_APPLIED_EDITED,
  RETORT_APPLIED_SKIPPED,
  RETORT_APPLIED_AGAIN,
} RetortAppliedState;

/**
 * RetortAppliedEntry:
 * @id: (not nullable): the revision
 * @state: what the rows say of it, by the tool's own rule
 * @note: (nullable): why the state is what it is, a sentence, where it is not what one expects
 * @rank: what @RetortAppliedFields.has_threshold compares
 * @row: (nullable): the key of the row that stands for it, the adapter's own
 *
 * One revision of the project.
 */
typedef struct
{
  char              *id;
  RetortAppliedState state;
  char              *note;
  gint64             rank;
  char              *row;
} RetortAppliedEntry;

RetortAppliedEntry *retort_applied_entry_new  (const char *id, RetortAppliedState state, gint64 rank, char *note) G_GNUC_WARN_UNUSED_RESULT;
void                retort_applied_entry_free (RetortAppliedEntry *self);

/**
 * RetortAppliedFields:
 * @entries: (element-type RetortAppliedEntry): every revision of the project, in the order in which the tool runs them
 * @unknown: (element-type utf8): rows that belong to no file, in a few words each
 * @obstacle: (nullable): why the tool itself refuses to go on from these rows, a clause
 * @layout: (nullable): the adapter's own: which form of the tool's table was found
 * @has_threshold: the tool runs only what ranks above everything that is applied
 * @key: (not nullable): a hash of the rows: another one means that another run came between
 *
 * What retort_applied_new() takes over.
 */
typedef struct
{
  GPtrArray *entries;
  GPtrArray *unknown;
  char      *obstacle;
  char      *layout;
  gboolean   has_threshold;
  char      *key;
} RetortAppliedFields;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortApplied RetortApplied;

#define RETORT_TYPE_APPLIED (retort_applied_get_type ())
GType          retort_applied_get_type    (void) G_GNUC_CONST;

RetortApplied *retort_applied_new         (RetortAppliedFields *fields) G_GNUC_WARN_UNUSED_RESULT;
/* The same revisions where everything up to @last (nullable: nothing) is applied. */
RetortApplied *retort_applied_new_at      (const RetortApplied *self, const char *last) G_GNUC_WARN_UNUSED_RESULT;
RetortApplied *retort_applied_ref         (RetortApplied *self);
void           retort_applied_unref       (RetortApplied *self);
const RetortAppliedFields *retort_applied_get (const RetortApplied *self);
/* (nullable) */
const RetortAppliedEntry *retort_applied_find (const RetortApplied *self, const char *id);
/* A row says that the revision ran. */
gboolean       retort_applied_contains    (const RetortApplied *self, const char *id);
/* (array zero-terminated=1): the last applied revision; none at the base. */
GStrv          retort_applied_dup_current (const RetortApplied *self) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what is not as one expects, in one text. */
char          *retort_applied_dup_warning (const RetortApplied *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortApplied, retort_applied_unref)

G_END_DECLS
