ALTER TABLE "runs" ADD COLUMN "needs" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "is_profiled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_live_idx" ON "runs" USING btree ("workspace_id") WHERE "runs"."job_id" is not null and "runs"."status" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "runs_unadmitted_idx" ON "runs" USING btree ("workspace_id","priority" DESC NULLS FIRST,"number") WHERE "runs"."job_id" is null and "runs"."status" = 'queued';