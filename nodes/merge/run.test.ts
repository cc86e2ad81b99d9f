import { expect, test } from "vitest";
import type { Value } from "#graph/values";
import { runNode } from "../run-node-for-tests.ts";
import { merge } from "./definition.ts";
import { runMerge } from "./run.ts";

const one: Value = { kind: "number", value: 1 };
const two: Value = { kind: "number", value: 2 };

test.each([
  [{ a: one, b: two }, { value: one }],
  [{ b: two }, { value: two }],
  [{ d: one, c: two }, { value: two }],
  [{ a: { kind: "boolean", value: false } as const, b: two }, { value: { kind: "boolean", value: false } }],
  [{}, {}],
])("of %j it gives %j", async (inputs, expected) => {
  expect(await runNode(merge, runMerge, { inputs })).toEqual(expected);
});
