import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordedValue } from "../../graph/recorded-values.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { getRun } from "../runs/get-run.ts";
import { acceptResult } from "./accept-result.ts";
import { judged, openBench, type Place, runAndJudge, save } from "./bench-for-tests.ts";
import { changeTest } from "./change-test.ts";
import { createItemTest } from "./create-item-test.ts";
import { previewItemTest } from "./preview-item-test.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Each of the numbers through an expression, and their sum; beside them what does not hang on them. */
function computing(expression: string, settings: Partial<GraphNode> = {}): Graph {
  const graph = graphOf(
    {
      numbers: ["workflow-input", { name: "numbers", kind: "number", list: true, sample: [3, 5, 7] }],
      factor: ["workflow-input", { name: "factor", kind: "number", sample: 2 }],
      each: ["evaluate", { expression, inputs: ["value", "factor"] }],
      sum: ["evaluate", { expression: "value.reduce((sum, one) => sum + one, 0)", wholeLists: true }],
      kept: ["collect", {}],
      eachOut: ["workflow-output", { name: "each" }],
      sumOut: ["workflow-output", { name: "sum" }],
      factorOut: ["workflow-output", { name: "factor" }],
    },
    "numbers.value each.value",
    "factor.value each.factor",
    "numbers.value sum.value",
    "each.result kept.items",
    "each.result eachOut.value",
    "sum.result sumOut.value",
    "factor.value factorOut.value",
  );
  return { ...graph, nodes: { ...graph.nodes, each: { ...graph.nodes.each!, title: "Each", ...settings } } };
}

const second = { node: "each", port: "result", index: 1 };
const keep = ({ context, runId }: Place, item = second) => createItemTest(context, { runId, item, name: "Second" });

test("an item of a list is kept alone, runs at once, and passes; outputs that need the whole list are left out", async () => {
  const place = await bench.workflowOf(computing("value * factor"));
  const { context, runId } = place;

  expect(await previewItemTest(context, { runId, item: second })).toMatchObject({
    item: { input: "numbers", index: 1, count: 3 },
    outputs: [{ name: "each" }, { name: "factor" }],
    leftOut: [{ name: "sum", reason: '"Evaluate" takes the list as a whole' }],
  });
  expect(await keep(place)).toMatchObject({ held: null });

  const [{ source, outputs, results } = { source: null, outputs: [], results: [] }] = await judged(place);
  expect(source).toMatchObject({ runId, item: { input: "numbers", index: 1, count: 3 } });
  expect(outputs.map(({ name }) => name)).toEqual(["each", "factor"]);
  expect(results).toMatchObject([{ version: 1, state: "passed" }]);
  expect((await getRun(context, { runId: results[0]!.run!.id })).inputs).toEqual({ numbers: [5], factor: 2 });
});

test("the item of what was given, and that of what follows from it, make the same test", async () => {
  const { context, runId } = await bench.workflowOf(computing("value * factor"), { numbers: [1, 2], factor: 4 });

  const [given, followed] = await Promise.all(
    [{ ...second, node: "numbers", port: "value" }, second].map((item) => previewItemTest(context, { runId, item })),
  );

  expect(given).toEqual(followed);
  expect(given!.item.count).toBe(2);
});

test("a version that gives something else for the item fails, whatever it gives for the others, until that is expected", async () => {
  const place = await bench.workflowOf(computing("value * factor"));
  const { testId } = await keep(place);
  await save(place, computing("value === 5 ? 11 : value * factor"));
  await save(place, computing("value === 5 ? 10 : 0"), 2);

  expect(await runAndJudge(place, { version: 2 })).toMatchObject([
    {
      state: "failed",
      outputs: { each: { reason: "1 of 1 item: [0] 11 in the place of 10" }, factor: { state: "passed" } },
    },
  ]);
  expect(await runAndJudge(place)).toMatchObject([{ state: "passed" }]);
  // What was judged before is judged by the run of the item, not by the one that it was taken from.
  await changeTest(place.context, { testId, tolerances: { each: { rule: "close", absolute: 2, relative: 0 } } });
  expect((await judged(place))[0]!.results.map(({ state }) => state)).toEqual(["passed", "passed", "passed"]);

  await acceptResult(place.context, { testId, version: 2 });

  const [accepted] = await judged(place);
  expect(accepted!.source).toMatchObject({ version: 2, item: null });
  // Of a run with the item alone, so what needs the whole list is known as well.
  expect(accepted!.outputs.map(({ name }) => name)).toEqual(["each", "sum", "factor"]);
});

const json = (value: number): RecordedValue => ({
  kind: "json",
  preview: { kind: "json", text: String(value), length: 1 },
  inline: value,
});

test.each<[string, { settings?: Partial<GraphNode>; item?: typeof second; expression?: string }, string]>([
  ["a value that is no list", { item: { node: "sum", port: "result", index: 0 } }, '"Evaluate" gave no list'],
  [
    "a list of the workflow's own",
    { item: { node: "kept", port: "items", index: 0 } },
    'made inside the workflow, by "Collect"',
  ],
  ["an item that there is not", { item: { ...second, index: 3 } }, 'given 3 items at "numbers", so there is no item 4'],
  ["a port that there is not", { item: { ...second, port: "other" } }, 'no output "other" at a node "each"'],
  [
    "values that are pinned for all items",
    { settings: { pins: { result: { count: 3, items: [json(1), json(2), json(3)] } } } },
    '"Each" is pinned to values for all items of "numbers"',
  ],
  [
    "an item that was dropped",
    { settings: { onError: { policy: "drop" } }, expression: "value === 5 ? JSON.parse('?') : value" },
    '"each": nothing came out for this item. "sum": "Evaluate" takes the list as a whole.',
  ],
])("%s is refused in words", async (_what, { settings, item = second, expression = "value" }, words) => {
  const place = await bench.workflowOf(computing(expression, settings));

  await expect(keep(place, item)).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason: "item-not-alone",
    message: expect.stringContaining(words),
  });
});

test("a tolerance for an output that is left out is refused with the reason", async () => {
  const { context, runId } = await bench.workflowOf(computing("value * factor"));
  const request = { runId, item: second, name: "Second", tolerances: { sum: { rule: "exact" as const } } };

  await expect(createItemTest(context, request)).rejects.toMatchObject({
    reason: "unknown-output",
    message: 'The output "sum" cannot be tested for item 2 alone: "Evaluate" takes the list as a whole.',
  });
});

test("of a list that is too long for its records, small items are read from the whole, and large ones are refused", async () => {
  const numbers = Array.from({ length: 130 }, (_, index) => index);
  const late = { ...second, index: 120 };
  const small = await bench.workflowOf(computing("value * factor"), { numbers });
  const large = await bench.workflowOf(computing("'x'.repeat(20_000 + value)"), { numbers });

  await keep(small, late);

  expect(await judged(small)).toMatchObject([{ results: [{ state: "passed" }] }]);
  await expect(keep(large, late)).rejects.toThrow("this item is kept only within the list as a whole");
});
