ALTER TABLE "books" ADD COLUMN "shelf" text DEFAULT 'new' NOT NULL;--> statement-breakpoint
ALTER TABLE "books" ADD COLUMN "is_lost" boolean DEFAULT false NOT NULL;