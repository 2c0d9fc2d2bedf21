/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a child process to its end, or lets one go on beside us; synchronous, for worker threads. */
#include "base/process.h"

#include <glib-unix.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#define PATIENCE_US (2 * G_USEC_PER_SEC) /* between asking a process to end and making it */

struct _RetortProcess
{
  GPid pid;
  int errors_fd;
  gboolean has_ended;
  int wait_status; /* when it has ended */
};

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

/* In the child: a group that is ended as a whole, and that does not outlive us, however we end. */
static void
lead_group (gpointer data)
{
  setpgid (0, 0);
#ifdef __linux__
  prctl (PR_SET_PDEATHSIG, SIGTERM);
#endif
}

/**
 * retort_process_start:
 * @argv: (array zero-terminated=1): the program, looked up in PATH, and its arguments
 * @error: why it could not be started (`G_SPAWN_ERROR`)
 *
 * Starts a program that reads and prints nothing but standard error. On Linux it is told to end when
 * the thread that calls this ends: call it from the thread that stays with it.
 *
 * Returns: (transfer full) (nullable): the process
 */
RetortProcess *
retort_process_start (const char *const *argv, GError **error)
{
  RetortProcess *self = g_new0 (RetortProcess, 1);
  const GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                            | G_SPAWN_CLOEXEC_PIPES;

  if (g_spawn_async_with_pipes (NULL, (char **) argv, NULL, flags, lead_group, NULL, &self->pid, NULL, NULL,
                                &self->errors_fd, error))
    {
      g_unix_set_fd_nonblocking (self->errors_fd, TRUE, NULL);
      return self;
    }
  g_free (self);
  return NULL;
}

/**
 * retort_process_get_errors_fd:
 * @self: a process
 *
 * Returns: the reading end of its standard error, which does not block; owned by @self
 */
int
retort_process_get_errors_fd (const RetortProcess *self)
{
  return self->errors_fd;
}

/**
 * retort_process_has_ended:
 * @self: a process
 * @wait_status: (out) (optional): as waitpid() says it, when it has ended
 *
 * Returns: whether it has ended; does not wait
 */
gboolean
retort_process_has_ended (RetortProcess *self, int *wait_status)
{
  if (!self->has_ended)
    self->has_ended = waitpid (self->pid, &self->wait_status, WNOHANG) != 0;
  if (self->has_ended && wait_status != NULL)
    *wait_status = self->wait_status;
  return self->has_ended;
}

/* Its standard error is closed when it ends, but also when it closes it: so both are looked at. */
static void
wait_a_moment (RetortProcess *self, gint64 until_us)
{
  while (!retort_process_has_ended (self, NULL) && g_get_monotonic_time () < until_us)
    g_poll (NULL, 0, 10);
}

/**
 * retort_process_end:
 * @self: (transfer full): a process
 *
 * Ends it and what it started, within some two seconds, and frees @self. Blocks.
 */
void
retort_process_end (RetortProcess *self)
{
  if (!retort_process_has_ended (self, NULL))
    {
      kill (-self->pid, SIGTERM);
      wait_a_moment (self, g_get_monotonic_time () + PATIENCE_US);
    }
  if (!retort_process_has_ended (self, NULL))
    {
      kill (-self->pid, SIGKILL);
      waitpid (self->pid, NULL, 0);
    }
  g_spawn_close_pid (self->pid);
  close (self->errors_fd);
  g_free (self);
}
