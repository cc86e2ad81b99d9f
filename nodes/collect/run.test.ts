import { expect, test } from "vitest";
import { runNode } from "../run-node-for-tests.ts";
import { collect } from "./definition.ts";
import { runCollect } from "./run.ts";

test("gives the items in order and their number", async () => {
  const items = [
    { kind: "text", value: "a" },
    { kind: "text", value: "b" },
  ] as const;

  expect(await runNode(collect, runCollect, { inputs: { items } })).toEqual({ items, count: 2 });
});

test("of an empty list it gives an empty list and zero", async () => {
  expect(await runNode(collect, runCollect, { inputs: { items: [] } })).toEqual({ items: [], count: 0 });
});
