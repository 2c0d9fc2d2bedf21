/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command's words lead to: scripts of a shell, files of SQL, and Makefiles of other folders. They are read as text, shown with the
 * command, and looked at before it runs. */
#include "engine/commands/detect.h"

#include "base/file.h"

#include <string.h>

#define MAX_FILES 12
#define MAX_LENGTH (256 * 1024)

static gboolean
is_shell_script (const char *path, const char *text)
{
  return g_str_has_suffix (path, ".sh") || g_str_has_suffix (path, ".bash") || g_str_has_suffix (path, ".sql")
         || (g_str_has_prefix (text, "#!") && g_regex_match_simple ("^#!\\S*(/| )(env )?(ba|da|z|k)?sh\\b", text, 0, 0));
}

/* (nullable) */
static char *
read_called (const char *path)
{
  gsize length = 0;
  g_autofree char *text = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? retort_file_read (path, &length, NULL) : NULL;

  if (text == NULL || length > MAX_LENGTH || strlen (text) != length || !is_shell_script (path, text))
    return NULL;
  return g_steal_pointer (&text);
}

/* Once is enough. */
static void
append_once (GString *script, const char *title, const char *text)
{
  if (text != NULL && strstr (script->str, text) == NULL)
    g_string_append_printf (script, "# %s:\n%s%s", title, text, g_str_has_suffix (text, "\n") ? "" : "\n");
}

/* Each word that is the name of a file, seen from the folder. */
static void
follow (const char *line, const char *folder, GHashTable *seen, GString *script)
{
  g_autoptr(GRegex) blanks = g_regex_new ("[\\s;|&()<>'\"`]+", 0, 0, NULL);
  g_auto(GStrv) words = g_regex_split (blanks, line, 0);

  for (gsize i = 0; words[i] != NULL && g_hash_table_size (seen) < MAX_FILES; i++)
    {
      g_autofree char *path = *words[i] != '\0' && *words[i] != '-' ? g_canonicalize_filename (words[i], folder) : NULL;
      g_autofree char *text = path != NULL && !g_hash_table_contains (seen, path) ? read_called (path) : NULL;

      if (text == NULL)
        continue;
      append_once (script, words[i], text);
      g_hash_table_add (seen, g_strdup (path));
      follow (text, folder, seen, script);
    }
}

/* "make nuke" and "make -C sub nuke": what the target does. */
static void
follow_make (const char *line, const char *folder, GString *script)
{
  g_autoptr(GRegex) call = g_regex_new ("(?:\\$[({]MAKE[)}]|\\bmake)\\s+(?:-s\\s+)?(?:(?:-C|--directory)[ =]?(\\S+)\\s+)?([A-Za-z0-9_.-]+)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (call, line, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *whole = g_match_info_fetch (match, 0);
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_autofree char *target = g_match_info_fetch (match, 2);
      g_autofree char *sub = g_canonicalize_filename (*name != '\0' ? name : ".", folder);
      g_autofree char *recipe = retort_commands_dup_recipe (sub, target);

      append_once (script, whole, recipe);
    }
}

/* "npm run reset" in a recipe. */
static void
follow_npm (const char *line, const char *folder, GString *script)
{
  g_autoptr(GRegex) call = g_regex_new ("\\b(?:npm|pnpm|yarn|bun)\\s+(?:-\\S+\\s+)*(?:run\\s+)?(?:-\\S+\\s+)*([A-Za-z0-9_:.-]+)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (call, line, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *whole = g_match_info_fetch (match, 0);
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_autofree char *text = retort_commands_dup_package_script (folder, name);

      append_once (script, whole, text);
    }
}

/**
 * retort_commands_dup_called: (skip)
 * @line: the command
 * @script: (nullable): what is known already of what it does
 * @folder: where it runs
 *
 * Returns: (transfer full) (nullable): @script with what the files say that both name
 */
char *
retort_commands_dup_called (const char *line, const char *script, const char *folder)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) text = g_string_new (script);
  g_autofree char *known = g_strdup (text->str);

  if (script == NULL)
    {
      follow_make (line, folder, text);
      follow_npm (line, folder, text);
    }
  follow_make (known, folder, text);
  follow_npm (known, folder, text);
  follow (line, folder, seen, text);
  follow (known, folder, seen, text);
  return script != NULL || text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
