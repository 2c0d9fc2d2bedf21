/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which type SQLAlchemy takes for a plain value of Python (sqlalchemy/sql/sqltypes.py, _resolve_value_to_type). */
#include "formats/alembic/clause.h"

#include "python/moment.h"
#include "python/object.h"
#include "python/uuid.h"

/**
 * retort_type_named:
 * @name: "Boolean", "Integer", "Float", "String", "Numeric", "Date", "DateTime", "Time", "Interval", "LargeBinary" or "Uuid"
 *
 * Returns: the type without arguments
 */
const RetortType *
retort_type_named (const char *name)
{
  static const char *const names[] = {
    "Boolean", "Integer", "Float", "String", "Numeric", "Date", "DateTime", "Time", "Interval", "LargeBinary", "Uuid",
  };
  static RetortType types[G_N_ELEMENTS (names)];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          types[i] = *retort_type_null ();
          types[i].is_native = TRUE;
          for (const RetortTypeRow *row = retort_type_rows; row->name != NULL; row++)
            if (g_str_equal (row->name, names[i]))
              types[i].row = row;
        }
      g_once_init_leave (&ready, 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return &types[i];
  return retort_type_null ();
}

static gboolean
is_decimal (const RetortPyValue *value)
{
  g_autofree char *text = retort_py_decimal_to_str (value);

  return text != NULL;
}

/**
 * retort_type_of_value:
 * @value: a value
 *
 * Returns: the type that SQLAlchemy takes for a plain value; none for a moment or a UUID, whose type the driver names where nothing
 *   else does
 */
const RetortType *
retort_type_of_value (const RetortPyValue *value)
{
  if (retort_py_value_is (value, RETORT_PY_BOOL))
    return retort_type_named ("Boolean");
  if (retort_py_value_is (value, RETORT_PY_INT))
    return retort_type_named ("Integer");
  if (retort_py_value_is (value, RETORT_PY_FLOAT))
    return retort_type_named ("Float");
  if (retort_py_value_is (value, RETORT_PY_STR))
    return retort_type_named ("String");
  if (retort_py_value_is (value, RETORT_PY_BYTES))
    return retort_type_named ("LargeBinary");
  return is_decimal (value) ? retort_type_named ("Numeric") : retort_type_null ();
}

/**
 * retort_type_of_literal:
 * @value: a value
 *
 * Returns: the type that SQLAlchemy takes for a value, moments and UUIDs among them (_resolve_value_to_type)
 */
const RetortType *
retort_type_of_literal (const RetortPyValue *value)
{
  static const char *const names[] = {
    [RETORT_PY_MOMENT_DATE] = "Date", [RETORT_PY_MOMENT_DATETIME] = "DateTime", [RETORT_PY_MOMENT_TIME] = "Time",
    [RETORT_PY_MOMENT_DELTA] = "Interval", [RETORT_PY_MOMENT_ZONE] = "",
  };
  const RetortPyMoment *moment = retort_py_value_get_moment (value);

  if (moment != NULL)
    return retort_type_named (names[moment->kind]);
  return retort_py_value_get_uuid (value) != NULL ? retort_type_named ("Uuid") : retort_type_of_value (value);
}
