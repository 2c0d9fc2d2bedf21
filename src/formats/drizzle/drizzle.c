/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a Drizzle project of either generation: configuration, journal or folders, files, snapshots. Runs nothing of it. */
#include "formats/drizzle/drizzle.h"

#include "base/file.h"
#include "formats/drizzle/bookkeeping.h"
#include "formats/drizzle/config.h"
#include "formats/drizzle/folders.h"
#include "formats/drizzle/journal.h"
#include "formats/drizzle/schema-ts.h"
#include "formats/drizzle/snapshots.h"
#include "formats/sqlfiles/batches.h"
#include "formats/sqlfiles/fixes.h"

#include <glib/gi18n.h>
#include <string.h>

#define LOOKED_FOR "drizzle.config.ts, .js or .json; meta/_journal.json; or folders like 20261121031717_name with migration.sql and snapshot.json"
#define BREAKPOINT "--> statement-breakpoint"

/* --- Places --- */

static gboolean
has_journal (const char *out)
{
  g_autofree char *journal = g_build_filename (out, "meta", "_journal.json", NULL);

  return g_file_test (journal, G_FILE_TEST_EXISTS);
}

static gboolean
holds_migrations (const char *out)
{
  return has_journal (out) || retort_drizzle_folders_exist (out);
}

/* A folder without configuration: its own migrations, or those below it where drizzle-kit puts them. */
static gboolean
is_bare_project (const char *folder)
{
  g_autofree char *out = g_build_filename (folder, "drizzle", NULL);

  return holds_migrations (folder) || holds_migrations (out);
}

static gboolean
detect (const RetortProjectPlace *place)
{
  g_autofree char *name = place->config != NULL ? g_path_get_basename (place->config) : NULL;
  g_autoptr(GPtrArray) names = NULL;

  if (place->section != NULL)
    return FALSE;
  if (name != NULL)
    return retort_drizzle_config_is_name (name);
  names = retort_drizzle_config_list (place->folder);
  return names->len > 0 || is_bare_project (place->folder);
}

static gboolean
is_postgres (const RetortProjectPlace *place)
{
  g_autoptr(RetortDrizzleConfig) config = retort_drizzle_config_read (place, NULL);

  return config == NULL || retort_drizzle_config_is_postgres (config);
}

static GPtrArray *
list (const char *folder)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_place_free);
  g_autoptr(GPtrArray) names = retort_drizzle_config_list (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr(RetortProjectPlace) place = retort_project_place_new (folder, g_ptr_array_index (names, i), NULL);

      if (!is_postgres (place))
        continue;
      /* The first one is what drizzle-kit takes when nothing is said. */
      g_ptr_array_add (places, i == 0 ? retort_project_place_new (folder, NULL, NULL) : g_steal_pointer (&place));
    }
  if (names->len == 0 && is_bare_project (folder))
    {
      RetortProjectPlace place = { .folder = folder };

      if (is_postgres (&place))
        g_ptr_array_add (places, retort_project_place_new (folder, NULL, NULL));
    }
  return places;
}

/* --- Revisions --- */

/* "0003_add_users" and "20261121031717_add_users": "add users". */
static char *
dup_title (const char *id)
{
  const char *name = id + strspn (id, "0123456789");

  return g_strdelimit (g_strdup (*name == '_' && name[1] != '\0' ? name + 1 : id), "_", ' ');
}

static RetortRevision *
revision_new (const RetortDrizzleEntry *entry, const RetortDrizzleEntry *before, RetortSource *source)
{
  const char *const none[] = { NULL };
  const char *const down[] = { before != NULL ? before->id : NULL, NULL };
  g_autofree char *title = dup_title (entry->id);
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (entry->when / 1000);
  g_autofree char *created = time != NULL && entry->when > 0 ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
  RetortRevisionFields fields = { .id = entry->id, .title = title, .message = title, .down = down, .depends_on = none, .labels = none,
                                  .created = created, .source = source, .has_upgrade = TRUE, .has_downgrade = entry->down_path != NULL };

  return retort_revision_new (&fields);
}

/* drizzle-orm gives up on a file that is not there, before anything runs. */
static RetortSource *
read_source (RetortDrizzleReading *reading, RetortDrizzleEntry *entry)
{
  gsize length = 0;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = retort_file_read (entry->path, &length, &error);
  guint conflict = text != NULL ? retort_drizzle_find_conflict (text) : 0;

  if (text == NULL)
    {
      entry->is_missing = TRUE;
      if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        retort_drizzle_note (reading, entry->path, 0, TRUE, _("The file of '%s' is missing: drizzle-orm gives up on the whole folder."), entry->id);
      else
        retort_drizzle_note (reading, entry->path, 0, TRUE, _("The file of '%s' cannot be read: %s"), entry->id, error->message);
      return retort_source_new (entry->path, "", 0);
    }
  if (conflict != 0)
    retort_drizzle_note (reading, entry->path, conflict, TRUE, _("'%s' holds git's conflict markers: a merge was not finished."), entry->id);
  else if (!g_utf8_validate_len (text, length, NULL))
    retort_drizzle_note (reading, entry->path, 0, TRUE, _("'%s' is not valid UTF-8: what would be sent and hashed is not certain."), entry->id);
  else if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    retort_drizzle_note (reading, entry->path, 1, TRUE, _("'%s' begins with a byte order mark: drizzle-orm sends it, and the server takes it for an error."),
                         entry->id);
  return retort_source_new (entry->path, text, (gssize) length);
}

static gboolean
read_revisions (RetortProjectFields *fields, RetortDrizzleReading *reading, GPtrArray *entries, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      RetortDrizzleEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr(RetortSource) source = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      source = read_source (reading, entry);
      entry->hash = g_strdup (retort_source_get_hash (source));
      g_ptr_array_add (fields->revisions, revision_new (entry, i > 0 ? g_ptr_array_index (entries, i - 1) : NULL, source));
    }
  return TRUE;
}

static void
watch (RetortProjectFields *fields, const char *out, RetortDrizzleLayout layout, GPtrArray *entries)
{
  g_ptr_array_add (fields->watched, g_strdup (fields->root));
  if (!g_str_equal (fields->root, out))
    g_ptr_array_add (fields->watched, g_strdup (out));
  if (layout == RETORT_DRIZZLE_JOURNAL)
    g_ptr_array_add (fields->watched, g_build_filename (out, "meta", NULL));
  for (guint i = 0; layout == RETORT_DRIZZLE_FOLDERS && i < entries->len; i++)
    g_ptr_array_add (fields->watched, g_path_get_dirname (((RetortDrizzleEntry *) g_ptr_array_index (entries, i))->path));
}

/* --- The project --- */

static RetortDrizzleConfig *
read_config (const RetortProjectPlace *place, GError **error)
{
  g_autoptr(RetortDrizzleConfig) config = retort_drizzle_config_read (place, error);

  if (config == NULL)
    {
      g_prefix_error_literal (error, "cannot read the configuration of drizzle-kit: ");
      return NULL;
    }
  if (retort_drizzle_config_is_postgres (config))
    return g_steal_pointer (&config);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "'%s' is for %s; Retort knows PostgreSQL",
               config->path != NULL ? config->path : config->out, config->dialect);
  return NULL;
}

static void
note_missing_folder (RetortDrizzleReading *reading)
{
  if (!g_file_test (reading->out, G_FILE_TEST_IS_DIR))
    retort_drizzle_note (reading, reading->out, 0, FALSE, _("The folder of migrations '%s' is not there yet: nothing was generated, or 'out' says another one."),
                         reading->out);
}

static RetortDrizzleLayout
find_layout (RetortDrizzleReading *reading)
{
  gboolean has_folders = retort_drizzle_folders_exist (reading->out);
  g_autofree char *meta = g_build_filename (reading->out, "meta", NULL);

  if (has_journal (reading->out) && has_folders)
    retort_drizzle_note (reading, meta, 0, TRUE,
                         _("The folder holds migrations of both generations, a journal and folders: either drizzle-orm refuses it or passes over one half."));
  if (has_journal (reading->out) || (g_file_test (meta, G_FILE_TEST_IS_DIR) && !has_folders))
    return RETORT_DRIZZLE_JOURNAL;
  return RETORT_DRIZZLE_FOLDERS;
}

static void
fill_fields (RetortProjectFields *fields, RetortDrizzleConfig *config)
{
  fields->adapter = &retort_drizzle_adapter;
  fields->notes = g_steal_pointer (&config->notes);
  fields->open_settings = g_steal_pointer (&config->open);
  fields->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  fields->watched = g_ptr_array_new_with_free_func (g_free);
  fields->root = g_strdup (config->root);
  fields->name = g_path_get_basename (config->root);
  fields->config_path = g_strdup (config->path);
  fields->url_hint = retort_project_dup_url_without_password (config->url);
  fields->version_table = g_strdup (config->table);
  fields->version_table_schema = g_strdup (config->schema);
  fields->version_table_has_key = TRUE;
  fields->transactions = RETORT_TRANSACTIONS_ONE;
}

static RetortProject *
open_project (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortDrizzleConfig) config = read_config (place, error);
  g_auto(RetortProjectFields) fields = { 0 };
  g_autoptr(GPtrArray) entries = NULL;
  RetortDrizzleReading reading = { 0 };
  RetortDrizzleLayout layout = RETORT_DRIZZLE_JOURNAL;

  if (config == NULL)
    return NULL;
  fill_fields (&fields, config);
  reading = (RetortDrizzleReading){ .out = config->out, .uses_down = config->uses_down, .notes = fields.notes };
  note_missing_folder (&reading);
  layout = find_layout (&reading);
  entries = layout == RETORT_DRIZZLE_JOURNAL ? retort_drizzle_journal_read (&reading) : retort_drizzle_folders_read (&reading);
  if (!read_revisions (&fields, &reading, entries, cancellable, error))
    return NULL;
  retort_drizzle_snapshots_check (&reading, entries, layout);
  watch (&fields, config->out, layout, entries);
  fields.data = retort_drizzle_project_new (layout, g_steal_pointer (&entries), g_steal_pointer (&config->schema_files));
  ((RetortDrizzleProject *) fields.data)->uses_snake_case = config->uses_snake_case;
  fields.data_free = (GDestroyNotify) retort_drizzle_project_free;
  return retort_project_new (&fields);
}

/* The same revision with another text. */
static RetortRevision *
reread (RetortProject *project, RetortSource *source, GError **error)
{
  const RetortDrizzleProject *drizzle = retort_drizzle_project_of (project);

  for (guint i = 0; i < drizzle->entries->len; i++)
    {
      const RetortDrizzleEntry *entry = g_ptr_array_index (drizzle->entries, i);

      if (g_strcmp0 (entry->path, retort_source_get_path (source)) == 0)
        return revision_new (entry, i > 0 ? g_ptr_array_index (drizzle->entries, i - 1) : NULL, source);
    }
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "'%s' is no migration that the folder lists",
               retort_source_get_path (source));
  return NULL;
}

/* --- Statements --- */

/* drizzle-orm cuts at the mark wherever it stands, in texts and comments too, and sends each piece by itself. */
static void
add_pieces (RetortSqlBatches *batches)
{
  const char *text = retort_source_get_text (batches->source);
  const char *start = text;
  const char *mark;

  while ((mark = strstr (start, BREAKPOINT)) != NULL)
    {
      retort_sql_batches_add (batches, (RetortSpan){ (gsize) (start - text), (gsize) (mark - text) }, RETORT_BATCH_NONE);
      start = mark + strlen (BREAKPOINT);
    }
  retort_sql_batches_add (batches, (RetortSpan){ (gsize) (start - text), retort_source_get_length (batches->source) }, RETORT_BATCH_NONE);
}

/* Our own addition: one query for the whole file. */
static RetortMigration *
compile_downgrade (const RetortDrizzleEntry *entry, RetortRevision *revision, RetortHost *host, GCancellable *cancellable, GError **error)
{
  gsize length = 0;
  g_autofree char *text = retort_file_read (entry->down_path, &length, error);
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(RetortSqlBatches) batches = NULL;

  if (text == NULL)
    return NULL;
  source = retort_source_new (entry->down_path, text, (gssize) length);
  batches = retort_sql_batches_new (source);
  add_pieces (batches);
  return retort_sql_batches_emit (batches, revision, RETORT_DIRECTION_DOWNGRADE, host, cancellable, error);
}

static RetortMigration *
compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host, GCancellable *cancellable,
         GError **error)
{
  const RetortDrizzleEntry *entry = retort_drizzle_project_find (retort_drizzle_project_of (project), retort_revision_get_id (revision));
  g_autoptr(RetortSqlBatches) batches = NULL;

  if (direction == RETORT_DIRECTION_DOWNGRADE)
    return entry != NULL && entry->down_path != NULL ? compile_downgrade (entry, revision, host, cancellable, error)
                                                     : retort_sql_batches_missing (revision, direction);
  batches = retort_sql_batches_new (retort_revision_get_source (revision));
  if (entry != NULL && entry->is_missing)
    retort_sql_batches_refuse (batches, "the file is not there", (RetortSpan){ 0, 0 });
  else
    add_pieces (batches);
  return retort_sql_batches_emit (batches, revision, direction, host, cancellable, error);
}

static GPtrArray *
list_snapshot (RetortProject *project, RetortRevision *revision)
{
  const RetortDrizzleProject *drizzle = retort_drizzle_project_of (project);
  const RetortDrizzleEntry *entry = retort_drizzle_project_find (drizzle, retort_revision_get_id (revision));

  return entry != NULL ? retort_drizzle_snapshots_list_sql (drizzle->entries, entry) : NULL;
}

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup (direction == RETORT_DIRECTION_UPGRADE ? "npx drizzle-kit migrate" : "# drizzle-kit knows no way back");
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  return g_strdup ("# drizzle-kit has no command for this");
}

const RetortAdapter retort_drizzle_adapter = {
  .kind = "drizzle",
  .label = "Drizzle",
  .looked_for = LOOKED_FOR,
  .bookkeeping = &retort_drizzle_bookkeeping,
  .is_linear = TRUE,
  .detect = detect,
  .list = list,
  .open = open_project,
  .reread = reread,
  .compile = compile,
  .make_fix = retort_sql_make_fix,
  .list_snapshot = list_snapshot,
  .read_models = retort_drizzle_read_models,
  .dup_command = dup_command,
  .dup_stamp_command = dup_stamp_command,
  .dup_script = retort_sql_batches_plan_script,
  .dup_migration_script = retort_sql_batches_script,
};
