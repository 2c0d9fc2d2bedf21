/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of sqlalchemy that make expressions. */
#pragma once

#include "formats/alembic/clause.h"

G_BEGIN_DECLS

extern const RetortFunction retort_expression_functions[];

RetortPyValue *retort_expression_get_function_class (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_expression_get_func  (RetortPyEvaluation *evaluation);
RetortPyValue *retort_expression_get_aggregate_order_by (RetortPyEvaluation *evaluation);
RetortPyValue *retort_expression_get_array (RetortPyEvaluation *evaluation);

G_END_DECLS
