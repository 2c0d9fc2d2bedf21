/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fingerprints by libpg_query: hashes over the tree in which constants count as one. */
#include "sql/fingerprint.h"

#include <pg_query.h>

/**
 * retort_sql_fingerprint:
 * @sql: one or more statements
 * @error: RETORT_SQL_ERROR_SYNTAX when PostgreSQL's grammar refuses @sql
 *
 * Hashes the shape of @sql: two texts that differ only in constants, white space, comments and
 * letter case of keywords have the same one. Any thread.
 *
 * Returns: (transfer full) (nullable): 16 hexadecimal digits
 */
char *
retort_sql_fingerprint (const char *sql, GError **error)
{
  PgQueryFingerprintResult result;
  char *shape = NULL;

  g_return_val_if_fail (sql != NULL, NULL);

  result = pg_query_fingerprint (sql);
  if (result.error == NULL)
    shape = g_strdup (result.fingerprint_str);
  else
    g_set_error (error, RETORT_SQL_ERROR, RETORT_SQL_ERROR_SYNTAX, "cannot read the statement: %s",
                 result.error->message);

  pg_query_free_fingerprint_result (result);
  return shape;
}
