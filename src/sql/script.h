/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text of SQL, cut into statements. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

/**
 * RetortSqlError:
 * @RETORT_SQL_ERROR_SYNTAX: PostgreSQL's grammar refuses the text; the message is the parser's, with line and column
 * @RETORT_SQL_ERROR_PSQL: the text holds a psql meta-command or COPY … FROM STDIN, which only psql can run
 */
typedef enum
{
  RETORT_SQL_ERROR_SYNTAX,
  RETORT_SQL_ERROR_PSQL,
} RetortSqlError;

#define RETORT_SQL_ERROR (retort_sql_error_quark ())
GQuark  retort_sql_error_quark (void);

GArray *retort_sql_split       (const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
