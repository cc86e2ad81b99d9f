import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { graphOf, withParams } from "./graph-for-tests.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import { queuedRun, waitingNode } from "./reduce-run.ts";
import { workflowInputs, workflowOutputs } from "./workflow-interface.ts";

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
  expect(workflowInputs(graph)).toEqual([{ nodeId: "i", name: "photos", kind: "image", isList: true, sample: [] }]);
});

test("outputs are what fed the workflow-output nodes that were reached", () => {
  const source = { ...waitingNode, status: "succeeded" as const, outputs: { value: record } };
  const run = (status: "succeeded" | "skipped") => ({
    ...queuedRun,
    nodes: { i: source, o: { ...waitingNode, status } },
  });

  expect(workflowOutputs(graph, run("succeeded"))).toEqual({ result: record });
  expect(workflowOutputs(graph, run("skipped"))).toEqual({});
});

test("equal documents have equal canonical text, whatever the order of their keys", () => {
  expect(canonicalJson({ b: [1, { d: 2, c: undefined }], a: null })).toBe('{"a":null,"b":[1,{"d":2}]}');
});
