/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flyway 13 (docs/reference/other-formats.md, section 5): versions and repeatable files told by their names, a ranked row an attempt. Read and
 * planned, not run: callbacks, placeholders and its configuration may change what runs. */
#include "formats/sqlfiles/annotations.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/fixes.h"
#include "formats/sqlfiles/tools.h"
#include "formats/table-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* MigrationVersion: numbers, each but the first behind a dot or "_". */
static gboolean
is_version (const char *text)
{
  gsize length = strspn (text, "0123456789");

  if (length == 0)
    return FALSE;
  if (text[length] == '.' || text[length] == '_')
    return is_version (text + length + 1);
  return text[length] == '\0';
}

/* ResourceNameParser: "V2_1__add_users.sql"; a version without a description is one, too. */
static gboolean
parse_name (const char *name, char *kind, char **version, char **description)
{
  gsize length = strlen (name);
  g_autofree char *inner = length >= 5 ? g_strndup (name + 1, length - 5) : NULL;
  g_auto(GStrv) parts = NULL;

  if (inner == NULL || g_ascii_strcasecmp (name + length - 4, ".sql") != 0 || strchr ("VRUB", name[0]) == NULL)
    return FALSE;
  parts = g_strsplit (inner, "__", 2);
  if (name[0] == 'R' ? *inner != '\0' && *parts[0] != '\0' : *inner == '\0' || !is_version (parts[0]))
    return FALSE;
  *kind = name[0];
  *version = g_strdelimit (g_strdup (*inner != '\0' ? parts[0] : ""), "_", '.');
  *description = g_strdelimit (g_strdup (*inner != '\0' && parts[1] != NULL ? parts[1] : ""), "_", ' ');
  return TRUE;
}

static gboolean
is_one (const char *folder, const char *name)
{
  g_autofree char *version = NULL;
  g_autofree char *description = NULL;
  char kind;

  return strstr (name, "__") != NULL && parse_name (name, &kind, &version, &description);
}

/* --- Versions --- */

static int
compare_parts (const char *a, const char *b)
{
  a += strspn (a, "0");
  b += strspn (b, "0");
  if (strlen (a) != strlen (b))
    return strlen (a) < strlen (b) ? -1 : 1;
  return strcmp (a, b);
}

/* Numbers between dots; a missing one is 0. */
static int
compare_versions (const char *a, const char *b)
{
  g_auto(GStrv) left = g_strsplit (a, ".", -1);
  g_auto(GStrv) right = g_strsplit (b, ".", -1);
  gsize n_left = g_strv_length (left);
  gsize n_right = g_strv_length (right);

  for (gsize i = 0; i < MAX (n_left, n_right); i++)
    {
      int difference = compare_parts (i < n_left ? left[i] : "", i < n_right ? right[i] : "");

      if (difference != 0)
        return difference;
    }
  return 0;
}

/* Repeatable ones run after all others, in the order of their descriptions. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const RetortSqlEntry *left = *(const RetortSqlEntry *const *) a;
  const RetortSqlEntry *right = *(const RetortSqlEntry *const *) b;

  if (left->is_repeatable != right->is_repeatable)
    return left->is_repeatable ? 1 : -1;
  return left->is_repeatable ? strcmp (left->title, right->title) : compare_versions (left->version, right->version);
}

/* --- Checksums --- */

static guint32
add_to_crc (guint32 crc, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      crc ^= (guchar) text[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
    }
  return crc;
}

/* CRC-32 over the lines without their ends, as a signed number; the byte order mark does not count. */
static char *
dup_checksum (const RetortSource *source)
{
  const char *at = retort_source_get_text (source);
  guint32 crc = 0xffffffffu;

  if (g_str_has_prefix (at, "\xef\xbb\xbf"))
    at += 3;
  while (*at != '\0')
    {
      gsize length = strcspn (at, "\r\n");

      crc = add_to_crc (crc, at, length);
      at += length;
      if (g_str_has_prefix (at, "\r\n"))
        at += 2;
      else if (*at != '\0')
        at++;
    }
  return g_strdup_printf ("%d", (gint32) ~crc);
}

/* --- Files --- */

static void
read_file (RetortSqlReading *reading, const char *name, const char *path)
{
  g_autofree char *version = NULL;
  g_autofree char *description = NULL;
  g_autofree char *id = g_strndup (name, strlen (name) > 4 ? strlen (name) - 4 : 0);
  RetortSource *source = NULL;
  RetortSqlEntry *entry = NULL;
  char kind = '\0';

  if (!parse_name (name, &kind, &version, &description) || kind == 'U' || kind == 'B')
    return;
  source = retort_sql_read_file (reading, path);
  if (source == NULL)
    return;
  entry = retort_sql_entry_new (id, g_steal_pointer (&version), g_steal_pointer (&description));
  entry->is_repeatable = kind == 'R';
  entry->checksum = dup_checksum (source);
  entry->up = source;
  g_ptr_array_add (reading->entries, entry);
}

/* Locations are searched to their ends. */
static void
read_folder (RetortSqlReading *reading, const char *below, guint depth)
{
  g_autofree char *path = g_build_filename (reading->folder, below, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && depth < 5 && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = *below != '\0' ? g_build_filename (below, name, NULL) : g_strdup (name);
      g_autofree char *whole = g_build_filename (reading->folder, inner, NULL);

      if (name[0] == '.' || g_file_test (whole, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (whole, G_FILE_TEST_IS_DIR))
        read_folder (reading, inner, depth + 1);
      else
        read_file (reading, name, inner);
    }
}

static void
read_all (RetortSqlReading *reading)
{
  read_folder (reading, "", 0);
  g_ptr_array_sort (reading->entries, compare_entries);
  for (guint i = 1; i < reading->entries->len; i++)
    if (compare_entries (&reading->entries->pdata[i - 1], &reading->entries->pdata[i]) == 0)
      retort_sql_note (reading, NULL, TRUE, _("'%s' and '%s' have the same version: Flyway gives up."),
                       ((RetortSqlEntry *) g_ptr_array_index (reading->entries, i - 1))->id,
                       ((RetortSqlEntry *) g_ptr_array_index (reading->entries, i))->id);
}

static void
cut (const RetortSource *source, RetortDirection direction, RetortSqlSide *side)
{
  const char *text = retort_source_get_text (source);
  const char *placeholder = strstr (text, "${");

  if (placeholder != NULL)
    retort_sql_side_refuse (side, (gsize) (placeholder - text), (gsize) (placeholder - text) + 2, "Flyway puts a value in the place of '${…}'");
  retort_sql_side_add (side, 0, retort_source_get_length (source));
}

/* --- State --- */

/* What the rows say of one migration. */
typedef struct
{
  gboolean has_run;
  gboolean has_failed;
  char    *checksum; /* nullable */
} Attempt;

static void
attempt_clear (Attempt *self)
{
  g_clear_pointer (&self->checksum, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

static gboolean
is_about (JsonNode *row, const RetortSqlEntry *entry)
{
  g_autofree char *version = retort_table_row_dup (row, "version");
  g_autofree char *description = retort_table_row_dup (row, "description");

  if (entry->is_repeatable)
    return version == NULL && g_strcmp0 (description, entry->title) == 0;
  return version != NULL && compare_versions (version, entry->version) == 0;
}

/* The last row counts: it ran, was undone, deleted from the history, or failed. */
static Attempt
find_attempt (GPtrArray *rows, const RetortSqlEntry *entry)
{
  Attempt attempt = { 0 };

  for (guint i = 0; i < rows->len; i++)
    {
      JsonNode *row = g_ptr_array_index (rows, i);
      g_autofree char *type = retort_table_row_dup (row, "type");

      if (type == NULL || !is_about (row, entry) || g_str_equal (type, "BASELINE") || g_str_equal (type, "SCHEMA"))
        continue;
      attempt_clear (&attempt);
      attempt.has_failed = !retort_table_row_is (row, "success");
      attempt.has_run = !attempt.has_failed && !g_str_has_prefix (type, "UNDO") && !g_str_equal (type, "DELETE");
      attempt.checksum = retort_table_row_dup (row, "checksum");
    }
  return attempt;
}

static gboolean
takes_back (JsonNode *row)
{
  g_autofree char *type = retort_table_row_dup (row, "type");

  return type != NULL && (g_str_has_prefix (type, "UNDO") || g_str_equal (type, "DELETE"));
}

/* The row or a later one of its version says that it no longer counts (MigrationInfoServiceImpl). */
static gboolean
is_taken_back (GPtrArray *rows, guint at, const char *version)
{
  for (guint i = rows->len; i > at; i--)
    {
      JsonNode *row = g_ptr_array_index (rows, i - 1);
      g_autofree char *found = retort_table_row_dup (row, "version");

      if (found != NULL && compare_versions (found, version) == 0)
        return takes_back (row);
    }
  return FALSE;
}

/* (nullable): the highest version that ran, or that the history begins with. */
static char *
dup_highest (GPtrArray *rows, gboolean is_baseline)
{
  g_autofree char *highest = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *type = retort_table_row_dup (g_ptr_array_index (rows, i), "type");
      g_autofree char *version = retort_table_row_dup (g_ptr_array_index (rows, i), "version");

      if (version == NULL || (is_baseline ? g_strcmp0 (type, "BASELINE") != 0 : is_taken_back (rows, i, version)))
        continue;
      if (highest == NULL || compare_versions (version, highest) > 0)
        {
          g_free (highest);
          highest = g_steal_pointer (&version);
        }
    }
  return g_steal_pointer (&highest);
}

static RetortAppliedEntry *
compare (const RetortSqlEntry *entry, const Attempt *attempt, const char *baseline, const char *highest)
{
  gboolean is_same = g_strcmp0 (attempt->checksum, entry->checksum) == 0;

  if (attempt->has_run && is_same)
    return retort_applied_entry_new (entry->id, RETORT_APPLIED_DONE, 0, NULL);
  if (attempt->has_run && entry->is_repeatable)
    return retort_applied_entry_new (entry->id, RETORT_APPLIED_AGAIN, 0, NULL);
  if (attempt->has_run)
    return retort_applied_entry_new (entry->id, RETORT_APPLIED_EDITED, 0,
                                     g_strdup_printf ("'%s' was edited after it was applied: Flyway refuses it until 'flyway repair'", entry->id));
  if (!entry->is_repeatable && baseline != NULL && compare_versions (entry->version, baseline) <= 0)
    return retort_applied_entry_new (entry->id, RETORT_APPLIED_DONE, 0, NULL);
  if (!entry->is_repeatable && highest != NULL && compare_versions (entry->version, highest) < 0)
    return retort_applied_entry_new (entry->id, RETORT_APPLIED_SKIPPED, 0,
                                     g_strdup_printf ("'%s' is below version %s, which is applied: Flyway ignores it unless outOfOrder is set", entry->id,
                                                      highest));
  return retort_applied_entry_new (entry->id, RETORT_APPLIED_PENDING, 0, NULL);
}

static gboolean
is_known (GPtrArray *entries, JsonNode *row)
{
  for (guint i = 0; i < entries->len; i++)
    if (is_about (row, g_ptr_array_index (entries, i)))
      return TRUE;
  return FALSE;
}

static void
note_unknown (GPtrArray *entries, GPtrArray *rows, RetortAppliedFields *fields)
{
  for (guint i = 0; i < rows->len; i++)
    {
      JsonNode *row = g_ptr_array_index (rows, i);
      g_autofree char *type = retort_table_row_dup (row, "type");

      if (g_strcmp0 (type, "SQL") == 0 && !is_known (entries, row))
        g_ptr_array_add (fields->unknown, retort_table_row_dup (row, "script"));
    }
}

static RetortApplied *
read_applied (RetortProject *project, const char *layout, const char *const *texts)
{
  RetortAppliedFields fields = retort_sql_applied_begin (layout, texts);
  GPtrArray *entries = retort_sql_project_get_entries (project);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autofree char *baseline = NULL;
  g_autofree char *highest = NULL;

  for (gsize i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (rows, retort_table_row_new (texts[i]));
  baseline = dup_highest (rows, TRUE);
  highest = dup_highest (rows, FALSE);
  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);
      g_auto(Attempt) attempt = find_attempt (rows, entry);

      if (attempt.has_failed && fields.obstacle == NULL)
        fields.obstacle = g_strdup_printf ("'%s' failed; Flyway waits for 'flyway repair'", entry->id);
      g_ptr_array_add (fields.entries, compare (entry, &attempt, baseline, highest));
    }
  note_unknown (entries, rows, &fields);
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
  .adapter = &retort_flyway_adapter,
  .table = "flyway_schema_history",
  .order = "installed_rank",
  .transactions = RETORT_TRANSACTIONS_PER_MIGRATION,
  .read_only = N_("Flyway's configuration, callbacks and placeholders may change what runs, and it validates by itself: Retort reads, checks and plans, and leaves "
                   "the running to 'flyway migrate'."),
  .is_one = is_one,
  .read = read_all,
  .cut = cut,
};

RETORT_SQL_TOOL_DEFINE_PLACES (tool)

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup_printf ("flyway -locations=filesystem:. %s", direction == RETORT_DIRECTION_UPGRADE ? "migrate" : "undo");
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  return g_strdup_printf ("flyway -locations=filesystem:. baseline -baselineVersion=%s", symbols[0]);
}

const RetortAdapter retort_flyway_adapter = {
  .kind = "sqlfiles",
  .label = "Flyway",
  .looked_for = "files like V1__name.sql and R__name.sql",
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
