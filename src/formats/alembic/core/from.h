/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What statements read: tables under another name, subqueries, CTEs and joins (sqlalchemy/sql/selectable.py). */
#pragma once

#include "formats/alembic/core/scope.h"

G_BEGIN_DECLS

/* alias(), join(), outerjoin() of sqlalchemy, and of a table. */
extern const RetortFunction retort_from_functions[];
extern const RetortFunction retort_from_table_functions[];

RetortTableClause *retort_from_new_alias  (RetortPyEvaluation *evaluation, const RetortTableClause *element, RetortName name);
RetortTableClause *retort_from_new_join   (RetortCall *call, const RetortTableClause *left, const RetortTableClause *right,
                                           RetortClause *condition, gboolean is_outer, gboolean is_full);
void     retort_from_collect   (GPtrArray *froms, const RetortClause *clause);
void     retort_from_add       (GPtrArray *froms, const RetortTableClause *from);
void     retort_from_add_parts (GPtrArray *parts, const RetortTableClause *from);
void     retort_from_normalize (GPtrArray *froms);
gboolean retort_from_append    (RetortCall *call, GString *out, const RetortTableClause *from, RetortScope *scope);
gboolean retort_from_append_all (RetortCall *call, GString *out, const char *before, GPtrArray *froms, RetortScope *scope);

G_END_DECLS
