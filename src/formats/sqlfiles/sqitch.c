/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqitch 1.6 (docs/reference/other-formats.md, section 6): the plan decides the order. Read and planned, not run: sqitch hands its scripts to
 * psql, which knows more than SQL. */
#include "formats/sqlfiles/annotations.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/tools.h"
#include "formats/table-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define PLAN "sqitch.plan"
static gboolean
is_one (const char *folder, const char *name)
{
  return g_str_equal (name, PLAN);
}

/* (nullable): the script of a change, which need not be there. */
static RetortSource *
read_script (RetortSqlReading *reading, const char *kind, const char *id)
{
  g_autofree char *file = g_strconcat (id, ".sql", NULL);
  g_autofree char *name = g_build_filename (kind, file, NULL);
  g_autofree char *path = g_build_filename (reading->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? retort_sql_read_file (reading, name) : NULL;
}

static RetortSqlEntry *
find_version (GPtrArray *entries, const char *version)
{
  for (guint i = entries->len; i > 0; i--)
    if (g_str_equal (((RetortSqlEntry *) g_ptr_array_index (entries, i - 1))->version, version))
      return g_ptr_array_index (entries, i - 1);
  return NULL;
}

/* What follows "#" on the line. */
static char *
dup_note (const char *line)
{
  const char *mark = strstr (line, " # ");

  return mark != NULL ? g_strstrip (g_strdup (mark + 3)) : NULL;
}

static void
add_change (RetortSqlReading *self, const char *line, const char *name)
{
  g_autofree char *note = dup_note (line);
  RetortSqlEntry *entry = retort_sql_entry_new (name, g_strdup (name), note != NULL ? g_steal_pointer (&note) : g_strdup (name));

  g_ptr_array_add (self->entries, entry);
}

/* A name that comes again after a tag: the script of the earlier one is called after the tag. */
static void
rename_reworked (RetortSqlReading *self, const char *name, const char *tag)
{
  RetortSqlEntry *earlier = find_version (self->entries, name);

  if (earlier == NULL || !g_str_equal (earlier->id, name))
    return;
  g_free (earlier->id);
  earlier->id = g_strconcat (name, tag, NULL);
}

static void
read_line (RetortSqlReading *self, const char *line, char **tag)
{
  g_auto(GStrv) words = g_strsplit_set (line, " \t", 2);
  const char *name = words[0];

  if (*line == '\0' || *line == '#' || *line == '%' || name == NULL)
    return;
  if (*name == '@')
    {
      g_free (*tag);
      *tag = g_strdup (name);
      return;
    }
  if (*tag != NULL)
    rename_reworked (self, name, *tag);
  add_change (self, line, name);
}

static void
read_all (RetortSqlReading *reading)
{
  g_autoptr(RetortSource) plan = retort_sql_read_file (reading, PLAN);
  g_auto(GStrv) lines = plan != NULL ? g_strsplit (retort_source_get_text (plan), "\n", -1) : g_new0 (char *, 1);
  g_autofree char *tag = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    read_line (reading, g_strstrip (lines[i]), &tag);
  for (guint i = 0; i < reading->entries->len; i++)
    {
      RetortSqlEntry *entry = g_ptr_array_index (reading->entries, i);

      entry->up = read_script (reading, "deploy", entry->id);
      entry->down = read_script (reading, "revert", entry->id);
      if (entry->up == NULL)
        {
          retort_sql_note (reading, PLAN, TRUE, _("The change '%s' of the plan has no script deploy/%s.sql."), entry->version, entry->id);
          entry->up = retort_source_new (retort_source_get_path (plan), "", 0);
        }
    }
}

/* A line that begins with a backslash is psql's; it need not be SQL. */
static void
cut (const RetortSource *source, RetortDirection direction, RetortSqlSide *side)
{
  RetortSqlLine line = { 0 };

  while (retort_sql_line_next (source, &line))
    if (line.end > line.start && line.text[0] == '\\')
      retort_sql_side_refuse (side, line.start, line.end, "psql does what the line says");
  retort_sql_side_add (side, 0, retort_source_get_length (source));
}

/* --- State --- */

/* The registry holds what is deployed, in the order of the plan; a reworked name has several rows. */
static RetortApplied *
read_applied (RetortProject *project, const char *layout, const char *const *rows)
{
  RetortAppliedFields fields = retort_sql_applied_begin (layout, rows);
  GPtrArray *entries = retort_sql_project_get_entries (project);
  g_autoptr(GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_autoptr(JsonNode) row = retort_table_row_new (rows[i]);
      char *change = retort_table_row_dup (row, "change");
      gpointer n = change != NULL ? g_hash_table_lookup (counts, change) : NULL;

      if (change != NULL && find_version (entries, change) == NULL)
        g_ptr_array_add (fields.unknown, g_strdup (change));
      if (change != NULL)
        g_hash_table_insert (counts, change, GINT_TO_POINTER (GPOINTER_TO_INT (n) + 1));
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);
      int n = GPOINTER_TO_INT (g_hash_table_lookup (counts, entry->version));

      if (n > 0)
        g_hash_table_insert (counts, g_strdup (entry->version), GINT_TO_POINTER (n - 1));
      g_ptr_array_add (fields.entries, retort_applied_entry_new (entry->id, n > 0 ? RETORT_APPLIED_DONE : RETORT_APPLIED_PENDING, 0, NULL));
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
  .adapter = &retort_sqitch_adapter,
  .table = "changes",
  .schema = "sqitch",
  .order = "committed_at",
  .transactions = RETORT_TRANSACTIONS_AUTOCOMMIT,
  .read_only = N_("sqitch hands its scripts to psql, which knows more than SQL, and keeps a log of its own: Retort reads, checks and plans, and leaves the running to "
                   "'sqitch deploy'."),
  .is_one = is_one,
  .read = read_all,
  .cut = cut,
};

RETORT_SQL_TOOL_DEFINE_PLACES (tool)

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup (direction == RETORT_DIRECTION_UPGRADE ? "sqitch deploy" : "sqitch revert");
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  return g_strdup_printf ("sqitch deploy --log-only --to %s", symbols[0]);
}

const RetortAdapter retort_sqitch_adapter = {
  .kind = "sqlfiles",
  .label = "sqitch",
  .looked_for = PLAN,
  .bookkeeping = &bookkeeping,
  .is_linear = TRUE,
  .detect = detect,
  .list = list,
  .open = open_project,
  .reread = retort_sql_tool_reread,
  .compile = retort_sql_tool_compile,
  .dup_command = dup_command,
  .dup_stamp_command = dup_stamp_command,
  .dup_script = retort_sql_batches_plan_script,
  .dup_migration_script = retort_sql_batches_script,
};
