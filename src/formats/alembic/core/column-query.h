/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.query() of columns and tables: rows that are no objects. */
#pragma once

#include "formats/alembic/orm/object.h"

G_BEGIN_DECLS

RetortPyValue *retort_column_query_make     (RetortCall *call);
RetortPyValue *retort_column_query_of_class (RetortCall *call, RetortObjects *objects, RetortPyValue *klass);

G_END_DECLS
