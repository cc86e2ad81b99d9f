CREATE TABLE "cache_artifacts" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "cache_artifacts_workspace_id_key_hash_pk" PRIMARY KEY("workspace_id","key","hash")
);
--> statement-breakpoint
CREATE TABLE "cache_entries" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"result" json NOT NULL,
	"run_id" text NOT NULL,
	"run_number" integer,
	"ended_at_ms" bigint NOT NULL,
	"saved_ms" double precision NOT NULL,
	"record_bytes" bigint NOT NULL,
	"artifact_bytes" bigint NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cache_entries_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "cache_links" (
	"workspace_id" uuid NOT NULL,
	"path" text NOT NULL,
	"key" text NOT NULL,
	CONSTRAINT "cache_links_workspace_id_path_pk" PRIMARY KEY("workspace_id","path")
);
--> statement-breakpoint
CREATE TABLE "step_prints" (
	"workspace_id" uuid NOT NULL,
	"workflow_id" uuid NOT NULL,
	"prints" jsonb NOT NULL,
	CONSTRAINT "step_prints_workflow_id_pk" PRIMARY KEY("workflow_id")
);
--> statement-breakpoint
ALTER TABLE "artifacts" ADD COLUMN "is_made" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "no_cache" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cache_artifacts" ADD CONSTRAINT "cache_artifacts_workspace_id_key_cache_entries_workspace_id_key_fk" FOREIGN KEY ("workspace_id","key") REFERENCES "public"."cache_entries"("workspace_id","key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cache_artifacts" ADD CONSTRAINT "cache_artifacts_workspace_id_hash_artifacts_workspace_id_hash_fk" FOREIGN KEY ("workspace_id","hash") REFERENCES "public"."artifacts"("workspace_id","hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cache_entries" ADD CONSTRAINT "cache_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cache_links" ADD CONSTRAINT "cache_links_workspace_id_key_cache_entries_workspace_id_key_fk" FOREIGN KEY ("workspace_id","key") REFERENCES "public"."cache_entries"("workspace_id","key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_prints" ADD CONSTRAINT "step_prints_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cache_artifacts_hash_idx" ON "cache_artifacts" USING btree ("workspace_id","hash");--> statement-breakpoint
CREATE INDEX "cache_links_key_idx" ON "cache_links" USING btree ("workspace_id","key");