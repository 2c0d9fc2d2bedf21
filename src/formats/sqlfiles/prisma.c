/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prisma Migrate (docs/reference/other-formats.md, section 1): a folder a migration, a row an attempt. Read and planned, not run: what
 * Prisma writes into its table when a migration fails is its own. */
#include "formats/sqlfiles/annotations.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/fixes.h"
#include "formats/sqlfiles/tools.h"
#include "formats/table-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define LOCK_FILE "migration_lock.toml"
static char *
dup_file_name (const char *name)
{
  return g_build_filename (name, "migration.sql", NULL);
}

/* Drizzle's folders have a snapshot beside the SQL. */
static gboolean
is_migration (const char *folder, const char *name)
{
  g_autofree char *file = g_build_filename (folder, name, "migration.sql", NULL);
  g_autofree char *snapshot = g_build_filename (folder, name, "snapshot.json", NULL);

  return strspn (name, "0123456789") == 14 && g_file_test (file, G_FILE_TEST_EXISTS) && !g_file_test (snapshot, G_FILE_TEST_EXISTS);
}

static gboolean
is_for_postgres (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);
  g_autofree char *text = NULL;

  return !g_file_get_contents (path, &text, NULL, NULL) || strstr (text, "\"postgresql\"") != NULL || strstr (text, "\"postgres\"") != NULL;
}

static gboolean
is_one (const char *folder, const char *name)
{
  return (g_str_equal (name, LOCK_FILE) || is_migration (folder, name)) && is_for_postgres (folder);
}

static void
read_all (RetortSqlReading *reading)
{
  for (guint i = 0; i < reading->names->len; i++)
    {
      const char *name = g_ptr_array_index (reading->names, i);
      g_autofree char *path = g_build_filename (reading->folder, name, NULL);
      g_autofree char *file = dup_file_name (name);
      RetortSource *source = g_file_test (path, G_FILE_TEST_IS_DIR) ? retort_sql_read_file (reading, file) : NULL;
      RetortSqlEntry *entry = NULL;

      if (source == NULL)
        continue;
      entry = retort_sql_entry_new (name, g_strdup (name), retort_sql_dup_title (name));
      entry->up = source;
      entry->checksum = g_strdup (retort_source_get_hash (source));
      g_ptr_array_add (reading->entries, entry);
    }
}

static void
cut (const RetortSource *source, RetortDirection direction, RetortSqlSide *side)
{
  retort_sql_side_add (side, 0, retort_source_get_length (source));
}

/* --- State --- */

static char *
dup_checksum_with (const RetortSource *source, const char *line_end)
{
  g_auto(GStrv) lines = g_strsplit (retort_source_get_text (source), "\n", -1);
  g_autofree char *text = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i + 1] != NULL && g_str_has_suffix (lines[i], "\r"))
      lines[i][strlen (lines[i]) - 1] = '\0';
  text = g_strjoinv (line_end, lines);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* As it is, or with the other kind of line ends (checksum.rs). */
static gboolean
is_same_text (const RetortSqlEntry *entry, const char *checksum)
{
  g_autofree char *with_lf = dup_checksum_with (entry->up, "\n");
  g_autofree char *with_crlf = dup_checksum_with (entry->up, "\r\n");

  return g_strcmp0 (checksum, entry->checksum) == 0 || g_strcmp0 (checksum, with_lf) == 0 || g_strcmp0 (checksum, with_crlf) == 0;
}

/* The attempt that was not rolled back. */
static JsonNode *
find_row (GPtrArray *rows, const char *name)
{
  for (guint i = 0; i < rows->len; i++)
    {
      JsonNode *row = g_ptr_array_index (rows, i);
      g_autofree char *found = retort_table_row_dup (row, "migration_name");
      g_autofree char *rolled_back = retort_table_row_dup (row, "rolled_back_at");

      if (rolled_back == NULL && g_strcmp0 (found, name) == 0)
        return row;
    }
  return NULL;
}

static void
add_entry (RetortAppliedFields *fields, const RetortSqlEntry *entry, JsonNode *row)
{
  g_autofree char *checksum = row != NULL ? retort_table_row_dup (row, "checksum") : NULL;
  RetortAppliedState state = RETORT_APPLIED_PENDING;
  char *note = NULL;

  if (row != NULL && is_same_text (entry, checksum))
    state = RETORT_APPLIED_DONE;
  else if (row != NULL)
    {
      state = RETORT_APPLIED_EDITED;
      note = g_strdup_printf ("'%s' was edited after it was applied: its row holds another checksum", entry->id);
    }
  g_ptr_array_add (fields->entries, retort_applied_entry_new (entry->id, state, 0, note));
}

static void
look_at_row (RetortProject *project, JsonNode *row, RetortAppliedFields *fields)
{
  g_autofree char *name = retort_table_row_dup (row, "migration_name");
  g_autofree char *rolled_back = retort_table_row_dup (row, "rolled_back_at");
  g_autofree char *finished = retort_table_row_dup (row, "finished_at");

  if (rolled_back != NULL || name == NULL)
    return;
  if (finished == NULL && fields->obstacle == NULL)
    fields->obstacle = g_strdup_printf ("'%s' failed or is at work (P3009); 'prisma migrate resolve' says what became of it", name);
  if (retort_sql_project_find (project, name) == NULL)
    g_ptr_array_add (fields->unknown, g_steal_pointer (&name));
}

static RetortApplied *
read_applied (RetortProject *project, const char *layout, const char *const *rows)
{
  RetortAppliedFields fields = retort_sql_applied_begin (layout, rows);
  GPtrArray *entries = retort_sql_project_get_entries (project);
  g_autoptr(GPtrArray) read_rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_ptr_array_add (read_rows, retort_table_row_new (rows[i]));
      look_at_row (project, g_ptr_array_index (read_rows, i), &fields);
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);

      add_entry (&fields, entry, find_row (read_rows, entry->version));
    }
  return retort_applied_new (&fields);
}

static const RetortBookkeeping bookkeeping = {
  .exists_sql = retort_sql_tool_exists_sql,
  .read_sql = retort_sql_tool_read_sql,
  .read_applied = read_applied,
  .create = retort_sql_tool_write_nothing,
  .step = retort_sql_tool_record_nothing,
  .stamp = retort_sql_tool_stamp_nothing,
  .purge = retort_sql_tool_write_nothing,
  .dup_miscount = retort_sql_tool_dup_miscount,
};

static const RetortSqlTool tool = {
  .adapter = &retort_prisma_adapter,
  .table = "_prisma_migrations",
  .order = "started_at",
  .transactions = RETORT_TRANSACTIONS_AUTOCOMMIT,
  .read_only = N_("Prisma writes the course and the failure of each migration into its own table: Retort reads, checks and plans, and leaves the running to "
                   "'prisma migrate deploy'."),
  .is_one = is_one,
  .read = read_all,
  .cut = cut,
};

RETORT_SQL_TOOL_DEFINE_PLACES (tool)

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup (direction == RETORT_DIRECTION_UPGRADE ? "npx prisma migrate deploy" : "# Prisma knows no way back");
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  return g_strdup_printf ("npx prisma migrate resolve --applied %s", symbols[0]);
}

const RetortAdapter retort_prisma_adapter = {
  .kind = "sqlfiles",
  .label = "Prisma",
  .looked_for = "migration_lock.toml and folders like 20261121031717_name with migration.sql",
  .bookkeeping = &bookkeeping,
  .is_linear = TRUE,
  .detect = detect,
  .list = list,
  .open = open_project,
  .reread = retort_sql_tool_reread,
  .compile = retort_sql_tool_compile,
  .make_fix = retort_sql_make_fix,
  .dup_command = dup_command,
  .dup_stamp_command = dup_stamp_command,
  .dup_script = retort_sql_batches_plan_script,
  .dup_migration_script = retort_sql_batches_script,
};
