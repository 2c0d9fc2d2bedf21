/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lock files name the version; a requirement with "==", ">=", "~=" or "^" the least that there may be. Only read. */
#include "formats/alembic/version.h"

#include <string.h>

#define N_PARENTS 3 /* folders above the configuration that may hold them */

static guint
parse_version (const char *text)
{
  guint parts[3] = { 0, 0, 0 };
  g_auto(GStrv) words = g_strsplit (text, ".", 4);

  for (guint i = 0; i < G_N_ELEMENTS (parts) && words[i] != NULL; i++)
    parts[i] = (guint) MIN (g_ascii_strtoull (words[i], NULL, 10), 999);
  return RETORT_ALEMBIC_VERSION (parts[0], parts[1], parts[2]);
}

/* @: the package */
static guint
read_version (const char *text, const char *package)
{
  static const char *const patterns[] = {
    "name = \"@\"\\s*\\n\\s*version = \"(\\d+(?:\\.\\d+)*)",                                       /* uv.lock, poetry.lock */
    "\"@\": \\{[^{}]*?\"version\": \"==(\\d+(?:\\.\\d+)*)",                                        /* Pipfile.lock */
    "(?:^|[\\s\"'])@\\s*(?:\\[[^\\]]*\\])?\\s*(?:===?|>=|~=)\\s*(\\d+(?:\\.\\d+)*)",               /* requirements.txt, pyproject.toml */
    "(?:^|\\n)\"?@\"?\\s*=\\s*(?:\\{[^}]*?version\\s*=\\s*)?\"(?:\\^|~|==|>=|~=)?(\\d+(?:\\.\\d+)*)", /* poetry */
  };

  if (strcasestr (text, package) == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_auto(GStrv) parts = g_strsplit (patterns[i], "@", -1);
      g_autofree char *pattern = g_strjoinv (package, parts);
      g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_DOTALL | G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
      g_autoptr(GMatchInfo) match = NULL;
      g_autofree char *version = NULL;

      if (!g_regex_match (regex, text, 0, &match))
        continue;
      version = g_match_info_fetch (match, 1);
      return parse_version (version);
    }
  return 0;
}

static guint
read_file (const char *folder, const char *package, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_utf8_validate (text, -1, NULL) ? read_version (text, package) : 0;
}

/* requirements.txt, requirements-dev.txt, and any list in a folder of that name. */
static guint
read_lists (const char *folder, const char *package, gboolean has_any_name)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;
  guint version = 0;

  while (version == 0 && dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".txt") && (has_any_name || g_str_has_prefix (name, "requirements")))
      version = read_file (folder, package, name);
  return version;
}

static guint
read_folder (const char *folder, const char *package)
{
  static const char *const names[] = { "uv.lock", "poetry.lock", "Pipfile.lock", "requirements.txt" };
  g_autofree char *lists = g_build_filename (folder, "requirements", NULL);
  guint version = 0;

  for (guint i = 0; version == 0 && i < G_N_ELEMENTS (names); i++)
    version = read_file (folder, package, names[i]);
  if (version == 0)
    version = read_lists (folder, package, FALSE);
  if (version == 0)
    version = read_lists (lists, package, TRUE);
  return version != 0 ? version : read_file (folder, package, "pyproject.toml");
}

/**
 * retort_alembic_find_version:
 * @root: the folder that holds the configuration
 * @package: "alembic" or "sqlalchemy"
 *
 * Looks there and in the folders above it, as far as they belong to the same checkout. Reads files: worker threads only.
 *
 * Returns: the least version of it that the project runs, as RETORT_ALEMBIC_VERSION(); 0 when nothing says
 */
guint
retort_alembic_find_version (const char *root, const char *package)
{
  g_autofree char *folder = g_strdup (root);
  guint version = read_folder (folder, package);

  for (guint i = 0; version == 0 && i < N_PARENTS; i++)
    {
      g_autofree char *git = g_build_filename (folder, ".git", NULL);
      g_autofree char *parent = g_path_get_dirname (folder);

      if (g_file_test (git, G_FILE_TEST_EXISTS) || g_str_equal (parent, folder))
        return 0;
      g_free (folder);
      folder = g_steal_pointer (&parent);
      version = read_folder (folder, package);
    }
  return version;
}
