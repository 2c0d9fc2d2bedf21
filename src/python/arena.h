/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is freed all at once, with the evaluation that made it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One thread at a time. */
typedef struct _RetortPyArena RetortPyArena;

RetortPyArena *retort_py_arena_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void           retort_py_arena_free      (RetortPyArena *self);
gpointer       retort_py_arena_allocate  (RetortPyArena *self, gsize size);
void           retort_py_arena_own       (RetortPyArena *self, gpointer data, GDestroyNotify data_free);
gsize          retort_py_arena_get_size  (const RetortPyArena *self);

G_END_DECLS
