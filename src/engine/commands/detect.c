/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was chosen for the profile comes first, then what retort.json names; then how Alembic is run here: by the project's own virtual environment, by uv or poetry where their
 * lock files are, in a container whose service names it, or as it is found in PATH; then Makefile targets and npm scripts. */
#include "engine/commands/detect.h"

#include "base/file.h"
#include "formats/deployment/compose.h"

#include <string.h>

#define MAX_FOLDERS 3 /* the project's and those above it, up to the repository's */

/* --- How Alembic is run --- */

typedef struct
{
  GStrv  words;
  char  *origin;
  char  *definition; /* nullable: a file whose content decides what runs */
} Runner;

static void
runner_clear (Runner *self)
{
  g_strfreev (self->words);
  g_free (self->origin);
  g_free (self->definition);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Runner, runner_clear)

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
take_runner (Runner *self, const char *origin, const char *const *words)
{
  self->words = g_strdupv ((GStrv) words);
  self->origin = g_strdup (origin);
  return TRUE;
}

static gboolean
find_virtual_environment (Runner *self, const char *folder)
{
  static const char *const names[] = { ".venv", "venv", "env" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *program = g_build_filename (folder, names[i], "bin", "alembic", NULL);
      const char *const words[] = { program, NULL };

      if (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
        return take_runner (self, names[i], words);
    }
  return FALSE;
}

/* The service that is no PostgreSQL and is called like one that has the code. */
static gboolean
find_container (Runner *self, const char *folder)
{
  static const char *const files[] = { "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml" };
  static const char *const likely[] = { "backend", "api", "web", "app", "server", "django", "flask" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);
      g_autofree char *text = retort_file_read (path, NULL, NULL);
      g_autoptr(GHashTable) variables = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr(GPtrArray) services = text != NULL ? retort_compose_parse (text, variables) : NULL;

      for (gsize j = 0; services != NULL && j < G_N_ELEMENTS (likely); j++)
        for (guint k = 0; k < services->len; k++)
          {
            const RetortComposeService *service = g_ptr_array_index (services, k);
            const char *const words[] = { "docker", "compose", "exec", "-T", service->name, "alembic", NULL };

            if (!g_str_equal (service->name, likely[j]) || retort_compose_is_postgresql (service))
              continue;
            self->definition = g_steal_pointer (&text);
            return take_runner (self, files[i], words);
          }
    }
  return FALSE;
}

static gboolean
find_runner_in (Runner *self, const char *folder)
{
  const char *const uv[] = { "uv", "run", "alembic", NULL };
  const char *const poetry[] = { "poetry", "run", "alembic", NULL };

  if (find_virtual_environment (self, folder))
    return TRUE;
  if (has_file (folder, "uv.lock"))
    return take_runner (self, "uv.lock", uv);
  if (has_file (folder, "poetry.lock"))
    return take_runner (self, "poetry.lock", poetry);
  return find_container (self, folder);
}

static void
find_runner (Runner *self, GPtrArray *folders)
{
  const char *const plain[] = { "alembic", NULL };

  for (guint i = 0; i < folders->len; i++)
    if (find_runner_in (self, g_ptr_array_index (folders, i)))
      return;
  take_runner (self, "PATH", plain);
}

static void
add_alembic (GPtrArray *commands, const RetortProjectFields *project, GPtrArray *folders)
{
  static const struct
  {
    const char *name;
    const char *words[3];
  } uses[] = { { "current", { "current" } }, { "upgrade", { "upgrade" } }, { "downgrade", { "downgrade" } },
               { "generate", { "revision", "--autogenerate" } } };
  g_auto(Runner) runner = { 0 };

  find_runner (&runner, folders);
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
      g_auto(GStrv) argv = NULL;
      RetortProjectCommand *command = NULL;

      if (retort_project_commands_find (commands, uses[i].name) != NULL)
        continue;
      g_strv_builder_addv (words, (const char **) runner.words);
      for (gsize j = 0; uses[i].words[j] != NULL; j++)
        g_strv_builder_add (words, uses[i].words[j]);
      argv = g_strv_builder_end (words);
      command = retort_project_command_new (uses[i].name, (const char *const *) argv, project->root, runner.origin);
      retort_project_command_seal (command, runner.definition);
      g_ptr_array_add (commands, command);
    }
}

/* --- All --- */

/* The project's folder and those above it, as far as the repository goes. */
static GPtrArray *
list_folders (const char *root)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (folders, g_strdup (root));
  while (folders->len < MAX_FOLDERS)
    {
      const char *newest = g_ptr_array_index (folders, folders->len - 1);

      if (has_file (newest, ".git") || g_str_equal (newest, "/") || g_strcmp0 (newest, g_get_home_dir ()) == 0)
        break;
      g_ptr_array_add (folders, g_path_get_dirname (newest));
    }
  return folders;
}

/**
 * retort_project_commands_list:
 * @workspace: a project
 * @profile: (nullable): whose own commands take the place of those of the same name
 *
 * Reads files and runs nothing. Any thread; blocks.
 *
 * Returns: (transfer full) (element-type RetortProjectCommand): what the project can be asked to run, the surest first
 */
GPtrArray *
retort_project_commands_list (RetortWorkspace *workspace, RetortProfile *profile)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  GPtrArray *commands = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_command_unref);
  g_autoptr(GPtrArray) folders = list_folders (project->root);

  if (profile != NULL)
    retort_commands_add_chosen (commands, workspace, profile);
  retort_commands_add_shared (commands, workspace);
  if (g_str_equal (project->adapter->kind, "alembic"))
    add_alembic (commands, project, folders);
  for (guint i = 0; i < folders->len; i++)
    {
      retort_commands_add_makefile (commands, g_ptr_array_index (folders, i));
      retort_commands_add_scripts (commands, g_ptr_array_index (folders, i));
    }
  retort_commands_add_checklist (commands, workspace);
  return commands;
}
