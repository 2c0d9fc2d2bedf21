/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The builtin types as functions (str, int, list …), and what asks about one value. */
#include "python/evaluation-private.h"
#include "python/integer.h"

#include <math.h>
#include <string.h>

static RetortPyValue *
builtin_len (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *value;
  RetortPyValue *dict;
  gint64 start;
  gint64 step;
  gint64 count;

  if (!retort_py_arity (frame, node, arguments, "len", 1, 1, &result))
    return result;
  value = arguments->positional[0];
  dict = retort_py_get_view_dict (value);
  if (dict != NULL)
    value = dict;
  if (value->kind == RETORT_PY_STR)
    return retort_py_new_int64 (frame->evaluation, g_utf8_strlen (value->string.text, -1));
  if (value->kind >= RETORT_PY_LIST && value->kind <= RETORT_PY_DICT)
    return retort_py_new_int64 (frame->evaluation, value->many.items.n);
  if (retort_py_get_range (value, &start, &step, &count))
    return retort_py_new_int64 (frame->evaluation, count);
  if (value->kind == RETORT_PY_FOREIGN && value->foreign.klass->length != NULL)
    {
      count = value->foreign.klass->length (frame->evaluation, value);
      if (frame->evaluation->exception != NULL)
        return NULL;
      if (count >= 0)
        return retort_py_new_int64 (frame->evaluation, count);
    }
  if (value->kind == RETORT_PY_CLASS && value->klass->members != NULL && retort_py_flag_lists_members (value->klass))
    return retort_py_new_int64 (frame->evaluation, value->klass->members->many.items.n);
  if (value->kind == RETORT_PY_BYTES)
    return retort_py_new_int64 (frame->evaluation, (gint64) value->string.length);
  if (value->kind == RETORT_PY_NONE || retort_py_value_is_number (value) || value->kind == RETORT_PY_FUNCTION)
    return retort_py_raise (frame, node, "TypeError", "a %s has no length", retort_py_value_type_name (value));
  return retort_py_unknown_with (frame, node, arguments, NULL, "the length is not known");
}

static RetortPyValue *
builtin_str (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  g_autofree char *text = NULL;

  if (!arguments->is_open && arguments->n_positional > 0 && arguments->positional[0]->kind == RETORT_PY_BYTES
      && arguments->n_positional + arguments->n_keywords > 1)
    {
      RetortPyArguments rest = *arguments;

      rest.positional++;
      rest.n_positional--;
      return retort_py_bytes_decode (frame, node, arguments->positional[0], &rest);
    }
  if (arguments->n_positional > 1)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'str()' is not evaluated");
  if (!retort_py_arity (frame, node, arguments, "str", 0, 1, &result))
    return result;
  if (arguments->n_positional == 0)
    return retort_py_new_string (frame->evaluation, "");
  result = retort_py_path_to_text (frame->evaluation, arguments->positional[0]);
  if (result != NULL)
    return result;
  text = retort_py_value_to_str (arguments->positional[0]);
  if (text == NULL || !retort_py_charge (frame->evaluation, strlen (text) / 64))
    return retort_py_unknown_with (frame, node, arguments, NULL, "the text of this is not determined");
  return retort_py_new_string (frame->evaluation, text);
}

static RetortPyValue *
builtin_repr (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  g_autofree char *text = NULL;

  if (!retort_py_arity (frame, node, arguments, "repr", 1, 1, &result))
    return result;
  text = retort_py_value_to_repr (arguments->positional[0]);
  if (text == NULL || !retort_py_charge (frame->evaluation, strlen (text) / 64))
    return retort_py_unknown_with (frame, node, arguments, NULL, "the text of this is not determined");
  return retort_py_new_string (frame->evaluation, text);
}

static RetortPyValue *
int_from_text (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *digits = *trimmed == '-' || *trimmed == '+' ? trimmed + 1 : trimmed;
  g_autofree char *plain = NULL;
  g_autofree char *number = NULL;

  for (const char *at = text; *at != '\0'; at++)
    if ((*at & 0x80) != 0 || (*at >= 0x1C && *at <= 0x1F))
      return retort_py_unknown_with (frame, node, arguments, NULL, "whether this text is a number is not determined");
  if (*digits == '\0' || strspn (digits, "0123456789_") != strlen (digits) || *digits == '_' || g_str_has_suffix (digits, "_")
      || strstr (digits, "__") != NULL)
    return retort_py_raise (frame, node, "ValueError", "'%s' is no number", text);
  plain = retort_py_integer_from_literal (digits);
  if (plain == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "a number this long is not calculated");
  number = *trimmed == '-' && strcmp (plain, "0") != 0 ? g_strconcat ("-", plain, NULL) : g_strdup (plain);
  return retort_py_new_digits (frame->evaluation, number);
}

static RetortPyValue *
builtin_int (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *value;

  if (arguments->n_positional == 2 || arguments->n_keywords > 0)
    return retort_py_call_builtin_in_python (frame, node, "int", arguments);
  if (!retort_py_arity (frame, node, arguments, "int", 0, 1, &result))
    return result;
  value = arguments->n_positional == 0 ? frame->evaluation->false_value : arguments->positional[0];
  result = retort_py_call_special (frame, node, value, "__int__");
  if (result != NULL || frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
    return result;
  value = retort_py_plain_value (value);
  switch ((int) value->kind)
    {
    case RETORT_PY_BOOL:
      return retort_py_new_int64 (frame->evaluation, value->boolean);
    case RETORT_PY_INT:
      return value;
    case RETORT_PY_FLOAT:
      if (fabs (value->real) < 1e300)
        {
          g_autofree char *digits = g_strdup_printf ("%.0f", trunc (value->real) + 0.0);

          return retort_py_new_digits (frame->evaluation, *digits == '-' && value->real > -1 ? "0" : digits);
        }
      return retort_py_unknown_with (frame, node, arguments, NULL, "a number this large is not converted");
    case RETORT_PY_STR:
      return int_from_text (frame, node, arguments, value->string.text);
    case RETORT_PY_UNKNOWN:
    case RETORT_PY_FOREIGN:
    case RETORT_PY_CLASS:
    case RETORT_PY_BYTES:
      return retort_py_unknown_with (frame, node, arguments, NULL, "the number is not known");
    default:
      return retort_py_raise (frame, node, "TypeError", "a %s is no number", retort_py_value_type_name (value));
    }
}

/* Decimal digits, as Python and C both read them; "nan", "inf" and underscores are left alone. */
static RetortPyValue *
float_from_text (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *at = trimmed + (*trimmed == '-' || *trimmed == '+');
  gsize n_whole = strspn (at, "0123456789");
  gsize n_fraction = 0;

  if (!g_str_is_ascii (text) || strpbrk (text, "_nN\x1c\x1d\x1e\x1f") != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "whether this text is a number is not determined");
  at += n_whole;
  if (*at == '.')
    {
      n_fraction = strspn (at + 1, "0123456789");
      at += 1 + n_fraction;
    }
  if (n_whole + n_fraction > 0 && (*at == 'e' || *at == 'E'))
    {
      const char *exponent = at + 1 + (at[1] == '-' || at[1] == '+');

      at = g_ascii_isdigit (*exponent) ? exponent + strspn (exponent, "0123456789") : at;
    }
  if (n_whole + n_fraction == 0 || *at != '\0')
    return retort_py_raise (frame, node, "ValueError", "'%s' is no number", text);
  return retort_py_new_float (frame->evaluation, g_ascii_strtod (trimmed, NULL));
}

static RetortPyValue *
builtin_float (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *value;
  double number;

  if (!retort_py_arity (frame, node, arguments, "float", 1, 1, &result))
    return result;
  value = arguments->positional[0];
  result = retort_py_call_special (frame, node, value, "__float__");
  if (result != NULL || frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
    return result;
  value = retort_py_plain_value (value);
  if (value->kind == RETORT_PY_FLOAT)
    return value;
  if (value->kind == RETORT_PY_STR)
    return float_from_text (frame, node, arguments, value->string.text);
  if (retort_py_value_get_double (value, &number) && fabs (number) < 1e300)
    return retort_py_new_float (frame->evaluation, number);
  if (value->kind == RETORT_PY_NONE || (value->kind >= RETORT_PY_LIST && value->kind <= RETORT_PY_FUNCTION))
    return retort_py_raise (frame, node, "TypeError", "a %s is no number", retort_py_value_type_name (value));
  return retort_py_unknown_with (frame, node, arguments, NULL, "'float()' of this is not evaluated");
}

static RetortPyValue *
builtin_bool (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyAnswer truth;

  if (!retort_py_arity (frame, node, arguments, "bool", 0, 1, &result))
    return result;
  truth = arguments->n_positional == 0 ? RETORT_PY_NO : retort_py_truth (frame, arguments->positional[0]);
  if (truth == RETORT_PY_MAYBE)
    return retort_py_unknown_with (frame, node, arguments, NULL, "whether this is true is not known");
  return retort_py_bool (frame->evaluation, truth == RETORT_PY_YES);
}

static RetortPyValue *
builtin_range (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  gint64 numbers[3] = { 0, 0, 1 };
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "range", 1, 3, &result))
    return result;
  for (guint i = 0; i < arguments->n_positional; i++)
    {
      RetortPyValue *value = retort_py_plain_value (arguments->positional[i]);
      guint place = arguments->n_positional == 1 ? 1 : i;

      if (value->kind == RETORT_PY_BOOL)
        numbers[place] = value->boolean;
      else if (retort_py_value_get_int64 (value, &numbers[place]) && ABS (numbers[place]) < (G_GINT64_CONSTANT (1) << 53))
        continue;
      else if (value->kind == RETORT_PY_INT || value->kind == RETORT_PY_UNKNOWN || value->kind == RETORT_PY_FOREIGN)
        return retort_py_unknown_with (frame, node, arguments, NULL, "this range is not evaluated");
      else
        return retort_py_raise (frame, node, "TypeError", "a range is made of ints");
    }
  if (numbers[2] == 0)
    return retort_py_raise (frame, node, "ValueError", "the step of a range is zero");
  return retort_py_new_range (frame->evaluation, numbers[0], numbers[1], numbers[2]);
}

/* list(), tuple(), set(), frozenset() */
static RetortPyValue *
make_from_items (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, RetortPyKind kind)
{
  RetortPyValue *result;
  RetortPyValue *unknown = NULL;
  RetortPyItems items = { 0 };
  gboolean is_known;

  if (!retort_py_arity (frame, node, arguments, name, 0, 1, &result))
    return result;
  result = retort_py_new_value (frame->evaluation, kind);
  if (arguments->n_positional == 0)
    return result;
  if (kind == RETORT_PY_SET && arguments->positional[0]->kind == RETORT_PY_SET)
    items = arguments->positional[0]->many.items; /* the order does not matter */
  else if (kind == RETORT_PY_TUPLE && arguments->positional[0]->kind == RETORT_PY_TUPLE && retort_py_get_special (arguments->positional[0]) == NULL)
    return arguments->positional[0];
  else if (!retort_py_collect (frame, node, arguments->positional[0], &items, &unknown))
    return NULL;
  for (guint i = 0; unknown == NULL && i < items.n; i++)
    if (kind != RETORT_PY_SET)
      retort_py_items_append (frame->evaluation, &result->many.items, items.items[i]);
    else if (!retort_py_value_is_hashable (items.items[i], &is_known))
      return retort_py_raise (frame, node, "TypeError", "a %s cannot be in a set", retort_py_value_type_name (items.items[i]));
    else if (is_known)
      retort_py_keyed_put (frame->evaluation, result, items.items[i], NULL);
    else
      unknown = retort_py_unknown_with (frame, node, arguments, NULL, "what is in this set is not known");
  return unknown != NULL ? retort_py_absorb (frame, node, unknown, result) : result;
}

static RetortPyValue *
builtin_list (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_from_items (frame, node, arguments, "list", RETORT_PY_LIST);
}

static RetortPyValue *
builtin_tuple (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_from_items (frame, node, arguments, "tuple", RETORT_PY_TUPLE);
}

static RetortPyValue *
builtin_set (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_from_items (frame, node, arguments, "set", RETORT_PY_SET);
}

static RetortPyValue *
builtin_frozenset (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (arguments->n_positional == 1 && !arguments->is_open && arguments->n_keywords == 0 && retort_py_is_frozenset (arguments->positional[0]))
    return arguments->positional[0];
  result = make_from_items (frame, node, arguments, "frozenset", RETORT_PY_SET);
  if (result != NULL && result->kind == RETORT_PY_SET)
    result->many.is_frozen = TRUE;
  return result;
}

static RetortPyValue *
builtin_dict (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *result = retort_py_new_dict (evaluation);

  if (arguments->is_open || arguments->n_positional > 1)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'dict()' is not evaluated");
  if (arguments->n_positional == 1)
    {
      RetortPyValue *unknown = retort_py_update_dict (frame, node, result, arguments->positional[0]);

      if (unknown != evaluation->none)
        return unknown == NULL ? NULL : retort_py_absorb (frame, node, unknown, result);
    }
  for (guint i = 0; i < arguments->n_keywords; i++)
    retort_py_keyed_put (evaluation, result, retort_py_new_string (evaluation, arguments->keyword_names[i]), arguments->keyword_values[i]);
  return result;
}

static RetortPyValue *
builtin_print (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return frame->evaluation->none;
}

static RetortPyValue *
builtin_abs (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *value;

  if (!retort_py_arity (frame, node, arguments, "abs", 1, 1, &result))
    return result;
  value = arguments->positional[0];
  if (value->kind == RETORT_PY_FLOAT)
    return retort_py_new_float (frame->evaluation, fabs (value->real));
  result = retort_py_call_special (frame, node, value, "__abs__");
  if (result != NULL || frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
    return result;
  if (value->kind == RETORT_PY_BOOL)
    return retort_py_new_int64 (frame->evaluation, value->boolean);
  if (value->kind == RETORT_PY_NONE || value->kind == RETORT_PY_STR || (value->kind >= RETORT_PY_LIST && value->kind <= RETORT_PY_FUNCTION))
    return retort_py_raise (frame, node, "TypeError", "a %s is no number", retort_py_value_type_name (value));
  if (value->kind == RETORT_PY_INT && (value->digits != NULL ? *value->digits != '-' : value->small >= 0))
    return value;
  if (value->kind == RETORT_PY_INT && (value->digits == NULL || *value->digits == '-'))
    return retort_py_unary (frame, node, "-", value);
  return retort_py_unknown_with (frame, node, arguments, NULL, "'abs()' of this is not evaluated");
}

static RetortPyValue *
builtin_chr (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gint64 code;
  char text[8] = "";

  if (!retort_py_arity (frame, node, arguments, "chr", 1, 1, &result))
    return result;
  if (!retort_py_value_get_int64 (arguments->positional[0], &code) || code <= 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this character is not evaluated");
  return retort_py_new_text (frame->evaluation, text, (gsize) g_unichar_to_utf8 ((gunichar) code, text));
}

static RetortPyValue *
builtin_ord (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *text;

  if (!retort_py_arity (frame, node, arguments, "ord", 1, 1, &result))
    return result;
  text = retort_py_value_get_string (arguments->positional[0]);
  if (text == NULL || g_utf8_strlen (text, -1) != 1)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this character is not evaluated");
  return retort_py_new_int64 (frame->evaluation, g_utf8_get_char (text));
}

static RetortPyAnswer
is_of_class (const RetortPyValue *value, const RetortPyValue *klass)
{
  RetortPyValue *own = retort_py_instance_get_class (value);

  if (own != NULL && own->kind == RETORT_PY_CLASS)
    return retort_py_class_derives (own, klass) ? RETORT_PY_YES : RETORT_PY_NO;
  return own != NULL || value->kind == RETORT_PY_UNKNOWN || !retort_py_is_plain (value) ? RETORT_PY_MAYBE : RETORT_PY_NO;
}

/* An object of an own class that derives from a builtin type. */
static RetortPyAnswer
instance_is_builtin (const RetortPyValue *value, const RetortPyBuiltin *type)
{
  static const char *const others[] = { "frozenset", "bool", "type", NULL };
  RetortPyValue *klass = retort_py_instance_get_class (value);

  if (type == NULL || klass->kind != RETORT_PY_CLASS)
    return RETORT_PY_MAYBE;
  if (retort_py_mixin_of_type (type->name) != RETORT_PY_MIXIN_NONE)
    return klass->klass->mixin == retort_py_mixin_of_type (type->name) ? RETORT_PY_YES : RETORT_PY_NO;
  if (strcmp (type->name, "object") == 0)
    return RETORT_PY_YES;
  if (strcmp (type->name, "Enum") == 0)
    return klass->klass->is_enum ? RETORT_PY_YES : RETORT_PY_NO;
  return g_strv_contains (others, type->name) ? RETORT_PY_NO : RETORT_PY_MAYBE;
}

/* An exception, or an object asked for being one. */
static RetortPyAnswer
is_exception (const RetortPyValue *value, const RetortPyValue *type)
{
  const RetortPyException *exception = retort_py_get_exception (value);
  RetortPyValue *klass = retort_py_instance_get_class (value);
  const char *own = exception != NULL ? exception->type : klass != NULL && klass->kind == RETORT_PY_CLASS ? klass->klass->exception : NULL;
  const char *wanted = retort_py_exception_type_name (type);

  if ((exception != NULL && !exception->is_known) || (klass != NULL && klass->kind != RETORT_PY_CLASS))
    return RETORT_PY_MAYBE;
  return own != NULL && wanted != NULL && retort_py_exception_derives (own, wanted) ? RETORT_PY_YES : RETORT_PY_NO;
}

/**
 * retort_py_is_instance: (skip)
 * @value: a value
 * @type: a type, or a tuple of types
 *
 * Returns: whether @value is of that type; %RETORT_PY_MAYBE when that is not told
 */
RetortPyAnswer
retort_py_is_instance (const RetortPyValue *value, const RetortPyValue *type)
{
  const RetortPyBuiltin *definition = retort_py_get_builtin_of (type);
  static const struct { RetortPyBuiltinFunc func; RetortPyKind kind; } types[] = {
    { builtin_str, RETORT_PY_STR }, { builtin_int, RETORT_PY_INT }, { builtin_float, RETORT_PY_FLOAT },
    { builtin_bool, RETORT_PY_BOOL }, { builtin_list, RETORT_PY_LIST }, { builtin_tuple, RETORT_PY_TUPLE },
    { builtin_dict, RETORT_PY_DICT }, { builtin_set, RETORT_PY_SET }, { retort_py_builtin_bytes, RETORT_PY_BYTES },
  };
  RetortPyBuiltinFunc builtin = retort_py_get_builtin (type);
  RetortPyAnswer result = RETORT_PY_NO;

  if (type->kind == RETORT_PY_TUPLE)
    {
      for (guint i = 0; i < type->many.items.n && result == RETORT_PY_NO; i++)
        result = retort_py_is_instance (value, type->many.items.items[i]);
      return result;
    }
  if (retort_py_exception_type_name (type) != NULL && retort_py_is_plain (value) && value->kind != RETORT_PY_UNKNOWN)
    return is_exception (value, type);
  if (retort_py_get_named_tuple_type (type) != NULL && retort_py_is_plain (value) && value->kind != RETORT_PY_UNKNOWN)
    return retort_py_is_named_tuple_of (value, retort_py_get_named_tuple_type (type)) ? RETORT_PY_YES : RETORT_PY_NO;
  if (type->kind == RETORT_PY_CLASS)
    return is_of_class (value, type);
  if (retort_py_instance_get_class (value) != NULL)
    return instance_is_builtin (value, definition);
  if (builtin == NULL || value->kind == RETORT_PY_UNKNOWN || !retort_py_is_plain (value)
      || (value->kind == RETORT_PY_CLASS && (definition == NULL || definition->is_instance == NULL)))
    return RETORT_PY_MAYBE;
  if (definition != NULL && definition->is_instance != NULL)
    {
      int answer = definition->is_instance (value);

      return answer < 0 ? RETORT_PY_MAYBE : answer > 0 ? RETORT_PY_YES : RETORT_PY_NO;
    }
  if (builtin == builtin_frozenset || (builtin == builtin_set && value->kind == RETORT_PY_SET))
    return retort_py_is_frozenset (value) == (builtin == builtin_frozenset) ? RETORT_PY_YES : RETORT_PY_NO;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (builtin == types[i].func)
      return value->kind == types[i].kind || (types[i].kind == RETORT_PY_INT && value->kind == RETORT_PY_BOOL) ? RETORT_PY_YES
                                                                                                              : RETORT_PY_NO;
  return RETORT_PY_MAYBE;
}

static RetortPyValue *
builtin_isinstance (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyAnswer answer;

  if (!retort_py_arity (frame, node, arguments, "isinstance", 2, 2, &result))
    return result;
  answer = retort_py_is_instance (arguments->positional[0], arguments->positional[1]);
  if (answer == RETORT_PY_MAYBE)
    return retort_py_unknown_with (frame, node, arguments, NULL, "whether it is an instance is not known");
  return retort_py_bool (frame->evaluation, answer == RETORT_PY_YES);
}

static RetortPyValue *
builtin_callable (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyKind kind;

  if (!retort_py_arity (frame, node, arguments, "callable", 1, 1, &result))
    return result;
  kind = arguments->positional[0]->kind;
  if (kind == RETORT_PY_UNKNOWN || (kind == RETORT_PY_FOREIGN && retort_py_get_builtin (arguments->positional[0]) == NULL))
    return retort_py_unknown_with (frame, node, arguments, NULL, "whether it can be called is not known");
  return retort_py_bool (frame->evaluation, kind == RETORT_PY_FUNCTION || kind == RETORT_PY_CLASS || kind == RETORT_PY_FOREIGN);
}

static RetortPyValue *
builtin_format (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *spec;

  if (!retort_py_arity (frame, node, arguments, "format", 1, 2, &result))
    return result;
  spec = arguments->n_positional == 2 ? retort_py_value_get_string (arguments->positional[1]) : "";
  if (spec == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this format is not evaluated");
  return retort_py_format_value (frame, node, arguments->positional[0], spec);
}

static const RetortPyBuiltin type_builtins[] = {
  { "abs", builtin_abs, TRUE },
  { "bool", builtin_bool, TRUE },
  { "bytes", retort_py_builtin_bytes, FALSE },
  { "callable", builtin_callable, TRUE },
  { "chr", builtin_chr, TRUE },
  { "dict", builtin_dict, TRUE },
  { "float", builtin_float, TRUE },
  { "format", builtin_format, TRUE },
  { "frozenset", builtin_frozenset, FALSE },
  { "int", builtin_int, TRUE },
  { "isinstance", builtin_isinstance, TRUE },
  { "len", builtin_len, TRUE },
  { "list", builtin_list, FALSE },
  { "ord", builtin_ord, TRUE },
  { "print", builtin_print, TRUE },
  { "range", builtin_range, TRUE },
  { "repr", builtin_repr, TRUE },
  { "set", builtin_set, FALSE },
  { "str", builtin_str, TRUE },
  { "tuple", builtin_tuple, FALSE },
};

/**
 * retort_py_get_type_builtins: (skip)
 * @n_builtins: (out): how many
 *
 * Returns: (array length=n_builtins): the builtins of this file
 */
const RetortPyBuiltin *
retort_py_get_type_builtins (guint *n_builtins)
{
  *n_builtins = G_N_ELEMENTS (type_builtins);
  return type_builtins;
}
