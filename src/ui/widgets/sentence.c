/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/sentence.h"

/**
 * retort_dup_sentence:
 * @message: what an error says
 *
 * A message begins small, since others may stand before it; where it stands alone it begins with a capital.
 *
 * Returns: (transfer full): the sentence
 */
char *
retort_dup_sentence (const char *message)
{
  g_autofree char *first = NULL;

  g_return_val_if_fail (message != NULL, NULL);
  first = g_utf8_strup (message, (gssize) (g_utf8_next_char (message) - message));
  return g_strconcat (first, *message != '\0' ? g_utf8_next_char (message) : "", NULL);
}
