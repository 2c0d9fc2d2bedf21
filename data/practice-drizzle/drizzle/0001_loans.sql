CREATE TYPE "public"."loan_state" AS ENUM('lent', 'returned');--> statement-breakpoint
CREATE TABLE "loans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" uuid NOT NULL,
	"book_id" uuid NOT NULL,
	"state" "loan_state" DEFAULT 'lent' NOT NULL,
	"renewals" integer DEFAULT 0 NOT NULL,
	"lent_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_book_id_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."books"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "loans_member" ON "loans" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "loans_book" ON "loans" USING btree ("book_id");