/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One statement and what it locks, or a place between statements of which the SQL is not known, wrapped for lists.
 * Immutable but for what a rehearsal saw. */
#include "config.h"

#include "analysis/planning/planner.h"
#include "workbench/review-private.h"

#include <glib/gi18n-lib.h>

struct _RetortStatementItem
{
  GObject parent_instance;

  RetortStatement *statement; /* nullable: a gap */
  char            *gap;       /* nullable: why the SQL is not known, a sentence */
  guint            gap_line;
  RetortLockInfo  *lock;     /* nullable */
  char            *revision; /* nullable: its revision's id */
  char            *seen;     /* nullable: what a rehearsal saw of it */
  char            *lock_text; /* nullable: the lock in words */
};

enum
{
  PROP_0,
  PROP_SQL,
  PROP_LINE,
  PROP_END_LINE,
  PROP_ORIGIN,
  PROP_LOCK_LABEL,
  PROP_REVISION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortStatementItem, retort_statement_item, G_TYPE_OBJECT)

/**
 * retort_lock_info_to_effect:
 * @lock: (nullable): what a statement locks
 *
 * How much a lock is felt by others. A strong lock that is neither held over a scan nor over a rewrite is brief.
 *
 * Returns: the effect
 */
RetortLockEffect
retort_lock_info_to_effect (const RetortLockInfo *lock)
{
  if (lock == NULL || lock->mode == NULL)
    return RETORT_LOCK_EFFECT_NONE;
  if (lock->rewrites)
    return RETORT_LOCK_EFFECT_REWRITES;
  if (lock->scans && g_str_equal (lock->mode, "ACCESS EXCLUSIVE"))
    return RETORT_LOCK_EFFECT_BLOCKS_EVERYTHING;
  if (lock->scans && (g_str_equal (lock->mode, "SHARE") || g_str_has_suffix (lock->mode, "EXCLUSIVE"))
      && !g_str_equal (lock->mode, "SHARE UPDATE EXCLUSIVE") && !g_str_equal (lock->mode, "ROW EXCLUSIVE"))
    return RETORT_LOCK_EFFECT_BLOCKS_WRITES;
  return RETORT_LOCK_EFFECT_BRIEF;
}

/**
 * retort_lock_effect_to_word:
 * @effect: an effect
 *
 * What stands on the chip.
 *
 * Returns: (transfer none): a few words, translated; empty for %RETORT_LOCK_EFFECT_NONE
 */
const char *
retort_lock_effect_to_word (RetortLockEffect effect)
{
  switch (effect)
    {
    case RETORT_LOCK_EFFECT_NONE: return "";
    case RETORT_LOCK_EFFECT_BRIEF: return C_("lock", "brief");
    case RETORT_LOCK_EFFECT_BLOCKS_WRITES: return C_("lock", "blocks writes");
    case RETORT_LOCK_EFFECT_BLOCKS_EVERYTHING: return C_("lock", "blocks everything");
    case RETORT_LOCK_EFFECT_REWRITES: return C_("lock", "rewrites");
    }
  g_return_val_if_reached ("");
}

static void
retort_statement_item_finalize (GObject *object)
{
  RetortStatementItem *self = RETORT_STATEMENT_ITEM (object);

  g_clear_pointer (&self->statement, retort_statement_unref);
  g_free (self->gap);
  g_clear_pointer (&self->lock, retort_lock_info_free);
  g_free (self->revision);
  g_free (self->seen);
  g_free (self->lock_text);
  G_OBJECT_CLASS (retort_statement_item_parent_class)->finalize (object);
}

static void
retort_statement_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortStatementItem *self = RETORT_STATEMENT_ITEM (object);

  switch (id)
    {
    case PROP_SQL:
      g_value_set_string (value, self->statement != NULL ? retort_statement_get_sql (self->statement) : NULL);
      break;
    case PROP_LINE: g_value_set_uint (value, retort_statement_item_get_line (self)); break;
    case PROP_END_LINE: g_value_set_uint (value, retort_statement_item_get_end_line (self)); break;
    case PROP_ORIGIN:
      g_value_set_string (value, self->statement != NULL ? retort_statement_get_origin (self->statement) : NULL);
      break;
    case PROP_LOCK_LABEL:
      g_value_set_string (value, retort_lock_effect_to_word (retort_lock_info_to_effect (self->lock)));
      break;
    case PROP_REVISION: g_value_set_string (value, self->revision); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_statement_item_class_init (RetortStatementItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const struct { guint id; const char *name; } texts[] = {
    { PROP_SQL, "sql" }, { PROP_ORIGIN, "origin" }, { PROP_LOCK_LABEL, "lock-label" },
    { PROP_REVISION, "revision" },
  };

  object_class->finalize = retort_statement_item_finalize;
  object_class->get_property = retort_statement_item_get_property;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].id] = g_param_spec_string (texts[i].name, NULL, NULL, NULL,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LINE] = g_param_spec_uint ("line", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_END_LINE] = g_param_spec_uint ("end-line", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_statement_item_init (RetortStatementItem *self)
{
}

/**
 * retort_statement_item_new: (skip)
 * @statement: a statement
 * @lock: (nullable): what it locks
 * @revision: (nullable): its revision's id
 *
 * Wraps a statement for a list.
 *
 * Returns: (transfer full): the item
 */
RetortStatementItem *
retort_statement_item_new (RetortStatement *statement, const RetortLockInfo *lock, const char *revision)
{
  RetortStatementItem *self = g_object_new (RETORT_TYPE_STATEMENT_ITEM, NULL);

  self->statement = retort_statement_ref (statement);
  self->lock = lock != NULL ? retort_lock_info_copy (lock) : NULL;
  self->revision = g_strdup (revision);
  return self;
}

/**
 * retort_statement_item_set_seen: (skip)
 * @self: a statement
 * @seen: (nullable): what a rehearsal saw of it
 */
void
retort_statement_item_set_seen (RetortStatementItem *self, const char *seen)
{
  g_free (self->seen);
  self->seen = g_strdup (seen);
}

/**
 * retort_statement_item_get_seen:
 * @self: a statement
 *
 * Returns: (transfer none) (nullable): what a rehearsal saw of it, a line
 */
const char *
retort_statement_item_get_seen (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), NULL);
  return self->seen;
}

/**
 * retort_statement_item_set_lock_text: (skip)
 * @self: a statement
 * @lock_text: (nullable): what it locks, in words
 */
void
retort_statement_item_set_lock_text (RetortStatementItem *self, const char *lock_text)
{
  g_free (self->lock_text);
  self->lock_text = g_strdup (lock_text);
}

/**
 * retort_statement_item_get_lock_text:
 * @self: a statement
 *
 * Returns: (transfer none) (nullable): what it locks, with the sizes of tables where a database is known; %NULL: not told
 */
const char *
retort_statement_item_get_lock_text (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), NULL);
  return self->lock_text;
}

static char *
describe_gap (RetortMigration *migration, const RetortGap *gap)
{
  /* Translators: each %s is a reason in English, such as “'f()' is not evaluated” */
  if (retort_migration_get_status (migration) == RETORT_MIGRATION_BROKEN)
    return g_strdup_printf (_("Syntax error: %s"), gap->reason);
  if (retort_migration_get_status (migration) == RETORT_MIGRATION_REFUSED)
    return g_strdup_printf (_("It stops here: %s"), gap->reason);
  return g_strdup_printf (_("Not known: %s"), gap->reason);
}

static void
append_gap (GListStore *store, RetortMigration *migration, const RetortGap *gap, const char *revision)
{
  g_autoptr(RetortStatementItem) item = g_object_new (RETORT_TYPE_STATEMENT_ITEM, NULL);

  item->gap = describe_gap (migration, gap);
  item->gap_line = gap->position.line;
  item->revision = g_strdup (revision);
  g_list_store_append (store, item);
}

/* Appends the gaps that stand before a batch; returns the first that does not. */
static guint
append_gaps (GListStore *store, RetortMigration *migration, guint first, guint batch, const char *revision)
{
  guint i = first;

  for (; i < retort_migration_get_n_gaps (migration); i++)
    {
      const RetortGap *gap = retort_migration_get_gap (migration, i);

      if (gap->before_batch > batch)
        break;
      append_gap (store, migration, gap, revision);
    }
  return i;
}

/**
 * retort_statement_items_of: (skip)
 * @migration: (nullable): one direction of a revision
 * @before: (nullable): what is there when it begins
 *
 * Wraps every statement of a migration, in the order in which they are sent, and between them the places of
 * which the SQL is not known.
 *
 * Returns: (transfer full): a list of RetortStatementItem, empty for %NULL
 */
GListModel *
retort_statement_items_of (RetortMigration *migration, RetortSchema *before)
{
  GListStore *store = g_list_store_new (RETORT_TYPE_STATEMENT_ITEM);
  g_autoptr(GPtrArray) facts = NULL;
  const char *id = NULL;
  guint n_seen = 0;
  guint n_gaps = 0;

  if (migration == NULL)
    return G_LIST_MODEL (store);
  facts = retort_planner_statement_facts (migration, before, NULL);
  id = retort_revision_get_id (retort_migration_get_revision (migration));
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      n_gaps = append_gaps (store, migration, n_gaps, i, id);
      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++, n_seen++)
        {
          RetortStatementFacts *fact = n_seen < facts->len ? g_ptr_array_index (facts, n_seen) : NULL;
          g_autoptr(RetortStatementItem) item = retort_statement_item_new (retort_batch_get_statement (batch, j),
                                                                           fact != NULL ? fact->lock : NULL, id);

          g_list_store_append (store, item);
        }
    }
  append_gaps (store, migration, n_gaps, G_MAXUINT, id);
  return G_LIST_MODEL (store);
}

/**
 * retort_statement_item_get_statement:
 * @self: an item
 *
 * The statement that it wraps.
 *
 * Returns: (transfer none) (nullable): the statement; %NULL for a gap
 */
RetortStatement *
retort_statement_item_get_statement (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), NULL);
  return self->statement;
}

/**
 * retort_statement_item_get_lock:
 * @self: an item
 *
 * What the statement locks.
 *
 * Returns: (transfer none) (nullable): %NULL when nothing worth saying is known
 */
const RetortLockInfo *
retort_statement_item_get_lock (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), NULL);
  return self->lock;
}

/**
 * retort_statement_item_get_gap:
 * @self: an item
 *
 * Why the SQL of this place is not known.
 *
 * Returns: (transfer none) (nullable): a sentence, translated; %NULL for a statement
 */
const char *
retort_statement_item_get_gap (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), NULL);
  return self->gap;
}

/**
 * retort_statement_item_get_line:
 * @self: an item
 *
 * Where it comes from.
 *
 * Returns: the first line, from 1; 0 when no line wrote it
 */
guint
retort_statement_item_get_line (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), 0);
  return self->statement != NULL ? retort_statement_get_start (self->statement).line : self->gap_line;
}

/**
 * retort_statement_item_get_end_line:
 * @self: an item
 *
 * Where what it comes from ends.
 *
 * Returns: the last line, from 1; 0 when no line wrote it
 */
guint
retort_statement_item_get_end_line (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), 0);
  return self->statement != NULL ? retort_statement_get_end (self->statement).line : self->gap_line;
}
