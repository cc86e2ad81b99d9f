import { expect, test } from "vitest";
import type { JsonObject } from "#graph/json";
import { emptyGraph } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { describeWorkflow } from "./describe-workflow.ts";

const at = { version: 1, position: { x: 0, y: 0 } };
/** Inputs by name, each passed on to the output of the same name. */
function passing(inputs: Record<string, JsonObject>): Graph {
  const names = Object.keys(inputs);
  const nodes = names.flatMap((name) => [
    { ...at, id: `in-${name}`, type: "workflow-input", params: { name, ...inputs[name] } },
    { ...at, id: `out-${name}`, type: "workflow-output", params: { name } },
  ]);
  const edges = names.map((name) => ({
    id: name,
    from: { node: `in-${name}`, port: "value" },
    to: { node: `out-${name}`, port: "value" },
  }));
  return {
    ...emptyGraph,
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge])),
  };
}

function withoutOutput(name: string, inputs: Record<string, JsonObject>): Graph {
  const graph = passing(inputs);
  const { [`out-${name}`]: _output, ...nodes } = graph.nodes;
  const { [name]: _edge, ...edges } = graph.edges;
  return { ...graph, nodes, edges };
}

const describe = (graph: Graph) => describeWorkflow({ name: "it", version: "3", graph });
const problemsOf = (graph: Graph) => {
  const described = describe(graph);
  return described.ok ? [] : described.problems;
};

test("inputs and outputs become tensors", () => {
  const described = describe(
    withoutOutput("pixels", {
      count: { kind: "number", sample: 1 },
      names: { kind: "text", list: true },
      photo: { kind: "image" },
      parts: { kind: "mask" },
      pixels: { kind: "tensor", sample: { dtype: "float32", shape: [2], data: [1, 2] } },
    }),
  );

  expect(described).toMatchObject({
    ok: true,
    workflow: {
      version: "3",
      inputs: [
        { name: "count", dtype: "float64", shape: [1], isOptional: true },
        { name: "names", dtype: "string", shape: [null] },
        { name: "photo", dtype: "string", shape: [1], isOpaque: true },
        { name: "parts", dtype: "uint8", shape: [null, null] },
        { name: "parts.labels", dtype: "string", shape: [null] },
        { name: "pixels", dtype: "float32", shape: [2], isOptional: true },
      ],
    },
  });
});

test("what fits no tensor is refused with its remedy", () => {
  expect(problemsOf(withoutOutput("n", { n: { kind: "number" } }))).toEqual([
    expect.stringMatching(/gives nothing out.*Output/),
  ]);
  expect(problemsOf(passing({ m: { kind: "model" } }))).toEqual([
    expect.stringMatching(/input "m" is a model/),
    expect.stringMatching(/output "m" is a model/),
  ]);
  expect(problemsOf(passing({ x: { kind: "tensor" } }))).toEqual([
    expect.stringMatching(/input "x" is a tensor, and nothing says/),
    expect.stringMatching(/output "x" is a tensor whose type/),
  ]);
  expect(problemsOf(passing({ m: { kind: "mask" }, "m.labels": { kind: "text" } }))).toEqual([
    expect.stringMatching(/Two inputs would be the tensor "m\.labels"/),
    expect.stringMatching(/Two outputs/),
  ]);
});

test("a graph that cannot run is refused with its problems", () => {
  const graph = passing({ n: { kind: "number" } });
  const broken = { ...graph, nodes: { ...graph.nodes, x: { ...at, id: "x", type: "nonsense", params: {} } } };

  expect(problemsOf(broken)).toEqual([expect.stringContaining("nonsense")]);
});
