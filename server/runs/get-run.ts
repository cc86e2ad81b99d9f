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
import { apiKeys } from "../db/schema/api-keys.ts";
import { type RunBase, runEvents, runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { starterName } from "./run-list-row.ts";

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
  /** Of a run that came over the API. */
  deploymentId: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  attempt: number;
  /** Folded from the events up to `lastSeq`: go on watching from there. */
  state: RunState;
  lastSeq: number;
};

/** @throws AppError NOT_FOUND for an unknown and another workspace's run alike. */
export async function getRun({ tenant }: ServiceContext, { runId }: { runId: string }): Promise<RunDetails> {
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
        deploymentId: runs.deploymentId,
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
      .leftJoin(users, eq(users.id, runs.startedBy))
      .leftJoin(apiKeys, and(eq(apiKeys.workspaceId, runs.workspaceId), eq(apiKeys.id, runs.apiKeyId)))
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId))),
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such run.");
  const { events, startedById, userName, keyName, ...run } = row;
  return {
    ...run,
    startedBy: { id: startedById, name: starterName({ userName, keyName }) },
    state: foldRun(queuedRun, events ?? []),
  };
}
