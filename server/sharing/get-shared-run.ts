import "#server-only";
import { and, asc, eq } from "drizzle-orm";
import { detachEvent } from "../../graph/detach-event.ts";
import { stripSecrets, stripSubGraphs } from "../../graph/strip-secrets.ts";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import { AppError } from "../app-error.ts";
import { runEvents, runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { RunDetails } from "../runs/get-run.ts";
import type { FoundShare } from "./find-share.ts";

/** Of a run what may be seen without an account: nobody's name, and nothing that leads to other runs. */
export type SharedRun = Omit<
  RunDetails,
  | "workflowId"
  | "startedBy"
  | "imported"
  | "deploymentId"
  | "batch"
  | "tags"
  | "note"
  | "isStarred"
  | "editedAt"
  | "sizeBytes"
  | "base"
  | "status"
> & { base: null; startedBy: null };

/** @throws AppError NOT_FOUND once the run is gone. */
export async function getSharedRun({ context, runId }: FoundShare): Promise<SharedRun> {
  const { tenant } = context;
  const found = await tenant.run(async (tx) => {
    const [run] = await tx
      .select({
        id: runs.id,
        number: runs.number,
        workflowTitle: workflows.title,
        version: runs.workflowVersion,
        graph: runs.graph,
        subGraphs: runs.subGraphs,
        inputs: runs.inputs,
        part: runs.part,
        noCache: runs.noCache,
        createdAt: runs.createdAt,
        startedAt: runs.startedAt,
        finishedAt: runs.finishedAt,
        attempt: runs.attempt,
      })
      .from(runs)
      .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId)));
    const events = await tx
      .select({ seq: runEvents.seq, event: runEvents.event })
      .from(runEvents)
      .where(and(eq(runEvents.workspaceId, tenant.workspaceId), eq(runEvents.runId, runId)))
      .orderBy(asc(runEvents.seq));
    return run && { run, events };
  });
  if (!found) throw new AppError("NOT_FOUND", "There is no such run.");
  const { run, events } = found;
  return {
    ...run,
    // Of a param that somebody typed a key into; those that are named as they should be are never in a graph.
    graph: stripSecrets(run.graph).graph,
    subGraphs: stripSubGraphs(run.subGraphs),
    base: null,
    startedBy: null,
    state: foldRun(
      queuedRun,
      events.map(({ event }) => detachEvent(event)),
    ),
    lastSeq: events.at(-1)?.seq ?? 0,
  };
}
