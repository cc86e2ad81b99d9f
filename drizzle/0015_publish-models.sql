ALTER TABLE "deployment_versions" ALTER COLUMN "workflow_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deployment_versions" ALTER COLUMN "workflow_version" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deployments" ALTER COLUMN "workflow_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deployment_versions" ADD COLUMN "model_version_id" uuid;--> statement-breakpoint
ALTER TABLE "deployments" ADD COLUMN "model_id" uuid;--> statement-breakpoint
ALTER TABLE "deployment_versions" ADD CONSTRAINT "deployment_versions_model_version_fk" FOREIGN KEY ("workspace_id","model_version_id") REFERENCES "public"."model_versions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_workspace_id_model_id_models_workspace_id_id_fk" FOREIGN KEY ("workspace_id","model_id") REFERENCES "public"."models"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deployments_model_idx" ON "deployments" USING btree ("workspace_id","model_id");--> statement-breakpoint
ALTER TABLE "deployment_versions" ADD CONSTRAINT "deployment_versions_have_one_subject" CHECK (num_nonnulls("deployment_versions"."workflow_id", "deployment_versions"."model_version_id") = 1
        and num_nonnulls("deployment_versions"."workflow_id", "deployment_versions"."workflow_version") <> 1);--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_have_one_subject" CHECK (num_nonnulls("deployments"."workflow_id", "deployments"."model_id") = 1);