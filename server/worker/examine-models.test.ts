import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listPlacements } from "../accelerators/list-placements.ts";
import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import type { OperatorPlacement } from "../inference/place-operators.ts";
import { uploadModel } from "../models/upload-model.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { findBatching } from "../models/find-batching.ts";
import { requireModel } from "../models/require-model.ts";
import { runtimeVersion } from "../inference/runtime-version.ts";
import { startModelExaminer } from "./examine-models.ts";

const whole: OperatorPlacement = { total: 1, onDevice: 1, onProcessor: [] };

let test_: TestDatabase;
let dir: string;
let store: ArtifactStore;
let ours: ServiceContext;
let theirs: ServiceContext;
let hash: string;
let modelId: string;

beforeAll(async () => {
  test_ = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), "patchbay-examine-test-"));
  store = await openFolderStore(dir);
  ours = contextOf(test_.database, (await createTestWorkspace(test_.database, "Ours")).people.editor);
  theirs = contextOf(test_.database, (await createTestWorkspace(test_.database, "Theirs")).people.editor);
  const content = (async function* () {
    yield addOne({ producer: "examined" });
  })();
  ({ hash, modelId } = await uploadModel({ ...ours, artifacts: store }, { name: "Adder", content, maxBytes: 10_000 }));
});
afterAll(async () => {
  await test_.close();
  rmSync(dir, { recursive: true });
});

/** Runs the examiner until it has asked so often, or for some turns where it is to ask nothing. Gives what it asked for. */
async function examine(
  runtime: string,
  { asks = 1, place = async () => whole, artifacts = store, devices = ["gpu", "cpu"] } = {},
) {
  const asked: string[] = [];
  const examiner = startModelExaminer({
    database: test_.database,
    artifacts,
    devices: () => devices,
    runtime,
    place: async (path, device) => {
      asked.push(`${path.includes(hash)} ${device}`);
      return await place();
    },
    prove: async () => null,
    everyMs: 20,
    onLog: (message) => expect.fail(message),
  });
  if (asks === 0) await sleep(300);
  else await vi.waitFor(() => expect(asked).toHaveLength(asks), { timeout: 60_000 });
  await examiner.stop();
  return asked;
}

test("each file is looked at once for each device beside the processor, and anew by another runtime", async () => {
  expect(await examine("1.0.0")).toEqual(["true gpu"]);
  expect(await examine("1.0.0", { asks: 0 })).toEqual([]);
  expect(await examine("1.0.1")).toEqual(["true gpu"]);

  expect(await listPlacements(ours)).toMatchObject([
    { name: "Adder", version: 1, hash, device: "gpu", placement: whole },
  ]);
});

test("another workspace hears nothing of the file", async () => {
  await examine("1.0.1", { asks: 0 });

  expect(await listPlacements(theirs)).toEqual([]);
});

test("a refusal is kept like any answer, and a machine without accelerators asks nothing", async () => {
  const refusal = { refusal: "It did not answer within 60 s." };

  await examine("2.0.0", { place: async () => refusal as OperatorPlacement });

  expect(await listPlacements(ours)).toMatchObject([{ placement: refusal }]);
  expect(await examine("3.0.0", { asks: 0, devices: ["cpu"] })).toEqual([]);
});

test("a file whose content is gone stops nothing", async () => {
  const artifacts = {
    ...store,
    localPath: () => Promise.reject(new AppError("NOT_FOUND", "There is no such content.")),
  };

  expect(await examine("4.0.0", { asks: 0, artifacts })).toEqual([]);
});

test("whether calls are computed together is tried once for each runtime, kept, and told to engines and people", async () => {
  const verdict = { isBatched: false, why: "A row's result depends on the rows beside it." };
  let tries = 0;
  const tryAll = async (answer: typeof verdict | null, { asks = 1, runtime = runtimeVersion } = {}) => {
    const before = tries;
    const prove = async (path: string) => (tries++, expect(path).toContain(hash), answer);
    const parts = { database: test_.database, artifacts: store, devices: () => ["cpu"], runtime, prove };
    const examiner = startModelExaminer({
      ...parts,
      place: async () => whole,
      everyMs: 20,
      onLog: (message) => expect.fail(message),
    });
    if (asks > 0) await vi.waitFor(() => expect(tries).toBe(before + asks), { timeout: 60_000 });
    // And no more than that.
    await sleep(300);
    await examiner.stop();
    return tries - before;
  };
  const shown = async () => (await requireModel(ours, { modelId })).versions[0]!.batching;

  expect(await tryAll(null)).toBe(1);
  expect([await findBatching(test_.database, hash), await shown()]).toEqual([
    null,
    { isBatched: null, why: "Only real inputs can tell." },
  ]);
  expect(await tryAll(verdict, { asks: 0 })).toBe(0);
  expect(await tryAll(verdict, { runtime: "0.0.1" })).toBe(1);
  expect(await findBatching(test_.database, hash)).toBeNull();
  expect(await tryAll(verdict)).toBe(1);
  expect([await findBatching(test_.database, hash), await shown()]).toEqual([verdict, verdict]);
});
