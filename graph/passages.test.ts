import { expect, test } from "vitest";
import { removeAndHeal } from "./commands/remove-and-heal.ts";
import { findProblems } from "./find-problems.ts";
import { graphOf, testLibrary } from "./graph-for-tests.ts";
import { inferTypes } from "./infer-types.ts";
import { bypassRefusal } from "./passage-problems.ts";
import { applyPatch } from "./patch.ts";
import { planGraph } from "./plan-graph.ts";
import type { Graph } from "./schema.ts";

const chain = graphOf(
  "a: camera",
  "r: resize",
  "t: to-tensor",
  "m: model",
  "a.image -> r.image",
  "r.image -> t.image",
  "t.tensor -> m.pixels",
);

function withDisabled(graph: Graph, id: string, disabled: true | "bypass"): Graph {
  return { ...graph, nodes: { ...graph.nodes, [id]: { ...graph.nodes[id]!, disabled } } };
}

test("a bypassed node passes on what is of the output's kind, with the lists that it comes in", () => {
  const graph = withDisabled(
    graphOf("a: album", "c: crop", "s: sink", "a.images -> c.image", "c.crops -> s.value"),
    "c",
    "bypass",
  );

  const types = inferTypes(graph, testLibrary);

  expect(types.get("c")!.passes).toEqual({ crops: "image" });
  expect(types.get("s")!.inputs.value).toEqual(types.get("a")!.outputs.images);
  expect(planGraph(graph, testLibrary).ok).toBe(true);
});

test("the input of the output's name comes before the others, and before wires there is nothing to pass", () => {
  const wired = graphOf("a: camera", "b: camera", "s: sink", "p: pair", "b.image -> p.right", "a.image -> p.left");

  expect(inferTypes(withDisabled(wired, "p", "bypass"), testLibrary).get("p")!.passes).toEqual({ both: "left" });
  expect(inferTypes(withDisabled(graphOf("r: resize"), "r", "bypass"), testLibrary).get("r")!.passes).toEqual({});
});

test("what follows a bypassed node has the types that it has where the node is deleted and its wires joined", () => {
  const { patch } = removeAndHeal(chain, testLibrary, { ids: ["r"], newId: () => "joined" });

  const bypassed = inferTypes(withDisabled(chain, "r", "bypass"), testLibrary);

  for (const [id, types] of inferTypes(applyPatch(chain, patch), testLibrary)) expect(bypassed.get(id)).toEqual(types);
});

test("where others need what a bypassed node cannot give, the problem says so; where it is muted, nothing is wrong", () => {
  expect(findProblems(withDisabled(chain, "t", "bypass"), testLibrary)).toEqual([
    {
      code: "nothing-to-pass",
      severity: "error",
      nodeId: "t",
      port: "tensor",
      message:
        '"To tensor" is bypassed, but nothing of kind tensor arrives at it that "Tensor" could pass on to "Model". Connect it, or mute "To tensor" instead.',
    },
  ]);
  expect(findProblems(withDisabled(chain, "t", true), testLibrary)).toEqual([]);
});

test("a node that gives no kind that it takes is not bypassed, with the reason", () => {
  expect(bypassRefusal(testLibrary, chain.nodes.r!)).toBeNull();
  expect(bypassRefusal(testLibrary, chain.nodes.t!)).toBe(
    '"To tensor" takes nothing of a kind that it gives, so there is nothing to pass on. Mute it instead.',
  );
});
