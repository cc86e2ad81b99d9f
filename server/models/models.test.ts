import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyGraph, type Graph } from "../../graph/schema.ts";
import type { ModelRef } from "../../graph/values.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { removeWorkflow } from "../workflows/remove-workflow.ts";
import { saveWorkflow } from "../workflows/save-workflow.ts";
import { listModels } from "./list-models.ts";
import { removeModelVersion } from "./remove-model-version.ts";
import { renameModel } from "./rename-model.ts";
import { requireModelRef } from "./require-model-ref.ts";
import { requireModel } from "./require-model.ts";
import { uploadModel } from "./upload-model.ts";

let test_: TestDatabase;
let dir: string;
let ours: ServiceContext & { artifacts: ArtifactStore };
let theirs: typeof ours;

beforeAll(async () => {
  test_ = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), "patchbay-models-test-"));
  const store = await openFolderStore(dir);
  const { database } = test_;
  ours = { ...contextOf(database, (await createTestWorkspace(database, "Ours")).people.editor), artifacts: store };
  theirs = { ...contextOf(database, (await createTestWorkspace(database, "Theirs")).people.editor), artifacts: store };
});
afterAll(async () => {
  await test_.close();
  rmSync(dir, { recursive: true });
});

let made = 0;
/** A valid model whose bytes no other test has. */
function modelFile(): Uint8Array {
  return addOne({ producer: `test ${made++}` });
}
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 50) yield bytes.subarray(at, at + 50);
}
function upload(
  context: typeof ours,
  bytes: Uint8Array,
  { name = "A model", modelId }: { name?: string; modelId?: string } = {},
) {
  return uploadModel(context, { name, modelId, content: chunksOf(bytes), maxBytes: 10_000 });
}
function graphWith(model: ModelRef): Graph {
  const node = {
    id: "n",
    type: "run-model",
    version: 1,
    position: { x: 0, y: 0 },
    params: { model: JSON.parse(JSON.stringify(model)) },
  };
  return { ...emptyGraph, nodes: { n: node } };
}

test("an uploaded model is entered with what was read from it, and can be picked for a node", async () => {
  const { modelId, hash, summary } = await upload(ours, modelFile(), { name: "Adder" });

  expect(summary.operators.map(({ name }) => name)).toEqual(["Add"]);
  expect((await listModels(ours))[0]).toMatchObject({ id: modelId, name: "Adder", versions: 1, latest: { hash } });
  expect(await requireModel(ours, { modelId })).toMatchObject({
    name: "Adder",
    versions: [{ hash, number: 1, summary, usedBy: [] }],
  });
  expect(await requireModelRef(ours, { hash })).toEqual({
    hash,
    name: "Adder",
    inputs: summary.inputs,
    outputs: summary.outputs,
  });
});

test("a further upload is the next version, and the same file again is the version that it is", async () => {
  const first = await upload(ours, modelFile());
  const { modelId } = first;
  const next = modelFile();

  const second = await upload(ours, next, { modelId });
  await upload(ours, next, { modelId });

  const { versions } = await requireModel(ours, { modelId });
  expect(versions.map(({ number, hash }) => [number, hash])).toEqual([
    [2, second.hash],
    [1, first.hash],
  ]);
});

test("uploads of versions at once get numbers of their own", async () => {
  const { modelId } = await upload(ours, modelFile());

  await Promise.all([1, 2, 3].map(() => upload(ours, modelFile(), { modelId })));

  const { versions } = await requireModel(ours, { modelId });
  expect(versions.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
});

test("the same file uploaded twice at once is two models over one content", async () => {
  const bytes = modelFile();

  const [a, b] = await Promise.all([upload(ours, bytes), upload(ours, bytes)]);

  expect(a.modelId).not.toBe(b.modelId);
  const rows = (await test_.database.select().from(artifacts)).filter(({ hash }) => hash === a.hash);
  expect(rows).toHaveLength(1);
});

test("a content that another workspace has is not there, and uploading it tells nothing of that", async () => {
  const bytes = modelFile();
  const { hash, modelId } = await upload(theirs, bytes);

  await expect(requireModelRef(ours, { hash })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(requireModel(ours, { modelId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(upload(ours, modelFile(), { modelId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(removeModelVersion(ours, { modelId, hash })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await upload(ours, bytes)).hash).toBe(hash);
});

test("what does not scan is not entered", async () => {
  const before = await listModels(ours);

  await expect(upload(ours, Buffer.from("not a model"))).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason: "not-onnx",
  });
  await expect(upload(ours, new Uint8Array())).rejects.toMatchObject({ code: "BAD_REQUEST", reason: "not-onnx" });
  await expect(upload(ours, Buffer.alloc(20_000))).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  expect(await listModels(ours)).toEqual(before);
});

test("a version that a workflow holds stays; it can go once none holds it", async () => {
  const { modelId, hash } = await upload(ours, modelFile(), { name: "Held" });
  const model = await requireModelRef(ours, { hash });
  const { id } = await createWorkflow(ours, { title: "Holder", graph: graphWith(model) });

  await expect(removeModelVersion(ours, { modelId, hash })).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "in-use",
    message: expect.stringContaining('"Holder"'),
    details: { usedBy: [{ workflowId: id, title: "Holder" }] },
  });
  await saveWorkflow(ours, { workflowId: id, baseVersion: 1, graph: emptyGraph });

  expect(await removeModelVersion(ours, { modelId, hash })).toEqual({ modelRemoved: true });
  await expect(requireModel(ours, { modelId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a removed workflow holds no model", async () => {
  const { modelId, hash } = await upload(ours, modelFile());
  const { id } = await createWorkflow(ours, { graph: graphWith(await requireModelRef(ours, { hash })) });

  await removeWorkflow(ours, { workflowId: id });

  expect(await removeModelVersion(ours, { modelId, hash })).toEqual({ modelRemoved: true });
});

test("removing one version leaves the others", async () => {
  const { modelId, hash } = await upload(ours, modelFile());
  await upload(ours, modelFile(), { modelId });

  expect(await removeModelVersion(ours, { modelId, hash })).toEqual({ modelRemoved: false });

  expect((await requireModel(ours, { modelId })).versions.map(({ number }) => number)).toEqual([2]);
});

test("a model can be renamed", async () => {
  const { modelId, hash } = await upload(ours, modelFile());

  await renameModel(ours, { modelId, name: "Renamed" });

  expect(await requireModelRef(ours, { hash })).toMatchObject({ name: "Renamed" });
});
