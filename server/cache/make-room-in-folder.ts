import "#server-only";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { artifactsKeptBy } from "./artifacts-kept-by.ts";
import type { CacheEntry } from "./cache-store.ts";

type Folder = { entries: string; links: string; kept: ArtifactStore; budgetBytes: number };

/** Removes what takes the least time to make again for each of its bytes, until the rest fits, and what only that pointed to. */
export async function makeRoomInFolder({ entries, links, kept, budgetBytes }: Folder): Promise<void> {
  const all: CacheEntry[] = [];
  for (const name of await readdir(entries)) {
    if (name.endsWith(".json")) all.push(JSON.parse(await readFile(path.join(entries, name), "utf8")) as CacheEntry);
  }
  all.sort((a, b) => savedPerByte(b) - savedPerByte(a));
  let bytes = 0;
  const stays = all.filter((entry) => (bytes += sizeOf(entry)) <= budgetBytes);
  if (stays.length === all.length) return;

  const keys = new Set(stays.map(({ key }) => key));
  const hashes = new Set(stays.flatMap((entry) => artifactsKeptBy(entry).map(({ hash }) => hash)));
  for (const { key } of all) if (!keys.has(key)) await rm(path.join(entries, `${key}.json`), { force: true });
  for (const name of await readdir(links)) {
    const key = await readFile(path.join(links, name), "utf8");
    if (!keys.has(key)) await rm(path.join(links, name), { force: true });
  }
  for await (const { hash } of kept.list()) if (!hashes.has(hash)) await kept.remove(hash);
}

function sizeOf({ recordBytes, artifactBytes }: CacheEntry): number {
  return recordBytes + artifactBytes;
}

function savedPerByte(entry: CacheEntry): number {
  return entry.cached.savedMs / Math.max(1, sizeOf(entry));
}
