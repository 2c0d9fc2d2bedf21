/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/grammar.h"

#include <string.h>

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

/* Made once; several symbols of the grammar may have one name (aliases). */
typedef struct
{
  RetortPyNodeType *type_of_symbol; /* index: TSSymbol */
  uint32_t          n_symbols;
  TSFieldId         fields[RETORT_PY_N_FIELDS];
} Tables;

static RetortPyNodeType
type_named (const char *name)
{
  for (guint i = 1; i < RETORT_PY_N_NODE_TYPES; i++)
    if (strcmp (node_type_names[i], name) == 0)
      return (RetortPyNodeType) i;
  return RETORT_PY_NODE_other;
}

static const Tables *
get_tables (void)
{
  static Tables tables;
  static gsize is_made = 0;

  if (g_once_init_enter (&is_made))
    {
      const TSLanguage *language = retort_py_language ();

      tables.n_symbols = ts_language_symbol_count (language);
      tables.type_of_symbol = g_new0 (RetortPyNodeType, tables.n_symbols);
      for (uint32_t i = 0; i < tables.n_symbols; i++)
        if (ts_language_symbol_type (language, (TSSymbol) i) == TSSymbolTypeRegular)
          tables.type_of_symbol[i] = type_named (ts_language_symbol_name (language, (TSSymbol) i));
      for (guint i = 0; i < RETORT_PY_N_FIELDS; i++)
        tables.fields[i] = ts_language_field_id_for_name (language, field_names[i], (uint32_t) strlen (field_names[i]));
      g_once_init_leave (&is_made, 1);
    }
  return &tables;
}

/**
 * retort_py_node_get_type:
 * @node: a node, or the null node
 *
 * Returns: its type
 */
RetortPyNodeType
retort_py_node_get_type (TSNode node)
{
  const Tables *tables = get_tables ();
  TSSymbol symbol;

  if (ts_node_is_null (node))
    return RETORT_PY_NODE_other;
  symbol = ts_node_symbol (node);
  if (symbol >= tables->n_symbols)
    return RETORT_PY_NODE_ERROR; /* tree-sitter's own symbol for errors lies beyond the grammar's */
  return tables->type_of_symbol[symbol];
}

/**
 * retort_py_node_field:
 * @node: a node, or the null node, which has no children
 * @field: a field
 *
 * Returns: the first child with that field, or the null node
 */
TSNode
retort_py_node_field (TSNode node, RetortPyField field)
{
  if (ts_node_is_null (node))
    return node;
  return ts_node_child_by_field_id (node, get_tables ()->fields[field]);
}

/**
 * retort_py_node_get_first_operand:
 * @node: an expression
 *
 * Returns: what a call, an attribute, a subscript or a binary operator begins with, or the null node for others
 */
TSNode
retort_py_node_get_first_operand (TSNode node)
{
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_call:
      return retort_py_node_field (node, RETORT_PY_FIELD_function);
    case RETORT_PY_NODE_attribute:
      return retort_py_node_field (node, RETORT_PY_FIELD_object);
    case RETORT_PY_NODE_subscript:
      return retort_py_node_field (node, RETORT_PY_FIELD_value);
    case RETORT_PY_NODE_binary_operator:
      return retort_py_node_field (node, RETORT_PY_FIELD_left);
    default:
      return (TSNode){ 0 };
    }
}

/**
 * retort_py_node_is_splat:
 * @node: a member of a list, tuple, set or argument list
 *
 * tree-sitter reads `[*f (x)]` as the call of `*f`, and `[*a + b]` as a sum; Python spreads the whole.
 *
 * Returns: whether @node begins with a `*` that spreads it
 */
gboolean
retort_py_node_is_splat (TSNode node)
{
  for (TSNode at = node; !ts_node_is_null (at); at = retort_py_node_get_first_operand (at))
    if (retort_py_node_get_type (at) == RETORT_PY_NODE_list_splat || retort_py_node_get_type (at) == RETORT_PY_NODE_list_splat_pattern)
      return TRUE;
  return FALSE;
}

static gboolean
is_operation (TSNode node, const char *token)
{
  return retort_py_node_get_type (node) == RETORT_PY_NODE_binary_operator
         && retort_py_node_is (retort_py_node_field (node, RETORT_PY_FIELD_operator), token);
}

/**
 * retort_py_node_is_misread:
 * @node: an expression
 *
 * In the grammar of tree-sitter-python 0.23 `^` binds closer than `&`; in Python it is the other way round.
 *
 * Returns: whether @node was put together in another order than Python's
 */
gboolean
retort_py_node_is_misread (TSNode node)
{
  return is_operation (node, "&")
         && (is_operation (retort_py_node_field (node, RETORT_PY_FIELD_left), "^")
             || is_operation (retort_py_node_field (node, RETORT_PY_FIELD_right), "^"));
}
