CREATE TABLE "run_shares" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"run_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"revoked_by" text,
	"opened" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp with time zone,
	CONSTRAINT "run_shares_id_pk" PRIMARY KEY("id"),
	CONSTRAINT "run_shares_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "archive_digest" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "imported" json;--> statement-breakpoint
ALTER TABLE "run_shares" ADD CONSTRAINT "run_shares_workspace_id_run_id_runs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","run_id") REFERENCES "public"."runs"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_shares_run_idx" ON "run_shares" USING btree ("workspace_id","run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_archive_idx" ON "runs" USING btree ("workspace_id","archive_digest") WHERE "runs"."archive_digest" is not null;