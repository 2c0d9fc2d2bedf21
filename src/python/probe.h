/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single expressions of a module, for who looks at its text rather than runs it: what classes hold whose base is not known. */
#pragma once

#include "python/evaluator.h"

G_BEGIN_DECLS

/* The names of a class's body, or of a module; lives as long as the evaluation. */
typedef struct _RetortPyProbe RetortPyProbe;

typedef void (*RetortPyProbeFunc) (RetortPyEvaluation *evaluation, gpointer user_data);

gboolean       retort_py_evaluation_probe (RetortPyEvaluation *self, RetortPyProbeFunc func, gpointer user_data,
                                           GCancellable *cancellable, GError **error);
RetortPyProbe *retort_py_probe_new      (RetortPyEvaluation *evaluation, const char *module, const RetortPyNode *klass, const char **problem);
RetortPyTree  *retort_py_probe_get_tree (const RetortPyProbe *self);
RetortPyValue *retort_py_probe_evaluate (RetortPyProbe *self, const RetortPyNode *node);
RetortPyValue *retort_py_probe_call     (RetortPyProbe *self, const RetortPyNode *function, RetortPyValue *argument);
void           retort_py_probe_bind     (RetortPyProbe *self, const char *name, RetortPyValue *value);
RetortPyTree  *retort_py_read_standard  (const char *module) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
