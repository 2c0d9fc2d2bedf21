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
  GHashTable *values;  /* key: a variable; value: its text */
} Makefile;

static void
makefile_clear (Makefile *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->recipes, g_hash_table_unref);
  g_clear_pointer (&self->needs, g_hash_table_unref);
  g_clear_pointer (&self->values, g_hash_table_unref);
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

/* "NAME = text", ":=" and the like. */
static void
read_variable (Makefile *self, const char *line)
{
  g_autoptr(GRegex) assignment = g_regex_new ("^(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*[:?+]{0,2}=\\s*([^#]*?)\\s*(?:#.*)?$", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (*line != '\t' && g_regex_match (assignment, line, 0, &match))
    g_hash_table_insert (self->values, g_match_info_fetch (match, 1), g_match_info_fetch (match, 2));
}

static gboolean
append_value (const GMatchInfo *match, GString *out, gpointer user_data)
{
  const Makefile *self = user_data;
  g_autofree char *name = g_match_info_fetch (match, 1);
  g_autofree char *whole = g_match_info_fetch (match, 0);
  const char *value = g_hash_table_lookup (self->values, name);

  g_string_append (out, value != NULL ? value : whole);
  return FALSE;
}

/* As make writes them out; what the file does not define stays. */
static char *
expand (Makefile *self, const char *text)
{
  g_autoptr(GRegex) reference = g_regex_new ("(?<!\\$)\\$[({]([A-Za-z_][A-Za-z0-9_]*)[)}]", 0, 0, NULL);
  char *expanded = g_strdup (text);

  for (guint depth = 0; depth < MAX_DEPTH && g_regex_match (reference, expanded, 0, NULL); depth++)
    {
      char *next = g_regex_replace_eval (reference, expanded, -1, 0, 0, append_value, self, NULL);

      g_free (expanded);
      expanded = next;
    }
  return expanded;
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
        {
          read_variable (self, lines[i]);
          continue;
        }
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

static char *
dup_script (Makefile *self, const char *name)
{
  g_autoptr(GString) script = g_string_new (NULL);

  append_recipe (self, name, script, MAX_DEPTH);
  append_called (self, script);
  return expand (self, script->str);
}

/* FALSE: there is none. */
static gboolean
load_makefile (Makefile *self, const char *folder, const char *name, char **text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  *text = retort_file_read (path, NULL, NULL);
  if (*text == NULL)
    return FALSE;
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->recipes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->needs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_makefile (self, *text);
  return TRUE;
}

/**
 * retort_commands_dup_recipe: (skip)
 * @folder: where a Makefile may be
 * @target: one of its targets
 *
 * Returns: (transfer full) (nullable): what it does, with what it needs and calls
 */
char *
retort_commands_dup_recipe (const char *folder, const char *target)
{
  for (gsize i = 0; i < G_N_ELEMENTS (makefile_names); i++)
    {
      g_auto(Makefile) makefile = { 0 };
      g_autofree char *text = NULL;

      if (load_makefile (&makefile, folder, makefile_names[i], &text))
        return dup_script (&makefile, target);
    }
  return NULL;
}

static void
add_target (GPtrArray *commands, Makefile *makefile, const char *name, const char *folder, const char *file, const char *text)
{
  g_autofree char *shown = g_strconcat ("make ", name, NULL);
  const char *const argv[] = { "make", name, NULL };
  RetortProjectCommand *command = NULL;

  if (!g_regex_match_simple (RELEVANT, name, G_REGEX_CASELESS, 0) || retort_project_commands_find (commands, shown) != NULL)
    return;
  command = retort_project_command_new (shown, argv, folder, file);
  command->script = dup_script (makefile, name);
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
      g_autofree char *text = NULL;
      g_auto(Makefile) makefile = { 0 };

      if (!load_makefile (&makefile, folder, makefile_names[i], &text))
        continue;
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

/* The script, what npm runs before and after it, and every word that is the name of another one: npm, yarn, run-s and others call it so. */
static void
append_script (JsonObject *scripts, const char *name, GString *script, guint depth)
{
  static const char *const around[] = { "pre", "", "post" };
  g_autoptr(GRegex) blanks = g_regex_new ("[\\s;|&()'\"]+", 0, 0, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (around) && depth > 0; i++)
    {
      g_autofree char *own = g_strconcat (around[i], name, NULL);
      JsonNode *node = json_object_get_member (scripts, own);
      g_auto(GStrv) words = NULL;

      if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      g_string_append_printf (script, "%s\n", json_node_get_string (node));
      words = g_regex_split (blanks, json_node_get_string (node), 0);
      for (gsize j = 0; words[j] != NULL; j++)
        if (!g_str_equal (words[j], name) && json_object_has_member (scripts, words[j]))
          append_script (scripts, words[j], script, depth - 1);
    }
}

/* (nullable) (transfer full): the object "scripts" */
static JsonObject *
load_scripts (const char *folder, char **text)
{
  g_autofree char *path = g_build_filename (folder, "package.json", NULL);
  g_autoptr(JsonNode) root = NULL;
  JsonNode *node = NULL;

  *text = retort_file_read (path, NULL, NULL);
  root = *text != NULL ? json_from_string (*text, NULL) : NULL;
  node = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "scripts") : NULL;
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_ref (json_node_get_object (node)) : NULL;
}

/**
 * retort_commands_dup_package_script: (skip)
 * @folder: where a package.json may be
 * @name: one of its scripts
 *
 * Returns: (transfer full) (nullable): what it does, with those that it calls
 */
char *
retort_commands_dup_package_script (const char *folder, const char *name)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonObject) scripts = load_scripts (folder, &text);
  g_autoptr(GString) script = g_string_new (NULL);

  if (scripts == NULL || !json_object_has_member (scripts, name))
    return NULL;
  append_script (scripts, name, script, MAX_DEPTH);
  return g_string_free (g_steal_pointer (&script), FALSE);
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
  g_autofree char *text = NULL;
  g_autoptr(JsonObject) scripts = load_scripts (folder, &text);
  g_autoptr(GList) names = scripts != NULL ? json_object_get_members (scripts) : NULL;
  const char *runner = find_runner (folder);

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *shown = g_strdup_printf ("%s run %s", runner, (const char *) name->data);
      const char *const argv[] = { runner, "run", name->data, NULL };
      g_autoptr(GString) script = g_string_new (NULL);
      RetortProjectCommand *command = NULL;

      if (!g_regex_match_simple (RELEVANT, name->data, G_REGEX_CASELESS, 0) || retort_project_commands_find (commands, shown) != NULL)
        continue;
      append_script (scripts, name->data, script, MAX_DEPTH);
      command = retort_project_command_new (shown, argv, folder, "package.json");
      command->script = g_strdup (script->str);
      retort_project_command_seal (command, text);
      g_ptr_array_add (commands, command);
    }
}
