/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree-sitter is made for texts with errors and for grammars that must look far ahead: it keeps several stacks at once, and counts what each node costs. Most texts have
 * no errors and need one stack. They are read here by the same tables in the same way (ts_parser__advance() and ts_parser__reduce() of tree-sitter 0.20, lib/src/parser.c).
 * Where the tables leave a choice that what follows does not decide soon, or have nothing, nothing is said of the text, and tree-sitter itself reads it. */
#include "python/straight-parser.h"

#include "python/parse-tables.h"
#include "python/parse-way.h"
#include "python/token-reader.h"

#include <string.h>

#define FIRST_STATE 1

/* What the stack holds beside a state: a node with what is inside. */
typedef struct
{
  guint32   node;  /* its place among the nodes */
  TSStateId state; /* after it */
} Item;

/* Most states have their part of the table in groups that must be searched. What was found is kept, by the low bits of state and symbol. */
#define N_FOUND 4096
typedef struct
{
  guint32 key;   /* state and symbol; 0: there is nothing here, as no state is 0 */
  guint16 value;
} Found;

struct _RetortPyStraightParser
{
  const TSLanguage    *language;
  Found                found[N_FOUND];
  RetortPyTokenReader *tokens;
  RetortPyParseWay    *way;
  RetortPyBareNode    *nodes;    /* a node behind what is inside of it */
  guint                n_nodes;
  guint                most_nodes;
  Item                *stack;
  guint                n_items;
  guint                most_items;
};

/**
 * retort_py_straight_parser_new: (skip)
 * @language: a grammar of the ABI that tree-sitter 0.20 reads
 *
 * Returns: (transfer full): what reads one text after another; for one thread
 */
RetortPyStraightParser *
retort_py_straight_parser_new (const TSLanguage *language)
{
  RetortPyStraightParser *self = g_new0 (RetortPyStraightParser, 1);

  self->language = language;
  self->tokens = retort_py_token_reader_new (language);
  self->way = retort_py_parse_way_new (language);
  return self;
}

/**
 * retort_py_straight_parser_free: (skip)
 * @self: (transfer full): a parser
 */
void
retort_py_straight_parser_free (RetortPyStraightParser *self)
{
  retort_py_token_reader_free (self->tokens);
  retort_py_parse_way_free (self->way);
  g_free (self->nodes);
  g_free (self->stack);
  g_free (self);
}

static guint16
look_up (RetortPyStraightParser *self, TSStateId state, TSSymbol symbol)
{
  guint32 key = (guint32) state << 16 | symbol;
  Found *found = &self->found[(state * 61u + symbol) % N_FOUND];

  if (found->key != key)
    *found = (Found){ key, retort_py_parse_tables_look_up (self->language, state, symbol) };
  return found->value;
}

/* --- The stack --- */

/* After the first items of the stack. */
static inline TSStateId
state_after (const RetortPyStraightParser *self, guint n_items)
{
  return n_items > 0 ? self->stack[n_items - 1].state : FIRST_STATE;
}

static inline RetortPyBareNode *
node_of (const RetortPyStraightParser *self, guint item)
{
  return &self->nodes[self->stack[item].node];
}

static void
push (RetortPyStraightParser *self, guint32 node, TSStateId state)
{
  if (self->n_items == self->most_items)
    {
      self->most_items = MAX (64, 2 * self->most_items);
      self->stack = g_renew (Item, self->stack, self->most_items);
    }
  self->stack[self->n_items++] = (Item){ node, state };
}

static void
append (RetortPyStraightParser *self, const RetortPyBareNode *node)
{
  if (self->n_nodes == self->most_nodes)
    {
      self->most_nodes = MAX (1024, 2 * self->most_nodes);
      self->nodes = g_renew (RetortPyBareNode, self->nodes, self->most_nodes);
    }
  self->nodes[self->n_nodes++] = *node;
}

static void
shift (RetortPyStraightParser *self, const RetortPyTokenRead *token, TSStateId state, gboolean is_extra)
{
  RetortPyBareNode node = {
    .start = token->start,
    .end = token->end,
    .n_nodes = 1,
    .symbol = token->symbol,
    .is_visible = self->language->symbol_metadata[token->symbol].visible,
    .is_extra = is_extra != FALSE,
  };

  node.n_visible = node.is_visible;
  append (self, &node);
  push (self, self->n_nodes - 1, is_extra ? state_after (self, self->n_items) : state);
}

/* --- Making a node of those on the stack --- */

/* Where on the stack the children begin; extra ones stand between them and do not count. G_MAXUINT: there are fewer. */
static guint
find_first_child (const RetortPyStraightParser *self, guint n_children)
{
  guint first = self->n_items;

  for (guint n = 0; n < n_children; n += !node_of (self, first)->is_extra)
    if (first-- == 0)
      return G_MAXUINT;
  return first;
}

static TSFieldId
field_at (const TSLanguage *language, guint16 production, guint place)
{
  TSFieldMapSlice slice = language->field_map_slices[production];
  const TSFieldMapEntry *entries = language->field_map_entries + slice.index;

  for (guint i = 0; i < slice.length; i++)
    if (!entries[i].inherited && entries[i].child_index == place)
      return entries[i].field_id;
  return 0;
}

/* The rule, unless it is the plain one, 0, calls some children otherwise than they are called alone. */
static void
name_children (RetortPyStraightParser *self, guint first, guint end, guint16 production)
{
  const TSSymbol *aliases = self->language->alias_sequences + (gsize) production * self->language->max_alias_sequence_length;
  guint place = 0;

  for (guint i = first; i < end; i++)
    {
      RetortPyBareNode *child = node_of (self, i);

      if (child->is_extra)
        continue;
      child->field = field_at (self->language, production, place);
      if (aliases[place] != 0)
        {
          child->symbol = aliases[place];
          child->n_visible += !child->is_visible;
          child->is_visible = TRUE;
        }
      place++;
    }
}

/* What goes from the first child to the last. Where there is none: behind what was read before. */
static RetortPyBareNode
enclose (RetortPyStraightParser *self, guint first, guint end)
{
  guint32 nowhere = first > 0 ? node_of (self, first - 1)->end : 0;
  RetortPyBareNode node = { .start = nowhere, .end = nowhere, .n_nodes = 1 };

  for (guint i = first; i < end; i++)
    {
      const RetortPyBareNode *child = node_of (self, i);

      if (i == first)
        node.start = child->start;
      node.end = child->end;
      node.n_nodes += child->n_nodes;
      node.n_visible += child->n_visible;
    }
  return node;
}

/* Extra nodes that follow the last child stay outside, and stand behind the new one; they have nothing inside. */
static void
insert (RetortPyStraightParser *self, const RetortPyBareNode *node, guint first, guint end)
{
  guint n_behind = self->n_items - end;
  guint32 place = self->n_nodes - n_behind;
  TSStateId state = look_up (self, state_after (self, first), node->symbol);

  append (self, node);
  if (n_behind > 0)
    {
      memmove (self->nodes + place + 1, self->nodes + place, n_behind * sizeof *node);
      self->nodes[place] = *node;
    }
  self->n_items = first;
  for (guint i = 0; i <= n_behind; i++)
    push (self, place + i, state);
}

/* Most nodes are made of one: it is the last of the stack and stays where it is. */
static void
reduce_one (RetortPyStraightParser *self, const TSParseAction *action)
{
  guint last = self->n_items - 1;
  RetortPyBareNode node;

  if (action->reduce.production_id != 0)
    name_children (self, last, last + 1, action->reduce.production_id);
  node = *node_of (self, last);
  node.n_nodes++;
  node.symbol = action->reduce.symbol;
  node.field = 0;
  node.is_visible = self->language->symbol_metadata[node.symbol].visible;
  node.n_visible += node.is_visible;
  append (self, &node);
  self->stack[last] = (Item){ self->n_nodes - 1, look_up (self, state_after (self, last), node.symbol) };
}

static gboolean
reduce_many (RetortPyStraightParser *self, const TSParseAction *action)
{
  guint first = find_first_child (self, action->reduce.child_count);
  guint end = self->n_items;
  RetortPyBareNode node;

  if (first == G_MAXUINT)
    return FALSE;
  while (end > first && node_of (self, end - 1)->is_extra)
    end--;
  if (action->reduce.production_id != 0)
    name_children (self, first, end, action->reduce.production_id);
  node = enclose (self, first, end);
  node.symbol = action->reduce.symbol;
  node.is_visible = self->language->symbol_metadata[node.symbol].visible;
  node.n_visible += node.is_visible;
  insert (self, &node, first, end);
  return TRUE;
}

/* FALSE: the stack holds too little. */
static gboolean
reduce (RetortPyStraightParser *self, const TSParseAction *action)
{
  if (action->reduce.child_count != 1 || self->n_items == 0 || node_of (self, self->n_items - 1)->is_extra)
    return reduce_many (self, action);
  reduce_one (self, action);
  return TRUE;
}

/* The module takes in what stands before and behind it. */
static void
accept (RetortPyStraightParser *self, const RetortPyTokenRead *end)
{
  RetortPyBareNode root = enclose (self, 0, self->n_items);

  for (guint i = 0; i < self->n_items; i++)
    if (!node_of (self, i)->is_extra)
      {
        root.symbol = node_of (self, i)->symbol;
        node_of (self, i)->is_visible = FALSE;
      }
  root.is_visible = TRUE;
  if (root.n_nodes == 2)
    root.start = end->start;
  root.end = end->end;
  append (self, &root);
}

/* --- Reading --- */

/* NULL: that is not known. */
static const TSParseAction *
choose (RetortPyStraightParser *self, const RetortPyTokenRead *token)
{
  retort_py_parse_way_begin (self->way);
  for (guint i = 0; i < self->n_items; i++)
    if (!node_of (self, i)->is_extra)
      retort_py_parse_way_enter (self->way, self->stack[i].state);
  return retort_py_parse_way_choose (self->way, self->tokens, token);
}

/* NULL: there is nothing to do, or a choice. A word of the grammar may be a name here. */
static const TSParseAction *
find_action (RetortPyStraightParser *self, RetortPyTokenRead *token)
{
  const TSParseAction *ways[RETORT_PY_PARSE_MAX_WAYS];
  TSStateId state = state_after (self, self->n_items);
  guint n_ways = retort_py_parse_tables_list_ways (self->language, look_up (self, state, token->symbol), ways);

  if (n_ways == 0 && token->is_keyword)
    {
      token->symbol = self->language->keyword_capture_token;
      n_ways = retort_py_parse_tables_list_ways (self->language, look_up (self, state, token->symbol), ways);
    }
  if (n_ways > 1)
    return choose (self, token);
  return n_ways == 1 ? ways[0] : NULL;
}

/* The next token and what is done because of it. FALSE: nothing is known of the text. */
static gboolean
read_token (RetortPyStraightParser *self, gboolean *is_over)
{
  RetortPyTokenRead token;

  if (!retort_py_token_reader_next (self->tokens, state_after (self, self->n_items), &token))
    return FALSE;
  for (;;)
    {
      const TSParseAction *action = find_action (self, &token);

      if (action == NULL || action->type == TSParseActionTypeRecover)
        return FALSE;
      if (action->type == TSParseActionTypeReduce)
        {
          if (!reduce (self, action))
            return FALSE;
          continue;
        }
      *is_over = action->type == TSParseActionTypeAccept;
      if (*is_over)
        accept (self, &token);
      else
        shift (self, &token, action->shift.state, action->shift.extra);
      return TRUE;
    }
}

/**
 * retort_py_straight_parser_read: (skip)
 * @self: a parser
 * @text: a text
 * @length: its length in bytes
 * @n_nodes: (out): how many nodes it has
 *
 * Reads a text.
 *
 * Returns: (nullable) (array length=n_nodes): its nodes, each behind what is inside of it, the root last; until the next reading. %NULL: ask tree-sitter
 */
const RetortPyBareNode *
retort_py_straight_parser_read (RetortPyStraightParser *self, const char *text, gsize length, guint *n_nodes)
{
  gboolean is_over = FALSE;

  self->n_nodes = 0;
  self->n_items = 0;
  retort_py_token_reader_begin (self->tokens, text, length);
  while (!is_over)
    if (!read_token (self, &is_over))
      return NULL;
  *n_nodes = self->n_nodes;
  return self->nodes;
}
