/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python values as SQL literals of a type (docs/reference/alembic-ops.md section 3, online semantics). */
#pragma once

#include "formats/alembic/type.h"

G_BEGIN_DECLS

gboolean retort_literal_append (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type);

G_END_DECLS
