/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree-sitter goes all ways at once and drops those that end in an error as long as another one goes on. Here they are gone one after the other, by their states alone,
 * until each but one has ended. "a, b" at the beginning of a line is what is assigned to or what is computed, and the next few tokens say which. What that one comes to behind
 * the end of the last other one does not matter: ways may part there again. */
#include "python/parse-way.h"

#include "python/parse-tables.h"

#define FIRST_STATE 1
#define ERROR_STATE 0
#define MOST_TOKENS 200

struct _RetortPyParseWay
{
  const TSLanguage *language;
  GArray           *begin;    /* element: TSStateId; the stack where the ways part */
  GArray           *states;   /* element: TSStateId; the stack on one way */
};

/* What becomes of a way. */
typedef enum
{
  FATE_LIVES,
  FATE_ENDS,
  FATE_OPEN, /* it is not known */
} Fate;

/**
 * retort_py_parse_way_new: (skip)
 * @language: a grammar
 *
 * Returns: (transfer full): what chooses; for one thread
 */
RetortPyParseWay *
retort_py_parse_way_new (const TSLanguage *language)
{
  RetortPyParseWay *self = g_new0 (RetortPyParseWay, 1);

  self->language = language;
  self->begin = g_array_new (FALSE, FALSE, sizeof (TSStateId));
  self->states = g_array_new (FALSE, FALSE, sizeof (TSStateId));
  return self;
}

/**
 * retort_py_parse_way_free: (skip)
 * @self: (transfer full): what chooses
 */
void
retort_py_parse_way_free (RetortPyParseWay *self)
{
  g_array_unref (self->begin);
  g_array_unref (self->states);
  g_free (self);
}

/**
 * retort_py_parse_way_begin: (skip)
 * @self: what chooses
 *
 * Begins with an empty stack, which retort_py_parse_way_enter() fills.
 */
void
retort_py_parse_way_begin (RetortPyParseWay *self)
{
  g_array_set_size (self->begin, 0);
  retort_py_parse_way_enter (self, FIRST_STATE);
}

/**
 * retort_py_parse_way_enter: (skip)
 * @self: what chooses
 * @state: the next state of the stack, not that of an extra node
 */
void
retort_py_parse_way_enter (RetortPyParseWay *self, TSStateId state)
{
  g_array_append_val (self->begin, state);
}

static TSStateId
last_state (const GArray *states)
{
  return g_array_index (states, TSStateId, states->len - 1);
}

static gboolean
reduce (RetortPyParseWay *self, const TSParseAction *action)
{
  TSStateId state;

  if (self->states->len <= action->reduce.child_count)
    return FALSE;
  g_array_set_size (self->states, self->states->len - action->reduce.child_count);
  state = retort_py_parse_tables_look_up (self->language, last_state (self->states), action->reduce.symbol);
  g_array_append_val (self->states, state);
  return TRUE;
}

/* What is done with the token, up to taking it in. FATE_LIVES: it is taken in. */
static Fate
take (RetortPyParseWay *self, const TSParseAction *action, RetortPyTokenRead *token, gboolean *is_over)
{
  const TSParseAction *ways[RETORT_PY_PARSE_MAX_WAYS];
  guint n_ways;

  while (action->type == TSParseActionTypeReduce)
    {
      if (!reduce (self, action))
        return FATE_OPEN;
      n_ways = retort_py_parse_tables_find_ways (self->language, last_state (self->states), token->symbol, ways);
      if (n_ways == 0 && token->is_keyword)
        {
          token->symbol = self->language->keyword_capture_token;
          n_ways = retort_py_parse_tables_find_ways (self->language, last_state (self->states), token->symbol, ways);
        }
      if (n_ways != 1)
        return n_ways == 0 ? FATE_ENDS : FATE_OPEN;
      action = ways[0];
    }
  *is_over = action->type == TSParseActionTypeAccept;
  if (action->type == TSParseActionTypeRecover)
    return FATE_ENDS;
  if (action->type == TSParseActionTypeShift && !action->shift.extra)
    g_array_append_val (self->states, action->shift.state);
  return FATE_LIVES;
}

/* Of a token that the state does not expect: the way ends unless tree-sitter finds another one there that it does. */
static Fate
fate_of_unexpected (RetortPyParseWay *self, RetortPyTokenReader *tokens, const RetortPyTokenMark *before)
{
  TSStateId state = last_state (self->states);
  TSSymbol name = self->language->keyword_capture_token;
  RetortPyTokenRead token;

  retort_py_token_reader_return (tokens, before);
  if (!retort_py_token_reader_next (tokens, ERROR_STATE, &token) || token.end == token.start)
    return FATE_OPEN;
  if (token.is_keyword && retort_py_parse_tables_look_up (self->language, state, name) != 0)
    return FATE_OPEN;
  return retort_py_parse_tables_look_up (self->language, state, token.symbol) == 0 ? FATE_ENDS : FATE_OPEN;
}

/* Takes the token at which the ways part. */
static Fate
set_out (RetortPyParseWay *self, const TSParseAction *action, RetortPyTokenRead *token, gboolean *is_over)
{
  g_array_set_size (self->states, 0);
  g_array_append_vals (self->states, self->begin->data, self->begin->len);
  return take (self, action, token, is_over);
}

/* @reached: behind the last token that was taken in. */
static Fate
go (RetortPyParseWay *self, RetortPyTokenReader *tokens, const TSParseAction *action, RetortPyTokenRead token, guint32 *reached)
{
  const TSParseAction *ways[RETORT_PY_PARSE_MAX_WAYS];
  gboolean is_over = FALSE;
  Fate fate = set_out (self, action, &token, &is_over);

  *reached = token.start;
  for (guint n_tokens = 0; fate == FATE_LIVES && !is_over && n_tokens < MOST_TOKENS; n_tokens++)
    {
      RetortPyTokenMark before;
      guint n_ways;

      *reached = token.end;
      retort_py_token_reader_mark (tokens, &before);
      if (!retort_py_token_reader_next (tokens, last_state (self->states), &token))
        return fate_of_unexpected (self, tokens, &before);
      n_ways = retort_py_parse_tables_find_ways (self->language, last_state (self->states), token.symbol, ways);
      if (n_ways == 0 && token.is_keyword)
        return FATE_OPEN;
      if (n_ways != 1)
        return n_ways == 0 ? FATE_ENDS : FATE_OPEN;
      fate = take (self, ways[0], &token, &is_over);
    }
  return fate;
}

static gboolean
makes (const RetortPyParseWay *self, const TSParseAction *action, const char *name)
{
  return action->type == TSParseActionTypeReduce && g_str_equal (self->language->symbol_names[action->reduce.symbol], name);
}

/* "f(*a, b)": Python's grammar has two rules for "*a" that call it the same, so that nobody sees which of them tree-sitter takes. */
static gboolean
come_to_the_same (RetortPyParseWay *self, const TSParseAction *const *ways, RetortPyTokenRead token)
{
  RetortPyTokenRead again = token;
  TSStateId state;
  guint n_states;
  gboolean is_over;

  if (!makes (self, ways[0], "primary_expression") || !makes (self, ways[1], "list_splat_pattern"))
    return FALSE;
  if (set_out (self, ways[0], &token, &is_over) != FATE_LIVES)
    return FALSE;
  state = last_state (self->states);
  n_states = self->states->len;
  return set_out (self, ways[1], &again, &is_over) == FATE_LIVES && last_state (self->states) == state && self->states->len == n_states;
}

/**
 * retort_py_parse_way_choose: (skip)
 * @self: what chooses; it knows the stack
 * @tokens: where @token comes from; it stands there again afterwards
 * @token: the token with which there are several things to be done
 *
 * Returns: (transfer none) (nullable): the only one after which the text goes on; %NULL: that is not known
 */
const TSParseAction *
retort_py_parse_way_choose (RetortPyParseWay *self, RetortPyTokenReader *tokens, const RetortPyTokenRead *token)
{
  const TSParseAction *ways[RETORT_PY_PARSE_MAX_WAYS];
  const TSParseAction *only = NULL;
  guint n_ways = retort_py_parse_tables_find_ways (self->language, last_state (self->begin), token->symbol, ways);
  guint32 last_end = 0; /* how far those went that ended */
  guint32 only_reached = 0;
  RetortPyTokenMark mark;

  if (n_ways == RETORT_PY_PARSE_MAX_WAYS)
    return NULL;
  if (n_ways == 2 && come_to_the_same (self, ways, *token))
    return ways[0];
  retort_py_token_reader_mark (tokens, &mark);
  for (guint i = 0; i < n_ways; i++)
    {
      guint32 reached;
      Fate fate = go (self, tokens, ways[i], *token, &reached);

      retort_py_token_reader_return (tokens, &mark);
      if (fate == FATE_ENDS)
        {
          last_end = MAX (last_end, reached);
          continue;
        }
      if (only != NULL)
        return NULL;
      only = ways[i];
      only_reached = fate == FATE_LIVES ? G_MAXUINT32 : reached;
    }
  return only_reached > last_end ? only : NULL;
}
