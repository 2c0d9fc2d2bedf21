/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/git-library.h"

#include "base/library.h"
#include "engine/git-base.h"

RetortGitLibrary retort_git;

static gpointer
load_once (gpointer data)
{
  static const char *const names[] = {
#define X(name) #name,
    RETORT_GIT_FUNCTIONS (X)
#undef X
    NULL,
  };
  GError *problem = NULL;

  /* Each version of libgit2 lays its structs out anew: it must be the one of the headers. */
  if (retort_library_load ("libgit2.so." LIBGIT2_SOVERSION, names, (gpointer *) &retort_git, &problem))
    git_libgit2_init ();
  return problem;
}

/**
 * retort_git_library_start:
 * @error: RETORT_GIT_ERROR_FAILED
 *
 * Makes libgit2 ready, when that was not done yet. It is never ended: to end it in one thread loses what it keeps for the others. Any thread.
 *
 * Returns: %FALSE with @error set when it is not there: then none of its functions may be called
 */
gboolean
retort_git_library_start (GError **error)
{
  static GOnce once = G_ONCE_INIT;
  const GError *problem = g_once (&once, load_once, NULL);

  if (problem != NULL)
    g_set_error_literal (error, RETORT_GIT_ERROR, RETORT_GIT_ERROR_FAILED, problem->message);
  return problem == NULL;
}
