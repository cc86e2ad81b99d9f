import { expect, test } from "vitest";
import { queuedRun, reduceRun } from "#graph/reduce-run";
import type { RunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { valueNamed } from "./value-named.ts";

const graph: Graph = {
  schemaVersion: 1,
  nodes: {
    "a.b": { id: "a.b", type: "evaluate", title: "Sum", version: 1, position: { x: 0, y: 0 }, params: {} },
  },
  edges: {},
  notes: {},
  groups: {},
};
const run: RunState = reduceRun(queuedRun, {
  type: "step.finished",
  nodeId: "a.b",
  at: 1,
  durationMs: 1,
  outputs: { result: { kind: "number", preview: { kind: "number", value: 3 }, inline: 3 } },
});
const titleOf = (name: string) => valueNamed({ graph, subGraphs: {} }, run, name)?.title ?? null;

test("an address finds what a step gave by its step and port, also where their ids have dots", () => {
  expect(titleOf("a.b.result")).toBe("Sum, Result");
});

test.each(["", "a.b", "a.result", "a.b.other", "a.b.constructor", "constructor.name", "a.b/c.result", "..."])(
  "an address finds nothing by a name that the run does not have: %j",
  (name) => {
    expect(titleOf(name)).toBeNull();
  },
);
