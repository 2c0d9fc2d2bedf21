/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session against a real server: what it sends and returns, and each way in which it ends. */
#include "database/session/session.h"

#include "fixtures/test-server.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A session in a database of its own, named after the test. */
static RetortSession *
open_own_database (void)
{
  g_autofree char *database = retort_test_server_create_database (g_test_get_path ());

  return retort_test_server_open (database);
}

/* Cancels from another thread once the backend @pid runs something that has waited or slept. */
typedef struct
{
  int pid;
  GCancellable *cancellable;
  const char *action; /* nullable: SQL to run instead of cancelling, with the pid as $1 */
} Interruption;

static gpointer
interrupt_worker (gpointer data)
{
  Interruption *self = data;
  g_autoptr(RetortSession) watcher = retort_test_server_open ("postgres");
  g_autofree char *pid = g_strdup_printf ("%d", self->pid);
  const char *const parameters[] = { pid, NULL };
  gboolean is_waiting = FALSE;

  while (!is_waiting)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortResult) result
          = retort_session_query (watcher,
                                  "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND state = "
                                  "'active' AND wait_event IS NOT NULL",
                                  parameters, NULL, &error);

      g_assert_no_error (error);
      is_waiting = retort_result_get_n_rows (result) == 1;
    }
  if (self->action != NULL)
    retort_result_unref (retort_session_query (watcher, self->action, parameters, NULL, NULL));
  else
    g_cancellable_cancel (self->cancellable);
  return NULL;
}

static void
test_rows_and_nulls (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GError) error = NULL;
  const char *const parameters[] = { "7", "ä", NULL };
  g_autoptr(RetortResult) result = retort_session_query (
      session, "SELECT $1::int AS n, $2::text AS t, NULL AS nothing, true AS yes, '' AS empty",
      parameters, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (retort_result_get_n_rows (result), ==, 1);
  g_assert_cmpuint (retort_result_get_n_columns (result), ==, 5);
  g_assert_cmpint (retort_result_get_int64 (result, 0, 0, -1), ==, 7);
  g_assert_cmpstr (retort_result_get_value (result, 0, 1), ==, "ä");
  g_assert_null (retort_result_get_value (result, 0, 2));
  g_assert_cmpint (retort_result_get_int64 (result, 0, 2, -5), ==, -5);
  g_assert_true (retort_result_get_boolean (result, 0, 3));
  g_assert_cmpstr (retort_result_get_value (result, 0, 4), ==, "");
  g_assert_cmpint (retort_result_find_column (result, "yes"), ==, 3);
  g_assert_cmpint (retort_result_find_column (result, "no"), ==, -1);
}

static void
test_several_statements (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) result = retort_session_execute (
      session, "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2), (3)", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (retort_result_get_tag (result), ==, "INSERT 0 3");
  g_assert_cmpint (retort_result_get_n_affected (result), ==, 3);
}

/* Several statements of one simple query are one implicit transaction. */
static void
test_batch_fails_whole (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) result
      = retort_session_execute (session, "CREATE TABLE t (a int); SELECT 1/0", NULL, &error);
  g_autofree char *table = retort_test_query_value (session, "SELECT to_regclass('t')");

  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL);
  g_assert_cmpstr (error->message, ==, "22012 division by zero");
  g_assert_null (result);
  g_assert_null (table);
}

static void
test_error_fields (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(RetortServerError) fields = NULL;
  g_autoptr(RetortServerError) position = NULL;
  g_autoptr(GError) error = NULL;

  retort_test_execute (
      session, "CREATE TABLE t (a int CONSTRAINT only_once UNIQUE); INSERT INTO t VALUES (1)");
  g_assert_null (retort_session_execute (session, "INSERT INTO t VALUES (1)", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL);
  fields = retort_session_dup_last_error (session);
  g_assert_cmpstr (fields->sqlstate, ==, "23505");
  g_assert_cmpstr (fields->message, ==,
                   "duplicate key value violates unique constraint \"only_once\"");
  g_assert_cmpstr (fields->detail, ==, "Key (a)=(1) already exists.");
  g_assert_cmpstr (fields->table, ==, "t");
  g_assert_cmpstr (fields->constraint, ==, "only_once");
  g_clear_error (&error);

  g_assert_null (retort_session_execute (session, "SELECT 'ä', nonsense", NULL, &error));
  position = retort_session_dup_last_error (session);
  g_assert_cmpstr (position->sqlstate, ==, "42703");
  g_assert_cmpuint (position->position, ==, 13);
  retort_test_execute (session, "SELECT 1");
  g_assert_null (retort_session_dup_last_error (session));
}

static void
test_transaction_states (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_IDLE);
  retort_test_execute (session, "BEGIN");
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_OPEN);
  g_assert_null (retort_session_execute (session, "SELECT 1/0", NULL, &error));
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_FAILED);
  retort_test_execute (session, "ROLLBACK");
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_IDLE);
  retort_session_close (session);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_LOST);
  g_clear_error (&error);
  g_assert_null (retort_session_execute (session, "SELECT 1", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
}

static void
test_empty_text (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) result = retort_session_execute (session, "-- nothing", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (retort_result_get_n_rows (result), ==, 0);
  g_assert_cmpint (retort_result_get_n_affected (result), ==, -1);
}

static void
test_big_text_and_result (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GString) sql = g_string_new ("CREATE TABLE t (a text);");
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) result = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append (sql, "INSERT INTO t VALUES (repeat('x', 100)) RETURNING a;");
  g_string_append (sql, "SELECT repeat('y', 1000) FROM generate_series(1, 50000)");
  result = retort_session_execute (session, sql->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (retort_result_get_n_rows (result), ==, 50000);
  g_assert_cmpuint (strlen (retort_result_get_value (result, 49999, 0)), ==, 1000);
}

static void
test_cancel_in_the_middle (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Interruption interruption = { retort_session_get_backend_pid (session), cancellable, NULL };
  GThread *thread = g_thread_new ("interrupt", interrupt_worker, &interruption);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_session_execute (session, "SELECT pg_sleep(300)", cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_IDLE);
  retort_test_execute (session, "SELECT 1"); /* the cancel does not reach the next statement */
}

static void
test_cancel_before_sending (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *table = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (retort_session_execute (session, "CREATE TABLE t ()", cancellable, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  table = retort_test_query_value (session, "SELECT to_regclass('t')");
  g_assert_null (table);
}

/* A server that somebody else tells to cancel is no cancel of ours. */
static void
test_cancelled_by_another (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  Interruption interruption
      = { retort_session_get_backend_pid (session), NULL, "SELECT pg_cancel_backend($1)" };
  GThread *thread = g_thread_new ("interrupt", interrupt_worker, &interruption);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_session_execute (session, "SELECT pg_sleep(300)", NULL, &error));
  g_thread_join (thread);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_STATEMENT_TIMEOUT);
}

static void
test_terminated_backend (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  Interruption interruption
      = { retort_session_get_backend_pid (session), NULL, "SELECT pg_terminate_backend($1)" };
  GThread *thread = NULL;
  g_autoptr(RetortServerError) fields = NULL;
  g_autoptr(GError) error = NULL;

  retort_test_execute (session, "BEGIN");
  thread = g_thread_new ("interrupt", interrupt_worker, &interruption);
  g_assert_null (retort_session_execute (session, "SELECT pg_sleep(300)", NULL, &error));
  g_thread_join (thread);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_LOST);
  fields = retort_session_dup_last_error (session);
  g_assert_cmpstr (fields->sqlstate, ==, "57P01");
  g_clear_error (&error);
  g_assert_null (retort_session_execute (session, "SELECT 1", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
}

static RetortSession *
open_with (const char *database, const RetortSessionOptions *options)
{
  g_autoptr(RetortProfile) profile = retort_test_server_dup_profile (database);
  g_autoptr(GError) error = NULL;
  RetortSession *session = retort_session_open (profile, options, NULL, &error);

  g_assert_no_error (error);
  return session;
}

static void
test_lock_timeout (void)
{
  g_autofree char *database = retort_test_server_create_database (g_test_get_path ());
  RetortSessionOptions options = { .lock_timeout_ms = 50 };
  g_autoptr(RetortSession) holder = retort_test_server_open (database);
  g_autoptr(RetortSession) session = open_with (database, &options);
  g_autoptr(GError) error = NULL;

  retort_test_execute (holder, "CREATE TABLE t ()");
  retort_test_execute (holder, "BEGIN; LOCK TABLE t");
  g_assert_null (retort_session_execute (session, "SELECT FROM t", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_LOCK_TIMEOUT);
}

static void
test_statement_timeout (void)
{
  RetortSessionOptions options = { .statement_timeout_ms = 50 };
  g_autoptr(RetortSession) session = open_with ("postgres", &options);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_session_execute (session, "SELECT pg_sleep(300)", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_STATEMENT_TIMEOUT);
}

static void
test_read_only (void)
{
  g_autofree char *database = retort_test_server_create_database (g_test_get_path ());
  RetortSessionOptions options = { .is_read_only = TRUE };
  g_autoptr(RetortSession) session = open_with (database, &options);
  g_autoptr(GError) error = NULL;

  retort_test_execute (session, "RESET ALL");
  g_assert_null (retort_session_execute (session, "CREATE TABLE t ()", NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL);
  g_assert_true (g_str_has_prefix (error->message, "25006 "));
}

static void
test_settings (void)
{
  g_autofree char *database = retort_test_server_create_database (g_test_get_path ());
  RetortProfileFields fields = { .name = "settings",
                                 .database = database,
                                 .user = "postgres",
                                 .search_path = "\"odd \\ name\", public" };
  RetortSessionOptions options = { .application_name = "retort test" };
  g_autoptr(RetortProfile) profile = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *search_path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *encoding = NULL;
  g_autoptr(GError) error = NULL;

  fields.host = retort_test_server_get_socket_folder ();
  profile = retort_profile_new (&fields);
  session = retort_session_open (profile, &options, NULL, &error);
  g_assert_no_error (error);
  search_path = retort_test_query_value (session, "SHOW search_path");
  name = retort_test_query_value (session, "SHOW application_name");
  encoding = retort_test_query_value (session, "SHOW client_encoding");
  g_assert_cmpstr (search_path, ==, "\"odd \\ name\", public");
  g_assert_cmpstr (name, ==, "retort test");
  g_assert_cmpstr (encoding, ==, "UTF8");
  g_assert_cmpint (retort_session_get_server_version (session), >=, 130000);
}

/* A connection string may bring options of its own: ours come beside them. */
static void
test_url_with_options (void)
{
  g_autofree char *url = retort_test_server_dup_url ("postgres");
  g_autofree char *with_options = g_strconcat (url, "&options=-c%20work_mem%3D7MB", NULL);
  RetortProfileFields fields = { .name = "url", .url = with_options };
  RetortSessionOptions options = { .lock_timeout_ms = 1234 };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSession) session = retort_session_open (profile, &options, NULL, &error);
  g_autofree char *work_mem = NULL;
  g_autofree char *lock_timeout = NULL;

  g_assert_no_error (error);
  work_mem = retort_test_query_value (session, "SHOW work_mem");
  lock_timeout = retort_test_query_value (session, "SHOW lock_timeout");
  g_assert_cmpstr (work_mem, ==, "7MB");
  g_assert_cmpstr (lock_timeout, ==, "1234ms");
}

static void
test_url_that_cannot_be_read (void)
{
  RetortProfileFields fields = { .name = "url", .url = "postgresql://me:hush@[::1/db" };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_session_open (profile, NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_PROFILE);
  g_assert_null (strstr (error->message, "hush"));
}

/* A service brings its own place; settings are then made after connecting. */
static void
test_service (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "retort-test-service.conf", NULL);
  g_autofree char *text = g_strdup_printf (
      "[here]\nhost=%s\nuser=postgres\ndbname=postgres\noptions=-c work_mem=5MB\n",
      retort_test_server_get_socket_folder ());
  RetortProfileFields fields = { .name = "service", .service = "here" };
  RetortSessionOptions options = { .is_read_only = TRUE };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  g_autoptr(RetortSession) session = NULL;
  g_autofree char *read_only = NULL;
  g_autofree char *work_mem = NULL;
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_setenv ("PGSERVICEFILE", path, TRUE);
  session = retort_session_open (profile, &options, NULL, &error);
  g_unsetenv ("PGSERVICEFILE");
  unlink (path);
  g_assert_no_error (error);
  read_only = retort_test_query_value (session, "SHOW default_transaction_read_only");
  work_mem = retort_test_query_value (session, "SHOW work_mem");
  g_assert_cmpstr (read_only, ==, "on");
  g_assert_cmpstr (work_mem, ==, "5MB");
}

static void
test_copy_from_stdin (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GError) error = NULL;

  retort_test_execute (session, "CREATE TABLE t (a int)");
  g_assert_null (retort_session_execute (session, "COPY t FROM STDIN; INSERT INTO t VALUES (1)",
                                         NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (retort_session_query (session, "COPY t FROM STDIN", NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_REFUSED);
  g_assert_cmpint (retort_session_get_transaction (session), ==, RETORT_TRANSACTION_IDLE);
  retort_test_execute (session, "SELECT 1");
}

static void
test_copy_to_stdout (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autofree char *last = retort_test_query_value (
      session, "COPY (SELECT generate_series(1, 300000)) TO STDOUT; SELECT 'next'");

  g_assert_cmpstr (last, ==, "next");
}

static void
collect_notice_cb (const char *severity, const char *message, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup_printf ("%s %s", severity, message));
}

static void
test_notices (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autoptr(GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);

  retort_session_set_notice_func (session, collect_notice_cb, notices);
  retort_test_execute (session,
                       "DROP TABLE IF EXISTS t; DO $$ BEGIN RAISE WARNING 'careful'; END $$");
  g_assert_cmpuint (notices->len, ==, 2);
  g_assert_cmpstr (notices->pdata[0], ==, "NOTICE table \"t\" does not exist, skipping");
  g_assert_cmpstr (notices->pdata[1], ==, "WARNING careful");
  retort_session_set_notice_func (session, NULL, NULL);
  retort_test_execute (session, "DROP TABLE IF EXISTS t");
  g_assert_cmpuint (notices->len, ==, 2);
}

static void
test_server_encodings (void)
{
  static const char *const encodings[] = { "LATIN1", "SQL_ASCII" };

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *options
          = g_strdup_printf ("ENCODING '%s' LOCALE 'C' TEMPLATE template0", encodings[i]);
      g_autofree char *database = retort_test_server_create_database_with (encodings[i], options);
      g_autoptr(RetortSession) session = retort_test_server_open (database);
      g_autofree char *value = NULL;

      retort_test_execute (session, "CREATE TABLE t (a text); INSERT INTO t VALUES ('ä')");
      value = retort_test_query_value (session, "SELECT a FROM t");
      g_assert_cmpstr (value, ==, "ä");
    }
}

/* SQL_ASCII converts nothing: a lone byte of Latin 1 comes as it is. */
static void
test_bytes_that_are_no_text (void)
{
  g_autofree char *database = retort_test_server_create_database_with (
      g_test_get_path (), "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autofree char *value = retort_test_query_value (session, "SELECT E'b\\344r'");

  g_assert_cmpstr (value, ==, "b\357\277\275r");
}

static void
test_wrong_password (void)
{
  RetortProfileFields fields = { .name = "wrong", .database = "postgres", .user = "secretive" };
  RetortSessionOptions options = { .password = "not-it" };
  g_autoptr(RetortSession) admin = retort_test_server_open ("postgres");
  g_autoptr(RetortProfile) profile = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(GError) error = NULL;

  retort_test_execute (admin, "CREATE ROLE secretive LOGIN PASSWORD 'hush'");
  fields.host = retort_test_server_get_socket_folder ();
  profile = retort_profile_new (&fields);
  g_assert_null (retort_session_open (profile, &options, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_AUTHENTICATION);
  g_assert_nonnull (strstr (error->message, "28P01 "));
  g_assert_null (strstr (error->message, "not-it"));
  g_assert_null (strstr (error->message, "auth.c"));
  g_clear_error (&error);
  g_assert_null (retort_session_open (profile, NULL, NULL, &error)); /* none at all */
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_AUTHENTICATION);
  g_clear_error (&error);
  options.password = "hush";
  session = retort_session_open (profile, &options, NULL, &error);
  g_assert_no_error (error);
}

static void
test_no_such_database (void)
{
  g_autoptr(RetortProfile) profile = retort_test_server_dup_profile ("not there");
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_session_open (profile, NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_NO_DATABASE);
  g_assert_true (g_str_has_suffix (error->message, "database \"not there\" does not exist"));
}

static void
test_server_away (void)
{
  RetortProfileFields fields = { .name = "away", .host = "/nonexistent", .database = "postgres" };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_session_open (profile, NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
}

/* A server that takes connections and says nothing: a socket that nobody accepts on. */
static int
listen_silently (const char *folder)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_snprintf (address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5432", folder);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 5), ==, 0);
  return fd;
}

typedef struct
{
  int fd;
  GCancellable *cancellable;
} SilentServer;

/* Cancels once the session has sent its start-up packet, which is never answered. */
static gpointer
take_and_cancel_worker (gpointer data)
{
  SilentServer *self = data;
  char packet[64];
  int fd = accept (self->fd, NULL, NULL);

  g_assert_cmpint (read (fd, packet, sizeof packet), >, 0);
  g_cancellable_cancel (self->cancellable);
  close (fd);
  return NULL;
}

static void
test_silent_server (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("retort-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, ".s.PGSQL.5432", NULL);
  RetortProfileFields fields = { .name = "silent", .host = folder, .connect_timeout_s = 1 };
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  int fd = listen_silently (folder);

  g_assert_null (retort_session_open (profile, NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION);
  g_assert_true (g_str_has_suffix (error->message, "no answer within 1 s"));
  close (fd);
  unlink (path);
  rmdir (folder);
}

static void
test_cancel_while_connecting (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("retort-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, ".s.PGSQL.5432", NULL);
  RetortProfileFields fields = { .name = "silent", .host = folder, .connect_timeout_s = 300 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(RetortProfile) profile = retort_profile_new (&fields);
  SilentServer server = { listen_silently (folder), cancellable };
  GThread *thread = g_thread_new ("silent", take_and_cancel_worker, &server);

  g_assert_null (retort_session_open (profile, NULL, cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  close (server.fd);
  unlink (path);
  rmdir (folder);
}

/* Calls from several threads are taken one after the other. */
static gpointer
count_worker (gpointer data)
{
  for (guint i = 0; i < 50; i++)
    retort_test_execute (data, "UPDATE t SET a = a + 1");
  return NULL;
}

static void
test_several_threads (void)
{
  g_autoptr(RetortSession) session = open_own_database ();
  g_autofree char *value = NULL;
  GThread *threads[4];

  retort_test_execute (session, "CREATE TABLE t (a int); INSERT INTO t VALUES (0)");
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("count", count_worker, session);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  value = retort_test_query_value (session, "SELECT a FROM t");
  g_assert_cmpstr (value, ==, "200");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/rows-and-nulls", test_rows_and_nulls);
  g_test_add_func ("/session/several-statements", test_several_statements);
  g_test_add_func ("/session/batch-fails-whole", test_batch_fails_whole);
  g_test_add_func ("/session/error-fields", test_error_fields);
  g_test_add_func ("/session/transaction-states", test_transaction_states);
  g_test_add_func ("/session/empty-text", test_empty_text);
  g_test_add_func ("/session/big-text-and-result", test_big_text_and_result);
  g_test_add_func ("/session/cancel-in-the-middle", test_cancel_in_the_middle);
  g_test_add_func ("/session/cancel-before-sending", test_cancel_before_sending);
  g_test_add_func ("/session/cancelled-by-another", test_cancelled_by_another);
  g_test_add_func ("/session/terminated-backend", test_terminated_backend);
  g_test_add_func ("/session/lock-timeout", test_lock_timeout);
  g_test_add_func ("/session/statement-timeout", test_statement_timeout);
  g_test_add_func ("/session/read-only", test_read_only);
  g_test_add_func ("/session/settings", test_settings);
  g_test_add_func ("/session/url-with-options", test_url_with_options);
  g_test_add_func ("/session/url-that-cannot-be-read", test_url_that_cannot_be_read);
  g_test_add_func ("/session/service", test_service);
  g_test_add_func ("/session/copy-from-stdin", test_copy_from_stdin);
  g_test_add_func ("/session/copy-to-stdout", test_copy_to_stdout);
  g_test_add_func ("/session/notices", test_notices);
  g_test_add_func ("/session/server-encodings", test_server_encodings);
  g_test_add_func ("/session/bytes-that-are-no-text", test_bytes_that_are_no_text);
  g_test_add_func ("/session/wrong-password", test_wrong_password);
  g_test_add_func ("/session/no-such-database", test_no_such_database);
  g_test_add_func ("/session/server-away", test_server_away);
  g_test_add_func ("/session/silent-server", test_silent_server);
  g_test_add_func ("/session/cancel-while-connecting", test_cancel_while_connecting);
  g_test_add_func ("/session/several-threads", test_several_threads);
  return g_test_run ();
}
