import "#server-only";
import { randomUUID } from "node:crypto";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { placesInRun, type RunPart, wholePart } from "../../graph/run-part.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";
import type { RunTrigger } from "../../graph/run-triggers.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { refuseInputValue } from "../../nodes/workflow-input/input-value.ts";
import { AppError } from "../app-error.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { type RunBase, runArtifacts, runCounters, runs, runSteps } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { runPriorities, type RunUrgency } from "../queue/run-priority.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";
import { contentsIn } from "./contents-in.ts";
import type { TakenStep } from "./earlier-values.ts";
import { startFacts } from "./facts/start-facts.ts";
import type { IdempotentRequest } from "./idempotent-request.ts";
import { needsOf } from "./needs-of.ts";

export type NewRun = {
  workflowId: string;
  version: number;
  graph: Graph;
  subGraphs: SubGraphs;
  inputs: Record<string, JsonValue>;
  /** Left out: all of the graph. */
  part?: RunPart;
  /** The earlier run whose values are taken over, and those, by node. */
  base?: RunBase | null;
  steps?: Record<string, TakenStep>;
  /** For all that it computes; null without a limit. */
  timeoutMs?: number | null | undefined;
  /** Left out: a person waits for it. */
  urgency?: RunUrgency | undefined;
  isProfiled?: boolean | undefined;
  noCache?: boolean | undefined;
  /** Left out: the API where it comes from there, else the editor. */
  trigger?: RunTrigger | undefined;
  /** The batch that it is an item of. */
  batchId?: string | undefined;
  /** Of a run that comes over the API. */
  origin?: RunOrigin;
};

export type RunOrigin = {
  deploymentId: string;
  deploymentVersion: number;
  apiKeyId: string;
  /** A request that came before under the same key starts no other run. */
  idempotency?: IdempotentRequest;
};

/**
 * Stores a run that waits for its turn; `admit` then puts it into the queue. All refusals come before the first write, so
 * that the transaction may go on after one. The workflow's row is held until its end, so that a workflow removed at the
 * same time has either this run or none after it.
 *
 * @throws AppError NOT_FOUND for a removed workflow; BAD_REQUEST "unknown-input", "bad-input", "missing-file";
 *   TOO_MANY_REQUESTS "queue-full"
 */
export async function insertRun(
  tx: TenantTransaction,
  run: NewRun,
  { workspaceId, userId, mostQueued }: { workspaceId: string; userId: string; mostQueued: number },
): Promise<{ runId: string; priority: number }> {
  refuseUnfitInputs(run);
  const { nodes, running } = takingPart(run);
  const contents = contentsIn([nodes, run.subGraphs, run.inputs]);
  const needs = needsOf(running, ...Object.values(run.subGraphs).map(({ graph }) => graph.nodes));
  const priority = runPriorities[run.urgency ?? "interactive"];
  const runId = randomUUID();
  const { idempotency: _idempotency, ...origin } = run.origin ?? {};
  const trigger = run.trigger ?? (run.origin ? "api" : "editor");

  const [workflow] = await tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, run.workflowId), isNull(workflows.removedAt)))
    .for("share");
  if (!workflow) throw new AppError("NOT_FOUND", "There is no such workflow.");
  await refuseForeignContents(tx, workspaceId, contents);
  await refuseOverfullQueue(tx, workspaceId, mostQueued);
  // Late, because its row lock makes other starts of this workspace wait until the commit.
  const number = await nextNumber(tx, workspaceId);
  await tx.insert(runs).values({
    workspaceId,
    id: runId,
    number,
    workflowId: run.workflowId,
    workflowVersion: run.version,
    graph: run.graph,
    subGraphs: run.subGraphs,
    inputs: run.inputs,
    part: run.part ?? wholePart,
    base: run.base ?? null,
    priority,
    needs,
    isProfiled: run.isProfiled ?? false,
    timeoutMs: run.timeoutMs ?? null,
    noCache: run.noCache ?? false,
    stepCounts: { total: nodes.length, running: 0, succeeded: 0, failed: 0, skipped: 0 },
    startedBy: userId,
    // In the order of the numbers, which the row lock keeps, so that a moment is a place in the list.
    createdAt: sql`clock_timestamp()`,
    trigger,
    batchId: run.batchId ?? null,
    ...startFacts({ ...run, trigger, startedBy: userId }),
    ...origin,
  });
  const taken = Object.entries(run.steps ?? {});
  if (taken.length > 0) {
    const rows = taken.map(([nodeId, record]) => ({ workspaceId, runId, nodeId, attempt: 0, record }));
    await tx.insert(runSteps).values(rows);
  }
  const kept = [...hashesKept(run, nodes)].map((hash) => ({ workspaceId, runId, hash }));
  if (kept.length > 0) await tx.insert(runArtifacts).values(kept);
  return { runId, priority };
}

function takingPart({ graph, part = wholePart, steps = {} }: NewRun): { nodes: GraphNode[]; running: Graph["nodes"] } {
  const places = placesInRun(graph, part, (nodeId) => Object.hasOwn(steps, nodeId));
  const nodes = Object.values(graph.nodes).filter(({ id }) => places.runs.has(id) || places.gives.has(id));
  const running = nodes.filter(({ id }) => places.runs.has(id)).map((node) => [node.id, node] as const);
  return { nodes, running: Object.fromEntries(running) };
}

/** While the run is kept, so is what it was given, what is pinned, and what it took from a run that may go before it. */
function hashesKept({ inputs, steps = {} }: NewRun, nodes: readonly GraphNode[]): Set<string> {
  const taken = Object.values(steps).flatMap((record) => artifactsOf(record).map(({ hash }) => hash));
  return new Set([...contentsIn([inputs, nodes.map(({ pins }) => pins)]).keys(), ...taken]);
}

/** @throws AppError BAD_REQUEST "unknown-input", "bad-input" */
export function refuseUnfitInputs({ graph, inputs }: Pick<NewRun, "graph" | "inputs">) {
  const known = workflowInputs(graph, definitions);
  for (const [name, value] of Object.entries(inputs)) {
    const input = known.find((one) => one.name === name);
    if (!input) {
      const names = known.map((one) => `"${one.name}"`).join(", ");
      const named = names ? `Its inputs are ${names}.` : "It has no inputs.";
      throw new AppError("BAD_REQUEST", `This workflow has no input "${name}". ${named}`, { reason: "unknown-input" });
    }
    const refused = refuseInputValue({ ...input, list: input.isList }, value);
    if (refused) throw new AppError("BAD_REQUEST", `The input "${name}" ${refused}.`, { reason: "bad-input" });
  }
}

/** The engine reads content by its hash alone, so whatever a run names must belong to its workspace: here is where that is asked. */
export async function refuseForeignContents(
  tx: TenantTransaction,
  workspaceId: string,
  contents: ReadonlyMap<string, string>,
) {
  if (contents.size === 0) return;
  const rows = await tx
    .select({ hash: artifacts.hash })
    .from(artifacts)
    .where(and(eq(artifacts.workspaceId, workspaceId), inArray(artifacts.hash, [...contents.keys()])));
  const known = new Set(rows.map(({ hash }) => hash));
  for (const [hash, name] of contents) {
    if (known.has(hash)) continue;
    const message = `"${name}" is not among the files and models of this workspace. Choose or upload it again.`;
    throw new AppError("BAD_REQUEST", message, { reason: "missing-file", details: { hash, name } });
  }
}

/** @throws AppError TOO_MANY_REQUESTS "queue-full" */
export async function refuseOverfullQueue(tx: TenantTransaction, workspaceId: string, limit: number) {
  const waiting = tx
    .select({ one: sql`1` })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.status, "queued")))
    .limit(limit)
    .as("waiting");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(waiting);
  if (row!.count < limit) return;
  const message = `${limit} runs of this workspace are waiting already. Wait for some to end, or cancel some.`;
  throw new AppError("TOO_MANY_REQUESTS", message, { reason: "queue-full" });
}

/** The row lock that it takes puts the numbers of a workspace in the order of their commits. */
export async function nextNumber(tx: TenantTransaction, workspaceId: string): Promise<number> {
  const [row] = await tx
    .insert(runCounters)
    .values({ workspaceId, lastNumber: 1 })
    .onConflictDoUpdate({ target: runCounters.workspaceId, set: { lastNumber: sql`${runCounters.lastNumber} + 1` } })
    .returning({ number: runCounters.lastNumber });
  return row!.number;
}
