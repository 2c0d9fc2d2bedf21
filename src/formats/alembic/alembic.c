/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a project: configuration, env.py, then every revision file's header. Runs nothing of it. */
#include "formats/alembic/alembic.h"

#include "formats/alembic/bookkeeping.h"
#include "formats/alembic/choices.h"
#include "formats/alembic/compile.h"
#include "formats/alembic/config.h"
#include "formats/alembic/discovery.h"
#include "formats/alembic/environment.h"
#include "formats/alembic/fixes.h"
#include "formats/alembic/header.h"
#include "formats/alembic/new-file.h"
#include "formats/alembic/offline.h"
#include "formats/alembic/patterns.h"
#include "formats/alembic/project.h"
#include "formats/alembic/reading.h"
#include "formats/models/models.h"

#include <glib/gi18n.h>

#define LOOKED_FOR "alembic.ini, pyproject.toml with [tool.alembic], migrations/alembic.ini, or a folder migrations/ or alembic/ with env.py and versions/"

/* What is in the files stands after what is in env.py, which is read meanwhile. */
static gboolean
read_files (RetortProjectFields *fields, RetortAlembicEnvironment *environment, const RetortAlembicConfig *config,
            RetortModuleFiles *modules, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortAlembicFiles) files = retort_alembic_files_find (config, cancellable, error);
  g_autoptr(RetortAlembicReading) reading = NULL;

  if (files == NULL)
    return FALSE;
  reading = retort_alembic_reading_start (files->paths, cancellable);
  retort_alembic_environment_read (environment, config, modules, fields->notes);
  g_ptr_array_extend_and_steal (fields->notes, g_steal_pointer (&files->notes));
  g_ptr_array_extend_and_steal (fields->watched, g_steal_pointer (&files->folders));
  return retort_alembic_reading_finish (reading, fields->revisions, fields->notes, error);
}

static void
warn_of_sourceless (RetortProjectFields *fields, const RetortAlembicConfig *config)
{
  RetortPosition nowhere = { 0, 0 };

  if (config->is_sourceless)
    g_ptr_array_add (fields->notes,
                     retort_project_note_new (config->config_path, nowhere, TRUE,
                                              _("'sourceless' is set: compiled revisions without a source file are not read.")));
}

static RetortProject *
open_project (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortAlembicConfig) config = retort_alembic_config_read (place, error);
  g_auto(RetortAlembicEnvironment) environment = { 0 };
  g_autoptr(RetortModuleFiles) modules = NULL;
  g_auto(RetortProjectFields) fields = { .adapter = &retort_alembic_adapter };
  RetortAlembicProject *data;

  if (config == NULL)
    return NULL;
  fields.notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  fields.revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  fields.watched = g_ptr_array_new_with_free_func (g_free);
  fields.root = g_strdup (config->root);
  fields.name = g_path_get_basename (config->root);
  fields.config_path = g_strdup (config->config_path);
  fields.url_hint = retort_project_dup_url_without_password (config->url);
  g_ptr_array_add (fields.watched, g_strdup (config->root));
  if (!g_str_equal (config->root, config->script_folder))
    g_ptr_array_add (fields.watched, g_strdup (config->script_folder));
  g_ptr_array_extend_and_steal (fields.notes, g_steal_pointer (&config->notes));
  warn_of_sourceless (&fields, config);
  modules = retort_module_files_new (config);
  if (!read_files (&fields, &environment, config, modules, cancellable, error))
    return NULL;
  fields.environment_path = g_steal_pointer (&environment.path);
  fields.environment_hash = g_steal_pointer (&environment.hash);
  fields.version_table = g_steal_pointer (&environment.version_table);
  fields.version_table_schema = g_steal_pointer (&environment.version_table_schema);
  fields.version_table_has_key = environment.version_table_has_key;
  fields.transactions = environment.transactions;
  fields.locks = g_steal_pointer (&environment.locks);
  fields.session_settings = g_steal_pointer (&environment.settings);
  data = retort_alembic_project_new (g_steal_pointer (&config), g_steal_pointer (&modules), g_steal_pointer (&environment.naming));
  data->version_schema = g_strdup (fields.version_table_schema);
  data->has_version_schema = environment.is_understood;
  data->has_other_driver = environment.has_other_driver;
  fields.data = data;
  fields.data_free = (GDestroyNotify) retort_alembic_project_free;
  return retort_project_new (&fields);
}

static RetortRevision *
reread (RetortProject *project, RetortSource *source, GError **error)
{
  return retort_alembic_header_read (source, NULL, error);
}

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup_printf ("alembic %s %s", direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade", symbol);
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  g_autofree char *joined = g_strjoinv (" ", (GStrv) symbols);

  return g_strdup_printf ("alembic stamp %s%s", purges ? "--purge " : "", joined);
}

const RetortAdapter retort_alembic_adapter = {
  .kind = "alembic",
  .label = "Alembic",
  .looked_for = LOOKED_FOR,
  .file_suffix = ".py",
  .bookkeeping = &retort_alembic_bookkeeping,
  .detect = retort_alembic_config_exists,
  .list = retort_alembic_list_choices,
  .is_guess_of = retort_alembic_config_is_guess_of,
  .open = open_project,
  .reread = reread,
  .compose = retort_alembic_new_file_compose,
  .get_patterns = retort_alembic_patterns_get,
  .fill_pattern = retort_alembic_pattern_fill,
  .compile = retort_alembic_compile,
  .dup_command = dup_command,
  .dup_stamp_command = dup_stamp_command,
  .dup_script = retort_alembic_offline_plan,
  .dup_migration_script = retort_alembic_offline_migration,
  .make_fix = retort_alembic_make_fix,
  .read_models = retort_models_read,
};
