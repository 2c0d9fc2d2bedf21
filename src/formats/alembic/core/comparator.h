/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an expression can do because of its type: patterns of texts, elements of JSON and of arrays
 * (sqlalchemy/sql/operators.py, sqltypes.py, dialects/postgresql/array.py and json.py). */
#pragma once

#include "formats/alembic/clause.h"

G_BEGIN_DECLS

extern const RetortMembers retort_comparator_members;

RetortPyValue *retort_comparator_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);

RetortPyValue *retort_comparator_collate (RetortCall *call, RetortClause *operand);

G_END_DECLS
