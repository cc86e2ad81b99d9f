import fc from "fast-check";
import { expect, test } from "vitest";
import { planGraph } from "#graph/plan-graph";
import type { PlanResult } from "#graph/plan-graph";
import { portsOf } from "#graph/ports-of";
import type { RecordedFlow } from "#graph/recorded-values";
import type { RunPart } from "#graph/run-part";
import { placesInRun, wholePart } from "#graph/run-part";
import type { Graph } from "#graph/schema";
import { execute, hostOf, testLibrary } from "./executor-for-tests.ts";
import { interpret } from "./interpret-for-tests.ts";
import type { Interpreted } from "./interpret-for-tests.ts";
import { outcomeOf } from "./outcome-for-tests.ts";
import { draftsArbitrary, graphOf } from "./random-graph-for-tests.ts";

const numberOf = (value: number): RecordedFlow => ({
  kind: "number",
  preview: { kind: "number", value },
  inline: value,
});

type Pin = { node: string; port: string; value: number };

/** Pins some outputs of numbers. */
function pinsOf(graph: Graph, choices: readonly number[]): Pin[] {
  const ends = Object.values(graph.nodes).flatMap((node) =>
    Object.entries(portsOf(node, testLibrary[node.type]!).outputs).flatMap(([port, { type, list }]) =>
      type.kind === "number" && !list ? [{ node: node.id, port }] : [],
    ),
  );
  return ends.flatMap((end, index) => {
    const choice = choices[index % choices.length]!;
    return choice < 4 ? [{ ...end, value: choice }] : [];
  });
}

function pinned(graph: Graph, pins: readonly Pin[]): Graph {
  const nodes = { ...graph.nodes };
  for (const { node, port, value } of pins) {
    nodes[node] = { ...nodes[node]!, pins: { ...nodes[node]!.pins, [port]: numberOf(value) } };
  }
  return { ...graph, nodes };
}

/** The same with a node that gives the number in the place of each pin. */
function withConstants(graph: Graph, pins: readonly Pin[]): Graph {
  const constants = pins.map(({ node, port, value }) => {
    const id = `${node}.${port}`;
    return [id, { id, type: "give", version: 1, position: { x: 0, y: 0 }, params: { arg: value } }] as const;
  });
  const edges = Object.entries(graph.edges).map(([id, edge]) => {
    const pin = pins.find(({ node, port }) => node === edge.from.node && port === edge.from.port);
    return [id, pin ? { ...edge, from: { node: `${pin.node}.${pin.port}`, port: "value" } } : edge] as const;
  });
  // Before the others, as a topological order of the document would have them.
  return {
    ...graph,
    nodes: { ...Object.fromEntries(constants), ...graph.nodes },
    edges: Object.fromEntries(edges),
  };
}

function only(graph: Graph, ids: ReadonlySet<string>): Graph {
  return {
    ...graph,
    nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => ids.has(id))),
    edges: Object.fromEntries(Object.entries(graph.edges).filter(([, { to }]) => ids.has(to.node))),
  };
}

/** A node that runs shows its pins in place of what it computed there. */
function withGiven(meant: Interpreted, given: Record<string, number>): Interpreted {
  return meant.status === "succeeded" ? { ...meant, outputs: { ...meant.outputs, ...given } } : meant;
}

function planOf(result: PlanResult) {
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.plan;
}

test("any graph with pins gives what the graph with constants in their place gives", async () => {
  await fc.assert(
    fc.asyncProperty(
      draftsArbitrary,
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 5, maxLength: 20 }),
      async (drafts, choices) => {
        const bare = graphOf(drafts);
        const pins = pinsOf(bare, choices);
        const graph = pinned(bare, pins);
        const constants = withConstants(bare, pins);
        const { runs, gives } = placesInRun(graph, wholePart);
        const result = planGraph(graph, testLibrary);
        // Pinning one item where there was a list may leave a reader of lists without one, in both.
        if (!result.ok) {
          expect(planGraph(constants, testLibrary).ok).toBe(false);
          return;
        }

        const { state } = await execute(planOf(result));

        const meant = interpret(
          only(constants, new Set([...runs, ...pins.map(({ node, port }) => `${node}.${port}`)])),
        );
        for (const [id, outcome] of Object.entries(outcomeOf(state))) {
          const given = Object.fromEntries(
            pins.filter(({ node }) => node === id).map(({ port, value }) => [port, value]),
          );
          if (!runs.has(id)) expect(outcome).toMatchObject({ status: "succeeded", outputs: given });
          else expect(outcome).toEqual(withGiven(meant[id]!, given));
        }
        expect(Object.keys(state.nodes).toSorted()).toEqual([...new Set([...runs, ...gives])].toSorted());
      },
    ),
    { numRuns: 300 },
  );
});

test("a run from any node, or of any node alone, gives with the values of the whole run what the whole run gave", async () => {
  await fc.assert(
    fc.asyncProperty(
      draftsArbitrary,
      fc.nat(),
      fc.constantFrom("from" as const, "only" as const),
      async (drafts, choice, kind) => {
        const graph = graphOf(drafts);
        const ids = Object.keys(graph.nodes);
        const part: RunPart = { kind, node: ids[choice % ids.length]! };
        const host = hostOf();
        const whole = await execute(planOf(planGraph(graph, testLibrary)), host);
        const from = { kind: "run", runId: "earlier", number: 1 } as const;
        const notFired = (id: string) => whole.state.nodes[id]?.skipped?.kind === "not-fired";
        const earlier = Object.fromEntries(
          ids.flatMap((id) => {
            const { status, outputs } = whole.state.nodes[id]!;
            return status === "succeeded" || notFired(id) ? [[id, { outputs, from }]] : [];
          }),
        );
        const { runs, gives, missing } = placesInRun(graph, part, (id) => Object.hasOwn(earlier, id));
        const result = planGraph(graph, testLibrary, { part, earlier });
        if (missing.length > 0) {
          const said = result.ok ? [] : result.problems.map(({ code, nodeId: node, port }) => ({ code, node, port }));
          expect(said).toEqual(missing.map((end) => ({ code: "no-earlier-value", ...end })));
          return;
        }

        const { state, events } = await execute(planOf(result), host);

        const expected = outcomeOf(whole.state);
        const outcome = outcomeOf(state);
        for (const id of runs) expect(outcome[id]).toEqual(expected[id]);
        for (const id of gives) expect(state.nodes[id]).toMatchObject({ from, outputs: earlier[id]!.outputs });
        const started = events.flatMap((event) => (event.type === "step.started" ? [event.nodeId] : []));
        expect([...runs]).toEqual(expect.arrayContaining(started));
      },
    ),
    { numRuns: 300 },
  );
});
