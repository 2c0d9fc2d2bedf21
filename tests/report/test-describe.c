/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against psql itself, byte for byte: every relation of the zoo, of the practice project, and names as
 * people type them. */
#include "report/describe.h"

#include "database/catalog/catalog.h"
#include "fixtures/test-server.h"

#include <string.h>

/* One database and what Retort has read of it. */
typedef struct
{
  char *database;
  RetortSession *session;
  RetortSchema *schema;
} Sample;

static void
sample_clear (Sample *self)
{
  g_clear_pointer (&self->schema, retort_schema_unref);
  g_clear_pointer (&self->session, retort_session_unref);
  g_free (self->database);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

static void
sample_read (Sample *self)
{
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->schema, retort_schema_unref);
  self->schema = retort_catalog_read (self->session, NULL, &error);
  g_assert_no_error (error);
}

static void
sample_init (Sample *self, const char *test)
{
  self->database = retort_test_server_create_database (test);
  self->session = retort_test_server_open (self->database);
}

static void
sample_init_zoo (Sample *self, const char *test)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("RETORT_TEST_DATA"), "schema", "zoo.sql", NULL);
  g_autofree char *zoo = NULL;

  sample_init (self, test);
  g_assert_true (g_file_get_contents (path, &zoo, NULL, NULL));
  retort_test_execute (self->session, zoo);
  sample_read (self);
}

/* What psql prints; "" when it finds nothing. */
static char *
ask_psql (const Sample *sample, const char *command)
{
  g_autofree char *url = retort_test_server_dup_url (sample->database);
  const char *arguments[] = { "psql", "-X", "-d", url, "-c", command, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *complaint = NULL;
  char *text = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, &complaint,
                NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_same (const Sample *sample, const char *command, const char *name)
{
  g_autofree char *line = g_strconcat (command, " ", name, NULL);
  g_autofree char *expected = ask_psql (sample, line);
  g_autofree char *actual = retort_describe_object (sample->schema, name);

  g_test_message ("%s", line);
  g_assert_cmpstr (actual != NULL ? actual : "", ==, expected);
}

static char *
quote_always (const char *schema, const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\".\"%s\"", schema, doubled);
}

static void
assert_relation (const Sample *sample, const char *schema, const char *name)
{
  g_autofree char *quoted = quote_always (schema, name);

  assert_same (sample, "\\d", quoted);
}

static void
assert_all_relations (const Sample *sample)
{
  GPtrArray *tables = retort_schema_get_tables (sample->schema);
  GPtrArray *sequences = retort_schema_get_sequences (sample->schema);
  GPtrArray *composites = retort_schema_get_composites (sample->schema);

  for (guint i = 0; i < tables->len; i++)
    {
      RetortTable *table = g_ptr_array_index (tables, i);

      assert_relation (sample, table->schema, table->name);
      for (guint j = 0; j < table->indexes->len; j++)
        assert_relation (sample, table->schema,
                         ((RetortIndex *) g_ptr_array_index (table->indexes, j))->name);
    }
  for (guint i = 0; i < sequences->len; i++)
    {
      RetortSequence *sequence = g_ptr_array_index (sequences, i);

      assert_relation (sample, sequence->schema, sequence->name);
    }
  for (guint i = 0; i < composites->len; i++)
    {
      RetortCompositeType *type = g_ptr_array_index (composites, i);

      assert_relation (sample, type->schema, type->name);
    }
}

static void
assert_same_list (const Sample *sample)
{
  g_autofree char *expected = ask_psql (sample, "\\d");
  g_autofree char *actual = retort_describe_list (sample->schema);

  g_assert_cmpstr (actual != NULL ? actual : "", ==, expected);
}

static void
test_zoo (void)
{
  g_auto(Sample) sample = { NULL };

  sample_init_zoo (&sample, "describe_zoo");
  assert_all_relations (&sample);
  assert_same_list (&sample);
}

static void
test_names (void)
{
  static const char *const names[] = {
    "customers",
    "CUSTOMERS",
    "\"customers\"",
    "\"CUSTOMERS\"",
    "public.customers",
    "sales.orders",
    "orders",
    "\"UPPER\"",
    "upper",
    "\"user\"",
    "user",
    "sales.*",
    "*.customers",
    "hash*",
    "hashed_?",
    "pair|typed",
    "dollar$name",
    "Sales.Orders",
    "public.*",
    "\"*\"",
    "\"Odd Schema\".*",
    "\"Odd Schema\".\"Dotted.Name\"",
    "zzz",
  };
  g_auto(Sample) sample = { NULL };

  sample_init_zoo (&sample, "describe_names");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_same (&sample, "\\d", names[i]);
}

static void
test_no_such_name (void)
{
  g_auto(Sample) sample = { NULL };

  sample_init (&sample, "describe_none");
  sample_read (&sample);
  g_assert_null (retort_describe_object (sample.schema, "zzz"));
  g_assert_null (retort_describe_object (sample.schema, "a.b.c"));
  g_assert_null (retort_describe_object (sample.schema, "("));
  g_assert_null (retort_describe_list (sample.schema));
}

static void
test_types_and_functions (void)
{
  g_auto(Sample) sample = { NULL };

  sample_init_zoo (&sample, "describe_types");
  assert_same (&sample, "\\dT+", "mood");
  assert_same (&sample, "\\dT+", "empty_enum");
  assert_same (&sample, "\\dT+", "sales.state");
  assert_same (&sample, "\\dD", "positive");
  assert_same (&sample, "\\dD", "sales.code");
  assert_same (&sample, "\\df", "touch");
  assert_same (&sample, "\\df", "add");
  assert_same (&sample, "\\df", "sales.close_all");
  assert_same (&sample, "\\df", "product");
}

/* Another search path: other names are short, others are hidden. */
static void
test_search_path (void)
{
  g_auto(Sample) sample = { NULL };
  g_autofree char *alter = NULL;

  sample_init_zoo (&sample, "describe_path");
  alter = g_strdup_printf ("ALTER DATABASE %s SET search_path = sales, \"Odd Schema\", public",
                           sample.database);
  retort_test_execute (sample.session, alter);
  g_clear_pointer (&sample.session, retort_session_unref);
  sample.session = retort_test_server_open (sample.database);
  sample_read (&sample);
  assert_all_relations (&sample);
  assert_same (&sample, "\\d", "customers");
  assert_same_list (&sample);
}

static void
test_cannot_be_made_by_sql (void)
{
  g_auto(Sample) sample = { NULL };

  sample_init (&sample, "describe_invalid");
  retort_test_execute (sample.session, "CREATE TABLE t (a integer); CREATE INDEX broken ON t (a); "
                                       "UPDATE pg_index SET indisvalid = false "
                                       "WHERE indexrelid = 'broken'::regclass");
  sample_read (&sample);
  assert_all_relations (&sample);
}

static void
test_tablespace (void)
{
  g_auto(Sample) sample = { NULL };

  sample_init (&sample, "describe_tablespace");
  retort_test_execute (sample.session, "SET allow_in_place_tablespaces = on");
  retort_test_execute (sample.session, "CREATE TABLESPACE aside LOCATION ''");
  retort_test_execute (
      sample.session, "CREATE TABLE t (a integer PRIMARY KEY USING INDEX TABLESPACE aside, b text) "
                      "TABLESPACE aside; CREATE INDEX i ON t (b) TABLESPACE aside; "
                      "CREATE TABLE p (a integer) PARTITION BY LIST (a) TABLESPACE aside; "
                      "CREATE INDEX pi ON p (a) TABLESPACE aside");
  sample_read (&sample);
  assert_all_relations (&sample);
}

/* data/practice at its head, made by the real Alembic. */
static void
test_practice (void)
{
  g_auto(Sample) sample = { NULL };
  g_auto(GStrv) environment = g_get_environ ();
  g_autofree char *folder
      = g_build_filename (g_getenv ("RETORT_SOURCE_ROOT"), "data", "practice", NULL);
  const char *arguments[] = { "/usr/bin/python3", "/usr/bin/alembic", "upgrade", "head", NULL };
  g_autofree char *url = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr(GError) error = NULL;
  int status = 0;

  sample_init (&sample, "describe_practice");
  url = retort_test_server_dup_url (sample.database);
  environment = g_environ_setenv (g_steal_pointer (&environment), "DATABASE_URL", url, TRUE);
  environment
      = g_environ_setenv (g_steal_pointer (&environment), "PYTHONDONTWRITEBYTECODE", "1", TRUE);
  g_spawn_sync (folder, (char **) arguments, environment, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                &complaint, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s", complaint);
  g_assert_cmpint (status, ==, 0);
  sample_read (&sample);
  g_assert_cmpuint (retort_schema_get_tables (sample.schema)->len, >, 5);
  assert_all_relations (&sample);
  assert_same_list (&sample);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/describe/zoo", test_zoo);
  g_test_add_func ("/report/describe/names", test_names);
  g_test_add_func ("/report/describe/no-such-name", test_no_such_name);
  g_test_add_func ("/report/describe/types-and-functions", test_types_and_functions);
  g_test_add_func ("/report/describe/search-path", test_search_path);
  g_test_add_func ("/report/describe/invalid-index", test_cannot_be_made_by_sql);
  g_test_add_func ("/report/describe/tablespace", test_tablespace);
  g_test_add_func ("/report/describe/practice", test_practice);
  return g_test_run ();
}
