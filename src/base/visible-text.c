/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quoted identifier of PostgreSQL may hold any character but zero, a file name any byte but zero and a slash: line ends would forge
 * lines of a report, escape sequences drive a terminal, marks of direction turn what is read around. */
#include "base/visible-text.h"

#define CONTROL_PICTURES 0x2400 /* "␀" to "␟", one for each of the first control characters */
#define PICTURE_OF_DELETE 0x2421

static gboolean
turns_direction (gunichar letter)
{
  return (letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x2069);
}

static gunichar
make_visible (gunichar letter)
{
  if (letter < 0x20)
    return CONTROL_PICTURES + letter;
  if (letter == 0x7f)
    return PICTURE_OF_DELETE;
  return g_unichar_iscntrl (letter) || turns_direction (letter) ? 0xfffd : letter;
}

/* Most texts are: printable ASCII. */
static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text))
      return FALSE;
  return TRUE;
}

/**
 * retort_visible_text_dup:
 * @text: (not nullable): a text of one line, in whatever bytes
 *
 * Pure. Any thread.
 *
 * Returns: (transfer full): the same in valid UTF-8, with a picture for each control character
 */
char *
retort_visible_text_dup (const char *text)
{
  g_autofree char *valid = NULL;
  GString *visible = NULL;

  if (is_plain (text))
    return g_strdup (text);
  valid = g_utf8_make_valid (text, -1);
  visible = g_string_new (NULL);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (visible, make_visible (g_utf8_get_char (p)));
  return g_string_free (visible, FALSE);
}
