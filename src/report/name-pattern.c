/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outside quotes letters are folded, * and ? stand for any text and any character, the rest of a regular
 * expression means what it means; inside quotes all is literal. A dot divides schema and name. */
#include "report/name-pattern.h"

#include <string.h>

struct _RetortNamePattern
{
  GRegex *schema; /* nullable: only what the search path finds */
  GRegex *name;
};

static gboolean
is_special (const char *at, gboolean is_quoted)
{
  if (*at == '$')
    return TRUE;
  if (is_quoted)
    return strchr ("|*+?()[]{}.^\\", *at) != NULL;
  return at[0] == '[' && at[1] == ']';
}

/* What one character outside of the quoting rules becomes. */
static void
append_character (GString *regex, const char *at, gboolean is_quoted)
{
  if (!is_quoted && *at == '*')
    g_string_append (regex, ".*");
  else if (!is_quoted && *at == '?')
    g_string_append_c (regex, '.');
  else
    {
      if (is_special (at, is_quoted))
        g_string_append_c (regex, '\\');
      g_string_append_c (regex, is_quoted ? *at : g_ascii_tolower (*at));
    }
}

/* (element-type GString): a regular expression for each part. */
static GPtrArray *
split_parts (const char *text)
{
  GPtrArray *parts = g_ptr_array_new ();
  GString *regex = g_string_new ("^(?:");
  gboolean is_quoted = FALSE;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' && is_quoted && at[1] == '"')
        g_string_append_c (regex, *at++);
      else if (*at == '"')
        is_quoted = !is_quoted;
      else if (*at == '.' && !is_quoted)
        {
          g_ptr_array_add (parts, g_string_free (g_string_append (regex, ")\\z"), FALSE));
          regex = g_string_new ("^(?:");
        }
      else
        append_character (regex, at, is_quoted);
    }
  g_ptr_array_add (parts, g_string_free (g_string_append (regex, ")\\z"), FALSE));
  g_ptr_array_set_free_func (parts, g_free);
  return parts;
}

/**
 * retort_name_pattern_new:
 * @text: what a user typed, UTF-8
 *
 * Returns: (transfer full) (nullable): the pattern; %NULL when there are more parts than schema and
 *   name, or a part is no regular expression
 */
RetortNamePattern *
retort_name_pattern_new (const char *text)
{
  g_autoptr(GPtrArray) parts = split_parts (text);
  g_autoptr(RetortNamePattern) self = g_new0 (RetortNamePattern, 1);

  if (parts->len > 2)
    return NULL;
  self->name = g_regex_new (g_ptr_array_index (parts, parts->len - 1), G_REGEX_DOTALL, 0, NULL);
  if (parts->len == 2)
    self->schema = g_regex_new (g_ptr_array_index (parts, 0), G_REGEX_DOTALL, 0, NULL);
  if (self->name == NULL || (parts->len == 2 && self->schema == NULL))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * retort_name_pattern_free:
 * @self: (transfer full): a pattern
 */
void
retort_name_pattern_free (RetortNamePattern *self)
{
  g_clear_pointer (&self->schema, g_regex_unref);
  g_clear_pointer (&self->name, g_regex_unref);
  g_free (self);
}

/**
 * retort_name_pattern_matches:
 * @self: a pattern
 * @schema: an object's schema
 * @name: its name
 * @is_visible: whether the search path finds it
 *
 * Returns: whether the pattern means this object
 */
gboolean
retort_name_pattern_matches (const RetortNamePattern *self, const char *schema, const char *name,
                             gboolean is_visible)
{
  if (self->schema == NULL ? !is_visible : !g_regex_match (self->schema, schema, 0, NULL))
    return FALSE;
  return g_regex_match (self->name, name, 0, NULL);
}
