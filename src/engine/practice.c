/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies data/practice or data/practice-drizzle, and brings its private database to the revision that its retort.json names.
 * What exists is left alone: files that the user changed, and a database that has a version table. */
#include "config.h"

#include "engine/practice.h"

#include "database/server/server.h"

#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE

/* The folder of each, in the sources and in the user's data. */
static const char *const folder_names[] = {
  [RETORT_PRACTICE_ALEMBIC] = "practice",
  [RETORT_PRACTICE_DRIZZLE] = "practice-drizzle",
};

/* (nullable): $RETORT_DATADIR for tests and packagers, then where it is installed, then the sources. */
static char *
find_original (RetortPractice which)
{
  const char *places[] = { g_getenv ("RETORT_DATADIR"), RETORT_PKGDATADIR, RETORT_SOURCE_DATADIR };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *folder = places[i] != NULL ? g_build_filename (places[i], folder_names[which], NULL) : NULL;

      if (folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&folder);
    }
  return NULL;
}

/**
 * retort_practice_default_folder:
 * @which: which one
 *
 * Returns: (transfer full): where the practice project lies when nobody says otherwise
 */
char *
retort_practice_default_folder (RetortPractice which)
{
  return g_build_filename (g_get_user_data_dir (), "retort", folder_names[which], NULL);
}

static gboolean
copy_file (GFile *from, GFile *to, GCancellable *cancellable, GError **error)
{
  if (g_file_query_exists (to, cancellable))
    return TRUE;
  return g_file_copy (from, to, G_FILE_COPY_TARGET_DEFAULT_PERMS, cancellable, NULL, NULL, error);
}

static gboolean copy_folder (GFile *from, GFile *to, GCancellable *cancellable, GError **error);

static gboolean
copy_child (GFile *from, GFile *to, GFileInfo *info, GCancellable *cancellable, GError **error)
{
  const char *name = g_file_info_get_name (info);
  g_autoptr(GFile) child = g_file_get_child (from, name);
  g_autoptr(GFile) copy = g_file_get_child (to, name);

  /* What Python left in the sources is nobody's practice. */
  if (g_str_equal (name, "__pycache__"))
    return TRUE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return copy_folder (child, copy, cancellable, error);
  return copy_file (child, copy, cancellable, error);
}

static gboolean
copy_folder (GFile *from, GFile *to, GCancellable *cancellable, GError **error)
{
  g_autoptr(GFileEnumerator) children = NULL;

  if (!g_file_query_exists (to, cancellable) && !g_file_make_directory_with_parents (to, cancellable, error))
    return FALSE;
  children = g_file_enumerate_children (from, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (children == NULL)
    return FALSE;

  while (TRUE)
    {
      GFileInfo *info = NULL;

      if (!g_file_enumerator_iterate (children, &info, NULL, cancellable, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      if (!copy_child (from, to, info, cancellable, error))
        return FALSE;
    }
}

static gboolean
put_files (RetortPractice which, const char *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *original = find_original (which);
  g_autoptr(GFile) from = NULL;
  g_autoptr(GFile) to = g_file_new_for_path (folder);

  if (original == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   "cannot find the practice project; it should be in '%s/%s'", RETORT_PKGDATADIR, folder_names[which]);
      return FALSE;
    }
  from = g_file_new_for_path (original);
  if (copy_folder (from, to, cancellable, error))
    return TRUE;
  g_prefix_error (error, "cannot put the practice project into '%s': ", folder);
  return FALSE;
}

static gboolean
upgrade (RetortWorkspace *workspace, RetortTarget *target, RetortRunSink sink, gpointer sink_data,
         GCancellable *cancellable, GError **error)
{
  const char *revision = retort_workspace_get_settings (workspace)->practice_revision;
  RetortRunOptions options = { 0 };
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortRunReport) report = NULL;

  plan = retort_runner_plan (workspace, target, RETORT_DIRECTION_UPGRADE, revision != NULL ? revision : "heads",
                             cancellable, error);
  if (plan == NULL)
    return FALSE;
  report = retort_runner_run (workspace, target, plan, &options, sink, sink_data, cancellable, error);
  if (report == NULL)
    return FALSE;
  if (retort_run_report_get (report)->outcome == RETORT_OUTCOME_APPLIED)
    return TRUE;

  g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_FAILED, "cannot build the practice database: %s",
               retort_run_report_get (report)->summary);
  return FALSE;
}

static gboolean
put_database (const char *folder, RetortRunSink sink, gpointer sink_data, GCancellable *cancellable, GError **error)
{
  RetortProjectPlace place = { 0 };
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortTargetState) state = NULL;

  place.folder = folder;
  workspace = retort_workspace_open (&place, cancellable, error);
  if (workspace == NULL)
    return FALSE;
  target = retort_target_open_private (retort_workspace_get_name (workspace), cancellable, error);
  if (target == NULL)
    return FALSE;
  state = retort_target_read_state (target, workspace, cancellable, error);
  if (state == NULL)
    return FALSE;

  return state->table_exists || upgrade (workspace, target, sink, sink_data, cancellable, error);
}

/**
 * retort_practice_install:
 * @which: which one
 * @folder: (nullable): where to; %NULL is retort_practice_default_folder()
 * @sink: (nullable) (scope call): told how the upgrade goes
 * @sink_data: for @sink
 * @cancellable: (nullable): stops it
 * @error: `G_IO_ERROR`, a RetortFormatError, RetortDbError or RetortRunError
 *
 * Puts the practice project and its private database in place. A second call changes nothing.
 * Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the project's folder, absolute
 */
char *
retort_practice_install (RetortPractice which, const char *folder, RetortRunSink sink, gpointer sink_data, GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *chosen = folder != NULL ? g_canonicalize_filename (folder, NULL) : retort_practice_default_folder (which);

  if (!put_files (which, chosen, cancellable, error))
    return NULL;
  if (!put_database (chosen, sink, sink_data, cancellable, error))
    return NULL;
  return g_steal_pointer (&chosen);
}

/* A folder of the same name with a number that none has yet. */
static char *
dup_aside (const char *folder)
{
  for (guint i = 1; ; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s-%u", folder, i);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

static gboolean
drop_database (const char *folder, GCancellable *cancellable, GError **error)
{
  RetortProjectPlace place = { .folder = folder };
  g_autoptr(RetortWorkspace) workspace = retort_workspace_open (&place, cancellable, error);
  RetortServer *server = NULL;
  gboolean is_gone = FALSE;

  if (workspace == NULL)
    return FALSE;
  server = retort_server_acquire (NULL, cancellable, error);
  if (server == NULL)
    return FALSE;
  is_gone = retort_server_drop_database (server, retort_workspace_get_name (workspace), cancellable, error);
  retort_server_release (server);
  return is_gone;
}

static gboolean
set_aside (const char *folder, char **kept, GCancellable *cancellable, GError **error)
{
  g_autofree char *aside = dup_aside (folder);
  g_autoptr(GFile) from = g_file_new_for_path (folder);
  g_autoptr(GFile) to = g_file_new_for_path (aside);

  if (!g_file_query_exists (from, cancellable))
    return TRUE;
  if (!g_file_move (from, to, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, cancellable, NULL, NULL, error))
    {
      g_prefix_error (error, "cannot set '%s' aside: ", folder);
      return FALSE;
    }
  *kept = g_steal_pointer (&aside);
  return TRUE;
}

/**
 * retort_practice_reset:
 * @which: which one
 * @folder: (nullable): where it is; %NULL is retort_practice_default_folder()
 * @sink: (nullable) (scope call): told how the upgrade goes
 * @sink_data: for @sink
 * @kept: (out) (optional) (nullable) (transfer full): where the folder is now with all that was written into it
 * @cancellable: (nullable): stops it
 * @error: as of retort_practice_install()
 *
 * Sets the practice project's folder aside, drops its private database with the sessions in it, and puts both in place
 * anew. Nothing that somebody wrote is deleted. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the project's folder, absolute
 */
char *
retort_practice_reset (RetortPractice which, const char *folder, RetortRunSink sink, gpointer sink_data, char **kept,
                       GCancellable *cancellable, GError **error)
{
  g_autofree char *chosen = folder != NULL ? g_canonicalize_filename (folder, NULL) : retort_practice_default_folder (which);
  g_autofree char *original = find_original (which);
  g_autofree char *aside = NULL;

  if (!set_aside (chosen, &aside, cancellable, error))
    return NULL;
  if (kept != NULL)
    *kept = g_strdup (aside);
  /* The name of the database is the one that the files say which are put in place now. */
  if (original != NULL && !drop_database (original, cancellable, error))
    return NULL;
  return retort_practice_install (which, chosen, sink, sink_data, cancellable, error);
}
