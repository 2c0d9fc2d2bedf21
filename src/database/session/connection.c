/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only code that speaks to a server. All of it runs on the session's thread.
 *
 * An exchange: nothing is sent when the cancellable is cancelled already → the text is handed to
 * libpq and flushed while answers are taken in (a large batch and its answers must not block each
 * other) → results are read until libpq has no more, which is the server's ReadyForQuery. In every
 * wait the cancellable is polled beside the socket; when it fires, a cancel is sent, and again each
 * second, because one that arrives between two statements of a batch stops nothing. Whatever then
 * comes is what happened: a statement that had ended before the cancel came is a success.
 *
 * COPY FROM STDIN is ended with an error at once (nobody has rows to send), COPY TO STDOUT is read
 * and thrown away. */
#include "database/session/connection-private.h"

#include "database/session/conninfo-private.h"
#include "database/session/error-private.h"
#include "database/session/result-private.h"

#include <errno.h>
#include <string.h>

#define CANCEL_INTERVAL_US (G_USEC_PER_SEC)

struct _RetortConnection
{
  PGconn *conn;
  RetortNoticeFunc notice_func; /* nullable */
  gpointer notice_data;
};

/* One text sent and all that comes back. */
typedef struct
{
  PGconn *conn;
  GCancellable *cancellable; /* nullable */
  gint64 next_cancel_us;     /* monotonic; 0: none was tried */
  gboolean was_cancel_sent;
  gboolean is_refused;
  PGresult *last;    /* nullable, owned: the last result that did not fail */
  PGresult *failure; /* nullable, owned: the first that did */
} Exchange;

static void
exchange_clear (Exchange *self)
{
  g_clear_pointer (&self->last, PQclear);
  g_clear_pointer (&self->failure, PQclear);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Exchange, exchange_clear)

/* Waits for the socket, for the cancellable or for the deadline; which one it was, the caller looks
 * up. A cancellable that is cancelled already is not polled: it would always be ready. */
static gushort
wait_for (PGconn *conn, gushort events, GCancellable *cancellable, gint64 deadline_us)
{
  GPollFD fds[2] = { { PQsocket (conn), events, 0 }, { -1, 0, 0 } };
  gboolean has_cancellable = FALSE;
  gint64 left_us = deadline_us - g_get_monotonic_time ();
  int timeout_ms = deadline_us == 0 ? -1 : (int) CLAMP (left_us / 1000 + 1, 0, G_MAXINT);

  if (!g_cancellable_is_cancelled (cancellable))
    has_cancellable = g_cancellable_make_pollfd (cancellable, &fds[1]);
  if (g_poll (fds, has_cancellable ? 2 : 1, timeout_ms) < 0 && errno != EINTR)
    fds[0].revents = G_IO_ERR; /* libpq then finds out itself */
  if (has_cancellable)
    g_cancellable_release_fd (cancellable);
  return fds[0].revents;
}

/* Blocks for a round trip to the server, which is why it is done here and not by who cancels. */
static void
send_cancel (Exchange *self)
{
  g_autoptr(PGcancel) cancel = PQgetCancel (self->conn);
  char message[256];

  if (cancel != NULL && PQcancel (cancel, message, sizeof message))
    self->was_cancel_sent = TRUE;
  self->next_cancel_us = g_get_monotonic_time () + CANCEL_INTERVAL_US;
}

static void
exchange_wait (Exchange *self, gushort events)
{
  gushort ready = wait_for (self->conn, events, self->cancellable, self->next_cancel_us);

  if ((ready & ~G_IO_OUT) != 0)
    PQconsumeInput (self->conn); /* a failure shows in the results */
  if (g_cancellable_is_cancelled (self->cancellable)
      && g_get_monotonic_time () >= self->next_cancel_us)
    send_cancel (self);
}

/* Sends what is left to send and waits until a whole result is there, or the connection is gone. */
static void
await_result (Exchange *self)
{
  while (PQisBusy (self->conn) && PQstatus (self->conn) == CONNECTION_OK)
    {
      gboolean has_more = PQflush (self->conn) > 0;

      exchange_wait (self, has_more ? G_IO_IN | G_IO_OUT : G_IO_IN);
    }
}

static void
refuse_copy_in (Exchange *self)
{
  self->is_refused = TRUE;
  while (PQputCopyEnd (self->conn, "a migration has no standard input") == 0)
    exchange_wait (self, G_IO_IN | G_IO_OUT);
}

static void
drain_copy_out (Exchange *self)
{
  char *row = NULL;
  int length = 0;

  while ((length = PQgetCopyData (self->conn, &row, TRUE)) >= 0)
    {
      g_clear_pointer (&row, PQfreemem);
      if (length == 0)
        exchange_wait (self, G_IO_IN);
      if (PQstatus (self->conn) != CONNECTION_OK)
        return;
    }
}

static void
take_failure (Exchange *self, PGresult *result)
{
  if (self->failure == NULL)
    self->failure = result;
  else
    PQclear (result);
}

static void
take_success (Exchange *self, PGresult *result)
{
  g_clear_pointer (&self->last, PQclear);
  self->last = result;
}

static void
take_result (Exchange *self, PGresult *result)
{
  switch (PQresultStatus (result))
    {
    case PGRES_COPY_IN:
    case PGRES_COPY_BOTH:
      PQclear (result);
      refuse_copy_in (self);
      break;
    case PGRES_COPY_OUT:
      PQclear (result);
      drain_copy_out (self);
      break;
    case PGRES_FATAL_ERROR:
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
    case PGRES_PIPELINE_ABORTED:
      take_failure (self, result);
      break;
    case PGRES_EMPTY_QUERY:
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_PIPELINE_SYNC:
      take_success (self, result);
      break;
    }
}

static void
read_results (Exchange *self)
{
  for (;;)
    {
      PGresult *result = NULL;

      await_result (self);
      result = PQgetResult (self->conn);
      if (result == NULL)
        return;
      take_result (self, result);
    }
}

/* LISTEN is nobody's business here, but what arrives must not pile up. */
static void
drop_notifications (PGconn *conn)
{
  for (PGnotify *notify = PQnotifies (conn); notify != NULL; notify = PQnotifies (conn))
    PQfreemem (notify);
}

static gboolean
send_text (PGconn *conn, const char *sql, const char *const *parameters, gboolean is_simple)
{
  int n_parameters = parameters != NULL ? (int) g_strv_length ((char **) parameters) : 0;

  if (is_simple)
    return PQsendQuery (conn, sql) == 1;
  return PQsendQueryParams (conn, sql, n_parameters, NULL, parameters, NULL, NULL, 0) == 1;
}

static GError *
error_of_loss (PGconn *conn)
{
  g_autofree char *text = retort_db_error_dup_text (PQerrorMessage (conn));

  return g_error_new (RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION, "the connection was lost%s%s",
                      *text != '\0' ? ": " : "", text);
}

/* libpq makes a failure of its own when the server goes without a word, so a lost connection
 * without a failure only happens when it went before the text was sent. */
static RetortResult *
conclude (Exchange *self, RetortServerError **server_error, GError **error)
{
  gboolean is_lost = PQstatus (self->conn) != CONNECTION_OK;
  RetortExchangeEnd end = { is_lost, self->is_refused, self->was_cancel_sent };

  if (self->failure != NULL)
    {
      *server_error = retort_server_error_new_from_result (self->failure);
      g_propagate_error (error, retort_db_error_from_result (self->failure, end));
      return NULL;
    }
  if (is_lost || self->last == NULL)
    {
      g_propagate_error (error, error_of_loss (self->conn));
      return NULL;
    }
  return retort_result_new (g_steal_pointer (&self->last));
}

/**
 * retort_connection_run:
 * @self: a connection
 * @sql: what to send
 * @parameters: (nullable) (array zero-terminated=1): text parameters; only when not @is_simple
 * @is_simple: by the simple protocol, where @sql may be several statements
 * @server_error: (out) (nullable): what the server said when it refused
 * @cancellable: (nullable): stops the statement
 * @error: see #RetortDbError
 *
 * One exchange with the server, from sending to ReadyForQuery.
 *
 * Returns: (transfer full) (nullable): the last result
 */
RetortResult *
retort_connection_run (RetortConnection *self, const char *sql, const char *const *parameters,
                       gboolean is_simple, RetortServerError **server_error,
                       GCancellable *cancellable, GError **error)
{
  g_auto(Exchange) exchange = { .conn = self->conn, .cancellable = cancellable };
  RetortResult *result = NULL;

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED,
                           "cancelled before it was sent");
      return NULL;
    }
  if (!send_text (self->conn, sql, parameters, is_simple))
    {
      g_propagate_error (error, error_of_loss (self->conn));
      return NULL;
    }
  read_results (&exchange);
  result = conclude (&exchange, server_error, error);
  drop_notifications (self->conn);
  return result;
}

static void
notice_received_cb (void *data, const PGresult *result)
{
  RetortConnection *self = data;
  const char *severity = PQresultErrorField (result, PG_DIAG_SEVERITY_NONLOCALIZED);
  g_autofree char *message = NULL;

  if (self->notice_func == NULL)
    return;
  message = retort_db_error_dup_text (PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY));
  self->notice_func (severity != NULL ? severity : "NOTICE", message, self->notice_data);
}

/**
 * retort_connection_set_notice_func:
 * @self: a connection
 * @func: (nullable): called on the session's thread for each NOTICE or WARNING
 * @user_data: its data
 */
void
retort_connection_set_notice_func (RetortConnection *self, RetortNoticeFunc func,
                                   gpointer user_data)
{
  self->notice_func = func;
  self->notice_data = user_data;
}

static void
set_cancelled (GError **error)
{
  g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED,
                       "connecting was cancelled");
}

/* PQconnectPoll knows no timeout; ours counts for all hosts together. */
static gboolean
poll_until_connected (PGconn *conn, const RetortConninfo *info, const char *target,
                      GCancellable *cancellable, GError **error)
{
  gint64 deadline_us = g_get_monotonic_time () + (gint64) info->timeout_s * G_USEC_PER_SEC;
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;

  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED)
    {
      wait_for (conn, status == PGRES_POLLING_WRITING ? G_IO_OUT : G_IO_IN, cancellable,
                deadline_us);
      if (g_cancellable_is_cancelled (cancellable))
        {
          set_cancelled (error);
          return FALSE;
        }
      if (g_get_monotonic_time () >= deadline_us)
        {
          g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION,
                       "cannot connect to '%s': no answer within %u s", target, info->timeout_s);
          return FALSE;
        }
      status = PQconnectPoll (conn);
    }
  return TRUE;
}

/* PQconnectStart looks names up and blocks meanwhile: the caller of the session does not wait for
 * that. */
static PGconn *
connect_once (const RetortConninfo *info, const char *target, GCancellable *cancellable,
              GError **error)
{
  g_autoptr(PGconn) conn
      = PQconnectStartParams ((const char *const *) info->keywords->pdata,
                              (const char *const *) info->values->pdata, info->has_url);

  PQsetErrorVerbosity (conn, PQERRORS_VERBOSE); /* the only way to learn a SQLSTATE here */
  if (PQstatus (conn) != CONNECTION_BAD
      && !poll_until_connected (conn, info, target, cancellable, error))
    return NULL;
  if (PQstatus (conn) != CONNECTION_OK)
    {
      g_propagate_error (error, retort_db_error_from_connecting (conn, target));
      return NULL;
    }
  PQsetErrorVerbosity (conn, PQERRORS_DEFAULT);
  PQsetnonblocking (conn, TRUE);
  return g_steal_pointer (&conn);
}

static gboolean
apply_settings (RetortConnection *self, const RetortConninfo *info, GCancellable *cancellable,
                GError **error)
{
  for (guint i = 0; i + 1 < info->settings->len; i += 2)
    {
      const char *parameters[] = { info->settings->pdata[i], info->settings->pdata[i + 1], NULL };
      g_autoptr(RetortServerError) server_error = NULL;
      g_autoptr(RetortResult) result
          = retort_connection_run (self, "SELECT pg_catalog.set_config($1, $2, false)", parameters,
                                   FALSE, &server_error, cancellable, error);

      if (result == NULL)
        return FALSE;
    }
  return TRUE;
}

/* A server in SQL_ASCII converts nothing, but checks what it sends against the client's encoding
 * and then refuses its own rows. What is not UTF-8 is mended in the result instead. */
static gboolean
accept_any_bytes (RetortConnection *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortServerError) server_error = NULL;
  g_autoptr(RetortResult) result = NULL;

  if (g_strcmp0 (PQparameterStatus (self->conn, "server_encoding"), "SQL_ASCII") != 0)
    return TRUE;
  result = retort_connection_run (self, "SET client_encoding TO 'SQL_ASCII'", NULL, TRUE,
                                  &server_error, cancellable, error);
  return result != NULL;
}

/* PgBouncer before 1.20 and other poolers know no `options` in the start-up packet. */
static gboolean
refuses_options (const GError *error)
{
  return strstr (error->message, "unsupported startup parameter") != NULL;
}

static RetortConnection *
open_with (RetortProfile *profile, const RetortSessionOptions *options, gboolean wants_options,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *target = retort_profile_to_display_string (profile);
  g_autoptr(RetortConninfo) info = retort_conninfo_new (profile, options, wants_options, error);
  g_autoptr(RetortConnection) self = NULL;
  PGconn *conn = NULL;

  if (info == NULL)
    return NULL;
  conn = connect_once (info, target, cancellable, error);
  if (conn == NULL)
    return NULL;
  self = g_new0 (RetortConnection, 1);
  self->conn = conn;
  PQsetNoticeReceiver (conn, notice_received_cb, self);
  if (!accept_any_bytes (self, cancellable, error)
      || (!info->has_options && !apply_settings (self, info, cancellable, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * retort_connection_open:
 * @profile: how to reach the database
 * @options: how the session behaves
 * @cancellable: (nullable): ends the attempt, except while a name is looked up
 * @error: %RETORT_DB_ERROR_CONNECTION, `_AUTHENTICATION`, `_NO_DATABASE`, `_PROFILE` or
 * `_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the connection
 */
RetortConnection *
retort_connection_open (RetortProfile *profile, const RetortSessionOptions *options,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) first_error = NULL;
  RetortConnection *self = open_with (profile, options, TRUE, cancellable, &first_error);

  if (self != NULL)
    return self;
  if (refuses_options (first_error))
    return open_with (profile, options, FALSE, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&first_error));
  return NULL;
}

/**
 * retort_connection_free:
 * @self: (transfer full): a connection; it is closed
 */
void
retort_connection_free (RetortConnection *self)
{
  PQfinish (self->conn);
  g_free (self);
}

/**
 * retort_connection_get_transaction:
 * @self: a connection
 *
 * Returns: what is known of the transaction between two exchanges
 */
RetortTransactionState
retort_connection_get_transaction (const RetortConnection *self)
{
  if (PQstatus (self->conn) != CONNECTION_OK)
    return RETORT_TRANSACTION_LOST;
  switch (PQtransactionStatus (self->conn))
    {
    case PQTRANS_IDLE:
      return RETORT_TRANSACTION_IDLE;
    case PQTRANS_ACTIVE:
    case PQTRANS_INTRANS:
      return RETORT_TRANSACTION_OPEN;
    case PQTRANS_INERROR:
      return RETORT_TRANSACTION_FAILED;
    case PQTRANS_UNKNOWN:
      return RETORT_TRANSACTION_LOST;
    }
  g_return_val_if_reached (RETORT_TRANSACTION_LOST);
}

/**
 * retort_connection_get_server_version:
 * @self: a connection
 *
 * Returns: as libpq says it: 150020 is 15.20
 */
int
retort_connection_get_server_version (const RetortConnection *self)
{
  return PQserverVersion (self->conn);
}

/**
 * retort_connection_get_backend_pid:
 * @self: a connection
 *
 * Returns: the process that serves us, as pg_stat_activity names it
 */
int
retort_connection_get_backend_pid (const RetortConnection *self)
{
  return PQbackendPID (self->conn);
}
