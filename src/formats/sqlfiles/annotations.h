/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a text, for tools that mark parts of a file in comments. */
#pragma once

#include "formats/sqlfiles/project.h"

G_BEGIN_DECLS

/* One line, without its end. */
typedef struct
{
  const char *text;
  gsize       start;
  gsize       end;  /* behind the last character */
  gsize       next; /* where the next line begins */
} RetortSqlLine;

/* FALSE: the text is at its end. Begins with a line of zeros. */
gboolean retort_sql_line_next    (const RetortSource *source, RetortSqlLine *line);
gboolean retort_sql_line_is_blank (const RetortSqlLine *line);

/* The digits at the start of a name; -1: there are none, or too many. */
gint64   retort_sql_parse_number (const char *name);
/* "0001_add_users.up.sql": "add users" */
char    *retort_sql_dup_title    (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
