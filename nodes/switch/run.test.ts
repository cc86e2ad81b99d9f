import { afterAll, expect, test } from "vitest";
import { openSandbox } from "#server/sandbox/open-sandbox";
import { runNode } from "../run-node-for-tests.ts";
import { switchNode } from "./definition.ts";
import { runSwitch } from "./run.ts";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const three = { kind: "number", value: 3 } as const;
const choose = (expression: string, cases: string[], value: unknown = three) =>
  runNode(switchNode, runSwitch, { inputs: { value }, params: { expression, cases }, context: { sandbox } });

test.each([
  ['value > 2 ? "large" : "small"', ["small", "large"], "large"],
  ["value", ["2", "3"], "3"],
  ["value > 2", ["true"], "true"],
  ['"medium"', ["small", "large"], "default"],
  ["undefined", ["small"], "default"],
  ["null", ["null"], "null"],
  ['"traffic light"', ["traffic light"], "traffic_light"],
  ['"default"', ["default"], "default_2"],
  ['"error"', ["error"], "error_2"],
])("%s over the cases %j fires %j alone", async (expression, cases, port) => {
  expect(Object.entries(await choose(expression, cases))).toEqual([[port, three]]);
});

test("the value passes by reference, whatever its kind", async () => {
  const labels = [{ label: "cat", index: 0, probability: 0.9 }];
  const value = { kind: "classification", value: { labels } } as const;

  const outputs = await choose("value.labels[0].label", ["dog", "cat"], value);

  expect(outputs.cat).toBe(value);
});

test("an expression that gives no name is told what it must give", async () => {
  await expect(choose("({ label: 'cat' })", ["cat"])).rejects.toMatchObject({
    kind: "expression-failed",
    param: "expression",
    message:
      'The expression must give the name of a case and gave an object. Name a field of it, such as "value.label".',
  });
});

test("it has a port for each case in order, then the default", () => {
  const ports = switchNode.portsFor?.({ expression: "value", cases: ["a b", "c"] });

  expect(Object.entries(ports?.outputs ?? {}).map(([port, { label }]) => [port, label])).toEqual([
    ["a_b", "a b"],
    ["c", "c"],
    ["default", "Default"],
  ]);
});

test("cases that are the same, and no expression, are problems", () => {
  expect(switchNode.checkParams?.({ expression: " ", cases: ["a", "b", "a"] })).toEqual([
    { param: "expression", message: 'There is no expression: write one, such as "value.label".' },
    { param: "cases", message: 'The case "a" is there twice. Remove one of the two.' },
  ]);
});
