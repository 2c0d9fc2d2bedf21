/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After each batch the same session, inside the same transaction, reads its own locks, the files of all relations, and how
 * often they were read from end to end; the difference to the reading before is what the batch did. Locks are held until the
 * transaction ends, so none is missed; of a statement outside a transaction only files can be seen.
 *
 * Lock levels are those held when the batch is through, on both sides: a lock that the transaction held before cannot be told
 * from one that was taken again. Reading a table whole is compared where others wait for it, as analysis/locks foretells it; that
 * it was foretold and not seen contradicts nothing, for what holds no rows is read in other ways. */
#include "engine/rehearsal-watch.h"

#include "analysis/locks/locks.h"
#include "analysis/schema/apply.h"

#include <string.h>

/* Columns: oid, schema, name (both NULL: dropped in this transaction), kind, file, scans, level. */
#define SNAPSHOT_SQL \
  "WITH held AS (SELECT l.relation AS oid, pg_catalog.max(m.level) AS level\n" \
  "                FROM pg_catalog.pg_locks l\n" \
  "                JOIN (VALUES ('AccessShareLock', 1), ('RowShareLock', 2), ('RowExclusiveLock', 3),\n" \
  "                             ('ShareUpdateExclusiveLock', 4), ('ShareLock', 5), ('ShareRowExclusiveLock', 6),\n" \
  "                             ('ExclusiveLock', 7), ('AccessExclusiveLock', 8)) AS m (mode, level) USING (mode)\n" \
  "               WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.relation >= 16384\n" \
  "               GROUP BY l.relation),\n" \
  "     there AS (SELECT c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_relation_filenode(c.oid) AS file,\n" \
  "                      pg_catalog.pg_stat_get_xact_numscans(c.oid) AS scans\n" \
  "                 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n" \
  "                WHERE c.relkind IN ('r', 'p', 'm', 'f', 'v', 'S')\n" \
  "                  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relpersistence <> 't')\n" \
  "SELECT oid, there.nspname, there.relname, there.relkind, there.file, there.scans, held.level\n" \
  "  FROM there FULL JOIN held USING (oid)"

/* One relation as it was at a moment. */
typedef struct
{
  char           *schema; /* nullable: it is gone, only its lock is left */
  char           *name;
  char            kind;   /* pg_class.relkind */
  gint64          file;   /* -1: it has none */
  gint64          scans;
  RetortLockLevel level;
} Relation;

struct _RetortRehearsalWatch
{
  RetortRehearsalPass pass;
  GPtrArray          *statements;  /* element: RetortRehearsedStatement, borrowed: where they go */
  GCancellable       *cancellable; /* nullable, borrowed */
  int                 version;
  GHashTable         *first;       /* key: oid; value: Relation; what was there when the pass began */
  GHashTable         *last;        /* the same, after the last batch */
  RetortSchema       *schema;      /* what is foretold to be there now */
  RetortLockSession  *session;     /* nullable: of the transaction */
};

static void
relation_free (gpointer data)
{
  Relation *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_free (self);
}

static Relation *
read_relation (const RetortResult *result, guint row)
{
  Relation *relation = g_new0 (Relation, 1);
  const char *kind = retort_result_get_value (result, row, 3);

  relation->schema = g_strdup (retort_result_get_value (result, row, 1));
  relation->name = g_strdup (retort_result_get_value (result, row, 2));
  relation->kind = kind != NULL ? kind[0] : '\0';
  relation->file = retort_result_get_int64 (result, row, 4, -1);
  relation->scans = retort_result_get_int64 (result, row, 5, 0);
  relation->level = (RetortLockLevel) retort_result_get_int64 (result, row, 6, 0);
  return relation;
}

static GHashTable *
take_snapshot (RetortSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortResult) result = retort_session_execute (session, SNAPSHOT_SQL, cancellable, error);
  GHashTable *snapshot = NULL;

  if (result == NULL)
    return NULL;
  snapshot = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, relation_free);
  for (guint i = 0; i < retort_result_get_n_rows (result); i++)
    g_hash_table_insert (snapshot, GUINT_TO_POINTER ((guint) retort_result_get_int64 (result, i, 0, 0)), read_relation (result, i));
  return snapshot;
}

/**
 * retort_rehearsal_watch_new:
 * @session: the one that will run the pass; no transaction is open yet
 * @before: what is there when the pass begins
 * @pass: which pass
 * @statements: (element-type RetortRehearsedStatement): where statements are added; outlives the watch
 * @cancellable: (nullable): stops the looking; outlives the watch
 * @error: a RetortDbError
 *
 * Reads what is there. Blocks.
 *
 * Returns: (transfer full) (nullable): the watch
 */
RetortRehearsalWatch *
retort_rehearsal_watch_new (RetortSession *session, RetortSchema *before, RetortRehearsalPass pass, GPtrArray *statements,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr(GHashTable) first = take_snapshot (session, cancellable, error);
  RetortRehearsalWatch *self = NULL;

  if (first == NULL)
    return NULL;
  self = g_new0 (RetortRehearsalWatch, 1);
  self->pass = pass;
  self->statements = statements;
  self->cancellable = cancellable;
  self->version = retort_session_get_server_version (session);
  self->last = g_hash_table_ref (first);
  self->first = g_steal_pointer (&first);
  self->schema = retort_schema_ref (before);
  return self;
}

/**
 * retort_rehearsal_watch_free:
 * @self: (transfer full): a watch
 */
void
retort_rehearsal_watch_free (RetortRehearsalWatch *self)
{
  g_hash_table_unref (self->first);
  g_hash_table_unref (self->last);
  retort_schema_unref (self->schema);
  g_clear_pointer (&self->session, retort_lock_session_free);
  g_free (self);
}

/* What was foretold of one relation by all statements of a batch together. */
typedef struct
{
  RetortLockLevel level;
  gboolean        rewrites;
  gboolean        is_heavy; /* read or written whole while others wait */
} Prediction;

/* (nullable): of the relation that the effect names, as it was called before the batch. */
static gpointer
find_oid (GHashTable *snapshot, const RetortRelationEffect *effect)
{
  GHashTableIter iter;
  gpointer oid;
  gpointer value;

  g_hash_table_iter_init (&iter, snapshot);
  while (g_hash_table_iter_next (&iter, &oid, &value))
    {
      const Relation *relation = value;

      if (g_strcmp0 (relation->name, effect->name) == 0
          && (effect->schema == NULL || g_strcmp0 (relation->schema, effect->schema) == 0))
        return oid;
    }
  return NULL;
}

static void
add_prediction (RetortRehearsalWatch *self, GHashTable *predictions, const RetortRelationEffect *effect)
{
  gpointer oid = effect->is_new || effect->kind == RETORT_LOCKED_INDEX ? NULL : find_oid (self->last, effect);
  Prediction *prediction = NULL;

  if (oid == NULL)
    return;
  prediction = g_hash_table_lookup (predictions, oid);
  if (prediction == NULL)
    {
      prediction = g_new0 (Prediction, 1);
      g_hash_table_insert (predictions, oid, prediction);
    }
  prediction->level = MAX (prediction->level, effect->level);
  prediction->rewrites |= effect->rewrites;
  prediction->is_heavy |= effect->kind == RETORT_LOCKED_TABLE && effect->level >= RETORT_LOCK_SHARE && (effect->rewrites || effect->scans);
}

/* Moves the foretold schema on; what is not understood is told as the reason why more may happen. */
static void
predict_statement (RetortRehearsalWatch *self, GHashTable *predictions, RetortStatement *statement, RetortRehearsedStatement *told)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (retort_statement_get_sql (statement), NULL);
  g_autoptr(RetortLocks) locks = NULL;
  RetortSchema *after = NULL;

  if (tree == NULL || retort_sql_tree_get_n_statements (tree) != 1)
    {
      after = retort_schema_apply_sql (self->schema, retort_statement_get_sql (statement), NULL);
      told->unsure = told->unsure != NULL ? told->unsure : g_strdup ("the statement is not understood");
    }
  else
    {
      locks = retort_lock_session_examine (self->session, self->schema, retort_sql_tree_get_statement (tree, 0), &after);
      for (guint i = 0; i < locks->relations->len; i++)
        add_prediction (self, predictions, g_ptr_array_index (locks->relations, i));
      if (told->unsure == NULL)
        told->unsure = g_strdup (locks->unsure);
    }
  retort_schema_unref (self->schema);
  self->schema = after;
}

static GHashTable *
predict (RetortRehearsalWatch *self, const RetortRunObserved *observed, RetortRehearsedStatement *told)
{
  GHashTable *predictions = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);

  if (observed->is_first || self->session == NULL)
    {
      g_clear_pointer (&self->session, retort_lock_session_free);
      self->session = retort_lock_session_new (self->version, observed->is_in_transaction);
    }
  for (guint i = 0; i < retort_batch_get_n_statements (observed->batch); i++)
    predict_statement (self, predictions, retort_batch_get_statement (observed->batch, i), told);
  return predictions;
}

static char *
dup_level (RetortLockLevel level)
{
  return level >= RETORT_LOCK_ROW_EXCLUSIVE ? g_strdup (retort_lock_level_to_string (level)) : NULL;
}

/* (nullable): when there is nothing to tell of it. */
static RetortRehearsedRelation *
compare (const Relation *before, const Relation *after, const Prediction *foretold, const RetortRunObserved *observed)
{
  static const Prediction nothing = { 0 };
  const Prediction *prediction = foretold != NULL ? foretold : &nothing;
  RetortLockLevel held = observed->is_first ? RETORT_LOCK_NONE : before->level;
  RetortLockLevel predicted = MAX (held, prediction->level);
  RetortLockLevel seen = after != NULL ? after->level : RETORT_LOCK_NONE;
  gboolean has_file = strchr ("rmS", before->kind) != NULL && after != NULL && after->schema != NULL;
  gboolean was_read = after != NULL && after->scans != (observed->is_first ? 0 : before->scans);
  RetortRehearsedRelation *told = g_new0 (RetortRehearsedRelation, 1);
  gboolean is_heavy = FALSE;

  told->name = g_str_equal (before->schema, "public") ? g_strdup (before->name) : g_strjoin (".", before->schema, before->name, NULL);
  told->predicted_lock = dup_level (predicted);
  told->observed_lock = observed->is_in_transaction ? dup_level (seen) : NULL;
  told->predicted_rewrite = prediction->rewrites;
  told->observed_rewrite = has_file && before->file != after->file;
  told->predicted_scan = prediction->is_heavy;
  is_heavy = strchr ("rm", before->kind) != NULL && (was_read || told->observed_rewrite) && seen >= RETORT_LOCK_SHARE;
  told->observed_scan = is_heavy;
  told->is_as_predicted = !has_file || told->predicted_rewrite == told->observed_rewrite;
  if (observed->is_in_transaction)
    told->is_as_predicted &= g_strcmp0 (told->predicted_lock, told->observed_lock) == 0 && (told->predicted_scan || !is_heavy);
  /* What the transaction did before is no news of this batch. */
  if ((predicted > held && told->predicted_lock != NULL) || (seen > held && told->observed_lock != NULL) || !told->is_as_predicted
      || told->observed_rewrite || told->predicted_rewrite)
    return told;
  retort_rehearsed_relation_free (told);
  return NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(RetortRehearsedRelation *const *) a)->name, (*(RetortRehearsedRelation *const *) b)->name);
}

/* Others wait only for what was there before the pass. */
static void
tell_relations (RetortRehearsalWatch *self, GHashTable *now, GHashTable *predictions, const RetortRunObserved *observed, GPtrArray *relations)
{
  GHashTableIter iter;
  gpointer oid;
  gpointer value;

  g_hash_table_iter_init (&iter, self->last);
  while (g_hash_table_iter_next (&iter, &oid, &value))
    {
      const Relation *before = value;
      RetortRehearsedRelation *told = NULL;

      if (before->schema != NULL && g_hash_table_contains (self->first, oid))
        told = compare (before, g_hash_table_lookup (now, oid), g_hash_table_lookup (predictions, oid), observed);
      if (told != NULL)
        g_ptr_array_add (relations, told);
    }
  g_ptr_array_sort (relations, compare_names);
}

/* The rows of the tool's own table are not what is rehearsed. */
static void
tell (RetortRehearsalWatch *self, GHashTable *now, const RetortRunObserved *observed)
{
  RetortRehearsedStatement *told = retort_rehearsed_statement_new (self->pass, retort_batch_get_sql (observed->batch));
  g_autoptr(GHashTable) predictions = predict (self, observed, told);

  if (retort_batch_get_n_statements (observed->batch) > 0)
    told->line = retort_statement_get_start (retort_batch_get_statement (observed->batch, 0)).line;
  told->elapsed_us = observed->elapsed_us;
  told->n_rows = observed->n_rows;
  told->saw_locks = observed->is_in_transaction;
  tell_relations (self, now, predictions, observed, told->relations);
  g_ptr_array_add (self->statements, told);
}

/**
 * retort_rehearsal_watch_observe:
 * @session: the run's
 * @observed: the batch that went through
 * @watch: a RetortRehearsalWatch
 * @error: a RetortDbError
 *
 * Looks at what the batch did. Blocks.
 *
 * Returns: %FALSE with @error set when the server did not answer
 */
gboolean
retort_rehearsal_watch_observe (RetortSession *session, const RetortRunObserved *observed, gpointer watch, GError **error)
{
  RetortRehearsalWatch *self = watch;
  GHashTable *now = take_snapshot (session, self->cancellable, error);

  if (now == NULL)
    return FALSE;
  if (!observed->is_bookkeeping)
    tell (self, now, observed);
  g_hash_table_unref (self->last);
  self->last = now;
  return TRUE;
}
