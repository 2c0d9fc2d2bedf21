/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up statements of SQLAlchemy Core, written by SQLAlchemy and by ours: what is understood is the same to the letter, and most of
 * it is understood. */
#include "formats/alembic/compile.h"
#include "formats/alembic/header.h"
#include "formats/alembic/offline.h"

#include "compile-host.h"
#include "python-oracle.h"

#include <string.h>

#define N_STATEMENTS 1500
#define MIN_UNDERSTOOD 0.9

#define TABLES \
  "a = sa.table('a', sa.column('id', sa.Integer), sa.column('n', sa.String), sa.column('f', sa.Boolean))\n" \
  "b = sa.table('b', sa.column('id', sa.Integer), sa.column('aid', sa.Integer), sa.column('Name', sa.String), schema='s')\n" \
  "c = a.alias()\n" \
  "d = b.alias('d')\n"

static const char oracle_program[] =
  "import json, sys\n"
  "import sqlalchemy as sa\n"
  "from sqlalchemy.dialects import postgresql\n"
  TABLES
  "for line in sys.stdin:\n"
  "    try:\n"
  "        statement = eval(json.loads(line))\n"
  "        print(json.dumps(str(statement.compile(dialect=postgresql.dialect(paramstyle='named'), compile_kwargs={'literal_binds': True}))))\n"
  "    except Exception as error:\n"
  "        print(json.dumps('fails'))\n";

/* What is written, and how much more may be. */
typedef struct
{
  GRand   *random;
  GString *out;
  guint    n_left;
} Generator;

typedef void (*Rule) (Generator *self);

static guint
draw (Generator *self, guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

static void
put (Generator *self, const char *text)
{
  g_string_append (self->out, text);
}

static const char *
pick (Generator *self, const char *const *texts, guint n_texts)
{
  return texts[draw (self, n_texts)];
}

#define PICK(self, texts) put (self, pick (self, texts, G_N_ELEMENTS (texts)))

static void write_number    (Generator *self);
static void write_text      (Generator *self);
static void write_single_text (Generator *self);
static void write_condition (Generator *self);
static void write_select    (Generator *self);

/* @format with '#' for a number, '$' for a text, '^' for one that is no "||", '?' for a condition, '@' for a SELECT of one number */
static void
expand (Generator *self, const char *format)
{
  for (const char *p = format; *p != '\0'; p++)
    if (*p == '#')
      write_number (self);
    else if (*p == '$')
      write_text (self);
    else if (*p == '?')
      write_condition (self);
    else if (*p == '^')
      write_single_text (self);
    else if (*p == '@')
      write_select (self);
    else
      g_string_append_c (self->out, *p);
}

static void
expand_one (Generator *self, const char *const *leaves, guint n_leaves, const char *const *formats, guint n_formats)
{
  if (self->n_left == 0 || draw (self, 3) == 0)
    {
      put (self, pick (self, leaves, n_leaves));
      return;
    }
  self->n_left--;
  expand (self, pick (self, formats, n_formats));
}

static void
write_number (Generator *self)
{
  static const char *const leaves[] = { "a.c.id", "b.c.aid", "c.c.id", "d.c.id", "sa.literal(3)" };
  static const char *const formats[] = {
    "(# + 1)", "(# - #)", "(# * #)", "sa.func.length($)", "sa.func.coalesce(#, 0)", "sa.cast($, sa.Integer)",
    "sa.case((?, 1), else_=#)", "sa.func.count(#)", "@.scalar_subquery()", "(-a.c.id)",
  };

  expand_one (self, leaves, G_N_ELEMENTS (leaves), formats, G_N_ELEMENTS (formats));
}

static void
write_text (Generator *self)
{
  static const char *const leaves[] = { "a.c.n", "b.c.Name", "c.c.n", "d.c.Name" };
  static const char *const formats[] = {
    "sa.func.lower($)", "($ + 'x')", "($ + $)", "sa.cast(#, sa.String)", "sa.func.coalesce($, 'it''s')", "$.concat('y')",
    "sa.func.max($)",
  };

  expand_one (self, leaves, G_N_ELEMENTS (leaves), formats, G_N_ELEMENTS (formats));
}

static void
write_condition (Generator *self)
{
  static const char *const leaves[] = {
    "a.c.f", "~a.c.f", "(a.c.id == b.c.aid)", "(c.c.id < 5)", "a.c.n.is_(None)", "(a.c.id == c.c.id)", "(d.c.aid == a.c.id)",
  };
  static const char *const formats[] = {
    "(# == #)", "(# != 3)", "(# >= #)", "(^ == 'x')", "(^ < ^)", "^.like('a%')", "^.ilike('%b')", "^.in_(['x', 'y'])",
    "#.notin_([1, 2])", "sa.between(#, 1, 5)", "#.in_([])", "#.notin_([])", "^.like('a', escape='/')", "^.startswith('a%_/', autoescape=True)",
    "^.contains('a', escape='!')", "^.not_ilike('b')", "#.in_(@)", "#.between(1, #)",
    "sa.and_(?, ?)", "sa.or_(?, ?)", "(? & ?)", "(? | ?)", "sa.not_(?)", "~(?)",
    "sa.exists().where(?)", "~sa.exists().where(?)", "sa.exists(@)", "$.startswith('p')", "~$.contains('q')", "^.isnot(None)",
    "#.is_distinct_from(#)", "(# == @.scalar_subquery())",
  };

  expand_one (self, leaves, G_N_ELEMENTS (leaves), formats, G_N_ELEMENTS (formats));
}

/* SQLAlchemy 1.4 gives "||" another precedence. */
static void
write_single_text (Generator *self)
{
  static const char *const leaves[] = { "a.c.n", "b.c.Name", "c.c.n" };
  static const char *const formats[] = { "sa.func.lower($)", "sa.cast(#, sa.String)", "sa.func.max($)" };

  expand_one (self, leaves, G_N_ELEMENTS (leaves), formats, G_N_ELEMENTS (formats));
}

/* A SELECT that gives one column. */
static void
write_select (Generator *self)
{
  static const char *const columns[] = {
    "sa.select(b.c.id)", "sa.select(a.c.id)", "sa.select(c.c.id)", "sa.select(sa.func.max(d.c.id))", "sa.select(b.c.aid).distinct()",
    "sa.select(sa.func.count()).select_from(b)", "sa.select(d.c.id).select_from(d.join(c, d.c.aid == c.c.id))",
    "sa.select(b.c.id).select_from(b.outerjoin(d, b.c.id == d.c.aid))",
  };
  static const char *const tails[] = { "", "", ".limit(1)", ".order_by(b.c.id.desc())", ".group_by(b.c.id).having(sa.func.count() > 1)" };

  const char *column = pick (self, columns, G_N_ELEMENTS (columns));

  put (self, column);
  /* SQLAlchemy 1.4 has another order of tables when a condition adds some to those of select_from(). */
  if (self->n_left > 0 && strstr (column, "select_from") == NULL)
    {
      self->n_left--;
      put (self, ".where(");
      write_condition (self);
      put (self, ")");
    }
  PICK (self, tails);
}

static char *
generate (GRand *random)
{
  static const char *const formats[] = {
    "sa.update(a).values(id=a.c.id * 2 + 1).where(?)", "sa.update(a).values(n=a.c.n + 'x', f=a.c.id > 3)",
    "a.update().where(?).values({'n': sa.func.upper(a.c.n)})", "sa.update(a).values(id=@.scalar_subquery()).where(?)",
    "sa.update(a).values(id=b.c.id, n=sa.null()).where(a.c.id == b.c.aid, ?)",
    "sa.delete(a).where(?)", "sa.delete(b).where(?, ?)", "sa.insert(a).values(id=@.scalar_subquery(), n='x')",
    "sa.insert(a).from_select(['id'], @)", "sa.insert(a).from_select(['id', 'n'], sa.select(#, $).where(?))",
    "sa.insert(a).from_select(['id'], @.union_all(@))", "sa.select(#, $, sa.literal(1), #.label('x')).where(?)",
    "(lambda q: sa.update(a).values(id=q.c.aid).where(q.c.Name == a.c.n))(sa.select(b.c.aid, b.c.Name).where(?).subquery())",
    "(lambda q: sa.update(a).values(id=q.c.k).where(q.c.aid == a.c.id))(sa.select(b.c.aid, sa.func.count(b.c.id).label('k')).group_by(b.c.aid).cte('q'))",
    "(lambda q: sa.delete(a).where(a.c.id.in_(sa.select(q.c.id).where(q.c.r > 1))))(sa.select(a.c.id, sa.func.row_number().over(partition_by=$, order_by=a.c.id).label('r')).subquery())",
    "postgresql.insert(a).values(id=1, n='x').on_conflict_do_nothing(index_elements=['id'])",
    "(lambda i: i.on_conflict_do_update(index_elements=[a.c.id], set_={'n': i.excluded.n, 'f': sa.true()}, where=a.c.n != i.excluded.n))(postgresql.insert(a).values(id=1, n='x'))",
    "sa.select(a.c.id, b.c.id, d.c.aid).where(?)", "sa.select(c).where(?).order_by(c.c.id)",
  };
  Generator self = { random, g_string_new (NULL), 6 };

  expand (&self, formats[draw (&self, G_N_ELEMENTS (formats))]);
  return g_string_free (self.out, FALSE);
}

/* (nullable): the only statement, when the migration is complete */
static char *
compile (const char *expression)
{
  g_autofree char *text = NULL;
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRevision) revision = NULL;
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(RetortMigration) migration = NULL;
  g_autofree char *sql = NULL;

  text = g_strdup_printf ("from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n"
                          "revision = 'a'\ndown_revision = None\n" TABLES "\ndef upgrade():\n    op.execute(%s)\n", expression);
  source = retort_source_new ("made-up.py", text, -1);
  revision = retort_alembic_header_read (source, NULL, &error);
  g_assert_no_error (error);
  migration = retort_alembic_compile (NULL, revision, RETORT_DIRECTION_UPGRADE, host, NULL, &error);
  g_assert_no_error (error);
  if (retort_migration_get_status (migration) != RETORT_MIGRATION_COMPLETE)
    {
      g_test_message ("%s: %s", expression, retort_migration_get_gap (migration, 0)->reason);
      return NULL;
    }
  sql = retort_alembic_offline_migration (migration);
  g_strchomp (sql);
  g_assert_true (g_str_has_suffix (sql, ";"));
  return g_strndup (sql, strlen (sql) - strlen (";"));
}

static void
test_like_sqlalchemy (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  g_autoptr(GPtrArray) expressions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;
  guint n_right = 0;
  guint n_possible = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_STATEMENTS; i++)
    g_ptr_array_add (expressions, generate (random));
  answers = python_oracle_ask (oracle_program, expressions);
  for (guint i = 0; i < expressions->len; i++)
    {
      const char *expression = g_ptr_array_index (expressions, i);
      const char *expected = g_ptr_array_index (answers, i);
      g_autofree char *sql = compile (expression);

      n_possible += !g_str_equal (expected, "fails");
      if (sql == NULL)
        continue;
      n_right++;
      if (!g_str_equal (sql, expected))
        g_error ("%s\nis\n%s\ninstead of\n%s", expression, sql, expected);
    }
  g_test_message ("%u of %u understood", n_right, n_possible);
  g_assert_cmpfloat (n_right, >=, MIN_UNDERSTOOD * n_possible);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/core/like-sqlalchemy", test_like_sqlalchemy);
  return g_test_run ();
}
