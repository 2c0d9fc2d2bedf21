/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only pairs of value and type are written whose text is the same in an offline and in an online run, or, where backslashes
 * differ, the online one. Everything else (JSON, spans of time, a number for a text column …) is a gap. */
#include "formats/alembic/literal.h"

#include "formats/alembic/own-type.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/quoting.h"
#include "python/moment.h"
#include "python/object.h"
#include "python/uuid.h"

#include <math.h>
#include <string.h>

static gboolean
append_str (GString *out, RetortPyValue *value)
{
  const char *text = retort_py_value_get_string (value);

  if (text == NULL)
    return FALSE;
  retort_alembic_append_literal (out, text);
  return TRUE;
}

/* A label, or a member of the class in Python that the type was made of. */
static gboolean
append_label (GString *out, RetortPyValue *value, const RetortType *type)
{
  for (guint i = 0; type->members != NULL && i < retort_py_value_get_n_items (type->members); i++)
    if (retort_py_value_get_item (type->members, i) == value)
      {
        retort_alembic_append_literal (out, type->labels[i]);
        return TRUE;
      }
  return append_str (out, value);
}

static gboolean
append_bool (GString *out, RetortPyValue *value)
{
  if (!retort_py_value_is (value, RETORT_PY_BOOL))
    return FALSE;
  g_string_append (out, retort_py_value_get_bool (value) ? "true" : "false");
  return TRUE;
}

static gboolean
append_number (GString *out, RetortPyValue *value)
{
  g_autofree char *text = NULL;

  if (retort_py_value_is (value, RETORT_PY_INT) || retort_py_value_is (value, RETORT_PY_FLOAT))
    text = retort_py_value_to_str (value);
  else
    text = retort_py_decimal_to_str (value);
  /* "nan" and "inf" are no numbers in SQL; an online run sends another text. */
  if (text == NULL || strchr (text, 'n') != NULL)
    return FALSE;
  g_string_append (out, text);
  return TRUE;
}

static gboolean
append_moment (GString *out, RetortPyValue *value, RetortPyMomentKind kind)
{
  const RetortPyMoment *moment = retort_py_value_get_moment (value);
  g_autofree char *text = NULL;

  if (moment == NULL || moment->kind != kind)
    return FALSE;
  text = retort_py_moment_to_iso (moment, ' ');
  g_string_append_printf (out, "'%s'", text);
  return TRUE;
}

/* The day of a moment, which is what a column of days keeps of it. */
static gboolean
append_day (GString *out, RetortPyValue *value)
{
  const RetortPyMoment *moment = retort_py_value_get_moment (value);
  g_autofree char *text = NULL;

  if (moment == NULL || moment->kind != RETORT_PY_MOMENT_DATETIME || moment->has_zone)
    return FALSE;
  text = retort_py_moment_to_iso (moment, ' ');
  g_string_append_printf (out, "'%.*s'", (int) strcspn (text, " "), text);
  return TRUE;
}

/* As the driver writes it, with days apart: timedelta's own days and seconds. */
static gboolean
append_days (GString *out, RetortPyValue *value)
{
  const RetortPyMoment *moment = retort_py_value_get_moment (value);
  gint64 rest_us;

  if (moment == NULL || moment->kind != RETORT_PY_MOMENT_DELTA)
    return FALSE;
  rest_us = moment->delta_us % RETORT_DAY_US;
  if (rest_us < 0)
    rest_us += RETORT_DAY_US;
  g_string_append_printf (out, "'%" G_GINT64_FORMAT " days %" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT " seconds'::interval",
                          (moment->delta_us - rest_us) / RETORT_DAY_US, rest_us / G_USEC_PER_SEC, rest_us % G_USEC_PER_SEC);
  return TRUE;
}

/* Offline it is a number of seconds, online days are told apart: the same within a day. */
static gboolean
append_span (GString *out, RetortPyValue *value)
{
  const RetortPyMoment *moment = retort_py_value_get_moment (value);
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  if (moment == NULL || moment->kind != RETORT_PY_MOMENT_DELTA || ABS (moment->delta_us) >= 24 * G_TIME_SPAN_HOUR
      || moment->delta_us % G_TIME_SPAN_MILLISECOND != 0)
    return append_days (out, value);
  g_ascii_formatd (seconds, sizeof seconds, "%.8g", (double) moment->delta_us / G_TIME_SPAN_SECOND);
  g_string_append_printf (out, "make_interval(secs=>%s%s)", seconds, strchr (seconds, '.') == NULL ? ".0" : "");
  return TRUE;
}

/* What is the same as text and in the form that bytea is written in. */
static gboolean
append_bytes (GString *out, RetortPyValue *value)
{
  gsize length = 0;
  const char *bytes = retort_py_value_get_bytes (value, &length);
  g_autofree char *text = bytes != NULL ? g_strndup (bytes, length) : NULL;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (bytes[i]) || bytes[i] == '\\')
      return FALSE;
  if (text != NULL)
    retort_alembic_append_literal (out, text);
  return text != NULL;
}

static gboolean
append_uuid (GString *out, RetortPyValue *value)
{
  if (retort_py_value_get_uuid (value) == NULL)
    return FALSE;
  g_string_append_printf (out, "'%s'", retort_py_value_get_uuid (value));
  return TRUE;
}

/* A str that names a UUID is written without its dashes when the type is one of texts (Uuid.literal_processor). */
static gboolean
append_uuid_text (GString *out, RetortPyValue *value)
{
  const char *text = retort_py_value_get_string (value);
  g_auto(GStrv) parts = g_strsplit (text != NULL ? text : "", "-", -1);
  g_autofree char *digits = g_strjoinv ("", parts);

  if (strlen (digits) != 32 || strspn (digits, "0123456789abcdefABCDEF") != 32)
    return FALSE;
  g_string_append_printf (out, "'%s'", digits);
  return TRUE;
}

static gboolean
append_uuid_of_type (GString *out, RetortPyValue *value, const RetortType *type)
{
  if (!type->is_native)
    return FALSE;
  return type->is_as_text ? append_uuid_text (out, value) : append_str (out, value) || append_uuid (out, value);
}

/* Beside nothing that has a type, the driver names it: '…'::timestamp. */
static gboolean
append_named (GString *out, RetortPyValue *value)
{
  static const struct { RetortPyMomentKind kind; const char *plain; const char *with_zone; } types[] = {
    { RETORT_PY_MOMENT_DATE, "date", "date" },
    { RETORT_PY_MOMENT_DATETIME, "timestamp", "timestamptz" },
    { RETORT_PY_MOMENT_TIME, "time", "timetz" },
  };
  const RetortPyMoment *moment = retort_py_value_get_moment (value);

  if (append_uuid (out, value))
    {
      g_string_append (out, "::uuid");
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (append_moment (out, value, types[i].kind))
      {
        g_string_append_printf (out, "::%s", moment->has_zone ? types[i].with_zone : types[i].plain);
        return TRUE;
      }
  return append_days (out, value);
}

static gboolean
append_by_value (GString *out, RetortPyValue *value)
{
  return append_bool (out, value) || append_number (out, value) || append_str (out, value) || append_named (out, value);
}

static gboolean
append_array (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type)
{
  guint n_items = retort_py_value_get_n_items (value);

  if (retort_py_value_is (value, RETORT_PY_LIST) && n_items == 0 && type->item->row->family != RETORT_FAMILY_ARRAY)
    {
      /* As the driver writes it; what is printed offline has no type, and fails. */
      g_string_append (out, "'{}'");
      return TRUE;
    }
  if ((!retort_py_value_is (value, RETORT_PY_LIST) && !retort_py_value_is (value, RETORT_PY_TUPLE)) || n_items == 0)
    return FALSE;
  g_string_append (out, "ARRAY[");
  for (guint i = 0; i < n_items; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      if (!retort_literal_append (call, out, retort_py_value_get_item (value, i), type->item))
        return FALSE;
    }
  g_string_append_c (out, ']');
  return TRUE;
}

/* A text that Python's int() and str() leave as it is: "-12", "1.50". */
static gboolean
append_digits (GString *out, RetortPyValue *value, gboolean has_fraction)
{
  const char *text = retort_py_value_get_string (value);
  gsize sign = text != NULL && text[0] == '-';
  gsize whole = text != NULL ? strspn (text + sign, "0123456789") : 0;
  gsize end = sign + whole;

  if (whole == 0 || whole > 18 || (text[sign] == '0' && whole > 1))
    return FALSE;
  if (has_fraction && text[end] == '.')
    end += 1 + strspn (text + end + 1, "0123456789");
  if (text[end] != '\0' || text[end - 1] == '.')
    return FALSE;
  g_string_append (out, text);
  return TRUE;
}

/* Nothing prints such a value offline, where op.execute() fails: on a connection it is a text with a cast (bind_processor() of
 * sqlalchemy/sql/sqltypes.py). */
static gboolean
append_json (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type)
{
  const RetortPyValue *unknown = retort_py_value_find_unknown (value);
  g_autofree char *text = unknown == NULL ? retort_py_value_to_json (value) : NULL;
  gboolean is_live = unknown != NULL && retort_py_value_is_live (unknown);

  if (call->receiver == NULL)
    return FALSE;
  if (is_live)
    g_string_append_printf (out, "$%u", retort_compiler_next_parameter (call->evaluation));
  if (text == NULL)
    return is_live;
  append_str (out, retort_py_new_string (call->evaluation, text));
  g_string_append_printf (out, "::%s", type->row->name);
  return TRUE;
}

static gboolean
append_value (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type)
{
  switch (type->row->family)
    {
    case RETORT_FAMILY_NULL:
      return append_by_value (out, value);
    case RETORT_FAMILY_INTEGER:
      return (retort_py_value_is (value, RETORT_PY_INT) && append_number (out, value)) || append_digits (out, value, FALSE);
    case RETORT_FAMILY_NUMERIC:
      return append_number (out, value) || append_digits (out, value, TRUE);
    case RETORT_FAMILY_STRING:
      return append_str (out, value);
    case RETORT_FAMILY_ENUM:
      return append_label (out, value, type);
    case RETORT_FAMILY_UUID:
      return append_uuid_of_type (out, value, type);
    case RETORT_FAMILY_BOOLEAN:
      return append_bool (out, value);
    case RETORT_FAMILY_ARRAY:
      return append_array (call, out, value, type);
    case RETORT_FAMILY_DATE:
      return append_moment (out, value, RETORT_PY_MOMENT_DATE) || append_day (out, value);
    case RETORT_FAMILY_DATETIME:
      return append_moment (out, value, RETORT_PY_MOMENT_DATETIME) || append_moment (out, value, RETORT_PY_MOMENT_DATE);
    case RETORT_FAMILY_TIME:
      return append_moment (out, value, RETORT_PY_MOMENT_TIME);
    case RETORT_FAMILY_INTERVAL:
      return type->is_native && append_span (out, value);
    case RETORT_FAMILY_BINARY:
      return append_bytes (out, value);
    case RETORT_FAMILY_JSON:
      return append_json (call, out, value, type);
    case RETORT_FAMILY_OTHER:
      return FALSE;
    }
  return FALSE;
}

static gboolean
append_bound (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type)
{
  RetortType plain;
  RetortPyValue *bound = retort_own_type_bind (call, type, value, &plain);

  if (bound != NULL)
    return retort_literal_append (call, out, bound, &plain);
  retort_call_gap (call, "process_bind_param() of a type fails");
  return FALSE;
}

/**
 * retort_literal_append:
 * @call: the call that the value belongs to
 * @out: where to append
 * @value: a value
 * @type: the type of what it stands beside
 *
 * Appends the value as a literal.
 *
 * Returns: whether it is understood; a problem of @call when not
 */
gboolean
retort_literal_append (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type)
{
  if (retort_py_value_is_live (value))
    {
      g_string_append_printf (out, "$%u", retort_compiler_next_parameter (call->evaluation));
      return TRUE;
    }
  if (type->is_decorated && type->binds_values)
    return append_bound (call, out, value, type);
  if (type->is_decorated)
    {
      retort_call_gap (call, "a value for the type %s, which changes values before they are sent, is not understood", type->row->name);
      return FALSE;
    }
  if (retort_py_value_is (value, RETORT_PY_NONE))
    {
      /* JSON's null is sent as 'null', not as NULL. */
      if (type->row->family == RETORT_FAMILY_JSON)
        retort_call_gap (call, "None for a JSON column is not understood");
      g_string_append (out, "NULL");
      return call->problem == NULL;
    }
  if (append_value (call, out, value, type))
    return TRUE;
  if (retort_py_value_find_unknown (value) != NULL)
    retort_call_gap_value (call, "a value", value);
  else
    retort_call_gap (call, "a value of %s() for the type %s is not understood", call->function->name, type->row->name);
  return FALSE;
}
