/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New revisions: `alembic revision` and `alembic merge` without Python. Composing writes nothing; nothing of the project is run. */
#pragma once

#include "engine/workspace.h"

G_BEGIN_DECLS

/**
 * RetortRevisionWish:
 * @message: (nullable): what it is for
 * @heads: (nullable) (array zero-terminated=1): symbols of what it revises; %NULL: "head"
 * @splices: what it revises need not be a head
 * @label: (nullable): its branch label
 * @depends_on: (nullable) (array zero-terminated=1): symbols of what it depends on
 * @id: (nullable): its id; %NULL: the next of the project's scheme
 * @number: (nullable): its number where revisions are numbered; %NULL, or when another has it: the one after the highest
 * @folder: (nullable): the version folder; %NULL: the usual one
 * @imports: (nullable): lines that the bodies need
 * @upgrade: (nullable): the body of the upgrade
 * @downgrade: (nullable): the body of the downgrade
 * @now: (nullable): when it is made; %NULL: now
 *
 * What somebody wants. The texts are borrowed.
 */
typedef struct
{
  const char        *message;
  const char *const *heads;
  gboolean           splices;
  const char        *label;
  const char *const *depends_on;
  const char        *id;
  const char        *number;
  const char        *folder;
  const char        *imports;
  const char        *upgrade;
  const char        *downgrade;
  GDateTime         *now;
} RetortRevisionWish;

RetortNewFile *retort_new_revision_compose    (RetortWorkspace *workspace, const RetortRevisionWish *wish, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char          *retort_new_revision_dup_number (RetortWorkspace *workspace) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
