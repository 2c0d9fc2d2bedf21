/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree-sitter 0.20 counts the children of a node with 16 bits. When a text ends in the middle of what was begun, all that
 * lies on the parser's stack becomes one node: with more than 65,535 of them it writes over other memory. So a text is
 * looked at first, byte by byte, without knowing what is a string: what may lie on the stack are open brackets, keywords
 * that wait for what follows them, and the words and signs of the expression that is being read. The parser may add one
 * missing word to each of them. CPython gives up at 200 brackets. */
#include "python/nesting.h"

#include <string.h>

#define MAX_PENDING 30000

typedef struct
{
  guint n_brackets; /* that are open */
  guint n_keywords; /* since the line began */
  guint n_others;   /* words and signs since the last comma of the line */
} Pending;

static gboolean
is_word_byte (char byte)
{
  return g_ascii_isalnum (byte) || byte == '_' || (guchar) byte >= 0x80;
}

/* Whether what comes before it stays on the stack over a comma. */
static gboolean
is_pending_keyword (const char *word, gsize length)
{
  static const char *const keywords[] = { "if", "else", "not", "lambda", "await", "yield", "for", "in", "with", "and", "or" };

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (strlen (keywords[i]) == length && memcmp (keywords[i], word, length) == 0)
      return TRUE;
  return FALSE;
}

static gsize
take_word (Pending *self, const char *text, gsize length)
{
  gsize end = 0;

  while (end < length && is_word_byte (text[end]))
    end++;
  if (is_pending_keyword (text, end))
    self->n_keywords++;
  else
    self->n_others++;
  return end;
}

static void
take_sign (Pending *self, char sign, gboolean is_continued)
{
  switch (sign)
    {
    case '(':
    case '[':
    case '{':
      self->n_brackets++;
      break;
    case ')':
    case ']':
    case '}':
      self->n_brackets -= self->n_brackets > 0;
      break;
    case ',':
      self->n_others = 0;
      break;
    case '\n':
      if (self->n_brackets == 0 && !is_continued)
        self->n_others = self->n_keywords = 0;
      break;
    case ' ':
    case '\t':
    case '\r':
      break;
    default:
      self->n_others++;
      break;
    }
}

/**
 * retort_py_nesting_is_deep: (skip)
 * @text: a text of Python
 * @length: its bytes
 *
 * Returns: whether it may overflow the parser
 */
gboolean
retort_py_nesting_is_deep (const char *text, gsize length)
{
  Pending pending = { 0, 0, 0 };

  if (length <= MAX_PENDING)
    return FALSE;
  for (gsize i = 0; i < length;)
    {
      if (is_word_byte (text[i]))
        i += take_word (&pending, text + i, length - i);
      else
        {
          take_sign (&pending, text[i], i > 0 && text[i - 1] == '\\');
          i++;
        }
      if (pending.n_brackets + pending.n_keywords + pending.n_others > MAX_PENDING)
        return TRUE;
    }
  return FALSE;
}
