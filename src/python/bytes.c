/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes: as texts are encoded, and as checksums are made of them. What else Python does with bytes is not determined. */
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

/* Is it an encoding in which these bytes are what UTF-8 says? NULL stands for the default. */
static gboolean
is_like_utf8 (const char *encoding, gboolean is_ascii)
{
  static const char *const always[] = { "utf-8", "utf8", "u8", NULL };
  static const char *const of_ascii[] = { "ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1", "cp1252", NULL };
  g_autofree char *lower = encoding != NULL ? g_ascii_strdown (encoding, -1) : g_strdup ("utf-8");

  g_strdelimit (lower, "_", '-');
  return g_strv_contains (always, lower) || (is_ascii && g_strv_contains (of_ascii, lower));
}

/* The encoding that is given; FALSE: the arguments are not understood. */
static gboolean
take_encoding (const RetortPyArguments *arguments, const char **encoding)
{
  *encoding = NULL;
  if (arguments->is_open || arguments->n_positional + arguments->n_keywords > 1)
    return FALSE;
  if (arguments->n_positional == 1)
    *encoding = retort_py_value_get_string (arguments->positional[0]);
  if (arguments->n_keywords == 1 && strcmp (arguments->keyword_names[0], "encoding") == 0)
    *encoding = retort_py_value_get_string (arguments->keyword_values[0]);
  return *encoding != NULL || arguments->n_positional + arguments->n_keywords == 0;
}

/**
 * retort_py_string_encode: (skip)
 * @frame: where
 * @node: the call
 * @self: a text
 * @arguments: the encoding
 *
 * Returns: (transfer none): what str.encode() gives
 */
RetortPyValue *
retort_py_string_encode (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const char *encoding;

  if (!take_encoding (arguments, &encoding) || !is_like_utf8 (encoding, g_str_is_ascii (self->string.text)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this encoding is not evaluated");
  return retort_py_new_bytes (frame->evaluation, self->string.text, self->string.length);
}

static RetortPyValue *
bytes_decode (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const char *encoding;
  gboolean is_ascii = TRUE;

  for (gsize i = 0; i < self->string.length; i++)
    is_ascii = is_ascii && (guchar) self->string.text[i] < 0x80;
  if (!take_encoding (arguments, &encoding) || !is_like_utf8 (encoding, is_ascii)
      || !g_utf8_validate_len (self->string.text, self->string.length, NULL))
    return retort_py_unknown_with (frame, node, arguments, NULL, "what these bytes say is not determined");
  return retort_py_new_text (frame->evaluation, self->string.text, self->string.length);
}

static RetortPyValue *
bytes_hex (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  GString *out;
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "hex", 0, 0, &result))
    return result;
  out = g_string_new (NULL);
  for (gsize i = 0; i < self->string.length; i++)
    g_string_append_printf (out, "%02x", (guchar) self->string.text[i]);
  return retort_py_take_string (frame->evaluation, g_string_free (out, FALSE));
}

const RetortPyMethod retort_py_bytes_methods[] = { { "decode", bytes_decode }, { "hex", bytes_hex }, { NULL, NULL } };
