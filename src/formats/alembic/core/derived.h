/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind FROM and is no table: functions that give rows, VALUES, LATERAL, texts. */
#pragma once

#include "formats/alembic/core/scope.h"

G_BEGIN_DECLS

/* Of sqlalchemy; methods of a function, of a SELECT and of what they make. */
extern const RetortFunction retort_derived_functions[];
extern const RetortFunction retort_derived_clause_functions[];
extern const RetortFunction retort_derived_select_functions[];
extern const RetortMembers  retort_derived_table_members;

const RetortTableClause *retort_derived_from_value (RetortCall *call, const char *what, RetortPyValue *value);
gboolean                 retort_derived_append     (RetortCall *call, GString *out, const RetortTableClause *self, RetortScope *scope);

G_END_DECLS
