/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/project.h"

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
  return self;
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
  g_clear_pointer (&self->modules, retort_module_files_free);
  g_clear_pointer (&self->config, retort_alembic_config_free);
  g_clear_pointer (&self->naming, retort_naming_unref);
  g_free (self->version_schema);
  g_free (self);
}
