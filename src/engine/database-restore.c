/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing is lost: the file is read into a new database beside the old one, which goes on being used meanwhile. When all of it
 * is there and its version rows are those of the snapshot, the two change their names in one transaction:
 *
 *   orders_restoring_4711 → orders,  orders → orders_before_20261121_201500
 *
 * The old one stays under that name: whoever restores decides when it goes. What ends before (a cancel, a full disk, a
 * statement that is refused) drops the new database; a note in the snapshots' folder names it while it is being filled, so that
 * that of a process that was killed is dropped by the next. */
#include "engine/database-snapshot-private.h"

#include "database/catalog/catalog.h"
#include "database/server/archive.h"
#include "engine/run-private.h"
#include "sql/quote.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NOTE_PREFIX "restoring-"
#define MAX_STEM 40 /* bytes of the old name in a new one: names have 63 */
#define SWAP_TRIES 3

/* $1: the old name; $2: the new one. Server: 13 and later; one row: the statement that makes its like. */
#define CREATE_SQL \
  "SELECT format('CREATE DATABASE %I TEMPLATE template0 OWNER %I ENCODING %L LC_COLLATE %L LC_CTYPE %L'," \
  " $2::text, r.rolname, pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)" \
  " || CASE j ->> 'datlocprovider'" \
  "      WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(j ->> 'datlocale', j ->> 'daticulocale'))" \
  "      WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', j ->> 'datlocale')" \
  "      ELSE '' END" \
  " || coalesce(' ICU_RULES ' || quote_literal(nullif(j ->> 'daticurules', '')), '')" \
  " || format(' TABLESPACE %I CONNECTION LIMIT %s', t.spcname, d.datconnlimit)" \
  "  FROM pg_catalog.pg_database d CROSS JOIN LATERAL to_jsonb(d) j" \
  "  JOIN pg_catalog.pg_roles r ON r.oid = d.datdba JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace" \
  " WHERE d.datname = $1::text"

/* $1, $2 as above; rows: statements that give the new one what belongs to a database and is in no dump of it: its comment, the
 * privileges on it, the settings of its sessions. A setting is made by way of the session, which reads lists as they were written. */
#define PROPERTIES_SQL \
  "WITH d AS (SELECT * FROM pg_catalog.pg_database WHERE datname = $1::text)" \
  " SELECT 1, format('COMMENT ON DATABASE %I IS %L', $2::text, c) FROM (SELECT pg_catalog.shobj_description(oid, 'pg_database') c FROM d) x WHERE c IS NOT NULL" \
  " UNION ALL SELECT 2, format('REVOKE ALL ON DATABASE %I FROM PUBLIC', $2::text) FROM d WHERE datacl IS NOT NULL" \
  " UNION ALL SELECT 3, format('GRANT %s ON DATABASE %I TO %s%s', a.privilege_type, $2::text," \
  "   CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)" \
  "   FROM d CROSS JOIN LATERAL aclexplode(d.datacl) a" \
  " UNION ALL SELECT 4, format('SELECT pg_catalog.set_config(%L, %L, true); ALTER %s SET %s FROM CURRENT'," \
  "   split_part(s.line, '=', 1), substr(s.line, strpos(s.line, '=') + 1)," \
  "   CASE x.setrole WHEN 0 THEN format('DATABASE %I', $2::text) ELSE format('ROLE %s IN DATABASE %I', x.setrole::regrole, $2::text) END," \
  "   split_part(s.line, '=', 1))" \
  "   FROM d JOIN pg_catalog.pg_db_role_setting x ON x.setdatabase = d.oid CROSS JOIN LATERAL unnest(x.setconfig) s(line)" \
  " ORDER BY 1"

#define TERMINATE_SQL \
  "SELECT count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity" \
  " WHERE datname = %s AND pid <> pg_catalog.pg_backend_pid()"

typedef struct
{
  RetortDatabaseSnapshot *snapshot;
  RetortTarget           *target;
  RetortWorkspace        *workspace;
  GCancellable           *cancellable; /* nullable */
  RetortTarget           *elsewhere;   /* another database of the server: from there databases are made and renamed */
  RetortSession          *session;     /* there; may write */
  const char             *old_name;
  char                   *new_name;
  char                   *kept_name;
  char                   *note;        /* (type filename) */
  guint                   server_major;
} Restoring;

static void
restoring_clear (Restoring *self)
{
  if (self->session != NULL)
    retort_session_close (self->session);
  g_clear_pointer (&self->session, retort_session_unref);
  g_clear_pointer (&self->elsewhere, retort_target_unref);
  g_free (self->new_name);
  g_free (self->kept_name);
  g_free (self->note);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Restoring, restoring_clear)

/* Every cluster has template1, and nearly every one has postgres, where nobody is disturbed. */
static RetortTarget *
open_elsewhere (RetortTarget *target, GCancellable *cancellable, GError **error)
{
  static const char *const names[] = { "postgres", "template1" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) failure = NULL;
      RetortTarget *elsewhere = NULL;

      if (g_str_equal (names[i], retort_target_get_database (target)))
        continue;
      elsewhere = retort_target_open_beside (target, names[i], cancellable, &failure);
      if (elsewhere != NULL)
        return elsewhere;
      if (i + 1 == G_N_ELEMENTS (names))
        g_propagate_prefixed_error (error, g_steal_pointer (&failure), "databases are renamed from another one: ");
    }
  return NULL;
}

static gboolean
open_session (Restoring *self, GCancellable *cancellable, GError **error)
{
  RetortSessionOptions options = { .application_name = "retort restore" };

  if (self->session != NULL)
    retort_session_close (self->session);
  g_clear_pointer (&self->session, retort_session_unref);
  self->session = retort_target_connect (self->elsewhere, &options, cancellable, error);
  return self->session != NULL;
}

static gboolean
execute (Restoring *self, const char *sql, GError **error)
{
  g_autoptr(RetortResult) result = retort_session_execute (self->session, sql, self->cancellable, error);

  return result != NULL;
}

/* "orders_restoring_4711": a name is cut between two characters. */
static char *
dup_name_beside (const char *name, const char *suffix)
{
  g_autofree char *stem = g_strndup (name, MAX_STEM);
  g_autofree char *valid = NULL;
  const char *end = NULL;

  g_utf8_validate (stem, -1, &end);
  valid = g_strndup (stem, (gsize) (end - stem));
  return g_strconcat (valid, suffix, NULL);
}

static gboolean
has_database (Restoring *self, const char *name, gboolean *is_there, GError **error)
{
  const char *parameters[] = { name, NULL };
  g_autoptr(RetortResult) result = retort_session_query (self->session, "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1::text", parameters, NULL, error);

  if (result == NULL)
    return FALSE;
  *is_there = retort_result_get_n_rows (result) > 0;
  return TRUE;
}

/* Whoever cancels wants it gone as well: no cancellable. */
static gboolean
drop_database (Restoring *self, const char *name, GError **error)
{
  g_autofree char *quoted = retort_sql_quote_identifier (name);
  g_autofree char *sql = g_strdup_printf ("DROP DATABASE IF EXISTS %s WITH (FORCE)", quoted);
  g_autoptr(RetortResult) result = retort_session_execute (self->session, sql, NULL, error);

  return result != NULL;
}

/* --- What a killed process left --- */

static void
drop_noted (Restoring *self, const char *note)
{
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;

  if (!g_file_get_contents (note, &name, NULL, NULL) || !drop_database (self, name, &error))
    {
      g_info ("cannot drop what was left of a restore: %s", error != NULL ? error->message : note);
      return;
    }
  g_unlink (note);
}

/* (element-type filename): notes of processes that are gone. */
static GPtrArray *
list_abandoned (const char *folder)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_prefix (name, NOTE_PREFIX)
        && retort_snapshot_is_abandoned (g_ascii_strtoll (name + strlen (NOTE_PREFIX), NULL, 10)))
      g_ptr_array_add (notes, g_build_filename (folder, name, NULL));
  return notes;
}

static void
drop_abandoned (Restoring *self, const char *folder)
{
  g_autoptr(GPtrArray) notes = list_abandoned (folder);

  for (guint i = 0; i < notes->len; i++)
    drop_noted (self, g_ptr_array_index (notes, i));
}

/* --- The new database --- */

static gboolean
run_each (Restoring *self, const RetortResult *statements, GError **error)
{
  if (!execute (self, "BEGIN", error))
    return FALSE;
  for (guint i = 0; i < retort_result_get_n_rows (statements); i++)
    if (!execute (self, retort_result_get_value (statements, i, 1), error))
      return FALSE;
  return execute (self, "COMMIT", error);
}

static gboolean
give_properties (Restoring *self, GError **error)
{
  const char *parameters[] = { self->old_name, self->new_name, NULL };
  g_autoptr(RetortResult) statements = retort_session_query (self->session, PROPERTIES_SQL, parameters, self->cancellable, error);

  return statements != NULL && run_each (self, statements, error);
}

/* The note comes first; one of a database that somebody else made meanwhile is none of ours. */
static gboolean
create (Restoring *self, GError **error)
{
  const char *parameters[] = { self->old_name, self->new_name, NULL };
  g_autoptr(RetortResult) result = retort_session_query (self->session, CREATE_SQL, parameters, self->cancellable, error);
  g_autoptr(GError) failure = NULL;

  if (result == NULL || !g_file_set_contents_full (self->note, self->new_name, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  if (execute (self, retort_result_get_value (result, 0, 0), &failure))
    return TRUE;
  if (g_str_has_prefix (failure->message, "42P04 "))
    g_unlink (self->note);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
fill (Restoring *self, RetortSnapshotCount *count, GError **error)
{
  g_autoptr(RetortTarget) target = retort_target_open_beside (self->target, self->new_name, self->cancellable, error);
  g_autoptr(RetortTargetState) state = NULL;
  g_autofree char *place = NULL;
  g_autofree char *password = NULL;
  gboolean is_done = FALSE;

  if (target == NULL || !retort_target_dup_place (target, &place, &password, self->cancellable, error))
    return FALSE;
  is_done = retort_archive_read (place, password, self->server_major, self->snapshot->path, retort_snapshot_count_table, count,
                                 self->cancellable, error);
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  state = is_done ? retort_target_read_state (target, self->workspace, self->cancellable, error) : NULL;
  retort_target_close_session (target);
  if (state == NULL)
    return FALSE;
  if (g_strv_equal ((const char *const *) state->rows, (const char *const *) self->snapshot->rows))
    return TRUE;
  g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_CONTENT,
               "what came out of '%s' is not at the revision of the snapshot: the file is damaged", self->snapshot->path);
  return FALSE;
}

/* --- The names --- */

/* From here on nobody cancels: it takes a moment, and is in effect whole or not at all. */
static gboolean
try_swap (Restoring *self, GError **error)
{
  g_autofree char *literal = retort_sql_quote_literal (self->old_name);
  g_autofree char *old_name = retort_sql_quote_identifier (self->old_name);
  g_autofree char *new_name = retort_sql_quote_identifier (self->new_name);
  g_autofree char *kept_name = retort_sql_quote_identifier (self->kept_name);
  g_autofree char *terminate = g_strdup_printf (TERMINATE_SQL, literal);
  g_autofree char *sql = g_strdup_printf ("BEGIN; %s; ALTER DATABASE %s RENAME TO %s; ALTER DATABASE %s RENAME TO %s; COMMIT", terminate,
                                          old_name, kept_name, new_name, old_name);
  g_autoptr(RetortResult) result = retort_session_execute (self->session, sql, NULL, error);
  g_autoptr(RetortResult) undone = NULL;

  if (result == NULL && retort_session_get_transaction (self->session) != RETORT_TRANSACTION_LOST)
    undone = retort_session_execute (self->session, "ROLLBACK", NULL, NULL);
  return result != NULL;
}

/* The server was lost in the middle: the names say what became of it. */
static gboolean
find_out (Restoring *self, GError *failure, GError **error)
{
  gboolean is_kept = FALSE;

  if (!open_session (self, NULL, NULL) || !has_database (self, self->kept_name, &is_kept, NULL))
    {
      g_set_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_UNKNOWN,
                   "the server was lost while the databases changed their names (%s): when there is a database '%s', '%s' is the "
                   "restored one, else it is as it was",
                   failure->message, self->kept_name, self->old_name);
      g_error_free (failure);
      return FALSE;
    }
  if (is_kept)
    g_error_free (failure);
  else
    g_propagate_error (error, failure);
  return is_kept;
}

/* Somebody may connect again just before the name changes. */
static gboolean
swap (Restoring *self, GError **error)
{
  for (guint i = 0;; i++)
    {
      GError *failure = NULL;

      retort_target_close_session (self->target);
      if (try_swap (self, &failure))
        return TRUE;
      if (retort_session_get_transaction (self->session) == RETORT_TRANSACTION_LOST)
        return find_out (self, failure, error);
      if (!g_str_has_prefix (failure->message, "55006 ") || i + 1 == SWAP_TRIES)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      g_error_free (failure);
    }
}

/* --- All of it --- */

/* The old name, @what, and a number where that is taken. */
static char *
choose_name (Restoring *self, const char *what, GError **error)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *suffix = i == 1 ? g_strdup (what) : g_strdup_printf ("%s_%u", what, i);
      g_autofree char *name = dup_name_beside (self->old_name, suffix);
      gboolean is_taken = FALSE;

      if (!has_database (self, name, &is_taken, error))
        return NULL;
      if (!is_taken)
        return g_steal_pointer (&name);
    }
}

static gboolean
choose_names (Restoring *self, GError **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *clock = g_date_time_format (now, "_before_%Y%m%d_%H%M%S");
  g_autofree char *process = g_strdup_printf ("_restoring_%d", (int) getpid ());

  self->new_name = choose_name (self, process, error);
  self->kept_name = self->new_name != NULL ? choose_name (self, clock, error) : NULL;
  return self->kept_name != NULL;
}

static gboolean
prepare (Restoring *self, GError **error)
{
  g_autoptr(RetortSession) session = retort_target_dup_session (self->target, self->cancellable, error);
  g_autoptr(RetortTargetFacts) facts = session != NULL ? retort_catalog_read_facts (session, self->cancellable, error) : NULL;
  g_autofree char *folder = facts != NULL ? retort_snapshot_dup_folder (facts, self->target, error) : NULL;
  g_autofree char *note = NULL;

  if (folder == NULL)
    return FALSE;
  note = g_strdup_printf (NOTE_PREFIX "%d-%" G_GINT64_FORMAT, (int) getpid (), g_get_monotonic_time ());
  self->note = g_build_filename (folder, note, NULL);
  self->server_major = retort_snapshot_get_major (retort_target_facts_get_server_version (facts));
  self->elsewhere = open_elsewhere (self->target, self->cancellable, error);
  if (self->elsewhere == NULL || !open_session (self, self->cancellable, error))
    return FALSE;
  drop_abandoned (self, folder);
  return choose_names (self, error);
}

/* The lock is of the old database, and so is its session: it ends just before the names change. */
static gboolean
restore_locked (Restoring *self, RetortSession *lock, RetortSnapshotCount *count, GError **error)
{
  if (!retort_run_take_lock (lock, self->workspace, self->cancellable, error) || !create (self, error) || !fill (self, count, error)
      || !give_properties (self, error))
    return FALSE;
  retort_session_close (lock);
  return swap (self, error);
}

/* What was begun goes; what cannot be dropped now keeps its note. */
static void
give_up (Restoring *self)
{
  g_autoptr(GError) error = NULL;

  if (!g_file_test (self->note, G_FILE_TEST_EXISTS))
    return;
  if (!open_session (self, NULL, &error) || !drop_database (self, self->new_name, &error))
    g_warning ("cannot drop '%s': %s", self->new_name, error->message);
  else
    g_unlink (self->note);
}

static gboolean
restore (Restoring *self, RetortSnapshotCount *count, GError **error)
{
  RetortSessionOptions options = { .application_name = "retort restore" };
  g_autoptr(RetortSession) lock = NULL;
  gboolean is_done = FALSE;

  if (!prepare (self, error))
    return FALSE;
  lock = retort_target_connect (self->target, &options, self->cancellable, error);
  if (lock == NULL)
    return FALSE;
  is_done = restore_locked (self, lock, count, error);
  retort_session_close (lock);
  if (is_done)
    g_unlink (self->note);
  else
    give_up (self);
  return is_done;
}

/**
 * retort_snapshot_drop_abandoned: (skip)
 * @target: a database
 * @folder: (type filename): that of its snapshots
 * @cancellable: (nullable): stops it
 *
 * Drops what a restore that was killed was filling. That it cannot be done now is no reason to stop. Blocks.
 */
void
retort_snapshot_drop_abandoned (RetortTarget *target, const char *folder, GCancellable *cancellable)
{
  g_auto(Restoring) restoring = { .target = target, .cancellable = cancellable };
  g_autoptr(GPtrArray) notes = list_abandoned (folder);

  if (notes->len == 0)
    return;
  restoring.elsewhere = open_elsewhere (target, cancellable, NULL);
  if (restoring.elsewhere != NULL && open_session (&restoring, cancellable, NULL))
    drop_abandoned (&restoring, folder);
}

/**
 * retort_database_snapshot_restore:
 * @self: a snapshot
 * @target: the development database that it is of
 * @workspace: the project
 * @progress: (nullable): told of each table
 * @user_data: for @progress
 * @cancellable: (nullable): stops it; the database is as it was then
 * @error: a RetortSnapshotError, %RETORT_RUN_ERROR_BUSY, or a RetortDbError with what pg_restore said; but for
 *   %RETORT_SNAPSHOT_ERROR_UNKNOWN the database is as it was
 *
 * Makes the database what it was when the snapshot was taken, and keeps what it is now under another name. Ends the sessions
 * of others in it at the very end. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the name under which the database as it was until now is kept
 */
char *
retort_database_snapshot_restore (RetortDatabaseSnapshot *self, RetortTarget *target, RetortWorkspace *workspace,
                                  RetortSnapshotProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_auto(Restoring) restoring = { .snapshot = self, .target = target, .workspace = workspace, .cancellable = cancellable };
  RetortSnapshotCount count = { progress, user_data, 0, 0 };

  g_return_val_if_fail (self != NULL && target != NULL && workspace != NULL, NULL);

  count.n_total = self->n_tables;
  restoring.old_name = retort_target_get_database (target);
  if (!retort_snapshot_check_environment (target, error))
    return NULL;
  if (restore (&restoring, &count, error))
    return g_steal_pointer (&restoring.kept_name);
  g_prefix_error (error, "'%s' was not restored: ", restoring.old_name);
  return NULL;
}
