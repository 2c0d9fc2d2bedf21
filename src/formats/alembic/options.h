/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alembic's settings from an .ini file and from [tool.alembic] of pyproject.toml, merged as Alembic 1.16 and later do: a key of the ini
 * section wins, and the separators of lists are read from the ini file only (docs/reference/alembic-project.md section 1.1). */
#pragma once

#include "formats/alembic/ini.h"
#include "formats/toml.h"

G_BEGIN_DECLS

typedef struct _RetortAlembicOptions RetortAlembicOptions;

/**
 * RetortAlembicList:
 * @RETORT_ALEMBIC_LIST_VERSIONS: version_locations; version_path_separator counts, and it is split at spaces and commas without
 * @RETORT_ALEMBIC_LIST_SYSTEM_PATH: prepend_sys_path; without path_separator it is split at ":" too
 */
typedef enum
{
  RETORT_ALEMBIC_LIST_VERSIONS,
  RETORT_ALEMBIC_LIST_SYSTEM_PATH,
} RetortAlembicList;

RetortAlembicOptions *retort_alembic_options_new (const char *section) G_GNUC_WARN_UNUSED_RESULT;
void      retort_alembic_options_free      (RetortAlembicOptions *self);
gboolean  retort_alembic_options_load_ini  (RetortAlembicOptions *self, const char *path, GError **error);
gboolean  retort_alembic_options_load_toml (RetortAlembicOptions *self, const char *path, GError **error);
gboolean  retort_alembic_options_has_table (const RetortAlembicOptions *self);

gboolean  retort_alembic_options_has_hooks (const RetortAlembicOptions *self);
gboolean  retort_alembic_options_has       (const RetortAlembicOptions *self, const char *key);
char     *retort_alembic_options_dup_text  (const RetortAlembicOptions *self, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char     *retort_alembic_options_dup_ini_text (const RetortAlembicOptions *self, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  retort_alembic_options_read_flag (const RetortAlembicOptions *self, const char *key, gboolean *flag, GError **error);
gboolean  retort_alembic_options_read_number (const RetortAlembicOptions *self, const char *key, guint *number, GError **error);
GStrv     retort_alembic_options_dup_paths (const RetortAlembicOptions *self, RetortAlembicList list, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortAlembicOptions, retort_alembic_options_free)

G_END_DECLS
