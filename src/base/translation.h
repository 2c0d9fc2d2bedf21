/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the translations that belong to the running program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void retort_translation_start (void);

G_END_DECLS
