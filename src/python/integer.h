/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic on integers of any size, written in decimal digits with an optional '-'. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer numbers are not calculated: CPython itself refuses to write them as text (sys.int_info.default_max_str_digits). */
#define RETORT_PY_MAX_DIGITS 4300

char    *retort_py_integer_add      (const char *left, const char *right) G_GNUC_WARN_UNUSED_RESULT;
char    *retort_py_integer_subtract (const char *left, const char *right) G_GNUC_WARN_UNUSED_RESULT;
char    *retort_py_integer_multiply (const char *left, const char *right) G_GNUC_WARN_UNUSED_RESULT;
gboolean retort_py_integer_divide   (const char *left, const char *right, char **quotient, char **remainder);
int      retort_py_integer_compare  (const char *left, const char *right);
char    *retort_py_integer_from_literal (const char *literal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
