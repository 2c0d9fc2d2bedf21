/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transaction holds already is left out. Indexes have a member of their own: who waits, waits for their table. */
#include "report/lock-report.h"

#include "report/json-private.h"

#include <string.h>

static char *
dup_name (const RetortRelationEffect *effect)
{
  return effect->schema != NULL ? g_strdup_printf ("%s.%s", effect->schema, effect->name) : g_strdup (effect->name);
}

static JsonObject *
object_of_levels (const RetortLocks *locks, gboolean of_indexes)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; locks->error == NULL && i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);
      g_autofree char *name = dup_name (effect);

      if ((effect->kind == RETORT_LOCKED_INDEX) == of_indexes && !effect->is_held)
        json_object_set_string_member (object, name, retort_lock_level_to_string (effect->level));
    }
  return object;
}

typedef gboolean (*Wanted) (const RetortRelationEffect *effect);

static gboolean
is_rewritten (const RetortRelationEffect *effect)
{
  return effect->rewrites;
}

static gboolean
is_scanned (const RetortRelationEffect *effect)
{
  return effect->scans;
}

static JsonArray *
array_of_names (const RetortLocks *locks, Wanted wanted)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; locks->error == NULL && i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);
      g_autofree char *name = dup_name (effect);

      if (wanted (effect))
        json_array_add_string_element (array, name);
    }
  return array;
}

static JsonArray *
array_of_built (const RetortLocks *locks)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; locks->error == NULL && i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);

      if (effect->builds)
        json_array_add_string_element (array, effect->name);
    }
  return array;
}

static JsonObject *
object_of_reasons (const RetortLocks *locks)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; locks->error == NULL && i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);
      g_autofree char *name = dup_name (effect);

      if (effect->reason != NULL)
        json_object_set_string_member (object, name, effect->reason);
    }
  return object;
}

static JsonObject *
object_of_statement (const RetortLockedStatement *statement)
{
  const RetortLocks *locks = statement->locks;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sql", statement->sql);
  json_object_set_int_member (object, "line", statement->position.line);
  json_object_set_object_member (object, "locks", object_of_levels (locks, FALSE));
  json_object_set_object_member (object, "index_locks", object_of_levels (locks, TRUE));
  json_object_set_array_member (object, "rewrites", array_of_names (locks, is_rewritten));
  json_object_set_array_member (object, "scans", array_of_names (locks, is_scanned));
  json_object_set_array_member (object, "builds", array_of_built (locks));
  json_object_set_object_member (object, "reasons", object_of_reasons (locks));
  json_object_set_boolean_member (object, "needs_no_transaction", locks->needs_no_transaction);
  retort_json_set_text (object, "error", locks->error);
  retort_json_set_text (object, "unsure", locks->unsure);
  return object;
}

/**
 * retort_lock_report_to_json:
 * @statements: (element-type RetortLockedStatement): of a script
 *
 * Returns: (transfer full): the document of `check --locks`
 */
JsonNode *
retort_lock_report_to_json (GPtrArray *statements)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < statements->len; i++)
    json_array_add_object_element (array, object_of_statement (g_ptr_array_index (statements, i)));
  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "statements", array);
  return retort_json_node_of_object (object);
}

static void
append_effect (GString *text, const RetortRelationEffect *effect)
{
  g_autofree char *name = dup_name (effect);
  const char *what = effect->builds ? "built" : effect->rewrites ? "rewritten" : effect->scans ? "read whole" : "";

  if (effect->is_held && what[0] == '\0')
    return;
  g_string_append_printf (text, "    %-24s %s%s%s", retort_lock_level_to_string (effect->level), name, what[0] != '\0' ? "  " : "", what);
  if (effect->reason != NULL)
    g_string_append_printf (text, ": %s", effect->reason);
  g_string_append_c (text, '\n');
}

static void
append_statement (GString *text, const RetortLockedStatement *statement)
{
  const RetortLocks *locks = statement->locks;
  g_autofree char *first = g_strndup (statement->sql, strcspn (statement->sql, "\n"));

  g_string_append_printf (text, "%u: %s\n", statement->position.line, first);
  if (locks->error != NULL)
    g_string_append_printf (text, "    ERROR %s\n", locks->error);
  for (guint i = 0; locks->error == NULL && i < locks->relations->len; i++)
    append_effect (text, g_ptr_array_index (locks->relations, i));
  if (locks->unsure != NULL)
    g_string_append_printf (text, "    maybe more: %s\n", locks->unsure);
}

/**
 * retort_lock_report_to_text:
 * @statements: (element-type RetortLockedStatement): of a script
 *
 * Returns: (transfer full): each statement with what it does, for people
 */
char *
retort_lock_report_to_text (GPtrArray *statements)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < statements->len; i++)
    append_statement (text, g_ptr_array_index (statements, i));
  return g_string_free (text, FALSE);
}
