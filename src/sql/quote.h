/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and values as SQL text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *retort_sql_quote_identifier (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *retort_sql_quote_literal    (const char *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
