import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyGraph } from "../../graph/schema.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { removeWorkflow } from "../workflows/remove-workflow.ts";
import { saveWorkflow } from "../workflows/save-workflow.ts";
import { activateVersion } from "./activate-version.ts";
import { suggestName } from "./deployment-name.ts";
import { graphOf, passing } from "./graphs-for-tests.ts";
import { listDeployments } from "./list-deployments.ts";
import { previewPublish } from "./preview-publish.ts";
import { publishWorkflow } from "./publish-workflow.ts";
import { requireDeployment } from "./require-deployment.ts";
import { requirePublished } from "./require-published.ts";

let test_: TestDatabase;
let ours: ServiceContext;
let theirs: ServiceContext;
beforeAll(async () => {
  test_ = await createTestDatabase();
  ours = contextOf(test_.database, (await createTestWorkspace(test_.database, "Ours")).people.admin);
  theirs = contextOf(test_.database, (await createTestWorkspace(test_.database, "Theirs")).people.admin);
});
afterAll(() => test_.close());

const shouting = graphOf(
  { ...passingNodes(), text: ["text-template", { template: "{{a}}!" }] },
  "in.value text.a",
  "text.text out.value",
);
function passingNodes() {
  return {
    in: ["workflow-input", { name: "word", kind: "text", sample: "hello" }],
    out: ["workflow-output", { name: "result" }],
  } satisfies Parameters<typeof graphOf>[0];
}

async function published(name: string, context = ours) {
  const { id: workflowId } = await createWorkflow(context, { title: name, graph: passing });
  const { deploymentId } = await publishWorkflow(context, { workflowId, workflowVersion: 1, name });
  return { workflowId, deploymentId };
}
const answering = async (name: string) => (await requirePublished(ours.tenant, { name, reach: null })).graph;

test("what is published answers as it was, whatever is saved after it, until the next is published", async () => {
  const { workflowId, deploymentId } = await published("echo");
  await saveWorkflow(ours, { workflowId, baseVersion: 1, graph: shouting });

  expect(await answering("echo")).toEqual(passing);
  expect(await previewPublish(ours, { workflowId })).toMatchObject({
    problems: [],
    workflowVersion: 2,
    deployments: [
      { name: "echo", current: 1, changes: { added: ["Text template"], removed: [], changed: [], isRewired: true } },
    ],
  });

  const second = await publishWorkflow(ours, { workflowId, workflowVersion: 2, name: "echo" });
  expect(second).toMatchObject({ deploymentId, number: 2 });
  expect(await answering("echo")).toEqual(shouting);
});

test("an older version can answer again, and none, and the history stays", async () => {
  const { workflowId, deploymentId } = await published("back");
  await saveWorkflow(ours, { workflowId, baseVersion: 1, graph: shouting });
  await publishWorkflow(ours, { workflowId, workflowVersion: 2, name: "back" });

  await activateVersion(ours, { deploymentId, number: 1 });
  expect(await answering("back")).toEqual(passing);
  await activateVersion(ours, { deploymentId, number: null });
  await expect(answering("back")).rejects.toMatchObject({ code: "NOT_FOUND" });

  const { current, versions } = await requireDeployment(ours, { deploymentId });
  expect({ current, numbers: versions.map(({ number }) => number) }).toEqual({ current: null, numbers: [2, 1] });
  await expect(activateVersion(ours, { deploymentId, number: 9 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await publishWorkflow(ours, { workflowId, workflowVersion: 1, name: "back" })).toMatchObject({ number: 3 });
});

test("a name belongs to one workflow of a workspace", async () => {
  await published("mine");
  await expect(published("mine")).rejects.toMatchObject({ code: "CONFLICT", reason: "name-taken" });
  await expect(published("mine", theirs)).resolves.toBeDefined();
});

test("several who publish at once get numbers of their own", async () => {
  const { workflowId, deploymentId } = await published("race");
  const publish = () => publishWorkflow(ours, { workflowId, workflowVersion: 1, name: "race" });

  const numbers = (await Promise.all(Array.from({ length: 8 }, publish))).map(({ number }) => number);

  expect(numbers.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect((await requireDeployment(ours, { deploymentId })).current).toBe(9);
});

test("what cannot be served is not published, and says why", async () => {
  const { id: workflowId } = await createWorkflow(ours, { title: "Empty", graph: emptyGraph });

  expect((await previewPublish(ours, { workflowId })).problems).toEqual([expect.stringContaining("no nodes")]);
  await expect(publishWorkflow(ours, { workflowId, workflowVersion: 1, name: "empty" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason: "cannot-be-served",
    message: expect.stringContaining("cannot be published yet: The workflow has no nodes"),
  });
  await expect(publishWorkflow(ours, { workflowId, workflowVersion: 2, name: "empty" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a removed workflow answers no more, and another workspace's never did", async () => {
  const { workflowId } = await published("gone");
  await removeWorkflow(ours, { workflowId });

  await expect(answering("gone")).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await listDeployments(ours)).map(({ name }) => name)).not.toContain("gone");
  await expect(requirePublished(theirs.tenant, { name: "echo", reach: null })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(publishWorkflow(theirs, { workflowId, workflowVersion: 1, name: "x" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test.each([
  ["Count shapes", "count-shapes"],
  ["  Café & Ärger 2 ", "cafe-arger-2"],
  ["数える", ""],
])("the title %j suggests the name %j", (title, name) => {
  expect(suggestName(title)).toBe(name);
});
