import "#server-only";
import type { Tenant } from "../db/tenant.ts";
import type { RunLimits } from "../runs/run-limits.ts";
import { admitRuns } from "./admit-runs.ts";
import type { Queue } from "./open-queue.ts";

export type Admissions = {
  /**
   * Puts runs of the workspace that wait for its share into the queue, as far as there is room, and rings the bell.
   * Call it after the commit of what made them wait or made room. What fails is made up for by the workers' upkeep.
   */
  admit: (tenant: Tenant, how?: "urgently") => Promise<void>;
};

type Turn = { done: Promise<void>; isUrgent: boolean };

/**
 * Admits for all requests of a process: those that come while one of their workspace is under way share the one after it,
 * so that a hundred starts at a time take the workspace's lock a few times, not a hundred.
 */
export function createAdmissions({ queue, limits }: { queue: Queue; limits: RunLimits }): Admissions {
  const underWay = new Map<string, Promise<void>>();
  const next = new Map<string, Turn>();

  async function take(tenant: Tenant, before: Promise<void> | undefined) {
    await before;
    const { workspaceId } = tenant;
    const turn = next.get(workspaceId)!;
    next.delete(workspaceId);
    underWay.set(workspaceId, turn.done);
    try {
      const admitted = await tenant.run((tx) => admitRuns(tx, queue, { workspaceIds: [workspaceId], limits }));
      if (admitted > 0) queue.ring("runs", turn.isUrgent ? "urgently" : undefined);
    } catch (error) {
      console.warn(`Runs could not be put into the queue; a worker will within a minute: ${(error as Error).message}`);
    }
    if (underWay.get(workspaceId) === turn.done) underWay.delete(workspaceId);
  }

  return {
    admit(tenant, how) {
      const { workspaceId } = tenant;
      const known = next.get(workspaceId);
      if (known) {
        known.isUrgent ||= how === "urgently";
        return known.done;
      }
      const turn = { isUrgent: how === "urgently", done: Promise.resolve() };
      next.set(workspaceId, turn);
      turn.done = take(tenant, underWay.get(workspaceId));
      return turn.done;
    },
  };
}
