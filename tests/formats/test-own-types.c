/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types that a project writes itself, and enums of Python as types: compiled by Alembic and by ours. */
#include "formats/alembic/compile.h"
#include "formats/alembic/header.h"
#include "formats/alembic/offline.h"

#include "compile-host.h"
#include "python-oracle.h"

#define HEAD \
  "import enum\nfrom alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy import types\n" \
  "from sqlalchemy.dialects import postgresql\nrevision = 'a'\ndown_revision = None\n"

static const char oracle_program[] =
  "import io, json, sys\n"
  "from alembic.runtime.migration import MigrationContext\n"
  "from alembic.operations import Operations\n"
  "for line in sys.stdin:\n"
  "    output = io.StringIO()\n"
  "    options = {'as_sql': True, 'output_buffer': output, 'literal_binds': True, 'dialect_opts': {'paramstyle': 'named'}}\n"
  "    context = MigrationContext.configure(dialect_name='postgresql', opts=options)\n"
  "    names = {'__name__': 'revision'}\n"
  "    try:\n"
  "        with Operations.context(context):\n"
  "            exec(json.loads(line), names)\n"
  "            names['upgrade']()\n"
  "        print(json.dumps(output.getvalue().strip()))\n"
  "    except Exception as error:\n"
  "        print(json.dumps('fails: %s' % error))\n";

#define LOWER \
  "class Lower(sa.TypeDecorator):\n    impl = sa.String\n    cache_ok = True\n" \
  "    def process_bind_param(self, value, dialect):\n        return value.lower() if dialect.name == 'postgresql' else value\n"

/* A class, and what an upgrade does with it. */
static const struct
{
  const char *definition;
  const char *statement;
} cases[] = {
  { "class Zoned(sa.TypeDecorator):\n    impl = sa.DateTime(timezone=True)\n    cache_ok = True",
    "op.add_column('t', sa.Column('a', Zoned()))" },
  { "class Short(types.TypeDecorator):\n    impl = sa.String", "op.add_column('t', sa.Column('a', Short(5)))" },
  { "class Short(types.TypeDecorator):\n    impl = sa.String", "op.add_column('t', sa.Column('a', Short(length=7)))" },
  { "class Short(types.TypeDecorator):\n    impl = sa.String\nclass Shorter(Short):\n    impl = sa.Unicode",
    "op.add_column('t', sa.Column('a', Shorter(3)))" },
  { "class Key(sa.TypeDecorator):\n    impl = sa.Integer", "op.create_table('t', sa.Column('id', Key, primary_key=True))" },
  { "class Guid(sa.TypeDecorator):\n    impl = sa.CHAR\n    def load_dialect_impl(self, dialect):\n"
    "        if dialect.name == 'postgresql':\n            return dialect.type_descriptor(postgresql.UUID())\n"
    "        return dialect.type_descriptor(sa.CHAR(32))",
    "op.create_table('t', sa.Column('id', Guid(), primary_key=True), sa.Column('o', Guid, nullable=True))" },
  { "class Guid(sa.TypeDecorator):\n    impl = sa.CHAR(9)\n    def load_dialect_impl(self, dialect):\n        return self.impl",
    "op.add_column('t', sa.Column('id', Guid()))" },
  { "class Point(types.UserDefinedType):\n    def get_col_spec(self, **kw):\n        return 'POINT'",
    "op.alter_column('t', 'a', type_=Point())" },
  { "class Name(sa.String):\n    pass", "op.add_column('t', sa.Column('a', Name(10), nullable=False))" },
  { "class Mood(enum.Enum):\n    happy = 1\n    SAD = 2", "op.create_table('t', sa.Column('a', sa.Enum(Mood)))" },
  { "class Mood(str, enum.Enum):\n    happy = 'h'\n    SAD = 's'", "op.create_table('t', sa.Column('a', postgresql.ENUM(Mood, name='m')))" },
  { "class Mood(enum.Enum):\n    happy = 'h'\n    SAD = 's'",
    "op.create_table('t', sa.Column('a', sa.Enum(Mood, values_callable=lambda e: [m.value for m in e])))" },
  { "class Mood(enum.Enum):\n    happy = 1\n    SAD = 2", "op.add_column('t', sa.Column('a', sa.Enum(Mood, native_enum=False)))" },
  { "class Mood(enum.Enum):\n    happy = 'h'\n    SAD = 's'",
    "op.bulk_insert(sa.table('t', sa.column('a', sa.Enum(Mood))), [{'a': Mood.SAD}, {'a': 'happy'}])" },
  { "class Mood(enum.Enum):\n    happy = 'h'\n    SAD = 's'",
    "op.bulk_insert(sa.table('t', sa.column('a', sa.Enum(Mood, values_callable=lambda e: [m.value for m in e]))), [{'a': Mood.SAD}])" },
  { "class Mood(str, enum.Enum):\n    happy = 'h'", "op.add_column('t', sa.Column('a', sa.String(), server_default=Mood.happy))" },
  { "class Mood(enum.Enum):\n    happy = 'h'", "op.add_column('t', sa.Column('a', sa.String(), server_default=Mood.happy.name))" },
  { "class Mood(sa.TypeDecorator):\n    impl = sa.Enum('a', 'b', name='mood')", "op.create_table('t', sa.Column('a', Mood()))" },
  { LOWER, "op.bulk_insert(sa.table('t', sa.column('a', Lower())), [{'a': 'X'}, {'a': \"It's\"}])" },
  { LOWER, "t = sa.table('t', sa.column('a', Lower)); op.execute(t.update().where(t.c.a == 'Q').values(a=\"It's\"))" },
  { LOWER "class More(Lower):\n    pass\n",
    "t = sa.table('t', sa.column('a', More)); op.execute(t.delete().where(t.c.a.in_(['A', 'b']), sa.func.lower(t.c.a) != 'C'))" },
  { "class Mood(enum.Enum):\n    happy = 1\nclass Number(sa.TypeDecorator):\n    impl = sa.Integer\n"
    "    def process_bind_param(self, value, dialect):\n        return value.value\n",
    "op.execute(sa.table('t', sa.column('a', Number)).insert().values(a=Mood.happy))" },
  { "class Read(sa.TypeDecorator):\n    impl = sa.Integer\n    def process_result_value(self, value, dialect):\n        return str(value)\n",
    "op.execute(sa.table('t', sa.column('a', Read)).insert().values(a=5))" },
  { "class Other(sa.JSON):\n    __visit_name__ = 'Other'\nmine = sa.JSON().with_variant(Other(), 'sqlite')",
    "op.add_column('t', sa.Column('a', mine))" },
  { "import os, sys\nsys.path.append(os.getcwd())", "op.execute('SELECT 1')" },
  { "import logging, sys\nlog = logging.getLogger(__name__).getChild('a')\nlog.addHandler(logging.StreamHandler(sys.stdout))\n"
    "log.propagate = False",
    "log.debug('no'); op.execute('SELECT 1')" },
  { "from typing import TypedDict\nclass Row(TypedDict):\n    a: int\nrow = Row(a=1)", "op.execute('SELECT %d' % row['a'])" },
};

#define NOTE \
  "from sqlalchemy.orm import Session, declarative_base, column_property\n" \
  "class Note(declarative_base()):\n    __tablename__ = 'notes'\n    id = sa.Column(sa.Integer, primary_key=True)\n"
#define QUERY "Session(op.get_bind()).query(Note)."
#define IN_SESSION "Session(bind=op.get_bind()).execute("

/* What is not followed: never complete. */
static const struct
{
  const char *definition;
  const char *statement;
} strange[] = {
  { "class Short(sa.TypeDecorator):\n    impl = sa.String\n    def __init__(self, n):\n        super().__init__(length=n + 1)",
    "op.add_column('t', sa.Column('a', Short(5)))" },
  { "from sqlalchemy.ext.compiler import compiles\nclass Name(sa.String):\n    pass\n@compiles(Name, 'postgresql')\n"
    "def write(element, compiler, **kw):\n    return 'CITEXT'",
    "op.add_column('t', sa.Column('a', Name()))" },
  { LOWER, "op.execute(sa.table('t', sa.column('a', Lower())).insert().values(a=None))" },
  { LOWER "    def process_literal_param(self, value, dialect):\n        return 'x'\n",
    "op.execute(sa.table('t', sa.column('a', Lower())).insert().values(a='X'))" },
  { "class Mine(sa.TypeDecorator):\n    impl = sa.String\n    def process_bind_param(self, value, dialect):\n        return self.mine + value",
    "op.execute(sa.table('t', sa.column('a', Mine())).insert().values(a='X'))" },
  { "class Raises(sa.TypeDecorator):\n    impl = sa.String\n    def process_bind_param(self, value, dialect):\n        raise ValueError(value)",
    "op.execute(sa.table('t', sa.column('a', Raises())).insert().values(a='X'))" },
  { "class Lower(sa.TypeDecorator):\n    impl = sa.String\n    def bind_expression(self, value):\n        return sa.func.lower(value)",
    "op.execute(sa.table('t', sa.column('a', Lower())).insert().values(a='X'))" },
  { "class None_(sa.TypeDecorator):\n    cache_ok = True", "op.add_column('t', sa.Column('a', None_()))" },
  { "class Odd(types.UserDefinedType):\n    def get_col_spec(self):\n        return open('/etc/hostname').read()",
    "op.add_column('t', sa.Column('a', Odd()))" },
  { "class Other(sa.JSON):\n    __visit_name__ = 'Other'\nmine = sa.JSON().with_variant(Other(), 'postgresql')",
    "op.add_column('t', sa.Column('a', mine))" },
  { NOTE, IN_SESSION "sa.delete(Note))" },
  { NOTE, QUERY "filter(Note.id == 1).delete()" },
  { NOTE, QUERY "update({'id': Note.id + 1}, synchronize_session='fetch')" },
  { NOTE, QUERY "filter(elsewhere.condition).delete(synchronize_session=False)" },
  { NOTE, QUERY "filter_by(name='x').delete(synchronize_session=False)" },
  { NOTE, QUERY "update({'name': 'x'}, synchronize_session=False)" },
  { NOTE, QUERY "filter(Note.id == 1).all()" },
  { NOTE, QUERY "filter(Note.id == 1)[0]" },
  { NOTE, "list(Session(op.get_bind()).query(Note))" },
  { NOTE, "[note.id for note in Session(op.get_bind()).query(Note)]" },
  { NOTE, "note, = Session(op.get_bind()).query(Note)" },
  { NOTE, "print(*Session(op.get_bind()).query(Note))" },
  { NOTE, IN_SESSION "sa.select(Note))" },
  { NOTE, IN_SESSION "sa.insert(Note).values(id=1))" },
  { NOTE, "Session(bind=op.get_bind()).add(Note(id=1, more=2))" },
  { NOTE "    size = column_property(id + 1)\n", "op.execute(sa.select(Note))" },
  { NOTE "    text = sa.Column('content', sa.Text)\n", "op.execute(sa.update(Note).values(text='x'))" },
  { NOTE "    __mapper_args__ = {'eager_defaults': True}\n", "op.execute(sa.insert(Note).values(id=1))" },
  { NOTE "change(Note)\n", "op.execute(sa.delete(Note))" },
  { NOTE "class Short(Note):\n    pass\n", "op.execute(sa.delete(Short))" },
  { "from sqlalchemy.ext.compiler import compiles\nfrom sqlalchemy.schema import DropTable\n@compiles(DropTable, 'postgresql')\n"
    "def write(element, compiler, **kw):\n    return 'DROP TABLE t CASCADE'",
    "op.drop_table('t')" },
};

/* What Debian's SQLAlchemy does not have, or Alembic cannot do offline: the text of SQLAlchemy 2.0. */
static const struct
{
  const char *definition;
  const char *statement;
  const char *sql;
} newer[] = {
  { "d = postgresql.DOMAIN('D x', sa.Integer, default='5', not_null=True, check='VALUE > 0', constraint_name='c', schema='s')",
    "op.create_table('t', sa.Column('a', d))",
    "CREATE DOMAIN s.\"D x\" AS INTEGER DEFAULT '5' CONSTRAINT c NOT NULL CHECK (VALUE > 0);\n\n"
    "CREATE TABLE t (\n    a s.\"D x\"\n);" },
  { "d = postgresql.DOMAIN('d', sa.String(5), collation='C')", "d.create(op.get_bind(), checkfirst=False)",
    "CREATE DOMAIN d AS VARCHAR(5) COLLATE \"C\";" },
  { "t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.String))", "op.execute(t.update().values({t.c.b: t.c.b.collate('C').label('w')}))",
    "UPDATE t SET b=(t.b COLLATE \"C\");" },
  { "t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.String))", "op.execute(t.update().ordered_values((t.c.b, 'x'), ('a', 1)))",
    "UPDATE t SET b='x', a=1;" },
  { "from loguru import logger", "logger.info('{}', 1); op.execute('SELECT 1')", "SELECT 1;" },
  { "d = postgresql.DOMAIN('d', sa.String(5))", "d.drop(op.get_bind(), checkfirst=False)", "DROP DOMAIN d;" },
  { "from sqlalchemy.orm import Session", "session = Session(bind=op.get_bind()); session.execute(sa.text('SELECT :a'), {'a': 1}); session.commit()",
    "SELECT 1;" },
  { "from sqlalchemy import orm", "orm.sessionmaker(bind=op.get_bind())().execute(sa.table('t').delete())", "DELETE FROM t;" },
  { NOTE, IN_SESSION "sa.delete(Note).execution_options(synchronize_session=False))", "DELETE FROM notes;" },
  { NOTE, IN_SESSION "sa.update(Note).values(id=2), execution_options={'synchronize_session': False})", "UPDATE notes SET id=2;" },
  { NOTE, QUERY "filter(Note.id == 1, Note.id != 2).delete(synchronize_session=False)",
    "DELETE FROM notes WHERE notes.id = 1 AND notes.id != 2;" },
  { NOTE, QUERY "filter_by(id=1).filter(Note.id > 0).update({'id': Note.id + 1}, synchronize_session=False)",
    "UPDATE notes SET id=(notes.id + 1) WHERE notes.id = 1 AND notes.id > 0;" },
  { NOTE, QUERY "update({Note.id: 2}, False)", "UPDATE notes SET id=2;" },
  { NOTE, IN_SESSION "sa.select(Note.id))", "SELECT notes.id \nFROM notes;" },
};

static char *
make_module (const char *definition, const char *statement)
{
  return g_strdup_printf (HEAD "%s\n\ndef upgrade():\n    %s\n", definition, statement);
}

static RetortMigration *
compile (const char *text)
{
  g_autoptr(RetortSource) source = retort_source_new ("/p/a.py", text, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRevision) revision = retort_alembic_header_read (source, NULL, &error);
  g_autoptr(RetortHost) host = compile_host_new ();
  RetortMigration *migration;

  g_assert_no_error (error);
  migration = retort_alembic_compile (NULL, revision, RETORT_DIRECTION_UPGRADE, host, NULL, &error);
  g_assert_no_error (error);
  return migration;
}

static void
test_same (void)
{
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_ptr_array_add (questions, make_module (cases[i].definition, cases[i].statement));
  answers = python_oracle_ask (oracle_program, questions);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortMigration) migration = compile (questions->pdata[i]);
      g_autofree char *sql = retort_alembic_offline_migration (migration);

      for (guint j = 0; j < retort_migration_get_n_gaps (migration); j++)
        g_test_message ("%s: %s", cases[i].statement, retort_migration_get_gap (migration, j)->reason);
      g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
      g_assert_cmpstr (sql, ==, answers->pdata[i]);
    }
}

static void
test_strange (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      g_autofree char *text = make_module (strange[i].definition, strange[i].statement);
      g_autoptr(RetortMigration) migration = compile (text);

      g_test_message ("%s", strange[i].definition);
      g_assert_cmpint (retort_migration_get_status (migration), !=, RETORT_MIGRATION_COMPLETE);
    }
}

static void
test_newer (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (newer); i++)
    {
      g_autofree char *text = make_module (newer[i].definition, newer[i].statement);
      g_autoptr(RetortMigration) migration = compile (text);
      g_autofree char *sql = retort_alembic_offline_migration (migration);

      g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
      g_assert_cmpstr (sql, ==, newer[i].sql);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/own-types/same", test_same);
  g_test_add_func ("/formats/own-types/strange", test_strange);
  g_test_add_func ("/formats/own-types/newer", test_newer);
  return g_test_run ();
}
