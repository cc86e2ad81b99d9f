import fc from "fast-check";
import { inferTypes } from "#graph/infer-types";
import { portsOf } from "#graph/ports-of";
import { emptyGraph } from "#graph/schema";
import type { Graph, GraphNode } from "#graph/schema";
import { testFunctions } from "./executor-for-tests.ts";
import { subWorkflowLibrary } from "./sub-workflows-for-tests.ts";

const types = Object.keys(testFunctions);
// Beside the types above, those that a graph to start from may hold.
const library = subWorkflowLibrary;
const policies: GraphNode["onError"][] = [
  undefined,
  undefined,
  { policy: "fail" },
  { policy: "drop" },
  { policy: "port" },
  { policy: "default", outputs: { value: 7 } },
];

const nodeArbitrary = fc.record({
  type: fc.constantFrom(...types, "split", "if", "merge", "add", "fail-on-three"),
  arg: fc.integer({ min: 0, max: 5 }),
  /** Which of the outputs that fit feeds each input; undefined leaves an optional one out. */
  sources: fc.array(fc.option(fc.nat(), { nil: undefined, freq: 6 }), { minLength: 3, maxLength: 3 }),
  policy: fc.nat(policies.length - 1),
  retries: fc.constantFrom(0, 0, 1),
  disabled: fc.integer({ min: 0, max: 19 }),
});
export type Draft = typeof nodeArbitrary extends fc.Arbitrary<infer T> ? T : never;

export const draftsArbitrary = fc.array(nodeArbitrary, { minLength: 1, maxLength: 14 });

/** Connects each input to one of the earlier outputs that the kernel lets it have; needs that nothing meets become sources. */
export function graphOf(drafts: readonly Draft[], start: Graph = emptyGraph): Graph {
  let graph = start;
  for (const [index, draft] of drafts.entries()) {
    const node = nodeOf(`n${index}`, draft);
    let next: Graph = { ...graph, nodes: { ...graph.nodes, [node.id]: node } };
    const inputs = Object.entries(library[node.type]!.inputs);
    const isMet = inputs.every(([port, { optional }], place) => {
      const pick = draft.sources[place];
      if (optional && pick === undefined) return true;
      const fitting = candidates(next, { node, port });
      if (fitting.length > 0) next = fitting[(pick ?? 0) % fitting.length]!;
      return optional || fitting.length > 0;
    });
    const source = { ...node, type: "give", params: { arg: draft.arg } };
    // Wired as it is without, so that what arrives is what it takes.
    const bypassed: Graph = { ...next, nodes: { ...next.nodes, [node.id]: { ...node, disabled: "bypass" } } };
    if (isMet && draft.disabled === 1 && passesAll(bypassed, node)) next = bypassed;
    graph = isMet ? next : { ...graph, nodes: { ...graph.nodes, [node.id]: source } };
  }
  return graph;
}

function passesAll(graph: Graph, { id }: GraphNode): boolean {
  const { passes, outputs } = inferTypes(graph, library).get(id)!; // its type is of the library
  return Object.keys(outputs).every((port) => passes && Object.hasOwn(passes, port));
}

function nodeOf(id: string, { type, arg, policy, retries, disabled }: Draft): GraphNode {
  const params: GraphNode["params"] = type === "give" || type === "range" ? { arg } : {};
  const onError = policies[policy];
  return {
    id,
    type,
    version: 1,
    position: { x: 0, y: 0 },
    params,
    ...(onError && type === "fail-on-three" && { onError }),
    ...(retries > 0 && { retry: { attempts: retries, delayMs: 0 } }),
    ...(disabled === 0 && { disabled: true as const }),
  };
}

function candidates(graph: Graph, { node, port }: { node: GraphNode; port: string }): Graph[] {
  return Object.values(graph.nodes).flatMap((source) => {
    if (source.id === node.id) return [];
    return Object.keys(portsOf(source, library[source.type]!).outputs).flatMap((output) => {
      const id = `${node.id}-${port}`;
      const edge = { id, from: { node: source.id, port: output }, to: { node: node.id, port } };
      const tried: Graph = { ...graph, edges: { ...graph.edges, [id]: edge } };
      return inferTypes(tried, library).get(node.id)?.refusals.length === 0 ? [tried] : [];
    });
  });
}
