/* SPDX-License-Identifier: GPL-3.0-or-later */
/* current_app.config in a migration: a setting that cannot be but one value is known, every other one is decided while running. */
#include "formats/adapter.h"
#include "formats/alembic/compile.h"
#include "formats/alembic/offline.h"

#include "compile-host.h"
#include "scratch.h"

#define CLASSES "class Base:\n    USER = 'u1'\n    PORT = 5\n    HOST = 'a'\n    other = 'x'\n" \
                "class Test(Base):\n    HOST = 'b'\nconfigs = {'base': Base, 'test': Test}\n"
#define MAKE "from flask import Flask\ndef create_app(name):\n    from shop.config import Base, configs\n    app = Flask('x')\n"

/* @application: the module that makes it; @setting: what the migration executes; @sql: NULL: it is decided while running. */
static const struct
{
  const char *application;
  const char *setting;
  const char *sql;
} cases[] = {
  { MAKE "    app.config.from_object(configs[name])\n", "current_app.config['USER']", "u1;" },
  { MAKE "    app.config.from_object(configs[name])\n", "str(current_app.config.get('PORT', 4))", "5;" },
  { MAKE "    app.config.from_object(Base)\n", "current_app.config['HOST']", "a;" },
  { MAKE "    app.config.from_object('shop.config.Test')\n    app.config['NAME'] = app.name\n", "current_app.config['HOST']", "b;" },
  { "from shop import config\nfrom flask import Flask\napp = Flask('x')\napp.config.from_object(config.Test)\n", "current_app.config['HOST']", "b;" },
  { MAKE "    if name in configs:\n        app.config.from_object(configs[name])\n    else:\n        app.config.from_object(Base)\n",
    "current_app.config['USER']", "u1;" },
  /* Another class may be chosen, another line may set it, another source may be read. */
  { MAKE "    app.config.from_object(configs[name])\n", "current_app.config['HOST']", NULL },
  { MAKE "    app.config.from_object(configs[name])\n", "current_app.config['NOTHING']", NULL },
  { MAKE "    app.config.from_object(Base)\n", "current_app.config['other']", NULL },
  { MAKE "    app.config.from_object(Base)\n    app.config['HOST'] = name\n", "current_app.config['HOST']", NULL },
  { MAKE "    app.config.from_object(Base)\n    app.config.update(HOST=name)\n", "current_app.config['HOST']", NULL },
  { MAKE "    app.config.from_object(Base)\n    app.config.update({'HOST': name})\n", "current_app.config['USER']", "u1;" },
  { MAKE "    app.config.from_object(Base)\n    app.config.update(name)\n", "current_app.config['USER']", NULL },
  { MAKE "    app.config.from_object(Base)\n    app.config.from_prefixed_env()\n", "current_app.config['USER']", NULL },
  { MAKE "    app.config.from_object(Base)\n    app.config.from_pyfile('local.cfg')\n", "current_app.config['USER']", NULL },
  { MAKE "    app.config.from_object(Base)\n    mine = app.config\n", "current_app.config['USER']", NULL },
  { MAKE "    app.config.from_object(name)\n", "current_app.config['USER']", NULL },
  { "from flask import Flask\nfrom shop.config import Base\ndef create_app(Base=Base):\n    app = Flask('x')\n    app.config.from_object(Base)\n",
    "current_app.config['USER']", NULL },
  { "from flask import Flask\nfrom shop.config import Base\ndef create_app():\n    Base = pick()\n    app = Flask('x')\n    app.config.from_object(Base)\n",
    "current_app.config['USER']", NULL },
  { "", "current_app.config['USER']", NULL },
};

/* What stands in a module that does nothing else with the settings. */
static const struct
{
  const char *other;
  gboolean    sets;
} others[] = {
  { "app.config['HOST'] = 'c'\n", TRUE },
  { "app.config['HOST'] += 'c'\n", TRUE },
  { "app.config['HOST']: str = 'c'\n", TRUE },
  { "app.config['HOST'] \\\n  = 'c'\n", TRUE },
  { "app.config[\n'HOST'] = 'c'\n", TRUE },
  { "app.config[name['x']] = 'c'\n", TRUE },
  { "here = app.config['PORT'] == 5\napp.config.setdefault('HOST', 'c')\n", TRUE },
  { "here = app.config\n", TRUE },
  { "from shop.config import Base\nhere = app.config['HOST'] == 'c'\nthere = (app.config.get('HOST'), app.config['HOST'])\n", FALSE },
  { "if app.config['HOST']:\n    pass\nwhile not app.config['HOST']: # see there\n    pass\n", FALSE },
  { "app.configure(HOST='c')\nhere = f\"{app.config['HOST']}\" != app.config['HOST'] + 'c'\n", FALSE },
};

/* @other: (nullable): one more module */
static void
check_case (const char *application, const char *setting, const char *expected, const char *other)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autofree char *revision = g_strdup_printf ("from alembic import op\nfrom flask import current_app\nrevision = 'a'\ndown_revision = None\n\n"
                                               "def upgrade():\n    op.execute(%s)\n", setting);
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(RetortMigration) migration = NULL;
  g_autoptr(RetortProject) project = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = NULL;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nprepend_sys_path = .\n");
  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "db/versions/a.py", revision);
  scratch_write (scratch, "shop/__init__.py", application);
  scratch_write (scratch, "shop/other.py", other != NULL ? other : "");
  scratch_write (scratch, "shop/config.py", CLASSES);
  scratch_write (scratch, "tests/conftest.py", "app.config.update(everything)\n");
  project = retort_adapters_open (&place, NULL, &error);
  g_assert_no_error (error);
  migration = retort_alembic_compile (project, g_ptr_array_index (retort_project_get (project)->revisions, 0), RETORT_DIRECTION_UPGRADE,
                                      host, NULL, &error);
  g_assert_no_error (error);
  sql = retort_alembic_offline_migration (migration);
  if (retort_migration_get_status (migration) != (expected != NULL ? RETORT_MIGRATION_COMPLETE : RETORT_MIGRATION_LIVE)
      || (expected != NULL && !g_str_equal (sql, expected)))
    g_error ("%s%s%s gives '%s', %s", application, other != NULL ? other : "", setting, sql,
             retort_migration_status_to_string (retort_migration_get_status (migration)));
}

static char *
dup_upgrade (RetortProject *project, guint index)
{
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration
      = retort_alembic_compile (project, g_ptr_array_index (retort_project_get (project)->revisions, index), RETORT_DIRECTION_UPGRADE,
                                host, NULL, &error);

  g_assert_no_error (error);
  return retort_alembic_offline_migration (migration);
}

/* What a migration does to the class comes too late for the application, and is nothing to the next one. */
static void
test_several_migrations (void)
{
  static const char *const bodies[] = { "op.execute(current_app.config['USER'])", "Base.USER = 'u2'\n    op.execute(current_app.config['USER'])",
                                        "op.execute(current_app.config['USER'])" };
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(RetortProject) project = NULL;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nprepend_sys_path = .\n");
  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "shop/__init__.py", MAKE "    app.config.from_object(Base)\n");
  scratch_write (scratch, "shop/config.py", CLASSES);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *path = g_strdup_printf ("db/versions/r%u.py", i);
      g_autofree char *text = g_strdup_printf ("from alembic import op\nfrom flask import current_app\nfrom shop.config import Base\n"
                                               "revision = 'r%u'\ndown_revision = None\n\ndef upgrade():\n    %s\n", i, bodies[i]);

      scratch_write (scratch, path, text);
    }
  project = retort_adapters_open (&place, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *sql = dup_upgrade (project, i);

      g_assert_cmpstr (sql, ==, "u1;");
    }
}

static void
test_settings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (cases[i].application, cases[i].setting, cases[i].sql, NULL);
}

static void
test_other_modules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    check_case (MAKE "    app.config.from_object(Base)\n", "current_app.config['HOST']", others[i].sets ? NULL : "a;", others[i].other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/flask-config/settings", test_settings);
  g_test_add_func ("/formats/flask-config/other-modules", test_other_modules);
  g_test_add_func ("/formats/flask-config/several-migrations", test_several_migrations);
  return g_test_run ();
}
