/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drizzle-orm reads the journal and the files that it lists, and nothing else (readMigrationFiles, drizzle-orm 0.45.4). What its order,
 * its times and its neighbours have wrong it does not notice; that is told here. */
#include "formats/drizzle/journal.h"

#include "base/file.h"
#include "base/json-file.h"

#include <glib/gi18n.h>
#include <string.h>

#define JOURNAL "meta" G_DIR_SEPARATOR_S "_journal.json"
/* Nobody's clock goes wrong by less on purpose. */
#define TOLERANCE_MS (60 * 60 * 1000)

/* One journal while it is read. */
typedef struct
{
  RetortDrizzleReading *reading;
  char                 *path;
  char                 *text;
  GPtrArray            *entries; /* element: RetortDrizzleEntry */
  GHashTable           *tags;    /* key: tag, borrowed from entries; value: the entry */
  GHashTable           *indexes; /* key: idx + 1 as pointer; value: tag, borrowed */
  gboolean              has_unread; /* an entry that is not understood */
} JournalReader;

static void
journal_reader_clear (JournalReader *self)
{
  g_free (self->path);
  g_free (self->text);
  g_hash_table_unref (self->tags);
  g_hash_table_unref (self->indexes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (JournalReader, journal_reader_clear)

/**
 * retort_drizzle_note:
 * @self: a reading
 * @path: the file in question
 * @line: from 1; 0 when there is none
 * @stops_tool: drizzle-orm gives up here, so that nothing may run
 * @format: printf format of one sentence
 * @...: its arguments
 *
 * Adds what is wrong with a folder.
 */
void
retort_drizzle_note (RetortDrizzleReading *self, const char *path, guint line, gboolean stops_tool, const char *format, ...)
{
  RetortPosition position = { line, line > 0 ? 1 : 0 };
  RetortProjectNote *note = NULL;
  va_list arguments;

  va_start (arguments, format);
  note = retort_project_note_new_valist (path, position, stops_tool, format, arguments);
  va_end (arguments);
  note->rule = "migration-folder";
  g_ptr_array_add (self->notes, note);
}

static guint
count_lines (const char *text, const char *end)
{
  guint line = 1;

  for (const char *at = text; at < end; at++)
    line += *at == '\n';
  return line;
}

/**
 * retort_drizzle_note_json:
 * @self: a reading
 * @path: a file that should be JSON
 * @stops_tool: drizzle-orm gives up on it
 * @what: what is wrong
 * @error: what the parser says
 *
 * Adds that a file is no JSON, with its line instead of the parser's own way of saying where.
 */
void
retort_drizzle_note_json (RetortDrizzleReading *self, const char *path, gboolean stops_tool, const char *what, const GError *error)
{
  g_autofree char *reason = NULL;
  guint line = retort_json_error_find_line (error, &reason);

  if (line == 0)
    retort_drizzle_note (self, path, 0, stops_tool, "%s: %s", what, reason);
  else
    retort_drizzle_note (self, path, line, stops_tool, _("%s: %s in line %u"), what, reason, line);
}

/**
 * retort_drizzle_find_conflict:
 * @text: a file
 *
 * Returns: the line of git's first conflict marker, from 1; 0 when there is none
 */
guint
retort_drizzle_find_conflict (const char *text)
{
  const char *found = g_str_has_prefix (text, "<<<<<<< ") ? text : strstr (text, "\n<<<<<<< ");

  if (found == NULL)
    return 0;
  return count_lines (text, found) + (*found == '\n');
}

/* Where the journal names a tag, be it the second time. */
static guint
find_line (const JournalReader *self, const char *tag, gboolean is_second)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", tag);
  const char *found = strstr (self->text, quoted);

  if (found != NULL && is_second)
    found = strstr (found + 1, quoted);
  return found != NULL ? count_lines (self->text, found) : 0;
}

/* What `drizzle-kit up` would call the folder: the time of the entry to the second, and the tag without its prefix. */
static char *
dup_folder_name (const char *tag, gint64 when)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (when / 1000);
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%Y%m%d%H%M%S") : g_strdup ("");
  const char *name = strchr (tag, '_');

  return g_strdup_printf ("%s_%s", stamp, name != NULL ? name + 1 : "");
}

/* "0003_snapshot.json" for "0003_name": the prefix alone counts. */
static char *
dup_snapshot_path (const char *out, const char *tag)
{
  g_autofree char *prefix = g_strndup (tag, strcspn (tag, "_"));
  g_autofree char *name = g_strdup_printf ("%s_snapshot.json", prefix);

  return g_build_filename (out, "meta", name, NULL);
}

static gboolean
read_number (JsonObject *object, const char *name, gint64 *number)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *number = json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : (gint64) json_node_get_double (node);
  return TRUE;
}

/* (nullable): a tag that would leave the folder is none. */
static const char *
get_tag (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "tag");
  const char *tag = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                        ? json_node_get_string (node)
                        : NULL;

  return tag != NULL && *tag != '\0' && strchr (tag, '/') == NULL ? tag : NULL;
}

static RetortDrizzleEntry *
entry_new (JournalReader *self, const char *tag, gint64 when)
{
  RetortDrizzleEntry *entry = g_new0 (RetortDrizzleEntry, 1);
  g_autofree char *name = g_strconcat (tag, ".sql", NULL);
  g_autofree char *down_name = g_strconcat (tag, ".down.sql", NULL);
  g_autofree char *down_path = g_build_filename (self->reading->out, down_name, NULL);

  entry->id = g_strdup (tag);
  entry->when = when;
  entry->path = g_build_filename (self->reading->out, name, NULL);
  entry->snapshot_path = dup_snapshot_path (self->reading->out, tag);
  entry->folder_name = dup_folder_name (tag, when);
  entry->line = find_line (self, tag, FALSE);
  if (self->reading->uses_down && g_file_test (down_path, G_FILE_TEST_IS_REGULAR))
    entry->down_path = g_steal_pointer (&down_path);
  return entry;
}

static void
check_index (JournalReader *self, JsonObject *object, const RetortDrizzleEntry *entry)
{
  gint64 index = -1;
  const char *other = NULL;

  if (!read_number (object, "idx", &index) || index < 0)
    {
      retort_drizzle_note (self->reading, self->path, entry->line, FALSE, _("The entry '%s' of the journal has no number ('idx')."), entry->id);
      return;
    }
  other = g_hash_table_lookup (self->indexes, GINT_TO_POINTER ((int) index + 1));
  if (other != NULL)
    retort_drizzle_note (self->reading, self->path, entry->line, FALSE,
                         _("'%s' and '%s' have the same number (idx %d): two branches were merged by hand."), other, entry->id, (int) index);
  g_hash_table_insert (self->indexes, GINT_TO_POINTER ((int) index + 1), entry->id);
}

/* The times decide what runs later; the order of the array only what runs first. */
static void
check_time (JournalReader *self, const RetortDrizzleEntry *entry)
{
  const RetortDrizzleEntry *before = self->entries->len > 0 ? g_ptr_array_index (self->entries, self->entries->len - 1) : NULL;

  if (entry->when > g_get_real_time () / 1000 + TOLERANCE_MS)
    retort_drizzle_note (self->reading, self->path, entry->line, FALSE,
                         _("The time ('when') of '%s' lies in the future: once it is applied, every migration made before that moment is skipped silently."),
                         entry->id);
  if (before != NULL && entry->when == before->when)
    retort_drizzle_note (self->reading, self->path, entry->line, FALSE,
                         _("'%s' and '%s' have the same time ('when'): where the first is applied already, the second is skipped silently."),
                         before->id, entry->id);
  else if (before != NULL && entry->when < before->when)
    retort_drizzle_note (self->reading, self->path, entry->line, FALSE,
                         _("'%s' stands behind '%s' and is older ('when'): where that one is applied already, it is skipped silently."), entry->id,
                         before->id);
}

static void
add_entry (JournalReader *self, JsonNode *node, guint place)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *tag = object != NULL ? get_tag (object) : NULL;
  gint64 when = 0;
  RetortDrizzleEntry *entry = NULL;

  if (tag == NULL || !read_number (object, "when", &when))
    {
      if (tag == NULL)
        retort_drizzle_note (self->reading, self->path, 0, TRUE, _("Entry %u of the journal has no usable name ('tag')."), place + 1);
      else
        retort_drizzle_note (self->reading, self->path, 0, TRUE, _("Entry %u of the journal has no time ('when')."), place + 1);
      self->has_unread = TRUE;
      return;
    }
  if (g_hash_table_contains (self->tags, tag))
    {
      retort_drizzle_note (self->reading, self->path, find_line (self, tag, TRUE), TRUE,
                           _("The journal lists '%s' twice: its file would run twice on a new database."), tag);
      return;
    }
  entry = entry_new (self, tag, when);
  check_index (self, object, entry);
  check_time (self, entry);
  g_ptr_array_add (self->entries, entry);
  g_hash_table_insert (self->tags, entry->id, entry);
}

static JsonArray *
find_entries (JournalReader *self, JsonNode *root)
{
  JsonNode *node = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "entries") : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
read_entries (JournalReader *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = retort_json_file_load (self->path, &error);
  JsonArray *array = find_entries (self, root);
  guint conflict = retort_drizzle_find_conflict (self->text);

  if (conflict != 0)
    retort_drizzle_note (self->reading, self->path, conflict, TRUE, _("The journal holds git's conflict markers: a merge was not finished."));
  else if (root == NULL)
    retort_drizzle_note_json (self->reading, self->path, TRUE, _("The journal is no JSON"), error);
  else if (array == NULL)
    retort_drizzle_note (self->reading, self->path, 0, TRUE, _("The journal has no list of 'entries'."));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    add_entry (self, json_array_get_element (array, i), i);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A file of SQL that the journal does not list never runs. */
static void
check_orphans (JournalReader *self)
{
  g_autoptr(GDir) dir = g_dir_open (self->reading->out, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".sql") && !g_str_has_suffix (name, ".down.sql") && name[0] != '.')
      g_ptr_array_add (names, g_strndup (name, strlen (name) - 4));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    if (!g_hash_table_contains (self->tags, g_ptr_array_index (names, i)))
      {
        g_autofree char *file = g_strconcat (g_ptr_array_index (names, i), ".sql", NULL);
        g_autofree char *path = g_build_filename (self->reading->out, file, NULL);

        retort_drizzle_note (self->reading, path, 0, FALSE, _("'%s' is not listed in the journal: it never runs."), file);
      }
}

/**
 * retort_drizzle_journal_read:
 * @self: a reading of a folder with a journal
 *
 * Reads the journal; what is wrong with it becomes notes. Blocks.
 *
 * Returns: (transfer full) (element-type RetortDrizzleEntry): what it lists, in its order; without hashes
 */
GPtrArray *
retort_drizzle_journal_read (RetortDrizzleReading *self)
{
  g_auto(JournalReader) reader = { .reading = self };
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_drizzle_entry_free);
  g_autoptr(GError) error = NULL;
  gsize n_before = self->notes->len;

  reader.path = g_build_filename (self->out, JOURNAL, NULL);
  reader.entries = entries;
  reader.tags = g_hash_table_new (g_str_hash, g_str_equal);
  reader.indexes = g_hash_table_new (NULL, NULL);
  reader.text = retort_file_read (reader.path, NULL, &error);
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    retort_drizzle_note (self, reader.path, 0, TRUE, _("The journal is missing: drizzle-orm gives up on the whole folder."));
  else if (reader.text == NULL)
    retort_drizzle_note (self, reader.path, 0, TRUE, _("The journal cannot be read: %s"), error->message);
  else
    read_entries (&reader);
  /* What a broken journal would have listed nobody knows. */
  if (!reader.has_unread && (entries->len > 0 || self->notes->len == n_before))
    check_orphans (&reader);
  return g_steal_pointer (&entries);
}

/**
 * retort_drizzle_journal_dup_dialect:
 * @out: a folder of migrations
 *
 * Returns: (transfer full) (nullable): the journal's dialect; %NULL when there is none or it cannot be read
 */
char *
retort_drizzle_journal_dup_dialect (const char *out)
{
  g_autofree char *path = g_build_filename (out, JOURNAL, NULL);
  g_autoptr(JsonNode) root = g_file_test (path, G_FILE_TEST_EXISTS) ? retort_json_file_load (path, NULL) : NULL;
  JsonNode *node = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "dialect") : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}
