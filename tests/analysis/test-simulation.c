/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PostgreSQL makes of statements, and what the simulation says that it makes. */
#include "fixtures/beside-server.h"
#include "generated-ddl.h"

/* The statements of a case are all taken by both sides, and leave the same. */
static void
check_case (const char *const *statements)
{
  g_autoptr(BesideServer) beside = beside_server_new ("case");

  for (guint i = 0; statements[i] != NULL; i++)
    if (!beside_server_run (beside, statements[i]))
      g_test_message ("the server refuses %s", statements[i]);
  beside_server_assert (beside);
  g_assert_cmpuint (beside->n_failed, ==, 0);
}

static void
test_defaults (void)
{
  static const char *const statements[] = {
    "CREATE TYPE mood AS ENUM ('sad', 'happy')",
    "CREATE DOMAIN percent AS integer DEFAULT 5 CHECK (VALUE >= 0 AND VALUE <= 100)",
    "CREATE TABLE d (a int DEFAULT 0, b varchar(20) DEFAULT 'x', c text DEFAULT 'it''s', d boolean DEFAULT false, e boolean DEFAULT 't',"
    " f timestamptz DEFAULT now(), g timestamp DEFAULT (now() at time zone 'utc'), h timestamp DEFAULT timezone('utc', now()),"
    " i jsonb DEFAULT '{}', j jsonb DEFAULT '[]'::jsonb NOT NULL, k json DEFAULT '{\"a\": 1}', l uuid DEFAULT gen_random_uuid(),"
    " m numeric(10,2) DEFAULT 0, n numeric DEFAULT '0.5', o double precision DEFAULT 1.5, p bigint DEFAULT '0', q int DEFAULT -1,"
    " r mood DEFAULT 'sad', s mood DEFAULT 'happy'::mood, t text[] DEFAULT '{}', u text[] DEFAULT ARRAY[]::text[],"
    " v varchar[] DEFAULT ARRAY[]::varchar[], w date DEFAULT CURRENT_DATE, x date DEFAULT '2020-01-02', y timestamp DEFAULT '2020-01-02',"
    " z interval DEFAULT '1 day', aa percent DEFAULT 7, ab percent, ac char(3) DEFAULT 'abc', ad text DEFAULT NULL,"
    " ae bigint DEFAULT 5000000000, af varchar(5) DEFAULT 'x'::varchar, ag text DEFAULT 'x'::varchar(5), ah smallint DEFAULT '3',"
    " ai int DEFAULT 1 + 2, aj text DEFAULT ('a' || 'b'), ak text DEFAULT lower('X'), al timestamptz DEFAULT CURRENT_TIMESTAMP,"
    " am bytea DEFAULT '\\x00', an text DEFAULT E'a\\\\b', ao int DEFAULT CAST(3 AS bigint), ap text[] DEFAULT ARRAY['a', 'b']::text[],"
    " aq real DEFAULT 0, ar uuid DEFAULT '00000000-0000-0000-0000-000000000000', as_ boolean DEFAULT (NOT true))",
    NULL,
  };

  check_case (statements);
}

static void
test_checks (void)
{
  static const char *const statements[] = {
    "CREATE TYPE state AS ENUM ('new', 'old')",
    "CREATE TABLE c (id bigserial PRIMARY KEY, a int, b bigint, c numeric, d double precision, e text, f varchar(10), g state, h boolean,"
    " i timestamptz, j date, k jsonb, l uuid)",
    "ALTER TABLE c ADD CHECK (a > 0), ADD CHECK (b > 0), ADD CHECK (c > 0), ADD CHECK (d > 0.5), ADD CHECK (c >= 0.5)",
    "ALTER TABLE c ADD CHECK (e <> ''), ADD CHECK (f = 'x'), ADD CHECK (g = 'new'), ADD CHECK (g IN ('new', 'old'))",
    "ALTER TABLE c ADD CHECK (f IN ('a', 'b')), ADD CHECK (e IN ('a', 'b')), ADD CHECK (e IN ('a')), ADD CHECK (a NOT IN (1, 2))",
    "ALTER TABLE c ADD CHECK (a BETWEEN 1 AND 5), ADD CHECK (a > 0 AND b > 0 OR c > 0), ADD CHECK (NOT (a > 0 AND b > 0))",
    "ALTER TABLE c ADD CHECK (a IS NOT NULL OR (b IS NULL AND h)), ADD CHECK ((a IS NULL) = (b IS NULL)), ADD CHECK (h IS TRUE)",
    "ALTER TABLE c ADD CHECK (length(f) > 2), ADD CHECK (char_length(e) <= 20), ADD CHECK (lower(f) = f), ADD CHECK (e ~ '^a')",
    "ALTER TABLE c ADD CHECK (e LIKE 'a%'), ADD CHECK (i > now()), ADD CHECK (j > '2020-01-01'), ADD CHECK (a + 1 > b * 2 - 3)",
    "ALTER TABLE c ADD CHECK (k ->> 'x' IS NOT NULL), ADD CHECK (jsonb_typeof(k) = 'object'), ADD CHECK (coalesce(a, 0) > 1)",
    "ALTER TABLE c ADD CHECK (a > 0 AND g IN ('new', 'old')), ADD CHECK (a = 1 OR (e = 'x' AND f = 'y')), ADD CHECK (a != 3)",
    "CREATE INDEX ON c (lower(f))", "CREATE INDEX ON c (lower(e), a)", "CREATE INDEX ON c ((a + 1))", "CREATE INDEX ON c (coalesce(a, 0))",
    "CREATE INDEX ON c ((k ->> 'x'))", "CREATE INDEX ON c (a) WHERE g = 'new'", "CREATE INDEX ON c USING gin (k jsonb_path_ops)",
    "CREATE INDEX ON c USING gin (to_tsvector('english', e))", "CREATE INDEX ON c (a) WHERE h", "CREATE INDEX ON c (a) WHERE h IS NOT TRUE",
    "CREATE INDEX ON c (e text_pattern_ops, f COLLATE \"C\")", "CREATE UNIQUE INDEX ON c (a, b) NULLS NOT DISTINCT WHERE e IS NULL",
    "CREATE INDEX ON c (a) WHERE f = 'x' AND a > 3", "CREATE INDEX ON c (a) WHERE false",
    NULL,
  };

  check_case (statements);
}

static void
test_names (void)
{
  static const char *const statements[] = {
    "CREATE TABLE n (id serial PRIMARY KEY, a int UNIQUE, b int CHECK (b > 0) CHECK (b < 9), c int, UNIQUE (a, b), UNIQUE (b, c), CHECK (a > b), CHECK (a > c))",
    "CREATE TABLE n_a_key1 (id int)",
    "ALTER TABLE n ADD UNIQUE (a)",
    "ALTER TABLE n ADD UNIQUE (a)",
    "CREATE TABLE a_table_whose_name_has_exactly_sixty_three_bytes_in_it_is_long_ (a_column_whose_name_has_exactly_sixty_three_bytes_is_long_as_well serial UNIQUE)",
    "CREATE INDEX ON a_table_whose_name_has_exactly_sixty_three_bytes_in_it_is_long_ (a_column_whose_name_has_exactly_sixty_three_bytes_is_long_as_well)",
    "CREATE TABLE \"Größe\" (\"ÄÖÜ\" int REFERENCES n, \"order\" int REFERENCES n (a), PRIMARY KEY (\"ÄÖÜ\", \"order\"))",
    "CREATE TABLE m (id int PRIMARY KEY UNIQUE, x int CONSTRAINT mine UNIQUE, UNIQUE (x), n_id int REFERENCES n ON DELETE CASCADE, FOREIGN KEY (n_id) REFERENCES n)",
    "CREATE INDEX ON n (a, b)", "CREATE INDEX ON n (a, b)", "CREATE INDEX ON n ((a + b), (a - b))",
    "ALTER TABLE n RENAME TO nn", "ALTER TABLE nn ADD d int UNIQUE", "ALTER TABLE nn RENAME COLUMN a TO aa",
    "ALTER INDEX n_pkey RENAME TO nn_pkey", "ALTER TABLE nn RENAME CONSTRAINT n_b_check TO positive",
    "ALTER TABLE m RENAME CONSTRAINT m_n_id_fkey TO to_n",
    "ALTER SEQUENCE n_id_seq RENAME TO nn_id_seq", "ALTER TABLE nn ADD COLUMN e int DEFAULT 3 NOT NULL REFERENCES nn",
    "ALTER TABLE nn DROP COLUMN b CASCADE", "CREATE UNIQUE INDEX later ON nn (c)", "ALTER TABLE nn ADD CONSTRAINT by_c UNIQUE USING INDEX later",
    NULL,
  };

  check_case (statements);
}

static void
test_types (void)
{
  static const char *const statements[] = {
    "CREATE TYPE mood AS ENUM ('a', 'b')", "ALTER TYPE mood ADD VALUE 'c' AFTER 'a'", "ALTER TYPE mood ADD VALUE 'z'",
    "ALTER TYPE mood RENAME VALUE 'b' TO 'bb'", "CREATE TABLE t (a mood DEFAULT 'a', b mood[], c mood NOT NULL CHECK (c <> 'z'))",
    "ALTER TYPE mood RENAME TO old_mood", "CREATE TYPE mood AS ENUM ('a', 'x')", "ALTER TABLE t ALTER a DROP DEFAULT",
    "ALTER TABLE t ALTER a TYPE mood USING a::text::mood", "COMMENT ON TYPE mood IS 'how'", "CREATE TYPE pair AS (x int, y varchar(3))",
    "ALTER TABLE t ADD p pair, ADD q pair[]", "CREATE SCHEMA s", "CREATE TYPE s.far AS ENUM ('a')", "ALTER TABLE t ADD f s.far DEFAULT 'a'",
    "ALTER TYPE s.far SET SCHEMA public", "CREATE DOMAIN email AS text NOT NULL CHECK (VALUE ~ '@') CHECK (VALUE <> '')",
    "CREATE TABLE u (e email, i interval(3), j interval year to month, k timestamp(2), l time(1) with time zone, m bit, n bit varying(3), o \"char\","
    " p char, q bpchar, r name, s float(3), t decimal(5), u dec, v national character varying(4), w int array, x int[3][3], y money, z xml)",
    "ALTER TABLE u ALTER s TYPE numeric(4,1), ALTER k TYPE timestamptz, ALTER v SET STORAGE external, ALTER w SET STATISTICS 5",
    "ALTER TABLE t SET SCHEMA s", "ALTER TABLE s.t RENAME TO tt", "CREATE TABLE s.v (id serial PRIMARY KEY, t mood REFERENCES s.w) ",
    NULL,
  };
  g_autoptr(BesideServer) beside = beside_server_new ("types");

  for (guint i = 0; statements[i] != NULL; i++)
    beside_server_run (beside, statements[i]);
  beside_server_assert (beside);
  g_assert_cmpuint (beside->n_failed, ==, 1);
}

static void
test_parts (void)
{
  static const char *const statements[] = {
    "CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 5) PRIMARY KEY, a text, b int, c int GENERATED ALWAYS AS (b * 2) STORED)",
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "CREATE TRIGGER t1 BEFORE UPDATE OF a, b ON p FOR EACH ROW EXECUTE FUNCTION touch()",
    "CREATE TRIGGER t2 AFTER INSERT OR DELETE ON p EXECUTE PROCEDURE touch('x', 'y')", "ALTER TABLE p DISABLE TRIGGER t2",
    "ALTER TABLE p ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY", "CREATE POLICY pol ON p FOR SELECT USING (b > 3)",
    "COMMENT ON TABLE p IS 'people'", "COMMENT ON COLUMN p.a IS 'a'", "COMMENT ON INDEX p_pkey IS 'key'", "COMMENT ON CONSTRAINT p_pkey ON p IS 'k'",
    "ALTER TABLE p ALTER id SET GENERATED BY DEFAULT SET INCREMENT 7 RESTART", "ALTER TABLE p ALTER id TYPE bigint",
    "CREATE VIEW v AS SELECT id, a AS name, upper(a) FROM p WHERE b > 1", "CREATE MATERIALIZED VIEW m AS SELECT p.*, count(*) AS n FROM p GROUP BY 1",
    "CREATE INDEX ON m (a)", "ALTER TABLE p SET (fillfactor = 50, autovacuum_enabled = false)", "ALTER TABLE p RESET (fillfactor)",
    "ALTER TABLE p REPLICA IDENTITY FULL", "ALTER TABLE p CLUSTER ON p_pkey", "CREATE TABLE child (extra int) INHERITS (p)",
    "ALTER TABLE p ADD z int DEFAULT 1", "ALTER TABLE p ALTER z SET NOT NULL", "ALTER TABLE p DROP z", "CREATE TABLE copy AS SELECT id, a, b::text AS t FROM p",
    "CREATE TABLE like_p (LIKE p INCLUDING DEFAULTS)", "DROP VIEW v", "DROP TRIGGER t1 ON p", "DROP POLICY pol ON p", "CREATE SEQUENCE sq AS smallint MINVALUE 5 CYCLE OWNED BY p.b",
    "ALTER SEQUENCE sq MAXVALUE 99 CACHE 5", "DROP FUNCTION touch() CASCADE", "CREATE EXTENSION IF NOT EXISTS plpgsql", "CREATE SCHEMA IF NOT EXISTS other",
    "SET search_path TO other, public", "CREATE TABLE here (id serial PRIMARY KEY, p_id bigint REFERENCES p)", "RESET search_path", "DROP SCHEMA other CASCADE",
    NULL,
  };

  check_case (statements);
}

/* Partitions get indexes, keys, foreign keys and CHECKs from their parents, and keep them when they leave. */
static void
test_partitions (void)
{
  static const char *const statements[] = {
    "CREATE TABLE owners (id int PRIMARY KEY)",
    "CREATE TABLE part (id int, k int NOT NULL, c text, owner int, CHECK (id > 0)) PARTITION BY RANGE (k)",
    "CREATE TABLE p1 PARTITION OF part FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE p2 PARTITION OF part FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id)", "CREATE TABLE p2a PARTITION OF p2 FOR VALUES IN (1)",
    "CREATE INDEX k ON part (id)", "ALTER TABLE part ADD PRIMARY KEY (k, id)", "CREATE UNIQUE INDEX ON part (k, id, c) WHERE c IS NULL",
    "ALTER TABLE part ADD UNIQUE (id, k) INCLUDE (c)", "CREATE INDEX ON part (lower(c))", "CREATE INDEX own ON p1 (owner)", "CREATE INDEX ON part (owner)",
    "CREATE TABLE p3 PARTITION OF part FOR VALUES FROM (30) TO (40)", "CREATE INDEX only_part ON ONLY part (c)",
    "ALTER TABLE part ADD CONSTRAINT positive CHECK (k >= 0)", "ALTER TABLE part ADD FOREIGN KEY (owner) REFERENCES owners",
    "CREATE TABLE p4 PARTITION OF part DEFAULT", "DROP INDEX only_part", "ALTER TABLE part ADD COLUMN d date DEFAULT '2020-01-01'", "ALTER TABLE part DROP CONSTRAINT positive",
    "DROP INDEX k", "ALTER TABLE part DROP CONSTRAINT part_id_k_c_key", "ALTER TABLE part DETACH PARTITION p4",
    "CREATE TABLE p5 (id int NOT NULL CHECK (id > 0), k int NOT NULL, c text, owner int, d date DEFAULT '2020-01-01')",
    "ALTER TABLE p5 RENAME CONSTRAINT p5_id_check TO part_id_check", "CREATE INDEX ON p5 (lower(c))", "ALTER TABLE p5 ADD PRIMARY KEY (k, id)",
    "ALTER TABLE part ATTACH PARTITION p5 FOR VALUES FROM (50) TO (60)", "ALTER TABLE part DETACH PARTITION p3", "ALTER TABLE part RENAME COLUMN c TO cc",
    "ALTER TABLE part ALTER cc TYPE varchar(9)", "ALTER TABLE part ALTER owner SET NOT NULL", "ALTER TABLE part DROP CONSTRAINT part_owner_fkey",
    "CREATE TABLE l (LIKE p1 INCLUDING INDEXES INCLUDING CONSTRAINTS INCLUDING DEFAULTS)", "CREATE TABLE l2 (LIKE part INCLUDING CONSTRAINTS, x int)",
    "ALTER TABLE part DROP COLUMN owner", "DROP TABLE p1", "DROP TABLE part", NULL,
  };

  check_case (statements);
}

/* Bounds are said in the words of the key's type. */
static void
test_bounds (void)
{
  static const char *const statements[] = {
    "CREATE TYPE size AS ENUM ('s', 'm')", "CREATE TABLE r (at date, n int, \"Key\" text) PARTITION BY RANGE (at)",
    "CREATE TABLE r1 PARTITION OF r FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')", "CREATE TABLE r0 PARTITION OF r FOR VALUES FROM (MINVALUE) TO ('2024-01-01')",
    "CREATE TABLE r2 PARTITION OF r FOR VALUES FROM (DATE '2025-01-01') TO ('2026-01-01'::date) PARTITION BY LIST (\"Key\")",
    "CREATE TABLE r2a PARTITION OF r2 FOR VALUES IN ('a', 'it''s', NULL)", "CREATE TABLE r2b PARTITION OF r2 DEFAULT",
    "CREATE TABLE two (a int, b text) PARTITION BY RANGE (a, b)", "CREATE TABLE two1 PARTITION OF two FOR VALUES FROM (-5, MINVALUE) TO (10, 'x')",
    "CREATE TABLE h (a int) PARTITION BY HASH (a)", "CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
    "CREATE TABLE l (s size, b boolean) PARTITION BY LIST (s)", "CREATE TABLE ls PARTITION OF l FOR VALUES IN ('s')", "CREATE TABLE lm (s size, b boolean)",
    "ALTER TABLE l ATTACH PARTITION lm FOR VALUES IN ('m')", "CREATE TABLE f (b boolean) PARTITION BY LIST (b)", "CREATE TABLE f1 PARTITION OF f FOR VALUES IN (true)",
    "CREATE TABLE o (at timestamptz) PARTITION BY RANGE (at)", "CREATE TABLE o1 PARTITION OF o FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')",
    "CREATE TABLE e (at timestamp) PARTITION BY RANGE (date_trunc('day', at))", "CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')", NULL,
  };

  check_case (statements);
}

/* What LIKE takes over. */
static void
test_like (void)
{
  static const char *const statements[] = {
    "CREATE TABLE source (id int GENERATED BY DEFAULT AS IDENTITY (START 5 INCREMENT 3) PRIMARY KEY, big text COMPRESSION pglz, b int GENERATED ALWAYS AS (1 + 2) STORED, d date DEFAULT now())",
    "COMMENT ON COLUMN source.big IS 'long'", "ALTER TABLE source ALTER big SET STORAGE external", "CREATE INDEX ON source (d)", "CREATE TABLE whole (LIKE source INCLUDING ALL)",
    "CREATE TABLE most (LIKE source INCLUDING ALL EXCLUDING IDENTITY EXCLUDING COMPRESSION)", "ALTER TABLE whole ALTER id SET INCREMENT 9", "DROP TABLE source", NULL,
  };

  check_case (statements);
}

/* What ALTER DOMAIN and ALTER STATISTICS leave. */
static void
test_domains (void)
{
  static const char *const statements[] = {
    "CREATE DOMAIN age AS integer DEFAULT 3 CHECK (VALUE > 0)", "ALTER DOMAIN age ADD CHECK (VALUE < 200)", "ALTER DOMAIN age ADD CONSTRAINT even CHECK (VALUE % 2 = 0)",
    "ALTER DOMAIN age SET NOT NULL", "ALTER DOMAIN age SET DEFAULT 8", "CREATE DOMAIN word AS varchar(9) NOT NULL DEFAULT 'x'", "ALTER DOMAIN word DROP DEFAULT",
    "ALTER DOMAIN word DROP NOT NULL", "ALTER DOMAIN word ADD CHECK (VALUE <> '')", "ALTER DOMAIN age DROP CONSTRAINT age_check", "ALTER DOMAIN age DROP CONSTRAINT IF EXISTS nothing",
    "ALTER DOMAIN age ADD CHECK (VALUE <> 7)", "CREATE TABLE t (a age, w word)", "CREATE STATISTICS s ON a, w FROM t", "ALTER STATISTICS s SET STATISTICS 30",
    "ALTER STATISTICS s RENAME TO of_t", "ALTER TABLE t RENAME w TO words", "ALTER TABLE t RENAME TO aged", "CREATE SCHEMA elsewhere", "ALTER TABLE aged SET SCHEMA elsewhere", NULL,
  };

  check_case (statements);
}

/* A type takes columns along that others had from them. */
static void
test_types_that_go (void)
{
  static const char *const statements[] = {
    "CREATE DOMAIN d AS int", "CREATE TYPE pair AS (x int)", "CREATE TABLE parent (id int, x d, p pair)", "CREATE TABLE child (y d) INHERITS (parent)",
    "CREATE VIEW shows AS SELECT x, id FROM parent", "CREATE MATERIALIZED VIEW keeps AS SELECT p, id FROM child", "CREATE VIEW again AS SELECT id, x FROM shows",
    "DROP DOMAIN d CASCADE", "DROP TYPE pair CASCADE", NULL,
  };

  check_case (statements);
}

/* Tables that inherit without being partitions, and what becomes of them. */
static void
test_inheritance (void)
{
  static const char *const statements[] = {
    "CREATE TABLE base (id int NOT NULL, n int DEFAULT 3, CONSTRAINT c CHECK (id > 0))", "CREATE TABLE kid (extra text) INHERITS (base)",
    "CREATE TABLE grandkid () INHERITS (kid)", "ALTER TABLE base ADD CONSTRAINT d CHECK (n > 0)", "ALTER TABLE base ADD CONSTRAINT e CHECK (n < 9) NO INHERIT",
    "ALTER TABLE base ADD COLUMN z date", "ALTER TABLE base RENAME COLUMN n TO nn", "ALTER TABLE base DROP CONSTRAINT d", "ALTER TABLE base ALTER nn TYPE bigint",
    "ALTER TABLE grandkid NO INHERIT kid", "ALTER TABLE base DROP COLUMN z", "CREATE RULE r AS ON INSERT TO base DO NOTHING", "DROP RULE r ON base",
    "CREATE TABLE \"Odd.name\" (id int) PARTITION BY LIST (id)", "CREATE TABLE \"odd.child\" PARTITION OF \"Odd.name\" FOR VALUES IN (1)",
    "CREATE INDEX ON \"Odd.name\" (id)", "ALTER TABLE \"Odd.name\" ADD COLUMN x int", "DROP TABLE base CASCADE", NULL,
  };

  check_case (statements);
}

/* Everything that has a name gets another, another schema, or another comment. */
static void
test_renames (void)
{
  static const char *const statements[] = {
    "CREATE SCHEMA a", "CREATE SCHEMA b", "CREATE TYPE a.mood AS ENUM ('x', 'y')", "CREATE DOMAIN a.pos AS int DEFAULT 1 CHECK (VALUE > 0)",
    "CREATE TYPE a.pair AS (x int, y text)", "CREATE SEQUENCE a.sq START 5", "CREATE TABLE a.t (id serial PRIMARY KEY, m a.mood DEFAULT 'x', p a.pos, q a.pair, s int DEFAULT nextval('a.sq'))",
    "CREATE TABLE a.u (id int GENERATED ALWAYS AS IDENTITY, t_id int REFERENCES a.t, CHECK (id > 0))", "CREATE VIEW a.v AS SELECT id, m FROM a.t",
    "CREATE MATERIALIZED VIEW a.mv AS SELECT id FROM a.t", "CREATE INDEX mv_id ON a.mv (id)", "CREATE FUNCTION a.f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'",
    "CREATE TRIGGER tr BEFORE INSERT ON a.u FOR EACH ROW EXECUTE FUNCTION a.f()", "CREATE POLICY po ON a.u USING (id > 1)",
    "ALTER TYPE a.mood RENAME TO feeling", "ALTER DOMAIN a.pos RENAME TO positive", "ALTER TYPE a.pair RENAME TO couple", "ALTER SEQUENCE a.sq RENAME TO sq2",
    "ALTER TABLE a.t RENAME TO tt", "ALTER TABLE a.tt RENAME COLUMN s TO ss", "ALTER TABLE a.u RENAME CONSTRAINT u_id_check TO above", "ALTER INDEX a.mv_id RENAME TO mv_ix",
    "ALTER VIEW a.v RENAME TO vv", "ALTER MATERIALIZED VIEW a.mv RENAME TO mm", "ALTER MATERIALIZED VIEW a.mm RENAME COLUMN id TO ident", "ALTER VIEW a.vv RENAME COLUMN m TO mm",
    "ALTER TRIGGER tr ON a.u RENAME TO tr2", "ALTER POLICY po ON a.u RENAME TO po2", "ALTER FUNCTION a.f() RENAME TO ff",
    "ALTER TYPE a.couple RENAME ATTRIBUTE x TO xx", "ALTER TYPE a.feeling RENAME VALUE 'y' TO 'z'", "ALTER DOMAIN a.positive RENAME CONSTRAINT pos_check TO above_zero",
    "COMMENT ON TYPE a.feeling IS 'f'", "COMMENT ON DOMAIN a.positive IS 'd'", "COMMENT ON SEQUENCE a.sq2 IS 's'", "COMMENT ON VIEW a.vv IS 'v'",
    "COMMENT ON MATERIALIZED VIEW a.mm IS 'm'", "COMMENT ON FUNCTION a.ff() IS 'f'", "COMMENT ON TRIGGER tr2 ON a.u IS 't'", "COMMENT ON POLICY po2 ON a.u IS 'p'",
    "COMMENT ON COLUMN a.vv.mm IS 'c'", "COMMENT ON SCHEMA a IS 'a'", "COMMENT ON TYPE a.couple IS 'c'",
    "ALTER TYPE a.feeling SET SCHEMA b", "ALTER DOMAIN a.positive SET SCHEMA b", "ALTER TYPE a.couple SET SCHEMA b", "ALTER SEQUENCE a.sq2 SET SCHEMA b",
    "ALTER TABLE a.tt SET SCHEMA b", "ALTER VIEW a.vv SET SCHEMA b", "ALTER MATERIALIZED VIEW a.mm SET SCHEMA b", "ALTER FUNCTION a.ff() SET SCHEMA b",
    "ALTER SEQUENCE b.sq2 OWNED BY b.tt.ss", "ALTER TABLE b.tt DROP COLUMN ss",
    "ALTER TYPE b.couple ADD ATTRIBUTE z date", "DROP VIEW b.vv", "DROP DOMAIN b.positive CASCADE", "DROP TYPE b.feeling CASCADE", "DROP FUNCTION b.ff() CASCADE", "DROP SCHEMA a CASCADE", NULL,
  };

  check_case (statements);
}

/* Each of @refused is refused by both sides; each statement before them is taken. */
static void
check_refused (const char *const *statements, const char *const *refused)
{
  g_autoptr(BesideServer) beside = beside_server_new ("refused");

  for (guint i = 0; statements[i] != NULL; i++)
    g_assert_true (beside_server_run (beside, statements[i]));
  g_assert_cmpuint (beside->n_opaque, ==, 0);
  for (guint i = 0; refused[i] != NULL; i++)
    {
      if (beside_server_run (beside, refused[i]))
        g_test_message ("the server takes %s", refused[i]);
      if (beside->n_failed != i + 1)
        g_error ("taken by one side: %s", refused[i]);
    }
  beside_server_assert (beside);
}

/* What parents and children, partitions and views, policies and types forbid. */
static void
test_refused (void)
{
  static const char *const statements[] = {
    "CREATE TABLE base (id int NOT NULL, n int, CONSTRAINT c CHECK (n > 0))", "CREATE TABLE kid (extra text) INHERITS (base)", "CREATE TABLE other (id int, n int)",
    "CREATE TABLE bare (id int NOT NULL, n int)", "CREATE TABLE short (id int NOT NULL)", "CREATE TABLE wide (id bigint NOT NULL, n int)",
    "CREATE TABLE pt (id int, k int, d date, t text) PARTITION BY RANGE (k)", "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (1) TO (10)",
    "CREATE TABLE pt2 PARTITION OF pt FOR VALUES FROM (20) TO (MAXVALUE)", "CREATE TABLE days (d date, x int) PARTITION BY RANGE (d, x)",
    "CREATE TABLE days1 PARTITION OF days FOR VALUES FROM ('2024-01-01', 5) TO ('2024-02-01', MINVALUE)", "CREATE TABLE li (s text) PARTITION BY LIST (s)",
    "CREATE TABLE li1 PARTITION OF li FOR VALUES IN ('a', NULL)", "CREATE TABLE ha (i int) PARTITION BY HASH (i)",
    "CREATE TABLE ha1 PARTITION OF ha FOR VALUES WITH (MODULUS 4, REMAINDER 1)", "CREATE TABLE target (id int PRIMARY KEY)", "CREATE TABLE own (id int, name text)",
    "CREATE POLICY seen ON own USING (EXISTS (SELECT FROM other o WHERE o.n = own.id))", "CREATE VIEW shows AS SELECT id, n FROM bare",
    "CREATE DOMAIN inner_d AS int", "CREATE DOMAIN outer_d AS inner_d", "CREATE TABLE of_d (o outer_d)", "CREATE TABLE numbered (id serial)",
    "CREATE TABLE follower (LIKE numbered INCLUDING DEFAULTS)", "CREATE TABLE counted (id int GENERATED ALWAYS AS IDENTITY)", NULL,
  };
  static const char *const refused[] = {
    "ALTER TABLE ONLY base RENAME n TO m", "ALTER TABLE kid RENAME n TO m", "ALTER TABLE kid RENAME CONSTRAINT c TO e", "ALTER TABLE ONLY base RENAME CONSTRAINT c TO e",
    "ALTER TABLE kid DROP CONSTRAINT c", "ALTER TABLE ONLY base ALTER n TYPE bigint", "ALTER TABLE other INHERIT base", "ALTER TABLE bare INHERIT base",
    "ALTER TABLE short INHERIT base", "ALTER TABLE wide INHERIT base", "CREATE TABLE x () INHERITS (pt)", "CREATE TABLE x () INHERITS (pt1)",
    "ALTER TABLE ONLY pt DROP COLUMN t", "ALTER TABLE ONLY pt ADD FOREIGN KEY (id) REFERENCES target", "CREATE TABLE x PARTITION OF pt FOR VALUES FROM (9) TO (12)",
    "CREATE TABLE x PARTITION OF pt FOR VALUES FROM (12) TO (21)", "CREATE TABLE x PARTITION OF pt FOR VALUES FROM (MINVALUE) TO (2)",
    "CREATE TABLE x PARTITION OF pt FOR VALUES FROM (15) TO (15)", "CREATE TABLE x PARTITION OF days FOR VALUES FROM ('2024-01-31', 1) TO ('2024-03-01', 1)",
    "CREATE TABLE x PARTITION OF li FOR VALUES IN ('b', 'a')", "CREATE TABLE x PARTITION OF li FOR VALUES IN (NULL)",
    "CREATE TABLE x PARTITION OF ha FOR VALUES WITH (MODULUS 2, REMAINDER 1)", "DROP TABLE other", "ALTER TABLE other DROP COLUMN n",
    "CREATE OR REPLACE VIEW shows AS SELECT id FROM bare", "CREATE OR REPLACE VIEW shows AS SELECT n, id FROM bare", "DROP DOMAIN inner_d",
    "ALTER TABLE pt ATTACH PARTITION li1 FOR VALUES FROM (100) TO (101)", "CREATE OR REPLACE VIEW shows AS SELECT id::bigint AS id, n FROM bare", "DROP TABLE numbered",
    "ALTER TABLE counted ALTER id TYPE text", "CREATE TRIGGER t BEFORE UPDATE OF nothing ON bare EXECUTE FUNCTION suppress_redundant_updates_trigger()", NULL,
  };

  check_refused (statements, refused);
}

/* What is taken all the same: neighbours of the above. */
static void
test_neighbours (void)
{
  static const char *const statements[] = {
    "CREATE TABLE base (id int NOT NULL, n int, CONSTRAINT c CHECK (n > 0))", "CREATE TABLE kid (extra text) INHERITS (base)", "ALTER TABLE base RENAME CONSTRAINT c TO e",
    "ALTER TABLE kid ADD CONSTRAINT e CHECK (n > 0)", "ALTER TABLE ONLY base ALTER id SET DEFAULT 4", "ALTER TABLE ONLY base ALTER n SET STATISTICS 9",
    "ALTER TABLE ONLY base ALTER n SET NOT NULL", "CREATE TABLE joins (n int NOT NULL, id int NOT NULL, CONSTRAINT e CHECK (n > 0))", "ALTER TABLE joins INHERIT base",
    "CREATE TABLE pt (id int, k int) PARTITION BY RANGE (k)", "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (1) TO (10)",
    "CREATE TABLE pt2 PARTITION OF pt FOR VALUES FROM (10) TO ('20')", "CREATE TABLE pt0 PARTITION OF pt FOR VALUES FROM (MINVALUE) TO (1)",
    "CREATE TABLE ha (i int) PARTITION BY HASH (i)", "CREATE TABLE ha1 PARTITION OF ha FOR VALUES WITH (MODULUS 4, REMAINDER 1)",
    "CREATE TABLE ha0 PARTITION OF ha FOR VALUES WITH (MODULUS 2, REMAINDER 0)", "CREATE TABLE two (a int, b int) PARTITION BY RANGE (a, b)",
    "CREATE TABLE two1 PARTITION OF two FOR VALUES FROM (1, MINVALUE) TO (1, 5)", "CREATE TABLE two2 PARTITION OF two FOR VALUES FROM (1, 5) TO (1, MAXVALUE)",
    "CREATE TABLE other (id int, n int)", "CREATE TABLE own (id int, name text)", "CREATE POLICY seen ON own USING (EXISTS (SELECT FROM other o WHERE o.n = own.id))",
    "ALTER TABLE other DROP COLUMN id", "DROP TABLE other CASCADE", "CREATE VIEW shows AS SELECT id FROM base", "COMMENT ON VIEW shows IS 'v'", "COMMENT ON COLUMN shows.id IS 'c'",
    "CREATE OR REPLACE VIEW shows AS SELECT id, n FROM base", "CREATE DOMAIN inner_d AS int", "CREATE DOMAIN outer_d AS inner_d", "CREATE TABLE of_d (o outer_d, p int)",
    "DROP DOMAIN inner_d CASCADE", "CREATE TYPE pair AS (x int, y int)", "COMMENT ON COLUMN pair.x IS 'first'", "EXPLAIN ANALYZE CREATE TABLE made AS SELECT id FROM base",
    "EXPLAIN CREATE TABLE not_made AS SELECT id FROM base",
    "CREATE TABLE parted (k int, b text) PARTITION BY RANGE (k)", "CREATE INDEX ON parted (b)", "ALTER TABLE parted ADD UNIQUE (k, b)",
    "ALTER TABLE parted RENAME b TO bb", "CREATE TABLE parted1 PARTITION OF parted FOR VALUES FROM (0) TO (1)", "ALTER TABLE parted ALTER bb TYPE varchar(9)",
    "CREATE TABLE parted2 PARTITION OF parted FOR VALUES FROM (1) TO (2)", "CREATE DOMAIN dom AS int CHECK (VALUE > 0)", "ALTER DOMAIN dom RENAME TO older",
    "CREATE DOMAIN dom AS int CHECK (VALUE > 1)", "CREATE TABLE dom_table (dom int CHECK (dom > 0))", "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end'",
    "CREATE TRIGGER of_b BEFORE UPDATE OF k, bb ON parted1 FOR EACH ROW EXECUTE FUNCTION touch()", "ALTER TABLE parted RENAME bb TO \"B\"",
    "CREATE TABLE numbered (id serial)", "CREATE TABLE follower (LIKE numbered INCLUDING DEFAULTS)", "DROP TABLE numbered CASCADE", NULL,
  };

  check_case (statements);
}

/* What generated statements once found: names in quotation marks in views, tables that point at themselves, what follows a table. */
static void
test_found_before (void)
{
  static const char *const statements[] = {
    "CREATE TABLE \"Tags\" (pk int PRIMARY KEY, up int)", "CREATE VIEW shown AS SELECT pk FROM \"Tags\"", "ALTER TABLE \"Tags\" ADD FOREIGN KEY (up) REFERENCES \"Tags\" (pk)",
    "ALTER TABLE \"Tags\" RENAME TO older", "CREATE TABLE \"Tags\" (pk int PRIMARY KEY, x int)", "ALTER TABLE \"Tags\" ALTER pk TYPE bigint",
    "ALTER TABLE \"Tags\" DROP COLUMN pk", "DROP TABLE older CASCADE",
    "CREATE TABLE users (pk int PRIMARY KEY, x int)", "ALTER TABLE users ADD FOREIGN KEY (pk) REFERENCES users (pk)", "ALTER TABLE users DROP COLUMN pk",
    "CREATE TABLE moves (id int, n int)", "CREATE VIEW of_moves AS SELECT moves.id FROM moves WHERE n > 1", "CREATE SCHEMA away", "ALTER TABLE moves SET SCHEMA away",
    "CREATE TABLE moves (id int)", "DROP TABLE moves", "DROP SCHEMA away CASCADE",
    "CREATE TABLE counted (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)", "ALTER SEQUENCE counted_id_seq RENAME TO counts", "CREATE SEQUENCE counted_id_seq AS smallint INCREMENT 3",
    "ALTER SEQUENCE counted_id_seq OWNED BY counted.id", "CREATE TABLE again (LIKE counted INCLUDING IDENTITY)", NULL,
  };
  static const char *const set_up[] = {
    "CREATE TABLE par (id int PRIMARY KEY)", "CREATE TABLE kid () INHERITS (par)", "ALTER TABLE kid ADD CONSTRAINT c CHECK (id > 0)",
    "CREATE POLICY seen ON par USING (true)", "CREATE TABLE points (id int REFERENCES par)", NULL,
  };
  static const char *const refused[] = {
    "ALTER TABLE par ADD CONSTRAINT c CHECK (id > 1)", "ALTER POLICY seen ON par RENAME TO seen", "ALTER TABLE par ALTER id TYPE text", "ALTER TABLE points ALTER id TYPE text", NULL,
  };

  check_case (statements);
  check_refused (set_up, refused);
}

static void
run_generated (guint seed, guint n_statements, char *(*generate) (GRand *random, RetortSchema *schema), guint n_opaque_percent)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (seed);
  g_autoptr(BesideServer) beside = beside_server_new ("generated");
  guint n_not_comparable = 0;
  guint n_parts = 0;

  for (guint i = 0; i < n_statements; i++)
    {
      g_autofree char *sql = generate (random, beside->schema);
      gboolean is_taken = beside_server_run (beside, sql);

      if (g_test_verbose ())
        g_test_message ("%s%s", is_taken ? "" : "refused: ", sql);
      if (i % 25 != 24)
        continue;
      beside_server_assert (beside);
      n_not_comparable += beside->not_comparable->len;
      for (guint j = 0; j < retort_schema_get_tables (beside->schema)->len; j++)
        n_parts += 5 + ((RetortTable *) g_ptr_array_index (retort_schema_get_tables (beside->schema), j))->columns->len;
    }
  g_test_message ("seed %u: %u statements, %u refused by both, %u opaque; %u of about %u parts not comparable", seed,
                  beside->n_statements, beside->n_failed, beside->n_opaque, n_not_comparable, n_parts);
  g_assert_cmpuint (beside->n_opaque * 100, <=, beside->n_statements * n_opaque_percent);
  g_assert_cmpuint (n_not_comparable * 10, <=, MAX (n_parts, 100));
}

static void
test_generated (void)
{
  guint n_seeds = g_test_slow () ? 40 : 5;

  for (guint seed = 1; seed <= n_seeds; seed++)
    run_generated (seed, 500, generate_ddl, 2);
}

static void
test_generated_objects (void)
{
  guint n_seeds = g_test_slow () ? 60 : 3;

  for (guint seed = 1; seed <= n_seeds; seed++)
    run_generated (seed, 200, generate_object_ddl, 15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/simulation/defaults", test_defaults);
  g_test_add_func ("/analysis/simulation/checks", test_checks);
  g_test_add_func ("/analysis/simulation/names", test_names);
  g_test_add_func ("/analysis/simulation/types", test_types);
  g_test_add_func ("/analysis/simulation/parts", test_parts);
  g_test_add_func ("/analysis/simulation/partitions", test_partitions);
  g_test_add_func ("/analysis/simulation/bounds", test_bounds);
  g_test_add_func ("/analysis/simulation/like", test_like);
  g_test_add_func ("/analysis/simulation/domains", test_domains);
  g_test_add_func ("/analysis/simulation/types-that-go", test_types_that_go);
  g_test_add_func ("/analysis/simulation/inheritance", test_inheritance);
  g_test_add_func ("/analysis/simulation/renames", test_renames);
  g_test_add_func ("/analysis/simulation/refused", test_refused);
  g_test_add_func ("/analysis/simulation/neighbours", test_neighbours);
  g_test_add_func ("/analysis/simulation/found-before", test_found_before);
  g_test_add_func ("/analysis/simulation/generated", test_generated);
  g_test_add_func ("/analysis/simulation/objects", test_generated_objects);
  return g_test_run ();
}
