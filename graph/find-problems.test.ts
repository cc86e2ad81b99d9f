import { describe, expect, test } from "vitest";
import { findProblems } from "./find-problems.ts";
import { graphOf, testLibrary, withParams } from "./graph-for-tests.ts";
import type { Graph } from "./schema.ts";

const codes = (graph: Graph) => findProblems(graph, testLibrary).map(({ code }) => code);

test("a graph whose inputs are fed and whose params are set has no problems", () => {
  const graph = graphOf("a: camera", "b: resize", "s: sink", "a.image -> b.image", "b.image -> s.value");

  expect(findProblems(graph, testLibrary)).toEqual([]);
});

describe("a problem says which node, where, and what would be right", () => {
  test("for an input that nothing feeds", () => {
    expect(findProblems(graphOf("b: resize"), testLibrary)).toEqual([
      { code: "missing-input", severity: "error", nodeId: "b", port: "image", message: '"Image" is not connected.' },
    ]);
  });

  test("for a cycle, at each node of it and at none behind it", () => {
    const graph = graphOf(
      "a: resize",
      "b: resize",
      "c: resize",
      "a.image -> b.image",
      "b.image -> a.image",
      "b.image -> c.image",
    );

    const problems = findProblems(graph, testLibrary).filter(({ code }) => code === "cycle");

    expect(problems.map(({ nodeId }) => nodeId)).toEqual(["a", "b"]);
  });

  test("for a param that is missing, out of range, unknown, or refused by the node type itself", () => {
    const at = (params: Record<string, string | number>) =>
      findProblems(withParams(graphOf("t: threshold"), "t", params), testLibrary).map(({ message }) => message);

    expect(at({})).toEqual(["Label is not chosen yet."]);
    expect(at({ label: "star", least: 2 })[0]).toMatch(/^At least: /);
    expect(at({ label: "star", most: 1 })).toEqual(['There is no setting "most" in this node type.']);
    expect(at({ label: "none" })).toEqual(['"none" is no label.']);
  });

  test("for a node type that is not known here, and one from a newer version", () => {
    const graph = graphOf("a: teleport", "b: camera");
    graph.nodes.b!.version = 7;

    expect(codes(graph)).toEqual(["unknown-node-type", "newer-node-version"]);
  });

  test("for edges that lead nowhere, and a second edge at one input", () => {
    const graph = graphOf(
      "a: camera",
      "b: resize",
      "a.image -> b.image",
      "a.image -> b.image",
      "a.gone -> b.image",
      "x.image -> b.image",
    );

    expect(codes(graph)).toEqual(["two-edges", "missing-port", "missing-port"]);
    const from = findProblems(graph, testLibrary).at(-1)!;
    expect(from.message).toMatch(/comes from the node "x", which is not there/);
  });

  test("for two outputs of the workflow with one name", () => {
    const library = {
      ...testLibrary,
      "workflow-output": { ...testLibrary.sink, type: "workflow-output", params: testLibrary.threshold.params },
    };
    const graph = graphOf("a: workflow-output", "b: workflow-output");
    const named = withParams(withParams(graph, "a", { name: "result" }), "b", { name: "result" });

    expect(findProblems(named, library).filter(({ code }) => code === "repeated-name")).toMatchObject([
      { nodeId: "b" },
    ]);
  });
});

test("a disabled node is not held to its params and inputs", () => {
  const graph = graphOf("b: resize");
  graph.nodes.b!.disabled = true;

  expect(findProblems(graph, testLibrary)).toEqual([]);
});
