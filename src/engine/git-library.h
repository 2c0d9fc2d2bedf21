/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libgit2 is started once a process. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void retort_git_library_start (void);

G_END_DECLS
