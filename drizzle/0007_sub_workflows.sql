CREATE TABLE "workflow_uses" (
	"workspace_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"used_workflow_id" uuid NOT NULL,
	CONSTRAINT "workflow_uses_version_id_used_workflow_id_pk" PRIMARY KEY("version_id","used_workflow_id")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "sub_graphs" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "workflow_uses" ADD CONSTRAINT "workflow_uses_workspace_id_version_id_workflow_versions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","version_id") REFERENCES "public"."workflow_versions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workflow_uses_used_idx" ON "workflow_uses" USING btree ("workspace_id","used_workflow_id");