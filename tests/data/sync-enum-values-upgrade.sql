ALTER TYPE "public"."e" RENAME TO e_old;

CREATE TYPE "public"."e" AS ENUM('a', 'b c');

CREATE FUNCTION new_old_not_equals(
                new_enum_val "public"."e", old_enum_val "public"."e_old"
            )
            RETURNS boolean AS $$
                SELECT new_enum_val::text != old_enum_val::text;
            $$ LANGUAGE SQL IMMUTABLE;

CREATE OPERATOR != (
            leftarg = "public"."e",
            rightarg = "public"."e_old",
            procedure = new_old_not_equals
        );

CREATE FUNCTION new_old_equals(
                new_enum_val "public"."e", old_enum_val "public"."e_old"
            )
            RETURNS boolean AS $$
                SELECT new_enum_val::text = old_enum_val::text;
            $$ LANGUAGE SQL IMMUTABLE;

CREATE OPERATOR = (
            leftarg = "public"."e",
            rightarg = "public"."e_old",
            procedure = new_old_equals
        );

ALTER TABLE "public"."t" 
                ALTER COLUMN "c" TYPE "public"."e" 
                USING "c"::text::"public"."e";

ALTER TABLE "public"."u" 
            ALTER COLUMN "D" TYPE "public"."e"[]
            USING "D"::text[]::"public"."e"[];

ALTER TABLE "public"."t"
             ALTER COLUMN "c" DROP DEFAULT;

ALTER TABLE "public"."t" 
                ALTER COLUMN "c" TYPE "public"."e" 
                USING "c"::text::"public"."e";

ALTER TABLE "public"."t"
            ALTER COLUMN "c" SET DEFAULT 'a'::public.e;

DROP FUNCTION new_old_not_equals(
            new_enum_val "public"."e", old_enum_val "public"."e_old"
        ) CASCADE;

DROP FUNCTION new_old_equals(
            new_enum_val "public"."e", old_enum_val "public"."e_old"
        ) CASCADE;

DROP TYPE "public"."e_old";
