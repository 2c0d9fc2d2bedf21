/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a text as libpg_query makes it, without packing it into a message and unpacking that. Inside sql/ only. */
#pragma once

#include "sql/tree-memory.h"

G_BEGIN_DECLS

PgQuery__ParseResult *retort_sql_parse_unpacked (const char *sql, RetortSqlArena *arena, GError **error);

G_END_DECLS
