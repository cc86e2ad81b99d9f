import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";

/** Puts the models and files that the params of a graph name by hash into the store, as far as the folders hold them. */
export async function collectFiles(graph: Graph, { folders, store }: { folders: string[]; store: ArtifactStore }) {
  const wanted = new Set(Object.values(graph.nodes).flatMap((node) => hashesIn(node.params)));
  for (const folder of folders) {
    // Models and samples lie at most two folders deep; a workflow may be in a home directory with everything in it.
    for (const file of wanted.size > 0 ? await filesIn(folder, folder === folders[0] ? 0 : 2) : []) {
      const bytes = await readFile(file);
      const hash = createHash("sha256").update(bytes).digest("hex");
      if (wanted.delete(hash)) await store.put(bytes);
    }
  }
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

function hashesIn(value: JsonValue): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(hashesIn);
  const own = typeof value.hash === "string" && /^[0-9a-f]{64}$/.test(value.hash) ? [value.hash] : [];
  return [...own, ...Object.values(value).flatMap(hashesIn)];
}
