import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import type { RunEvent, RunState, RunStatus } from "../../graph/run-events.ts";
import type { RunPart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { AppError } from "../app-error.ts";
import { users } from "../db/schema/accounts.ts";
import { batches } from "../db/schema/batches.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { type ImportedRun, type RunBase, runEvents, runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import { contentBytesOf, recordBytesOf } from "../keeping/run-size-sql.ts";
import type { ServiceContext } from "../service-context.ts";
import { starterName } from "./starter-name.ts";

export type RunDetails = {
  id: string;
  number: number;
  workflowId: string;
  workflowTitle: string;
  version: number;
  graph: Graph;
  /** The workflows that the graph runs, as they were when the run was started. */
  subGraphs: SubGraphs;
  inputs: Record<string, JsonValue>;
  part: RunPart;
  /** The earlier run whose values it took over. */
  base: RunBase | null;
  /** It took no result of earlier runs. */
  noCache: boolean;
  status: RunStatus;
  startedBy: { id: string; name: string };
  /** Of a run that was opened from an archive: what it was where it ran. */
  imported: ImportedRun | null;
  /** Of a run that came over the API. */
  deploymentId: string | null;
  /** The batch that it is an item of. */
  batch: { id: string; name: string } | null;
  tags: string[];
  note: string;
  isStarred: boolean;
  /** When its labels or its star were last changed. */
  editedAt: Date | null;
  /** Of its records and the artifacts that it points to. */
  sizeBytes: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  attempt: number;
  /** Folded from the events up to `lastSeq`: go on watching from there. */
  state: RunState;
  lastSeq: number;
};

/** @throws AppError NOT_FOUND for an unknown and another workspace's run alike. */
export async function getRun(
  { tenant }: Pick<ServiceContext, "tenant">,
  { runId }: { runId: string },
): Promise<RunDetails> {
  const [row] = await tenant.run((tx) =>
    tx
      .select({
        id: runs.id,
        number: runs.number,
        workflowId: runs.workflowId,
        workflowTitle: workflows.title,
        version: runs.workflowVersion,
        graph: runs.graph,
        subGraphs: runs.subGraphs,
        inputs: runs.inputs,
        part: runs.part,
        base: runs.base,
        noCache: runs.noCache,
        status: runs.status,
        startedById: runs.startedBy,
        userName: users.name,
        keyName: apiKeys.name,
        imported: runs.imported,
        deploymentId: runs.deploymentId,
        batchId: batches.id,
        batchName: batches.name,
        tags: runs.tags,
        note: runs.note,
        isStarred: runs.isStarred,
        editedAt: runs.editedAt,
        sizeBytes: sql`${sql.raw(recordBytesOf("runs"))} + ${sql.raw(contentBytesOf("runs"))}`.mapWith(Number),
        createdAt: runs.createdAt,
        startedAt: runs.startedAt,
        finishedAt: runs.finishedAt,
        attempt: runs.attempt,
        lastSeq: runs.lastSeq,
        // In the same statement as the run, so that both are of one moment.
        events: sql<RunEvent[] | null>`(
          select json_agg(${runEvents.event} order by ${runEvents.seq}) from ${runEvents}
          where ${runEvents.workspaceId} = ${runs.workspaceId} and ${runEvents.runId} = ${runs.id})`,
      })
      .from(runs)
      .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
      .leftJoin(batches, and(eq(batches.workspaceId, runs.workspaceId), eq(batches.id, runs.batchId)))
      .leftJoin(users, eq(users.id, runs.startedBy))
      .leftJoin(apiKeys, and(eq(apiKeys.workspaceId, runs.workspaceId), eq(apiKeys.id, runs.apiKeyId)))
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId))),
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such run.");
  const { events, startedById, userName, keyName, batchId, batchName, ...run } = row;
  return {
    ...run,
    startedBy: { id: startedById, name: starterName({ startedBy: startedById, userName, keyName }) },
    batch: batchId !== null && batchName !== null ? { id: batchId, name: batchName } : null,
    state: foldRun(queuedRun, events ?? []),
  };
}
