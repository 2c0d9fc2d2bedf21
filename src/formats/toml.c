/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree-sitter says how the text hangs together. What its grammar lets pass and TOML forbids is refused here, with the rules and in the
 * order of Lib/tomllib/_parser.py of Python 3.11: a key with two values, a table that is declared twice or was closed, a surrogate,
 * a day that is not in the calendar. Texts are decoded in toml-string.c. */
#include "formats/toml.h"

#include "base/nesting.h"
#include "formats/project.h"
#include "formats/toml-string.h"

#include <string.h>
#include <tree_sitter/api.h>

extern const TSLanguage *tree_sitter_toml (void);

struct _RetortTomlValue
{
  RetortTomlKind kind;
  guint          line;
  char          *text;   /* of a string its value, of what is neither array nor table how it is written */
  GPtrArray     *keys;   /* element: utf8; of a table */
  GPtrArray     *items;  /* element: RetortTomlValue; of an array or a table */
  gboolean       is_explicit; /* may not be declared or extended by dotted keys again: tomllib's EXPLICIT_NEST */
  gboolean       is_frozen;   /* written as a value: may not be extended */
};

typedef struct
{
  RetortSource    *source;
  RetortTomlValue *root;
  GPtrArray       *pending; /* element: borrowed RetortTomlValue; explicit from the next header on */
  GError         **error;
} TomlReader;

static RetortTomlValue *
value_new (RetortTomlKind kind, guint line)
{
  RetortTomlValue *self = g_new0 (RetortTomlValue, 1);

  self->kind = kind;
  self->line = line;
  if (kind == RETORT_TOML_ARRAY || kind == RETORT_TOML_TABLE)
    self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_toml_value_free);
  if (kind == RETORT_TOML_TABLE)
    self->keys = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * retort_toml_value_free:
 * @self: (transfer full) (nullable): a value
 */
void
retort_toml_value_free (RetortTomlValue *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

static guint
line_of (const TomlReader *reader, TSNode node)
{
  return retort_source_position_at (reader->source, ts_node_start_byte (node)).line;
}

static gboolean
fail_at (const TomlReader *reader, guint line, const char *what)
{
  g_set_error (reader->error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot read '%s': line %u: %s", retort_source_get_path (reader->source), line, what);
  return FALSE;
}

static gboolean
fail (const TomlReader *reader, TSNode node, const char *what)
{
  return fail_at (reader, line_of (reader, node), what);
}

static gboolean
is_type (TSNode node, const char *type)
{
  return strcmp (ts_node_type (node), type) == 0;
}

static char *
dup_node_text (const TomlReader *reader, TSNode node)
{
  return retort_source_dup_span (reader->source, (RetortSpan){ ts_node_start_byte (node), ts_node_end_byte (node) });
}

/* --- Tables --- */

static RetortTomlValue *
find_in_table (const RetortTomlValue *table, const char *key)
{
  for (guint i = 0; i < table->keys->len; i++)
    if (g_str_equal (g_ptr_array_index (table->keys, i), key))
      return g_ptr_array_index (table->items, i);
  return NULL;
}

/* Takes over @value. */
static RetortTomlValue *
add_to_table (RetortTomlValue *table, const char *key, RetortTomlValue *value)
{
  g_ptr_array_add (table->keys, g_strdup (key));
  g_ptr_array_add (table->items, value);
  return value;
}

/* The table behind @key, made when it is not there; of an array of tables the last one. NULL when something else is there. */
static RetortTomlValue *
enter_table (RetortTomlValue *table, const char *key, guint line)
{
  RetortTomlValue *next = find_in_table (table, key);

  if (next == NULL)
    next = add_to_table (table, key, value_new (RETORT_TOML_TABLE, line));
  if (next->is_frozen)
    return NULL;
  if (next->kind == RETORT_TOML_ARRAY)
    next = g_ptr_array_index (next->items, next->items->len - 1);
  return next->kind == RETORT_TOML_TABLE ? next : NULL;
}

/* --- Keys --- */

static gboolean
append_key_parts (TomlReader *reader, TSNode node, GPtrArray *parts)
{
  g_autofree char *text = NULL;
  char *part;

  for (uint32_t i = 0; is_type (node, "dotted_key") && i < ts_node_named_child_count (node); i++)
    if (!append_key_parts (reader, ts_node_named_child (node, i), parts))
      return FALSE;
  if (is_type (node, "dotted_key") || ts_node_is_extra (node))
    return TRUE;
  text = dup_node_text (reader, node);
  part = is_type (node, "quoted_key") ? retort_toml_decode_string (text) : g_steal_pointer (&text);
  if (part == NULL)
    return fail (reader, node, "the text holds what is no character");
  g_ptr_array_add (parts, part);
  return TRUE;
}

/* (nullable): the parts of a key */
static GPtrArray *
read_key (TomlReader *reader, TSNode node)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  return append_key_parts (reader, node, parts) ? g_steal_pointer (&parts) : NULL;
}

/* The first named child, from @index on, that is no comment. */
static TSNode
find_part (TSNode node, uint32_t *index)
{
  for (; *index < ts_node_named_child_count (node); (*index)++)
    if (!ts_node_is_extra (ts_node_named_child (node, *index)))
      return ts_node_named_child (node, (*index)++);
  return (TSNode){ 0 };
}

/* --- Values --- */

static RetortTomlValue *read_value (TomlReader *reader, TSNode node);

/* How the grammar calls what is a single word. */
static const struct
{
  const char    *type;
  RetortTomlKind kind;
} scalars[] = {
  { "boolean", RETORT_TOML_BOOLEAN },
  { "integer", RETORT_TOML_INTEGER },
  { "float", RETORT_TOML_FLOAT },
  { "offset_date_time", RETORT_TOML_TIME },
  { "local_date_time", RETORT_TOML_TIME },
  { "local_date", RETORT_TOML_TIME },
  { "local_time", RETORT_TOML_TIME },
};

static RetortTomlValue *
read_scalar (TomlReader *reader, TSNode node)
{
  for (guint i = 0; i < G_N_ELEMENTS (scalars); i++)
    if (is_type (node, scalars[i].type))
      {
        g_autoptr(RetortTomlValue) value = value_new (scalars[i].kind, line_of (reader, node));

        value->text = dup_node_text (reader, node);
        if (value->kind != RETORT_TOML_TIME || retort_toml_is_time (value->text))
          return g_steal_pointer (&value);
        fail (reader, node, "there is no such date or time");
        return NULL;
      }
  fail (reader, node, "the value is not understood");
  return NULL;
}

static RetortTomlValue *
read_string (TomlReader *reader, TSNode node)
{
  g_autofree char *written = dup_node_text (reader, node);
  g_autofree char *text = retort_toml_decode_string (written);
  RetortTomlValue *value;

  if (text == NULL)
    {
      fail (reader, node, "the text holds what is no character");
      return NULL;
    }
  value = value_new (RETORT_TOML_STRING, line_of (reader, node));
  value->text = g_steal_pointer (&text);
  return value;
}

static RetortTomlValue *
read_array (TomlReader *reader, TSNode node)
{
  g_autoptr(RetortTomlValue) array = value_new (RETORT_TOML_ARRAY, line_of (reader, node));

  array->is_frozen = TRUE;
  for (uint32_t i = 0; i < ts_node_named_child_count (node);)
    {
      TSNode child = find_part (node, &i);
      RetortTomlValue *item;

      if (ts_node_is_null (child))
        break;
      item = read_value (reader, child);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (array->items, item);
    }
  return g_steal_pointer (&array);
}

static void
freeze (RetortTomlValue *value)
{
  value->is_frozen = TRUE;
  for (guint i = 0; value->items != NULL && i < value->items->len; i++)
    freeze (g_ptr_array_index (value->items, i));
}

/* One pair of an inline table: its dotted keys may meet, but nothing that was given as a value is extended. */
static gboolean
read_inline_pair (TomlReader *reader, TSNode node, RetortTomlValue *table)
{
  uint32_t index = 0;
  g_autoptr(GPtrArray) key = read_key (reader, find_part (node, &index));
  g_autoptr(RetortTomlValue) value = key != NULL ? read_value (reader, find_part (node, &index)) : NULL;

  if (value == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < key->len && table != NULL; i++)
    table = enter_table (table, g_ptr_array_index (key, i), value->line);
  if (table == NULL || find_in_table (table, g_ptr_array_index (key, key->len - 1)) != NULL)
    return fail (reader, node, "the key has a value already");
  if (value->items != NULL)
    freeze (value);
  add_to_table (table, g_ptr_array_index (key, key->len - 1), g_steal_pointer (&value));
  return TRUE;
}

static RetortTomlValue *
read_inline_table (TomlReader *reader, TSNode node)
{
  g_autoptr(RetortTomlValue) table = value_new (RETORT_TOML_TABLE, line_of (reader, node));

  for (uint32_t i = 0; i < ts_node_named_child_count (node);)
    {
      TSNode child = find_part (node, &i);

      if (!ts_node_is_null (child) && !read_inline_pair (reader, child, table))
        return NULL;
    }
  freeze (table);
  return g_steal_pointer (&table);
}

static RetortTomlValue *
read_value (TomlReader *reader, TSNode node)
{
  if (is_type (node, "string"))
    return read_string (reader, node);
  if (is_type (node, "array"))
    return read_array (reader, node);
  if (is_type (node, "inline_table"))
    return read_inline_table (reader, node);
  return read_scalar (reader, node);
}

/* --- The file --- */

/* tomllib's key_value_rule: the tables that a dotted key names are closed to headers and to dotted keys of later headers. */
static gboolean
read_pair (TomlReader *reader, TSNode node, RetortTomlValue *table)
{
  uint32_t index = 0;
  g_autoptr(GPtrArray) key = read_key (reader, find_part (node, &index));
  g_autoptr(RetortTomlValue) value = key != NULL ? read_value (reader, find_part (node, &index)) : NULL;

  if (value == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < key->len; i++)
    {
      const char *part = g_ptr_array_index (key, i);
      RetortTomlValue *known = find_in_table (table, part);

      if (known != NULL && known->is_explicit)
        return fail (reader, node, "the table was declared elsewhere");
      table = enter_table (table, part, value->line);
      if (table == NULL)
        return fail (reader, node, "the key has a value already");
      g_ptr_array_add (reader->pending, table);
    }
  if (find_in_table (table, g_ptr_array_index (key, key->len - 1)) != NULL)
    return fail (reader, node, "the key has a value already");
  add_to_table (table, g_ptr_array_index (key, key->len - 1), g_steal_pointer (&value));
  return TRUE;
}

static void
close_pending (TomlReader *reader)
{
  for (guint i = 0; i < reader->pending->len; i++)
    ((RetortTomlValue *) g_ptr_array_index (reader->pending, i))->is_explicit = TRUE;
  g_ptr_array_set_size (reader->pending, 0);
}

/* tomllib's create_list_rule: "[[key]]" adds a table to an array. */
static RetortTomlValue *
append_table (RetortTomlValue *parent, const char *key, guint line)
{
  RetortTomlValue *array = find_in_table (parent, key);
  RetortTomlValue *table;

  if (array == NULL)
    array = add_to_table (parent, key, value_new (RETORT_TOML_ARRAY, line));
  if (array->kind != RETORT_TOML_ARRAY || array->is_frozen)
    return NULL;
  array->is_explicit = TRUE;
  table = value_new (RETORT_TOML_TABLE, line);
  g_ptr_array_add (array->items, table);
  return table;
}

/* tomllib's create_dict_rule: "[key]". */
static RetortTomlValue *
declare_table (RetortTomlValue *parent, const char *key, guint line)
{
  RetortTomlValue *known = find_in_table (parent, key);
  RetortTomlValue *table;

  if (known != NULL && known->is_explicit)
    return NULL;
  table = enter_table (parent, key, line);
  if (table != NULL)
    table->is_explicit = TRUE;
  return table;
}

static RetortTomlValue *
read_header (TomlReader *reader, TSNode node, TSNode key_node)
{
  g_autoptr(GPtrArray) key = read_key (reader, key_node);
  RetortTomlValue *table = reader->root;
  guint line = line_of (reader, node);

  close_pending (reader);
  for (guint i = 0; key != NULL && i + 1 < key->len && table != NULL; i++)
    table = enter_table (table, g_ptr_array_index (key, i), line);
  if (key == NULL)
    return NULL;
  if (table != NULL)
    table = is_type (node, "table") ? declare_table (table, g_ptr_array_index (key, key->len - 1), line)
                                    : append_table (table, g_ptr_array_index (key, key->len - 1), line);
  if (table == NULL)
    fail (reader, node, "the table was declared already, or its name has a value");
  return table;
}

static gboolean
read_table (TomlReader *reader, TSNode node)
{
  uint32_t index = 0;
  TSNode key = find_part (node, &index);
  RetortTomlValue *table = read_header (reader, node, key);

  while (table != NULL)
    {
      TSNode pair = find_part (node, &index);

      if (ts_node_is_null (pair))
        return TRUE;
      if (!read_pair (reader, pair, table))
        return FALSE;
    }
  return FALSE;
}

/* The line of the first thing that the grammar does not know. */
static guint
find_error_line (const TomlReader *reader, TSNode node)
{
  for (uint32_t i = 0; i < ts_node_child_count (node); i++)
    {
      TSNode child = ts_node_child (node, i);

      if (is_type (child, "ERROR") || ts_node_is_missing (child))
        return line_of (reader, child);
      if (ts_node_has_error (child))
        return find_error_line (reader, child);
    }
  return line_of (reader, node);
}

static gboolean
read_document (TomlReader *reader, TSNode node)
{
  if (ts_node_has_error (node) || !is_type (node, "document"))
    return fail_at (reader, find_error_line (reader, node), "this is not TOML");
  for (uint32_t i = 0; i < ts_node_named_child_count (node);)
    {
      TSNode child = find_part (node, &i);
      gboolean is_good = ts_node_is_null (child)
                         || (is_type (child, "pair") ? read_pair (reader, child, reader->root) : read_table (reader, child));

      if (!is_good)
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_toml_parse:
 * @source: the file
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION, with the line
 *
 * Reads a file of TOML 1.0. A backslash at the end of a line with blanks behind it, which TOML allows, is refused. Any thread.
 *
 * Returns: (transfer full) (nullable): the file as a table
 */
RetortTomlValue *
retort_toml_parse (RetortSource *source, GError **error)
{
  g_autoptr(RetortTomlValue) root = value_new (RETORT_TOML_TABLE, 1);
  g_autoptr(GPtrArray) pending = g_ptr_array_new ();
  TomlReader reader = { source, root, pending, error };
  const char *text = retort_source_get_text (source);
  TSParser *parser;
  TSTree *tree;
  gboolean is_good;
  guint line;

  if (retort_nesting_is_deep (text, retort_source_get_length (source)))
    {
      fail_at (&reader, 1, "it is nested too deeply");
      return NULL;
    }
  line = retort_toml_find_bad_line (text);
  if (line > 0)
    {
      fail_at (&reader, line, "it holds a character that TOML forbids");
      return NULL;
    }
  parser = ts_parser_new ();
  g_assert (ts_parser_set_language (parser, tree_sitter_toml ()));
  tree = ts_parser_parse_string (parser, NULL, text, (uint32_t) retort_source_get_length (source));
  is_good = read_document (&reader, ts_tree_root_node (tree));
  ts_tree_delete (tree);
  ts_parser_delete (parser);
  return is_good ? g_steal_pointer (&root) : NULL;
}

/* --- Looking at values --- */

/**
 * retort_toml_value_get_kind:
 * @self: a value
 *
 * Returns: what it is
 */
RetortTomlKind
retort_toml_value_get_kind (const RetortTomlValue *self)
{
  return self->kind;
}

/**
 * retort_toml_value_get_text:
 * @self: a value
 *
 * Returns: (transfer none) (nullable): of a string its value; of a number, a boolean or a time how it is written; else %NULL
 */
const char *
retort_toml_value_get_text (const RetortTomlValue *self)
{
  return self->text;
}

/**
 * retort_toml_value_get_line:
 * @self: a value
 *
 * Returns: the line in which it begins, from 1
 */
guint
retort_toml_value_get_line (const RetortTomlValue *self)
{
  return self->line;
}

/**
 * retort_toml_value_get_n_items:
 * @self: a value
 *
 * Returns: how many items an array or a table has; 0 for others
 */
guint
retort_toml_value_get_n_items (const RetortTomlValue *self)
{
  return self->items != NULL ? self->items->len : 0;
}

/**
 * retort_toml_value_get_item:
 * @self: an array or a table
 * @index: from 0, below the number of its items
 *
 * Returns: (transfer none): the item, of a table the value of a key, in the order of the file
 */
const RetortTomlValue *
retort_toml_value_get_item (const RetortTomlValue *self, guint index)
{
  return g_ptr_array_index (self->items, index);
}

/**
 * retort_toml_value_get_key:
 * @self: a table
 * @index: from 0, below the number of its items
 *
 * Returns: (transfer none): the key
 */
const char *
retort_toml_value_get_key (const RetortTomlValue *self, guint index)
{
  return g_ptr_array_index (self->keys, index);
}

/**
 * retort_toml_value_lookup:
 * @self: (nullable): a value
 * @key: a key, not dotted
 *
 * Returns: (transfer none) (nullable): its value; %NULL when there is none, or @self is no table
 */
const RetortTomlValue *
retort_toml_value_lookup (const RetortTomlValue *self, const char *key)
{
  return self != NULL && self->kind == RETORT_TOML_TABLE ? find_in_table (self, key) : NULL;
}
