/* SPDX-License-Identifier: GPL-3.0-or-later */
/* target_metadata followed to its naming convention, beside what Python finds when it imports the same modules. */
#include "formats/adapter.h"

#include "compile-host.h"
#include "python-oracle.h"
#include "scratch.h"

#define CONVENTION "{'pk': 'made_%(table_name)s'}"
#define UNKNOWN "unknown"

/* The projects: what env.py says before configure(), and the module shop.models. @name: what a primary key of t is called; NULL: nothing. */
typedef struct
{
  const char *environment;
  const char *models;
  const char *name;
  gboolean    is_for_debian; /* SQLAlchemy 1.4 can import it too */
} Case;

static const Case cases[] = {
  { "target_metadata = None", "", NULL, TRUE },
  { "from sqlalchemy import MetaData\ntarget_metadata = MetaData()", "", NULL, TRUE },
  { "import sqlalchemy as sa\ntarget_metadata = sa.MetaData(naming_convention=" CONVENTION ")", "", "made_t", TRUE },
  { "from shop.models import Base\ntarget_metadata = Base.metadata",
    "from sqlalchemy.orm import declarative_base\nBase = declarative_base()", NULL, TRUE },
  { "from shop import models\ntarget_metadata = models.Base.metadata",
    "from sqlalchemy import MetaData\nfrom sqlalchemy.ext.declarative import declarative_base\nNAMES = dict(pk='made_%(table_name)s')\n"
    "metadata = MetaData(schema='x', naming_convention=NAMES)\nBase = declarative_base(metadata=metadata)", "made_t", TRUE },
  { "import shop.models\ntarget_metadata = [shop.models.metadata]",
    "from sqlalchemy import MetaData\nmetadata = MetaData(naming_convention=" CONVENTION ")", NULL, TRUE },
  { "from shop.base import *\ntarget_metadata = Base.metadata", "from shop.base import Base", "made_t", TRUE },
  { "from shop.models import Base\ntarget_metadata = Base.metadata", "from .base import Base as Base", "made_t", TRUE },
  { "from shop.models import Base\ntarget_metadata = Base.metadata",
    "from .base import CONVENTION\nfrom sqlalchemy.orm import registry\nfrom sqlalchemy import MetaData\n"
    "mapper = registry(metadata=MetaData(naming_convention=CONVENTION))\nBase = mapper.generate_base()", "made_t", TRUE },
  { "from sqlmodel import SQLModel\nimport shop.models\ntarget_metadata = SQLModel.metadata", "import sqlmodel", NULL, TRUE },
  { "from shop.models import SQLModel\ntarget_metadata = SQLModel.metadata",
    "from sqlmodel import SQLModel\nSQLModel.metadata.naming_convention = " CONVENTION, "made_t", FALSE },
  { "from shop.models import Base\nBase.metadata.naming_convention = " CONVENTION "\ntarget_metadata = Base.metadata",
    "from sqlalchemy.orm import declarative_base\nBase = declarative_base()", "made_t", TRUE },
  { "from shop.models import Thing\ntarget_metadata = Thing.metadata",
    "from sqlalchemy.orm import DeclarativeBase\nfrom sqlalchemy import MetaData\nclass Mixin:\n    pass\nclass Base(DeclarativeBase):\n"
    "    metadata = MetaData(naming_convention=" CONVENTION ")\nclass Thing(Mixin, Base):\n    __tablename__ = 'x'\n", "made_t", FALSE },
  { "from shop.models import db\ntarget_metadata = db.metadata",
    "from flask_sqlalchemy import SQLAlchemy\nfrom shop.base import metadata\nclass Database(SQLAlchemy):\n    pass\ndb = Database(metadata=metadata)",
    "made_t", FALSE },
  { "from shop.models import db\ntarget_metadata = db.Model.metadata",
    "from flask_sqlalchemy import SQLAlchemy\nfrom shop.base import Base\ndb = SQLAlchemy(model_class=Base)", "made_t", FALSE },
  { "from shop.models import Base\ndef get_metadata():\n    '''Where they are.'''\n    return Base.metadata\ntarget_metadata = get_metadata()",
    "from shop.base import Base", "made_t", TRUE },
  { "from shop.models import Base\ntarget_metadata = Base.metadata",
    "from sqlalchemy.orm import as_declarative\nfrom shop.base import metadata\n@as_declarative(metadata=metadata)\nclass Base:\n    pass\n",
    "made_t", TRUE },
  /* Flask-Migrate: the database is where the project gives it to Migrate() or to init_app(), imported there or inside of the function */
  { "from flask import current_app\ntarget_metadata = current_app.extensions['migrate'].db.metadata",
    "from flask_sqlalchemy import SQLAlchemy\nfrom flask_migrate import Migrate\nfrom shop.base import metadata\n"
    "db = SQLAlchemy(metadata=metadata)\nmigrate = Migrate(app, db, compare_type=True)", "made_t", FALSE },
  { "from flask import current_app\ntarget_db = current_app.extensions[\"migrate\"].db\ndef get_metadata():\n"
    "    if hasattr(target_db, 'metadatas'):\n        return target_db.metadatas[None]\n    return target_db.metadata\ntarget_metadata = get_metadata()",
    "import flask_migrate\nextension = flask_migrate.Migrate()\ndef create_app():\n    from .flaskdb import database as db\n"
    "    extension.init_app(app, db=db)", "made_t", FALSE },
  { "from flask import current_app\ntarget_metadata = current_app.extensions['migrate'].db.metadata",
    "from flask_migrate import Migrate\nfrom shop.flaskdb import database\nMigrate(app, database)\nMigrate(app, make())", UNKNOWN, FALSE },
  { "from flask import current_app\ntarget_metadata = current_app.extensions['migrate'].db.metadata",
    "from flask_migrate import Migrate\nfrom flask_sqlalchemy import SQLAlchemy\nfrom shop.flaskdb import database\nplain = SQLAlchemy()\n"
    "Migrate(app, database)\nMigrate(app, plain)", UNKNOWN, FALSE },
  { "from shop.base import Base\ndef get_metadata():\n    if 1 > 2:\n        return Base.metadata\n    return Base.metadata\n"
    "target_metadata = get_metadata()", "", "made_t", TRUE },
  { "from somewhere import Base\ntarget_metadata = Base.metadata", "", UNKNOWN, FALSE },
  { "from flask import current_app\ntarget_metadata = current_app.extensions['migrate'].db.metadata", "", UNKNOWN, FALSE },
  { "from shop.models import make\ntarget_metadata = make()", "def make():\n    x = 1\n    return x\n", UNKNOWN, FALSE },
  { "from sqlalchemy import MetaData\ntarget_metadata = MetaData(naming_convention={'pk': 'pk_%(mine)s', 'mine': lambda c, t: 'x'})", "",
    UNKNOWN, FALSE },
  { "import os\nfrom sqlalchemy import MetaData\nif os.environ.get('X'):\n    target_metadata = MetaData()\nelse:\n    target_metadata = None", "",
    UNKNOWN, FALSE },
};

static void
write_project (const char *scratch, const Case *project)
{
  g_autofree char *environment = g_strdup_printf ("from alembic import context\n%s\n"
                                                  "context.configure(connection=c, target_metadata=target_metadata)\n"
                                                  "with context.begin_transaction():\n    context.run_migrations()\n", project->environment);

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nprepend_sys_path = .\n");
  scratch_write (scratch, "target.py", project->environment);
  scratch_write (scratch, "shop/__init__.py", "");
  scratch_write (scratch, "shop/models.py", project->models);
  scratch_write (scratch, "shop/base.py",
                 "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import declarative_base\nCONVENTION = {\n    'pk': 'made_'\n    '%(table_name)s',\n}\n"
                 "metadata = MetaData(naming_convention=CONVENTION)\nBase = declarative_base(metadata=metadata)\n");
  scratch_write (scratch, "shop/flaskdb.py",
                 "from flask_sqlalchemy import SQLAlchemy\nfrom shop.base import metadata\ndatabase = SQLAlchemy(metadata=metadata)\n");
  scratch_write (scratch, "db/env.py", environment);
  scratch_write (scratch, "db/versions/a.py", "from alembic import op\nrevision = 'a'\ndown_revision = None\n\n"
                                              "def upgrade():\n    op.create_primary_key(None, 't', ['x'])\n");
}

/* (nullable): the name that the migration's statement has */
static char *
dup_our_name (const char *scratch)
{
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = retort_adapters_open (&place, NULL, &error);
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(RetortMigration) migration = NULL;
  g_autofree char *script = NULL;
  g_autoptr(GRegex) pattern = g_regex_new ("CONSTRAINT (\\w+)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < retort_project_get (project)->notes->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (retort_project_get (project)->notes, i);

      g_assert_true (note->blocks_builtin_engine);
      g_assert_true (g_str_has_prefix (note->text, "The naming convention of target_metadata is not known ("));
      return g_strdup (UNKNOWN);
    }
  migration = retort_project_get (project)->adapter->compile (project, g_ptr_array_index (retort_project_get (project)->revisions, 0),
                                                               RETORT_DIRECTION_UPGRADE, host, NULL, &error);
  g_assert_no_error (error);
  script = retort_project_get (project)->adapter->dup_migration_script (migration);
  return g_regex_match (pattern, script, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static void
test_follow (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autofree char *name = NULL;

      write_project (scratch, &cases[i]);
      name = dup_our_name (scratch);
      if (g_strcmp0 (name, cases[i].name) != 0)
        g_error ("'%s' instead of '%s' for\n%s\n--\n%s", name, cases[i].name, cases[i].environment, cases[i].models);
    }
}

static const char oracle_program[] =
  "import json, sys, warnings\n"
  "warnings.simplefilter('ignore')\n"
  "for line in sys.stdin:\n"
  "    sys.path.insert(0, json.loads(line))\n"
  "    for name in ('target', 'shop', 'shop.models', 'shop.base'): sys.modules.pop(name, None)\n"
  "    import target\n"
  "    names = getattr(target.target_metadata, 'naming_convention', {})\n"
  "    print(json.dumps(names.get('pk', '') % {'table_name': 't'}))\n"
  "    del sys.path[0]\n";

/* What the table above expects is what Python finds. */
static void
test_expectations (void)
{
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (cases[i].is_for_debian)
      {
        char *scratch = scratch_new ();

        write_project (scratch, &cases[i]);
        g_ptr_array_add (folders, scratch);
      }
  answers = python_oracle_ask (oracle_program, folders);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (cases[i].is_for_debian)
      g_assert_cmpstr (g_ptr_array_index (answers, n++), ==, cases[i].name != NULL ? cases[i].name : "");
  for (guint i = 0; i < folders->len; i++)
    scratch_remove_tree (g_ptr_array_index (folders, i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/metadata/expectations", test_expectations);
  g_test_add_func ("/formats/metadata/follow", test_follow);
  return g_test_run ();
}
