/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A revision's schema is its first parent's with the revision applied; a merge applies what its other
 * parents bring first, in the order of steps. Schemas share what they have in common, so that one a revision
 * costs what the revision changed; still only about every 32nd on the way is kept beside the last ones, and the
 * others are made again from the one before. */
#include "engine/schema-history.h"

/* How many revisions lie between two schemas that are kept for good. */
#define STRIDE 32
/* How many others are kept, and of how many the steps. */
#define MOST_RECENT 1024

struct _RetortSchemaHistory
{
  RetortWorkspace *workspace; /* borrowed */
  RetortSchema    *base;

  GMutex           lock;   /* guards what follows */
  GHashTable      *kept;   /* key: id, owned; value: RetortSchema after it, owned; every STRIDE-th */
  GHashTable      *recent; /* the same, of those made last */
  GQueue           order;  /* element: the keys of @recent, borrowed; oldest first */
  GHashTable      *steps;  /* nullable: nobody wants them; key: id, borrowed from the history, value: GArray of RetortSchemaStep */
};

/**
 * retort_schema_history_new:
 * @workspace: (not nullable): a project; outlives the schemas
 *
 * Returns: (transfer full): the schemas of its history; nothing is compiled yet
 */
RetortSchemaHistory *
retort_schema_history_new (RetortWorkspace *workspace)
{
  RetortSchemaHistory *self = g_new0 (RetortSchemaHistory, 1);

  self->workspace = workspace;
  self->base = retort_schema_new_initial ();
  g_mutex_init (&self->lock);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) retort_schema_unref);
  self->recent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) retort_schema_unref);
  g_queue_init (&self->order);
  return self;
}

/**
 * retort_schema_history_free:
 * @self: (transfer full): the schemas of a history
 */
void
retort_schema_history_free (RetortSchemaHistory *self)
{
  g_queue_clear (&self->order);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->recent);
  g_clear_pointer (&self->steps, g_hash_table_unref);
  g_mutex_clear (&self->lock);
  retort_schema_unref (self->base);
  g_free (self);
}

/**
 * retort_schema_history_keep_steps:
 * @self: the schemas of a history
 * @keeps_steps: whether what upgrades do is kept from now on; %FALSE forgets what was
 *
 * Any thread.
 */
void
retort_schema_history_keep_steps (RetortSchemaHistory *self, gboolean keeps_steps)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->steps, g_hash_table_unref);
  if (keeps_steps)
    self->steps = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
}

/**
 * retort_schema_history_take_steps:
 * @self: the schemas of a history
 * @id: a revision
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type RetortSchemaStep): what its upgrade did; %NULL: it was not kept
 */
GArray *
retort_schema_history_take_steps (RetortSchemaHistory *self, const char *id)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gpointer steps = NULL;

  if (self->steps != NULL)
    g_hash_table_steal_extended (self->steps, id, NULL, &steps);
  return steps;
}

static const RetortHistory *
get_history (const RetortSchemaHistory *self)
{
  return retort_workspace_get_history (self->workspace);
}

/* (transfer full) (nullable) */
static RetortSchema *
find_made (RetortSchemaHistory *self, const char *id)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  RetortSchema *schema = g_hash_table_lookup (self->kept, id);

  if (schema == NULL)
    schema = g_hash_table_lookup (self->recent, id);
  return schema != NULL ? retort_schema_ref (schema) : NULL;
}

static gboolean
is_made (RetortSchemaHistory *self, const char *id)
{
  g_autoptr(RetortSchema) schema = find_made (self, id);

  return schema != NULL;
}

static void
keep (RetortSchemaHistory *self, const char *id, RetortSchema *schema, gboolean stays)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  char *key = g_strdup (id);

  if (stays)
    {
      g_hash_table_insert (self->kept, key, retort_schema_ref (schema));
      return;
    }
  g_hash_table_insert (self->recent, key, retort_schema_ref (schema));
  g_queue_push_tail (&self->order, key);
  if (g_queue_get_length (&self->order) > MOST_RECENT)
    g_hash_table_remove (self->recent, g_queue_pop_head (&self->order));
}

/* (nullable): for the steps of a revision, when somebody wants them. */
static GArray *
new_steps (RetortSchemaHistory *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->steps != NULL && g_hash_table_size (self->steps) < MOST_RECENT ? retort_schema_steps_new () : NULL;
}

static void
keep_steps (RetortSchemaHistory *self, RetortRevision *revision, GArray *steps)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->steps != NULL)
    g_hash_table_replace (self->steps, (gpointer) retort_revision_get_id (revision), g_array_ref (steps));
}

/* Takes @schema; %NULL when the revision cannot be compiled. */
static RetortSchema *
apply_revision (RetortSchemaHistory *self, RetortSchema *schema, RetortRevision *revision, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSchema) before = schema;
  g_autoptr(RetortMigration) migration
      = retort_workspace_compile (self->workspace, revision, RETORT_DIRECTION_UPGRADE, cancellable, error);
  g_autoptr(GArray) steps = NULL;
  RetortSchema *after = NULL;

  if (migration == NULL)
    return NULL;
  steps = new_steps (self);
  after = retort_schema_apply_migration (before, migration, steps);
  if (steps != NULL)
    keep_steps (self, revision, steps);
  return after;
}

/* What the other parents of a merge bring, oldest first. Takes @schema. */
static RetortSchema *
apply_other_parents (RetortSchemaHistory *self, RetortSchema *schema, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) added = retort_history_list_added_by_parents (get_history (self), id);

  for (guint i = 0; i < added->len && schema != NULL; i++)
    schema = apply_revision (self, schema, g_ptr_array_index (added, i), cancellable, error);
  return schema;
}

/* Every STRIDE-th on average, wherever the making began, and what nothing follows: that is asked for again and again. */
static gboolean
is_for_good (const RetortSchemaHistory *self, const char *id)
{
  g_autoptr(GPtrArray) next = retort_history_list_next (get_history (self), id);

  return next->len == 0 || g_str_hash (id) % STRIDE == 0;
}

/* From the revision down to one whose schema is there, or to a base; the last is the oldest. Where revisions
 * need each other in a circle it ends as well. */
static GPtrArray *
list_unmade (RetortSchemaHistory *self, RetortRevision *revision)
{
  GPtrArray *unmade = g_ptr_array_new ();
  guint most = retort_history_get_n_revisions (get_history (self));

  while (revision != NULL && unmade->len < most && !is_made (self, retort_revision_get_id (revision)))
    {
      g_autoptr(GPtrArray) down = retort_history_list_normalized_down (get_history (self), retort_revision_get_id (revision));

      g_ptr_array_add (unmade, revision);
      revision = down->len > 0 ? g_ptr_array_index (down, 0) : NULL;
    }
  if (revision != NULL)
    g_ptr_array_add (unmade, revision);
  return unmade;
}

/**
 * retort_schema_history_after:
 * @self: the schemas of a history
 * @id: a revision of it
 * @cancellable: (nullable): stops the compilation
 * @error: as retort_workspace_compile() sets it, or RETORT_FORMAT_ERROR_NOT_FOUND for an id that is none
 *
 * Compiles what it has not seen. Blocks; one thread at a time.
 *
 * Returns: (transfer full) (nullable): what is there once the revision is applied to what it needs
 */
RetortSchema *
retort_schema_history_after (RetortSchemaHistory *self, const char *id, GCancellable *cancellable, GError **error)
{
  RetortRevision *revision = retort_history_find (get_history (self), id);
  g_autoptr(GPtrArray) unmade = NULL;
  RetortSchema *schema = NULL;

  if (revision == NULL)
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND, "no revision '%s'", id);
      return NULL;
    }
  unmade = list_unmade (self, revision);
  for (guint i = unmade->len; i > 0; i--)
    {
      RetortRevision *next = g_ptr_array_index (unmade, i - 1);
      const char *next_id = retort_revision_get_id (next);
      RetortSchema *made = find_made (self, next_id);

      if (made != NULL)
        {
          schema = made;
          continue;
        }
      schema = apply_other_parents (self, schema != NULL ? schema : retort_schema_ref (self->base), next_id, cancellable, error);
      if (schema != NULL)
        schema = apply_revision (self, schema, next, cancellable, error);
      if (schema == NULL)
        return NULL;
      keep (self, next_id, schema, is_for_good (self, next_id));
    }
  return schema;
}

/**
 * retort_schema_history_find_before:
 * @self: the schemas of a history
 * @id: a revision of it
 * @direction: up or down
 *
 * Any thread, also while another one makes schemas.
 *
 * Returns: (transfer full) (nullable): what retort_schema_history_before() would give, when it is made already
 */
RetortSchema *
retort_schema_history_find_before (RetortSchemaHistory *self, const char *id, RetortDirection direction)
{
  g_autoptr(GPtrArray) down = NULL;

  if (direction == RETORT_DIRECTION_DOWNGRADE)
    return find_made (self, id);
  down = retort_history_list_normalized_down (get_history (self), id);
  if (down->len == 0)
    return retort_schema_ref (self->base);
  return down->len == 1 ? find_made (self, retort_revision_get_id (g_ptr_array_index (down, 0))) : NULL;
}

/**
 * retort_schema_history_before:
 * @self: the schemas of a history
 * @id: a revision of it
 * @direction: up or down
 * @cancellable: (nullable): stops the compilation
 * @error: as of retort_schema_history_after()
 *
 * Returns: (transfer full) (nullable): what is there when that direction of the revision begins
 */
RetortSchema *
retort_schema_history_before (RetortSchemaHistory *self, const char *id, RetortDirection direction, GCancellable *cancellable,
                              GError **error)
{
  g_autoptr(GPtrArray) down = NULL;
  RetortSchema *schema = NULL;

  if (direction == RETORT_DIRECTION_DOWNGRADE)
    return retort_schema_history_after (self, id, cancellable, error);
  down = retort_history_list_normalized_down (get_history (self), id);
  if (down->len == 0)
    return retort_schema_ref (self->base);
  schema = retort_schema_history_after (self, retort_revision_get_id (g_ptr_array_index (down, 0)), cancellable, error);
  return schema != NULL ? apply_other_parents (self, schema, id, cancellable, error) : NULL;
}
