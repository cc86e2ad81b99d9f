CREATE TABLE "workflow_test_artifacts" (
	"workspace_id" uuid NOT NULL,
	"test_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "workflow_test_artifacts_test_id_hash_pk" PRIMARY KEY("test_id","hash")
);
--> statement-breakpoint
CREATE TABLE "workflow_test_results" (
	"workspace_id" uuid NOT NULL,
	"test_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"run_id" uuid,
	"state" text NOT NULL,
	"outputs" json DEFAULT '{}'::json NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"message" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"judged_at" timestamp with time zone,
	CONSTRAINT "workflow_test_results_test_id_version_pk" PRIMARY KEY("test_id","version")
);
--> statement-breakpoint
CREATE TABLE "workflow_tests" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"workflow_id" uuid NOT NULL,
	"name" text NOT NULL,
	"inputs" json NOT NULL,
	"expected" json NOT NULL,
	"source_run_id" uuid NOT NULL,
	"source_run_number" integer NOT NULL,
	"source_version" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workflow_tests_id_pk" PRIMARY KEY("id"),
	CONSTRAINT "workflow_tests_workspace_id_unique" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "workflow_test_artifacts" ADD CONSTRAINT "workflow_test_artifacts_workspace_id_test_id_workflow_tests_workspace_id_id_fk" FOREIGN KEY ("workspace_id","test_id") REFERENCES "public"."workflow_tests"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_test_artifacts" ADD CONSTRAINT "workflow_test_artifacts_workspace_id_hash_artifacts_workspace_id_hash_fk" FOREIGN KEY ("workspace_id","hash") REFERENCES "public"."artifacts"("workspace_id","hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_test_results" ADD CONSTRAINT "workflow_test_results_workspace_id_test_id_workflow_tests_workspace_id_id_fk" FOREIGN KEY ("workspace_id","test_id") REFERENCES "public"."workflow_tests"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_tests" ADD CONSTRAINT "workflow_tests_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workflow_test_artifacts_hash_idx" ON "workflow_test_artifacts" USING btree ("workspace_id","hash");--> statement-breakpoint
CREATE INDEX "workflow_test_results_due_idx" ON "workflow_test_results" USING btree ("run_id") WHERE "workflow_test_results"."state" = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_tests_name_idx" ON "workflow_tests" USING btree ("workspace_id","workflow_id",lower("name"));