/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The array is in the order of the text, a node before what is inside of it. Most texts are read by tree-sitter's tables in one go (python/straight-parser.h).
 * Of the others tree-sitter is asked once for each node: its own tree is a compact one, in which every step to a child looks through what the grammar hides,
 * and it is dropped as soon as its nodes are copied. */
#include "python/node-table.h"

#include "python/straight-parser.h"

#include <tree_sitter/api.h>
#include <tree_sitter/parser.h>

#include <string.h>

extern const TSLanguage *tree_sitter_python (void);

struct _RetortPyNodeTable
{
  gatomicrefcount      refs;
  RetortPyNode        *nodes;    /* the first is the root */
  const RetortPyNode **parts;    /* those of all nodes one behind the other; the nodes point there */
  int                  is_sound; /* atomic: the validator had nothing to say */
};

/* A node that holds those that are put in order now. */
typedef struct
{
  guint     first; /* of the bare nodes inside of it */
  guint     shown; /* which of the open nodes is seen there: itself, or one around it */
  guint     place; /* among the nodes; of one that is seen */
  guint     free;  /* what is behind this is in its place; likewise */
  TSFieldId field; /* of one that is not seen: what those inside of it are */
} Open;

/* Nodes as they come; belongs to one thread. */
typedef struct
{
  RetortPyStraightParser *straight;  /* nullable: the grammar is of another version */
  Open                   *open;      /* the root first */
  guint                   most_open;
  RetortPyNode           *nodes;
  guint                   n_nodes;
  guint                   capacity;
  gboolean                has_error; /* the text has one somewhere */
} Reader;

/* --- What the grammar calls things --- */

static const char *const node_type_names[] = {
  "",
#define X(name) #name,
  RETORT_PY_NODE_TYPES (X)
#undef X
};

static const char *const field_names[] = {
#define X(name) #name,
  RETORT_PY_FIELDS (X)
#undef X
};

G_STATIC_ASSERT (G_N_ELEMENTS (node_type_names) == RETORT_PY_N_NODE_TYPES);
G_STATIC_ASSERT (G_N_ELEMENTS (field_names) == RETORT_PY_N_FIELDS);

/* tree-sitter's own symbol for errors, as a node has it. */
#define ERROR_SYMBOL 0xfff

/* What a symbol of the grammar stands for. */
typedef struct
{
  const char      *name;
  RetortPyNodeType type;
  gboolean         is_named;
} Symbol;

/* Made once; several symbols of the grammar may have one name (aliases). */
typedef struct
{
  Symbol         *symbols;        /* index: TSSymbol */
  guint           n_symbols;
  guint8         *field_of_id;    /* index: TSFieldId; 1 + RetortPyField */
  const TSSymbol *public_symbols; /* index: TSSymbol; what it is called outside of the grammar */
} Tables;

static RetortPyNodeType
type_named (const char *name)
{
  for (guint i = 1; i < RETORT_PY_N_NODE_TYPES; i++)
    if (strcmp (node_type_names[i], name) == 0)
      return (RetortPyNodeType) i;
  return RETORT_PY_NODE_other;
}

static void
symbol_init (Symbol *self, const TSLanguage *language, TSSymbol symbol)
{
  self->name = ts_language_symbol_name (language, symbol);
  self->is_named = ts_language_symbol_type (language, symbol) == TSSymbolTypeRegular;
  self->type = self->is_named ? type_named (self->name) : RETORT_PY_NODE_other;
}

static void
tables_init (Tables *self, const TSLanguage *language)
{
  self->n_symbols = ts_language_symbol_count (language);
  g_assert (self->n_symbols <= ERROR_SYMBOL);
  self->symbols = g_new0 (Symbol, self->n_symbols);
  for (guint i = 0; i < self->n_symbols; i++)
    symbol_init (&self->symbols[i], language, (TSSymbol) i);
  self->field_of_id = g_new0 (guint8, ts_language_field_count (language) + 1);
  for (guint i = 0; i < RETORT_PY_N_FIELDS; i++)
    self->field_of_id[ts_language_field_id_for_name (language, field_names[i], (uint32_t) strlen (field_names[i]))] = (guint8) (i + 1);
  self->public_symbols = language->public_symbol_map;
  self->field_of_id[0] = 0; /* no field, and a name that the grammar does not have */
}

static const Tables *
get_tables (void)
{
  static Tables tables;
  static gsize is_made = 0;

  if (g_once_init_enter (&is_made))
    {
      tables_init (&tables, tree_sitter_python ());
      g_once_init_leave (&is_made, 1);
    }
  return &tables;
}

/* tree-sitter's own symbol for errors lies beyond the grammar's. */
static const Symbol *
symbol_of (const Tables *tables, TSNode node)
{
  static const Symbol error = { "ERROR", RETORT_PY_NODE_ERROR, TRUE };
  TSSymbol symbol = ts_node_symbol (node);

  return symbol < tables->n_symbols ? &tables->symbols[symbol] : &error;
}

/* --- Reading --- */

/* In what is no Python, tree-sitter looks for hours for the least wrong tree. */
#define MAX_TIME_US (5 * G_USEC_PER_SEC)
#define MAX_NODES 2000000
#define MAX_CAPACITY_KEPT 100000 /* nodes, for the next text of the thread */

static void
reader_free (gpointer data)
{
  Reader *self = data;

  g_clear_pointer (&self->straight, retort_py_straight_parser_free);
  g_free (self->open);
  g_free (self->nodes);
  g_free (self);
}

/* One a thread. */
static Reader *
get_reader (void)
{
  static GPrivate key = G_PRIVATE_INIT (reader_free);
  Reader *reader = g_private_get (&key);

  if (reader != NULL)
    return reader;
  reader = g_new0 (Reader, 1);
  if (ts_language_version (tree_sitter_python ()) == TREE_SITTER_LANGUAGE_VERSION)
    reader->straight = retort_py_straight_parser_new (tree_sitter_python ());
  g_private_set (&key, reader);
  return reader;
}

/* In what is no Python nothing has a role. */
static guint8
field_of (const Tables *tables, const TSTreeCursor *cursor, const RetortPyNode *parent)
{
  return parent->type == RETORT_PY_NODE_ERROR ? 0 : tables->field_of_id[ts_tree_cursor_current_field_id (cursor)];
}

/* Room for as many as there are. */
static void
reserve_nodes (Reader *self)
{
  if (self->n_nodes <= self->capacity)
    return;
  self->capacity = MAX (MAX (1024, self->n_nodes), 2 * self->capacity);
  self->nodes = g_renew (RetortPyNode, self->nodes, self->capacity);
}

static RetortPyNode *
add_node (Reader *self)
{
  self->n_nodes++;
  reserve_nodes (self);
  return &self->nodes[self->n_nodes - 1];
}

/* Takes over the node where @cursor stands. @parent: the place of its parent. Returns its own. */
static guint
append_node (Reader *self, const Tables *tables, const TSTreeCursor *cursor, guint parent)
{
  TSNode from = ts_tree_cursor_current_node (cursor);
  const Symbol *symbol = symbol_of (tables, from);
  RetortPyNode *node = add_node (self);
  guint place = self->n_nodes - 1;

  *node = (RetortPyNode){
    .name = symbol->name,
    .start = ts_node_start_byte (from),
    .end = ts_node_end_byte (from),
    .parent = place - parent,
    .type = (guint8) symbol->type,
    .field = place == parent ? 0 : field_of (tables, cursor, &self->nodes[parent]),
    .is_named = symbol->is_named,
    .is_remark = (symbol->type == RETORT_PY_NODE_comment || symbol->type == RETORT_PY_NODE_line_continuation) && ts_node_is_extra (from),
    .is_missing = self->has_error && ts_node_is_missing (from),
    .has_error = self->has_error && ts_node_has_error (from),
    .symbol = (guint16) MIN (ts_node_symbol (from), ERROR_SYMBOL),
  };
  return place;
}

/* The walk is over what a node has inside when it comes back to the node. */
static void
append_nodes (Reader *self, const TSTree *tree)
{
  const Tables *tables = get_tables ();
  TSNode root = ts_tree_root_node (tree);
  TSTreeCursor cursor = ts_tree_cursor_new (root);
  gboolean is_over = FALSE;
  guint at;

  self->n_nodes = 0;
  self->has_error = ts_node_has_error (root);
  at = append_node (self, tables, &cursor, 0);
  while (!is_over)
    {
      RetortPyNode *node = NULL;

      if (ts_tree_cursor_goto_first_child (&cursor))
        {
          at = append_node (self, tables, &cursor, at);
          continue;
        }
      node = &self->nodes[at];
      node->n_nodes = self->n_nodes - at;
      while (!ts_tree_cursor_goto_next_sibling (&cursor))
        {
          is_over = node->parent == 0;
          if (is_over)
            break;
          ts_tree_cursor_goto_parent (&cursor);
          at -= node->parent;
          node = &self->nodes[at];
          node->n_nodes = self->n_nodes - at;
        }
      if (!is_over)
        at = append_node (self, tables, &cursor, at - node->parent);
    }
  ts_tree_cursor_delete (&cursor);
}

static void
put_node (RetortPyNode *node, const Tables *tables, const RetortPyBareNode *from, TSFieldId field, guint n_before)
{
  const Symbol *symbol = &tables->symbols[tables->public_symbols[from->symbol]];

  *node = (RetortPyNode){
    .name = symbol->name,
    .start = from->start,
    .end = from->end,
    .n_nodes = from->n_visible,
    .parent = n_before,
    .type = (guint8) symbol->type,
    .field = tables->field_of_id[field],
    .is_named = symbol->is_named,
    .is_remark = (symbol->type == RETORT_PY_NODE_comment || symbol->type == RETORT_PY_NODE_line_continuation) && from->is_extra,
    .symbol = tables->public_symbols[from->symbol],
  };
}

/* Puts a bare node into its place. @inner: the innermost node around it. Returns what it is to those inside of it. */
static Open
open_node (Reader *self, const Tables *tables, const RetortPyBareNode *from, guint first, guint inner)
{
  Open *open = self->open;
  Open node = { .first = first, .shown = open[inner].shown };
  Open *around = &open[node.shown];

  node.field = from->is_extra ? 0 : from->field != 0 ? from->field : open[inner].field;
  if (!from->is_visible)
    return node;
  node.free = around->free;
  node.place = around->free -= from->n_visible;
  put_node (&self->nodes[node.place], tables, from, node.field, node.place - around->place);
  node.shown = inner + 1;
  node.field = 0;
  return node;
}

static void
reserve_open (Reader *self, guint n_open)
{
  if (n_open <= self->most_open)
    return;
  self->most_open = MAX (64, 2 * n_open);
  self->open = g_renew (Open, self->open, self->most_open);
}

/* Bare nodes stand behind what is inside of them. So from the last one to the first each finds its place in what is free yet of the node around it, at the end. */
static void
append_bare_nodes (Reader *self, const RetortPyBareNode *bare, guint n_bare)
{
  const Tables *tables = get_tables ();
  guint inner = 0;

  self->has_error = FALSE;
  self->n_nodes = bare[n_bare - 1].n_visible;
  reserve_nodes (self);
  reserve_open (self, 1);
  put_node (&self->nodes[0], tables, &bare[n_bare - 1], 0, 0);
  self->open[0] = (Open){ .free = self->n_nodes };
  for (guint i = n_bare - 1; i > 0; i--)
    {
      const RetortPyBareNode *from = &bare[i - 1];
      Open node;

      while (i <= self->open[inner].first)
        inner--;
      node = open_node (self, tables, from, i - from->n_nodes, inner);
      if (from->n_nodes == 1)
        continue;
      reserve_open (self, ++inner + 1);
      self->open[inner] = node;
    }
}

/* FALSE: the text is not one that can be read without looking back. */
static gboolean
read_straight (Reader *self, const char *text, gsize length)
{
  guint n_bare;
  const RetortPyBareNode *bare = self->straight != NULL ? retort_py_straight_parser_read (self->straight, text, length, &n_bare) : NULL;

  if (bare != NULL)
    append_bare_nodes (self, bare, n_bare);
  return bare != NULL;
}

/* By a new parser: how errors are read depends on what a parser read before. FALSE: it took too long. */
static gboolean
read_with_tree_sitter (Reader *self, const char *text, gsize length)
{
  TSParser *parser = ts_parser_new ();
  TSTree *tree = NULL;

  self->n_nodes = 0;
  g_assert (ts_parser_set_language (parser, tree_sitter_python ()));
  ts_parser_set_timeout_micros (parser, MAX_TIME_US);
  tree = ts_parser_parse_string (parser, NULL, text, (uint32_t) length);
  if (tree != NULL)
    append_nodes (self, tree);
  g_clear_pointer (&tree, ts_tree_delete);
  ts_parser_delete (parser);
  return self->n_nodes > 0;
}

static gboolean
is_part (const RetortPyNode *node)
{
  return node->parent > 0 && node->is_named && !node->is_remark;
}

/* Parents learn of their children. */
static void
count_children (RetortPyNode *nodes, guint n_nodes)
{
  for (guint i = 1; i < n_nodes; i++)
    {
      RetortPyNode *parent = &nodes[i] - nodes[i].parent;

      parent->n_children++;
      parent->parts.n += is_part (&nodes[i]);
    }
}

/* A node stands behind its parent, so that the parent knows its place in @parts by then. */
static void
fill_parts (RetortPyNodeTable *self, guint n_nodes)
{
  const RetortPyNode **free_place = self->parts;

  for (guint i = 0; i < n_nodes; i++)
    {
      RetortPyNode *node = &self->nodes[i];
      RetortPyNode *parent = node - node->parent;

      node->parts.nodes = free_place;
      free_place += node->parts.n;
      node->parts.n = 0;
      if (is_part (node))
        parent->parts.nodes[parent->parts.n++] = node;
    }
}

/* Nodes learn of each other. */
static void
join (RetortPyNodeTable *self, guint n_nodes)
{
  self->parts = g_new (const RetortPyNode *, n_nodes);
  count_children (self->nodes, n_nodes);
  fill_parts (self, n_nodes);
}

/**
 * retort_py_node_table_parse:
 * @text: a text of Python
 * @length: its length in bytes
 *
 * What is no Python becomes ERROR nodes and nodes that are missing. Any thread.
 *
 * Returns: (transfer full) (nullable): its nodes; %NULL when there are millions, or when it is so far from Python that it takes too long
 */
RetortPyNodeTable *
retort_py_node_table_parse (const char *text, gsize length)
{
  RetortPyNodeTable *self = NULL;
  Reader *reader = get_reader ();

  if ((read_straight (reader, text, length) || read_with_tree_sitter (reader, text, length)) && reader->n_nodes <= MAX_NODES)
    {
      self = g_new0 (RetortPyNodeTable, 1);
      g_atomic_ref_count_init (&self->refs);
      self->nodes = g_memdup2 (reader->nodes, reader->n_nodes * sizeof (RetortPyNode));
      join (self, reader->n_nodes);
    }
  if (reader->capacity > MAX_CAPACITY_KEPT)
    {
      g_clear_pointer (&reader->nodes, g_free);
      reader->capacity = 0;
    }
  return self;
}

/* --- Packing --- */

/* Seven bits a byte, the lowest first. */
static void
put_number (GByteArray *bytes, guint32 number)
{
  for (; number >= 0x80; number >>= 7)
    g_byte_array_append (bytes, &(guint8){ (guint8) (0x80 | (number & 0x7f)) }, 1);
  g_byte_array_append (bytes, &(guint8){ (guint8) number }, 1);
}

static guint32
take_number (const guint8 **at)
{
  guint32 number = 0;
  guint shift = 0;

  for (; **at >= 0x80; (*at)++, shift += 7)
    number |= (guint32) (**at & 0x7f) << shift;
  return number | (guint32) *(*at)++ << shift;
}

/**
 * retort_py_node_table_pack:
 * @self: nodes
 *
 * Writes the nodes in about an eighth of their memory. Those of a text with errors are not written.
 *
 * Returns: (transfer full) (nullable): what retort_py_node_table_unpack() reads
 */
GBytes *
retort_py_node_table_pack (const RetortPyNodeTable *self)
{
  g_autoptr(GByteArray) bytes = NULL;
  guint32 start = 0;

  if (self->nodes[0].has_error)
    return NULL;
  bytes = g_byte_array_sized_new (8 * self->nodes[0].n_nodes);
  put_number (bytes, self->nodes[0].n_nodes);
  for (guint i = 0; i < self->nodes[0].n_nodes; i++)
    {
      const RetortPyNode *node = &self->nodes[i];

      if (node->start < start)
        return NULL;
      put_number (bytes, node->start - start);
      put_number (bytes, node->end - node->start);
      put_number (bytes, node->n_nodes);
      put_number (bytes, (guint32) node->symbol << 1 | node->is_remark);
      put_number (bytes, node->field);
      start = node->start;
    }
  return g_bytes_new (bytes->data, bytes->len);
}

/**
 * retort_py_node_table_unpack:
 * @pack: what retort_py_node_table_pack() wrote
 *
 * Any thread.
 *
 * Returns: (transfer full): the same nodes once more
 */
RetortPyNodeTable *
retort_py_node_table_unpack (GBytes *pack)
{
  const Tables *tables = get_tables ();
  RetortPyNodeTable *self = g_new0 (RetortPyNodeTable, 1);
  const guint8 *at = g_bytes_get_data (pack, NULL);
  guint n_nodes = take_number (&at);
  guint32 start = 0;
  guint parent = 0;

  g_atomic_ref_count_init (&self->refs);
  self->nodes = g_new0 (RetortPyNode, n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    {
      RetortPyNode *node = &self->nodes[i];
      guint32 symbol;

      while (i > 0 && i >= parent + self->nodes[parent].n_nodes)
        parent -= self->nodes[parent].parent;
      node->start = start += take_number (&at);
      node->end = start + take_number (&at);
      node->n_nodes = take_number (&at);
      symbol = take_number (&at);
      node->symbol = (guint16) (symbol >> 1);
      node->is_remark = symbol & 1;
      node->field = (guint8) take_number (&at);
      node->name = tables->symbols[node->symbol].name;
      node->type = (guint8) tables->symbols[node->symbol].type;
      node->is_named = tables->symbols[node->symbol].is_named;
      node->parent = i - parent;
      parent = i;
    }
  join (self, n_nodes);
  return self;
}

/**
 * retort_py_node_table_ref:
 * @self: nodes
 *
 * Returns: (transfer full): @self
 */
RetortPyNodeTable *
retort_py_node_table_ref (RetortPyNodeTable *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * retort_py_node_table_unref:
 * @self: (transfer full): nodes
 */
void
retort_py_node_table_unref (RetortPyNodeTable *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->nodes);
  g_free (self->parts);
  g_free (self);
}

/**
 * retort_py_node_table_get_root:
 * @self: nodes
 *
 * Returns: the module; as long as @self
 */
const RetortPyNode *
retort_py_node_table_get_root (const RetortPyNodeTable *self)
{
  return self->nodes;
}

/**
 * retort_py_node_table_is_sound:
 * @self: nodes
 *
 * Returns: whether retort_py_node_table_set_sound() was said
 */
gboolean
retort_py_node_table_is_sound (const RetortPyNodeTable *self)
{
  return g_atomic_int_get (&self->is_sound);
}

/**
 * retort_py_node_table_set_sound:
 * @self: nodes of which the validator found nothing to say
 *
 * Remembers it for the next reader of the same text.
 */
void
retort_py_node_table_set_sound (RetortPyNodeTable *self)
{
  g_atomic_int_set (&self->is_sound, TRUE);
}
