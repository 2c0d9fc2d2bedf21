/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session: a thread that owns one connection, and a queue of requests to it.
 *
 *   caller: request_new → push → wait on the request's condition → take result or error
 *   thread: pop → OPEN (connect) | RUN (one exchange) | QUIT (close, end) → publish → wake caller
 *
 * A caller of RUN waits until the server has answered, cancelled or not: only then is it known what
 * happened. A caller of OPEN leaves as soon as it is cancelled; the thread, which may sit in a name
 * look-up that nothing interrupts, finds the QUIT that was left for it and ends by itself. So
 * requests and the session's memory are counted, and the thread holds its own count. */
#include "database/session/session.h"

#include "database/session/connection-private.h"

typedef enum
{
  REQUEST_OPEN,
  REQUEST_RUN,
  REQUEST_QUIT,
} RequestKind;

typedef struct
{
  RequestKind kind;
  RetortProfile *profile;       /* OPEN */
  RetortSessionOptions options; /* OPEN; owns its strings */
  const char *sql;              /* RUN; the caller's, who waits */
  const char *const *parameters;
  gboolean is_simple;
  GCancellable *cancellable; /* nullable, owned */
  GMutex mutex;              /* guards what is below */
  GCond changed;
  gboolean is_done;
  RetortResult *result; /* nullable, owned */
  GError *error;        /* nullable, owned */
} Request;

struct _RetortSession
{
  gatomicrefcount n_handles; /* of callers; the memory itself is counted with the thread's */
  GThread *thread;
  GAsyncQueue *requests;        /* element: Request*, a reference each */
  RetortConnection *connection; /* nullable; the thread's alone */
  GMutex mutex;                 /* guards what is below */
  gboolean is_closed;           /* QUIT is in the queue: nothing may come after it */
  RetortTransactionState transaction;
  int server_version;
  int backend_pid;
  RetortServerError *last_error; /* nullable */
  RetortNoticeFunc notice_func;  /* nullable */
  gpointer notice_data;
};

static Request *
request_new (RequestKind kind, GCancellable *cancellable)
{
  Request *self = g_atomic_rc_box_new0 (Request);

  self->kind = kind;
  g_set_object (&self->cancellable, cancellable);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

static void
request_clear (gpointer data)
{
  Request *self = data;

  g_clear_pointer (&self->profile, retort_profile_unref);
  g_free ((char *) self->options.password);
  g_free ((char *) self->options.application_name);
  g_free ((char *) self->options.address);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->result, retort_result_unref);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
}

static void
request_unref (Request *self)
{
  g_atomic_rc_box_release_full (self, request_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_unref)

static void
request_finish (Request *self, RetortResult *result, GError *error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->result = result;
  self->error = error;
  self->is_done = TRUE;
  g_cond_broadcast (&self->changed);
}

static void
request_wait (Request *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (!self->is_done)
    g_cond_wait (&self->changed, &self->mutex);
}

static void
wake_cb (GCancellable *cancellable, gpointer data)
{
  Request *self = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_cond_broadcast (&self->changed);
}

/* Whether it was done; else the cancellable was cancelled first. */
static gboolean
request_wait_unless_cancelled (Request *self)
{
  gulong handler = 0;
  gboolean is_done = FALSE;

  if (self->cancellable != NULL)
    handler = g_cancellable_connect (self->cancellable, G_CALLBACK (wake_cb), self, NULL);
  g_mutex_lock (&self->mutex);
  while (!self->is_done && !g_cancellable_is_cancelled (self->cancellable))
    g_cond_wait (&self->changed, &self->mutex);
  is_done = self->is_done;
  g_mutex_unlock (&self->mutex);
  if (handler != 0) /* not under our mutex: it waits for wake_cb */
    g_cancellable_disconnect (self->cancellable, handler);
  return is_done;
}

static void
session_clear (gpointer data)
{
  RetortSession *self = data;

  g_clear_pointer (&self->requests, g_async_queue_unref);
  g_clear_pointer (&self->last_error, retort_server_error_free);
  g_mutex_clear (&self->mutex);
}

/* Passes a notice on with whichever function is set at this moment. */
static void
notice_cb (const char *severity, const char *message, gpointer user_data)
{
  RetortSession *self = user_data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->notice_func != NULL)
    self->notice_func (severity, message, self->notice_data);
}

static void
publish_state (RetortSession *self, RetortServerError *last_error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->last_error, retort_server_error_free);
  self->last_error = last_error;
  self->transaction = self->connection != NULL
                          ? retort_connection_get_transaction (self->connection)
                          : RETORT_TRANSACTION_LOST;
}

static void
serve_open (RetortSession *self, Request *request)
{
  GError *error = NULL;

  self->connection
      = retort_connection_open (request->profile, &request->options, request->cancellable, &error);
  if (self->connection != NULL)
    {
      retort_connection_set_notice_func (self->connection, notice_cb, self);
      self->server_version = retort_connection_get_server_version (self->connection);
      self->backend_pid = retort_connection_get_backend_pid (self->connection);
    }
  publish_state (self, NULL);
  request_finish (request, NULL, error);
}

static void
serve_run (RetortSession *self, Request *request)
{
  RetortServerError *server_error = NULL;
  RetortResult *result = NULL;
  GError *error = NULL;

  result = retort_connection_run (self->connection, request->sql, request->parameters,
                                  request->is_simple, &server_error, request->cancellable, &error);
  publish_state (self, server_error);
  request_finish (request, result, error);
}

static gpointer
session_worker (gpointer data)
{
  RetortSession *self = data;
  gboolean is_open = TRUE;

  while (is_open)
    {
      g_autoptr(Request) request = g_async_queue_pop (self->requests);

      switch (request->kind)
        {
        case REQUEST_OPEN:
          serve_open (self, request);
          break;
        case REQUEST_RUN:
          serve_run (self, request);
          break;
        case REQUEST_QUIT:
          is_open = FALSE;
          break;
        }
    }
  g_clear_pointer (&self->connection, retort_connection_free);
  g_atomic_rc_box_release_full (self, session_clear);
  return NULL;
}

static RetortSession *
session_new (void)
{
  RetortSession *self = g_atomic_rc_box_new0 (RetortSession);

  g_atomic_ref_count_init (&self->n_handles);
  g_mutex_init (&self->mutex);
  self->transaction = RETORT_TRANSACTION_LOST;
  self->requests = g_async_queue_new_full ((GDestroyNotify) request_unref);
  self->thread = g_thread_new ("retort-session", session_worker, g_atomic_rc_box_acquire (self));
  return self;
}

/* Whether it was taken: nothing is after QUIT. */
static gboolean
session_push (RetortSession *self, Request *request)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->is_closed)
    return FALSE;
  self->is_closed = request->kind == REQUEST_QUIT;
  g_async_queue_push (self->requests, g_atomic_rc_box_acquire (request));
  return TRUE;
}

/* Lets the thread end by itself, whenever it comes back from where it is. */
static void
session_abandon (RetortSession *self)
{
  g_autoptr(Request) quit = request_new (REQUEST_QUIT, NULL);

  session_push (self, quit);
  g_clear_pointer (&self->thread, g_thread_unref);
  g_atomic_rc_box_release_full (self, session_clear);
}

/**
 * retort_session_open:
 * @profile: how to reach the database
 * @options: (nullable): how the session behaves
 * @cancellable: (nullable): ends the attempt at once, even in a name look-up
 * @error: %RETORT_DB_ERROR_CONNECTION, `_AUTHENTICATION`, `_NO_DATABASE`, `_PROFILE` or
 * `_CANCELLED`
 *
 * Connects on a thread of the session's own. Blocks: for worker threads. The profile's timeouts for
 * statements are for who plans a run; only its search path is applied here.
 *
 * Returns: (transfer full) (nullable): the session
 */
RetortSession *
retort_session_open (RetortProfile *profile, const RetortSessionOptions *options,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr(Request) request = request_new (REQUEST_OPEN, cancellable);
  RetortSession *self = NULL;

  g_return_val_if_fail (profile != NULL, NULL);

  request->profile = retort_profile_ref (profile);
  if (options != NULL)
    {
      request->options = *options;
      request->options.password = g_strdup (options->password);
      request->options.application_name = g_strdup (options->application_name);
      request->options.address = g_strdup (options->address);
    }
  self = session_new ();
  session_push (self, request);
  if (!request_wait_unless_cancelled (request))
    {
      session_abandon (self);
      g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED,
                           "connecting was cancelled");
      return NULL;
    }
  if (request->error != NULL)
    {
      retort_session_unref (self);
      g_propagate_error (error, g_steal_pointer (&request->error));
      return NULL;
    }
  return self;
}

/**
 * retort_session_ref:
 * @self: a session
 *
 * Returns: (transfer full): @self
 */
RetortSession *
retort_session_ref (RetortSession *self)
{
  g_atomic_ref_count_inc (&self->n_handles);
  return self;
}

/**
 * retort_session_unref:
 * @self: (transfer full): a session; the last one closes it
 */
void
retort_session_unref (RetortSession *self)
{
  if (!g_atomic_ref_count_dec (&self->n_handles))
    return;
  retort_session_close (self);
  g_atomic_rc_box_release_full (self, session_clear);
}

/**
 * retort_session_close:
 * @self: a session
 *
 * Ends the connection after what is under way. Later calls fail with %RETORT_DB_ERROR_CONNECTION.
 * An open transaction is rolled back by the server.
 */
void
retort_session_close (RetortSession *self)
{
  g_autoptr(Request) quit = request_new (REQUEST_QUIT, NULL);

  if (!session_push (self, quit))
    return;
  g_thread_join (g_steal_pointer (&self->thread));
  g_mutex_lock (&self->mutex);
  self->transaction = RETORT_TRANSACTION_LOST;
  g_mutex_unlock (&self->mutex);
}

static RetortResult *
session_run (RetortSession *self, const char *sql, const char *const *parameters,
             gboolean is_simple, GCancellable *cancellable, GError **error)
{
  g_autoptr(Request) request = request_new (REQUEST_RUN, cancellable);

  request->sql = sql;
  request->parameters = parameters;
  request->is_simple = is_simple;
  if (!session_push (self, request))
    {
      g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION,
                           "the session is closed");
      return NULL;
    }
  request_wait (request);
  if (request->error != NULL)
    g_propagate_error (error, g_steal_pointer (&request->error));
  return g_steal_pointer (&request->result);
}

/**
 * retort_session_execute:
 * @self: a session
 * @sql: one or several statements
 * @cancellable: (nullable): stops the statement that runs; what ended before stays ended
 * @error: any #RetortDbError but `_AUTHENTICATION`, `_NO_DATABASE`, `_PROFILE`, `_SERVER`
 *
 * Sends @sql as one simple query: several statements outside a transaction are one implicit one
 * (PostgreSQL docs, "Multiple Statements in a Simple Query"). Blocks until the server has answered.
 * On failure retort_session_get_transaction() says what is left of the transaction.
 *
 * Returns: (transfer full) (nullable): the last result
 */
RetortResult *
retort_session_execute (RetortSession *self, const char *sql, GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (self != NULL && sql != NULL, NULL);

  return session_run (self, sql, NULL, TRUE, cancellable, error);
}

/**
 * retort_session_query:
 * @self: a session
 * @sql: one statement, with `$1` … for parameters
 * @parameters: (nullable) (array zero-terminated=1): their values as text
 * @cancellable: (nullable): stops the statement
 * @error: as retort_session_execute()
 *
 * For queries of our own. Blocks until the server has answered.
 *
 * Returns: (transfer full) (nullable): the rows
 */
RetortResult *
retort_session_query (RetortSession *self, const char *sql, const char *const *parameters,
                      GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && sql != NULL, NULL);

  return session_run (self, sql, parameters, FALSE, cancellable, error);
}

/**
 * retort_session_get_transaction:
 * @self: a session
 *
 * Returns: what was known of the transaction when the last call ended
 */
RetortTransactionState
retort_session_get_transaction (RetortSession *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->transaction;
}

/**
 * retort_session_get_server_version:
 * @self: a session
 *
 * Returns: as libpq says it: 150020 is 15.20
 */
int
retort_session_get_server_version (RetortSession *self)
{
  return self->server_version;
}

/**
 * retort_session_get_backend_pid:
 * @self: a session
 *
 * Returns: the server's process for this session, as pg_stat_activity names it
 */
int
retort_session_get_backend_pid (RetortSession *self)
{
  return self->backend_pid;
}

/**
 * retort_session_dup_last_error:
 * @self: a session
 *
 * Returns: (transfer full) (nullable): what the server said in the last call, when that failed
 */
RetortServerError *
retort_session_dup_last_error (RetortSession *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->last_error != NULL ? retort_server_error_copy (self->last_error) : NULL;
}

/**
 * retort_session_set_notice_func:
 * @self: a session
 * @func: (nullable): called for each NOTICE, WARNING and INFO; must not call the session
 * @user_data: its data
 *
 * @func is called on the session's thread. After this returns the function that was set before is
 * not called any more.
 */
void
retort_session_set_notice_func (RetortSession *self, RetortNoticeFunc func, gpointer user_data)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->notice_func = func;
  self->notice_data = user_data;
}
