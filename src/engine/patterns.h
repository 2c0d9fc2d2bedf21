/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Common changes that a new revision can begin with, and what the schema offers for their fields. */
#pragma once

#include "engine/new-revision.h"

G_BEGIN_DECLS

const RetortPattern *const *retort_patterns_get  (RetortWorkspace *workspace);
const RetortPattern        *retort_patterns_find (RetortWorkspace *workspace, const char *name);

/* @schema (nullable): completes what it knows. */
gboolean   retort_patterns_fill         (RetortWorkspace *workspace, const RetortPattern *pattern, GHashTable *values, RetortSchema *schema,
                                         RetortPatternText *text, GError **error);
/* (element-type utf8): what @schema offers for a field, sorted. */
GPtrArray *retort_patterns_list_choices (const RetortPattern *pattern, const RetortPatternField *field, GHashTable *values,
                                         RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
