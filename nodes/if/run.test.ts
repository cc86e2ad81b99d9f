import { afterAll, expect, test } from "vitest";
import { openSandbox } from "#server/sandbox/open-sandbox";
import { runNode } from "../run-node-for-tests.ts";
import { ifNode } from "./definition.ts";
import { runIf } from "./run.ts";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const three = { kind: "number", value: 3 } as const;

test.each([
  ["value > 2", "then"],
  ["value > 5", "else"],
  ["value", "then"],
  ["undefined", "else"],
])("with %j the value leaves by %j alone", async (condition, port) => {
  const step = { inputs: { value: three }, params: { condition }, context: { sandbox } };

  expect(Object.entries(await runNode(ifNode, runIf, step))).toEqual([[port, three]]);
});

test("a connected boolean decides, whatever the expression says", async () => {
  const inputs = { value: three, condition: false };

  expect(await runNode(ifNode, runIf, { inputs, params: { condition: "true" } })).toEqual({ else: three });
});

test("conditions see what findings hold, and the value passes by reference", async () => {
  const item = { x: 0, y: 0, width: 1, height: 1, label: "circle", classIndex: 0, score: 0.9 };
  const value = { kind: "detections", value: { width: 10, height: 10, items: [item] } } as const;
  const params = { condition: 'value.items.some((item) => item.label === "circle")' };

  const outputs = await runNode(ifNode, runIf, { inputs: { value }, params, context: { sandbox } });

  expect(outputs.then).toBe(value);
});

test("without a condition it says what to do", async () => {
  await expect(runNode(ifNode, runIf, { inputs: { value: three }, context: { sandbox } })).rejects.toMatchObject({
    kind: "bad-params",
    param: "condition",
    message: 'There is no condition: write one, such as "value > 0.5", or connect a boolean.',
  });
});

test("an error in the expression is told with its place", async () => {
  const step = { inputs: { value: three }, params: { condition: "valeu > 2" }, context: { sandbox } };

  await expect(runNode(ifNode, runIf, step)).rejects.toMatchObject({
    kind: "expression-failed",
    param: "condition",
    message: "The expression failed at line 1, column 1: valeu is not defined. It can use value.",
  });
});
