/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes: what texts are encoded as, checksums made of, and bytes() makes. Their other methods are in standard/types/bytes.py. */
#include "python/evaluation-private.h"

#include <string.h>

/**
 * retort_py_new_bytes: (skip)
 * @evaluation: an evaluation
 * @data: the bytes, copied
 * @length: how many
 *
 * Returns: (transfer none): a bytes value
 */
RetortPyValue *
retort_py_new_bytes (RetortPyEvaluation *evaluation, const void *data, gsize length)
{
  RetortPyValue *self = retort_py_new_text (evaluation, data, length);

  self->kind = RETORT_PY_BYTES;
  return self;
}

/**
 * retort_py_value_get_bytes:
 * @self: a value
 * @length: (out): how many bytes there are; untouched when there are none
 *
 * Returns: (transfer none) (nullable): what a bytes value holds; %NULL for anything else
 */
const char *
retort_py_value_get_bytes (const RetortPyValue *self, gsize *length)
{
  if (self->kind != RETORT_PY_BYTES)
    return NULL;
  *length = self->string.length;
  return self->string.text;
}

/* --- Texts and bytes --- */

typedef enum
{
  UTF8,
  LATIN1,
  ASCII,
  OTHER,
} Encoding;

/* NULL stands for the default. */
static Encoding
find_encoding (const char *name)
{
  static const struct { const char *name; Encoding encoding; } known[] = {
    { "utf-8", UTF8 }, { "utf8", UTF8 }, { "u8", UTF8 }, { "latin-1", LATIN1 }, { "latin1", LATIN1 }, { "iso-8859-1", LATIN1 },
    { "ascii", ASCII }, { "us-ascii", ASCII },
  };
  g_autofree char *lower = g_ascii_strdown (name != NULL ? name : "utf-8", -1);

  g_strdelimit (lower, "_", '-');
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, lower) == 0)
      return known[i].encoding;
  return OTHER;
}

/* FALSE: the arguments are not understood. @errors: "strict", "ignore", "replace". */
static gboolean
take_encoding (const RetortPyArguments *arguments, Encoding *encoding, const char **errors)
{
  const char *values[2] = { NULL, "strict" };

  if (arguments->is_open || arguments->n_positional > 2)
    return FALSE;
  for (guint i = 0; i < arguments->n_positional; i++)
    if ((values[i] = retort_py_value_get_string (arguments->positional[i])) == NULL)
      return FALSE;
  for (guint i = 0; i < arguments->n_keywords; i++)
    {
      gboolean is_errors = strcmp (arguments->keyword_names[i], "errors") == 0;

      values[is_errors] = retort_py_value_get_string (arguments->keyword_values[i]);
      if (values[is_errors] == NULL || (!is_errors && strcmp (arguments->keyword_names[i], "encoding") != 0))
        return FALSE;
    }
  *encoding = find_encoding (values[0]);
  *errors = values[1];
  return *encoding != OTHER;
}

/* As Latin-1 or ASCII. FALSE: a character that cannot be said so, where that raises. */
static gboolean
encode_narrow (const char *text, Encoding encoding, const char *errors, GString *out)
{
  gunichar limit = encoding == LATIN1 ? 0x100 : 0x80;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character < limit)
        g_string_append_c (out, (char) character);
      else if (strcmp (errors, "replace") == 0)
        g_string_append_c (out, '?');
      else if (strcmp (errors, "ignore") != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_py_string_encode: (skip)
 * @frame: where
 * @node: the call
 * @self: a text
 * @arguments: the encoding, and what happens with what it cannot say
 *
 * Returns: (transfer none) (nullable): what str.encode() gives; %NULL: raised
 */
RetortPyValue *
retort_py_string_encode (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  g_autoptr(GString) out = g_string_new (NULL);
  Encoding encoding;
  const char *errors;

  if (!take_encoding (arguments, &encoding, &errors))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this encoding is not evaluated");
  if (encoding == UTF8 || g_str_is_ascii (self->string.text))
    return retort_py_new_bytes (frame->evaluation, self->string.text, self->string.length);
  if (encode_narrow (self->string.text, encoding, errors, out))
    return retort_py_new_bytes (frame->evaluation, out->str, out->len);
  if (strcmp (errors, "strict") == 0)
    return retort_py_raise (frame, node, "UnicodeEncodeError", "a character cannot be encoded");
  return retort_py_unknown_with (frame, node, arguments, NULL, "this encoding is not evaluated");
}

/**
 * retort_py_bytes_decode: (skip)
 * @frame: where
 * @node: the call
 * @self: bytes
 * @arguments: the encoding
 *
 * Returns: (transfer none): what bytes.decode() gives
 */
RetortPyValue *
retort_py_bytes_decode (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  g_autoptr(GString) out = g_string_new (NULL);
  gboolean is_plain = memchr (self->string.text, '\0', self->string.length) == NULL;
  Encoding encoding;
  const char *errors;

  for (gsize i = 0; i < self->string.length; i++)
    g_string_append_unichar (out, (guchar) self->string.text[i]);
  if (!is_plain || !take_encoding (arguments, &encoding, &errors))
    return retort_py_unknown_with (frame, node, arguments, NULL, "what these bytes say is not determined");
  if (encoding == LATIN1)
    return retort_py_new_string (frame->evaluation, out->str);
  if ((encoding == ASCII && out->len > self->string.length) || !g_utf8_validate_len (self->string.text, self->string.length, NULL))
    return retort_py_unknown_with (frame, node, arguments, NULL, "what these bytes say is not determined");
  return retort_py_new_text (frame->evaluation, self->string.text, self->string.length);
}

static RetortPyValue *
bytes_hex (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  GString *out;
  RetortPyValue *result;

  if (arguments->n_positional > 0)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'hex()' is not evaluated");
  if (!retort_py_arity (frame, node, arguments, "hex", 0, 0, &result))
    return result;
  out = g_string_new (NULL);
  for (gsize i = 0; i < self->string.length; i++)
    g_string_append_printf (out, "%02x", (guchar) self->string.text[i]);
  return retort_py_take_string (frame->evaluation, g_string_free (out, FALSE));
}

const RetortPyMethod retort_py_bytes_methods[] = { { "decode", retort_py_bytes_decode }, { "hex", bytes_hex }, { NULL, NULL } };

/**
 * retort_py_bytes_contain: (skip)
 * @bytes: bytes
 * @value: bytes, or a number
 *
 * Returns: whether @value is a part of them, or one of them
 */
RetortPyAnswer
retort_py_bytes_contain (const RetortPyValue *bytes, const RetortPyValue *value)
{
  char byte;
  gint64 number = value->kind == RETORT_PY_BOOL ? value->boolean : -1;
  const void *found;

  if (value->kind == RETORT_PY_INT && !retort_py_value_get_int64 (value, &number))
    return RETORT_PY_MAYBE;
  if (value->kind != RETORT_PY_BYTES && (number < 0 || number > 255))
    return RETORT_PY_MAYBE;
  byte = (char) number;
  found = value->kind == RETORT_PY_BYTES ? memmem (bytes->string.text, bytes->string.length, value->string.text, value->string.length)
                                         : memchr (bytes->string.text, byte, bytes->string.length);
  return found != NULL ? RETORT_PY_YES : RETORT_PY_NO;
}

/* --- Making them --- */

/* A number of each from 0 to 255. */
static RetortPyValue *
bytes_from_items (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, RetortPyValue *iterable)
{
  g_autoptr(GString) out = g_string_new (NULL);
  RetortPyItems items = { 0 };
  RetortPyValue *unknown = NULL;

  if (!retort_py_collect (frame, node, iterable, &items, &unknown))
    return NULL;
  if (unknown != NULL)
    return unknown;
  for (guint i = 0; i < items.n; i++)
    {
      gint64 number = -1;

      if (items.items[i]->kind != RETORT_PY_INT)
        return retort_py_unknown_with (frame, node, arguments, NULL, "these bytes are not evaluated");
      if (!retort_py_value_get_int64 (items.items[i], &number) || number < 0 || number > 255)
        return retort_py_raise (frame, node, "ValueError", "bytes must be in range(0, 256)");
      g_string_append_c (out, (char) number);
    }
  return retort_py_new_bytes (frame->evaluation, out->str, out->len);
}

/**
 * retort_py_builtin_bytes: (skip)
 * @frame: where
 * @node: the call
 * @self: (nullable): nothing
 * @arguments: a text and an encoding, a length, or numbers
 *
 * Returns: (transfer none) (nullable): what bytes() gives; %NULL: raised
 */
RetortPyValue *
retort_py_builtin_bytes (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *value = arguments->n_positional > 0 ? arguments->positional[0] : NULL;
  RetortPyArguments rest = *arguments;
  RetortPyValue *result;
  gint64 length;

  if (!arguments->is_open && value != NULL && value->kind == RETORT_PY_STR && arguments->n_positional + arguments->n_keywords > 1)
    {
      rest.positional++;
      rest.n_positional--;
      return retort_py_string_encode (frame, node, value, &rest);
    }
  if (!retort_py_arity (frame, node, arguments, "bytes", 0, 1, &result))
    return result;
  if (value == NULL)
    return retort_py_new_bytes (frame->evaluation, "", 0);
  if (value->kind == RETORT_PY_BYTES)
    return value;
  if (value->kind == RETORT_PY_STR)
    return retort_py_raise (frame, node, "TypeError", "string argument without an encoding");
  if (value->kind == RETORT_PY_LIST || value->kind == RETORT_PY_TUPLE || retort_py_get_range (value, &length, &length, &length))
    return bytes_from_items (frame, node, arguments, value);
  if (retort_py_value_get_int64 (value, &length) && length >= 0 && length < RETORT_PY_MAX_TEXT / 64)
    {
      g_autofree char *zeros = g_malloc0 ((gsize) length + 1);

      return retort_py_new_bytes (frame->evaluation, zeros, (gsize) length);
    }
  return retort_py_unknown_with (frame, node, arguments, NULL, "these bytes are not evaluated");
}
