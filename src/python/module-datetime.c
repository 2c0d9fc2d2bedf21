/* SPDX-License-Identifier: GPL-3.0-or-later */
/* datetime: the types date, datetime, time, timedelta and timezone. What asks the clock is drawn. */
#include "python/moment-private.h"

#include <string.h>

static const RetortPyClock epoch = { .year = 1970, .month = 1, .day = 1 };

/* Numbers at @values from @from on, or what stays as it is; FALSE: one is no int. */
static gboolean
take_numbers (RetortPyValue *const *values, int *const *places, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 number;

      if (values[i] == NULL)
        continue;
      if (!retort_py_value_get_int64 (values[i], &number))
        return FALSE;
      *places[i] = (int) CLAMP (number, -1, 10000000);
    }
  return TRUE;
}

static gboolean
take_zone (const RetortPyValue *value, RetortPyMoment *moment)
{
  const RetortPyMoment *zone = value != NULL ? retort_py_value_get_moment (value) : NULL;

  if (value == NULL || value->kind == RETORT_PY_NONE)
    return TRUE;
  if (zone == NULL || zone->kind != RETORT_PY_MOMENT_ZONE)
    return FALSE;
  moment->has_zone = TRUE;
  moment->zone_us = zone->zone_us;
  return TRUE;
}

static RetortPyValue *
make (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, RetortPyMomentKind kind, const char *name)
{
  static const char *const day_names[] = { "year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", NULL };
  static const char *const date_names[] = { "year", "month", "day", NULL };
  RetortPyMoment moment = { .kind = kind, .clock = { .year = 1, .month = 1, .day = 1 } };
  int *const places[] = { &moment.clock.year, &moment.clock.month, &moment.clock.day, &moment.clock.hour, &moment.clock.minute,
                          &moment.clock.second, &moment.clock.microsecond };
  guint first = kind == RETORT_PY_MOMENT_TIME ? 3 : 0;
  guint n = kind == RETORT_PY_MOMENT_DATE ? 3 : 7;
  RetortPyValue *values[8] = { NULL };
  RetortPyValue *result;

  if (!retort_py_take_arguments (frame, node, arguments, name, kind == RETORT_PY_MOMENT_DATE ? date_names : day_names + first,
                                 kind == RETORT_PY_MOMENT_TIME ? 0 : 3, values + first, &result))
    return result;
  if (!take_numbers (values, places, n) || !take_zone (values[7], &moment))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '%s()' is not evaluated", name);
  if (!retort_py_clock_is_valid (&moment.clock))
    return retort_py_raise (frame, node, "ValueError", "there is no such day or time");
  return retort_py_new_moment (frame->evaluation, &moment);
}

static RetortPyValue *
make_date (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make (frame, node, arguments, RETORT_PY_MOMENT_DATE, "date");
}

static RetortPyValue *
make_datetime (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make (frame, node, arguments, RETORT_PY_MOMENT_DATETIME, "datetime");
}

static RetortPyValue *
make_time (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make (frame, node, arguments, RETORT_PY_MOMENT_TIME, "time");
}

/* TRUE: a whole number of microseconds. */
static gboolean
take_span (const RetortPyValue *value, gint64 unit_us, gint64 *sum)
{
  double real;
  gint64 number;

  if (retort_py_value_get_int64 (value, &number))
    {
      if (__builtin_mul_overflow (number, unit_us, &number))
        return FALSE;
    }
  else
    {
      if (!retort_py_value_is_number (value) || !retort_py_value_get_double (value, &real) || real * 8 != (double) (gint64) CLAMP (real * 8, -1e12, 1e12)
          || unit_us % 8 != 0)
        return FALSE; /* other floats are rounded in a way of its own */
      number = (gint64) (real * 8) * (unit_us / 8);
    }
  return !__builtin_add_overflow (*sum, number, sum);
}

static RetortPyValue *
make_timedelta (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks", NULL };
  static const gint64 units[] = { RETORT_DAY_US, 1000000, 1, 1000, 60000000, G_GINT64_CONSTANT (3600000000), 7 * RETORT_DAY_US };
  RetortPyValue *values[7];
  RetortPyValue *result;
  gint64 sum = 0;

  if (!retort_py_take_arguments (frame, node, arguments, "timedelta", names, 0, values, &result))
    return result;
  for (guint i = 0; i < 7; i++)
    if (values[i] != NULL && !take_span (values[i], units[i], &sum))
      return retort_py_unknown_with (frame, node, arguments, NULL, "this 'timedelta()' is not evaluated");
  result = retort_py_new_delta (frame->evaluation, sum);
  return result != NULL ? result : retort_py_unknown_with (frame, node, arguments, NULL, "a span of time this long is not calculated");
}

static RetortPyValue *
make_timezone (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "offset", NULL };
  RetortPyMoment zone = { .kind = RETORT_PY_MOMENT_ZONE };
  const RetortPyMoment *offset;
  RetortPyValue *values[1];
  RetortPyValue *result;

  if (arguments->n_positional + arguments->n_keywords == 2)
    return retort_py_unknown_with (frame, node, arguments, NULL, "a timezone with a name is not evaluated");
  if (!retort_py_take_arguments (frame, node, arguments, "timezone", names, 1, values, &result))
    return result;
  offset = retort_py_value_get_moment (values[0]);
  if (offset == NULL || offset->kind != RETORT_PY_MOMENT_DELTA || offset->delta_us % 60000000 != 0 || ABS (offset->delta_us) >= RETORT_DAY_US)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this timezone is not evaluated");
  zone.zone_us = offset->delta_us;
  return retort_py_new_moment (frame->evaluation, &zone);
}

/* --- What asks the clock --- */

static RetortPyValue *
draw (RetortPyFrame *frame, const RetortPyNode *node, RetortPyMoment *moment, gboolean is_local)
{
  g_autoptr(GDateTime) local = g_date_time_new_now_local ();
  gint64 now = g_get_real_time () + retort_py_clock_to_us (&epoch) + (is_local ? g_date_time_get_utc_offset (local) : moment->zone_us);

  if (!retort_py_varies (frame, node, "the clock is read each time it runs"))
    return retort_py_unknown_at (frame, node, "the clock is read each time it runs");
  retort_py_clock_from_us (now, &moment->clock);
  if (moment->kind == RETORT_PY_MOMENT_DATE)
    moment->clock.hour = moment->clock.minute = moment->clock.second = moment->clock.microsecond = 0;
  return retort_py_new_moment (frame->evaluation, moment);
}

static RetortPyValue *
datetime_now (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "tz", NULL };
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DATETIME };
  RetortPyValue *values[1];
  RetortPyValue *result;

  if (!retort_py_take_arguments (frame, node, arguments, "now", names, 0, values, &result))
    return result;
  if (!take_zone (values[0], &moment))
    return retort_py_unknown_with (frame, node, arguments, NULL, "the timezone is not known");
  return draw (frame, node, &moment, !moment.has_zone);
}

static RetortPyValue *
datetime_utcnow (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DATETIME };
  RetortPyValue *result;

  return retort_py_arity (frame, node, arguments, "utcnow", 0, 0, &result) ? draw (frame, node, &moment, FALSE) : result;
}

static RetortPyValue *
datetime_today (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DATETIME };
  RetortPyValue *result;

  return retort_py_arity (frame, node, arguments, "today", 0, 0, &result) ? draw (frame, node, &moment, TRUE) : result;
}

static RetortPyValue *
date_today (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DATE };
  RetortPyValue *result;

  return retort_py_arity (frame, node, arguments, "today", 0, 0, &result) ? draw (frame, node, &moment, TRUE) : result;
}

/* --- From text and numbers --- */

static RetortPyValue *
datetime_strptime (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DATETIME };
  RetortPyValue *result;
  const char *text;
  const char *format;
  gboolean is_known = FALSE;

  if (!retort_py_arity (frame, node, arguments, "strptime", 2, 2, &result))
    return result;
  text = retort_py_value_get_string (arguments->positional[0]);
  format = retort_py_value_get_string (arguments->positional[1]);
  if (text != NULL && format != NULL && g_str_is_ascii (text) && retort_py_clock_parse (text, format, &moment.clock, &is_known))
    return retort_py_new_moment (frame->evaluation, &moment);
  if (is_known)
    return retort_py_raise (frame, node, "ValueError", "time data '%s' does not match format '%s'", text, format);
  return retort_py_unknown_with (frame, node, arguments, NULL, "this format is not evaluated");
}

/* The forms that every version of Python reads; others may be read or raise. */
static RetortPyValue *
from_iso (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, RetortPyMomentKind kind)
{
  static const char *const formats[] = { "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
                                         "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f" };
  static const gsize lengths[] = { 10, 16, 16, 19, 19, 26, 26 };
  RetortPyMoment moment = { .kind = kind };
  RetortPyValue *result;
  const char *text;

  if (!retort_py_arity (frame, node, arguments, "fromisoformat", 1, 1, &result))
    return result;
  text = retort_py_value_get_string (arguments->positional[0]);
  for (guint i = 0; text != NULL && i < (kind == RETORT_PY_MOMENT_DATE ? 1 : G_N_ELEMENTS (formats)); i++)
    {
      gboolean is_known;

      if (strlen (text) == lengths[i] && retort_py_clock_parse (text, formats[i], &moment.clock, &is_known))
        return retort_py_new_moment (frame->evaluation, &moment);
    }
  return retort_py_unknown_with (frame, node, arguments, NULL, "this date is not evaluated");
}

static RetortPyValue *
date_fromisoformat (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return from_iso (frame, node, arguments, RETORT_PY_MOMENT_DATE);
}

static RetortPyValue *
datetime_fromisoformat (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return from_iso (frame, node, arguments, RETORT_PY_MOMENT_DATETIME);
}

static RetortPyValue *
datetime_combine (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "date", "time", NULL };
  const RetortPyMoment *date;
  const RetortPyMoment *time;
  RetortPyMoment moment;
  RetortPyValue *values[2];
  RetortPyValue *result;

  if (!retort_py_take_arguments (frame, node, arguments, "combine", names, 2, values, &result))
    return result;
  date = retort_py_value_get_moment (values[0]);
  time = retort_py_value_get_moment (values[1]);
  if (date == NULL || time == NULL || (date->kind != RETORT_PY_MOMENT_DATE && date->kind != RETORT_PY_MOMENT_DATETIME)
      || time->kind != RETORT_PY_MOMENT_TIME)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'combine()' is not evaluated");
  moment = *time;
  moment.kind = RETORT_PY_MOMENT_DATETIME;
  moment.clock.year = date->clock.year;
  moment.clock.month = date->clock.month;
  moment.clock.day = date->clock.day;
  return retort_py_new_moment (frame->evaluation, &moment);
}

/* With a timezone; without one it is the machine's. */
static RetortPyValue *
from_timestamp (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, gboolean is_utc)
{
  static const char *const names[] = { "timestamp", "tz", NULL };
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DATETIME };
  RetortPyValue *values[2];
  RetortPyValue *result;
  gint64 seconds;

  if (!retort_py_take_arguments (frame, node, arguments, "fromtimestamp", names, 1, values, &result))
    return result;
  if (!retort_py_value_get_int64 (values[0], &seconds) || ABS (seconds) > G_MAXINT32 * G_GINT64_CONSTANT (64) || !take_zone (values[1], &moment)
      || moment.has_zone == is_utc
      || !retort_py_clock_from_us (retort_py_clock_to_us (&epoch) + seconds * 1000000 + moment.zone_us, &moment.clock))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'fromtimestamp()' is not evaluated");
  return retort_py_new_moment (frame->evaluation, &moment);
}

static RetortPyValue *
datetime_fromtimestamp (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return from_timestamp (frame, node, arguments, FALSE);
}

static RetortPyValue *
datetime_utcfromtimestamp (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return from_timestamp (frame, node, arguments, TRUE);
}

/* --- The types --- */

static RetortPyValue *
get_bound (RetortPyEvaluation *evaluation, RetortPyMomentKind kind, const char *name)
{
  RetortPyMoment moment = { .kind = kind, .clock = { 9999, 12, 31, 23, 59, 59, 999999 } };

  if (strcmp (name, "min") == 0)
    moment.clock = (RetortPyClock){ .year = 1, .month = 1, .day = 1 };
  else if (strcmp (name, "max") != 0)
    return NULL;
  if (kind == RETORT_PY_MOMENT_DATE)
    moment.clock.hour = moment.clock.minute = moment.clock.second = moment.clock.microsecond = 0;
  if (kind == RETORT_PY_MOMENT_TIME)
    moment.clock.year = moment.clock.month = moment.clock.day = 1;
  return retort_py_new_moment (evaluation, &moment);
}

static RetortPyValue *
date_attribute (RetortPyEvaluation *evaluation, const char *name)
{
  static const RetortPyBuiltin methods[] = {
    { "fromisoformat", date_fromisoformat, TRUE },
    { "today", date_today, TRUE },
  };
  const RetortPyBuiltin *found = retort_py_find_in (methods, G_N_ELEMENTS (methods), name);

  return found != NULL ? retort_py_new_builtin_of (evaluation, found) : get_bound (evaluation, RETORT_PY_MOMENT_DATE, name);
}

static RetortPyValue *
datetime_attribute (RetortPyEvaluation *evaluation, const char *name)
{
  static const RetortPyBuiltin methods[] = {
    { "combine", datetime_combine, TRUE },
    { "fromisoformat", datetime_fromisoformat, TRUE },
    { "fromtimestamp", datetime_fromtimestamp, TRUE },
    { "now", datetime_now, TRUE },
    { "strptime", datetime_strptime, TRUE },
    { "today", datetime_today, TRUE },
    { "utcfromtimestamp", datetime_utcfromtimestamp, TRUE },
    { "utcnow", datetime_utcnow, TRUE },
  };
  const RetortPyBuiltin *found = retort_py_find_in (methods, G_N_ELEMENTS (methods), name);

  return found != NULL ? retort_py_new_builtin_of (evaluation, found) : get_bound (evaluation, RETORT_PY_MOMENT_DATETIME, name);
}

static RetortPyValue *
time_attribute (RetortPyEvaluation *evaluation, const char *name)
{
  return get_bound (evaluation, RETORT_PY_MOMENT_TIME, name);
}

static RetortPyValue *
get_utc (RetortPyEvaluation *evaluation)
{
  RetortPyMoment zone = { .kind = RETORT_PY_MOMENT_ZONE };

  return retort_py_new_moment (evaluation, &zone);
}

static RetortPyValue *
timezone_attribute (RetortPyEvaluation *evaluation, const char *name)
{
  return strcmp (name, "utc") == 0 ? get_utc (evaluation) : NULL;
}

static int
is_of_kind (const RetortPyValue *value, RetortPyMomentKind kind)
{
  const RetortPyMoment *moment = retort_py_value_get_moment (value);

  return moment != NULL && moment->kind == kind;
}

static int
is_date (const RetortPyValue *value)
{
  return is_of_kind (value, RETORT_PY_MOMENT_DATE) || is_of_kind (value, RETORT_PY_MOMENT_DATETIME);
}

static int
is_datetime (const RetortPyValue *value)
{
  return is_of_kind (value, RETORT_PY_MOMENT_DATETIME);
}

static int
is_time (const RetortPyValue *value)
{
  return is_of_kind (value, RETORT_PY_MOMENT_TIME);
}

static int
is_timedelta (const RetortPyValue *value)
{
  return is_of_kind (value, RETORT_PY_MOMENT_DELTA);
}

static int
is_timezone (const RetortPyValue *value)
{
  return is_of_kind (value, RETORT_PY_MOMENT_ZONE);
}

static const RetortPyBuiltin builtins[] = {
  { "date", make_date, TRUE, date_attribute, is_date },
  { "datetime", make_datetime, TRUE, datetime_attribute, is_datetime },
  { "time", make_time, TRUE, time_attribute, is_time },
  { "timedelta", make_timedelta, TRUE, NULL, is_timedelta },
  { "timezone", make_timezone, TRUE, timezone_attribute, is_timezone },
};

static RetortPyValue *
get_constant (RetortPyEvaluation *evaluation, const char *name)
{
  if (strcmp (name, "UTC") == 0)
    return get_utc (evaluation);
  if (strcmp (name, "MINYEAR") == 0)
    return retort_py_new_int64 (evaluation, 1);
  return strcmp (name, "MAXYEAR") == 0 ? retort_py_new_int64 (evaluation, 9999) : NULL;
}

const RetortPyStandard retort_py_datetime_module = RETORT_PY_STANDARD ("datetime", builtins, get_constant);
