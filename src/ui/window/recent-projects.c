/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/recent-projects.h"

#define KEY "recent-projects"
#define N_MAX 8

/* The list without @folder. */
static GStrvBuilder *
build_others (GSettings *settings, const char *folder, const char *first)
{
  g_auto(GStrv) folders = g_settings_get_strv (settings, KEY);
  GStrvBuilder *builder = g_strv_builder_new ();
  guint n = 0;

  if (first != NULL)
    {
      g_strv_builder_add (builder, first);
      n++;
    }
  for (guint i = 0; folders[i] != NULL && n < N_MAX; i++)
    if (!g_str_equal (folders[i], folder))
      {
        g_strv_builder_add (builder, folders[i]);
        n++;
      }
  return builder;
}

static void
store (GSettings *settings, GStrvBuilder *builder)
{
  g_auto(GStrv) folders = g_strv_builder_end (builder);

  g_settings_set_strv (settings, KEY, (const char *const *) folders);
}

/**
 * retort_recent_projects_add:
 * @settings: the settings of the program
 * @folder: a project's folder
 *
 * Puts a folder at the beginning of the list.
 */
void
retort_recent_projects_add (GSettings *settings, const char *folder)
{
  g_autoptr(GStrvBuilder) builder = build_others (settings, folder, folder);

  store (settings, builder);
}

/**
 * retort_recent_projects_remove:
 * @settings: the settings of the program
 * @folder: a project's folder
 *
 * Takes a folder off the list. The folder itself is not touched.
 */
void
retort_recent_projects_remove (GSettings *settings, const char *folder)
{
  g_autoptr(GStrvBuilder) builder = build_others (settings, folder, NULL);

  store (settings, builder);
}
