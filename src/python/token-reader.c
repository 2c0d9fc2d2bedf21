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
  WORDS_ARE_NAMES, /* blanks and ends of lines do not count there, and letters, digits and _ are read as one name */
  WORDS_ARE_OTHERS,
} Words;

/* What a state of the lexer makes of a character, when it looks no further than at the one behind it: "(", and "=" before a letter. */
#define N_PAIRS 1024
typedef struct
{
  guint32  key;    /* the state, whether there are blanks before, and both characters; 0: there is nothing here */
  TSSymbol symbol; /* 0: not known */
} Pair;

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
  Pair              pairs[N_PAIRS];
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

/* One of several bytes. */
static void
look_at_long_character (RetortPyTokenReader *self)
{
  gunichar c = g_utf8_get_char_validated (self->text + self->at, (gssize) (self->length - self->at));

  self->is_lost |= c >= (gunichar) -2;
  self->lexer.lookahead = self->is_lost ? 0 : (gint32) c;
  self->size = self->is_lost ? 1 : (guint32) g_unichar_to_utf8 (c, NULL);
}

static inline void
look_at_character (RetortPyTokenReader *self)
{
  guchar byte = self->at < self->length ? (guchar) self->text[self->at] : 0;

  self->size = 1;
  self->lexer.lookahead = byte;
  if (byte >= 0x80)
    look_at_long_character (self);
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

static Words
ask_words (const RetortPyTokenReader *self, guint state)
{
  static const char sample[] = " \n ab_1 ";
  RetortPyTokenReader own = *self;

  own.text = sample;
  own.length = strlen (sample);
  go_to (&own, 0);
  return self->language->lex_fn (&own.lexer, (TSStateId) state) && own.lexer.result_symbol == self->language->keyword_capture_token
                 && own.start == 3 && own.end == 7
             ? WORDS_ARE_NAMES
             : WORDS_ARE_OTHERS;
}

/* Asks the lexer once a state. */
static gboolean
reads_names (RetortPyTokenReader *self, guint state)
{
  if (state >= G_N_ELEMENTS (self->words))
    return FALSE;
  if (self->words[state] == WORDS_NOT_ASKED)
    self->words[state] = (guint8) ask_words (self, state);
  return self->words[state] == WORDS_ARE_NAMES;
}

/* Most tokens are names. What the lexer reads by itself is left to it: since "except*" is one token, "except" is no name either.
 * @start: behind the blanks. */
static gboolean
read_name (RetortPyTokenReader *self, guint32 start)
{
  static const char own[] = "except";
  guint32 end;

  if (!is_of_word (self->text[start]) || g_ascii_isdigit (self->text[start]))
    return FALSE;
  for (end = start; is_of_word (self->text[end]);)
    end++;
  if ((self->text[end] & 0x80) != 0 || (end - start == strlen (own) && memcmp (self->text + start, own, end - start) == 0))
    return FALSE;
  self->start = start;
  self->end = end;
  self->lexer.result_symbol = self->language->keyword_capture_token;
  return TRUE;
}

static guint32
skip_blanks (const RetortPyTokenReader *self)
{
  guint32 at = self->next;

  while (self->text[at] == ' ' || self->text[at] == '\n')
    at++;
  return at;
}

/* Where it is kept what the state makes of the character at @start. However many blanks lead to it, the lexer of tree-sitter comes to the same
 * state. NULL: not of such a character. */
static Pair *
find_pair (RetortPyTokenReader *self, guint state, guint32 start)
{
  guchar first = (guchar) self->text[start];
  guchar second = first != '\0' ? (guchar) self->text[start + 1] : '\0';
  guint32 key = 1u << 31 | state << 15 | (guint32) (start > self->next) << 14 | (guint32) first << 7 | second;
  Pair *pair = &self->pairs[key * 2654435761u >> 22]; /* Fibonacci hashing (Knuth, vol. 3, 6.4) */

  if (second == '\0' || first >= 0x80 || second >= 0x80)
    return NULL;
  if (pair->key != key)
    *pair = (Pair){ key, 0 };
  return pair;
}

/* What the lexer said of the same before; else it is asked, and it is kept when it looked at no more than the pair. */
static gboolean
lex (RetortPyTokenReader *self, guint state)
{
  guint32 start = skip_blanks (self);
  gboolean knows = reads_names (self, state);
  Pair *pair = NULL;

  if (knows && read_name (self, start))
    return TRUE;
  pair = knows ? find_pair (self, state, start) : NULL;
  if (pair != NULL && pair->symbol != 0)
    {
      self->start = start;
      self->end = start + 1;
      self->lexer.result_symbol = pair->symbol;
      return TRUE;
    }
  go_to (self, self->next);
  if (!self->language->lex_fn (&self->lexer, (TSStateId) state))
    return FALSE;
  finish (self);
  if (pair != NULL && self->start == start && self->end == start + 1 && self->at <= start + 1)
    pair->symbol = self->lexer.result_symbol;
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
