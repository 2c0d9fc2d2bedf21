/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database/catalog/reader-private.h"

#include "database/catalog/query-private.h"

/* The numbers of the columns that the fields are filled from. */
static guint *
find_columns (const RetortObjectClass *class, const RetortResult *result)
{
  guint *columns = g_new (guint, class->n_fields);

  for (guint i = 0; i < class->n_fields; i++)
    {
      int column = retort_result_find_column (result, class->fields[i].column);

      g_assert (column >= 0);
      columns[i] = (guint) column;
    }
  return columns;
}

/**
 * retort_catalog_read_objects:
 * @self: the reading
 * @class: the kind of object
 * @error: %RETORT_DB_ERROR
 *
 * Runs one query and makes an object of each row. Blocks; worker threads only.
 *
 * Returns: whether the query succeeded
 */
gboolean
retort_catalog_read_objects (RetortCatalogReader *self, const RetortObjectClass *class,
                             GError **error)
{
  g_autoptr(RetortResult) result
      = retort_catalog_query (self->session, class->query, NULL, self->cancellable, error);
  g_autofree guint *columns = NULL;

  if (result == NULL)
    return FALSE;
  columns = find_columns (class, result);
  for (guint row = 0; row < retort_result_get_n_rows (result); row++)
    {
      gpointer object = class->make ();

      for (guint i = 0; i < class->n_fields; i++)
        retort_field_fill (&class->fields[i], result, row, columns[i], object);
      class->place (self, result, row, object);
    }
  return TRUE;
}

/**
 * retort_catalog_find_table:
 * @self: the reading
 * @result: rows
 * @row: which of them
 * @column: the name of a column that holds a relation's oid
 *
 * Returns: (transfer none) (nullable): the table; %NULL for one of the system's
 */
RetortTable *
retort_catalog_find_table (RetortCatalogReader *self, const RetortResult *result, guint row,
                           const char *column)
{
  int place = retort_result_find_column (result, column);
  gint64 oid = retort_result_get_int64 (result, row, (guint) place, 0);

  return g_hash_table_lookup (self->tables, GSIZE_TO_POINTER ((gsize) oid));
}
