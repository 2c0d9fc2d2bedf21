/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes and methods of dates and times. */
#include "python/moment-private.h"

#include <string.h>

static RetortPyValue *
method_isoformat (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "sep", NULL };
  const RetortPyMoment *moment = retort_py_value_get_moment (self);
  RetortPyValue *values[1];
  RetortPyValue *result;
  const char *separator;

  if (moment->kind != RETORT_PY_MOMENT_DATETIME && !retort_py_arity (frame, node, arguments, "isoformat", 0, 0, &result))
    return result;
  for (guint i = 0; i < arguments->n_keywords; i++)
    if (strcmp (arguments->keyword_names[i], "timespec") == 0)
      return retort_py_unknown_with (frame, node, arguments, NULL, "'timespec' is not evaluated");
  if (!retort_py_take_arguments (frame, node, arguments, "isoformat", names, 0, values, &result))
    return result;
  separator = values[0] != NULL ? retort_py_value_get_string (values[0]) : "T";
  if (separator == NULL || strlen (separator) != 1)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this separator is not evaluated");
  return retort_py_take_string (frame->evaluation, retort_py_moment_to_iso (moment, *separator));
}

static RetortPyValue *
method_strftime (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "format", NULL };
  RetortPyValue *values[1];
  RetortPyValue *result;
  const char *format;
  char *text;

  if (!retort_py_take_arguments (frame, node, arguments, "strftime", names, 1, values, &result))
    return result;
  format = retort_py_value_get_string (values[0]);
  text = format != NULL ? self->foreign.klass->format (self, format) : NULL;
  if (text == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this format is not evaluated");
  return retort_py_take_string (frame->evaluation, text);
}

static RetortPyValue *
method_weekday (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "weekday", 0, 0, &result))
    return result;
  return retort_py_new_int64 (frame->evaluation, retort_py_clock_to_day (&retort_py_value_get_moment (self)->clock) % 7);
}

static RetortPyValue *
method_isoweekday (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "isoweekday", 0, 0, &result))
    return result;
  return retort_py_new_int64 (frame->evaluation, retort_py_clock_to_day (&retort_py_value_get_moment (self)->clock) % 7 + 1);
}

static RetortPyValue *
method_toordinal (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "toordinal", 0, 0, &result))
    return result;
  return retort_py_new_int64 (frame->evaluation, retort_py_clock_to_day (&retort_py_value_get_moment (self)->clock) + 1);
}

static RetortPyValue *
method_date (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DATE, .clock = retort_py_value_get_moment (self)->clock };
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "date", 0, 0, &result))
    return result;
  moment.clock.hour = moment.clock.minute = moment.clock.second = moment.clock.microsecond = 0;
  return retort_py_new_moment (frame->evaluation, &moment);
}

static RetortPyValue *
method_time (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_TIME, .clock = retort_py_value_get_moment (self)->clock };
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "time", 0, 0, &result))
    return result;
  moment.clock.year = moment.clock.month = moment.clock.day = 1;
  return retort_py_new_moment (frame->evaluation, &moment);
}

/* FALSE: not understood. */
static gboolean
replace_zone (RetortPyMoment *moment, const RetortPyValue *value)
{
  const RetortPyMoment *zone = retort_py_value_get_moment (value);

  if (value->kind != RETORT_PY_NONE && (zone == NULL || zone->kind != RETORT_PY_MOMENT_ZONE))
    return FALSE;
  moment->has_zone = zone != NULL;
  moment->zone_us = zone != NULL ? zone->zone_us : 0;
  return TRUE;
}

static RetortPyValue *
method_replace (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", NULL };
  RetortPyMoment moment = *retort_py_value_get_moment (self);
  int *places[] = { &moment.clock.year, &moment.clock.month, &moment.clock.day, &moment.clock.hour, &moment.clock.minute,
                    &moment.clock.second, &moment.clock.microsecond };
  RetortPyValue *values[8];
  RetortPyValue *result;
  guint first = moment.kind == RETORT_PY_MOMENT_TIME ? 3 : 0;
  guint last = moment.kind == RETORT_PY_MOMENT_DATE ? 3 : 8;

  if (first > 0 && arguments->n_positional > 0)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'replace()' is not evaluated");
  if (!retort_py_take_arguments (frame, node, arguments, "replace", names, 0, values, &result))
    return result;
  for (guint i = 0; i < 8; i++)
    {
      gint64 number;

      if (values[i] == NULL)
        continue;
      if (i < first || i >= last || (i < 7 && (!retort_py_value_get_int64 (values[i], &number) || ABS (number) > 1000000))
          || (i == 7 && !replace_zone (&moment, values[i])))
        return retort_py_unknown_with (frame, node, arguments, NULL, "this 'replace()' is not evaluated");
      if (i < 7)
        *places[i] = (int) number;
    }
  if (!retort_py_clock_is_valid (&moment.clock))
    return retort_py_raise (frame, node, "ValueError", "there is no such day or time");
  return retort_py_new_moment (frame->evaluation, &moment);
}

static RetortPyValue *
method_astimezone (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyMoment moment = *retort_py_value_get_moment (self);
  gint64 us = retort_py_clock_to_us (&moment.clock) - moment.zone_us;
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "astimezone", 0, 1, &result))
    return result;
  if (!moment.has_zone || arguments->n_positional == 0 || arguments->positional[0]->kind == RETORT_PY_NONE
      || !replace_zone (&moment, arguments->positional[0]) || !retort_py_clock_from_us (us + moment.zone_us, &moment.clock))
    return retort_py_unknown_with (frame, node, arguments, NULL, "the timezone is not known");
  return retort_py_new_moment (frame->evaluation, &moment);
}

static RetortPyValue *
method_timestamp (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const RetortPyClock epoch = { .year = 1970, .month = 1, .day = 1 };
  const RetortPyMoment *moment = retort_py_value_get_moment (self);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "timestamp", 0, 0, &result))
    return result;
  if (!moment->has_zone)
    return retort_py_unknown_with (frame, node, arguments, NULL, "the timezone of the machine is not known");
  return retort_py_new_float (frame->evaluation, (double) (retort_py_clock_to_us (&moment->clock) - moment->zone_us
                                                           - retort_py_clock_to_us (&epoch)) / 1e6);
}

static RetortPyValue *
method_total_seconds (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gint64 us = retort_py_value_get_moment (self)->delta_us;

  if (!retort_py_arity (frame, node, arguments, "total_seconds", 0, 0, &result))
    return result;
  if (ABS (us) > G_GINT64_CONSTANT (1) << 53)
    return retort_py_unknown_with (frame, node, arguments, NULL, "a span of time this long is not calculated");
  return retort_py_new_float (frame->evaluation, (double) us / 1e6);
}

/* Which kinds have it: a set of 1 << RetortPyMomentKind. */
#define DAYS (1 << RETORT_PY_MOMENT_DATE | 1 << RETORT_PY_MOMENT_DATETIME)
#define TIMES (1 << RETORT_PY_MOMENT_TIME | 1 << RETORT_PY_MOMENT_DATETIME)

static const struct { const char *name; RetortPyBuiltinFunc func; guint kinds; } methods[] = {
  { "astimezone", method_astimezone, 1 << RETORT_PY_MOMENT_DATETIME },
  { "date", method_date, 1 << RETORT_PY_MOMENT_DATETIME },
  { "isoformat", method_isoformat, DAYS | TIMES },
  { "isoweekday", method_isoweekday, DAYS },
  { "replace", method_replace, DAYS | TIMES },
  { "strftime", method_strftime, DAYS | TIMES },
  { "time", method_time, 1 << RETORT_PY_MOMENT_DATETIME },
  { "timestamp", method_timestamp, 1 << RETORT_PY_MOMENT_DATETIME },
  { "toordinal", method_toordinal, DAYS },
  { "total_seconds", method_total_seconds, 1 << RETORT_PY_MOMENT_DELTA },
  { "weekday", method_weekday, DAYS },
};

static const struct { const char *name; gsize offset; guint kinds; } numbers[] = {
  { "day", offsetof (RetortPyClock, day), DAYS },
  { "hour", offsetof (RetortPyClock, hour), TIMES },
  { "microsecond", offsetof (RetortPyClock, microsecond), TIMES },
  { "minute", offsetof (RetortPyClock, minute), TIMES },
  { "month", offsetof (RetortPyClock, month), DAYS },
  { "second", offsetof (RetortPyClock, second), TIMES },
  { "year", offsetof (RetortPyClock, year), DAYS },
};

static RetortPyValue *
delta_attribute (RetortPyEvaluation *evaluation, gint64 us, const char *name)
{
  gint64 rest = us % RETORT_DAY_US < 0 ? us % RETORT_DAY_US + RETORT_DAY_US : us % RETORT_DAY_US;

  if (strcmp (name, "days") == 0)
    return retort_py_new_int64 (evaluation, (us - rest) / RETORT_DAY_US);
  if (strcmp (name, "seconds") == 0)
    return retort_py_new_int64 (evaluation, rest / 1000000);
  if (strcmp (name, "microseconds") == 0)
    return retort_py_new_int64 (evaluation, rest % 1000000);
  return NULL;
}

/**
 * retort_py_moment_attribute: (skip)
 * @evaluation: an evaluation
 * @self: a date, a time, …
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the attribute or method; %NULL: not known
 */
RetortPyValue *
retort_py_moment_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const RetortPyMoment *moment = self->foreign.data;
  RetortPyMoment zone = { .kind = RETORT_PY_MOMENT_ZONE, .zone_us = moment->zone_us };
  guint kind = 1u << moment->kind;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if ((methods[i].kinds & kind) != 0 && strcmp (methods[i].name, name) == 0)
      return retort_py_new_builtin (evaluation, methods[i].name, methods[i].func, self);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if ((numbers[i].kinds & kind) != 0 && strcmp (numbers[i].name, name) == 0)
      return retort_py_new_int64 (evaluation, *(const int *) ((const char *) &moment->clock + numbers[i].offset));
  if (moment->kind == RETORT_PY_MOMENT_DELTA)
    return delta_attribute (evaluation, moment->delta_us, name);
  if ((kind & TIMES) != 0 && strcmp (name, "tzinfo") == 0)
    return moment->has_zone ? retort_py_new_moment (evaluation, &zone) : evaluation->none;
  return NULL;
}
