import { expect, test } from "vitest";
import type { Value } from "#graph/values";
import { runNode } from "../run-node-for-tests.ts";
import { flatten } from "./definition.ts";
import { runFlatten } from "./run.ts";

const text = (value: string): Value => ({ kind: "text", value });

test("puts inner lists behind one another, empty ones among them", async () => {
  const lists = [[text("a"), text("b")], [], [text("c")]];

  expect(await runNode(flatten, runFlatten, { inputs: { lists } })).toEqual({
    items: [text("a"), text("b"), text("c")],
    count: 3,
  });
});

test("of no lists it gives an empty list", async () => {
  expect(await runNode(flatten, runFlatten, { inputs: { lists: [] } })).toEqual({ items: [], count: 0 });
});
