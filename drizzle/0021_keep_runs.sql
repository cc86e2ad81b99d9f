CREATE TABLE "run_keeping" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"max_age_days" integer,
	"max_runs" integer,
	"max_bytes" bigint,
	"changed_by" text,
	"changed_at" timestamp with time zone,
	"next_sweep_at" timestamp with time zone,
	"swept_at" timestamp with time zone,
	"measured_to" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "run_sizes" (
	"workspace_id" uuid NOT NULL,
	"run_id" uuid PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"record_bytes" bigint NOT NULL,
	"size_bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_sweeps" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"rules" json NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"removed_runs" integer DEFAULT 0 NOT NULL,
	"freed_bytes" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "run_sweeps_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "is_starred" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "run_keeping" ADD CONSTRAINT "run_keeping_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_sizes" ADD CONSTRAINT "run_sizes_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_sweeps" ADD CONSTRAINT "run_sweeps_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_keeping_due_idx" ON "run_keeping" USING btree ("next_sweep_at") WHERE "run_keeping"."next_sweep_at" is not null;--> statement-breakpoint
CREATE INDEX "run_sizes_order_idx" ON "run_sizes" USING btree ("workspace_id","size_bytes","number");--> statement-breakpoint
CREATE INDEX "run_sweeps_started_idx" ON "run_sweeps" USING btree ("workspace_id","started_at");--> statement-breakpoint
CREATE INDEX "runs_starred_idx" ON "runs" USING btree ("workspace_id","number") WHERE "runs"."is_starred";