/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/translation.h"

#include <libintl.h>
#include <locale.h>

/* A program that was not installed speaks through the catalogues that were built with it; an installed one never looks
 * into a build folder, which may be another version's or be gone. */
static gboolean
is_in_build_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, RETORT_BUILDDIR "/");
}

/**
 * retort_translation_start:
 *
 * Takes the locale of the user and binds the text domain. Called once, first of all in main().
 */
void
retort_translation_start (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, is_in_build_folder () ? RETORT_BUILDDIR "/po" : RETORT_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
