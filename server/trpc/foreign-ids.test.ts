import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyGraph } from "../../graph/schema.ts";
import { passing } from "../deployments/graphs-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { batches, batchItems } from "../db/schema/batches.ts";
import { workflowTestResults, workflowTests } from "../db/schema/workflow-tests.ts";
import { waits } from "../db/schema/waits.ts";
import { allProcedures, createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { answerArtifact } from "../http/artifact-route.ts";
import { answerModelUpload } from "../http/upload-routes.ts";

type Ids = {
  workflowId: string;
  runId: string;
  modelId: string;
  hash: string;
  deploymentId: string;
  apiKeyId: string;
  viewId: string;
  batchId: string;
  testId: string;
  shareId: string;
};

let web: TestWeb;
/** Things of the other workspace. */
let foreign: Ids;
const unknown: Ids = {
  workflowId: randomUUID(),
  runId: randomUUID(),
  modelId: randomUUID(),
  hash: "0".repeat(64),
  deploymentId: randomUUID(),
  apiKeyId: randomUUID(),
  viewId: randomUUID(),
  batchId: randomUUID(),
  testId: randomUUID(),
  shareId: randomUUID(),
};
const fileOf = (hash: string) => ({ hash, name: "rows.csv", mediaType: "text/csv", sizeBytes: 3 });

/** Every procedure that takes an id, with an input made of ids. */
const takesId: Record<string, (ids: Ids) => unknown> = {
  "workflows.get": ({ workflowId }) => ({ workflowId }),
  "workflows.save": ({ workflowId }) => ({ workflowId, baseVersion: 1, graph: emptyGraph }),
  "workflows.rename": ({ workflowId }) => ({ workflowId, title: "Mine now" }),
  "workflows.versions": ({ workflowId }) => ({ workflowId }),
  "workflows.version": ({ workflowId }) => ({ workflowId, version: 1 }),
  "workflows.nameVersion": ({ workflowId }) => ({ workflowId, version: 1, name: "Mine now" }),
  "workflows.remove": ({ workflowId }) => ({ workflowId }),
  "workflows.refer": ({ workflowId }) => ({ workflowId, version: null }),
  "workflows.form": ({ workflowId }) => ({ workflowId }),
  "workflows.title": ({ workflowId }) => ({ workflowId }),
  "workflows.usedBy": ({ workflowId }) => ({ workflowId }),
  "workflows.exportFile": ({ workflowId }) => ({ workflowId }),
  "presence.watch": ({ workflowId }) => ({ workflowId, clientId: randomUUID() }),
  "presence.tell": ({ workflowId }) => ({ workflowId, clientId: randomUUID(), cursor: null, selection: [] }),
  "runs.start": ({ workflowId }) => ({ workflowId }),
  "runs.retry": ({ runId }) => ({ runId }),
  "runs.restart": ({ runId }) => ({ runId, nodeId: "a" }),
  "runs.replay": ({ runId }) => ({ runId }),
  "runs.fork": ({ runId }) => ({ runId }),
  "runs.events": ({ runId }) => ({ runId }),
  "batches.get": ({ batchId }) => ({ batchId }),
  "batches.title": ({ batchId }) => ({ batchId }),
  "batches.items": ({ batchId }) => ({ batchId, from: 0, count: 10 }),
  "batches.watch": ({ batchId }) => ({ batchId }),
  "batches.cancel": ({ batchId }) => ({ batchId }),
  "batches.retry": ({ batchId }) => ({ batchId, status: "failed" }),
  "batches.remove": ({ batchId }) => ({ batchId, withRuns: true }),
  "batches.startFiles": ({ workflowId, hash }) => ({
    workflowId,
    name: "Mine now",
    input: "file",
    files: [{ label: "a", file: fileOf(hash) }],
  }),
  "batches.checkTable": ({ workflowId, hash }) => ({ workflowId, file: fileOf(hash) }),
  "batches.startTable": ({ workflowId, hash }) => ({
    workflowId,
    name: "Mine now",
    file: fileOf(hash),
    columns: {},
  }),
  "workflowTests.list": ({ workflowId }) => ({ workflowId }),
  "workflowTests.standing": ({ workflowId }) => ({ workflowId, version: 1 }),
  "workflowTests.create": ({ runId }) => ({ runId, name: "Mine now" }),
  "workflowTests.previewItem": ({ runId }) => ({ runId, item: { node: "a", port: "b", index: 0 } }),
  "workflowTests.createOfItem": ({ runId }) => ({
    runId,
    item: { node: "a", port: "b", index: 0 },
    name: "Mine now",
  }),
  "workflowTests.change": ({ testId }) => ({ testId, name: "Mine now" }),
  "workflowTests.run": ({ workflowId }) => ({ workflowId }),
  "workflowTests.accept": ({ testId }) => ({ testId, version: 1 }),
  "workflowTests.remove": ({ testId }) => ({ testId }),
  "runViews.change": ({ viewId }) => ({ viewId, name: "Mine now" }),
  "runViews.remove": ({ viewId }) => ({ viewId }),
  "runShares.list": ({ runId }) => ({ runId }),
  "runShares.create": ({ runId }) => ({ runId, note: "mine", expiresAt: null }),
  "runShares.revoke": ({ shareId }) => ({ shareId }),
  "runs.edit": ({ runId }) => ({ runIds: [runId], addTags: ["mine"] }),
  "runs.cancel": ({ runId }) => ({ runId }),
  "runs.get": ({ runId }) => ({ runId }),
  "runs.title": ({ runId }) => ({ runId }),
  "runs.wait": ({ runId }) => ({ runId }),
  "runs.standing": ({ runId }) => ({ runId }),
  "runs.watch": ({ runId }) => ({ runId }),
  "approvals.ofRun": ({ runId }) => ({ runId }),
  "approvals.answer": ({ runId }) => ({ runId, nodeId: "ask", decision: "approved" }),
  "comparisons.value": ({ runId }) => ({ a: runId, b: runId, nodeId: "a", port: "b", path: [] }),
  "workflowTests.output": ({ testId, runId }) => ({ testId, runId, output: "result" }),
  "comparisons.items": ({ runId }) => ({
    a: runId,
    b: runId,
    nodeId: "a",
    port: "b",
    path: [],
    from: 0,
    count: 10,
    onlyDiffering: false,
  }),
  "values.listItems": ({ hash }) => ({ hash, from: 0, count: 10 }),
  "values.tablePage": ({ hash }) => ({
    hash,
    from: 0,
    count: 10,
    columns: { from: 0, count: 10 },
    sort: null,
    filters: [],
  }),
  "values.columnStatistics": ({ hash }) => ({ hash, column: 0 }),
  "models.get": ({ modelId }) => ({ modelId }),
  "models.ref": ({ hash }) => ({ hash }),
  "models.rename": ({ modelId }) => ({ modelId, name: "Mine now" }),
  "models.removeVersion": ({ modelId, hash }) => ({ modelId, hash }),
  "deployments.get": ({ deploymentId }) => ({ deploymentId }),
  "deployments.preview": ({ workflowId }) => ({ workflowId }),
  "deployments.publish": ({ workflowId }) => ({ workflowId, workflowVersion: 1, name: "mine-now" }),
  "deployments.publishModel": ({ modelId }) => ({ modelId, modelVersion: 1, name: "mine-too" }),
  "deployments.activate": ({ deploymentId }) => ({ deploymentId, number: 1 }),
  "deployments.unpublish": ({ deploymentId }) => ({ deploymentId }),
  "apiKeys.create": ({ deploymentId }) => ({
    name: "Mine now",
    mayRun: true,
    deploymentIds: [deploymentId],
    expiresAt: null,
  }),
  // Of the other workspace: ours has none of this name.
  "secrets.replace": () => ({ name: "THEIR_SECRET", value: "mine now" }),
  "secrets.remove": () => ({ name: "THEIR_SECRET" }),
  "apiKeys.revoke": ({ apiKeyId }) => ({ apiKeyId }),
};
/** They take an id as a filter and give nothing for one that is not ours. */
const filters: Record<string, (ids: Ids) => unknown> = {
  "runs.latest": ({ workflowId }) => ({ workflowId }),
  "workflows.subGraphs": ({ workflowId }) => ({ refs: [{ id: workflowId, version: null }] }),
  "runs.list": ({ workflowId }) => ({ workflowId }),
  "batches.list": ({ workflowId }) => ({ workflowId }),
  "runs.tagsOf": ({ runId }) => ({ runIds: [runId] }),
  "runs.cancelMany": ({ runId }) => ({ runIds: [runId] }),
  "runs.replayMany": ({ runId }) => ({ runIds: [runId] }),
  "runs.remove": ({ runId }) => ({ runIds: [runId] }),
  "accelerators.placements": ({ modelId }) => ({ modelId }),
};
const nothingDone = { done: 0, passedOver: 0, refused: { count: 1, message: "There is no such run.", runIds: [] } };
const takesNone = [
  "runViews.list",
  "runViews.create",
  "session.get",
  "session.state",
  "workflows.list",
  "workflows.create",
  "workflows.importFile",
  "workflows.cleanPasted",
  "runs.changes",
  "runs.matching",
  "runs.suggest",
  "runCharts.overTime",
  "runCharts.byPart",
  "approvals.list",
  "approvals.count",
  "files.list",
  "models.list",
  "templates.list",
  "templates.get",
  "templates.use",
  "accelerators.list",
  "deployments.list",
  "apiKeys.list",
  "secrets.list",
  "secrets.create",
  "storage.usage",
  "storage.keeping",
  "storage.preview",
  "storage.setRules",
];

beforeAll(async () => {
  web = await createTestWeb();
  const { owner } = web.theirs.people;
  const { data: workflow } = await web.call(owner, "workflows.create", { title: "Theirs" });
  const workflowId = (workflow as { id: string }).id;
  const upload = await web.send(owner, "/api/models?name=theirs", answerModelUpload, {
    method: "POST",
    body: new Uint8Array(addOne()),
    headers: { "content-type": "application/octet-stream" },
  });
  const { modelId, hash } = (await upload.json()) as { modelId: string; hash: string };
  const { data: run } = await web.call(owner, "runs.start", { workflowId });
  const { runId } = run as { runId: string };
  await web.database.insert(waits).values({
    workspaceId: web.theirs.id,
    runId,
    nodeId: "ask",
    item: "",
    kind: "approval",
    title: "Ask",
    message: "Right?",
    role: "runner",
    value: { kind: "number", preview: { kind: "number", value: 3 }, inline: 3 },
  });
  const { data: published } = await web.call(owner, "workflows.create", { title: "Published", graph: passing });
  const { data: deployment } = await web.call(owner, "deployments.publish", {
    workflowId: (published as { id: string }).id,
    workflowVersion: 1,
    name: "theirs",
  });
  await web.call(owner, "secrets.create", { name: "THEIR_SECRET", value: "their value", hosts: null });
  const newKey = { name: "Theirs", mayRun: true, deploymentIds: null, expiresAt: null };
  const { data: key } = await web.call(owner, "apiKeys.create", newKey);
  const { data: view } = await web.call(owner, "runViews.create", { name: "Theirs", query: "", columns: [] });
  const batch = {
    workspaceId: web.theirs.id,
    name: "Theirs",
    workflowId,
    workflowVersion: 1,
    graph: emptyGraph,
    subGraphs: {},
    source: { kind: "files", input: "file" },
    inputs: {},
    itemCount: 1,
    createdBy: owner.user.id,
  } as const;
  const [{ id: batchId } = { id: "" }] = await web.database.insert(batches).values(batch).returning();
  await web.database
    .insert(batchItems)
    .values({ workspaceId: web.theirs.id, batchId, position: 1, label: "a", inputs: {}, state: "refused" });
  const [test] = await web.database
    .insert(workflowTests)
    .values({
      workspaceId: web.theirs.id,
      workflowId,
      name: "Theirs",
      inputs: {},
      expected: {},
      sourceRunId: runId,
      sourceRunNumber: 1,
      sourceVersion: 1,
      createdBy: "somebody",
    })
    .returning();
  await web.database
    .insert(workflowTestResults)
    .values({ workspaceId: web.theirs.id, testId: test!.id, version: 1, runId, state: "passed" });
  const { data: share } = await web.call(owner, "runShares.create", { runId, note: "", expiresAt: null });
  foreign = {
    workflowId,
    modelId,
    hash,
    runId,
    deploymentId: (deployment as { deploymentId: string }).deploymentId,
    apiKeyId: (key as { id: string }).id,
    viewId: (view as { viewId: string }).viewId,
    batchId,
    testId: test!.id,
    shareId: (share as { shareId: string }).shareId,
  };
});
afterAll(() => web.close());

test("every procedure is known to take an id or none", () => {
  const known = [...Object.keys(takesId), ...Object.keys(filters), ...takesNone];

  expect(known.toSorted()).toEqual(
    allProcedures()
      .map(([path]) => path)
      .toSorted(),
  );
});

describe.each(Object.entries(takesId))("%s", (path, input) => {
  test("answers for another workspace's thing as for one that does not exist", async () => {
    const { owner } = web.ours.people;

    const [theirs, none] = [await web.call(owner, path, input(foreign)), await web.call(owner, path, input(unknown))];

    expect(theirs.error).toMatchObject({ data: { code: "NOT_FOUND" } });
    expect(theirs).toEqual(none);
  });

  test("finds it for its owner", async () => {
    // What removes it would take it from the rows that follow.
    if (
      [
        "workflows.remove",
        "models.removeVersion",
        "runViews.remove",
        "batches.remove",
        "workflowTests.remove",
      ].includes(path)
    )
      return;
    const { error } = await web.call(web.theirs.people.owner, path, input(foreign), { staysOpen: true });

    expect(error?.data.code).not.toBe("NOT_FOUND");
  });
});

test.each(Object.entries(filters))("%s gives nothing of another workspace", async (path, input) => {
  const { data, error } = await web.call(web.ours.people.owner, path, input(foreign));

  expect(error).toBeUndefined();
  expect([null, [], {}, { items: [], nextCursor: null }, { removed: 0 }, nothingDone]).toContainEqual(data);
});

test("an upload cannot add a version to another workspace's model", async () => {
  const response = await web.send(
    web.ours.people.owner,
    `/api/models?name=x&modelId=${foreign.modelId}`,
    answerModelUpload,
    {
      method: "POST",
      body: new Uint8Array(addOne()),
      headers: { "content-type": "application/octet-stream" },
    },
  );

  expect(response.status).toBe(404);
});

test("another workspace's content is not served, and its absence looks like any other", async () => {
  const get = (hash: string) =>
    web.send(web.ours.people.owner, `/api/artifacts/${hash}`, (services, request) =>
      answerArtifact(services, request, { hash }),
    );

  const [theirs, none] = [await get(foreign.hash), await get(unknown.hash)];

  expect([theirs.status, none.status]).toEqual([404, 404]);
  const bodies = (await Promise.all([theirs.json(), none.json()])) as Record<string, unknown>[];
  for (const body of bodies) delete body.requestId;
  expect(bodies[0]).toEqual(bodies[1]);
});
