/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The script of a plan beside what Debian's `alembic upgrade --sql` prints for the same project, byte by byte. */
#include "formats/alembic/compile.h"
#include "formats/alembic/offline.h"
#include "formats/bookkeeping.h"

#include "compile-host.h"
#include "scratch.h"

#include <string.h>

#define ENV "from alembic import context\n" \
            "context.configure(dialect_name='postgresql', literal_binds=True, dialect_opts={'paramstyle': 'named'}, " \
            "transaction_per_migration=%s)\nwith context.begin_transaction():\n    context.run_migrations()\n"
#define HEAD(id, down) "from alembic import op\nimport sqlalchemy as sa\nrevision = '" id "'\ndown_revision = " down "\n\ndef upgrade():\n"

static void
write_project (const char *scratch, const char *per_migration)
{
  g_autofree char *env = g_strdup_printf (ENV, per_migration);

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "db/env.py", env);
  scratch_write (scratch, "db/script.py.mako", "");
  scratch_write (scratch, "db/versions/a.py",
                 HEAD ("a", "None") "    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))\n");
  scratch_write (scratch, "db/versions/b.py",
                 HEAD ("b", "'a'") "    op.execute('\\n  update\\tt set id = 1\\n')\n"
                                   "    with op.get_context().autocommit_block():\n"
                                   "        op.execute('vacuum t')\n        op.execute('analyze t')\n"
                                   "    with op.get_context().autocommit_block():\n        op.execute('vacuum u')\n"
                                   "    op.drop_table('u')\n");
  scratch_write (scratch, "db/versions/c.py", HEAD ("c", "'b'") "    pass\n");
}

static char *
run_alembic (const char *scratch)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;

  g_subprocess_launcher_set_cwd (launcher, scratch);
  process = g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/alembic", "upgrade", "head", "--sql", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

/* The history is a line, so rows are all that there is to know. */
static gboolean
is_ancestor (const char *ancestor, const char *of, gpointer user_data)
{
  return strcmp (ancestor, of) <= 0;
}

static RetortPlanStep *
make_step (RetortProject *project, RetortRevision *revision, GPtrArray *rows)
{
  const RetortAdapter *adapter = retort_project_get (project)->adapter;
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = NULL;
  g_autoptr(GPtrArray) batches = NULL;
  RetortBookkeepingStep step = {
    revision, RETORT_DIRECTION_UPGRADE, rows, retort_revision_get_down (revision), is_ancestor, NULL,
  };

  migration = adapter->compile (project, revision, RETORT_DIRECTION_UPGRADE, host, NULL, &error);
  g_assert_no_error (error);
  batches = adapter->bookkeeping->step (project, &step, &error);
  g_assert_no_error (error);
  return retort_plan_step_new (migration, batches, NULL, NULL, NULL);
}

static char *
make_script (const char *scratch)
{
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = retort_adapters_open (&place, NULL, &error);
  const RetortProjectFields *fields = retort_project_get (project);
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) preamble = fields->adapter->bookkeeping->create (project, NULL);
  const char *none[] = { NULL };
  RetortPlanFields plan_fields = {
    .target_symbol = "head", .from = none, .to = none, .steps = steps, .preamble = preamble, .engine_reason = "",
    .transactions = fields->transactions, .state_fingerprint = "",
  };
  g_autoptr(RetortPlan) plan = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < fields->revisions->len; i++)
    g_ptr_array_add (steps, make_step (project, g_ptr_array_index (fields->revisions, i), rows));
  plan = retort_plan_new (&plan_fields);
  return retort_alembic_offline_plan (plan);
}

static void
compare_scripts (const char *per_migration)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autofree char *expected = NULL;
  g_autofree char *actual = NULL;

  write_project (scratch, per_migration);
  expected = run_alembic (scratch);
  actual = make_script (scratch);
  g_assert_cmpstr (actual, ==, expected);
}

static void
test_one_transaction (void)
{
  compare_scripts ("False");
}

static void
test_transaction_per_migration (void)
{
  compare_scripts ("True");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/offline/one-transaction", test_one_transaction);
  g_test_add_func ("/formats/offline/transaction-per-migration", test_transaction_per_migration);
  return g_test_run ();
}
