import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { removeModelVersion } from "../models/remove-model-version.ts";
import { requireModel } from "../models/require-model.ts";
import { uploadModel } from "../models/upload-model.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { activateVersion } from "./activate-version.ts";
import { passing } from "./graphs-for-tests.ts";
import { listDeployments } from "./list-deployments.ts";
import { publishModel } from "./publish-model.ts";
import { publishWorkflow } from "./publish-workflow.ts";
import { requireDeployment } from "./require-deployment.ts";
import { requirePublished } from "./require-published.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";

let test_: TestDatabase;
let dir: string;
let ours: ServiceContext & { artifacts: ArtifactStore };
let theirs: ServiceContext;
beforeAll(async () => {
  test_ = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), "patchbay-publish-test-"));
  const { database } = test_;
  const artifacts = await openFolderStore(dir);
  ours = { ...contextOf(database, (await createTestWorkspace(database, "Ours")).people.admin), artifacts };
  theirs = contextOf(database, (await createTestWorkspace(database, "Theirs")).people.admin);
});
afterAll(async () => {
  await test_.close();
  rmSync(dir, { recursive: true });
});

let made = 0;
async function* fileOf(bytes: Uint8Array) {
  yield bytes;
}
/** A model with so many versions. */
async function modelWith(versions: number): Promise<{ modelId: string; hashes: string[] }> {
  const hashes: string[] = [];
  let modelId: string | undefined;
  for (let version = 0; version < versions; version++) {
    const content = fileOf(addOne({ producer: `publish ${made++}` }));
    const uploaded = await uploadModel(ours, { name: "Wines", modelId, content, maxBytes: 10_000 });
    modelId = uploaded.modelId;
    hashes.push(uploaded.hash);
  }
  return { modelId: modelId!, hashes };
}

test("a version of a model is published, followed by another, and answers again", async () => {
  const { modelId } = await modelWith(2);
  const { deploymentId, number } = await publishModel(ours, { modelId, modelVersion: 1, name: "wines" });
  expect(number).toBe(1);
  expect(await publishModel(ours, { modelId, modelVersion: 2, name: "wines" })).toEqual({ deploymentId, number: 2 });
  expect((await requireModel(ours, { modelId })).deployments).toEqual([
    { id: deploymentId, name: "wines", current: 2, modelVersion: 2 },
  ]);

  await activateVersion(ours, { deploymentId, number: 1 });

  expect(await requireDeployment(ours, { deploymentId })).toMatchObject({
    type: "model",
    modelName: "Wines",
    current: 1,
    inputs: [{ name: "x", dtype: "float32" }],
    versions: [
      { number: 2, sourceVersion: 2 },
      { number: 1, sourceVersion: 1 },
    ],
  });
  expect(await listDeployments(ours)).toContainEqual(
    expect.objectContaining({ name: "wines", type: "model", title: "Wines", current: 1, traffic: null }),
  );
  await activateVersion(ours, { deploymentId, number: null });
  expect((await requireModel(ours, { modelId })).deployments).toMatchObject([{ current: null, modelVersion: null }]);
});

test("a name is a workflow's or a model's, and another workspace's model is not found", async () => {
  const { modelId } = await modelWith(1);
  const { id: workflowId } = await createWorkflow(ours, { title: "Echo", graph: passing });
  await publishWorkflow(ours, { workflowId, workflowVersion: 1, name: "taken" });
  await publishModel(ours, { modelId, modelVersion: 1, name: "model" });

  const taken = { code: "CONFLICT", reason: "name-taken" };
  await expect(publishModel(ours, { modelId, modelVersion: 1, name: "taken" })).rejects.toMatchObject(taken);
  await expect(publishWorkflow(ours, { workflowId, workflowVersion: 1, name: "model" })).rejects.toMatchObject(taken);
  const foreign = publishModel(theirs, { modelId, modelVersion: 1, name: "mine" });
  await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(requirePublished(ours.tenant, { name: "model", reach: null })).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: expect.stringContaining('No workflow is published as "model"'),
  });
});

test("a version that is removed while it is let answer is either kept or gone, never both", async () => {
  const outcomes = new Set<string>();
  for (let round = 0; round < 25; round++) {
    const { modelId, hashes } = await modelWith(2);
    const name = `race-${round}`;
    const { deploymentId } = await publishModel(ours, { modelId, modelVersion: 1, name });
    await publishModel(ours, { modelId, modelVersion: 2, name });

    const [activated, removed] = await Promise.allSettled([
      activateVersion(ours, { deploymentId, number: 1 }),
      removeModelVersion(ours, { modelId, hash: hashes[0]! }),
    ]);

    const { current, versions } = await requireDeployment(ours, { deploymentId });
    expect(versions.map(({ number }) => number)).toContain(current);
    outcomes.add(`${activated.status} ${removed.status}`);
  }
  for (const outcome of outcomes) expect(["fulfilled rejected", "rejected fulfilled"]).toContain(outcome);
});

test("a version that is removed while it is published is either kept or gone, never both", async () => {
  for (let round = 0; round < 25; round++) {
    const { modelId, hashes } = await modelWith(2);

    const [published, removed] = await Promise.allSettled([
      publishModel(ours, { modelId, modelVersion: 1, name: `publish-race-${round}` }),
      removeModelVersion(ours, { modelId, hash: hashes[0]! }),
    ]);

    expect(`${published.status} ${removed.status}`).toMatch(/^(fulfilled rejected|rejected fulfilled)$/);
    if (published.status === "rejected") expect(published.reason).toMatchObject({ code: "NOT_FOUND" });
  }
});
