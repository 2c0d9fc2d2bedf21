/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One migration file and its place in the history. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_DIRECTION_UPGRADE,
  RETORT_DIRECTION_DOWNGRADE,
} RetortDirection;

/**
 * RetortRevisionFields:
 * @id: (not nullable): the revision's id
 * @title: (not nullable): its first paragraph, maybe empty
 * @message: (not nullable): all that the file says of it (docstring, header comment)
 * @down: (not nullable) (array zero-terminated=1): ids of what it revises, in the order of the file
 * @depends_on: (not nullable) (array zero-terminated=1): ids or labels
 * @labels: (not nullable) (array zero-terminated=1): its own branch labels
 * @created: (nullable): ISO 8601 without zone or with one, as the file says
 * @source: (nullable): the file's text; %NULL when a test builds history alone
 * @has_upgrade: there is an upgrade
 * @has_downgrade: there is a downgrade
 * @id_span: where the file says the id
 * @down_span: where the file says what it revises
 *
 * What retort_revision_new() copies. The strings are borrowed.
 */
typedef struct
{
  const char         *id;
  const char         *title;
  const char         *message;
  const char *const  *down;
  const char *const  *depends_on;
  const char *const  *labels;
  const char         *created;
  RetortSource       *source;
  gboolean            has_upgrade;
  gboolean            has_downgrade;
  RetortSpan          id_span;
  RetortSpan          down_span;
} RetortRevisionFields;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortRevision RetortRevision;

#define RETORT_TYPE_REVISION (retort_revision_get_type ())
GType               retort_revision_get_type       (void) G_GNUC_CONST;

RetortRevision     *retort_revision_new            (const RetortRevisionFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortRevision     *retort_revision_ref            (RetortRevision *self);
void                retort_revision_unref          (RetortRevision *self);

const char         *retort_revision_get_id         (const RetortRevision *self);
const char         *retort_revision_get_title      (const RetortRevision *self);
const char         *retort_revision_get_caption    (const RetortRevision *self);
const char         *retort_revision_get_message    (const RetortRevision *self);
const char *const  *retort_revision_get_down       (const RetortRevision *self);
const char *const  *retort_revision_get_depends_on (const RetortRevision *self);
const char *const  *retort_revision_get_labels     (const RetortRevision *self);
const char         *retort_revision_get_created    (const RetortRevision *self);
RetortSource       *retort_revision_get_source     (const RetortRevision *self);
const char         *retort_revision_get_path       (const RetortRevision *self);
RetortSpan          retort_revision_get_id_span    (const RetortRevision *self);
RetortSpan          retort_revision_get_down_span  (const RetortRevision *self);
gboolean            retort_revision_has_direction  (const RetortRevision *self, RetortDirection direction);
gboolean            retort_revision_is_merge       (const RetortRevision *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRevision, retort_revision_unref)

G_END_DECLS
