/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule's own examples: the bad one breaks it, the good one does not, on a schema that the setup makes. */
#include "analysis/checks/check.h"
#include "analysis/schema/apply.h"

#include "graph.h"
#include "migrations.h"

static RetortRevision *
make_revision (void)
{
  static const char *const none[] = { NULL };
  g_autoptr(RetortSource) source = retort_source_new ("/p/ae1_x.py", "def upgrade():\n", -1);
  RetortRevisionFields fields = { .id = "ae1", .title = "", .message = "", .down = none, .depends_on = none, .labels = none,
                                  .source = source, .has_upgrade = TRUE, .has_downgrade = TRUE };

  return retort_revision_new (&fields);
}

static RetortSchema *
make_schema (const char *setup)
{
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();
  g_auto(RetortEffect) effect = { RETORT_EFFECT_NONE, NULL };
  RetortSchema *schema = retort_schema_apply_sql (initial, setup != NULL ? setup : "SELECT 1", &effect);

  g_assert_cmpstr (effect.reason, ==, NULL);
  return schema;
}

static GPtrArray *
check (const RetortRule *rule, const char *setup, const char *sql)
{
  g_autoptr(RetortRevision) revision = make_revision ();
  g_autoptr(RetortHistory) history = graph_parse ("ae1");
  g_autoptr(RetortSchema) before = make_schema (setup);
  g_autoptr(RetortMigration) upgrade = migration_parse (revision, RETORT_DIRECTION_UPGRADE, sql, RETORT_MIGRATION_COMPLETE);
  g_autoptr(RetortMigration) downgrade = migration_parse (revision, RETORT_DIRECTION_DOWNGRADE, "SELECT 1", RETORT_MIGRATION_COMPLETE);
  g_autoptr(GHashTable) severities = g_hash_table_new (g_str_hash, g_str_equal);
  RetortCheckSettings settings = { severities };
  RetortCheckInput input = { .history = history, .revision = revision, .upgrade = upgrade, .downgrade = downgrade,
                             .settings = &settings, .transactions = RETORT_TRANSACTIONS_PER_MIGRATION, .before_upgrade = before };

  g_hash_table_insert (severities, (gpointer) rule->id, GINT_TO_POINTER (rule->severity + 1));
  return retort_check_revision (&input);
}

static gboolean
breaks (const RetortRule *rule, const char *setup, const char *sql)
{
  g_autoptr(GPtrArray) findings = check (rule, setup, sql);

  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (retort_finding_get (g_ptr_array_index (findings, i))->rule, rule->id))
      return TRUE;
  return FALSE;
}

static void
test_examples (gconstpointer data)
{
  const RetortRule *rule = data;

  if (!breaks (rule, rule->setup, rule->bad))
    g_error ("%s: '%s' does not break it", rule->id, rule->bad);
  if (breaks (rule, rule->setup, rule->good))
    g_error ("%s: '%s' breaks it", rule->id, rule->good);
}

#define TOUCH "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.state := 'x'; RETURN NEW; END $$;" \
              "CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();"
#define TOTAL "CREATE FUNCTION total() RETURNS numeric LANGUAGE sql AS 'SELECT sum(total) FROM orders WHERE total > 0';"
#define SHOP                                                                                                                         \
  "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE DOMAIN positive AS int CHECK (value > 0);"                                            \
  "CREATE TABLE users (id bigint PRIMARY KEY, mail text NOT NULL, nick varchar(20), CONSTRAINT users_mail UNIQUE (mail));"           \
  "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, state text, code varchar(20), total numeric(8,2),"   \
  "  at timestamp, kind mood DEFAULT 'a', note text, CONSTRAINT noted CHECK (note IS NOT NULL));"                                    \
  "CREATE INDEX orders_user ON orders (user_id); CREATE INDEX orders_state ON orders (state);"

/* What a rule leaves alone, and what it must not: each line is a clause of the rules' descriptions in the literature. */
static const struct
{
  const char *rule;
  const char *setup;
  const char *sql;
  gboolean    breaks;
} cases[] = {
  /* Columns */
  { "add-column-volatile-default", SHOP, "ALTER TABLE orders ADD COLUMN a timestamptz DEFAULT now()", FALSE },
  { "add-column-volatile-default", SHOP, "ALTER TABLE orders ADD COLUMN a text DEFAULT current_user", FALSE },
  { "add-column-volatile-default", SHOP, "ALTER TABLE orders ADD COLUMN a jsonb NOT NULL DEFAULT '{}'::jsonb", FALSE },
  { "add-column-volatile-default", SHOP, "ALTER TABLE orders ADD COLUMN a timestamptz DEFAULT clock_timestamp()", TRUE },
  { "add-column-volatile-default", SHOP, "CREATE TABLE t (id int); ALTER TABLE t ADD COLUMN a float DEFAULT random()", FALSE },
  { "add-column-not-null-no-default", SHOP, "ALTER TABLE orders ADD COLUMN a int GENERATED ALWAYS AS IDENTITY NOT NULL", FALSE },
  { "add-column-not-null-no-default", SHOP, "CREATE TABLE t (id int); ALTER TABLE t ADD COLUMN a int NOT NULL", FALSE },
  { "add-column-not-null-no-default", SHOP, "DO $$ BEGIN ALTER TABLE orders ADD COLUMN a int NOT NULL; END $$", TRUE },
  { "add-column-constrained-domain", SHOP, "ALTER TABLE orders ADD COLUMN a positive", TRUE },
  { "add-column-inline-references", SHOP, "ALTER TABLE orders ADD COLUMN a bigint REFERENCES users DEFAULT 1", TRUE },
  { "alter-type-rewrite", SHOP, "ALTER TABLE orders ALTER COLUMN code TYPE varchar(40)", FALSE },
  { "alter-type-rewrite", SHOP, "ALTER TABLE orders ALTER COLUMN code TYPE text", FALSE },
  { "alter-type-rewrite", SHOP, "ALTER TABLE orders ALTER COLUMN total TYPE numeric(10,2)", FALSE },
  { "alter-type-rewrite", SHOP, "ALTER TABLE orders ALTER COLUMN at TYPE timestamptz", FALSE },
  { "alter-type-rewrite", SHOP, "ALTER TABLE orders ALTER COLUMN total TYPE float8", TRUE },
  { "alter-type-rewrite", SHOP, "DO $$ BEGIN EXECUTE 'ALTER TABLE orders ALTER COLUMN total TYPE float8'; END $$", TRUE },
  { "alter-type-lossy", SHOP, "ALTER TABLE orders ALTER COLUMN code TYPE varchar(10)", TRUE },
  { "alter-type-lossy", SHOP, "ALTER TABLE orders ALTER COLUMN code TYPE varchar(21)", FALSE },
  { "set-not-null", SHOP, "ALTER TABLE orders ALTER COLUMN note SET NOT NULL", FALSE },
  { "set-not-null", SHOP, "ALTER TABLE users ALTER COLUMN mail SET NOT NULL", FALSE },
  { "set-not-null", SHOP, "ALTER TABLE orders ALTER COLUMN state SET NOT NULL", TRUE },
  { "set-not-null", SHOP, "ALTER TABLE orders ADD CONSTRAINT s CHECK (state IS NOT NULL) NOT VALID; ALTER TABLE orders ALTER COLUMN state SET NOT NULL", TRUE },
  { "function-uses-dropped", SHOP TOUCH, "ALTER TABLE orders DROP COLUMN state CASCADE", TRUE },
  { "function-uses-dropped", SHOP TOUCH, "ALTER TABLE orders DROP COLUMN total", FALSE },
  { "function-uses-dropped", SHOP TOUCH, "DROP TRIGGER t ON orders; ALTER TABLE orders DROP COLUMN state CASCADE", FALSE },
  { "function-uses-dropped", SHOP TOUCH, "DROP TRIGGER t ON orders; DROP FUNCTION touch(); ALTER TABLE orders DROP COLUMN state CASCADE", FALSE },
  { "function-uses-dropped", SHOP TOTAL, "ALTER TABLE orders RENAME TO purchases", TRUE },
  { "function-uses-dropped", SHOP TOTAL, "ALTER TABLE orders RENAME TO purchases; CREATE VIEW orders AS SELECT * FROM purchases", FALSE },
  { "function-uses-dropped", SHOP TOTAL, "ALTER TABLE orders DROP COLUMN total", TRUE },
  { "function-uses-dropped", SHOP TOTAL, "ALTER TABLE orders DROP COLUMN code", FALSE },
  { "delete-without-where", SHOP, "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; END $$", TRUE },
  { "delete-without-where", SHOP, "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE TEMP TABLE t (a int); DELETE FROM t; END $$", FALSE },
  { "create-index-non-concurrently", SHOP, "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX i ON orders (code); END $$", FALSE },
  { "create-index-non-concurrently", SHOP, "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX i ON orders (code); END $$; SELECT f()", TRUE },
  { "create-index-non-concurrently", SHOP, "CREATE PROCEDURE f() LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX i ON orders (code); END $$; CALL f()", TRUE },
  { "concurrently-in-transaction", SHOP, "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX CONCURRENTLY i ON orders (code); END $$", TRUE },
  { "drop-column", SHOP, "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders DROP COLUMN a", FALSE },
  { "drop-column", SHOP, "ALTER TABLE orders DROP COLUMN IF EXISTS nothing", FALSE },
  { "drop-column", SHOP, "ALTER TABLE orders DROP COLUMN note; DROP TABLE orders", FALSE },
  { "drop-column", SHOP, "ALTER TABLE orders DROP COLUMN IF EXISTS note", TRUE },
  { "rename-column", SHOP, "CREATE TABLE t (a int); ALTER TABLE t RENAME COLUMN a TO b", FALSE },
  { "rename-column", SHOP, "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders RENAME COLUMN a TO b", FALSE },
  /* Constraints */
  { "add-fk-without-not-valid", SHOP, "CREATE TABLE t (u bigint); ALTER TABLE t ADD FOREIGN KEY (u) REFERENCES users", FALSE },
  { "add-fk-without-not-valid", SHOP, "ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES users NOT VALID", FALSE },
  { "add-fk-without-not-valid", SHOP, "DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES users; EXCEPTION WHEN duplicate_object THEN NULL; END $$", TRUE },
  { "add-check-without-not-valid", SHOP, "CREATE TABLE t (a int); ALTER TABLE t ADD CHECK (a > 0)", FALSE },
  { "add-unique-without-index", SHOP, "CREATE UNIQUE INDEX i ON orders (code); ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX i", FALSE },
  { "fk-without-index", SHOP, "CREATE TABLE t (id int PRIMARY KEY, u bigint REFERENCES users); CREATE INDEX ON t (u)", FALSE },
  { "fk-without-index", SHOP, "CREATE TABLE t (u bigint REFERENCES users, v int, PRIMARY KEY (u, v))", FALSE },
  { "fk-without-index", SHOP, "CREATE TABLE t (id int PRIMARY KEY, u bigint REFERENCES users)", TRUE },
  { "fk-type-mismatch", SHOP, "CREATE TABLE t (u int REFERENCES users)", TRUE },
  { "not-valid-never-validated", SHOP, "ALTER TABLE orders ADD CHECK (total > 0) NOT VALID", FALSE },
  /* Indexes */
  { "create-index-non-concurrently", SHOP, "CREATE TABLE a.t (id int)", FALSE },
  { "create-index-non-concurrently", SHOP, "CREATE TABLE t (id int); CREATE INDEX ON t (id)", FALSE },
  { "create-index-non-concurrently", SHOP, "CREATE TABLE t (id int); ALTER TABLE t RENAME TO u; CREATE INDEX ON u (id)", FALSE },
  { "create-index-non-concurrently", SHOP, "CREATE INDEX CONCURRENTLY i ON orders (code)", FALSE },
  { "create-index-non-concurrently", SHOP, "DO $$ BEGIN CREATE INDEX i ON orders (code); END $$", TRUE },
  { "drop-index-non-concurrently", SHOP, "DROP INDEX orders_state", TRUE },
  { "drop-index-non-concurrently", SHOP, "DROP INDEX orders_state; DROP TABLE orders", FALSE },
  { "drop-index-non-concurrently", SHOP, "DROP INDEX IF EXISTS no_such_index", FALSE },
  { "drop-index-non-concurrently", SHOP, "DO $$ BEGIN DROP INDEX orders_state; END $$", TRUE },
  { "redundant-index", SHOP, "CREATE INDEX i ON orders (user_id)", TRUE },
  { "redundant-index", SHOP, "CREATE INDEX i ON orders (code)", FALSE },
  /* Tables and other objects */
  { "drop-table", SHOP, "DROP TABLE IF EXISTS no_such_table", FALSE },
  { "drop-table", SHOP, "CREATE TABLE t (id int); DROP TABLE t", FALSE },
  { "drop-table", SHOP, "DO $$ BEGIN DROP TABLE orders; END $$", TRUE },
  { "drop-cascade", SHOP, "DROP TABLE IF EXISTS no_such_table CASCADE", FALSE },
  { "drop-cascade", SHOP, "DROP TYPE mood CASCADE", TRUE },
  { "drop-cascade", SHOP, "CREATE FUNCTION eq(mood, mood) RETURNS boolean LANGUAGE sql AS 'SELECT true'; DROP FUNCTION eq(mood, mood) CASCADE", FALSE },
  { "add-column-then-set-default", SHOP, "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders ALTER COLUMN a SET DEFAULT 1", TRUE },
  { "add-column-then-set-default", SHOP, "ALTER TABLE orders ADD COLUMN a int; UPDATE orders SET a = 2; ALTER TABLE orders ALTER COLUMN a SET DEFAULT 1", FALSE },
  { "unexpected-drop", SHOP, "DROP TABLE IF EXISTS no_such_table", TRUE },
  { "unexpected-drop", SHOP, "DROP TABLE IF EXISTS t; CREATE TABLE t (id int)", FALSE },
  { "rename-table", SHOP, "ALTER TABLE orders RENAME TO o; CREATE VIEW orders AS SELECT * FROM o", FALSE },
  { "table-without-primary-key", SHOP, "CREATE TEMP TABLE t (id int)", FALSE },
  { "table-without-primary-key", SHOP, "CREATE TABLE t (id int); ALTER TABLE t ADD PRIMARY KEY (id)", FALSE },
  { "create-table-if-not-exists-noop", SHOP, "CREATE TABLE IF NOT EXISTS t (id int)", FALSE },
  { "rename-seen-as-drop-add", SHOP, "ALTER TABLE orders ADD COLUMN a text; ALTER TABLE orders DROP COLUMN state", TRUE },
  { "rename-seen-as-drop-add", SHOP, "ALTER TABLE orders ADD COLUMN a text; ALTER TABLE orders DROP COLUMN state; ALTER TABLE orders DROP COLUMN note", FALSE },
  { "rename-seen-as-drop-add", SHOP, "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders DROP COLUMN state", FALSE },
  /* Enums */
  { "enum-value-used-in-same-transaction", SHOP, "ALTER TYPE mood ADD VALUE 'c'; UPDATE orders SET kind = 'c' WHERE id = 1", TRUE },
  { "enum-value-used-in-same-transaction", SHOP, "CREATE TYPE m AS ENUM ('c'); ALTER TABLE orders ADD COLUMN a m DEFAULT 'c'", FALSE },
  { "enum-value-used-in-same-transaction", SHOP, "ALTER TYPE mood ADD VALUE 'c'; UPDATE orders SET kind = 'a' WHERE id = 1", FALSE },
  /* Transactions */
  { "statement-after-access-exclusive", SHOP, "ALTER TABLE orders ADD COLUMN a int; UPDATE users SET nick = 'x' WHERE nick IS NULL", TRUE },
  { "statement-after-access-exclusive", SHOP, "ALTER TABLE orders ADD COLUMN a int; UPDATE users SET nick = 'x' WHERE id = 4", FALSE },
  { "statement-after-access-exclusive", SHOP, "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE users ALTER COLUMN nick SET NOT NULL", TRUE },
  { "statement-after-access-exclusive", SHOP, "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE users ADD COLUMN b int NOT NULL", FALSE },
  { "statement-after-access-exclusive", SHOP, "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE users ADD COLUMN b uuid NOT NULL DEFAULT gen_random_uuid()", TRUE },
  { "statement-after-access-exclusive", SHOP, "ALTER TABLE orders ADD COLUMN a int; DELETE FROM users; ALTER TABLE users ADD COLUMN b int NOT NULL", TRUE },
  { "wide-lock-window", SHOP, "ALTER TABLE orders ADD COLUMN a int; CREATE TABLE t (id int); ALTER TABLE t ADD COLUMN b int", FALSE },
  { "wide-lock-window", SHOP, "ALTER TABLE orders RENAME TO o; ALTER TABLE o ADD COLUMN b int", FALSE },
  { "wide-lock-window", SHOP, "ALTER TABLE orders RENAME TO o; ALTER TABLE o ADD COLUMN b int; ALTER TABLE users ADD COLUMN b int", TRUE },
  { "combine-alter-table", SHOP, "ALTER TABLE orders ADD CHECK (total > 0); ALTER TABLE orders ALTER COLUMN state SET NOT NULL", TRUE },
  { "combine-alter-table", SHOP, "ALTER TABLE orders ADD CHECK (total > 0); ALTER TABLE orders ADD COLUMN a int NOT NULL", FALSE },
  { "combine-alter-table", SHOP, "ALTER TABLE orders ADD CHECK (total > 0); ALTER TABLE orders ADD COLUMN a uuid NOT NULL DEFAULT gen_random_uuid()", TRUE },
  { "combine-alter-table", SHOP, "ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES users; ALTER TABLE orders ADD UNIQUE (code)", FALSE },
  { "concurrently-in-transaction", SHOP, "DO $$ BEGIN CREATE INDEX CONCURRENTLY i ON orders (code); END $$", TRUE },
  { "transaction-nesting", SHOP, "ALTER TABLE orders ADD COLUMN a int; COMMIT", TRUE },
  /* Data */
  { "unbatched-backfill", SHOP, "UPDATE orders SET state = 'x' WHERE id = 4", FALSE },
  { "unbatched-backfill", SHOP, "DELETE FROM users WHERE mail IN ('a', 'b')", FALSE },
  { "unbatched-backfill", SHOP, "UPDATE orders SET state = 'x' WHERE state = 'y'", TRUE },
  { "unbatched-backfill", SHOP, "UPDATE orders SET state = 'x' WHERE id = user_id", TRUE },
  { "unbatched-backfill", SHOP, "UPDATE orders SET state = 'x' WHERE id = 4 OR state = 'y'", TRUE },
  { "unbatched-backfill", SHOP, "UPDATE orders SET state = 'x' WHERE state IS NULL; ALTER TABLE orders ALTER COLUMN state SET NOT NULL", FALSE },
  { "set-not-null-one-update", SHOP, "UPDATE orders SET state = 'x' WHERE state IS NULL; ALTER TABLE orders ALTER COLUMN state SET NOT NULL", TRUE },
  { "update-without-where", SHOP, "DO $$ BEGIN UPDATE orders SET state = 'x'; END $$", TRUE },
  { "unbatched-backfill", SHOP, "DO $$ DECLARE c CURSOR FOR SELECT 1; BEGIN UPDATE orders SET state = 'x' WHERE CURRENT OF c; END $$", FALSE },
  { "update-without-where", SHOP, "DO $$ DECLARE o orders; BEGIN o.id := 1; UPDATE orders SET state = 'x'; END $$", TRUE },
  { "drop-table", SHOP, "DO $$ DECLARE t text := 'orders'; BEGIN EXECUTE format('DROP TABLE %I', t); END $$", TRUE },
  { "drop-table", SHOP, "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE orders'; SELECT f()", TRUE },
  { "upgrade-from-empty-fails", SHOP, "CREATE TEMP TABLE t (a int); CREATE INDEX ON t (a); ALTER TABLE t ADD b int; DROP TABLE t", FALSE },
  { "upgrade-from-empty-fails", SHOP, "ALTER TABLE orders SET SCHEMA public", FALSE },
  { "statement-after-access-exclusive", SHOP "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'CREATE INDEX i ON users (nick)';", "ALTER TABLE orders ADD COLUMN a int; SELECT f()", TRUE },
  { "fk-without-index", SHOP, "DO $$ BEGIN EXECUTE 'DROP TABLE ' || (SELECT 'x'); END $$; CREATE TABLE t (id int PRIMARY KEY, u bigint REFERENCES users)", TRUE },
  /* What is not looked into */
  { "unread-sql", SHOP, "DO $$ BEGIN EXECUTE 'DROP TABLE ' || (SELECT 'x'); END $$", TRUE },
  { "unread-sql", SHOP, "DO $$ BEGIN IF true DROP TABLE orders; END $$", TRUE },
  { "unread-sql", SHOP, "DO LANGUAGE plperl $$ spi_exec_query('DROP TABLE orders') $$", TRUE },
  { "unread-sql", SHOP, "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || t; END $$", FALSE },
  { "unread-sql", SHOP, "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || t; END $$; SELECT f('orders')", TRUE },
  { "unread-sql", SHOP, "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RETURN NEXT t $$", TRUE },
  { "unread-sql", SHOP, "ALTER TABLE orders ADD CONSTRAINT n NOT NULL state NOT VALID", TRUE },
  { "unread-sql", SHOP, "ALTER TABLE orders ALTER COLUMN total SET EXPRESSION AS (id * 2)", FALSE },
  { "set-expression", SHOP, "ALTER TABLE ONLY public.\"orders\" ALTER total SET /* new */ EXPRESSION AS (id * 2), ADD a int", TRUE },
  { "set-expression", SHOP, "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED); ALTER TABLE t ALTER b SET EXPRESSION AS (a * 2)", FALSE },
  { "drop-column", SHOP, "ALTER TABLE users ALTER nick SET EXPRESSION AS ('x'); ALTER TABLE orders DROP COLUMN note", TRUE },
  { "insert-without-columns", "CREATE TABLE kinds (name text PRIMARY KEY);", "INSERT INTO kinds VALUES ('x')", FALSE },
};

static void
test_cases (void)
{
  guint n_wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const RetortRule *rule = retort_rules_find (cases[i].rule);

      g_assert_nonnull (rule);
      if (breaks (rule, cases[i].setup, cases[i].sql) == cases[i].breaks)
        continue;
      g_test_message ("%s: '%s' %s", rule->id, cases[i].sql, cases[i].breaks ? "does not break it" : "breaks it");
      n_wrong++;
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const RetortRule *const *rule = retort_rules_get_all (); *rule != NULL; rule++)
    if ((*rule)->bad != NULL)
      {
        g_autofree char *path = g_strconcat ("/analysis/rules/", (*rule)->id, NULL);

        g_test_add_data_func (path, *rule, test_examples);
      }
  g_test_add_func ("/analysis/rules/cases", test_cases);
  return g_test_run ();
}
