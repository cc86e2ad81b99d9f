import { admit } from "./admission.ts";
import type { QueueLimits } from "./admission.ts";
import { createAllowance } from "./allowance.ts";
import { rowsOf } from "./endpoint-statistics.ts";
import type { InferJob, InferResult } from "./served-endpoint.ts";
import type { ServiceTimes } from "./service-times.ts";
import { ServingError } from "./serving-error.ts";

export type HostJob = InferJob & {
  /** The content that computes it, and the name and version by which its time is known. */
  key: string;
  id: string;
};

export type QueuedJob = HostJob & {
  number: number;
  rows: number;
  sizeBytes: number;
  enqueuedAt: bigint;
  sentAt: number;
  resolve: (result: InferResult) => void;
  reject: (error: ServingError) => void;
};

export type JobQueue = {
  /** Resolves with what the job was given; rejects at once where it has no chance. @throws ServingError */
  add: (job: HostJob, onAdded: () => void) => Promise<InferResult>;
  /** The next job, which is counted as sent from now on. */
  take: () => QueuedJob | undefined;
  sent: ReadonlyMap<number, QueuedJob>;
  sentBytes: () => number;
  /** Out of the queue, answered or not. */
  remove: (job: QueuedJob) => void;
  removeAll: () => QueuedJob[];
  pending: (match: (job: QueuedJob) => boolean) => number;
  load: () => { waiting: number; waitingBytes: number; backlogMs: number };
};

/** What waits for one process that computes one thing after the other, and what that process has. */
export function createJobQueue({
  limits,
  times,
  onGivenUp,
}: {
  limits: QueueLimits;
  times: ServiceTimes;
  /** Nobody waits any more for what was sent already. */
  onGivenUp: (job: QueuedJob) => void;
}): JobQueue {
  const allowance = createAllowance();
  const waiting = new Map<number, QueuedJob>();
  const sent = new Map<number, QueuedJob>();
  let waitingBytes = 0;
  let sentBytes = 0;
  let lastNumber = 0;

  const costOf = ({ id, rows }: QueuedJob) => times.estimateMs(id, rows) ?? 0;

  function backlogMs(): number {
    let sum = 0;
    for (const job of waiting.values()) sum += costOf(job);
    const [head, ...others] = sent.values();
    for (const job of others) sum += costOf(job);
    return head ? sum + Math.max(0, costOf(head) - (performance.now() - head.sentAt)) : sum;
  }

  function remove(job: QueuedJob): void {
    if (waiting.delete(job.number)) waitingBytes -= job.sizeBytes;
    if (sent.delete(job.number)) sentBytes -= job.sizeBytes;
  }

  function giveUp(job: QueuedJob, error: ServingError): void {
    if (waiting.has(job.number)) remove(job);
    else if (sent.has(job.number)) onGivenUp(job);
    job.reject(error);
  }

  return {
    add: async (given, onAdded) => {
      const rows = rowsOf(given.inputs);
      const sizeBytes = given.inputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
      const { signal, deadlineAt } = given;
      const leftMs = deadlineAt === null ? null : deadlineAt - performance.now();
      if (signal.aborted) throw new ServingError(499, "The client has gone.");
      const isIdle = waiting.size + sent.size === 0;
      const ownMs = times.estimateMs(given.id, rows) ?? 0;
      const state = {
        waiting: waiting.size,
        waitingBytes,
        backlogMs: backlogMs(),
        isIdle,
        allowance: allowance.factor(),
      };
      admit(state, { sizeBytes, ownMs, leftMs }, limits);
      const addedAt = performance.now();
      const learn = (tookMs: number) => {
        if (!isIdle && ownMs > 0) allowance.observe(tookMs / (state.backlogMs + ownMs));
      };
      const { promise, resolve, reject } = Promise.withResolvers<InferResult>();
      const number = ++lastNumber;
      const enqueuedAt = process.hrtime.bigint();
      const job: QueuedJob = {
        ...given,
        number,
        rows,
        sizeBytes,
        enqueuedAt,
        sentAt: 0,
        resolve,
        reject,
      };
      const onAbort = () => giveUp(job, new ServingError(499, "The client has gone."));
      signal.addEventListener("abort", onAbort);
      const late = () => {
        learn(performance.now() - addedAt);
        giveUp(job, new ServingError(504, "The deadline of the request passed before it was done."));
      };
      const timer = leftMs === null ? undefined : setTimeout(late, Math.min(leftMs, 2 ** 31 - 1));
      waiting.set(number, job);
      waitingBytes += sizeBytes;
      onAdded();
      try {
        const result = await promise;
        learn(performance.now() - addedAt);
        return result;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      }
    },
    take: () => {
      const [job] = waiting.values();
      if (!job) return undefined;
      remove(job);
      job.sentAt = performance.now();
      sent.set(job.number, job);
      sentBytes += job.sizeBytes;
      return job;
    },
    sent,
    sentBytes: () => sentBytes,
    remove,
    removeAll: () => {
      const all = [...sent.values(), ...waiting.values()];
      for (const job of all) remove(job);
      return all;
    },
    pending: (match) => [...waiting.values(), ...sent.values()].filter(match).length,
    load: () => ({ waiting: waiting.size, waitingBytes, backlogMs: backlogMs() }),
  };
}
