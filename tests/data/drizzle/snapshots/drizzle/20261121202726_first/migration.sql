CREATE SCHEMA "store";
--> statement-breakpoint
CREATE TYPE "kind" AS ENUM('paper', 'film');--> statement-breakpoint
CREATE TABLE "store"."makers" (
	"id" integer PRIMARY KEY,
	"name" text NOT NULL CONSTRAINT "maker_name" UNIQUE
);
--> statement-breakpoint
CREATE TABLE "parts" (
	"work" integer,
	"no" integer,
	CONSTRAINT "parts_pkey" PRIMARY KEY("work","no")
);
--> statement-breakpoint
CREATE TABLE "works" (
	"id" integer PRIMARY KEY,
	"maker" integer NOT NULL,
	"kind" "kind" DEFAULT 'paper'::"kind",
	"kinds" "kind"[],
	"title" text,
	CONSTRAINT "titled" CHECK ("title" <> '')
);
--> statement-breakpoint
CREATE INDEX "works_title" ON "works" ("title" DESC NULLS LAST,"kind");--> statement-breakpoint
CREATE INDEX "works_lower" ON "works" (lower("title"));--> statement-breakpoint
ALTER TABLE "parts" ADD CONSTRAINT "parts_work" FOREIGN KEY ("work") REFERENCES "works"("id");--> statement-breakpoint
ALTER TABLE "works" ADD CONSTRAINT "works_maker_makers_id_fkey" FOREIGN KEY ("maker") REFERENCES "store"."makers"("id") ON DELETE CASCADE;