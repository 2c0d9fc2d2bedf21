/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random histories against Alembic itself (revision-map-oracle.py): heads, order, labels, paths,
 * symbols and errors agree each time. The seed is GLib's: run with --seed to repeat a failure. */
#include "oracle.h"

#include "analysis/history/path.h"
#include "analysis/history/stamp.h"

#include <string.h>

/* With "-m slow" a long run. */
#define N_HISTORIES (g_test_slow () ? 20000 : 600)

static char *
join_revisions (GPtrArray *revisions)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < revisions->len; i++)
    g_string_append_printf (joined, "%s ",
                            retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return g_string_free (joined, FALSE);
}

static void
assert_revisions (GPtrArray *found, JsonObject *object, const char *member)
{
  g_autofree char *ours = join_revisions (found);
  g_autofree char *theirs = oracle_join_member (object, member);

  g_assert_cmpstr (ours, ==, theirs);
  g_ptr_array_unref (found);
}

static void
check_broken (const RetortHistory *history, const char *message)
{
  static const char *const no_rows[] = { NULL };
  GPtrArray *problems = retort_history_get_problems (history);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) path = NULL;
  g_autoptr(GPtrArray) all = retort_history_list_newest_first (history);
  gboolean is_found = message[0] == '\0';

  g_assert_cmpuint (problems->len, >, 0);
  for (guint i = 0; i < problems->len; i++)
    {
      const RetortHistoryProblem *problem = g_ptr_array_index (problems, i);

      is_found |= g_str_equal (problem->message, message);
    }
  if (!is_found)
    g_error ("Alembic says: %s", message);

  path = retort_history_path_up (history, "heads", no_rows, &error);
  g_assert_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_BROKEN);
  g_assert_null (path);
  g_assert_cmpuint (all->len, ==, retort_history_get_n_revisions (history));
}

static void
check_nodes (const RetortHistory *history, JsonArray *nodes)
{
  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonObject *node = json_array_get_object_element (nodes, i);
      const char *id = json_object_get_string_member (node, "id");
      g_autoptr(GPtrArray) labels = retort_history_list_labels (history, id);
      g_autofree char *theirs = oracle_join_member (node, "labels");
      g_autoptr(GString) ours = g_string_new (NULL);

      for (guint j = 0; j < labels->len; j++)
        g_string_append_printf (ours, "%s ", (const char *) g_ptr_array_index (labels, j));
      g_assert_cmpstr (ours->str, ==, theirs);
      assert_revisions (retort_history_list_normalized_down (history, id), node, "down");
    }
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
check_current (const RetortHistory *history, JsonObject *graph)
{
  g_auto(GStrv) rows = oracle_get_strings (graph, "rows");
  g_autofree char *theirs = oracle_join_member (graph, "current");
  g_autoptr(GHashTable) states = retort_history_states (history, (const char *const *) rows);
  g_autoptr(GPtrArray) current = g_ptr_array_new ();
  g_autoptr(GString) ours = g_string_new (NULL);
  GHashTableIter iter;
  gpointer id;
  gpointer state;

  g_hash_table_iter_init (&iter, states);
  while (g_hash_table_iter_next (&iter, &id, &state))
    if (GPOINTER_TO_INT (state) == RETORT_REVISION_STATE_CURRENT)
      g_ptr_array_add (current, id);
  g_ptr_array_sort (current, compare_strings);
  for (guint i = 0; i < current->len; i++)
    g_string_append_printf (ours, "%s ", (const char *) g_ptr_array_index (current, i));
  g_assert_cmpstr (ours->str, ==, theirs);
}

/* What each step takes and gives, as the oracle writes it. */
static char *
join_stamp (GPtrArray *steps)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const RetortStampStep *step = g_ptr_array_index (steps, i);
      g_autofree char *from = g_strjoinv (",", step->from);

      g_string_append_printf (joined, "%s>%s ", from, step->to != NULL ? step->to : "");
    }
  return g_string_free (joined, FALSE);
}

static void
check_stamp (const RetortHistory *history, JsonObject *question)
{
  g_auto(GStrv) symbols = g_strsplit (json_object_get_string_member (question, "symbol"), " ", -1);
  g_auto(GStrv) rows = oracle_get_strings (question, "rows");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) steps = retort_history_stamp (history, (const char *const *) symbols, (const char *const *) rows, &error);

  g_assert_true ((steps == NULL) == (error != NULL));
  if (json_object_has_member (question, "answer"))
    {
      g_autofree char *theirs = oracle_join_member (question, "answer");
      g_autofree char *ours = NULL;

      g_assert_no_error (error);
      ours = join_stamp (steps);
      g_assert_cmpstr (ours, ==, theirs);
      return;
    }
  g_assert_nonnull (error);
  if (json_object_has_member (question, "error"))
    g_assert_cmpstr (error->message, ==, json_object_get_string_member (question, "error"));
}

static GPtrArray *
answer (const RetortHistory *history, JsonObject *question, GError **error)
{
  const char *kind = json_object_get_string_member (question, "kind");
  const char *symbol = json_object_get_string_member (question, "symbol");
  g_auto(GStrv) rows = oracle_get_strings (question, "rows");

  if (g_str_equal (kind, "upgrade"))
    return retort_history_path_up (history, symbol, (const char *const *) rows, error);
  if (g_str_equal (kind, "downgrade"))
    return retort_history_path_down (history, symbol, (const char *const *) rows, error);
  if (g_str_equal (kind, "current"))
    return retort_history_resolve_range (history, symbol, (const char *const *) rows, error);
  if (g_str_equal (kind, "range"))
    return retort_history_resolve_range (history, symbol, NULL, error);
  return retort_history_resolve (history, symbol, NULL, error);
}

/* Of several ends that overlap Alembic names those that it happens to meet first. In a range whose
 * ends are both relative its words are about a third symbol that nobody typed. */
static void
assert_same_words (const char *kind, const char *ours, const char *theirs)
{
  if (strstr (theirs, "overlaps with") == NULL && !g_str_equal (kind, "range")
      && !g_str_equal (kind, "current"))
    g_assert_cmpstr (ours, ==, theirs);
}

static void
check_question (const RetortHistory *history, JsonObject *question)
{
  const char *kind = json_object_get_string_member (question, "kind");
  g_autoptr(GError) error = NULL;
  GPtrArray *found = NULL;

  if (g_str_equal (kind, "stamp"))
    {
      check_stamp (history, question);
      return;
    }
  found = answer (history, question, &error);
  if (g_test_verbose ())
    g_test_message ("%s %s: %s", kind, json_object_get_string_member (question, "symbol"),
                    error != NULL ? error->message : "found");
  g_assert_true ((found == NULL) == (error != NULL));
  if (json_object_has_member (question, "answer"))
    {
      g_assert_no_error (error);
      assert_revisions (g_steal_pointer (&found), question, "answer");
    }
  else if (json_object_has_member (question, "error"))
    {
      g_assert_nonnull (error);
      assert_same_words (kind, error->message, json_object_get_string_member (question, "error"));
    }
  else if (!g_str_equal (kind, "range") && !g_str_equal (kind, "current"))
    {
      g_assert_nonnull (error); /* Where Alembic fails an assertion, we fail too. */
    }
  g_clear_pointer (&found, g_ptr_array_unref);
}

static void
check_history (JsonObject *graph, gpointer data)
{
  g_autoptr(GPtrArray) revisions = oracle_make_revisions (graph);
  g_autoptr(RetortHistory) history = retort_history_new (revisions);
  JsonArray *questions;

  if (!json_object_get_null_member (graph, "broken"))
    {
      check_broken (history, json_object_get_string_member (graph, "broken"));
      return;
    }
  g_assert_cmpuint (retort_history_get_problems (history)->len, ==, 0);
  assert_revisions (retort_history_list_heads (history), graph, "heads");
  assert_revisions (retort_history_list_real_heads (history), graph, "real_heads");
  assert_revisions (retort_history_list_bases (history), graph, "bases");
  assert_revisions (retort_history_list_newest_first (history), graph, "order");
  check_nodes (history, json_object_get_array_member (graph, "nodes"));
  if (json_object_has_member (graph, "rows"))
    check_current (history, graph);

  questions = json_object_get_array_member (graph, "questions");
  for (guint i = 0; i < json_array_get_length (questions); i++)
    check_question (history, json_array_get_object_element (questions, i));
}

static void
test_against_alembic (void)
{
  oracle_run (N_HISTORIES, check_history, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/history/against-alembic", test_against_alembic);
  return g_test_run ();
}
