/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of an evaluation, each of which is kept once, so that they are compared by address. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Belongs to one thread. */
typedef struct _RetortPyNames RetortPyNames;

RetortPyNames *retort_py_names_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           retort_py_names_free (RetortPyNames *self);
const char    *retort_py_names_find (RetortPyNames *self, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPyNames, retort_py_names_free)

G_END_DECLS
