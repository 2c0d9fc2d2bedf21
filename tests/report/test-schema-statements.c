/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that turn one schema into another; tests/cli/test-diff.py sends them to a server. */
#include "report/schema-statements.h"

#include "analysis/schema/apply.h"

static RetortSchema *
make_schema (const char *sql)
{
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();
  g_auto(RetortEffect) effect = { RETORT_EFFECT_NONE, NULL };
  RetortSchema *schema = retort_schema_apply_sql (initial, sql, &effect);

  g_assert_cmpstr (effect.reason, ==, NULL);
  return schema;
}

typedef struct
{
  const char *from;
  const char *to;
  const char *expected;
} Case;

static const Case cases[] = {
  { "create table t (a int)", "create table t (a int)", "" },
  { "create table t (a int)", "create table t (a int, b text not null default 'x')",
    "ALTER TABLE public.t ADD COLUMN b text DEFAULT 'x'::text NOT NULL;\n" },
  { "create table t (a int, b int)", "create table t (a bigint)",
    "ALTER TABLE public.t ALTER COLUMN a TYPE bigint;\n\nALTER TABLE public.t DROP COLUMN b;\n" },
  { "create table t (a int); create index i on t (a)", "create table t (a int); create unique index j on t (a)",
    "DROP INDEX public.i;\n\nCREATE UNIQUE INDEX j ON t USING btree (a);\n" },
  { "create table t (a int primary key); create table u (b int)",
    "create table t (a int primary key); create table u (b int constraint f references t on delete cascade)",
    "ALTER TABLE public.u ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES t(a) ON DELETE CASCADE;\n" },
  { "create type m as enum ('a', 'c')", "create type m as enum ('z', 'a', 'b', 'c')",
    "ALTER TYPE public.m ADD VALUE 'z' BEFORE 'a';\n\nALTER TYPE public.m ADD VALUE 'b' AFTER 'a';\n" },
  { "create table t (a int)", "", "DROP TABLE public.t;\n" },
  { "create table t (a int not null default 1)", "create table t (a int)",
    "ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;\n\nALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;\n" },
  { "create table t (a int)",
    "create table t (a int); alter table t enable row level security; alter table t force row level security;"
    "create policy p on t for select to public using (a > 0); comment on table t is 'x'",
    "ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;\n\nALTER TABLE public.t FORCE ROW LEVEL SECURITY;\n\n"
    "COMMENT ON TABLE public.t IS 'x';\n\nCREATE POLICY p ON public.t FOR SELECT USING (a > 0);\n" },
  { "create table t (a int); create policy p on t for select using (a > 0)", "create table t (a int); create policy p on t for update using (a > 0)",
    "DROP POLICY p ON public.t;\n\nCREATE POLICY p ON public.t FOR UPDATE USING (a > 0);\n" },
  { "create table t (a int); create policy p on t using (true); alter table t enable row level security", "create table t (a int)",
    "DROP POLICY p ON public.t;\n\nALTER TABLE public.t DISABLE ROW LEVEL SECURITY;\n" },
  { "create function f () returns trigger language plpgsql as 'begin return new; end'; create table t (a int)",
    "create function f () returns trigger language plpgsql as 'begin return new; end'; create table t (a int);"
    "create trigger g before insert on t for each row execute function f ()",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\n" },
  { "create function f () returns trigger language plpgsql as 'begin return new; end'; create table t (a int);"
    "create trigger g before insert on t for each row execute function f ()",
    "create function f () returns trigger language plpgsql as 'begin return new; end'; create table t (a int)", "DROP TRIGGER g ON public.t;\n" },
  /* A value cannot be taken away: it is said. */
  { "create type m as enum ('a', 'b')", "create type m as enum ('a')",
    "-- not written: changed: enum public.m labels: [a, b] -> [a]\n" },
};

static void
test_statements (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortSchema) from = make_schema (cases[i].from);
      g_autoptr(RetortSchema) to = make_schema (cases[i].to);
      g_autoptr(RetortSchemaStatements) statements = retort_schema_statements_new (from, to);
      g_autofree char *sql = retort_schema_statements_to_sql (statements);

      g_assert_cmpstr (sql, ==, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/schema-statements/statements", test_statements);
  return g_test_run ();
}
