/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/git-library.h"

#include <git2.h>

/**
 * retort_git_library_start:
 *
 * Makes libgit2 ready. It is never ended: to end it in one thread loses what it keeps for the others. Any thread.
 */
void
retort_git_library_start (void)
{
  static gsize is_started;

  if (g_once_init_enter (&is_started))
    {
      git_libgit2_init ();
      g_once_init_leave (&is_started, 1);
    }
}
