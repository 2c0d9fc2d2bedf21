/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Libraries that are loaded when they are first needed, since they bring dozens of others along: whoever does not need them does not wait for them.
 * No tool sees that they are needed: a package of Retort names libpq and libgit2 among what it depends on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void retort_library_load (const char *soname, const char *const *names, gsize n_names, gpointer *functions);

G_END_DECLS
