import { expect, test } from "vitest";
import { waitingNode } from "#graph/reduce-run";
import { phasesOf } from "./run-phases.ts";

const at = (ms: number) => new Date(1_000_000 + ms);
const node = (startedAt?: number) => ({ ...waitingNode, ...(startedAt !== undefined && { startedAt }) });

test("a run that has ended says how long it waited, got ready, and computed", () => {
  const nodes = { late: node(1_000_060), early: node(1_000_016), never: node() };

  const phases = phasesOf(
    { createdAt: at(0), startedAt: at(12) },
    { startedAt: 1_000_015, finishedAt: 1_000_355, nodes },
  );

  expect(phases).toEqual([
    { name: "Waited", durationMs: 12 },
    { name: "Getting ready", durationMs: 3 },
    { name: "First step after", durationMs: 1 },
    { name: "Computed", durationMs: 340 },
  ]);
});

test("a run that waits has no phases yet, and one that no engine has begun only its wait", () => {
  expect(phasesOf({ createdAt: at(0), startedAt: null }, { nodes: {} })).toEqual([]);
  expect(phasesOf({ createdAt: at(0), startedAt: at(7) }, { nodes: {} })).toEqual([{ name: "Waited", durationMs: 7 }]);
});

test("an engine whose clock is behind makes no time negative", () => {
  const phases = phasesOf({ createdAt: at(0), startedAt: at(5) }, { startedAt: 900_000, nodes: {} });

  expect(phases[1]).toEqual({ name: "Getting ready", durationMs: 0 });
});
