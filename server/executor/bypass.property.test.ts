import fc from "fast-check";
import { expect, test } from "vitest";
import { inferTypes } from "#graph/infer-types";
import { planGraph } from "#graph/plan-graph";
import type { Graph } from "#graph/schema";
import { topologyOf } from "#graph/topology";
import { execute, hostOf, testLibrary } from "./executor-for-tests.ts";
import { outcomeOf } from "./outcome-for-tests.ts";
import { draftsArbitrary, graphOf } from "./random-graph-for-tests.ts";

async function run(graph: Graph) {
  const result = planGraph(graph, testLibrary);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  return await execute(result.plan, hostOf());
}

/** Without the bypassed nodes: each edge from one of them comes from what that passes on. */
function healed(graph: Graph): Graph {
  const types = inferTypes(graph, testLibrary);
  const { incoming } = topologyOf(graph);
  const isGone = (id: string) => graph.nodes[id]!.disabled === "bypass";
  const behind = (from: { node: string; port: string }): { node: string; port: string } =>
    isGone(from.node)
      ? behind(incoming.get(from.node)!.get(types.get(from.node)!.passes![from.port]!)!.from) // the random graphs pass all
      : from;
  const edges = Object.values(graph.edges).filter(({ to }) => !isGone(to.node));
  return {
    ...graph,
    nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => !isGone(id))),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, { ...edge, from: behind(edge.from) }])),
  };
}

test("with nodes bypassed all others give what they give where those are taken out and the wires joined", async () => {
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, async (drafts) => {
      const graph = graphOf(drafts);
      const rest = healed(graph);
      fc.pre(rest !== graph && Object.keys(rest.nodes).length < Object.keys(graph.nodes).length);

      const [bypassed, without] = [await run(graph), await run(rest)];

      const [outcome, expected] = [outcomeOf(bypassed.state), outcomeOf(without.state)];
      for (const id of Object.keys(rest.nodes)) {
        expect(outcome[id]?.status).toEqual(expected[id]?.status);
        expect(bypassed.state.nodes[id]?.outputs).toEqual(without.state.nodes[id]?.outputs);
      }
    }),
    { numRuns: 300 },
  );
});

test("a muted node never runs, and what needs it is skipped with its name as the reason", async () => {
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, async (drafts) => {
      const graph = graphOf(drafts);
      const muted = Object.keys(graph.nodes).filter((id) => graph.nodes[id]!.disabled === true);
      fc.pre(muted.length > 0);

      const { state, events } = await run(graph);

      const started = new Set(events.flatMap((event) => (event.type === "step.started" ? [event.nodeId] : [])));
      for (const id of muted) {
        expect(started.has(id)).toBe(false);
        expect(state.nodes[id]).toMatchObject({ status: "skipped", skipped: { kind: "disabled" } });
      }
      for (const { from, to } of Object.values(graph.edges)) {
        const reader = graph.nodes[to.node]!;
        const isNeeded = !testLibrary[reader.type]!.inputs[to.port]!.optional;
        if (!muted.includes(from.node) || !isNeeded || reader.disabled) continue;
        expect(started.has(reader.id)).toBe(false);
        expect(state.nodes[reader.id]?.status).toBe("skipped");
      }
    }),
    { numRuns: 300 },
  );
});
