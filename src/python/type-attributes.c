/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which attributes Python's own types have: what is not among them raises, what is and has no method here is unknown. */
#include "python/evaluation-private.h"

#include <string.h>

/* dir() of each type in CPython 3.11, without what begins with "__". */
static const char *const str_names[] = {
  "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format", "format_map", "index", "isalnum",
  "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper",
  "join", "ljust", "lower", "lstrip", "maketrans", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust",
  "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill", NULL,
};
static const char *const bytes_names[] = {
  "capitalize", "center", "count", "decode", "endswith", "expandtabs", "find", "fromhex", "hex", "index", "isalnum", "isalpha", "isascii",
  "isdigit", "islower", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans", "partition", "removeprefix",
  "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip",
  "swapcase", "title", "translate", "upper", "zfill", NULL,
};
static const char *const list_names[] = {
  "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort", NULL,
};
static const char *const tuple_names[] = { "count", "index", NULL };
static const char *const dict_names[] = {
  "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values", NULL,
};
static const char *const set_names[] = {
  "add", "clear", "copy", "difference", "difference_update", "discard", "intersection", "intersection_update", "isdisjoint", "issubset",
  "issuperset", "pop", "remove", "symmetric_difference", "symmetric_difference_update", "union", "update", NULL,
};
/* What a frozenset has not of these. */
static const char *const changing_names[] = {
  "add", "clear", "difference_update", "discard", "intersection_update", "pop", "remove", "symmetric_difference_update", "update", NULL,
};
static const char *const int_names[] = {
  "as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes", "imag", "is_integer", "numerator", "real",
  "to_bytes", NULL,
};
static const char *const float_names[] = {
  "as_integer_ratio", "conjugate", "fromhex", "from_number", "hex", "imag", "is_integer", "real", NULL,
};
static const char *const none_names[] = { NULL };

static const char *const *const names_of_kind[] = {
  [RETORT_PY_NONE] = none_names, [RETORT_PY_BOOL] = int_names, [RETORT_PY_INT] = int_names, [RETORT_PY_FLOAT] = float_names,
  [RETORT_PY_STR] = str_names, [RETORT_PY_BYTES] = bytes_names, [RETORT_PY_LIST] = list_names, [RETORT_PY_TUPLE] = tuple_names,
  [RETORT_PY_SET] = set_names, [RETORT_PY_DICT] = dict_names,
};

/**
 * retort_py_type_has_attribute: (skip)
 * @kind: a kind of value
 * @name: a name
 *
 * Returns: whether Python's type has, or may have, such an attribute
 */
gboolean
retort_py_type_has_attribute (RetortPyKind kind, const char *name)
{
  if (g_str_has_prefix (name, "__") || kind >= G_N_ELEMENTS (names_of_kind))
    return TRUE;
  return g_strv_contains (names_of_kind[kind], name);
}

/**
 * retort_py_value_has_attribute: (skip)
 * @value: a value of one of Python's own types
 * @name: a name
 *
 * Returns: whether it has, or may have, such an attribute
 */
gboolean
retort_py_value_has_attribute (const RetortPyValue *value, const char *name)
{
  if (retort_py_is_frozenset (value) && g_strv_contains (changing_names, name))
    return FALSE;
  return retort_py_type_has_attribute (value->kind, name);
}
