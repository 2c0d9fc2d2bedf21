/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golang-migrate v4.19 (docs/reference/other-formats.md, section 2): one row with the last version, marked dirty while a migration is at
 * work. Each file is one query and brings its own transaction, or none. */
#include "formats/sqlfiles/annotations.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/fixes.h"
#include "formats/sqlfiles/tools.h"
#include "formats/table-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* source/parse.go, Regex; whatever stands behind the last dot is run. */
#define PATTERN "^([0-9]+)[_](.*)\\.(down|up)\\.(.*)$"

/* pg_advisory_lock (crc32 (schema \0 table \0 database) * salt), in SQL: the names are the server's (database/util.go, GenerateAdvisoryLockId). */
#define LOCK_SQL \
  "WITH RECURSIVE name (bytes) AS (\n" \
  "  SELECT pg_catalog.convert_to(pg_catalog.current_schema(), 'UTF8') || '\\x00'::bytea\n" \
  "         || pg_catalog.convert_to('schema_migrations', 'UTF8') || '\\x00'::bytea\n" \
  "         || pg_catalog.convert_to(pg_catalog.current_database(), 'UTF8')\n" \
  "), crc (bit, value) AS (\n" \
  "  SELECT 0, 4294967295::bigint\n" \
  "  UNION ALL\n" \
  "  SELECT bit + 1, (mixed >> 1) # CASE WHEN mixed & 1 = 1 THEN 3988292384 ELSE 0 END\n" \
  "    FROM (SELECT bit, CASE WHEN bit % 8 = 0 THEN value # pg_catalog.get_byte(bytes, bit / 8) ELSE value END AS mixed\n" \
  "            FROM crc, name WHERE bit < 8 * pg_catalog.length(bytes)) AS step\n" \
  ")\n" \
  "SELECT pg_catalog.pg_advisory_lock(((value # 4294967295) * 1486364155) & 4294967295)\n" \
  "  FROM crc ORDER BY bit DESC LIMIT 1"

typedef struct
{
  gint64   number;
  gboolean is_up;
  gboolean is_sql; /* its name ends so; golang-migrate runs the others, too */
  char    *stem;   /* "000001_create_users" */
} FileName;

static void
file_name_clear (FileName *self)
{
  g_clear_pointer (&self->stem, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FileName, file_name_clear)

static gboolean
parse_name (const char *name, FileName *parsed)
{
  static GRegex *pattern = NULL;
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *direction = NULL;
  g_autofree char *end = NULL;

  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern, g_regex_new (PATTERN, G_REGEX_OPTIMIZE, 0, NULL));
  if (!g_regex_match (pattern, name, 0, &match))
    return FALSE;
  direction = g_match_info_fetch (match, 3);
  end = g_match_info_fetch (match, 4);
  parsed->number = retort_sql_parse_number (name);
  parsed->is_up = g_str_equal (direction, "up");
  parsed->stem = g_strndup (name, strlen (name) - strlen (end) - strlen (direction) - 2);
  parsed->is_sql = g_str_has_suffix (end, "sql");
  return TRUE;
}

static gboolean
is_one (const char *folder, const char *name)
{
  g_auto(FileName) parsed = { 0 };

  return parse_name (name, &parsed) && parsed.is_sql;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const RetortSqlEntry *left = *(const RetortSqlEntry *const *) a;
  const RetortSqlEntry *right = *(const RetortSqlEntry *const *) b;

  return left->number < right->number ? -1 : left->number > right->number;
}

static RetortSqlEntry *
find_number (GPtrArray *entries, gint64 number)
{
  for (guint i = 0; i < entries->len; i++)
    if (((RetortSqlEntry *) g_ptr_array_index (entries, i))->number == number)
      return g_ptr_array_index (entries, i);
  return NULL;
}

static void
read_file (RetortSqlReading *reading, const char *name, const FileName *parsed)
{
  RetortSqlEntry *entry = find_number (reading->entries, parsed->number);
  RetortSource **place = NULL;

  if (parsed->number < 0)
    {
      retort_sql_note (reading, name, TRUE, _("The number of '%s' is too large."), name);
      return;
    }
  if (entry == NULL)
    {
      entry = retort_sql_entry_new (parsed->stem, g_strdup_printf ("%" G_GINT64_FORMAT, parsed->number), retort_sql_dup_title (parsed->stem));
      entry->number = parsed->number;
      g_ptr_array_add (reading->entries, entry);
    }
  place = parsed->is_up ? &entry->up : &entry->down;
  if (*place != NULL && parsed->is_up)
    retort_sql_note (reading, name, TRUE, _("Version %s has two files that lead up: golang-migrate gives up on the whole folder."), entry->version);
  else if (*place != NULL)
    retort_sql_note (reading, name, TRUE, _("Version %s has two files that lead down: golang-migrate gives up on the whole folder."), entry->version);
  else
    *place = retort_sql_read_file (reading, name);
}

static void
read_all (RetortSqlReading *reading)
{
  for (guint i = 0; i < reading->names->len; i++)
    {
      g_auto(FileName) parsed = { 0 };

      if (parse_name (g_ptr_array_index (reading->names, i), &parsed))
        read_file (reading, g_ptr_array_index (reading->names, i), &parsed);
    }
  for (guint i = reading->entries->len; i > 0; i--)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (reading->entries, i - 1);

      if (entry->up == NULL && entry->down == NULL)
        g_ptr_array_remove_index (reading->entries, i - 1);
    }
  g_ptr_array_sort (reading->entries, compare_numbers);
}

static void
cut (const RetortSource *source, RetortDirection direction, RetortSqlSide *side)
{
  retort_sql_side_add (side, 0, retort_source_get_length (source));
}

/* --- State --- */

static void
read_row (RetortProject *project, const char *text, RetortAppliedFields *fields, gint64 *current)
{
  g_autoptr(JsonNode) row = retort_table_row_new (text);
  g_autofree char *version = retort_table_row_dup (row, "version");

  *current = retort_table_row_get_number (row, "version", -1);
  if (retort_table_row_is (row, "dirty"))
    fields->obstacle = g_strdup_printf ("version %s is dirty: it failed half way; golang-migrate wants the database put right and 'migrate force %s'",
                                        version, version);
  else if (*current >= 0 && find_number (retort_sql_project_get_entries (project), *current) == NULL)
    fields->obstacle = g_strdup_printf ("the database is at version %s, which no file has", version);
  if (*current >= 0 && find_number (retort_sql_project_get_entries (project), *current) == NULL)
    g_ptr_array_add (fields->unknown, g_steal_pointer (&version));
}

/* One row stands for all before it. */
static RetortApplied *
read_applied (RetortProject *project, const char *layout, const char *const *rows)
{
  RetortAppliedFields fields = retort_sql_applied_begin (layout, rows);
  GPtrArray *entries = retort_sql_project_get_entries (project);
  gint64 current = -1;

  if (retort_table_layout_has (layout, "version") && !retort_table_layout_has (layout, "dirty"))
    fields.obstacle = g_strdup ("the table schema_migrations is that of another tool: it has no column 'dirty'");
  else if (rows[0] != NULL)
    read_row (project, rows[0], &fields, &current);
  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);

      g_ptr_array_add (fields.entries, retort_applied_entry_new (entry->id, entry->number <= current ? RETORT_APPLIED_DONE : RETORT_APPLIED_PENDING,
                                                                 entry->number, NULL));
    }
  return retort_applied_new (&fields);
}

/* The version that the step leads to: its own, or the one before it; -1 is none. */
static gint64
find_target (RetortProject *project, const char *id, gboolean is_up)
{
  GPtrArray *entries = retort_sql_project_get_entries (project);
  gint64 before = -1;

  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->id, id))
        return is_up ? entry->number : before;
      before = entry->number;
    }
  return before;
}

/* SetVersion(): both statements are one transaction, as two of one query are. */
static GPtrArray *
set_version (RetortProject *project, const RetortApplied *applied, gint64 version, gboolean is_dirty)
{
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  g_autofree char *sql = NULL;

  if (version >= 0 || is_dirty)
    sql = g_strdup_printf ("TRUNCATE %s; INSERT INTO %s (version, dirty) VALUES (%" G_GINT64_FORMAT ", %s)", table, table, version,
                           is_dirty ? "true" : "false");
  else
    /* What TRUNCATE would leave behind, and it says how many rows there were. */
    sql = g_strdup_printf ("DELETE FROM %s", table);
  g_ptr_array_add (batches, retort_bookkeeping_batch (sql, RETORT_BATCH_AUTOCOMMIT));
  return batches;
}

static GPtrArray *
open_step (RetortProject *project, const RetortBookkeepingStep *step)
{
  gint64 target = find_target (project, retort_revision_get_id (step->revision), step->direction == RETORT_DIRECTION_UPGRADE);

  return set_version (project, step->applied, target, TRUE);
}

static GPtrArray *
write_step (RetortProject *project, RetortBookkeepingStep *step, GError **error)
{
  const char *id = retort_revision_get_id (step->revision);
  gboolean is_up = step->direction == RETORT_DIRECTION_UPGRADE;

  retort_bookkeeping_move_current (step->rows, step->applied, id, is_up);
  return set_version (project, step->applied, find_target (project, id, is_up), FALSE);
}

/* `migrate force`. */
static GPtrArray *
stamp (RetortProject *project, const RetortStampStep *step, const RetortApplied *applied, GPtrArray *rows, GError **error)
{
  const char *id = step->to != NULL ? step->to : step->from[0];

  retort_bookkeeping_move_current (rows, applied, id, step->to != NULL);
  return set_version (project, applied, find_target (project, id, step->to != NULL), FALSE);
}

static GPtrArray *
create (RetortProject *project, const RetortApplied *applied)
{
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  g_autofree char *sql = g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s (version bigint not null primary key, dirty boolean not null)", table);

  return retort_bookkeeping_batches (sql, RETORT_BATCH_AUTOCOMMIT);
}

static GPtrArray *
purge (RetortProject *project, const RetortApplied *applied)
{
  return set_version (project, applied, -1, FALSE);
}

static const RetortBookkeeping bookkeeping = {
  .exists_sql = retort_sql_tool_exists_sql,
  .read_sql = retort_sql_tool_read_sql,
  .read_applied = read_applied,
  .create = create,
  .open = open_step,
  .step = write_step,
  .stamp = stamp,
  .purge = purge,
  .dup_miscount = retort_sql_tool_dup_miscount,
};

static const RetortSqlTool tool = {
  .adapter = &retort_golang_migrate_adapter,
  .table = "schema_migrations",
  .order = "version",
  .transactions = RETORT_TRANSACTIONS_AUTOCOMMIT,
  .lock_sql = LOCK_SQL,
  .is_one = is_one,
  .read = read_all,
  .cut = cut,
};

RETORT_SQL_TOOL_DEFINE_PLACES (tool)

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup_printf ("migrate -path . -database \"$DATABASE_URL\" %s", direction == RETORT_DIRECTION_UPGRADE ? "up" : "down 1");
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  gint64 number = retort_sql_parse_number (symbols[0]);

  return g_strdup_printf ("migrate -path . -database \"$DATABASE_URL\" force %" G_GINT64_FORMAT, number);
}

const RetortAdapter retort_golang_migrate_adapter = {
  .kind = "sqlfiles",
  .label = "golang-migrate",
  .looked_for = "files like 000001_name.up.sql",
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
