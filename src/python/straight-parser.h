/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a text by a grammar's tables, where they leave no choice. */
#pragma once

#include <glib.h>
#include <tree_sitter/api.h>

G_BEGIN_DECLS

typedef struct _RetortPyStraightParser RetortPyStraightParser;

/**
 * RetortPyBareNode:
 * @start: its first byte
 * @end: the byte behind it
 * @n_nodes: itself and everything inside of it, which stands before it
 * @n_visible: those of them that a tree shows
 * @symbol: what the grammar, or its parent, calls it
 * @field: what it is of its parent; 0: nothing
 * @is_visible: a tree shows it
 * @is_extra: it may stand anywhere
 *
 * A node as it comes from the tables.
 */
typedef struct
{
  guint32   start;
  guint32   end;
  guint32   n_nodes;
  guint32   n_visible;
  TSSymbol  symbol;
  TSFieldId field;
  guint8    is_visible;
  guint8    is_extra;
} RetortPyBareNode;

RetortPyStraightParser *retort_py_straight_parser_new  (const TSLanguage *language) G_GNUC_WARN_UNUSED_RESULT;
void                    retort_py_straight_parser_free (RetortPyStraightParser *self);

const RetortPyBareNode *retort_py_straight_parser_read (RetortPyStraightParser *self, const char *text, gsize length, guint *n_nodes);

G_END_DECLS
