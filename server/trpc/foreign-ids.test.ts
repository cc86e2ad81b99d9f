import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyGraph } from "../../graph/schema.ts";
import { passing } from "../deployments/graphs-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
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
};

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
  "workflows.usedBy": ({ workflowId }) => ({ workflowId }),
  "workflows.exportFile": ({ workflowId }) => ({ workflowId }),
  "presence.watch": ({ workflowId }) => ({ workflowId, clientId: randomUUID() }),
  "presence.tell": ({ workflowId }) => ({ workflowId, clientId: randomUUID(), cursor: null, selection: [] }),
  "runs.start": ({ workflowId }) => ({ workflowId }),
  "runs.again": ({ runId }) => ({ runId }),
  "runs.cancel": ({ runId }) => ({ runId }),
  "runs.get": ({ runId }) => ({ runId }),
  "runs.wait": ({ runId }) => ({ runId }),
  "runs.watch": ({ runId }) => ({ runId }),
  "approvals.ofRun": ({ runId }) => ({ runId }),
  "approvals.answer": ({ runId }) => ({ runId, nodeId: "ask", decision: "approved" }),
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
  "apiKeys.revoke": ({ apiKeyId }) => ({ apiKeyId }),
};
/** They take an id as a filter and give nothing for one that is not ours. */
const filters: Record<string, (ids: Ids) => unknown> = {
  "runs.latest": ({ workflowId }) => ({ workflowId }),
  "workflows.subGraphs": ({ workflowId }) => ({ refs: [{ id: workflowId, version: null }] }),
  "runs.list": ({ workflowId }) => ({ workflowId }),
  "accelerators.placements": ({ modelId }) => ({ modelId }),
};
const takesNone = [
  "session.get",
  "session.state",
  "workflows.list",
  "workflows.create",
  "workflows.importFile",
  "workflows.cleanPasted",
  "runs.changes",
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
  const newKey = { name: "Theirs", mayRun: true, deploymentIds: null, expiresAt: null };
  const { data: key } = await web.call(owner, "apiKeys.create", newKey);
  foreign = {
    workflowId,
    modelId,
    hash,
    runId,
    deploymentId: (deployment as { deploymentId: string }).deploymentId,
    apiKeyId: (key as { id: string }).id,
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
    if (["workflows.remove", "models.removeVersion"].includes(path)) return;
    const { error } = await web.call(web.theirs.people.owner, path, input(foreign));

    expect(error?.data.code).not.toBe("NOT_FOUND");
  });
});

test.each(Object.entries(filters))("%s gives nothing of another workspace", async (path, input) => {
  const { data, error } = await web.call(web.ours.people.owner, path, input(foreign));

  expect(error).toBeUndefined();
  expect([null, "[]", "{}", JSON.stringify({ items: [], nextCursor: null })]).toContain(
    data === null ? null : JSON.stringify(data),
  );
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
