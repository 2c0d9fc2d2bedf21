/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Common changes as Alembic's operations. */
#pragma once

#include "formats/pattern.h"

G_BEGIN_DECLS

const RetortPattern *const *retort_alembic_patterns_get (void);

gboolean retort_alembic_pattern_fill (const RetortPattern *pattern, GHashTable *values, RetortPatternText *text, GError **error);

G_END_DECLS
