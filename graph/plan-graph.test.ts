import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphOf, testLibrary } from "./graph-for-tests.ts";
import { planGraph } from "./plan-graph.ts";

function plan(...lines: string[]) {
  const result = planGraph(graphOf(...lines), testLibrary);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.plan;
}

describe("a plan", () => {
  test("orders steps after what they read from, whatever the order of the document", () => {
    const { steps } = plan("b: resize", "a: camera", "a.image -> b.image");

    expect(steps.map(({ nodeId }) => nodeId)).toEqual(["a", "b"]);
    expect(steps[1]?.inputs).toEqual([{ port: "image", from: { step: 0, port: "image" }, lift: 0 }]);
  });

  test("counts how deep each input lifts", () => {
    const { steps } = plan(
      "a: album",
      "b: crop",
      "p: pair",
      "a.images -> b.image",
      "a.images -> p.left",
      "b.crops -> p.right",
    );

    expect(steps.find(({ nodeId }) => nodeId === "p")?.inputs.map(({ lift }) => lift)).toEqual([1, 2]);
  });

  test("counts a step that is read twice once", () => {
    const { inDegrees, successors } = plan(
      "a: camera",
      "p: pair",
      "s: sink",
      "a.image -> p.left",
      "a.image -> p.right",
      "p.both -> s.value",
    );

    expect([...inDegrees]).toEqual([0, 1, 1]);
    expect(successors.map((readers) => [...readers])).toEqual([[1], [2], []]);
  });

  test("puts the longest way to an end first", () => {
    const { steps } = plan(
      "short: sink",
      "a: camera",
      "b: camera",
      "long: resize",
      "end: sink",
      "a.image -> short.value",
      "b.image -> long.image",
      "long.image -> end.value",
    );

    expect(steps.map(({ nodeId }) => nodeId)).toEqual(["b", "a", "long", "short", "end"]);
  });
});

test("a graph with errors is refused with all of them, and an empty one says what to do", () => {
  expect(planGraph(graphOf("b: resize"), testLibrary)).toMatchObject({
    ok: false,
    problems: [{ code: "missing-input" }],
  });
  expect(planGraph(graphOf(), testLibrary)).toMatchObject({ ok: false, problems: [{ code: "empty-graph" }] });
});

/** Random chains and joins: node i reads from up to two nodes, earlier ones unless `backwards`. */
const links = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 30 });

function randomGraph(choices: [number, number, boolean][]) {
  const nodes = choices.map((_, index) => `n${index}: pair`);
  const edges = choices.flatMap(([left, right, isBackwards], index) => {
    const range = isBackwards ? choices.length : index;
    const from = (choice: number) => (range === 0 ? "source" : `n${choice % range}`);
    const port = (source: string) => (source === "source" ? "image" : "both");
    return [left, right].map((choice, side) => {
      const source = from(choice);
      return `${source}.${port(source)} -> n${index}.${side === 0 ? "left" : "right"}`;
    });
  });
  return graphOf("source: camera", ...nodes, ...edges);
}

test("every edge goes forward in the order, and a plan is refused exactly when there is a cycle", () => {
  fc.assert(
    fc.property(links, (choices) => {
      const graph = randomGraph(choices);
      const result = planGraph(graph, testLibrary);
      expect(result.ok).toBe(!hasCycle(graph));
      if (!result.ok) return;
      for (const step of result.plan.steps)
        for (const { from } of step.inputs) expect(from.step).toBeLessThan(step.index);
    }),
  );
});

describe("a plan up to a node", () => {
  test("holds exactly the node and what it depends on, whatever it is, and is refused only for a cycle in it", () => {
    fc.assert(
      fc.property(links, fc.nat(), (choices, choice) => {
        const graph = randomGraph(choices);
        const target = Object.keys(graph.nodes)[choice % Object.keys(graph.nodes).length]!;
        const needed = dependenciesOf(graph, target);
        const nodes = Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => needed.has(id)));
        const edges = Object.fromEntries(Object.entries(graph.edges).filter(([, { to }]) => needed.has(to.node)));

        const result = planGraph(graph, testLibrary, { part: { kind: "to", node: target } });

        expect(result.ok).toBe(!hasCycle({ ...graph, nodes, edges }));
        if (result.ok) expect(new Set(result.plan.steps.map(({ nodeId }) => nodeId))).toEqual(needed);
      }),
    );
  });

  test("is not refused for problems of other nodes, and is for those of its own", () => {
    const graph = graphOf(
      "a: camera",
      "b: resize",
      "lone: resize",
      "odd: nothing",
      "a.image -> b.image",
      "b.image -> odd.x",
    );

    expect(planGraph(graph, testLibrary).ok).toBe(false);
    expect(planGraph(graph, testLibrary, { part: { kind: "to", node: "b" } })).toMatchObject({
      ok: true,
      plan: { steps: { length: 2 } },
    });
    expect(planGraph(graph, testLibrary, { part: { kind: "to", node: "lone" } })).toMatchObject({
      ok: false,
      problems: [{ code: "missing-input", nodeId: "lone" }],
    });
  });

  test("is refused for an edge that leads to it from a node that is not there", () => {
    const result = planGraph(graphOf("b: resize", "gone.image -> b.image"), testLibrary, {
      part: { kind: "to", node: "b" },
    });

    expect(result).toMatchObject({ ok: false, problems: [{ code: "missing-input" }, { code: "missing-port" }] });
  });

  test.each(["nobody", "toString", "__proto__"])("is refused when there is no node %j, which it names", (target) => {
    const result = planGraph(graphOf("a: camera"), testLibrary, { part: { kind: "to", node: target } });

    expect(result).toMatchObject({ ok: false, problems: [{ code: "unknown-target" }] });
    expect(!result.ok && result.problems[0]!.message).toContain(`"${target}"`);
  });
});

/** Written apart from the kernel's own walk: asks of each edge again and again until nothing is added. */
function dependenciesOf({ edges }: ReturnType<typeof graphOf>, target: string): Set<string> {
  const found = new Set([target]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { from, to } of Object.values(edges)) if (found.has(to.node)) found.add(from.node);
  }
  return found;
}

/** Depth-first search with colours, written apart from the kernel's own walk. */
function hasCycle(graph: ReturnType<typeof graphOf>): boolean {
  const state = new Map<string, "open" | "done">();
  const visit = (id: string): boolean => {
    if (state.get(id) === "open") return true;
    if (state.get(id) === "done") return false;
    state.set(id, "open");
    const found = Object.values(graph.edges).some(({ from, to }) => from.node === id && visit(to.node));
    state.set(id, "done");
    return found;
  };
  return Object.keys(graph.nodes).some(visit);
}
