/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of a text of SQL: equal for texts that differ in constants only. */
#pragma once

#include "sql/script.h"

G_BEGIN_DECLS

char    *retort_sql_shape (const char *sql) G_GNUC_WARN_UNUSED_RESULT;
gboolean retort_sql_fits  (const char *sql, const char *pattern, const char *mark, gboolean any_constants);

G_END_DECLS
