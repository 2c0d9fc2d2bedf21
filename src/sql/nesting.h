/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a text is nested so deeply that libpg_query must not see it. Inside sql/ only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean retort_sql_nesting_is_deep (const char *sql);

G_END_DECLS
