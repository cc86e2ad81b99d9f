import "#server-only";
import type { Database } from "../db/client.ts";
import type { NodeFailure, RunEvent, RunOutcome, StepResultRecord } from "../../graph/run-events.ts";
import type { StepCounts } from "../db/schema/runs.ts";
import type { RunTimes } from "../runs/facts/gather-times.ts";
import type { RunFacts } from "../runs/facts/value-facts.ts";
import { itemText } from "../../graph/waits.ts";
import { shownText } from "../values/storable-text.ts";
import { artifactsOf } from "./artifacts-of.ts";

const MAX_MESSAGE_CHARACTERS = 2_000;

/** New events of one run, to be numbered from `beforeSeq` + 1. */
export type RunBatch = {
  runId: string;
  attempt: number;
  beforeSeq: number;
  events: readonly RunEvent[];
  stepCounts: StepCounts;
  /** How many more of its steps took their result from the cache. */
  newlyCached: number;
  /** The batch ends the run with its last event. */
  end?: { outcome: RunOutcome; failure?: NodeFailure; facts: RunFacts & RunTimes };
};

/**
 * - written: the events are durable, now or by an earlier try whose answer was lost.
 * - fenced: the run belongs to a newer attempt, or is over. Nothing was written and nothing ever will be.
 * - unclear: an earlier try may still be under way in the database; ask again.
 */
export type BatchResult = { kind: "written"; isCancelRequested: boolean } | { kind: "fenced" } | { kind: "unclear" };

/**
 * Writes the events, checkpoints, waits and artifact rows of several runs, and the ends of those that end, in one statement.
 * Each run takes part only while it still stands where its worker left it: same attempt, same last number, running.
 * So a worker that comes back from the dead changes nothing, and sending the same batch twice writes it once.
 *
 * Gives a result for each batch, in order.
 */
export async function writeRunBatch(database: Database, batches: readonly RunBatch[]): Promise<BatchResult[]> {
  const numbered = batches.flatMap(({ runId, beforeSeq, events }, place) =>
    events.map((event, index) => ({ runId, place: place + 1, seq: beforeSeq + 1 + index, event })),
  );
  const steps = lastOfEach(
    numbered.flatMap(({ runId, place, event }) => {
      if (event.type === "step.reused") {
        const record: StepResultRecord = { durationMs: 0, outputs: event.outputs, from: event.from };
        return { runId, place, nodeId: event.nodeId, record };
      }
      if (event.type !== "step.finished") return [];
      const { type: _type, nodeId, at: _at, ...record } = event;
      return { runId, place, nodeId, record };
    }),
  );
  const waits = numbered.flatMap(({ runId, event }) =>
    event.type === "step.waiting" ? event.waits.map((wait) => ({ runId, nodeId: event.nodeId, ...wait })) : [],
  );
  const recorded = [
    ...steps.map(({ runId, record }) => ({ runId, outputs: record.outputs })),
    ...waits.flatMap((wait) =>
      wait.kind === "approval" ? [{ runId: wait.runId, outputs: { value: wait.value } }] : [],
    ),
  ];
  const profiles = numbered.flatMap(({ runId, event }) =>
    event.type === "step.profiled" ? [{ runId, ...event.profile.events }] : [],
  );
  const artifacts = uniqueArtifacts([
    ...recorded.flatMap((one) => artifactsOf(one).map((ref) => ({ runId: one.runId, ...ref }))),
    ...profiles,
  ]);

  const { rows } = await database.$client.query<{
    written: boolean;
    attempt: number | null;
    last_seq: number | null;
    status: string | null;
    cancel: boolean | null;
  }>({
    name: "write-run-batch",
    text: statement,
    values: [
      batches.map(({ runId }) => runId),
      batches.map(({ attempt }) => attempt),
      batches.map(({ beforeSeq }) => beforeSeq),
      batches.map(({ beforeSeq, events }) => beforeSeq + events.length),
      batches.map(({ stepCounts }) => JSON.stringify(stepCounts)),
      batches.map(({ end }) => end?.outcome ?? null),
      batches.map(({ end }) => (end?.failure ? JSON.stringify(end.failure) : null)),
      numbered.map(({ place }) => place),
      numbered.map(({ seq }) => seq),
      numbered.map(({ event }) => event.type),
      // One document: in an array of texts each quote would be escaped once more, and parsed once more.
      JSON.stringify(numbered.map(({ event }) => event)),
      steps.map(({ place }) => place),
      steps.map(({ nodeId }) => nodeId),
      JSON.stringify(steps.map(({ record }) => record)),
      artifacts.map(({ runId }) => runId),
      artifacts.map(({ hash }) => hash),
      artifacts.map(({ sizeBytes }) => sizeBytes),
      artifacts.map(({ mediaType }) => mediaType),
      waits.map(({ runId }) => runId),
      waits.map(({ nodeId }) => nodeId),
      waits.map(({ item }) => itemText(item)),
      waits.map(({ kind }) => kind),
      waits.map((wait) => (wait.kind === "approval" ? wait.title : null)),
      waits.map((wait) => (wait.kind === "approval" ? shownText(wait.message, MAX_MESSAGE_CHARACTERS) : null)),
      waits.map((wait) => (wait.kind === "approval" ? wait.role : null)),
      waits.map((wait) => (wait.kind === "approval" ? JSON.stringify(wait.value) : null)),
      waits.map(({ dueAt }) => dueAt ?? null),
      batches.map(({ newlyCached }) => newlyCached),
      batches.map(({ end }) => (end && end.facts.terms.length > 0 ? arrayText(end.facts.terms) : null)),
      batches.map(({ end }) => (end && !isEmpty(end.facts.numbers) ? JSON.stringify(end.facts.numbers) : null)),
      batches.map(({ end }) => (end ? arrayText(end.facts.computed) : null)),
      batches.map(({ end }) => (end ? `{${end.facts.computedMs.join(",")}}` : null)),
      batches.map(({ end }) => end?.facts.savedMs ?? null),
    ],
  });

  return batches.map((batch, index) => {
    const row = rows[index]!;
    if (row.written) return { kind: "written", isCancelRequested: row.cancel === true };
    const isSameAttempt = row.attempt === batch.attempt;
    const isThere =
      row.last_seq === batch.beforeSeq + batch.events.length && (!batch.end || row.status === batch.end.outcome);
    if (isSameAttempt && isThere) return { kind: "written", isCancelRequested: false };
    // As it was when the statement began: another try of ours may have committed while this one waited for the row.
    if (isSameAttempt && row.last_seq === batch.beforeSeq && row.status === "running") return { kind: "unclear" };
    return { kind: "fenced" };
  });
}

/** A Postgres array as text: an array of arrays would have to be rectangular, and a cast is cheaper than unpacking JSON. */
function arrayText(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}

function lastOfEach<T extends { runId: string; nodeId: string }>(steps: T[]): T[] {
  return [...new Map(steps.map((step) => [`${step.runId} ${step.nodeId}`, step])).values()];
}

function uniqueArtifacts<T extends { runId: string; hash: string }>(artifacts: T[]): T[] {
  return [...new Map(artifacts.map((artifact) => [`${artifact.runId} ${artifact.hash}`, artifact])).values()];
}

const statement = `
with batch as (
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $28::int[], $29::text[], $30::text[],
      $31::text[], $32::text[], $33::bigint[])
    with ordinality as b(run_id, attempt, before_seq, after_seq, step_counts, outcome, failure, newly_cached, terms, numbers, computed, computed_ms, saved_ms, place)
),
live as (
  update runs set
    last_seq = b.after_seq,
    step_counts = b.step_counts::json,
    status = coalesce(b.outcome, runs.status),
    failure = b.failure::json,
    finished_at = case when b.outcome is not null then now() end,
    owner = case when b.outcome is null then runs.owner end,
    cached_steps = runs.cached_steps + b.newly_cached,
    terms = case when b.terms is null then runs.terms
      else array(select unnest(runs.terms) union select unnest(b.terms::text[])) end,
    numbers = case when b.numbers is null then runs.numbers else runs.numbers || b.numbers::jsonb end,
    computed = coalesce(b.computed::text[], runs.computed),
    computed_ms = coalesce(b.computed_ms::real[], runs.computed_ms),
    saved_ms = coalesce(b.saved_ms, runs.saved_ms)
  from batch b
  where runs.id = b.run_id and runs.attempt = b.attempt and runs.last_seq = b.before_seq and runs.status = 'running'
  returning b.place, runs.workspace_id, runs.id, runs.attempt
),
events as (
  insert into run_events (workspace_id, run_id, seq, type, event)
  select live.workspace_id, live.id, e.seq, e.type, e.event
  from rows from (unnest($8::int[]), unnest($9::int[]), unnest($10::text[]), json_array_elements($11::json))
    as e(place, seq, type, event)
  join live on live.place = e.place
),
steps as (
  insert into run_steps (workspace_id, run_id, node_id, attempt, record)
  select live.workspace_id, live.id, s.node_id, live.attempt, s.record
  from rows from (unnest($12::int[]), unnest($13::text[]), json_array_elements($14::json)) as s(place, node_id, record)
  join live on live.place = s.place
  -- A result that was taken from the cache and could not be read back: the step ran after all.
  -- What a run took over from another, or from pins, stays as it was when the run was queued.
  on conflict (run_id, node_id) do update set record = excluded.record, attempt = excluded.attempt
    where run_steps.attempt > 0
),
asked as (
  insert into waits (workspace_id, run_id, node_id, item, kind, title, message, role, value, due_at)
  select live.workspace_id, live.id, w.node_id, w.item, w.kind, w.title, w.message, w.role, w.value::json, to_timestamp(w.due_at / 1000)
  from unnest($19::uuid[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[], $26::text[], $27::float8[])
    as w(run_id, node_id, item, kind, title, message, role, value, due_at)
  join live on live.id = w.run_id
  -- A run that came back without this answer asks again for what it asked for.
  on conflict do nothing
),
artifact as (
  select live.workspace_id, live.id as run_id, a.hash, a.size_bytes, a.media_type
  from unnest($15::uuid[], $16::text[], $17::bigint[], $18::text[]) as a(run_id, hash, size_bytes, media_type)
  join live on live.id = a.run_id
),
known as (
  insert into artifacts (workspace_id, hash, size_bytes, media_type, is_made)
  select distinct on (workspace_id, hash) workspace_id, hash, size_bytes, media_type, true from artifact order by workspace_id, hash
  on conflict do nothing
),
kept as (
  insert into run_artifacts (workspace_id, run_id, hash) select workspace_id, run_id, hash from artifact
  on conflict do nothing
)
select live.id is not null as written, runs.attempt, runs.last_seq, runs.status, runs.cancel_requested_at is not null as cancel
from batch b
left join live on live.place = b.place
left join runs on runs.id = b.run_id
order by b.place`;
