/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tools have in common: one folder, files that follow each other in one line, a table of their own. */
#include "formats/sqlfiles/project.h"

#include "base/file.h"
#include "formats/sqlfiles/batches.h"
#include "formats/table-row.h"
#include "sql/quote.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a project of any of the tools keeps. */
typedef struct
{
  const RetortSqlTool *tool;
  GPtrArray           *entries; /* element: RetortSqlEntry */
  GHashTable          *by_id;   /* key: id, value: entry; both borrowed */
} RetortSqlProject;

static void
sql_project_free (gpointer data)
{
  RetortSqlProject *self = data;

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static const RetortSqlProject *
get_data (RetortProject *project)
{
  return retort_project_get (project)->data;
}

/**
 * retort_sql_entry_new:
 * @id: what people call it
 * @version: (transfer full): how the tool's table calls it
 * @title: (transfer full): a few words
 *
 * Returns: (transfer full): an entry without files
 */
RetortSqlEntry *
retort_sql_entry_new (const char *id, char *version, char *title)
{
  RetortSqlEntry *self = g_new0 (RetortSqlEntry, 1);

  self->id = g_strdup (id);
  self->version = version;
  self->title = title;
  return self;
}

/**
 * retort_sql_entry_free:
 * @self: (transfer full) (nullable): an entry
 */
void
retort_sql_entry_free (RetortSqlEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->version);
  g_free (self->title);
  g_free (self->checksum);
  g_clear_pointer (&self->up, retort_source_unref);
  g_clear_pointer (&self->down, retort_source_unref);
  g_free (self);
}

/**
 * retort_sql_side_add:
 * @self: a direction
 * @start: the first byte of a query
 * @end: the byte behind it
 */
void
retort_sql_side_add (RetortSqlSide *self, gsize start, gsize end)
{
  RetortSpan span = { start, end };

  g_array_append_val (self->spans, span);
}

/**
 * retort_sql_side_refuse:
 * @self: a direction
 * @start: the first byte of the place
 * @end: the byte behind it
 * @format: printf format of a clause
 * @...: its arguments
 *
 * Says that it is not known what the tool would send.
 */
void
retort_sql_side_refuse (RetortSqlSide *self, gsize start, gsize end, const char *format, ...)
{
  va_list arguments;

  if (self->refusal != NULL)
    return;
  va_start (arguments, format);
  self->refusal = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->refusal_span = (RetortSpan){ start, end };
}

/**
 * retort_sql_note:
 * @self: a reading
 * @name: (nullable): the file in question
 * @stops_tool: the tool gives up here, so that nothing may run
 * @format: printf format of one sentence
 * @...: its arguments
 *
 * Adds what is wrong with a folder.
 */
void
retort_sql_note (RetortSqlReading *self, const char *name, gboolean stops_tool, const char *format, ...)
{
  RetortPosition nowhere = { 0, 0 };
  g_autofree char *path = name != NULL ? g_build_filename (self->folder, name, NULL) : g_strdup (self->folder);
  RetortProjectNote *note = NULL;
  va_list arguments;

  va_start (arguments, format);
  note = retort_project_note_new_valist (path, nowhere, stops_tool, format, arguments);
  va_end (arguments);
  note->rule = "migration-folder";
  g_ptr_array_add (self->notes, note);
}

/**
 * retort_sql_read_file:
 * @self: a reading
 * @name: a file below its folder
 *
 * Returns: (transfer full) (nullable): its text; what cannot be read becomes a note
 */
RetortSource *
retort_sql_read_file (RetortSqlReading *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  gsize length = 0;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = retort_file_read (path, &length, &error);

  if (text == NULL)
    {
      retort_sql_note (self, name, TRUE, _("'%s' cannot be read: %s"), name, error->message);
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    retort_sql_note (self, name, TRUE, _("'%s' is not valid UTF-8: what would be sent is not certain."), name);
  return retort_source_new (path, text, (gssize) length);
}

/* --- Places --- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/**
 * retort_sql_tool_detect:
 * @tool: a tool
 * @place: a place
 *
 * Returns: whether the folder holds a file of the tool
 */
gboolean
retort_sql_tool_detect (const RetortSqlTool *tool, const RetortProjectPlace *place)
{
  g_autoptr(GPtrArray) names = NULL;

  if (place->config != NULL || place->section != NULL)
    return FALSE;
  names = list_names (place->folder);
  for (guint i = 0; i < names->len; i++)
    if (tool->is_one (place->folder, g_ptr_array_index (names, i)))
      return TRUE;
  return FALSE;
}

/**
 * retort_sql_tool_list:
 * @tool: a tool
 * @folder: a folder
 *
 * Returns: (transfer full) (element-type RetortProjectPlace): the folder itself, or nothing
 */
GPtrArray *
retort_sql_tool_list (const RetortSqlTool *tool, const char *folder)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_place_free);
  RetortProjectPlace place = { .folder = folder };

  if (retort_sql_tool_detect (tool, &place))
    g_ptr_array_add (places, retort_project_place_new (folder, NULL, NULL));
  return places;
}

/* "shop" for "shop/db/migrations": a folder of that name is everywhere. */
static char *
dup_name (const char *folder)
{
  static const char *const everywhere[] = { "migrations", "migration", "migrate", "db", "database", "sql", "prisma", "resources", "main", "src", NULL };
  g_autofree char *path = g_strdup (folder);

  for (;;)
    {
      g_autofree char *name = g_path_get_basename (path);
      char *parent = g_path_get_dirname (path);

      if (!g_strv_contains (everywhere, name) || g_str_equal (parent, path))
        {
          g_free (parent);
          return g_steal_pointer (&name);
        }
      g_free (path);
      path = parent;
    }
}

static RetortRevision *
revision_new (const RetortSqlEntry *entry, const char *before, RetortSource *source)
{
  const char *const none[] = { NULL };
  const char *const down[] = { before, NULL };
  RetortRevisionFields fields = { .id = entry->id, .title = entry->title, .message = entry->title, .down = down, .depends_on = none,
                                  .labels = none, .source = source, .has_upgrade = TRUE, .has_downgrade = entry->down != NULL };

  return retort_revision_new (&fields);
}

/* A tool that names two files alike gives up. */
static void
drop_repeated (RetortSqlReading *reading)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < reading->entries->len;)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (reading->entries, i);

      if (g_hash_table_add (seen, entry->id))
        {
          i++;
          continue;
        }
      retort_sql_note (reading, NULL, TRUE, _("There are two migrations '%s'."), entry->id);
      g_ptr_array_remove_index (reading->entries, i);
    }
}

static void
add_revisions (RetortProjectFields *fields, GPtrArray *entries)
{
  const char *before = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);

      g_ptr_array_add (fields->revisions, revision_new (entry, before, entry->up != NULL ? entry->up : entry->down));
      before = entry->id;
    }
}

static void
fill_fields (RetortProjectFields *fields, const RetortSqlTool *tool, const char *folder)
{
  RetortPosition nowhere = { 0, 0 };

  fields->adapter = tool->adapter;
  fields->root = g_strdup (folder);
  fields->name = dup_name (folder);
  fields->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  fields->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  fields->watched = g_ptr_array_new_with_free_func (g_free);
  fields->version_table = g_strdup (tool->table);
  fields->version_table_schema = g_strdup (tool->schema);
  fields->version_table_has_key = TRUE;
  fields->transactions = tool->transactions;
  g_ptr_array_add (fields->watched, g_strdup (folder));
  if (tool->lock_sql != NULL)
    {
      fields->locks = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (fields->locks, g_strdup (tool->lock_sql));
    }
  if (tool->read_only != NULL)
    g_ptr_array_add (fields->notes, retort_project_note_new (NULL, nowhere, TRUE, "%s", _(tool->read_only)));
}

/**
 * retort_sql_tool_open:
 * @tool: a tool
 * @place: where its files lie
 * @cancellable: (nullable): stops the reading
 * @error: return location for `G_IO_ERROR_CANCELLED`
 *
 * Reads a folder. Runs nothing of it. Blocks.
 *
 * Returns: (transfer full) (nullable): the project
 */
RetortProject *
retort_sql_tool_open (const RetortSqlTool *tool, const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  g_auto(RetortProjectFields) fields = { 0 };
  g_autoptr(GPtrArray) names = list_names (place->folder);
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_sql_entry_free);
  RetortSqlReading reading = { .folder = place->folder, .names = names, .entries = entries };
  RetortSqlProject *data = NULL;

  fill_fields (&fields, tool, place->folder);
  reading.notes = fields.notes;
  tool->read (&reading);
  drop_repeated (&reading);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  add_revisions (&fields, entries);
  data = g_new0 (RetortSqlProject, 1);
  data->tool = tool;
  data->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_insert (data->by_id, ((RetortSqlEntry *) g_ptr_array_index (entries, i))->id, g_ptr_array_index (entries, i));
  data->entries = g_steal_pointer (&entries);
  fields.data = data;
  fields.data_free = sql_project_free;
  return retort_project_new (&fields);
}

/**
 * retort_sql_tool_reread:
 * @project: a project
 * @source: one of its files with a text that may be unsaved
 * @error: return location for a #RetortFormatError
 *
 * Returns: (transfer full) (nullable): the revision with that text
 */
RetortRevision *
retort_sql_tool_reread (RetortProject *project, RetortSource *source, GError **error)
{
  GPtrArray *entries = get_data (project)->entries;

  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);
      const RetortSqlEntry *before = i > 0 ? g_ptr_array_index (entries, i - 1) : NULL;

      if (entry->up != NULL && g_strcmp0 (retort_source_get_path (entry->up), retort_source_get_path (source)) == 0)
        return revision_new (entry, before != NULL ? before->id : NULL, source);
    }
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "'%s' is no migration of the folder", retort_source_get_path (source));
  return NULL;
}

/* --- Statements --- */

static void
side_clear (RetortSqlSide *self)
{
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->refusal, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortSqlSide, side_clear)

static RetortMigration *
compile_source (RetortProject *project, RetortSource *source, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                GCancellable *cancellable, GError **error)
{
  g_auto(RetortSqlSide) side = { .spans = g_array_new (FALSE, FALSE, sizeof (RetortSpan)) };
  g_autoptr(RetortSqlBatches) batches = retort_sql_batches_new (source);

  get_data (project)->tool->cut (source, direction, &side);
  if (side.refusal != NULL)
    retort_sql_batches_refuse (batches, side.refusal, side.refusal_span);
  for (guint i = 0; i < side.spans->len; i++)
    retort_sql_batches_add (batches, g_array_index (side.spans, RetortSpan, i),
                            side.is_autocommit ? RETORT_BATCH_AUTOCOMMIT : RETORT_BATCH_NONE);
  return retort_sql_batches_emit (batches, revision, direction, host, cancellable, error);
}

/**
 * retort_sql_tool_compile:
 * @project: a project
 * @revision: one of its revisions
 * @direction: which way
 * @host: who takes the batches
 * @cancellable: (nullable): stops it
 * @error: what the host said
 *
 * Returns: (transfer full) (nullable): the migration
 */
RetortMigration *
retort_sql_tool_compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                         GCancellable *cancellable, GError **error)
{
  const RetortSqlEntry *entry = retort_sql_project_find (project, retort_revision_get_id (revision));
  gboolean is_up = direction == RETORT_DIRECTION_UPGRADE;
  RetortSource *source = retort_revision_get_source (revision);

  if (entry == NULL || (!is_up && entry->down == NULL))
    return retort_sql_batches_missing (revision, direction);
  /* A version that only leads back: going there changes nothing but the version. */
  if (is_up && entry->up == NULL)
    {
      g_autoptr(RetortSqlBatches) none = retort_sql_batches_new (source);

      return retort_sql_batches_emit (none, revision, direction, host, cancellable, error);
    }
  return compile_source (project, is_up || entry->down == entry->up ? source : entry->down, revision, direction, host, cancellable, error);
}

/* --- State --- */

/**
 * retort_sql_tool_exists_sql:
 * @project: a project
 *
 * Returns: (transfer full): a query that says whether the tool's table exists, and its layout
 */
char *
retort_sql_tool_exists_sql (RetortProject *project)
{
  const RetortSqlTool *tool = get_data (project)->tool;

  return retort_table_dup_exists_sql (tool->schema, tool->table);
}

/**
 * retort_sql_tool_read_sql:
 * @project: a project
 *
 * Returns: (transfer full): a query that returns the rows of the tool's table as JSON
 */
char *
retort_sql_tool_read_sql (RetortProject *project)
{
  const RetortSqlTool *tool = get_data (project)->tool;

  return retort_table_dup_read_sql (tool->schema, tool->table, tool->order);
}

/**
 * retort_sql_tool_dup_miscount:
 * @project: a project
 * @batch: what changed another number of rows than one
 * @n_rows: how many
 *
 * Returns: (transfer full): what that means, a clause
 */
char *
retort_sql_tool_dup_miscount (RetortProject *project, const RetortBatch *batch, gint64 n_rows)
{
  return g_strdup_printf ("the tool's table did not hold the row that was expected: another run came between (%" G_GINT64_FORMAT " rows)", n_rows);
}

/**
 * retort_sql_tool_write_nothing:
 * @project: a project that Retort only looks at
 * @applied: (nullable): what was read
 *
 * Returns: (transfer full) (element-type RetortBatch): nothing
 */
GPtrArray *
retort_sql_tool_write_nothing (RetortProject *project, const RetortApplied *applied)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
}

/**
 * retort_sql_tool_record_nothing:
 * @project: a project that Retort only looks at
 * @step: a step; its rows are moved, so that a plan tells where it leads
 * @error: not set
 *
 * Returns: (transfer full) (element-type RetortBatch): nothing
 */
GPtrArray *
retort_sql_tool_record_nothing (RetortProject *project, RetortBookkeepingStep *step, GError **error)
{
  retort_bookkeeping_move_current (step->rows, step->applied, retort_revision_get_id (step->revision),
                                   step->direction == RETORT_DIRECTION_UPGRADE);
  return retort_sql_tool_write_nothing (project, step->applied);
}

/**
 * retort_sql_tool_stamp_nothing:
 * @project: a project that Retort only looks at
 * @step: a step
 * @applied: (nullable): what was read
 * @rows: moved, so that a plan tells where it leads
 * @error: not set
 *
 * Returns: (transfer full) (element-type RetortBatch): nothing
 */
GPtrArray *
retort_sql_tool_stamp_nothing (RetortProject *project, const RetortStampStep *step, const RetortApplied *applied, GPtrArray *rows, GError **error)
{
  retort_bookkeeping_move_current (rows, applied, step->to != NULL ? step->to : step->from[0], step->to != NULL);
  return retort_sql_tool_write_nothing (project, applied);
}

/**
 * retort_sql_project_get_entries:
 * @project: a project
 *
 * Returns: (transfer none) (element-type RetortSqlEntry): its migrations, in the order in which they run
 */
GPtrArray *
retort_sql_project_get_entries (RetortProject *project)
{
  return get_data (project)->entries;
}

/**
 * retort_sql_project_find:
 * @project: a project
 * @id: a revision
 *
 * Returns: (transfer none) (nullable): its entry
 */
const RetortSqlEntry *
retort_sql_project_find (RetortProject *project, const char *id)
{
  return g_hash_table_lookup (get_data (project)->by_id, id);
}

/**
 * retort_sql_project_dup_table:
 * @project: a project
 * @applied: (nullable): what was read; knows the schema
 *
 * Returns: (transfer full): the tool's table as SQL
 */
char *
retort_sql_project_dup_table (RetortProject *project, const RetortApplied *applied)
{
  const RetortSqlTool *tool = get_data (project)->tool;
  g_autofree char *found = applied != NULL ? retort_table_layout_dup_schema (retort_applied_get (applied)->layout) : NULL;
  const char *schema = tool->schema != NULL ? tool->schema : found;
  g_autofree char *schema_sql = schema != NULL ? retort_sql_quote_identifier (schema) : NULL;
  g_autofree char *table_sql = retort_sql_quote_identifier (tool->table);

  return schema_sql != NULL ? g_strdup_printf ("%s.%s", schema_sql, table_sql) : g_steal_pointer (&table_sql);
}

/**
 * retort_sql_applied_begin:
 * @layout: (nullable): the table as it was found
 * @rows: (array zero-terminated=1): its rows
 *
 * Returns: fields without entries
 */
RetortAppliedFields
retort_sql_applied_begin (const char *layout, const char *const *rows)
{
  g_autofree char *joined = g_strjoinv ("\n", (GStrv) rows);
  RetortAppliedFields fields = { .layout = g_strdup (layout), .key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, joined, -1) };

  fields.entries = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_applied_entry_free);
  fields.unknown = g_ptr_array_new_with_free_func (g_free);
  return fields;
}
