/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a project is needed besides its revisions: the adapter's own data. */
#pragma once

#include "formats/alembic/flask-config.h"
#include "formats/alembic/module-files.h"
#include "formats/alembic/naming.h"
#include "python/module-memory.h"

G_BEGIN_DECLS

/**
 * RetortAlembicProject:
 * @version_schema: (nullable): the schema of the version table, when @has_version_schema
 * @has_version_schema: it is known
 * @has_other_driver: it may connect by another driver than psycopg2
 * @version: g_once_init_enter(): 1 + the least version of Alembic that it runs, once that was asked
 * @sqlalchemy_version: the same of SQLAlchemy
 *
 * Immutable but for what @modules and the versions keep: may cross threads.
 */
typedef struct
{
  RetortModuleFiles *modules;
  RetortAlembicConfig *config;
  RetortNaming      *naming; /* nullable: SQLAlchemy's own convention */
  RetortFlaskConfig *flask_config; /* what it keeps is guarded */
  RetortPyModuleMemory *module_memory;
  char              *version_schema;
  gboolean           has_version_schema;
  gboolean           has_other_driver;
  gsize              version;
  GPtrArray         *plugins; /* nullable: not looked for yet */
  gsize              sqlalchemy_version;
} RetortAlembicProject;

RetortAlembicProject *retort_alembic_project_new  (RetortAlembicConfig *config, RetortModuleFiles *modules, RetortNaming *naming) G_GNUC_WARN_UNUSED_RESULT;
guint                 retort_alembic_project_get_version (RetortAlembicProject *self, const char *root);
const GPtrArray      *retort_alembic_project_get_plugins (RetortAlembicProject *self);
guint                 retort_alembic_project_get_sqlalchemy_version (RetortAlembicProject *self);
void                  retort_alembic_project_free (RetortAlembicProject *self);

G_END_DECLS
