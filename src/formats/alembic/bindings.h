/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names that a Python file binds at its own level, as far as they can be told without running it. */
#pragma once

#include "python/syntax.h"

G_BEGIN_DECLS

/* Belongs to one thread. Nodes are valid as long as the bindings. */
typedef struct _RetortBindings RetortBindings;

RetortBindings *retort_bindings_read          (RetortPyTree *tree) G_GNUC_WARN_UNUSED_RESULT;
void            retort_bindings_free          (RetortBindings *self);

gboolean        retort_bindings_has           (const RetortBindings *self, const char *name);
const RetortPyNode *retort_bindings_find          (const RetortBindings *self, const char *name);
char           *retort_bindings_dup_docstring (const RetortBindings *self) G_GNUC_WARN_UNUSED_RESULT;
char           *retort_bindings_dup_string    (const RetortBindings *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;
GStrv           retort_bindings_dup_strings   (const RetortBindings *self, const RetortPyNode *node) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortBindings, retort_bindings_free)

G_END_DECLS
