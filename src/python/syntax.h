/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python source as a tree-sitter tree; a half-typed file still has one. */
#pragma once

#include "base/source.h"

#include <tree_sitter/api.h>

G_BEGIN_DECLS

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortPyTree RetortPyTree;

RetortPyTree *retort_py_tree_parse      (RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
RetortPyTree *retort_py_tree_ref        (RetortPyTree *self);
void          retort_py_tree_unref      (RetortPyTree *self);
RetortSource *retort_py_tree_get_source (const RetortPyTree *self);
TSNode        retort_py_tree_get_root   (const RetortPyTree *self);
RetortSpan    retort_py_node_span       (TSNode node);
gboolean      retort_py_node_is         (TSNode node, const char *type);
char         *retort_py_node_dup_text   (const RetortPyTree *self, TSNode node) G_GNUC_WARN_UNUSED_RESULT;
/* A string literal without its quotes, escapes resolved; concatenated literals joined. (nullable): not a plain literal (f-string, bytes). */
char         *retort_py_string_value    (const RetortPyTree *self, TSNode node) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPyTree, retort_py_tree_unref)

G_END_DECLS
