/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that PostgreSQL 15's grammar does not know, and we do. */
#pragma once

#include "sql/tree.h"

G_BEGIN_DECLS

#define RETORT_SQL_SET_EXPRESSION_SINCE 17 /* the first server that knows it */

RetortSqlTree *retort_sql_set_expression_parse (const char *sql) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
