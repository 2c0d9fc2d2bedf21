/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads retort.json. A part that is wrong is told and left out; the other parts count. */
#include "engine/settings.h"

#include "base/json-file.h"

static void
add_problem (RetortSettings *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_problem (RetortSettings *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->problems, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* (nullable): the text of a member; something else than a text is a problem. */
static char *
dup_text_member (RetortSettings *self, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);

  add_problem (self, "'%s' is not a text", name);
  return NULL;
}

/* (nullable): the object of a member; something else than an object is a problem. */
static JsonObject *
get_object_member (RetortSettings *self, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);

  add_problem (self, "'%s' is not an object", name);
  return NULL;
}

static void
read_rule (RetortSettings *self, const char *id, JsonNode *node)
{
  const char *word = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  const RetortRule *similar = retort_rules_find_similar (id);
  RetortSeverity severity = RETORT_SEVERITY_INFO;

  if (retort_rules_find (id) == NULL && similar != NULL)
    add_problem (self, "there is no rule '%s'; did you mean '%s'?", id, similar->id);
  else if (retort_rules_find (id) == NULL)
    add_problem (self, "there is no rule '%s'", id);
  else if (g_strcmp0 (word, "off") == 0)
    g_hash_table_insert (self->checks.severities, g_strdup (id), GINT_TO_POINTER (0));
  else if (word != NULL && retort_severity_from_string (word, &severity))
    g_hash_table_insert (self->checks.severities, g_strdup (id), GINT_TO_POINTER (severity + 1));
  else
    add_problem (self, "rule '%s' is none of \"off\", \"info\", \"warning\", \"error\"", id);
}

static void
read_rules (RetortSettings *self, JsonObject *rules)
{
  g_autoptr(GList) ids = json_object_get_members (rules);

  for (GList *id = ids; id != NULL; id = id->next)
    read_rule (self, id->data, json_object_get_member (rules, id->data));
}

static void
read_pattern (RetortSettings *self, const char *kind, JsonNode *node)
{
  static const char *const kinds[] = { "table", "column", "index", "unique", "foreign_key", "check", "primary_key", NULL };
  const char *text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  g_autoptr(GError) error = NULL;
  GRegex *pattern = text != NULL ? g_regex_new (text, G_REGEX_OPTIMIZE, 0, &error) : NULL;

  if (!g_strv_contains (kinds, kind))
    add_problem (self, "'naming' knows no '%s'", kind);
  else if (pattern == NULL)
    add_problem (self, "the pattern for '%s' is no regular expression%s%s", kind, error != NULL ? ": " : "", error != NULL ? error->message : "");
  else
    g_hash_table_insert (self->checks.names, g_strdup (kind), g_regex_ref (pattern));
  g_clear_pointer (&pattern, g_regex_unref);
}

static void
read_naming (RetortSettings *self, JsonObject *naming)
{
  g_autoptr(GList) kinds = json_object_get_members (naming);

  for (GList *kind = kinds; kind != NULL; kind = kind->next)
    read_pattern (self, kind->data, json_object_get_member (naming, kind->data));
}

/* A run tried again for ever would hide what blocks it. */
#define MAX_LOCK_RETRIES 100

static void
read_run (RetortSettings *self, JsonObject *run)
{
  JsonNode *node = json_object_get_member (run, "lock_retries");

  if (node == NULL)
    return;
  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0
      && json_node_get_int (node) <= MAX_LOCK_RETRIES)
    self->lock_retries = (guint) json_node_get_int (node);
  else
    add_problem (self, "'lock_retries' is no number from 0 to %d", MAX_LOCK_RETRIES);
}

static void
read_accepted (RetortSettings *self, JsonObject *accepted)
{
  g_autoptr(GList) names = json_object_get_members (accepted);

  for (GList *name = names; name != NULL; name = name->next)
    {
      char *hash = dup_text_member (self, accepted, name->data);

      if (hash != NULL)
        g_hash_table_insert (self->accepted, g_strdup (name->data), hash);
    }
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
read_checklist_item (RetortSettings *self, JsonNode *node)
{
  RetortChecklistItem *item;
  char *text = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    text = dup_text_member (self, json_node_get_object (node), "text");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_dup_string (node);
  if (text == NULL)
    {
      add_problem (self, "an item of 'checklist' has no text");
      return;
    }
  item = g_new0 (RetortChecklistItem, 1);
  item->text = text;
  if (JSON_NODE_HOLDS_OBJECT (node))
    item->command = dup_text_member (self, json_node_get_object (node), "command");
  g_ptr_array_add (self->checklist, item);
}

static void
read_checklist (RetortSettings *self, JsonNode *node)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      add_problem (self, "'checklist' is not a list");
      return;
    }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    read_checklist_item (self, json_array_get_element (json_node_get_array (node), i));
}

static void
read_requirement (RetortSettings *self, JsonNode *node)
{
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    self->requires_checklist = json_node_get_boolean (node);
  else
    add_problem (self, "'require_checklist' is neither true nor false");
}

static void
read_root (RetortSettings *self, JsonObject *root)
{
  JsonObject *rules = get_object_member (self, root, "rules");
  JsonObject *naming = get_object_member (self, root, "naming");
  JsonObject *practice = get_object_member (self, root, "practice");
  JsonObject *accepted = get_object_member (self, root, "accepted");
  JsonObject *run = get_object_member (self, root, "run");

  self->name = dup_text_member (self, root, "name");
  self->planned = dup_text_member (self, root, "planned");
  if (rules != NULL)
    read_rules (self, rules);
  if (naming != NULL)
    read_naming (self, naming);
  if (run != NULL)
    read_run (self, run);
  if (accepted != NULL)
    read_accepted (self, accepted);
  if (json_object_has_member (root, "checklist"))
    read_checklist (self, json_object_get_member (root, "checklist"));
  if (json_object_has_member (root, "require_checklist"))
    read_requirement (self, json_object_get_member (root, "require_checklist"));
  if (practice != NULL)
    self->practice_revision = dup_text_member (self, practice, "revision");
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
add_error (RetortSettings *self, const GError *error)
{
  g_autofree char *reason = NULL;

  self->broken_line = retort_json_error_find_line (error, &reason);
  add_problem (self, "it cannot be read: %s", reason);
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
  g_autoptr(JsonNode) root_node = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (root != NULL, NULL);

  self->path = find_file (root);
  self->checks.severities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->checks.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_regex_unref);
  self->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->checklist = g_ptr_array_new_with_free_func (checklist_item_free);

  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    return self;

  root_node = retort_json_file_load (self->path, &error);
  if (root_node == NULL)
    add_error (self, error);
  else if (!JSON_NODE_HOLDS_OBJECT (root_node))
    add_problem (self, "it is not a JSON object");
  else
    read_root (self, json_node_get_object (root_node));

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
