/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic/script/base.py, _rev_path() and _generate_create_date(). The template is one of Python's "%" with a dict; of its conversions
 * those that make sense in a name are known. */
#include "formats/alembic/file-name.h"

#include <string.h>

#define DEFAULT_TEMPLATE "%(rev)s_%(slug)s"
#define MAX_WIDTH 200 /* a name of a file is no longer than 255 bytes */

typedef struct
{
  const char *id;
  const char *slug;
  GDateTime  *created;
} Tokens;

/* --- Slug --- */

/* All words of the message, joined and cut after a whole one. */
static char *
make_slug (const char *message, guint limit)
{
  g_autoptr(GRegex) word = g_regex_new ("\\w+", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GString) joined = g_string_new (NULL);
  g_autofree char *slug = NULL;
  char *end = NULL;

  g_regex_match (word, message, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *text = g_match_info_fetch (match, 0);

      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "_" : "", text);
    }
  slug = g_utf8_strdown (joined->str, -1);
  if (g_utf8_strlen (slug, -1) <= limit)
    return g_steal_pointer (&slug);
  *g_utf8_offset_to_pointer (slug, limit) = '\0';
  end = strrchr (slug, '_');
  if (end != NULL)
    *end = '\0';
  return g_strconcat (slug, "_", NULL);
}

/* --- Template --- */

/* A number, or -1 for a token that is a text. */
static gint64
find_number (const Tokens *self, const char *name)
{
  if (g_str_equal (name, "epoch"))
    return g_date_time_to_unix (self->created);
  if (g_str_equal (name, "year"))
    return g_date_time_get_year (self->created);
  if (g_str_equal (name, "month"))
    return g_date_time_get_month (self->created);
  if (g_str_equal (name, "day"))
    return g_date_time_get_day_of_month (self->created);
  if (g_str_equal (name, "hour"))
    return g_date_time_get_hour (self->created);
  if (g_str_equal (name, "minute"))
    return g_date_time_get_minute (self->created);
  if (g_str_equal (name, "second"))
    return g_date_time_get_second (self->created);
  return -1;
}

/* Blanks or zeros on the left, or blanks on the right. */
static void
append_padded (GString *out, const char *text, int width, const char *flags, gboolean is_number)
{
  gboolean is_left = strchr (flags, '-') != NULL;
  char fill = is_number && !is_left && strchr (flags, '0') != NULL ? '0' : ' ';
  int n_missing = width - (int) g_utf8_strlen (text, -1);

  if (is_left)
    g_string_append (out, text);
  for (int i = 0; i < n_missing; i++)
    g_string_append_c (out, is_left ? ' ' : fill);
  if (!is_left)
    g_string_append (out, text);
}

/* What one conversion stands for; NULL: it is not known, or its type does not fit. */
static char *
dup_value (const Tokens *self, const char *name, char conversion, int precision)
{
  gint64 number = find_number (self, name);
  const char *text = g_str_equal (name, "rev") ? self->id : g_str_equal (name, "slug") ? self->slug : NULL;
  gboolean is_decimal = strchr ("diu", conversion) != NULL;

  if (number >= 0 && is_decimal)
    return g_strdup_printf ("%0*" G_GINT64_FORMAT, MAX (precision, 1), number);
  if (conversion != 's' || (number < 0 && text == NULL))
    return NULL;
  if (number >= 0)
    {
      char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);

      if (precision >= 0 && precision < (int) strlen (digits))
        digits[precision] = '\0';
      return digits;
    }
  return precision >= 0 && precision < g_utf8_strlen (text, -1) ? g_utf8_substring (text, 0, precision) : g_strdup (text);
}

static gboolean
append_token (const Tokens *self, GString *out, const GMatchInfo *match)
{
  g_autofree char *name = g_match_info_fetch (match, 1);
  g_autofree char *flags = g_match_info_fetch (match, 2);
  g_autofree char *width = g_match_info_fetch (match, 3);
  g_autofree char *precision = g_match_info_fetch (match, 4);
  g_autofree char *conversion = g_match_info_fetch (match, 5);
  gint64 n_digits = precision[0] == '\0' ? -1 : g_ascii_strtoll (precision + 1, NULL, 10);
  gint64 n_wide = g_ascii_strtoll (width, NULL, 10);
  g_autofree char *value = NULL;

  if (n_digits > MAX_WIDTH || n_wide > MAX_WIDTH)
    return FALSE;
  value = dup_value (self, name, conversion[0], (int) n_digits);
  if (value == NULL)
    return FALSE;
  append_padded (out, value, (int) n_wide, flags, conversion[0] != 's');
  return TRUE;
}

static char *
fill_template (const Tokens *self, const char *template)
{
  g_autoptr(GRegex) token = g_regex_new ("%\\((\\w+)\\)([-0]*)(\\d*)(\\.\\d*)?([a-zA-Z])", G_REGEX_ANCHORED, 0, NULL);
  g_autoptr(GString) out = g_string_new (NULL);

  for (const char *at = template; *at != '\0';)
    {
      g_autoptr(GMatchInfo) match = NULL;
      int end = 0;

      if (*at != '%' || at[1] == '%')
        {
          g_string_append_c (out, *at);
          at += *at == '%' ? 2 : 1;
          continue;
        }
      if (!g_regex_match (token, at, 0, &match) || !append_token (self, out, match))
        return NULL;
      g_match_info_fetch_pos (match, 0, NULL, &end);
      at += end;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- Time --- */

/**
 * retort_alembic_file_name_localize:
 * @config: a project's configuration
 * @now: a moment
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION: the time zone is not known
 *
 * Without a time zone that of the machine, as Alembic does.
 *
 * Returns: (transfer full) (nullable): @now as new files are dated
 */
GDateTime *
retort_alembic_file_name_localize (const RetortAlembicConfig *config, GDateTime *now, GError **error)
{
  g_autoptr(GTimeZone) zone = NULL;

  if (config->timezone == NULL)
    return g_date_time_to_local (now);
  zone = g_time_zone_new_identifier (config->timezone);
  if (zone == NULL)
    {
      g_autofree char *upper = g_ascii_strup (config->timezone, -1);

      zone = g_time_zone_new_identifier (upper);
    }
  if (zone != NULL)
    return g_date_time_to_timezone (now, zone);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot find the time zone '%s' that '%s' names", config->timezone,
               config->config_path);
  return NULL;
}

/**
 * retort_alembic_file_name_make_slug:
 * @config: a project's configuration
 * @message: what a revision is for
 *
 * Returns: (transfer full): its words, joined and cut as the project wants it
 */
char *
retort_alembic_file_name_make_slug (const RetortAlembicConfig *config, const char *message)
{
  return make_slug (message, config->slug_length);
}

/**
 * retort_alembic_file_name_make:
 * @config: a project's configuration
 * @id: the revision's id
 * @message: what it is for, maybe empty
 * @now: when it is made
 * @error: return location for a %RETORT_FORMAT_ERROR_CONFIGURATION: the template or the time zone is not understood
 *
 * The name may have folders in it. Any thread. Source of the rules: Alembic 1.8.1 and 1.19.1, script/base.py.
 *
 * Returns: (transfer full) (nullable): the name of the file below its version folder
 */
char *
retort_alembic_file_name_make (const RetortAlembicConfig *config, const char *id, const char *message, GDateTime *now, GError **error)
{
  const char *template = config->file_template != NULL ? config->file_template : DEFAULT_TEMPLATE;
  g_autofree char *slug = make_slug (message, config->slug_length);
  g_autoptr(GDateTime) created = retort_alembic_file_name_localize (config, now, error);
  Tokens tokens = { id, slug, created };
  g_autofree char *name = NULL;

  if (created == NULL)
    return NULL;
  name = fill_template (&tokens, template);
  if (name != NULL)
    return g_strconcat (name, ".py", NULL);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot make a file's name of file_template '%s' in '%s'", template,
               config->config_path);
  return NULL;
}
