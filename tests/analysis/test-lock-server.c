/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements at random, run on a server inside a transaction and told beforehand: pg_locks, new files of relations, and
 * sequential scans are what it did. */
#include "analysis/locks/script.h"
#include "fixtures/beside-server.h"
#include "fixtures/test-server.h"

#include <string.h>

static const char *const tables[] = { "tenants", "members", "logs", "parent", "child1", "plain", "deps", "logs_a" };
static const char *const types[] = { "text", "varchar", "varchar(15)", "varchar(40)", "varchar(200)", "char(6)", "numeric", "numeric(12,4)", "numeric(14,4)",
                                     "timestamp", "timestamptz", "timestamp(3)", "timestamptz(6)", "interval", "time", "time(4)", "date", "int", "bigint",
                                     "real", "jsonb", "uuid", "bool", "email", "shortname", "text[]", "varchar[]" };
static const char *const defaults[] = { "0", "'x'", "now()", "random()", "gen_random_uuid()", "clock_timestamp()", "'{}'", "current_date", "1 + 2", "true",
                                        "array[1]", "null", "statement_timestamp()", "md5('a')", "extract(epoch from clock_timestamp())" };

/* %T a table, %C a column of it, %Y a type, %D a default, %U another table. */
static const char *const templates[] = {
  "alter table %T alter column %C type %Y",
  "alter table %T alter column %C type %Y",
  "alter table %T alter column %C type %Y using %C::%Y",
  "alter table %T add column zz %Y",
  "alter table %T add column zz %Y default %D",
  "alter table %T add column zz %Y not null default %D",
  "alter table %T add column zz bigint references members(id)",
  "alter table %T add column zz int check (zz > 0)",
  "alter table %T add column zz %Y unique",
  "alter table %T alter column %C set not null",
  "alter table %T alter column %C drop default",
  "alter table %T drop column %C",
  "alter table %T drop column %C cascade",
  "alter table %T add constraint zk check (%C is not null)",
  "alter table %T add constraint zk check (%C is not null) not valid",
  "alter table %T add constraint zk unique (%C)",
  "alter table %T add constraint zk foreign key (%C) references tenants(id)",
  "alter table %T add constraint zk foreign key (%C) references members(id) not valid",
  "create index zi on %T(%C)",
  "create index on %T(%C) where %C is not null",
  "create index zi on only %T(%C)",
  "create index concurrently zi on %T(%C)",
  "drop table %T",
  "drop table %T cascade",
  "truncate %T",
  "truncate %T cascade",
  "comment on column %T.%C is 'x'",
  "alter table %T alter column %C set statistics 50",
  "alter table %T alter column %C type %Y, add column zz %Y default %D",
  "reindex table %T",
  "lock table %T in share row exclusive mode",
  "create trigger zt before insert on %T for each row execute function suppress_redundant_updates_trigger()",
  "alter table %T set unlogged",
  "alter table %T disable trigger all",
  "create policy zp on %T using (%C is not null)",
  "alter table %T replica identity full",
  "create view zz as select %C from %T",
  "create table zz as select * from %T",
  "select * from %T",
  "create statistics zs on %C, zz from %U",
  "alter table logs detach partition logs_a",
  "create table zz partition of logs for values from ('2024-03-01') to ('2024-04-01')",
  "drop table logs_b",
  "drop index logs_lvl",
  "drop domain email cascade",
  "drop type role_t cascade",
  "alter table deps validate constraint nn",
  "alter domain shortname set not null",
  "refresh materialized view counts",
  "cluster plain using plain_w",
};

#define PICK(random, list) (list)[g_rand_int_range (random, 0, G_N_ELEMENTS (list))]

typedef struct
{
  guint n_taken;    /* by both */
  guint n_heavy;    /* something that was there is read or written whole while others wait */
  guint n_found;
  guint n_light;
  guint n_accused;
  guint n_errors;   /* told, and they are ones */
  guint n_untold;   /* errors of data and types, which nobody told */
  guint n_wrong;    /* locks, rewrites or builds told otherwise, or errors that are none */
} Score;

static char *
fill_in (GRand *random, RetortSchema *schema, const char *template)
{
  const RetortTable *table = retort_schema_find_table (schema, "public", PICK (random, tables));
  const RetortColumn *column = g_ptr_array_index (table->columns, (guint) g_rand_int_range (random, 0, (gint32) table->columns->len));
  const char *type = PICK (random, types);
  GString *sql = g_string_new (NULL);

  for (const char *c = template; *c != '\0'; c++)
    {
      const char *word = NULL;

      if (*c != '%')
        {
          g_string_append_c (sql, *c);
          continue;
        }
      c++;
      word = *c == 'T' ? table->name : *c == 'C' ? column->name : *c == 'Y' ? type : *c == 'D' ? PICK (random, defaults) : PICK (random, tables);
      g_string_append (sql, word);
    }
  return g_string_free (sql, FALSE);
}

#define MODES                                                                                                               \
  "modes(mode, level, words) AS (VALUES ('RowExclusiveLock', 3, 'ROW EXCLUSIVE'), ('ShareUpdateExclusiveLock', 4, 'SHARE UPDATE EXCLUSIVE'),"  \
  "  ('ShareLock', 5, 'SHARE'), ('ShareRowExclusiveLock', 6, 'SHARE ROW EXCLUSIVE'), ('ExclusiveLock', 7, 'EXCLUSIVE'),"    \
  "  ('AccessExclusiveLock', 8, 'ACCESS EXCLUSIVE'))"

#define OURS                                                                                                                \
  "(SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'harness') OR oid = pg_my_temp_schema())"

/* Columns: oid, relname name, relkind "char", node oid, scans bigint, level int (of the locks that are held). */
#define STATE                                                                                                               \
  "WITH " MODES ", level AS (SELECT relation, max(level) AS level FROM pg_locks JOIN modes USING (mode) WHERE pid = pg_backend_pid() GROUP BY 1)" \
  " SELECT c.oid, relname, relkind, pg_relation_filenode(c.oid) AS node, pg_stat_get_xact_numscans(c.oid) AS scans, coalesce(level, 0) AS level"   \
  "  FROM pg_class c LEFT JOIN level ON relation = c.oid WHERE relnamespace IN " OURS " AND relkind IN ('r', 'p', 'm', 'i', 'I', 'S', 'v', 'c', 'f')"

static const char first_sql[] = "CREATE TABLE harness.seen AS " STATE;
static const char before_sql[] = "WITH gone AS (DELETE FROM harness.seen) INSERT INTO harness.seen " STATE;

/* What a transaction did is counted from nothing in the next one. */
static const char forget_sql[] = "SELECT pg_stat_force_next_flush()";

/* Columns: locks, rewrites, builds, scans text, is_heavy boolean. */
static const char after_sql[]
    = "WITH seen AS (SELECT * FROM harness.seen), now AS (SELECT c.oid, coalesce(seen.relname, c.relname) AS relname, c.relkind, pg_relation_filenode(c.oid) AS node,"
      "    pg_stat_get_xact_numscans(c.oid) AS scans"
      "  FROM pg_class c LEFT JOIN seen USING (oid) WHERE relnamespace IN " OURS " OR seen.oid IS NOT NULL),"
      " " MODES ", mine AS (SELECT relation, mode, locktype FROM pg_locks WHERE pid = pg_backend_pid()),"
      " held AS (SELECT DISTINCT ON (relname) relname, words FROM mine l JOIN now ON now.oid = l.relation JOIN modes USING (mode)"
      "  WHERE l.locktype = 'relation' AND relkind NOT IN ('i', 'I')"
      "    AND NOT EXISTS (SELECT FROM seen WHERE seen.oid = now.oid AND seen.level >= modes.level) ORDER BY relname, modes.level DESC)"
      " SELECT (SELECT coalesce(string_agg(relname || ' ' || words, '; ' ORDER BY relname COLLATE \"C\"), '') FROM held) AS locks,"
      "  (SELECT coalesce(string_agg(now.relname, '; ' ORDER BY now.relname COLLATE \"C\"), '') FROM now JOIN seen USING (oid)"
      "   WHERE now.node <> seen.node AND now.relkind IN ('r', 'm', 'S')) AS rewrites,"
      "  (SELECT coalesce(string_agg(now.relname, '; ' ORDER BY now.relname COLLATE \"C\"), '') FROM now"
      "   WHERE now.relkind = 'i' AND NOT EXISTS (SELECT FROM seen WHERE seen.node = now.node)) AS builds,"
      "  (SELECT coalesce(string_agg(now.relname, '; ' ORDER BY now.relname COLLATE \"C\"), '') FROM now JOIN seen USING (oid)"
      "   WHERE now.scans <> seen.scans AND now.relkind IN ('r', 'm')) AS scans,"
      "  EXISTS (SELECT FROM now JOIN seen USING (oid) JOIN mine l ON l.relation = now.oid JOIN modes USING (mode)"
      "   WHERE modes.level >= 5 AND modes.level > seen.level AND (now.scans <> seen.scans OR now.node <> seen.node) AND now.relkind IN ('r', 'm')) AS is_heavy";

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Takes the array. */
static char *
join (GPtrArray *words)
{
  char *text = NULL;

  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  text = g_strjoinv ("; ", (GStrv) words->pdata);
  g_ptr_array_unref (words);
  return text;
}

static char *
tell_locks (const RetortLocks *locks)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);

      if (effect->kind != RETORT_LOCKED_INDEX && !effect->is_dropped && !effect->is_held && effect->level >= RETORT_LOCK_ROW_EXCLUSIVE)
        g_ptr_array_add (words, g_strdup_printf ("%s %s", effect->name, retort_lock_level_to_string (effect->level)));
    }
  return join (words);
}

static char *
tell_names (const RetortLocks *locks, gboolean of_built)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);

      if (of_built ? effect->builds : effect->rewrites)
        g_ptr_array_add (words, g_strdup (effect->name));
    }
  return join (words);
}

static gboolean
is_heavy (const RetortLocks *locks)
{
  for (guint i = 0; i < locks->relations->len; i++)
    {
      const RetortRelationEffect *effect = g_ptr_array_index (locks->relations, i);

      if ((effect->rewrites || effect->scans) && effect->level >= RETORT_LOCK_SHARE && effect->kind == RETORT_LOCKED_TABLE && !effect->is_new
          && !effect->is_held)
        return TRUE;
    }
  return FALSE;
}

static gboolean
note (const char *sql, const char *what, const char *said, const char *seen)
{
  if (g_str_equal (said, seen))
    return FALSE;
  g_test_message ("%s: %s: said [%s] seen [%s]", sql, what, said, seen);
  return TRUE;
}

static void
compare_effects (Score *score, const char *sql, const RetortLocks *locks, const RetortResult *seen)
{
  g_autofree char *levels = tell_locks (locks);
  g_autofree char *rewrites = tell_names (locks, FALSE);
  g_autofree char *builds = tell_names (locks, TRUE);
  gboolean was_heavy = retort_result_get_boolean (seen, 0, 4);
  gboolean is_wrong = note (sql, "locks", levels, retort_result_get_value (seen, 0, 0));

  is_wrong |= note (sql, "rewrites", rewrites, retort_result_get_value (seen, 0, 1));
  is_wrong |= note (sql, "builds", builds, retort_result_get_value (seen, 0, 2));
  if (is_heavy (locks) != was_heavy)
    g_test_message ("%s: %s", sql, was_heavy ? "not found heavy" : "accused");
  score->n_taken++;
  score->n_wrong += is_wrong;
  score->n_heavy += was_heavy;
  score->n_found += was_heavy && is_heavy (locks);
  score->n_light += !was_heavy;
  score->n_accused += !was_heavy && is_heavy (locks);
}

static gboolean
can_forget (const BesideServer *beside)
{
  return retort_session_get_server_version (beside->session) >= 150000;
}

/* What a statement was said to do, and whether the server did it. */
static void
judge (Score *score, BesideServer *beside, const char *sql, const RetortLocks *locks)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) done = retort_session_execute (beside->session, sql, NULL, &error);
  g_autoptr(RetortResult) seen = done != NULL ? retort_session_execute (beside->session, after_sql, NULL, NULL) : NULL;

  if (done == NULL)
    {
      score->n_errors += locks->error != NULL;
      score->n_untold += locks->error == NULL;
      if (locks->error == NULL)
        g_test_message ("%s: not told: %s", sql, error->message);
    }
  else if (locks->error != NULL)
    {
      g_test_message ("%s: said to fail: %s", sql, locks->error);
      score->n_wrong++;
    }
  else
    compare_effects (score, sql, locks, seen);
}

/* Takes the schema; what is there after the statement. */
static RetortSchema *
send (RetortLockSession *session, BesideServer *beside, RetortSchema *before, const char *sql)
{
  g_autoptr(RetortSchema) own = before;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);
  RetortSchema *after = NULL;
  g_autoptr(RetortLocks) locks = retort_lock_session_examine (session, own, retort_sql_tree_get_statement (tree, 0), &after);

  retort_test_execute (beside->session, sql);
  g_assert_null (locks->error);
  return after;
}

/* @lines: a statement, and those that are sent before it in its transaction. */
static void
try (Score *score, BesideServer *beside, const char *const *lines, guint n_lines)
{
  g_autoptr(RetortLockSession) session = retort_lock_session_new (retort_session_get_server_version (beside->session), TRUE);
  g_autoptr(RetortSchema) schema = retort_schema_ref (beside->schema);
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (lines[n_lines - 1], NULL);
  g_autoptr(RetortLocks) locks = NULL;

  if (tree == NULL)
    g_error ("no statement: %s", lines[n_lines - 1]);
  retort_test_execute (beside->session, "BEGIN");
  for (guint i = 0; i + 1 < n_lines; i++)
    schema = send (session, beside, g_steal_pointer (&schema), lines[i]);
  if (n_lines > 1 || !can_forget (beside))
    retort_test_execute (beside->session, before_sql);
  locks = retort_lock_session_examine (session, schema, retort_sql_tree_get_statement (tree, 0), NULL);
  judge (score, beside, lines[n_lines - 1], locks);
  retort_test_execute (beside->session, "ROLLBACK");
  if (can_forget (beside))
    retort_test_execute (beside->session, forget_sql);
}

static void
set_up (BesideServer *beside, const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "locks", file, NULL);
  g_autofree char *sql = NULL;
  g_autoptr(GArray) spans = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  spans = retort_sql_split (sql, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < spans->len; i++)
    {
      RetortSpan span = g_array_index (spans, RetortSpan, i);
      g_autofree char *statement = g_strndup (sql + span.start, span.end - span.start);

      if (!beside_server_run (beside, statement))
        g_error ("%s: refused: %s", file, statement);
    }
  retort_test_execute (beside->session, "CREATE SCHEMA harness");
  retort_test_execute (beside->session, first_sql);
  retort_test_execute (beside->session, "UPDATE harness.seen SET scans = 0");
  if (can_forget (beside))
    retort_test_execute (beside->session, forget_sql);
}

/* Of the heavy ones at least 97 in 100 are found, of the light ones at most 3 in 100 accused. */
static void
assert_score (const Score *score)
{
  g_test_message ("%u statements taken, %u wrong; heavy %u of %u found; light %u of %u accused; errors %u told, %u of data not told", score->n_taken,
                  score->n_wrong, score->n_found, score->n_heavy, score->n_accused, score->n_light, score->n_errors, score->n_untold);
  g_assert_cmpuint (score->n_found * 100, >=, score->n_heavy * 97);
  g_assert_cmpuint (score->n_accused * 100, <=, score->n_light * 3);
  g_assert_cmpuint (score->n_wrong * 100, <=, score->n_taken * 2);
}

static void
test_generated (void)
{
  g_autoptr(BesideServer) beside = beside_server_new ("locks");
  g_autoptr(GRand) random = g_rand_new_with_seed (g_test_rand_int_range (0, G_MAXINT));
  Score score = { 0 };
  guint n = g_test_slow () ? 5000 : 500;

  set_up (beside, "shop.sql");
  g_assert_cmpuint (beside->n_opaque, ==, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *sql = fill_in (random, beside->schema, templates[i % G_N_ELEMENTS (templates)]);
      const char *const lines[] = { sql };

      try (&score, beside, lines, 1);
    }
  assert_score (&score);
  g_assert_cmpuint (score.n_heavy, >, n / 10);
}

/* Statements that somebody wrote without looking at what is told of them. */
static void
try_held_out (const char *database, const char *set_up_file, const char *file)
{
  g_autoptr(BesideServer) beside = beside_server_new (database);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "locks", file, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  Score score = { 0 };
  guint n_before = 0;

  set_up (beside, set_up_file);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean is_before = g_str_has_prefix (lines[i], "+ ");

      if (is_before)
        memset (lines[i], ' ', 2);
      if (!is_before && !g_str_has_prefix (lines[i], "--"))
        try (&score, beside, (const char *const *) &lines[i - n_before], n_before + 1);
      n_before = is_before ? n_before + 1 : 0;
    }
  assert_score (&score);
}

static void
test_clinic (void)
{
  try_held_out ("held_out", "clinic.sql", "held-out.sql");
}

static void
test_harbour (void)
{
  try_held_out ("harbour", "harbour.sql", "held-out-harbour.sql");
}

static void
test_depot (void)
{
  try_held_out ("depot", "depot.sql", "held-out-depot.sql");
}

static void
test_railway (void)
{
  try_held_out ("railway", "railway.sql", "held-out-railway.sql");
}

static void
test_orchard (void)
{
  try_held_out ("orchard", "orchard.sql", "held-out-orchard.sql");
}

static void
assert_unsure (const char *sql, int server_version)
{
  RetortLockScriptOptions options = { .server_version = server_version };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) statements = retort_lock_script_examine (sql, &options, &error);
  const RetortLocks *locks = statements != NULL && statements->len == 1 ? ((RetortLockedStatement *) g_ptr_array_index (statements, 0))->locks : NULL;

  g_test_message ("%s", sql);
  g_assert_no_error (error);
  g_assert_nonnull (locks);
  g_assert_nonnull (locks->unsure);
  if (server_version < 160000)
    g_assert_true (g_str_has_prefix (locks->error, "42601"));
}

/* What the grammar does not know: an older server refuses it, and on a newer one nobody says what it does. */
static void
test_newer (void)
{
  g_autoptr(BesideServer) beside = beside_server_new ("newer");
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "locks", "newer.sql", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  int version = retort_session_get_server_version (beside->session);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(RetortResult) done = NULL;

      if (g_str_has_prefix (lines[i], "--"))
        continue;
      assert_unsure (lines[i], version);
      assert_unsure (lines[i], 180000);
      if (version < 160000)
        done = retort_session_execute (beside->session, lines[i], NULL, NULL);
      g_assert_null (done);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/lock-server/generated", test_generated);
  g_test_add_func ("/analysis/lock-server/held-out", test_clinic);
  g_test_add_func ("/analysis/lock-server/harbour", test_harbour);
  g_test_add_func ("/analysis/lock-server/depot", test_depot);
  g_test_add_func ("/analysis/lock-server/railway", test_railway);
  g_test_add_func ("/analysis/lock-server/orchard", test_orchard);
  g_test_add_func ("/analysis/lock-server/newer", test_newer);
  return g_test_run ();
}
