import { expect, test } from "vitest";
import { interfaceOf } from "#graph/interface-of";
import type { JsonObject } from "#graph/json";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { patchbay, patchbayJson, scratchFolder, workflowOf, writeScratch } from "./patchbay-for-tests.ts";

const folder = scratchFolder();

const shout = workflowOf(
  {
    who: { type: "workflow-input", params: { name: "who", kind: "text" } },
    loud: { type: "evaluate", params: { expression: "value.toUpperCase() + '!'", output: "text" } },
    end: { type: "workflow-output", params: { name: "who" } },
  },
  ["who.value -> loud.value", "loud.result -> end.value"],
).graph as Graph;
const ref = { id: "shout", title: "Shout", version: null, ...interfaceOf(shout, definitions) } as unknown as JsonObject;
const brought = { workflows: { shout: { title: "Shout", graph: shout } } };

function calling(type: string, params: JsonObject = {}) {
  return workflowOf(
    {
      names: { type: "workflow-input", params: { name: "names", kind: "text", list: true, sample: ["ada", "bo"] } },
      sub: { type, params: { workflow: ref, ...params } },
      out: { type: "workflow-output", params: { name: "greetings" } },
    },
    ["names.value -> sub.who", "sub.who -> out.value"],
  );
}

test("a file with the workflows that it runs is valid, and runs them for each item", async () => {
  const file = writeScratch(folder, "greet.json", { ...calling("run-workflow"), ...brought });

  expect((await patchbayJson("validate", file)).document).toMatchObject({ valid: true, problems: [] });
  const { code, document } = await patchbayJson("run", file);

  expect(code).toBe(0);
  expect(document.outputs).toEqual({ greetings: ["ADA!", "BO!"] });
});

test("a repeated one feeds its output back", async () => {
  const repeat = calling("repeat-until", { until: "who.length > 5" });
  const file = writeScratch(folder, "repeat.json", { ...repeat, ...brought });

  const { document } = await patchbayJson("run", file, "--input", "names=hey");

  expect(document.outputs).toEqual({ greetings: ["HEY!!!"] });
});

test("a file that lacks one says which, and runs nothing", async () => {
  const file = writeScratch(folder, "lacks.json", calling("run-workflow"));

  const { code, stderr } = await patchbay("run", file);

  expect(code).toBe(2);
  expect(stderr).toContain('sub: The workflow "Shout" is not in this workspace');
});

test("a workflow of a file that cannot be read is named with its place", async () => {
  const broken = { workflows: { shout: { title: "Shout", graph: { ...shout, nodes: { x: { id: "y" } } } } } };
  const file = writeScratch(folder, "broken.json", { ...calling("run-workflow"), ...broken });

  const { code, document } = await patchbayJson("validate", file);

  expect(code).toBe(1);
  expect(JSON.stringify(document.problems)).toContain("workflows.shout.graph.nodes.x");
});
