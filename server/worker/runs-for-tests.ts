import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq, inArray } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { runEvents, type RunRow, runs } from "../db/schema/runs.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import { workspaces } from "../db/schema/workspaces.ts";
import type { Queue } from "../queue/open-queue.ts";

/** `chain("a", "b hang", "c fail", "d ms=50")`: nodes in this order, of type "work" unless said otherwise. */
export function chain(...lines: string[]): Graph {
  const nodes = lines.map((line, index) => {
    const [id = "", ...words] = line.split(" ");
    const type = words.find((word) => !word.includes("=")) ?? "work";
    const settings = words.filter((word) => word.includes("=")).map((word) => /^(\w+)=(.*)$/.exec(word)!);
    const params = Object.fromEntries(settings.map(([, name, value]) => [name!, JSON.parse(value!) as JsonValue]));
    return [id, { id, type, version: 1, position: { x: index * 200, y: 0 }, params }] as const;
  });
  return { schemaVersion: 1, nodes: Object.fromEntries(nodes), edges: {}, notes: {}, groups: {} };
}

export type TestWorkflow = { workspaceId: string; workflowId: string };

export async function createTestWorkflow(database: Database, graph: Graph = chain("a")): Promise<TestWorkflow> {
  const [workspace] = await database.insert(workspaces).values({ name: "Test" }).returning();
  const workspaceId = workspace!.id;
  const [workflow] = await database
    .insert(workflows)
    .values({ workspaceId, title: "Test", createdBy: "somebody" })
    .returning();
  const workflowId = workflow!.id;
  const version = {
    workspaceId,
    workflowId,
    number: 1,
    graph,
    hash: "0".repeat(64),
    nodeCount: 1,
    createdBy: "somebody",
  };
  await database.insert(workflowVersions).values(version);
  return { workspaceId, workflowId };
}

let number = 0;

/** A queued run, without the checks of the service: graphs of made-up node types are welcome. */
export async function queueTestRun(
  { database, queue }: { database: Database; queue: Queue },
  { workspaceId, workflowId }: TestWorkflow,
  graph: Graph,
  { priority = 0 } = {},
): Promise<string> {
  const id = randomUUID();
  await inTransaction(database, async (client) => {
    const jobId = await queue.enqueue(client, { runId: id, priority });
    await client.query("insert into run_counters (workspace_id, last_number) values ($1, 0) on conflict do nothing", [
      workspaceId,
    ]);
    const stepCounts = { total: Object.keys(graph.nodes).length, running: 0, succeeded: 0, failed: 0, skipped: 0 };
    await client.query(
      `insert into runs (workspace_id, id, number, workflow_id, workflow_version, graph, inputs, priority, job_id, step_counts, started_by)
       values ($1, $2, $3, $4, 1, $5, '{}', $6, $7, $8, 'somebody')`,
      [workspaceId, id, ++number, workflowId, JSON.stringify(graph), priority, jobId, JSON.stringify(stepCounts)],
    );
  });
  queue.ring("runs");
  return id;
}

export async function readRun(database: Database, runId: string): Promise<RunRow> {
  const [run] = await database.select().from(runs).where(eq(runs.id, runId));
  return run!;
}

/** The events in order, with a check of what must hold of every run: numbers from 1 without gaps, and at most one end, last. */
export async function readEvents(database: Database, runId: string): Promise<RunEvent[]> {
  const rows = await database.select().from(runEvents).where(eq(runEvents.runId, runId)).orderBy(asc(runEvents.seq));
  rows.forEach(({ seq }, index) => {
    if (seq !== index + 1) throw new Error(`Event ${index + 1} of run ${runId} has number ${seq}.`);
  });
  const ends = rows.filter(({ type }) => type === "run.finished");
  if (ends.length > 1 || (ends.length === 1 && rows.at(-1)!.type !== "run.finished"))
    throw new Error(`Run ${runId} ends amiss.`);
  return rows.map(({ event }) => event);
}

/** "run.started 1", "step.finished a", …: what happened, to compare with. */
export function logOf(events: readonly RunEvent[]): string[] {
  return events.map((event) => {
    if ("nodeId" in event) return `${event.type} ${event.nodeId}`;
    if (event.type === "run.started") return `run.started ${event.attempt}`;
    return event.type === "run.finished" ? `run.finished ${event.outcome}` : event.type;
  });
}

/** For tests to say what they waited for in vain, before Vitest ends them without a word. */
const PATIENCE_MS = 100_000;

export async function untilOver(database: Database, runIds: readonly string[]): Promise<RunRow[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const rows = await database
      .select()
      .from(runs)
      .where(inArray(runs.id, [...runIds]));
    const open = rows.filter(({ finishedAt }) => finishedAt === null);
    if (open.length === 0) return rows;
    if (Date.now() > deadline) {
      const states = open
        .slice(0, 5)
        .map(({ id, status, attempt, owner }) => `${id} ${status} attempt ${attempt} of ${owner}`);
      throw new Error(
        `${open.length} of ${runIds.length} runs did not end within ${PATIENCE_MS} ms: ${states.join("; ")}`,
      );
    }
    await sleep(20);
  }
}

export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come about within ${PATIENCE_MS} ms.`);
    await sleep(10);
  }
}
