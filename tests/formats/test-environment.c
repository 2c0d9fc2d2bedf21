/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read of env.py, and what is told with its line. */
#include "formats/alembic/environment.h"

#include "scratch.h"

/* @expected: "line" of each note, with "!" when it keeps the built-in engine off; in order. */
typedef struct
{
  const char        *text;
  RetortTransactions transactions;
  const char        *expected;
} Case;

#define RUN "with context.begin_transaction():\n    context.run_migrations()\n"
#define ONLINE "def online():\n    engine = create_engine(url, poolclass=pool.NullPool)\n    with engine.connect() as connection:\n"
#define INNER_RUN "        with context.begin_transaction():\n            context.run_migrations()\n"

static const Case cases[] = {
  /* 0: the plain ones */
  { "context.configure(connection=c)\n" RUN, RETORT_TRANSACTIONS_ONE, "" },
  { "context.configure(connection=c, transaction_per_migration=True, compare_type=True, include_schemas=True, render_as_batch=True)\n" RUN,
    RETORT_TRANSACTIONS_PER_MIGRATION, "" },
  { "context.configure(connection=c, transactional_ddl=False)\n" RUN, RETORT_TRANSACTIONS_PER_MIGRATION, "" },
  { "context.configure(connection=c, as_sql=False, on_version_apply=None, version_table_schema=None)\n" RUN, RETORT_TRANSACTIONS_ONE, "" },
  /* 4: settings that are not understood */
  { "context.configure(connection=c,\n  version_table=name(),\n  on_version_apply=hook,\n  **more)\n" RUN, RETORT_TRANSACTIONS_ONE,
    "2! 3! 4! " },
  { "context.configure(connection=c, version_table_schema=os.environ['S'])\n" RUN, RETORT_TRANSACTIONS_ONE, "1! " },
  { "context.configure(connection=c)\nwith context.begin_transaction():\n    context.run_migrations(engine='x')\n", RETORT_TRANSACTIONS_ONE,
    "3! " },
  /* 7: statements */
  { "context.configure(connection=c)\nc.execute(text('SET lock_timeout = 1000'))\nc.execute(text('SET ROLE owner'))\n"
    "c.execute(text(f'SET search_path TO {s}'))\n" RUN, RETORT_TRANSACTIONS_ONE, "2 3! 4! " },
  /* 8: a statement before configure() begins a transaction, and Alembic stays in it */
  { ONLINE "        connection.execute(text('SET lock_timeout = 4000'))\n"
    "        context.configure(connection=connection, transaction_per_migration=True)\n" INNER_RUN "        connection.commit()\nonline()\n",
    RETORT_TRANSACTIONS_ONE, "4 5 " },
  { ONLINE "        connection.execute(text('SET lock_timeout = 4000'))\n        connection.commit()\n"
    "        context.configure(connection=connection, transaction_per_migration=True)\n" INNER_RUN "online()\n",
    RETORT_TRANSACTIONS_PER_MIGRATION, "4 " },
  { ONLINE "        connection.execute(text('SET lock_timeout = 4000'))\n        context.configure(connection=connection)\n" INNER_RUN "online()\n",
    RETORT_TRANSACTIONS_ONE, "4 5! " },
  { "with engine.begin() as connection:\n    context.configure(connection=connection)\n    context.run_migrations()\n",
    RETORT_TRANSACTIONS_ONE, "" },
  { "context.configure(connection=c)\ncontext.run_migrations()\n", RETORT_TRANSACTIONS_ONE, "1! " },
  /* 13: the engine and its hooks */
  { "e = create_engine(u, isolation_level='AUTOCOMMIT')\ncontext.configure(connection=e.connect())\n" RUN, RETORT_TRANSACTIONS_ONE, "1! " },
  { "e = create_async_engine(u, connect_args={'ssl': make(), 'timeout': 3})\ncontext.configure(connection=c)\n" RUN, RETORT_TRANSACTIONS_ONE, "" },
  { "e = create_engine(u, connect_args={'options': '-csearch_path=x'})\ncontext.configure(connection=c)\n" RUN, RETORT_TRANSACTIONS_ONE, "1! " },
  { "@event.listens_for(Engine, 'connect')\ndef hook(a, b):\n    pass\ncontext.configure(connection=c)\n" RUN, RETORT_TRANSACTIONS_ONE, "1! " },
  { "c = c.execution_options(schema_translate_map={None: 's'})\ncontext.configure(connection=c)\n" RUN, RETORT_TRANSACTIONS_ONE, "1! " },
  /* 18: loops and other modules */
  { "def one(schema):\n    context.configure(connection=c)\n    " "with context.begin_transaction():\n        context.run_migrations()\n"
    "for schema in schemas:\n    one(schema)\n", RETORT_TRANSACTIONS_ONE, "5! " },
  { "from app.db import run_online\nrun_online(context)\n", RETORT_TRANSACTIONS_ONE, "0! " },
  /* 20: offline mode does not count */
  { "def offline():\n    context.configure(url=u, version_table=name())\n    c.execute('SET ROLE x')\n    for x in y:\n"
    "        context.run_migrations()\ndef online():\n    context.configure(connection=c, version_table='v')\n"
    "    with context.begin_transaction():\n        context.run_migrations()\n"
    "if context.is_offline_mode():\n    offline()\nelse:\n    online()\n", RETORT_TRANSACTIONS_ONE, "" },
};

static void
read_environment (RetortAlembicEnvironment *environment, const char *text, GPtrArray *notes)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autofree char *folder = scratch_path (scratch, "db");
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(RetortAlembicConfig) config = NULL;
  g_autoptr(RetortModuleFiles) modules = NULL;
  g_autoptr(GError) error = NULL;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "db/env.py", text);
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  modules = retort_module_files_new (config);
  retort_alembic_environment_read (environment, folder, modules, notes);
}

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(RetortAlembicEnvironment) environment = { 0 };
      g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
      g_autoptr(GString) found = g_string_new (NULL);

      read_environment (&environment, cases[i].text, notes);
      for (guint j = 0; j < notes->len; j++)
        {
          const RetortProjectNote *note = g_ptr_array_index (notes, j);

          g_string_append_printf (found, "%u%s ", note->position.line, note->blocks_builtin_engine ? "!" : "");
        }
      if (!g_str_equal (found->str, cases[i].expected) || environment.transactions != cases[i].transactions)
        g_error ("case %u: '%s' instead of '%s' (transactions %d) for\n%s", i, found->str, cases[i].expected, environment.transactions,
                 cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/environment/read", test_read);
  return g_test_run ();
}
