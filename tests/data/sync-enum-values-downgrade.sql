ALTER TYPE "public"."e" RENAME TO e_old;

CREATE TYPE "public"."e" AS ENUM('a', 'b');

CREATE FUNCTION new_old_not_equals(
                new_enum_val "public"."e", old_enum_val "public"."e_old"
            )
            RETURNS boolean AS $$
                SELECT new_enum_val::text != CASE
                    WHEN old_enum_val::text = 'b c' THEN 'b' WHEN old_enum_val::text = 'x' THEN 'y'

                    ELSE old_enum_val::text
                END;
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
                SELECT new_enum_val::text = CASE
                    WHEN old_enum_val::text = 'b c' THEN 'b' WHEN old_enum_val::text = 'x' THEN 'y'

                    ELSE old_enum_val::text
                END;
            $$ LANGUAGE SQL IMMUTABLE;

CREATE OPERATOR = (
            leftarg = "public"."e",
            rightarg = "public"."e_old",
            procedure = new_old_equals
        );

ALTER TABLE "t" 
                ALTER COLUMN "c" TYPE "public"."e" 
                USING CASE 
                WHEN "c"::text = 'b c' THEN 'b'::"public"."e" WHEN "c"::text = 'x' THEN 'y'::"public"."e"

                ELSE "c"::text::"public"."e"
                END;

ALTER TABLE "public"."u" 
            ALTER COLUMN "D" TYPE "public"."e"[]
            USING array_replace(array_replace("D"::text[], 'b c', 'b'), 'x', 'y')::"public"."e"[];

DROP FUNCTION new_old_not_equals(
            new_enum_val "public"."e", old_enum_val "public"."e_old"
        ) CASCADE;

DROP FUNCTION new_old_equals(
            new_enum_val "public"."e", old_enum_val "public"."e_old"
        ) CASCADE;

DROP TYPE "public"."e_old";
