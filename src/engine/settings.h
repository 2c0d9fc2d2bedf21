/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a team shares in retort.json at the project's root. Read only: Retort never writes over a file that it could not read. */
#pragma once

#include "analysis/checks/check.h"

G_BEGIN_DECLS

/**
 * RetortChecklistItem:
 * @text: (not nullable): what somebody is to look at before a revision is applied
 * @command: (nullable): what to run for it
 */
typedef struct
{
  char *text;
  char *command;
} RetortChecklistItem;

/**
 * RetortSettingsProblem:
 * @text: (not nullable): a sentence
 * @line: where it stands, from 1; 0 when that is not known, or when it is about the whole file
 */
typedef struct
{
  char *text;
  guint line;
} RetortSettingsProblem;

/**
 * RetortSettings:
 * @path: (not nullable): the file, whether it exists or not
 * @name: (nullable): what the project calls itself
 * @checks: severities of rules; its table is owned here
 * @practice_revision: (nullable): where the practice database starts
 * @planned: (nullable): the Markdown file in which migrations are planned, from the root
 * @lock_retries: how often a run that did not get a lock in time begins again
 * @accepted: (element-type utf8 utf8): the content (SHA-256) of files, named from the project's root, of which somebody accepted what is not
 *   understood
 * @checklist: (element-type RetortChecklistItem): what people tick before a revision is applied
 * @requires_checklist: no upgrade before every revision of it was read, and everything ticked
 * @problems: (element-type RetortSettingsProblem): what of the file is not understood; what is named there is not used
 *
 * Immutable after retort_settings_load().
 */
typedef struct
{
  char               *path;
  char               *name;
  RetortCheckSettings checks;
  char               *practice_revision;
  char               *planned;
  GHashTable         *accepted;
  guint               lock_retries;
  GPtrArray          *checklist;
  gboolean            requires_checklist;
  GPtrArray          *problems;
} RetortSettings;

RetortSettings *retort_settings_load (const char *root) G_GNUC_WARN_UNUSED_RESULT;
void            retort_settings_free (RetortSettings *self);
/* (nullable): what its command is called among those of the project */
char           *retort_checklist_item_dup_command_name (const RetortChecklistItem *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSettings, retort_settings_free)

G_END_DECLS
