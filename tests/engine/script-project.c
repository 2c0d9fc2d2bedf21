/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "script-project.h"

#include "formats/alembic/bookkeeping.h"

#include <glib/gstdio.h>
#include <string.h>

/* How often a text was drawn: %n. */
static int n_drawn;

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

/* Blocks of a file whose header begins with the direction's word. */
static void
read_batches (RetortSource *source, RetortDirection direction, RetortHost *host, GPtrArray *batches, GPtrArray *gaps,
              GCancellable *cancellable, GError **error)
{
  g_auto(GStrv) blocks = g_strsplit (retort_source_get_text (source), "\n@", -1);
  const char *word = direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade";
  RetortSpan span = { 0, 0 };
  RetortPosition position = { 1, 1 };
  guint line = 2 + count_lines (blocks[0]);

  for (gsize i = 1; blocks[i] != NULL; line += 1 + count_lines (blocks[i]), i++)
    {
      g_auto(GStrv) parts = g_strsplit (blocks[i], "\n", 2);
      g_autofree char *number = g_strdup_printf ("%d", ++n_drawn);
      g_autoptr(GString) sql = g_string_new (g_strchomp (parts[1] != NULL ? parts[1] : parts[0]));
      g_autoptr(RetortStatement) statement = NULL;
      RetortPosition at = { line + 1, 1 };
      RetortBatchFlags flags = RETORT_BATCH_NONE;

      if (!g_str_has_prefix (parts[0], word))
        continue;
      if (g_str_has_suffix (parts[0], " gap"))
        {
          g_ptr_array_add (gaps, retort_gap_new ("not understood", span, position, batches->len));
          continue;
        }
      if (g_str_has_suffix (parts[0], " autocommit"))
        flags = RETORT_BATCH_AUTOCOMMIT;
      if (g_str_has_suffix (parts[0], " varies"))
        flags = RETORT_BATCH_VARIES;
      g_string_replace (sql, "%n", number, 0);
      statement = retort_statement_new (sql->str, "test", span, at, at);
      g_ptr_array_add (batches, retort_batch_new_single (statement, flags));
      if (!retort_host_emit (host, g_ptr_array_index (batches, batches->len - 1), cancellable, error))
        return;
    }
}

static RetortMigrationStatus
get_status (GPtrArray *batches, GPtrArray *gaps)
{
  if (gaps->len > 0)
    return RETORT_MIGRATION_PARTIAL;
  for (guint i = 0; i < batches->len; i++)
    if (retort_batch_get_flags (g_ptr_array_index (batches, i)) & RETORT_BATCH_VARIES)
      return RETORT_MIGRATION_VARIES;
  return RETORT_MIGRATION_COMPLETE;
}

static RetortMigration *
compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host,
         GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  g_autoptr(GError) failure = NULL;

  read_batches (retort_revision_get_source (revision), direction, host, batches, gaps, cancellable, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return retort_migration_new (revision, direction, get_status (batches, gaps), batches, gaps);
}

static RetortRevision *
read_revision (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *id = g_strndup (name, strcspn (name, "."));
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_auto(GStrv) down = NULL;
  const char *const none[] = { NULL };
  g_autoptr(RetortSource) source = NULL;
  RetortRevisionFields fields = { 0 };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", 2);
  down = g_strsplit (g_str_has_prefix (lines[0], "revises ") ? lines[0] + strlen ("revises ") : "", " ", -1);
  source = retort_source_new (path, text, -1);
  fields.id = id;
  fields.title = id;
  fields.message = id;
  fields.down = (const char *const *) down;
  fields.depends_on = none;
  fields.labels = none;
  fields.source = source;
  fields.has_upgrade = TRUE;
  fields.has_downgrade = TRUE;
  return retort_revision_new (&fields);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
read_revisions (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".script"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (revisions, read_revision (folder, g_ptr_array_index (names, i)));
  return revisions;
}

static RetortProject *
open_project (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  RetortProjectFields fields = { 0 };
  g_autofree char *path = g_build_filename (place->folder, "project", NULL);
  g_autofree char *transactions = NULL;

  if (!g_file_get_contents (path, &transactions, NULL, error))
    return NULL;
  fields.adapter = retort_adapters_get ()[0];
  fields.root = g_strdup (place->folder);
  fields.name = g_path_get_basename (place->folder);
  fields.watched = g_ptr_array_new_with_free_func (g_free);
  fields.revisions = read_revisions (place->folder);
  fields.notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  fields.version_table = g_strdup ("alembic_version");
  fields.version_table_has_key = TRUE;
  fields.transactions = g_str_equal (transactions, "per-migration") ? RETORT_TRANSACTIONS_PER_MIGRATION : RETORT_TRANSACTIONS_ONE;
  return retort_project_new (&fields);
}

static char *
dup_command (RetortDirection direction, const char *symbol)
{
  return g_strdup_printf ("script %s", symbol);
}

static char *
dup_stamp_command (const char *const *symbols, gboolean purges)
{
  return g_strdup_printf ("script stamp %s", symbols[0]);
}

static gboolean
detect (const RetortProjectPlace *place)
{
  return TRUE;
}

static GPtrArray *
list_places (const char *folder)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_place_free);

  g_ptr_array_add (places, retort_project_place_new (folder, NULL, NULL));
  return places;
}

static const RetortAdapter script_adapter = {
  .kind = "script",
  .label = "Script",
  .looked_for = "project",
  .bookkeeping = &retort_alembic_bookkeeping,
  .detect = detect,
  .list = list_places,
  .open = open_project,
  .compile = compile,
  .dup_command = dup_command,
  .dup_stamp_command = dup_stamp_command,
};

const RetortAdapter *const *
retort_adapters_get (void)
{
  static const RetortAdapter *const adapters[] = { &script_adapter, NULL };

  return adapters;
}

GPtrArray *
retort_adapters_find (const char *folder, GCancellable *cancellable)
{
  return list_places (folder);
}

RetortProject *
retort_adapters_open (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  return open_project (place, cancellable, error);
}

char *
retort_script_project_new (const char *transactions)
{
  char *folder = g_dir_make_tmp ("retort-script-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "project", NULL);

  g_assert_true (g_file_set_contents (path, transactions, -1, NULL));
  return folder;
}

void
retort_script_project_write (const char *folder, const char *id, const char *text)
{
  g_autofree char *name = g_strconcat (id, ".script", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

RetortWorkspace *
retort_script_project_open (const char *folder)
{
  RetortProjectPlace place = { folder, NULL, NULL };
  g_autoptr(GError) error = NULL;
  RetortWorkspace *workspace = retort_workspace_open (&place, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

void
retort_script_project_free (char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}
