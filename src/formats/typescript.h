/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TypeScript and JavaScript, read and never run: what stands there literally. */
#pragma once

#include "base/source.h"

#include <json-glib/json-glib.h>
#include <tree_sitter/api.h>

G_BEGIN_DECLS

/* One file and its tree; one thread at a time. */
typedef struct _RetortTypescript RetortTypescript;

RetortTypescript *retort_typescript_new   (RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
void              retort_typescript_free  (RetortTypescript *self);
RetortSource     *retort_typescript_get_source (const RetortTypescript *self);
TSNode            retort_typescript_get_root   (const RetortTypescript *self);
/* Without parentheses, "as", "satisfies" and "!", and a name of this file replaced by its const. */
TSNode            retort_typescript_resolve    (const RetortTypescript *self, TSNode node);
/* What `export default` or `module.exports =` gives, the argument of a call like defineConfig(…); a null node when there is none. */
TSNode            retort_typescript_find_default_export (const RetortTypescript *self);
/* What a function returns that does nothing else. */
TSNode            retort_typescript_find_result (const RetortTypescript *self, TSNode function);
gboolean          retort_typescript_is    (TSNode node, const char *type);
/* A null node when there is none. */
TSNode            retort_typescript_field (TSNode node, const char *field);
char             *retort_typescript_dup_text   (const RetortTypescript *self, TSNode node) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): a string that holds nothing computed */
char             *retort_typescript_dup_string (const RetortTypescript *self, TSNode node) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): a key of an object: a name or a string */
char             *retort_typescript_dup_key    (const RetortTypescript *self, TSNode key) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): objects, arrays, strings, numbers, true, false and null; what else stands in an object is left out and its path added to
 * @unknown (element-type utf8) */
JsonNode         *retort_typescript_read_literal (const RetortTypescript *self, TSNode node, GPtrArray *unknown) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTypescript, retort_typescript_free)

G_END_DECLS
