/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tests/data/alembic-ops.json and core-statements.json: snippets with the exact text that Alembic 1.19 with SQLAlchemy 2.0 prints,
 * or the error that it ends with. A snippet counts as right when the text is the same, or when Alembic fails and we do not call
 * ours complete. A gap is allowed, another text that is called complete never is. */
#include "formats/alembic/compile.h"
#include "formats/alembic/header.h"
#include "formats/alembic/offline.h"

#include "compile-host.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define STACK "alembic-1.19.1 + sqlalchemy-2.0.52"

/* Where an online run sends another text than the one that is printed offline (decision 6), as psycopg2 was seen to send it. */
static const struct
{
  const char *code;   /* a part of it */
  const char *online; /* what stands for @offline */
  const char *offline;
} online_texts[] = {
  { "it's \\\\ 50% :a", "it''s \\ 50%", "it''s \\\\ 50%" },
  { "datetime.timedelta(days=1,seconds=5)", "'1 days 5.000000 seconds'::interval", "make_interval(secs=>86405.0)" },
  { "datetime.timedelta(days=1)", "'1 days 0.000000 seconds'::interval", "make_interval(secs=>86400.0)" },
  { "datetime.timedelta(days=1, seconds=5)", "'1 days 5.000000 seconds'::interval", "make_interval(secs=>86405.0)" },
  { "[{\"as_\":[]}]", "'{}'", "ARRAY[]" },
  { "[{'i': [1,2]}, {'i': []}]", "'{}'", "ARRAY[]" },
};

/* Right answers so far; a change that loses one must say why. */
#define MIN_RIGHT 475
#define MIN_RIGHT_STATEMENTS 1071

typedef struct
{
  guint n_right;
  guint n_gap;
  guint n_wrong;
} Score;

static char *
make_module (const char *code)
{
  GString *text = g_string_new ("import datetime\nimport decimal\nimport uuid\nfrom alembic import op\nimport sqlalchemy as sa\n"
                                "from sqlalchemy.dialects import postgresql\nrevision = 'a'\ndown_revision = None\n\ndef upgrade():\n");
  g_auto(GStrv) lines = g_strsplit (code, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "    %s\n", lines[i]);
  return g_string_free (text, FALSE);
}

static RetortMigration *
compile_code (const char *code)
{
  g_autofree char *text = make_module (code);
  g_autoptr(RetortSource) source = retort_source_new ("snippet.py", text, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRevision) revision = retort_alembic_header_read (source, NULL, &error);
  g_autoptr(RetortHost) host = compile_host_new ();
  RetortMigration *migration;

  g_assert_no_error (error);
  migration = retort_alembic_compile (NULL, revision, RETORT_DIRECTION_UPGRADE, host, NULL, &error);
  g_assert_no_error (error);
  return migration;
}

/* Ours ends a statement in one ';'; Alembic's in one more than it had. */
static char *
normalize (const char *sql)
{
  g_autoptr(GString) text = g_string_new (sql);

  while (g_string_replace (text, ";;\n", ";\n", 0) > 0)
    ;
  while (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* (transfer full): what Alembic printed, as it is sent. */
static char *
make_expected (const char *code, const char *sql)
{
  g_autoptr(GString) text = g_string_new (sql);

  for (guint i = 0; i < G_N_ELEMENTS (online_texts); i++)
    if (strstr (code, online_texts[i].code) != NULL)
      g_string_replace (text, online_texts[i].offline, online_texts[i].online, 0);
  return normalize (text->str);
}

static gboolean
is_sure (RetortMigrationStatus status)
{
  return status == RETORT_MIGRATION_COMPLETE || status == RETORT_MIGRATION_LIVE;
}

static void
explain (const char *kind, const char *code, const char *expected, const char *actual, const RetortMigration *migration)
{
  g_test_message ("%s: %s", kind, code);
  if (actual != NULL)
    g_test_message ("expected: %s\nactual:   %s", expected, actual);
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    g_test_message ("   gap: %s", retort_migration_get_gap (migration, i)->reason);
}

static void
check_case (JsonObject *object, Score *score)
{
  const char *code = json_object_get_string_member (object, "code");
  JsonObject *result = json_object_has_member (object, "online")
                         ? json_object_get_object_member (object, "online")
                         : json_object_get_object_member (json_object_get_object_member (object, "results"), STACK);
  gboolean fails = !json_object_get_null_member (result, "err");
  g_autofree char *expected = fails ? NULL : make_expected (code, json_object_get_string_member (result, "sql"));
  g_autoptr(RetortMigration) migration = compile_code (code);
  g_autofree char *sql = retort_alembic_offline_migration (migration);
  g_autofree char *actual = normalize (sql);
  gboolean sure = is_sure (retort_migration_get_status (migration));

  /* What Alembic cannot do offline may ask the database. */
  if (fails ? retort_migration_get_status (migration) != RETORT_MIGRATION_COMPLETE : sure && g_str_equal (actual, expected))
    score->n_right++;
  else if (!sure)
    {
      score->n_gap++;
      explain ("gap", code, NULL, NULL, migration);
    }
  else
    {
      score->n_wrong++;
      explain ("WRONG", code, fails ? "an error" : expected, actual, migration);
    }
}

static void
check_file (const char *name, guint min_right)
{
  g_autofree char *path = g_build_filename (g_getenv ("RETORT_TEST_DATA"), name, NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonArray *cases;
  Score score = { 0 };

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  cases = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "cases");
  for (guint i = 0; i < json_array_get_length (cases); i++)
    check_case (json_array_get_object_element (cases, i), &score);
  g_test_message ("%u right, %u gaps, %u wrong", score.n_right, score.n_gap, score.n_wrong);
  g_assert_cmpuint (score.n_wrong, ==, 0);
  g_assert_cmpuint (score.n_right, >=, min_right);
}

static void
test_cases (void)
{
  check_file ("alembic-ops.json", MIN_RIGHT);
}

/* Expressions as columns and as conditions, and statements of every kind. */
static void
test_statements (void)
{
  check_file ("core-statements.json", MIN_RIGHT_STATEMENTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/alembic-ops/cases", test_cases);
  g_test_add_func ("/formats/alembic-ops/statements", test_statements);
  return g_test_run ();
}
