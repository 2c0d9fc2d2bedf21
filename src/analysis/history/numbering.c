/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number is read from the id, else from the file's name. One hash that happens to start with
 * digits is no scheme: numbers count only when most revisions have one and most of those follow the
 * one before. */
#include "analysis/history/numbering.h"

#include "analysis/history/history-private.h"

#include <string.h>

#define MAX_DIGITS 6
#define MIN_REVISIONS 3

/* "012b_name": digits, maybe a letter, and then the word ends. */
static gboolean
parse_number (const char *text, RetortRevisionNumber *number)
{
  gsize n_digits = strspn (text, "0123456789");
  const char *end = text + n_digits;

  if (n_digits == 0 || n_digits > MAX_DIGITS)
    return FALSE;
  number->number = (guint) g_ascii_strtoull (text, NULL, 10);
  number->n_digits = (guint) n_digits;
  number->letter = '\0';
  if (g_ascii_islower (*end))
    number->letter = *end++;
  return !g_ascii_isalnum (*end);
}

static gboolean
read_number (RetortRevision *revision, RetortRevisionNumber *number)
{
  const char *path = retort_revision_get_path (revision);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;

  return parse_number (retort_revision_get_id (revision), number)
         || (name != NULL && parse_number (name, number));
}

/* Whether the revision directly follows a number that is one less, or its own with an earlier
 * letter. */
static gboolean
follows_its_number (const RetortHistory *self, guint index)
{
  const GArray *down = retort_history_related (self, index, RETORT_RELATION_DOWN);
  const RetortRevisionNumber *own = &self->nodes[index].number;

  for (guint i = 0; i < down->len; i++)
    {
      const RetortHistoryNode *below = &self->nodes[g_array_index (down, guint, i)];

      if (below->has_number
          && (below->number.number + 1 == own->number
              || (below->number.number == own->number && below->number.letter < own->letter)))
        return TRUE;
    }
  return FALSE;
}

static guint
get_number (const RetortHistory *self, guint place)
{
  return self->nodes[g_array_index (self->numbered, guint, place)].number.number;
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RetortHistory *self = user_data;
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;
  guint left_number = self->nodes[left].number.number;
  guint right_number = self->nodes[right].number.number;

  if (left_number != right_number)
    return left_number < right_number ? -1 : 1;
  return left < right ? -1 : left > right;
}

/* The place in @numbered of the first one that has @number or a higher one. */
static guint
find_number (const RetortHistory *self, guint number)
{
  guint low = 0;
  guint high = self->numbered->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_number (self, middle) < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * retort_history_map_numbers: (skip)
 * @self: a history that is being made
 *
 * Reads the numbers and decides whether they are a scheme.
 */
void
retort_history_map_numbers (RetortHistory *self)
{
  guint n_numbered = 0;
  guint n_following = 0;

  self->numbered = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->n_nodes; i++)
    {
      self->nodes[i].has_number = read_number (self->nodes[i].revision, &self->nodes[i].number);
      if (self->nodes[i].has_number)
        g_array_append_val (self->numbered, i);
    }
  g_array_sort_with_data (self->numbered, compare_numbers, self);
  n_numbered = self->numbered->len;
  for (guint i = 0; i < self->n_nodes; i++)
    n_following += self->nodes[i].has_number && follows_its_number (self, i);
  self->is_numbered = self->n_nodes >= MIN_REVISIONS && n_numbered * 5 >= self->n_nodes * 4
                      && n_following * 5 >= (n_numbered - 1) * 3;
}

/**
 * retort_history_is_numbered:
 * @self: a history
 *
 * Returns: whether most revisions are numbered in the order in which they follow each other
 */
gboolean
retort_history_is_numbered (const RetortHistory *self)
{
  return self->is_numbered;
}

/**
 * retort_history_get_number:
 * @self: a history
 * @id: a full id
 * @number: (out caller-allocates): its number
 *
 * Returns: whether the revision has a number
 */
gboolean
retort_history_get_number (const RetortHistory *self, const char *id, RetortRevisionNumber *number)
{
  guint index;

  if (!retort_history_get_index (self, id, &index) || !self->nodes[index].has_number)
    return FALSE;
  *number = self->nodes[index].number;
  return TRUE;
}

/**
 * retort_history_list_numbered:
 * @self: a history
 * @number: a number
 *
 * Returns: (transfer full) (element-type RetortRevision): the revisions that have it, with any
 * letter
 */
GPtrArray *
retort_history_list_numbered (const RetortHistory *self, guint number)
{
  g_autoptr(GArray) indexes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = find_number (self, number); i < self->numbered->len && get_number (self, i) == number; i++)
    g_array_append_val (indexes, g_array_index (self->numbered, guint, i));
  return retort_history_to_revisions (self, indexes);
}
