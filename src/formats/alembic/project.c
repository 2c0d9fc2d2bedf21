/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/project.h"

#include "formats/alembic/own-operation.h"
#include "formats/alembic/version.h"

/**
 * retort_alembic_project_new:
 * @config: (transfer full): where everything lies
 * @modules: (transfer full): the project's Python modules
 * @naming: (transfer full) (nullable): the naming convention of its metadata
 *
 * Returns: (transfer full): all of it together
 */
RetortAlembicProject *
retort_alembic_project_new (RetortAlembicConfig *config, RetortModuleFiles *modules, RetortNaming *naming)
{
  RetortAlembicProject *self = g_new0 (RetortAlembicProject, 1);

  self->config = config;
  self->modules = modules;
  self->naming = naming;
  self->flask_config = retort_flask_config_new (modules);
  self->module_memory = retort_py_module_memory_new ();
  return self;
}

/**
 * retort_alembic_project_get_version:
 * @self: the adapter's data
 * @root: the project's folder
 *
 * Looks at the project's requirements when it is asked for the first time. Any thread but the main one.
 *
 * Returns: the least version of Alembic that the project runs, as RETORT_ALEMBIC_VERSION(); 0 when nothing says
 */
guint
retort_alembic_project_get_version (RetortAlembicProject *self, const char *root)
{
  if (g_once_init_enter (&self->version))
    g_once_init_leave (&self->version, (gsize) retort_alembic_find_version (root, "alembic") + 1);
  return (guint) (self->version - 1);
}

/**
 * retort_alembic_project_get_plugins:
 * @self: the adapter's data
 *
 * Looks through the project when it is asked for the first time. Any thread but the main one.
 *
 * Returns: (transfer none) (element-type utf8): the modules that may register operations of the project's own
 */
const GPtrArray *
retort_alembic_project_get_plugins (RetortAlembicProject *self)
{
  if (g_once_init_enter (&self->plugins))
    g_once_init_leave (&self->plugins, retort_own_operation_list_modules (self->modules));
  return self->plugins;
}

/**
 * retort_alembic_project_get_sqlalchemy_version:
 * @self: the adapter's data
 *
 * Looks at the project's requirements when it is asked for the first time. Any thread but the main one.
 *
 * Returns: the least version of SQLAlchemy that the project runs, as RETORT_ALEMBIC_VERSION(); 0 when nothing says
 */
guint
retort_alembic_project_get_sqlalchemy_version (RetortAlembicProject *self)
{
  if (g_once_init_enter (&self->sqlalchemy_version))
    g_once_init_leave (&self->sqlalchemy_version, (gsize) retort_alembic_find_version (self->config->root, "sqlalchemy") + 1);
  return (guint) (self->sqlalchemy_version - 1);
}

/**
 * retort_alembic_project_free:
 * @self: (transfer full) (nullable): the adapter's data
 */
void
retort_alembic_project_free (RetortAlembicProject *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->flask_config, retort_flask_config_free);
  g_clear_pointer (&self->module_memory, retort_py_module_memory_free);
  g_clear_pointer (&self->modules, retort_module_files_free);
  g_clear_pointer (&self->config, retort_alembic_config_free);
  g_clear_pointer (&self->naming, retort_naming_unref);
  g_clear_pointer (&self->plugins, g_ptr_array_unref);
  g_free (self->version_schema);
  g_free (self);
}
