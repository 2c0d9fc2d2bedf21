/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constraints of tables and columns (docs/reference/alembic-ops.md sections 4.5 and 8). */
#pragma once

#include "formats/alembic/clause.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_CONSTRAINT_PRIMARY_KEY,
  RETORT_CONSTRAINT_UNIQUE,
  RETORT_CONSTRAINT_FOREIGN_KEY,
  RETORT_CONSTRAINT_CHECK,
  RETORT_CONSTRAINT_EXCLUDE,
} RetortConstraintKind;

/**
 * RetortConstraint:
 * One constraint; lives as long as the evaluation. An option that was not given is %NULL or -1.
 * @columns: names of its columns; of a foreign key's own table
 * @target: what a foreign key refers to: table, schema, columns
 * @body: CHECK: the condition; EXCLUDE: everything behind its name
 * @table: (nullable): the table whose columns were given themselves
 * @serial: when it was made, which is the order in which a table lists them
 */
typedef struct
{
  RetortConstraintKind kind;
  RetortName           name;
  RetortName          *columns;
  guint                n_columns;
  RetortName           target_schema;
  RetortName           target_table;
  RetortName          *target_columns;
  const char          *body;
  const char          *on_delete;
  const char          *on_update;
  const char          *initially;
  const char          *match;
  int                  deferrable;
  int                  nulls_not_distinct;
  gboolean             is_not_valid;
  gboolean             use_alter;
  gboolean             has_comment;
  RetortName          *included;
  guint                n_included;
  const RetortTableClause *table;
  guint                serial;
} RetortConstraint;

extern const RetortFunction retort_constraint_functions[];
extern const RetortFunction retort_constraint_exclude_function;

RetortConstraint *retort_alembic_constraint_new        (RetortPyEvaluation *evaluation, RetortConstraintKind kind, RetortName name);
RetortPyValue    *retort_constraint_to_value   (RetortPyEvaluation *evaluation, RetortConstraint *self);
const RetortTableClause *retort_constraint_find_table (RetortCall *call, RetortPyValue *const *values, guint n_values);
RetortConstraint *retort_constraint_from_value (const RetortPyValue *value);
void              retort_constraint_set_columns (RetortCall *call, RetortConstraint *self, RetortPyValue *const *values, guint n_values);
void              retort_constraint_read_options (RetortCall *call, RetortConstraint *self);
void              retort_constraint_read_exclude (RetortCall *call, RetortConstraint *self, RetortPyValue *const *elements,
                                                  guint n_elements);
gboolean          retort_constraint_append     (RetortCall *call, GString *out, const RetortConstraint *self);
gboolean          retort_constraint_append_name (RetortCall *call, GString *out, RetortName name);
RetortName       *retort_names_from_values     (RetortCall *call, const char *what, RetortPyValue *const *values, guint n_values);
void              retort_names_append          (GString *out, const RetortName *names, guint n_names);

G_END_DECLS
