/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CREATE TYPE is sent by the first migration of a run; what stands between the statements keeps its place, and what it is. */
#include "engine/once-per-run.h"

static void
add_batch (GPtrArray *batches, const char *sql, RetortBatchFlags flags)
{
  g_autoptr(RetortStatement) statement =
      retort_statement_new (sql, "m.py", (RetortSpan){ 0, 1 }, (RetortPosition){ 1, 1 }, (RetortPosition){ 1, 2 });

  g_ptr_array_add (batches, retort_batch_new_single (statement, flags));
}

/* CREATE TYPE, then a value that is drawn, CREATE TABLE, a question, an INSERT. */
static RetortMigration *
make_migration (void)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "1" });
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  RetortGap *drawn = retort_gap_new ("now() is drawn each time it runs", (RetortSpan){ 1, 2 }, (RetortPosition){ 1, 2 }, 1);

  drawn->varies = TRUE;
  g_ptr_array_add (gaps, drawn);
  g_ptr_array_add (questions, retort_gap_new ("it depends on it", (RetortSpan){ 3, 4 }, (RetortPosition){ 1, 4 }, 2));
  add_batch (batches, "CREATE TYPE e", RETORT_BATCH_ONCE_PER_RUN);
  add_batch (batches, "CREATE TABLE t ()", RETORT_BATCH_VARIES);
  add_batch (batches, "INSERT INTO t", RETORT_BATCH_VARIES | RETORT_BATCH_DECIDED_WHILE_RUNNING);
  return retort_migration_new_with_imports (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_LIVE, batches, gaps, questions, NULL);
}

static void
test_leave_out (void)
{
  g_autoptr(GHashTable) once = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(RetortMigration) migration = make_migration ();
  g_autoptr(RetortMigration) first = retort_once_per_run_leave_out (migration, once);
  g_autoptr(RetortMigration) second = retort_once_per_run_leave_out (migration, once);

  g_assert_true (first == migration);
  g_assert_cmpuint (retort_migration_get_n_batches (second), ==, 2);
  g_assert_cmpstr (retort_batch_get_sql (retort_migration_get_batch (second, 0)), ==, "CREATE TABLE t ()");
  g_assert_cmpuint (retort_migration_get_gap (second, 0)->before_batch, ==, 0);
  g_assert_true (retort_migration_get_gap (second, 0)->varies);
  g_assert_cmpuint (retort_migration_get_questions (second)->len, ==, 1);
  g_assert_cmpuint (((RetortGap *) g_ptr_array_index (retort_migration_get_questions (second), 0))->before_batch, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/once-per-run/leave-out", test_leave_out);
  return g_test_run ();
}
