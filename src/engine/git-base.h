/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file was at another commit of the repository that it is in. Reads the repository; changes nothing, runs nothing. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

/**
 * RetortGitError:
 * @RETORT_GIT_ERROR_NO_REPOSITORY: the folder is in none
 * @RETORT_GIT_ERROR_NO_REF: there is no such commit
 * @RETORT_GIT_ERROR_SHALLOW: the history was cut off before the commit in common; it has to be fetched
 * @RETORT_GIT_ERROR_FAILED: the repository cannot be read; the message is libgit2's
 */
typedef enum
{
  RETORT_GIT_ERROR_NO_REPOSITORY,
  RETORT_GIT_ERROR_NO_REF,
  RETORT_GIT_ERROR_SHALLOW,
  RETORT_GIT_ERROR_FAILED,
} RetortGitError;

#define RETORT_GIT_ERROR (retort_git_error_quark ())
GQuark retort_git_error_quark (void);

/* One commit, with the repository open. One thread at a time. */
typedef struct _RetortGitBase RetortGitBase;

RetortGitBase *retort_git_base_open (const char *folder, const char *ref, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the commit that gave a file its text; NULL without @error when no commit has it as it is. */
RetortGitBase *retort_git_base_open_last_change (const RetortSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what a branch is usually compared with: the remote's main branch, else main or master */
char          *retort_git_base_dup_usual_ref (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
void           retort_git_base_free (RetortGitBase *self);
/* Does the commit hold the file with just this text? */
gboolean       retort_git_base_holds (RetortGitBase *self, const RetortSource *source);
/* (element-type RetortSource) (transfer full): files of a folder that the commit has and the work tree does not */
GPtrArray     *retort_git_base_list_gone (RetortGitBase *self, const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/* Does it hold a file of that name, whatever its text? */
gboolean       retort_git_base_knows (RetortGitBase *self, const RetortSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortGitBase, retort_git_base_free)

G_END_DECLS
