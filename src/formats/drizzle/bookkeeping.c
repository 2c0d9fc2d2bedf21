/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of drizzle-orm: PgDialect.migrate() of 0.45.4, and up-migrations/pg.js of 1.0.0-rc.5, whose table has two columns more. */
#include "formats/drizzle/bookkeeping.h"

#include "formats/drizzle/applied.h"
#include "formats/table-row.h"
#include "sql/quote.h"

static char *
quote_name (const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", doubled);
}

static char *
dup_schema (RetortProject *project)
{
  return quote_name (retort_project_get (project)->version_table_schema);
}

static char *
dup_table (RetortProject *project)
{
  g_autofree char *schema = dup_schema (project);
  g_autofree char *table = quote_name (retort_project_get (project)->version_table);

  return g_strdup_printf ("%s.%s", schema, table);
}

static char *
exists_sql (RetortProject *project)
{
  const RetortProjectFields *fields = retort_project_get (project);

  return retort_table_dup_exists_sql (fields->version_table_schema, fields->version_table);
}

static char *
read_sql (RetortProject *project)
{
  const RetortProjectFields *fields = retort_project_get (project);

  return retort_table_dup_read_sql (fields->version_table_schema, fields->version_table, "id");
}

static GPtrArray *
batches_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
}

static void
add (GPtrArray *batches, char *sql, RetortBatchFlags flags)
{
  g_ptr_array_add (batches, retort_bookkeeping_batch (sql, flags));
  g_free (sql);
}

/* Both generations do this before they open their transaction. */
static GPtrArray *
create (RetortProject *project, const RetortApplied *applied)
{
  gboolean is_journal = retort_drizzle_project_of (project)->layout == RETORT_DRIZZLE_JOURNAL;
  g_autofree char *schema = dup_schema (project);
  g_autofree char *table = dup_table (project);
  GPtrArray *batches = batches_new ();

  add (batches, g_strdup_printf ("CREATE SCHEMA IF NOT EXISTS %s", schema), RETORT_BATCH_AUTOCOMMIT);
  add (batches,
       g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s (\n\tid SERIAL PRIMARY KEY,\n\thash text NOT NULL,\n\tcreated_at bigint%s\n)", table,
                        is_journal ? "" : ",\n\tname text,\n\tapplied_at timestamp with time zone DEFAULT now()"),
       RETORT_BATCH_AUTOCOMMIT);
  return batches;
}

/* The second generation gives the rows of the first their names, all in one transaction. */
static GPtrArray *
adapt (RetortProject *project, const RetortApplied *applied)
{
  const RetortAppliedFields *fields = retort_applied_get (applied);
  const RetortDrizzleProject *drizzle = retort_drizzle_project_of (project);
  g_autofree char *table = dup_table (project);
  g_autoptr(GString) sql = g_string_new (NULL);
  GPtrArray *batches = batches_new ();

  if (drizzle->layout == RETORT_DRIZZLE_JOURNAL || retort_table_layout_has (fields->layout, "name"))
    return batches;
  g_string_append_printf (sql, "ALTER TABLE %s ADD COLUMN IF NOT EXISTS \"name\" text", table);
  g_string_append_printf (sql, ";\nALTER TABLE %s ADD COLUMN IF NOT EXISTS \"applied_at\" timestamp with time zone DEFAULT now()", table);
  for (guint i = 0; i < fields->entries->len; i++)
    {
      const RetortAppliedEntry *entry = g_ptr_array_index (fields->entries, i);
      g_autofree char *name = retort_sql_quote_literal (entry->id);

      if (entry->row != NULL)
        g_string_append_printf (sql, ";\nUPDATE %s SET \"name\" = %s, \"applied_at\" = NULL WHERE \"id\" = %s", table, name, entry->row);
    }
  add (batches, g_strdup (sql->str), RETORT_BATCH_AUTOCOMMIT);
  return batches;
}

/* A table with names gets one, whichever generation the folder is of: the second one would run it again otherwise. */
static void
add_insert (GPtrArray *batches, RetortProject *project, const RetortDrizzleEntry *entry, const RetortApplied *applied)
{
  const RetortDrizzleProject *drizzle = retort_drizzle_project_of (project);
  const char *layout = retort_applied_get (applied)->layout;
  gboolean has_name = drizzle->layout == RETORT_DRIZZLE_FOLDERS || retort_table_layout_has (layout, "name");
  g_autofree char *table = dup_table (project);
  g_autofree char *name = retort_sql_quote_literal (entry->folder_name);

  if (has_name)
    add (batches,
         g_strdup_printf ("insert into %s (\"hash\", \"created_at\", \"name\") values('%s', %" G_GINT64_FORMAT ", %s)", table, entry->hash,
                          entry->when, name),
         RETORT_BATCH_NONE);
  else
    add (batches,
         g_strdup_printf ("insert into %s (\"hash\", \"created_at\") values('%s', %" G_GINT64_FORMAT ")", table, entry->hash, entry->when),
         RETORT_BATCH_NONE);
}

/* The row that was read stands for the revision; what this run inserted has a number that nobody knows yet. */
static void
add_delete (GPtrArray *batches, RetortProject *project, const RetortDrizzleEntry *entry, const RetortApplied *applied)
{
  const RetortAppliedEntry *row = retort_applied_find (applied, entry->id);
  g_autofree char *table = dup_table (project);

  if (row != NULL && row->row != NULL)
    add (batches, g_strdup_printf ("delete from %s where \"id\" = %s", table, row->row), RETORT_BATCH_NONE);
  else
    add (batches, g_strdup_printf ("delete from %s where \"hash\" = '%s' and \"created_at\" = %" G_GINT64_FORMAT, table, entry->hash, entry->when),
         RETORT_BATCH_NONE);
}

static const RetortDrizzleEntry *
find_entry (RetortProject *project, const char *id, GError **error)
{
  const RetortDrizzleEntry *entry = retort_drizzle_project_find (retort_drizzle_project_of (project), id);

  if (entry == NULL)
    g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot record '%s': the folder does not hold it", id);
  return entry;
}

static GPtrArray *
write_row (RetortProject *project, const char *id, gboolean is_applied, const RetortApplied *applied, GPtrArray *rows, GError **error)
{
  const RetortDrizzleEntry *entry = find_entry (project, id, error);
  GPtrArray *batches = NULL;

  if (entry == NULL)
    return NULL;
  batches = batches_new ();
  if (is_applied)
    add_insert (batches, project, entry, applied);
  else
    add_delete (batches, project, entry, applied);
  retort_bookkeeping_move_current (rows, applied, id, is_applied);
  return batches;
}

static GPtrArray *
write_step (RetortProject *project, RetortBookkeepingStep *step, GError **error)
{
  return write_row (project, retort_revision_get_id (step->revision), step->direction == RETORT_DIRECTION_UPGRADE, step->applied, step->rows,
                    error);
}

static GPtrArray *
stamp (RetortProject *project, const RetortStampStep *step, const RetortApplied *applied, GPtrArray *rows, GError **error)
{
  return write_row (project, step->to != NULL ? step->to : step->from[0], step->to != NULL, applied, rows, error);
}

static GPtrArray *
purge (RetortProject *project, const RetortApplied *applied)
{
  g_autofree char *table = dup_table (project);
  GPtrArray *batches = batches_new ();

  add (batches, g_strdup_printf ("delete from %s", table), RETORT_BATCH_NONE);
  return batches;
}

static char *
dup_miscount (RetortProject *project, const RetortBatch *batch, gint64 n_rows)
{
  return g_strdup_printf ("the row of the migration was not there any more: another run came between (%" G_GINT64_FORMAT " rows)", n_rows);
}

const RetortBookkeeping retort_drizzle_bookkeeping = {
  .exists_sql = exists_sql,
  .read_sql = read_sql,
  .read_applied = retort_drizzle_read_applied,
  .create = create,
  .adapt = adapt,
  .step = write_step,
  .stamp = stamp,
  .purge = purge,
  .dup_miscount = dup_miscount,
};
