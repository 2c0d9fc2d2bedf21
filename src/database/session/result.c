/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wraps a PGresult, which libpq allows to be read from any thread. Values are UTF-8 because the
 * session asks for it; a server in SQL_ASCII converts nothing, so its values are looked at once. */
#include "database/session/result-private.h"

struct _RetortResult
{
  PGresult *result;
  GHashTable
      *mended; /* nullable; key: row × columns + column, value: utf8; values that were not UTF-8 */
};

static gpointer
cell_key (const RetortResult *self, guint row, guint column)
{
  return GSIZE_TO_POINTER ((gsize) row * (gsize) PQnfields (self->result) + column + 1);
}

static void
mend_cell (RetortResult *self, guint row, guint column)
{
  const char *value = PQgetvalue (self->result, (int) row, (int) column);

  if (g_utf8_validate (value, -1, NULL))
    return;
  if (self->mended == NULL)
    self->mended = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_insert (self->mended, cell_key (self, row, column), g_utf8_make_valid (value, -1));
}

/**
 * retort_result_new:
 * @result: (transfer full): a result that did not fail
 *
 * Returns: (transfer full): the result; bytes that are not UTF-8 are replaced
 */
RetortResult *
retort_result_new (PGresult *result)
{
  RetortResult *self = g_atomic_rc_box_new0 (RetortResult);
  guint n_rows = 0;
  guint n_columns = 0;

  self->result = result;
  n_rows = retort_result_get_n_rows (self);
  n_columns = retort_result_get_n_columns (self);
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      mend_cell (self, row, column);
  return self;
}

/**
 * retort_result_ref:
 * @self: a result
 *
 * Returns: (transfer full): @self
 */
RetortResult *
retort_result_ref (RetortResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
result_clear (gpointer data)
{
  RetortResult *self = data;

  g_clear_pointer (&self->result, PQclear);
  g_clear_pointer (&self->mended, g_hash_table_unref);
}

/**
 * retort_result_unref:
 * @self: (transfer full): a result
 */
void
retort_result_unref (RetortResult *self)
{
  g_atomic_rc_box_release_full (self, result_clear);
}

/**
 * retort_result_get_n_rows:
 * @self: a result
 *
 * Returns: how many rows there are; 0 for a statement that gives none
 */
guint
retort_result_get_n_rows (const RetortResult *self)
{
  return (guint) PQntuples (self->result);
}

/**
 * retort_result_get_n_columns:
 * @self: a result
 *
 * Returns: how many columns a row has
 */
guint
retort_result_get_n_columns (const RetortResult *self)
{
  return (guint) PQnfields (self->result);
}

/**
 * retort_result_get_column_name:
 * @self: a result
 * @column: from 0
 *
 * Returns: the column's name
 */
const char *
retort_result_get_column_name (const RetortResult *self, guint column)
{
  g_return_val_if_fail (column < retort_result_get_n_columns (self), NULL);

  return PQfname (self->result, (int) column);
}

/**
 * retort_result_get_column_type:
 * @self: a result
 * @column: from 0
 *
 * Returns: the number of the column's type in pg_type
 */
guint
retort_result_get_column_type (const RetortResult *self, guint column)
{
  g_return_val_if_fail (column < retort_result_get_n_columns (self), 0);

  return PQftype (self->result, (int) column);
}

/**
 * retort_result_find_column:
 * @self: a result
 * @name: a column's name as the query wrote it, case counts
 *
 * Returns: its number from 0, or -1
 */
int
retort_result_find_column (const RetortResult *self, const char *name)
{
  for (guint column = 0; column < retort_result_get_n_columns (self); column++)
    if (g_strcmp0 (PQfname (self->result, (int) column), name) == 0)
      return (int) column;
  return -1;
}

/**
 * retort_result_get_value:
 * @self: a result
 * @row: from 0
 * @column: from 0
 *
 * Returns: (nullable): the value in PostgreSQL's text format; %NULL is SQL NULL
 */
const char *
retort_result_get_value (const RetortResult *self, guint row, guint column)
{
  const char *mended = NULL;

  g_return_val_if_fail (row < retort_result_get_n_rows (self), NULL);
  g_return_val_if_fail (column < retort_result_get_n_columns (self), NULL);

  if (PQgetisnull (self->result, (int) row, (int) column))
    return NULL;
  if (self->mended != NULL)
    mended = g_hash_table_lookup (self->mended, cell_key (self, row, column));
  return mended != NULL ? mended : PQgetvalue (self->result, (int) row, (int) column);
}

/**
 * retort_result_get_boolean:
 * @self: a result
 * @row: from 0
 * @column: from 0, of type boolean
 *
 * Returns: the value; SQL NULL is %FALSE
 */
gboolean
retort_result_get_boolean (const RetortResult *self, guint row, guint column)
{
  const char *value = retort_result_get_value (self, row, column);

  return value != NULL && value[0] == 't';
}

/**
 * retort_result_get_int64:
 * @self: a result
 * @row: from 0
 * @column: from 0, of an integer type
 * @if_null: what SQL NULL counts as
 *
 * Returns: the value
 */
gint64
retort_result_get_int64 (const RetortResult *self, guint row, guint column, gint64 if_null)
{
  const char *value = retort_result_get_value (self, row, column);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : if_null;
}

/**
 * retort_result_get_n_affected:
 * @self: a result
 *
 * Returns: how many rows the statement touched as its command tag says; -1 when it says none
 */
gint64
retort_result_get_n_affected (const RetortResult *self)
{
  const char *count = PQcmdTuples (self->result);

  return count[0] != '\0' ? g_ascii_strtoll (count, NULL, 10) : -1;
}

/**
 * retort_result_get_tag:
 * @self: a result
 *
 * Returns: the command tag, `CREATE TABLE`, `INSERT 0 3`; empty for an empty statement
 */
const char *
retort_result_get_tag (const RetortResult *self)
{
  return PQcmdStatus (self->result);
}
