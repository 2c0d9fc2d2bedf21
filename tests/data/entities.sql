CREATE FUNCTION "public"."toUpper"(some_text text default 'a', b integer) returns text as
 $$ select upper(some_text) || 'a:b' || x::text $$ language SQL;

DROP FUNCTION "public"."toUpper"(some_text text, b integer);

DROP FUNCTION "public"."toUpper"(some_text text, b integer) cascade;

CREATE OR REPLACE FUNCTION "public"."toUpper"(some_text text default 'a', b integer) returns text as
 $$ select upper(some_text) || 'a:b' || x::text $$ language SQL;

CREATE FUNCTION "public"."f"() returns trigger language plpgsql as $$ begin x := 1; y:= ':z'; a : b; end $$;

DROP FUNCTION "public"."f"();

DROP FUNCTION "public"."f"() cascade;

CREATE OR REPLACE FUNCTION "public"."f"() returns trigger language plpgsql as $$ begin x := 1; y:= ':z'; a : b; end $$;

CREATE FUNCTION "my schema"."f"( a text ) returns int language 'plpgsql' as $$ begin return 1; end $$;

DROP FUNCTION "my schema"."f"(a text);

DROP FUNCTION "my schema"."f"(a text) cascade;

CREATE OR REPLACE FUNCTION "my schema"."f"( a text ) returns int language 'plpgsql' as $$ begin return 1; end $$;

CREATE VIEW "public"."v" AS select 1 as a, 'x'::text;

DROP VIEW "public"."v";

DROP VIEW "public"."v" cascade;

do $$
            begin
                CREATE OR REPLACE VIEW "public"."v" AS select 1 as a, 'x'::text;

            exception when others then
                DROP VIEW IF EXISTS "public"."v";

                CREATE VIEW "public"."v" AS select 1 as a, 'x'::text;
            end;
        $$ language 'plpgsql';

CREATE VIEW "a"."b"."V w" AS select 1;

DROP VIEW "a"."b"."V w";

DROP VIEW "a"."b"."V w" cascade;

do $$
            begin
                CREATE OR REPLACE VIEW "a"."b"."V w" AS select 1;

            exception when others then
                DROP VIEW IF EXISTS "a"."b"."V w";

                CREATE VIEW "a"."b"."V w" AS select 1;
            end;
        $$ language 'plpgsql';

CREATE MATERIALIZED VIEW "public"."mv" AS select 1 WITH NO DATA;

DROP MATERIALIZED VIEW "public"."mv";

DROP MATERIALIZED VIEW "public"."mv" cascade;

DROP MATERIALIZED VIEW IF EXISTS "public"."mv";

CREATE MATERIALIZED VIEW "public"."mv" AS select 1 WITH NO DATA;

CREATE MATERIALIZED VIEW "public"."mv" AS select 1 WITH  DATA;

DROP MATERIALIZED VIEW "public"."mv";

DROP MATERIALIZED VIEW "public"."mv" cascade;

DROP MATERIALIZED VIEW IF EXISTS "public"."mv";

CREATE MATERIALIZED VIEW "public"."mv" AS select 1 WITH  DATA;

CREATE TRIGGER "lower_account_trigger" BEFORE INSERT ON public.account FOR EACH ROW EXECUTE PROCEDURE public.down();

DROP TRIGGER "lower_account_trigger" ON public.account;

DROP TRIGGER "lower_account_trigger" ON public.account cascade;

DROP TRIGGER IF EXISTS "lower_account_trigger" ON public.account;

CREATE TRIGGER "lower_account_trigger" BEFORE INSERT ON public.account FOR EACH ROW EXECUTE PROCEDURE public.down();

CREATE CONSTRAINT TRIGGER "T" AFTER UPDATE OF a, b ON s.account FOR EACH ROW WHEN (a:b) EXECUTE FUNCTION x();

DROP TRIGGER "T" ON public.account;

DROP TRIGGER "T" ON public.account cascade;

DROP TRIGGER IF EXISTS "T" ON public.account;

CREATE CONSTRAINT TRIGGER "T" AFTER UPDATE OF a, b ON s.account FOR EACH ROW WHEN (a:b) EXECUTE FUNCTION x();

CREATE POLICY allow_read on public.account AS PERMISSIVE FOR SELECT TO api_user USING (id = current_setting('a.b')::int);

DROP POLICY allow_read on public.account;

DROP POLICY allow_read on public.account cascade;

DROP POLICY IF EXISTS allow_read on public.account;

CREATE POLICY allow_read on public.account AS PERMISSIVE FOR SELECT TO api_user USING (id = current_setting('a.b')::int);

CREATE POLICY p on public.acc FOR ALL;

DROP POLICY p on public.acc;

DROP POLICY p on public.acc cascade;

DROP POLICY IF EXISTS p on public.acc;

CREATE POLICY p on public.acc FOR ALL;

CREATE EXTENSION "uuid-ossp" WITH SCHEMA "public";

DROP EXTENSION "uuid-ossp";

DROP EXTENSION "uuid-ossp" CASCADE;

GRANT SELECT ( email, id ) ON "public"."account" TO "anon_user"  WITH GRANT OPTION;

REVOKE SELECT ON "public"."account" FROM "anon_user";

REVOKE SELECT ON "public"."account" FROM "anon_user";

REVOKE SELECT ON "public"."account" FROM "anon_user";

GRANT SELECT ( email, id ) ON "public"."account" TO "anon_user"  WITH GRANT OPTION;

GRANT DELETE  ON "public"."account" TO "anon";

REVOKE DELETE ON "public"."account" FROM "anon";

REVOKE DELETE ON "public"."account" FROM "anon";

REVOKE DELETE ON "public"."account" FROM "anon";

GRANT DELETE  ON "public"."account" TO "anon";
