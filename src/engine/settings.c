/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads retort.json. A part that is wrong is told and left out; the other parts count. */
#include "engine/settings-problems.h"

#include "base/file.h"
#include "base/json-file.h"

#include <glib/gi18n.h>

/* What is read, and where what is wrong is told. */
typedef struct
{
  RetortSettings        *settings;
  RetortSettingsProblems problems;
} Reading;

/* (nullable): the text of a member; what is something else was told. */
static char *
dup_text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}

/* (nullable): the object of a member; what is something else was told. */
static JsonObject *
get_object_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_rule (Reading *self, const char *id, JsonNode *node)
{
  const char *word = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  GHashTable *severities = self->settings->checks.severities;
  g_autofree char *pointer = retort_json_places_dup_pointer ("/rules", id);
  const RetortRule *similar = retort_rules_find_similar (id);
  RetortSeverity severity = RETORT_SEVERITY_INFO;

  if (retort_rules_find (id) == NULL && similar != NULL)
    retort_settings_problems_add (&self->problems, pointer, _("there is no rule '%s'; did you mean '%s'?"), id, similar->id);
  else if (retort_rules_find (id) == NULL)
    retort_settings_problems_add (&self->problems, pointer, _("there is no rule '%s'"), id);
  else if (g_strcmp0 (word, "off") == 0)
    g_hash_table_insert (severities, g_strdup (id), GINT_TO_POINTER (0));
  else if (word != NULL && retort_severity_from_string (word, &severity))
    g_hash_table_insert (severities, g_strdup (id), GINT_TO_POINTER (severity + 1));
  else
    retort_settings_problems_add (&self->problems, pointer, _("rule '%s' is none of \"off\", \"info\", \"warning\", \"error\""), id);
}

static void
read_pattern (Reading *self, const char *kind, JsonNode *node)
{
  static const char *const kinds[] = { "table", "column", "index", "unique", "foreign_key", "check", "primary_key", NULL };
  const char *text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  g_autofree char *pointer = retort_json_places_dup_pointer ("/naming", kind);
  g_autofree char *known = g_strjoinv (", ", (GStrv) kinds);
  g_autoptr(GError) error = NULL;
  g_autoptr(GRegex) pattern = text != NULL ? g_regex_new (text, G_REGEX_OPTIMIZE, 0, &error) : NULL;

  if (!g_strv_contains (kinds, kind))
    retort_settings_problems_add (&self->problems, pointer, _("'naming' knows no '%s', but these: %s"), kind, known);
  else if (error != NULL)
    retort_settings_problems_add (&self->problems, pointer, _("the pattern for '%s' is no regular expression: %s"), kind, error->message);
  else if (pattern == NULL)
    retort_settings_problems_add (&self->problems, pointer, _("the pattern for '%s' is no regular expression"), kind);
  else
    g_hash_table_insert (self->settings->checks.names, g_strdup (kind), g_steal_pointer (&pattern));
}

/* A run tried again for ever would hide what blocks it. */
#define MAX_LOCK_RETRIES 100

static void
read_lock_retries (Reading *self, JsonNode *node)
{
  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0
      && json_node_get_int (node) <= MAX_LOCK_RETRIES)
    self->settings->lock_retries = (guint) json_node_get_int (node);
  else
    retort_settings_problems_add (&self->problems, "/run/lock_retries", _("'%s' is no number from 0 to %d"), "lock_retries", MAX_LOCK_RETRIES);
}

static void
read_accepted (Reading *self, const char *name, JsonNode *node)
{
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_hash_table_insert (self->settings->accepted, g_strdup (name), json_node_dup_string (node));
}

/* Whoever runs it takes its words as a shell does. */
static void
check_line (Reading *self, const char *pointer, JsonNode *node)
{
  g_autoptr(GError) error = NULL;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING || g_shell_parse_argv (json_node_get_string (node), NULL, NULL, &error))
    return;
  retort_settings_problems_add (&self->problems, pointer, _("the command '%s' cannot be run: %s"), json_node_get_string (node), error->message);
}

static void
check_command (Reading *self, const char *name, JsonNode *node)
{
  g_autofree char *pointer = retort_json_places_dup_pointer ("/commands", name);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object != NULL && !json_object_has_member (object, "run"))
    retort_settings_problems_add (&self->problems, pointer, _("the command '%s' has no 'run'"), name);
  check_line (self, pointer, object != NULL ? json_object_get_member (object, "run") : node);
}

static void
checklist_item_free (gpointer data)
{
  RetortChecklistItem *self = data;

  g_free (self->text);
  g_free (self->command);
  g_free (self);
}

/* "a text", or { "text": …, "command": … } */
static void
read_checklist_item (Reading *self, const char *pointer, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  char *text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
  RetortChecklistItem *item;

  if (object != NULL)
    text = dup_text_member (object, "text");
  if (object != NULL && !json_object_has_member (object, "text"))
    retort_settings_problems_add (&self->problems, pointer, _("an item of 'checklist' has no text"));
  if (text == NULL)
    return;
  item = g_new0 (RetortChecklistItem, 1);
  item->text = text;
  if (object != NULL)
    {
      check_line (self, pointer, json_object_get_member (object, "command"));
      item->command = dup_text_member (object, "command");
    }
  g_ptr_array_add (self->settings->checklist, item);
}

static void
read_checklist (Reading *self, JsonNode *node)
{
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);
      g_autofree char *pointer = retort_json_places_dup_pointer ("/checklist", index);

      read_checklist_item (self, pointer, json_array_get_element (list, i));
    }
}

/* @read: what is done with each member of the object @name of @root, if there is one */
static void
read_members (Reading *self, JsonObject *root, const char *name, void (*read) (Reading *self, const char *name, JsonNode *node))
{
  JsonObject *object = get_object_member (root, name);
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *member = names; member != NULL; member = member->next)
    read (self, member->data, json_object_get_member (object, member->data));
}

static void
read_root (Reading *self, JsonObject *root)
{
  JsonObject *practice = get_object_member (root, "practice");
  JsonObject *run = get_object_member (root, "run");
  JsonNode *requirement = json_object_get_member (root, "require_checklist");

  self->settings->name = dup_text_member (root, "name");
  self->settings->planned = dup_text_member (root, "planned");
  read_members (self, root, "rules", read_rule);
  read_members (self, root, "naming", read_pattern);
  read_members (self, root, "accepted", read_accepted);
  read_members (self, root, "commands", check_command);
  if (run != NULL && json_object_has_member (run, "lock_retries"))
    read_lock_retries (self, json_object_get_member (run, "lock_retries"));
  read_checklist (self, json_object_get_member (root, "checklist"));
  if (requirement != NULL && json_node_get_value_type (requirement) == G_TYPE_BOOLEAN)
    self->settings->requires_checklist = json_node_get_boolean (requirement);
  if (practice != NULL)
    self->settings->practice_revision = dup_text_member (practice, "revision");
}

#define N_PARENTS 2 /* "db/migrations" of a folder of SQL */

/* Tools of SQL keep their files below the folder that a team calls its project; a checkout's own folder is the last that counts. */
static char *
find_file (const char *root)
{
  g_autofree char *folder = g_strdup (root);
  char *own = g_build_filename (root, "retort.json", NULL);

  for (guint i = 0; i <= N_PARENTS; i++)
    {
      g_autofree char *path = g_build_filename (folder, "retort.json", NULL);
      g_autofree char *git = g_build_filename (folder, ".git", NULL);
      g_autofree char *parent = g_path_get_dirname (folder);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_free (own);
          return g_steal_pointer (&path);
        }
      if (g_file_test (git, G_FILE_TEST_EXISTS))
        return own;
      g_free (folder);
      folder = g_steal_pointer (&parent);
    }
  return own;
}

static void
problem_free (gpointer data)
{
  RetortSettingsProblem *self = data;

  g_free (self->text);
  g_free (self);
}

static void
add_error (Reading *self, const GError *error)
{
  g_autofree char *reason = NULL;
  guint line = retort_json_error_find_line (error, &reason);

  retort_settings_problems_add (&self->problems, "", _("it cannot be read: %s"), reason);
  ((RetortSettingsProblem *) g_ptr_array_index (self->problems.list, 0))->line = line;
}

static void
read_file (RetortSettings *settings)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = retort_json_file_load (settings->path, &error);
  gsize length = 0;
  g_autofree char *text = root != NULL ? retort_file_read (settings->path, &length, NULL) : NULL;
  g_autoptr(RetortJsonPlaces) places = text != NULL ? retort_json_places_new (text, length) : NULL;
  Reading self = { settings, { settings->problems, places } };

  if (root == NULL)
    add_error (&self, error);
  else if (!JSON_NODE_HOLDS_OBJECT (root))
    retort_settings_problems_add (&self.problems, "", _("it is not a JSON object"));
  else
    {
      retort_settings_problems_check_shape (&self.problems, root);
      read_root (&self, json_node_get_object (root));
    }
}

/**
 * retort_settings_load:
 * @root: the project's folder
 *
 * Reads `retort.json` in @root, or in one of the two folders above it. A missing file is empty settings; a broken one too, with the reason
 * in @problems. Any thread.
 *
 * Returns: (transfer full): the settings
 */
RetortSettings *
retort_settings_load (const char *root)
{
  RetortSettings *self = g_new0 (RetortSettings, 1);

  g_return_val_if_fail (root != NULL, NULL);

  self->path = find_file (root);
  self->checks.severities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->checks.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_regex_unref);
  self->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->checklist = g_ptr_array_new_with_free_func (checklist_item_free);
  if (g_file_test (self->path, G_FILE_TEST_EXISTS))
    read_file (self);
  return self;
}

/**
 * retort_settings_free:
 * @self: (transfer full) (nullable): settings
 *
 * Frees @self.
 */
void
retort_settings_free (RetortSettings *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->name);
  g_free (self->practice_revision);
  g_free (self->planned);
  g_hash_table_unref (self->checks.severities);
  g_hash_table_unref (self->checks.names);
  g_hash_table_unref (self->accepted);
  g_ptr_array_unref (self->checklist);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/**
 * retort_checklist_item_dup_command_name:
 * @self: an item
 *
 * Returns: (transfer full) (nullable): the name by which its command is listed and run; %NULL when it has none
 */
char *
retort_checklist_item_dup_command_name (const RetortChecklistItem *self)
{
  return self->command != NULL ? g_strconcat ("checklist: ", self->text, NULL) : NULL;
}
