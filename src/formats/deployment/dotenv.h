/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of environment variables: .env. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GHashTable *retort_dotenv_parse  (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char       *retort_dotenv_expand (const char *text, GHashTable *variables) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
