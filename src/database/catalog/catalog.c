/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reading: a transaction of its own unless one is open, then one query for each kind of object. */
#include "database/catalog/catalog.h"

#include "database/catalog/query-private.h"
#include "database/catalog/reader-private.h"

/* Compiling such queries takes longer than running them. */
#define BEGIN "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off"

/* What a reading does inside a transaction; whatever it returns is (transfer full). */
typedef gpointer (*ReadFunc) (RetortSession *session, GCancellable *cancellable, GError **error);

static gpointer
read_in_transaction (RetortSession *session, ReadFunc read, GCancellable *cancellable,
                     GError **error)
{
  gboolean is_own = retort_session_get_transaction (session) == RETORT_TRANSACTION_IDLE;
  g_autoptr(RetortResult) begun = NULL;
  g_autoptr(RetortResult) ended = NULL;
  gpointer what = NULL;

  if (is_own)
    {
      begun = retort_session_execute (session, BEGIN, cancellable, error);
      if (begun == NULL)
        return NULL;
    }
  what = read (session, cancellable, error);
  /* A transaction that only read ends the same way whatever happened; cancelled or not, it must end. */
  if (is_own && retort_session_get_transaction (session) != RETORT_TRANSACTION_LOST)
    ended = retort_session_execute (session, "ROLLBACK", NULL, NULL);
  return what;
}

static gboolean
read_schemas (RetortCatalogReader *self, GError **error)
{
  g_autoptr(RetortResult) result
      = retort_catalog_query (self->session, "schemas.sql", NULL, self->cancellable, error);

  if (result == NULL)
    return FALSE;
  for (guint row = 0; row < retort_result_get_n_rows (result); row++)
    {
      int name = retort_result_find_column (result, "name");

      g_ptr_array_add (retort_schema_get_names (self->schema),
                       g_strdup (retort_result_get_value (result, row, (guint) name)));
    }
  return TRUE;
}

static gboolean
read_search_path (RetortCatalogReader *self, GError **error)
{
  g_autoptr(RetortResult) result
      = retort_catalog_query (self->session, "search-path.sql", NULL, self->cancellable, error);
  g_auto(GStrv) search_path = NULL;

  if (result == NULL)
    return FALSE;
  search_path = retort_parse_array (retort_result_get_value (result, 0, 0));
  retort_schema_set_search_path (self->schema, (const char *const *) search_path);
  return TRUE;
}

static gpointer
read_schema (RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSchema) schema = retort_schema_new ();
  g_autoptr(GHashTable) tables = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) composites = g_hash_table_new (NULL, NULL);
  g_autoptr(RetortRanking) ranking = retort_ranking_new ();
  RetortCatalogReader reader = { session, cancellable, schema, tables, composites, ranking };

  if (!read_schemas (&reader, error) || !read_search_path (&reader, error)
      || !retort_catalog_read_others (&reader, error)
      || !retort_catalog_read_relations (&reader, error)
      || !retort_ranking_read (ranking, session, cancellable, error))
    return NULL;
  return g_steal_pointer (&schema);
}

/**
 * retort_catalog_read:
 * @session: an open session
 * @cancellable: (nullable): cancels the reading
 * @error: %RETORT_DB_ERROR
 *
 * Reads what the database holds, system schemas left out. It is one consistent picture (REPEATABLE
 * READ, READ ONLY) when no transaction is open, else what the open one sees. Names in definitions are
 * said as the session's search path finds them. Where someone holds a table in ACCESS EXCLUSIVE mode
 * PostgreSQL's own functions wait, so set a lock_timeout or be ready to cancel. Blocks; worker threads
 * only.
 *
 * Returns: (transfer full) (nullable): the schema
 */
RetortSchema *
retort_catalog_read (RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (session != NULL, NULL);

  return read_in_transaction (session, read_schema, cancellable, error);
}

/* The cluster's identifier and the database's number; roles may have lost the right to the first. */
static char *
read_fingerprint (RetortSession *session, const RetortResult *database, GCancellable *cancellable,
                  GError **error)
{
  int oid = retort_result_find_column (database, "oid");
  int may_identify = retort_result_find_column (database, "may_identify");
  const char *number = retort_result_get_value (database, 0, (guint) oid);
  g_autoptr(RetortResult) cluster = NULL;

  if (!retort_result_get_boolean (database, 0, (guint) may_identify))
    return g_strconcat ("unknown:", number, NULL);
  cluster = retort_catalog_query (session, "cluster.sql", NULL, cancellable, error);
  if (cluster == NULL)
    return NULL;
  return g_strconcat (retort_result_get_value (cluster, 0, 0), ":", number, NULL);
}

static void
add_sizes (RetortTargetFacts *facts, const RetortResult *sizes)
{
  guint schema = (guint) retort_result_find_column (sizes, "schema");
  guint name = (guint) retort_result_find_column (sizes, "name");
  guint n_rows = (guint) retort_result_find_column (sizes, "n_rows_estimate");
  guint size = (guint) retort_result_find_column (sizes, "size_bytes");
  guint uses_per_s = (guint) retort_result_find_column (sizes, "uses_per_s");
  guint may_alter = (guint) retort_result_find_column (sizes, "may_alter");

  for (guint row = 0; row < retort_result_get_n_rows (sizes); row++)
    {
      const char *uses = retort_result_get_value (sizes, row, uses_per_s);
      RetortTableSize table = { .n_rows = retort_result_get_int64 (sizes, row, n_rows, -1),
                                .size_bytes = retort_result_get_int64 (sizes, row, size, -1),
                                .uses_per_s = uses != NULL ? g_ascii_strtod (uses, NULL) : -1,
                                .is_foreign = !retort_result_get_boolean (sizes, row, may_alter) };

      retort_target_facts_add_table (facts, retort_result_get_value (sizes, row, schema),
                                     retort_result_get_value (sizes, row, name), table);
    }
}

static gboolean
read_holders (RetortTargetFacts *facts, RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortResult) holders = retort_catalog_query (session, "holders.sql", NULL, cancellable, error);

  /* pid, schema, name, level, transaction_s, user, application */
  for (guint row = 0; holders != NULL && row < retort_result_get_n_rows (holders); row++)
    {
      RetortTableHolder holder = { .pid = (int) retort_result_get_int64 (holders, row, 0, 0),
                                   .schema = (char *) retort_result_get_value (holders, row, 1),
                                   .table = (char *) retort_result_get_value (holders, row, 2),
                                   .level = (guint) retort_result_get_int64 (holders, row, 3, 0),
                                   .transaction_s = retort_result_get_int64 (holders, row, 4, 0),
                                   .user = (char *) retort_result_get_value (holders, row, 5),
                                   .application = (char *) retort_result_get_value (holders, row, 6) };

      retort_target_facts_add_holder (facts, &holder);
    }
  return holders != NULL;
}

static gboolean
read_invalid_indexes (RetortTargetFacts *facts, RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortResult) indexes = retort_catalog_query (session, "invalid-indexes.sql", NULL, cancellable, error);

  for (guint row = 0; indexes != NULL && row < retort_result_get_n_rows (indexes); row++)
    retort_target_facts_add_invalid_index (facts, retort_result_get_value (indexes, row, 0), retort_result_get_value (indexes, row, 1));
  return indexes != NULL;
}

static gpointer
read_facts (RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortResult) database
      = retort_catalog_query (session, "database.sql", NULL, cancellable, error);
  g_autoptr(RetortResult) sizes = NULL;
  g_autofree char *fingerprint = NULL;
  g_autoptr(RetortTargetFacts) facts = NULL;
  int name = 0;

  if (database == NULL)
    return NULL;
  fingerprint = read_fingerprint (session, database, cancellable, error);
  if (fingerprint == NULL)
    return NULL;
  sizes = retort_catalog_query (session, "sizes.sql", NULL, cancellable, error);
  if (sizes == NULL)
    return NULL;
  name = retort_result_find_column (database, "name");
  facts
      = retort_target_facts_new (retort_session_get_server_version (session),
                                 retort_result_get_value (database, 0, (guint) name), fingerprint);
  add_sizes (facts, sizes);
  if (!read_holders (facts, session, cancellable, error) || !read_invalid_indexes (facts, session, cancellable, error))
    return NULL;
  return g_steal_pointer (&facts);
}

/**
 * retort_catalog_read_facts:
 * @session: an open session
 * @cancellable: (nullable): cancels the reading
 * @error: %RETORT_DB_ERROR
 *
 * Which server and database this is, how large and busy its tables are, of partitioned tables, their
 * partitions together; who holds some of them for long, and which indexes are unusable. Waits for nobody: the size of a table that someone holds in ACCESS EXCLUSIVE
 * mode is not known. Blocks; worker threads only.
 *
 * Returns: (transfer full) (nullable): the facts
 */
RetortTargetFacts *
retort_catalog_read_facts (RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (session != NULL, NULL);

  return read_in_transaction (session, read_facts, cancellable, error);
}
