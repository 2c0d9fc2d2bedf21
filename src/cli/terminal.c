/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/terminal.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

/**
 * retort_terminal_is_interactive:
 *
 * Returns: whether somebody can be asked
 */
gboolean
retort_terminal_is_interactive (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/**
 * retort_terminal_ask:
 * @question: what is asked, with a blank at its end
 *
 * Returns: (transfer full) (nullable): the answer; %NULL when nobody can be asked or the input ended
 */
char *
retort_terminal_ask (const char *question)
{
  char *line = NULL;
  char *answer = NULL;
  size_t size = 0;

  if (!retort_terminal_is_interactive ())
    return NULL;

  fputs (question, stderr);
  fflush (stderr);
  if (getline (&line, &size, stdin) >= 0)
    {
      line[strcspn (line, "\r\n")] = '\0';
      answer = g_strdup (line);
    }
  free (line);
  return answer;
}

/**
 * retort_terminal_ask_secret:
 * @question: what is asked, with a blank at its end
 *
 * Returns: (transfer full) (nullable): the answer, which was not shown; %NULL when nobody can be asked
 */
char *
retort_terminal_ask_secret (const char *question)
{
  struct termios shown;
  struct termios hidden;
  char *answer = NULL;

  if (!retort_terminal_is_interactive () || tcgetattr (STDIN_FILENO, &shown) != 0)
    return NULL;

  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  answer = retort_terminal_ask (question);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  fputc ('\n', stderr);
  return answer;
}
