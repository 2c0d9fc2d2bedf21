/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that a database gives as text. */
#pragma once

#include "python/value.h"

G_BEGIN_DECLS

/**
 * RetortPyTextKind:
 * @RETORT_PY_TEXT_STR: as it is
 * @RETORT_PY_TEXT_BOOL: t or f
 * @RETORT_PY_TEXT_INT: digits
 * @RETORT_PY_TEXT_FLOAT: a finite number
 * @RETORT_PY_TEXT_DECIMAL: a finite number of decimal
 * @RETORT_PY_TEXT_JSON: what json.loads() makes of it
 * @RETORT_PY_TEXT_DATE: year, month and day
 * @RETORT_PY_TEXT_TIMESTAMP: with the time behind a blank, and perhaps a distance from UTC
 * @RETORT_PY_TEXT_UUID: as PostgreSQL writes it
 */
typedef enum
{
  RETORT_PY_TEXT_STR,
  RETORT_PY_TEXT_BOOL,
  RETORT_PY_TEXT_INT,
  RETORT_PY_TEXT_FLOAT,
  RETORT_PY_TEXT_DECIMAL,
  RETORT_PY_TEXT_JSON,
  RETORT_PY_TEXT_DATE,
  RETORT_PY_TEXT_TIMESTAMP,
  RETORT_PY_TEXT_UUID,
} RetortPyTextKind;

RetortPyValue *retort_py_new_from_text (RetortPyEvaluation *evaluation, RetortPyTextKind kind, const char *text);
RetortPyValue *retort_py_new_row       (RetortPyEvaluation *evaluation, const char *const *names, RetortPyValue *const *items, guint n_items);
RetortPyValue *retort_py_new_mapping   (RetortPyEvaluation *evaluation, const char *const *names, RetortPyValue *const *items, guint n_items);

G_END_DECLS
