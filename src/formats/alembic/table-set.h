/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sa.MetaData(): the tables that belong together, in the order in which they were defined. */
#pragma once

#include "formats/alembic/table.h"

G_BEGIN_DECLS

typedef struct _RetortTableSet RetortTableSet;

extern const RetortFunction retort_metadata_function;

RetortTableSet *retort_table_set_from_value (const RetortPyValue *value);
RetortName      retort_table_set_get_schema (const RetortTableSet *self);
RetortPyValue  *retort_table_set_find       (const RetortTableSet *self, RetortName schema, RetortName name);
void            retort_table_set_add        (RetortPyEvaluation *evaluation, RetortTableSet *self, RetortPyValue *value);
void            retort_table_set_doubt_value (const RetortPyValue *value);
GPtrArray      *retort_table_set_list       (RetortCall *call, const RetortTableSet *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
