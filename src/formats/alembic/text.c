/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlalchemy/sql/compiler.py, BIND_PARAMS and BIND_PARAMS_ESC, applied in one pass:
 *   (?<![:\w\$\x5c]):([\w\$]+)(?![:\w\$])   a parameter
 *   \x5c(:[\w\$]*)(?![:\w\$])               an escaped colon
 * There is no awareness of quotes, comments or dollar quoting. */
#include "formats/alembic/text.h"

#include <string.h>

/* Python's \w, and '$'. */
static gboolean
is_name_char (gunichar c)
{
  return g_unichar_isalnum (c) || c == '_' || c == '$';
}

static const char *
skip_name (const char *p)
{
  while (*p != '\0' && is_name_char (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* The end of ":name" when a parameter begins at @colon; NULL when none does. @before is the character before it, 0 at the start. */
static const char *
find_parameter_end (const char *colon, gunichar before)
{
  const char *end = skip_name (colon + 1);

  if (before == ':' || before == '\\' || is_name_char (before) || end == colon + 1 || *end == ':')
    return NULL;
  return end;
}

/**
 * retort_text_render:
 * @out: where to append
 * @text: what was given to text()
 * @bind: renders a parameter
 * @user_data: for @bind
 *
 * Appends the text as the server receives it.
 *
 * Returns: %FALSE when @bind gave up
 */
gboolean
retort_text_render (GString *out, const char *text, RetortTextBindFunc bind, gpointer user_data)
{
  gunichar before = 0;
  const char *p = text;

  while (*p != '\0')
    {
      gsize n_plain = strcspn (p, ":\\");
      const char *end = *p == ':' ? find_parameter_end (p, before) : NULL;

      if (n_plain > 0)
        {
          g_string_append_len (out, p, (gssize) n_plain);
          p += n_plain;
          before = g_utf8_get_char (g_utf8_prev_char (p));
          continue;
        }
      if (end != NULL)
        {
          g_autofree char *name = g_strndup (p + 1, end - p - 1);

          if (!bind (out, name, user_data))
            return FALSE;
          before = g_utf8_get_char (g_utf8_prev_char (end));
          p = end;
          continue;
        }
      if (*p == '\\' && p[1] == ':' && *skip_name (p + 2) != ':')
        {
          /* The backslash goes, the colon and the name stay. */
          const char *tail = skip_name (p + 2);

          g_string_append_len (out, p + 1, tail - p - 1);
          before = g_utf8_get_char (g_utf8_prev_char (tail));
          p = tail;
          continue;
        }
      before = (guchar) *p;
      g_string_append_c (out, *p++);
    }
  return TRUE;
}
