/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pattern of Python's `re` in the words of PCRE, where both mean the same for texts of ASCII. What is not known to be the same is refused:
 * flags inside, verbose patterns, conditions, possessive and nested repetition of what may be empty, captures inside of what is repeated or
 * looked at (Library Reference, "Regular Expression Syntax"; PCRE2's pcre2pattern(3)). */
#include "python/regex.h"

#include <string.h>

#define MAX_GROUPS 50
#define MAX_DEPTH 20
#define MAX_REPEAT 1000

/* A group that is open, or the whole. */
typedef struct
{
  gboolean is_capture;
  gboolean is_look;      /* ahead or behind: it takes nothing */
  gboolean is_behind;
  gboolean has_captures; /* inside */
  gboolean may_be_empty; /* the branch so far */
  gboolean was_empty;    /* the branch before its last atom */
  gboolean any_empty;    /* some earlier branch may be empty */
} Level;

typedef enum
{
  NOTHING,
  ATOM,
  EMPTY_ATOM, /* that may be empty */
  ANCHOR,     /* takes nothing: it is not repeated */
} Last;

typedef struct
{
  const char *at;
  GString    *out;
  guint       flags;
  guint       n_groups;
  guint       n_closed;
  GPtrArray  *names;    /* element: char*, owned, nullable; index: number of the group */
  gboolean    is_closed[MAX_GROUPS];
  Level       levels[MAX_DEPTH];
  guint       depth;
  Last        last;
  gboolean    last_has_captures; /* the last atom is a group with groups inside */
} Translator;

static Level *
level (Translator *self)
{
  return &self->levels[self->depth];
}

static void
emit_character (Translator *self, char character)
{
  g_string_append_printf (self->out, "\\x{%02x}", (guchar) character);
}

static void
add_atom (Translator *self, gboolean may_be_empty)
{
  level (self)->was_empty = level (self)->may_be_empty;
  level (self)->may_be_empty = level (self)->may_be_empty && may_be_empty;
  self->last = may_be_empty ? EMPTY_ATOM : ATOM;
  self->last_has_captures = FALSE;
}

static void
add_anchor (Translator *self, const char *text)
{
  g_string_append (self->out, text);
  self->last = ANCHOR;
}

/* One character that an escape stands for, in a class and outside; -1: none. */
static int
read_escaped_character (Translator *self)
{
  static const char letters[] = "ntrfva";
  static const char characters[] = "\n\t\r\f\v\a";
  const char *letter = *self->at != '\0' ? strchr (letters, *self->at) : NULL;
  int high;
  int low;

  if (letter != NULL)
    {
      self->at++;
      return characters[letter - letters];
    }
  if (*self->at == 'x')
    {
      high = g_ascii_xdigit_value (self->at[1]);
      low = high < 0 ? -1 : g_ascii_xdigit_value (self->at[2]);
      if (low < 0 || high > 7 || high + low == 0)
        return -1;
      self->at += 3;
      return high * 16 + low;
    }
  if (*self->at == '\0' || g_ascii_isalnum (*self->at))
    return -1;
  return *self->at++;
}

/* What \d, \w and \s hold among ASCII; NULL: no such class. */
static const char *
class_of (char letter)
{
  switch (letter)
    {
    case 'd':
    case 'D':
      return "0-9";
    case 'w':
    case 'W':
      return "a-zA-Z0-9_";
    case 's':
    case 'S':
      return "\\x{09}-\\x{0d}\\x{1c}-\\x{20}";
    default:
      return NULL;
    }
}

static gboolean
translate_reference (Translator *self)
{
  guint number = (guint) (*self->at - '0');

  if (number == 0 || g_ascii_isdigit (self->at[1]) || number > self->n_groups || !self->is_closed[number])
    return FALSE;
  self->at++;
  g_string_append_printf (self->out, "\\g{%u}", number);
  add_atom (self, TRUE);
  return TRUE;
}

/* After a backslash. */
static gboolean
translate_escape (Translator *self)
{
  const char *class = class_of (*self->at);
  int character;

  if (class != NULL)
    {
      g_string_append_printf (self->out, "[%s%s]", g_ascii_isupper (*self->at) ? "^" : "", class);
      self->at++;
      add_atom (self, FALSE);
      return TRUE;
    }
  if (g_ascii_isdigit (*self->at))
    return translate_reference (self);
  /* Whether \B is in an empty text depends on the version of Python. */
  if (*self->at == 'b' || *self->at == 'A' || *self->at == 'Z')
    {
      char anchor[] = { '\\', *self->at == 'Z' ? 'z' : *self->at, '\0' };

      self->at++;
      add_anchor (self, anchor);
      return TRUE;
    }
  character = read_escaped_character (self);
  if (character < 0)
    return FALSE;
  emit_character (self, (char) character);
  add_atom (self, FALSE);
  return TRUE;
}

/* One end of a range or one character of a class; -1: something else, or not understood. */
static int
read_class_character (Translator *self)
{
  if (*self->at != '\\')
    return *self->at++;
  self->at++;
  if (*self->at == 'b')
    {
      self->at++;
      return '\b';
    }
  return read_escaped_character (self);
}

/* After '['. */
static gboolean
translate_class (Translator *self)
{
  gboolean is_first = TRUE;

  g_string_append_c (self->out, '[');
  if (*self->at == '^')
    g_string_append_c (self->out, *self->at++);
  for (; *self->at != ']' || is_first; is_first = FALSE)
    {
      int from;
      int to;

      if (*self->at == '\0')
        return FALSE;
      if (*self->at == '\\' && class_of (self->at[1]) != NULL)
        {
          if (g_ascii_isupper (self->at[1]) || self->at[2] == '-')
            return FALSE;
          g_string_append (self->out, class_of (self->at[1]));
          self->at += 2;
          continue;
        }
      from = read_class_character (self);
      to = from;
      if (from >= 0 && *self->at == '-' && self->at[1] != ']' && self->at[1] != '\0')
        {
          self->at++;
          if (*self->at == '\\' && class_of (self->at[1]) != NULL)
            return FALSE;
          to = read_class_character (self);
        }
      if (from <= 0 || to < from)
        return FALSE;
      g_string_append_printf (self->out, "\\x{%02x}-\\x{%02x}", from, to);
    }
  self->at++;
  g_string_append_c (self->out, ']');
  add_atom (self, FALSE);
  return TRUE;
}

/* "(?P<name>" after its '<'; NULL: no name. */
static char *
read_name (Translator *self, char end)
{
  gsize length = 0;
  char *name;

  while (g_ascii_isalnum (self->at[length]) || self->at[length] == '_')
    length++;
  if (length == 0 || g_ascii_isdigit (*self->at) || self->at[length] != end)
    return NULL;
  name = g_strndup (self->at, length);
  self->at += length + 1;
  return name;
}

static gboolean
translate_named_reference (Translator *self)
{
  g_autofree char *name = read_name (self, ')');

  for (guint i = 1; name != NULL && i <= self->n_groups; i++)
    if (g_strcmp0 (self->names->pdata[i], name) == 0 && self->is_closed[i])
      {
        g_string_append_printf (self->out, "\\g{%u}", i);
        add_atom (self, TRUE);
        return TRUE;
      }
  return FALSE;
}

static gboolean
open_capture (Translator *self, Level *inner, char *name)
{
  if (self->n_groups + 1 >= MAX_GROUPS)
    {
      g_free (name);
      return FALSE;
    }
  inner->is_capture = TRUE;
  self->n_groups++;
  g_ptr_array_add (self->names, name);
  for (guint i = 0; i <= self->depth; i++)
    {
      if (self->levels[i].is_look)
        return FALSE;
      self->levels[i].has_captures = TRUE;
    }
  g_string_append_c (self->out, '(');
  return TRUE;
}

/* After '('. */
static gboolean
open_group (Translator *self)
{
  static const struct { const char *text; gboolean is_look; gboolean is_behind; } kinds[] = {
    { "?:", FALSE, FALSE }, { "?=", TRUE, FALSE }, { "?!", TRUE, FALSE }, { "?<=", TRUE, TRUE }, { "?<!", TRUE, TRUE },
  };
  Level inner = { .may_be_empty = TRUE, .was_empty = TRUE, .is_behind = level (self)->is_behind };
  gboolean is_well = FALSE;

  if (self->depth + 1 >= MAX_DEPTH)
    return FALSE;
  if (g_str_has_prefix (self->at, "?P="))
    {
      self->at += 3;
      return translate_named_reference (self);
    }
  if (g_str_has_prefix (self->at, "?P<"))
    {
      char *name;

      self->at += 3;
      name = read_name (self, '>');
      is_well = name != NULL && open_capture (self, &inner, name);
    }
  else if (*self->at != '?')
    is_well = open_capture (self, &inner, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds) && !is_well; i++)
    if (g_str_has_prefix (self->at, kinds[i].text))
      {
        g_string_append_printf (self->out, "(%s", kinds[i].text);
        self->at += strlen (kinds[i].text);
        inner.is_look = kinds[i].is_look;
        inner.is_behind = inner.is_behind || kinds[i].is_behind;
        is_well = TRUE;
      }
  if (is_well)
    self->levels[++self->depth] = inner;
  self->last = NOTHING;
  return is_well;
}

static gboolean
close_group (Translator *self)
{
  Level inner = *level (self);

  if (self->depth == 0)
    return FALSE;
  self->depth--;
  g_string_append_c (self->out, ')');
  if (inner.is_capture)
    {
      /* Groups close in the order of their numbers, but for those inside of others. */
      guint number = self->n_groups;

      while (self->is_closed[number])
        number--;
      self->is_closed[number] = TRUE;
    }
  if (inner.is_look)
    {
      self->last = ANCHOR;
      return TRUE;
    }
  add_atom (self, inner.may_be_empty || inner.any_empty);
  self->last_has_captures = inner.has_captures;
  return TRUE;
}

/* "{m,n}" after its '{'. FALSE: it is no repetition, and stands for itself. */
static gboolean
read_bounds (Translator *self, guint *least, guint *most)
{
  const char *at = self->at;
  char *end;
  gboolean has_least = g_ascii_isdigit (*at);

  *least = has_least ? (guint) MIN (g_ascii_strtoull (at, &end, 10), G_MAXUINT) : 0;
  at = has_least ? end : at;
  *most = *least;
  if (*at == ',')
    {
      at++;
      *most = g_ascii_isdigit (*at) ? (guint) MIN (g_ascii_strtoull (at, &end, 10), G_MAXUINT) : G_MAXUINT;
      at = g_ascii_isdigit (*at) ? end : at;
    }
  else if (!has_least)
    return FALSE;
  if (*at != '}')
    return FALSE;
  self->at = at + 1;
  return TRUE;
}

static gboolean
repeat_last (Translator *self, guint least, guint most)
{
  if (self->last != ATOM || self->last_has_captures || level (self)->is_behind || least > MAX_REPEAT
      || (most != G_MAXUINT && (most > MAX_REPEAT || most < least)))
    return FALSE;
  if (most == G_MAXUINT)
    g_string_append_printf (self->out, "{%u,}", least);
  else
    g_string_append_printf (self->out, "{%u,%u}", least, most);
  if (*self->at == '?')
    g_string_append_c (self->out, *self->at++);
  if (*self->at != '\0' && strchr ("*+?", *self->at) != NULL)
    return FALSE;
  if (least == 0)
    level (self)->may_be_empty = level (self)->was_empty;
  self->last = NOTHING;
  return TRUE;
}

static gboolean
next_branch (Translator *self)
{
  if (level (self)->is_behind)
    return FALSE;
  level (self)->any_empty = level (self)->any_empty || level (self)->may_be_empty;
  level (self)->may_be_empty = level (self)->was_empty = TRUE;
  g_string_append_c (self->out, '|');
  self->last = NOTHING;
  return TRUE;
}

static gboolean
translate_next (Translator *self)
{
  gboolean is_multiline = (self->flags & RETORT_PY_REGEX_MULTILINE) != 0;
  guint least;
  guint most;
  char character = *self->at++;

  switch (character)
    {
    case '\\':
      return translate_escape (self);
    case '[':
      return translate_class (self);
    case '(':
      return open_group (self);
    case ')':
      return close_group (self);
    case '|':
      return next_branch (self);
    case '^':
      add_anchor (self, is_multiline ? "(?:\\A|(?<=\\n))" : "\\A");
      return TRUE;
    case '$':
      add_anchor (self, is_multiline ? "(?=\\n|\\z)" : "(?=\\n?\\z)");
      return TRUE;
    case '*':
      return repeat_last (self, 0, G_MAXUINT);
    case '+':
      return repeat_last (self, 1, G_MAXUINT);
    case '?':
      return repeat_last (self, 0, 1);
    case '{':
      if (read_bounds (self, &least, &most))
        return repeat_last (self, least, most);
      break;
    case '.':
      g_string_append (self->out, (self->flags & RETORT_PY_REGEX_DOTALL) != 0 ? "[\\x{00}-\\x{7f}]" : "[^\\n]");
      add_atom (self, FALSE);
      return TRUE;
    default:
      break;
    }
  emit_character (self, character);
  add_atom (self, FALSE);
  return TRUE;
}

/* "(?im)" at the beginning of the pattern; "a" makes other white space. FALSE: a flag that is not followed. */
static gboolean
take_flags (Translator *self)
{
  gsize length;

  if (!g_str_has_prefix (self->at, "(?"))
    return TRUE;
  length = strspn (self->at + 2, "imsu");
  if (length == 0 || self->at[2 + length] != ')')
    return TRUE;
  for (const char *at = self->at + 2; *at != ')'; at++)
    self->flags |= *at == 'i' ? RETORT_PY_REGEX_IGNORECASE
                   : *at == 'm' ? RETORT_PY_REGEX_MULTILINE : *at == 's' ? RETORT_PY_REGEX_DOTALL : 0;
  self->at += length + 3;
  return TRUE;
}

/**
 * retort_py_regex_translate: (skip)
 * @pattern: a pattern of Python's
 * @flags: (inout): RETORT_PY_REGEX_…; those that the pattern sets are added
 * @names: receives the names of the groups, or %NULL, by number; the first is the whole
 *
 * Returns: (transfer full) (nullable): the same for PCRE; %NULL: that is not known
 */
char *
retort_py_regex_translate (const char *pattern, guint *flags, GPtrArray *names)
{
  g_autoptr(GString) out = g_string_new (NULL);
  Translator self = { .at = pattern, .out = out, .flags = *flags, .names = names };

  g_ptr_array_add (names, NULL);
  if (!g_str_is_ascii (pattern) || (*flags & ~(guint) RETORT_PY_REGEX_KNOWN_FLAGS) != 0 || !take_flags (&self))
    return NULL;
  self.levels[0] = (Level){ .may_be_empty = TRUE, .was_empty = TRUE };
  while (*self.at != '\0')
    if (!translate_next (&self))
      return NULL;
  if (self.depth > 0)
    return NULL;
  *flags = self.flags;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
