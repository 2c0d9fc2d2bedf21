/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every reader of a repository begins with. */
#pragma once

#include "engine/git-base.h"
#include "engine/git-library.h"

G_BEGIN_DECLS

/* @what is a clause that ends before @name; libgit2's reason follows. */
void            retort_git_fail            (GError **error, RetortGitError code, const char *what, const char *name);
/* (transfer full) (nullable): the repository that @folder is in, when it has a work tree */
git_repository *retort_git_open            (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The commit that a branch, a tag or the start of an id leads to. */
gboolean        retort_git_resolve         (git_repository *repository, const char *ref, git_oid *id, GError **error);
/* Where @id left @other. Without a commit in common that is @other, unless the clone is a shallow one: then it is an error. */
gboolean        retort_git_find_merge_base (git_repository *repository, const git_oid *id, const git_oid *other, const char *ref,
                                            git_oid *base, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (git_repository, git_repository_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (git_object, git_object_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (git_commit, git_commit_free)

G_END_DECLS
