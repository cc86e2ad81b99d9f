import type { RunLimits } from "../runs/run-limits.ts";

/** A person waits for a run that was started in the editor; everything else can wait for that one. */
export const runPriorities = { background: 0, interactive: 1 } as const;
export type RunUrgency = keyof typeof runPriorities;

/** In the queue: above the number of runs that one workspace can have there, so that the class decides first. */
const CLASS = 100_000;
export const LEAST_INTERACTIVE = CLASS;

/**
 * The place of a run in the queue, given how many its workspace has there or at work already. The more it has, the later
 * its next one comes, whoever else is waiting: each workspace's first run goes before anybody's second.
 */
export function queuePriority(priority: number, othersOfWorkspace: number): number {
  // Half of a class below its middle, so that no backlog reaches down into the next one.
  return priority * CLASS + CLASS / 2 - Math.min(othersOfWorkspace, CLASS / 2);
}

/** How many a workspace may have in the queue or at work before a run of this priority: persons always find a place left. */
export function shareOf(priority: number, { running }: Pick<RunLimits, "running">): number {
  if (priority >= runPriorities.interactive) return running;
  return Math.max(1, running - Math.ceil(running / 5));
}
