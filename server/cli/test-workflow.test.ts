import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { Tolerance } from "../../graph/tolerances.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { workflowTests } from "../db/schema/workflow-tests.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { saveWorkflow } from "../workflows/save-workflow.ts";
import { patchbayIn, scratchFolder } from "./patchbay-for-tests.ts";

const folder = scratchFolder();
const patchbay = (...args: string[]) => patchbayIn(folder, "test", ...args);
let database: TestDatabase;
let context: ServiceContext;

const doubling = (factor: number) =>
  graphOf(
    {
      in: ["workflow-input", { name: "n", kind: "number", sample: 1 }],
      compute: ["evaluate", { expression: `value * ${factor}`, inputs: ["value"], output: "json", wholeLists: false }],
      out: ["workflow-output", { name: "result" }],
    },
    "in.value compute.value",
    "compute.result out.value",
  );

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  context = contextOf(database.database, (await createTestWorkspace(database.database, "Ours")).people.editor);
});
afterAll(async () => {
  delete process.env.DATABASE_URL;
  await database.close();
});

async function workflowWith(
  title: string,
  tests: Record<string, { n: number; expected: JsonValue; tolerance: Tolerance }>,
) {
  const { id: workflowId } = await createWorkflow(context, { title, graph: doubling(2) });
  await saveWorkflow(context, { workflowId, baseVersion: 1, graph: doubling(3) });
  for (const [name, { n, expected, tolerance }] of Object.entries(tests)) {
    const text = JSON.stringify(expected);
    const record = {
      kind: "json" as const,
      preview: { kind: "json" as const, text, length: text.length },
      inline: expected,
    };
    await database.database.insert(workflowTests).values({
      workspaceId: context.tenant.workspaceId,
      workflowId,
      name,
      inputs: { n },
      expected: { result: { record, tolerance } },
      sourceRunId: crypto.randomUUID(),
      sourceRunNumber: 1,
      sourceVersion: 1,
      createdBy: context.userId,
    });
  }
}

test("all tests run by a worker of its own: a line for each, and code 1 where one fails", async () => {
  await workflowWith("Numbers", {
    Seven: { n: 7, expected: 14, tolerance: { rule: "exact" } },
    Zero: { n: 0, expected: 0, tolerance: { rule: "exact" } },
  });

  const newest = await patchbay("Numbers");
  const first = await patchbay("Numbers", "--version", "1", "--json");

  expect(newest.stderr).toBe("");
  expect(newest.stdout).toMatch(
    /^failed {2}Seven: result: 21 in the place of 14 \(run \d\)\npassed {2}Zero\n1 of 2 tests of "Numbers" passed on version 2\.\n$/,
  );
  expect(newest.code).toBe(1);
  expect(first.code).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject({
    workflow: { title: "Numbers" },
    version: 1,
    passed: 2,
    total: 2,
    tests: [
      { name: "Seven", state: "passed", outputs: { result: { state: "passed" } } },
      { name: "Zero", state: "passed" },
    ],
  });
});

test.each([
  [["No such workflow"], 'There is no saved workflow with the title or id "No such workflow".'],
  [["Untested"], '"Untested" has no tests. Keep a run as a test on its page.'],
  [["Untested", "--version", "9"], "This workflow has no version 9; its newest is 2."],
  [["Untested", "--version", "x"], 'The option "--version" takes the number of a version, such as 3, not "x".'],
  [[], "This command takes the title or id of a saved workflow; none is given."],
])("%j is refused with code 2 and a sentence", async (args, message) => {
  if (args[0] === "Untested" && args.length === 1) await workflowWith("Untested", {});

  const { code, stderr } = await patchbay(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
