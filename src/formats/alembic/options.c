/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic/config.py of 1.19: get_alembic_option, get_alembic_boolean_option, get_version_locations_list, get_prepend_sys_paths_list. */
#include "formats/alembic/options.h"

#include "base/file.h"
#include "formats/project.h"

#include <string.h>

struct _RetortAlembicOptions
{
  char                  *section;
  char                  *ini_path; /* nullable */
  RetortIni             *ini;      /* nullable: there is no such file */
  char                  *toml_path; /* nullable */
  RetortTomlValue       *toml;     /* nullable */
  const RetortTomlValue *table;    /* nullable: [tool.alembic] of toml */
};

/**
 * retort_alembic_options_new:
 * @section: the section of the .ini file
 *
 * Returns: (transfer full): options without a file
 */
RetortAlembicOptions *
retort_alembic_options_new (const char *section)
{
  RetortAlembicOptions *self = g_new0 (RetortAlembicOptions, 1);

  self->section = g_strdup (section);
  return self;
}

/**
 * retort_alembic_options_free:
 * @self: (transfer full) (nullable): options
 */
void
retort_alembic_options_free (RetortAlembicOptions *self)
{
  if (self == NULL)
    return;
  g_free (self->section);
  g_free (self->ini_path);
  g_clear_pointer (&self->ini, retort_ini_free);
  g_free (self->toml_path);
  g_clear_pointer (&self->toml, retort_toml_value_free);
  g_free (self);
}

static RetortSource *
load (const char *path, GError **error)
{
  g_autoptr(GError) cause = NULL;
  gsize length;
  g_autofree char *text = retort_file_read (path, &length, &cause);

  if (text != NULL)
    return retort_source_new (path, text, (gssize) length);
  g_set_error_literal (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, cause->message);
  return NULL;
}

/**
 * retort_alembic_options_load_ini:
 * @self: options without an .ini file
 * @path: the file
 * @error: return location for a #RetortFormatError
 *
 * Returns: whether the file could be read
 */
gboolean
retort_alembic_options_load_ini (RetortAlembicOptions *self, const char *path, GError **error)
{
  g_autoptr(RetortSource) source = load (path, error);
  g_autofree char *here = g_path_get_dirname (path);

  self->ini = source != NULL ? retort_ini_parse (source, here, error) : NULL;
  self->ini_path = g_strdup (path);
  return self->ini != NULL;
}

/**
 * retort_alembic_options_load_toml:
 * @self: options without a pyproject.toml
 * @path: the file
 * @error: return location for a #RetortFormatError
 *
 * Returns: whether the file could be read; a file without [tool.alembic] is fine
 */
gboolean
retort_alembic_options_load_toml (RetortAlembicOptions *self, const char *path, GError **error)
{
  g_autoptr(RetortSource) source = load (path, error);

  self->toml = source != NULL ? retort_toml_parse (source, error) : NULL;
  if (self->toml == NULL)
    return FALSE;
  self->toml_path = g_strdup (path);
  self->table = retort_toml_value_lookup (retort_toml_value_lookup (self->toml, "tool"), "alembic");
  if (self->table == NULL || retort_toml_value_get_kind (self->table) == RETORT_TOML_TABLE)
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot read '%s': line %u: 'tool.alembic' is no table", path, retort_toml_value_get_line (self->table));
  self->table = NULL;
  return FALSE;
}

/**
 * retort_alembic_options_has_table:
 * @self: options
 *
 * Returns: whether a pyproject.toml with [tool.alembic] was loaded
 */
gboolean
retort_alembic_options_has_table (const RetortAlembicOptions *self)
{
  return self->table != NULL;
}

static gboolean
has_in_ini (const RetortAlembicOptions *self, const char *key)
{
  return self->ini != NULL && retort_ini_has_key (self->ini, self->section, key);
}

/**
 * retort_alembic_options_has:
 * @self: options
 * @key: a key in lower case
 *
 * Returns: whether one of the files has the key
 */
gboolean
retort_alembic_options_has (const RetortAlembicOptions *self, const char *key)
{
  return has_in_ini (self, key) || retort_toml_value_lookup (self->table, key) != NULL;
}

/**
 * retort_alembic_options_has_hooks:
 * @self: options
 *
 * Returns: whether programs are named that Alembic runs over a new file ([post_write_hooks])
 */
gboolean
retort_alembic_options_has_hooks (const RetortAlembicOptions *self)
{
  return (self->ini != NULL && retort_ini_has_key (self->ini, "post_write_hooks", "hooks"))
         || retort_toml_value_lookup (self->table, "post_write_hooks") != NULL;
}

/* --- TOML --- */

static void
refuse_toml (const RetortAlembicOptions *self, const RetortTomlValue *value, const char *key, const char *what, GError **error)
{
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot read '%s': line %u: '%s' %s",
               self->toml_path, retort_toml_value_get_line (value), key, what);
}

/* Python's "text % {'here': folder}", of which only what makes sense is taken. */
static char *
replace_here (const RetortAlembicOptions *self, const RetortTomlValue *value, const char *key, GError **error)
{
  static const char reference[] = "%(here)s";
  g_autoptr(GString) result = g_string_new (NULL);
  g_autofree char *here = g_path_get_dirname (self->toml_path);

  if (retort_toml_value_get_kind (value) != RETORT_TOML_STRING)
    {
      refuse_toml (self, value, key, "is not a text", error);
      return NULL;
    }
  for (const char *at = retort_toml_value_get_text (value); *at != '\0';)
    {
      if (g_str_has_prefix (at, reference))
        {
          g_string_append (result, here);
          at += strlen (reference);
        }
      else if (*at != '%' || at[1] == '%')
        {
          g_string_append_c (result, *at);
          at += *at == '%' ? 2 : 1;
        }
      else
        {
          refuse_toml (self, value, key, "holds a '%' that is neither '%%' nor the begin of '%(here)s'", error);
          return NULL;
        }
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static GStrv
read_toml_list (const RetortAlembicOptions *self, const char *key, GError **error)
{
  const RetortTomlValue *value = retort_toml_value_lookup (self->table, key);
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();

  if (value != NULL && retort_toml_value_get_kind (value) != RETORT_TOML_ARRAY)
    {
      refuse_toml (self, value, key, "is not a list of texts", error);
      return NULL;
    }
  for (guint i = 0; value != NULL && i < retort_toml_value_get_n_items (value); i++)
    {
      g_autofree char *text = replace_here (self, retort_toml_value_get_item (value, i), key, error);

      if (text == NULL)
        return NULL;
      g_strv_builder_add (texts, text);
    }
  return g_strv_builder_end (texts);
}

/* --- Single values --- */

/**
 * retort_alembic_options_dup_ini_text:
 * @self: options
 * @key: a key in lower case
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION when the value cannot be read
 *
 * Returns: (transfer full) (nullable): the value of the .ini file; %NULL without @error when it has none
 */
char *
retort_alembic_options_dup_ini_text (const RetortAlembicOptions *self, const char *key, GError **error)
{
  return has_in_ini (self, key) ? retort_ini_dup_value (self->ini, self->section, key, error) : NULL;
}

/**
 * retort_alembic_options_dup_text:
 * @self: options
 * @key: a key in lower case
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION when the value cannot be read
 *
 * Returns: (transfer full) (nullable): the value; %NULL without @error when there is none
 */
char *
retort_alembic_options_dup_text (const RetortAlembicOptions *self, const char *key, GError **error)
{
  const RetortTomlValue *value = retort_toml_value_lookup (self->table, key);

  if (has_in_ini (self, key))
    return retort_ini_dup_value (self->ini, self->section, key, error);
  return value != NULL ? replace_here (self, value, key, error) : NULL;
}

/**
 * retort_alembic_options_read_flag:
 * @self: options
 * @key: a key in lower case
 * @flag: (out): the value; %FALSE when there is none
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION when the value cannot be read
 *
 * In an .ini file only "true" is true.
 *
 * Returns: whether the value could be read
 */
gboolean
retort_alembic_options_read_flag (const RetortAlembicOptions *self, const char *key, gboolean *flag, GError **error)
{
  const RetortTomlValue *value = retort_toml_value_lookup (self->table, key);

  *flag = FALSE;
  if (has_in_ini (self, key))
    {
      g_autofree char *text = retort_ini_dup_value (self->ini, self->section, key, error);

      *flag = g_strcmp0 (text, "true") == 0;
      return text != NULL;
    }
  if (value == NULL)
    return TRUE;
  *flag = g_strcmp0 (retort_toml_value_get_text (value), "true") == 0;
  if (retort_toml_value_get_kind (value) == RETORT_TOML_BOOLEAN)
    return TRUE;
  refuse_toml (self, value, key, "is neither true nor false", error);
  return FALSE;
}

/**
 * retort_alembic_options_read_number:
 * @self: options
 * @key: a key in lower case
 * @number: (out): the value; 0 when there is none
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION when the value is no number
 *
 * Returns: whether the value could be read
 */
gboolean
retort_alembic_options_read_number (const RetortAlembicOptions *self, const char *key, guint *number, GError **error)
{
  const RetortTomlValue *value = retort_toml_value_lookup (self->table, key);
  g_autofree char *text = NULL;
  guint64 read = 0;

  *number = 0;
  if (!has_in_ini (self, key) && value == NULL)
    return TRUE;
  text = has_in_ini (self, key) ? retort_ini_dup_value (self->ini, self->section, key, error) : g_strdup (retort_toml_value_get_text (value));
  if (text == NULL && has_in_ini (self, key))
    return FALSE;
  if (text != NULL && *text == '\0')
    return TRUE;
  if (text != NULL && g_ascii_string_to_unsigned (g_strstrip (text), 10, 0, G_MAXUINT16, &read, NULL))
    {
      *number = (guint) read;
      return TRUE;
    }
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "'%s' is no number for %s", text != NULL ? text : "", key);
  return FALSE;
}

/* --- Lists --- */

static const struct
{
  const char *key;
  const char *old_separator_key; /* nullable */
  const char *legacy;            /* regular expression of what separates without a separator key */
} lists[] = {
  [RETORT_ALEMBIC_LIST_VERSIONS] = { "version_locations", "version_path_separator", ", *|(?: +)" },
  [RETORT_ALEMBIC_LIST_SYSTEM_PATH] = { "prepend_sys_path", NULL, ", *|(?: +)|:" },
};

typedef struct
{
  const char *word;
  const char *separator;
} PathSeparator;

/* Config._get_file_separator_char */
static const PathSeparator path_separators[] = {
  { "space", " " },
  { "newline", "\n" },
  { "os", G_SEARCHPATH_SEPARATOR_S },
  { ":", ":" },
  { ";", ";" },
};

/* Sets @separator to what path_separator names, %NULL when neither key is there. */
static gboolean
read_separator (const RetortAlembicOptions *self, const char *old_key, const char **separator, GError **error)
{
  const char *keys[] = { "path_separator", old_key };

  *separator = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (keys) && keys[i] != NULL; i++)
    {
      g_autofree char *word = NULL;

      if (!has_in_ini (self, keys[i]))
        continue;
      word = retort_ini_dup_value (self->ini, self->section, keys[i], error);
      if (word == NULL)
        return FALSE;
      for (guint j = 0; j < G_N_ELEMENTS (path_separators); j++)
        if (g_str_equal (word, path_separators[j].word))
          {
            *separator = path_separators[j].separator;
            return TRUE;
          }
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
                   "'%s' is not a valid value for %s; expected 'space', 'newline', 'os', ':', ';'", word, keys[i]);
      return FALSE;
    }
  return TRUE;
}

/* With a separator empty elements are dropped before blanks are; without one they stay, and stand for the current folder. */
static GStrv
split_at (const char *text, const char *separator)
{
  g_auto(GStrv) parts = g_strsplit (text, separator, -1);
  g_autoptr(GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_strv_builder_add (kept, g_strstrip (parts[i]));
  return g_strv_builder_end (kept);
}

/**
 * retort_alembic_options_dup_paths:
 * @self: options
 * @list: which list
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION when it cannot be read
 *
 * An empty value of the .ini file counts as none.
 *
 * Returns: (transfer full) (nullable): its elements as they are written, each a path or "package:path"; empty when there is none
 */
GStrv
retort_alembic_options_dup_paths (const RetortAlembicOptions *self, RetortAlembicList list, GError **error)
{
  g_autofree char *value = NULL;
  const char *separator;

  if (has_in_ini (self, lists[list].key))
    {
      value = retort_ini_dup_value (self->ini, self->section, lists[list].key, error);
      if (value == NULL)
        return NULL;
    }
  if (value == NULL || value[0] == '\0')
    return read_toml_list (self, lists[list].key, error);
  if (!read_separator (self, lists[list].old_separator_key, &separator, error))
    return NULL;
  return separator != NULL ? split_at (value, separator) : g_regex_split_simple (lists[list].legacy, value, 0, 0);
}
