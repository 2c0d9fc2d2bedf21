/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of SQLAlchemy Core over tables: SELECT, INSERT, UPDATE, DELETE (docs/reference/alembic-ops.md section 9). */
#pragma once

#include "formats/alembic/clause.h"

G_BEGIN_DECLS

typedef struct _RetortSelect RetortSelect;

extern const RetortFunction retort_select_functions[];

/* Methods of a table: insert(), update(), delete(), select(). */
extern const RetortFunction retort_select_table_functions[];

gboolean retort_select_append   (RetortCall *call, GString *out, const RetortSelect *self);
gboolean retort_value_is_select (const RetortPyValue *value);
char    *retort_select_to_sql   (RetortCall *call, RetortPyValue *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
