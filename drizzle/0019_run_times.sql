-- What has not ended has no duration, and what has not begun no wait: `greatest` gave 0 for both. One statement, so that the table is written once.
ALTER TABLE "runs"
	DROP COLUMN "duration_ms",
	DROP COLUMN "wait_ms",
	ADD COLUMN "duration_ms" bigint GENERATED ALWAYS AS ((extract(epoch from (case when finished_at > started_at then finished_at - started_at when finished_at <= started_at then interval '0' end)) * 1000)::bigint) STORED,
	ADD COLUMN "wait_ms" bigint GENERATED ALWAYS AS ((extract(epoch from (case when started_at > created_at then started_at - created_at when started_at <= created_at then interval '0' end)) * 1000)::bigint) STORED,
	ADD COLUMN "computed" text[] DEFAULT '{}' NOT NULL,
	ADD COLUMN "computed_ms" real[] DEFAULT '{}' NOT NULL,
	ADD COLUMN "saved_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_duration_idx" ON "runs" USING btree ("workspace_id","duration_ms","number") WHERE "runs"."duration_ms" is not null;--> statement-breakpoint
-- Of runs from before it is not known how their time was shared, but what reused results spared is in their steps.
UPDATE "runs" SET "saved_ms" = coalesce((SELECT round(sum((record -> 'cached' ->> 'savedMs')::float8))::bigint
	FROM "run_steps" WHERE "run_id" = "runs"."id"), 0)
WHERE "cached_steps" > 0;
