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
    "c.execute(text(f'SET search_path TO {s}'))\n" RUN, RETORT_TRANSACTIONS_ONE, "3! 4! " },
  /* 8: a statement before configure() begins a transaction, and Alembic stays in it */
  { ONLINE "        connection.execute(text('SET lock_timeout = 4000'))\n"
    "        context.configure(connection=connection, transaction_per_migration=True)\n" INNER_RUN "        connection.commit()\nonline()\n",
    RETORT_TRANSACTIONS_ONE, "5 " },
  { ONLINE "        connection.execute(text('SET lock_timeout = 4000'))\n        connection.commit()\n"
    "        context.configure(connection=connection, transaction_per_migration=True)\n" INNER_RUN "online()\n",
    RETORT_TRANSACTIONS_PER_MIGRATION, "" },
  { ONLINE "        connection.execute(text('SET lock_timeout = 4000'))\n        context.configure(connection=connection)\n" INNER_RUN "online()\n",
    RETORT_TRANSACTIONS_ONE, "5! " },
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
  /* 21: flags through names, hooks that only log, statements for other servers, settings under a condition */
  { "EACH = True\ncontext.configure(connection=c, transaction_per_migration=EACH)\n" RUN, RETORT_TRANSACTIONS_PER_MIGRATION, "" },
  { "def run(c, each):\n    context.configure(connection=c, transaction_per_migration=each)\n    with context.begin_transaction():\n"
    "        context.run_migrations()\neach = True\n", RETORT_TRANSACTIONS_ONE, "2! " },
  { "def told(ctx, step, heads, run_args):\n    log.info('%s', str(step))\n"
    "context.configure(connection=c, on_version_apply=told)\n" RUN, RETORT_TRANSACTIONS_ONE, "" },
  { "def told(ctx, step, heads, run_args):\n    ctx.connection.execute(audit, step)\n"
    "context.configure(connection=c, on_version_apply=told)\n" RUN, RETORT_TRANSACTIONS_ONE, "2! 3! " },
  { "context.configure(connection=c)\nif dialect.name == 'sqlite':\n    c.execute(text('PRAGMA foreign_keys=OFF'))\nelse:\n"
    "    c.execute(text('SET ROLE x'))\n" RUN, RETORT_TRANSACTIONS_ONE, "5! " },
  { "context.configure(connection=c)\nif slow:\n    c.execute(text('SET lock_timeout = 0'))\n" RUN, RETORT_TRANSACTIONS_ONE, "3! " },
  { "more = current_app.extensions['migrate'].configure_args\ncontext.configure(connection=c, **more)\n" RUN, RETORT_TRANSACTIONS_ONE, "2! " },
  { "@compiles(CreateTable)\ndef write(a, b):\n    pass\ncontext.configure(connection=c)\n" RUN, RETORT_TRANSACTIONS_ONE, "1! " },
};

static void
read_environment (RetortAlembicEnvironment *environment, const char *text, GPtrArray *notes)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(RetortAlembicConfig) config = NULL;
  g_autoptr(RetortModuleFiles) modules = NULL;
  g_autoptr(GError) error = NULL;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nThe.Table = from_ini\n");
  scratch_write (scratch, "db/env.py", text);
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  modules = retort_module_files_new (config);
  retort_alembic_environment_read (environment, config, modules, notes);
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

/* What version_table= is, with alembic.ini in the folder "scratch" and env.py in "db". */
static const struct
{
  const char *before;
  const char *expression;
  const char *expected; /* nullable: it is not understood */
} tables[] = {
  { "", "'v'", "v" },
  { "name = 'shop'\n", "f'{name}_version'", "shop_version" },
  { "name = 'shop'\n", "'{}_version'.format(name)", "shop_version" },
  { "name = 'shop'\n", "'{n}_{0}'.format('a', n=name)", "shop_a" },
  { "name = os.path.basename(os.path.dirname(__file__))\n", "name + '_version'", "db_version" },
  { "", "config.get_main_option('The.Table')", "from_ini" },
  { "", "context.config.get_main_option('missing', 'other')", "other" },
  { "section = config.get_section(config.config_ini_section)\n", "section.get('the.table', 'x')", "from_ini" },
  { "section = config.get_section(config.config_ini_section)\n", "section['the.table']", "from_ini" },
  { "", "config.get_main_option('missing') or 'other'", "other" },
  { "", "os.environ.get('TABLE', 'v')", NULL },
  { "name = b'x'\n", "f'{name}'", NULL },
  { "for name in names:\n    pass\n", "name", NULL },
  { "if a:\n    name = 'a'\n", "name", NULL },
  { "", "f'{name!r}'", NULL },
  { "", "section.get('the.table')", NULL },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_auto(RetortAlembicEnvironment) environment = { 0 };
      g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
      g_autofree char *text = g_strdup_printf ("%scontext.configure(connection=c, version_table=%s)\n" RUN, tables[i].before, tables[i].expression);

      read_environment (&environment, text, notes);
      if ((notes->len != 0) != (tables[i].expected == NULL))
        g_error ("case %u is %s", i, notes->len != 0 ? ((RetortProjectNote *) notes->pdata[0])->text : "understood");
      g_assert_cmpstr (environment.version_table, ==, tables[i].expected != NULL ? tables[i].expected : "alembic_version");
    }
}

static void
test_settings (void)
{
  g_auto(RetortAlembicEnvironment) environment = { 0 };
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  g_autofree char *joined = NULL;

  read_environment (&environment,
                    "context.configure(connection=c)\nc.execute(text('SET lock_timeout = 4000'))\nc.execute(\"SET statement_timeout TO '5s';\")\n"
                    "limit = text('set session Work_Mem = \\'64 MB\\'')\nc.execute(limit)\n" RUN, notes);
  g_assert_cmpuint (notes->len, ==, 0);
  g_ptr_array_add (environment.settings, NULL);
  joined = g_strjoinv (" ", (GStrv) environment.settings->pdata);
  g_assert_cmpstr (joined, ==, "lock_timeout 4000 statement_timeout 5s work_mem 64 MB");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/environment/read", test_read);
  g_test_add_func ("/formats/environment/texts", test_texts);
  g_test_add_func ("/formats/environment/settings", test_settings);
  return g_test_run ();
}
