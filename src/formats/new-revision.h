/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A revision that is to be made, and the file that it becomes. */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

/**
 * RetortRevisionRequest:
 * @id: (nullable): its id; %NULL: the next of the project's scheme, else one drawn at random
 * @number: (nullable): the next number where revisions are numbered, used when there is no @id
 * @model_id: (nullable): the id of a numbered revision, which shows how the others are called
 * @model_path: (nullable): its file
 * @message: (nullable): what it is for
 * @down: (array zero-terminated=1): ids of what it revises
 * @labels: (array zero-terminated=1): its branch labels
 * @depends_on: (array zero-terminated=1): ids or labels
 * @imports: (nullable): lines that the bodies need at the file's head
 * @upgrade: (nullable): the body, its lines not indented; %NULL: empty
 * @downgrade: (nullable): likewise
 * @folder: (nullable): where the file goes; %NULL: where the tool would put it
 * @parent_path: (nullable): the file of the first that it revises
 * @now: when it is made
 *
 * The texts are borrowed.
 */
typedef struct
{
  const char        *id;
  const char        *number;
  const char        *model_id;
  const char        *model_path;
  const char        *message;
  const char *const *down;
  const char *const *labels;
  const char *const *depends_on;
  const char        *imports;
  const char        *upgrade;
  const char        *downgrade;
  const char        *folder;
  const char        *parent_path;
  GDateTime         *now;
} RetortRevisionRequest;

/**
 * RetortNewFile:
 * @id: the revision
 * @path: where it goes
 * @text: what it says
 * @remarks: (element-type utf8): what the tool itself would do besides, a sentence each
 */
typedef struct
{
  char      *id;
  char      *path;
  char      *text;
  GPtrArray *remarks;
} RetortNewFile;

RetortNewFile *retort_new_file_new   (const char *id, char *path, char *text) G_GNUC_WARN_UNUSED_RESULT;
void           retort_new_file_free  (RetortNewFile *self);
gboolean       retort_new_file_write (const RetortNewFile *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortNewFile, retort_new_file_free)

G_END_DECLS
