/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An .ini file by the rules of Python's ConfigParser (strict, BasicInterpolation), which is what Alembic reads
 * (docs/reference/alembic-project.md section 1.2; Lib/configparser.py of Python 3.11). */
#pragma once

#include "base/source.h"

G_BEGIN_DECLS

/* Immutable after it was parsed. */
typedef struct _RetortIni RetortIni;

RetortIni *retort_ini_parse         (RetortSource *source, const char *here, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       retort_ini_free          (RetortIni *self);

GPtrArray *retort_ini_list_sections (const RetortIni *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *retort_ini_list_keys     (const RetortIni *self, const char *section) G_GNUC_WARN_UNUSED_RESULT;
gboolean   retort_ini_has_section   (const RetortIni *self, const char *section);
gboolean   retort_ini_has_key       (const RetortIni *self, const char *section, const char *key);
gboolean   retort_ini_has_own_key    (const RetortIni *self, const char *section, const char *key);
char      *retort_ini_dup_value     (const RetortIni *self, const char *section, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortIni, retort_ini_free)

G_END_DECLS
