/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says what Python refuses although tree-sitter accepts it: wrong indentation, duplicate keywords, an empty block, and every ERROR or
 * MISSING node (docs/ARCHITECTURE.md, decision 2). */
#pragma once

#include "python/syntax.h"

G_BEGIN_DECLS

/**
 * RetortPyProblemKind:
 * @RETORT_PY_PROBLEM_DOUBT: a sound file may hold it, which this validator or this version of Python does not know
 * @RETORT_PY_PROBLEM_COMPILER: the grammar allows it, Python does not
 * @RETORT_PY_PROBLEM_SYNTAX: the grammar does not allow it
 * @RETORT_PY_PROBLEM_LAYOUT: indentation, or a bracket that is never closed
 * @RETORT_PY_PROBLEM_TOKEN: the text cannot even be cut into words
 *
 * Of several problems Python tells one of the highest kind; a layout gives way to syntax in a line above it.
 */
typedef enum
{
  RETORT_PY_PROBLEM_DOUBT,
  RETORT_PY_PROBLEM_COMPILER,
  RETORT_PY_PROBLEM_SYNTAX,
  RETORT_PY_PROBLEM_LAYOUT,
  RETORT_PY_PROBLEM_TOKEN,
} RetortPyProblemKind;

typedef struct
{
  RetortSpan          span;
  char               *message; /* a clause, without a full stop */
  RetortPyProblemKind kind;
} RetortPyProblem;

void       retort_py_problem_free (RetortPyProblem *self);
/* (element-type RetortPyProblem) (transfer full): problems at or under @node, in order */
GPtrArray *retort_py_validate     (const RetortPyTree *tree, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the one for which Python does not load the file */
const RetortPyProblem *retort_py_find_error (const RetortPyTree *tree, GPtrArray *problems);

G_END_DECLS
