/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which known word somebody probably meant. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean    retort_near_word_is_nearer (const char *word, const char *known, guint *n_changes);
const char *retort_near_word_find      (const char *word, const char *const *known);

G_END_DECLS
