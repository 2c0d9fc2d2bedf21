/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that PostgreSQL chooses itself (src/backend/commands/indexcmds.c and catalog/pg_constraint.c of 15). */
#pragma once

#include "analysis/schema/edit-private.h"

G_BEGIN_DECLS

/* What a name is chosen for: @name1 is never NULL, @addition may be. */
char *retort_make_object_name        (const char *name1, const char *addition, const char *label) G_GNUC_WARN_UNUSED_RESULT;
char *retort_choose_relation_name    (RetortEdit *edit, const char *schema, const char *name1, const char *addition, const char *label, gboolean is_constraint) G_GNUC_WARN_UNUSED_RESULT;
char *retort_choose_constraint_name  (RetortEdit *edit, const RetortTable *table, const char *addition, const char *label) G_GNUC_WARN_UNUSED_RESULT;
/* The columns joined by "_", as names of indexes and foreign keys have them. */
gboolean retort_edit_has_constraint (RetortEdit *edit, const char *schema, const char *name);
char *retort_join_column_names       (GStrv columns) G_GNUC_WARN_UNUSED_RESULT;
char *retort_truncate_name           (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
