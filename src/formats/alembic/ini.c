/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two steps, as in ConfigParser: the file becomes sections of raw values (lines joined, nothing replaced);
 * "%(name)s" is replaced when a value is asked for, so one bad value does not spoil the others. */
#include "formats/alembic/ini.h"

#include "formats/project.h"

#define MAX_INTERPOLATION_DEPTH 10 /* configparser.MAX_INTERPOLATION_DEPTH */
#define DEFAULT_SECTION "DEFAULT"

struct _RetortIni
{
  char       *path;
  GPtrArray  *section_names; /* element: utf8; in the order of the file, without DEFAULT */
  GHashTable *sections;      /* key: name, value: IniSection; DEFAULT included */
};

typedef struct
{
  GPtrArray  *keys;   /* element: utf8, lower case, in the order of the file */
  GHashTable *values; /* key: lower case name, value: GString, raw */
} IniSection;

/* Where the reader stands. */
typedef struct
{
  RetortIni  *ini;
  IniSection *section;      /* nullable: before the first header */
  const char *section_name;
  GString    *value;        /* nullable: the value that a continuation line belongs to */
  gsize       indent_chars; /* of the line that began it */
  guint       line;
} IniReader;

static void
ini_section_free (gpointer data)
{
  IniSection *self = data;

  g_ptr_array_unref (self->keys);
  g_hash_table_unref (self->values);
  g_free (self);
}

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static IniSection *
ini_section_new (void)
{
  IniSection *self = g_new0 (IniSection, 1);

  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_string);
  return self;
}

/* str.isspace(): Unicode white space and the four separators of ASCII that GLib does not count. */
static gboolean
is_python_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x0b || (c >= 0x1c && c <= 0x1f) || c == 0x85;
}

static char *
python_strip (const char *text)
{
  const char *start = text;
  const char *end = text + strlen (text);

  while (*start != '\0' && is_python_space (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_python_space (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (start, end - start);
}

static gsize
count_indent_chars (const char *line)
{
  gsize n_chars = 0;

  for (const char *p = line; *p != '\0' && is_python_space (g_utf8_get_char (p)); p = g_utf8_next_char (p))
    n_chars++;
  return n_chars;
}

static gboolean
fail (const IniReader *reader, GError **error, const char *what, const char *which)
{
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot read '%s': line %u: %s '%s'", reader->ini->path, reader->line, what, which);
  return FALSE;
}

static IniSection *
add_section (RetortIni *self, const char *name)
{
  IniSection *section = ini_section_new ();

  g_hash_table_insert (self->sections, g_strdup (name), section);
  if (!g_str_equal (name, DEFAULT_SECTION))
    g_ptr_array_add (self->section_names, g_strdup (name));
  return section;
}

/* "[name]" with anything after the last ']' of the line, as the pattern \[(.+)\] finds it. */
static char *
section_header (const char *line)
{
  const char *end = strrchr (line, ']');

  if (line[0] != '[' || end == NULL || end < line + 2)
    return NULL;
  return g_strndup (line + 1, end - line - 1);
}

static gboolean
begin_section (IniReader *reader, const char *name, GError **error)
{
  IniSection *known = g_hash_table_lookup (reader->ini->sections, name);

  if (known != NULL && !g_str_equal (name, DEFAULT_SECTION))
    return fail (reader, error, "a second section", name);
  reader->section = known != NULL ? known : add_section (reader->ini, name);
  reader->value = NULL;
  return TRUE;
}

static gboolean
begin_option (IniReader *reader, const char *line, GError **error)
{
  gsize length = strcspn (line, "=:");
  g_autofree char *name = NULL;
  g_autofree char *stripped = NULL;
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  if (line[length] == '\0' || length == 0)
    return fail (reader, error, "neither a section nor a setting", line);
  name = g_strndup (line, length);
  stripped = python_strip (name);
  key = g_utf8_strdown (stripped, -1);
  value = python_strip (line + length + 1);
  if (g_hash_table_contains (reader->section->values, key)
      && !(g_str_equal (key, "here") && g_hash_table_lookup (reader->ini->sections, DEFAULT_SECTION) == reader->section))
    return fail (reader, error, "a second setting", key);
  reader->value = g_string_new (value);
  g_ptr_array_add (reader->section->keys, g_strdup (key));
  g_hash_table_replace (reader->section->values, g_steal_pointer (&key), reader->value);
  return TRUE;
}

static gboolean
read_line (IniReader *reader, const char *line, GError **error)
{
  g_autofree char *text = python_strip (line);
  g_autofree char *header = NULL;
  gboolean is_comment = text[0] == '#' || text[0] == ';';
  gsize indent_chars;

  if (text[0] == '\0' || is_comment)
    {
      if (!is_comment && reader->value != NULL)
        g_string_append_c (reader->value, '\n');
      return TRUE;
    }
  indent_chars = count_indent_chars (line);
  if (reader->value != NULL && indent_chars > reader->indent_chars)
    {
      g_string_append_printf (reader->value, "\n%s", text);
      return TRUE;
    }
  reader->indent_chars = indent_chars;
  header = section_header (text);
  if (header != NULL)
    return begin_section (reader, header, error);
  if (reader->section == NULL)
    return fail (reader, error, "a setting before the first section:", text);
  return begin_option (reader, text, error);
}

/* Universal newlines: "\r\n" and a lone "\r" end a line too. */
static GStrv
split_lines (const char *text)
{
  g_autoptr(GString) joined = g_string_new (text);

  g_string_replace (joined, "\r\n", "\n", 0);
  g_string_replace (joined, "\r", "\n", 0);
  return g_strsplit (joined->str, "\n", -1);
}

static void
strip_values_end (RetortIni *self)
{
  GHashTableIter sections;
  gpointer data;

  g_hash_table_iter_init (&sections, self->sections);
  while (g_hash_table_iter_next (&sections, NULL, &data))
    {
      IniSection *section = data;
      GHashTableIter values;
      gpointer value;

      g_hash_table_iter_init (&values, section->values);
      while (g_hash_table_iter_next (&values, NULL, &value))
        {
          GString *text = value;

          while (text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
            g_string_truncate (text, text->len - 1);
        }
    }
}

/**
 * retort_ini_parse:
 * @source: the file
 * @here: the folder that `%(here)s` stands for
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION: what ConfigParser refuses, with its line
 *
 * Returns: (transfer full) (nullable): the file's sections
 */
RetortIni *
retort_ini_parse (RetortSource *source, const char *here, GError **error)
{
  g_autoptr(RetortIni) self = g_new0 (RetortIni, 1);
  g_auto(GStrv) lines = split_lines (retort_source_get_text (source));
  IniReader reader = { .ini = self };
  IniSection *defaults;

  self->path = g_strdup (retort_source_get_path (source));
  self->section_names = g_ptr_array_new_with_free_func (g_free);
  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, ini_section_free);
  defaults = add_section (self, DEFAULT_SECTION);
  g_ptr_array_add (defaults->keys, g_strdup ("here"));
  g_hash_table_insert (defaults->values, g_strdup ("here"), g_string_new (here));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      /* What follows the last line's end is no line. */
      if (lines[i + 1] == NULL && lines[i][0] == '\0')
        break;
      reader.line = i + 1;
      if (!read_line (&reader, lines[i], error))
        return NULL;
    }
  strip_values_end (self);
  return g_steal_pointer (&self);
}

/**
 * retort_ini_free:
 * @self: (transfer full) (nullable): an ini file
 */
void
retort_ini_free (RetortIni *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_clear_pointer (&self->section_names, g_ptr_array_unref);
  g_clear_pointer (&self->sections, g_hash_table_unref);
  g_free (self);
}

/**
 * retort_ini_list_sections:
 * @self: an ini file
 *
 * Returns: (element-type utf8) (transfer container): names of the sections without DEFAULT, in the order of the file
 */
GPtrArray *
retort_ini_list_sections (const RetortIni *self)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < self->section_names->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (self->section_names, i));
  return names;
}

/**
 * retort_ini_list_keys:
 * @self: an ini file
 * @section: a section
 *
 * Returns: (element-type utf8) (transfer container): its own keys, then those of DEFAULT
 */
GPtrArray *
retort_ini_list_keys (const RetortIni *self, const char *section)
{
  GPtrArray *names = g_ptr_array_new ();
  IniSection *own = g_hash_table_lookup (self->sections, section);
  IniSection *defaults = g_hash_table_lookup (self->sections, DEFAULT_SECTION);

  for (guint i = 0; own != NULL && i < own->keys->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (own->keys, i));
  for (guint i = 0; i < defaults->keys->len; i++)
    if (own == NULL || own == defaults || !g_hash_table_contains (own->values, g_ptr_array_index (defaults->keys, i)))
      g_ptr_array_add (names, g_ptr_array_index (defaults->keys, i));
  return names;
}

/**
 * retort_ini_has_section:
 * @self: an ini file
 * @section: a name
 *
 * Returns: whether the file has that section
 */
gboolean
retort_ini_has_section (const RetortIni *self, const char *section)
{
  return g_hash_table_contains (self->sections, section);
}

static const char *
find_raw_value (const RetortIni *self, const char *section, const char *key)
{
  IniSection *own = g_hash_table_lookup (self->sections, section);
  IniSection *defaults = g_hash_table_lookup (self->sections, DEFAULT_SECTION);
  GString *value;

  if (own == NULL)
    return NULL;
  value = g_hash_table_lookup (own->values, key);
  if (value == NULL)
    value = g_hash_table_lookup (defaults->values, key);
  return value != NULL ? value->str : NULL;
}

/**
 * retort_ini_has_key:
 * @self: an ini file
 * @section: a section
 * @key: a name in lower case
 *
 * Returns: whether the section, or DEFAULT when the section exists, has the key
 */
gboolean
retort_ini_has_key (const RetortIni *self, const char *section, const char *key)
{
  return find_raw_value (self, section, key) != NULL;
}

/**
 * retort_ini_has_own_key:
 * @self: an ini file
 * @section: a section
 * @key: a name in lower case
 *
 * Returns: whether the section itself, not only DEFAULT, has the key
 */
gboolean
retort_ini_has_own_key (const RetortIni *self, const char *section, const char *key)
{
  IniSection *own = g_hash_table_lookup (self->sections, section);

  return own != NULL && g_hash_table_contains (own->values, key);
}

typedef struct
{
  const RetortIni *ini;
  const char      *section;
  const char      *key;
  GString         *result;
} IniInterpolation;

static gboolean
refuse_value (const IniInterpolation *self, GError **error, const char *why, const char *rest)
{
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot read '%s' of section '%s' in '%s': %s '%s'", self->key, self->section, self->ini->path, why, rest);
  return FALSE;
}

static gboolean interpolate (IniInterpolation *self, const char *rest, guint depth, GError **error);

/* @rest begins with "%(". Moves it behind "%(name)s". */
static gboolean
interpolate_reference (IniInterpolation *self, const char **rest, guint depth, GError **error)
{
  const char *close = strchr (*rest, ')');
  g_autofree char *written = NULL;
  g_autofree char *name = NULL;
  const char *value;

  if (close == NULL || close == *rest + 2 || close[1] != 's')
    return refuse_value (self, error, "a bad reference", *rest);
  written = g_strndup (*rest + 2, close - *rest - 2);
  name = g_utf8_strdown (written, -1);
  value = find_raw_value (self->ini, self->section, name);
  if (value == NULL)
    return refuse_value (self, error, "there is no", name);
  *rest = close + 2;
  if (strchr (value, '%') != NULL)
    return interpolate (self, value, depth + 1, error);
  g_string_append (self->result, value);
  return TRUE;
}

/* configparser.BasicInterpolation._interpolate_some */
static gboolean
interpolate (IniInterpolation *self, const char *rest, guint depth, GError **error)
{
  if (depth > MAX_INTERPOLATION_DEPTH)
    return refuse_value (self, error, "references go too deep:", rest);
  while (*rest != '\0')
    {
      gsize length = strcspn (rest, "%");

      g_string_append_len (self->result, rest, length);
      rest += length;
      if (*rest == '\0')
        break;
      if (rest[1] == '%')
        {
          g_string_append_c (self->result, '%');
          rest += 2;
        }
      else if (rest[1] != '(')
        return refuse_value (self, error, "'%' must be followed by '%' or '(':", rest);
      else if (!interpolate_reference (self, &rest, depth, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_ini_dup_value:
 * @self: an ini file
 * @section: a section
 * @key: a name in lower case
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION when "%" is used in a way that ConfigParser refuses
 *
 * Reads one value and replaces its references.
 *
 * Returns: (transfer full) (nullable): the value; %NULL without @error when there is no such key
 */
char *
retort_ini_dup_value (const RetortIni *self, const char *section, const char *key, GError **error)
{
  const char *raw = find_raw_value (self, section, key);
  g_autoptr(GString) result = g_string_new (NULL);
  IniInterpolation interpolation = { self, section, key, result };

  if (raw == NULL || !interpolate (&interpolation, raw, 1, error))
    return NULL;
  return g_string_free (g_steal_pointer (&result), FALSE);
}
