import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { artifactFile } from "../artifacts/folder-store.ts";
import { readEnv } from "../env.ts";

/** By hash; the size is known of files, not of models. */
type Wanted = Map<string, { sizeBytes: number | null }>;

/** Puts the models and files that the params of the graphs name by hash into the store, as far as the folders hold them. */
export async function collectFiles(
  graphs: readonly Graph[],
  { folders, store }: { folders: string[]; store: ArtifactStore },
) {
  for (const file of (await locateFiles(graphs, folders)).values()) await store.put(await readFile(file));
}

/** Where the models and files lie that the params of the graphs name, by hash, as far as the data folder or the folders hold them. */
export async function locateFiles(graphs: readonly Graph[], folders: string[]): Promise<Map<string, string>> {
  const located = new Map<string, string>();
  const wanted: Wanted = new Map(
    graphs.flatMap(({ nodes }) => Object.values(nodes)).flatMap((node) => referencesIn(node.params)),
  );
  const { artifactsDir } = readEnv();
  for (const hash of wanted.keys()) {
    const kept = artifactFile(artifactsDir, hash);
    if (existsSync(kept) && wanted.delete(hash)) located.set(hash, kept);
  }
  for (const folder of folders) {
    // Models and samples lie at most two folders deep; a workflow may be in a home directory with everything in it.
    for (const file of wanted.size > 0 ? await filesIn(folder, folder === folders[0] ? 0 : 2) : []) {
      if (!(await mayBeWanted(file, wanted))) continue;
      const bytes = await readFile(file).catch(() => null);
      if (!bytes) continue;
      const hash = createHash("sha256").update(bytes).digest("hex");
      if (wanted.delete(hash)) located.set(hash, file);
    }
  }
  return located;
}

/** Told by name and size, so that what else lies beside a workflow, however large, is not read. */
async function mayBeWanted(file: string, wanted: Wanted): Promise<boolean> {
  const isModel = file.toLowerCase().endsWith(".onnx");
  const sizeBytes = await stat(file).then(
    ({ size }) => size,
    () => null,
  );
  return [...wanted.values()].some((want) => (want.sizeBytes === null ? isModel : want.sizeBytes === sizeBytes));
}

async function filesIn(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested = entries.map(async (entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 ? await filesIn(full, depth - 1) : [];
    return entry.isFile() ? [full] : [];
  });
  return (await Promise.all(nested)).flat();
}

function referencesIn(value: JsonValue): [hash: string, { sizeBytes: number | null }][] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  const nested = Object.values(value).flatMap(referencesIn);
  if (typeof value.hash !== "string" || !/^[0-9a-f]{64}$/.test(value.hash)) return nested;
  return [[value.hash, { sizeBytes: typeof value.sizeBytes === "number" ? value.sizeBytes : null }], ...nested];
}
