/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What moment.c, moment-methods.c and module-datetime.c share. */
#pragma once

#include "python/modules-private.h"
#include "python/moment.h"

G_BEGIN_DECLS

/* Ten thousand years, the range of dates; the limit of CPython, a thousand million days, does not fit into microseconds. */
#define RETORT_PY_MAX_DELTA_US (G_GINT64_CONSTANT (3652059) * RETORT_DAY_US)

RetortPyValue *retort_py_new_delta        (RetortPyEvaluation *evaluation, gint64 us);
RetortPyValue *retort_py_moment_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

G_END_DECLS
