/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens projects and compiles their revisions. Its caches are the only things that change. That of migrations
 * is locked while it is read or written, never while a migration is evaluated, so that two threads may
 * compile the same revision twice; the first result stays. One thread at a time replays the history; what was replayed others get meanwhile. */
#include "engine/workspace.h"

#include "base/file.h"
#include "engine/schema-history.h"
#include "engine/simulated-host.h"

#include <string.h>

#define N_DIRECTIONS (RETORT_DIRECTION_DOWNGRADE + 1)

struct _RetortWorkspace
{
  gatomicrefcount refs;

  char           *folder;   /* the place, as it was given */
  char           *config;   /* nullable */
  char           *section;  /* nullable */
  RetortProject  *project;
  RetortHistory  *history;
  RetortSettings *settings;
  RetortRevision *only_head; /* nullable: there are several heads or none */

  GMutex          lock;       /* guards the three below */
  GHashTable     *migrations[N_DIRECTIONS]; /* key: RetortRevision of the project, which owns it; value: RetortMigration, owned */
  GHashTable     *typed[N_DIRECTIONS]; /* the same of a text that is no revision of the project: of the last one only; key: its path, owned */
  char           *typed_hash; /* nullable: of that text */

  gboolean        is_lone_file;
  RetortSchema   *lone_schema; /* nullable: what is there before the lone file */
  GMutex          schema_lock; /* held while schemas are made */
  RetortSchemaHistory *schemas;
};

/**
 * retort_workspace_find:
 * @folder: where to look
 * @cancellable: (nullable): stops the search
 * @error: RETORT_FORMAT_ERROR_NOT_FOUND with what was looked for, or a cancelled search
 *
 * Finds the projects at or under @folder. Runs nothing. Any thread; blocks.
 *
 * Returns: (transfer full) (element-type RetortProjectPlace): places, nearest first, of one folder the usual configuration first; empty with
 *   @error set when there are none
 */
GPtrArray *
retort_workspace_find (const char *folder, GCancellable *cancellable, GError **error)
{
  const RetortAdapter *const *adapters = retort_adapters_get ();
  g_autoptr(GPtrArray) places = NULL;
  g_autoptr(GString) looked_for = g_string_new (NULL);

  g_return_val_if_fail (folder != NULL, NULL);

  places = retort_adapters_find (folder, cancellable);
  if (places->len > 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
    return g_steal_pointer (&places);

  for (gsize i = 0; adapters[i] != NULL; i++)
    if (adapters[i]->looked_for != NULL)
      g_string_append_printf (looked_for, "%s%s (%s)", i > 0 ? "; " : "", adapters[i]->label, adapters[i]->looked_for);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND,
               "no migration project at or under '%s'; looked for: %s", folder, looked_for->str);
  return g_steal_pointer (&places);
}

/* (transfer full) (nullable) */
static RetortRevision *
find_only_head (const RetortHistory *history)
{
  g_autoptr(GPtrArray) heads = retort_history_list_heads (history);

  return heads->len == 1 ? retort_revision_ref (g_ptr_array_index (heads, 0)) : NULL;
}

/* Takes over @project. */
static RetortWorkspace *
workspace_new (const RetortProjectPlace *place, RetortProject *project)
{
  RetortWorkspace *self = g_new0 (RetortWorkspace, 1);

  g_atomic_ref_count_init (&self->refs);
  self->folder = g_strdup (place->folder);
  self->config = g_strdup (place->config);
  self->section = g_strdup (place->section);
  self->history = retort_project_get (project)->adapter->is_linear
                      ? retort_history_new_linear (retort_project_get (project)->revisions)
                      : retort_history_new (retort_project_get (project)->revisions);
  self->only_head = find_only_head (self->history);
  self->settings = retort_settings_load (retort_project_get (project)->root);
  self->project = project;
  g_mutex_init (&self->lock);
  g_mutex_init (&self->schema_lock);
  self->schemas = retort_schema_history_new (self);
  for (guint i = 0; i < N_DIRECTIONS; i++)
    {
      self->migrations[i] = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) retort_migration_unref);
      self->typed[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) retort_migration_unref);
    }
  return self;
}

/**
 * retort_workspace_open:
 * @place: the folder and what the user said about it
 * @cancellable: (nullable): stops the reading
 * @error: a RetortFormatError, or `G_IO_ERROR_CANCELLED`
 *
 * Reads a project: configuration, revision headers, history. Runs nothing. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
RetortWorkspace *
retort_workspace_open (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortProject) project = NULL;

  g_return_val_if_fail (place != NULL && place->folder != NULL, NULL);

  project = retort_adapters_open (place, cancellable, error);
  if (project == NULL)
    return NULL;

  return workspace_new (place, g_steal_pointer (&project));
}

/* (nullable): the kind of project whose revisions have files that end like @path. */
static const RetortAdapter *
find_adapter_of_file (const char *path)
{
  const RetortAdapter *const *adapters = retort_adapters_get ();

  for (gsize i = 0; adapters[i] != NULL; i++)
    if (adapters[i]->file_suffix != NULL && adapters[i]->reread != NULL && g_str_has_suffix (path, adapters[i]->file_suffix))
      return adapters[i];
  return NULL;
}

static RetortProject *
lone_project_new (const RetortAdapter *adapter, const char *path, RetortTransactions transactions, RetortRevision *revision)
{
  RetortProjectFields fields = { 0 };

  fields.adapter = adapter;
  fields.root = g_path_get_dirname (path);
  fields.name = g_path_get_basename (path);
  fields.watched = g_ptr_array_new_with_free_func (g_free);
  fields.revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  fields.notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  fields.version_table = g_strdup ("");
  fields.transactions = transactions;
  if (revision != NULL)
    g_ptr_array_add (fields.revisions, retort_revision_ref (revision));
  return retort_project_new (&fields);
}

/* Alembic opens a transaction, whoever asks; a file of SQL is sent as it is. */
static RetortTransactions
find_lone_transactions (const RetortAdapter *adapter, const RetortLoneFileOptions *options)
{
  return adapter->bookkeeping != NULL || (options != NULL && options->is_in_transaction) ? RETORT_TRANSACTIONS_PER_MIGRATION
                                                                                         : RETORT_TRANSACTIONS_AUTOCOMMIT;
}

static RetortRevision *
read_lone_revision (const RetortAdapter *adapter, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortProject) empty = lone_project_new (adapter, path, RETORT_TRANSACTIONS_PER_MIGRATION, NULL);
  g_autoptr(RetortSource) source = NULL;
  gsize length = 0;
  g_autofree char *text = retort_file_read (path, &length, error);

  if (text == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  source = retort_source_new (path, text, (gssize) length);
  return adapter->reread (empty, source, error);
}

/**
 * retort_workspace_open_file:
 * @path: a revision's file
 * @options: (nullable): what is known of the place where it runs
 * @cancellable: (nullable): stops the reading
 * @error: a RetortFormatError or `G_IO_ERROR`
 *
 * Reads one file outside any project. The workspace cannot be reopened. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): a workspace that holds one revision
 */
RetortWorkspace *
retort_workspace_open_file (const char *path, const RetortLoneFileOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *absolute = NULL;
  g_autofree char *folder = NULL;
  const RetortAdapter *adapter = NULL;
  RetortProjectPlace place = { 0 };
  g_autoptr(RetortRevision) revision = NULL;
  RetortWorkspace *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  absolute = g_canonicalize_filename (path, NULL);
  adapter = find_adapter_of_file (absolute);
  if (adapter == NULL)
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE,
                   "cannot read '%s' by itself: it is not a file of a kind that is known", path);
      return NULL;
    }
  revision = read_lone_revision (adapter, absolute, cancellable, error);
  if (revision == NULL)
    return NULL;

  place.folder = folder = g_path_get_dirname (absolute);
  self = workspace_new (&place, lone_project_new (adapter, absolute, find_lone_transactions (adapter, options), revision));
  self->is_lone_file = TRUE;
  if (options != NULL && options->schema != NULL)
    self->lone_schema = retort_schema_ref (options->schema);
  return self;
}

/**
 * retort_workspace_reopen:
 * @self: a workspace
 * @cancellable: (nullable): stops the reading
 * @error: as retort_workspace_open()
 *
 * Reads the project of @self once more, as it stands on disk now. @self stays as it is.
 *
 * Returns: (transfer full) (nullable): another workspace
 */
RetortWorkspace *
retort_workspace_reopen (RetortWorkspace *self, GCancellable *cancellable, GError **error)
{
  RetortProjectPlace place = { 0 };

  g_return_val_if_fail (self != NULL, NULL);

  place.folder = self->folder;
  place.config = self->config;
  place.section = self->section;
  return retort_workspace_open (&place, cancellable, error);
}

/**
 * retort_workspace_ref:
 * @self: a workspace
 *
 * Returns: (transfer full): @self with one more reference
 */
RetortWorkspace *
retort_workspace_ref (RetortWorkspace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * retort_workspace_unref:
 * @self: (transfer full): a workspace
 *
 * Drops a reference; the last one frees @self.
 */
void
retort_workspace_unref (RetortWorkspace *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_free (self->folder);
  g_free (self->config);
  g_free (self->section);
  retort_schema_history_free (self->schemas);
  g_clear_pointer (&self->lone_schema, retort_schema_unref);
  g_mutex_clear (&self->schema_lock);
  retort_project_unref (self->project);
  g_clear_pointer (&self->only_head, retort_revision_unref);
  retort_history_unref (self->history);
  retort_settings_free (self->settings);
  g_mutex_clear (&self->lock);
  for (guint i = 0; i < N_DIRECTIONS; i++)
    {
      g_hash_table_unref (self->migrations[i]);
      g_hash_table_unref (self->typed[i]);
    }
  g_free (self->typed_hash);
  g_free (self);
}

/**
 * retort_workspace_get_place:
 * @self: a project
 *
 * Returns: (transfer none): where it was opened; its texts live as long as the project
 */
RetortProjectPlace
retort_workspace_get_place (const RetortWorkspace *self)
{
  return (RetortProjectPlace){ self->folder, self->config, self->section };
}

/**
 * retort_workspace_get_project:
 * @self: a workspace
 *
 * Returns: (transfer none): what the adapter has read
 */
RetortProject *
retort_workspace_get_project (const RetortWorkspace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->project;
}

/**
 * retort_workspace_get_history:
 * @self: a workspace
 *
 * Returns: (transfer none): the graph of its revisions
 */
const RetortHistory *
retort_workspace_get_history (const RetortWorkspace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->history;
}

/**
 * retort_workspace_get_settings:
 * @self: a workspace
 *
 * Returns: (transfer none): what retort.json says
 */
const RetortSettings *
retort_workspace_get_settings (const RetortWorkspace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->settings;
}

/**
 * retort_workspace_get_name:
 * @self: a workspace
 *
 * Returns: (transfer none): what people call the project
 */
const char *
retort_workspace_get_name (const RetortWorkspace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->settings->name != NULL ? self->settings->name : retort_project_get (self->project)->name;
}

/* A revision without a file is not kept, as nothing would be saved. */
static gboolean
is_kept (RetortRevision *revision)
{
  return retort_revision_get_source (revision) != NULL;
}

static gboolean
is_of_project (const RetortWorkspace *self, RetortRevision *revision)
{
  return retort_history_find (self->history, retort_revision_get_id (revision)) == revision;
}

/* While somebody types every text is another one. The lock is held. */
static void
forget_other_texts (RetortWorkspace *self, RetortRevision *revision)
{
  const char *hash = retort_source_get_hash (retort_revision_get_source (revision));

  if (g_strcmp0 (self->typed_hash, hash) == 0)
    return;
  for (guint i = 0; i < N_DIRECTIONS; i++)
    g_hash_table_remove_all (self->typed[i]);
  g_free (self->typed_hash);
  self->typed_hash = g_strdup (hash);
}

static RetortMigration *
lookup_migration (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  RetortMigration *kept = NULL;

  if (is_of_project (self, revision))
    kept = g_hash_table_lookup (self->migrations[direction], revision);
  else
    {
      forget_other_texts (self, revision);
      kept = g_hash_table_lookup (self->typed[direction], retort_revision_get_path (revision));
    }
  return kept != NULL ? retort_migration_ref (kept) : NULL;
}

/* The first result stays. */
static void
keep_migration (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction, RetortMigration *migration)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!is_of_project (self, revision))
    {
      forget_other_texts (self, revision);
      g_hash_table_replace (self->typed[direction], g_strdup (retort_revision_get_path (revision)), retort_migration_ref (migration));
    }
  else if (!g_hash_table_contains (self->migrations[direction], revision))
    g_hash_table_insert (self->migrations[direction], revision, retort_migration_ref (migration));
}

/**
 * retort_workspace_compile:
 * @self: a workspace
 * @revision: one of its revisions, or what retort_workspace_reread() made
 * @direction: which function
 * @cancellable: (nullable): stops the evaluation
 * @error: `G_IO_ERROR_CANCELLED`, or a RetortFormatError
 *
 * Turns one direction of a revision into batches, without a database. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the migration; what is not understood stands in its gaps
 */
RetortMigration *
retort_workspace_compile (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortHost) host = NULL;
  g_autoptr(RetortMigration) migration = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (revision != NULL, NULL);

  migration = is_kept (revision) ? lookup_migration (self, revision, direction) : NULL;
  if (migration != NULL)
    return g_steal_pointer (&migration);

  host = retort_simulated_host_new ();
  migration = retort_workspace_compile_over (self, revision, direction, host, cancellable, error);
  if (migration != NULL && is_kept (revision))
    keep_migration (self, revision, direction, migration);
  return g_steal_pointer (&migration);
}

/**
 * retort_workspace_compile_over:
 * @self: a workspace
 * @revision: one of its revisions
 * @direction: which function
 * @host: who takes the batches and answers the questions
 * @cancellable: (nullable): stops the evaluation
 * @error: what the host or the adapter said
 *
 * Evaluates one direction of a revision over @host, anew each time. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the migration
 */
RetortMigration *
retort_workspace_compile_over (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction,
                               RetortHost *host, GCancellable *cancellable, GError **error)
{
  const RetortAdapter *adapter = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (revision != NULL, NULL);
  g_return_val_if_fail (RETORT_IS_HOST (host), NULL);

  adapter = retort_project_get (self->project)->adapter;
  if (adapter->compile != NULL)
    return adapter->compile (self->project, revision, direction, host, cancellable, error);

  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE,
               "cannot read the statements of revision '%s': %s projects are not read that far",
               retort_revision_get_id (revision), adapter->label);
  return NULL;
}

static gboolean
knows_all_before (const RetortHistory *history, RetortRevision *revision)
{
  const char *const *down = retort_revision_get_down (revision);

  for (; *down != NULL; down++)
    if (retort_history_find (history, *down) == NULL)
      return FALSE;
  return retort_history_find (history, retort_revision_get_id (revision)) != NULL;
}

/**
 * retort_workspace_dup_schema_before:
 * @self: a workspace
 * @revision: one of its revisions, or what retort_workspace_reread() made
 * @direction: up or down
 * @cancellable: (nullable): stops the compilation
 *
 * Replays the history up to the revision; what was replayed before is kept. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): what is there when that direction begins; %NULL when that is not known
 */
RetortSchema *
retort_workspace_dup_schema_before (RetortWorkspace *self, RetortRevision *revision, RetortDirection direction,
                                    GCancellable *cancellable)
{
  g_autoptr(GMutexLocker) locker = NULL;
  RetortSchema *made = NULL;

  g_return_val_if_fail (self != NULL && revision != NULL, NULL);

  if (self->is_lone_file)
    return self->lone_schema != NULL ? retort_schema_ref (self->lone_schema) : NULL;
  if (!knows_all_before (self->history, revision))
    return NULL;
  made = retort_schema_history_find_before (self->schemas, retort_revision_get_id (revision), direction);
  if (made != NULL)
    return made;
  locker = g_mutex_locker_new (&self->schema_lock);
  return retort_schema_history_before (self->schemas, retort_revision_get_id (revision), direction, cancellable, NULL);
}

/**
 * retort_workspace_dup_newest_schema:
 * @self: a workspace
 * @cancellable: (nullable): stops the compilation
 *
 * Replays the whole history. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): what is there at the head; %NULL when there are several or none
 */
RetortSchema *
retort_workspace_dup_newest_schema (RetortWorkspace *self, GCancellable *cancellable)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->is_lone_file || self->only_head == NULL)
    return NULL;
  locker = g_mutex_locker_new (&self->schema_lock);
  return retort_schema_history_after (self->schemas, retort_revision_get_id (self->only_head), cancellable, NULL);
}

/**
 * retort_workspace_dup_schema_after:
 * @self: a workspace
 * @id: (nullable): one of its revisions; %NULL: the only head
 * @cancellable: (nullable): stops the compilation
 *
 * Replays the history up to the revision. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): what is there once it is applied; %NULL when that is not known
 */
RetortSchema *
retort_workspace_dup_schema_after (RetortWorkspace *self, const char *id, GCancellable *cancellable)
{
  RetortRevision *revision = NULL;
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (id == NULL)
    return retort_workspace_dup_newest_schema (self, cancellable);
  revision = retort_history_find (self->history, id);
  if (self->is_lone_file || revision == NULL || !knows_all_before (self->history, revision))
    return NULL;
  locker = g_mutex_locker_new (&self->schema_lock);
  return retort_schema_history_after (self->schemas, id, cancellable, NULL);
}

/**
 * retort_workspace_keep_steps:
 * @self: a workspace
 * @keeps_steps: whether what upgrades do to schemas is kept for retort_workspace_take_steps() from now on
 *
 * For whoever replays the history and looks at each of its revisions. Any thread.
 */
void
retort_workspace_keep_steps (RetortWorkspace *self, gboolean keeps_steps)
{
  retort_schema_history_keep_steps (self->schemas, keeps_steps);
}

/**
 * retort_workspace_take_steps:
 * @self: a workspace
 * @revision: one of its revisions, or what retort_workspace_reread() made
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type RetortSchemaStep): what its upgrade did when the history was replayed; %NULL: it was not kept
 */
GArray *
retort_workspace_take_steps (RetortWorkspace *self, RetortRevision *revision)
{
  if (!is_of_project (self, revision))
    return NULL;
  return retort_schema_history_take_steps (self->schemas, retort_revision_get_id (revision));
}

/**
 * retort_workspace_dup_environment_name:
 * @self: a workspace
 *
 * Returns: (transfer full) (nullable): the environment file's path from the project's root, or its whole path when it lies elsewhere
 */
char *
retort_workspace_dup_environment_name (RetortWorkspace *self)
{
  const RetortProjectFields *project = retort_project_get (self->project);
  g_autofree char *folder = NULL;

  if (project->environment_path == NULL)
    return NULL;
  folder = g_strconcat (project->root, G_DIR_SEPARATOR_S, NULL);
  return g_strdup (g_str_has_prefix (project->environment_path, folder) ? project->environment_path + strlen (folder)
                                                                        : project->environment_path);
}

static gboolean
is_accepted (RetortWorkspace *self, const RetortProjectNote *note)
{
  const RetortProjectFields *project = retort_project_get (self->project);
  g_autofree char *name = retort_workspace_dup_environment_name (self);

  return name != NULL && g_strcmp0 (note->path, project->environment_path) == 0
         && g_strcmp0 (g_hash_table_lookup (self->settings->accepted, name), project->environment_hash) == 0;
}

/**
 * retort_workspace_is_blocked_by:
 * @self: a workspace
 * @note: one of its project's notes
 *
 * Returns: whether the built-in engine stays off because of it: it may change what a run does, and nobody has accepted it
 */
gboolean
retort_workspace_is_blocked_by (RetortWorkspace *self, const RetortProjectNote *note)
{
  return note->blocks_builtin_engine && !is_accepted (self, note);
}

/**
 * retort_workspace_reread:
 * @self: a workspace
 * @source: the file's path and a text that may be unsaved
 * @error: a RetortFormatError when the text is no revision
 *
 * Reads one revision from @source. @self stays as it is. Any thread.
 *
 * Returns: (transfer full) (nullable): the revision
 */
RetortRevision *
retort_workspace_reread (RetortWorkspace *self, RetortSource *source, GError **error)
{
  const RetortAdapter *adapter = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (source != NULL, NULL);

  adapter = retort_project_get (self->project)->adapter;
  if (adapter->reread == NULL)
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE,
                   "cannot read '%s' by itself: %s projects are read as a whole", retort_source_get_path (source),
                   adapter->label);
      return NULL;
    }
  return adapter->reread (self->project, source, error);
}
