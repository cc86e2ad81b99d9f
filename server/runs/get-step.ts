import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { foldRun, queuedRun, waitingNode } from "../../graph/reduce-run.ts";
import type { NodeRunState, RunEvent } from "../../graph/run-events.ts";
import { AppError } from "../app-error.ts";
import { runEvents, runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";

/**
 * One step of a run as it stands, without reading what happened to the others.
 *
 * @throws AppError NOT_FOUND for an unknown and another workspace's run alike.
 */
export async function getStep(
  { tenant }: Pick<ServiceContext, "tenant">,
  { runId, nodeId }: { runId: string; nodeId: string },
): Promise<{ number: number; node: NodeRunState }> {
  const id = sql`${runEvents.event} ->> 'nodeId'`;
  // The step of a node that runs a workflow follows from those within it, and these from events of the run.
  const concerns = sql`(${id} is null or ${id} = ${nodeId} or starts_with(${id}, ${`${nodeId}/`}))`;
  const [row] = await tenant.run((tx) =>
    tx
      .select({
        number: runs.number,
        events: sql<RunEvent[] | null>`(
          select json_agg(${runEvents.event} order by ${runEvents.seq}) from ${runEvents}
          where ${runEvents.workspaceId} = ${runs.workspaceId} and ${runEvents.runId} = ${runs.id} and ${concerns})`,
      })
      .from(runs)
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId))),
  );
  if (!row) throw new AppError("NOT_FOUND", "There is no such run.");
  return { number: row.number, node: foldRun(queuedRun, row.events ?? []).nodes[nodeId] ?? waitingNode };
}
