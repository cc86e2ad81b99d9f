import fc from "fast-check";
import { expect, test } from "vitest";
import { inferTypes } from "#graph/infer-types";
import type { AnyNodeRunner } from "#graph/node-runner";
import { planGraph } from "#graph/plan-graph";
import { portsOf } from "#graph/ports-of";
import type { RunState } from "#graph/run-events";
import { emptyGraph } from "#graph/schema";
import type { Graph, GraphNode } from "#graph/schema";
import { execute, hostOf, plainOutputs, testFunctions, testLibrary } from "./executor-for-tests.ts";
import { interpret } from "./interpret-for-tests.ts";
import type { Interpreted } from "./interpret-for-tests.ts";

const types = Object.keys(testLibrary);
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
type Draft = typeof nodeArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Connects each input to one of the earlier outputs that the kernel lets it have; needs that nothing meets become sources. */
function graphOf(drafts: readonly Draft[]): Graph {
  let graph: Graph = emptyGraph;
  for (const [index, draft] of drafts.entries()) {
    const node = nodeOf(`n${index}`, draft);
    let next: Graph = { ...graph, nodes: { ...graph.nodes, [node.id]: node } };
    const inputs = Object.entries(testLibrary[node.type]!.inputs);
    const isMet = inputs.every(([port, { optional }], place) => {
      const pick = draft.sources[place];
      if (optional && pick === undefined) return true;
      const fitting = candidates(next, { node, port });
      if (fitting.length > 0) next = fitting[(pick ?? 0) % fitting.length]!;
      return optional || fitting.length > 0;
    });
    const source = { ...node, type: "give", params: { arg: draft.arg } };
    graph = isMet ? next : { ...graph, nodes: { ...graph.nodes, [node.id]: source } };
  }
  return graph;
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
    return Object.keys(portsOf(source, testLibrary[source.type]!).outputs).flatMap((output) => {
      const id = `${node.id}-${port}`;
      const edge = { id, from: { node: source.id, port: output }, to: { node: node.id, port } };
      const tried: Graph = { ...graph, edges: { ...graph.edges, [id]: edge } };
      return inferTypes(tried, testLibrary).get(node.id)?.refusals.length === 0 ? [tried] : [];
    });
  });
}

/** The parts of a run that must not depend on how it was scheduled. */
function outcomeOf(state: RunState): Record<string, Interpreted> {
  return Object.fromEntries(
    Object.entries(state.nodes).map(([id, node]): [string, Interpreted] => {
      const { status, failure, items, droppedItems } = node;
      const at = failure && { kind: failure.kind, ...(failure.item && { item: failure.item }) };
      if (status === "failed") return [id, { status, failure: at! }];
      if (status === "skipped") return [id, { status }];
      if (status !== "succeeded") throw new Error(`${id} ended as ${status}`);
      const outputs = plainOutputs(node.outputs) as Extract<Interpreted, { status: "succeeded" }>["outputs"];
      return [
        id,
        {
          status,
          outputs,
          ...(items !== undefined && { items }),
          ...(at && { caught: at }),
          ...(droppedItems !== undefined && { droppedItems }),
        },
      ];
    }),
  );
}

function planOf(graph: Graph, target: string | null = null) {
  const planned = planGraph(graph, testLibrary, { target });
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned.plan;
}

const draftsArbitrary = fc.array(nodeArbitrary, { minLength: 1, maxLength: 14 });

test("any graph gives what the obvious interpreter gives", async () => {
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, async (drafts) => {
      const graph = graphOf(drafts);

      const { state, result } = await execute(planOf(graph));

      const expected = interpret(graph);
      expect(outcomeOf(state)).toEqual(expected);
      const hasFailed = Object.values(expected).some(({ status }) => status === "failed");
      expect(result.outcome).toBe(hasFailed ? "failed" : "succeeded");
    }),
    { numRuns: 500 },
  );
});

test("a run up to any node gives for it, and for what it depends on, what the whole run gives", async () => {
  await fc.assert(
    fc.asyncProperty(draftsArbitrary, fc.nat(), async (drafts, choice) => {
      const graph = graphOf(drafts);
      const ids = Object.keys(graph.nodes);
      const target = ids[choice % ids.length]!;
      const needed = new Set([target]);
      for (const id of needed) {
        for (const { from, to } of Object.values(graph.edges)) if (to.node === id) needed.add(from.node);
      }

      const { state } = await execute(planOf(graph, target));

      const whole = Object.entries(outcomeOf((await execute(planOf(graph))).state));
      expect(outcomeOf(state)).toEqual(Object.fromEntries(whole.filter(([id]) => needed.has(id))));
    }),
    { numRuns: 200 },
  );
});

test("any order in which nodes and records end gives the same results", async () => {
  await fc.assert(
    fc.asyncProperty(
      draftsArbitrary,
      fc.scheduler(),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      async (drafts, scheduler, maxConcurrency, isAsync) => {
        const graph = graphOf(drafts);
        const { record } = hostOf();
        let calls = 0;
        const runners = Object.fromEntries(
          Object.entries(testFunctions).map(([type, compute]): [string, AnyNodeRunner] => [
            type,
            (step) =>
              isAsync[calls++ % isAsync.length]
                ? scheduler.schedule(Promise.resolve()).then(() => compute(step))
                : compute(step),
          ]),
        );

        const running = execute(planOf(graph), {
          maxConcurrency,
          runners,
          record: (flow) =>
            isAsync[calls++ % isAsync.length]
              ? scheduler.schedule(Promise.resolve()).then(() => record(flow))
              : record(flow),
        });
        const { state, events } = await scheduler.waitFor(running);

        expect(outcomeOf(state)).toEqual(interpret(graph));
        expect(events.at(-1)?.type).toBe("run.finished");
        expect(events.filter(({ type }) => type === "run.finished")).toHaveLength(1);
      },
    ),
    { numRuns: 300 },
  );
});

test("any run that was cut off after any steps gives the same results when it is resumed", async () => {
  await fc.assert(
    fc.asyncProperty(
      draftsArbitrary,
      fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
      async (drafts, kept) => {
        const graph = graphOf(drafts);
        const plan = planOf(graph);
        const host = hostOf();
        const first = await execute(plan, host);
        const finished = Object.entries(first.state.nodes).filter(
          ([, node], at) => node.status === "succeeded" && kept[at],
        );

        const second = await execute(plan, {
          ...host,
          attempt: 2,
          finishedSteps: Object.fromEntries(finished.map(([id, { outputs }]) => [id, { durationMs: 0, outputs }])),
        });

        const rest = new Set(Object.keys(graph.nodes));
        for (const [id] of finished) rest.delete(id);
        const expected = Object.entries(interpret(graph)).filter(([id]) => rest.has(id));
        expect(outcomeOf(second.state)).toEqual(Object.fromEntries(expected));
      },
    ),
    { numRuns: 200 },
  );
});
