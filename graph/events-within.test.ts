import { expect, test } from "vitest";
import { eventWithin } from "./events-within.ts";
import { foldRun, queuedRun } from "./reduce-run.ts";
import type { RunEvent } from "./run-events.ts";

const events: RunEvent[] = [
  { type: "run.started", at: 0, attempt: 1, worker: "w", innerSteps: { call: 3, "call/deep": 1 }, resumedSteps: ["a"] },
  { type: "step.started", nodeId: "a", at: 1, attempt: 1 },
  { type: "step.started", nodeId: "call/who", at: 2, attempt: 1 },
  { type: "step.finished", nodeId: "call/who", at: 3, durationMs: 1, outputs: {} },
  { type: "step.skipped", nodeId: "call/text", at: 4, reason: { kind: "upstream", nodeId: "call/who" } },
  { type: "step.started", nodeId: "call/deep/x", at: 5, attempt: 1 },
  { type: "run.finished", at: 6, outcome: "succeeded" },
];
const within = (path: string) => events.flatMap((event) => eventWithin(event, path) ?? []);

test("a run is told as that of the workflow within it, with the steps of that one alone", () => {
  const run = foldRun(queuedRun, within("call"));

  expect(Object.keys(run.nodes).toSorted()).toEqual(["deep", "deep/x", "text", "who"]);
  expect(run.nodes.who?.status).toBe("succeeded");
  expect(run.nodes.text?.skipped).toEqual({ kind: "upstream", nodeId: "who" });
  expect([run.status, run.innerSteps]).toEqual(["succeeded", { deep: 1 }]);
});

test("a node whose name begins alike is another one", () => {
  expect(within("cal").filter(({ type }) => type.startsWith("step"))).toEqual([]);
});
