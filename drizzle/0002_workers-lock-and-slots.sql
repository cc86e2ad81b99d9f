ALTER TABLE "workers" ADD COLUMN "lock_key" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "slots" integer NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_finished_idx" ON "runs" USING btree ("workspace_id","finished_at");