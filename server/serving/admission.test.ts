import { expect, test } from "vitest";
import { admit } from "./admission.ts";
import type { QueueState } from "./admission.ts";
import { createServiceTimes } from "./service-times.ts";
import { ServingError } from "./serving-error.ts";

const limits = { maxWaiting: 4, maxWaitingBytes: 1_000, maxWaitMs: 30_000 };
const busy: QueueState = { waiting: 2, waitingBytes: 500, backlogMs: 400, isIdle: false, allowance: 1.5 };
const request = { sizeBytes: 100, ownMs: 100, leftMs: null as number | null };

function refusal(state: Partial<QueueState>, more: Partial<typeof request> = {}) {
  try {
    admit({ ...busy, ...state }, { ...request, ...more }, limits);
    return null;
  } catch (error) {
    if (!(error instanceof ServingError)) throw error;
    const { status, reason, retryAfterMs, message } = error;
    return { status, reason, retryAfterMs, message };
  }
}

test("what will be done in time is let in, also when it takes half as long again as was learnt", () => {
  expect(refusal({})).toBeNull();
  expect(refusal({}, { leftMs: 750 })).toBeNull();
});

test("what would be done too late is refused at once, with when to come back", () => {
  expect(refusal({}, { leftMs: 749 })).toMatchObject({
    status: 503,
    reason: "REJECTED",
    retryAfterMs: 1_000,
    message: "The request may take 0.750 s, and it allows 0.749 s. Try again in 1 s.",
  });
  expect(refusal({ backlogMs: 31_000 })).toMatchObject({
    status: 503,
    retryAfterMs: 31_000,
    message: expect.stringContaining("no request waits longer than 30.0 s"),
  });
});

test("a full queue refuses by count and by bytes", () => {
  expect(refusal({ waiting: 4 })).toMatchObject({ status: 429, message: expect.stringContaining("4 requests wait") });
  expect(refusal({ waitingBytes: 950 })).toMatchObject({ status: 429, message: expect.stringContaining("950 bytes") });
});

test("a request that finds nothing before it is tried whatever was learnt, unless its time is over", () => {
  const idle = { waiting: 0, waitingBytes: 0, backlogMs: 0, isIdle: true, allowance: 1.5 };
  expect(refusal(idle, { ownMs: 60_000, leftMs: 10 })).toBeNull();
  expect(refusal(idle, { sizeBytes: 1e9 })).toBeNull();
  expect(refusal(idle, { leftMs: -1 })).toMatchObject({ status: 504 });
});

test("times are learnt as a line over the rows, and newer ones weigh more", () => {
  const times = createServiceTimes();
  expect(times.estimateMs("a", 1)).toBeNull();
  for (let turn = 0; turn < 20; turn++) {
    for (const rows of [1, 4, 16]) times.observe("a", rows, 2 + 3 * rows);
  }
  expect(times.estimateMs("a", 8)).toBeCloseTo(26, 6);
  expect(times.estimateMs("b", 8)).toBeNull();

  for (let turn = 0; turn < 200; turn++) times.observe("a", 8, 5);
  expect(times.estimateMs("a", 8)).toBeCloseTo(5, 1);
});

test("rows that never differ say nothing of a slope", () => {
  const times = createServiceTimes();
  for (let turn = 0; turn < 5; turn++) times.observe("a", 4, 10);
  expect(times.estimateMs("a", 400)).toBeCloseTo(10, 6);
});
