/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json-places.h"

#include <string.h>

/* Goes once through a text that JSON-GLib has read. */
typedef struct
{
  RetortJsonPlaces *places;
  const char       *at;
  const char       *end;
  guint             line;
  GString          *pointer; /* to where @at is */
} Scan;

static void
step (Scan *self)
{
  if (*self->at == '\n')
    self->line++;
  self->at++;
}

static void
step_to (Scan *self, const char *end)
{
  while (self->at < (end != NULL ? end : self->end))
    step (self);
}

/* JSON-GLib takes comments of C. */
static void
skip_space (Scan *self)
{
  while (self->at < self->end)
    {
      gsize n = (gsize) (self->end - self->at);

      if (g_ascii_isspace (*self->at))
        step (self);
      else if (n > 1 && self->at[0] == '/' && self->at[1] == '*')
        {
          const char *close = g_strstr_len (self->at + 2, (gssize) n - 2, "*/");

          step_to (self, close != NULL ? close + 2 : NULL);
        }
      else
        return;
    }
}

/* Stands on a quotation mark. Returns: (transfer full): what is between it and its like, as it is written */
static char *
take_string (Scan *self)
{
  const char *start = self->at + 1;
  char *content = NULL;

  step (self);
  while (self->at < self->end && *self->at != '"')
    {
      if (*self->at == '\\' && self->at + 1 < self->end)
        step (self);
      step (self);
    }
  content = g_strndup (start, (gsize) (self->at - start));
  if (self->at < self->end)
    step (self);
  return content;
}

static void
enter (Scan *self, const char *name)
{
  g_autofree char *pointer = retort_json_places_dup_pointer (self->pointer->str, name);

  g_string_assign (self->pointer, pointer);
  if (!g_hash_table_insert (self->places->lines, g_strdup (pointer), GUINT_TO_POINTER (self->line)))
    g_ptr_array_add (self->places->repeated, g_strdup (pointer));
}

static void scan_value (Scan *self);

/* One member of an object or of a list, its name first. FALSE: there is none. */
static gboolean
scan_member (Scan *self, gboolean is_object, guint i)
{
  g_autofree char *name = NULL;

  skip_space (self);
  if (self->at >= self->end || *self->at == '}' || *self->at == ']' || (is_object && *self->at != '"'))
    return FALSE;
  name = is_object ? take_string (self) : g_strdup_printf ("%u", i);
  enter (self, name);
  skip_space (self);
  if (is_object && self->at < self->end && *self->at == ':')
    step (self);
  scan_value (self);
  return TRUE;
}

static void
scan_members (Scan *self, gboolean is_object)
{
  gsize length = self->pointer->len;

  step (self);
  for (guint i = 0; scan_member (self, is_object, i); i++)
    {
      g_string_truncate (self->pointer, length);
      skip_space (self);
      if (self->at < self->end && *self->at == ',')
        step (self);
    }
  if (self->at < self->end && (*self->at == '}' || *self->at == ']'))
    step (self);
}

static void
scan_value (Scan *self)
{
  skip_space (self);
  if (self->at >= self->end)
    return;
  if (*self->at == '{' || *self->at == '[')
    scan_members (self, *self->at == '{');
  else if (*self->at == '"')
    g_free (take_string (self));
  else
    step_to (self, self->at + MAX (1, strcspn (self->at, ",]} \t\r\n/")));
}

/**
 * retort_json_places_new:
 * @text: a text that was read as JSON, ending in a zero byte
 * @length: its bytes
 *
 * A name that is written with escapes is known as it is written. Goes down as deep as the text does. Pure; any thread.
 *
 * Returns: (transfer full): where its members stand
 */
RetortJsonPlaces *
retort_json_places_new (const char *text, gsize length)
{
  RetortJsonPlaces *self = g_new0 (RetortJsonPlaces, 1);
  Scan scan = { self, text, text + length, 1, g_string_new (NULL) };

  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->repeated = g_ptr_array_new_with_free_func (g_free);
  scan_value (&scan);
  g_string_free (scan.pointer, TRUE);
  return self;
}

/**
 * retort_json_places_free:
 * @self: (transfer full) (nullable): places
 *
 * Frees @self.
 */
void
retort_json_places_free (RetortJsonPlaces *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->lines);
  g_ptr_array_unref (self->repeated);
  g_free (self);
}

/**
 * retort_json_places_find_line:
 * @self: places
 * @pointer: a JSON pointer
 *
 * Pure; any thread.
 *
 * Returns: the line of its name, from 1; of what holds it when it is not known itself; 0 for the whole
 */
guint
retort_json_places_find_line (const RetortJsonPlaces *self, const char *pointer)
{
  g_autofree char *rest = g_strdup (pointer);

  while (*rest != '\0')
    {
      gpointer line = g_hash_table_lookup (self->lines, rest);

      if (line != NULL)
        return GPOINTER_TO_UINT (line);
      *strrchr (rest, '/') = '\0';
    }
  return 0;
}

/**
 * retort_json_places_dup_pointer:
 * @parent: a JSON pointer; "" for the whole
 * @name: a name in it, or an index
 *
 * RFC 6901, section 3. Pure; any thread.
 *
 * Returns: (transfer full): the pointer to it
 */
char *
retort_json_places_dup_pointer (const char *parent, const char *name)
{
  GString *pointer = g_string_new (name);

  g_string_replace (pointer, "~", "~0", 0);
  g_string_replace (pointer, "/", "~1", 0);
  g_string_prepend_c (pointer, '/');
  g_string_prepend (pointer, parent);
  return g_string_free (pointer, FALSE);
}
