/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens databases. The session that a target keeps is for reading and is read-only by itself, on
 * every environment: looking is safe. A run connects a session of its own. */
#include "engine/target.h"

#include "database/catalog/catalog.h"
#include "database/profiles/profile-store.h"
#include "database/server/server.h"
#include "database/tunnel/tunnel.h"

#include <string.h>

struct _RetortTarget
{
  gatomicrefcount refs;

  RetortProfile  *profile;    /* what the user chose */
  RetortProfile  *connection; /* how to reach it: the profile, or the private server's */
  RetortServer   *server;     /* nullable: held up for a private database */
  char           *password;   /* nullable; never printed, never stored */
  char           *keyring;    /* nullable: why the keyring gave none */
  char           *database;   /* as the server says it */

  GMutex          tunnel_lock; /* guards tunnel; may be taken under lock */
  RetortTunnel   *tunnel;     /* nullable: the profile names no ssh host, or it is not open yet */
  GMutex          lock;       /* guards session */
  RetortSession  *session;    /* nullable: not connected yet, or lost */
};

static RetortTarget *
target_new (RetortProfile *profile)
{
  RetortTarget *self = g_new0 (RetortTarget, 1);

  g_atomic_ref_count_init (&self->refs);
  self->profile = retort_profile_ref (profile);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->tunnel_lock);
  return self;
}

static void
wipe (char *password)
{
  explicit_bzero (password, strlen (password));
  g_free (password);
}

/* The private server, and how to reach @database on it. */
static gboolean
use_private_server (RetortTarget *self, const char *database, GCancellable *cancellable, GError **error)
{
  self->server = retort_server_acquire (NULL, cancellable, error);
  if (self->server == NULL || !retort_server_ensure_database (self->server, database, cancellable, error))
    return FALSE;

  self->connection = retort_server_dup_profile (self->server, database);
  return TRUE;
}

static gboolean
use_profile (RetortTarget *self, const char *password, GCancellable *cancellable, GError **error)
{
  self->connection = retort_profile_ref (self->profile);
  self->password = g_strdup (password);

  if (password == NULL && retort_profile_get (self->profile)->password_source == RETORT_PASSWORD_KEYRING)
    {
      g_autoptr(GError) keyring_error = NULL;

      self->password = retort_secret_lookup (self->profile, cancellable, &keyring_error);
      /* Without a keyring libpq still looks into .pgpass; the server says whether that was enough. */
      if (keyring_error != NULL)
        self->keyring = g_strdup (keyring_error->message);
      else if (self->password == NULL)
        self->keyring = g_strdup ("the keyring holds none for this profile");
    }
  return TRUE;
}

/* A server that wants a password is told together with the keyring that gave none. */
static GError *
add_keyring (RetortTarget *self, GError *error)
{
  g_autofree char *message = NULL;

  if (self->keyring == NULL || retort_connect_failure_of (error) != RETORT_CONNECT_FAILURE_PASSWORD_MISSING)
    return error;
  message = g_strdup_printf ("%s; %s", error->message, self->keyring);
  g_error_free (error);
  return g_error_new_literal (RETORT_DB_ERROR, RETORT_DB_ERROR_AUTHENTICATION, message);
}

static gboolean
read_database (RetortTarget *self, RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortResult) result = retort_session_execute (session, "SELECT pg_catalog.current_database()", cancellable,
                                                           error);

  if (result == NULL)
    return FALSE;
  self->database = g_strdup (retort_result_get_value (result, 0, 0));
  return TRUE;
}

/**
 * retort_target_open:
 * @profile: how to reach it
 * @password: (nullable): asked for by the caller; %NULL leaves it to the keyring or libpq
 * @cancellable: (nullable): stops connecting
 * @error: a RetortDbError
 *
 * Connects to the database of @profile; a database of the private server is created on first use.
 * Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the target
 */
RetortTarget *
retort_target_open (RetortProfile *profile, const char *password, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortTarget) self = NULL;
  g_autoptr(RetortSession) session = NULL;
  const RetortProfileFields *fields = NULL;
  GError *refusal = NULL;
  gboolean is_ready = FALSE;

  g_return_val_if_fail (profile != NULL, NULL);

  self = target_new (profile);
  fields = retort_profile_get (profile);
  is_ready = fields->is_private ? use_private_server (self, fields->database, cancellable, error)
                                : use_profile (self, password, cancellable, error);
  if (!is_ready)
    return NULL;

  session = retort_target_dup_session (self, cancellable, &refusal);
  if (session == NULL)
    {
      g_propagate_error (error, add_keyring (self, refusal));
      return NULL;
    }
  return read_database (self, session, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * retort_target_open_private:
 * @database: its name on the private server
 * @cancellable: (nullable): stops starting and connecting
 * @error: a RetortDbError
 *
 * Opens a database of the private server; both are made when they are missing. Blocks: worker
 * threads only.
 *
 * Returns: (transfer full) (nullable): the target
 */
RetortTarget *
retort_target_open_private (const char *database, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortProfile) profile = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  profile = retort_profile_new_private (database, database);
  return retort_target_open (profile, NULL, cancellable, error);
}

static RetortProfile *
profile_beside (RetortProfile *profile, const char *database)
{
  RetortProfileFields fields = *retort_profile_get (profile);

  fields.database = database;
  return retort_profile_new (&fields);
}

/**
 * retort_target_open_beside:
 * @self: a target
 * @database: the name of another database of its server
 * @cancellable: (nullable): stops connecting
 * @error: a RetortDbError
 *
 * Connects to it as @self is connected. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the other target
 */
RetortTarget *
retort_target_open_beside (RetortTarget *self, const char *database, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortProfile) profile = NULL;
  g_autoptr(RetortTarget) beside = NULL;
  g_autoptr(RetortSession) session = NULL;

  g_return_val_if_fail (self != NULL && database != NULL, NULL);

  profile = profile_beside (self->profile, database);
  beside = target_new (profile);
  beside->connection = profile_beside (self->connection, database);
  beside->server = self->server != NULL ? retort_server_ref (self->server) : NULL;
  beside->password = g_strdup (self->password);
  session = retort_target_dup_session (beside, cancellable, error);
  return session != NULL && read_database (beside, session, cancellable, error) ? g_steal_pointer (&beside) : NULL;
}

/**
 * retort_target_ref:
 * @self: a target
 *
 * Returns: (transfer full): @self with one more reference
 */
RetortTarget *
retort_target_ref (RetortTarget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * retort_target_unref:
 * @self: (transfer full): a target
 *
 * Drops a reference; the last one closes the session and lets the private server go. Blocks then.
 */
void
retort_target_unref (RetortTarget *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->session, retort_session_unref);
  g_clear_pointer (&self->tunnel, retort_tunnel_unref);
  g_clear_pointer (&self->server, retort_server_release);
  g_clear_pointer (&self->connection, retort_profile_unref);
  g_clear_pointer (&self->profile, retort_profile_unref);
  g_clear_pointer (&self->password, wipe);
  g_free (self->keyring);
  g_free (self->database);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->tunnel_lock);
  g_free (self);
}

/**
 * retort_target_get_profile:
 * @self: a target
 *
 * Returns: (transfer none): what the user chose
 */
RetortProfile *
retort_target_get_profile (const RetortTarget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->profile;
}

/**
 * retort_target_get_connection:
 * @self: a target
 *
 * Returns: (transfer none): how it is reached
 */
RetortProfile *
retort_target_get_connection (const RetortTarget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->connection != NULL ? self->connection : self->profile;
}

/**
 * retort_target_dup_given_password:
 * @self: a target
 *
 * Returns: (transfer full) (nullable): its password, for the environment of a command; %NULL unless the profile allows that
 */
char *
retort_target_dup_given_password (const RetortTarget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return retort_profile_get (self->profile)->gives_password ? g_strdup (self->password) : NULL;
}

/**
 * retort_target_get_database:
 * @self: a target
 *
 * Returns: (transfer none): the database's name as the server says it
 */
const char *
retort_target_get_database (const RetortTarget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->database;
}

/* The way through ssh; a lost one is replaced. @is_new says whether this call opened it. */
static RetortTunnel *
dup_tunnel (RetortTarget *self, gboolean *is_new, GCancellable *cancellable, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->tunnel_lock);

  if (self->tunnel != NULL && !retort_tunnel_is_open (self->tunnel))
    g_clear_pointer (&self->tunnel, retort_tunnel_unref);
  *is_new = self->tunnel == NULL;
  if (*is_new)
    self->tunnel = retort_tunnel_open (self->profile, cancellable, error);
  return self->tunnel != NULL ? retort_tunnel_ref (self->tunnel) : NULL;
}

/* libpq only sees that its end was closed; ssh knows why. */
static GError *
find_cause (RetortTarget *self, RetortTunnel *tunnel, GError *error)
{
  g_autofree char *target = retort_profile_to_display_string (self->profile);
  g_autofree char *words = retort_tunnel_dup_words (tunnel);

  if (*words == '\0' || !g_error_matches (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION))
    return error;
  g_error_free (error);
  return g_error_new (RETORT_DB_ERROR, RETORT_DB_ERROR_TUNNEL, "cannot connect to '%s': ssh said: %s", target, words);
}

/* @is_lost: ssh, which had been there before, ended meanwhile, so that another one may lead there. */
static RetortSession *
try_through_ssh (RetortTarget *self, RetortSessionOptions *options, gboolean *is_lost, GCancellable *cancellable, GError **error)
{
  gboolean is_new = FALSE;
  g_autoptr(RetortTunnel) tunnel = dup_tunnel (self, &is_new, cancellable, error);
  GError *own_error = NULL;
  RetortSession *session = NULL;

  *is_lost = FALSE;
  if (tunnel == NULL)
    return NULL;
  options->address = retort_tunnel_get_address (tunnel);
  options->address_port = retort_tunnel_get_port (tunnel);
  session = retort_session_open (self->connection, options, cancellable, &own_error);
  if (session != NULL)
    return session;
  *is_lost = !is_new && g_error_matches (own_error, RETORT_DB_ERROR, RETORT_DB_ERROR_CONNECTION) && retort_tunnel_has_ended (tunnel);
  g_propagate_error (error, find_cause (self, tunnel, own_error));
  return NULL;
}

/* Once more when ssh turns out to have died before. */
static RetortSession *
connect_through_ssh (RetortTarget *self, RetortSessionOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) first_error = NULL;
  gboolean is_lost = FALSE;
  RetortSession *session = try_through_ssh (self, options, &is_lost, cancellable, &first_error);

  if (session == NULL && is_lost)
    return try_through_ssh (self, options, &is_lost, cancellable, error);
  if (session == NULL)
    g_propagate_error (error, g_steal_pointer (&first_error));
  return session;
}

static gboolean
is_production (const RetortTarget *self)
{
  return retort_profile_get (self->profile)->environment == RETORT_ENVIRONMENT_PRODUCTION;
}

/**
 * retort_target_connect:
 * @self: a target
 * @options: how the session behaves; its password is filled in here
 * @cancellable: (nullable): stops connecting
 * @error: a RetortDbError
 *
 * Opens another session to the same database. On production it is read-only in the connection itself unless
 * @options says that it was unlocked; that holds for this session alone. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the session
 */
RetortSession *
retort_target_connect (RetortTarget *self, const RetortSessionOptions *options, GCancellable *cancellable,
                       GError **error)
{
  RetortSessionOptions with_password;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  with_password = *options;
  with_password.password = self->password;
  if (is_production (self) && !options->is_unlocked)
    with_password.is_read_only = TRUE;
  if (retort_profile_get (self->connection)->ssh_host != NULL)
    return connect_through_ssh (self, &with_password, cancellable, error);
  return retort_session_open (self->connection, &with_password, cancellable, error);
}

/**
 * retort_target_dup_session:
 * @self: a target
 * @cancellable: (nullable): stops connecting
 * @error: a RetortDbError
 *
 * The session for reading: read-only in the connection itself. A lost one is replaced. Blocks:
 * worker threads only.
 *
 * Returns: (transfer full) (nullable): the session
 */
RetortSession *
retort_target_dup_session (RetortTarget *self, GCancellable *cancellable, GError **error)
{
  RetortSessionOptions options = { 0 };
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->lock);
  if (self->session != NULL && retort_session_get_transaction (self->session) == RETORT_TRANSACTION_LOST)
    g_clear_pointer (&self->session, retort_session_unref);
  if (self->session == NULL)
    {
      options.is_read_only = TRUE;
      self->session = retort_target_connect (self, &options, cancellable, error);
    }
  return self->session != NULL ? retort_session_ref (self->session) : NULL;
}

/**
 * retort_target_close_session:
 * @self: a target
 *
 * Closes the session for reading, before somebody else ends it: the next who reads connects again. Blocks: worker threads only.
 */
void
retort_target_close_session (RetortTarget *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL);

  locker = g_mutex_locker_new (&self->lock);
  if (self->session != NULL)
    retort_session_close (self->session);
  g_clear_pointer (&self->session, retort_session_unref);
}

/**
 * retort_target_dup_place:
 * @self: a target
 * @place: (out) (transfer full): a connection string for PostgreSQL's programs, without the password
 * @password: (out) (transfer full) (nullable): for their environment, to be wiped; %NULL leaves it to libpq
 * @cancellable: (nullable): stops opening the way through ssh
 * @error: a RetortDbError
 *
 * The way through ssh stays open as long as the target lives. Blocks: worker threads only.
 *
 * Returns: %FALSE with @error set when there is no way there
 */
gboolean
retort_target_dup_place (RetortTarget *self, char **place, char **password, GCancellable *cancellable, GError **error)
{
  RetortSessionOptions options = { 0 };
  g_autoptr(RetortTunnel) tunnel = NULL;
  gboolean is_new = FALSE;

  g_return_val_if_fail (self != NULL && place != NULL && password != NULL, FALSE);

  if (retort_profile_get (self->connection)->ssh_host != NULL)
    {
      tunnel = dup_tunnel (self, &is_new, cancellable, error);
      if (tunnel == NULL)
        return FALSE;
      options.address = retort_tunnel_get_address (tunnel);
      options.address_port = retort_tunnel_get_port (tunnel);
    }
  options.password = self->password;
  return retort_session_dup_place (self->connection, &options, place, password, error);
}

/**
 * retort_target_read_state:
 * @self: a target
 * @workspace: whose version table is meant
 * @cancellable: (nullable): stops the queries
 * @error: a RetortDbError
 *
 * Reads the version table and the facts of the server. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the state
 */
RetortTargetState *
retort_target_read_state (RetortTarget *self, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSession) session = retort_target_dup_session (self, cancellable, error);

  return session != NULL ? retort_target_state_read (session, workspace, cancellable, error) : NULL;
}

/**
 * retort_target_read_schema:
 * @self: a target
 * @cancellable: (nullable): stops the queries
 * @error: a RetortDbError
 *
 * Reads what the database holds. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the schema
 */
RetortSchema *
retort_target_read_schema (RetortTarget *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSession) session = retort_target_dup_session (self, cancellable, error);

  return session != NULL ? retort_catalog_read (session, cancellable, error) : NULL;
}
