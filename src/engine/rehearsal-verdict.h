/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scratch database held between the passes of a rehearsal, and what follows from it. */
#pragma once

#include "engine/target.h"
#include "model/rehearsal.h"

G_BEGIN_DECLS

/**
 * RetortRehearsalState:
 * @schema: what is there
 * @rows: (element-type utf8 utf8): of each table, by its quoted name, a text that is the same when its rows are; "0" when it has none
 *
 * Everything that is compared of one moment.
 */
typedef struct
{
  RetortSchema *schema;
  GHashTable   *rows;
} RetortRehearsalState;

RetortRehearsalState *retort_rehearsal_state_read (RetortTarget *scratch, RetortWorkspace *workspace, GCancellable *cancellable,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_rehearsal_state_free (RetortRehearsalState *self);

/**
 * RetortRehearsalEvidence:
 * @before: before the upgrade
 * @up: after it
 * @down: after the downgrade
 * @again: after the second upgrade
 * @upgrade: what went up
 * @downgrade: what went down
 */
typedef struct
{
  const RetortRehearsalState *before;
  const RetortRehearsalState *up;
  const RetortRehearsalState *down;
  const RetortRehearsalState *again;
  RetortMigration            *upgrade;
  RetortMigration            *downgrade;
} RetortRehearsalEvidence;

/* Of a step that went up, down and up again: its badge, reasons and leftovers. */
void retort_rehearsal_judge (RetortRehearsalStep *step, const RetortRehearsalEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRehearsalState, retort_rehearsal_state_free)

G_END_DECLS
