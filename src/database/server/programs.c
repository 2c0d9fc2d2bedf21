/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Debian keeps each major version in a folder of its own that is in nobody's PATH; other systems
 * have one version, in PATH or where pg_config says. */
#include "database/server/programs-private.h"

#include "base/process.h"
#include "database/session/session.h"

#define DEBIAN_FOLDER "/usr/lib/postgresql"

static gboolean
holds_programs (const char *folder)
{
  static const char *const names[] = { "initdb", "pg_ctl", "postgres" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return FALSE;
    }
  return TRUE;
}

static char *
find_in_debian_folder (guint wanted)
{
  g_autoptr(GDir) versions = g_dir_open (DEBIAN_FOLDER, 0, NULL);
  char *best = NULL;
  guint best_major = 0;

  for (const char *name = versions != NULL ? g_dir_read_name (versions) : NULL; name != NULL;
       name = g_dir_read_name (versions))
    {
      g_autofree char *folder = g_build_filename (DEBIAN_FOLDER, name, "bin", NULL);
      guint major = (guint) g_ascii_strtoull (name, NULL, 10);

      if (major <= best_major || (wanted != 0 && major != wanted) || !holds_programs (folder))
        continue;
      g_free (best);
      best = g_steal_pointer (&folder);
      best_major = major;
    }
  return best;
}

static char *
find_in_path (void)
{
  g_autofree char *program = g_find_program_in_path ("pg_ctl");

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

static char *
ask_pg_config (void)
{
  const char *const argv[] = { "pg_config", "--bindir", NULL };
  g_autoptr(RetortProcessResult) result = retort_process_run (argv, NULL, "/", NULL, NULL);

  if (result == NULL || result->exit_status != 0)
    return NULL;
  return g_strdup (g_strstrip (result->output));
}

/* "postgres (PostgreSQL) 15.20 (Debian …)" */
static guint
read_major (const char *folder, const char *name)
{
  g_autofree char *program = g_build_filename (folder, name, NULL);
  const char *const argv[] = { program, "--version", NULL };
  g_autoptr(RetortProcessResult) result = retort_process_run (argv, NULL, "/", NULL, NULL);
  const char *at = result != NULL && result->exit_status == 0 ? result->output : "";

  while (*at != '\0' && !g_ascii_isdigit (*at))
    at++;
  return (guint) g_ascii_strtoull (at, NULL, 10);
}

static gboolean
suits (const char *folder, guint wanted)
{
  return folder != NULL && holds_programs (folder)
         && (wanted == 0 || read_major (folder, "postgres") == wanted);
}

/**
 * retort_programs_find_folder:
 * @major: a major version, or 0 for the newest there is
 * @error: %RETORT_DB_ERROR_SERVER when there is none
 *
 * Returns: (transfer full) (nullable): the folder with initdb, pg_ctl and postgres
 */
char *
retort_programs_find_folder (guint major, GError **error)
{
  g_autofree char *debian = find_in_debian_folder (major);
  g_autofree char *path = NULL;
  g_autofree char *config = NULL;

  if (debian != NULL)
    return g_steal_pointer (&debian);
  path = find_in_path ();
  if (suits (path, major))
    return g_steal_pointer (&path);
  config = ask_pg_config ();
  if (suits (config, major))
    return g_steal_pointer (&config);
  if (major != 0)
    g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER,
                 "the programs of PostgreSQL %u are not installed", major);
  else
    g_set_error_literal (
        error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER,
        "PostgreSQL's server programs (initdb, pg_ctl, postgres) are not installed");
  return NULL;
}

/* Of two that serve, the older one: what a newer one writes may be more than an older server knows. */
typedef struct
{
  const char *name;
  guint       server_major;
  char       *folder; /* nullable: the best one so far */
  guint       major;  /* of it */
  guint       newest; /* of all that were seen; 0: none */
} ClientSearch;

static void
consider (ClientSearch *self, const char *folder)
{
  g_autofree char *program = folder != NULL ? g_build_filename (folder, self->name, NULL) : NULL;
  guint major = program != NULL && g_file_test (program, G_FILE_TEST_IS_EXECUTABLE) ? read_major (folder, self->name) : 0;

  self->newest = MAX (self->newest, major);
  if (major < self->server_major || major == 0 || (self->folder != NULL && major >= self->major))
    return;
  g_free (self->folder);
  self->folder = g_strdup (folder);
  self->major = major;
}

static void
consider_debian_folders (ClientSearch *self)
{
  g_autoptr(GDir) versions = g_dir_open (DEBIAN_FOLDER, 0, NULL);

  for (const char *name = versions != NULL ? g_dir_read_name (versions) : NULL; name != NULL; name = g_dir_read_name (versions))
    {
      g_autofree char *folder = g_build_filename (DEBIAN_FOLDER, name, "bin", NULL);

      consider (self, folder);
    }
}

/**
 * retort_programs_find_client:
 * @name: "pg_dump" or "pg_restore"
 * @server_major: the major version of the server that it is for
 * @error: %RETORT_DB_ERROR_SERVER when there is none that is as new as the server
 *
 * Both refuse a server, and a file, of a newer version than their own (PostgreSQL docs, pg_dump, "Notes").
 *
 * Returns: (transfer full) (nullable): the program's path
 */
char *
retort_programs_find_client (const char *name, guint server_major, GError **error)
{
  ClientSearch search = { name, server_major, NULL, 0, 0 };
  g_autofree char *in_path = g_find_program_in_path (name);
  g_autofree char *path_folder = in_path != NULL ? g_path_get_dirname (in_path) : NULL;
  g_autofree char *config = NULL;
  g_autofree char *folder = NULL;

  consider_debian_folders (&search);
  if (search.folder == NULL)
    consider (&search, path_folder);
  if (search.folder == NULL)
    {
      config = ask_pg_config ();
      consider (&search, config);
    }
  folder = search.folder;
  if (folder != NULL)
    return g_build_filename (folder, name, NULL);
  if (search.newest != 0)
    g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER,
                 "the server is PostgreSQL %u, and the newest %s here is of version %u, which refuses a newer server; "
                 "install PostgreSQL's client programs %u (Debian: postgresql-client-%u)",
                 server_major, name, search.newest, server_major, server_major);
  else
    g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER,
                 "%s is not installed: install PostgreSQL's client programs (Debian: postgresql-client)", name);
  return NULL;
}
