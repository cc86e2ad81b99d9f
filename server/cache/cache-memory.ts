import type { StepResultRecord } from "../../graph/run-events.ts";
import type { CacheEntry } from "./cache-store.ts";
import { createTypeCosts, type TypeCosts } from "./type-costs.ts";

/** Of records, not of the artifacts that they point to. */
const DEFAULT_BUDGET_BYTES = 64_000_000;
/** The store does not remove what was used within twice this time, so what is remembered so long is certainly there. */
const TRUSTED_MS = 5 * 60_000;

export type RememberedEntry = CacheEntry & {
  /** What a step that takes it leaves. */
  hit: StepResultRecord;
};

/** What one process remembers of the stores: an index in front of them, shared by its runs and parted by workspace. */
export type CacheMemory = {
  byPath: (workspaceId: string, path: string) => RememberedEntry | undefined;
  byKey: (workspaceId: string, key: string) => RememberedEntry | undefined;
  put: (workspaceId: string, entry: CacheEntry) => RememberedEntry;
  link: (workspaceId: string, path: string, key: string) => void;
  drop: (workspaceId: string, key: string) => void;
  /** The store was told that it is used, so it stays there. */
  used: (workspaceId: string, key: string) => void;
  isEmpty: () => boolean;
  /** Results that are being computed, by workspace and content key. */
  flights: Map<string, Promise<void>>;
  /** How often results of each node type turn out to be worth keeping. */
  types: TypeCosts;
};

type Place = { entry: RememberedEntry; checkedAt: number; paths: string[] };

export function createCacheMemory({
  budgetBytes = DEFAULT_BUDGET_BYTES,
  now = () => performance.now(),
}: { budgetBytes?: number; now?: () => number } = {}): CacheMemory {
  // In the order of their last use, the oldest first.
  const places = new Map<string, Place>();
  const keyOfPath = new Map<string, string>();
  let bytes = 0;

  const idOf = (workspaceId: string, key: string) => `${workspaceId} ${key}`;

  function find(id: string | undefined): RememberedEntry | undefined {
    const place = id === undefined ? undefined : places.get(id);
    if (!place) return undefined;
    if (now() - place.checkedAt <= TRUSTED_MS) return place.entry;
    remove(id!);
    return undefined;
  }

  function remove(id: string): void {
    const place = places.get(id);
    if (!place) return;
    places.delete(id);
    for (const path of place.paths) keyOfPath.delete(path);
    bytes -= place.entry.recordBytes;
  }

  return {
    byPath: (workspaceId, path) => find(keyOfPath.get(idOf(workspaceId, path))),
    byKey: (workspaceId, key) => find(idOf(workspaceId, key)),
    put: (workspaceId, entry) => {
      const id = idOf(workspaceId, entry.key);
      const paths = places.get(id)?.paths ?? [];
      bytes -= places.get(id)?.entry.recordBytes ?? 0;
      places.delete(id);
      const { result, cached } = entry;
      const remembered = { ...entry, hit: { durationMs: 0, ...result, cached } };
      places.set(id, { entry: remembered, checkedAt: now(), paths });
      bytes += entry.recordBytes;
      for (const oldest of places.keys()) {
        if (bytes <= budgetBytes || oldest === id) break;
        remove(oldest);
      }
      return remembered;
    },
    link: (workspaceId, path, key) => {
      const place = places.get(idOf(workspaceId, key));
      const from = idOf(workspaceId, path);
      if (!place || keyOfPath.get(from) === idOf(workspaceId, key)) return;
      keyOfPath.set(from, idOf(workspaceId, key));
      place.paths.push(from);
    },
    drop: (workspaceId, key) => remove(idOf(workspaceId, key)),
    used: (workspaceId, key) => {
      const id = idOf(workspaceId, key);
      const place = places.get(id);
      if (!place) return;
      places.delete(id);
      places.set(id, { ...place, checkedAt: now() });
    },
    isEmpty: () => places.size === 0,
    flights: new Map(),
    types: createTypeCosts(),
  };
}
