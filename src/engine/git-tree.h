/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a commit in a folder of their own, so that a project can be read as it is there without checking it out. Reads the
 * repository; changes nothing in it, runs nothing: neither hooks nor filters. */
#pragma once

#include "engine/git-base.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One owner; its files go with it. */
typedef struct _RetortGitTree RetortGitTree;

RetortGitTree *retort_git_tree_export       (const char *folder, const char *ref, const char *against, GCancellable *cancellable,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           retort_git_tree_free         (RetortGitTree *self);
/* What @folder is there. */
const char    *retort_git_tree_get_folder   (const RetortGitTree *self);
/* The top of the files. */
const char    *retort_git_tree_get_root     (const RetortGitTree *self);
/* (nullable): where another file or folder of the work tree is there */
char          *retort_git_tree_dup_path     (const RetortGitTree *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* "1a2b3c4 fix the enum": the commit */
const char    *retort_git_tree_get_name     (const RetortGitTree *self);
const char    *retort_git_tree_get_author   (const RetortGitTree *self);
/* Seconds since 1970. */
gint64         retort_git_tree_get_time_s   (const RetortGitTree *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortGitTree, retort_git_tree_free)

G_END_DECLS
