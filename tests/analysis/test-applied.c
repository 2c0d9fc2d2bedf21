/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths, states and stamps where the tool keeps a row a migration. The states come from an adapter; here they are made up. */
#include "analysis/history/applied.h"

#include "model/stamp.h"

static const char states_of_letters[] = "pdesa"; /* by RetortAppliedState */

/* "a:d b:p9": revision, state, and rank where there is one. */
static RetortApplied *
make_applied (const char *text, gboolean has_threshold)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  RetortAppliedFields fields = { .has_threshold = has_threshold, .key = g_strdup ("key") };

  fields.entries = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_applied_entry_free);
  fields.unknown = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (words[i], ":", 2);
      RetortAppliedState state = (RetortAppliedState) (strchr (states_of_letters, parts[1][0]) - states_of_letters);
      gboolean is_odd = state == RETORT_APPLIED_SKIPPED || state == RETORT_APPLIED_EDITED;

      g_ptr_array_add (fields.entries, retort_applied_entry_new (parts[0], state, g_ascii_strtoll (parts[1] + 1, NULL, 10),
                                                                 is_odd ? g_strdup_printf ("%s is odd", parts[0]) : NULL));
    }
  return retort_applied_new (&fields);
}

static RetortHistory *
make_history (RetortApplied *applied)
{
  g_autoptr(GPtrArray) revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  const char *none[] = { NULL };
  const char *down[] = { NULL, NULL };

  for (guint i = 0; i < retort_applied_get (applied)->entries->len; i++)
    {
      const RetortAppliedEntry *entry = g_ptr_array_index (retort_applied_get (applied)->entries, i);
      RetortRevisionFields fields = { .id = entry->id, .title = "", .message = "", .down = i > 0 ? down : none, .depends_on = none,
                                      .labels = none };

      g_ptr_array_add (revisions, retort_revision_new (&fields));
      down[0] = entry->id;
    }
  return retort_history_new_linear (revisions);
}

static char *
join_ids (GPtrArray *revisions, GError *error)
{
  GString *text = g_string_new (error != NULL ? error->message : NULL);

  for (guint i = 0; revisions != NULL && i < revisions->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *applied;
  const char *symbol; /* '-' and "base" lead down, "<" before an id too */
  const char *path;
  gboolean    has_threshold;
} paths[] = {
  { "a:d b:p c:p", "head", "b c" },
  { "a:p b:d c:p", "heads", "a c" },
  { "a:p b:d c:p", "+1", "a" },
  { "a:p b:d c:p", "+3", "Relative revision +3 didn't produce 3 migrations" },
  { "a:d b:s c:p", "head", "c" },
  { "a:d b:s c:p", "b", "b is odd" },
  { "a:e b:a c:p", "head", "b c" },
  { "0001_add-users:d 0002_x:p 0003_y:p", "0002", "0002_x" },
  { "0001_a:p 0001_b:p", "0001", "'0001' may be '0001_a' or '0001_b'" },
  { "a:d b:d", "head", "" },
  { "a:p", "z", "no migration 'z'" },
  { "a:p5 b:p3 c:p9", "+1", "stopping there would leave 'b' behind for ever: once 'a' is applied, the tool takes it for older and skips it", TRUE },
  { "a:p5 b:p3 c:p9", "b", "a b", TRUE },
  { "a:d b:d c:p d:e", "-1", "d" },
  { "a:d b:d c:p d:e", "-2", "d b" },
  { "a:d b:d c:p d:e", "base", "d b a" },
  { "a:d b:d c:p d:e", "<a", "d b" },
  { "a:d", "-2", "Relative revision -2 didn't produce 2 migrations" },
};

static void
test_paths (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(RetortApplied) applied = make_applied (paths[i].applied, paths[i].has_threshold);
      g_autoptr(RetortHistory) history = make_history (applied);
      const char *symbol = paths[i].symbol;
      gboolean is_down = symbol[0] == '-' || symbol[0] == '<' || g_str_equal (symbol, "base");
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) path = is_down ? retort_applied_path_down (applied, history, symbol + (symbol[0] == '<'), &error)
                                          : retort_applied_path_up (applied, history, symbol, &error);
      g_autofree char *found = join_ids (path, error);

      g_assert_cmpuint (retort_history_get_problems (history)->len, ==, 0);
      g_assert_cmpstr (found, ==, paths[i].path);
    }
}

static void
test_states (void)
{
  g_autoptr(RetortApplied) applied = make_applied ("a:d b:e c:s d:d e:p f:a", FALSE);
  g_autoptr(GHashTable) states = retort_applied_states (applied);
  g_auto(GStrv) current = retort_applied_dup_current (applied);
  g_autofree char *warning = retort_applied_dup_warning (applied);
  const RetortRevisionState expected[] = { RETORT_REVISION_STATE_APPLIED, RETORT_REVISION_STATE_EDITED, RETORT_REVISION_STATE_SKIPPED,
                                           RETORT_REVISION_STATE_APPLIED, RETORT_REVISION_STATE_PENDING, RETORT_REVISION_STATE_PENDING };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char id[] = { (char) ('a' + i), '\0' };

      g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (states, id)), ==, expected[i]);
    }
  g_assert_cmpstr (current[0], ==, "f");
  g_assert_null (current[1]);
  g_assert_cmpstr (warning, ==, "b is odd; c is odd");
}

static const struct
{
  const char *applied;
  const char *symbol;
  gboolean    purges;
  const char *steps;
} stamps[] = {
  { "a:p b:p c:p", "b", FALSE, "+a +b" },
  { "a:d b:d c:d", "a", FALSE, "-c -b" },
  { "a:p b:d c:p", "head", FALSE, "+a +c" },
  { "a:d b:d", "base", FALSE, "-b -a" },
  { "a:d b:d", "a", TRUE, "+a" },
  { "a:d b:s", "head", FALSE, "+b" },
};

static void
test_stamps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stamps); i++)
    {
      g_autoptr(RetortApplied) applied = make_applied (stamps[i].applied, FALSE);
      g_autoptr(RetortHistory) history = make_history (applied);
      const char *symbols[] = { stamps[i].symbol, NULL };
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) steps = retort_applied_stamp (applied, history, symbols, stamps[i].purges, &error);
      g_autoptr(GString) text = g_string_new (NULL);

      g_assert_no_error (error);
      for (guint j = 0; j < steps->len; j++)
        {
          const RetortStampStep *step = g_ptr_array_index (steps, j);

          g_string_append_printf (text, "%s%s%s", j > 0 ? " " : "", step->to != NULL ? "+" : "-",
                                  step->to != NULL ? step->to : step->from[0]);
        }
      g_assert_cmpstr (text->str, ==, stamps[i].steps);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/applied/paths", test_paths);
  g_test_add_func ("/history/applied/states", test_states);
  g_test_add_func ("/history/applied/stamps", test_stamps);
  return g_test_run ();
}
