/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand in retort.json, and what of a file is none of it: members that nobody reads, and values of another type. */
#include "engine/settings-problems.h"

#include "base/near-word.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_MEMBERS 16 /* of an object whose members are known */

typedef enum
{
  TEXT = 1 << 0,
  BOOLEAN = 1 << 1,
  OBJECT = 1 << 2,
  LIST = 1 << 3,
  TEXTS = 1 << 4, /* a list of texts, and of nothing else */
  ANY = 1 << 5,   /* whoever reads it says what it may be */
} Kind;

/* A member of an object; "*" stands for any name, and for any place in a list. */
typedef struct
{
  const char *parent; /* JSON pointer; "" for the whole */
  const char *name;
  Kind        kinds;
} Member;

static const Member members[] = {
  { "", "name", TEXT },
  { "", "planned", TEXT },
  { "", "practice", OBJECT },
  { "/practice", "revision", TEXT },
  { "", "rules", OBJECT },
  { "/rules", "*", ANY },
  { "", "naming", OBJECT },
  { "/naming", "*", ANY },
  { "", "accepted", OBJECT },
  { "/accepted", "*", TEXT },
  { "", "run", OBJECT },
  { "/run", "lock_retries", ANY },
  { "", "checklist", LIST },
  { "/checklist", "*", TEXT | OBJECT },
  { "/checklist/*", "text", TEXT },
  { "/checklist/*", "command", TEXT },
  { "", "require_checklist", BOOLEAN },
  { "", "commands", OBJECT },
  { "/commands", "*", TEXT | TEXTS | OBJECT },
  { "/commands/*", "run", TEXT | TEXTS },
  { "/commands/*", "folder", TEXT },
  { "/commands/*", "environment", OBJECT },
  { "/commands/*/environment", "*", TEXT },
  { "", "drizzle", OBJECT },
  { "/drizzle", "out", TEXT },
  { "/drizzle", "dialect", TEXT },
  { "/drizzle", "casing", TEXT },
  { "/drizzle", "schema", TEXT | TEXTS },
  { "/drizzle", "down_files", BOOLEAN },
  { "/drizzle", "migrations", OBJECT },
  { "/drizzle/migrations", "table", TEXT },
  { "/drizzle/migrations", "schema", TEXT },
  { "/drizzle", "dbCredentials", OBJECT },
  { "/drizzle/dbCredentials", "url", TEXT },
};

/**
 * retort_settings_problems_add: (skip)
 * @self: problems
 * @pointer: the JSON pointer of what it is about
 * @format: a sentence without its end, as printf() takes it
 * @...: what it takes
 *
 * Adds a problem with its line. Any thread.
 */
void
retort_settings_problems_add (const RetortSettingsProblems *self, const char *pointer, const char *format, ...)
{
  RetortSettingsProblem *problem = g_new0 (RetortSettingsProblem, 1);
  va_list arguments;

  va_start (arguments, format);
  problem->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  problem->line = self->places != NULL ? retort_json_places_find_line (self->places, pointer) : 0;
  g_ptr_array_add (self->list, problem);
}

/* As people name it: "run.lock_retries". */
static char *
dup_label (const char *pointer)
{
  GString *label = g_string_new (pointer + (*pointer == '/'));

  g_string_replace (label, "/", ".", 0);
  g_string_replace (label, "~1", "/", 0);
  g_string_replace (label, "~0", "~", 0);
  return g_string_free (label, FALSE);
}

static gboolean
is_text (JsonNode *node)
{
  return json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_list_of_texts (JsonNode *node)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!is_text (json_array_get_element (list, i)))
      return FALSE;
  return list != NULL;
}

static gboolean
is_of_kind (JsonNode *node, Kind kinds)
{
  return ((kinds & TEXT) != 0 && is_text (node)) || ((kinds & OBJECT) != 0 && JSON_NODE_HOLDS_OBJECT (node))
         || ((kinds & LIST) != 0 && JSON_NODE_HOLDS_ARRAY (node)) || ((kinds & TEXTS) != 0 && is_list_of_texts (node))
         || ((kinds & BOOLEAN) != 0 && json_node_get_value_type (node) == G_TYPE_BOOLEAN);
}

/* Every combination that a row of the table has. */
static char *
describe_wrong_type (Kind kinds, const char *label)
{
  switch ((guint) kinds)
    {
    case BOOLEAN:
      return g_strdup_printf (_("'%s' is neither true nor false"), label);
    case OBJECT:
      return g_strdup_printf (_("'%s' is not an object"), label);
    case LIST:
      return g_strdup_printf (_("'%s' is not a list"), label);
    case TEXT | TEXTS:
      return g_strdup_printf (_("'%s' is neither a text nor a list of texts"), label);
    case TEXT | OBJECT:
      return g_strdup_printf (_("'%s' is neither a text nor an object"), label);
    case TEXT | TEXTS | OBJECT:
      return g_strdup_printf (_("'%s' is neither a text nor a list of texts nor an object"), label);
    default:
      return g_strdup_printf (_("'%s' is not a text"), label);
    }
}

static void
add_wrong_type (const RetortSettingsProblems *self, const char *pointer, Kind kinds)
{
  g_autofree char *label = dup_label (pointer);
  g_autofree char *text = describe_wrong_type (kinds, label);

  retort_settings_problems_add (self, pointer, "%s", text);
}

/* the names that an object may have, NULL at the end */
static void
list_names (const char *pattern, const char **names)
{
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (members) && n + 1 < MAX_MEMBERS; i++)
    if (g_str_equal (members[i].parent, pattern))
      names[n++] = members[i].name;
  names[n] = NULL;
}

static void
add_unknown (const RetortSettingsProblems *self, const char *pattern, const char *pointer, const char *name)
{
  const char *names[MAX_MEMBERS];
  g_autofree char *label = dup_label (pointer);
  g_autofree char *known = NULL;
  const char *near = NULL;

  list_names (pattern, names);
  near = retort_near_word_find (name, names);
  known = g_strjoinv (", ", (GStrv) names);
  if (near != NULL)
    retort_settings_problems_add (self, pointer, _("there is no setting '%s'; did you mean '%s'?"), label, near);
  else
    retort_settings_problems_add (self, pointer, _("there is no setting '%s'; here can stand: %s"), label, known);
}

static const Member *
find_member (const char *pattern, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (members[i].parent, pattern) && (g_str_equal (members[i].name, name) || g_str_equal (members[i].name, "*")))
      return &members[i];
  return NULL;
}

static void check_members (const RetortSettingsProblems *self, JsonNode *node, const char *pattern, const char *pointer);

/* @pattern and @pointer are those of what holds it. */
static void
check_member (const RetortSettingsProblems *self, JsonNode *node, const char *name, const char *pattern, const char *pointer)
{
  const Member *member = find_member (pattern, name);
  g_autofree char *own = retort_json_places_dup_pointer (pointer, name);
  g_autofree char *own_pattern = member != NULL ? g_strconcat (pattern, "/", member->name, NULL) : NULL;

  if (member == NULL)
    add_unknown (self, pattern, own, name);
  else if ((member->kinds & ANY) != 0)
    return;
  else if (!is_of_kind (node, member->kinds))
    add_wrong_type (self, own, member->kinds);
  else if (JSON_NODE_HOLDS_OBJECT (node) || (member->kinds & LIST) != 0)
    check_members (self, node, own_pattern, own);
}

/* Editors look for the schema of the file in "$schema". */
static void
check_members (const RetortSettingsProblems *self, JsonNode *node, const char *pattern, const char *pointer)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    if (*pattern != '\0' || !g_str_equal (name->data, "$schema"))
      check_member (self, json_object_get_member (object, name->data), name->data, pattern, pointer);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      check_member (self, json_array_get_element (list, i), name, pattern, pointer);
    }
}

/**
 * retort_settings_problems_check_shape: (skip)
 * @self: problems
 * @root: an object, what retort.json holds
 *
 * Adds a problem for each member that nothing reads, that is of another type than it is read as, or that stands there twice. What needs
 * more than that (ids of rules, patterns, numbers) is told by whoever reads it. Any thread.
 */
void
retort_settings_problems_check_shape (const RetortSettingsProblems *self, JsonNode *root)
{
  check_members (self, root, "", "");
  for (guint i = 0; self->places != NULL && i < self->places->repeated->len; i++)
    {
      const char *pointer = g_ptr_array_index (self->places->repeated, i);
      g_autofree char *label = dup_label (pointer);

      retort_settings_problems_add (self, pointer, _("'%s' stands here twice; the last one counts"), label);
    }
}
