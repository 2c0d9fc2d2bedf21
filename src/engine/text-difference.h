/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where two versions of a text differ, line by line. Pure; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortTextHunk:
 * @old_line: the first of the old lines, from 1; with @n_old 0: the line that the new ones come after
 * @n_old: how many
 * @new_line: the same of the new ones
 * @n_new: how many
 *
 * Lines that stand in place of others.
 */
typedef struct
{
  guint old_line;
  guint n_old;
  guint new_line;
  guint n_new;
} RetortTextHunk;

/* (element-type RetortTextHunk) (transfer full) (nullable): in order; NULL: libgit2 is not there */
GArray *retort_text_difference (const char *old_text, const char *new_text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
