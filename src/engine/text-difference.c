/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/text-difference.h"

#include "engine/git-library.h"

#include <string.h>

static int
add_hunk (const git_diff_delta *delta, const git_diff_hunk *hunk, void *data)
{
  RetortTextHunk found = { (guint) hunk->old_start, (guint) hunk->old_lines, (guint) hunk->new_start, (guint) hunk->new_lines };

  g_array_append_val ((GArray *) data, found);
  return 0;
}

/**
 * retort_text_difference:
 * @old_text: a text
 * @new_text: another one
 *
 * Returns: (transfer full) (nullable) (element-type RetortTextHunk): what stands in place of what; empty when they are the same, %NULL without libgit2
 */
GArray *
retort_text_difference (const char *old_text, const char *new_text)
{
  GArray *hunks = NULL;
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;

  if (!retort_git_library_start (NULL))
    return NULL;
  hunks = g_array_new (FALSE, FALSE, sizeof (RetortTextHunk));
  options.context_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
  git_diff_buffers (old_text, strlen (old_text), NULL, new_text, strlen (new_text), NULL, &options, NULL, NULL, add_hunk, NULL, hunks);
  return hunks;
}
