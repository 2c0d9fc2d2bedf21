/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans over random histories, rows and symbols against Alembic itself (analysis/revision-map-oracle.py): the steps and their
 * order, what each step does to the version table, the rows afterwards, and where Alembic fails. Which of several rows is
 * updated and which deleted follows the order of a set there; the rows afterwards do not. */
#include "analysis/oracle.h"

#include "engine/plan-maker.h"
#include "formats/alembic/bookkeeping.h"

#include <string.h>

/* With "-m slow" a long run. */
#define N_HISTORIES (g_test_slow () ? 20000 : 1000)

/* Of the history that is asked about; the kind of project below hands them out. */
static GPtrArray *revisions;

static gboolean
detect (const RetortProjectPlace *place)
{
  return TRUE;
}

static RetortMigration *
compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host,
         GCancellable *cancellable, GError **error)
{
  return retort_migration_new (revision, direction, RETORT_MIGRATION_COMPLETE, NULL, NULL);
}

static const RetortAdapter oracle_adapter = {
  .kind = "oracle",
  .label = "Oracle",
  .looked_for = "nothing",
  .bookkeeping = &retort_alembic_bookkeeping,
  .detect = detect,
  .compile = compile,
};

const RetortAdapter *const *
retort_adapters_get (void)
{
  static const RetortAdapter *const adapters[] = { &oracle_adapter, NULL };

  return adapters;
}

GPtrArray *
retort_adapters_find (const char *folder, GCancellable *cancellable)
{
  return g_ptr_array_new ();
}

RetortProject *
retort_adapters_open (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  RetortProjectFields fields = {
    .adapter = &oracle_adapter,
    .root = g_strdup (place->folder),
    .name = g_strdup ("oracle"),
    .watched = g_ptr_array_new (),
    .revisions = g_ptr_array_ref (revisions),
    .notes = g_ptr_array_new (),
    .version_table = g_strdup ("alembic_version"),
    .version_table_has_key = TRUE,
  };

  return retort_project_new (&fields);
}

/* What a server would make of the statement: one row must be there. */
static void
apply (GPtrArray *rows, const char *sql)
{
  g_auto(GStrv) parts = g_strsplit (sql, "'", -1);
  const char *last = parts[g_strv_length (parts) - 2];
  gboolean is_insert = g_str_has_prefix (sql, "INSERT");
  guint index = 0;

  g_assert_true (g_ptr_array_find_with_equal_func (rows, last, g_str_equal, &index) != is_insert);
  if (!is_insert)
    g_ptr_array_remove_index (rows, index);
  if (!g_str_has_prefix (sql, "DELETE"))
    g_ptr_array_add (rows, g_strdup (parts[1]));
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
join_sorted (GPtrArray *rows)
{
  GString *joined = g_string_new (NULL);

  g_ptr_array_sort (rows, compare_strings);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (joined, "%s ", (const char *) g_ptr_array_index (rows, i));
  return g_string_free (joined, FALSE);
}

/* One statement is the same to the letter, of several the verbs are. */
static void
check_statements (GPtrArray *batches, JsonArray *theirs, GPtrArray *rows)
{
  g_assert_cmpuint (batches->len, ==, json_array_get_length (theirs));
  for (guint i = 0; i < batches->len; i++)
    {
      const char *sql = retort_batch_get_sql (g_ptr_array_index (batches, i));
      const char *expected = json_array_get_string_element (theirs, i);

      if (batches->len == 1 && !g_str_has_prefix (sql, "UPDATE"))
        g_assert_cmpstr (sql, ==, expected);
      else
        g_assert_cmpint (strncmp (sql, expected, strlen ("UPDATE")), ==, 0);
      apply (rows, sql);
    }
}

static GPtrArray *
get_batches (const RetortPlanFields *plan, guint index)
{
  if (plan->stamp != NULL)
    return ((RetortStampStep *) g_ptr_array_index (plan->stamp, index))->batches;
  return retort_plan_step_get_bookkeeping (g_ptr_array_index (plan->steps, index));
}

static void
check_steps (const RetortPlanFields *plan, JsonObject *question)
{
  JsonArray *statements = json_object_get_array_member (question, "statements");
  JsonArray *answer = json_object_get_array_member (question, "answer");
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *theirs = oracle_join_member (question, "rows_after");
  g_autofree char *ours = NULL;
  g_autofree char *promised = g_strjoinv (" ", (GStrv) plan->to);
  guint n_steps = plan->stamp != NULL ? plan->stamp->len : plan->steps->len;

  for (gsize i = 0; plan->from[i] != NULL; i++)
    g_ptr_array_add (rows, g_strdup (plan->from[i]));
  g_assert_cmpuint (n_steps, ==, json_array_get_length (statements));
  for (guint i = 0; i < n_steps; i++)
    {
      if (plan->stamp == NULL)
        g_assert_cmpstr (retort_revision_get_id (retort_plan_step_get_revision (g_ptr_array_index (plan->steps, i))), ==,
                         json_array_get_string_element (answer, i));
      check_statements (get_batches (plan, i), json_array_get_array_element (statements, i), rows);
    }
  ours = join_sorted (rows);
  g_assert_cmpstr (ours, ==, theirs);
  g_assert_cmpstr (promised, ==, g_strchomp (theirs));
}

static RetortPlan *
make_plan (RetortWorkspace *workspace, JsonObject *question, GError **error)
{
  const char *kind = json_object_get_string_member (question, "kind");
  const char *symbol = json_object_get_string_member (question, "symbol");
  g_auto(GStrv) rows = oracle_get_strings (question, "rows");
  g_auto(GStrv) symbols = g_strsplit (symbol, " ", -1);
  g_autoptr(RetortTargetFacts) facts = retort_target_facts_new (150000, "db", "server");
  RetortTargetState state = { TRUE, rows, NULL, facts };

  if (g_str_equal (kind, "stamp"))
    return retort_plan_make_stamp (workspace, &state, (const char *const *) symbols, FALSE, error);
  return retort_plan_make (workspace, &state, g_str_equal (kind, "upgrade") ? RETORT_DIRECTION_UPGRADE : RETORT_DIRECTION_DOWNGRADE,
                           symbol, RETORT_PLAN_FOR_RUNNING, NULL, error);
}

static void
check_question (RetortWorkspace *workspace, JsonObject *question, guint *n_checked)
{
  const char *kind = json_object_get_string_member (question, "kind");
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortPlan) plan = NULL;

  if (g_str_equal (kind, "show") || g_str_equal (kind, "range"))
    return;
  plan = make_plan (workspace, question, &error);
  (*n_checked)++;
  if (json_object_has_member (question, "rows_after"))
    {
      g_assert_no_error (error);
      check_steps (retort_plan_get (plan), question);
    }
  else
    {
      /* Alembic refuses, or fails while it writes the rows: we refuse before anything is sent. */
      g_assert_nonnull (error);
      g_assert_null (plan);
    }
}

static void
check_graph (JsonObject *graph, gpointer data)
{
  g_autoptr(GPtrArray) made = oracle_make_revisions (graph);
  RetortProjectPlace place = { "/nowhere", NULL, NULL };
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *questions = NULL;

  if (!json_object_get_null_member (graph, "broken"))
    return;
  revisions = made;
  workspace = retort_workspace_open (&place, NULL, &error);
  g_assert_no_error (error);
  questions = json_object_get_array_member (graph, "questions");
  for (guint i = 0; i < json_array_get_length (questions); i++)
    check_question (workspace, json_array_get_object_element (questions, i), data);
}

static void
test_against_alembic (void)
{
  guint n_checked = 0;

  oracle_run (N_HISTORIES, check_graph, &n_checked);
  g_test_message ("%u plans", n_checked);
  g_assert_cmpuint (n_checked, >, N_HISTORIES * 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/plan/against-alembic", test_against_alembic);
  return g_test_run ();
}
