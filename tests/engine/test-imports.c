/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A migration that is read from other files of its project: a plan knows them too. */
#include "engine/plan-maker.h"

#include "formats/scratch.h"

#define CONFIGURATION "[alembic]\nscript_location = db\nprepend_sys_path = .\n"
#define REVISION "from alembic import op\nfrom helpers.names import TABLE\nrevision = 'a'\ndown_revision = None\n" \
                 "def upgrade():\n    op.execute(f'DROP TABLE {TABLE}')\ndef downgrade():\n    pass\n"

static RetortPlan *
make_plan (const char *folder)
{
  RetortProjectPlace place = { .folder = folder };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_workspace_open (&place, NULL, &error);
  g_autoptr(RetortTargetFacts) facts = retort_target_facts_new (150000, "db", "server");
  char *no_rows[] = { NULL };
  RetortTargetState state = { .table_exists = TRUE, .rows = no_rows, .rows_as_read = no_rows, .facts = facts };
  RetortPlan *plan;

  g_assert_no_error (error);
  plan = retort_plan_make (workspace, &state, RETORT_DIRECTION_UPGRADE, "head", RETORT_PLAN_FOR_RUNNING, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

static void
write_helper (const char *scratch, const char *text)
{
  scratch_write (scratch, "helpers/names.py", text);
}

static void
test_changed_import (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(RetortPlan) reviewed = NULL;
  g_autoptr(RetortPlan) same = NULL;
  g_autoptr(RetortPlan) changed = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *difference = NULL;
  RetortMigration *migration;

  scratch_write (scratch, "alembic.ini", CONFIGURATION);
  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "db/versions/a.py", REVISION);
  write_helper (scratch, "TABLE = 't'\n");
  reviewed = make_plan (scratch);
  migration = retort_plan_step_get_migration (retort_plan_get_step (reviewed, 0));
  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
  g_assert_cmpstr (retort_batch_get_sql (retort_migration_get_batch (migration, 0)), ==, "DROP TABLE t");
  g_assert_cmpuint (retort_migration_get_imports (migration)->len, ==, 1);

  same = make_plan (scratch);
  nothing = retort_plan_dup_difference (reviewed, same);
  g_assert_null (nothing);

  /* It sends the same; it is no longer what was reviewed all the same. */
  write_helper (scratch, "TABLE = 't'  # for now\n");
  changed = make_plan (scratch);
  difference = retort_plan_dup_difference (reviewed, changed);
  g_assert_nonnull (strstr (difference, "names.py' changed, which"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/imports/changed", test_changed_import);
  return g_test_run ();
}
