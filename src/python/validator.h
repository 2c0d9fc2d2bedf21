/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says what Python refuses although tree-sitter accepts it: wrong indentation, duplicate keywords, an empty block, and every ERROR or
 * MISSING node (docs/ARCHITECTURE.md, decision 2). */
#pragma once

#include "python/syntax.h"

G_BEGIN_DECLS

typedef struct
{
  RetortSpan span;
  char      *message; /* a clause, without a full stop */
} RetortPyProblem;

void       retort_py_problem_free (RetortPyProblem *self);
/* (element-type RetortPyProblem) (transfer full): problems at or under @node, in order */
GPtrArray *retort_py_validate     (const RetortPyTree *tree, TSNode node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
