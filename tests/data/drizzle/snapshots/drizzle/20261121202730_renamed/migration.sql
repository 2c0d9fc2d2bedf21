ALTER SCHEMA "store" RENAME TO "archive";
--> statement-breakpoint
ALTER TYPE "kind" RENAME TO "form";--> statement-breakpoint
ALTER TABLE "archive"."makers" RENAME TO "authors";--> statement-breakpoint
ALTER TABLE "works" RENAME COLUMN "title" TO "heading";--> statement-breakpoint
DROP INDEX "works_lower";--> statement-breakpoint
CREATE INDEX "works_lower" ON "works" (lower("heading"));--> statement-breakpoint
ALTER TABLE "works" DROP CONSTRAINT "titled", ADD CONSTRAINT "titled" CHECK ("heading" <> '');