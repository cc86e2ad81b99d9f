import { mkdtempSync, rmSync } from "node:fs";
import { utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { artifacts as rows } from "../db/schema/artifacts.ts";
import { createTestWorkflow } from "../worker/runs-for-tests.ts";
import { removeOrphanedArtifacts } from "./remove-orphaned-artifacts.ts";

let db: TestDatabase;
let store: ArtifactStore;
let folder: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "patchbay-orphans-"));
  store = await openFolderStore(folder);
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const bytesOf = (text: string) => new TextEncoder().encode(text);
async function putOld(text: string): Promise<string> {
  const { hash } = await store.put(bytesOf(text));
  const longAgo = new Date(Date.now() - 2 * 86_400_000);
  await utimes(await store.localPath(hash), longAgo, longAgo);
  return hash;
}
async function keep(hash: string) {
  const { workspaceId } = await createTestWorkflow(db.database);
  await db.database.insert(rows).values({ workspaceId, hash, sizeBytes: 1, mediaType: "text/plain" });
}
const sweep = () => removeOrphanedArtifacts({ database: db.database, artifacts: store });

test("old content that no workspace has goes; what one has, and what is young, stays", async () => {
  const orphan = await putOld("orphan");
  const kept = await putOld("kept");
  await keep(kept);
  const { hash: young } = await store.put(bytesOf("young"));

  const result = await sweep();

  expect(result).toEqual({ removed: 1, bytes: 6 });
  expect(await Promise.all([orphan, kept, young].map((hash) => store.has(hash)))).toEqual([false, true, true]);
});

test("content that is put again while the sweep is about to remove it stays", async () => {
  const hash = await putOld("wanted again");
  const meddling: Pick<ArtifactStore, "list" | "remove"> = {
    list: () => store.list(),
    remove: async (...args) => {
      await store.put(bytesOf("wanted again"));
      return store.remove(...args);
    },
  };

  const result = await removeOrphanedArtifacts({ database: db.database, artifacts: meddling });

  expect(result.removed).toBe(0);
  expect(await store.has(hash)).toBe(true);
});

test("whatever is put and claimed while sweeps go on is there afterwards", async () => {
  const texts = Array.from({ length: 60 }, (_, index) => `busy ${index}`);
  await Promise.all(texts.map(putOld));

  let isOver = false;
  const sweeping = (async () => {
    while (!isOver) await sweep();
  })();
  const hashes = await Promise.all(
    texts.map(async (text) => {
      const { hash } = await store.put(bytesOf(text));
      await keep(hash);
      return hash;
    }),
  );
  isOver = true;
  await sweeping;
  await sweep();

  expect(await Promise.all(hashes.map((hash) => store.has(hash)))).toEqual(hashes.map(() => true));
});
