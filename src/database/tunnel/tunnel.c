/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One ssh with a local forward, and the thread that stays with it: ssh is told to end when that thread
 * does, so not even a kill -9 of ours leaves one behind.
 *
 *   STARTING → OPEN (it listens: so it has logged in, too) → ENDED
 *   STARTING → ENDED (it was refused, said why on standard error, and went)
 *
 * Everything but the forward is the user's: configuration, agent, known hosts, jump hosts. Nobody is
 * asked anything (BatchMode), since there is no terminal; and a connection that another ssh shares is
 * not joined, for then the forward would outlive us there. */
#include "database/tunnel/tunnel.h"

#include "base/process.h"
#include "database/session/conninfo-private.h"
#include "database/tunnel/local-end-private.h"
#include "database/tunnel/ssh-words-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define LOGIN_LIMIT_US (60 * G_USEC_PER_SEC) /* a security key may have to be touched */
#define TICK_MS 25                           /* between two looks whether it listens */
#define OPEN_TICK_MS 5000                    /* its end shows on standard error, unless a child keeps that open */
#define END_LIMIT_US (G_USEC_PER_SEC / 2)    /* between a connection that ssh drops as it dies and its end */
#define WORDS_LIMIT 8192                     /* of standard error, in bytes */

typedef enum
{
  STATE_STARTING,
  STATE_OPEN,
  STATE_ENDED,
} State;

struct _RetortTunnel
{
  gatomicrefcount n_refs;
  GThread *thread;
  char *host;         /* of ssh */
  GStrv argv;
  RetortLocalEnd end;
  GCancellable *stop; /* ends the thread */
  GMutex mutex;       /* guards what is below */
  GCond changed;
  State state;
  int errors_fd;      /* the process's, or -1 */
  GString *words;     /* of ssh, as it printed them; from when it was open only what came since */
  GError *error;      /* nullable: why it ended before it was open */
};

/* What ssh is told beside the user's own configuration. */
static const char *const ssh_options[] = {
  "BatchMode=yes",    "ExitOnForwardFailure=yes", "ControlMaster=no",        "ControlPath=none",
  "RemoteCommand=none", "LogLevel=INFO",          "ServerAliveInterval=15",  "ServerAliveCountMax=4",
  "PermitLocalCommand=no",
};

/* In the specification of a forward an address of IPv6 stands in brackets, a socket is a path. */
static char *
dup_forward (const RetortLocalEnd *end, const char *host, guint port)
{
  if (host[0] == '/')
    return g_strdup_printf ("%s:%u:%s/.s.PGSQL.%u", end->address, end->port, host, port);
  if (strchr (host, ':') != NULL)
    return g_strdup_printf ("%s:%u:[%s]:%u", end->address, end->port, host, port);
  return g_strdup_printf ("%s:%u:%s:%u", end->address, end->port, host, port);
}

static GStrv
make_argv (const RetortProfileFields *fields, const char *forward)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  guint timeout_s = fields->connect_timeout_s > 0 ? fields->connect_timeout_s : 10;

  g_ptr_array_add (argv, g_strdup ("ssh"));
  g_ptr_array_add (argv, g_strdup ("-N"));
  g_ptr_array_add (argv, g_strdup ("-T"));
  for (gsize i = 0; i < G_N_ELEMENTS (ssh_options); i++)
    g_ptr_array_add (argv, g_strconcat ("-o", ssh_options[i], NULL));
  g_ptr_array_add (argv, g_strdup_printf ("-oConnectTimeout=%u", timeout_s));
  g_ptr_array_add (argv, g_strconcat ("-L", forward, NULL));
  if (fields->ssh_user != NULL)
    g_ptr_array_add (argv, g_strconcat ("-l", fields->ssh_user, NULL));
  if (fields->ssh_port > 0)
    g_ptr_array_add (argv, g_strdup_printf ("-p%u", fields->ssh_port));
  g_ptr_array_add (argv, g_strdup ("--"));
  g_ptr_array_add (argv, g_strdup (fields->ssh_host));
  g_ptr_array_add (argv, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&argv), FALSE);
}

static void
set_state (RetortTunnel *self, State state, GError *error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->state = state;
  g_clear_error (&self->error);
  self->error = error;
  g_cond_broadcast (&self->changed);
}

/* All that is there; under the mutex. FALSE when ssh has closed its standard error. */
static gboolean
read_words_locked (RetortTunnel *self)
{
  char piece[1024];
  gssize length = 0;

  while ((length = read (self->errors_fd, piece, sizeof piece)) > 0)
    g_string_append_len (self->words, piece, length);
  if (self->words->len > WORDS_LIMIT)
    g_string_erase (self->words, 0, (gssize) (self->words->len - WORDS_LIMIT));
  return length < 0 && (errno == EAGAIN || errno == EINTR);
}

static gboolean
read_words (RetortTunnel *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return read_words_locked (self);
}

static void
set_open (RetortTunnel *self)
{
  set_state (self, STATE_OPEN, NULL);
  g_mutex_lock (&self->mutex);
  g_string_truncate (self->words, 0);
  g_mutex_unlock (&self->mutex);
}

static GError *
error_of_end (RetortTunnel *self, gboolean is_late)
{
  g_autofree char *words = retort_tunnel_dup_words (self);
  g_autofree char *advice = retort_ssh_words_advise (self->words->str, self->host);

  if (*words == '\0')
    {
      g_free (words);
      words = g_strdup (is_late ? "ssh is not through after a minute" : "ssh ended without a word");
    }
  return g_error_new (RETORT_DB_ERROR, RETORT_DB_ERROR_TUNNEL, "cannot reach '%s' through ssh: %s%s%s", self->host,
                      words, advice != NULL ? "; " : "", advice != NULL ? advice : "");
}

/* Until it ends, somebody stops it, or it is not open in time. */
static void
stay_with (RetortTunnel *self, RetortProcess *process)
{
  gint64 deadline_us = g_get_monotonic_time () + LOGIN_LIMIT_US;
  gboolean is_open = FALSE;
  gboolean is_late = FALSE;
  gboolean has_ended = FALSE;

  while (!has_ended && !is_late && !g_cancellable_is_cancelled (self->stop))
    {
      GPollFD fds[2] = { { retort_process_get_errors_fd (process), G_IO_IN | G_IO_HUP, 0 }, { -1, 0, 0 } };
      gboolean has_stop = g_cancellable_make_pollfd (self->stop, &fds[1]);

      g_poll (fds, has_stop ? 2 : 1, is_open ? OPEN_TICK_MS : TICK_MS);
      if (has_stop)
        g_cancellable_release_fd (self->stop);
      if (fds[0].revents != 0)
        has_ended = !read_words (self);
      has_ended = has_ended || retort_process_has_ended (process, NULL);
      is_late = !is_open && g_get_monotonic_time () > deadline_us;
      if (!is_open && !has_ended && retort_local_end_is_taken (&self->end))
        {
          is_open = TRUE;
          set_open (self);
        }
    }
  set_state (self, STATE_ENDED, is_open ? NULL : error_of_end (self, is_late));
}

static void
set_errors_fd (RetortTunnel *self, int fd)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->errors_fd = fd;
}

static gpointer
tunnel_worker (gpointer data)
{
  RetortTunnel *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProcess) process = retort_process_start ((const char *const *) self->argv, &error);

  set_errors_fd (self, process != NULL ? retort_process_get_errors_fd (process) : -1);
  if (process != NULL)
    {
      stay_with (self, process);
      set_errors_fd (self, -1);
    }
  else if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    set_state (self, STATE_ENDED,
               g_error_new (RETORT_DB_ERROR, RETORT_DB_ERROR_TUNNEL,
                            "cannot reach '%s' through ssh: there is no program 'ssh' on this machine", self->host));
  else
    set_state (self, STATE_ENDED,
               g_error_new (RETORT_DB_ERROR, RETORT_DB_ERROR_TUNNEL, "cannot reach '%s' through ssh: %s", self->host,
                            error->message));
  return NULL;
}

static void
wake_cb (GCancellable *cancellable, gpointer data)
{
  RetortTunnel *self = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_cond_broadcast (&self->changed);
}

static gboolean
wait_until_open (RetortTunnel *self, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;
  State state = STATE_STARTING;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), self, NULL);
  g_mutex_lock (&self->mutex);
  while (self->state == STATE_STARTING && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->changed, &self->mutex);
  state = self->state;
  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  g_mutex_unlock (&self->mutex);
  if (handler != 0) /* not under our mutex: it waits for wake_cb */
    g_cancellable_disconnect (cancellable, handler);
  if (state == STATE_STARTING)
    g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED, "connecting was cancelled");
  return state == STATE_OPEN;
}

/* ssh would take it for an option, or for a user and a host. */
static gboolean
check_name (const char *name, GError **error)
{
  if (name == NULL || (name[0] != '-' && strpbrk (name, " \t\r\n") == NULL))
    return TRUE;
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE, "'%s' is no name for ssh", name);
  return FALSE;
}

/**
 * retort_tunnel_open:
 * @profile: how to reach a database, with an ssh host
 * @cancellable: (nullable): ends the attempt
 * @error: %RETORT_DB_ERROR_TUNNEL with ssh's own words, `_PROFILE`, `_CANCELLED`
 *
 * Starts ssh and waits until it has logged in. What the profile calls its host is reached from there.
 *
 * Returns: (transfer full) (nullable): the tunnel
 */
RetortTunnel *
retort_tunnel_open (RetortProfile *profile, GCancellable *cancellable, GError **error)
{
  const RetortProfileFields *fields = retort_profile_get (profile);
  g_autoptr(RetortTunnel) self = NULL;
  g_autofree char *host = NULL;
  g_autofree char *forward = NULL;
  guint port = 0;

  g_return_val_if_fail (fields->ssh_host != NULL, NULL);

  if (!check_name (fields->ssh_host, error) || !check_name (fields->ssh_user, error))
    return NULL;
  host = retort_conninfo_dup_place (profile, &port, error);
  if (host == NULL)
    return NULL;
  self = g_new0 (RetortTunnel, 1);
  g_atomic_ref_count_init (&self->n_refs);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->words = g_string_new (NULL);
  self->errors_fd = -1;
  self->stop = g_cancellable_new ();
  self->host = g_strdup (fields->ssh_host);
  if (!retort_local_end_find (&self->end, port, error))
    return NULL;
  forward = dup_forward (&self->end, host, port);
  self->argv = make_argv (fields, forward);
  self->thread = g_thread_new ("retort-tunnel", tunnel_worker, self);
  return wait_until_open (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * retort_tunnel_ref:
 * @self: a tunnel
 *
 * Returns: (transfer full): @self
 */
RetortTunnel *
retort_tunnel_ref (RetortTunnel *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

/**
 * retort_tunnel_unref:
 * @self: (transfer full): a tunnel; the last one ends ssh and waits for that
 */
void
retort_tunnel_unref (RetortTunnel *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_cancellable_cancel (self->stop);
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_object (&self->stop);
  g_clear_pointer (&self->argv, g_strfreev);
  g_clear_error (&self->error);
  g_string_free (self->words, TRUE);
  g_free (self->host);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

/**
 * retort_tunnel_get_address:
 * @self: a tunnel
 *
 * Returns: the address of this machine at which it begins
 */
const char *
retort_tunnel_get_address (const RetortTunnel *self)
{
  return self->end.address;
}

/**
 * retort_tunnel_get_port:
 * @self: a tunnel
 *
 * Returns: the port of this machine at which it begins
 */
guint
retort_tunnel_get_port (const RetortTunnel *self)
{
  return self->end.port;
}

/* Looks for itself: the thread that stays with ssh may learn of its end a moment later. */
static gboolean
is_open_locked (RetortTunnel *self)
{
  return self->state == STATE_OPEN && retort_local_end_is_taken (&self->end);
}

/**
 * retort_tunnel_is_open:
 * @self: a tunnel
 *
 * Returns: whether ssh still runs
 */
gboolean
retort_tunnel_is_open (RetortTunnel *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return is_open_locked (self);
}

/**
 * retort_tunnel_has_ended:
 * @self: a tunnel in which a connection was just lost
 *
 * A dying ssh drops its connections first and stops listening last, and a connection made in between is taken up and dropped: so an end
 * that is on its way is waited for, half a second at most. When ssh said why it dropped the connection, it goes on. Blocks.
 *
 * Returns: whether ssh has ended
 */
gboolean
retort_tunnel_has_ended (RetortTunnel *self)
{
  gint64 deadline_us = g_get_monotonic_time () + END_LIMIT_US;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (is_open_locked (self) && self->words->len == 0 && g_get_monotonic_time () < deadline_us)
    g_cond_wait_until (&self->changed, &self->mutex, g_get_monotonic_time () + TICK_MS * G_TIME_SPAN_MILLISECOND);
  return !is_open_locked (self);
}

/**
 * retort_tunnel_dup_words:
 * @self: a tunnel
 *
 * Returns: (transfer full): what ssh said last; empty when it said nothing
 */
char *
retort_tunnel_dup_words (RetortTunnel *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *text = NULL;

  if (self->errors_fd >= 0)
    read_words_locked (self);
  text = g_utf8_make_valid (self->words->str, (gssize) self->words->len);

  return retort_ssh_words_shorten (text);
}
