/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uuid: UUID objects; uuid1() and uuid4() are drawn. */
#include "python/modules-private.h"

#include "python/uuid.h"

#include <string.h>

/* data: char*, 36 characters */
static RetortPyValue *uuid_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static char *uuid_text (const RetortPyValue *self, gboolean is_repr);
static int uuids_equal (const RetortPyValue *left, const RetortPyValue *right);
static gboolean order_uuids (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable);
static guint hash_uuid (const RetortPyValue *self);

static const RetortPyForeignClass uuid_class = {
  .name = "UUID",
  .is_plain = TRUE,
  .get_attribute = uuid_attribute,
  .text = uuid_text,
  .equal = uuids_equal,
  .order = order_uuids,
  .hash = hash_uuid,
};

/**
 * retort_py_value_get_uuid:
 * @self: a value
 *
 * Returns: (nullable): the 36 characters of a uuid.UUID; %NULL when it is none
 */
const char *
retort_py_value_get_uuid (const RetortPyValue *self)
{
  return retort_py_value_get_foreign_class (self) == &uuid_class ? self->foreign.data : NULL;
}

static char *
uuid_text (const RetortPyValue *self, gboolean is_repr)
{
  return is_repr ? g_strdup_printf ("UUID('%s')", (const char *) self->foreign.data) : g_strdup (self->foreign.data);
}

static int
uuids_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  const char *a = retort_py_value_get_uuid (left);
  const char *b = retort_py_value_get_uuid (right);

  if (a == NULL || b == NULL)
    return retort_py_is_plain (left) && retort_py_is_plain (right) ? 0 : -1;
  return strcmp (a, b) == 0;
}

static gboolean
order_uuids (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable)
{
  const char *a = retort_py_value_get_uuid (left);
  const char *b = retort_py_value_get_uuid (right);

  *is_comparable = a != NULL && b != NULL;
  if (*is_comparable)
    *order = strcmp (a, b);
  return *is_comparable || (retort_py_is_plain (left) && retort_py_is_plain (right));
}

static guint
hash_uuid (const RetortPyValue *self)
{
  return g_str_hash (self->foreign.data);
}

/* 32 hexadecimal digits; NULL: none. */
static char *
plain_digits (const char *text)
{
  GString *digits = g_string_new (NULL);
  g_autofree char *lower = g_ascii_strdown (text, -1);

  /* As UUID.__init__ does it: 'urn:' and 'uuid:' anywhere, braces at both ends, '-' anywhere. */
  g_string_assign (digits, lower);
  if (strcmp (lower, text) != 0 && (strstr (text, "URN:") != NULL || strstr (text, "UUID:") != NULL))
    g_string_truncate (digits, 0);
  g_string_replace (digits, "urn:", "", 0);
  g_string_replace (digits, "uuid:", "", 0);
  while (digits->len > 0 && (digits->str[0] == '{' || digits->str[0] == '}'))
    g_string_erase (digits, 0, 1);
  while (digits->len > 0 && (digits->str[digits->len - 1] == '{' || digits->str[digits->len - 1] == '}'))
    g_string_truncate (digits, digits->len - 1);
  g_string_replace (digits, "-", "", 0);
  if (digits->len != 32 || strspn (digits->str, "0123456789abcdef") != 32)
    {
      g_string_free (digits, TRUE);
      return NULL;
    }
  return g_string_free (digits, FALSE);
}

static RetortPyValue *
new_uuid (RetortPyEvaluation *evaluation, const char *digits)
{
  g_autofree char *text = g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12, digits + 16, digits + 20);

  return retort_py_new_foreign (evaluation, &uuid_class, retort_py_strdup (evaluation, text), NULL);
}

static RetortPyValue *
uuid_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  g_autofree char *digits = plain_digits (self->foreign.data);
  g_autofree char *urn = NULL;

  if (strcmp (name, "hex") == 0)
    return retort_py_new_string (evaluation, digits);
  if (strcmp (name, "version") == 0 && strchr ("89ab", digits[16]) != NULL && digits[12] > '0' && digits[12] <= '8')
    return retort_py_new_int64 (evaluation, digits[12] - '0');
  if (strcmp (name, "urn") != 0)
    return NULL;
  urn = g_strconcat ("urn:uuid:", self->foreign.data, NULL);
  return retort_py_new_string (evaluation, urn);
}

/* UUID(bytes=…), UUID(int=…): small numbers. NULL: it is no such call. */
static RetortPyValue *
make_from_number (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments)
{
  RetortPyValue *value = !arguments->is_open && arguments->n_positional == 0 && arguments->n_keywords == 1 ? arguments->keyword_values[0] : NULL;
  g_autoptr(GString) digits = g_string_new (NULL);
  gint64 number;

  if (value != NULL && strcmp (arguments->keyword_names[0], "int") == 0 && retort_py_value_get_int64 (value, &number) && number >= 0)
    g_string_printf (digits, "%032" G_GINT64_MODIFIER "x", number);
  else if (value != NULL && strcmp (arguments->keyword_names[0], "bytes") == 0 && value->kind == RETORT_PY_BYTES && value->string.length == 16)
    for (guint i = 0; i < 16; i++)
      g_string_append_printf (digits, "%02x", (guchar) value->string.text[i]);
  return digits->len == 32 ? new_uuid (frame->evaluation, digits->str) : NULL;
}

static RetortPyValue *
make_uuid (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "hex", "bytes", "bytes_le", "fields", "int", "version", NULL };
  RetortPyValue *values[6];
  RetortPyValue *result;
  const char *text;
  g_autofree char *digits = NULL;

  result = make_from_number (frame, node, arguments);
  if (result != NULL)
    return result;
  if (!retort_py_take_arguments (frame, node, arguments, "UUID", names, 0, values, &result))
    return result;
  text = values[0] != NULL ? retort_py_value_get_string (values[0]) : NULL;
  for (guint i = 1; i < 6; i++)
    if (values[i] != NULL)
      text = NULL;
  if (text == NULL || strchr (text, '_') != NULL || !g_str_is_ascii (text))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'UUID()' is not evaluated");
  digits = plain_digits (text);
  if (digits == NULL)
    return retort_py_raise (frame, node, "ValueError", "badly formed hexadecimal UUID string");
  return new_uuid (frame->evaluation, digits);
}

/**
 * retort_py_new_uuid: (skip)
 * @evaluation: an evaluation
 * @text: 32 hexadecimal digits, with any hyphens
 *
 * Returns: (transfer none) (nullable): a uuid.UUID; %NULL: the text is none
 */
RetortPyValue *
retort_py_new_uuid (RetortPyEvaluation *evaluation, const char *text)
{
  g_autofree char *digits = plain_digits (text);

  return digits != NULL ? new_uuid (evaluation, digits) : NULL;
}

static int
is_uuid (const RetortPyValue *value)
{
  return retort_py_value_get_uuid (value) != NULL;
}

static RetortPyValue *
uuid4 (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  g_autofree char *text = g_uuid_string_random ();
  g_autofree char *digits = plain_digits (text);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "uuid4", 0, 0, &result))
    return result;
  if (!retort_py_varies (frame, node, "uuid4() is drawn each time it runs"))
    return retort_py_unknown_at (frame, node, "uuid4() is drawn each time it runs");
  return new_uuid (frame->evaluation, digits);
}

/* Time and machine: drawn as well. */
static RetortPyValue *
uuid1 (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_unknown_with (frame, node, arguments, NULL, "uuid1() depends on the machine");
}

static RetortPyValue *
named_uuid (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *function, GChecksumType type, char version)
{
  static const char *const names[] = { "namespace", "name", NULL };
  RetortPyValue *values[2];
  RetortPyValue *result;
  const char *name_space;
  const char *name;
  g_autofree char *digits = NULL;
  g_autofree char *hash = NULL;
  GChecksum *checksum;

  if (!retort_py_take_arguments (frame, node, arguments, function, names, 2, values, &result))
    return result;
  name_space = retort_py_value_get_uuid (values[0]);
  name = retort_py_value_get_string (values[1]);
  if (name_space == NULL || name == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '%s()' is not evaluated", function);
  digits = plain_digits (name_space);
  checksum = g_checksum_new (type);
  for (guint i = 0; i < 32; i += 2)
    {
      guchar byte = (guchar) (g_ascii_xdigit_value (digits[i]) * 16 + g_ascii_xdigit_value (digits[i + 1]));

      g_checksum_update (checksum, &byte, 1);
    }
  g_checksum_update (checksum, (const guchar *) name, (gssize) strlen (name));
  hash = g_strdup (g_checksum_get_string (checksum));
  g_checksum_free (checksum);
  hash[12] = version;
  hash[16] = "89ab"[g_ascii_xdigit_value (hash[16]) & 3];
  return new_uuid (frame->evaluation, hash);
}

static RetortPyValue *
uuid3 (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return named_uuid (frame, node, arguments, "uuid3", G_CHECKSUM_MD5, '3');
}

static RetortPyValue *
uuid5 (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return named_uuid (frame, node, arguments, "uuid5", G_CHECKSUM_SHA1, '5');
}

static const RetortPyBuiltin builtins[] = {
  { "UUID", make_uuid, TRUE, NULL, is_uuid },
  { "uuid1", uuid1, TRUE },
  { "uuid3", uuid3, TRUE },
  { "uuid4", uuid4, TRUE },
  { "uuid5", uuid5, TRUE },
};

static RetortPyValue *
get_constant (RetortPyEvaluation *evaluation, const char *name)
{
  static const struct { const char *name; char digit; } spaces[] = {
    { "NAMESPACE_DNS", '0' }, { "NAMESPACE_OID", '2' }, { "NAMESPACE_URL", '1' }, { "NAMESPACE_X500", '4' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (strcmp (spaces[i].name, name) == 0)
      {
        char digits[] = "6ba7b8109dad11d180b400c04fd430c8";

        digits[7] = spaces[i].digit;
        return new_uuid (evaluation, digits);
      }
  return NULL;
}

const RetortPyStandard retort_py_uuid_module = RETORT_PY_STANDARD ("uuid", builtins, get_constant);
