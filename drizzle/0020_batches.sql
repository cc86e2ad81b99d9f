CREATE TABLE "batch_items" (
	"workspace_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"inputs" json NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"error" text,
	"run_id" uuid,
	CONSTRAINT "batch_items_batch_id_position_pk" PRIMARY KEY("batch_id","position")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"workflow_id" uuid NOT NULL,
	"workflow_version" integer NOT NULL,
	"graph" json NOT NULL,
	"sub_graphs" json NOT NULL,
	"source" json NOT NULL,
	"inputs" json NOT NULL,
	"item_count" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resumed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retried_by" text,
	"cancel_requested_at" timestamp with time zone,
	"has_work" boolean DEFAULT true NOT NULL,
	CONSTRAINT "batches_id_pk" PRIMARY KEY("id"),
	CONSTRAINT "batches_workspace_id_unique" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "batch_id" uuid;--> statement-breakpoint
ALTER TABLE "batch_items" ADD CONSTRAINT "batch_items_workspace_id_batch_id_batches_workspace_id_id_fk" FOREIGN KEY ("workspace_id","batch_id") REFERENCES "public"."batches"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_items_next_idx" ON "batch_items" USING btree ("batch_id","position") WHERE "batch_items"."state" in ('pending', 'retry');--> statement-breakpoint
CREATE INDEX "batch_items_run_idx" ON "batch_items" USING btree ("run_id") WHERE "batch_items"."run_id" is not null;--> statement-breakpoint
CREATE INDEX "batches_created_idx" ON "batches" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "batches_work_idx" ON "batches" USING btree ("resumed_at") WHERE "batches"."has_work";--> statement-breakpoint
CREATE INDEX "runs_batch_idx" ON "runs" USING btree ("workspace_id","batch_id","finished_at") WHERE "runs"."batch_id" is not null;