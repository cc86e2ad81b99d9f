import { expect, test } from "vitest";
import { wholePart } from "../../graph/run-part.ts";
import { emptyGraph, type Graph } from "../../graph/schema.ts";
import { createPlanner, type PlannedRequest } from "./plan-run.ts";

function request(template: string, fields: Partial<PlannedRequest> = {}): PlannedRequest {
  const node = { id: "greet", type: "text-template", version: 1, position: { x: 0, y: 0 }, params: { template } };
  const graph: Graph = { ...emptyGraph, nodes: { greet: node } };
  return { graph, subGraphs: {}, part: wholePart, finishedSteps: {}, ...fields };
}

test("a graph that comes again has the plan of before, and one that differs has its own", () => {
  const plan = createPlanner();

  const first = plan(request("Hello"));

  expect(plan(request("Hello"))).toBe(first);
  expect(plan(request("Goodbye"))).toMatchObject({ ok: true, plan: { steps: [{ params: { template: "Goodbye" } }] } });
  expect(plan(request("Hello", { part: { kind: "to", node: "greet" } }))).not.toBe(first);
});

test("the plan of a run that takes values over from another one is its own", () => {
  const plan = createPlanner();
  const fresh = plan(request("Hello"));
  const text = { kind: "text", preview: { kind: "text", text: "Hi", length: 2 }, inline: "Hi" } as const;
  const record = { durationMs: 0, outputs: { text }, from: { kind: "run", runId: "earlier", number: 1 } } as const;

  const taking = plan(request("Hello", { part: { kind: "from", node: "greet" }, finishedSteps: { greet: record } }));

  expect(taking).not.toBe(fresh);
  expect(plan(request("Hello"))).toBe(fresh);
});

test("the plan that was not used for longest goes when there are too many", () => {
  const size = JSON.stringify([request("1").graph, {}, wholePart]).length;
  const plan = createPlanner({ maxCharacters: 2 * size });
  const [first, second] = [plan(request("1")), plan(request("2"))];
  plan(request("1"));

  plan(request("3"));

  expect(plan(request("1"))).toBe(first);
  expect(plan(request("2"))).not.toBe(second);
});
