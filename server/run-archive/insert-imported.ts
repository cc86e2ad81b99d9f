import "#server-only";
import { randomUUID } from "node:crypto";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import type { RunEvent, RunState, StepResultRecord } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { stripSubGraphs } from "../../graph/strip-secrets.ts";
import { artifacts as artifactRows } from "../db/schema/artifacts.ts";
import { END_BEFORE_RETRY, runArtifacts, runEvents, runs, runSteps, type StepCounts } from "../db/schema/runs.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { createFactGatherer } from "../runs/facts/gather-facts.ts";
import { MAX_TERMS, withLabels } from "../runs/facts/run-terms.ts";
import { startFacts } from "../runs/facts/start-facts.ts";
import { nextNumber } from "../runs/insert-run.ts";
import type { ServiceContext } from "../service-context.ts";
import { insertWorkflow } from "../workflows/create-workflow.ts";
import { hashGraph } from "../workflows/hash-graph.ts";
import type { ArchiveManifest } from "./archive-format.ts";
import type { RunArchive } from "./open-archive.ts";

const ROWS_AT_ONCE = 500;

/** The run that an archive was opened as before; null when it was not, or that run was deleted. */
export async function findImported({ tenant }: ServiceContext, digest: string): Promise<string | null> {
  return tenant.run((tx) => find(tx, tenant.workspaceId, digest));
}

async function find(tx: TenantTransaction, workspaceId: string, digest: string): Promise<string | null> {
  const [known] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.archiveDigest, digest)));
  return known?.id ?? null;
}

/**
 * Writes the run with all that a worker would have left of it. It stands in the list where it was imported; its events
 * have the times of where it ran. Its workflow is the one here that had just this graph, as it had it last, or a new one:
 * runs always belong to a version of a workflow, and so comparing, forking and replaying work as for any other.
 */
export async function insertImported(
  { tenant, userId }: ServiceContext,
  { archive, digest, graph }: { archive: RunArchive; digest: string; graph: Graph },
): Promise<{ runId: string; isNew: boolean }> {
  const { workspaceId } = tenant;
  const { manifest, events } = archive;
  const { run, inputs, workflow } = manifest;
  const { tags, note } = run;
  const subGraphs = stripSubGraphs(workflow.workflows ?? {});
  const state = foldRun(queuedRun, events);
  const facts = factsOf(graph, events, state);
  const runId = randomUUID();
  return tenant.run(async (tx) => {
    // Its row lock makes another import of the same archive wait, and then find this one.
    const number = await nextNumber(tx, workspaceId);
    const known = await find(tx, workspaceId, digest);
    if (known) return { runId: known, isNew: false };
    const owner = await requireVersion(tx, { workspaceId, userId, workflow, graph });
    const begun = startFacts({ graph, subGraphs, inputs, trigger: "import", startedBy: userId });
    await tx.insert(runs).values({
      workspaceId,
      id: runId,
      number,
      ...owner,
      graph,
      subGraphs,
      inputs,
      part: run.part,
      noCache: run.noCache,
      status: run.status,
      attempt: state.attempt,
      lastSeq: events.length,
      stepCounts: countSteps(graph, state),
      failure: state.failure ?? null,
      startedBy: userId,
      createdAt: sql`clock_timestamp()`,
      ...timesHere(run),
      trigger: "import",
      archiveDigest: digest,
      imported: importedOf(manifest),
      tags,
      note,
      cachedSteps: facts.cachedSteps,
      // What people said of it is short, and found whatever its values were.
      terms: withLabels([...new Set([...begun.terms, ...facts.ended.terms])].slice(0, MAX_TERMS), { tags, note }),
      numbers: { ...begun.numbers, ...facts.ended.numbers },
      computed: facts.ended.computed,
      computedMs: facts.ended.computedMs,
      savedMs: facts.ended.savedMs,
    });
    for (const rows of inParts(eventRows(events).map((row) => ({ workspaceId, runId, ...row })))) {
      await tx.insert(runEvents).values(rows);
    }
    for (const rows of inParts(stepRows(events).map((row) => ({ workspaceId, runId, ...row })))) {
      await tx.insert(runSteps).values(rows);
    }
    // Made by steps, as far as the files of the workspace are concerned: they go when nothing points to them any more.
    for (const held of inParts(manifest.artifacts.map((artifact) => ({ workspaceId, ...artifact, isMade: true })))) {
      await tx.insert(artifactRows).values(held).onConflictDoNothing();
      await tx.insert(runArtifacts).values(held.map(({ hash }) => ({ workspaceId, runId, hash })));
    }
    return { runId, isNew: true };
  });
}

function importedOf({ run, workflow }: ArchiveManifest) {
  const { number = null, version = null, createdAt, startedAt, finishedAt } = run;
  return { number, title: workflow.title, version, createdAt, startedAt, finishedAt };
}

/** It took as long as it did and ended now: rules of keeping and charts count from when it came here. */
function timesHere({ startedAt, finishedAt }: ArchiveManifest["run"]) {
  const now = Date.now();
  if (startedAt === null) return { startedAt: null, finishedAt: new Date(now) };
  const tookMs = Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
  return { startedAt: new Date(now - tookMs), finishedAt: new Date(now) };
}

async function requireVersion(
  tx: TenantTransaction,
  {
    workspaceId,
    userId,
    workflow,
    graph,
  }: { workspaceId: string; userId: string; workflow: ArchiveManifest["workflow"]; graph: Graph },
): Promise<{ workflowId: string; workflowVersion: number }> {
  const [same] = await tx
    .select({ workflowId: workflowVersions.workflowId, workflowVersion: workflowVersions.number })
    .from(workflowVersions)
    .innerJoin(
      workflows,
      and(eq(workflows.workspaceId, workflowVersions.workspaceId), eq(workflows.id, workflowVersions.workflowId)),
    )
    .where(
      and(
        eq(workflowVersions.workspaceId, workspaceId),
        eq(workflowVersions.hash, hashGraph(graph)),
        isNull(workflows.removedAt),
      ),
    )
    .orderBy(desc(workflowVersions.createdAt))
    .limit(1);
  if (same) return same;
  const { title, description = "" } = workflow;
  const { id } = await insertWorkflow(tx, { workspaceId, createdBy: userId, title, description, graph });
  return { workflowId: id, workflowVersion: 1 };
}

function factsOf(graph: Graph, events: readonly RunEvent[], { failure }: RunState) {
  const gatherer = createFactGatherer(graph);
  for (const event of events) gatherer.add(event);
  return { cachedSteps: gatherer.takeCached(), ended: gatherer.facts(failure) };
}

function countSteps(graph: Graph, { nodes }: RunState): StepCounts {
  const own = Object.keys(graph.nodes).flatMap((id) => nodes[id] ?? []);
  const count = (status: string) => own.filter((node) => node.status === status).length;
  return {
    total: own.length,
    running: 0,
    succeeded: count("succeeded"),
    failed: count("failed"),
    skipped: count("skipped"),
  };
}

function eventRows(events: readonly RunEvent[]) {
  return events.map((event, index) => {
    const isEarlierEnd = event.type === "run.finished" && index < events.length - 1;
    return { seq: index + 1, type: isEarlierEnd ? END_BEFORE_RETRY : event.type, event } as const;
  });
}

/** What each step left last, by the attempt that it was left in: those that were taken over are of none. */
function stepRows(events: readonly RunEvent[]) {
  const rows = new Map<string, { nodeId: string; attempt: number; record: StepResultRecord }>();
  let attempt = 0;
  for (const event of events) {
    if (event.type === "run.started") attempt = event.attempt;
    if (event.type === "step.reused") {
      const { nodeId, outputs, from } = event;
      rows.set(nodeId, { nodeId, attempt: 0, record: { durationMs: 0, outputs, from } });
    }
    if (event.type !== "step.finished") continue;
    const { type: _type, nodeId, at: _at, ...record } = event;
    rows.set(nodeId, { nodeId, attempt, record });
  }
  return [...rows.values()];
}

function inParts<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) parts.push(rows.slice(at, at + ROWS_AT_ONCE));
  return parts;
}
