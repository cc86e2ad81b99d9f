CREATE TABLE "run_numbers" (
	"workspace_id" uuid NOT NULL,
	"name" text collate "C" NOT NULL,
	"value" double precision NOT NULL,
	"number" integer NOT NULL,
	CONSTRAINT "run_numbers_workspace_id_name_value_number_pk" PRIMARY KEY("workspace_id","name","value","number")
);
--> statement-breakpoint
CREATE TABLE "run_terms" (
	"workspace_id" uuid NOT NULL,
	"term" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	CONSTRAINT "run_terms_workspace_id_term_number_pk" PRIMARY KEY("workspace_id","term","number")
);
--> statement-breakpoint
CREATE TABLE "run_views" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"columns" text[] NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_views_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "trigger" text DEFAULT 'editor' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "edited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cached_steps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "terms" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "numbers" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "duration_ms" bigint GENERATED ALWAYS AS (greatest(0, extract(epoch from (finished_at - started_at)) * 1000)::bigint) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "wait_ms" bigint GENERATED ALWAYS AS (greatest(0, extract(epoch from (started_at - created_at)) * 1000)::bigint) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "step_total" integer GENERATED ALWAYS AS ((step_counts ->> 'total')::int) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cached_share" real GENERATED ALWAYS AS (cached_steps::real / greatest((step_counts ->> 'total')::int, 1)) STORED;--> statement-breakpoint
ALTER TABLE "run_views" ADD CONSTRAINT "run_views_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "run_views_name_idx" ON "run_views" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "runs_status_idx" ON "runs" USING btree ("workspace_id","status","number");--> statement-breakpoint
CREATE INDEX "runs_created_idx" ON "runs" USING btree ("workspace_id","created_at","number");--> statement-breakpoint
CREATE INDEX "runs_duration_idx" ON "runs" USING btree ("workspace_id","duration_ms","number") WHERE "runs"."duration_ms" is not null;--> statement-breakpoint
CREATE INDEX "runs_cached_idx" ON "runs" USING btree ("workspace_id","cached_share","number") WHERE "runs"."cached_steps" > 0;--> statement-breakpoint
CREATE INDEX "runs_edited_idx" ON "runs" USING btree ("workspace_id","edited_at") WHERE "runs"."edited_at" is not null;
--> statement-breakpoint
CREATE FUNCTION "index_run_facts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF tg_op = 'UPDATE' THEN
		DELETE FROM public.run_terms
		WHERE workspace_id = old.workspace_id AND number = old.number AND term = ANY (old.terms) AND term <> ALL (new.terms);
		DELETE FROM public.run_numbers USING jsonb_each(old.numbers) AS was(name, value), jsonb_path_query(was.value, '$[*]') AS item
		WHERE workspace_id = old.workspace_id AND number = old.number AND run_numbers.name = was.name
			AND run_numbers.value = item::double precision AND new.numbers -> was.name IS DISTINCT FROM was.value;
	END IF;
	INSERT INTO public.run_terms (workspace_id, term, number)
	SELECT new.workspace_id, term, new.number FROM unnest(new.terms) AS term
	ON CONFLICT DO NOTHING;
	INSERT INTO public.run_numbers (workspace_id, name, value, number)
	SELECT new.workspace_id, name, item::double precision, new.number
	FROM jsonb_each(new.numbers) AS is_now(name, value), jsonb_path_query(is_now.value, '$[*]') AS item
	ON CONFLICT DO NOTHING;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "runs_index_facts" AFTER INSERT ON "runs" FOR EACH ROW
	WHEN (new.terms <> '{}' OR new.numbers <> '{}') EXECUTE FUNCTION "index_run_facts"();--> statement-breakpoint
CREATE TRIGGER "runs_index_changed_facts" AFTER UPDATE OF "terms", "numbers" ON "runs" FOR EACH ROW
	WHEN (old.terms IS DISTINCT FROM new.terms OR old.numbers IS DISTINCT FROM new.numbers) EXECUTE FUNCTION "index_run_facts"();--> statement-breakpoint
CREATE OR REPLACE FUNCTION "remove_what_runs_left"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM public.run_events USING gone WHERE run_events.run_id = gone.id;
	DELETE FROM public.run_steps USING gone WHERE run_steps.run_id = gone.id;
	DELETE FROM public.run_terms USING (SELECT workspace_id, number, unnest(terms) AS term FROM gone) AS had
	WHERE run_terms.workspace_id = had.workspace_id AND run_terms.term = had.term AND run_terms.number = had.number;
	DELETE FROM public.run_numbers USING (
		SELECT workspace_id, number, name, item::double precision AS value
		FROM gone, jsonb_each(numbers) AS was(name, of_name), jsonb_path_query(of_name, '$[*]') AS item
	) AS had
	WHERE run_numbers.workspace_id = had.workspace_id AND run_numbers.name = had.name
		AND run_numbers.value = had.value AND run_numbers.number = had.number;
	RETURN NULL;
END $$;--> statement-breakpoint
-- Runs from before are found by all but their values and words.
UPDATE "runs" SET
	"trigger" = CASE WHEN "api_key_id" IS NULL THEN 'editor' ELSE 'api' END,
	"cached_steps" = (SELECT count(*) FROM "run_steps" WHERE "run_id" = "runs"."id" AND "node_id" NOT LIKE '%/%' AND json_typeof("record" -> 'cached') = 'object'),
	"terms" = ARRAY['g:' || CASE WHEN "api_key_id" IS NULL THEN 'editor' ELSE 'api' END, 'p:' || "started_by"]
		|| ARRAY(SELECT DISTINCT 'm:' || found[1] FROM regexp_matches("graph"::text || "sub_graphs"::text, '"hash":\s*"([0-9a-f]{64})"', 'g') AS found)
		|| ARRAY(SELECT DISTINCT 'd:' || lower(device) FROM "run_steps", regexp_split_to_table("record" ->> 'device', '\s*\+\s*') AS device WHERE "run_id" = "runs"."id");
