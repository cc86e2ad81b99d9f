import { ServingError } from "./serving-error.ts";

/** What a queue may hold. */
export type QueueLimits = {
  maxWaiting: number;
  maxWaitingBytes: number;
  /** How long a request without a deadline may have to wait before it is begun. */
  maxWaitMs: number;
};

export type QueueState = {
  waiting: number;
  waitingBytes: number;
  /** What is before the request, by what was learnt. */
  backlogMs: number;
  isIdle: boolean;
  /** How many times its estimate a request is to be given. */
  allowance: number;
};

/**
 * Refuses at once what would not be done in time, instead of letting it wait for nothing. A request that finds nothing
 * before it is always tried: a wrong estimate would otherwise never be mended.
 *
 * @param ownMs how long the request itself is thought to take
 * @param leftMs until its deadline; null where it has none
 * @throws ServingError 429 when the queue is full, 503 when the deadline would pass, 504 when it has passed
 */
export function admit(
  { waiting, waitingBytes, backlogMs, isIdle, allowance }: QueueState,
  { sizeBytes, ownMs, leftMs }: { sizeBytes: number; ownMs: number; leftMs: number | null },
  { maxWaiting, maxWaitingBytes, maxWaitMs }: QueueLimits,
): void {
  if (leftMs !== null && leftMs <= 0) throw new ServingError(504, "The deadline of the request has passed already.");
  if (isIdle) return;
  const retryAfterMs = Math.max(1_000, backlogMs);
  if (waiting >= maxWaiting) {
    throw new ServingError(429, `${maxWaiting} requests wait already. ${tryAgain(retryAfterMs)}`, { retryAfterMs });
  }
  if (waitingBytes + sizeBytes > maxWaitingBytes) {
    const message = `Requests of ${waitingBytes.toLocaleString("en")} bytes wait already. ${tryAgain(retryAfterMs)}`;
    throw new ServingError(429, message, { retryAfterMs });
  }
  const latestMs = (backlogMs + ownMs) * allowance;
  if (leftMs === null ? backlogMs <= maxWaitMs : latestMs <= leftMs) return;
  const allowed =
    leftMs === null ? `no request waits longer than ${seconds(maxWaitMs)}` : `it allows ${seconds(leftMs)}`;
  const message = `The request may take ${seconds(leftMs === null ? backlogMs + ownMs : latestMs)}, and ${allowed}. ${tryAgain(retryAfterMs)}`;
  throw new ServingError(503, message, { reason: "REJECTED", retryAfterMs });
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 1_000 ? 3 : 1)} s`;
const tryAgain = (ms: number): string => `Try again in ${Math.ceil(ms / 1_000)} s.`;
