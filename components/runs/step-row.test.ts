import { expect, test } from "vitest";
import { queuedRun, reduceRun } from "#graph/reduce-run";
import type { RunEvent } from "#graph/run-events";
import type { Graph, GraphNode } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { stepRows } from "./step-row.ts";

function node(id: string, type: string, params: GraphNode["params"] = {}): GraphNode {
  return { id, type, version: 1, position: { x: 0, y: 0 }, params };
}

const graph: Graph = {
  schemaVersion: 1,
  nodes: {
    out: node("out", "workflow-output", { name: "sum" }),
    words: node("words", "workflow-input", { name: "text", kind: "text", sample: "hi" }),
    add: node("add", "evaluate", { expression: "value" }),
  },
  edges: {
    a: { id: "a", from: { node: "words", port: "value" }, to: { node: "add", port: "value" } },
    b: { id: "b", from: { node: "add", port: "result" }, to: { node: "out", port: "value" } },
  },
  notes: {},
  groups: {},
};

function rows(...events: RunEvent[]) {
  const run = events.reduce(reduceRun, queuedRun);
  return stepRows(graph, definitions, run).map(({ title, status, words }) => `${title}: ${status}, ${words}`);
}

const started: RunEvent = { type: "run.started", at: 0, attempt: 1, worker: "w" };
const gaveText: RunEvent = {
  type: "step.finished",
  nodeId: "words",
  at: 1,
  durationMs: 1,
  outputs: { value: { kind: "text", preview: { kind: "text", text: "hi", length: 2 }, inline: "hi" } },
};

test("steps stand in the order in which they run, ports of the workflow under their names", () => {
  expect(rows(started, gaveText)).toEqual([
    "Input text: succeeded, 2 characters",
    "Evaluate: waiting, Waiting",
    "Output sum: waiting, Waiting",
  ]);
});

test("an output shows what arrived at it", () => {
  const outputs = { result: { kind: "number" as const, preview: { kind: "number" as const, value: 4 }, inline: 4 } };
  const [, , output] = rows(
    started,
    gaveText,
    { type: "step.finished", nodeId: "add", at: 2, durationMs: 1, outputs },
    { type: "step.finished", nodeId: "out", at: 3, durationMs: 0, outputs: {} },
  );

  expect(output).toBe("Output sum: succeeded, 4");
});

test("a step behind a failed one says whom it waited for", () => {
  const failure = { kind: "expression-failed" as const, message: "No." };
  const [, add, output] = rows(
    started,
    gaveText,
    { type: "step.failed", nodeId: "add", at: 2, durationMs: 1, failure },
    { type: "step.skipped", nodeId: "out", at: 3, reason: { kind: "upstream", nodeId: "add" } },
  );

  expect(add).toBe("Evaluate: failed, Failed");
  expect(output).toBe("Output sum: skipped, Skipped: nothing from Evaluate");
});

test("what a run that was cancelled never reached did not run", () => {
  const [, , output] = rows(started, gaveText, { type: "run.finished", at: 9, outcome: "cancelled" });

  expect(output).toBe("Output sum: cancelled, Did not run");
});

test("steps outside a run up to a node wait, and say that they have no part in it, to its end", () => {
  const finished: RunEvent = { type: "run.finished", at: 2, outcome: "succeeded" };
  const run = [started, gaveText, finished].reduce(reduceRun, queuedRun);

  expect(
    stepRows(graph, definitions, run, { part: { kind: "to", node: "words" } }).map(
      ({ status, words }) => `${status}, ${words}`,
    ),
  ).toEqual(["succeeded, 2 characters", "waiting, Not part of this run", "waiting, Not part of this run"]);
});
