/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text was taken by the grammar: quotes match and escapes have their digits. */
#include "formats/toml-string.h"

#include <string.h>

static const char escape_letters[] = "btnfr\"\\";
static const char escape_values[] = "\b\t\n\f\r\"\\";

/* "\uXXXX" or "\UXXXXXXXX" at @at. Moves it behind. FALSE for what is no character, and for NUL, which no text of ours can hold. */
static gboolean
append_code_point (GString *text, const char **at)
{
  guint n_digits = (*at)[1] == 'u' ? 4 : 8;
  g_autofree char *digits = g_strndup (*at + 2, n_digits);
  guint64 code = g_ascii_strtoull (digits, NULL, 16);

  if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    return FALSE;
  g_string_append_unichar (text, (gunichar) code);
  *at += 2 + n_digits;
  return TRUE;
}

/* @at is at a backslash. Moves it behind the escape. */
static gboolean
append_escape (GString *text, const char **at)
{
  const char *letter = strchr (escape_letters, (*at)[1]);

  if ((*at)[1] == 'u' || (*at)[1] == 'U')
    return append_code_point (text, at);
  if ((*at)[1] == '\n')
    {
      *at += 1 + strspn (*at + 1, " \t\n");
      return TRUE;
    }
  if (letter == NULL || *letter == '\0')
    return FALSE;
  g_string_append_c (text, escape_values[letter - escape_letters]);
  *at += 2;
  return TRUE;
}

/**
 * retort_toml_decode_string:
 * @written: a text with its quotes, of any of the four kinds
 *
 * Returns: (transfer full) (nullable): what it means; %NULL when an escape stands for no character
 */
char *
retort_toml_decode_string (const char *written)
{
  g_autoptr(GString) whole = g_string_new (written);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *body = NULL;
  gboolean is_long = g_str_has_prefix (written, "\"\"\"") || g_str_has_prefix (written, "'''");
  gsize n_quotes = is_long ? 3 : 1;
  const char *at;

  g_string_replace (whole, "\r\n", "\n", 0);
  body = g_strndup (whole->str + n_quotes, whole->len - 2 * n_quotes);
  at = is_long && body[0] == '\n' ? body + 1 : body;
  while (*at != '\0')
    {
      if (*at != '\\' || written[0] == '\'')
        g_string_append_c (text, *at++);
      else if (!append_escape (text, &at))
        return NULL;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * retort_toml_is_time:
 * @written: a date, a time or both, in a form that the grammar takes
 *
 * Returns: whether the calendar and the clock have it: four digits a year, the month's days, no 60th second
 */
gboolean
retort_toml_is_time (const char *written)
{
  const char *dash = strchr (written, '-');
  const char *colon = strchr (written, ':');

  if (colon != NULL && colon[3] == ':' && strncmp (colon + 4, "60", 2) == 0)
    return FALSE;
  if (dash == NULL || (colon != NULL && colon < dash))
    return TRUE;
  return dash - written == 4
         && g_date_valid_dmy ((GDateDay) g_ascii_strtoull (dash + 4, NULL, 10), (GDateMonth) g_ascii_strtoull (dash + 1, NULL, 10),
                              (GDateYear) g_ascii_strtoull (written, NULL, 10));
}

/* What TOML allows in no place: control characters but tab and the ends of lines; a carriage return alone. */
static gboolean
is_forbidden (const char *at)
{
  guchar c = (guchar) *at;

  if (c == '\r')
    return at[1] != '\n';
  return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
}

/**
 * retort_toml_find_bad_line:
 * @text: a file, valid UTF-8
 *
 * Looks for what TOML allows nowhere: a byte order mark and control characters.
 *
 * Returns: the first such line, from 1; 0 when there is none
 */
guint
retort_toml_find_bad_line (const char *text)
{
  guint line = 1;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    return 1;
  for (const char *at = text; *at != '\0'; at++)
    {
      if (is_forbidden (at))
        return line;
      line += *at == '\n';
    }
  return 0;
}
