/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/migration.h"

static RetortRevision *
make_revision (void)
{
  const char *down[] = { "a", "b", NULL };

  return retort_revision_new (&(RetortRevisionFields){
      .id = "c", .title = "merge", .down = down, .has_upgrade = TRUE });
}

static void
test_revision (void)
{
  g_autoptr(RetortRevision) revision = make_revision ();

  g_assert_true (retort_revision_is_merge (revision));
  g_assert_true (retort_revision_has_direction (revision, RETORT_DIRECTION_UPGRADE));
  g_assert_false (retort_revision_has_direction (revision, RETORT_DIRECTION_DOWNGRADE));
  g_assert_cmpstr (retort_revision_get_message (revision), ==, "merge");
  g_assert_nonnull (retort_revision_get_labels (revision));
  g_assert_null (retort_revision_get_path (revision));
}

static void
test_captions (void)
{
  static const struct
  {
    const char *id;
    const char *title;
    const char *path;
    const char *caption;
  } cases[] = {
    { "ab12", "add a thing\nin two lines", "ab12_x.py", "add a thing" },
    { "0560_add_org", "Create Date: 2026-07-31 10:47:10", "/p/versions/0560_add_org.py", "add org" },
    { "0549_x", "\nRevision ID: 0549_x\nRevises: 0548\nsend files", "0549_x.py", "send files" },
    { "ab12", "empty message", "2024_01_02-ab12_add_user_table.py", "add user table" },
    { "ab12", "", "ab12.py", "" },
    { "7", "", "0007.sql", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortSource) source = retort_source_new (cases[i].path, "", 0);
      g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){
          .id = cases[i].id, .title = cases[i].title, .source = source });

      g_assert_cmpstr (retort_revision_get_caption (revision), ==, cases[i].caption);
    }
}

static void
test_keeps_batches_and_gaps (void)
{
  g_autoptr(RetortRevision) revision = make_revision ();
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  g_autoptr(RetortStatement) statement =
      retort_statement_new ("SELECT 1", "op.execute", (RetortSpan){ 3, 9 }, (RetortPosition){ 1, 4 }, (RetortPosition){ 1, 10 });
  g_autoptr(RetortMigration) migration = NULL;

  g_ptr_array_add (batches, retort_batch_new_single (statement, RETORT_BATCH_AUTOCOMMIT));
  g_ptr_array_add (gaps, retort_gap_new ("eval", (RetortSpan){ 0, 1 }, (RetortPosition){ 1, 1 }, 1));
  migration = retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_PARTIAL, batches, gaps);
  g_clear_pointer (&gaps, g_ptr_array_unref);

  g_assert_cmpuint (retort_migration_get_n_batches (migration), ==, 1);
  g_assert_cmpint (retort_batch_get_flags (retort_migration_get_batch (migration, 0)), ==, RETORT_BATCH_AUTOCOMMIT);
  g_assert_true (retort_batch_get_statement (retort_migration_get_batch (migration, 0), 0) == statement);
  g_assert_cmpstr (retort_migration_get_gap (migration, 0)->reason, ==, "eval");
  g_assert_cmpstr (retort_migration_status_to_string (RETORT_MIGRATION_PARTIAL), ==, "partial");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/revision/fields", test_revision);
  g_test_add_func ("/model/revision/captions", test_captions);
  g_test_add_func ("/model/migration/keeps-batches-and-gaps", test_keeps_batches_and_gaps);
  return g_test_run ();
}
