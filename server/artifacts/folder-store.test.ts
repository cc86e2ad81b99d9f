import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readlink, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ArtifactStore, StoredArtifact } from "./artifact-store.ts";
import { damage } from "./damage-for-tests.ts";
import { openFolderStore } from "./folder-store.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "patchbay-store-"));
});
afterEach(() => rm(folder, { recursive: true }));

const bytesOf = (text: string) => Buffer.from(text);
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
async function listOf(store: ArtifactStore) {
  const listed: (StoredArtifact & { modifiedAt: Date })[] = [];
  for await (const one of store.list()) listed.push(one);
  return listed;
}
const temporaries = () => readdir(path.join(folder, "tmp"));

async function* chunks(...texts: string[]) {
  for (const text of texts) {
    await sleep(1);
    yield bytesOf(text);
  }
}

test("what was put can be read, streamed and found as a local file under its SHA-256", async () => {
  const store = await openFolderStore(folder);

  const stored = await store.put(bytesOf("hello"));

  expect(stored).toEqual({ hash: hashOf(bytesOf("hello")), sizeBytes: 5 });
  expect(Buffer.from(await store.read(stored.hash)).toString()).toBe("hello");
  const { stream, sizeBytes } = await store.stream(stored.hash);
  expect([sizeBytes, (await buffer(stream)).toString()]).toEqual([5, "hello"]);
  const local = await store.localPath(stored.hash);
  expect(local).toBe(path.join(folder, stored.hash.slice(0, 2), stored.hash.slice(2, 4), stored.hash));
  expect((await stat(local)).mode & 0o222).toBe(0);
});

test("a stream is stored in one pass and leaves no temporary file", async () => {
  const store = await openFolderStore(folder);

  const stored = await store.put(chunks("one ", "two ", "three"));

  expect(stored).toEqual({ hash: hashOf(bytesOf("one two three")), sizeBytes: 13 });
  expect(await temporaries()).toEqual([]);
});

test("no bytes at all are a file as well", async () => {
  const store = await openFolderStore(folder);

  const { hash } = await store.put(new Uint8Array());

  expect(await store.read(hash)).toHaveLength(0);
});

test("fifty puts of the same bytes at once leave one file", async () => {
  const store = await openFolderStore(folder);
  const content = Buffer.alloc(200_000, 7);

  const stored = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      store.put(index % 2 ? content : chunks(content.toString().slice(0, 100_000), content.toString().slice(100_000))),
    ),
  );

  expect(new Set(stored.map(({ hash }) => hash)).size).toBe(1);
  expect(await listOf(store)).toHaveLength(1);
  expect(await temporaries()).toEqual([]);
});

test("one byte over the limit is refused, whether it comes whole or in pieces, and nothing stays", async () => {
  const store = await openFolderStore(folder);

  const refusal = { code: "PAYLOAD_TOO_LARGE", reason: "too-large", details: { maxBytes: 10 } };
  await expect(store.put(bytesOf("12345678901"), { maxBytes: 10 })).rejects.toMatchObject(refusal);
  await expect(store.put(chunks("12345", "678901"), { maxBytes: 10 })).rejects.toMatchObject(refusal);
  await store.put(chunks("12345", "67890"), { maxBytes: 10 });

  expect(await listOf(store)).toHaveLength(1);
  expect(await temporaries()).toEqual([]);
});

test("a source that fails half-way leaves nothing", async () => {
  const store = await openFolderStore(folder);
  async function* broken() {
    yield bytesOf("half");
    throw new Error("The browser went away.");
  }

  await expect(store.put(broken())).rejects.toThrow("The browser went away.");

  expect(await listOf(store)).toEqual([]);
  expect(await temporaries()).toEqual([]);
});

test("what is not there is said to be not found", async () => {
  const store = await openFolderStore(folder);
  const unknown = "0".repeat(64);

  expect(await store.has(unknown)).toBe(false);
  await expect(store.read(unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(store.stream(unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(store.localPath(unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await store.remove(unknown);
});

test.each([
  ["a few bytes", 5],
  ["megabytes", 3_000_001],
])("of %s with one bit turned over none is given out as whole", async (_, sizeBytes) => {
  const store = await openFolderStore(folder);
  const { hash } = await store.put(Buffer.alloc(sizeBytes, 7));
  await damage(await store.localPath(hash));

  const { stream } = await store.stream(hash);
  let received = 0;
  stream.on("data", (chunk: Buffer) => (received += chunk.length));
  const end = await new Promise((resolve) => stream.once("error", resolve).once("end", () => resolve("whole")));

  const refusal = { code: "NOT_FOUND", reason: "damaged-artifact", message: expect.stringContaining(hash) as string };
  expect(end).toMatchObject(refusal);
  expect(received).toBeLessThan(sizeBytes);
  await expect(store.read(hash)).rejects.toMatchObject(refusal);
});

test.each([
  ["whole", (content: Buffer) => content],
  ["as a stream", (content: Buffer) => chunks(content.toString().slice(0, 4), content.toString().slice(4))],
])("damaged bytes are mended by storing the right ones again, %s", async (_, given) => {
  const store = await openFolderStore(folder);
  const content = bytesOf("precious");
  const { hash } = await store.put(content);
  await damage(await store.localPath(hash));

  await store.put(given(content));

  expect(Buffer.from(await store.read(hash))).toEqual(content);
  expect(await temporaries()).toEqual([]);
});

test.runIf(process.platform === "linux")("a stream that nobody reads to its end lets go of its file", async () => {
  const store = await openFolderStore(folder);
  const { hash } = await store.put(Buffer.alloc(3_000_001));
  const file = await store.localPath(hash);
  const openFiles = async () => {
    const links = (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ""));
    return (await Promise.all(links)).filter((target) => target === file).length;
  };

  const unread = (await store.stream(hash)).stream;
  const halfRead = (await store.stream(hash)).stream;
  await once(halfRead, "data");
  unread.destroy();
  halfRead.destroy();

  await vi.waitFor(async () => expect(await openFiles()).toBe(0), { timeout: 60_000 });
});

test.each(["../../../etc/passwd", "", "ab", "A".repeat(64), `${"0".repeat(63)}/`, `../${"0".repeat(61)}`])(
  "%j is no hash, so it names no file",
  async (hash) => {
    const store = await openFolderStore(folder);
    await writeFile(path.join(folder, "ab"), "not an artifact");

    expect(await store.has(hash)).toBe(false);
    await expect(store.read(hash)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await store.remove(hash);
  },
);

test("the list holds every artifact with size and time, and removed ones are gone from it", async () => {
  const store = await openFolderStore(folder);
  const [first, second] = [await store.put(bytesOf("first")), await store.put(bytesOf("second!"))];

  const before = await listOf(store);
  await store.remove(first.hash);
  const after = await listOf(store);

  expect(before.map(({ hash }) => hash).sort()).toEqual([first.hash, second.hash].sort());
  expect(after).toMatchObject([{ hash: second.hash, sizeBytes: 7 }]);
  expect(Math.abs(after[0]!.modifiedAt.getTime() - Date.now())).toBeLessThan(60_000);
});

test("putting bytes again renews the time of their file, so that they do not look forgotten", async () => {
  const store = await openFolderStore(folder);
  const { hash } = await store.put(bytesOf("again"));
  await utimes(await store.localPath(hash), new Date(0), new Date(0));

  await store.put(bytesOf("again"));

  const [listed] = await listOf(store);
  expect(listed!.modifiedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test("only what nobody has put again is removed when a date is given", async () => {
  const store = await openFolderStore(folder);
  const { hash } = await store.put(bytesOf("old"));
  const ifUnchangedSince = new Date(Date.now() - 60_000);

  expect(await store.remove(hash, { ifUnchangedSince })).toBe(false);
  expect(await store.has(hash)).toBe(true);

  await utimes(await store.localPath(hash), new Date(0), new Date(0));
  expect(await store.remove(hash, { ifUnchangedSince })).toBe(true);
  expect(await store.has(hash)).toBe(false);
  expect(await temporaries()).toEqual([]);
});

test("temporary files of a process that died are cleared away; those in use stay", async () => {
  await mkdir(path.join(folder, "tmp"));
  await writeFile(path.join(folder, "tmp", "dead"), "half");
  await writeFile(path.join(folder, "tmp", "busy"), "half");
  await utimes(path.join(folder, "tmp", "dead"), new Date(0), new Date(0));

  await openFolderStore(folder);

  expect(await temporaries()).toEqual(["busy"]);
});
