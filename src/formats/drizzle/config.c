/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and defaults: drizzle-kit 0.31.11, cli/validations/common.ts (docs/reference/drizzle.md, section 2). What a program computes is not
 * known: then retort.json decides, then what lies where the tool would put it. */
#include "formats/drizzle/config.h"

#include "base/file.h"
#include "base/json-file.h"
#include "formats/drizzle/folders.h"
#include "formats/typescript.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_OUT "drizzle"
#define DEFAULT_SCHEMA "drizzle"
#define DEFAULT_TABLE "__drizzle_migrations"

/* In the order in which drizzle-kit looks for them. */
static const char *const usual_names[] = {
  "drizzle.config.ts", "drizzle.config.js", "drizzle.config.json", "drizzle.config.mts", "drizzle.config.cts", "drizzle.config.mjs", "drizzle.config.cjs",
};

/**
 * retort_drizzle_config_free:
 * @self: (transfer full) (nullable): a configuration
 */
void
retort_drizzle_config_free (RetortDrizzleConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->root);
  g_free (self->path);
  g_free (self->out);
  g_free (self->dialect);
  g_free (self->table);
  g_free (self->schema);
  g_free (self->url);
  g_clear_pointer (&self->schema_files, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->open, g_ptr_array_unref);
  g_free (self);
}

/**
 * retort_drizzle_config_is_name:
 * @name: a file's name
 *
 * Returns: whether people call configurations of drizzle-kit so: drizzle.config.ts, drizzle.test.config.ts, drizzle-prod.config.json
 */
gboolean
retort_drizzle_config_is_name (const char *name)
{
  static const char *const suffixes[] = { ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json" };

  if (!g_str_has_prefix (name, "drizzle") || (strstr (name, ".config.") == NULL && strstr (name, "-config.") == NULL))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return TRUE;
  return FALSE;
}

static guint
rank_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_names); i++)
    if (g_str_equal (name, usual_names[i]))
      return i;
  return G_N_ELEMENTS (usual_names);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  return rank_of (left) != rank_of (right) ? (int) rank_of (left) - (int) rank_of (right) : strcmp (left, right);
}

/**
 * retort_drizzle_config_list:
 * @folder: a folder
 *
 * Returns: (transfer full) (element-type utf8): names of its configuration files, the one that drizzle-kit takes first
 */
GPtrArray *
retort_drizzle_config_list (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (retort_drizzle_config_is_name (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* --- Values --- */

static JsonNode *
find_member (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

/* (nullable) */
static char *
dup_text (JsonObject *object, const char *name)
{
  JsonNode *node = find_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = find_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
take (char **place, char *value)
{
  if (value == NULL)
    return;
  g_free (*place);
  *place = value;
}

static char *
dup_path (const RetortDrizzleConfig *self, const char *path)
{
  return path != NULL ? g_canonicalize_filename (path, self->root) : NULL;
}

static void
read_schema_files (RetortDrizzleConfig *self, JsonNode *node)
{
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_ptr_array_add (self->schema_files, dup_path (self, json_node_get_string (node)));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_ptr_array_add (self->schema_files, dup_path (self, json_node_get_string (element)));
    }
}

/* Both drizzle.config.* and the object "drizzle" of retort.json. */
static void
read_object (RetortDrizzleConfig *self, JsonObject *object)
{
  JsonObject *migrations = get_object (object, "migrations");
  g_autofree char *out = dup_text (object, "out");
  g_autofree char *casing = dup_text (object, "casing");

  if (casing != NULL)
    self->uses_snake_case = g_str_equal (casing, "snake_case");
  take (&self->dialect, dup_text (object, "dialect"));
  take (&self->out, dup_path (self, out));
  take (&self->table, dup_text (migrations, "table"));
  take (&self->schema, dup_text (migrations, "schema"));
  take (&self->url, dup_text (get_object (object, "dbCredentials"), "url"));
  read_schema_files (self, find_member (object, "schema"));
}

/* --- Files --- */

static void
add_note (RetortDrizzleConfig *self, gboolean blocks, const char *text)
{
  RetortPosition nowhere = { 0, 0 };

  g_ptr_array_add (self->notes, retort_project_note_new (self->path, nowhere, blocks, "%s", text));
}

static gboolean
is_computed (GPtrArray *unknown, const char *path)
{
  for (guint i = 0; i < unknown->len; i++)
    {
      const char *computed = g_ptr_array_index (unknown, i);

      if (*computed == '\0' || g_str_equal (computed, path) || (g_str_has_prefix (path, computed) && path[strlen (computed)] == '.'))
        return TRUE;
    }
  return FALSE;
}

static void
add_open (RetortDrizzleConfig *self, const char *name, const char *label, const char *guess)
{
  if (self->open == NULL)
    self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_open_setting_free);
  g_ptr_array_add (self->open, retort_open_setting_new (name, label, guess));
}

/* What is asked for, once it is known what would be taken. */
static void
list_open (RetortDrizzleConfig *self, GPtrArray *unknown, JsonObject *said)
{
  g_autofree char *root = g_strconcat (self->root, G_DIR_SEPARATOR_S, NULL);

  if (is_computed (unknown, "out") && find_member (said, "out") == NULL)
    add_open (self, "drizzle.out", N_("Folder of Migrations"), g_str_has_prefix (self->out, root) ? self->out + strlen (root) : self->out);
  if ((is_computed (unknown, "migrations.table") || is_computed (unknown, "migrations.schema")) && get_object (said, "migrations") == NULL)
    {
      add_open (self, "drizzle.migrations.table", N_("Table of the Migrations"), self->table);
      add_open (self, "drizzle.migrations.schema", N_("Its Schema"), self->schema);
    }
}

/* What decides where migrations lie and are recorded must be known or said. */
static void
note_computed (RetortDrizzleConfig *self, GPtrArray *unknown, JsonObject *said)
{
  if (is_computed (unknown, "out") && find_member (said, "out") == NULL)
    add_note (self, FALSE,
              _("'out' is computed: the folder that lies where drizzle-kit would put it is taken; \"drizzle\": {\"out\": …} in retort.json says another."));
  if ((is_computed (unknown, "migrations.table") || is_computed (unknown, "migrations.schema")) && get_object (said, "migrations") == NULL)
    add_note (self, TRUE,
              _("The name of the migrations' table is computed; \"drizzle\": {\"migrations\": {\"table\": …, \"schema\": …}} in retort.json says it."));
}

static gboolean
read_program (RetortDrizzleConfig *self, const char *text, gsize length, GPtrArray *unknown)
{
  g_autoptr(RetortSource) source = retort_source_new (self->path, text, (gssize) length);
  g_autoptr(RetortTypescript) file = retort_typescript_new (source);
  g_autoptr(JsonNode) node = NULL;

  if (file != NULL)
    node = retort_typescript_read_literal (file, retort_typescript_find_default_export (file), unknown);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_ptr_array_add (unknown, g_strdup (""));
      return FALSE;
    }
  read_object (self, json_node_get_object (node));
  return TRUE;
}

static gboolean
read_file (RetortDrizzleConfig *self, GPtrArray *unknown, GError **error)
{
  gsize length = 0;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (g_str_has_suffix (self->path, ".json"))
    {
      node = retort_json_file_load (self->path, error);
      if (node == NULL)
        return FALSE;
      if (JSON_NODE_HOLDS_OBJECT (node))
        read_object (self, json_node_get_object (node));
      return TRUE;
    }
  text = retort_file_read (self->path, &length, error);
  if (text == NULL)
    return FALSE;
  read_program (self, text, length, unknown);
  return TRUE;
}

/* What the team says stands before what is computed or missing. */
static JsonNode *
read_settings (RetortDrizzleConfig *self)
{
  g_autofree char *path = g_build_filename (self->root, "retort.json", NULL);
  g_autoptr(JsonNode) root = g_file_test (path, G_FILE_TEST_EXISTS) ? retort_json_file_load (path, NULL) : NULL;
  JsonObject *drizzle = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? get_object (json_node_get_object (root), "drizzle") : NULL;
  JsonNode *down = find_member (drizzle, "down_files");

  if (drizzle == NULL)
    return NULL;
  read_object (self, drizzle);
  self->uses_down = down != NULL && JSON_NODE_HOLDS_VALUE (down) && json_node_get_value_type (down) == G_TYPE_BOOLEAN && json_node_get_boolean (down);
  return json_object_dup_member (json_node_get_object (root), "drizzle");
}

static gboolean
holds_migrations (const char *folder)
{
  g_autofree char *journal = g_build_filename (folder, "meta", "_journal.json", NULL);

  return g_file_test (journal, G_FILE_TEST_EXISTS) || retort_drizzle_folders_exist (folder);
}

/* Where they lie when nothing says it. */
static char *
guess_out (const char *root)
{
  static const char *const folders[] = { DEFAULT_OUT, ".", "migrations", "src/db/migrations", "db/migrations", "src/drizzle", "src/db/drizzle" };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_canonicalize_filename (folders[i], root);

      if (holds_migrations (path))
        return g_steal_pointer (&path);
    }
  return g_canonicalize_filename (DEFAULT_OUT, root);
}

static void
find_path (RetortDrizzleConfig *self, const RetortProjectPlace *place)
{
  g_autoptr(GPtrArray) names = NULL;

  if (place->config != NULL)
    {
      self->path = g_canonicalize_filename (place->config, place->folder);
      return;
    }
  names = retort_drizzle_config_list (place->folder);
  if (names->len > 0)
    self->path = g_build_filename (place->folder, g_ptr_array_index (names, 0), NULL);
}

/**
 * retort_drizzle_config_read:
 * @place: where
 * @error: return location for an error of reading a file
 *
 * Reads the configuration of a place; without a file, what the folder itself tells. Blocks.
 *
 * Returns: (transfer full) (nullable): the configuration
 */
RetortDrizzleConfig *
retort_drizzle_config_read (const RetortProjectPlace *place, GError **error)
{
  g_autoptr(RetortDrizzleConfig) self = g_new0 (RetortDrizzleConfig, 1);
  g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) said = NULL;

  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  self->schema_files = g_ptr_array_new_with_free_func (g_free);
  find_path (self, place);
  self->root = self->path != NULL ? g_path_get_dirname (self->path) : g_strdup (place->folder);
  self->table = g_strdup (DEFAULT_TABLE);
  self->schema = g_strdup (DEFAULT_SCHEMA);
  if (self->path != NULL && !read_file (self, unknown, error))
    return NULL;
  said = read_settings (self);
  note_computed (self, unknown, said != NULL ? json_node_get_object (said) : NULL);
  if (self->out == NULL)
    self->out = guess_out (self->root);
  list_open (self, unknown, said != NULL ? json_node_get_object (said) : NULL);
  if (self->dialect == NULL)
    self->dialect = retort_drizzle_journal_dup_dialect (self->out);
  return g_steal_pointer (&self);
}

/**
 * retort_drizzle_config_is_postgres:
 * @self: a configuration
 *
 * Returns: whether it is for PostgreSQL, or does not say; old journals call it "pg", new snapshots "postgres"
 */
gboolean
retort_drizzle_config_is_postgres (const RetortDrizzleConfig *self)
{
  return self->dialect == NULL || g_str_equal (self->dialect, "postgresql") || g_str_equal (self->dialect, "pg")
         || g_str_equal (self->dialect, "postgres");
}
