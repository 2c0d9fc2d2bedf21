/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of SQLAlchemy Core: SELECT, INSERT, UPDATE, DELETE (docs/reference/alembic-ops.md section 9). */
#pragma once

#include "formats/alembic/clause.h"
#include "formats/alembic/parameters.h"

G_BEGIN_DECLS

/* Of sqlalchemy; of sqlalchemy.dialects.postgresql; methods of a table; methods of exists(). */
extern const RetortFunction retort_select_functions[];
extern const RetortFunction retort_select_table_functions[];
extern const RetortFunction retort_dml_functions[];
extern const RetortFunction retort_dml_postgresql_functions[];
extern const RetortFunction retort_dml_table_functions[];
extern const RetortFunction retort_exists_functions[];
extern const RetortFunction retort_nested_functions[];
extern const RetortFunction retort_cte_functions[]; /* of a recursive CTE */

gboolean      retort_select_append     (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *outer, gboolean is_from);
gboolean      retort_value_is_select   (const RetortPyValue *value);
gboolean      retort_core_is_insert    (const RetortPyValue *value);
void          retort_core_check_session (RetortCall *call, const RetortPyValue *value, const RetortPyValue *options);
gboolean      retort_core_is_plain_type (const RetortType *type);
gboolean      retort_core_has_plain_result (const RetortPyValue *value);
RetortPyValue *retort_select_as_subquery (RetortCall *call, RetortPyValue *statement, const RetortPyArguments *arguments);
RetortClause *retort_select_to_clause  (RetortCall *call, RetortPyValue *value);
char         *retort_core_to_sql  (RetortCall *call, const RetortPyValue *value, const RetortParameters *parameters, guint *n_done) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
