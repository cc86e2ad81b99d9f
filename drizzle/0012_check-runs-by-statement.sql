ALTER TABLE "run_events" DROP CONSTRAINT "run_events_workspace_id_run_id_runs_workspace_id_id_fk";
--> statement-breakpoint
ALTER TABLE "run_steps" DROP CONSTRAINT "run_steps_workspace_id_run_id_runs_workspace_id_id_fk";
--> statement-breakpoint
CREATE FUNCTION "require_runs"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	run_ids uuid[];
	workspace_ids uuid[];
	there integer;
BEGIN
	SELECT array_agg(run_id), array_agg(workspace_id) INTO run_ids, workspace_ids
	FROM (SELECT DISTINCT run_id, workspace_id FROM added) AS named;
	-- Locked as a foreign key locks them, so that none goes away before its rows are there.
	PERFORM FROM public.runs
	JOIN unnest(run_ids, workspace_ids) AS named(run_id, workspace_id)
		ON runs.id = named.run_id AND runs.workspace_id = named.workspace_id
	FOR KEY SHARE OF runs;
	GET DIAGNOSTICS there = ROW_COUNT;
	IF there < cardinality(run_ids) THEN
		RAISE foreign_key_violation USING
			MESSAGE = format('insert on table "%s" refers to a run that is not there', tg_table_name),
			TABLE = tg_table_name;
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION "remove_what_runs_left"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM public.run_events USING gone WHERE run_events.run_id = gone.id;
	DELETE FROM public.run_steps USING gone WHERE run_steps.run_id = gone.id;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "run_events_require_runs" AFTER INSERT ON "run_events" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "require_runs"();--> statement-breakpoint
CREATE TRIGGER "run_steps_require_runs" AFTER INSERT ON "run_steps" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "require_runs"();--> statement-breakpoint
CREATE TRIGGER "runs_remove_what_they_left" AFTER DELETE ON "runs" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "remove_what_runs_left"();
