import { expect, test } from "vitest";
import { HandedOn } from "#graph/node-runner";
import type { SubWorkflow } from "#graph/node-runner";
import type { Flow } from "#graph/values";
import { createTestContext, noWait } from "../run-node-for-tests.ts";
import { runWorkflow } from "./definition.ts";
import { runRunWorkflow } from "./run.ts";

const workflow = {
  id: "grow",
  title: "Grow",
  version: null,
  inputs: [
    { name: "size", port: "size", type: { kind: "number" as const }, list: 0 as const, optional: false },
    { name: "my photos", port: "my_photos", type: { kind: "image" as const }, list: 1 as const, optional: true },
  ],
  outputs: [
    {
      name: "boxes",
      port: "boxes",
      type: { kind: "image" as const },
      list: 1 as const,
      lineage: [{ input: "my_photos" }],
    },
  ],
};
const size: Flow = { kind: "number", value: 3 };

test("has a port for each input and output of the workflow", () => {
  expect(runWorkflow.portsFor!({ workflow })).toEqual({
    inputs: {
      size: { label: "size", type: { kind: "number" } },
      my_photos: { label: "my photos", type: { kind: "image" }, list: 1, optional: true },
    },
    outputs: { boxes: { label: "boxes", type: { kind: "image" }, list: 1, lineage: [{ input: "my_photos" }] } },
  });
});

test("runs the workflow and hands on what it gave", async () => {
  const given: unknown[] = [];
  const sub: SubWorkflow = { run: async (inputs) => (given.push(inputs), { boxes: { items: [size, undefined] } }) };

  const outputs = await runRunWorkflow({
    inputs: { size },
    params: { workflow },
    context: createTestContext({ workflow: sub }),
    wait: noWait,
  });

  expect(given).toEqual([{ size }]);
  expect(outputs).toEqual(new HandedOn({ boxes: { items: [size, undefined] } }));
});

test("hands on what arrives where its steps have run already", () => {
  const boxes: Flow = { items: [size] };

  const outputs = runRunWorkflow({
    inputs: { boxes },
    params: { workflow },
    context: createTestContext(),
    wait: noWait,
  });

  expect(outputs).toEqual(new HandedOn({ boxes }));
});
