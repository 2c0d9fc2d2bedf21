/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flask-Migrate: env.py asks the running application for its database; where the project hands it over is read instead. */
#pragma once

#include "formats/alembic/definitions.h"
#include "formats/alembic/module-files.h"

G_BEGIN_DECLS

/**
 * RetortFlaskDatabase:
 * @module: the module that knows it
 * @name: its name there
 */
typedef struct
{
  char *module;
  char *name;
} RetortFlaskDatabase;

/**
 * RetortFlask:
 * @databases: (element-type RetortFlaskDatabase): what is given to Migrate() or init_app()
 * @problem: (nullable): what of these calls is not understood
 * @argument: (nullable): a keyword among them that changes a run
 */
typedef struct
{
  GPtrArray *databases;
  char      *problem;
  char      *argument;
} RetortFlask;

gboolean retort_flask_is_extension (const char *text, const char *attribute);
gboolean retort_flask_find_name    (RetortDefinitions *module, const RetortPyNode *at, const char *name, char **from, char **imported);
void     retort_flask_read         (RetortFlask *self, RetortModuleFiles *files);
void     retort_flask_clear        (RetortFlask *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortFlask, retort_flask_clear)

G_END_DECLS
