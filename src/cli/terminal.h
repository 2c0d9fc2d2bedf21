/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a person, when there is one. Questions go to standard error, answers come from standard input. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean retort_terminal_is_interactive (void);
/* (nullable): the answer without the end of its line; NULL when nobody can be asked or the input ended. */
char    *retort_terminal_ask            (const char *question) G_GNUC_WARN_UNUSED_RESULT;
/* The same without showing what is typed. */
char    *retort_terminal_ask_secret     (const char *question) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
