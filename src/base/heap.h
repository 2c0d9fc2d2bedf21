/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a short-lived program with threads gets its memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void retort_heap_keep_all (void);
void retort_heap_reserve  (void);

G_END_DECLS
