ALTER TYPE "form" ADD VALUE 'sound';--> statement-breakpoint
ALTER TABLE "works" DROP COLUMN "kinds";