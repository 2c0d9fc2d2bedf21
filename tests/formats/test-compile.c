/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What surrounds the statements: status, gaps and their places, batches, blocks, questions. */
#include "formats/alembic/compile.h"
#include "formats/alembic/header.h"

#include "compile-host.h"

#define HEAD "from alembic import op\nimport elsewhere, sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n" \
             "revision = 'a'\ndown_revision = None\n\ndef upgrade():\n"
#define FIRST_LINE 8 /* of the function's body */

static RetortMigration *
compile_direction (const char *body, RetortDirection direction, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = g_strconcat (HEAD, body, NULL);
  g_autoptr(RetortSource) source = retort_source_new ("/p/a.py", text, -1);
  g_autoptr(RetortRevision) revision = retort_alembic_header_read (source, NULL, NULL);
  g_autoptr(RetortHost) host = compile_host_new ();

  return retort_alembic_compile (NULL, revision, direction, host, cancellable, error);
}

static RetortMigration *
compile_body (const char *body)
{
  g_autoptr(GError) error = NULL;
  RetortMigration *migration = compile_direction (body, RETORT_DIRECTION_UPGRADE, NULL, &error);

  g_assert_no_error (error);
  return migration;
}

static void
test_status (void)
{
  static const struct
  {
    const char            *body;
    RetortMigrationStatus  status;
    guint                  n_batches;
  } cases[] = {
    { "    pass\n", RETORT_MIGRATION_COMPLETE, 0 },
    { "    op.drop_table('t')\n", RETORT_MIGRATION_COMPLETE, 1 },
    { "    op.drop_table(elsewhere.name)\n    op.drop_table('u')\n", RETORT_MIGRATION_PARTIAL, 1 },
    { "    op.drop_constraint(None, 't')\n", RETORT_MIGRATION_REFUSED, 0 },
    { "    op.drop_table('t', foo=1)\n", RETORT_MIGRATION_REFUSED, 0 },
    { "    op.drop_table()\n", RETORT_MIGRATION_REFUSED, 0 },
    { "    op.execute('select :x')\n", RETORT_MIGRATION_REFUSED, 0 },
    { "    op.execute(' ; ')\n", RETORT_MIGRATION_REFUSED, 0 },
    { "    postgresql.ENUM('a', name='m').create(op.get_bind())\n", RETORT_MIGRATION_LIVE, 1 },
    { "    if not sa.inspect(op.get_bind()).has_table('t'):\n        op.drop_table('t')\n    op.drop_table('u')\n", RETORT_MIGRATION_LIVE, 2 },
    { "    i = sa.inspect(op.get_bind())\n    if 'c' in [x['name'] for x in i.get_columns('t')]:\n        return\n    op.drop_table('u')\n",
      RETORT_MIGRATION_LIVE, 1 },
    { "    from sqlalchemy.engine.reflection import Inspector\n    if Inspector.from_engine(op.get_bind()).get_table_names():\n"
      "        op.drop_table('u')\n", RETORT_MIGRATION_LIVE, 1 },
    { "    c = op.get_bind()\n    for row in c.execute(sa.text('SELECT a FROM t')):\n"
      "        c.execute(sa.text('UPDATE t SET a = :a'), {'a': row.a + 1})\n", RETORT_MIGRATION_LIVE, 2 },
    { "    op.get_bind().execute(sa.text('SELECT 1'))\n", RETORT_MIGRATION_COMPLETE, 1 },
    /* The engine's connections are not the run's. */
    { "    if op.get_bind().engine.name == 'postgresql':\n        op.drop_table('u')\n", RETORT_MIGRATION_COMPLETE, 1 },
    { "    op.get_bind().engine.execute('SELECT 1')\n", RETORT_MIGRATION_PARTIAL, 0 },
    { "    with op.get_bind().engine.connect() as c:\n        c.execute(sa.text('SELECT 1'))\n", RETORT_MIGRATION_PARTIAL, 0 },
    { "    if sa.inspect(op.get_bind().engine).has_table('t'):\n        op.drop_table('t')\n", RETORT_MIGRATION_PARTIAL, 0 },
    /* A statement or its parameters, as rows decide. */
    { "    c = op.get_bind()\n    c.execute(sa.text('SELECT :a'), [{'a': r.a} for r in c.execute(sa.text('SELECT a FROM t'))])\n", RETORT_MIGRATION_LIVE, 2 },
    { "    c = op.get_bind()\n    for r in c.execute(sa.text('SELECT a FROM t')):\n        s = 'DROP TABLE a'\n        if r.a:\n"
      "            s = 'DROP TABLE b'\n        op.execute(s)\n", RETORT_MIGRATION_LIVE, 3 },
    { "    from datetime import datetime\n    import uuid\n    op.get_bind().execute(sa.text('INSERT INTO t VALUES (:a, :b)'), "
      "{'a': datetime(2016, 7, 1), 'b': uuid.UUID('12345678-1234-5678-1234-567812345678')})\n", RETORT_MIGRATION_COMPLETE, 1 },
    { "    from datetime import timedelta\n    op.get_bind().execute(sa.text('SELECT :a'), {'a': timedelta(1)})\n", RETORT_MIGRATION_COMPLETE, 1 },
    { "    op.get_bind().execute(sa.text('SELECT :a'), {'a': range(3)})\n", RETORT_MIGRATION_PARTIAL, 0 },
    { "    n = op.get_bind().execute(sa.text('SELECT 1')).scalar()\n    op.execute(f'DROP TABLE {n}')\n", RETORT_MIGRATION_LIVE, 2 },
    { "    n = op.get_bind().execute(sa.text('SELECT 1')).scalar()\n    op.drop_constraint(n, elsewhere.table)\n", RETORT_MIGRATION_PARTIAL, 1 },
    { "    n = op.get_bind().execute(sa.text('SELECT 1')).scalar()\n    op.create_table('t', sa.Column(n, elsewhere.type))\n",
      RETORT_MIGRATION_PARTIAL, 1 },
    { "    if op.get_bind().execute(sa.text('SELECT 1')).scalar() == 1:\n        op.unheard_of()\n", RETORT_MIGRATION_PARTIAL, 1 },
    { "    op.unheard_of('t')\n", RETORT_MIGRATION_PARTIAL, 0 },
    { "    op.drop_table('t')\n      op.drop_table('u')\n", RETORT_MIGRATION_BROKEN, 0 },
    { "    op.add_column('t', sa.Column('x', sa.JSON2()))\n", RETORT_MIGRATION_PARTIAL, 0 },
    { "    op.create_table('t', sa.Column('x', sa.Integer), *elsewhere.columns)\n", RETORT_MIGRATION_PARTIAL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortMigration) migration = compile_body (cases[i].body);

      if (retort_migration_get_status (migration) != cases[i].status
          || (cases[i].status != RETORT_MIGRATION_PARTIAL && retort_migration_get_n_batches (migration) != cases[i].n_batches))
        g_error ("%s: %s with %u batches", cases[i].body, retort_migration_status_to_string (retort_migration_get_status (migration)),
                 retort_migration_get_n_batches (migration));
    }
}

/* Where it asks, once each, and how many batches stand before: uses of the answer are no questions of their own. */
static void
test_questions (void)
{
  g_autoptr(RetortMigration) migration = compile_body ("    bind = op.get_bind()\n    op.drop_table('a')\n    names = sa.inspect(bind).get_table_names()\n"
                                                       "    if 't' in names and len(names) > 3:\n        op.drop_table('t')\n"
                                                       "    for row in bind.execute(sa.text('SELECT 1')):\n        op.execute(f'DROP TABLE {row[0]}')\n");
  GPtrArray *questions = retort_migration_get_questions (migration);
  static const struct { const char *reason; guint before_batch; } expected[] = {
    { "it depends on what the inspector says", 1 },
    { "it depends on what a statement gives back", 3 },
  };

  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_LIVE);
  g_assert_cmpuint (questions->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const RetortGap *question = g_ptr_array_index (questions, i);

      g_assert_cmpstr (question->reason, ==, expected[i].reason);
      g_assert_cmpuint (question->before_batch, ==, expected[i].before_batch);
    }
}

/* What may fail, or send something, by a value that is not known: it counts although the value is not written anywhere. */
static void
test_doubts (void)
{
  static const struct
  {
    const char            *body;
    RetortMigrationStatus  status;
  } cases[] = {
    { "    sa.Enum(os.environ['X'], name='e').drop(op.get_bind(), checkfirst=False)\n", RETORT_MIGRATION_PARTIAL },
    { "    os.environ['X'].foo()\n    op.drop_table('t')\n", RETORT_MIGRATION_PARTIAL },
    { "    op.execute('SELECT 1 /* ' + os.getenv('X', '').strip() + ' */')\n", RETORT_MIGRATION_LIVE },
    { "    sa.table('t', elsewhere.column)\n    op.drop_table('t')\n", RETORT_MIGRATION_PARTIAL },
    { "    sa.table('t', os.environ['X'])\n    op.drop_table('t')\n", RETORT_MIGRATION_LIVE },
    { "    op.alter_column('t', 'a', existing_type=elsewhere.type, nullable=False)\n", RETORT_MIGRATION_PARTIAL },
    /* A Column where its name is meant: as both versions of Alembic were seen to do. */
    { "    op.alter_column('t', sa.Column('a', sa.Integer(), nullable=False), existing_type=sa.Integer())\n", RETORT_MIGRATION_COMPLETE },
    { "    op.alter_column('t', sa.Column('a', sa.Integer()), nullable=False)\n", RETORT_MIGRATION_REFUSED },
    { "    op.alter_column('t', sa.Column('a', sa.Integer()), server_default=None)\n", RETORT_MIGRATION_REFUSED },
    { "    op.alter_column('t', 'a', existing_type=os.environ['X'], nullable=False)\n", RETORT_MIGRATION_LIVE },
    { "    from datetime import date\n    date(2018, 8, elsewhere.day)\n    op.drop_table('t')\n", RETORT_MIGRATION_PARTIAL },
    { "    elsewhere.number + 1\n    op.drop_table('t')\n", RETORT_MIGRATION_PARTIAL },
    { "    import enum\n    class E(enum.Enum):\n        a = 1\n        b = elsewhere.value\n        c = 3\n"
      "    op.add_column('t', sa.Column('a', sa.Enum(E, create_constraint=True, native_enum=False)))\n", RETORT_MIGRATION_PARTIAL },
    { "    op.get_bind().execute('select 1')\n", RETORT_MIGRATION_COMPLETE },
    { "    sa.orm.Session(op.get_bind()).execute('select 1')\n", RETORT_MIGRATION_REFUSED },
    /* A bool of Python's is no parameter of a condition. */
    { "    t = sa.table('t', sa.column('a'))\n    op.execute(t.delete().where(sa.and_(os.environ['X'] == 'y', t.c.a == 1)))\n", RETORT_MIGRATION_LIVE },
    /* Neither is a column whose name is not known yet. */
    { "    t = sa.table('t', sa.column('a'))\n    op.execute(t.delete().where(sa.column(os.environ['X']) == sa.true()))\n", RETORT_MIGRATION_LIVE },
    { "    t = sa.table('t', sa.column('a'))\n    op.execute(t.delete().where(t.c.a == {'a': os.environ['X']}))\n", RETORT_MIGRATION_PARTIAL },
    /* What fails with the first row does not fail where there is none. */
    { "    s = sa.orm.Session(op.get_bind())\n    for row in s.execute(sa.text('select 1')).fetchall():\n"
      "        s.execute('select 2')\n", RETORT_MIGRATION_LIVE },
    { "    s = sa.orm.Session(op.get_bind())\n    for row in s.execute(sa.text('select 1')).fetchall():\n"
      "        if s.execute('select 2').scalar():\n            op.drop_table('t')\n", RETORT_MIGRATION_LIVE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strconcat ("    import os\n", cases[i].body, NULL);
      g_autoptr(RetortMigration) migration = compile_body (body);

      if (retort_migration_get_status (migration) != cases[i].status)
        g_error ("%s: %s", cases[i].body, retort_migration_status_to_string (retort_migration_get_status (migration)));
    }
}

static void
test_places (void)
{
  g_autoptr(RetortMigration) migration =
    compile_body ("    op.add_column(\n        't',\n        sa.Column('x', sa.Integer))\n    op.drop_table(elsewhere.name)\n    op.drop_table('u')\n");
  RetortStatement *statement = retort_batch_get_statement (retort_migration_get_batch (migration, 0), 0);
  const RetortGap *gap = retort_migration_get_gap (migration, 0);

  g_assert_cmpuint (retort_statement_get_start (statement).line, ==, FIRST_LINE);
  g_assert_cmpuint (retort_statement_get_end (statement).line, ==, FIRST_LINE + 2);
  g_assert_cmpstr (retort_statement_get_origin (statement), ==, "/p/a.py");
  g_assert_cmpuint (gap->position.line, ==, FIRST_LINE + 3);
  g_assert_cmpuint (gap->before_batch, ==, 1);
}

static void
test_batches (void)
{
  g_autoptr(RetortMigration) migration = compile_body ("    op.execute('''select 1; -- one\n  select '2;';\n''')\n");
  RetortBatch *batch = retort_migration_get_batch (migration, 0);

  g_assert_cmpuint (retort_migration_get_n_batches (migration), ==, 1);
  g_assert_cmpuint (retort_batch_get_n_statements (batch), ==, 2);
  g_assert_cmpstr (retort_statement_get_sql (retort_batch_get_statement (batch, 1)), ==, "select '2;'");
  g_assert_cmpstr (retort_batch_get_sql (batch), ==, "select 1; -- one\n  select '2;';\n");
}

static void
test_blocks (void)
{
  g_autoptr(RetortMigration) migration =
    compile_body ("    with op.get_context().autocommit_block():\n        op.execute('select 1')\n        op.execute('select 2')\n"
                  "    with op.get_context().autocommit_block():\n        op.execute('select 3')\n    op.execute('select 4')\n");
  static const RetortBatchFlags flags[] = {
    RETORT_BATCH_AUTOCOMMIT | RETORT_BATCH_AUTOCOMMIT_START,
    RETORT_BATCH_AUTOCOMMIT,
    RETORT_BATCH_AUTOCOMMIT | RETORT_BATCH_AUTOCOMMIT_START,
    RETORT_BATCH_NONE,
  };
  g_autoptr(RetortMigration) empty = compile_body ("    with op.get_context().autocommit_block():\n        pass\n");

  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    g_assert_cmpint (retort_batch_get_flags (retort_migration_get_batch (migration, i)), ==, flags[i]);
  g_assert_cmpint (retort_migration_get_status (empty), ==, RETORT_MIGRATION_PARTIAL);
}

/* Connection.commit() and begin_nested() of SQLAlchemy 2.0. */
static void
test_commits (void)
{
  g_autoptr(RetortMigration) migration =
    compile_body ("    bind = op.get_bind()\n    bind.execute(sa.text('select 1'))\n    bind.commit()\n"
                  "    with bind.begin_nested():\n        op.execute('select 2')\n"
                  "    with bind.begin_nested() as nested:\n        nested.rollback()\n");
  static const char *const texts[] = {
    "select 1",
    "COMMIT",
    "SAVEPOINT sa_savepoint_1",
    "select 2",
    "RELEASE SAVEPOINT sa_savepoint_1",
    "SAVEPOINT sa_savepoint_2",
    "ROLLBACK TO SAVEPOINT sa_savepoint_2",
  };
  /* The savepoint itself may fail, so that the handler is the database's decision. */
  g_autoptr(RetortMigration) raising =
    compile_body ("    try:\n        with op.get_bind().begin_nested():\n            raise ValueError('no')\n    except ValueError:\n        pass\n");
  g_autoptr(RetortMigration) inside =
    compile_body ("    with op.get_context().autocommit_block():\n        op.get_bind().commit()\n        op.execute('select 1')\n");

  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
  g_assert_cmpuint (retort_migration_get_n_batches (migration), ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpstr (retort_batch_get_sql (retort_migration_get_batch (migration, i)), ==, texts[i]);
  g_assert_cmpint (retort_batch_get_flags (retort_migration_get_batch (migration, 1)), ==, RETORT_BATCH_COMMIT);
  g_assert_cmpint (retort_migration_get_status (inside), ==, RETORT_MIGRATION_PARTIAL);
  g_assert_cmpint (retort_migration_get_status (raising), ==, RETORT_MIGRATION_LIVE);
  g_assert_cmpstr (retort_batch_get_sql (retort_migration_get_batch (raising, 1)), ==, "ROLLBACK TO SAVEPOINT sa_savepoint_1");
}

static void
test_types_are_made_once (void)
{
  g_autoptr(RetortMigration) migration =
    compile_body ("    op.create_table('t', sa.Column('x', sa.Enum('a', name='m')))\n"
                  "    op.create_table('u', sa.Column('x', sa.Enum('a', name='m')))\n");

  g_assert_cmpuint (retort_migration_get_n_batches (migration), ==, 3);
  g_assert_cmpint (retort_batch_get_flags (retort_migration_get_batch (migration, 0)), ==, RETORT_BATCH_ONCE_PER_RUN);
}

/* A column that something unknown got hold of may be another one by the time it is used. */
/* The first table may have made the type. */
static void
test_type_of_unknown_table (void)
{
  g_autoptr(RetortMigration) migration =
    compile_body ("    e = sa.Enum('a', 'b', name='e')\n    op.create_table('t', sa.Column('x', e), sa.Column('y', elsewhere.type))\n"
                  "    op.create_table('u', sa.Column('x', e))\n");

  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_PARTIAL);
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    g_assert_false (g_str_has_prefix (retort_batch_get_sql (retort_migration_get_batch (migration, i)), "CREATE TYPE"));
}

static void
test_tainted_column (void)
{
  g_autoptr(RetortMigration) migration =
    compile_body ("    c = sa.Column('x', sa.Integer)\n    elsewhere.change(c)\n    op.add_column('t', c)\n");

  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_PARTIAL);
  g_assert_cmpuint (retort_migration_get_n_batches (migration), ==, 0);
}

static void
test_missing (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = compile_direction ("    pass\n", RETORT_DIRECTION_DOWNGRADE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_MISSING);
}

/* A function that is not found because Python would not load the file is not known to be missing. */
static void
test_broken_file (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSource) source = retort_source_new ("/p/a.py", "from alembic import op\nrevision = 'a'\n"
                                                      "down_revision = None\ndef upgrade( -> None:\n    pass\n", -1);
  g_autoptr(RetortRevision) revision = retort_alembic_header_read (source, NULL, NULL);
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(RetortMigration) migration = retort_alembic_compile (NULL, revision, RETORT_DIRECTION_UPGRADE, host, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_BROKEN);
  g_assert_cmpuint (retort_migration_get_n_gaps (migration), ==, 1);
  g_assert_cmpstr (retort_migration_get_gap (migration, 0)->reason, ==, "'(' is never closed");
  g_assert_cmpuint (retort_migration_get_gap (migration, 0)->position.line, ==, 4);
}

static void
test_host_error_stops (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = NULL;

  g_cancellable_cancel (cancellable);
  migration = compile_direction ("    op.drop_table('t')\n", RETORT_DIRECTION_UPGRADE, cancellable, &error);
  g_assert_null (migration);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/compile/status", test_status);
  g_test_add_func ("/formats/compile/doubts", test_doubts);
  g_test_add_func ("/formats/compile/questions", test_questions);
  g_test_add_func ("/formats/compile/places", test_places);
  g_test_add_func ("/formats/compile/batches", test_batches);
  g_test_add_func ("/formats/compile/blocks", test_blocks);
  g_test_add_func ("/formats/compile/commits", test_commits);
  g_test_add_func ("/formats/compile/types-are-made-once", test_types_are_made_once);
  g_test_add_func ("/formats/compile/type-of-unknown-table", test_type_of_unknown_table);
  g_test_add_func ("/formats/compile/tainted-column", test_tainted_column);
  g_test_add_func ("/formats/compile/missing", test_missing);
  g_test_add_func ("/formats/compile/broken-file", test_broken_file);
  g_test_add_func ("/formats/compile/host-error-stops", test_host_error_stops);
  return g_test_run ();
}
