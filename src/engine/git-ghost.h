/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A revision that a database has and no file declares, looked for in all that the local repository knows: branches, branches of
 * remotes, tags, and what they once held. Reads the repository; changes nothing, runs nothing. */
#pragma once

#include "engine/git-base.h"
#include "engine/workspace.h"

G_BEGIN_DECLS

/**
 * RetortGhost:
 * @id: the revision
 * @ref: a branch or tag that leads to it: "feature", "origin/feature"
 * @is_gone: the branch held it once, and does not any more
 * @commit: the whole id of the commit that is meant: `--at` takes it
 * @name: the commit for people: "1a2b3c4 add the table"
 * @author: (nullable): who wrote the commit that brought the file
 * @time_s: when that was, seconds since 1970
 * @path: the file, from the top of the repository on
 * @text: what it holds
 * @parent: (nullable): the one revision that it revises
 *
 * Where it was found.
 */
typedef struct
{
  char    *id;
  char    *ref;
  gboolean is_gone;
  char    *commit;
  char    *name;
  char    *author;
  gint64   time_s;
  char    *path;
  char    *text;
  char    *parent;
} RetortGhost;

void         retort_ghost_free (RetortGhost *self);
/* (nullable): NULL without @error when it is nowhere */
RetortGhost *retort_ghost_find (RetortWorkspace *workspace, const char *id, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "branch feature, commit 1a2b3c4 add the table, by Ada, 2026-03-01, in versions/016.py" */
char        *retort_ghost_to_text (const RetortGhost *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortGhost, retort_ghost_free)

G_END_DECLS
