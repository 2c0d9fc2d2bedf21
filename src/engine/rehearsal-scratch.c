/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name of a scratch database holds the number of the process that uses it: one whose process is gone, killed in the
 * middle, is dropped by the next that makes one. */
#include "engine/rehearsal-scratch.h"

#include "database/server/server.h"
#include "engine/run-private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "retort_rehearsal_"

struct _RetortScratch
{
  RetortServer *server;
  char         *name;
  RetortTarget *target; /* nullable: being emptied */
};

static char *
dup_name (void)
{
  static int n_made;

  return g_strdup_printf (PREFIX "%d_%d", (int) getpid (), g_atomic_int_add (&n_made, 1));
}

static gboolean
is_abandoned (const char *name)
{
  gint64 pid = g_ascii_strtoll (name + strlen (PREFIX), NULL, 10);

  return pid > 0 && pid != getpid () && kill ((pid_t) pid, 0) != 0 && errno == ESRCH;
}

/* What was killed could not tidy up; that it cannot be done now is no reason to stop. */
static void
drop_abandoned (RetortServer *server, RetortSession *session, GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) result
      = retort_session_execute (session, "SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE 'retort\\_rehearsal\\_%'", cancellable, &error);

  for (guint i = 0; result != NULL && i < retort_result_get_n_rows (result); i++)
    {
      const char *name = retort_result_get_value (result, i, 0);
      g_autoptr(GError) drop_error = NULL;

      if (is_abandoned (name) && !retort_server_drop_database (server, name, cancellable, &drop_error))
        g_info ("cannot drop '%s': %s", name, drop_error->message);
    }
}

static gboolean
open_target (RetortScratch *self, GCancellable *cancellable, GError **error)
{
  self->target = retort_target_open_private (self->name, cancellable, error);
  return self->target != NULL;
}

/**
 * retort_scratch_new:
 * @cancellable: (nullable): stops starting the server and connecting
 * @error: a RetortDbError
 *
 * Makes an empty database on the private server. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the scratch database
 */
RetortScratch *
retort_scratch_new (GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortScratch) self = g_new0 (RetortScratch, 1);
  g_autoptr(RetortSession) session = NULL;

  self->name = dup_name ();
  self->server = retort_server_acquire (NULL, cancellable, error);
  if (self->server == NULL || !open_target (self, cancellable, error))
    return NULL;
  session = retort_target_dup_session (self->target, cancellable, error);
  if (session == NULL)
    return NULL;
  drop_abandoned (self->server, session, cancellable);
  return g_steal_pointer (&self);
}

/* Whoever cancels wants it gone as well: no cancellable. */
static gboolean
drop (RetortScratch *self, GError **error)
{
  g_clear_pointer (&self->target, retort_target_unref);
  return retort_server_drop_database (self->server, self->name, NULL, error);
}

/**
 * retort_scratch_free:
 * @self: (transfer full): a scratch database
 *
 * Drops the database and lets the server go. Blocks.
 */
void
retort_scratch_free (RetortScratch *self)
{
  g_autoptr(GError) error = NULL;

  if (self->server != NULL && !drop (self, &error))
    g_warning ("cannot drop the scratch database '%s': %s", self->name, error->message);
  g_clear_pointer (&self->server, retort_server_release);
  g_free (self->name);
  g_free (self);
}

/**
 * retort_scratch_empty:
 * @self: a scratch database
 * @cancellable: (nullable): stops it
 * @error: a RetortDbError
 *
 * Drops it and makes it again. Blocks.
 *
 * Returns: %FALSE with @error set when that did not work
 */
gboolean
retort_scratch_empty (RetortScratch *self, GCancellable *cancellable, GError **error)
{
  return drop (self, error) && open_target (self, cancellable, error);
}

/**
 * retort_scratch_copy:
 * @self: an empty scratch database
 * @from: whose objects are wanted
 * @cancellable: (nullable): stops it
 * @error: %RETORT_DB_ERROR_SERVER with what pg_dump or psql said, or another RetortDbError
 *
 * Makes all of the target's objects, without owners, privileges and rows. Blocks.
 *
 * Returns: %FALSE with @error set when that did not work
 */
gboolean
retort_scratch_copy (RetortScratch *self, RetortTarget *from, GCancellable *cancellable, GError **error)
{
  g_autofree char *place = NULL;
  g_autofree char *password = NULL;
  gboolean is_done = FALSE;

  if (!retort_target_dup_place (from, &place, &password, cancellable, error))
    return FALSE;
  is_done = retort_server_copy_structure (self->server, place, password, self->name, cancellable, error);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  return is_done;
}

/**
 * retort_scratch_get_target:
 * @self: a scratch database
 *
 * Returns: (transfer none): the same as a target
 */
RetortTarget *
retort_scratch_get_target (RetortScratch *self)
{
  return self->target;
}

/**
 * retort_scratch_connect:
 * @self: a scratch database
 * @workspace: whose settings of a session hold
 * @cancellable: (nullable): stops connecting
 * @error: a RetortDbError
 *
 * A session for one run, as a run would have it. What it writes need not survive a crash. Blocks.
 *
 * Returns: (transfer full) (nullable): the session
 */
RetortSession *
retort_scratch_connect (RetortScratch *self, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  RetortSessionOptions options = { 0 };
  RetortRunOptions run = { 0 };
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(RetortResult) result = NULL;

  options.application_name = "retort rehearsal";
  session = retort_target_connect (self->target, &options, cancellable, error);
  if (session == NULL)
    return NULL;
  result = retort_session_execute (session, "SET synchronous_commit TO off", cancellable, error);
  if (result == NULL || !retort_run_apply_project_settings (session, workspace, self->target, &run, cancellable, error))
    return NULL;
  return g_steal_pointer (&session);
}
