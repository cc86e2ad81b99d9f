import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { JsonValue } from "#graph/json";
import { planGraph } from "#graph/plan-graph";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import { queuedRun, reduceRun } from "#graph/reduce-run";
import type { RunState } from "#graph/run-events";
import { emptyGraph, type Graph } from "#graph/schema";
import { workflowOutputs } from "#graph/workflow-interface";
import { executePlan } from "#server/executor/execute-plan";
import { sendNothing } from "#server/executor/send-nothing";
import { openSandbox } from "#server/sandbox/open-sandbox";
import { openMemoryArtifacts } from "#server/values/artifacts-for-tests";
import { definitions, type NodeType } from "./definitions.ts";
import { createTestModelStore, readTemplateModel } from "./model-store-for-tests.ts";
import { createTestFiles, hashOf } from "./run-node-for-tests.ts";
import { runners } from "./runners.ts";

const sandbox = openSandbox();
const memory = await openMemoryArtifacts();
const wine = await readTemplateModel("wine");
const digits = await readTemplateModel("digits");
const wines = readFileSync(join(import.meta.dirname, "../templates/models/wine/samples/wine.csv"));
afterAll(async () => {
  memory.close();
  await sandbox.close();
});

type Nodes = Record<string, { type: NodeType; params?: Record<string, JsonValue> }>;

/** A graph of nodes by id and of edges written as "node.port -> node.port". */
function graphOf(nodes: Nodes, edges: readonly string[]): Graph {
  const position = { x: 0, y: 0 };
  const full = Object.entries(nodes).map(([id, { type, params = {} }]) => [
    id,
    { id, type, version: 1, position, params },
  ]);
  const wires = edges.map((edge, index) => {
    const [from, to] = edge.split(" -> ").map((end) => ({ node: end.split(".")[0]!, port: end.split(".")[1]! }));
    return [`e${index}`, { id: `e${index}`, from, to }];
  });
  return { ...emptyGraph, nodes: Object.fromEntries(full), edges: Object.fromEntries(wires) } as Graph;
}

async function run(graph: Graph, inputs: Record<string, JsonValue> = {}, maxConcurrency = 4) {
  const planned = planGraph(graph, definitions);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join(" "));
  let state: RunState = queuedRun;
  await executePlan(planned.plan, {
    runners,
    services: {
      models: createTestModelStore([wine, digits]),
      images: memory.images,
      tables: memory.tables,
      sandbox,
      files: createTestFiles([wines]),
    },
    sendHttp: sendNothing,
    runInput: (name) => inputs[name],
    emit: (event) => (state = reduceRun(state, event)),
    record: memory.newRecorder(),
    restore: memory.restore,
    finishedSteps: {},
    attempt: 1,
    worker: "test",
    signal: new AbortController().signal,
    maxConcurrency,
  });
  const outputs = workflowOutputs(graph, state, definitions);
  return { state, outputs: Object.fromEntries(Object.entries(outputs).map(([name, record]) => [name, show(record)])) };
}

function show(record: RecordedFlow | null): unknown {
  if (record === null) return null;
  if (isRecordedList(record)) return record.items.map(show);
  return "inline" in record ? record.inline : record.preview;
}

test("items of a list take different ways at an if, meet again in order, and collect closes the gaps", async () => {
  const graph = graphOf(
    {
      numbers: {
        type: "workflow-input",
        params: { name: "numbers", kind: "number", list: true, sample: [1, 5, 2, 7] },
      },
      if: { type: "if", params: { condition: "value >= 5" } },
      small: { type: "evaluate", params: { expression: "-value", output: "number" } },
      merge: { type: "merge" },
      merged: { type: "workflow-output", params: { name: "merged" } },
      collect: { type: "collect" },
      large: { type: "workflow-output", params: { name: "large" } },
      sum: {
        type: "evaluate",
        params: { expression: "value.reduce((a, b) => a + b, 0)", output: "number", wholeLists: true },
      },
      text: { type: "text-template", params: { template: "{{count}} large, sum {{sum}}" } },
      report: { type: "workflow-output", params: { name: "report" } },
    },
    [
      "numbers.value -> if.value",
      "if.else -> small.value",
      "if.then -> merge.a",
      "small.result -> merge.b",
      "merge.value -> merged.value",
      "if.then -> collect.items",
      "collect.items -> large.value",
      "merge.value -> sum.value",
      "collect.count -> text.count",
      "sum.result -> text.sum",
      "text.text -> report.value",
    ],
  );

  const { state, outputs } = await run(graph);

  expect(state.status).toBe("succeeded");
  expect(outputs).toEqual({ merged: [-1, 5, -2, 7], large: [5, 7], report: "2 large, sum 9" });
  expect((await run(graph, { numbers: [1] })).outputs).toEqual({ merged: [-1], large: [], report: "0 large, sum -1" });
});

test("a CSV file goes in, and a CSV file with predictions and their counts come out", async () => {
  const file = { hash: hashOf(wines), name: "wine.csv", mediaType: "text/csv", sizeBytes: wines.length };
  const graph = graphOf(
    {
      wines: { type: "workflow-input", params: { name: "wines", kind: "file", sample: file } },
      read: { type: "read-table" },
      predict: { type: "predict-table", params: { model: wine.ref as unknown as JsonValue } },
      sure: { type: "filter-rows", params: { column: "probabilities_cultivar_1", operator: ">", value: "0.9" } },
      count: { type: "summarise-table", params: { column: "label" } },
      write: { type: "write-table", params: { name: "scored" } },
      counts: { type: "workflow-output", params: { name: "counts" } },
      sureRows: { type: "workflow-output", params: { name: "sureRows" } },
      scored: { type: "workflow-output", params: { name: "scored" } },
    },
    [
      "wines.value -> read.file",
      "read.table -> predict.table",
      "predict.table -> sure.table",
      "predict.table -> count.table",
      "predict.table -> write.table",
      "count.table -> counts.value",
      "sure.rowCount -> sureRows.value",
      "write.file -> scored.value",
    ],
  );

  const { state, outputs } = await run(graph);

  expect(state.failure).toBeUndefined();
  expect(outputs).toMatchObject({
    counts: {
      kind: "table",
      columns: [
        { name: "label", type: "text" },
        { name: "count", type: "number" },
      ],
      rows: [
        ["cultivar_1", 21],
        ["cultivar_0", 18],
        ["cultivar_2", 15],
      ],
    },
    scored: { kind: "file", name: "scored.csv", mediaType: "text/csv" },
  });
  expect(outputs["sureRows"]).toBeGreaterThan(15);
});

test("a failing input names itself, and the steps after it are skipped", async () => {
  const graph = graphOf(
    {
      count: { type: "workflow-input", params: { name: "count", kind: "number" } },
      out: { type: "workflow-output" },
    },
    ["count.value -> out.value"],
  );

  const { state } = await run(graph, { count: "many" });

  expect(state.status).toBe("failed");
  expect(state.failure?.message).toContain('The input "count" takes a number, got "many".');
  expect(state.nodes["out"]?.status).toBe("skipped");
});

test("items of a list go to the case of their name, and a check fails only those that do not hold", async () => {
  const words = ["cat", "dog", "bird", "cat"];
  const graph = graphOf(
    {
      words: { type: "workflow-input", params: { name: "words", kind: "text", list: true, sample: words } },
      switch: { type: "switch", params: { cases: ["cat", "dog"] } },
      loud: { type: "evaluate", params: { expression: "value.toUpperCase()", output: "text" } },
      check: { type: "fail", params: { message: '"{{value}}" is a bird.', condition: 'value === "bird"' } },
      merge: { type: "merge" },
      merged: { type: "workflow-output", params: { name: "merged" } },
    },
    [
      "words.value -> switch.value",
      "switch.cat -> loud.value",
      "switch.default -> check.value",
      "loud.result -> merge.a",
      "switch.dog -> merge.b",
      "check.value -> merge.c",
      "merge.value -> merged.value",
    ],
  );

  const failed = await run(graph);
  const passed = await run(graph, { words: ["dog", "fish", "cat"] });

  expect(failed.state.nodes.check?.failure).toEqual({ kind: "stopped", message: '"bird" is a bird.', item: [2] });
  expect(failed.state.status).toBe("failed");
  expect(passed.outputs).toEqual({ merged: ["dog", "fish", "CAT"] });
});

test("items of a list are computed together where the model's rows are independent, and give what they give alone", async () => {
  const tensors = Array.from({ length: 40 }, (_, item) => ({
    dtype: "float32",
    shape: [1, 8, 8],
    data: Array.from({ length: 64 }, (_pixel, at) => (Math.sin(item * 64 + at) + 1) / 2),
  }));
  const graph = graphOf(
    {
      image: { type: "workflow-input", params: { name: "images", kind: "tensor", list: true, sample: tensors } },
      model: { type: "run-model", params: { model: digits.ref as unknown as JsonValue } },
      logits: { type: "workflow-output", params: { name: "logits" } },
    },
    ["image.value -> model.image", "model.logits -> logits.value"],
  );

  const alone = await run(graph, {}, 1);
  const together = await run(graph, {}, 40);

  // A call that had to wait for the processor is noted, by itself too.
  expect(alone.state.nodes.model!.batch?.size ?? 1).toBe(1);
  expect(together.state.nodes.model!.batch!.size).toBeGreaterThan(1);
  expect(together.outputs).toEqual(alone.outputs);
});
