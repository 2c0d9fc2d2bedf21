/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/near-word.h"

#include <string.h>

#define MAX_CHANGES 4 /* letters in which a misspelt word may differ */
#define MAX_LENGTH 200 /* bytes of what may be a misspelt word */

/* How many letters have to be put in, left out or changed to make one of the other (Levenshtein). */
static guint
count_changes (const char *from, const char *to)
{
  gsize n = strlen (to);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize j = 0; j <= n; j++)
    row[j] = (guint) j;
  for (gsize i = 1; from[i - 1] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= n; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (above, row[j - 1]) + 1, diagonal + (from[i - 1] != to[j - 1]));
          diagonal = above;
        }
    }
  return row[n];
}

/**
 * retort_near_word_is_nearer:
 * @word: what somebody wrote
 * @known: a word that would be understood
 * @n_changes: (inout): in how many letters the nearest word until now differs, 0 before the first; that of @known when it is nearer
 *
 * A word may differ in a third of its letters, in four at most. Pure; any thread.
 *
 * Returns: whether @known is near, and nearer than what came before
 */
gboolean
retort_near_word_is_nearer (const char *word, const char *known, guint *n_changes)
{
  guint limit = *n_changes != 0 ? *n_changes : MIN (MAX_CHANGES, (guint) strlen (word) / 3) + 1;
  guint n = strlen (word) < MAX_LENGTH ? count_changes (word, known) : limit;

  if (n >= limit || n == 0)
    return FALSE;
  *n_changes = n;
  return TRUE;
}

/**
 * retort_near_word_find:
 * @word: what somebody wrote, none of @known
 * @known: (array zero-terminated=1): words that would be understood
 *
 * Pure; any thread.
 *
 * Returns: (transfer none) (nullable): the word that was probably meant; %NULL when none is near
 */
const char *
retort_near_word_find (const char *word, const char *const *known)
{
  const char *nearest = NULL;
  guint n_changes = 0;

  for (gsize i = 0; known[i] != NULL; i++)
    if (retort_near_word_is_nearer (word, known[i], &n_changes))
      nearest = known[i];
  return nearest;
}
