/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TOML 1.0 files, read with tree-sitter: what Python's tomllib takes, and nothing that it refuses. */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_TOML_STRING,
  RETORT_TOML_BOOLEAN,
  RETORT_TOML_INTEGER,
  RETORT_TOML_FLOAT,
  RETORT_TOML_TIME, /* a date, a time, or both */
  RETORT_TOML_ARRAY,
  RETORT_TOML_TABLE,
} RetortTomlKind;

/* A value of a file; the file itself is a table. Immutable after it was parsed. */
typedef struct _RetortTomlValue RetortTomlValue;

RetortTomlValue       *retort_toml_parse        (RetortSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                   retort_toml_value_free   (RetortTomlValue *self);

RetortTomlKind         retort_toml_value_get_kind     (const RetortTomlValue *self);
const char            *retort_toml_value_get_text     (const RetortTomlValue *self);
guint                  retort_toml_value_get_line     (const RetortTomlValue *self);
guint                  retort_toml_value_get_n_items  (const RetortTomlValue *self);
const RetortTomlValue *retort_toml_value_get_item     (const RetortTomlValue *self, guint index);
const char            *retort_toml_value_get_key      (const RetortTomlValue *self, guint index);
const RetortTomlValue *retort_toml_value_lookup       (const RetortTomlValue *self, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTomlValue, retort_toml_value_free)

G_END_DECLS
