/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As one text a place is its folder, and "#config:section" behind it when one of these is not the tool's usual one, or when
 * it must be clear that no other is meant. */
#include "formats/place.h"

#include <string.h>

/**
 * retort_project_place_new:
 * @folder: an absolute path
 * @config: (nullable): the configuration file, absolute or from @folder; %NULL: the tool's usual one
 * @section: (nullable): the section of it; %NULL: the usual one
 *
 * Returns: (transfer full): the place
 */
RetortProjectPlace *
retort_project_place_new (const char *folder, const char *config, const char *section)
{
  RetortProjectPlace *self = g_new0 (RetortProjectPlace, 1);

  self->folder = g_strdup (folder);
  self->config = g_strdup (config);
  self->section = g_strdup (section);
  return self;
}

/**
 * retort_project_place_free:
 * @self: (transfer full) (nullable): a place that owns its texts
 */
void
retort_project_place_free (RetortProjectPlace *self)
{
  if (self == NULL)
    return;
  g_free ((char *) self->folder);
  g_free ((char *) self->config);
  g_free ((char *) self->section);
  g_free (self);
}

/**
 * retort_project_place_is_usual:
 * @self: a place
 *
 * Returns: whether it is what the tool takes when nothing is said
 */
gboolean
retort_project_place_is_usual (const RetortProjectPlace *self)
{
  return self->config == NULL && self->section == NULL;
}

/**
 * retort_project_place_to_string:
 * @self: a place
 * @is_explicit: says "#:" behind the folder even when configuration and section are the usual ones: there are others to choose
 *
 * Returns: (transfer full): one text, for lists and settings
 */
char *
retort_project_place_to_string (const RetortProjectPlace *self, gboolean is_explicit)
{
  if (!is_explicit && retort_project_place_is_usual (self))
    return g_strdup (self->folder);
  return g_strdup_printf ("%s#%s:%s", self->folder, self->config != NULL ? self->config : "", self->section != NULL ? self->section : "");
}

static const char *
or_null (const char *text)
{
  return text[0] != '\0' ? text : NULL;
}

/**
 * retort_project_place_parse:
 * @text: what retort_project_place_to_string() gave, or a path, which may be relative
 * @is_explicit: (out) (optional): whether configuration and section were said, be it that they are the usual ones
 *
 * A text that names something on disk is a path, whatever characters it has.
 *
 * Returns: (transfer full): the place
 */
RetortProjectPlace *
retort_project_place_parse (const char *text, gboolean *is_explicit)
{
  const char *mark = strrchr (text, '#');
  const char *colon = mark != NULL ? strrchr (mark, ':') : NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *config = NULL;
  gboolean is_path = colon == NULL || g_file_test (text, G_FILE_TEST_EXISTS);

  if (is_explicit != NULL)
    *is_explicit = !is_path;
  if (is_path)
    {
      folder = g_canonicalize_filename (text, NULL);
      return retort_project_place_new (folder, NULL, NULL);
    }
  path = g_strndup (text, mark - text);
  folder = g_canonicalize_filename (path, NULL);
  config = g_strndup (mark + 1, colon - mark - 1);
  return retort_project_place_new (folder, or_null (config), or_null (colon + 1));
}
