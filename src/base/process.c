/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a child process to its end; synchronous, for worker threads. */
#include "base/process.h"

/* GBytes says NULL for "nothing". */
static char *
dup_text (GBytes *bytes)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  return data != NULL ? g_utf8_make_valid (data, (gssize) length) : g_strdup ("");
}

static void
apply_environment (GSubprocessLauncher *launcher, const char *const *additions)
{
  for (gsize i = 0; additions != NULL && additions[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (additions[i], "=", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
}

/**
 * retort_process_run:
 * @argv: (array zero-terminated=1): the program and its arguments
 * @environment_additions: (nullable) (array zero-terminated=1): `NAME=VALUE` strings
 * @working_directory: (nullable): where it runs; the current directory when %NULL
 * @cancellable: (nullable): ends the process when cancelled
 * @error: why it could not be started or waited for (`G_SPAWN_ERROR`, `G_IO_ERROR`)
 *
 * Runs a program and waits for it. Blocks: never called on the main thread. Bytes of its output
 * that are not UTF-8 are replaced.
 *
 * Returns: (transfer full) (nullable): how it ended, whatever its exit status
 */
RetortProcessResult *
retort_process_run (const char *const *argv, const char *const *environment_additions,
                    const char *working_directory, GCancellable *cancellable, GError **error)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GBytes) output = NULL;
  g_autoptr(GBytes) errors = NULL;
  RetortProcessResult *result = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  apply_environment (launcher, environment_additions);
  if (working_directory != NULL)
    g_subprocess_launcher_set_cwd (launcher, working_directory);
  process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (process == NULL)
    return NULL;
  if (!g_subprocess_communicate (process, NULL, cancellable, &output, &errors, error))
    {
      g_subprocess_force_exit (process);
      return NULL;
    }

  result = g_new0 (RetortProcessResult, 1);
  result->exit_status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  result->output = dup_text (output);
  result->errors = dup_text (errors);
  return result;
}

/**
 * retort_process_result_free:
 * @self: (transfer full): a result
 */
void
retort_process_result_free (RetortProcessResult *self)
{
  g_free (self->output);
  g_free (self->errors);
  g_free (self);
}
