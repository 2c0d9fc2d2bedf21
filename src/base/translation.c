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

/* C.UTF-8 has no catalogues, but unlike in C the C library looks for one at each text, unless LANGUAGE names another one to be found. */
static gboolean
is_without_language (void)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);
  const char *language = g_getenv ("LANGUAGE");

  return locale != NULL && g_str_has_prefix (locale, "C.") && (language == NULL || *language == '\0');
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
  if (is_without_language ())
    setlocale (LC_MESSAGES, "C");
  bindtextdomain (GETTEXT_PACKAGE, is_in_build_folder () ? RETORT_BUILDDIR "/po" : RETORT_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
