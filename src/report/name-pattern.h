/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names as a user types them: orders, sales.orders, "Odd Name", order*, sales.*. Pure. Source: psql's documentation,
 * "Patterns"; patternToSQLRegex() of PostgreSQL 15. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Immutable; one owner. */
typedef struct _RetortNamePattern RetortNamePattern;

/* (nullable): the text is no pattern */
RetortNamePattern *retort_name_pattern_new     (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void               retort_name_pattern_free    (RetortNamePattern *self);
gboolean           retort_name_pattern_matches (const RetortNamePattern *self, const char *schema, const char *name, gboolean is_visible);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortNamePattern, retort_name_pattern_free)

G_END_DECLS
