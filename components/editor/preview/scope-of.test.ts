import { expect, test } from "vitest";
import type { RecordedFlow, RecordedValue } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { emptyGraph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { flowAt, itemsOf, scopeOf } from "./scope-of.ts";

const number = (value: number): RecordedValue => ({
  kind: "number",
  preview: { kind: "number", value },
  inline: value,
});
const listOf = (...items: (RecordedFlow | null)[]): RecordedFlow => ({ count: items.length, items });
const ran = (outputs: Record<string, RecordedFlow>): NodeRunState => ({
  status: "succeeded",
  attempt: 1,
  outputs,
  log: [],
});

/** A list of prices and one rate, both of which *Gross* reads; `reading` are more params of it. */
function prices(reading: Record<string, boolean> = {}): Graph {
  const node = (id: string, type: string, title: string, params: Graph["nodes"][string]["params"]) => ({
    [id]: { id, type, version: 1, title, position: { x: 0, y: 0 }, params },
  });
  const edge = (id: string, from: string, to: string) => ({
    [id]: { id, from: { node: from, port: "value" }, to: { node: "gross", port: to } },
  });
  return {
    ...emptyGraph,
    nodes: {
      ...node("prices", "workflow-input", "Prices", { name: "prices", kind: "number", list: true }),
      ...node("rate", "workflow-input", "Rate", { name: "rate", kind: "number" }),
      ...node("gross", "evaluate", "Gross", { inputs: ["price", "rate", "open"], ...reading }),
    },
    edges: { ...edge("a", "prices", "price"), ...edge("b", "rate", "rate") },
  };
}

const run = { prices: ran({ value: listOf(number(1), null, number(3)) }), rate: ran({ value: number(2) }) };
const namesOf = (graph: Graph, given: typeof run | null = run) =>
  scopeOf(graph, definitions, { node: graph.nodes.gross!, scope: "inputs", run: given });

test("each input is a name, with what is wired to it in words", () => {
  expect(namesOf(prices(), null)).toEqual([
    { name: "price", detail: "number of Prices", lift: 1 },
    { name: "rate", detail: "number of Rate", lift: 0 },
    { name: "open", detail: "not connected", lift: 0 },
  ]);
});

test("a list that the node goes through is seen item by item, without those that did not fire", () => {
  const names = namesOf(prices());

  expect(itemsOf(names)).toEqual([[0], [2]]);
  expect(names.map((name) => flowAt(name, [2]))).toEqual([number(3), number(2), undefined]);
});

test("a list that the node takes whole is one value", () => {
  const names = namesOf(prices({ wholeLists: true }));

  expect(itemsOf(names)).toEqual([[]]);
  expect(flowAt(names[0]!, [])).toEqual(run.prices.outputs.value);
});

test("only the names that a param sees are in its scope", () => {
  const graph = prices();

  const names = scopeOf(graph, definitions, { node: graph.nodes.gross!, scope: ["rate"], run });

  expect(names.map(({ name }) => name)).toEqual(["rate"]);
});
