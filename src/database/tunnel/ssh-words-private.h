/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ssh says, for people. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char       *retort_ssh_words_shorten (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char       *retort_ssh_words_advise  (const char *words, const char *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
