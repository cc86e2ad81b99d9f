import "#server-only";
import { and, asc, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { runEvents, runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { readOperators } from "../traces/read-operators.ts";
import { titleOfStep } from "../traces/title-of-step.ts";
import { type RunTrace, traceRun } from "../traces/trace-run.ts";

/**
 * The run, as far as it has come, as a trace for chrome://tracing and Perfetto.
 *
 * @throws AppError NOT_FOUND for an unknown and another workspace's run alike.
 */
export async function getTrace(
  { tenant }: Pick<ServiceContext, "tenant">,
  { runId, artifacts }: { runId: string; artifacts: Pick<ArtifactStore, "read"> },
): Promise<{ number: number; trace: RunTrace }> {
  const isOurs = and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId));
  const found = await tenant.run(async (tx) => {
    const [run] = await tx
      .select({
        number: runs.number,
        workflowTitle: workflows.title,
        graph: runs.graph,
        createdAt: runs.createdAt,
        startedAt: runs.startedAt,
      })
      .from(runs)
      .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
      .where(isOurs);
    const rows = await tx
      .select({ event: runEvents.event })
      .from(runEvents)
      .where(and(eq(runEvents.workspaceId, tenant.workspaceId), eq(runEvents.runId, runId)))
      .orderBy(asc(runEvents.seq));
    return run && { ...run, events: rows.map(({ event }) => event) };
  });
  if (!found) throw new AppError("NOT_FOUND", "There is no such run.");
  const { number, workflowTitle, graph, createdAt, startedAt, events } = found;
  const trace = traceRun({
    title: `${workflowTitle}, run ${number}`,
    queuedAt: createdAt.getTime(),
    claimedAt: startedAt?.getTime() ?? null,
    events,
    titleOf: (nodeId) => titleOfStep(graph, nodeId),
    operators: await readOperators(events, artifacts.read),
  });
  return { number, trace };
}
