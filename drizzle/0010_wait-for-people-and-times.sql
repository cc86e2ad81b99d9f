CREATE TABLE "waits" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"item" text NOT NULL,
	"kind" text NOT NULL,
	"title" text,
	"message" text,
	"role" text,
	"value" json,
	"due_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answer" text,
	"answered_at" timestamp with time zone,
	"answered_by" text,
	"answered_by_name" text,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "waits_run_id_node_id_item_pk" PRIMARY KEY("run_id","node_id","item")
);
--> statement-breakpoint
DROP INDEX "runs_active_idx";--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "failed_steps" json;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "times_parked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "timeout_ms" integer;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "worked_ms" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "claimed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "waits" ADD CONSTRAINT "waits_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "waits_open_idx" ON "waits" USING btree ("workspace_id","created_at") WHERE "waits"."answer" is null and "waits"."kind" = 'approval';--> statement-breakpoint
CREATE INDEX "waits_due_idx" ON "waits" USING btree ("due_at") WHERE "waits"."answer" is null and "waits"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "runs_active_idx" ON "runs" USING btree ("workspace_id","status") WHERE "runs"."status" in ('queued', 'running', 'waiting');