/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a Table() sends that is created or dropped: Table.create(), Table.drop(), MetaData.create_all(), MetaData.drop_all(). */
#pragma once

#include "formats/alembic/table.h"

G_BEGIN_DECLS

extern const RetortFunction retort_defined_table_functions[];
extern const RetortFunction retort_defined_table_set_functions[];

char *retort_defined_table_dup_sql (RetortCall *call, const RetortTableClause *clause, gboolean if_not_exists) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
