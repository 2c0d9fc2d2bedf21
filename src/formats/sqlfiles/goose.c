/* SPDX-License-Identifier: GPL-3.0-or-later */
/* goose v3.27 (docs/reference/other-formats.md, section 4): one file a migration, cut into statements by the tool's own rule; a row a version,
 * the newest one counts; a gap below the last version stops it. */
#include "formats/sqlfiles/annotations.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/fixes.h"
#include "formats/sqlfiles/tools.h"
#include "formats/table-row.h"

#include <glib/gi18n.h>
#include <string.h>

/* One file while it is cut (internal/sqlparser/parser.go, ParseSQLMigration). */
typedef struct
{
  RetortSqlSide  *side;
  RetortDirection wanted;
  gboolean        has_direction;
  gboolean        has_down;
  RetortDirection direction;     /* of the lines that are read */
  gboolean        in_statement;  /* between StatementBegin and StatementEnd */
  gboolean        is_open;       /* the tool's buffer holds something; never in the direction that is not wanted */
  gboolean        has_text;      /* and that is not only blanks */
  gsize           start;
} Cutter;

static char *
dup_line (const RetortSqlLine *line)
{
  return g_strndup (line->text, line->end - line->start);
}

/* extractAnnotation(). (nullable): "Up", "NO TRANSACTION"; "" for "-- +goose" alone. What stands between "--" and "+goose" is part of it. */
static char *
dup_annotation (const RetortSqlLine *line)
{
  g_autofree char *text = dup_line (line);
  g_auto(GStrv) dashes = NULL;
  g_autofree char *rest = NULL;
  g_auto(GStrv) marks = NULL;

  if (!g_str_has_prefix (g_strchug (text), "--") || strstr (text, "+goose") == NULL)
    return NULL;
  dashes = g_strsplit (text, "--", -1);
  rest = g_strjoinv ("", dashes);
  marks = g_strsplit (rest, "+goose", 2);
  return g_strstrip (g_strjoinv ("", marks));
}

static gboolean
is_annotation (const char *annotation, const char *word)
{
  return g_ascii_strcasecmp (annotation, word) == 0;
}

static void
end_statement (Cutter *self, gsize end)
{
  if (self->is_open)
    retort_sql_side_add (self->side, self->start, end);
  self->is_open = FALSE;
  self->has_text = FALSE;
}

static void
begin_up (Cutter *self, const RetortSqlLine *line)
{
  if (self->has_direction)
    retort_sql_side_refuse (self->side, line->start, line->end, "'+goose Up' stands there twice, or behind '+goose Down'");
  self->has_direction = TRUE;
  self->direction = RETORT_DIRECTION_UPGRADE;
}

static void
begin_down (Cutter *self, const RetortSqlLine *line)
{
  if (!self->has_direction)
    retort_sql_side_refuse (self->side, line->start, line->end, "'+goose Down' stands before '+goose Up'");
  if (self->has_down)
    retort_sql_side_refuse (self->side, line->start, line->end, "'+goose Down' stands there twice");
  if (self->in_statement)
    retort_sql_side_refuse (self->side, line->start, line->end, "'+goose Down' stands before '+goose StatementEnd'");
  if (self->has_text)
    retort_sql_side_refuse (self->side, self->start, line->start, "a statement is unfinished: goose misses a semicolon");
  self->is_open = FALSE;
  self->has_text = FALSE;
  self->has_direction = TRUE;
  self->has_down = TRUE;
  self->direction = RETORT_DIRECTION_DOWNGRADE;
}

static void
begin_block (Cutter *self, const RetortSqlLine *line)
{
  if (!self->has_direction || self->in_statement)
    retort_sql_side_refuse (self->side, line->start, line->end, "'+goose StatementBegin' stands %s",
                            self->in_statement ? "inside another one" : "before '+goose Up'");
  if (self->has_text)
    retort_sql_side_refuse (self->side, line->start, line->end, "an annotation of goose stands inside a statement");
  self->is_open = FALSE; /* of blanks */
  self->in_statement = TRUE;
}

/* Behind an empty block goose drops the line that follows. */
static void
end_block (Cutter *self, const RetortSqlLine *line)
{
  if (!self->in_statement)
    retort_sql_side_refuse (self->side, line->start, line->end, "'+goose StatementEnd' has no '+goose StatementBegin'");
  else if (!self->is_open && self->direction == self->wanted)
    retort_sql_side_refuse (self->side, line->start, line->end, "nothing stands between '+goose StatementBegin' and '+goose StatementEnd': "
                                                                "goose leaves out the next line");
  end_statement (self, line->start);
  self->in_statement = FALSE;
}

/* What says how to run, not what. goose takes such a line out of a statement that it stands in. */
static void
take_setting (Cutter *self, const RetortSqlLine *line, const char *annotation)
{
  if (self->has_text)
    retort_sql_side_refuse (self->side, line->start, line->end, "an annotation of goose stands inside a statement");
  if (is_annotation (annotation, "NO TRANSACTION"))
    self->side->is_autocommit = TRUE;
  else if (is_annotation (annotation, "ENVSUB ON"))
    retort_sql_side_refuse (self->side, line->start, line->end, "goose puts values of the environment into the text (ENVSUB)");
  else if (!is_annotation (annotation, "ENVSUB OFF"))
    retort_sql_side_refuse (self->side, line->start, line->end, "goose does not know the annotation '%s'", annotation);
}

static void
take_annotation (Cutter *self, const RetortSqlLine *line, const char *annotation)
{
  if (line->text[0] == ' ' || line->text[0] == '\t')
    retort_sql_side_refuse (self->side, line->start, line->end, "goose refuses an annotation that is indented");
  if (is_annotation (annotation, "Up"))
    begin_up (self, line);
  else if (is_annotation (annotation, "Down"))
    begin_down (self, line);
  else if (is_annotation (annotation, "StatementBegin"))
    begin_block (self, line);
  else if (is_annotation (annotation, "StatementEnd"))
    end_block (self, line);
  else
    take_setting (self, line, annotation);
}

/* endsWithSemicolon(): the last word before one that begins with "--". */
static gboolean
ends_statement (const RetortSqlLine *line)
{
  g_autofree char *text = dup_line (line);
  g_auto(GStrv) words = g_strsplit_set (text, " \t\v\f\r", -1);
  const char *last = "";

  for (gsize i = 0; words[i] != NULL && !g_str_has_prefix (words[i], "--"); i++)
    if (*words[i] != '\0')
      last = words[i];
  return g_str_has_suffix (last, ";");
}

static gboolean
is_comment (const RetortSqlLine *line)
{
  g_autofree char *text = g_strchug (dup_line (line));

  return g_str_has_prefix (text, "--");
}

static void
take_text (Cutter *self, const RetortSqlLine *line)
{
  if (!self->is_open)
    self->start = line->start;
  self->is_open = TRUE;
  self->has_text = self->has_text || !retort_sql_line_is_blank (line);
  if (!self->in_statement && ends_statement (line))
    end_statement (self, line->end);
}

static void
take_line (Cutter *self, const RetortSqlLine *line)
{
  g_autofree char *annotation = dup_annotation (line);

  if (annotation != NULL)
    take_annotation (self, line, annotation);
  else if (!self->is_open && (line->end == line->start || is_comment (line)))
    return;
  else if (!self->has_direction && !retort_sql_line_is_blank (line))
    retort_sql_side_refuse (self->side, line->start, line->end, "goose wants '-- +goose Up' before anything else");
  else if (self->has_direction && self->direction == self->wanted)
    take_text (self, line);
}

static gboolean
cut_and_find_down (const RetortSource *source, RetortDirection direction, RetortSqlSide *side)
{
  Cutter cutter = { .side = side, .wanted = direction };
  RetortSqlLine line = { 0 };

  while (retort_sql_line_next (source, &line))
    take_line (&cutter, &line);
  if (!cutter.has_direction)
    retort_sql_side_refuse (side, 0, 0, "goose wants '-- +goose Up'");
  if (cutter.in_statement)
    retort_sql_side_refuse (side, cutter.start, line.end, "'+goose StatementBegin' has no '+goose StatementEnd'");
  else if (cutter.has_text)
    retort_sql_side_refuse (side, cutter.start, line.end, "the last statement is unfinished: goose misses a semicolon");
  return cutter.has_down;
}

static void
cut (const RetortSource *source, RetortDirection direction, RetortSqlSide *side)
{
  cut_and_find_down (source, direction, side);
}

static gboolean
has_down (const RetortSource *source)
{
  RetortSqlSide side = { .spans = g_array_new (FALSE, FALSE, sizeof (RetortSpan)) };
  gboolean result = cut_and_find_down (source, RETORT_DIRECTION_DOWNGRADE, &side);

  g_array_unref (side.spans);
  g_free (side.refusal);
  return result;
}

/* NumericComponent(): the text before the first "_" as a number from 1 on; -1: it is none. */
static gint64
parse_version (const char *name)
{
  const char *digits = name + (name[0] == '+');
  gsize length = strspn (digits, "0123456789");
  gint64 number = length > 0 && digits[length] == '_' ? retort_sql_parse_number (digits) : -1;

  return number >= 1 ? number : -1;
}

static gboolean
is_name (const char *name)
{
  return g_str_has_suffix (name, ".sql") && parse_version (name) > 0;
}

static gboolean
is_one (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GRegex) pattern = g_regex_new ("^--.*\\+goose\\s+up\\b", G_REGEX_MULTILINE | G_REGEX_CASELESS, 0, NULL);

  return is_name (name) && g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents (path, &text, NULL, NULL)
         && g_utf8_validate (text, -1, NULL) && g_regex_match (pattern, text, 0, NULL);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const RetortSqlEntry *left = *(const RetortSqlEntry *const *) a;
  const RetortSqlEntry *right = *(const RetortSqlEntry *const *) b;

  return left->number < right->number ? -1 : left->number > right->number;
}

static void
read_file (RetortSqlReading *reading, const char *name)
{
  g_autofree char *id = g_strndup (name, strcspn (name, "."));
  gint64 number = parse_version (name);
  RetortSource *source = retort_sql_read_file (reading, name);
  RetortSqlEntry *entry = NULL;

  if (source == NULL)
    return;
  entry = retort_sql_entry_new (id, g_strdup_printf ("%" G_GINT64_FORMAT, number), retort_sql_dup_title (name));
  entry->number = number;
  entry->up = source;
  entry->down = has_down (source) ? retort_source_ref (source) : NULL;
  g_ptr_array_add (reading->entries, entry);
}

static void
read_all (RetortSqlReading *reading)
{
  for (guint i = 0; i < reading->names->len; i++)
    {
      const char *name = g_ptr_array_index (reading->names, i);

      if (is_name (name))
        read_file (reading, name);
      else if (g_str_has_suffix (name, ".sql"))
        retort_sql_note (reading, name, TRUE, _("'%s' has no number from 1 on before its first '_': goose gives up on the whole folder."), name);
      else if (parse_version (name) > 0 && g_str_has_suffix (name, ".go") && !g_str_has_suffix (name, "_test.go"))
        retort_sql_note (reading, name, TRUE, _("'%s' is a migration written in Go, which Retort does not run."), name);
    }
  g_ptr_array_sort (reading->entries, compare_numbers);
  for (guint i = 1; i < reading->entries->len; i++)
    if (compare_numbers (&reading->entries->pdata[i - 1], &reading->entries->pdata[i]) == 0)
      retort_sql_note (reading, NULL, TRUE, _("'%s' and '%s' have the same number: goose gives up on the whole folder."),
                       ((RetortSqlEntry *) g_ptr_array_index (reading->entries, i - 1))->id,
                       ((RetortSqlEntry *) g_ptr_array_index (reading->entries, i))->id);
}

/* --- State --- */

/* The newest row of a version counts; the row of version 0 is goose's own. (key: version as text, value: 1 + is_applied) */
static GHashTable *
read_versions (const char *const *rows)
{
  GHashTable *versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_autoptr(JsonNode) row = retort_table_row_new (rows[i]);
      char *version = retort_table_row_dup (row, "version_id");

      if (version != NULL && !g_str_equal (version, "0"))
        g_hash_table_insert (versions, version, GINT_TO_POINTER (1 + retort_table_row_is (row, "is_applied")));
      else
        g_free (version);
    }
  return versions;
}

static gboolean
is_applied (GHashTable *versions, const RetortSqlEntry *entry)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (versions, entry->version)) == 2;
}

/* Any row of a version keeps it from running, also one that says that it was undone (up.go: lookupAppliedInDB, findMissingMigrations()); goose of today
 * deletes rows instead. */
static RetortAppliedEntry *
make_entry (GHashTable *versions, const RetortSqlEntry *entry)
{
  gboolean has_row = g_hash_table_contains (versions, entry->version);

  if (is_applied (versions, entry))
    return retort_applied_entry_new (entry->id, RETORT_APPLIED_DONE, 0, NULL);
  return retort_applied_entry_new (entry->id, has_row ? RETORT_APPLIED_SKIPPED : RETORT_APPLIED_PENDING, 0,
                                   has_row ? g_strdup_printf ("%s was undone, and its row was left: goose does not run it again", entry->id) : NULL);
}

static gint64
find_highest (GHashTable *versions)
{
  GHashTableIter iter;
  gpointer version;
  gpointer state;
  gint64 highest = 0;

  g_hash_table_iter_init (&iter, versions);
  while (g_hash_table_iter_next (&iter, &version, &state))
    highest = MAX (highest, g_ascii_strtoll (version, NULL, 10));
  return highest;
}

static void
note_unknown (GPtrArray *entries, GHashTable *versions, RetortAppliedFields *fields)
{
  GHashTableIter iter;
  gpointer version;
  gpointer state;

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_remove (versions, ((RetortSqlEntry *) g_ptr_array_index (entries, i))->version);
  g_hash_table_iter_init (&iter, versions);
  while (g_hash_table_iter_next (&iter, &version, &state))
    if (GPOINTER_TO_INT (state) == 2)
      g_ptr_array_add (fields->unknown, g_strdup (version));
}

static RetortApplied *
read_applied (RetortProject *project, const char *layout, const char *const *rows)
{
  RetortAppliedFields fields = retort_sql_applied_begin (layout, rows);
  GPtrArray *entries = retort_sql_project_get_entries (project);
  g_autoptr(GHashTable) versions = read_versions (rows);
  gint64 highest = find_highest (versions);
  guint n_missing = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);

      n_missing += !g_hash_table_contains (versions, entry->version) && entry->number < highest;
      g_ptr_array_add (fields.entries, make_entry (versions, entry));
    }
  if (n_missing > 0)
    fields.obstacle = g_strdup_printf ("found %u missing migrations before current version %" G_GINT64_FORMAT
                                       "; goose applies them only with -allow-missing", n_missing, highest);
  note_unknown (entries, versions, &fields);
  return retort_applied_new (&fields);
}

static GPtrArray *
write_row (RetortProject *project, const char *id, gboolean has_run, const RetortApplied *applied, GPtrArray *rows)
{
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  const char *version = retort_sql_project_find (project, id)->version;
  g_autofree char *sql = has_run ? g_strdup_printf ("INSERT INTO %s (version_id, is_applied) VALUES (%s, true)", table, version)
                                 : g_strdup_printf ("DELETE FROM %s WHERE version_id=%s", table, version);

  g_ptr_array_add (batches, retort_bookkeeping_batch (sql, RETORT_BATCH_NONE));
  retort_bookkeeping_move_current (rows, applied, id, has_run);
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

/* The table and its first row are one transaction, as two statements of one query are. */
static GPtrArray *
create (RetortProject *project, const RetortApplied *applied)
{
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  g_autofree char *sql = g_strdup_printf ("CREATE TABLE %s (\n\tid integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,\n\tversion_id bigint NOT NULL,\n"
                                          "\tis_applied boolean NOT NULL,\n\ttstamp timestamp NOT NULL DEFAULT now()\n);\n"
                                          "INSERT INTO %s (version_id, is_applied) VALUES (0, true)", table, table);

  g_ptr_array_add (batches, retort_bookkeeping_batch (sql, RETORT_BATCH_AUTOCOMMIT));
  return batches;
}

static GPtrArray *
purge (RetortProject *project, const RetortApplied *applied)
{
  g_autofree char *table = retort_sql_project_dup_table (project, applied);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE version_id <> 0", table);

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
  .adapter = &retort_goose_adapter,
  .table = "goose_db_version",
  .order = "id",
  .transactions = RETORT_TRANSACTIONS_PER_MIGRATION,
  .is_one = is_one,
  .read = read_all,
  .cut = cut,
};

RETORT_SQL_TOOL_DEFINE_PLACES (tool)

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup_printf ("goose -dir . postgres \"$DATABASE_URL\" %s", direction == RETORT_DIRECTION_UPGRADE ? "up" : "down");
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  return g_strdup ("# goose has no command for this");
}

const RetortAdapter retort_goose_adapter = {
  .kind = "sqlfiles",
  .label = "goose",
  .looked_for = "files like 00001_name.sql with '-- +goose Up'",
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
