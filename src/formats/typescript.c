/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/typescript.h"

#include "base/nesting.h"

#include <string.h>

/* Names that stand for each other are followed so far. */
#define MAX_NAMES 16

extern const TSLanguage *tree_sitter_typescript (void);

struct _RetortTypescript
{
  RetortSource *source;
  TSTree       *tree;
  GHashTable   *consts; /* key: name, owned; value: TSNode, owned: what a top-level const is */
};

static const TSNode no_node;

/**
 * retort_typescript_is:
 * @node: a node
 * @type: what tree-sitter's grammar calls it
 *
 * Returns: whether it is one
 */
gboolean
retort_typescript_is (TSNode node, const char *type)
{
  return !ts_node_is_null (node) && strcmp (ts_node_type (node), type) == 0;
}

/**
 * retort_typescript_field:
 * @node: a node
 * @field: one of its fields
 *
 * Returns: the child; a null node when there is none
 */
TSNode
retort_typescript_field (TSNode node, const char *field)
{
  return ts_node_is_null (node) ? no_node : ts_node_child_by_field_name (node, field, (guint32) strlen (field));
}

/**
 * retort_typescript_dup_text:
 * @self: a file
 * @node: a node of it
 *
 * Returns: (transfer full): its text
 */
char *
retort_typescript_dup_text (const RetortTypescript *self, TSNode node)
{
  return retort_source_dup_span (self->source, (RetortSpan){ ts_node_start_byte (node), ts_node_end_byte (node) });
}

static TSNode *
copy_node (TSNode node)
{
  return g_memdup2 (&node, sizeof node);
}

static void
add_consts (RetortTypescript *self, TSNode declaration)
{
  for (guint32 i = 0; i < ts_node_named_child_count (declaration); i++)
    {
      TSNode child = ts_node_named_child (declaration, i);
      TSNode name = retort_typescript_field (child, "name");
      TSNode value = retort_typescript_field (child, "value");

      if (retort_typescript_is (child, "variable_declarator") && retort_typescript_is (name, "identifier") && !ts_node_is_null (value))
        g_hash_table_insert (self->consts, retort_typescript_dup_text (self, name), copy_node (value));
    }
}

static gboolean
is_const (const RetortTypescript *self, TSNode node)
{
  TSNode kind = retort_typescript_field (node, "kind");
  g_autofree char *text = ts_node_is_null (kind) ? NULL : retort_typescript_dup_text (self, kind);

  return retort_typescript_is (node, "lexical_declaration") && g_strcmp0 (text, "const") == 0;
}

static void
find_consts (RetortTypescript *self)
{
  TSNode root = ts_tree_root_node (self->tree);

  for (guint32 i = 0; i < ts_node_named_child_count (root); i++)
    {
      TSNode child = ts_node_named_child (root, i);
      TSNode declaration = retort_typescript_is (child, "export_statement") ? retort_typescript_field (child, "declaration") : child;

      if (!ts_node_is_null (declaration) && is_const (self, declaration))
        add_consts (self, declaration);
    }
}

/**
 * retort_typescript_new:
 * @source: a file
 *
 * Parses it; what is not valid becomes nodes of type ERROR. Any thread.
 *
 * Returns: (transfer full) (nullable): the file; %NULL when it is nested too deeply to be read
 */
RetortTypescript *
retort_typescript_new (RetortSource *source)
{
  RetortTypescript *self = NULL;
  TSParser *parser = NULL;
  gsize length = retort_source_get_length (source);

  if (length > G_MAXUINT32 || retort_nesting_is_deep (retort_source_get_text (source), length))
    return NULL;
  parser = ts_parser_new ();
  ts_parser_set_language (parser, tree_sitter_typescript ());
  self = g_new0 (RetortTypescript, 1);
  self->source = retort_source_ref (source);
  self->tree = ts_parser_parse_string (parser, NULL, retort_source_get_text (source), (guint32) length);
  self->consts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ts_parser_delete (parser);
  find_consts (self);
  return self;
}

/**
 * retort_typescript_free:
 * @self: (transfer full) (nullable): a file
 */
void
retort_typescript_free (RetortTypescript *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->consts);
  ts_tree_delete (self->tree);
  retort_source_unref (self->source);
  g_free (self);
}

/**
 * retort_typescript_get_source:
 * @self: a file
 *
 * Returns: (transfer none): its text
 */
RetortSource *
retort_typescript_get_source (const RetortTypescript *self)
{
  return self->source;
}

/**
 * retort_typescript_get_root:
 * @self: a file
 *
 * Returns: its whole tree
 */
TSNode
retort_typescript_get_root (const RetortTypescript *self)
{
  return ts_tree_root_node (self->tree);
}

/* What only tells the compiler something. */
static TSNode
unwrap (TSNode node)
{
  while (retort_typescript_is (node, "parenthesized_expression") || retort_typescript_is (node, "as_expression")
         || retort_typescript_is (node, "satisfies_expression") || retort_typescript_is (node, "non_null_expression"))
    node = ts_node_named_child (node, 0);
  return node;
}

/**
 * retort_typescript_resolve:
 * @self: a file
 * @node: an expression
 *
 * Returns: what it stands for, as far as that is known; else itself
 */
TSNode
retort_typescript_resolve (const RetortTypescript *self, TSNode node)
{
  node = unwrap (node);
  for (guint i = 0; i < MAX_NAMES && retort_typescript_is (node, "identifier"); i++)
    {
      g_autofree char *name = retort_typescript_dup_text (self, node);
      const TSNode *value = g_hash_table_lookup (self->consts, name);

      if (value == NULL)
        return node;
      node = unwrap (*value);
    }
  return node;
}

/* defineConfig({ … }): the first argument. */
static TSNode
enter_call (const RetortTypescript *self, TSNode node)
{
  node = retort_typescript_resolve (self, node);
  if (!retort_typescript_is (node, "call_expression"))
    return node;
  return retort_typescript_resolve (self, ts_node_named_child (retort_typescript_field (node, "arguments"), 0));
}

/**
 * retort_typescript_find_result:
 * @self: a file
 * @function: a function, also one with an arrow
 *
 * Returns: what it returns, resolved; a null node when it is no function
 */
TSNode
retort_typescript_find_result (const RetortTypescript *self, TSNode function)
{
  TSNode body = retort_typescript_field (function, "body");
  TSNode found = body;

  if (retort_typescript_is (body, "statement_block"))
    for (guint32 i = 0; i < ts_node_named_child_count (body); i++)
      if (retort_typescript_is (ts_node_named_child (body, i), "return_statement"))
        found = ts_node_named_child (ts_node_named_child (body, i), 0);
  return ts_node_is_null (found) ? no_node : retort_typescript_resolve (self, found);
}

static TSNode
find_module_exports (const RetortTypescript *self, TSNode statement)
{
  TSNode expression = ts_node_named_child (statement, 0);
  TSNode left = retort_typescript_field (expression, "left");
  g_autofree char *text = NULL;

  if (!retort_typescript_is (statement, "expression_statement") || !retort_typescript_is (expression, "assignment_expression"))
    return no_node;
  text = retort_typescript_dup_text (self, left);
  return g_str_equal (text, "module.exports") || g_str_equal (text, "exports.default") ? retort_typescript_field (expression, "right") : no_node;
}

/**
 * retort_typescript_find_default_export:
 * @self: a file
 *
 * Returns: what the module gives, without a call around it; a null node when nothing is found
 */
TSNode
retort_typescript_find_default_export (const RetortTypescript *self)
{
  TSNode root = ts_tree_root_node (self->tree);

  for (guint32 i = 0; i < ts_node_named_child_count (root); i++)
    {
      TSNode child = ts_node_named_child (root, i);
      TSNode value = retort_typescript_is (child, "export_statement") ? retort_typescript_field (child, "value")
                                                                      : find_module_exports (self, child);

      if (!ts_node_is_null (value))
        return enter_call (self, value);
    }
  return no_node;
}

static void
append_escape (GString *out, const char *escape)
{
  static const char letters[] = "nrtbfv0";
  static const char meant[] = "\n\r\t\b\f\v";
  const char *found = strchr (letters, escape[1]);
  gunichar code = 0;

  if (escape[1] == 'u' || escape[1] == 'x')
    {
      code = (gunichar) g_ascii_strtoull (escape + 2 + (escape[2] == '{'), NULL, 16);
      if (code != 0 && g_unichar_validate (code))
        g_string_append_unichar (out, code);
    }
  else if (escape[1] == '\n')
    return;
  else if (found != NULL && *found != '\0' && *found != '0')
    g_string_append_c (out, meant[found - letters]);
  else
    g_string_append (out, escape + 1);
}

/* The parts of a string; FALSE: something is computed. */
static gboolean
append_parts (const RetortTypescript *self, TSNode node, GString *out)
{
  gsize at = ts_node_start_byte (node) + 1;
  const char *text = retort_source_get_text (self->source);

  for (guint32 i = 0; i < ts_node_named_child_count (node); i++)
    {
      TSNode child = ts_node_named_child (node, i);
      g_autofree char *part = NULL;

      if (retort_typescript_is (child, "string_fragment"))
        continue;
      if (!retort_typescript_is (child, "escape_sequence"))
        return FALSE;
      part = retort_typescript_dup_text (self, child);
      g_string_append_len (out, text + at, (gssize) (ts_node_start_byte (child) - at));
      append_escape (out, part);
      at = ts_node_end_byte (child);
    }
  g_string_append_len (out, text + at, (gssize) (ts_node_end_byte (node) - 1 - at));
  return TRUE;
}

/**
 * retort_typescript_dup_string:
 * @self: a file
 * @node: an expression
 *
 * Returns: (transfer full) (nullable): its value, when it is a string that holds nothing computed
 */
char *
retort_typescript_dup_string (const RetortTypescript *self, TSNode node)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (ts_node_is_null (node))
    return NULL;
  node = retort_typescript_resolve (self, node);
  if (!retort_typescript_is (node, "string") && !retort_typescript_is (node, "template_string"))
    return NULL;
  return append_parts (self, node, out) ? g_strdup (out->str) : NULL;
}

/**
 * retort_typescript_dup_key:
 * @self: a file
 * @key: the key of an object's pair
 *
 * Returns: (transfer full) (nullable): its text; %NULL when it is computed
 */
char *
retort_typescript_dup_key (const RetortTypescript *self, TSNode key)
{
  if (retort_typescript_is (key, "property_identifier") || retort_typescript_is (key, "number"))
    return retort_typescript_dup_text (self, key);
  return retort_typescript_is (key, "string") ? retort_typescript_dup_string (self, key) : NULL;
}

static JsonNode *read_value (const RetortTypescript *self, TSNode node, const char *path, GPtrArray *unknown);

static void
read_pair (const RetortTypescript *self, TSNode pair, const char *path, JsonObject *object, GPtrArray *unknown)
{
  g_autofree char *key = retort_typescript_dup_key (self, retort_typescript_field (pair, "key"));
  g_autofree char *inner = key != NULL ? g_strdup_printf ("%s%s%s", path, *path != '\0' ? "." : "", key) : NULL;
  JsonNode *value = NULL;

  if (key == NULL)
    {
      g_ptr_array_add (unknown, g_strdup (path));
      return;
    }
  value = read_value (self, retort_typescript_field (pair, "value"), inner, unknown);
  if (value != NULL)
    json_object_set_member (object, key, value);
}

/* { out }: the name is the key, and a const of this file the value. */
static void
read_shorthand (const RetortTypescript *self, TSNode node, const char *path, JsonObject *object, GPtrArray *unknown)
{
  g_autofree char *name = retort_typescript_dup_text (self, node);
  g_autofree char *inner = g_strdup_printf ("%s%s%s", path, *path != '\0' ? "." : "", name);
  const TSNode *value = g_hash_table_lookup (self->consts, name);
  JsonNode *read = value != NULL ? read_value (self, *value, inner, unknown) : NULL;

  if (value == NULL)
    g_ptr_array_add (unknown, g_strdup (inner));
  if (read != NULL)
    json_object_set_member (object, name, read);
}

static JsonNode *
read_object (const RetortTypescript *self, TSNode node, const char *path, GPtrArray *unknown)
{
  JsonNode *result = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  for (guint32 i = 0; i < ts_node_named_child_count (node); i++)
    {
      TSNode child = ts_node_named_child (node, i);

      if (retort_typescript_is (child, "pair"))
        read_pair (self, child, path, object, unknown);
      else if (retort_typescript_is (child, "shorthand_property_identifier"))
        read_shorthand (self, child, path, object, unknown);
      else if (!retort_typescript_is (child, "comment"))
        g_ptr_array_add (unknown, g_strdup (path));
    }
  json_node_take_object (result, object);
  return result;
}

static JsonNode *
read_array (const RetortTypescript *self, TSNode node, const char *path, GPtrArray *unknown)
{
  JsonNode *result = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint32 i = 0; i < ts_node_named_child_count (node); i++)
    {
      TSNode child = ts_node_named_child (node, i);
      JsonNode *value = retort_typescript_is (child, "comment") ? NULL : read_value (self, child, path, unknown);

      if (value != NULL)
        json_array_add_element (array, value);
    }
  json_node_take_array (result, array);
  return result;
}

/* -1 */
static gboolean
is_negative (const RetortTypescript *self, TSNode node)
{
  g_autofree char *text = retort_typescript_is (node, "unary_expression") ? retort_typescript_dup_text (self, node) : NULL;

  return text != NULL && text[0] == '-' && retort_typescript_is (retort_typescript_field (node, "argument"), "number") && g_ascii_isdigit (text[1]);
}

static JsonNode *
read_number (const char *text)
{
  gint64 whole = 0;

  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &whole, NULL) ? json_node_init_int (json_node_alloc (), whole)
                                                                                   : json_node_init_double (json_node_alloc (), g_ascii_strtod (text, NULL));
}

static JsonNode *
read_value (const RetortTypescript *self, TSNode node, const char *path, GPtrArray *unknown)
{
  g_autofree char *text = NULL;

  node = retort_typescript_resolve (self, node);
  if (retort_typescript_is (node, "object"))
    return read_object (self, node, path, unknown);
  if (retort_typescript_is (node, "array"))
    return read_array (self, node, path, unknown);
  text = retort_typescript_dup_string (self, node);
  if (text != NULL)
    return json_node_init_string (json_node_alloc (), text);
  if (retort_typescript_is (node, "true") || retort_typescript_is (node, "false"))
    return json_node_init_boolean (json_node_alloc (), retort_typescript_is (node, "true"));
  if (retort_typescript_is (node, "null"))
    return json_node_init_null (json_node_alloc ());
  if (retort_typescript_is (node, "number") || is_negative (self, node))
    {
      text = retort_typescript_dup_text (self, node);
      return read_number (text);
    }
  g_ptr_array_add (unknown, g_strdup (path));
  return NULL;
}

/**
 * retort_typescript_read_literal:
 * @self: a file
 * @node: an expression
 * @unknown: (element-type utf8): the paths ("dbCredentials.url") of what is computed are added; "" for the whole
 *
 * Returns: (transfer full) (nullable): what stands there literally; %NULL when nothing does
 */
JsonNode *
retort_typescript_read_literal (const RetortTypescript *self, TSNode node, GPtrArray *unknown)
{
  if (!ts_node_is_null (node))
    return read_value (self, node, "", unknown);
  g_ptr_array_add (unknown, g_strdup (""));
  return NULL;
}
