/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that a project adds to `op` (Alembic's documentation, "Operation Plugins" and "Replaceable Objects"). */
#pragma once

#include "formats/alembic/module-files.h"

G_BEGIN_DECLS

RetortPyValue *retort_own_operation_get    (RetortPyEvaluation *evaluation, const char *name);
RetortPyValue *retort_script_directory_get (RetortPyEvaluation *evaluation);
gboolean       retort_own_operation_load   (const char *module, RetortPyModuleFile *file);
GPtrArray     *retort_own_operation_list_modules (RetortModuleFiles *files) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
