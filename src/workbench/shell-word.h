/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the command lines that are shown. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quoted only when it must be. */
char *retort_shell_word_quote (const char *word) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
