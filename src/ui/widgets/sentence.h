/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message as a sentence of its own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *retort_dup_sentence (const char *message);

G_END_DECLS
