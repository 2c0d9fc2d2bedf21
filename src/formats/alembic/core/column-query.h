/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.query() of columns and tables: rows that are no objects. */
#pragma once

#include "formats/alembic/object.h"

G_BEGIN_DECLS

RetortPyValue *retort_column_query_make (RetortCall *call);

G_END_DECLS
