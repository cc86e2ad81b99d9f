import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import { emptyGraph, type Graph } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { activateVersion } from "../deployments/activate-version.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { publishWorkflow } from "../deployments/publish-workflow.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { referToWorkflow } from "../workflows/refer-to-workflow.ts";
import { removeWorkflow } from "../workflows/remove-workflow.ts";
import { saveWorkflow } from "../workflows/save-workflow.ts";
import { removeModelVersion } from "./remove-model-version.ts";
import { requireModelRef } from "./require-model-ref.ts";
import { requireModel } from "./require-model.ts";
import { uploadModel } from "./upload-model.ts";

let db: TestDatabase;
let dir: string;
let ours: ServiceContext & { artifacts: ArtifactStore };

beforeAll(async () => {
  db = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), "patchbay-frozen-uses-"));
  const { people } = await createTestWorkspace(db.database, "Ours");
  ours = { ...contextOf(db.database, people.admin), artifacts: await openFolderStore(dir) };
});
afterAll(async () => {
  await db.close();
  rmSync(dir, { recursive: true });
});

let made = 0;
async function uploaded() {
  const bytes = addOne({ producer: `frozen ${made++}` });
  const content = (async function* () {
    yield bytes;
  })();
  const { modelId, hash } = await uploadModel(ours, { name: "Held", content, maxBytes: 10_000 });
  const model = (await requireModelRef(ours, { hash })) as unknown as JsonValue;
  return {
    graph: withModel(model),
    usedBy: async () => (await requireModel(ours, { modelId })).versions[0]!.usedBy.map(({ title }) => title),
    remove: () => removeModelVersion(ours, { modelId, hash }),
  };
}

const row = { dtype: "float32", shape: [1, 2], data: [1, 2] };
/** From an input to an output, so that it can be published. */
const withModel = (model: JsonValue) =>
  graphOf(
    {
      in: ["workflow-input", { name: "x", kind: "tensor", sample: row }],
      n: ["run-model", { model }],
      out: ["workflow-output", { name: "y" }],
    },
    "in.value n.x",
    "n.y out.value",
  );
const create = async (title: string, graph: Graph) => (await createWorkflow(ours, { title, graph })).id;
const save = (workflowId: string, baseVersion: number, graph: Graph) =>
  saveWorkflow(ours, { workflowId, baseVersion, graph });
/** A graph that runs the workflow: as it is at the time, or at a version that is fixed. */
async function running(workflowId: string, version: number | null = null): Promise<Graph> {
  const { ref } = await referToWorkflow(ours, { workflowId, version });
  const port = ref.outputs[0]?.port;
  return graphOf(
    {
      sub: ["run-workflow", { workflow: ref as unknown as JsonValue }],
      out: ["workflow-output", { name: "y" }],
    },
    ...(port === undefined ? [] : [`sub.${port} out.value`]),
  );
}

test("a model in a workflow that a published one runs is held by the published one, whatever became of it since", async () => {
  const model = await uploaded();
  const inner = await create("Inner", model.graph);
  const outer = await create("Outer", await running(inner));
  const { deploymentId } = await publishWorkflow(ours, { workflowId: outer, workflowVersion: 1, name: "outer" });
  await save(inner, 1, emptyGraph);

  expect(await model.usedBy()).toEqual(["Outer"]);
  await expect(model.remove()).rejects.toMatchObject({ reason: "in-use", message: expect.stringContaining('"Outer"') });
  await activateVersion(ours, { deploymentId, number: null });

  expect(await model.usedBy()).toEqual([]);
  expect(await model.remove()).toEqual({ modelRemoved: true });
});

test("a model in a fixed older version of a workflow is held by those that run that version, also through others", async () => {
  const model = await uploaded();
  const inner = await create("Inner", model.graph);
  await save(inner, 1, emptyGraph);
  const middle = await create("Middle", await running(inner, 1));
  const outer = await create("Outer", await running(middle));
  await create("Elsewhere", await running(inner));

  expect(await model.usedBy()).toEqual(["Middle", "Outer"]);
  await expect(model.remove()).rejects.toMatchObject({ reason: "in-use" });
  await save(middle, 1, await running(inner));
  expect(await model.usedBy()).toEqual([]);
  await save(outer, 1, await running(middle, 1));
  expect(await model.usedBy()).toEqual(["Outer"]);
  await removeWorkflow(ours, { workflowId: outer });

  expect(await model.usedBy()).toEqual([]);
  expect(await model.remove()).toEqual({ modelRemoved: true });
});
