import "#server-only";
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { artifactsKeptBy } from "./artifacts-kept-by.ts";
import type { CacheBatch, CacheEntry, CacheStore } from "./cache-store.ts";
import { makeRoomInFolder } from "./make-room-in-folder.ts";
import type { StepPrint } from "./step-print.ts";

export type FolderCache = CacheStore & {
  prints: Readonly<Record<string, StepPrint>>;
  /** Resolves when all is written and no more is kept than the budget allows. */
  close: () => Promise<void>;
};

/**
 * Results of the command line in a folder: `entries/<key>.json`, `links/<path>`, `prints/<workflow>.json`, and their
 * artifacts. Artifacts go to and fro between it and the store of the run, whose files last as long as the run.
 */
export async function openFolderCache(
  folder: string,
  { artifacts, workflow, budgetBytes }: { artifacts: ArtifactStore; workflow: string; budgetBytes: number },
): Promise<FolderCache> {
  const [entries, links, prints] = ["entries", "links", "prints"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const one of [entries, links, prints]) await mkdir(one, { recursive: true });
  const kept = await openFolderStore(path.join(folder, "artifacts"));
  const printFile = path.join(prints, `${createHash("sha256").update(workflow).digest("hex").slice(0, 32)}.json`);
  const before = (await readJson<Record<string, StepPrint>>(printFile)) ?? {};
  let writing = Promise.resolve();

  const entryFile = (key: string) => path.join(entries, `${key}.json`);

  async function findEntry(key: string): Promise<CacheEntry | null> {
    const entry = await readJson<CacheEntry>(entryFile(key));
    if (!entry) return null;
    for (const { hash } of artifactsKeptBy(entry)) {
      const copied = await copy(hash, { from: kept, to: artifacts });
      if (copied) continue;
      await rm(entryFile(key), { force: true });
      return null;
    }
    return entry;
  }

  async function write({ entries: added, links: ways, prints: noted }: CacheBatch): Promise<void> {
    for (const entry of added) {
      for (const { hash } of artifactsKeptBy(entry)) await copy(hash, { from: artifacts, to: kept });
      await writeWhole(entryFile(entry.key), JSON.stringify(entry));
    }
    for (const [from, key] of ways) await writeWhole(path.join(links, from), key);
    if (Object.keys(noted).length > 0) await writeWhole(printFile, JSON.stringify(Object.assign(before, noted)));
  }

  function change(work: () => Promise<void>): Promise<void> {
    // A full disk must not end the run whose results it cannot take.
    return (writing = writing
      .then(work)
      .catch((error: Error) => console.error(`Results are not kept: ${error.message}`)));
  }

  return {
    prints: { ...before },
    find: async ({ paths, keys }) => {
      const found: Awaited<ReturnType<CacheStore["find"]>> = { entries: [], links: [], isEmpty: false };
      for (const from of paths) {
        const key = await readFile(path.join(links, from), "utf8").catch(() => null);
        if (key) found.links.push([from, key]);
      }
      for (const key of new Set([...found.links.map(([, key]) => key), ...keys])) {
        const entry = await findEntry(key);
        if (entry) found.entries.push(entry);
      }
      return found;
    },
    save: (batch) => void change(() => write(batch)),
    drop: (key) => change(() => rm(entryFile(key), { force: true })),
    close: async () => {
      await change(() => makeRoomInFolder({ entries, links, kept, budgetBytes }));
    },
  };
}

/** Whether the content is there now, whole: what a damaged file gives has another hash. */
async function copy(hash: string, { from, to }: { from: ArtifactStore; to: ArtifactStore }): Promise<boolean> {
  if (await to.has(hash)) return true;
  const content = await from.stream(hash).catch(() => null);
  if (!content) return false;
  const stored = await to.put(content.stream);
  if (stored.hash === hash) return true;
  await from.remove(hash);
  return false;
}

async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T; // only this module writes there, and whole
  } catch {
    return null;
  }
}

/** Nobody sees half of it. */
async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}
