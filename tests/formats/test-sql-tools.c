/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of SQL files read by the rules of their own tools. The cases are facts from the tools' own tests, told in other words:
 * - golang-migrate/migrate 18966c755f83: source/parse_test.go
 * - pressly/goose 520411a16119: internal/sqlparser/parser_test.go and its testdata; NumericComponent() of migration.go
 * - amacneil/dbmate f3e08f15e39d: pkg/dbmate/migration_test.go
 * - flyway/flyway c5e20fc77341: MigrationVersion.java, ResourceNameParser.java (it publishes no tests) */
#include "compile-host.h"
#include "formats/sqlfiles/project.h"
#include "formats/sqlfiles/tools.h"
#include "scratch.h"

#include <string.h>

static RetortProject *
open_folder (const RetortAdapter *adapter, const char *folder)
{
  RetortProjectPlace place = { .folder = folder };
  g_autoptr(GError) error = NULL;
  RetortProject *project = adapter->open (&place, NULL, &error);

  g_assert_no_error (error);
  return project;
}

/* --- Names --- */

typedef struct
{
  const RetortAdapter *adapter;
  const char *names;    /* files, separated by blanks */
  const char *expected; /* "version=title" of each migration in its order; "!" behind them: the tool gives up */
} Names;

static const Names names[] = {
  /* TestParse */
  { &retort_golang_migrate_adapter, "1_foobar.up.sql", "1=foobar" },
  { &retort_golang_migrate_adapter, "1_foobar.down.sql", "1=foobar" },
  { &retort_golang_migrate_adapter, "1_f-o_ob+ar.up.sql", "1=f-o ob+ar" },
  { &retort_golang_migrate_adapter, "1485385885_foobar.up.sql", "1485385885=foobar" },
  { &retort_golang_migrate_adapter, "20170412214116_date_foobar.up.sql", "20170412214116=date foobar" },
  { &retort_golang_migrate_adapter, "-1_foobar.up.sql foobar.up.sql 1.up.sql 1_foobar.sql 1_foobar.up 1_foobar.down", "" },
  /* Whatever the last part is, it is run, and a copy beside the file is a second one (source/migration.go, Append). */
  { &retort_golang_migrate_adapter, "1_a.up.sql 2_b.up.pgsql 10_c.up.txt", "1=a 2=b 10=c" },
  { &retort_golang_migrate_adapter, "1_a.up.sql 1_a.up.sql.bak", "1=a!" },
  { &retort_golang_migrate_adapter, "1_a.up.sql 01_b.up.sql", "1=b!" },
  /* NumericComponent() */
  { &retort_goose_adapter, "00001_a.sql 00010_b.sql 2_c.sql", "1=a 2=c 10=b" },
  { &retort_goose_adapter, "00001_a.sql 2-b_c.sql", "1=a!" },
  { &retort_goose_adapter, "00001_a.sql 00002.sql", "1=a!" },
  { &retort_goose_adapter, "00001_a.sql 00000_b.sql", "1=a!" },
  { &retort_goose_adapter, "00001_a.sql schema.sql", "1=a!" },
  { &retort_goose_adapter, "00001_a.sql 00002_b.go", "1=a!" },
  { &retort_goose_adapter, "00001_a.sql 00002_b_test.go helpers.go notes.txt", "1=a" },
  { &retort_goose_adapter, "00001_a.sql 1_b.sql", "1=a 1=b!" },
  /* migrationFileRegexp: texts, in the order of the names */
  { &retort_dbmate_adapter, "123_foo.sql 20_bar.sql 0123_x.sql a_1.sql 5_x.txt", "0123=x 123=foo 20=bar" },
  /* ResourceNameParser, MigrationVersion; it is read only, always. */
  { &retort_flyway_adapter, "V1__a.sql V1_1__b_c.SQL V1.0.2__d.sql V10__e.sql V2__f.sql", "1=a 1.0.2=d 1.1=b c 2=f 10=e!" },
  { &retort_flyway_adapter, "V1.sql V2__.sql V3___x.sql", "1= 2= 3= x!" },
  { &retort_flyway_adapter, "V__a.sql V1a__b.sql V1.__c.sql V1..2__d.sql v1__e.sql W1__f.sql V1_a.sql", "!" },
  { &retort_flyway_adapter, "R__b.sql R__a_a.sql R1__c.sql Rx.sql V00000000000000000000000009__z.sql V010__y.sql",
    "00000000000000000000000009=z 010=y =a a =b!" },
};

static char *
describe_entries (RetortProject *project)
{
  GPtrArray *entries = retort_sql_project_get_entries (project);
  GPtrArray *notes = retort_project_get (project)->notes;
  GString *text = g_string_new (NULL);
  gboolean is_stopped = FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const RetortSqlEntry *entry = g_ptr_array_index (entries, i);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", entry->version, entry->title);
    }
  for (guint i = 0; i < notes->len; i++)
    is_stopped = is_stopped || ((RetortProjectNote *) g_ptr_array_index (notes, i))->blocks_builtin_engine;
  if (is_stopped)
    g_string_append_c (text, '!');
  return g_string_free (text, FALSE);
}

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_auto(GStrv) files = g_strsplit (names[i].names, " ", -1);
      g_autoptr(RetortProject) project = NULL;
      g_autofree char *told = NULL;

      for (gsize j = 0; files[j] != NULL; j++)
        scratch_write (scratch, files[j], "");
      project = open_folder (names[i].adapter, scratch);
      told = describe_entries (project);
      if (!g_str_equal (told, names[i].expected))
        g_error ("%s: %s, not %s", names[i].names, told, names[i].expected);
    }
}

/* --- Texts --- */

#define REFUSED "?"

typedef struct
{
  const char *text;
  const char *up;   /* what is sent, the queries in brackets, with "+" behind one outside a transaction; REFUSED */
  const char *down; /* (nullable): not looked at */
} Text;

static const Text goose_texts[] = {
  /* TestSemicolons */
  { "-- +goose Up\nEND;\nEND; -- comment\nEND   ; -- comment\n", "[END;][END; -- comment][END   ; -- comment]", "" },
  { "-- +goose Up\nEND -- comment\n", REFUSED, "" },
  { "-- +goose Up\nEND -- comment ;\n", REFUSED, "" },
  { "-- +goose Up\nSELECT \" ; \" -- comment\n", REFUSED, "" },
  /* TestSplitStatements: two statements on a line are one; a comment before one is left out, one inside it stays. */
  { "-- +goose Up\nSELECT (\n  1\n);   -- 1st\n\n-- comment\nSELECT 2;\nSELECT 3; SELECT 3; -- 3rd\nSELECT\n-- inner\n4;\n\n-- +goose Down\n-- comment\n"
    "SELECT 5; -- last\n",
    "[SELECT (\n  1\n);   -- 1st][SELECT 2;][SELECT 3; SELECT 3; -- 3rd][SELECT\n-- inner\n4;]", "[SELECT 5; -- last]" },
  { "-- +goose Up\n-- only a comment", "", "" },
  { "\n\n-- comment\n-- +goose Up\n\n-- comment\n-- +goose Down\n\n", "", "" },
  { "\n-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\nSELECT 2\n-- +goose StatementEnd\n-- +goose StatementBegin\nSELECT 3;\n-- +goose StatementEnd\n\n"
    "SELECT\n4;\n-- +goose Down\n-- +goose StatementBegin\nSELECT 5\n-- +goose StatementEnd\nSELECT 6;\n",
    "[SELECT 1;\nSELECT 2][SELECT 3;][SELECT\n4;]", "[SELECT 5][SELECT 6;]" },
  { "    \n-- +goose Up\n   \n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n", "[SELECT 1;]", "" },
  /* testdata/valid-up/test04: what looks like a comment amid a text is none. */
  { "-- +goose Up\nSELECT '-----BEGIN KEY-----\nx\n-----END KEY-----\n';\n-- +goose Down\n", "[SELECT '-----BEGIN KEY-----\nx\n-----END KEY-----\n';]", "" },
  /* testdata/invalid/up: the other direction does not mind. */
  { "-- +goose Up\nSELECT 1;\nSELECT 2\n-- +goose Down\nSELECT 3;\n", REFUSED, "[SELECT 3;]" },
  { "-- +goose Up\nSELECT 2\n-- +goose Down\nSELECT 3;\n", REFUSED, "[SELECT 3;]" },
  { "-- +goose Up\nSELECT 2\n-- +goose Down\n", REFUSED, "" },
  { "-- +goose Up\nSELECT 2\n", REFUSED, "" },
  /* TestParsingErrors */
  { "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n\n-- +goose Down\nSELECT 2;\n", REFUSED, REFUSED },
  { "\nSELECT (\n1);\n", REFUSED, "" },
  { "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n-- +goose Up\nSELECT 3;\n", REFUSED, REFUSED },
  { "-- +goose Down\nSELECT 1;\n", REFUSED, REFUSED },
  /* The states of ParseSQLMigration() */
  { "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n-- +goose Down\nSELECT 3;\n", REFUSED, REFUSED },
  { "-- +goose Up\n-- +goose StatementEnd\nSELECT 1;\n", REFUSED, "" },
  { "-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n", REFUSED, "" },
  { "-- +goose StatementBegin\n-- +goose Up\nSELECT 1;\n-- +goose StatementEnd\n", REFUSED, "" },
  /* Behind an empty block goose loses "SELECT 1;". */
  { "-- +goose Up\n-- +goose StatementBegin\n-- nothing\n-- +goose StatementEnd\nSELECT 1;\n", REFUSED, "" },
  /* Test_extractAnnotation */
  { "-- +goose   UP \t\nSELECT 1;\n", "[SELECT 1;]", "" },
  { "-- +goose Up\n-- +goose unsupported\nSELECT 1;\n", REFUSED, "" },
  { "-- +goose Up\n-- +goose\nSELECT 1;\n", REFUSED, "" },
  { " -- +goose   UP \t\nSELECT 1;\n", REFUSED, "" },
  { "\t-- +goose   UP \t\nSELECT 1;\n", REFUSED, "" },
  { "-- +goose +goose Up\nSELECT 1;\n", REFUSED, "" },
  { "-- see +goose Up\nSELECT 1;\n", REFUSED, "" },
  { "--+goose Up--\nSELECT 1;\n", "[SELECT 1;]", "" },
  /* TestUseTransactions, TestEnvsub */
  { "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n", "[SELECT 1;]+", "[SELECT 2;]+" },
  { "-- +goose ENVSUB ON\n-- +goose Up\nSELECT '${GOOSE_ENV_NAME}';\n", REFUSED, "" },
  { "-- +goose Up\r\nSELECT 1;\r\n\r\n-- +goose Down\r\nSELECT 2;\r\n", "[SELECT 1;]", "[SELECT 2;]" },
};

static const Text dbmate_texts[] = {
  /* TestParseMigrationContents */
  { "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;", "[-- migrate:up\nSELECT 1;]", "[-- migrate:down\nSELECT 2;]" },
  { "\n--migrate:up\nSELECT 1;\n\n--migrate:down\nSELECT 2;\n", "[--migrate:up\nSELECT 1;]", "[--migrate:down\nSELECT 2;]" },
  { "-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 1;\n", REFUSED, NULL },
  { "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;\n", "[-- migrate:up transaction:false\nSELECT 1;]+",
    "[-- migrate:down\nSELECT 2;]" },
  { "-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\nSELECT 2;\n", "[-- migrate:up\nSELECT 1;]",
    "[-- migrate:down transaction:false\nSELECT 2;]+" },
  { "-- migrate:up transaction:true\nSELECT 1;\n-- migrate:down transaction:true\nSELECT 2;\n", "[-- migrate:up transaction:true\nSELECT 1;]",
    "[-- migrate:down transaction:true\nSELECT 2;]" },
  /* It runs all pairs of a file; they are not followed. */
  { "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n-- migrate:down\nSELECT 4;\n", REFUSED, NULL },
  { "\nSELECT 1;\n", REFUSED, NULL },
  { "-- migrate:down\nSELECT 2;\n", REFUSED, NULL },
  { "-- migrate:up\nSELECT 1;\n", REFUSED, NULL },
  { "\n-- About it.\n  -- Indented.\n\n-- migrate:up\nSELECT 1;\n\n-- migrate:down\nSELECT 2;\n", "[-- migrate:up\nSELECT 1;]",
    "[-- migrate:down\nSELECT 2;]" },
  { "\n-- About it.\nSELECT 0;\n\n-- migrate:up\nSELECT 1;\n\n-- migrate:down\nSELECT 2;\n", REFUSED, NULL },
  { "-- migrate:up\r\nSELECT 1;\r\n-- migrate:down transaction:false\r\nSELECT 2;\r\n", "[-- migrate:up\r\nSELECT 1;]",
    "[-- migrate:down transaction:false\r\nSELECT 2;]+" },
  { "-- migrate:up\nSELECT 1;\n-- migrate:up\nSELECT 3;\n-- migrate:down\nSELECT 4;\n", REFUSED, NULL },
  { "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n-- migrate:down\nSELECT 4;\n", REFUSED, NULL },
  /* parseMigrationOptions(): the last word counts; no pair, no option. */
  { "-- migrate:up transaction:false transaction:true\nSELECT 1;\n-- migrate:down transaction:false:x\nSELECT 2;\n",
    "[-- migrate:up transaction:false transaction:true\nSELECT 1;]", "[-- migrate:down transaction:false:x\nSELECT 2;]" },
  /* A mark that goes on at once is none. */
  { "-- migrate:up\nSELECT 1;\n-- migrate:downwards\n-- migrate:down\nSELECT 2;\n", "[-- migrate:up\nSELECT 1;\n-- migrate:downwards]",
    "[-- migrate:down\nSELECT 2;]" },
};

static char *
describe_side (RetortProject *project, RetortDirection direction)
{
  RetortRevision *revision = g_ptr_array_index (retort_project_get (project)->revisions, 0);
  g_autoptr(RetortHost) host = compile_host_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = retort_sql_tool_compile (project, revision, direction, host, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    if (strstr (retort_migration_get_gap (migration, i)->reason, "syntax error") == NULL)
      g_string_assign (text, REFUSED);
  for (guint i = 0; text->len == 0 || !g_str_equal (text->str, REFUSED); i++)
    {
      RetortBatch *batch = i < retort_migration_get_n_batches (migration) ? retort_migration_get_batch (migration, i) : NULL;
      g_autofree char *sql = batch != NULL ? g_strstrip (g_strdup (retort_batch_get_sql (batch))) : NULL;

      if (batch == NULL)
        break;
      g_string_append_printf (text, "[%s]%s", sql, retort_batch_get_flags (batch) & RETORT_BATCH_AUTOCOMMIT ? "+" : "");
    }
  return g_string_free (text, FALSE);
}

static void
check_texts (const RetortAdapter *adapter, const Text *texts, gsize n_texts)
{
  for (gsize i = 0; i < n_texts; i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autoptr(RetortProject) project = NULL;
      g_autofree char *up = NULL;
      g_autofree char *down = NULL;

      scratch_write (scratch, "00001_a.sql", texts[i].text);
      project = open_folder (adapter, scratch);
      up = describe_side (project, RETORT_DIRECTION_UPGRADE);
      down = describe_side (project, RETORT_DIRECTION_DOWNGRADE);
      if (!g_str_equal (up, texts[i].up))
        g_error ("up of\n%s\n%s\nnot\n%s", texts[i].text, up, texts[i].up);
      if (texts[i].down != NULL && !g_str_equal (texts[i].down, down))
        g_error ("down of\n%s\n%s\nnot\n%s", texts[i].text, down, texts[i].down);
    }
}

static void
test_goose (void)
{
  check_texts (&retort_goose_adapter, goose_texts, G_N_ELEMENTS (goose_texts));
}

static void
test_dbmate (void)
{
  check_texts (&retort_dbmate_adapter, dbmate_texts, G_N_ELEMENTS (dbmate_texts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/sql-tools/names", test_names);
  g_test_add_func ("/formats/sql-tools/goose", test_goose);
  g_test_add_func ("/formats/sql-tools/dbmate", test_dbmate);
  return g_test_run ();
}
