/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every cell is cut into lines and made printable first; a column is as wide as its widest line. A cell
 * that goes on below is marked with '+' behind its line. */
#include "report/text-table.h"

#include <string.h>

/* One line of a cell: printable text and how many columns of a terminal it takes. */
typedef struct
{
  GString *text;
  guint width;
} Line;

typedef struct
{
  char *header;
  RetortTextAlignment alignment;
  guint width; /* of its widest line, the header included */
} Column;

struct _RetortTextTable
{
  char *title;
  GArray *columns;    /* element: Column */
  GPtrArray *cells;   /* element: GArray of Line, never empty */
  GPtrArray *footers; /* element: utf8 */
};

static void
line_clear (gpointer data)
{
  g_string_free (((Line *) data)->text, TRUE);
}

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->header);
}

/* What ucs_wcwidth() answers, but for code points that younger versions of Unicode assigned. */
static guint
character_width (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK)
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

static void
append_escape (Line *line, const char *escape)
{
  g_string_append (line->text, escape);
  line->width += (guint) strlen (escape);
}

static void
append_character (Line *line, gunichar character)
{
  g_autofree char *escape = NULL;

  if (character == '\t')
    do
      append_escape (line, " ");
    while (line->width % 8 != 0);
  else if (character == '\r')
    append_escape (line, "\\r");
  else if (character < 0x20 || character == 0x7f)
    append_escape (line, escape = g_strdup_printf ("\\x%02X", character));
  else if (character >= 0x80 && character < 0xa0)
    append_escape (line, escape = g_strdup_printf ("\\u%04X", character));
  else
    {
      g_string_append_unichar (line->text, character);
      line->width += character_width (character);
    }
}

static GArray *
lines_of (const char *text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  Line line = { g_string_new (NULL), 0 };

  g_array_set_clear_func (lines, line_clear);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (*at == '\n')
      {
        g_array_append_val (lines, line);
        line = (Line){ g_string_new (NULL), 0 };
      }
    else
      append_character (&line, g_utf8_get_char (at));
  g_array_append_val (lines, line);
  return lines;
}

static guint
width_of (const GArray *lines)
{
  guint width = 0;

  for (guint i = 0; i < lines->len; i++)
    width = MAX (width, g_array_index (lines, Line, i).width);
  return width;
}

static guint
text_width (const char *text)
{
  g_autoptr(GArray) lines = lines_of (text);

  return width_of (lines);
}

/**
 * retort_text_table_new:
 * @title: (nullable): what stands above it, in the middle
 *
 * Returns: (transfer full): a table without columns
 */
RetortTextTable *
retort_text_table_new (const char *title)
{
  RetortTextTable *self = g_new0 (RetortTextTable, 1);

  self->title = g_strdup (title);
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, column_clear);
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->footers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * retort_text_table_free:
 * @self: (transfer full): a table
 */
void
retort_text_table_free (RetortTextTable *self)
{
  g_free (self->title);
  g_array_unref (self->columns);
  g_ptr_array_unref (self->cells);
  g_ptr_array_unref (self->footers);
  g_free (self);
}

/**
 * retort_text_table_add_column:
 * @self: a table without cells
 * @header: the column's header, one line
 * @alignment: where its cells stand
 */
void
retort_text_table_add_column (RetortTextTable *self, const char *header,
                              RetortTextAlignment alignment)
{
  Column column = { g_strdup (header), alignment, text_width (header) };

  g_array_append_val (self->columns, column);
}

/**
 * retort_text_table_add_cell:
 * @self: a table that has all its columns
 * @text: (nullable): what stands in the cell, one or more lines
 */
void
retort_text_table_add_cell (RetortTextTable *self, const char *text)
{
  GArray *lines = lines_of (text != NULL ? text : "");
  Column *column = NULL;

  g_return_if_fail (self->columns->len > 0);

  column = &g_array_index (self->columns, Column, self->cells->len % self->columns->len);
  column->width = MAX (column->width, width_of (lines));
  g_ptr_array_add (self->cells, lines);
}

/**
 * retort_text_table_add_footer:
 * @self: a table
 * @format: printf() format of one or more lines, which are printed as they are
 * @...: what the format asks for
 */
void
retort_text_table_add_footer (RetortTextTable *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->footers, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/**
 * retort_text_table_add_row_count:
 * @self: a table that has all its cells
 *
 * Adds the footer "(3 rows)".
 */
void
retort_text_table_add_row_count (RetortTextTable *self)
{
  guint n_rows = self->cells->len / self->columns->len;

  retort_text_table_add_footer (self, n_rows == 1 ? "(%u row)" : "(%u rows)", n_rows);
}

static void
append_spaces (GString *out, guint n)
{
  g_string_append_printf (out, "%*s", (int) n, "");
}

static guint
total_width (const RetortTextTable *self)
{
  guint width = self->columns->len * 3 - 1;

  for (guint i = 0; i < self->columns->len; i++)
    width += g_array_index (self->columns, Column, i).width;
  return width;
}

static void
append_title (GString *out, const RetortTextTable *self)
{
  guint width = text_width (self->title);
  guint total = total_width (self);

  if (width < total)
    append_spaces (out, (total - width) / 2);
  g_string_append (out, self->title);
  g_string_append_c (out, '\n');
}

static void
append_headers (GString *out, const RetortTextTable *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);
      guint n_spaces = column->width - text_width (column->header);

      append_spaces (out, n_spaces / 2 + 1);
      g_string_append (out, column->header);
      append_spaces (out, (n_spaces + 1) / 2 + 1);
      g_string_append (out, i + 1 < self->columns->len ? "|" : "\n");
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      for (guint j = 0; j < g_array_index (self->columns, Column, i).width + 2; j++)
        g_string_append_c (out, '-');
      g_string_append (out, i + 1 < self->columns->len ? "+" : "\n");
    }
}

/* One line of one cell; the last column is not filled up unless the cell goes on below. */
static void
append_line (GString *out, const Column *column, const GArray *lines, guint number,
             gboolean is_last)
{
  const Line *line = number < lines->len ? &g_array_index (lines, Line, number) : NULL;
  gboolean goes_on = number + 1 < lines->len;
  guint n_spaces = column->width - (line != NULL ? line->width : 0);

  g_string_append_c (out, ' ');
  if (column->alignment == RETORT_TEXT_RIGHT && line != NULL)
    append_spaces (out, n_spaces);
  if (line != NULL)
    g_string_append (out, line->text->str);
  if ((column->alignment == RETORT_TEXT_LEFT || line == NULL) && (!is_last || goes_on))
    append_spaces (out, n_spaces);
  if (goes_on)
    g_string_append_c (out, '+');
  else if (!is_last)
    g_string_append_c (out, ' ');
}

static void
append_row (GString *out, const RetortTextTable *self, guint first_cell)
{
  guint n_columns = self->columns->len;
  guint n_lines = 1;

  for (guint i = 0; i < n_columns; i++)
    n_lines = MAX (n_lines, ((GArray *) g_ptr_array_index (self->cells, first_cell + i))->len);
  for (guint number = 0; number < n_lines; number++)
    for (guint i = 0; i < n_columns; i++)
      {
        gboolean is_last = i + 1 == n_columns;

        append_line (out, &g_array_index (self->columns, Column, i),
                     g_ptr_array_index (self->cells, first_cell + i), number, is_last);
        g_string_append_c (out, is_last ? '\n' : '|');
      }
}

/**
 * retort_text_table_to_string:
 * @self: a table whose last row is complete
 *
 * Returns: (transfer full): the table, an empty line after it
 */
char *
retort_text_table_to_string (const RetortTextTable *self)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (self->title != NULL)
    append_title (out, self);
  append_headers (out, self);
  for (guint cell = 0; cell + self->columns->len <= self->cells->len; cell += self->columns->len)
    append_row (out, self, cell);
  for (guint i = 0; i < self->footers->len; i++)
    g_string_append_printf (out, "%s\n", (char *) g_ptr_array_index (self->footers, i));
  g_string_append_c (out, '\n');
  return g_string_free (g_steal_pointer (&out), FALSE);
}
