/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sequences, views and policies of schema.ts. */
#pragma once

#include "formats/drizzle/expression-ts.h"

G_BEGIN_DECLS

/**
 * RetortDrizzleObjectKind:
 * @RETORT_DRIZZLE_OBJECT_NONE: something else
 * @RETORT_DRIZZLE_OBJECT_SEQUENCE: a sequence: before tables
 * @RETORT_DRIZZLE_OBJECT_VIEW: a view: after tables
 * @RETORT_DRIZZLE_OBJECT_POLICY: a policy with a link to a table
 */
typedef enum
{
  RETORT_DRIZZLE_OBJECT_NONE,
  RETORT_DRIZZLE_OBJECT_SEQUENCE,
  RETORT_DRIZZLE_OBJECT_VIEW,
  RETORT_DRIZZLE_OBJECT_POLICY,
} RetortDrizzleObjectKind;

/* @sql (out) (nullable): what makes it; NULL without @refusal: nothing does. @refusal (out) (nullable): why that is not known, a clause. */
RetortDrizzleObjectKind retort_drizzle_object_read (const RetortDrizzleScope *scope, TSNode expression, char **sql, const char **refusal);
/* (transfer full) (nullable): CREATE POLICY of pgPolicy (…) for a table, as SQL writes it; NULL: it is computed */
char *retort_drizzle_policy_dup      (const RetortDrizzleScope *scope, TSNode call, const char *table) G_GNUC_WARN_UNUSED_RESULT;
/* " START WITH 100 CYCLE" */
void  retort_drizzle_append_sequence (GString *out, JsonObject *options);
/* "fillfactor = 70" */
void  retort_drizzle_append_options  (GString *out, JsonObject *options);
/* The member of an object; a null node when there is none. */
TSNode retort_drizzle_get_member     (const RetortTypescript *file, TSNode object, const char *name);

G_END_DECLS
