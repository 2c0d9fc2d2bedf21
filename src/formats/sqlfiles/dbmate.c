/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dbmate 2.36 (docs/reference/other-formats.md, section 3): one file a migration, with marks in comments; a row a version, gaps are filled. */
#include "formats/sqlfiles/annotations.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/fixes.h"
#include "formats/sqlfiles/tools.h"
#include "formats/table-row.h"
#include "sql/quote.h"

#include <string.h>

#define UP "migrate:up"
#define DOWN "migrate:down"

/* Where the blocks of a file stand; 0 lines: there is none. */
typedef struct
{
  gsize    up;
  gsize    down;
  gboolean has_up;
  gboolean has_down;
  guint    n_marks;
  gboolean is_text_before; /* something else than comments stands before the first mark */
  gboolean up_is_alone;    /* transaction:false */
  gboolean down_is_alone;
} Blocks;

static gboolean
says_no_transaction (const char *options)
{
  g_auto(GStrv) words = g_strsplit_set (options, " \t", -1);

  return g_strv_contains ((const char *const *) words, "transaction:false");
}

/* "-- migrate:up" ends there, or goes on with a blank. */
static char *
dup_options (const RetortSqlLine *line, const char *mark)
{
  char *rest = retort_sql_line_dup_after (line, mark);

  if (rest != NULL && *rest != '\0' && !g_ascii_isspace (*rest))
    g_clear_pointer (&rest, g_free);
  return rest;
}

static void
take_line (Blocks *blocks, const RetortSqlLine *line)
{
  g_autofree char *up = dup_options (line, UP);
  g_autofree char *down = dup_options (line, DOWN);

  if (up != NULL && !blocks->has_up)
    {
      blocks->has_up = TRUE;
      blocks->up = line->start;
      blocks->up_is_alone = says_no_transaction (up);
    }
  if (down != NULL && !blocks->has_down)
    {
      blocks->has_down = TRUE;
      blocks->down = line->start;
      blocks->down_is_alone = says_no_transaction (down);
    }
  blocks->n_marks += up != NULL || down != NULL;
  if (blocks->n_marks == 0 && !retort_sql_line_is_blank (line) && !g_str_has_prefix (line->text, "--"))
    blocks->is_text_before = TRUE;
}

static Blocks
find_blocks (const RetortSource *source)
{
  Blocks blocks = { 0 };
  RetortSqlLine line = { 0 };

  while (retort_sql_line_next (source, &line))
    take_line (&blocks, &line);
  return blocks;
}

/* (nullable): why dbmate refuses the file, a clause. */
static const char *
find_fault (const Blocks *blocks)
{
  if (!blocks->has_up)
    return "dbmate requires each migration to define an up block with '-- migrate:up'";
  if (!blocks->has_down)
    return "dbmate requires each migration to define a down block with '-- migrate:down'";
  if (blocks->down < blocks->up)
    return "dbmate requires '-- migrate:up' to appear before '-- migrate:down'";
  if (blocks->is_text_before)
    return "dbmate does not support statements preceding the '-- migrate:up' block";
  return blocks->n_marks > 2 ? "several pairs of blocks in one file are not followed" : NULL;
}

static void
cut (const RetortSource *source, RetortDirection direction, RetortSqlSide *side)
{
  Blocks blocks = find_blocks (source);
  const char *fault = find_fault (&blocks);
  gboolean is_up = direction == RETORT_DIRECTION_UPGRADE;

  if (fault != NULL)
    retort_sql_side_refuse (side, 0, 0, "%s", fault);
  if (fault != NULL)
    return;
  side->is_autocommit = is_up ? blocks.up_is_alone : blocks.down_is_alone;
  retort_sql_side_add (side, is_up ? blocks.up : blocks.down, is_up ? blocks.down : retort_source_get_length (source));
}

static gboolean
has_mark (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr(RetortSource) source = NULL;
  Blocks blocks;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  source = retort_source_new (path, text, -1);
  blocks = find_blocks (source);
  return blocks.has_up;
}

static gboolean
is_name (const char *name)
{
  return g_ascii_isdigit (name[0]) && g_str_has_suffix (name, ".sql");
}

static gboolean
is_one (const char *folder, const char *name)
{
  return is_name (name) && has_mark (folder, name);
}

/* In the order of their names, as texts; the names are sorted. */
static void
read_all (RetortSqlReading *reading)
{
  for (guint i = 0; i < reading->names->len; i++)
    {
      const char *name = g_ptr_array_index (reading->names, i);
      g_autofree char *id = g_strndup (name, strcspn (name, "."));
      RetortSource *source = is_name (name) ? retort_sql_read_file (reading, name) : NULL;
      RetortSqlEntry *entry = NULL;
      Blocks blocks;

      if (source == NULL)
        continue;
      blocks = find_blocks (source);
      entry = retort_sql_entry_new (id, g_strndup (name, strspn (name, "0123456789")), retort_sql_dup_title (name));
      entry->up = source;
      entry->down = find_fault (&blocks) == NULL ? retort_source_ref (source) : NULL;
      g_ptr_array_add (reading->entries, entry);
    }
}

/* --- State --- */

static void
note_unknown (RetortProject *project, GHashTable *versions, RetortAppliedFields *fields)
{
  GPtrArray *entries = retort_sql_project_get_entries (project);
  g_autoptr(GList) left = NULL;

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_remove (versions, ((RetortSqlEntry *) g_ptr_array_index (entries, i))->version);
  left = g_list_sort (g_hash_table_get_keys (versions), (GCompareFunc) strcmp);
  for (GList *version = left; version != NULL; version = version->next)
    g_ptr_array_add (fields->unknown, g_strdup (version->data));
}

static RetortApplied *
read_applied (RetortProject *project, const char *layout, const char *const *rows)
{
  RetortAppliedFields fields = retort_sql_applied_begin (layout, rows);
  GPtrArray *entries = retort_sql_project_get_entries (project);
  g_autoptr(GHashTable) versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (retort_table_layout_has (layout, "dirty"))
    fields.obstacle = g_strdup ("the table schema_migrations is that of golang-migrate: it has a column 'dirty'");
  for (gsize i = 0; rows[i] != NULL && fields.obstacle == NULL; i++)
    {
      g_autoptr(JsonNode) row = retort_table_row_new (rows[i]);
      char *version = retort_table_row_dup (row, "version");

      if (version != NULL)
        g_hash_table_add (versions, version);
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);
      gboolean is_applied = g_hash_table_contains (versions, entry->version);

      g_ptr_array_add (fields.entries,
                       retort_applied_entry_new (entry->id, is_applied ? RETORT_APPLIED_DONE : RETORT_APPLIED_PENDING, 0, NULL));
    }
  note_unknown (project, versions, &fields);
  return retort_applied_new (&fields);
}

static GPtrArray *
write_row (RetortProject *project, const char *id, gboolean is_applied, const RetortApplied *applied, GPtrArray *rows)
{
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  g_autofree char *version = retort_sql_quote_literal (retort_sql_project_find (project, id)->version);
  g_autofree char *sql = is_applied ? g_strdup_printf ("insert into %s (version) values (%s)", table, version)
                                    : g_strdup_printf ("delete from %s where version = %s", table, version);

  g_ptr_array_add (batches, retort_bookkeeping_batch (sql, RETORT_BATCH_NONE));
  retort_bookkeeping_move_current (rows, applied, id, is_applied);
  return batches;
}

static GPtrArray *
write_step (RetortProject *project, RetortBookkeepingStep *step, GError **error)
{
  return write_row (project, retort_revision_get_id (step->revision), step->direction == RETORT_DIRECTION_UPGRADE, step->applied, step->rows);
}

static GPtrArray *
stamp (RetortProject *project, const RetortStampStep *step, const RetortApplied *applied, GPtrArray *rows, GError **error)
{
  return write_row (project, step->to != NULL ? step->to : step->from[0], step->to != NULL, applied, rows);
}

static GPtrArray *
create (RetortProject *project, const RetortApplied *applied)
{
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  g_autofree char *sql = g_strdup_printf ("create table if not exists %s (version varchar primary key)", table);

  return retort_bookkeeping_batches (sql, RETORT_BATCH_AUTOCOMMIT);
}

static GPtrArray *
purge (RetortProject *project, const RetortApplied *applied)
{
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  g_autofree char *sql = g_strdup_printf ("delete from %s", table);

  return retort_bookkeeping_batches (sql, RETORT_BATCH_NONE);
}

static const RetortBookkeeping bookkeeping = {
  .exists_sql = retort_sql_tool_exists_sql,
  .read_sql = retort_sql_tool_read_sql,
  .read_applied = read_applied,
  .create = create,
  .step = write_step,
  .stamp = stamp,
  .purge = purge,
  .dup_miscount = retort_sql_tool_dup_miscount,
};

static const RetortSqlTool tool = {
  .adapter = &retort_dbmate_adapter,
  .table = "schema_migrations",
  .order = "version",
  .transactions = RETORT_TRANSACTIONS_PER_MIGRATION,
  .is_one = is_one,
  .read = read_all,
  .cut = cut,
};

RETORT_SQL_TOOL_DEFINE_PLACES (tool)

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup_printf ("dbmate --migrations-dir . %s", direction == RETORT_DIRECTION_UPGRADE ? "migrate" : "rollback");
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  return g_strdup ("# dbmate has no command for this");
}

const RetortAdapter retort_dbmate_adapter = {
  .kind = "sqlfiles",
  .label = "dbmate",
  .looked_for = "files like 20261121031717_name.sql with '-- migrate:up'",
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
