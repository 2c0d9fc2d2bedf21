/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python's builtin functions, one C function each: (frame, the call, nothing, its arguments) → its result, or NULL when it raised. */
#pragma once

#include "python/evaluation-private.h"

G_BEGIN_DECLS

/* builtin-types.c */
RetortPyValue *retort_py_builtin_len (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_str (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_repr (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_int (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_float (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_bool (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_range (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_list (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_tuple (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_set (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_dict (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_print (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_abs (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_chr (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_ord (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_isinstance (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_callable (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_format (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);

/* builtin-iteration.c */
RetortPyValue *retort_py_builtin_enumerate (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_zip (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_map (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_reversed (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_iter (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_next (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_sorted (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_min (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_max (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_sum (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_any (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);
RetortPyValue *retort_py_builtin_all (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments);

G_END_DECLS
