import "#server-only";
import { and, desc, eq, ne, inArray, sql } from "drizzle-orm";
import { changedNodes } from "../../graph/changed-nodes.ts";
import type { JsonValue } from "../../graph/json.ts";
import { upstreamOf } from "../../graph/part-problems.ts";
import type { StepResultRecord, ValueSource } from "../../graph/run-events.ts";
import { placesInRun, type PlacesInRun, type RunPart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import { AppError } from "../app-error.ts";
import { type RunBase, runEvents, runs, runSteps } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** What a run takes over of an earlier one: by node what that run left there. */
export type EarlierValues = {
  base: RunBase;
  /** What the earlier run was given. */
  inputs: Record<string, JsonValue>;
  steps: Record<string, TakenStep>;
  places: PlacesInRun;
};
export type TakenStep = StepResultRecord & { from: ValueSource };

/** Runs of a workflow that are looked through for values, the newest first. */
const MAX_RUNS_SEARCHED = 1_000;

type Asked = {
  workspaceId: string;
  workflowId: string;
  graph: Graph;
  part: RunPart;
  /** The run to take from; without it the newest that has what the node needs. */
  baseRunId: string | undefined;
};

/**
 * The values that a run from a node, or of one node alone, takes over. Null where there is nothing to take, or nothing to
 * take it from.
 *
 * @throws AppError NOT_FOUND when the run that is named is none of this workflow
 */
export async function findEarlierValues(tx: TenantTransaction, asked: Asked): Promise<EarlierValues | null> {
  const { graph, part } = asked;
  if (part.kind === "all" || part.kind === "to") return null;
  const wanted = placesInRun(graph, part, () => true);
  const base = await findBase(tx, asked, wanted);
  if (!base) return null;
  const records = await recordsOf(tx, base.id, Object.keys(upstreamOf(graph, wanted).nodes));
  const places = placesInRun(graph, part, (nodeId, port) => hasValue(records.get(nodeId), port));
  const from: ValueSource = { kind: "run", runId: base.id, number: base.number };
  const steps = [...places.earlier].map((nodeId) => [nodeId, { ...records.get(nodeId)!, from }] as const);
  const changed = changedNodes(base.graph, graph, places.earlier);
  return {
    base: { runId: base.id, number: base.number, changed },
    inputs: base.inputs,
    steps: Object.fromEntries(steps),
    places,
  };
}

/** A step that ran and left nothing at a port did not fire there; one that only gave its pins says nothing of the rest. */
function hasValue(record: StepResultRecord | undefined, port: string): boolean {
  return record !== undefined && (record.from?.kind !== "pin" || Object.hasOwn(record.outputs, port));
}

const baseColumns = { id: runs.id, number: runs.number, graph: runs.graph, inputs: runs.inputs };

async function findBase(tx: TenantTransaction, asked: Asked, wanted: PlacesInRun) {
  const { workspaceId, workflowId, baseRunId } = asked;
  const ofWorkflow = and(eq(runs.workspaceId, workspaceId), eq(runs.workflowId, workflowId));
  if (baseRunId !== undefined) {
    const [named] = await tx
      .select(baseColumns)
      .from(runs)
      .where(and(ofWorkflow, eq(runs.id, baseRunId)));
    if (!named) throw new AppError("NOT_FOUND", "There is no such run of this workflow to take values from.");
    return named;
  }
  if (wanted.earlier.size === 0) return undefined;
  const searched = await tx
    .select({ id: runs.id })
    .from(runs)
    // Those of tests computed with inputs that nobody has in mind here.
    .where(and(ofWorkflow, ne(runs.trigger, "test")))
    .orderBy(desc(runs.number))
    .limit(MAX_RUNS_SEARCHED);
  const needs = neededBy(asked, wanted);
  const runId = needs.size > 0 ? await newestWith(tx, searched, needs) : await newestWith(tx, searched, wanted.earlier);
  if (runId === undefined) return undefined;
  const [base] = await tx
    .select(baseColumns)
    .from(runs)
    .where(and(ofWorkflow, eq(runs.id, runId)));
  return base;
}

/** What the node that was asked for reads itself: without it there is no use in a run. */
function neededBy({ graph, part }: Asked, wanted: PlacesInRun): Set<string> {
  const sources = Object.values(graph.edges).filter(({ to }) => part.kind !== "all" && to.node === part.node);
  return new Set(sources.map(({ from }) => from.node).filter((id) => wanted.earlier.has(id)));
}

async function newestWith(
  tx: TenantTransaction,
  searched: readonly { id: string }[],
  needed: ReadonlySet<string>,
): Promise<string | undefined> {
  if (searched.length === 0) return undefined;
  const rows = await tx
    .select({ runId: runSteps.runId, nodeId: runSteps.nodeId })
    .from(runSteps)
    .where(
      and(
        inArray(
          runSteps.runId,
          searched.map(({ id }) => id),
        ),
        inArray(runSteps.nodeId, [...needed]),
      ),
    );
  const counts = new Map<string, number>();
  for (const { runId } of rows) counts.set(runId, (counts.get(runId) ?? 0) + 1);
  for (const { id } of searched) {
    const count = counts.get(id) ?? 0;
    if (count === needed.size) return id;
    // A node whose branch was not taken left no step, and its reader can do with that.
    if (count > 0 && count + (await notFired(tx, id, [...needed])).length === needed.size) return id;
  }
  return undefined;
}

async function recordsOf(tx: TenantTransaction, runId: string, nodeIds: string[]) {
  const records = new Map<string, StepResultRecord>();
  if (nodeIds.length === 0) return records;
  for (const nodeId of await notFired(tx, runId, nodeIds)) records.set(nodeId, { durationMs: 0, outputs: {} });
  const rows = await tx
    .select({ nodeId: runSteps.nodeId, record: runSteps.record })
    .from(runSteps)
    .where(and(eq(runSteps.runId, runId), inArray(runSteps.nodeId, nodeIds)));
  for (const { nodeId, record } of rows) records.set(nodeId, record);
  return records;
}

/** Nodes that were skipped because nothing was sent their way. */
async function notFired(tx: TenantTransaction, runId: string, nodeIds: string[]): Promise<string[]> {
  const nodeId = sql<string>`${runEvents.event}->>'nodeId'`;
  const rows = await tx
    .selectDistinct({ nodeId })
    .from(runEvents)
    .where(
      and(
        eq(runEvents.runId, runId),
        eq(runEvents.type, "step.skipped"),
        sql`${runEvents.event}->'reason'->>'kind' = 'not-fired'`,
        inArray(nodeId, nodeIds),
      ),
    );
  return rows.map((row) => row.nodeId);
}
