/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/checks/check.h"

#include "graph.h"
#include "migrations.h"

typedef struct
{
  const char *text; /* of the file; NULL: the two migrations as they stand */
  const char *title;
  const char *upgrade;   /* statements separated by ';' */
  const char *downgrade; /* likewise; NULL: there is none */
  const char
      *findings; /* "severity rule:line", suppressed ones with "(reason)", separated by '|' */
} Case;

static RetortRevision *
make_revision (const Case *test)
{
  static const char *const none[] = { NULL };
  g_autofree char *text
      = test->text != NULL
            ? g_strdup (test->text)
            : g_strdup_printf ("def upgrade():\n%s\ndef downgrade():\n%s\n", test->upgrade,
                               test->downgrade != NULL ? test->downgrade : "");
  g_autoptr(RetortSource) source = retort_source_new ("/p/ae1_x.py", text, -1);
  RetortRevisionFields fields = {
    .id = "ae1",
    .title = test->title != NULL ? test->title : "",
    .message = "",
    .down = none,
    .depends_on = none,
    .labels = none,
    .source = source,
    .has_upgrade = TRUE,
    .has_downgrade = test->downgrade != NULL,
  };

  return retort_revision_new (&fields);
}

static char *
describe (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, i));

      g_string_append_printf (text, "%s%s %s:%u", i > 0 ? "|" : "",
                              retort_severity_to_string (fields->severity), fields->rule,
                              fields->start.line);
      if (fields->suppressed_reason != NULL)
        g_string_append_printf (text, "(%s)", fields->suppressed_reason);
    }
  return g_string_free (text, FALSE);
}

static GPtrArray *
check (const Case *test, const RetortCheckSettings *settings)
{
  g_autoptr(RetortRevision) revision = make_revision (test);
  g_autoptr(RetortHistory) history = graph_parse ("ae1");
  g_autoptr(RetortMigration) upgrade = migration_parse (revision, RETORT_DIRECTION_UPGRADE,
                                                         test->upgrade, RETORT_MIGRATION_COMPLETE);
  g_autoptr(RetortMigration) downgrade = migration_parse (
      revision, RETORT_DIRECTION_DOWNGRADE, test->downgrade != NULL ? test->downgrade : "",
      test->downgrade != NULL ? RETORT_MIGRATION_COMPLETE : RETORT_MIGRATION_MISSING);
  RetortCheckInput input
      = { .history = history, .revision = revision, .upgrade = upgrade, .downgrade = downgrade, .settings = settings };

  return retort_check_revision (&input);
}

/* The rules that bring examples of their own are tested by those (test-rules.c). */
static GHashTable *
switch_others_off (void)
{
  GHashTable *severities = g_hash_table_new (g_str_hash, g_str_equal);

  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    if ((*rule)->check_action != NULL || (*rule)->check_statement != NULL || (*rule)->bad != NULL)
      g_hash_table_insert (severities, (gpointer) (*rule)->id, GINT_TO_POINTER (0));
  return severities;
}

static void
run_cases (const Case *cases, guint n_cases)
{
  g_autoptr(GHashTable) severities = switch_others_off ();
  RetortCheckSettings settings = { severities };

  for (guint i = 0; i < n_cases; i++)
    {
      g_autoptr(GPtrArray) findings = check (&cases[i], &settings);
      g_autofree char *text = describe (findings);

      g_assert_cmpstr (text, ==, cases[i].findings);
    }
}

static void
test_downgrades (void)
{
  static const Case cases[] = {
    { NULL, NULL, "create table t ()", "drop table t", "" },
    { NULL, NULL, "create table t ()", NULL, "warning missing-downgrade:1" },
    { NULL, NULL, "create table t ()", "", "warning empty-downgrade:3" },
    { NULL, NULL, "", "", "" },
    { NULL, NULL, "update t set a = 1", "", "info empty-downgrade:3" },
    { NULL, NULL, "alter table t validate constraint k", "", "info empty-downgrade:3" },
    { NULL, NULL, "create extension if not exists citext", "", "info empty-downgrade:3" },
    { NULL, NULL, "create extension citext", "", "warning empty-downgrade:3" },
    { NULL, NULL, "alter type e add value if not exists 'x'", "", "info empty-downgrade:3" },
    { NULL, NULL, "alter type e add value 'x'", "",
      "info enum-value-without-if-not-exists:2|warning empty-downgrade:3" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_columns (void)
{
  static const Case cases[] = {
    { NULL, NULL, "alter table t add column c int not null", "select 1",
      "error add-column-not-null-no-default:2" },
    { NULL, NULL, "alter table t add column c int not null default null", "select 1",
      "error add-column-not-null-no-default:2" },
    { NULL, NULL, "alter table t add column c int", "select 1", "" },
    { NULL, NULL, "alter table t add column c int not null default 0", "select 1", "" },
    { NULL, NULL, "alter table t add column c bigserial not null", "select 1", "" },
    { NULL, NULL, "alter table t add column c int primary key", "select 1", "" },
    { NULL, NULL, "alter table t add column c int not null generated always as identity",
      "select 1", "" },
    { NULL, NULL, "create table public.t (); alter table t add column c int not null", "select 1",
      "" },
    { NULL, NULL, "create table s.t (); alter table r.t add column c int not null", "select 1",
      "error add-column-not-null-no-default:2" },
    { NULL, NULL, "truncate t; alter table t add column c int not null", "select 1", "" },
    { NULL, NULL, "select 1", "alter table t add column c int not null",
      "warning add-column-not-null-no-default:4" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_foreign_keys (void)
{
  static const Case cases[] = {
    { NULL, NULL, "create table t (a int references u, b int, foreign key (b) references v)",
      "select 1", "info foreign-key-without-on-delete:2|info foreign-key-without-on-delete:2" },
    { NULL, NULL, "alter table t add foreign key (b) references v on delete cascade", "select 1",
      "" },
    { NULL, NULL, "alter table t add foreign key (b) references v on delete no action", "select 1",
      "" },
    { NULL, NULL, "alter table t add constraint k foreign key (b) references v", "select 1",
      "info foreign-key-without-on-delete:2" },
    { NULL, NULL, "select 1", "alter table t add foreign key (b) references v", "" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_drops (void)
{
  static const Case cases[] = {
    { NULL, "tidy up", "drop table t", "select 1", "warning unexpected-drop:2" },
    { NULL, "Remove old invoices", "drop table invoice", "select 1", "" },
    { NULL, "drop users.phone_number", "alter table users drop column phone_number", "select 1",
      "" },
    { NULL, "drop users.email", "alter table orders drop column state", "select 1",
      "warning unexpected-drop:2" },
    { NULL, NULL, "create table tmp (); drop table tmp", "select 1", "" },
    { NULL, NULL, "alter table t drop constraint k; alter table t add constraint k check (a > 1)",
      "select 1", "" },
    { NULL, NULL, "alter table t drop constraint k; alter table t add constraint k2 check (a > 1)",
      "select 1", "info unexpected-drop:2" },
    { NULL, NULL, "drop index i; create index i on t (a)", "select 1", "" },
    { NULL, NULL, "drop index ix_t_state; alter table t drop column state", "select 1",
      "warning unexpected-drop:2" },
    { NULL, NULL, "alter table t drop column c; alter table t add column c int", "select 1",
      "warning unexpected-drop:2" },
    { NULL, NULL, "alter type e rename to e_old; create type e as enum ('a'); drop type e_old",
      "select 1", "" },
    { NULL, NULL, "drop index ix_t_estate; alter table t drop column state", "select 1",
      "info unexpected-drop:2|warning unexpected-drop:2" },
    { NULL, "drop template stats", "drop table template_statistics", "select 1",
      "" },
    { NULL, "remove unused indexes", "drop index a_b", "select 1", "" },
    { NULL, "merge invoices into orders", "drop table invoice", "select 1", "" },
    { NULL, "merge invoices into orders", "drop table letters", "select 1", "warning unexpected-drop:2" },
    { NULL, "merge invoices into orders", "drop index ix_invoice", "select 1", "info unexpected-drop:2" },
    { NULL, "revert 0153", "alter table t drop column c", "select 1", "" },
    { NULL, "remove billing of letters", "drop table letter_rates", "select 1", "" },
    { NULL, "remove unused indexes", "drop table a_b", "select 1", "warning unexpected-drop:2" },
    { NULL, NULL, "alter table t alter column c type text; drop type e", "select 1",
      "info unexpected-drop:2" },
    { NULL, NULL, "alter table t drop column id; alter table t rename column new_id to id",
      "select 1", "" },
    { NULL, NULL, "select 1", "drop table t", "" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_enum_values (void)
{
  static const Case test = { "def upgrade():\n  op.execute(\"alter type e add value 'x'\")\n", NULL,
                             "alter type e add value 'x'", "select 1", NULL };
  g_autoptr(GPtrArray) findings = check (&test, NULL);
  const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, 0));
  g_autofree char *text = describe (findings);
  g_autofree char *mended = retort_edits_apply (test.text, fields->fix);

  g_assert_cmpstr (text, ==, "info enum-value-without-if-not-exists:2");
  g_assert_cmpstr (fields->message, ==, "Value 'x' is added to type 'e' without IF NOT EXISTS");
  g_assert_cmpstr (mended, ==,
                   "def upgrade():\n  op.execute(\"alter type e add value IF NOT EXISTS 'x'\")\n");
}

/* The finding points at the column inside a call that takes several lines. */
static void
test_focus_and_lock (void)
{
  static const Case test
      = { "op.add_column(\n  'orders',\n  sa.Column('état', sa.Text(), nullable=False))\n", NULL,
          "alter table orders add column \"état\" text not null", "select 1", NULL };
  g_autoptr(RetortRevision) revision = make_revision (&test);
  g_autoptr(RetortHistory) history = graph_parse ("ae1");
  RetortSpan span = { 0, 70 };
  g_autoptr(RetortStatement) statement = retort_statement_new (
      test.upgrade, "op.add_column", span, (RetortPosition){ 1, 1 }, (RetortPosition){ 3, 42 });
  g_autoptr(GPtrArray) batches
      = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new ();
  g_autoptr(RetortMigration) upgrade = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  const RetortFindingFields *fields;
  RetortCheckInput input = { .history = history, .revision = revision };

  g_ptr_array_add (batches, retort_batch_new_single (statement, RETORT_BATCH_NONE));
  upgrade = retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_COMPLETE,
                                  batches, gaps);
  input.upgrade = upgrade;
  findings = retort_check_revision (&input);

  g_assert_cmpuint (findings->len, ==, 1);
  fields = retort_finding_get (g_ptr_array_index (findings, 0));
  g_assert_cmpstr (fields->message, ==,
                   "Column 'état' of table 'orders' is NOT NULL and has no default");
  g_assert_cmpstr (fields->path, ==, "/p/ae1_x.py");
  g_assert_cmpuint (fields->start.line, ==, 3);
  g_assert_cmpuint (fields->start.column, ==, 13);
  g_assert_cmpuint (fields->end.column, ==, 19);
  g_assert_cmpstr (fields->lock->mode, ==, "ACCESS EXCLUSIVE");
  g_assert_true (fields->has_direction);
}

/* A key of several columns is named by all of them; of a default that is not known nothing is said that only one who knows it can say. */
static void
test_messages (void)
{
  static const struct
  {
    const char *rule;
    const char *sql;
    const char *message;
  } cases[] = {
    { "foreign-key-without-on-delete", "alter table t add foreign key (a, b) references u (c, d)", "The foreign key t.(a, b) → u does not say what happens on delete" },
    { "foreign-key-without-on-delete", "alter table t add foreign key (a) references u", "The foreign key t.a → u does not say what happens on delete" },
    { "foreign-key-without-on-delete", "alter table t add a int references u", "The foreign key t.a → u does not say what happens on delete" },
    { "change-column-default", "alter table t alter a set default 1", "'a' gets another default, or its first one" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case test = { NULL, NULL, cases[i].sql, "select 1", NULL };
      g_autoptr(GPtrArray) findings = check (&test, NULL);
      const char *message = NULL;

      for (guint j = 0; j < findings->len; j++)
        if (g_str_equal (retort_finding_get (g_ptr_array_index (findings, j))->rule, cases[i].rule))
          message = retort_finding_get (g_ptr_array_index (findings, j))->message;
      g_assert_cmpstr (message, ==, cases[i].message);
    }
}

/* The table that is written, and not another place that reads it before. */
static void
test_written_table (void)
{
  static const struct
  {
    const char *sql;
    guint       line;
  } cases[] = {
    { "with s as (\nselect id from t\njoin u using (id))\nupdate t set a = 1\nfrom s where s.id = t.id and a = 2", 5 },
    { "with s as (\nselect id from t\njoin u using (id))\ndelete from \"t\"\nusing s where s.id = t.id and a = 2", 5 },
    { "update\nt set a = 1\nfrom t as s where s.id = t.id and s.a = 2", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case test = { NULL, NULL, cases[i].sql, "select 1", NULL };
      g_autofree char *expected = g_strdup_printf ("info unbatched-backfill:%u", cases[i].line);
      g_autoptr(GPtrArray) findings = check (&test, NULL);
      g_autofree char *text = describe (findings);

      g_assert_nonnull (strstr (text, expected));
    }
}

static void
test_suppressions (void)
{
  static const Case cases[] = {
    { "# retort: ignore[unexpected-drop] moved to s3\ndrop table t\n", NULL, "drop table t",
      "select 1", "warning unexpected-drop:2(moved to s3)" },
    { "drop table t  # retort: ignore[unexpected-drop, x] moved\n", NULL, "drop table t",
      "select 1", "warning unexpected-drop:1(moved)|info unused-suppression:1" },
    { "-- retort: ignore-file[unexpected-drop]\n\nselect 1\ndrop table t\n", NULL, "drop table t",
      "select 1", "info suppression-without-reason:1|warning unexpected-drop:4(no reason given)" },
    { "# retort: ignore[unexpected-drop] why\nselect 1\ndrop table t\n", NULL, "drop table t",
      "select 1", "info unused-suppression:1|warning unexpected-drop:3" },
    { "# retort: ignore[multiple-heads] two products\nselect 1\n", NULL, "select 1", "select 1",
      "" },
  };

  run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_settings (void)
{
  static const Case test
      = { NULL, NULL, "drop table t; alter table t add foreign key (a) references u", "select 1",
          NULL };
  g_autoptr(GHashTable) severities = switch_others_off ();
  RetortCheckSettings settings = { severities };
  g_autoptr(GPtrArray) findings = NULL;
  g_autofree char *text = NULL;

  g_hash_table_insert (severities, "unexpected-drop", GINT_TO_POINTER (0));
  g_hash_table_insert (severities, "foreign-key-without-on-delete",
                       GINT_TO_POINTER (RETORT_SEVERITY_ERROR + 1));
  findings = check (&test, &settings);
  text = describe (findings);
  g_assert_cmpstr (text, ==, "error foreign-key-without-on-delete:2");
}

static char *
check_all_numbers (const char *graph)
{
  g_autoptr(RetortHistory) history = graph_parse (graph);
  g_autoptr(GPtrArray) all = retort_history_list_newest_first (history);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++)
    {
      RetortCheckInput input = { .history = history, .revision = g_ptr_array_index (all, i) };
      g_autoptr(GPtrArray) findings = retort_check_revision (&input);

      for (guint j = 0; j < findings->len; j++)
        {
          const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, j));

          if (g_str_equal (fields->rule, "wrong-predecessor"))
            g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "|" : "",
                                    retort_severity_to_string (fields->severity), fields->message);
        }
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *graph;
  const char *messages;
} NumberCase;

static void
test_numbers (void)
{
  static const NumberCase cases[] = {
    { "001_a 002_b:001_a 003_c:002_b 004:003_c", "" },
    { "001 002:001 002b:001 002c:002,002b 003:002c", "" },
    { "001 002:001 003:002 005:003",
      "info: 005 follows 003: the numbers between them are missing" },
    { "001 002:001 003:002 004:003 005:003", "warning: 005 follows 003, although there is 004" },
    { "001 002:001 003:002 004:003 004_b:003",
      "warning: Number 004 is taken twice: by 004 and by 004_b|"
      "warning: Number 004 is taken twice: by 004_b and by 004" },
    { "001 002:001 003:002 004:003 000_x:004",
      "warning: 000_x follows 004, which has the later number|"
      "warning: 001 follows no revision, although there is 000_x" },
    { "001 002:001 003:002 004:003 005",
      "warning: 005 follows no revision, although there is 004" },
    { "1a2b 33cd:1a2b 27ae1027e:33cd 45:27ae1027e", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *messages = check_all_numbers (cases[i].graph);

      g_assert_cmpstr (messages, ==, cases[i].messages);
    }
}

typedef struct
{
  const char *graph;
  const char *finding;
} HistoryCase;

static void
test_history (void)
{
  static const HistoryCase cases[] = {
    { "a b:a", "" },
    { "a b:a c:a", "error multiple-heads: The history has 2 heads: b, c" },
    { "a b:a#left c:a#right", "info multiple-heads: The history has 2 heads: b, c" },
    { "a b:a a", "error duplicate-revision-id: Revision a is present more than once" },
    { "a b:nope", "error unknown-predecessor: Revision nope referenced from b is not present|"
                  "error multiple-heads: The history has 2 heads: a, b" },
    { "a b:a/no", "error unknown-dependency: Revision no referenced from b is not present" },
    { "a a-1:a",
      "error invalid-revision-id: Character(s) '-' not allowed in revision identifier 'a-1'" },
    { "a:b b:a", "error revision-cycle: Cycle is detected in revisions (a, b)" },
    { "a#x b:a#x",
      "error duplicate-branch-label: Branch name 'x' in revision b already used by revision a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortHistory) history = graph_parse (cases[i].graph);
      g_autoptr(GPtrArray) findings = retort_check_history (history, NULL);
      g_auto(GStrv) expected = g_strsplit (cases[i].finding, "|", -1);

      g_assert_cmpuint (findings->len, ==, g_strv_length (expected));
      for (guint j = 0; j < findings->len; j++)
        {
          const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, j));
          g_autofree char *text
              = g_strdup_printf ("%s %s: %s", retort_severity_to_string (fields->severity),
                                 fields->rule, fields->message);

          g_assert_true (g_strv_contains ((const char *const *) expected, text));
          g_assert_false (fields->has_direction);
        }
    }
}

static void
test_rule_table (void)
{
  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    {
      g_assert_true (retort_rules_find ((*rule)->id) == *rule);
      g_assert_true (g_str_has_suffix ((*rule)->why, ".") && g_str_has_suffix ((*rule)->remedy, "."));
      g_assert_false (g_str_has_suffix ((*rule)->title, "."));
    }
  g_assert_null (retort_rules_find ("no-such-rule"));
}

static RetortMigration *
make_gap (RetortRevision *revision, RetortDirection direction, RetortMigrationStatus status, const char *reason)
{
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);

  g_ptr_array_add (gaps, retort_gap_new (reason, (RetortSpan){ 0, 1 }, (RetortPosition){ 1, 1 }, 0));
  return retort_migration_new (revision, direction, status, NULL, gaps);
}

/* What stops both directions is said once; a downgrade that raises is no fault. */
static void
test_gaps (void)
{
  static const struct
  {
    RetortMigrationStatus upgrade;
    RetortMigrationStatus downgrade;
    const char           *reason;
    const char           *findings;
  } cases[] = {
    { RETORT_MIGRATION_PARTIAL, RETORT_MIGRATION_PARTIAL, "x() is not known", "warning not-understood:1" },
    { RETORT_MIGRATION_REFUSED, RETORT_MIGRATION_COMPLETE, "it raises ValueError", "error refused:1" },
    { RETORT_MIGRATION_COMPLETE, RETORT_MIGRATION_REFUSED, "it raises RuntimeError: no way back", "info refused:1" },
    { RETORT_MIGRATION_COMPLETE, RETORT_MIGRATION_REFUSED, "can't emit DROP CONSTRAINT for a constraint that has no name", "warning refused:1" },
    { RETORT_MIGRATION_BROKEN, RETORT_MIGRATION_BROKEN, "invalid syntax", "error syntax-error:1" },
    { RETORT_MIGRATION_LIVE, RETORT_MIGRATION_VARIES, "the clock is read", "" },
  };
  static const Case text = { NULL, NULL, "select 1", "select 1", "" };
  g_autoptr(RetortRevision) revision = make_revision (&text);
  g_autoptr(RetortHistory) history = graph_parse ("ae1");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortMigration) up = make_gap (revision, RETORT_DIRECTION_UPGRADE, cases[i].upgrade, cases[i].reason);
      g_autoptr(RetortMigration) down = make_gap (revision, RETORT_DIRECTION_DOWNGRADE, cases[i].downgrade, cases[i].reason);
      RetortCheckInput input = { .history = history, .revision = revision, .upgrade = up, .downgrade = down };
      g_autoptr(GPtrArray) findings = retort_check_revision (&input);
      g_autofree char *said = describe (findings);

      g_assert_cmpstr (said, ==, cases[i].findings);
    }
}

/* What an answer of the database decides is none of the places where a refused migration fails. */
static void
test_hidden_gap (void)
{
  static const Case text = { NULL, NULL, "select 1", "select 1", "" };
  g_autoptr(RetortRevision) revision = make_revision (&text);
  g_autoptr(RetortHistory) history = graph_parse ("ae1");
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  RetortGap *hidden = retort_gap_new ("column of add_column() is decided while running", (RetortSpan){ 2, 3 }, (RetortPosition){ 2, 1 }, 0);
  g_autoptr(RetortMigration) up = NULL;
  g_autoptr(GPtrArray) findings = NULL;
  g_autofree char *said = NULL;
  RetortCheckInput input = { .history = history, .revision = revision };

  hidden->is_hidden = TRUE;
  g_ptr_array_add (gaps, retort_gap_new ("it raises TypeError", (RetortSpan){ 0, 1 }, (RetortPosition){ 1, 1 }, 0));
  g_ptr_array_add (gaps, hidden);
  input.upgrade = up = retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_REFUSED, NULL, gaps);
  findings = retort_check_revision (&input);
  said = describe (findings);
  g_assert_cmpstr (said, ==, "error refused:1");
}

static gboolean
has_finding (GPtrArray *findings, const char *rule, RetortSeverity *severity)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, i));

      *severity = fields->severity;
      if (g_str_equal (fields->rule, rule))
        return TRUE;
    }
  return FALSE;
}

/* What blocks a small table is over in a moment, and what blocks a large one is not. */
static void
test_sizes (void)
{
  static const struct
  {
    gint64         size_bytes;
    double         uses_per_s;
    RetortSeverity severity;
  } cases[] = {
    { 8192, -1, RETORT_SEVERITY_INFO },
    { 8192, 80, RETORT_SEVERITY_WARNING },
    { G_GINT64_CONSTANT (50) << 20, 0.1, RETORT_SEVERITY_WARNING },
    { G_GINT64_CONSTANT (50) << 20, 80, RETORT_SEVERITY_ERROR },
    { G_GINT64_CONSTANT (2) << 30, 0.1, RETORT_SEVERITY_ERROR },
    { -1, -1, RETORT_SEVERITY_WARNING },
  };
  static const Case test = { NULL, NULL, "create index i on orders (state)", "drop index i", NULL };
  g_autoptr(RetortRevision) revision = make_revision (&test);
  g_autoptr(RetortHistory) history = graph_parse ("ae1");
  g_autoptr(RetortMigration) upgrade = migration_parse (revision, RETORT_DIRECTION_UPGRADE, test.upgrade, RETORT_MIGRATION_COMPLETE);
  g_autoptr(RetortMigration) downgrade = migration_parse (revision, RETORT_DIRECTION_DOWNGRADE, test.downgrade, RETORT_MIGRATION_COMPLETE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortTargetFacts) facts = retort_target_facts_new (150000, "d", "f");
      RetortCheckInput input = { .history = history, .revision = revision, .upgrade = upgrade, .downgrade = downgrade, .facts = facts };
      g_autoptr(GPtrArray) findings = NULL;
      RetortSeverity severity = RETORT_SEVERITY_INFO;

      retort_target_facts_add_table (facts, "public", "orders", (RetortTableSize){ .n_rows = 10, .size_bytes = cases[i].size_bytes, .uses_per_s = cases[i].uses_per_s });
      findings = retort_check_revision (&input);
      g_assert_true (has_finding (findings, "create-index-non-concurrently", &severity));
      g_assert_cmpint (severity, ==, cases[i].severity);
    }
}

/* What a database that is connected knows: owners, transactions that are open, indexes that are broken. */
static void
test_live (void)
{
  static const struct
  {
    const char *sql;
    const char *rule;
    RetortSeverity severity; /* no finding: -1 */
  } cases[] = {
    { "alter table orders add column a int", "object-owner", RETORT_SEVERITY_ERROR },
    { "set role admin; alter table orders add column a int", "object-owner", -1 },
    { "update orders set state = 'x' where state is null", "object-owner", -1 },
    { "alter table users add column a int", "object-owner", -1 },
    { "create table orders (a int); create index on orders (a)", "object-owner", -1 },
    { "alter table users add column a int", "blocking-transactions-now", RETORT_SEVERITY_WARNING },
    { "create index concurrently i on users (name)", "blocking-transactions-now", -1 },
    { "alter table orders add column a int", "blocking-transactions-now", -1 },
    { "create index if not exists ix on orders (state)", "concurrent-if-not-exists", RETORT_SEVERITY_ERROR },
    { "create index concurrently if not exists iy on orders (state)", "concurrent-if-not-exists", RETORT_SEVERITY_WARNING },
    { "delete from orders where id > 7", "affected-rows-over-limit", RETORT_SEVERITY_WARNING },
    { "delete from orders where id > 8", "affected-rows-over-limit", -1 },
    { "delete from orders where id > 9", "affected-rows-over-limit", -1 },
    { "delete from orders where id > 8", "dml-dry-run", -1 },
    { "delete from orders where id > 9", "dml-dry-run", RETORT_SEVERITY_ERROR },
    { "do $$ begin delete from orders where id > 7; end $$", "affected-rows-over-limit", -1 },
    { "select 1", "non-linear-history", RETORT_SEVERITY_WARNING },
  };
  static const RetortTableHolder holder = { 4711, 600, (char *) "app", (char *) "report", (char *) "public", (char *) "users", 1 };
  g_autoptr(RetortTargetFacts) facts = retort_target_facts_new (150000, "d", "f");

  retort_target_facts_add_table (facts, "public", "orders", (RetortTableSize){ .n_rows = -1, .size_bytes = -1, .uses_per_s = -1, .is_foreign = TRUE });
  retort_target_facts_add_table (facts, "public", "users", (RetortTableSize){ .n_rows = -1, .size_bytes = -1, .uses_per_s = -1 });
  retort_target_facts_add_holder (facts, &holder);
  retort_target_facts_add_invalid_index (facts, "public", "ix");
  retort_target_facts_add_estimate (facts, "delete from orders where id > 7", 10001, NULL);
  retort_target_facts_add_estimate (facts, "delete from orders where id > 8", 10000, NULL);
  retort_target_facts_add_estimate (facts, "delete from orders where id > 9", -1, "42501 permission denied for table orders");
  retort_target_facts_add_passed_over (facts, "ae1", RETORT_PASSED_OVER_LATE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case test = { NULL, NULL, cases[i].sql, "select 1", NULL };
      g_autoptr(RetortRevision) revision = make_revision (&test);
      g_autoptr(RetortHistory) history = graph_parse ("ae1");
      g_autoptr(RetortMigration) upgrade = migration_parse (revision, RETORT_DIRECTION_UPGRADE, test.upgrade, RETORT_MIGRATION_COMPLETE);
      g_autoptr(RetortMigration) downgrade = migration_parse (revision, RETORT_DIRECTION_DOWNGRADE, test.downgrade, RETORT_MIGRATION_COMPLETE);
      RetortCheckInput input = { .history = history, .revision = revision, .upgrade = upgrade, .downgrade = downgrade, .facts = facts };
      g_autoptr(GPtrArray) findings = retort_check_revision (&input);
      RetortSeverity severity = RETORT_SEVERITY_INFO;
      gboolean is_there = has_finding (findings, cases[i].rule, &severity);

      if (is_there != ((int) cases[i].severity >= 0) || (is_there && severity != cases[i].severity))
        g_error ("%s: %s", cases[i].sql, cases[i].rule);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/check/downgrades", test_downgrades);
  g_test_add_func ("/analysis/check/columns", test_columns);
  g_test_add_func ("/analysis/check/foreign-keys", test_foreign_keys);
  g_test_add_func ("/analysis/check/drops", test_drops);
  g_test_add_func ("/analysis/check/enum-values", test_enum_values);
  g_test_add_func ("/analysis/check/focus-and-lock", test_focus_and_lock);
  g_test_add_func ("/analysis/check/messages", test_messages);
  g_test_add_func ("/analysis/check/written-table", test_written_table);
  g_test_add_func ("/analysis/check/sizes", test_sizes);
  g_test_add_func ("/analysis/check/live", test_live);
  g_test_add_func ("/analysis/check/suppressions", test_suppressions);
  g_test_add_func ("/analysis/check/settings", test_settings);
  g_test_add_func ("/analysis/check/numbers", test_numbers);
  g_test_add_func ("/analysis/check/gaps", test_gaps);
  g_test_add_func ("/analysis/check/hidden-gap", test_hidden_gap);
  g_test_add_func ("/analysis/check/history", test_history);
  g_test_add_func ("/analysis/check/rule-table", test_rule_table);
  return g_test_run ();
}
