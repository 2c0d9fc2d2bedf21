/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a child process to its end, or lets one go on beside us; synchronous, for worker threads. */
#include "base/process.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#define FOLLOW_MS 50 /* how often it is asked whether it has ended */
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

/* --- Following one to its end --- */

typedef struct
{
  GPid                pid;
  int                 fds[2];   /* standard output and standard error; -1 when it is closed */
  GString            *lines[2]; /* what has no end yet */
  RetortProcessOutput output;
  gpointer            user_data;
  gint64              killed_at_us; /* 0: it was not told to end */
} Following;

static void
tell_line (Following *self, guint stream, gsize length)
{
  g_autofree char *line = g_utf8_make_valid (self->lines[stream]->str, (gssize) length);

  if (g_str_has_suffix (line, "\r"))
    line[strlen (line) - 1] = '\0';
  self->output (line, stream == 1, self->user_data);
}

static void
close_stream (Following *self, guint stream)
{
  if (self->lines[stream]->len > 0)
    tell_line (self, stream, self->lines[stream]->len);
  close (self->fds[stream]);
  self->fds[stream] = -1;
}

/* What is there now; a line is told when its end is there. */
static void
read_stream (Following *self, guint stream)
{
  char buffer[4096];
  gssize n = read (self->fds[stream], buffer, sizeof buffer);
  char *end = NULL;

  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (n <= 0)
    {
      close_stream (self, stream);
      return;
    }
  g_string_append_len (self->lines[stream], buffer, n);
  while ((end = memchr (self->lines[stream]->str, '\n', self->lines[stream]->len)) != NULL)
    {
      gsize length = (gsize) (end - self->lines[stream]->str);

      tell_line (self, stream, length);
      g_string_erase (self->lines[stream], 0, (gssize) length + 1);
    }
}

/* The whole group is asked, and made to when it takes too long. */
static void
end_group (Following *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->killed_at_us == 0)
    {
      kill (-self->pid, SIGTERM);
      self->killed_at_us = now_us;
    }
  else if (now_us > self->killed_at_us + PATIENCE_US)
    kill (-self->pid, SIGKILL);
}

static void
wait_and_read (Following *self, GCancellable *cancellable)
{
  GPollFD polled[3] = { { self->fds[0], G_IO_IN | G_IO_HUP, 0 }, { self->fds[1], G_IO_IN | G_IO_HUP, 0 }, { -1, 0, 0 } };
  gboolean has_cancel_fd = self->killed_at_us == 0 && g_cancellable_make_pollfd (cancellable, &polled[2]);

  g_poll (polled, has_cancel_fd ? 3 : 2, FOLLOW_MS);
  for (guint i = 0; i < 2; i++)
    if (self->fds[i] >= 0 && polled[i].revents != 0)
      read_stream (self, i);
  if (has_cancel_fd)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    end_group (self);
}

/* Until it has ended; what it printed to its end is read, what its own children still print is not waited for. */
static int
follow_to_end (Following *self, GCancellable *cancellable)
{
  int wait_status = 0;

  while (waitpid (self->pid, &wait_status, WNOHANG) == 0)
    wait_and_read (self, cancellable);
  if (self->killed_at_us != 0)
    kill (-self->pid, SIGKILL); /* what of the group ignored the request */
  for (guint i = 0; i < 2; i++)
    {
      GPollFD polled = { self->fds[i], G_IO_IN, 0 };

      while (self->fds[i] >= 0 && g_poll (&polled, 1, 0) > 0)
        read_stream (self, i);
      if (self->fds[i] >= 0)
        close_stream (self, i);
      g_string_free (self->lines[i], TRUE);
    }
  return wait_status;
}

static GStrv
make_environment (const char *const *additions)
{
  GStrv environment = g_get_environ ();

  for (gsize i = 0; additions != NULL && additions[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (additions[i], "=", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        environment = g_environ_setenv (environment, pair[0], pair[1], TRUE);
    }
  return environment;
}

/**
 * retort_process_follow:
 * @argv: (array zero-terminated=1): the program, looked up in PATH, and its arguments
 * @environment_additions: (nullable) (array zero-terminated=1): `NAME=VALUE` strings
 * @working_directory: (nullable): where it runs
 * @output: told each line as it is printed, on this thread
 * @user_data: for @output
 * @cancellable: (nullable): ends the program and what it started, within some two seconds
 * @exit_status: (out): the exit status, or -1 when a signal ended it
 * @error: why it could not be started (`G_SPAWN_ERROR`), or `G_IO_ERROR_CANCELLED` when it was ended
 *
 * Runs a program that reads nothing, with live output. Blocks: never called on the main thread.
 *
 * Returns: %FALSE with @error
 */
gboolean
retort_process_follow (const char *const *argv, const char *const *environment_additions, const char *working_directory,
                       RetortProcessOutput output, gpointer user_data, GCancellable *cancellable, int *exit_status, GError **error)
{
  g_auto(GStrv) environment = make_environment (environment_additions);
  const GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES;
  Following self = { .output = output, .user_data = user_data };
  int wait_status = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !g_spawn_async_with_pipes (working_directory, (char **) argv, environment, flags, lead_group, NULL, &self.pid, NULL, &self.fds[0],
                                    &self.fds[1], error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      g_unix_set_fd_nonblocking (self.fds[i], TRUE, NULL);
      self.lines[i] = g_string_new (NULL);
    }
  wait_status = follow_to_end (&self, cancellable);
  g_spawn_close_pid (self.pid);
  *exit_status = WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : -1;
  if (self.killed_at_us == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "'%s' was ended", argv[0]);
  return FALSE;
}
