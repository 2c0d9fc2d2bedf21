/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/rehearsal-text.h"

#include "report/finding-text.h"
#include "report/json-private.h"
#include "report/plan-text.h"

/* A statement is cut to this in the text. */
#define MAX_SQL_CHARS 100
/* Revisions that were replayed loosely are named up to so many. */
#define MOST_NAMED 8

/* --- For people --- */

static char *
dup_effects (const char *lock, gboolean rewrites, gboolean scans)
{
  GString *text = g_string_new (lock);

  if (rewrites)
    g_string_append_printf (text, "%srewrite", text->len > 0 ? ", " : "");
  else if (scans)
    g_string_append_printf (text, "%sread whole", text->len > 0 ? ", " : "");
  return g_string_free (text, FALSE);
}

/**
 * retort_rehearsed_relation_to_text:
 * @relation: what a statement did to a relation
 * @saw_locks: its locks could be seen
 *
 * Returns: (transfer full): what was seen, beside what was foretold where the two differ
 */
char *
retort_rehearsed_relation_to_text (const RetortRehearsedRelation *relation, gboolean saw_locks)
{
  g_autofree char *seen = dup_effects (relation->observed_lock, relation->observed_rewrite, relation->observed_scan);
  g_autofree char *foretold = dup_effects (relation->predicted_lock, relation->predicted_rewrite, relation->predicted_scan);

  if (!saw_locks)
    return g_strdup_printf ("%s: %s%s", relation->name, *foretold != '\0' ? foretold : "nothing",
                            relation->is_as_predicted ? " foretold; locks outside a transaction are not seen" : " foretold, but the file was another");
  if (relation->is_as_predicted)
    return g_strdup_printf ("%s: %s", relation->name, seen);
  return g_strdup_printf ("%s: %s (foretold: %s)", relation->name, *seen != '\0' ? seen : "nothing", *foretold != '\0' ? foretold : "nothing");
}

/**
 * retort_leftover_to_text:
 * @leftover: what a downgrade leaves behind
 *
 * Returns: (transfer full): which lines it is about, a clause
 */
char *
retort_leftover_to_text (const RetortLeftover *leftover)
{
  g_autofree char *made = leftover->made_line > 0 ? g_strdup_printf ("; line %u made it", leftover->made_line) : g_strdup ("");

  if (leftover->line > 0)
    return g_strdup_printf ("line %u should have undone it%s", leftover->line, made);
  return g_strdup_printf ("no line of the downgrade is about it%s", made);
}

/**
 * retort_rehearsal_dup_place:
 * @rehearsal: a rehearsal
 *
 * Returns: (transfer full): where it took place, a clause
 */
char *
retort_rehearsal_dup_place (const RetortRehearsal *rehearsal)
{
  g_autofree char *from = rehearsal->from[0] != NULL ? g_strjoinv (", ", rehearsal->from) : g_strdup ("base");
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, "PostgreSQL %d.%d", rehearsal->server_version / 10000, rehearsal->server_version % 10000);
  if (rehearsal->target_version != 0 && rehearsal->target_version / 10000 != rehearsal->server_version / 10000)
    g_string_append_printf (text, " (the target is PostgreSQL %d)", rehearsal->target_version / 10000);
  if (rehearsal->source == RETORT_REHEARSAL_OF_TARGET)
    g_string_append_printf (text, ", the target's structure at %s", from);
  else
    g_string_append_printf (text, ", from %s, %u revision%s replayed", from, rehearsal->n_replayed, rehearsal->n_replayed == 1 ? "" : "s");
  return g_strdup (text->str);
}

static char *
dup_short (const char *sql)
{
  g_auto(GStrv) words = g_strsplit_set (sql, " \n\t", -1);
  g_autoptr(GString) line = g_string_new (NULL);

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  if (g_utf8_strlen (line->str, -1) > MAX_SQL_CHARS)
    {
      g_autofree char *cut = g_utf8_substring (line->str, 0, MAX_SQL_CHARS - 1);

      return g_strconcat (cut, "…", NULL);
    }
  return g_strdup (line->str);
}

static void
append_statement (GString *text, const RetortRehearsedStatement *statement)
{
  g_autofree char *sql = dup_short (statement->sql);
  g_autofree char *place = statement->line > 0 ? g_strdup_printf (" line %u", statement->line) : g_strdup ("");

  g_string_append_printf (text, "    %-8s%s  %.1f ms  %s\n", retort_rehearsal_pass_to_string (statement->pass), place,
                          (double) statement->elapsed_us / 1000, sql);
  for (guint i = 0; i < statement->relations->len; i++)
    {
      g_autofree char *relation = retort_rehearsed_relation_to_text (g_ptr_array_index (statement->relations, i), statement->saw_locks);

      g_string_append_printf (text, "             %s\n", relation);
    }
  if (statement->unsure != NULL)
    g_string_append_printf (text, "             not sure: %s\n", statement->unsure);
}

static const char *
get_colour (const RetortRehearsalStep *step)
{
  if (step->failure != NULL)
    return "\033[31m";
  switch (step->reversibility)
    {
    case RETORT_REVERSIBLE_NO:
      return "\033[31m";
    case RETORT_REVERSIBLE_STRUCTURE:
      return "\033[33m";
    case RETORT_REVERSIBLE_PROVED:
      return "\033[32m";
    }
  return "";
}

static void
append_step (GString *text, const RetortRehearsalStep *step, const char *base, gboolean colour)
{
  const char *path = retort_revision_get_path (step->revision);

  g_string_append_printf (text, "\n%s  %s\n", retort_revision_get_id (step->revision), retort_revision_get_caption (step->revision));
  if (path != NULL)
    g_string_append_printf (text, "    %s\n", retort_path_under (path, base));
  if (step->untried != NULL)
    g_string_append_printf (text, "    not tried: %s\n", step->untried);
  else if (step->failure != NULL)
    g_string_append_printf (text, "    %sdoes not go through: %s%s\n", colour ? get_colour (step) : "", step->failure, colour ? "\033[0m" : "");
  else
    g_string_append_printf (text, "    %sreversible: %s%s\n", colour ? get_colour (step) : "",
                            retort_reversibility_to_string (step->reversibility), colour ? "\033[0m" : "");
  for (guint i = 0; i < step->leftovers->len; i++)
    {
      const RetortLeftover *leftover = g_ptr_array_index (step->leftovers, i);
      g_autofree char *where = retort_leftover_to_text (leftover);

      g_string_append_printf (text, "    - %s: %s\n", leftover->text, where);
    }
  for (guint i = 0; i < step->reasons->len; i++)
    g_string_append_printf (text, "    - %s\n", (char *) g_ptr_array_index (step->reasons, i));
  for (guint i = 0; i < step->statements->len; i++)
    append_statement (text, g_ptr_array_index (step->statements, i));
}

static void
append_loose (GString *text, GPtrArray *loose)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *list = NULL;

  if (loose->len == 0)
    return;
  for (guint i = 0; i < MIN (loose->len, MOST_NAMED); i++)
    g_ptr_array_add (ids, g_ptr_array_index (loose, i));
  g_ptr_array_add (ids, NULL);
  list = g_strjoinv (", ", (GStrv) ids->pdata);
  g_string_append_printf (text, "%u revision%s applied only as far as understood: %s%s\n", loose->len, loose->len == 1 ? " was" : "s were", list,
                          loose->len > MOST_NAMED ? ", …" : "");
}

/**
 * retort_rehearsal_to_text:
 * @rehearsal: a rehearsal
 * @base: (nullable): paths under it are told relative to it
 * @colour: with escape sequences for terminals
 *
 * Returns: (transfer full): all that was seen, for people
 */
char *
retort_rehearsal_to_text (RetortRehearsal *rehearsal, const char *base, gboolean colour)
{
  GString *text = g_string_new (NULL);
  g_autofree char *place = retort_rehearsal_dup_place (rehearsal);
  g_autofree char *elapsed = retort_duration_to_text (rehearsal->elapsed_us);

  if (rehearsal->steps->len == 0)
    {
      g_string_append (text, "nothing to rehearse\n");
      return g_string_free (text, FALSE);
    }
  g_string_append_printf (text, "rehearsed %u revision%s up, down and up again: %s, %s\n", rehearsal->steps->len,
                          rehearsal->steps->len == 1 ? "" : "s", place, elapsed);
  if (rehearsal->source_reason != NULL)
    g_string_append_printf (text, "the history could not be replayed: %s\n", rehearsal->source_reason);
  for (guint i = 0; i < rehearsal->remarks->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (rehearsal->remarks, i));
  append_loose (text, rehearsal->loose);
  for (guint i = 0; i < rehearsal->steps->len; i++)
    append_step (text, g_ptr_array_index (rehearsal->steps, i), base, colour);
  if (rehearsal->stopped != NULL)
    g_string_append_printf (text, "\nwhat follows was not tried: %s\n", rehearsal->stopped);
  return g_string_free (text, FALSE);
}

/* --- JSON --- */

static JsonObject *
object_of_relation (const RetortRehearsedRelation *relation)
{
  JsonObject *object = json_object_new ();
  JsonObject *foretold = json_object_new ();
  JsonObject *seen = json_object_new ();

  retort_json_set_text (foretold, "lock", relation->predicted_lock);
  json_object_set_boolean_member (foretold, "rewrites", relation->predicted_rewrite);
  json_object_set_boolean_member (foretold, "scans", relation->predicted_scan);
  retort_json_set_text (seen, "lock", relation->observed_lock);
  json_object_set_boolean_member (seen, "rewrites", relation->observed_rewrite);
  json_object_set_boolean_member (seen, "scans", relation->observed_scan);
  json_object_set_string_member (object, "relation", relation->name);
  json_object_set_object_member (object, "predicted", foretold);
  json_object_set_object_member (object, "observed", seen);
  json_object_set_boolean_member (object, "as_predicted", relation->is_as_predicted);
  return object;
}

static JsonObject *
object_of_statement (const RetortRehearsedStatement *statement)
{
  JsonObject *object = json_object_new ();
  JsonArray *relations = json_array_new ();

  for (guint i = 0; i < statement->relations->len; i++)
    json_array_add_object_element (relations, object_of_relation (g_ptr_array_index (statement->relations, i)));
  json_object_set_string_member (object, "pass", retort_rehearsal_pass_to_string (statement->pass));
  json_object_set_string_member (object, "sql", statement->sql);
  json_object_set_int_member (object, "line", statement->line);
  json_object_set_int_member (object, "elapsed_us", statement->elapsed_us);
  json_object_set_int_member (object, "rows", statement->n_rows);
  json_object_set_boolean_member (object, "saw_locks", statement->saw_locks);
  retort_json_set_text (object, "unsure", statement->unsure);
  json_object_set_array_member (object, "relations", relations);
  return object;
}

static JsonArray *
array_of_leftovers (GPtrArray *leftovers)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < leftovers->len; i++)
    {
      const RetortLeftover *leftover = g_ptr_array_index (leftovers, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "text", leftover->text);
      json_object_set_int_member (object, "line", leftover->line);
      json_object_set_int_member (object, "made_line", leftover->made_line);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
object_of_step (const RetortRehearsalStep *step)
{
  JsonObject *object = json_object_new ();
  JsonArray *reasons = json_array_new ();
  JsonArray *statements = json_array_new ();

  for (guint i = 0; i < step->reasons->len; i++)
    json_array_add_string_element (reasons, g_ptr_array_index (step->reasons, i));
  for (guint i = 0; i < step->statements->len; i++)
    json_array_add_object_element (statements, object_of_statement (g_ptr_array_index (step->statements, i)));
  json_object_set_string_member (object, "revision", retort_revision_get_id (step->revision));
  retort_json_set_text (object, "file", retort_revision_get_path (step->revision));
  json_object_set_string_member (object, "reversible", retort_reversibility_to_string (step->reversibility));
  retort_json_set_text (object, "failure", step->failure);
  retort_json_set_text (object, "untried", step->untried);
  json_object_set_array_member (object, "reasons", reasons);
  json_object_set_array_member (object, "leftovers", array_of_leftovers (step->leftovers));
  json_object_set_array_member (object, "statements", statements);
  return object;
}

/**
 * retort_json_of_rehearsal:
 * @rehearsal: a rehearsal
 *
 * Returns: (transfer full): the document of `rehearse`
 */
JsonNode *
retort_json_of_rehearsal (RetortRehearsal *rehearsal)
{
  JsonObject *object = json_object_new ();
  JsonArray *steps = json_array_new ();
  JsonArray *loose = json_array_new ();
  JsonArray *remarks = json_array_new ();

  for (guint i = 0; i < rehearsal->loose->len; i++)
    json_array_add_string_element (loose, g_ptr_array_index (rehearsal->loose, i));
  for (guint i = 0; i < rehearsal->remarks->len; i++)
    json_array_add_string_element (remarks, g_ptr_array_index (rehearsal->remarks, i));
  for (guint i = 0; i < rehearsal->steps->len; i++)
    json_array_add_object_element (steps, object_of_step (g_ptr_array_index (rehearsal->steps, i)));
  json_object_set_int_member (object, "format", 1);
  json_object_set_string_member (object, "source", rehearsal->source == RETORT_REHEARSAL_OF_TARGET ? "target" : "history");
  retort_json_set_text (object, "source_reason", rehearsal->source_reason);
  json_object_set_int_member (object, "server_version", rehearsal->server_version);
  json_object_set_int_member (object, "replayed", rehearsal->n_replayed);
  json_object_set_array_member (object, "loose", loose);
  json_object_set_array_member (object, "remarks", remarks);
  retort_json_set_words (object, "from", (const char *const *) rehearsal->from);
  json_object_set_array_member (object, "steps", steps);
  retort_json_set_text (object, "stopped", rehearsal->stopped);
  json_object_set_int_member (object, "elapsed_us", rehearsal->elapsed_us);
  return retort_json_node_of_object (object);
}
