/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tree-sitter's grammar of Python puts together in another way than Python does. */
#pragma once

#include "python/node.h"

G_BEGIN_DECLS

const RetortPyNode *retort_py_node_get_first_operand (const RetortPyNode *node);
gboolean            retort_py_node_is_splat          (const RetortPyNode *node);
gboolean            retort_py_node_is_misread        (const RetortPyNode *node);

G_END_DECLS
