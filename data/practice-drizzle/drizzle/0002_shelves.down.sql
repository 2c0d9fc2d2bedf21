ALTER TABLE "books" DROP COLUMN "is_lost";--> statement-breakpoint
ALTER TABLE "books" DROP COLUMN "shelf";
