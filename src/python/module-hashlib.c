/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hashlib: checksums that GLib makes as well. */
#include "python/modules-private.h"

#include <string.h>

/* data: Hash* */
typedef struct
{
  GChecksumType type;
  const char   *name;
  GString      *bytes;   /* all that it got */
  gboolean      is_lost; /* something that is not understood may add more */
} Hash;

static RetortPyValue *hash_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static void hash_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass hash_class = { .name = "hash", .is_plain = TRUE, .get_attribute = hash_attribute, .taint = hash_taint };

static void
hash_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  ((Hash *) self->foreign.data)->is_lost = TRUE;
}

/* FALSE: return @result. */
static gboolean
begin (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, const char *name, guint n,
       RetortPyValue **result)
{
  Hash *hash = self->foreign.data;

  if (!retort_py_arity (frame, node, arguments, name, n, n, result))
    return FALSE;
  if (!hash->is_lost && (n == 0 || arguments->positional[0]->kind == RETORT_PY_BYTES))
    return TRUE;
  hash->is_lost = TRUE;
  *result = retort_py_unknown_with (frame, node, arguments, NULL, "what this checksum is made of is not known");
  return FALSE;
}

static RetortPyValue *
hash_update (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Hash *hash = self->foreign.data;
  RetortPyValue *result;

  if (!begin (frame, node, self, arguments, "update", 1, &result))
    return result;
  g_string_append_len (hash->bytes, arguments->positional[0]->string.text, (gssize) arguments->positional[0]->string.length);
  if (hash->bytes->len > RETORT_PY_MAX_TEXT)
    retort_py_stop (frame->evaluation, "a text is too long");
  return frame->evaluation->none;
}

static RetortPyValue *
hash_hexdigest (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Hash *hash = self->foreign.data;
  RetortPyValue *result;

  if (!begin (frame, node, self, arguments, "hexdigest", 0, &result))
    return result;
  retort_py_charge (frame->evaluation, hash->bytes->len / 64);
  return retort_py_take_string (frame->evaluation, g_compute_checksum_for_data (hash->type, (const guchar *) hash->bytes->str, hash->bytes->len));
}

static RetortPyValue *
hash_digest (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Hash *hash = self->foreign.data;
  RetortPyValue *result;
  g_autoptr(GChecksum) sum = g_checksum_new (hash->type);
  guint8 digest[64];
  gsize length = sizeof digest;

  if (!begin (frame, node, self, arguments, "digest", 0, &result))
    return result;
  g_checksum_update (sum, (const guchar *) hash->bytes->str, (gssize) hash->bytes->len);
  g_checksum_get_digest (sum, digest, &length);
  return retort_py_new_bytes (frame->evaluation, digest, length);
}

static RetortPyValue *
hash_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortPyMethod methods[] = { { "digest", hash_digest }, { "hexdigest", hash_hexdigest }, { "update", hash_update } };

  if (strcmp (name, "name") == 0)
    return retort_py_new_string (evaluation, ((Hash *) self->foreign.data)->name);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i].name, name) == 0)
      return retort_py_new_builtin (evaluation, methods[i].name, methods[i].func, self);
  return NULL;
}

static void
free_bytes (gpointer bytes)
{
  g_string_free (bytes, TRUE);
}

static RetortPyValue *
new_hash (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, GChecksumType type)
{
  Hash *hash = retort_py_allocate (frame->evaluation, sizeof *hash);
  RetortPyValue *self = retort_py_new_foreign (frame->evaluation, &hash_class, hash, NULL);
  RetortPyArguments plain = *arguments;
  RetortPyValue *result;

  if (plain.n_keywords == 1 && strcmp (plain.keyword_names[0], "usedforsecurity") == 0)
    plain.n_keywords = 0;
  hash->type = type;
  hash->name = name;
  hash->bytes = g_string_new (NULL);
  retort_py_own (frame->evaluation, hash->bytes, free_bytes);
  if (plain.n_positional == 0 && plain.n_keywords == 0 && !plain.is_open)
    return self;
  result = hash_update (frame, node, self, &plain);
  return result == frame->evaluation->none ? self : result;
}

#define MAKER(name, type) \
  static RetortPyValue * \
  new_ ## name (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments) \
  { \
    return new_hash (frame, node, arguments, #name, type); \
  }

MAKER (md5, G_CHECKSUM_MD5)
MAKER (sha1, G_CHECKSUM_SHA1)
MAKER (sha256, G_CHECKSUM_SHA256)
MAKER (sha384, G_CHECKSUM_SHA384)
MAKER (sha512, G_CHECKSUM_SHA512)

/* hashlib.new (name, data) */
static RetortPyValue *
new_named (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const struct
  {
    const char   *name;
    GChecksumType type;
  } known[] = {
    { "md5", G_CHECKSUM_MD5 }, { "sha1", G_CHECKSUM_SHA1 }, { "sha256", G_CHECKSUM_SHA256 }, { "sha384", G_CHECKSUM_SHA384 }, { "sha512", G_CHECKSUM_SHA512 },
  };
  const char *name = arguments->n_positional > 0 ? retort_py_value_get_string (arguments->positional[0]) : NULL;
  RetortPyArguments rest = *arguments;

  if (name != NULL)
    {
      rest.positional++;
      rest.n_positional--;
    }
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, name) == 0)
      return new_hash (frame, node, &rest, known[i].name, known[i].type);
  return retort_py_unknown_with (frame, node, arguments, NULL, "this checksum is not evaluated");
}

static const RetortPyBuiltin builtins[] = {
  { "md5", new_md5, TRUE },       { "sha1", new_sha1, TRUE },     { "sha256", new_sha256, TRUE },
  { "sha384", new_sha384, TRUE }, { "sha512", new_sha512, TRUE }, { "new", new_named, TRUE },
};

const RetortPyStandard retort_py_hashlib_module = RETORT_PY_STANDARD ("hashlib", builtins, NULL);
