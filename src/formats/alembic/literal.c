/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only pairs of value and type are written whose text is the same in an offline and in an online run, or, where backslashes
 * differ, the online one. Everything else (JSON, dates, a number for a text column …) is a gap. */
#include "formats/alembic/literal.h"

#include "formats/alembic/quoting.h"

#include <math.h>

static gboolean
append_str (GString *out, RetortPyValue *value)
{
  const char *text = retort_py_value_get_string (value);

  if (text == NULL)
    return FALSE;
  retort_alembic_append_literal (out, text);
  return TRUE;
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

  if (!retort_py_value_is (value, RETORT_PY_INT) && !retort_py_value_is (value, RETORT_PY_FLOAT))
    return FALSE;
  text = retort_py_value_to_str (value);
  /* "nan" and "inf" are no numbers in SQL; an online run sends another text. */
  if (text == NULL || strchr (text, 'n') != NULL)
    return FALSE;
  g_string_append (out, text);
  return TRUE;
}

static gboolean
append_by_value (GString *out, RetortPyValue *value)
{
  return append_bool (out, value) || append_number (out, value) || append_str (out, value);
}

static gboolean
append_array (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type)
{
  guint n_items = retort_py_value_get_n_items (value);

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

static gboolean
append_value (RetortCall *call, GString *out, RetortPyValue *value, const RetortType *type)
{
  switch (type->row->family)
    {
    case RETORT_FAMILY_NULL:
      return append_by_value (out, value);
    case RETORT_FAMILY_INTEGER:
      return retort_py_value_is (value, RETORT_PY_INT) && append_number (out, value);
    case RETORT_FAMILY_NUMERIC:
      return append_number (out, value);
    case RETORT_FAMILY_STRING:
    case RETORT_FAMILY_ENUM:
    case RETORT_FAMILY_UUID:
      return append_str (out, value);
    case RETORT_FAMILY_BOOLEAN:
      return append_bool (out, value);
    case RETORT_FAMILY_ARRAY:
      return append_array (call, out, value, type);
    case RETORT_FAMILY_DATE:
    case RETORT_FAMILY_DATETIME:
    case RETORT_FAMILY_TIME:
    case RETORT_FAMILY_INTERVAL:
    case RETORT_FAMILY_BINARY:
    case RETORT_FAMILY_JSON:
    case RETORT_FAMILY_OTHER:
      return FALSE;
    }
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
