import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { modelBatching } from "../db/schema/workers.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { publishWorkflow } from "../deployments/publish-workflow.ts";
import type { WarmModel } from "../engine/engine-pool-types.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { runtimeVersion } from "../inference/runtime-version.ts";
import { requireModelRef } from "../models/require-model-ref.ts";
import { uploadModel } from "../models/upload-model.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { startWarming } from "./warm-published.ts";

let db: TestDatabase;
let dir: string;
let ours: ServiceContext & { artifacts: ArtifactStore };
beforeAll(async () => {
  db = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), "patchbay-warm-published-"));
  const { people } = await createTestWorkspace(db.database, "Ours");
  ours = { ...contextOf(db.database, people.admin), artifacts: await openFolderStore(dir) };
});
afterAll(async () => {
  await db.close();
  rmSync(dir, { recursive: true });
});

/** A workflow on a model of its own, and what a worker found out of that. */
async function withModel(name: string, { isPublished = true, isBatched, why }: Tried & { isPublished?: boolean }) {
  const content = (async function* () {
    yield addOne({ producer: name });
  })();
  const { hash } = await uploadModel(ours, { name, content, maxBytes: 10_000 });
  await db.database.insert(modelBatching).values({ hash, runtime: runtimeVersion, isBatched, why });
  const model = (await requireModelRef(ours, { hash })) as unknown as JsonValue;
  const graph = graphOf(
    {
      in: ["workflow-input", { name: "x", kind: "tensor" }],
      model: ["run-model", { model }],
      out: ["workflow-output", { name: "y" }],
    },
    "in.value model.x",
    "model.y out.value",
  );
  const { id } = await createWorkflow(ours, { title: name, graph });
  if (isPublished) await publishWorkflow(ours, { workflowId: id, workflowVersion: 1, name });
  return hash;
}
type Tried = { isBatched: boolean | null; why: string };

test("models of published workflows are opened ahead, once, and none that was not got through being tried", async () => {
  const told: WarmModel[] = [];
  const first = await withModel("first", { isBatched: true, why: "Proved." });
  const slow = await withModel("slow", { isBatched: null, why: "Only real inputs can tell." });
  await withModel("draft", { isPublished: false, isBatched: true, why: "Proved." });
  await withModel("hostile", { isBatched: false, why: "It could not be tried. It did not answer within 60 s." });

  const warming = startWarming({
    database: db.database,
    warm: (models) => told.push(...models),
    everyMs: 20,
    onLog: (line) => expect.fail(line),
  });
  await vi.waitFor(() => expect(told).toHaveLength(2), { timeout: 60_000 });
  const later = await withModel("later", { isBatched: false, why: "A row's result depends on the rows beside it." });
  await vi.waitFor(() => expect(told).toHaveLength(3), { timeout: 60_000 });
  await warming.stop();

  expect(told.map(({ hash, isQuick }) => [hash, isQuick])).toEqual([
    [slow, false],
    [first, true],
    [later, false],
  ]);
});
