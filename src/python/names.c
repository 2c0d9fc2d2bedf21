/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every identifier that is evaluated is looked up here, most often in vain for a copy of it: a GStringChunk wants each one
 * copied and ended first, which costs more than all the rest. */
#include "python/names.h"

#include <string.h>

#define CHUNK_BYTES 1024
#define FIRST_CAPACITY 128 /* a power of two, as all that follow */

typedef struct
{
  const char *text; /* nullable: the place is free */
  guint       length;
  guint       hash;
} Place;

struct _RetortPyNames
{
  GStringChunk *chunk;
  Place        *places;   /* open addressing; never more than half of them are taken */
  guint         capacity;
  guint         n_names;
};

/**
 * retort_py_names_new: (skip)
 *
 * Returns: (transfer full): no names
 */
RetortPyNames *
retort_py_names_new (void)
{
  RetortPyNames *self = g_new0 (RetortPyNames, 1);

  self->chunk = g_string_chunk_new (CHUNK_BYTES);
  self->capacity = FIRST_CAPACITY;
  self->places = g_new0 (Place, self->capacity);
  return self;
}

/**
 * retort_py_names_free: (skip)
 * @self: (transfer full): names; none of them may be used any more
 */
void
retort_py_names_free (RetortPyNames *self)
{
  g_string_chunk_free (self->chunk);
  g_free (self->places);
  g_free (self);
}

/* FNV-1a */
static guint
hash_of (const char *text, gsize length)
{
  guint hash = 2166136261u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) text[i]) * 16777619u;
  return hash;
}

/* The place of a name, or the free one where it belongs. */
static Place *
find_place (const RetortPyNames *self, const char *text, gsize length, guint hash)
{
  for (guint i = hash & (self->capacity - 1);; i = (i + 1) & (self->capacity - 1))
    {
      Place *place = &self->places[i];

      if (place->text == NULL
          || (place->hash == hash && place->length == length && memcmp (place->text, text, length) == 0))
        return place;
    }
}

static void
grow (RetortPyNames *self)
{
  g_autofree Place *before = self->places;
  guint n_before = self->capacity;

  self->capacity *= 2;
  self->places = g_new0 (Place, self->capacity);
  for (guint i = 0; i < n_before; i++)
    if (before[i].text != NULL)
      *find_place (self, before[i].text, before[i].length, before[i].hash) = before[i];
}

/**
 * retort_py_names_find: (skip)
 * @self: names
 * @text: a name, which need not end with a NUL
 * @length: its bytes
 *
 * Returns: (transfer none): the one copy of that name, as long as @self
 */
const char *
retort_py_names_find (RetortPyNames *self, const char *text, gsize length)
{
  guint hash = hash_of (text, length);
  Place *place = find_place (self, text, length, hash);

  if (place->text != NULL)
    return place->text;
  if (2 * (self->n_names + 1) > self->capacity)
    {
      grow (self);
      place = find_place (self, text, length, hash);
    }
  self->n_names++;
  *place = (Place){ g_string_chunk_insert_len (self->chunk, text, (gssize) length), (guint) length, hash };
  return place->text;
}
