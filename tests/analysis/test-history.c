/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the differential test cannot ask Alembic: problems, states, size. */
#include "analysis/history/path.h"

#include "graph.h"

static char *
join (GPtrArray *revisions)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < revisions->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "",
                            retort_revision_get_id (g_ptr_array_index (revisions, i)));
  g_ptr_array_unref (revisions);
  return g_string_free (joined, FALSE);
}

static void
test_neighbours (void)
{
  g_autoptr(RetortHistory) history = graph_parse ("a b:a c:a#side d:b,c e:d/c f/side");
  g_autofree char *next = join (retort_history_list_next (history, "a"));
  g_autofree char *down = join (retort_history_list_normalized_down (history, "f"));

  g_assert_cmpstr (next, ==, "b c");
  g_assert_cmpstr (down, ==, "c");
  g_assert_true (retort_history_is_branchpoint (history, "a"));
  g_assert_false (retort_history_is_branchpoint (history, "c"));
  g_assert_true (retort_history_is_ancestor (history, "a", "f"));
  g_assert_true (retort_history_is_ancestor (history, "f", "f"));
  g_assert_false (retort_history_is_ancestor (history, "b", "f"));
  g_assert_null (retort_history_find (history, "side"));
  g_assert_nonnull (retort_history_find (history, "c"));
}

typedef struct
{
  const char *graph;
  RetortHistoryProblemKind kind;
  const char *revision;
  const char *name;
  const char *message;
} ProblemCase;

static void
test_problems (void)
{
  static const ProblemCase cases[] = {
    { "a a-1:a", RETORT_HISTORY_PROBLEM_INVALID_ID, "a-1", "-",
      "Character(s) '-' not allowed in revision identifier 'a-1'" },
    { "a b:a a", RETORT_HISTORY_PROBLEM_DUPLICATE_ID, "a", "a",
      "Revision a is present more than once" },
    { "a b:nope", RETORT_HISTORY_PROBLEM_UNKNOWN_DOWN, "b", "nope",
      "Revision nope referenced from b is not present" },
    { "a#x b:x", RETORT_HISTORY_PROBLEM_UNKNOWN_DOWN, "b", "x",
      "Revision x referenced from b is not present" },
    { "a b:a/zz", RETORT_HISTORY_PROBLEM_UNKNOWN_DEPENDENCY, "b", "zz",
      "Revision zz referenced from b is not present" },
    { "a#x b:a#x", RETORT_HISTORY_PROBLEM_DUPLICATE_LABEL, "b", "x",
      "Branch name 'x' in revision b already used by revision a" },
    { "a b:b", RETORT_HISTORY_PROBLEM_CYCLE, "b", NULL, "Self-loop is detected in revisions (b)" },
    { "a:b b:a", RETORT_HISTORY_PROBLEM_CYCLE, "a", NULL, "Cycle is detected in revisions (a, b)" },
    { "a/b b/a c", RETORT_HISTORY_PROBLEM_CYCLE, "a", NULL,
      "Dependency cycle is detected in revisions (a, b)" },
    { "a b:a,c c:b d:c", RETORT_HISTORY_PROBLEM_CYCLE, "b", NULL,
      "Cycle is detected in revisions (b, c)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortHistory) history = graph_parse (cases[i].graph);
      GPtrArray *problems = retort_history_get_problems (history);
      g_autoptr(GPtrArray) all = retort_history_list_newest_first (history);
      const RetortHistoryProblem *problem;

      g_assert_cmpuint (problems->len, ==, 1);
      problem = g_ptr_array_index (problems, 0);
      g_assert_cmpint (problem->kind, ==, cases[i].kind);
      g_assert_cmpstr (retort_revision_get_id (problem->revision), ==, cases[i].revision);
      g_assert_cmpstr (problem->name, ==, cases[i].name);
      g_assert_cmpstr (problem->message, ==, cases[i].message);
      g_assert_cmpuint (all->len, ==, retort_history_get_n_revisions (history));
    }
}

static void
assert_state (GHashTable *states, const char *id, RetortRevisionState state)
{
  gpointer value = NULL;

  g_assert_true (g_hash_table_lookup_extended (states, id, NULL, &value));
  g_assert_cmpint (GPOINTER_TO_INT (value), ==, state);
}

static void
test_states (void)
{
  static const char *const rows[] = { "d", NULL };
  static const char *const with_ghost[] = { "d", "gone", NULL };
  g_autoptr(RetortHistory) history = graph_parse ("a b:a x y:x c:b d:b/x");
  g_autoptr(GHashTable) states = retort_history_states (history, rows);
  g_autoptr(GHashTable) uncertain = retort_history_states (history, with_ghost);
  g_autoptr(GHashTable) nothing = retort_history_states (history, NULL);

  assert_state (states, "a", RETORT_REVISION_STATE_APPLIED);
  assert_state (states, "d", RETORT_REVISION_STATE_CURRENT);
  assert_state (states, "x", RETORT_REVISION_STATE_CURRENT);
  assert_state (states, "y", RETORT_REVISION_STATE_PENDING);
  assert_state (states, "c", RETORT_REVISION_STATE_PENDING);
  /* What the ghost stands on may be one of them. */
  assert_state (uncertain, "gone", RETORT_REVISION_STATE_UNKNOWN);
  assert_state (uncertain, "d", RETORT_REVISION_STATE_CURRENT);
  assert_state (uncertain, "c", RETORT_REVISION_STATE_NONE);
  assert_state (nothing, "a", RETORT_REVISION_STATE_NONE);
}

static void
test_current_and_ranges (void)
{
  static const char *const rows[] = { "c", NULL };
  g_autoptr(RetortHistory) history = graph_parse ("a b:a c:b d:c e:d");
  g_autoptr(GError) error = NULL;
  g_autofree char *current = join (retort_history_resolve (history, "current", rows, NULL));
  g_autofree char *up = join (retort_history_resolve (history, "+1", rows, NULL));
  g_autofree char *down = join (retort_history_resolve (history, "-1", rows, NULL));
  g_autofree char *pending = join (retort_history_resolve_range (history, "current:", rows, NULL));
  g_autofree char *all = join (retort_history_resolve_range (history, NULL, NULL, NULL));
  GPtrArray *unknown = retort_history_resolve_range (history, "current:", NULL, &error);

  g_assert_cmpstr (current, ==, "c");
  g_assert_cmpstr (up, ==, "d");
  g_assert_cmpstr (down, ==, "b");
  g_assert_cmpstr (pending, ==, "e d c");
  g_assert_cmpstr (all, ==, "e d c b a");
  g_assert_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_UNKNOWN);
  g_assert_null (unknown);
}

/* Ten thousand revisions, every fifth one a merge of a side line, are no reason to wait. */
static void
test_ten_thousand (void)
{
  static const char *const no_rows[] = { NULL };
  g_autoptr(GString) text = g_string_new ("0");
  g_autoptr(RetortHistory) history = NULL;
  g_autoptr(GPtrArray) path = NULL;
  gint64 start;

  for (int i = 1; i < 10000; i++)
    {
      if (i % 5 == 4)
        g_string_append_printf (text, " %d:%d,%d", i, i - 1, i - 2);
      else
        g_string_append_printf (text, " %d:%d", i, i % 5 == 3 ? i - 2 : i - 1);
    }

  start = g_get_monotonic_time ();
  history = graph_parse (text->str);
  path = retort_history_path_up (history, "heads", no_rows, NULL);
  g_assert_cmpuint (path->len, ==, 10000);
  g_test_minimized_result ((double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
                           "map and path of 10,000 revisions");
}

/* Every revision follows one or two of those before it, and maybe depends on another. */
static RetortHistory *
make_random_history (guint n)
{
  g_autoptr(GString) text = g_string_new ("0");

  for (guint i = 1; i < n; i++)
    {
      guint down = (guint) g_test_rand_int_range (MAX (0, (int) i - 6), (int) i);
      guint other = (guint) g_test_rand_int_range (0, (int) i);

      g_string_append_printf (text, " %u:%u", i, down);
      if (other != down && g_test_rand_int_range (0, 3) == 0)
        g_string_append_printf (text, ",%u", other);
      if (g_test_rand_int_range (0, 5) == 0)
        g_string_append_printf (text, "/%d", g_test_rand_int_range (0, (int) i));
    }
  return graph_parse (text->str);
}

/* The revision and all below it, step by step. */
static void
add_all_below (const RetortHistory *history, const char *id, GHashTable *ids)
{
  g_autoptr(GPtrArray) down = retort_history_list_normalized_down (history, id);

  if (g_hash_table_add (ids, g_strdup (id)))
    for (guint i = 0; i < down->len; i++)
      add_all_below (history, retort_revision_get_id (g_ptr_array_index (down, i)), ids);
}

static GHashTable *
list_below (const RetortHistory *history, guint id)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = g_strdup_printf ("%u", id);

  add_all_below (history, text, ids);
  return ids;
}

static void
check_added_by_parents (const RetortHistory *history, guint id, GHashTable *below)
{
  g_autofree char *text = g_strdup_printf ("%u", id);
  g_autoptr(GPtrArray) down = retort_history_list_normalized_down (history, text);
  g_autoptr(GPtrArray) added = retort_history_list_added_by_parents (history, text);
  g_autoptr(GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (down->len > 0)
    add_all_below (history, retort_revision_get_id (g_ptr_array_index (down, 0)), first);
  for (guint i = 0; i < added->len; i++)
    {
      const char *one = retort_revision_get_id (g_ptr_array_index (added, i));

      g_assert_true (g_hash_table_contains (below, one));
      g_assert_false (g_hash_table_contains (first, one));
    }
  g_assert_cmpuint (added->len, ==, g_hash_table_size (below) - 1 - g_hash_table_size (first));
}

/* What is answered by looking at the neighbourhood is what the whole history says. */
static void
test_neighbourhoods (void)
{
  const guint n = 40;

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr(RetortHistory) history = make_random_history (n);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr(GHashTable) below = list_below (history, i);
          g_autofree char *of = g_strdup_printf ("%u", i);

          check_added_by_parents (history, i, below);
          for (guint j = 0; j < n; j++)
            {
              g_autofree char *ancestor = g_strdup_printf ("%u", j);

              g_assert_cmpint (retort_history_is_ancestor (history, ancestor, of), ==, g_hash_table_contains (below, ancestor));
            }
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/history/neighbours", test_neighbours);
  g_test_add_func ("/analysis/history/problems", test_problems);
  g_test_add_func ("/analysis/history/states", test_states);
  g_test_add_func ("/analysis/history/current-and-ranges", test_current_and_ranges);
  g_test_add_func ("/analysis/history/neighbourhoods", test_neighbourhoods);
  g_test_add_func ("/analysis/history/ten-thousand", test_ten_thousand);
  return g_test_run ();
}
