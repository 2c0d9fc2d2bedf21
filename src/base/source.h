/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that somebody wrote, with the one place that converts between bytes, characters and lines. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * RetortSpan:
 * @start: offset of the first byte
 * @end: offset after the last byte
 *
 * A stretch of a text in bytes. An empty span (start == end == 0) means "no place known".
 */
typedef struct
{
  gsize start;
  gsize end;
} RetortSpan;

/**
 * RetortPosition:
 * @line: from 1
 * @column: from 1, in characters (never bytes)
 */
typedef struct
{
  guint line;
  guint column;
} RetortPosition;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortSource RetortSource;

#define RETORT_TYPE_SOURCE (retort_source_get_type ())
GType         retort_source_get_type     (void) G_GNUC_CONST;

RetortSource *retort_source_new          (const char *path, const char *text, gssize length);
RetortSource *retort_source_new_take     (const char *path, char *text, gsize length);
RetortSource *retort_source_ref          (RetortSource *self);
void          retort_source_unref        (RetortSource *self);

gboolean      retort_source_keep         (RetortSource *self, gpointer data, GDestroyNotify data_free);
gpointer      retort_source_get_kept     (RetortSource *self);

const char   *retort_source_get_path     (const RetortSource *self);
const char   *retort_source_get_text     (const RetortSource *self);
gsize         retort_source_get_length   (const RetortSource *self);
guint         retort_source_get_n_lines  (const RetortSource *self);
const char   *retort_source_get_hash     (const RetortSource *self);

RetortPosition retort_source_position_at (const RetortSource *self, gsize offset_bytes);
gsize         retort_source_offset_of    (const RetortSource *self, RetortPosition position);
RetortSpan    retort_source_line_span    (const RetortSource *self, guint line);
gsize         retort_source_chars_to_bytes (const RetortSource *self, gsize offset_chars);
gsize         retort_source_bytes_to_chars (const RetortSource *self, gsize offset_bytes);
char         *retort_source_dup_span     (const RetortSource *self, RetortSpan span) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSource, retort_source_unref)

G_END_DECLS
