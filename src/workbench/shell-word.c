/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbench/shell-word.h"

#include <string.h>

/**
 * retort_shell_word_quote:
 * @word: a word
 *
 * Returns: (transfer full): as a shell takes it: quoted only when it must be
 */
char *
retort_shell_word_quote (const char *word)
{
  const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:@%,=";

  if (*word != '\0' && word[strspn (word, plain)] == '\0')
    return g_strdup (word);
  return g_shell_quote (word);
}
