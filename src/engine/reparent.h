/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a revision that no database holds behind another one, or gives it another number: the alternative to a merge. */
#pragma once

#include "engine/workspace.h"

G_BEGIN_DECLS

/**
 * RetortReparenting:
 * @id: the revision afterwards
 * @old_path: its file
 * @new_path: its file afterwards; the same unless it has another number
 * @old_hash: the content that @text was made of
 * @text: what the file says afterwards
 *
 * Freed with retort_reparenting_free().
 */
typedef struct
{
  char *id;
  char *old_path;
  char *new_path;
  char *old_hash;
  char *text;
} RetortReparenting;

RetortReparenting *retort_reparenting_compose (RetortWorkspace *workspace, const char *symbol, const char *onto, gboolean is_renumbered,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           retort_reparenting_write   (const RetortReparenting *self, GError **error);
void               retort_reparenting_free    (RetortReparenting *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortReparenting, retort_reparenting_free)

G_END_DECLS
