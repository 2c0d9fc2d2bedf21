/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function a kind of statement. They have failed when they return FALSE. */
#pragma once

#include "analysis/schema/table-private.h"

G_BEGIN_DECLS

/* Statements by the node that they are; each in the file of its noun. */
gboolean retort_apply_create_table     (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_table_as  (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_alter_table      (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_index     (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_drop             (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_rename           (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_set_schema       (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_owner            (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_enum      (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_alter_enum       (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_domain    (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_alter_domain     (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_composite (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_range     (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_define           (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_foreign_table (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_publication (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_alter_publication (RetortEdit *edit, const PgQuery__Node *node);
void     retort_edit_drop_publication   (RetortEdit *edit, const char *name);
void     retort_edit_rename_publication (RetortEdit *edit, const char *old, const char *name);
gboolean retort_apply_create_sequence  (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_alter_sequence   (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_view      (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_function  (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_trigger   (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_policy    (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_alter_policy     (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_rule      (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_schema    (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_extension (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_create_statistics (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_alter_statistics (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_comment          (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_setting          (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_select           (RetortEdit *edit, const PgQuery__Node *node);
gboolean retort_apply_do               (RetortEdit *edit, const PgQuery__Node *node);
/* Any other, or one that is made of others. */
gboolean retort_edit_apply             (RetortEdit *edit, const PgQuery__Node *node);

/* Whether a new relation or type may be called so. When not: IF NOT EXISTS leaves the edit's kind at NONE, else it failed. */
gboolean retort_edit_claim_relation    (RetortEdit *edit, const char *schema, const char *name, gboolean if_not_exists);
gboolean retort_edit_drop_statistics   (RetortEdit *edit, RetortPlace place, gboolean missing_ok);
gboolean retort_edit_rename_statistics (RetortEdit *edit, RetortPlace place, const char *name);
gboolean retort_edit_claim_type        (RetortEdit *edit, const char *schema, const char *name);

G_END_DECLS
