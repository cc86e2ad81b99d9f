import type { Queue, QueueClaim } from "../queue/open-queue.ts";

export type JobFinisher = { done: (claim: QueueClaim) => void; settled: () => Promise<void> };

/**
 * Takes the jobs of ended runs out of the queue, those that end together in one statement. Off the path of the run: when
 * this is lost, the job is delivered again, and its claimer finds the run over.
 */
export function createJobFinisher(
  queue: Queue,
  on: { finished: () => void; failed: (error: Error) => void },
): JobFinisher {
  let waiting: QueueClaim[] = [];
  let finishing: Promise<void> | null = null;

  async function finishAll() {
    await Promise.resolve();
    while (waiting.length > 0) {
      const claims = waiting;
      waiting = [];
      await queue.finish("runs", claims, "done").then(on.finished, on.failed);
    }
    finishing = null;
  }

  return {
    done(claim) {
      waiting.push(claim);
      finishing ??= finishAll();
    },
    settled: async () => void (await finishing),
  };
}
