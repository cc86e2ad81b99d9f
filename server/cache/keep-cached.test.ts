import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { artifacts as artifactRows } from "../db/schema/artifacts.ts";
import { cacheEntries, cacheLinks } from "../db/schema/cache.ts";
import { tenantOf } from "../db/tenant.ts";
import { keepArtifact } from "../artifacts/keep-artifact.ts";
import { createTestWorkflow } from "../worker/runs-for-tests.ts";
import type { CacheEntry } from "./cache-store.ts";
import { findCached } from "./find-cached.ts";
import { keepCached } from "./keep-cached.ts";
import { createPrintKeeper } from "./print-keeper.ts";

let db: TestDatabase;
let store: ArtifactStore;
let folder: string;
let workspaceId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "patchbay-cache-"));
  store = await openFolderStore(folder);
});
beforeEach(async () => {
  ({ workspaceId } = await createTestWorkflow(db.database));
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const number = { kind: "number", preview: { kind: "number", value: 1 }, inline: 1 } as const;
function entry(key: string, { savedMs = 10, bytes = 100, hash = "" } = {}): CacheEntry {
  const artifact = { hash, sizeBytes: bytes, mediaType: "text/plain" };
  const preview = { kind: "text", text: "a", length: 1 } as const;
  return {
    key,
    result: { outputs: { value: hash === "" ? number : { kind: "text", preview, artifact } } },
    cached: { runId: "run-1", runNumber: 7, at: 1_000, savedMs },
    recordBytes: hash === "" ? bytes : 0,
    artifactBytes: hash === "" ? 0 : bytes,
  };
}
const put = async (text: string) => (await store.put(new TextEncoder().encode(text))).hash;
const nothing = { links: [], used: [] };
const keep = (entries: CacheEntry[], budgetBytes = 1_000, workspace = workspaceId) =>
  keepCached(db.database, { workspaceId: workspace, budgetBytes, entries, ...nothing });
const find = (keys: string[], workspace = workspaceId) =>
  findCached({ database: db.database, artifacts: store }, { workspaceId: workspace, paths: [], keys });
const keptKeys = async () => {
  const rows = await db.database.select().from(cacheEntries).where(eq(cacheEntries.workspaceId, workspaceId));
  return rows.map(({ key }) => key).sort();
};
const hashesOf = async () => {
  const rows = await db.database.select().from(artifactRows).where(eq(artifactRows.workspaceId, workspaceId));
  return rows.map(({ hash }) => hash).sort();
};
const makeOld = () =>
  db.database.$client.query("update cache_entries set used_at = now() - interval '1 hour' where workspace_id = $1", [
    workspaceId,
  ]);

test("what is kept is found by its content key and by the structural keys that lead to it", async () => {
  const kept = entry("k", { hash: await put("found") });
  await keepCached(db.database, { workspaceId, budgetBytes: 1_000, entries: [kept], links: [["p", "k"]], used: [] });

  const byPath = await findCached({ database: db.database, artifacts: store }, { workspaceId, paths: ["p"], keys: [] });

  expect(byPath).toEqual({ entries: [kept], links: [["p", "k"]], isEmpty: false });
  expect(await find(["k"])).toEqual({ entries: [kept], links: [], isEmpty: false });
  expect(await find(["other"])).toEqual({ entries: [], links: [], isEmpty: false });
});

test("another workspace finds nothing, and row-level security shows it no row", async () => {
  await keep([entry("k")]);
  const { workspaceId: other } = await createTestWorkflow(db.database);

  expect(await find(["k"], other)).toEqual({ entries: [], links: [], isEmpty: true });
  expect(await tenantOf(db.database, other).run((tx) => tx.select().from(cacheEntries))).toEqual([]);
  expect(await tenantOf(db.database, other).run((tx) => tx.select().from(cacheLinks))).toEqual([]);
  expect(await tenantOf(db.database, workspaceId).run((tx) => tx.select().from(cacheEntries))).toHaveLength(1);
});

test("over the budget what saves least for each byte goes first, be it the newest", async () => {
  await keep([entry("dear", { savedMs: 1_000, bytes: 400 }), entry("cheap", { savedMs: 10, bytes: 400 })]);
  await makeOld();

  await keep([entry("dearer", { savedMs: 2_000, bytes: 400 })]);
  expect(await keptKeys()).toEqual(["dear", "dearer"]);

  await keep([entry("cheapest", { savedMs: 1, bytes: 300 })]);
  expect(await keptKeys()).toEqual(["dear", "dearer"]);
});

test("what a run has just used stays, and the budget holds all the same", async () => {
  await keep([entry("in use", { savedMs: 1, bytes: 600 })]);

  await keep([entry("dear", { savedMs: 1_000, bytes: 600 })]);

  expect(await keptKeys()).toEqual(["in use"]);
});

test("an artifact that only the cache holds goes with its result; one that something else has stays", async () => {
  const [own, shared, uploaded] = [await put("own"), await put("shared"), await put("uploaded")];
  await keep([
    entry("a", { hash: own, bytes: 300, savedMs: 1 }),
    entry("b", { hash: shared, bytes: 300, savedMs: 1 }),
    entry("c", { hash: shared, bytes: 300, savedMs: 900 }),
    entry("d", { hash: uploaded, bytes: 50, savedMs: 0.01 }),
  ]);
  const file = { workspaceId, hash: uploaded, sizeBytes: 50, mediaType: "text/plain" };
  await tenantOf(db.database, workspaceId).run((tx) => keepArtifact(tx, file));
  await makeOld();

  const freed = await keep([entry("e", { savedMs: 1_000, bytes: 700 })]);

  expect(await keptKeys()).toEqual(["c", "e"]);
  expect(freed).toEqual([own]);
  expect(await hashesOf()).toEqual([shared, uploaded].sort());
});

test("a result whose artifact is gone from the store is not found, and is forgotten", async () => {
  const hash = await put("will be gone");
  await keep([entry("k", { hash })]);
  await store.remove(hash);

  expect((await find(["k"])).entries).toEqual([]);
  expect(await keptKeys()).toEqual([]);
});

test("batches of one workspace at the same time keep to the budget and lose nothing else", async () => {
  const batches = Array.from({ length: 12 }, (_, index) => [entry(`k${index}`, { bytes: 300, savedMs: index + 1 })]);

  await Promise.all(batches.map((batch) => keep(batch)));

  const rows = await db.database.select().from(cacheEntries).where(eq(cacheEntries.workspaceId, workspaceId));
  expect(rows.reduce((sum, { recordBytes }) => sum + recordBytes, 0)).toBeLessThanOrEqual(1_000);
  expect(rows).toHaveLength(3);
});

test("a result that is kept again replaces the older one with its artifacts", async () => {
  const [before, after] = [await put("before"), await put("after")];
  await keep([entry("k", { hash: before })]);

  await keep([entry("k", { hash: after, savedMs: 30 })]);

  expect((await find(["k"])).entries).toEqual([entry("k", { hash: after, savedMs: 30 })]);
});

test("prints are kept by workflow, merged over runs, and forgotten with their nodes", async () => {
  const place = await createTestWorkflow(db.database);
  const print = (type: string) => ({ type, params: {}, sources: {}, outputs: { value: 'text "a\\u0000b"' } });
  const keeper = createPrintKeeper(db.database, () => {});

  keeper.add(place, { a: print("one"), b: print("one") }, ["a", "b"]);
  await keeper.flush();
  keeper.add(place, { a: print("two") }, ["a", "c"]);

  expect((await keeper.read(place)).a).toEqual(print("two"));
  await keeper.flush();
  expect(await createPrintKeeper(db.database, () => {}).read(place)).toEqual({ a: print("two") });
});
