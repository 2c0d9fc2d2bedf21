/* SPDX-License-Identifier: GPL-3.0-or-later */
/* current_app.config of Flask: which classes of the project the application may take its settings from. */
#pragma once

#include "formats/alembic/module-files.h"
#include "formats/alembic/object.h"

G_BEGIN_DECLS

/* Read when it is first asked; shared by the threads that evaluate migrations of one project. */
typedef struct _RetortFlaskConfig RetortFlaskConfig;

RetortFlaskConfig *retort_flask_config_new  (RetortModuleFiles *files) G_GNUC_WARN_UNUSED_RESULT;
void               retort_flask_config_free (RetortFlaskConfig *self);
RetortPyValue     *retort_flask_package_get (RetortPyEvaluation *evaluation, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortFlaskConfig, retort_flask_config_free)

G_END_DECLS
