/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to a server, on a thread of its own. The only room that uses libpq.
 *
 * Every call hands a request to the session's thread and waits for it: call them from worker threads
 * only. The session's thread polls the socket and the caller's cancellable, sends the cancel itself,
 * and keeps reading until the server has answered (a sent cancel promises nothing). */
#pragma once

#include "database/session/result.h"
#include "model/profile.h"
#include "model/run.h"
#include "model/target-facts.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RetortDbError:
 * @RETORT_DB_ERROR_CONNECTION: the server could not be reached, or is gone; retry after reconnecting
 * @RETORT_DB_ERROR_AUTHENTICATION: it refused user or password (SQLSTATE class 28)
 * @RETORT_DB_ERROR_NO_DATABASE: there is no such database (3D000)
 * @RETORT_DB_ERROR_SQL: the server rejected a statement; retort_session_dup_last_error() has the fields
 * @RETORT_DB_ERROR_LOCK_TIMEOUT: 55P03
 * @RETORT_DB_ERROR_STATEMENT_TIMEOUT: 57014 that we did not ask for
 * @RETORT_DB_ERROR_CANCELLED: we sent a cancel and the server obeyed, or we never sent the statement
 * @RETORT_DB_ERROR_REFUSED: COPY from standard input, or another thing that a session does not do
 * @RETORT_DB_ERROR_PROFILE: the profile or URL cannot be understood
 * @RETORT_DB_ERROR_KEYRING: the keyring is missing, locked or does not answer
 * @RETORT_DB_ERROR_TUNNEL: ssh did not make a way to the server; the message ends with its own words
 * @RETORT_DB_ERROR_SERVER: the private server cannot be made, started or stopped
 */
typedef enum
{
  RETORT_DB_ERROR_CONNECTION,
  RETORT_DB_ERROR_AUTHENTICATION,
  RETORT_DB_ERROR_NO_DATABASE,
  RETORT_DB_ERROR_SQL,
  RETORT_DB_ERROR_LOCK_TIMEOUT,
  RETORT_DB_ERROR_STATEMENT_TIMEOUT,
  RETORT_DB_ERROR_CANCELLED,
  RETORT_DB_ERROR_REFUSED,
  RETORT_DB_ERROR_PROFILE,
  RETORT_DB_ERROR_KEYRING,
  RETORT_DB_ERROR_TUNNEL,
  RETORT_DB_ERROR_SERVER,
} RetortDbError;

#define RETORT_DB_ERROR (retort_db_error_quark ())
GQuark         retort_db_error_quark (void);

/* How a session behaves; copied. */
typedef struct
{
  const char *password;             /* nullable: libpq finds it itself */
  guint       lock_timeout_ms;      /* 0: the server's setting */
  guint       statement_timeout_ms; /* 0: the server's setting */
  gboolean    is_unlocked;          /* a person typed the name of the production database, for one run */
  gboolean    is_read_only;         /* default_transaction_read_only in the connection itself */
  const char *application_name;     /* nullable: "retort" */
  const char *address;              /* nullable: where the profile's host is reached instead, by a tunnel */
  guint       address_port;         /* the port of @address */
} RetortSessionOptions;

/* Reference counted (atomic). Calls from several threads are taken one after the other. */
typedef struct _RetortSession RetortSession;

typedef void (*RetortNoticeFunc) (const char *severity, const char *message, gpointer user_data);

/* Blocks. Connecting happens on the session's thread; when cancelled it is abandoned there, not waited for. */
RetortSession *retort_session_open            (RetortProfile *profile, const RetortSessionOptions *options, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortSession *retort_session_ref             (RetortSession *self);
void           retort_session_unref           (RetortSession *self);
/* The same way for PostgreSQL's own programs: a connection string, and the password apart from it. */
gboolean       retort_session_dup_place       (RetortProfile *profile, const RetortSessionOptions *options, char **place, char **password, GError **error);
void           retort_session_close           (RetortSession *self);

/* Sends @sql as one simple query and returns the last result. On failure the transaction state is retort_session_get_transaction(). */
RetortResult  *retort_session_execute         (RetortSession *self, const char *sql, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One statement with text parameters ($1 …), for our own queries. */
RetortResult  *retort_session_query           (RetortSession *self, const char *sql, const char *const *parameters, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is known of the transaction: RETORT_OUTCOME_… is decided from it. */
typedef enum
{
  RETORT_TRANSACTION_IDLE,
  RETORT_TRANSACTION_OPEN,
  RETORT_TRANSACTION_FAILED,
  RETORT_TRANSACTION_LOST,     /* the connection is gone */
} RetortTransactionState;

RetortTransactionState retort_session_get_transaction (RetortSession *self);
int            retort_session_get_server_version (RetortSession *self);
int            retort_session_get_backend_pid (RetortSession *self);
RetortServerError *retort_session_dup_last_error (RetortSession *self) G_GNUC_WARN_UNUSED_RESULT;
void           retort_session_set_notice_func (RetortSession *self, RetortNoticeFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSession, retort_session_unref)

G_END_DECLS
