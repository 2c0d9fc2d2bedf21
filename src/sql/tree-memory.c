/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same statement is asked for again and again: by the replay of the history, by the checks, and at every key that is pressed in
 * another line of its file. Trees are immutable; those of the texts that were read last are kept for all threads. */
#include "sql/tree-memory.h"

#include <string.h>

/* How much text may be remembered; a tree takes some thirty times its text. */
#define MOST_BYTES (512 * 1024)
/* Longer texts are rare, and one of them would push out all others. */
#define LONGEST_TEXT (32 * 1024)
#define MIN_BLOCK 1024
#define ALIGNMENT (2 * sizeof (gpointer))

static GMutex lock; /* guards the three below */
static GHashTable *trees; /* nullable; key: RetortSqlText, owned with its text; value: RetortSqlTree, owned */
static GQueue order = G_QUEUE_INIT; /* element: the keys of @trees, borrowed; oldest first */
static gsize n_bytes_kept;

static void *
allocate (void *data, size_t size)
{
  RetortSqlArena *self = data;
  gsize n_bytes = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  guint8 *taken = NULL;

  if (n_bytes > self->n_left)
    {
      self->n_left = MAX (n_bytes, MIN_BLOCK);
      self->next = g_malloc (self->n_left);
      self->blocks = g_slist_prepend (self->blocks, self->next);
    }
  taken = self->next;
  self->next += n_bytes;
  self->n_left -= n_bytes;
  return taken;
}

static void
keep (void *data, void *memory)
{
}

/**
 * retort_sql_arena_init: (skip)
 * @self: (out caller-allocates): an arena; it must not be moved
 * @n_bytes: about how much will be needed
 */
void
retort_sql_arena_init (RetortSqlArena *self, gsize n_bytes)
{
  self->allocator = (ProtobufCAllocator){ allocate, keep, self };
  self->n_left = MAX (n_bytes, MIN_BLOCK);
  self->next = g_malloc (self->n_left);
  self->blocks = g_slist_prepend (NULL, self->next);
}

/**
 * retort_sql_arena_clear: (skip)
 * @self: an arena
 *
 * Gives back all that lies in it.
 */
void
retort_sql_arena_clear (RetortSqlArena *self)
{
  g_slist_free_full (g_steal_pointer (&self->blocks), g_free);
}

/**
 * retort_sql_text_new: (skip)
 * @sql: a text; must live as long as what is returned
 *
 * Returns: what the text is found by, which takes a look at all of it
 */
RetortSqlText
retort_sql_text_new (const char *sql)
{
  return (RetortSqlText){ sql, strlen (sql), g_str_hash (sql) };
}

static guint
text_hash (gconstpointer text)
{
  return ((const RetortSqlText *) text)->hash;
}

static gboolean
text_equal (gconstpointer a, gconstpointer b)
{
  const RetortSqlText *left = a;
  const RetortSqlText *right = b;

  return left->length == right->length && memcmp (left->sql, right->sql, left->length) == 0;
}

/* One block with its text. */
static RetortSqlText *
text_copy (const RetortSqlText *text)
{
  RetortSqlText *copy = g_malloc (sizeof *copy + text->length + 1);

  *copy = *text;
  copy->sql = memcpy (copy + 1, text->sql, text->length + 1);
  return copy;
}

/**
 * retort_sql_memory_find: (skip)
 * @text: a text
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): its tree, if it was read lately
 */
RetortSqlTree *
retort_sql_memory_find (const RetortSqlText *text)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&lock);
  RetortSqlTree *tree = trees != NULL ? g_hash_table_lookup (trees, text) : NULL;

  return tree != NULL ? retort_sql_tree_ref (tree) : NULL;
}

static void
forget_oldest (void)
{
  const RetortSqlText *oldest = g_queue_pop_head (&order);

  n_bytes_kept -= oldest->length;
  g_hash_table_remove (trees, oldest);
}

/**
 * retort_sql_memory_remember: (skip)
 * @text: a text
 * @tree: what it says
 *
 * Any thread.
 */
void
retort_sql_memory_remember (const RetortSqlText *text, RetortSqlTree *tree)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&lock);
  RetortSqlText *key = NULL;

  if (trees == NULL)
    trees = g_hash_table_new_full (text_hash, text_equal, g_free, (GDestroyNotify) retort_sql_tree_unref);
  if (text->length > LONGEST_TEXT || g_hash_table_contains (trees, text))
    return;
  key = text_copy (text);
  g_hash_table_insert (trees, key, retort_sql_tree_ref (tree));
  g_queue_push_tail (&order, key);
  n_bytes_kept += key->length;
  while (n_bytes_kept > MOST_BYTES)
    forget_oldest ();
}
