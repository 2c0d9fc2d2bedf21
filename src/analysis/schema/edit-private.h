/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schema while one statement is applied to it, and how names are looked up in it. */
#pragma once

#include "analysis/schema/apply.h"

G_BEGIN_DECLS

/* @schema is thrown away when the statement does not apply. */
typedef struct
{
  RetortSchema    *schema;         /* a copy of the edit's own */
  RetortEffectKind kind;
  char            *reason;         /* nullable */
  char            *subject_schema; /* nullable: what the statement is about, */
  char            *subject_name;   /* when something goes wrong with it */
  gboolean         is_only;        /* the statement says ONLY: partitions and children are left out */
} RetortEdit;

/* A name that a statement uses, resolved; both texts belong to the schema or the tree. */
typedef struct
{
  const char *schema;
  const char *name;
} RetortPlace;

/* protobuf has empty strings where the grammar has nothing. */
static inline const char *
text_or_null (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : NULL;
}

/* How a statement goes on or ends. The subject is what must be known for a failure to be one. */
void         retort_edit_set_subject   (RetortEdit *self, const char *schema, const char *name);
gboolean     retort_edit_fail          (RetortEdit *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean     retort_edit_fail_depended (RetortEdit *self, const char *table, const char *column);
void         retort_edit_taint         (RetortEdit *self, const char *schema, const char *name, const char *reason);
void         retort_edit_changed       (RetortEdit *self);

/* Where names are found and made. Those that return a pointer have failed when it is NULL, unless they say otherwise. */
const char  *retort_edit_get_creation_schema (RetortEdit *self, const char *wanted);
RetortPlace  retort_edit_place_of_names (RetortEdit *self, size_t n_names, PgQuery__Node *const *names);
const char  *retort_edit_find_schema    (RetortEdit *self, RetortObjectKind kind, RetortPlace place);
gpointer     retort_edit_find           (RetortEdit *self, RetortObjectKind kind, RetortPlace place);
RetortTable *retort_edit_find_table     (RetortEdit *self, const PgQuery__RangeVar *relation, gboolean missing_ok);
gboolean     retort_edit_is_visible     (RetortEdit *self, const char *schema);
char        *retort_edit_qualify        (RetortEdit *self, const char *schema, const char *name);

/* Tables are changed as copies: open, change, put. */
RetortTable *retort_edit_open_table     (RetortEdit *self, const char *schema, const char *name);
void         retort_edit_put_table      (RetortEdit *self, RetortTable *table);
char        *retort_quote_place         (const char *schema, const char *name);
/* The two parts of such a name, without quotes. */
GStrv        retort_split_place         (const char *place) G_GNUC_WARN_UNUSED_RESULT;

/* Places of parts in a table's arrays; -1 when there is none. */
int          retort_table_index_of_column     (const RetortTable *table, const char *name);
int          retort_table_index_of_constraint (const RetortTable *table, const char *name);
int          retort_table_index_of_index      (const RetortTable *table, const char *name);
int          retort_table_index_of_policy     (const RetortTable *table, const char *name);
int          retort_table_index_of_trigger    (const RetortTable *table, const char *name);

/* A part as a copy that may be changed, in the place of the shared one. */
RetortColumn     *retort_table_open_column     (RetortTable *table, guint index);
RetortConstraint *retort_table_open_constraint (RetortTable *table, guint index);
RetortIndex      *retort_table_open_index      (RetortTable *table, guint index);
RetortPolicy     *retort_table_open_policy     (RetortTable *table, guint index);
RetortTrigger    *retort_table_open_trigger    (RetortTable *table, guint index);

/* Lists in the order of the catalogue. */
void         retort_table_add_constraint (RetortTable *table, RetortConstraint *constraint);
void         retort_table_add_index      (RetortTable *table, RetortIndex *index);
void         retort_table_sort_parts     (RetortTable *table);
GStrv        retort_strv_with            (GStrv list, const char *text);
GStrv        retort_strv_without         (GStrv list, const char *text);
gboolean     retort_strv_replace         (GStrv list, const char *old, const char *new_text);

G_END_DECLS
