/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree-sitter's reading of a text, taken over into one array of nodes. */
#pragma once

#include "python/node.h"

G_BEGIN_DECLS

/* Immutable but for the mark, atomically reference counted: may cross threads. */
typedef struct _RetortPyNodeTable RetortPyNodeTable;

RetortPyNodeTable  *retort_py_node_table_parse     (const char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;
GBytes             *retort_py_node_table_pack      (const RetortPyNodeTable *self) G_GNUC_WARN_UNUSED_RESULT;
RetortPyNodeTable  *retort_py_node_table_unpack    (GBytes *pack) G_GNUC_WARN_UNUSED_RESULT;
RetortPyNodeTable  *retort_py_node_table_ref       (RetortPyNodeTable *self);
void                retort_py_node_table_unref     (RetortPyNodeTable *self);
const RetortPyNode *retort_py_node_table_get_root  (const RetortPyNodeTable *self);
gboolean            retort_py_node_table_is_sound  (const RetortPyNodeTable *self);
void                retort_py_node_table_set_sound (RetortPyNodeTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPyNodeTable, retort_py_node_table_unref)

G_END_DECLS
