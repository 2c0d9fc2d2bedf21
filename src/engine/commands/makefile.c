/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets of a Makefile and scripts of a package.json that are about migrations or tests. What a target does is its recipe and those of
 * what it needs; that is what is looked at before it runs. */
#include "engine/commands/detect.h"

#include "base/file.h"
#include "base/json-file.h"

#include <string.h>

#define MAX_DEPTH 8
#define RELEVANT "(migrat|upgrade|downgrade|alembic|drizzle|prisma|rollback|revision|(^|[-:_.])(db|test|tests|check)([-:_.]|$))"

static const char *const makefile_names[] = { "GNUmakefile", "makefile", "Makefile" };

typedef struct
{
  GPtrArray  *names;   /* element: utf8, in the order of the file */
  GHashTable *recipes; /* key: target; value: its recipe */
  GHashTable *needs;   /* key: target; value: what it needs, with blanks between */
} Makefile;

static void
makefile_clear (Makefile *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->recipes, g_hash_table_unref);
  g_clear_pointer (&self->needs, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Makefile, makefile_clear)

static void
take_target (Makefile *self, const char *name, const char *needs, GString *recipe)
{
  if (!g_hash_table_contains (self->recipes, name))
    g_ptr_array_add (self->names, g_strdup (name));
  g_hash_table_insert (self->recipes, g_strdup (name), g_strdup (recipe->str));
  g_hash_table_insert (self->needs, g_strdup (name), g_strdup (needs));
}

/* "name: needs", then lines that begin with a tab. */
static void
read_makefile (Makefile *self, const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(GRegex) rule = g_regex_new ("^([A-Za-z0-9_][A-Za-z0-9_./-]*)\\s*:(?![:=])([^#;]*)(?:#.*)?$", 0, 0, NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(GMatchInfo) match = NULL;
      g_autoptr(GString) recipe = g_string_new (NULL);
      g_autofree char *name = NULL;
      g_autofree char *needs = NULL;

      if (!g_regex_match (rule, lines[i], 0, &match))
        continue;
      name = g_match_info_fetch (match, 1);
      needs = g_match_info_fetch (match, 2);
      for (gsize j = i + 1; lines[j] != NULL && (lines[j][0] == '\t' || lines[j][0] == '\0'); j++)
        g_string_append_printf (recipe, "%s\n", lines[j]);
      take_target (self, name, needs, recipe);
    }
}

static void
append_recipe (const Makefile *self, const char *name, GString *script, guint depth)
{
  const char *needs = g_hash_table_lookup (self->needs, name);
  const char *recipe = g_hash_table_lookup (self->recipes, name);
  g_auto(GStrv) words = NULL;

  if (recipe == NULL || depth == 0)
    return;
  words = g_strsplit_set (needs, " \t", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    append_recipe (self, words[i], script, depth - 1);
  g_string_append (script, recipe);
}

/* Recipes that call make again: what those targets do counts, too. */
static void
append_called (const Makefile *self, GString *script)
{
  g_autoptr(GRegex) call = g_regex_new ("(?:\\$[({]MAKE[)}]|\\bmake)\\s+(?:-\\S+\\s+)*([A-Za-z0-9_.-]+)", 0, 0, NULL);
  g_autofree char *text = g_strdup (script->str);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (call, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      append_recipe (self, name, script, MAX_DEPTH);
    }
}

static void
add_target (GPtrArray *commands, const Makefile *makefile, const char *name, const char *folder, const char *file, const char *text)
{
  g_autofree char *shown = g_strconcat ("make ", name, NULL);
  const char *const argv[] = { "make", name, NULL };
  g_autoptr(GString) script = g_string_new (NULL);
  RetortProjectCommand *command = NULL;

  if (!g_regex_match_simple (RELEVANT, name, G_REGEX_CASELESS, 0))
    return;
  append_recipe (makefile, name, script, MAX_DEPTH);
  append_called (makefile, script);
  command = retort_project_command_new (shown, argv, folder, file);
  command->script = g_strdup (script->str);
  retort_project_command_seal (command, text);
  g_ptr_array_add (commands, command);
}

/**
 * retort_commands_add_makefile: (skip)
 * @commands: (element-type RetortProjectCommand): where to
 * @folder: where a Makefile may be
 *
 * Adds the targets of a Makefile that are about migrations or tests.
 */
void
retort_commands_add_makefile (GPtrArray *commands, const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (makefile_names); i++)
    {
      g_autofree char *path = g_build_filename (folder, makefile_names[i], NULL);
      g_autofree char *text = retort_file_read (path, NULL, NULL);
      g_auto(Makefile) makefile = { 0 };

      if (text == NULL)
        continue;
      makefile.names = g_ptr_array_new_with_free_func (g_free);
      makefile.recipes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      makefile.needs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      read_makefile (&makefile, text);
      for (guint j = 0; j < makefile.names->len; j++)
        add_target (commands, &makefile, g_ptr_array_index (makefile.names, j), folder, makefile_names[i], text);
      return;
    }
}

/* --- npm --- */

static const char *
find_runner (const char *folder)
{
  static const struct
  {
    const char *file;
    const char *runner;
  } runners[] = { { "pnpm-lock.yaml", "pnpm" }, { "yarn.lock", "yarn" }, { "bun.lockb", "bun" } };

  for (gsize i = 0; i < G_N_ELEMENTS (runners); i++)
    {
      g_autofree char *path = g_build_filename (folder, runners[i].file, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return runners[i].runner;
    }
  return "npm";
}

/* The script, what npm runs before and after it, and scripts that it calls. */
static void
append_script (JsonObject *scripts, const char *name, GString *script, guint depth)
{
  static const char *const around[] = { "pre", "", "post" };
  g_autoptr(GRegex) call = g_regex_new ("\\b(?:npm|pnpm|yarn|bun)\\s+(?:run\\s+)?([A-Za-z0-9_:.-]+)", 0, 0, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (around) && depth > 0; i++)
    {
      g_autofree char *own = g_strconcat (around[i], name, NULL);
      JsonNode *node = json_object_get_member (scripts, own);
      g_autoptr(GMatchInfo) match = NULL;

      if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      g_string_append_printf (script, "%s\n", json_node_get_string (node));
      for (g_regex_match (call, json_node_get_string (node), 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *called = g_match_info_fetch (match, 1);

          if (!g_str_equal (called, name))
            append_script (scripts, called, script, depth - 1);
        }
    }
}

/**
 * retort_commands_add_scripts: (skip)
 * @commands: (element-type RetortProjectCommand): where to
 * @folder: where a package.json may be
 *
 * Adds the scripts of a package.json that are about migrations or tests.
 */
void
retort_commands_add_scripts (GPtrArray *commands, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "package.json", NULL);
  g_autofree char *text = retort_file_read (path, NULL, NULL);
  g_autoptr(JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonNode *node = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "scripts") : NULL;
  JsonObject *scripts = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr(GList) names = scripts != NULL ? json_object_get_members (scripts) : NULL;
  const char *runner = find_runner (folder);

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *shown = g_strdup_printf ("%s run %s", runner, (const char *) name->data);
      const char *const argv[] = { runner, "run", name->data, NULL };
      g_autoptr(GString) script = g_string_new (NULL);
      RetortProjectCommand *command = NULL;

      if (!g_regex_match_simple (RELEVANT, name->data, G_REGEX_CASELESS, 0))
        continue;
      append_script (scripts, name->data, script, MAX_DEPTH);
      command = retort_project_command_new (shown, argv, folder, "package.json");
      command->script = g_strdup (script->str);
      retort_project_command_seal (command, text);
      g_ptr_array_add (commands, command);
    }
}
