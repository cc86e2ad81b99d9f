import type { CacheEntry, CacheStore } from "./cache-store.ts";
import type { StepPrint } from "./step-print.ts";

/** Results of one process, kept as long as it lives: for the command line where it has no folder, and for tests. */
export function createMemoryStore(): CacheStore & {
  entries: Map<string, CacheEntry>;
  prints: Record<string, StepPrint>;
} {
  const entries = new Map<string, CacheEntry>();
  const links = new Map<string, string>();
  const prints: Record<string, StepPrint> = {};

  return {
    entries,
    prints,
    find: async ({ paths, keys }) => {
      const found = paths.flatMap((path): [string, string][] => {
        const key = links.get(path);
        return key !== undefined && entries.has(key) ? [[path, key]] : [];
      });
      const wanted = new Set([...found.map(([, key]) => key), ...keys]);
      return {
        entries: [...wanted].flatMap((key) => entries.get(key) ?? []),
        links: found,
        isEmpty: entries.size === 0,
      };
    },
    save: (batch) => {
      for (const entry of batch.entries) entries.set(entry.key, entry);
      for (const [path, key] of batch.links) links.set(path, key);
      Object.assign(prints, batch.prints);
    },
    drop: async (key) => void entries.delete(key),
  };
}
