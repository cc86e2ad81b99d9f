import fc from "fast-check";
import { expect, test } from "vitest";
import { followList } from "#graph/follow-list";
import { inferTypes } from "#graph/infer-types";
import type { JsonValue } from "#graph/json";
import type { RecordedFlow, RecordedValue } from "#graph/recorded-values";
import type { Graph } from "#graph/schema";
import { execute, plainOutputs } from "./executor-for-tests.ts";
import { draftsArbitrary, graphOf } from "./random-graph-for-tests.ts";
import {
  graphWith,
  nodeOf,
  planWith,
  subWorkflowLibrary as library,
  subWorkflowRunners as runners,
} from "./sub-workflows-for-tests.ts";

const taking = graphWith(
  [
    nodeOf("list", "workflow-input", { name: "list", list: true }),
    nodeOf("other", "workflow-input", { name: "other", list: true }),
    nodeOf("one", "workflow-input", { name: "one" }),
  ],
  [],
);

const numberOf = (value: number): RecordedValue => ({
  kind: "number",
  preview: { kind: "number", value },
  inline: value,
});

/** Pins some outputs to numbers, or to as many as the list has. */
function withPins(graph: Graph, { choices, items }: { choices: readonly number[]; items: number }): Graph {
  const types = inferTypes(graph, library);
  let at = 0;
  const nodes = Object.entries(graph.nodes).map(([id, node]) => {
    const pins = Object.entries(types.get(id)?.outputs ?? {}).flatMap(
      ([port, { type, dims }]): [string, RecordedFlow][] => {
        const choice = choices[at++ % choices.length]!;
        if (choice > 0 || node.disabled || type.kind !== "number" || dims.length > 1) return [];
        const number = numberOf(4 + at);
        if (dims.length === 0) return [[port, number]];
        return dims[0] === "list.value"
          ? [[port, { count: items, items: Array.from({ length: items }, () => number) }]]
          : [];
      },
    );
    return [id, pins.length > 0 ? { ...node, pins: Object.fromEntries(pins) } : node] as const;
  });
  return { ...graph, nodes: Object.fromEntries(nodes) };
}

async function outputsOf(graph: Graph, inputs: Record<string, JsonValue>) {
  const { result, state } = await execute(planWith(graph, {}), { runners, runInput: (name) => inputs[name] });
  const outputs = Object.entries(state.nodes).map(([id, node]) => [id, plainOutputs(node.outputs)] as const);
  const reached = new Set(
    Object.entries(state.nodes).flatMap(([id, { status }]) => (status === "succeeded" ? [id] : [])),
  );
  return { outcome: result.outcome, outputs: Object.fromEntries(outputs), reached };
}

test("what follows a list item by item gives for one item alone what it gives for it among the others", async () => {
  const compared = { item: 0, whole: 0, unchanged: 0 };
  await fc.assert(
    fc.asyncProperty(
      draftsArbitrary,
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      fc.array(fc.nat(11), { minLength: 7, maxLength: 7 }),
      async (drafts, list, pick, choices) => {
        const graph = withPins(graphOf(drafts, taking), { choices, items: list.length });
        const index = pick % list.length;
        const inputs = { list, other: [1, 2], one: 5 };
        const among = await outputsOf(graph, inputs);
        fc.pre(among.outcome === "succeeded");
        const followings = followList(graph, library, "list");

        const alone = await outputsOf(graph, { ...inputs, list: [list[index]!] });

        const all = [...followings.values()].flatMap((ports) => Object.values(ports));
        if (all.every(({ by }) => by === "item")) expect(alone.outcome).toBe("succeeded");
        for (const [id, outputs] of Object.entries(among.outputs)) {
          // What takes the whole list may fail with the one item, and then gives nothing, not even what is pinned to it.
          if (alone.outcome !== "succeeded" && !alone.reached.has(id)) continue;
          for (const [port, all] of Object.entries(outputs)) {
            const following = followings.get(id)?.[port];
            compared[following?.by ?? "unchanged"]++;
            if (!following) expect(alone.outputs[id]).toHaveProperty(port, all);
            else if (following.by === "item" && Array.isArray(all) && all.length === list.length && all[index] !== null)
              expect(alone.outputs[id]).toHaveProperty(port, [all[index]]);
          }
        }
      },
    ),
    { numRuns: 600 },
  );
  // Or it would hold of graphs in which nothing follows the list.
  expect(compared.item).toBeGreaterThan(500);
  expect(compared.whole).toBeGreaterThan(100);
});
