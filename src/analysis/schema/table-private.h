/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of tables: made from what a statement says. Functions that return gboolean have failed when it is FALSE. */
#pragma once

#include "analysis/schema/expression-private.h"
#include "analysis/schema/names-private.h"

G_BEGIN_DECLS

/* column.c: a column with what its own clauses say, but for constraints and what serial and identity make. */
RetortColumn *retort_column_from_definition (RetortEdit *edit, const RetortTable *table, const PgQuery__ColumnDef *definition);
gboolean      retort_edit_finish_column     (RetortEdit *edit, RetortTable *table, RetortColumn *column, const PgQuery__ColumnDef *definition);
void          retort_column_set_default     (RetortEdit *edit, const RetortTable *table, RetortColumn *column, const PgQuery__Node *expression);

/* sequence.c */
gboolean      retort_edit_make_identity     (RetortEdit *edit, const RetortTable *table, RetortColumn *column, char kind, size_t n_options, PgQuery__Node *const *options);
void          retort_edit_copy_identity     (RetortEdit *edit, const RetortTable *source, const RetortTable *table, RetortColumn *column);
char         *retort_edit_make_serial       (RetortEdit *edit, const RetortTable *table, RetortColumn *column);
char         *retort_owned_by               (const char *schema, const char *table, const char *column);
RetortSequence *retort_edit_find_owned_sequence (RetortEdit *edit, const RetortTable *table, const char *column);
gboolean      retort_edit_alter_identity    (RetortEdit *edit, const RetortTable *table, RetortColumn *column, size_t n_options, PgQuery__Node *const *options);

/* constraint.c: opens, changes and puts the table; @column (nullable) when it stands at a column. */
gboolean      retort_edit_add_constraint    (RetortEdit *edit, RetortPlace table, const PgQuery__Constraint *constraint, const char *column);
gboolean      retort_edit_drop_constraint   (RetortEdit *edit, RetortPlace table, const char *name, gboolean cascade);
gboolean      retort_edit_drop_keys_of_index (RetortEdit *edit, const RetortTable *table, const RetortIndex *index, gboolean cascade);
char         *retort_join_identifiers       (GStrv names);

/* index.c */
RetortIndex  *retort_index_of_columns       (RetortEdit *edit, const RetortTable *table, const char *name, GStrv keys, GStrv included);
void          retort_index_write_definition (RetortEdit *edit, const RetortTable *table, RetortIndex *index, const char *keys);
char         *retort_options_to_string      (size_t n_options, PgQuery__Node *const *options);
GStrv         retort_options_to_list        (size_t n_options, PgQuery__Node *const *options);
const char   *retort_option_get_text        (const PgQuery__Node *node, char **owned);

/* clone.c: what partitions get from their parents, and LIKE from its source; tables are opened, changed and put. */
void          retort_edit_give_index_to_partitions (RetortEdit *edit, RetortPlace parent, const char *index_name);
void          retort_edit_inherit_parts     (RetortEdit *edit, RetortPlace parent, RetortPlace partition);
void          retort_edit_give_foreign_key  (RetortEdit *edit, const RetortConstraint *source, RetortPlace place);
void          retort_edit_drop_index_of_partitions (RetortEdit *edit, RetortPlace parent, const char *index_name);
gboolean      retort_edit_drop_constraint_of_children (RetortEdit *edit, RetortPlace parent, const RetortConstraint *constraint);
void          retort_table_own_parts        (RetortTable *table);
void          retort_edit_join_parent       (RetortEdit *edit, RetortPlace parent, RetortPlace partition);
void          retort_edit_leave_parent      (RetortEdit *edit, RetortPlace parent, RetortPlace partition);
void          retort_edit_copy_indexes      (RetortEdit *edit, RetortPlace source, RetortPlace place);

/* key-types.c: FALSE after a failure */
gboolean      retort_key_may_point_at       (RetortEdit *edit, const char *type, const char *referenced);
gboolean      retort_edit_check_foreign_keys (RetortEdit *edit, RetortPlace place, const char *column);

/* statistics.c */
void          retort_edit_follow_statistics (RetortEdit *edit, RetortTable *table, const char *old, const char *name);

/* partition-bound.c */
char         *retort_edit_write_bound       (RetortEdit *edit, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound, gboolean *is_as_written) G_GNUC_WARN_UNUSED_RESULT;
gboolean      retort_edit_check_default_partition (RetortEdit *edit, const RetortTable *parent, const PgQuery__PartitionBoundSpec *bound, const char *name);

/* dependents.c: what goes with a column, table or type, or forbids that it goes. */
gboolean      retort_edit_drop_column       (RetortEdit *edit, RetortPlace table, const char *column, gboolean cascade);
gboolean      retort_edit_drop_table        (RetortEdit *edit, const RetortTable *table, gboolean cascade);
gboolean      retort_edit_drop_views_of     (RetortEdit *edit, const char *schema, const char *table, const char *column, gboolean cascade);
gboolean      retort_edit_can_have_children (RetortEdit *edit, const RetortTable *parent);
GStrv         retort_index_list_columns     (const RetortTable *table, const RetortIndex *index) G_GNUC_WARN_UNUSED_RESULT;
gboolean      retort_edit_drop_defaults_of_sequence (RetortEdit *edit, const RetortSequence *sequence, const RetortTable *except, gboolean cascade);
gboolean      retort_index_uses_column      (const RetortTable *table, const RetortIndex *index, const char *column);
gboolean      retort_index_has_keys         (const RetortTable *table, const RetortIndex *index, GStrv columns);
gboolean      retort_strv_has_same_words    (GStrv a, GStrv b, guint n_b);
gboolean      retort_edit_check_bound       (RetortEdit *edit, const RetortTable *parent, const char *bound, const char *name);
gboolean      retort_edit_drop_policies_of  (RetortEdit *edit, const char *schema, const char *table, const char *column, gboolean cascade);
gboolean      retort_policy_looks_at        (const RetortPolicy *policy, const char *schema, const char *table, const char *column);
gboolean      retort_view_uses              (const RetortTable *view, const char *schema, const char *table, const char *column);
gboolean      retort_edit_drop_type_uses    (RetortEdit *edit, const char *type, gboolean cascade);
void          retort_edit_drop_foreign_key  (RetortEdit *edit, const RetortTable *table, const RetortConstraint *constraint);

/* rewrite.c: texts that say a name follow when it changes. */
void          retort_edit_follow_table      (RetortEdit *edit, const RetortTable *old, const char *schema, const char *name);
void          retort_edit_follow_column     (RetortEdit *edit, RetortTable *table, const char *old, const char *name);
void          retort_edit_follow_type       (RetortEdit *edit, const char *old, const char *name);

G_END_DECLS
