/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's own Python modules: which file a name means, and its text. Reads files inside of the project, runs nothing. */
#pragma once

#include "formats/alembic/config.h"
#include "python/evaluator.h"

G_BEGIN_DECLS

/* Shared by the threads that evaluate migrations of one project. */
typedef struct _RetortModuleFiles RetortModuleFiles;

RetortModuleFiles *retort_module_files_new  (const RetortAlembicConfig *config) G_GNUC_WARN_UNUSED_RESULT;
void               retort_module_files_free (RetortModuleFiles *self);
GPtrArray         *retort_module_files_list (RetortModuleFiles *self, gboolean (*matches) (const char *text)) G_GNUC_WARN_UNUSED_RESULT;
gboolean           retort_module_files_load (RetortModuleFiles *self, const char *module, RetortPyModuleFile *file);
gboolean           retort_module_files_read_text (RetortModuleFiles *self, const char *path, char **text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModuleFiles, retort_module_files_free)

G_END_DECLS
