/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/arena.h"

#include <string.h>

/* Most evaluations need little: blocks begin small and double. */
#define FIRST_BLOCK_BYTES (4 * 1024)
#define BLOCK_BYTES (64 * 1024)
#define OWNED_BYTES 256 /* about what a table without entries takes */

typedef struct
{
  gpointer       data;
  GDestroyNotify data_free;
} Owned;

struct _RetortPyArena
{
  GPtrArray *blocks; /* element: char*, owned */
  GArray    *owned;  /* element: Owned; freed in reverse order */
  char      *at;     /* free memory of the newest block */
  gsize      left;   /* bytes */
  gsize      next;   /* bytes of the next block */
  gsize      size;   /* bytes handed out */
};

/**
 * retort_py_arena_new:
 *
 * Returns: (transfer full): an empty arena
 */
RetortPyArena *
retort_py_arena_new (void)
{
  RetortPyArena *self = g_new0 (RetortPyArena, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->next = FIRST_BLOCK_BYTES;
  self->owned = g_array_new (FALSE, FALSE, sizeof (Owned));
  return self;
}

/**
 * retort_py_arena_free:
 * @self: (transfer full): an arena
 */
void
retort_py_arena_free (RetortPyArena *self)
{
  for (guint i = self->owned->len; i > 0; i--)
    {
      Owned *owned = &g_array_index (self->owned, Owned, i - 1);

      owned->data_free (owned->data);
    }
  g_array_unref (self->owned);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * retort_py_arena_allocate:
 * @self: an arena
 * @size: bytes
 *
 * Returns: (transfer none): zeroed memory, aligned for any type, as long as @self lives
 */
gpointer
retort_py_arena_allocate (RetortPyArena *self, gsize size)
{
  gsize needed = (MAX (size, 1) + 15) & ~(gsize) 15;
  char *result;

  self->size += needed;
  if (needed > BLOCK_BYTES / 4)
    {
      result = g_malloc0 (needed);
      g_ptr_array_add (self->blocks, result);
      return result;
    }
  if (needed > self->left)
    {
      while (self->next < needed)
        self->next *= 2;
      self->at = g_malloc (self->next);
      self->left = self->next;
      self->next = MIN (2 * self->next, BLOCK_BYTES);
      g_ptr_array_add (self->blocks, self->at);
    }
  result = memset (self->at, 0, needed);
  self->at += needed;
  self->left -= needed;
  return result;
}

/**
 * retort_py_arena_own:
 * @self: an arena
 * @data: something that is not its memory
 * @data_free: called with @data when @self is freed
 */
void
retort_py_arena_own (RetortPyArena *self, gpointer data, GDestroyNotify data_free)
{
  Owned owned = { data, data_free };

  self->size += OWNED_BYTES;
  g_array_append_val (self->owned, owned);
}

/**
 * retort_py_arena_get_size:
 * @self: an arena
 *
 * Returns: how many bytes were handed out, and about how many what it owns takes besides
 */
gsize
retort_py_arena_get_size (const RetortPyArena *self)
{
  return self->size;
}
