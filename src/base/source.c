/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offsets: libpg_query's locations and tree-sitter's are bytes, libpg_query's error cursor and
 * GtkTextBuffer's offsets are characters, people count lines and columns from 1. Only this file
 * converts between them. */
#include "base/source.h"

#include <string.h>

struct _RetortSource
{
  char   *path; /* nullable: a text that is in no file */
  char   *text; /* valid UTF-8, NUL-terminated */
  gsize   length;
  char   *hash; /* SHA-256 of the bytes, hexadecimal; nullable: set once, atomically, when somebody asks */
  gpointer kept;         /* nullable: set once, atomically: what was made of the text */
  GDestroyNotify kept_free;
  GArray *line_starts; /* gsize: byte offset of each line; at least one element, the first is 0 */
};

G_DEFINE_BOXED_TYPE (RetortSource, retort_source, retort_source_ref, retort_source_unref)

static GArray *
find_line_starts (const char *text, gsize length)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize first = 0;

  g_array_append_val (starts, first);
  for (const char *at = memchr (text, '\n', length); at != NULL; at = memchr (at, '\n', length - (gsize) (at - text)))
    {
      gsize next = (gsize) (++at - text);

      if (next == length)
        break;
      g_array_append_val (starts, next);
    }
  return starts;
}

/**
 * retort_source_new:
 * @path: (nullable): the file that the text was read from
 * @text: the text; bytes that are not UTF-8 are replaced by U+FFFD
 * @length: its length in bytes, or -1 when it ends with a NUL
 *
 * Takes a copy of a text and finds its lines.
 *
 * Returns: (transfer full): the source
 */
RetortSource *
retort_source_new (const char *path, const char *text, gssize length)
{
  char *valid = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, length);
  return retort_source_new_take (path, valid, strlen (valid));
}

/**
 * retort_source_new_take:
 * @path: (nullable): the file that the text was read from
 * @text: (transfer full): the text, which was found to be UTF-8; a NUL stands after it and none in it
 * @length: its length in bytes
 *
 * Finds the lines of a text.
 *
 * Returns: (transfer full): the source
 */
RetortSource *
retort_source_new_take (const char *path, char *text, gsize length)
{
  RetortSource *self = g_atomic_rc_box_new0 (RetortSource);

  self->path = g_strdup (path);
  self->text = text;
  self->length = length;
  self->line_starts = find_line_starts (self->text, self->length);
  return self;
}

/**
 * retort_source_ref:
 * @self: a source
 *
 * Returns: (transfer full): @self
 */
RetortSource *
retort_source_ref (RetortSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
source_clear (gpointer data)
{
  RetortSource *self = data;

  if (self->kept != NULL)
    self->kept_free (self->kept);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->hash, g_free);
  g_clear_pointer (&self->line_starts, g_array_unref);
}

/**
 * retort_source_unref:
 * @self: (transfer full): a source
 */
void
retort_source_unref (RetortSource *self)
{
  g_atomic_rc_box_release_full (self, source_clear);
}

/**
 * retort_source_keep:
 * @self: a source
 * @data: (transfer full): what was made of the text, immutable; it must not own @self
 * @data_free: how it is freed, always the same function for the sources of a kind
 *
 * Keeps the work of reading a text, for whoever reads it again. There is one place. Any thread.
 *
 * Returns: whether @data was kept; it is freed when another was faster
 */
gboolean
retort_source_keep (RetortSource *self, gpointer data, GDestroyNotify data_free)
{
  self->kept_free = data_free;
  if (g_atomic_pointer_compare_and_exchange (&self->kept, NULL, data))
    return TRUE;
  data_free (data);
  return FALSE;
}

/**
 * retort_source_get_kept:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): what was kept; it lives as long as @self
 */
gpointer
retort_source_get_kept (RetortSource *self)
{
  return g_atomic_pointer_get (&self->kept);
}

/**
 * retort_source_get_path:
 * @self: a source
 *
 * Returns: (nullable): the path of the file that it was read from
 */
const char *
retort_source_get_path (const RetortSource *self)
{
  return self->path;
}

/**
 * retort_source_get_text:
 * @self: a source
 *
 * Returns: the text, valid UTF-8
 */
const char *
retort_source_get_text (const RetortSource *self)
{
  return self->text;
}

/**
 * retort_source_get_length:
 * @self: a source
 *
 * Returns: the length in bytes
 */
gsize
retort_source_get_length (const RetortSource *self)
{
  return self->length;
}

/**
 * retort_source_get_n_lines:
 * @self: a source
 *
 * Returns: how many lines there are, at least 1
 */
guint
retort_source_get_n_lines (const RetortSource *self)
{
  return self->line_starts->len;
}

/**
 * retort_source_get_hash:
 * @self: a source
 *
 * Returns: the SHA-256 of the text in hexadecimal
 */
const char *
retort_source_get_hash (const RetortSource *self)
{
  RetortSource *writable = (RetortSource *) self;
  char *hash = g_atomic_pointer_get (&writable->hash);

  if (hash != NULL)
    return hash;
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->text, (gssize) self->length);
  if (g_atomic_pointer_compare_and_exchange (&writable->hash, NULL, hash))
    return hash;
  g_free (hash); /* another thread was faster */
  return g_atomic_pointer_get (&writable->hash);
}

/* The index of the line that holds a byte: the last start that is not after it. */
static guint
line_index_at (const RetortSource *self, gsize offset)
{
  guint low = 0;
  guint high = self->line_starts->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->line_starts, gsize, middle) <= offset)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/**
 * retort_source_position_at:
 * @self: a source
 * @offset_bytes: an offset in bytes; beyond the end counts as the end
 *
 * Returns: the line and the column, both from 1, the column in characters
 */
RetortPosition
retort_source_position_at (const RetortSource *self, gsize offset_bytes)
{
  gsize offset = MIN (offset_bytes, self->length);
  guint line = line_index_at (self, offset);
  gsize start = g_array_index (self->line_starts, gsize, line);

  return (RetortPosition){
    line + 1,
    (guint) g_utf8_strlen (self->text + start, (gssize) (offset - start)) + 1,
  };
}

/**
 * retort_source_line_span:
 * @self: a source
 * @line: a line from 1; beyond the last counts as the last
 *
 * Returns: the bytes of the line without its line end
 */
RetortSpan
retort_source_line_span (const RetortSource *self, guint line)
{
  guint index = CLAMP (line, 1, self->line_starts->len) - 1;
  RetortSpan span = { g_array_index (self->line_starts, gsize, index), self->length };

  if (index + 1 < self->line_starts->len)
    span.end = g_array_index (self->line_starts, gsize, index + 1);
  while (span.end > span.start && strchr ("\r\n", self->text[span.end - 1]) != NULL)
    span.end--;
  return span;
}

/**
 * retort_source_offset_of:
 * @self: a source
 * @position: a line and a column
 *
 * Returns: the offset in bytes; a column beyond the line counts as its end
 */
gsize
retort_source_offset_of (const RetortSource *self, RetortPosition position)
{
  RetortSpan line = retort_source_line_span (self, position.line);
  const char *at = self->text + line.start;
  const char *end = self->text + line.end;

  for (guint column = 1; column < position.column && at < end; column++)
    at = g_utf8_next_char (at);
  return (gsize) (at - self->text);
}

/**
 * retort_source_chars_to_bytes:
 * @self: a source
 * @offset_chars: an offset in characters; beyond the end counts as the end
 *
 * Returns: the same place in bytes
 */
gsize
retort_source_chars_to_bytes (const RetortSource *self, gsize offset_chars)
{
  const char *at = self->text;

  for (gsize i = 0; i < offset_chars && *at != '\0'; i++)
    at = g_utf8_next_char (at);
  return (gsize) (at - self->text);
}

/**
 * retort_source_bytes_to_chars:
 * @self: a source
 * @offset_bytes: an offset in bytes; beyond the end counts as the end
 *
 * Returns: the same place in characters
 */
gsize
retort_source_bytes_to_chars (const RetortSource *self, gsize offset_bytes)
{
  return (gsize) g_utf8_strlen (self->text, (gssize) MIN (offset_bytes, self->length));
}

/**
 * retort_source_dup_span:
 * @self: a source
 * @span: a stretch of it
 *
 * Returns: (transfer full): the text of @span
 */
char *
retort_source_dup_span (const RetortSource *self, RetortSpan span)
{
  gsize end = MIN (span.end, self->length);
  gsize start = MIN (span.start, end);

  return g_strndup (self->text + start, end - start);
}
