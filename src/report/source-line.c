/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two lines, as compilers write them:
 *
 *   12 |     op.drop_column("orders", "note")
 *      |     ^~~~~~~~~~~~~~
 *
 * Tabs stay tabs in both, so that they agree whatever a terminal makes of them; wide letters take two columns, combining ones none. What is
 * no letter is replaced: a file must not speak to the terminal. */
#include "report/source-line.h"

#define MOST_BEFORE 100 /* letters of a line before the place */
#define KEPT_BEFORE 40  /* of a longer one */
#define MOST_LETTERS 160

/* The part of a line that is shown; in letters from 0 on. */
typedef struct
{
  const char *text;
  guint       first;
  guint       last; /* the one behind the last */
  guint       n;    /* of the whole line */
} Window;

static Window
choose_window (const char *line, guint column)
{
  Window window = { .text = line, .n = (guint) g_utf8_strlen (line, -1) };

  window.first = column > MOST_BEFORE ? column - KEPT_BEFORE : 0;
  window.last = MIN (window.n, window.first + MOST_LETTERS);
  return window;
}

static void
append_line (GString *out, const Window *window)
{
  const char *p = g_utf8_offset_to_pointer (window->text, window->first);
  const char *end = g_utf8_offset_to_pointer (p, window->last - window->first);

  if (window->first > 0)
    g_string_append (out, "…");
  while (p < end)
    {
      const char *plain = p;

      while (p < end && (g_ascii_isprint (*p) || *p == '\t'))
        p++;
      g_string_append_len (out, plain, p - plain);
      if (p < end)
        {
          gunichar letter = g_utf8_get_char (p);

          g_string_append_unichar (out, g_unichar_iscntrl (letter) ? 0xfffd : letter);
          p = g_utf8_next_char (p);
        }
    }
  if (window->last < window->n)
    g_string_append (out, "…");
}

/* As many of @mark as the letter at @p takes columns; a tab is one. */
static void
append_mark (GString *out, const char *p, char mark)
{
  gboolean is_ascii = (*p & 0x80) == 0;
  gunichar letter = is_ascii ? (gunichar) *p : g_utf8_get_char (p);

  if (letter == '\t' && mark == ' ')
    g_string_append_c (out, '\t');
  else if (is_ascii || !g_unichar_iszerowidth (letter))
    g_string_append_c (out, mark);
  if (!is_ascii && g_unichar_iswide (letter))
    g_string_append_c (out, mark == ' ' ? ' ' : '~');
}

static void
append_marks (GString *out, const Window *window, guint start, guint end)
{
  const char *p = g_utf8_offset_to_pointer (window->text, window->first);

  if (window->first > 0)
    g_string_append_c (out, ' ');
  for (guint i = window->first; i < MIN (end, window->last); i++, p = g_utf8_next_char (p))
    append_mark (out, p, i < start ? ' ' : i == start ? '^' : '~');
  if (end <= start || start >= window->last)
    g_string_append_c (out, '^');
}

/**
 * retort_source_append_marked:
 * @out: where to append
 * @source: a file
 * @start: a place in it
 * @end: where it ends; on another line: the rest of the first one is meant
 *
 * Appends the place's line and, below it, what is meant. Nothing when the file has no such line.
 */
void
retort_source_append_marked (GString *out, const RetortSource *source, RetortPosition start, RetortPosition end)
{
  RetortSpan span;
  g_autofree char *line = NULL;
  Window window;
  guint column;

  if (start.line == 0 || start.line > retort_source_get_n_lines (source))
    return;
  span = retort_source_line_span (source, start.line);
  line = g_strchomp (retort_source_dup_span (source, span));
  window = choose_window (line, start.column);
  column = start.column > 0 ? start.column - 1 : 0;
  if (window.n == 0 || column > window.n)
    return;
  g_string_append_printf (out, "%5u | ", start.line);
  append_line (out, &window);
  g_string_append (out, "\n      | ");
  append_marks (out, &window, column, end.line == start.line ? end.column - 1 : window.n);
  g_string_append_c (out, '\n');
}
