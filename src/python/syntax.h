/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python source as a tree-sitter tree; a half-typed file still has one. */
#pragma once

#include "python/node.h"

G_BEGIN_DECLS

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortPyTree RetortPyTree;

RetortPyTree     *retort_py_tree_parse        (RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
RetortPyTree     *retort_py_tree_ref          (RetortPyTree *self);
void              retort_py_tree_unref        (RetortPyTree *self);
RetortSource     *retort_py_tree_get_source   (const RetortPyTree *self);
gboolean          retort_py_tree_has_inner_bindings (RetortPyTree *self);
gboolean          retort_py_tree_is_sound     (const RetortPyTree *self);
void              retort_py_tree_set_sound    (const RetortPyTree *self);
const RetortPyNode *retort_py_tree_get_root   (const RetortPyTree *self);
const char       *retort_py_tree_get_problem  (const RetortPyTree *self);

char             *retort_py_node_dup_text     (const RetortPyTree *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean          retort_py_string_is_plain   (const char *text, const RetortPyNode *node, RetortSpan *span);
char             *retort_py_string_value      (const RetortPyTree *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean          retort_py_resolve_bytes     (const char *text, gsize length, gboolean is_raw, GString *out);
char             *retort_py_resolve_escapes   (const char *text, gsize length, gboolean is_raw) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPyTree, retort_py_tree_unref)

G_END_DECLS
