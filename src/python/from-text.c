/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts become what psycopg2 makes of them (its documentation, "Adaptation of Python values to SQL types"); what it makes something special of
 * (infinity, years before Christ, years of more digits) is not determined. */
#include "python/from-text.h"

#include "python/modules-private.h"
#include "python/moment.h"

#include <math.h>
#include <string.h>

static RetortPyValue *
read_bool (RetortPyEvaluation *evaluation, const char *text)
{
  if (strcmp (text, "t") != 0 && strcmp (text, "f") != 0)
    return NULL;
  return retort_py_new_bool (evaluation, *text == 't');
}

static RetortPyValue *
read_int (RetortPyEvaluation *evaluation, const char *text)
{
  const char *digits = *text == '-' ? text + 1 : text;

  if (*digits == '\0' || strspn (digits, "0123456789") != strlen (digits))
    return NULL;
  return retort_py_new_digits (evaluation, text);
}

static RetortPyValue *
read_float (RetortPyEvaluation *evaluation, const char *text)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  return end == text || *end != '\0' || !isfinite (number) ? NULL : retort_py_new_float (evaluation, number);
}

static RetortPyValue *
read_decimal (RetortPyEvaluation *evaluation, const char *text)
{
  RetortPyModule *module = retort_py_find_module (evaluation, "decimal");
  RetortPyValue *klass = module != NULL ? retort_py_module_get (module, "Decimal") : NULL;
  RetortPyValue *argument = retort_py_new_string (evaluation, text);
  RetortPyArguments arguments = { .positional = &argument, .n_positional = 1 };

  if (klass == NULL || *text == '\0' || strspn (text, "-0123456789.") != strlen (text))
    return NULL;
  return retort_py_evaluation_call_value (evaluation, klass, &arguments);
}

static RetortPyValue *
read_json (RetortPyEvaluation *evaluation, const char *text)
{
  gboolean is_unknown;
  RetortPyValue *value = retort_py_json_read (evaluation, text, &is_unknown);

  return is_unknown ? NULL : value;
}

/* @n digits, and what stands behind them. */
static gboolean
take_number (const char **at, guint n, char behind, int *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *number = *number * 10 + g_ascii_digit_value (**at);
    }
  if (behind == '\0')
    return TRUE;
  return *(*at)++ == behind;
}

static gboolean
take_date (const char **at, RetortPyClock *clock)
{
  return take_number (at, 4, '-', &clock->year) && take_number (at, 2, '-', &clock->month) && take_number (at, 2, '\0', &clock->day);
}

static gboolean
take_time (const char **at, RetortPyClock *clock)
{
  int scale = 100000;

  if (!take_number (at, 2, ':', &clock->hour) || !take_number (at, 2, ':', &clock->minute) || !take_number (at, 2, '\0', &clock->second))
    return FALSE;
  if (**at != '.')
    return TRUE;
  for ((*at)++; g_ascii_isdigit (**at) && scale > 0; (*at)++, scale /= 10)
    clock->microsecond += g_ascii_digit_value (**at) * scale;
  return TRUE;
}

/* "+02", "-03:30", "+00:19:32" */
static gboolean
take_zone (const char **at, RetortPyMoment *moment)
{
  gint64 sign = **at == '-' ? -1 : 1;
  gint64 seconds = 0;
  int number;

  if (**at == '\0')
    return TRUE;
  if (**at != '+' && **at != '-')
    return FALSE;
  moment->has_zone = TRUE;
  for (gint64 unit = 3600; unit > 0 && (unit == 3600 || **at == ':'); unit /= 60)
    {
      (*at)++;
      if (!take_number (at, 2, '\0', &number))
        return FALSE;
      seconds += number * unit;
    }
  moment->zone_us = sign * seconds * G_USEC_PER_SEC;
  return TRUE;
}

static RetortPyValue *
read_moment (RetortPyEvaluation *evaluation, const char *text, RetortPyMomentKind kind)
{
  RetortPyMoment moment = { .kind = kind, .clock = { .month = 1, .day = 1 } };
  const char *at = text;

  if (!take_date (&at, &moment.clock))
    return NULL;
  if (kind == RETORT_PY_MOMENT_DATETIME && (*at++ != ' ' || !take_time (&at, &moment.clock) || !take_zone (&at, &moment)))
    return NULL;
  return *at == '\0' && retort_py_clock_is_valid (&moment.clock) ? retort_py_new_moment (evaluation, &moment) : NULL;
}

/**
 * retort_py_new_from_text:
 * @evaluation: an evaluation
 * @kind: what the text stands for
 * @text: as PostgreSQL writes it with DateStyle ISO
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not determined
 */
RetortPyValue *
retort_py_new_from_text (RetortPyEvaluation *evaluation, RetortPyTextKind kind, const char *text)
{
  switch (kind)
    {
    case RETORT_PY_TEXT_STR:
      return retort_py_new_string (evaluation, text);
    case RETORT_PY_TEXT_BOOL:
      return read_bool (evaluation, text);
    case RETORT_PY_TEXT_INT:
      return read_int (evaluation, text);
    case RETORT_PY_TEXT_FLOAT:
      return read_float (evaluation, text);
    case RETORT_PY_TEXT_DECIMAL:
      return read_decimal (evaluation, text);
    case RETORT_PY_TEXT_JSON:
      return read_json (evaluation, text);
    case RETORT_PY_TEXT_DATE:
      return read_moment (evaluation, text, RETORT_PY_MOMENT_DATE);
    case RETORT_PY_TEXT_TIMESTAMP:
      return read_moment (evaluation, text, RETORT_PY_MOMENT_DATETIME);
    case RETORT_PY_TEXT_UUID:
      return retort_py_new_uuid (evaluation, text);
    }
  g_assert_not_reached ();
}

/**
 * retort_py_new_row:
 * @evaluation: an evaluation
 * @names: (array length=n_items): what the columns are called
 * @items: (array length=n_items): their values
 * @n_items: how many there are
 *
 * Returns: (transfer none): a tuple whose items also have names (Row of SQLAlchemy)
 */
RetortPyValue *
retort_py_new_row (RetortPyEvaluation *evaluation, const char *const *names, RetortPyValue *const *items, guint n_items)
{
  RetortPyValue *row = retort_py_new_tuple (evaluation, items, n_items);
  g_autofree RetortPyValue **fields = g_new (RetortPyValue *, n_items + 1);

  for (guint i = 0; i < n_items; i++)
    fields[i] = retort_py_new_string (evaluation, names[i]);
  row->many.special = retort_py_special_new_row (evaluation, fields, n_items);
  return row;
}

/**
 * retort_py_new_mapping:
 * @evaluation: an evaluation
 * @names: (array length=n_items): the keys
 * @items: (array length=n_items): their values
 * @n_items: how many there are
 *
 * Returns: (transfer none): a dict
 */
RetortPyValue *
retort_py_new_mapping (RetortPyEvaluation *evaluation, const char *const *names, RetortPyValue *const *items, guint n_items)
{
  RetortPyValue *dict = retort_py_new_dict (evaluation);

  for (guint i = 0; i < n_items; i++)
    retort_py_keyed_put (evaluation, dict, retort_py_new_string (evaluation, names[i]), items[i]);
  return dict;
}
