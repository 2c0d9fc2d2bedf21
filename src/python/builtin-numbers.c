/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builtins of numbers: round, divmod, hash, hex, bin, oct. */
#include "python/modules-private.h"

#include <math.h>
#include <string.h>

/* Half to even, which the C library does in its own rounding mode. */
static RetortPyValue *
builtin_round (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *value;
  gint64 n_digits = 0;
  gboolean is_to_int;
  char text[G_ASCII_DTOSTR_BUF_SIZE * 12];

  if (!retort_py_arity (frame, node, arguments, "round", 1, 2, &result))
    return result;
  value = arguments->positional[0];
  is_to_int = arguments->n_positional == 1 || arguments->positional[1]->kind == RETORT_PY_NONE;
  if (!is_to_int && !retort_py_value_get_int64 (arguments->positional[1], &n_digits))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'round()' is not evaluated");
  if (retort_py_instance_get_class (value) != NULL || (value->kind == RETORT_PY_INT && n_digits < 0))
    return retort_py_call_builtin_in_python (frame, node, "round", arguments);
  if ((value->kind == RETORT_PY_INT || value->kind == RETORT_PY_BOOL) && n_digits >= 0)
    return value->kind == RETORT_PY_INT ? value : retort_py_new_int64 (frame->evaluation, value->boolean);
  if (value->kind != RETORT_PY_FLOAT || !(fabs (value->real) < 1e15) || n_digits < 0 || n_digits > 15)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'round()' is not evaluated");
  if (is_to_int)
    return retort_py_new_int64 (frame->evaluation, (gint64) nearbyint (value->real));
  /* CPython rounds the exact decimal value, as printf() does. */
  {
    char format[16];

    g_snprintf (format, sizeof format, "%%.%df", (int) n_digits);
    g_ascii_formatd (text, sizeof text, format, value->real);
  }
  return retort_py_new_float (frame->evaluation, g_ascii_strtod (text, NULL));
}

static RetortPyValue *
builtin_divmod (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *pair[2];

  if (!retort_py_arity (frame, node, arguments, "divmod", 2, 2, &result))
    return result;
  pair[0] = retort_py_binary (frame, node, "//", arguments->positional[0], arguments->positional[1], FALSE);
  pair[1] = pair[0] == NULL ? NULL : retort_py_binary (frame, node, "%", arguments->positional[0], arguments->positional[1], FALSE);
  return pair[1] == NULL ? NULL : retort_py_new_tuple (frame->evaluation, pair, 2);
}

static RetortPyValue *
to_base (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, const char *prefix, guint base)
{
  GString *digits;
  RetortPyValue *result;
  gint64 number;
  guint64 rest;

  if (!retort_py_arity (frame, node, arguments, name, 1, 1, &result))
    return result;
  if (!retort_py_value_get_int64 (arguments->positional[0], &number) || number == G_MININT64)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '%s()' is not evaluated", name);
  digits = g_string_new (NULL);
  rest = (guint64) ABS (number);
  do
    {
      g_string_prepend_c (digits, "0123456789abcdef"[rest % base]);
      rest /= base;
    }
  while (rest > 0);
  g_string_prepend (digits, prefix);
  if (number < 0)
    g_string_prepend_c (digits, '-');
  return retort_py_take_string (frame->evaluation, g_string_free (digits, FALSE));
}

static RetortPyValue *
builtin_hex (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return to_base (frame, node, arguments, "hex", "0x", 16);
}

static RetortPyValue *
builtin_bin (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return to_base (frame, node, arguments, "bin", "0b", 2);
}

static RetortPyValue *
builtin_oct (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return to_base (frame, node, arguments, "oct", "0o", 8);
}

#define HASH_MODULUS ((G_GINT64_CONSTANT (1) << 61) - 1) /* sys.hash_info.modulus */

/* Of whole numbers; texts have another one in each process (Language Reference, object.__hash__). */
static RetortPyValue *
builtin_hash (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gint64 number = 0;

  if (!retort_py_arity (frame, node, arguments, "hash", 1, 1, &result))
    return result;
  if (arguments->positional[0]->kind == RETORT_PY_BOOL)
    return retort_py_new_int64 (frame->evaluation, arguments->positional[0]->boolean);
  if (arguments->positional[0]->kind != RETORT_PY_INT || !retort_py_value_get_int64 (arguments->positional[0], &number))
    return retort_py_unknown_call (frame, node, frame->evaluation->none, arguments, "this 'hash()' is not evaluated");
  number %= HASH_MODULUS;
  return retort_py_new_int64 (frame->evaluation, number == -1 ? -2 : number);
}

static const RetortPyBuiltin builtins[] = {
  { "bin", builtin_bin, TRUE },
  { "divmod", builtin_divmod, FALSE },
  { "hash", builtin_hash, FALSE },
  { "hex", builtin_hex, TRUE },
  { "oct", builtin_oct, TRUE },
  { "round", builtin_round, TRUE },
};

/**
 * retort_py_get_number_builtins: (skip)
 * @n_builtins: (out): how many
 *
 * Returns: (array length=n_builtins): the builtins of this file
 */
const RetortPyBuiltin *
retort_py_get_number_builtins (guint *n_builtins)
{
  *n_builtins = G_N_ELEMENTS (builtins);
  return builtins;
}
