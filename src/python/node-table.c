/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree-sitter is asked once for each node: its own tree is a compact one, in which every step to a child looks through what the grammar hides, and it is
 * dropped as soon as its nodes are copied, but for that of a long text that somebody may be typing. The array is in the order of the text, a node before what is inside of it. */
#include "python/node-table.h"

#include <tree_sitter/api.h>

#include <string.h>

extern const TSLanguage *tree_sitter_python (void);

struct _RetortPyNodeTable
{
  gatomicrefcount      refs;
  RetortPyNode        *nodes;    /* the first is the root */
  const RetortPyNode **parts;    /* those of all nodes one behind the other; the nodes point there */
  int                  is_sound; /* atomic: the validator had nothing to say */
};

/* Nodes as they come; belongs to one thread. */
typedef struct
{
  TSParser     *parser;
  RetortPyNode *nodes;
  guint         n_nodes;
  guint         capacity;
  gboolean      has_error; /* the text has one somewhere */

  TSTree       *last_tree;   /* nullable: of the last long text, without errors */
  char         *last_text;   /* nullable */
  gsize         last_length;
} Reader;

/* Of a text that is as long as this and differs from the last one in one short place, only what is around that is parsed. */
#define MIN_LENGTH_KEPT (8 * 1024)
#define MAX_LENGTH_KEPT (1024 * 1024)
#define MAX_CHANGED (4 * 1024)

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
  Symbol  *symbols;     /* index: TSSymbol */
  guint    n_symbols;
  guint8  *field_of_id; /* index: TSFieldId; 1 + RetortPyField */
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

static void
forget_last (Reader *self)
{
  g_clear_pointer (&self->last_tree, ts_tree_delete);
  g_clear_pointer (&self->last_text, g_free);
  self->last_length = 0;
}

static void
reader_free (gpointer data)
{
  Reader *self = data;

  forget_last (self);
  ts_parser_delete (self->parser);
  g_free (self->nodes);
  g_free (self);
}

/* One a thread: making a parser costs more than small texts do. */
static Reader *
get_reader (void)
{
  static GPrivate key = G_PRIVATE_INIT (reader_free);
  Reader *reader = g_private_get (&key);

  if (reader != NULL)
    return reader;
  reader = g_new0 (Reader, 1);
  reader->parser = ts_parser_new ();
  g_assert (ts_parser_set_language (reader->parser, tree_sitter_python ()));
  g_private_set (&key, reader);
  return reader;
}

static TSPoint
point_after (TSPoint from, const char *text, gsize length)
{
  const char *end = text + length;

  for (const char *line = memchr (text, '\n', length); line != NULL; line = memchr (text, '\n', (gsize) (end - text)))
    {
      from = (TSPoint){ from.row + 1, 0 };
      text = line + 1;
    }
  from.column += (uint32_t) (end - text);
  return from;
}

/* FALSE: the text is not the last one with a change in one place. */
static gboolean
find_change (const Reader *self, const char *text, gsize length, TSInputEdit *edit)
{
  gsize shorter = MIN (length, self->last_length);
  gsize before = 0;
  gsize after = 0;

  if (self->last_tree == NULL)
    return FALSE;
  while (before < shorter && text[before] == self->last_text[before])
    before++;
  while (after < shorter - before && text[length - after - 1] == self->last_text[self->last_length - after - 1])
    after++;
  if (MAX (length, self->last_length) - before - after > MAX_CHANGED)
    return FALSE;
  edit->start_byte = (uint32_t) before;
  edit->old_end_byte = (uint32_t) (self->last_length - after);
  edit->new_end_byte = (uint32_t) (length - after);
  edit->start_point = point_after ((TSPoint){ 0, 0 }, text, before);
  edit->old_end_point = point_after (edit->start_point, self->last_text + before, edit->old_end_byte - before);
  edit->new_end_point = point_after (edit->start_point, text + before, edit->new_end_byte - before);
  return TRUE;
}

/* The tree of a text that somebody types. (nullable): how errors are read depends on what was read before, so that a text with one is
 * always read as a whole. */
static TSTree *
parse_change (Reader *self, const char *text, gsize length)
{
  TSInputEdit edit = { 0 };
  TSTree *tree = NULL;

  if (!find_change (self, text, length, &edit))
    return NULL;
  ts_tree_edit (self->last_tree, &edit);
  tree = ts_parser_parse_string (self->parser, self->last_tree, text, (uint32_t) length);
  if (ts_node_has_error (ts_tree_root_node (tree)))
    g_clear_pointer (&tree, ts_tree_delete);
  return tree;
}

/* Takes @tree. */
static void
remember_last (Reader *self, TSTree *tree, const char *text, gsize length)
{
  forget_last (self);
  if (self->has_error || length < MIN_LENGTH_KEPT || length > MAX_LENGTH_KEPT)
    {
      ts_tree_delete (tree);
      return;
    }
  self->last_tree = tree;
  self->last_text = g_memdup2 (text, length);
  self->last_length = length;
}

/* In what is no Python nothing has a role. */
static guint8
field_of (const Tables *tables, const TSTreeCursor *cursor, const RetortPyNode *parent)
{
  return parent->type == RETORT_PY_NODE_ERROR ? 0 : tables->field_of_id[ts_tree_cursor_current_field_id (cursor)];
}

static RetortPyNode *
add_node (Reader *self)
{
  if (self->n_nodes == self->capacity)
    {
      self->capacity = MAX (1024, 2 * self->capacity);
      self->nodes = g_renew (RetortPyNode, self->nodes, self->capacity);
    }
  return &self->nodes[self->n_nodes++];
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
 * Never fails: what is no Python becomes ERROR nodes and nodes that are missing. Any thread.
 *
 * Returns: (transfer full): its nodes
 */
RetortPyNodeTable *
retort_py_node_table_parse (const char *text, gsize length)
{
  RetortPyNodeTable *self = g_new0 (RetortPyNodeTable, 1);
  Reader *reader = get_reader ();
  TSTree *tree = parse_change (reader, text, length);

  if (tree == NULL)
    tree = ts_parser_parse_string (reader->parser, NULL, text, (uint32_t) length);
  g_atomic_ref_count_init (&self->refs);
  append_nodes (reader, tree);
  remember_last (reader, tree, text, length);
  self->nodes = g_memdup2 (reader->nodes, reader->n_nodes * sizeof (RetortPyNode));
  join (self, reader->n_nodes);
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
