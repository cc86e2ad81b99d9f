import fc from "fast-check";
import { expect, test } from "vitest";
import { findProblems } from "#graph/find-problems";
import { inferTypes } from "#graph/infer-types";
import { portsOf } from "#graph/ports-of";
import type { RunState } from "#graph/run-events";
import type { Graph, GraphEdge, GraphNode } from "#graph/schema";
import { topologyOf } from "#graph/topology";
import { execute, plainOutputs } from "./executor-for-tests.ts";
import { draftsArbitrary, graphOf } from "./random-graph-for-tests.ts";
import {
  graphWith,
  nodeOf,
  planWith,
  refTo,
  subWorkflowLibrary as library,
  subWorkflowRunners as runners,
} from "./sub-workflows-for-tests.ts";

const outputOf = (node: string, port: string) => `${node}-${port}`;
const depthOf = (graph: Graph, { node, port }: GraphEdge["from"]) =>
  inferTypes(graph, library).get(node)?.outputs[port]?.dims.length ?? 0;

/** A workflow-output for each output port of the nodes, called "node-port", as far as a port can be that deep. */
function outputsOf(graph: Graph, ids: readonly string[]): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const ports = ids.flatMap((id) => {
    const node = graph.nodes[id]!;
    return Object.keys(portsOf(node, library[node.type]!).outputs).map((port) => ({ node: id, port }));
  });
  const kept = ports.filter((port) => depthOf(graph, port) <= 2);
  return {
    nodes: kept.map(({ node, port }) =>
      nodeOf(`out-${node}-${port}`, "workflow-output", { name: outputOf(node, port) }),
    ),
    edges: kept.map((from) => {
      const id = `out-${from.node}-${from.port}`;
      return { id, from, to: { node: id, port: "value" } };
    }),
  };
}

/** The same graph with the nodes from `first` up to, not with, `end` in a workflow of its own. */
function cut(graph: Graph, { first, end, rest }: { first: number; end: number; rest: Partial<GraphNode> }) {
  const inside = Object.keys(graph.nodes).slice(first, end);
  const isInside = (id: string) => inside.includes(id);
  const edges = Object.values(graph.edges);
  const entering = edges.filter(({ from, to }) => !isInside(from.node) && isInside(to.node));
  const sources = new Map(entering.map(({ from }) => [outputOf(from.node, from.port), from]));
  const inputs = [...sources].map(([name, from]) =>
    nodeOf(`in-${name}`, "workflow-input", {
      name,
      kind: inferTypes(graph, library).get(from.node)!.outputs[from.port]!.type.kind,
      list: depthOf(graph, from) === 1,
    }),
  );
  const outputs = outputsOf(graph, inside);
  const inner = graphWith(
    [...inputs, ...inside.map((id) => graph.nodes[id]!), ...outputs.nodes],
    [
      ...edges.filter(({ from, to }) => isInside(from.node) && isInside(to.node)),
      ...entering.map((edge) => ({
        ...edge,
        from: { node: `in-${outputOf(edge.from.node, edge.from.port)}`, port: "value" },
      })),
      ...outputs.edges,
    ],
  );
  const outer = graphWith(
    [
      ...Object.values(graph.nodes).filter(({ id }) => !isInside(id)),
      nodeOf("sub", "run", { workflow: refTo("inner", inner) }, rest),
    ],
    [
      ...edges.filter(({ from, to }) => !isInside(from.node) && !isInside(to.node)),
      ...[...sources].map(([name, from]) => ({ id: `to-${name}`, from, to: { node: "sub", port: name } })),
      ...edges.flatMap((edge) =>
        isInside(edge.from.node) && !isInside(edge.to.node)
          ? [{ ...edge, from: { node: "sub", port: outputOf(edge.from.node, edge.from.port) } }]
          : [],
      ),
    ],
  );
  return { inside, sources: [...sources.values()], outer, subGraphs: { inner: { title: "Inner", graph: inner } } };
}

const deepest = (graph: Graph) =>
  Math.max(
    ...Object.keys(graph.nodes).flatMap((id) =>
      Object.values(inferTypes(graph, library).get(id)?.outputs ?? {}).map(({ dims }) => dims.length),
    ),
    0,
  );
const hasFailed = (state: RunState) => Object.values(state.nodes).some(({ status }) => status === "failed");

test.each<[string, Partial<GraphNode>]>([
  ["laid out flat", {}],
  ["run as one step", { timeoutMs: 600_000 }],
])("a graph with a part of it in a workflow of its own gives what the whole gives: %s", async (_, rest) => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, fc.nat(), fc.nat(), async (drafts, from, length) => {
      const graph = graphOf(drafts);
      const ids = Object.keys(graph.nodes);
      const first = from % ids.length;
      const end = first + 1 + (length % (ids.length - first));
      const parts = cut(graph, { first, end, rest });
      fc.pre(deepest(graph) <= 2 && parts.sources.every((source) => depthOf(graph, source) <= 1));
      // Inside, nothing says that two lists from outside belong together.
      const problems = findProblems(parts.outer, library, parts.subGraphs);
      fc.pre(!problems.some(({ message }) => message.includes("does not descend from the same list")));

      const { state } = await execute(planWith(parts.outer, parts.subGraphs), { runners });

      const { state: whole } = await execute(planWith(graph, {}));
      const fired = ({ node, port }: GraphEdge["from"]) => whole.nodes[node]?.outputs[port] !== undefined;
      if (!parts.sources.every(fired)) {
        // As one node, the part does not run at all where an input of it gets nothing.
        expect(state.nodes.sub?.status).toBe("skipped");
        for (const id of parts.inside) expect(state.nodes[`sub/${id}`]?.status ?? "skipped").toBe("skipped");
        return;
      }
      if (hasFailed(whole)) {
        expect(hasFailed(state)).toBe(true);
        return;
      }
      compared++;
      const expected = parts.inside.flatMap((id) =>
        Object.entries(plainOutputs(whole.nodes[id]!.outputs)).map(([port, value]) => [outputOf(id, port), value]),
      );
      expect(plainOutputs(state.nodes.sub!.outputs)).toEqual(Object.fromEntries(expected));
      for (const id of ids.filter((one) => !parts.inside.includes(one))) {
        expect([id, state.nodes[id]?.status, plainOutputs(state.nodes[id]!.outputs)]).toEqual([
          id,
          whole.nodes[id]!.status,
          plainOutputs(whole.nodes[id]!.outputs),
        ]);
      }
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(30);
});

test("a workflow that a list arrives at gives for each item what it gives for that item alone", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, fc.integer({ min: 0, max: 4 }), async (drafts, count) => {
      const start = graphWith([nodeOf("x", "workflow-input", { name: "x" })], []);
      const built = graphOf(drafts, start);
      const outputs = outputsOf(built, Object.keys(built.nodes));
      const inner = graphWith(
        [...Object.values(built.nodes), ...outputs.nodes],
        [...Object.values(built.edges), ...outputs.edges],
      );
      const subGraphs = { inner: { title: "Inner", graph: inner } };
      const outer = graphWith(
        [
          nodeOf("items", "range", { arg: count }),
          nodeOf("sub", "run", { workflow: refTo("inner", inner) }, { onError: { policy: "drop" } }),
        ],
        ["items.values -> sub.x"],
      );
      fc.pre(findProblems(outer, library, subGraphs).length === 0);

      const { state } = await execute(planWith(outer, subGraphs), { runners });

      const alone = await Promise.all(
        Array.from({ length: count }, (_, x) => execute(planWith(inner, {}), { runners, runInput: () => x })),
      );
      const valueOf = (one: RunState, { node, port }: GraphEdge["from"]) =>
        hasFailed(one) ? null : (plainOutputs(one.nodes[node]!.outputs)[port] ?? null);
      for (const { id, params } of outputs.nodes) {
        const source = topologyOf(inner).incoming.get(id)!.get("value")!.from;
        const given = plainOutputs(state.nodes.sub!.outputs)[String(params.name)];
        expect(given).toEqual(alone.map((one) => valueOf(one.state, source)));
        compared++;
      }
    }),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(100);
});
