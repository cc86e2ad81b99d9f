import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { interfaceOf } from "#graph/interface-of";
import type { JsonObject } from "#graph/json";
import type { Graph, WorkflowFile } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { findEndpoints } from "../../cli/find-endpoints.ts";
import { templatesFolder } from "../../cli/load-workflow.ts";
import { scratchFolder, workflowOf, writeScratch } from "../../cli/patchbay-for-tests.ts";
import { post, serveForTests } from "../model-server-for-tests.ts";

const folder = scratchFolder();

const shout = workflowOf(
  {
    who: { type: "workflow-input", params: { name: "who", kind: "text", sample: "nobody" } },
    loud: { type: "evaluate", params: { expression: "value.toUpperCase() + '!'", output: "text" } },
    end: { type: "workflow-output", params: { name: "said" } },
  },
  ["who.value -> loud.value", "loud.result -> end.value"],
).graph as Graph;
const { graph: digits } = JSON.parse(
  readFileSync(join(templatesFolder, "read-handwritten-digits/workflow.json"), "utf8"),
) as WorkflowFile;

const given = (params: JsonObject) => ({ type: "workflow-input", params });
const output = (name: string) => ({ type: "workflow-output", params: { name } });

/** With a node "sub" that runs the workflow. */
function calling(sub: Graph, nodes: Parameters<typeof workflowOf>[0], edges: string[]) {
  const workflow = {
    id: "sub",
    title: "Sub",
    version: null,
    ...interfaceOf(sub, definitions),
  } as unknown as JsonObject;
  const outer = workflowOf({ ...nodes, sub: { type: "run-workflow", params: { workflow } } }, edges);
  return { ...outer, workflows: { sub: { title: "Sub", graph: sub } } };
}

/** Its input "who" and its output "said" are called like those of `shout`, and are something else. */
const asking = (list: boolean) =>
  calling(
    shout,
    {
      given: given({ name: "who", kind: "text", list }),
      doubt: { type: "evaluate", params: { expression: "value + '?'", output: "text" } },
      loud: output("shouted"),
      plain: output("said"),
    },
    ["given.value -> doubt.value", "doubt.result -> sub.who", "sub.said -> loud.value", "given.value -> plain.value"],
  );

const files = {
  once: asking(false),
  each: asking(true),
  read: calling(digits, { given: given({ name: "scans", kind: "image", list: true }), text: output("text") }, [
    "given.value -> sub.pictures",
    "sub.reading -> text.value",
  ]),
};
const { workflows } = await findEndpoints(
  Object.entries(files).map(([name, content]) => writeScratch(folder, `${name}.json`, content)),
);
const server = await serveForTests({ workflows });

async function ask(workflow: string, ...inputs: { name: string; data: string[] }[]) {
  const tensors = inputs.map(({ name, data }) => ({ name, data, shape: [data.length], datatype: "BYTES" }));
  const { status, json } = await post(`${server.httpUrl}/v2/models/${workflow}/infer`, { inputs: tensors });
  const outputs = (json.outputs ?? []) as { name: string; data: unknown[] }[];
  return { status, outputs: Object.fromEntries(outputs.map(({ name, data }) => [name, data])) };
}

test("a workflow that runs another one gives what that one gives, whatever both call their inputs and outputs", async () => {
  const outputs = { shouted: ["ADA?!"], said: ["ada"] };
  expect(await ask("once", { name: "who", data: ["ada"] })).toEqual({ status: 200, outputs });
});

test("a list runs the workflow within once for each item", async () => {
  const outputs = { shouted: ["ADA?!", "BO?!"], said: ["ada", "bo"] };
  expect(await ask("each", { name: "who", data: ["ada", "bo"] })).toEqual({ status: 200, outputs });
});

test("the models of the workflow within are loaded and computed", async () => {
  const picture = readFileSync(join(templatesFolder, "models/digits/samples/digit-3.png")).toString("base64");

  const { status, outputs } = await ask("read", { name: "scans", data: [picture] });

  expect(status).toBe(200);
  expect(outputs.text).toEqual([expect.stringContaining("3")]);
});
