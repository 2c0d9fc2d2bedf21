/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As CPython 3.11 does it (Parser/tokenizer.c); where versions differ, the strictest way. */
#include "python/tokens.h"

#include <string.h>

#define MAX_BRACKETS 190
#define MAX_INDENTS 90
#define BYTES_PER_TOKEN 4 /* fewer in no usual text */

typedef struct
{
  const char     *text;
  gsize           length;
  gsize           at;
  char            brackets[MAX_BRACKETS + 1]; /* what closes those that are open */
  gsize           bracket_starts[MAX_BRACKETS + 1]; /* where they were opened */
  guint           n_brackets;
  guint           columns[MAX_INDENTS + 1];      /* of the open indentations, a tab to the next multiple of 8 */
  guint           short_columns[MAX_INDENTS + 1]; /* the same with a tab as one */
  guint           n_indents;
  gboolean        at_line_start;
  guint           n_tokens;                      /* of @out; behind them there is room */
  RetortPyTokens *out;
} Reader;

static gboolean
fail (Reader *self, gsize start, gsize end, const char *message)
{
  self->out->error = g_strdup (message);
  self->out->error_span = (RetortSpan){ start, MAX (end, start) };
  return FALSE;
}

static gboolean
doubt (Reader *self, gsize start, gsize end, const char *message)
{
  self->out->error_kind = RETORT_PY_TOKEN_ERROR_DOUBT;
  return fail (self, start, end, message);
}

static gboolean
fail_layout (Reader *self, gsize start, const char *message)
{
  self->out->error_kind = RETORT_PY_TOKEN_ERROR_LAYOUT;
  return fail (self, start, self->at, message);
}

static char
peek (const Reader *self, gsize ahead)
{
  return self->at + ahead < self->length ? self->text[self->at + ahead] : '\0';
}

static void
add_token (Reader *self, gsize start, RetortPyTokenKind kind)
{
  RetortPyToken token = { start, self->at, kind };

  if (self->at_line_start)
    {
      RetortPyLine line = { start, self->n_indents };

      g_array_append_val (self->out->lines, line);
      self->at_line_start = FALSE;
    }
  if (self->n_tokens == self->out->tokens->len)
    g_array_set_size (self->out->tokens, 2 * self->n_tokens + 16);
  g_array_index (self->out->tokens, RetortPyToken, self->n_tokens++) = token;
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static void
skip_line_end (Reader *self)
{
  if (peek (self, 0) == '\r' && peek (self, 1) == '\n')
    self->at++;
  self->at++;
}

static void
skip_comment (Reader *self)
{
  while (self->at < self->length && !is_line_end (self->text[self->at]))
    self->at++;
}

/* Compares the blanks before a line with the open indentations. */
static gboolean
apply_indentation (Reader *self, gsize start, guint column, guint short_column)
{
  if (column == self->columns[self->n_indents])
    return short_column == self->short_columns[self->n_indents] || fail_layout (self, start, "tabs and spaces are mixed in the indentation");
  if (column > self->columns[self->n_indents])
    {
      if (short_column <= self->short_columns[self->n_indents])
        return fail_layout (self, start, "tabs and spaces are mixed in the indentation");
      if (self->n_indents == MAX_INDENTS)
        return fail_layout (self, start, "it is indented too deeply");
      self->n_indents++;
      self->columns[self->n_indents] = column;
      self->short_columns[self->n_indents] = short_column;
      return TRUE;
    }
  while (self->n_indents > 0 && column < self->columns[self->n_indents])
    self->n_indents--;
  if (column != self->columns[self->n_indents])
    return fail_layout (self, start, "the indentation matches no outer one");
  return short_column == self->short_columns[self->n_indents] || fail_layout (self, start, "tabs and spaces are mixed in the indentation");
}

/* The blanks at the start of a line; lines without a token do not count. */
static gboolean
read_indentation (Reader *self)
{
  gsize start = self->at;
  guint column = 0;
  guint short_column = 0;

  for (;; self->at++)
    {
      char c = peek (self, 0);

      if (c == ' ')
        {
          column++;
          short_column++;
        }
      else if (c == '\t')
        {
          column = (column / 8 + 1) * 8;
          short_column++;
        }
      else if (c == '\f')
        column = short_column = 0;
      else
        break;
    }
  if (peek (self, 0) == '\\')
    return fail (self, start, self->at + 1, "a line is continued within its indentation");
  if (self->at >= self->length || peek (self, 0) == '#' || is_line_end (peek (self, 0)))
    return TRUE;
  return apply_indentation (self, start, column, short_column);
}

static gboolean
is_name_start (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalpha ((char) c) || c == '_';
  return g_unichar_isalpha (c);
}

static gboolean
is_name_part (gunichar c)
{
  return is_name_start (c) || (c < 0x80 && g_ascii_isdigit ((char) c)) || (c >= 0x80 && g_unichar_isalnum (c))
         || (c >= 0x80 && g_unichar_ismark (c));
}

static void
skip_name (Reader *self)
{
  while (self->at < self->length && (g_ascii_isalnum (self->text[self->at]) || self->text[self->at] == '_'))
    self->at++;
  while (self->at < self->length && is_name_part (g_utf8_get_char (self->text + self->at)))
    self->at += (gsize) (g_utf8_next_char (self->text + self->at) - (self->text + self->at));
}

/* Digits with single underscores between them. */
static gboolean
skip_digits (Reader *self, const char *digits)
{
  gsize start = self->at;

  while (peek (self, 0) != '\0' && strchr (digits, peek (self, 0)) != NULL)
    {
      self->at++;
      if (peek (self, 0) == '_' && peek (self, 1) != '\0' && strchr (digits, peek (self, 1)) != NULL)
        self->at++;
    }
  return self->at > start;
}

static gboolean
read_number_in_base (Reader *self, gsize start, const char *digits)
{
  self->at += 2;
  if (peek (self, 0) == '_')
    self->at++;
  if (!skip_digits (self, digits))
    return fail (self, start, self->at, "this is no number");
  return TRUE;
}

static gboolean
read_decimal (Reader *self, gsize start)
{
  gboolean is_whole = TRUE;

  skip_digits (self, "0123456789");
  if (peek (self, 0) == '.')
    {
      is_whole = FALSE;
      self->at++;
      skip_digits (self, "0123456789");
    }
  if (peek (self, 0) == 'e' || peek (self, 0) == 'E')
    {
      is_whole = FALSE;
      self->at++;
      if (peek (self, 0) == '+' || peek (self, 0) == '-')
        self->at++;
      if (!skip_digits (self, "0123456789"))
        return fail (self, start, self->at, "this is no number");
    }
  if (peek (self, 0) == 'j' || peek (self, 0) == 'J')
    {
      is_whole = FALSE;
      self->at++;
    }
  for (gsize i = start; is_whole && self->text[start] == '0' && i < self->at; i++)
    if (strchr ("0_", self->text[i]) == NULL)
      return fail (self, start, self->at, "a number begins with a zero");
  return TRUE;
}

static gboolean
read_number (Reader *self)
{
  gsize start = self->at;
  char base = peek (self, 0) == '0' ? g_ascii_tolower (peek (self, 1)) : '\0';
  gboolean is_well;

  if (base == 'x')
    is_well = read_number_in_base (self, start, "0123456789abcdefABCDEF");
  else if (base == 'o')
    is_well = read_number_in_base (self, start, "01234567");
  else if (base == 'b')
    is_well = read_number_in_base (self, start, "01");
  else
    is_well = read_decimal (self, start);
  if (!is_well)
    return FALSE;
  if (self->at < self->length && is_name_part (g_utf8_get_char (self->text + self->at)))
    return fail (self, start, self->at, "a number runs into a name");
  add_token (self, start, RETORT_PY_TOKEN_NUMBER);
  return TRUE;
}

static gboolean
is_string_prefix (const char *text, gsize length)
{
  static const char *const prefixes[] = { "r", "u", "b", "f", "br", "rb", "fr", "rf" };
  g_autofree char *lower = g_ascii_strdown (text, (gssize) length);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (strcmp (lower, prefixes[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Since Python 3.12 what stands in the fields of an f-string may hold the quotes and line ends that end it here. */
static gboolean
is_format_string (Reader *self, gsize start)
{
  return g_ascii_tolower (self->text[start]) == 'f' || (g_ascii_tolower (self->text[start]) == 'r'
                                                        && g_ascii_tolower (self->text[start + 1]) == 'f');
}

/* At the opening quote. */
static gboolean
read_string (Reader *self, gsize start)
{
  char quote = peek (self, 0);
  gboolean is_triple = peek (self, 1) == quote && peek (self, 2) == quote;

  self->at += is_triple ? 3 : 1;
  for (;;)
    {
      char c = peek (self, 0);

      if (self->at >= self->length || (!is_triple && is_line_end (c)))
        return is_format_string (self, start) ? doubt (self, start, self->at, "an f-string is not ended")
                                              : fail (self, start, self->at, "a string is never ended");
      if (c == '\\')
        {
          self->at++;
          if (is_line_end (peek (self, 0)))
            skip_line_end (self);
          else
            self->at++;
          continue;
        }
      if (c == quote && (!is_triple || (peek (self, 1) == quote && peek (self, 2) == quote)))
        break;
      self->at++;
    }
  self->at += is_triple ? 3 : 1;
  add_token (self, start, RETORT_PY_TOKEN_STRING);
  return TRUE;
}

static gboolean
read_name (Reader *self)
{
  gsize start = self->at;

  skip_name (self);
  if ((peek (self, 0) == '"' || peek (self, 0) == '\'') && self->at - start <= 2)
    {
      if (!is_string_prefix (self->text + start, self->at - start))
        return fail (self, start, self->at, "a string has a prefix that there is not");
      return read_string (self, start);
    }
  add_token (self, start, RETORT_PY_TOKEN_NAME);
  return TRUE;
}

static gboolean
fail_at_closing (Reader *self, gsize start, char c)
{
  g_autofree char *message = NULL;

  if (self->n_brackets == 0)
    message = g_strdup_printf ("'%c' closes nothing", c);
  else
    message = g_strdup_printf ("'%c' does not close '%c'", c, self->text[self->bracket_starts[self->n_brackets - 1]]);
  return fail (self, start, self->at, message);
}

static gboolean
track_brackets (Reader *self, gsize start, char c)
{
  switch (c)
    {
    case '(':
    case '[':
    case '{':
      if (self->n_brackets == MAX_BRACKETS)
        return fail (self, start, self->at, "there are too many brackets in each other");
      self->bracket_starts[self->n_brackets] = start;
      self->brackets[self->n_brackets++] = c == '(' ? ')' : c == '[' ? ']' : '}';
      return TRUE;
    case ')':
    case ']':
    case '}':
      if (self->n_brackets == 0 || self->brackets[self->n_brackets - 1] != c)
        return fail_at_closing (self, start, c);
      self->n_brackets--;
      return TRUE;
    default:
      return TRUE;
    }
}

/* Does an operator of more than one character go on with it? */
static gboolean
is_second_of_operator (char c)
{
  return c == '=' || c == '*' || c == '/' || c == '<' || c == '>' || c == '.';
}

/* How long the operator is that begins at @text; 0: there is none. */
static gsize
measure_operator (const char *text)
{
  /* Longer ones first; not those of which nothing longer begins with the same character. */
  static const char *const operators[] = {
    "**=", "//=", ">>=", "<<=", "...", "!=", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "==", "<=", ">=", "<>", ":=",
    "**", "//", "<<", ">>", "+", "-", "*", "/", "%", "&", "|", "^", "@", "=", "<", ">", ":", ".",
  };

  if (*text != '\0' && strchr ("()[]{},;~", *text) != NULL)
    return 1;
  if (*text != '\0' && !is_second_of_operator (text[1]))
    return strchr ("=.:+-*/%&|^@<>", *text) != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (operators[i][0] == *text && g_str_has_prefix (text, operators[i]))
      return strlen (operators[i]);
  return 0;
}

static gboolean
read_operator (Reader *self)
{
  gsize start = self->at;
  gsize length = measure_operator (self->text + start);

  if (length == 0)
    return fail (self, start, start + 1, "a character stands here that Python does not know");
  self->at += length;
  add_token (self, start, RETORT_PY_TOKEN_OPERATOR);
  return track_brackets (self, start, self->text[start]);
}

/* A backslash goes on in the next line, which must exist. */
static gboolean
read_continuation (Reader *self)
{
  gsize start = self->at++;

  if (!is_line_end (peek (self, 0)))
    return fail (self, start, self->at, "something follows a backslash");
  skip_line_end (self);
  if (self->at >= self->length)
    return fail (self, start, self->at, "the file ends after a backslash");
  return TRUE;
}

static gboolean
read_one (Reader *self)
{
  char c = peek (self, 0);

  if (c == ' ' || c == '\t' || c == '\f')
    {
      self->at++;
      return TRUE;
    }
  if (c == '#')
    {
      skip_comment (self);
      return TRUE;
    }
  if (c == '\\')
    return read_continuation (self);
  if (is_name_start (g_utf8_get_char (self->text + self->at)))
    return read_name (self);
  if (g_ascii_isdigit (c) || (c == '.' && g_ascii_isdigit (peek (self, 1))))
    return read_number (self);
  if (c == '"' || c == '\'')
    return read_string (self, self->at);
  return read_operator (self);
}

/* At the innermost bracket that is open at the end, as CPython does. */
static gboolean
fail_unclosed (Reader *self)
{
  gsize start = self->bracket_starts[self->n_brackets - 1];
  g_autofree char *message = g_strdup_printf ("'%c' is never closed", self->text[start]);

  self->out->error_kind = RETORT_PY_TOKEN_ERROR_LAYOUT;
  return fail (self, start, start + 1, message);
}

static gboolean
read_line (Reader *self)
{
  self->at_line_start = TRUE;
  if (!read_indentation (self))
    return FALSE;
  while (self->at < self->length)
    {
      if (is_line_end (peek (self, 0)))
        {
          skip_line_end (self);
          if (self->n_brackets == 0)
            return TRUE;
        }
      else if (!read_one (self))
        return FALSE;
    }
  return self->n_brackets == 0 || fail_unclosed (self);
}

/* (nullable): what the line says of its encoding. */
static char *
find_encoding (const char *line)
{
  static GRegex *regex;
  g_autoptr(GMatchInfo) match = NULL;

  if (strstr (line, "coding") == NULL)
    return NULL;
  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-_.a-zA-Z0-9]+)", 0, 0, NULL));
  return g_regex_match (regex, line, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* A file that says that it is not UTF-8, in one of its first two lines (PEP 263). */
static gboolean
has_other_encoding (RetortSource *source)
{
  for (guint line = 1; line <= 2; line++)
    {
      g_autofree char *text = retort_source_dup_span (source, retort_source_line_span (source, line));
      g_autofree char *name = find_encoding (text);

      if (name != NULL)
        return g_ascii_strcasecmp (name, "utf-8") != 0 && g_ascii_strcasecmp (name, "utf8") != 0;
    }
  return FALSE;
}

/**
 * retort_py_tokens_read:
 * @source: a text
 *
 * Returns: (transfer full): its tokens, up to the first error
 */
RetortPyTokens *
retort_py_tokens_read (RetortSource *source)
{
  RetortPyTokens *self = g_new0 (RetortPyTokens, 1);
  Reader reader = { .text = retort_source_get_text (source), .length = retort_source_get_length (source), .out = self };
  const char *replaced = strstr (reader.text, "\xEF\xBF\xBD");

  self->tokens = g_array_new (FALSE, FALSE, sizeof (RetortPyToken));
  g_array_set_size (self->tokens, (guint) (retort_source_get_length (source) / BYTES_PER_TOKEN));
  self->lines = g_array_new (FALSE, FALSE, sizeof (RetortPyLine));
  if (g_str_has_prefix (reader.text, "\xEF\xBB\xBF"))
    reader.at = 3;
  if (replaced != NULL)
    doubt (&reader, (gsize) (replaced - reader.text), (gsize) (replaced - reader.text) + 3, "the file is not UTF-8");
  else if (has_other_encoding (source))
    doubt (&reader, 0, 0, "the file says that it is not UTF-8");
  while (self->error == NULL && reader.at < reader.length && read_line (&reader))
    ;
  g_array_set_size (self->tokens, reader.n_tokens);
  return self;
}

/**
 * retort_py_tokens_free:
 * @self: (transfer full): tokens
 */
void
retort_py_tokens_free (RetortPyTokens *self)
{
  g_array_unref (self->tokens);
  g_array_unref (self->lines);
  g_free (self->error);
  g_free (self);
}
