import "#server-only";
import { channels } from "../queue/channels.ts";
import { runPriorities } from "../queue/run-priority.ts";
import { findEarlierRequest, keepRequest } from "./idempotent-request.ts";
import { insertRun, type NewRun } from "./insert-run.ts";
import type { RunContext } from "./run-services.ts";

/**
 * Stores the run, then puts it into the queue where its workspace has room in its share, which wakes the workers. Should
 * this process die between the two, the workers' upkeep finds a run that waits.
 * A request over the API that came before gives the run that it started then.
 *
 * @throws AppError as `insertRun` does
 */
export async function queueRun(context: RunContext, run: NewRun): Promise<{ runId: string }> {
  const { tenant, userId, runServices } = context;
  const { workspaceId } = tenant;
  const idempotency = run.origin?.idempotency;

  const stored = await tenant.run(async (tx) => {
    if (idempotency && run.origin) {
      const known = await findEarlierRequest(tx, { apiKeyId: run.origin.apiKeyId, ...idempotency });
      if (known !== null) return { runId: known, priority: null };
    }
    const inserted = await insertRun(tx, run, { workspaceId, userId, mostQueued: runServices.limits.queued });
    if (idempotency && run.origin) {
      const { apiKeyId } = run.origin;
      await keepRequest(tx, { workspaceId, apiKeyId, runId: inserted.runId, ...idempotency });
    }
    return inserted;
  });
  const { runId, priority } = stored;
  if (priority === null) return { runId };

  await runServices.admissions.admit(tenant, priority === runPriorities.interactive ? "urgently" : undefined);
  runServices.bell.ring(channels.runs, `${workspaceId} ${runId}`);
  return { runId };
}
