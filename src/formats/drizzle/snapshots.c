/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `drizzle-kit check` says of snapshots (0.31.11), and what it passes over: a missing one, a chain that leads nowhere. */
#include "formats/drizzle/snapshots.h"

#include "base/file.h"
#include "base/json-file.h"
#include "formats/drizzle/snapshot-rows.h"
#include "formats/drizzle/snapshot-sql.h"

#include <glib/gi18n.h>
#include <string.h>

#define ORIGIN "00000000-0000-0000-0000-000000000000"
#define NEWEST_OF_JOURNALS "7"

/* What a snapshot says of its place. */
typedef struct
{
  const RetortDrizzleEntry *entry;
  char                     *id;
  GStrv                     before; /* prevId, or prevIds */
  gboolean                  is_base; /* it lists rows, and follows none */
} Snapshot;

static void
snapshot_free (gpointer data)
{
  Snapshot *self = data;

  g_free (self->id);
  g_strfreev (self->before);
  g_free (self);
}

static char *
dup_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}

static GStrv
dup_before (JsonObject *object)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (object, "prevIds");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  char *one = dup_text (object, "prevId");

  if (one != NULL)
    g_ptr_array_add (ids, one);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_ptr_array_add (ids, json_node_dup_string (element));
    }
  g_ptr_array_add (ids, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static const char *
base_name (const char *path)
{
  const char *slash = strrchr (path, G_DIR_SEPARATOR);

  return slash != NULL ? slash + 1 : path;
}

/* "0001_snapshot.json", or the folder of one whose name is always the same. */
static const char *
name_of (const RetortDrizzleEntry *entry)
{
  const char *name = base_name (entry->snapshot_path);

  return g_str_equal (name, "snapshot.json") ? entry->id : name;
}

static void
note_unreadable (RetortDrizzleReading *self, const RetortDrizzleEntry *entry, const GError *error)
{
  g_autofree char *text = retort_file_read (entry->snapshot_path, NULL, NULL);
  guint conflict = text != NULL ? retort_drizzle_find_conflict (text) : 0;

  if (conflict != 0)
    retort_drizzle_note (self, entry->snapshot_path, conflict, FALSE, _("The snapshot of '%s' holds git's conflict markers: a merge was not finished."),
                         entry->id);
  else if (error == NULL)
    retort_drizzle_note (self, entry->snapshot_path, 0, FALSE, _("The snapshot of '%s' cannot be read: it is no object"), entry->id);
  else
    {
      g_autofree char *what = g_strdup_printf (_("The snapshot of '%s' cannot be read"), entry->id);

      retort_drizzle_note_json (self, entry->snapshot_path, FALSE, what, error);
    }
}

static void
check_version (RetortDrizzleReading *self, const RetortDrizzleEntry *entry, JsonObject *object)
{
  g_autofree char *version = dup_text (object, "version");

  if (version != NULL && strlen (version) == 1 && strcmp (version, NEWEST_OF_JOURNALS) < 0)
    retort_drizzle_note (self, entry->snapshot_path, 0, FALSE,
                         _("The snapshot of '%s' has the form of version %s: drizzle-kit generates nothing before 'drizzle-kit up'."), entry->id, version);
}

/* (nullable) */
static Snapshot *
read_snapshot (RetortDrizzleReading *self, const RetortDrizzleEntry *entry)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = NULL;
  Snapshot *snapshot = NULL;

  if (!g_file_test (entry->snapshot_path, G_FILE_TEST_EXISTS))
    {
      retort_drizzle_note (self, entry->snapshot_path, 0, FALSE,
                           _("The snapshot of '%s' is missing: the next 'drizzle-kit generate' compares with an older schema."), entry->id);
      return NULL;
    }
  root = retort_json_file_load (entry->snapshot_path, &error);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      note_unreadable (self, entry, error);
      return NULL;
    }
  check_version (self, entry, json_node_get_object (root));
  snapshot = g_new0 (Snapshot, 1);
  snapshot->entry = entry;
  snapshot->id = dup_text (json_node_get_object (root), "id");
  snapshot->before = dup_before (json_node_get_object (root));
  snapshot->is_base = json_object_has_member (json_node_get_object (root), "ddl") && json_object_has_member (json_node_get_object (root), "type");
  return snapshot;
}

/* drizzle-kit calls it a collision. */
static void
check_siblings (RetortDrizzleReading *self, GPtrArray *snapshots)
{
  g_autoptr(GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < snapshots->len; i++)
    {
      Snapshot *snapshot = g_ptr_array_index (snapshots, i);
      const Snapshot *other = NULL;

      if (snapshot->before[0] == NULL)
        continue;
      other = g_hash_table_lookup (first, snapshot->before[0]);
      if (other != NULL)
        retort_drizzle_note (self, snapshot->entry->snapshot_path, 0, FALSE,
                             _("The snapshots '%s' and '%s' follow the same one (a collision of two branches): drizzle-kit generates nothing until one of "
                             "the migrations is made anew."),
                             name_of (other->entry), name_of (snapshot->entry));
      else
        g_hash_table_insert (first, snapshot->before[0], snapshot);
    }
}

static void
check_chain (RetortDrizzleReading *self, GPtrArray *snapshots)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < snapshots->len; i++)
    {
      Snapshot *snapshot = g_ptr_array_index (snapshots, i);

      if (snapshot->id == NULL)
        retort_drizzle_note (self, snapshot->entry->snapshot_path, 0, FALSE, _("The snapshot of '%s' has no id."), snapshot->entry->id);
      else if (!g_hash_table_add (ids, snapshot->id))
        retort_drizzle_note (self, snapshot->entry->snapshot_path, 0, FALSE, _("The snapshot of '%s' has the id of another one: it was copied."),
                             snapshot->entry->id);
    }
  for (guint i = 0; i < snapshots->len; i++)
    {
      const Snapshot *snapshot = g_ptr_array_index (snapshots, i);

      for (gsize j = 0; snapshot->before[j] != NULL; j++)
        if (!g_str_equal (snapshot->before[j], ORIGIN) && !g_hash_table_contains (ids, snapshot->before[j]))
          retort_drizzle_note (self, snapshot->entry->snapshot_path, 0, FALSE,
                               _("The snapshot of '%s' follows one that is not there (prevId %.8s…): the chain is broken."), snapshot->entry->id,
                               snapshot->before[j]);
    }
}

/* assertHistory of drizzle-kit 1.0.0-rc.5: there is one beginning, and nothing sorts before what it follows. */
static void
check_order (RetortDrizzleReading *self, GPtrArray *snapshots)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  const Snapshot *base = NULL;

  for (guint i = 0; i < snapshots->len; i++)
    if (((Snapshot *) g_ptr_array_index (snapshots, i))->id != NULL)
      g_hash_table_insert (all, ((Snapshot *) g_ptr_array_index (snapshots, i))->id, g_ptr_array_index (snapshots, i));
  for (guint i = 0; i < snapshots->len; i++)
    {
      const Snapshot *snapshot = g_ptr_array_index (snapshots, i);

      if (snapshot->is_base && base != NULL)
        retort_drizzle_note (self, snapshot->entry->snapshot_path, 0, FALSE,
                             _("'%s' begins anew, as '%s' does already: drizzle-kit generates nothing until one of them is gone with all that follow it."),
                             snapshot->entry->id, base->entry->id);
      base = snapshot->is_base && base == NULL ? snapshot : base;
      for (gsize j = 0; snapshot->before[j] != NULL; j++)
        {
          const Snapshot *before = g_hash_table_lookup (all, snapshot->before[j]);

          if (before != NULL && !g_hash_table_contains (seen, snapshot->before[j]))
            retort_drizzle_note (self, snapshot->entry->snapshot_path, 0, FALSE,
                                 _("'%s' follows '%s' and sorts before it: it may run first, and drizzle-kit refuses the folder."), snapshot->entry->id,
                                 before->entry->id);
        }
      if (snapshot->id != NULL)
        g_hash_table_add (seen, snapshot->id);
    }
}

/**
 * retort_drizzle_snapshots_check:
 * @self: a reading
 * @entries: (element-type RetortDrizzleEntry): the migrations
 * @layout: which generation; the second one allows branches
 *
 * Reads every snapshot for its place in the chain. Blocks.
 */
void
retort_drizzle_snapshots_check (RetortDrizzleReading *self, GPtrArray *entries, RetortDrizzleLayout layout)
{
  g_autoptr(GPtrArray) snapshots = g_ptr_array_new_with_free_func (snapshot_free);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < entries->len; i++)
    {
      const RetortDrizzleEntry *entry = g_ptr_array_index (entries, i);
      /* Without a prefix all entries share one file, which drizzle-kit does not read. */
      Snapshot *snapshot = g_hash_table_add (seen, entry->snapshot_path) ? read_snapshot (self, entry) : NULL;

      if (snapshot != NULL)
        g_ptr_array_add (snapshots, snapshot);
    }
  check_chain (self, snapshots);
  if (layout == RETORT_DRIZZLE_JOURNAL)
    check_siblings (self, snapshots);
  else
    check_order (self, snapshots);
}

/* --- As statements --- */

/* Keys of the second generation hold a NUL, which json-glib takes for the end of the text: a blank stands for it. */
static JsonNode *
load (const char *path)
{
  g_autofree char *text = retort_file_read (path, NULL, NULL);
  g_autoptr(GRegex) key = g_regex_new ("(\"key\"\\s*:\\s*\"[a-z]+)\\\\u0000", 0, 0, NULL);
  g_autofree char *readable = text != NULL ? g_regex_replace (key, text, -1, 0, "\\1 ", 0, NULL) : NULL;
  g_autoptr(JsonNode) root = readable != NULL ? json_from_string (readable, NULL) : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

/* A snapshot of the second generation is read with all the others. */
static GPtrArray *
list_sql_of_rows (GPtrArray *entries, const RetortDrizzleEntry *entry)
{
  g_autoptr(GPtrArray) roots = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autoptr(GPtrArray) snapshots = g_ptr_array_new ();
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(JsonObject) whole = NULL;
  JsonObject *wanted = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      JsonNode *root = load (((RetortDrizzleEntry *) g_ptr_array_index (entries, i))->snapshot_path);

      if (root == NULL)
        continue;
      g_ptr_array_add (roots, root);
      g_ptr_array_add (snapshots, json_node_get_object (root));
      if (g_ptr_array_index (entries, i) == entry)
        wanted = json_node_get_object (root);
    }
  rows = wanted != NULL ? retort_drizzle_snapshot_list_rows (snapshots, wanted) : NULL;
  if (rows == NULL)
    return NULL;
  whole = retort_drizzle_rows_to_snapshot (rows);
  return retort_drizzle_snapshot_to_sql (whole);
}

/**
 * retort_drizzle_snapshots_list_sql:
 * @entries: (element-type RetortDrizzleEntry): the migrations
 * @entry: one of them
 *
 * Reads what drizzle-kit takes the schema for once @entry is applied. A snapshot that cannot be read is told with the folder. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the statements that make it, on an empty database
 */
GPtrArray *
retort_drizzle_snapshots_list_sql (GPtrArray *entries, const RetortDrizzleEntry *entry)
{
  g_autoptr(JsonNode) root = load (entry->snapshot_path);

  if (root == NULL)
    return NULL;
  if (retort_drizzle_snapshot_has_rows (json_node_get_object (root)))
    return list_sql_of_rows (entries, entry);
  return retort_drizzle_snapshot_to_sql (json_node_get_object (root));
}
