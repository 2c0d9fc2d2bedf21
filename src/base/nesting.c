/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/nesting.h"

/**
 * retort_nesting_is_deep:
 * @text: a text of JSON or TOML
 * @length: its bytes
 *
 * Counts brackets, those in strings too: a cautious guess. The readers of these formats go down as deep as the text does,
 * and end with the stack. Any thread.
 *
 * Returns: whether more than %RETORT_NESTING_MAX_BRACKETS are open at one place
 */
gboolean
retort_nesting_is_deep (const char *text, gsize length)
{
  guint n_open = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '[' || text[i] == '{')
        n_open++;
      else if ((text[i] == ']' || text[i] == '}') && n_open > 0)
        n_open--;
      if (n_open > RETORT_NESTING_MAX_BRACKETS)
        return TRUE;
    }
  return FALSE;
}
