/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLAlchemy's own statements about objects: CreateTable() and its like, and create() and drop() of what they are about. */
#pragma once

#include "formats/alembic/table.h"

G_BEGIN_DECLS

extern const RetortFunction retort_ddl_functions[];
extern const RetortFunction retort_ddl_index_functions[];
extern const RetortFunction retort_ddl_sequence_functions[];

const char *retort_ddl_get_sql (const RetortPyValue *value);

G_END_DECLS
