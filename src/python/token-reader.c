/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lexer of tree-sitter 0.20 (lib/src/lexer.c, and ts_parser__lex() in parser.c) for a text that lies in memory as a whole: without lines and columns,
 * without going on after an error, and without writing down and reading the state of the grammar's scanner at each token. */
#include "python/token-reader.h"

#include "python/parse-tables.h"

#include <string.h>

#define NOWHERE G_MAXUINT32

/* What is known of a state of the grammar's lexer. */
typedef enum
{
  WORDS_NOT_ASKED,
  WORDS_ARE_NAMES, /* blanks do not count there, and letters, digits and _ are read as one name */
  WORDS_ARE_OTHERS,
} Words;

struct _RetortPyTokenReader
{
  TSLexer           lexer;     /* what the grammar's functions are given; the first member */
  const TSLanguage *language;
  void             *scanner;   /* the grammar's own; nullable */
  const char       *text;      /* borrowed */
  guint32           length;
  guint32           at;        /* where the character lies that the grammar looks at */
  guint32           size;      /* of that character, in bytes */
  guint32           start;     /* of the token */
  guint32           end;       /* behind it; NOWHERE: it was not said yet */
  guint32           next;      /* where the next token may begin */
  char              fresh[TREE_SITTER_SERIALIZATION_BUFFER_SIZE]; /* the state of the scanner before a text */
  guint             n_fresh;   /* its bytes */
  gboolean          is_lost;   /* the text is not UTF-8, or the grammar asks for what is not known here */
  guint8            words[256]; /* element: Words; of a state of the lexer */
  int               content;   /* which token of the scanner is the inside of a string; -1: none */
  int               braces;    /* which is a brace that stands for itself in it */
};

/* --- What the grammar's functions ask for --- */

static bool
is_at_end (const TSLexer *lexer)
{
  const RetortPyTokenReader *self = (const RetortPyTokenReader *) lexer;

  return self->at >= self->length;
}

static void
look_at_character (RetortPyTokenReader *self)
{
  gunichar c;

  self->size = 1;
  self->lexer.lookahead = self->at < self->length ? (guchar) self->text[self->at] : 0;
  if (self->lexer.lookahead < 0x80)
    return;
  c = g_utf8_get_char_validated (self->text + self->at, (gssize) (self->length - self->at));
  self->is_lost |= c >= (gunichar) -2;
  self->lexer.lookahead = self->is_lost ? 0 : (gint32) c;
  self->size = self->is_lost ? 1 : (guint32) g_unichar_to_utf8 (c, NULL);
}

static void
advance (TSLexer *lexer, bool skips)
{
  RetortPyTokenReader *self = (RetortPyTokenReader *) lexer;

  if (self->at >= self->length)
    return;
  self->at += self->size;
  if (skips)
    self->start = self->at;
  look_at_character (self);
}

static void
mark_end (TSLexer *lexer)
{
  RetortPyTokenReader *self = (RetortPyTokenReader *) lexer;

  self->end = self->at;
}

/* Python's grammar asks for neither. */
static uint32_t
get_column (TSLexer *lexer)
{
  RetortPyTokenReader *self = (RetortPyTokenReader *) lexer;

  self->is_lost = TRUE;
  return 0;
}

static bool
is_at_included_range_start (const TSLexer *lexer)
{
  return FALSE;
}

/* --- Tokens --- */

static int
find_external (const TSLanguage *language, const char *name)
{
  for (guint i = 0; i < language->external_token_count; i++)
    if (g_str_equal (language->symbol_names[language->external_scanner.symbol_map[i]], name))
      return (int) i;
  return -1;
}

/**
 * retort_py_token_reader_new: (skip)
 * @language: a grammar
 *
 * Returns: (transfer full): what reads one text after another; for one thread
 */
RetortPyTokenReader *
retort_py_token_reader_new (const TSLanguage *language)
{
  RetortPyTokenReader *self = g_new0 (RetortPyTokenReader, 1);

  self->lexer = (TSLexer){ .advance = advance, .mark_end = mark_end, .get_column = get_column,
                           .is_at_included_range_start = is_at_included_range_start, .eof = is_at_end };
  self->language = language;
  self->scanner = language->external_scanner.create != NULL ? language->external_scanner.create () : NULL;
  self->content = find_external (language, "_string_content");
  self->braces = find_external (language, "escape_interpolation");
  if (self->scanner != NULL)
    self->n_fresh = language->external_scanner.serialize (self->scanner, self->fresh);
  return self;
}

/**
 * retort_py_token_reader_free: (skip)
 * @self: (transfer full): a reader
 */
void
retort_py_token_reader_free (RetortPyTokenReader *self)
{
  if (self->scanner != NULL)
    self->language->external_scanner.destroy (self->scanner);
  g_free (self);
}

/**
 * retort_py_token_reader_begin: (skip)
 * @self: a reader
 * @text: a text, which outlives the reading
 * @length: its length in bytes
 *
 * Goes to the beginning of a text.
 */
void
retort_py_token_reader_begin (RetortPyTokenReader *self, const char *text, gsize length)
{
  self->text = text;
  self->length = (guint32) length;
  self->next = 0;
  self->is_lost = length >= NOWHERE || g_str_has_prefix (text, "\xEF\xBB\xBF");
  if (self->scanner != NULL)
    self->language->external_scanner.deserialize (self->scanner, self->fresh, self->n_fresh); /* given nothing, Python's keeps some of the last text's */
}

static void
go_to (RetortPyTokenReader *self, guint32 place)
{
  if (self->at != place || self->start != place)
    self->at = place;
  self->start = place;
  self->end = NOWHERE;
  self->lexer.result_symbol = 0;
  look_at_character (self);
}

/* A token ends where its reader stands unless it said otherwise, and does not begin behind its end. */
static void
finish (RetortPyTokenReader *self)
{
  if (self->end == NOWHERE)
    self->end = self->at;
  self->start = MIN (self->start, self->end);
}

/* What the scanner cannot write down it would not know any more at the next token. */
static void
forget_what_is_too_much (RetortPyTokenReader *self)
{
  char state[TREE_SITTER_SERIALIZATION_BUFFER_SIZE];
  guint length = self->language->external_scanner.serialize (self->scanner, state);

  self->language->external_scanner.deserialize (self->scanner, state, length);
}

/* May the scanner have something to say? Outside of strings it only knows ends of lines, and strings that begin, with one letter or more before
 * the quotes (tree-sitter-python, src/scanner.c). */
static gboolean
asks_scanner (const RetortPyTokenReader *self, const bool *wanted)
{
  const char *at = self->text + self->next;
  gboolean has_letter = FALSE;

  if (self->content < 0 || self->braces < 0 || wanted[self->content] || wanted[self->braces])
    return TRUE;
  for (;; at++)
    switch (*at)
      {
      case ' ':
      case '\t':
        if (has_letter)
          return FALSE;
        break;
      case '\0':
      case '\n':
      case '\r':
      case '\f':
      case '#':
      case '\\':
        return !has_letter;
      case 'f':
      case 'F':
      case 'r':
      case 'R':
      case 'b':
      case 'B':
      case 'u':
      case 'U':
        has_letter = TRUE;
        break;
      default:
        return *at == '\'' || *at == '"' || *at == '`';
      }
}

/* Tokens that the grammar leaves to its scanner: those that depend on what was before. */
static gboolean
scan (RetortPyTokenReader *self, TSLexMode mode)
{
  const bool *wanted = self->language->external_scanner.states + (gsize) self->language->external_token_count * mode.external_lex_state;

  if (mode.external_lex_state == 0 || !asks_scanner (self, wanted))
    return FALSE;
  go_to (self, self->next);
  if (!self->language->external_scanner.scan (self->scanner, &self->lexer, wanted))
    return FALSE;
  finish (self);
  self->lexer.result_symbol = self->language->external_scanner.symbol_map[self->lexer.result_symbol];
  if (self->end == self->next)
    forget_what_is_too_much (self);
  return TRUE;
}

static gboolean
is_of_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Asks the lexer once a state. */
static gboolean
reads_names (RetortPyTokenReader *self, guint state)
{
  static const char sample[] = " ab_1 ";
  RetortPyTokenReader own = *self;

  if (state >= G_N_ELEMENTS (self->words))
    return FALSE;
  if (self->words[state] == WORDS_NOT_ASKED)
    {
      own.text = sample;
      own.length = strlen (sample);
      go_to (&own, 0);
      self->words[state] = self->language->lex_fn (&own.lexer, (TSStateId) state)
                                   && own.lexer.result_symbol == self->language->keyword_capture_token && own.start == 1 && own.end == 5
                               ? WORDS_ARE_NAMES
                               : WORDS_ARE_OTHERS;
    }
  return self->words[state] == WORDS_ARE_NAMES;
}

/* Most tokens are names. One that the lexer reads by itself is left to it: "except*" is one token. */
static gboolean
read_name (RetortPyTokenReader *self, guint state)
{
  guint32 start = self->next;
  guint32 end;

  while (self->text[start] == ' ')
    start++;
  if (!is_of_word (self->text[start]) || g_ascii_isdigit (self->text[start]) || !reads_names (self, state))
    return FALSE;
  for (end = start; is_of_word (self->text[end]);)
    end++;
  if ((self->text[end] & 0x80) != 0 || self->text[end] == '*')
    return FALSE;
  self->start = start;
  self->end = end;
  self->lexer.result_symbol = self->language->keyword_capture_token;
  return TRUE;
}

static gboolean
lex (RetortPyTokenReader *self, guint state)
{
  if (read_name (self, state))
    return TRUE;
  go_to (self, self->next);
  if (!self->language->lex_fn (&self->lexer, (TSStateId) state))
    return FALSE;
  finish (self);
  return TRUE;
}

/* What looks like a name and is a word of the grammar where one may stand. */
static gboolean
read_keyword (RetortPyTokenReader *self, TSStateId state)
{
  guint32 end = self->end;
  guint32 start = self->start;
  gboolean is_word;

  go_to (self, start);
  is_word = self->language->keyword_lex_fn (&self->lexer, 0);
  finish (self);
  is_word = is_word && self->end == end && retort_py_parse_tables_look_up (self->language, state, self->lexer.result_symbol) != 0;
  self->start = start;
  self->end = end;
  return is_word;
}

/**
 * retort_py_token_reader_next: (skip)
 * @self: a reader
 * @state: what the parser expects
 * @token: (out caller-allocates): the next token
 *
 * Returns: %FALSE: tree-sitter would see an error here, or what comes is not known
 */
gboolean
retort_py_token_reader_next (RetortPyTokenReader *self, TSStateId state, RetortPyTokenRead *token)
{
  TSLexMode mode = self->language->lex_modes[state];

  *token = (RetortPyTokenRead){ 0 };
  if (mode.lex_state == (guint16) -1 || self->is_lost)
    return FALSE;
  if (!scan (self, mode))
    {
      if (!lex (self, mode.lex_state))
        return FALSE;
      token->symbol = self->lexer.result_symbol;
      if (token->symbol == self->language->keyword_capture_token && token->symbol != 0 && read_keyword (self, state))
        {
          token->is_keyword = TRUE;
          token->symbol = self->lexer.result_symbol;
        }
    }
  else
    token->symbol = self->lexer.result_symbol;
  token->start = self->start;
  token->end = self->next = self->end;
  return !self->is_lost;
}

/**
 * retort_py_token_reader_mark: (skip)
 * @self: a reader
 * @mark: (out caller-allocates): where it stands
 *
 * Remembers the place between two tokens.
 */
void
retort_py_token_reader_mark (const RetortPyTokenReader *self, RetortPyTokenMark *mark)
{
  mark->next = self->next;
  mark->length = self->scanner != NULL ? self->language->external_scanner.serialize (self->scanner, mark->state) : 0;
}

/**
 * retort_py_token_reader_return: (skip)
 * @self: a reader
 * @mark: a place in the same text
 *
 * Stands there again.
 */
void
retort_py_token_reader_return (RetortPyTokenReader *self, const RetortPyTokenMark *mark)
{
  self->next = mark->next;
  if (self->scanner != NULL)
    self->language->external_scanner.deserialize (self->scanner, mark->state, mark->length);
}
