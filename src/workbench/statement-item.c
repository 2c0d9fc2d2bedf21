/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One statement and what it locks, or a place between statements that says why they are not known, wrapped for lists.
 * Immutable but for what a rehearsal saw. */
#include "config.h"

#include "analysis/planning/planner.h"
#include "workbench/review-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _RetortStatementItem
{
  GObject parent_instance;

  RetortStatementKind kind;
  RetortStatement *statement; /* nullable: a place between statements */
  char            *gap;       /* nullable: what is not known there, a sentence */
  guint            gap_line;
  RetortLockInfo  *lock;     /* nullable */
  char            *revision; /* nullable: its revision's id */
  char            *seen;     /* nullable: what a rehearsal saw of it */
  char            *lock_text; /* nullable: the lock in words */
  RetortStatementKind doubt;  /* SENT: it is certain; else which kind of a place makes that it is not */
  char            *mark_note; /* nullable: why, with the line */
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
  g_free (self->mark_note);
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

/* --- What only a run tells --- */

/* Translators: stands in front of a reason in English, such as “it depends on what the inspector says” */
static char *
describe_question (const RetortGap *question)
{
  static const char said_already[] = "it is decided while running";
  const char *reason = question->reason;

  if (g_str_has_prefix (reason, said_already))
    reason += strlen (said_already);
  while (*reason == ',' || *reason == ' ')
    reason++;
  return *reason != '\0' ? g_strdup_printf (_("Decided while running: %s"), reason) : g_strdup (_("Decided while running"));
}

/* The last place before a batch that says why it is not certain; NULL: none does. */
static const RetortGap *
find_reason (GPtrArray *gaps, guint batch, gboolean must_vary)
{
  const RetortGap *found = NULL;

  for (guint i = 0; i < gaps->len; i++)
    {
      const RetortGap *gap = g_ptr_array_index (gaps, i);

      if (gap->before_batch <= batch && (gap->varies || !must_vary))
        found = gap;
    }
  return found;
}

/**
 * retort_statement_item_mark: (skip)
 * @self: a statement
 * @migration: whose it is
 * @batch: in which of its batches it is, from 0
 *
 * Tells whether it is certain before it runs. What stands behind a question to the database follows from the answer; what stands behind
 * something that is drawn may hold it.
 */
void
retort_statement_item_mark (RetortStatementItem *self, RetortMigration *migration, guint batch)
{
  RetortBatchFlags flags = retort_batch_get_flags (retort_migration_get_batch (migration, batch));
  const RetortGap *question = find_reason (retort_migration_get_questions (migration), batch, FALSE);
  const RetortGap *drawn = find_reason (retort_migration_get_gaps (migration), batch, TRUE);

  if (flags & RETORT_BATCH_DECIDED_WHILE_RUNNING)
    {
      g_autofree char *why = question != NULL ? describe_question (question) : g_strdup (_("Decided while running"));
      guint line = question != NULL ? question->position.line : retort_statement_item_get_line (self);

      self->doubt = RETORT_STATEMENT_KIND_ASKED;
      self->mark_note = g_strdup_printf (_("%s (line %u). It may be sent otherwise than it stands here, several times, or not at all."), why, line);
    }
  else if (flags & RETORT_BATCH_VARIES)
    {
      self->doubt = RETORT_STATEMENT_KIND_DRAWN;
      if (drawn != NULL)
        /* Translators: %s is a reason in English, such as “uuid4() is drawn each time it runs” */
        self->mark_note = g_strdup_printf (_("Not the same each time: %s (line %u). Where this statement holds it, what stands here is an example."),
                                           drawn->reason, drawn->position.line);
    }
}

/**
 * retort_statement_item_get_kind:
 * @self: an item
 *
 * Returns: a statement, or which kind of a place between statements
 */
RetortStatementKind
retort_statement_item_get_kind (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), RETORT_STATEMENT_KIND_SENT);
  return self->kind;
}

/**
 * retort_statement_item_get_doubt:
 * @self: an item
 *
 * Returns: which kind of a place before it makes that it is not certain before it runs; %RETORT_STATEMENT_KIND_SENT: it is certain
 */
RetortStatementKind
retort_statement_item_get_doubt (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), RETORT_STATEMENT_KIND_SENT);
  return self->doubt;
}

/**
 * retort_statement_item_get_mark:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): that it is not certain before it runs, a few words, translated; %NULL: it is
 */
const char *
retort_statement_item_get_mark (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), NULL);
  switch (self->doubt)
    {
    case RETORT_STATEMENT_KIND_SENT:
    case RETORT_STATEMENT_KIND_GAP:
      return NULL;
    case RETORT_STATEMENT_KIND_ASKED:
      return C_("statement", "decided while running");
    case RETORT_STATEMENT_KIND_DRAWN:
      return C_("statement", "values may differ");
    }
  g_return_val_if_reached (NULL);
}

/**
 * retort_statement_item_get_mark_note:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what it depends on, with the line; %NULL: nothing to say
 */
const char *
retort_statement_item_get_mark_note (RetortStatementItem *self)
{
  g_return_val_if_fail (RETORT_IS_STATEMENT_ITEM (self), NULL);
  return self->mark_note;
}

/* --- Places between statements --- */

static RetortStatementKind
kind_of_gap (RetortMigration *migration, const RetortGap *gap)
{
  return gap->varies && retort_migration_get_status (migration) != RETORT_MIGRATION_BROKEN ? RETORT_STATEMENT_KIND_DRAWN
                                                                                           : RETORT_STATEMENT_KIND_GAP;
}

static char *
describe_gap (RetortMigration *migration, const RetortGap *gap)
{
  /* Translators: %s is a reason in English, such as “uuid4() is drawn each time it runs” */
  if (kind_of_gap (migration, gap) == RETORT_STATEMENT_KIND_DRAWN)
    return g_strdup_printf (_("Not the same each time: %s"), gap->reason);
  /* Translators: each %s is a reason in English, such as “'f()' is not evaluated” */
  if (retort_migration_get_status (migration) == RETORT_MIGRATION_BROKEN)
    return g_strdup_printf (_("Syntax error: %s"), gap->reason);
  if (retort_migration_get_status (migration) == RETORT_MIGRATION_REFUSED)
    return g_strdup_printf (_("It stops here: %s"), gap->reason);
  return g_strdup_printf (_("Not known: %s"), gap->reason);
}

static void
append_place (GListStore *store, RetortStatementKind kind, char *text, guint line, const char *revision)
{
  g_autoptr(RetortStatementItem) item = g_object_new (RETORT_TYPE_STATEMENT_ITEM, NULL);

  item->kind = kind;
  item->gap = text;
  item->gap_line = line;
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
      append_place (store, kind_of_gap (migration, gap), describe_gap (migration, gap), gap->position.line, revision);
    }
  return i;
}

/* A question that nobody can answer is a gap as well, and told as such. */
static gboolean
is_gap (RetortMigration *migration, const RetortGap *question)
{
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    {
      const RetortGap *gap = retort_migration_get_gap (migration, i);

      if (gap->span.start == question->span.start && g_str_equal (gap->reason, question->reason))
        return TRUE;
    }
  return FALSE;
}

/* The same with the questions. */
static guint
append_questions (GListStore *store, RetortMigration *migration, guint first, guint batch, const char *revision)
{
  GPtrArray *questions = retort_migration_get_questions (migration);
  guint i = first;

  for (; i < questions->len; i++)
    {
      const RetortGap *question = g_ptr_array_index (questions, i);

      if (question->before_batch > batch)
        break;
      if (!is_gap (migration, question))
        append_place (store, RETORT_STATEMENT_KIND_ASKED, describe_question (question), question->position.line, revision);
    }
  return i;
}

/**
 * retort_statement_items_of: (skip)
 * @migration: (nullable): one direction of a revision
 * @before: (nullable): what is there when it begins
 *
 * Wraps every statement of a migration, in the order in which they are sent, and between them the places that say why
 * the SQL is not known, or not certain.
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
  guint n_questions = 0;

  if (migration == NULL)
    return G_LIST_MODEL (store);
  facts = retort_planner_statement_facts (migration, before, NULL);
  id = retort_revision_get_id (retort_migration_get_revision (migration));
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      n_questions = append_questions (store, migration, n_questions, i, id);
      n_gaps = append_gaps (store, migration, n_gaps, i, id);
      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++, n_seen++)
        {
          RetortStatementFacts *fact = n_seen < facts->len ? g_ptr_array_index (facts, n_seen) : NULL;
          g_autoptr(RetortStatementItem) item = retort_statement_item_new (retort_batch_get_statement (batch, j),
                                                                           fact != NULL ? fact->lock : NULL, id);

          retort_statement_item_mark (item, migration, i);
          g_list_store_append (store, item);
        }
    }
  append_questions (store, migration, n_questions, G_MAXUINT, id);
  append_gaps (store, migration, n_gaps, G_MAXUINT, id);
  return G_LIST_MODEL (store);
}

/**
 * retort_statement_items_count:
 * @items: a list of RetortStatementItem
 *
 * Returns: how many of them are statements
 */
guint
retort_statement_items_count (GListModel *items)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortStatementItem) item = g_list_model_get_item (items, i);

      n += item->statement != NULL;
    }
  return n;
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
 * What is not known at this place, or not before it runs.
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
