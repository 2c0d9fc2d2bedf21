/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/git-functions.h"

#include "base/library.h"

#define NAME(function) #function,

/* In the order of the fields of RetortGitFunctions. */
static const char *const names[] = { RETORT_GIT_FUNCTIONS (NAME) };
G_STATIC_ASSERT (sizeof (RetortGitFunctions) == G_N_ELEMENTS (names) * sizeof (gpointer));

/**
 * retort_git_functions: (skip)
 *
 * Loads libgit2, the first time. Any thread.
 *
 * Returns: (transfer none): its functions
 */
const RetortGitFunctions *
retort_git_functions (void)
{
  static RetortGitFunctions functions;
  static gsize is_loaded;

  if (g_once_init_enter (&is_loaded))
    {
      retort_library_load (RETORT_LIBGIT2, names, G_N_ELEMENTS (names), (gpointer *) &functions);
      g_once_init_leave (&is_loaded, 1);
    }
  return &functions;
}
