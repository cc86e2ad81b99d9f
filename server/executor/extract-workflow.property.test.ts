import fc from "fast-check";
import { expect, test } from "vitest";
import { extractWorkflow } from "#graph/commands/extract-workflow";
import { inlineWorkflow } from "#graph/commands/inline-workflow";
import { findProblems } from "#graph/find-problems";
import { applyPatch, invertPatch } from "#graph/patch";
import type { Plan } from "#graph/plan";
import type { RunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { execute, plainOutputs } from "./executor-for-tests.ts";
import { draftsArbitrary, graphOf } from "./random-graph-for-tests.ts";
import { planWith, subWorkflowLibrary as library, subWorkflowRunners as runners } from "./sub-workflows-for-tests.ts";

const hasFailed = (state: RunState) => Object.values(state.nodes).some(({ status }) => status === "failed");

/** A random graph, and as many of its nodes as the bits say. */
const partArbitrary = fc.tuple(draftsArbitrary, fc.nat(0xffff), fc.boolean()).map(([drafts, bits, isRow]) => {
  const graph = graphOf(drafts);
  const ids = Object.keys(graph.nodes);
  const first = bits % ids.length;
  const row = ids.slice(first, first + 1 + ((bits >> 4) % ids.length));
  return { graph, ids: isRow ? row : ids.filter((_, index) => (bits >> index) & 1) };
});

function extracted({ graph, ids }: { graph: Graph; ids: string[] }) {
  let next = 0;
  const newId = () => `new${next++}`;
  const result = extractWorkflow(graph, library, { ids, node: { id: "sub", type: "run" }, newId });
  if (!result.ok) return result;
  const patch = result.replace({ id: "inner", title: "Inner" });
  const outer = applyPatch(graph, patch);
  expect(applyPatch(outer, invertPatch(patch))).toEqual(graph);
  return { ...result, outer, subGraphs: { inner: { title: "Inner", graph: result.inner } } };
}

/** What a plan does, whatever the order in which its nodes stand in the document. */
function meaningOf({ steps }: Plan) {
  const named = steps.map(({ index: _index, inputs, ...step }) => ({
    ...step,
    inputs: inputs.map(({ from, ...input }) => ({ ...input, from: { ...from, step: steps[from.step]!.nodeId } })),
  }));
  return named.sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
}

test("what is taken out into a workflow and put back is the same graph, and compiles to the same plan", () => {
  let compared = 0;
  fc.assert(
    fc.property(partArbitrary, (part) => {
      const result = extracted(part);
      if (!result.ok) {
        expect(result.reason).toMatch(/\.$/);
        return;
      }
      const { outer, subGraphs } = result;

      const back = inlineWorkflow(outer, library, { nodeId: "sub", sub: subGraphs.inner, newId: () => "unused" });

      if (!back.ok) throw new Error(back.reason);
      const whole = applyPatch(outer, back.patch);
      expect(whole).toEqual(part.graph);
      expect(back.ids.nodes.toSorted()).toEqual(part.ids.toSorted());
      if (findProblems(part.graph, library).length > 0) return;
      expect(meaningOf(planWith(whole, {}))).toEqual(meaningOf(planWith(part.graph, {})));
      compared++;
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(100);
});

test("a graph with a part taken out gives what it gave as a whole", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(partArbitrary, async (part) => {
      const result = extracted(part);
      if (!result.ok || result.remarks.length > 0) return;
      const { outer, subGraphs, outputs } = result;
      if (findProblems(part.graph, library).length > 0) return;
      expect(findProblems(outer, library, subGraphs).filter(({ severity }) => severity === "error")).toEqual([]);

      const { state } = await execute(planWith(outer, subGraphs), { runners });

      const { state: whole } = await execute(planWith(part.graph, {}));
      const entering = Object.values(part.graph.edges).filter(
        ({ from, to }) => !part.ids.includes(from.node) && part.ids.includes(to.node),
      );
      if (!entering.every(({ from }) => whole.nodes[from.node]?.outputs[from.port])) {
        // As one node, the part does not run at all where an input of it gets nothing.
        expect(["skipped", undefined]).toContain(state.nodes.sub?.status);
        return;
      }
      if (hasFailed(whole)) {
        expect(hasFailed(state)).toBe(true);
        return;
      }
      compared++;
      expect(outputs.length).toBeGreaterThanOrEqual(Object.keys(state.nodes.sub!.outputs).length);
      for (const id of Object.keys(part.graph.nodes).filter((one) => !part.ids.includes(one))) {
        expect([id, state.nodes[id]?.status, plainOutputs(state.nodes[id]!.outputs)]).toEqual([
          id,
          whole.nodes[id]!.status,
          plainOutputs(whole.nodes[id]!.outputs),
        ]);
      }
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(50);
});
