CREATE TABLE "batch_artifacts" (
	"workspace_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "batch_artifacts_batch_id_hash_pk" PRIMARY KEY("batch_id","hash")
);
--> statement-breakpoint
ALTER TABLE "batch_artifacts" ADD CONSTRAINT "batch_artifacts_workspace_id_batch_id_batches_workspace_id_id_fk" FOREIGN KEY ("workspace_id","batch_id") REFERENCES "public"."batches"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_artifacts" ADD CONSTRAINT "batch_artifacts_workspace_id_hash_artifacts_workspace_id_hash_fk" FOREIGN KEY ("workspace_id","hash") REFERENCES "public"."artifacts"("workspace_id","hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_artifacts_hash_idx" ON "batch_artifacts" USING btree ("workspace_id","hash");