/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random operations under naming conventions: what Alembic's offline mode prints beside what we make of a project whose models
 * hold the convention. Where the original fails, nothing may be complete. */
#include "formats/adapter.h"

#include "compile-host.h"
#include "python-oracle.h"
#include "scratch.h"

#define N_BODIES 60

static const char *const conventions[] = {
  "{'ix': 'ix_%(column_0_label)s', 'uq': 'uq_%(table_name)s_%(column_0_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s', "
    "'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', 'pk': 'pk_%(table_name)s'}",
  "{'ix': 'idx_%(table_name)s__%(column_0_N_name)s', 'uq': '%(table_name)s_%(column_0N_name)s_key', 'pk': '%(table_name)s_pkey', "
    "'fk': '%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s_%(referred_column_0_N_name)s_fkey'}",
  "{'uq': '%(constraint_name)s_unique', 'ck': '%(constraint_name)s_check', 'pk': 'pk_%(table_name)s_%(column_1_name)s'}",
  "{'uq': 'uq_%(column_1_label)s', 'fk': 'fk_%(column_0_key)s_%(referred_column_0_name)s', 'ix': '%(column_0_N_label)s_idx', "
    "'pk': 'a_very_long_name_for_a_primary_key_which_postgresql_cannot_hold_%(table_name)s'}",
  "{'uq': 'uq_%(column_9_name)s', 'ix': 'ix_%(constraint_name)s', 'ck': 'ck_%(column_0_name)s'}",
  "{'fk': 'fk_%(referred_column_3_name)s', 'pk': 'pk_%(column_0_N_label)s'}",
  "{}",
};

/* %1$s: a table, %2$s: a name */
static const char *const bodies[] = {
  "op.create_primary_key(%2$s, '%1$s', ['a', 'b'])",
  "op.create_unique_constraint(%2$s, '%1$s', ['a'])",
  "op.create_unique_constraint(%2$s, '%1$s', ['a', 'b'], schema='Sales')",
  "op.create_foreign_key(%2$s, '%1$s', 'other', ['a', 'b'], ['c', 'd'])",
  "op.create_foreign_key(%2$s, '%1$s', 'other', ['a'], ['id'], source_schema='s', referent_schema='r', ondelete='CASCADE')",
  "op.create_check_constraint(%2$s, '%1$s', 'a > 1')",
  "op.create_check_constraint(%2$s, '%1$s', sa.column('a') > 1)",
  "op.create_index(%2$s, '%1$s', ['a'])",
  "op.create_index(%2$s, '%1$s', ['a', 'b'], unique=True, schema='my.schema')",
  "op.create_index(%2$s, '%1$s', [sa.text('lower(a)')])",
  "op.drop_constraint(%2$s, '%1$s', type_='primary')",
  "op.drop_constraint(%2$s, '%1$s', type_='unique', schema='s')",
  "op.drop_constraint(%2$s, '%1$s', type_='foreignkey')",
  "op.drop_constraint(%2$s, '%1$s', type_='check')",
  "op.drop_constraint(%2$s, '%1$s')",
  "op.add_column('%1$s', sa.Column('a', sa.Integer, unique=True))",
  "op.add_column('%1$s', sa.Column('a', sa.Integer, index=True, unique=True))",
  "op.add_column('%1$s', sa.Column('a', sa.Integer, sa.ForeignKey('other.id', name=%2$s)))",
  "op.add_column('%1$s', sa.Column('a', sa.Integer, sa.CheckConstraint('a > 1', name=%2$s)))",
  "op.create_table('%1$s', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.Integer, index=True))",
  "op.create_table('%1$s', sa.Column('id', sa.Integer), sa.Column('b', sa.Text), sa.PrimaryKeyConstraint('id', 'b', name=%2$s))",
  "op.create_table('%1$s', sa.Column('id', sa.Integer), sa.UniqueConstraint('id', name=%2$s), sa.CheckConstraint('id > 0', name=%2$s))",
  "op.create_table('%1$s', sa.Column('id', sa.Integer, sa.ForeignKey('s.o.x')), sa.ForeignKeyConstraint(['id'], ['p.q'], name=%2$s), schema='s')",
  "op.create_table('%1$s', sa.Column('k', sa.Enum('x', 'y', name='mood', native_enum=False, create_constraint=True)))",
  "op.create_table('%1$s', sa.Column('k', sa.Integer, sa.CheckConstraint('k > 0', name=%2$s), unique=True), schema='s')",
  "op.create_exclude_constraint(%2$s, '%1$s', ('a', '='))",
};

static const char *const tables[] = { "t", "Order", "user_account" };
static const char *const names[] = { "None", "None", "'given'", "op.f('final')", "'Given Name'" };

#define PICK(random, array) ((array)[g_rand_int_range ((random), 0, G_N_ELEMENTS (array))])

static char *
generate_body (GRand *random)
{
  const char *body = PICK (random, bodies);
  g_autoptr(GString) text = g_string_new (body);

  g_string_replace (text, "%1$s", PICK (random, tables), 0);
  g_string_replace (text, "%2$s", PICK (random, names), 0);
  return g_strdup (text->str);
}

/* A question: the convention, a line's end, the operation. */
static const char oracle_program[] =
  "import io, json, sys, warnings\n"
  "import sqlalchemy as sa\n"
  "from alembic.runtime.migration import MigrationContext\n"
  "from alembic.operations import Operations\n"
  "warnings.simplefilter('ignore')\n"
  "for line in sys.stdin:\n"
  "    convention, body = json.loads(line).split('\\n')\n"
  "    output = io.StringIO()\n"
  "    metadata = sa.MetaData(naming_convention=eval(convention))\n"
  "    context = MigrationContext.configure(dialect_name='postgresql', opts={'as_sql': True, 'output_buffer': output,\n"
  "                                         'target_metadata': metadata, 'literal_binds': True})\n"
  "    try:\n"
  "        exec(body, {'op': Operations(context), 'sa': sa})\n"
  "        answer = output.getvalue().strip()\n"
  "    except Exception: answer = 'refused'\n"
  "    print(json.dumps(answer))\n";

static void
write_project (const char *scratch, const char *convention, GPtrArray *questions)
{
  g_autofree char *models = g_strdup_printf ("from sqlalchemy import MetaData\nfrom sqlalchemy.orm import declarative_base\n"
                                             "CONVENTION = %s\nBase = declarative_base(metadata=MetaData(naming_convention=CONVENTION))\n",
                                             convention);

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nprepend_sys_path = .\n");
  scratch_write (scratch, "shop/__init__.py", "");
  scratch_write (scratch, "shop/models.py", models);
  scratch_write (scratch, "db/env.py", "from alembic import context\nfrom shop.models import Base\ntarget_metadata = Base.metadata\n"
                                       "context.configure(connection=c, target_metadata=target_metadata)\n"
                                       "with context.begin_transaction():\n    context.run_migrations()\n");
  for (guint i = 0; i < questions->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("db/versions/r%03u.py", i);
      g_autofree char *text = g_strdup_printf ("from alembic import op\nimport sqlalchemy as sa\nrevision = 'r%03u'\ndown_revision = None\n\n"
                                               "def upgrade():\n    %s\n", i, strchr (g_ptr_array_index (questions, i), '\n') + 1);

      scratch_write (scratch, name, text);
    }
}

static gboolean
compare (RetortProject *project, RetortRevision *revision, const char *question, const char *answer)
{
  const RetortAdapter *adapter = retort_project_get (project)->adapter;
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = adapter->compile (project, revision, RETORT_DIRECTION_UPGRADE, host, NULL, &error);
  g_autofree char *script = NULL;

  g_assert_no_error (error);
  if (retort_migration_get_status (migration) != RETORT_MIGRATION_COMPLETE)
    return FALSE;
  script = g_strstrip (adapter->dup_migration_script (migration));
  if (!g_str_equal (script, answer))
    g_error ("%s\n--- Alembic:\n%s\n--- Retort:\n%s", question, answer, script);
  return TRUE;
}

/* How many of the operations that Alembic can do are complete: all but few. */
static void
compare_convention (GRand *random, const char *convention, guint *n_possible, guint *n_complete)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = NULL;

  for (guint i = 0; i < N_BODIES; i++)
    {
      g_autofree char *body = generate_body (random);

      g_ptr_array_add (questions, g_strdup_printf ("%s\n%s", convention, body));
    }
  write_project (scratch, convention, questions);
  answers = python_oracle_ask (oracle_program, questions);
  project = retort_adapters_open (&place, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (retort_project_get (project)->notes->len, ==, 0);
  for (guint i = 0; i < questions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (retort_project_get (project)->revisions, i);

      *n_complete += compare (project, revision, g_ptr_array_index (questions, i), g_ptr_array_index (answers, i));
      *n_possible += !g_str_equal (g_ptr_array_index (answers, i), "refused");
    }
}

static void
test_like_alembic (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20261121);
  guint n_possible = 0;
  guint n_complete = 0;

  for (guint i = 0; i < G_N_ELEMENTS (conventions); i++)
    compare_convention (random, conventions[i], &n_possible, &n_complete);
  g_test_message ("%u of %u are complete", n_complete, n_possible);
  g_assert_cmpuint (n_complete, >, n_possible * 9 / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/naming/like-alembic", test_like_alembic);
  return g_test_run ();
}
