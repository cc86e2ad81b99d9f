import "#server-only";
import { and, eq } from "drizzle-orm";
import type { JsonValue } from "../../graph/json.ts";
import { AppError } from "../app-error.ts";
import { runs, runSteps } from "../db/schema/runs.ts";
import type { TakenStep } from "./earlier-values.ts";
import { queueRun } from "./queue-run.ts";
import type { RunContext } from "./run-services.ts";
import { type RunWarning, startRun } from "./start-run.ts";

type ReplayRequest = {
  runId: string;
  /** Left out: those of the run; of them, in another version, as many as fit. */
  inputs?: Record<string, JsonValue> | undefined;
  /** Of the workflow. Left out: what the run ran, to the letter. */
  version?: number | undefined;
  profile?: boolean | undefined;
};

/**
 * Queues a new run like this one: of the same version and part, with the same inputs, the same values taken over and within
 * the same time limit, whatever the workflow, and those that it runs, look like now. `inputs` and `version` change just that.
 *
 * @throws AppError NOT_FOUND for another workspace's run, when its workflow was removed, and for a version that it has not;
 *   what `startRun` throws for another version or inputs that do not fit.
 */
export async function replayRun(
  context: RunContext,
  { runId, inputs, version, profile }: ReplayRequest,
): Promise<{ runId: string; warnings: RunWarning[] }> {
  const run = await readRun(context, runId);
  if (version === undefined || version === run.version) {
    const again = { ...run, ...(inputs && { inputs }), isProfiled: profile, trigger: "replay" } as const;
    return { ...(await queueRun(context, again)), warnings: [] };
  }
  const { workflowId, part, noCache } = run;
  const timeoutMs = run.timeoutMs ?? undefined;
  const given = { inputs, inputsOfBefore: run.inputs };
  return startRun(context, { workflowId, version, ...given, part, timeoutMs, noCache, profile, trigger: "replay" });
}

async function readRun({ tenant }: RunContext, runId: string) {
  const { workspaceId } = tenant;
  const run = await tenant.run(async (tx) => {
    const [run] = await tx
      .select({
        workflowId: runs.workflowId,
        version: runs.workflowVersion,
        graph: runs.graph,
        subGraphs: runs.subGraphs,
        inputs: runs.inputs,
        part: runs.part,
        base: runs.base,
        timeoutMs: runs.timeoutMs,
        noCache: runs.noCache,
      })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
    const taken = await tx
      .select({ nodeId: runSteps.nodeId, record: runSteps.record })
      .from(runSteps)
      .where(and(eq(runSteps.workspaceId, workspaceId), eq(runSteps.runId, runId), eq(runSteps.attempt, 0)));
    return (
      run && { ...run, steps: Object.fromEntries(taken.map(({ nodeId, record }) => [nodeId, record as TakenStep])) }
    );
  });
  if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
  return run;
}
