-- A rewrite of the column, not an update: row-level security hides the rows from an update by a plain owner.
ALTER TABLE "runs" ALTER COLUMN "target" TYPE json USING CASE WHEN "target" IS NULL THEN '{"kind":"all"}'::json ELSE json_build_object('kind', 'to', 'node', "target") END;--> statement-breakpoint
ALTER TABLE "runs" RENAME COLUMN "target" TO "part";--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "part" SET DEFAULT '{"kind":"all"}'::json;--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "part" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "base" json;
