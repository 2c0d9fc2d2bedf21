/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What dates and times do with operators and as text; their methods are in moment-methods.c, their types in module-datetime.c. */
#include "python/moment-private.h"

#include <string.h>

static RetortPyValue *moment_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right);
static RetortPyValue *moment_unary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *operand);
static char *moment_text (const RetortPyValue *self, gboolean is_repr);
static char *moment_format (const RetortPyValue *self, const char *spec);
static int moments_equal (const RetortPyValue *left, const RetortPyValue *right);
static gboolean order_moments (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable);
static int moment_truth (RetortPyEvaluation *evaluation, RetortPyValue *self);
static guint hash_moment (const RetortPyValue *self);

#define CLASS(title) \
  { .name = title, .is_plain = TRUE, .get_attribute = retort_py_moment_attribute, .binary = moment_binary, .unary = moment_unary, \
    .text = moment_text, .format = moment_format, .equal = moments_equal, .order = order_moments, .truth = moment_truth, .hash = hash_moment }

static const RetortPyForeignClass classes[] = {
  [RETORT_PY_MOMENT_DATE] = CLASS ("date"),
  [RETORT_PY_MOMENT_DATETIME] = CLASS ("datetime"),
  [RETORT_PY_MOMENT_TIME] = CLASS ("time"),
  [RETORT_PY_MOMENT_DELTA] = CLASS ("timedelta"),
  [RETORT_PY_MOMENT_ZONE] = CLASS ("timezone"),
};

/**
 * retort_py_value_get_moment:
 * @self: a value
 *
 * Returns: (nullable): the date, time, span or timezone that it is; %NULL when it is none
 */
const RetortPyMoment *
retort_py_value_get_moment (const RetortPyValue *self)
{
  const RetortPyForeignClass *klass = retort_py_value_get_foreign_class (self);

  return klass >= classes && klass < classes + G_N_ELEMENTS (classes) ? self->foreign.data : NULL;
}

/**
 * retort_py_new_moment: (skip)
 * @evaluation: an evaluation
 * @moment: copied
 *
 * Returns: (transfer none): it as a value
 */
RetortPyValue *
retort_py_new_moment (RetortPyEvaluation *evaluation, const RetortPyMoment *moment)
{
  RetortPyMoment *copy = retort_py_allocate (evaluation, sizeof *copy);

  *copy = *moment;
  return retort_py_new_foreign (evaluation, &classes[moment->kind], copy, NULL);
}

/**
 * retort_py_new_delta: (skip)
 * @evaluation: an evaluation
 * @us: microseconds
 *
 * Returns: (transfer none) (nullable): a timedelta; %NULL: too long to be calculated here
 */
RetortPyValue *
retort_py_new_delta (RetortPyEvaluation *evaluation, gint64 us)
{
  RetortPyMoment moment = { .kind = RETORT_PY_MOMENT_DELTA, .delta_us = us };

  return ABS (us) > RETORT_PY_MAX_DELTA_US ? NULL : retort_py_new_moment (evaluation, &moment);
}

/* --- Text --- */

/* "+01:00" */
static char *
zone_text (gint64 us, const char *separator)
{
  gint64 minutes = ABS (us) / 60000000;

  return g_strdup_printf ("%c%02d%s%02d", us < 0 ? '-' : '+', (int) (minutes / 60), separator, (int) (minutes % 60));
}

/**
 * retort_py_moment_to_iso:
 * @self: a date, a datetime or a time
 * @separator: between date and time
 *
 * Returns: (transfer full): what isoformat() says
 */
char *
retort_py_moment_to_iso (const RetortPyMoment *self, char separator)
{
  const RetortPyClock *clock = &self->clock;
  GString *out = g_string_new (NULL);
  g_autofree char *zone = self->has_zone ? zone_text (self->zone_us, ":") : NULL;

  if (self->kind != RETORT_PY_MOMENT_TIME)
    g_string_append_printf (out, "%04d-%02d-%02d", clock->year, clock->month, clock->day);
  if (self->kind == RETORT_PY_MOMENT_DATETIME)
    g_string_append_c (out, separator);
  if (self->kind != RETORT_PY_MOMENT_DATE)
    g_string_append_printf (out, "%02d:%02d:%02d", clock->hour, clock->minute, clock->second);
  if (clock->microsecond != 0)
    g_string_append_printf (out, ".%06d", clock->microsecond);
  if (zone != NULL)
    g_string_append (out, zone);
  return g_string_free (out, FALSE);
}

/* Days rounded down, and what is left of the day. */
static void
split_delta (gint64 us, gint64 *days, gint64 *rest)
{
  *days = us / RETORT_DAY_US;
  *rest = us % RETORT_DAY_US;
  if (*rest < 0)
    {
      *rest += RETORT_DAY_US;
      (*days)--;
    }
}

static char *
delta_text (gint64 us, gboolean is_repr)
{
  GString *out = g_string_new (NULL);
  gint64 days;
  gint64 rest;

  split_delta (us, &days, &rest);
  if (is_repr)
    {
      if (days != 0)
        g_string_append_printf (out, ", days=%" G_GINT64_FORMAT, days);
      if (rest / 1000000 != 0)
        g_string_append_printf (out, ", seconds=%" G_GINT64_FORMAT, rest / 1000000);
      if (rest % 1000000 != 0)
        g_string_append_printf (out, ", microseconds=%" G_GINT64_FORMAT, rest % 1000000);
      g_string_prepend (out, out->len == 0 ? "datetime.timedelta(0" : "datetime.timedelta(");
      g_string_replace (out, "(, ", "(", 1);
      g_string_append_c (out, ')');
      return g_string_free (out, FALSE);
    }
  if (days != 0)
    g_string_append_printf (out, "%" G_GINT64_FORMAT " day%s, ", days, ABS (days) == 1 ? "" : "s");
  g_string_append_printf (out, "%d:%02d:%02d", (int) (rest / 3600000000), (int) (rest / 60000000 % 60), (int) (rest / 1000000 % 60));
  if (rest % 1000000 != 0)
    g_string_append_printf (out, ".%06d", (int) (rest % 1000000));
  return g_string_free (out, FALSE);
}

static char *
zone_name (gint64 us)
{
  g_autofree char *text = zone_text (us, ":");

  return us == 0 ? g_strdup ("UTC") : g_strconcat ("UTC", text, NULL);
}

static char *
zone_repr (gint64 us)
{
  g_autofree char *delta = delta_text (us, TRUE);

  return us == 0 ? g_strdup ("datetime.timezone.utc") : g_strdup_printf ("datetime.timezone(%s)", delta);
}

static char *
moment_repr (const RetortPyMoment *self)
{
  const RetortPyClock *clock = &self->clock;
  GString *out = g_string_new (NULL);
  g_autofree char *zone = self->has_zone ? zone_repr (self->zone_us) : NULL;

  g_string_append_printf (out, "datetime.%s(", classes[self->kind].name);
  if (self->kind != RETORT_PY_MOMENT_TIME)
    g_string_append_printf (out, "%d, %d, %d", clock->year, clock->month, clock->day);
  if (self->kind == RETORT_PY_MOMENT_DATETIME)
    g_string_append (out, ", ");
  if (self->kind != RETORT_PY_MOMENT_DATE)
    g_string_append_printf (out, "%d, %d", clock->hour, clock->minute);
  if (clock->second != 0 || clock->microsecond != 0)
    g_string_append_printf (out, ", %d", clock->second);
  if (clock->microsecond != 0)
    g_string_append_printf (out, ", %d", clock->microsecond);
  if (zone != NULL)
    g_string_append_printf (out, ", tzinfo=%s", zone);
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

static char *
moment_text (const RetortPyValue *self, gboolean is_repr)
{
  const RetortPyMoment *moment = self->foreign.data;

  switch (moment->kind)
    {
    case RETORT_PY_MOMENT_DELTA:
      return delta_text (moment->delta_us, is_repr);
    case RETORT_PY_MOMENT_ZONE:
      return is_repr ? zone_repr (moment->zone_us) : zone_name (moment->zone_us);
    case RETORT_PY_MOMENT_DATE:
    case RETORT_PY_MOMENT_DATETIME:
    case RETORT_PY_MOMENT_TIME:
      break;
    }
  return is_repr ? moment_repr (moment) : retort_py_moment_to_iso (moment, ' ');
}

/* format() of a date is strftime(). */
static char *
moment_format (const RetortPyValue *self, const char *spec)
{
  const RetortPyMoment *moment = self->foreign.data;
  g_autofree char *zone = moment->has_zone ? zone_text (moment->zone_us, "") : g_strdup ("");
  g_autofree char *name = moment->has_zone ? zone_name (moment->zone_us) : g_strdup ("");

  if (*spec == '\0')
    return moment_text (self, FALSE);
  if (moment->kind == RETORT_PY_MOMENT_DELTA || moment->kind == RETORT_PY_MOMENT_ZONE)
    return NULL;
  if (moment->kind == RETORT_PY_MOMENT_TIME)
    {
      RetortPyClock clock = moment->clock;

      clock.year = 1900;
      return retort_py_clock_format (&clock, spec, zone, name);
    }
  return retort_py_clock_format (&moment->clock, spec, zone, name);
}

/* --- Comparison --- */

/* Microseconds that tell two of one kind apart. */
static gint64
rank (const RetortPyMoment *self)
{
  if (self->kind == RETORT_PY_MOMENT_DELTA)
    return self->delta_us;
  if (self->kind == RETORT_PY_MOMENT_ZONE)
    return self->zone_us;
  return retort_py_clock_to_us (&self->clock) - (self->has_zone ? self->zone_us : 0);
}

static int
moments_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  const RetortPyMoment *a = retort_py_value_get_moment (left);
  const RetortPyMoment *b = retort_py_value_get_moment (right);

  if (a == NULL || b == NULL)
    return retort_py_is_plain (left) && retort_py_is_plain (right) ? 0 : -1;
  return a->kind == b->kind && a->has_zone == b->has_zone && rank (a) == rank (b);
}

static gboolean
order_moments (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable)
{
  const RetortPyMoment *a = retort_py_value_get_moment (left);
  const RetortPyMoment *b = retort_py_value_get_moment (right);

  if ((a == NULL || b == NULL) && (!retort_py_is_plain (left) || !retort_py_is_plain (right)))
    return FALSE;
  *is_comparable = a != NULL && b != NULL && a->kind == b->kind && a->has_zone == b->has_zone && a->kind != RETORT_PY_MOMENT_ZONE;
  if (*is_comparable)
    *order = rank (a) < rank (b) ? -1 : rank (a) > rank (b);
  return TRUE;
}

static int
moment_truth (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const RetortPyMoment *moment = self->foreign.data;

  return moment->kind != RETORT_PY_MOMENT_DELTA || moment->delta_us != 0;
}

static guint
hash_moment (const RetortPyValue *self)
{
  gint64 number = rank (self->foreign.data);

  return g_int64_hash (&number);
}

/* --- Operators --- */

static RetortPyValue *
shift (RetortPyEvaluation *evaluation, const RetortPyMoment *self, gint64 us)
{
  RetortPyMoment result = *self;
  gint64 days;
  gint64 rest;

  split_delta (us, &days, &rest);
  if (self->kind == RETORT_PY_MOMENT_DATE)
    us = days * RETORT_DAY_US;
  if (!retort_py_clock_from_us (retort_py_clock_to_us (&self->clock) + us, &result.clock))
    return retort_py_raise (evaluation->frame, evaluation->frame->call, "OverflowError", "date value out of range");
  return retort_py_new_moment (evaluation, &result);
}

static gboolean
is_day (const RetortPyMoment *self)
{
  return self != NULL && (self->kind == RETORT_PY_MOMENT_DATE || self->kind == RETORT_PY_MOMENT_DATETIME);
}

static RetortPyValue *
add_or_subtract (RetortPyEvaluation *evaluation, char operator_, const RetortPyMoment *a, const RetortPyMoment *b)
{
  gint64 sign = operator_ == '-' ? -1 : 1;

  if (a->kind == RETORT_PY_MOMENT_DELTA && b->kind == RETORT_PY_MOMENT_DELTA)
    return retort_py_new_delta (evaluation, a->delta_us + sign * b->delta_us);
  if (is_day (a) && b->kind == RETORT_PY_MOMENT_DELTA)
    return shift (evaluation, a, sign * b->delta_us);
  if (operator_ == '+' && a->kind == RETORT_PY_MOMENT_DELTA && is_day (b))
    return shift (evaluation, b, a->delta_us);
  if (operator_ == '-' && is_day (a) && a->kind == b->kind && a->has_zone == b->has_zone)
    return retort_py_new_delta (evaluation, rank (a) - rank (b));
  return retort_py_raise (evaluation->frame, evaluation->frame->call, "TypeError", "'%c' does not work on these", operator_);
}

static gint64
divide_down (gint64 number, gint64 by)
{
  gint64 result = number / by;

  return number % by != 0 && (number < 0) != (by < 0) ? result - 1 : result;
}

/* timedelta * int, timedelta // int, timedelta / timedelta … */
static RetortPyValue *
scale (RetortPyEvaluation *evaluation, const char *operator_, const RetortPyMoment *delta, const RetortPyValue *other, gboolean is_left)
{
  const RetortPyMoment *by = retort_py_value_get_moment (other);
  gint64 number;
  gint64 result;

  if (by != NULL && by->kind == RETORT_PY_MOMENT_DELTA && by->delta_us != 0 && strcmp (operator_, "//") == 0)
    return retort_py_new_int64 (evaluation, divide_down (delta->delta_us, by->delta_us));
  if (!retort_py_value_get_int64 (other, &number))
    return NULL;
  if (strcmp (operator_, "*") == 0 && !__builtin_mul_overflow (delta->delta_us, number, &result))
    return retort_py_new_delta (evaluation, result);
  if (is_left && strcmp (operator_, "//") == 0 && number != 0)
    return retort_py_new_delta (evaluation, divide_down (delta->delta_us, number));
  if (is_left && strcmp (operator_, "/") == 0 && number != 0 && delta->delta_us % number == 0)
    return retort_py_new_delta (evaluation, delta->delta_us / number);
  return NULL;
}

static RetortPyValue *
moment_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  const RetortPyMoment *a = retort_py_value_get_moment (left);
  const RetortPyMoment *b = retort_py_value_get_moment (right);

  if (a != NULL && b != NULL && (strcmp (operator_, "+") == 0 || strcmp (operator_, "-") == 0))
    return add_or_subtract (evaluation, *operator_, a, b);
  if (a != NULL && a->kind == RETORT_PY_MOMENT_DELTA)
    return scale (evaluation, operator_, a, right, TRUE);
  if (b != NULL && b->kind == RETORT_PY_MOMENT_DELTA)
    return scale (evaluation, operator_, b, left, FALSE);
  return NULL;
}

static RetortPyValue *
moment_unary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *operand)
{
  const RetortPyMoment *moment = operand->foreign.data;

  if (moment->kind != RETORT_PY_MOMENT_DELTA || *operator_ == '~')
    return NULL;
  return retort_py_new_delta (evaluation, *operator_ == '-' ? -moment->delta_us : moment->delta_us);
}
