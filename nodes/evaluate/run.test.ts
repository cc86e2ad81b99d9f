import { afterAll, describe, expect, test } from "vitest";
import type { Flow } from "#graph/values";
import { openSandbox } from "#server/sandbox/open-sandbox";
import { runNode } from "../run-node-for-tests.ts";
import { evaluate } from "./definition.ts";
import { runEvaluate } from "./run.ts";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const run = async (params: Record<string, unknown>, inputs: Record<string, Flow> = {}) =>
  (await runNode(evaluate, runEvaluate, { inputs, params, context: { sandbox } })).result;
const number = (value: number): Flow => ({ kind: "number", value });

test("computes over its inputs by name", async () => {
  const params = { expression: "price * count", inputs: ["price", "count"], output: "number" };

  expect(await run(params, { price: number(2.5), count: number(4) })).toBe(10);
});

test("sees whole lists as arrays, with null for what did not fire", async () => {
  const values: Flow = { items: [number(1), undefined, { items: [number(2)] }] };

  expect(await run({ expression: "values", inputs: ["values"], wholeLists: true }, { values })).toEqual([1, null, [2]]);
});

test("sees the content of findings and of small tensors, and only a description of pictures", async () => {
  const tensor: Flow = {
    kind: "tensor",
    value: { dtype: "int64", shape: [2], data: new BigInt64Array([1n, 2n ** 60n]) },
  };
  const image: Flow = { kind: "image", value: { width: 4, height: 3, channels: 3, pixels: new Uint8Array(36) } };
  const params = { expression: "[t.shape, t.data, i]", inputs: ["t", "i"] };

  expect(await run(params, { t: tensor, i: image })).toEqual([
    [2],
    ["1", "1152921504606846976"],
    { width: 4, height: 3, channels: 3 },
  ]);
});

test.each([
  ["number", "'3'", 'The expression gave "3", but the node\'s result is set to "number".'],
  ["text", "3", 'The expression gave 3, but the node\'s result is set to "text".'],
  ["boolean", "null", 'The expression gave null, but the node\'s result is set to "boolean".'],
])("refuses another kind than %s", async (output, expression, message) => {
  await expect(run({ expression, output })).rejects.toMatchObject({ kind: "expression-failed", message });
});

test("missing input, division by zero and undefined members are told, not passed on", async () => {
  await expect(run({ expression: "value + 1", inputs: [] })).rejects.toMatchObject({
    message: "The expression failed at line 1, column 1: value is not defined. It can use no inputs.",
  });
  await expect(run({ expression: "1 / value" }, { value: number(0) })).rejects.toMatchObject({
    kind: "not-serialisable",
    message: "The result is Infinity, which is no number that can be passed on.",
  });
  await expect(run({ expression: "value.a.b" }, { value: number(0) })).rejects.toMatchObject({
    kind: "expression-failed",
    param: "expression",
  });
});

describe("its ports follow from its params", () => {
  test("one input for each name, and a result of the chosen kind", () => {
    const params = evaluate.params.parse({ inputs: ["a", "b"], output: "number", wholeLists: true });

    expect(evaluate.portsFor?.(params)).toEqual({
      inputs: {
        a: { label: "a", type: { kind: "any" }, list: "any" },
        b: { label: "b", type: { kind: "any" }, list: "any" },
      },
      outputs: { result: { label: "Result", type: { kind: "number" } } },
    });
  });

  test.each([["1a"], ["a-b"], ["class"], ["__proto__"], ["constructor"], ["a b"], [""], ["x".repeat(61)]])(
    "%j is no name for an input",
    (name) => {
      expect(evaluate.params.safeParse({ inputs: [name] }).success).toBe(false);
    },
  );

  test("names must be different, and there may be 50 of them", () => {
    expect(evaluate.params.safeParse({ inputs: ["a", "a"] }).success).toBe(false);
    expect(evaluate.params.safeParse({ inputs: Array.from({ length: 51 }, (_, n) => `v${n}`) }).success).toBe(false);
  });
});
