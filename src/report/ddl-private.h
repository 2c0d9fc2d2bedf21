/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A script that is being written: statements, a blank line between groups. */
#pragma once

#include "model/schema.h"

G_BEGIN_DECLS

typedef struct
{
  GString    *out;
  GHashTable *owned; /* key: "schema.table.column", borrowed; value: GPtrArray of RetortSequence */
} RetortDdl;

/* Helpers of all three files. */
char *retort_ddl_dup_name     (const char *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;
void  retort_ddl_append       (RetortDdl *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* COMMENT ON @what IS …; nothing when @comment is %NULL. */
void  retort_ddl_add_comment  (RetortDdl *self, const char *what, const char *comment);
void  retort_ddl_add_column_type (RetortDdl *self, const RetortColumn *column);

/* ddl-objects.c */
void  retort_ddl_add_enum_type (RetortDdl *self, const RetortEnumType *type);
void  retort_ddl_add_domain    (RetortDdl *self, const RetortDomain *domain);
void  retort_ddl_add_composite_type (RetortDdl *self, const RetortCompositeType *type);
void  retort_ddl_add_sequence  (RetortDdl *self, const RetortSequence *sequence);
void  retort_ddl_add_sequence_options (RetortDdl *self, const RetortSequence *sequence);
void  retort_ddl_add_function  (RetortDdl *self, const RetortFunction *function);

/* ddl-table.c: first what stands in CREATE, later what needs all tables (foreign keys), or rows to be in (indexes). */
const char *retort_ddl_relation_noun (const RetortTable *table);
void  retort_ddl_add_relation  (RetortDdl *self, const RetortTable *table);
void  retort_ddl_add_attachment (RetortDdl *self, const RetortTable *table);
void  retort_ddl_add_settings  (RetortDdl *self, const RetortTable *table);
/* ddl-parts.c */
void  retort_ddl_add_indexes   (RetortDdl *self, const RetortTable *table);
void  retort_ddl_add_index_attachments (RetortDdl *self, const RetortTable *table);
void  retort_ddl_add_foreign_keys (RetortDdl *self, const RetortTable *table);
void  retort_ddl_add_parts     (RetortDdl *self, const RetortTable *table);
void  retort_ddl_add_policy    (RetortDdl *self, const char *table_name, const RetortPolicy *policy);
void  retort_ddl_add_trigger   (RetortDdl *self, const char *table_name, const RetortTrigger *trigger);

G_END_DECLS
