/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dbmate 2.36 (docs/reference/other-formats.md, section 3): one file a migration, with marks in comments; a row a version, gaps are filled. */
#include "formats/sqlfiles/annotations.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/fixes.h"
#include "formats/sqlfiles/tools.h"
#include "formats/table-row.h"
#include "sql/quote.h"

#include <string.h>

/* \s of Go's expressions. */
#define BLANK "[\\t\\n\\f\\r ]"
#define UP "^--" BLANK "*migrate:up(" BLANK "*$|" BLANK "+[^\\t\\n\\f\\r ]+)"
#define DOWN "^--" BLANK "*migrate:down(" BLANK "*$|" BLANK "+[^\\t\\n\\f\\r ]+)"

/* Where the blocks of a file stand (pkg/dbmate/migration.go). */
typedef struct
{
  gsize    up;
  gsize    down;
  gboolean has_up;
  gboolean has_down;
  gboolean is_repeated;    /* another pair follows */
  gboolean has_two_downs;
  gboolean is_text_before; /* something else than comments stands before the first up */
  gboolean up_is_alone;    /* transaction:false */
  gboolean down_is_alone;
} Blocks;

/* parseMigrationOptions() of the line at @text: the last word about it counts. */
static gboolean
says_no_transaction (const char *text)
{
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));
  g_auto(GStrv) words = g_strsplit_set (line, "\t\f\r ", -1);
  gboolean result = FALSE;

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], "transaction:") && strchr (words[i] + strlen ("transaction:"), ':') == NULL)
      result = g_str_equal (words[i], "transaction:false");
  return result;
}

/* The first place of @pattern at @from or behind it. */
static gboolean
find_mark (const RetortSource *source, const char *pattern, gsize from, gsize *at)
{
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE | G_REGEX_RAW | G_REGEX_NEWLINE_LF, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  int start = 0;

  if (!g_regex_match_full (regex, retort_source_get_text (source), (gssize) retort_source_get_length (source), (int) from, 0, &match, NULL))
    return FALSE;
  g_match_info_fetch_pos (match, 0, &start, NULL);
  *at = (gsize) start;
  return TRUE;
}

/* Is there something else than blank lines and comments before @end? */
static gboolean
has_text_before (const RetortSource *source, gsize end)
{
  RetortSqlLine line = { 0 };

  while (retort_sql_line_next (source, &line) && line.start < end)
    if (!retort_sql_line_is_blank (&line) && !g_str_has_prefix (line.text + strspn (line.text, "\t\f\r "), "--"))
      return TRUE;
  return FALSE;
}

/* A section goes from one "up" to the next. */
static Blocks
find_blocks (const RetortSource *source)
{
  const char *text = retort_source_get_text (source);
  gsize section_end = retort_source_get_length (source);
  gsize second = 0;
  Blocks blocks = { 0 };

  blocks.has_up = find_mark (source, UP, 0, &blocks.up);
  if (!blocks.has_up)
    return blocks;
  blocks.up_is_alone = says_no_transaction (text + blocks.up);
  blocks.is_text_before = has_text_before (source, blocks.up);
  blocks.is_repeated = find_mark (source, UP, blocks.up + 1, &section_end);
  blocks.has_down = find_mark (source, DOWN, blocks.up, &blocks.down) && blocks.down < section_end;
  if (!blocks.has_down)
    return blocks;
  blocks.down_is_alone = says_no_transaction (text + blocks.down);
  blocks.has_two_downs = find_mark (source, DOWN, blocks.down + 1, &second) && second < section_end;
  return blocks;
}

/* (nullable): why dbmate refuses the file, a clause. */
static const char *
find_fault (const Blocks *blocks)
{
  if (!blocks->has_up)
    return "dbmate requires each migration to define an up block with '-- migrate:up'";
  if (blocks->is_text_before)
    return "dbmate does not support statements preceding the '-- migrate:up' block";
  if (blocks->has_two_downs)
    return "dbmate requires every '-- migrate:down' to be preceded by a '-- migrate:up'";
  if (!blocks->has_down)
    return "dbmate requires each migration to define a down block with '-- migrate:down'";
  return blocks->is_repeated ? "several pairs of blocks in one file are not followed" : NULL;
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
