import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ArtifactStore } from "./artifact-store.ts";
import { openFolderStore } from "./folder-store.ts";

let folder: string;
let store: ArtifactStore;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-store-"));
  store = await openFolderStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const list = async () => (await Array.fromAsync(store.list())).map(({ hash }) => hash).sort();

test("what is put comes back under its SHA-256, whole or as a stream of chunks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 })), async (chunks) => {
      const whole = Buffer.concat(chunks);
      async function* stream() {
        yield* chunks;
      }

      const stored = await store.put(stream());

      expect(stored).toEqual({ hash: sha256(whole), sizeBytes: whole.length });
      expect(Buffer.from(await store.read(stored.hash))).toEqual(whole);
      expect(await store.put(whole)).toEqual(stored);
    }),
    { numRuns: 50 },
  );
});

test("the same bytes put many times at once are one artifact, and no draft stays behind", async () => {
  const bytes = Buffer.from("the same");

  await Promise.all(Array.from({ length: 20 }, () => store.put(bytes)));

  expect(await list()).toEqual([sha256(bytes)]);
  expect(readdirSync(path.join(folder, "tmp"))).toEqual([]);
});

test("content over the limit is refused with the limit, and nothing is kept of it", async () => {
  async function* endless() {
    for (;;) yield Buffer.alloc(1_000);
  }

  await expect(store.put(endless(), { maxBytes: 10_000 })).rejects.toThrow("10,000 bytes");
  await expect(store.put(Buffer.alloc(11), { maxBytes: 10 })).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });

  expect(await list()).toEqual([]);
  expect(readdirSync(path.join(folder, "tmp"))).toEqual([]);
});

test("a source that breaks off leaves nothing behind", async () => {
  async function* broken() {
    yield Buffer.from("half");
    throw new Error("connection lost");
  }

  await expect(store.put(broken())).rejects.toThrow("connection lost");

  expect(await list()).toEqual([]);
  expect(readdirSync(path.join(folder, "tmp"))).toEqual([]);
});

test("what is not there is NOT_FOUND, and a name that is no hash never touches the disk", async () => {
  const hash = "0".repeat(64);

  expect(await store.has(hash)).toBe(false);
  for (const ask of [store.read, store.stream, store.localPath]) {
    await expect(ask(hash)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask("../../etc/passwd")).rejects.toMatchObject({ code: "BAD_REQUEST" });
  }
});

test("a removed artifact is gone, and removing it again is no error", async () => {
  const { hash } = await store.put(Buffer.from("short-lived"));

  await store.remove(hash);
  await store.remove(hash);

  expect(await store.has(hash)).toBe(false);
});

test("drafts of processes that died long ago are swept when the store opens; younger ones are left alone", async () => {
  const [old, young] = ["old", "young"].map((name) => path.join(folder, "tmp", name));
  writeFileSync(old!, "x");
  writeFileSync(young!, "x");
  utimesSync(old!, new Date(0), new Date(0));

  await openFolderStore(folder);

  expect(readdirSync(path.join(folder, "tmp"))).toEqual(["young"]);
});
