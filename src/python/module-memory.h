/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What names of modules stand for, so that a module of which many files take one constant does not run for each of them. Kept are plain values,
 * and that nothing is known of a name; what an evaluation could change, or run, belongs to it alone. */
#pragma once

#include "python/evaluator.h"

G_BEGIN_DECLS

RetortPyModuleMemory *retort_py_module_memory_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_py_module_memory_free (RetortPyModuleMemory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPyModuleMemory, retort_py_module_memory_free)

G_END_DECLS
