/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of Python's datetime: date, datetime, time, timedelta and timezones that are a fixed distance from UTC. */
#pragma once

#include "python/calendar.h"
#include "python/value.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_PY_MOMENT_DATE,
  RETORT_PY_MOMENT_DATETIME,
  RETORT_PY_MOMENT_TIME,
  RETORT_PY_MOMENT_DELTA,
  RETORT_PY_MOMENT_ZONE,
} RetortPyMomentKind;

typedef struct
{
  RetortPyMomentKind kind;
  RetortPyClock      clock;    /* of DATE, DATETIME and TIME; what a kind lacks is 1 or 0 */
  gboolean           has_zone; /* of DATETIME and TIME */
  gint64             zone_us;  /* east of UTC; of a ZONE too */
  gint64             delta_us; /* of a DELTA */
} RetortPyMoment;

const RetortPyMoment *retort_py_value_get_moment (const RetortPyValue *self); /* NULL: it is none */
RetortPyValue        *retort_py_new_moment       (RetortPyEvaluation *evaluation, const RetortPyMoment *moment);
char                 *retort_py_moment_to_iso    (const RetortPyMoment *self, char separator) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
