/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbench/location.h"

#include "engine/workspace.h"

/**
 * retort_location_dup_folder:
 * @location: what opens a project
 *
 * Returns: (transfer full): its folder
 */
char *
retort_location_dup_folder (const char *location)
{
  g_autoptr(RetortProjectPlace) place = retort_project_place_parse (location, NULL);

  return g_strdup (place->folder);
}

/**
 * retort_location_dup_section:
 * @location: what opens a project
 *
 * Returns: (transfer full) (nullable): configuration file and section, as far as they are not the usual ones: "other.ini [tenant]"
 */
char *
retort_location_dup_section (const char *location)
{
  g_autoptr(RetortProjectPlace) place = retort_project_place_parse (location, NULL);
  g_autofree char *section = place->section != NULL ? g_strdup_printf ("[%s]", place->section) : NULL;

  if (place->config != NULL && section != NULL)
    return g_strconcat (place->config, " ", section, NULL);
  return place->config != NULL ? g_strdup (place->config) : g_steal_pointer (&section);
}
