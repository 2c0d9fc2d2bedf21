/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which relations of a schema their bare name finds, and how PostgreSQL then writes them. Pure. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

/* Immutable; one owner; the schema outlives it. */
typedef struct _RetortNameScope RetortNameScope;

RetortNameScope *retort_name_scope_new           (const RetortSchema *schema) G_GNUC_WARN_UNUSED_RESULT;
void             retort_name_scope_free          (RetortNameScope *self);
gboolean         retort_name_scope_is_visible    (const RetortNameScope *self, const char *schema, const char *name);
gboolean         retort_name_scope_is_searched   (const RetortNameScope *self, const char *schema);
/* As the type regclass writes it: quoted where needed, with its schema where needed. */
char            *retort_name_scope_dup_regclass  (const RetortNameScope *self, const char *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* As format_type() writes the name of a type. */
char            *retort_name_scope_dup_type      (const RetortNameScope *self, const char *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* The table that a "schema.name" of the model means. */
RetortTable     *retort_name_scope_find_table    (const RetortNameScope *self, const char *qualified);
/* The same name as regclass writes it. */
char            *retort_name_scope_dup_shortened (const RetortNameScope *self, const char *qualified) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortNameScope, retort_name_scope_free)

G_END_DECLS
