/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a tool's own table as one text of JSON: whatever columns the table has. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Does a layout ("public,version,dirty": the schema, then the columns) name @column? */
gboolean  retort_table_layout_has        (const char *layout, const char *column);
/* (nullable): the schema of a layout */
char     *retort_table_layout_dup_schema (const char *layout) G_GNUC_WARN_UNUSED_RESULT;

/* Never NULL; an empty object when @text is none. */
JsonNode *retort_table_row_new           (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): texts, and numbers as they are written; NULL for NULL */
char     *retort_table_row_dup           (JsonNode *row, const char *column) G_GNUC_WARN_UNUSED_RESULT;
gint64    retort_table_row_get_number    (JsonNode *row, const char *column, gint64 otherwise);
gboolean  retort_table_row_is            (JsonNode *row, const char *column);

/* The queries of RetortBookkeeping for a table of that name; @schema (nullable): the first one of the search path */
char     *retort_table_dup_exists_sql    (const char *schema, const char *table) G_GNUC_WARN_UNUSED_RESULT;
char     *retort_table_dup_read_sql      (const char *schema, const char *table, const char *order) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
