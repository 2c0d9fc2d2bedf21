/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version rows of each kind of step. Expected statements were seen in runs of Alembic (docs/reference/alembic-project.md 6.1). */
#include "formats/adapter.h"
#include "formats/bookkeeping.h"

#include <string.h>

#define TABLE "alembic_version"

static RetortProject *
make_project (const char *schema, gboolean has_key)
{
  RetortProjectFields fields = {
    .adapter = retort_adapters_get ()[0],
    .root = g_strdup ("/x"),
    .version_table = g_strdup (schema != NULL ? "My_ver" : TABLE),
    .version_table_schema = g_strdup (schema),
    .version_table_has_key = has_key,
  };

  return retort_project_new (&fields);
}

/* In these tests an id that is the beginning of another is its ancestor. */
static gboolean
is_ancestor (const char *ancestor, const char *of, gpointer user_data)
{
  return g_str_has_prefix (of, ancestor);
}

typedef struct
{
  const char     *id;
  const char     *down; /* joined by a blank, as the rows */
  RetortDirection direction;
  const char     *rows;
  const char     *sql;
  const char     *rows_after;
} StepCase;

static const StepCase step_cases[] = {
  { "a", "", RETORT_DIRECTION_UPGRADE, "", "INSERT INTO alembic_version (version_num) VALUES ('a') RETURNING alembic_version.version_num", "a" },
  { "ab", "a", RETORT_DIRECTION_UPGRADE, "a", "UPDATE alembic_version SET version_num='ab' WHERE alembic_version.version_num = 'a'", "ab" },
  /* The second branch from a fork finds its predecessor gone. */
  { "ac", "a", RETORT_DIRECTION_UPGRADE, "ab", "INSERT INTO alembic_version (version_num) VALUES ('ac') RETURNING alembic_version.version_num", "ab ac" },
  { "m", "ab ac", RETORT_DIRECTION_UPGRADE, "ab ac",
    "DELETE FROM alembic_version WHERE alembic_version.version_num = 'ab'|"
    "UPDATE alembic_version SET version_num='m' WHERE alembic_version.version_num = 'ac'", "m" },
  { "m", "ab ac", RETORT_DIRECTION_UPGRADE, "ab x", "UPDATE alembic_version SET version_num='m' WHERE alembic_version.version_num = 'ab'", "m x" },
  { "a", "", RETORT_DIRECTION_DOWNGRADE, "a", "DELETE FROM alembic_version WHERE alembic_version.version_num = 'a'", "" },
  { "ab", "a", RETORT_DIRECTION_DOWNGRADE, "ab", "UPDATE alembic_version SET version_num='a' WHERE alembic_version.version_num = 'ab'", "a" },
  /* What it revises is implied by the other row. */
  { "ac", "a", RETORT_DIRECTION_DOWNGRADE, "ab ac", "DELETE FROM alembic_version WHERE alembic_version.version_num = 'ac'", "ab" },
  { "m", "ab ac", RETORT_DIRECTION_DOWNGRADE, "m",
    "INSERT INTO alembic_version (version_num) VALUES ('ab') RETURNING alembic_version.version_num|"
    "UPDATE alembic_version SET version_num='ac' WHERE alembic_version.version_num = 'm'", "ac ab" },
  { "m", "a ac", RETORT_DIRECTION_DOWNGRADE, "m", "UPDATE alembic_version SET version_num='ac' WHERE alembic_version.version_num = 'm'", "ac" },
};

static GPtrArray *
split_rows (const char *rows)
{
  GPtrArray *array = g_ptr_array_new_with_free_func (g_free);
  g_auto(GStrv) parts = g_strsplit (rows, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (array, g_strdup (parts[i]));
  return array;
}

static char *
join_rows (GPtrArray *rows)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (rows, i));
  return g_string_free (joined, FALSE);
}

static char *
join_batches (GPtrArray *batches)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < batches->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "|" : "", retort_batch_get_sql (g_ptr_array_index (batches, i)));
  return g_string_free (joined, FALSE);
}

static GPtrArray *
run_step (RetortProject *project, const StepCase *wanted, GPtrArray *rows, GError **error)
{
  const RetortBookkeeping *bookkeeping = retort_project_get (project)->adapter->bookkeeping;
  g_auto(GStrv) down = g_strsplit (wanted->down, " ", -1);
  const char *none[] = { NULL };
  const char *const *ids = wanted->down[0] != '\0' ? (const char *const *) down : none;
  RetortRevisionFields fields = { .id = wanted->id, .title = "", .message = "", .down = ids, .depends_on = none, .labels = none };
  g_autoptr(RetortRevision) revision = retort_revision_new (&fields);
  RetortBookkeepingStep step = { revision, wanted->direction, rows, ids, is_ancestor, NULL };

  return bookkeeping->step (project, &step, error);
}

static void
test_steps (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (step_cases); i++)
    {
      g_autoptr(RetortProject) project = make_project (NULL, TRUE);
      g_autoptr(GPtrArray) rows = split_rows (step_cases[i].rows);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) batches = run_step (project, &step_cases[i], rows, &error);
      g_autofree char *sql = NULL;
      g_autofree char *after = join_rows (rows);

      g_assert_no_error (error);
      sql = join_batches (batches);
      g_assert_cmpstr (sql, ==, step_cases[i].sql);
      g_assert_cmpstr (after, ==, step_cases[i].rows_after);
    }
}

static void
test_refusals (void)
{
  static const StepCase cases[] = {
    { "ab", "a", RETORT_DIRECTION_DOWNGRADE, "a", NULL, "a" },
    { "a", "", RETORT_DIRECTION_UPGRADE, "a", NULL, "a" },
    { "a'", "", RETORT_DIRECTION_UPGRADE, "", NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortProject) project = make_project (NULL, TRUE);
      g_autoptr(GPtrArray) rows = split_rows (cases[i].rows);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) batches = run_step (project, &cases[i], rows, &error);
      g_autofree char *after = join_rows (rows);

      g_assert_null (batches);
      g_assert_nonnull (error);
      g_assert_cmpstr (after, ==, cases[i].rows_after);
    }
}

static void
test_create (void)
{
  g_autoptr(RetortProject) plain = make_project (NULL, TRUE);
  g_autoptr(RetortProject) other = make_project ("Vs", FALSE);
  const RetortBookkeeping *bookkeeping = retort_project_get (plain)->adapter->bookkeeping;
  g_autoptr(GPtrArray) first = bookkeeping->create (plain, NULL);
  g_autoptr(GPtrArray) second = bookkeeping->create (other, NULL);
  g_autofree char *read = bookkeeping->read_sql (other);

  g_assert_cmpstr (retort_batch_get_sql (g_ptr_array_index (first, 0)), ==,
                   "CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n"
                   "    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)");
  g_assert_cmpstr (retort_batch_get_sql (g_ptr_array_index (second, 0)), ==,
                   "CREATE TABLE \"Vs\".\"My_ver\" (\n    version_num VARCHAR(32) NOT NULL\n)");
  g_assert_cmpstr (read, ==, "SELECT \"Vs\".\"My_ver\".version_num \nFROM \"Vs\".\"My_ver\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/bookkeeping/steps", test_steps);
  g_test_add_func ("/formats/bookkeeping/refusals", test_refusals);
  g_test_add_func ("/formats/bookkeeping/create", test_create);
  return g_test_run ();
}
