/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shared library that is loaded when it is needed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean retort_library_load (const char *file, const char *const *names, gpointer *functions, GError **error);

G_END_DECLS
