/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a repository offers to be reviewed: branches, heads of pull requests, tags, the newest commits. Reads; changes nothing. */
#pragma once

#include "engine/git-base.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* In the order in which they are listed. */
typedef enum
{
  RETORT_GIT_REF_BRANCH,
  RETORT_GIT_REF_REMOTE_BRANCH,
  RETORT_GIT_REF_PULL_REQUEST, /* of GitHub, GitLab or Gitea, when its head was fetched */
  RETORT_GIT_REF_TAG,
  RETORT_GIT_REF_COMMIT,
} RetortGitRefKind;

/**
 * RetortGitRef:
 * @kind: what it is
 * @ref: what leads to it: "refs/heads/topic", a commit's id
 * @name: what people call it: "topic", "origin/topic", "#42", "1a2b3c4"
 * @commit: the whole id of the commit
 * @summary: the first line of its message
 * @author: who wrote it
 * @time_s: when it was committed, seconds since 1970
 * @is_head: it is checked out
 * @is_usual: what a branch is usually compared with
 */
typedef struct
{
  RetortGitRefKind kind;
  char            *ref;
  char            *name;
  char            *commit;
  char            *summary;
  char            *author;
  gint64           time_s;
  gboolean         is_head;
  gboolean         is_usual;
} RetortGitRef;

void       retort_git_ref_free  (RetortGitRef *self);
/* (element-type RetortGitRef) (transfer full): by kind, then the newest first */
GPtrArray *retort_git_refs_list (const char *folder, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortGitRef, retort_git_ref_free)

G_END_DECLS
