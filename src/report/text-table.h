/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as psql draws it: a title, columns with a header, footers. Pure. Source: psql's print.c and mbprint.c,
 * PostgreSQL 15, the aligned format with border 1. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One owner. Cells are added row by row, left to right. */
typedef struct _RetortTextTable RetortTextTable;

typedef enum
{
  RETORT_TEXT_LEFT,
  RETORT_TEXT_RIGHT,
} RetortTextAlignment;

RetortTextTable *retort_text_table_new        (const char *title) G_GNUC_WARN_UNUSED_RESULT;
void             retort_text_table_free       (RetortTextTable *self);
void             retort_text_table_add_column (RetortTextTable *self, const char *header, RetortTextAlignment alignment);
/* @text (nullable): an empty cell */
void             retort_text_table_add_cell   (RetortTextTable *self, const char *text);
void             retort_text_table_add_footer (RetortTextTable *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void             retort_text_table_add_row_count (RetortTextTable *self);
char            *retort_text_table_to_string  (const RetortTextTable *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTextTable, retort_text_table_free)

G_END_DECLS
