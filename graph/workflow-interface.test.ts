import { expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { defineNode } from "./define-node.ts";
import type { NodeLibrary } from "./define-node.ts";
import { findProblems } from "./find-problems.ts";
import { interfaceOf } from "./interface-of.ts";
import { graphOf, testLibrary, withParams } from "./graph-for-tests.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import { queuedRun, waitingNode } from "./reduce-run.ts";
import { workflowInputs, workflowOutputs } from "./workflow-interface.ts";

const base = { version: 1, summary: "", docs: "", category: "logic", icon: "box" } as const;
const library: NodeLibrary = {
  ...testLibrary,
  "workflow-input": defineNode({
    ...base,
    type: "workflow-input",
    title: "Input",
    inputs: {},
    outputs: { value: { label: "Value", type: { kind: "text" } } },
    params: z.strictObject({
      name: z.string().default("input"),
      kind: z.enum(["text", "image"]).default("text"),
      list: z.boolean().default(false),
      sample: z.json().default(null),
    }),
  }),
  "workflow-output": defineNode({
    ...base,
    type: "workflow-output",
    title: "Output",
    inputs: { value: { label: "Value", type: { kind: "any" }, list: "any" } },
    outputs: {},
    params: z.strictObject({ name: z.string().default("result") }),
  }),
};
const record: RecordedFlow = { kind: "number", preview: { kind: "number", value: 3 }, inline: 3 };
const graph = withParams(
  withParams(graphOf("i: workflow-input", "o: workflow-output", "i.value -> o.value"), "i", {
    name: "photos",
    kind: "image",
    list: true,
    sample: [],
  }),
  "o",
  { name: "result" },
);

test("inputs are those of the workflow-input nodes", () => {
  expect(workflowInputs(graph, library)).toEqual([
    { nodeId: "i", name: "photos", kind: "image", isList: true, sample: [] },
  ]);
});

test("outputs are what fed the workflow-output nodes that were reached", () => {
  const source = { ...waitingNode, status: "succeeded" as const, outputs: { value: record } };
  const run = (status: "succeeded" | "skipped") => ({
    ...queuedRun,
    nodes: { i: source, o: { ...waitingNode, status } },
  });

  expect(workflowOutputs(graph, run("succeeded"), library)).toEqual({ result: record });
  expect(workflowOutputs(graph, run("skipped"), library)).toEqual({});
});

test("what the nodes leave unset counts as its default", () => {
  const bare = graphOf("i: workflow-input", "o: workflow-output", "i.value -> o.value");
  const source = { ...waitingNode, status: "succeeded" as const, outputs: { value: record } };
  const run = { ...queuedRun, nodes: { i: source, o: { ...waitingNode, status: "succeeded" as const } } };

  expect(workflowInputs(bare, library)).toEqual([{ nodeId: "i", name: "input", kind: "text", isList: false }]);
  expect(workflowOutputs(bare, run, library)).toEqual({ result: record });
  expect(interfaceOf(bare, library)).toMatchObject({
    inputs: [{ name: "input", type: { kind: "text" } }],
    outputs: [{ name: "result", type: { kind: "text" } }],
  });
});

test("two inputs that both have the default name are told apart by nobody, which is a problem", () => {
  const [problem] = findProblems(graphOf("a: workflow-input", "b: workflow-input"), library);

  expect(problem).toMatchObject({
    code: "repeated-name",
    nodeId: "b",
    message: expect.stringContaining('is named "input" too') as string,
  });
});

test("equal documents have equal canonical text, whatever the order of their keys", () => {
  expect(canonicalJson({ b: [1, { d: 2, c: undefined }], a: null })).toBe('{"a":null,"b":[1,{"d":2}]}');
});
