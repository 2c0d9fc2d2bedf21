/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of revisions by their index, one bit each. Inside analysis/history only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint   n_words;
  guint64 words[];
} RetortIndexSet;

static inline RetortIndexSet *
retort_index_set_new (guint n)
{
  guint n_words = (n + 63) / 64;
  RetortIndexSet *self = g_malloc0 (sizeof (RetortIndexSet) + n_words * sizeof (guint64));

  self->n_words = n_words;
  return self;
}

static inline RetortIndexSet *
retort_index_set_copy (const RetortIndexSet *other)
{
  return g_memdup2 (other, sizeof (RetortIndexSet) + other->n_words * sizeof (guint64));
}

static inline gboolean
retort_index_set_contains (const RetortIndexSet *self, guint index)
{
  return (self->words[index / 64] >> (index % 64)) & 1;
}

/* Returns whether @index is new in the set. */
static inline gboolean
retort_index_set_add (RetortIndexSet *self, guint index)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << (index % 64);
  gboolean is_new = (self->words[index / 64] & bit) == 0;

  self->words[index / 64] |= bit;
  return is_new;
}

static inline void
retort_index_set_remove (RetortIndexSet *self, guint index)
{
  self->words[index / 64] &= ~(G_GUINT64_CONSTANT (1) << (index % 64));
}

static inline void
retort_index_set_intersect (RetortIndexSet *self, const RetortIndexSet *other)
{
  for (guint i = 0; i < self->n_words; i++)
    self->words[i] &= other->words[i];
}

static inline void
retort_index_set_subtract (RetortIndexSet *self, const RetortIndexSet *other)
{
  for (guint i = 0; i < self->n_words; i++)
    self->words[i] &= ~other->words[i];
}

static inline void
retort_index_set_unite (RetortIndexSet *self, const RetortIndexSet *other)
{
  for (guint i = 0; i < self->n_words; i++)
    self->words[i] |= other->words[i];
}

static inline gboolean
retort_index_set_is_empty (const RetortIndexSet *self)
{
  for (guint i = 0; i < self->n_words; i++)
    if (self->words[i] != 0)
      return FALSE;
  return TRUE;
}

static inline void
retort_index_set_free (RetortIndexSet *self)
{
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortIndexSet, retort_index_set_free)

G_END_DECLS
