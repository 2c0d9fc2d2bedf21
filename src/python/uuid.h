/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uuid.UUID objects, for those who write them as SQL. */
#pragma once

#include "python/value.h"

G_BEGIN_DECLS

const char *retort_py_value_get_uuid (const RetortPyValue *self);

G_END_DECLS
