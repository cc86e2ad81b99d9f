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

/** How work ended that others waited for: there is a result for them, there is none and never will be, or somebody else has to do it. */
export type Landing = "kept" | "not-kept" | "left";

/** What one process remembers of the stores: an index in front of them, shared by its runs and parted by workspace. */
export type CacheMemory = {
  byPath: (workspaceId: string, path: string) => RememberedEntry | undefined;
  byKey: (workspaceId: string, key: string) => RememberedEntry | undefined;
  put: (workspaceId: string, entry: CacheEntry) => RememberedEntry;
  link: (workspaceId: string, path: string, key: string) => void;
  drop: (workspaceId: string, key: string) => void;
  /** The store was told that it is used, so it stays there. */
  used: (workspaceId: string, key: string) => void;
  /** Results that are being computed, by workspace and content key. */
  flights: Map<string, Promise<Landing>>;
  /** How often results of each node type turn out to be worth keeping. */
  types: TypeCosts;
};

type Place = { entry: RememberedEntry; checkedAt: number; paths: string[] };
/** Of one workspace; `byPath` holds content keys. */
type Shelf = { byKey: Map<string, Place>; byPath: Map<string, Place> };

export function createCacheMemory({
  budgetBytes = DEFAULT_BUDGET_BYTES,
  now = () => performance.now(),
}: { budgetBytes?: number; now?: () => number } = {}): CacheMemory {
  const shelves = new Map<string, Shelf>();
  /** In the order in which they came; the oldest goes first. */
  const queue = new Set<Place & { shelf: Shelf }>();
  let bytes = 0;

  function shelfOf(workspaceId: string): Shelf {
    const known = shelves.get(workspaceId) ?? { byKey: new Map<string, Place>(), byPath: new Map<string, Place>() };
    shelves.set(workspaceId, known);
    return known;
  }

  function trusted(shelf: Shelf, place: Place | undefined): RememberedEntry | undefined {
    if (place === undefined) return undefined;
    if (now() - place.checkedAt <= TRUSTED_MS) return place.entry;
    remove(shelf, place);
    return undefined;
  }

  function remove(shelf: Shelf, place: Place | undefined): void {
    if (place === undefined) return;
    shelf.byKey.delete(place.entry.key);
    for (const path of place.paths) shelf.byPath.delete(path);
    queue.delete(place as Place & { shelf: Shelf }); // all that are on a shelf are in the queue
    bytes -= place.entry.recordBytes;
  }

  return {
    byPath: (workspaceId, path) => {
      const shelf = shelfOf(workspaceId);
      return trusted(shelf, shelf.byPath.get(path));
    },
    byKey: (workspaceId, key) => {
      const shelf = shelfOf(workspaceId);
      return trusted(shelf, shelf.byKey.get(key));
    },
    put: (workspaceId, entry) => {
      const shelf = shelfOf(workspaceId);
      const before = shelf.byKey.get(entry.key);
      remove(shelf, before);
      const { result, cached } = entry;
      const remembered = { ...entry, hit: { durationMs: 0, ...result, cached } };
      const place = { entry: remembered, checkedAt: now(), paths: before?.paths ?? [], shelf };
      shelf.byKey.set(entry.key, place);
      for (const path of place.paths) shelf.byPath.set(path, place);
      queue.add(place);
      bytes += entry.recordBytes;
      for (const oldest of queue) {
        if (bytes <= budgetBytes || oldest === place) break;
        remove(oldest.shelf, oldest);
      }
      return remembered;
    },
    link: (workspaceId, path, key) => {
      const shelf = shelfOf(workspaceId);
      const place = shelf.byKey.get(key);
      if (place === undefined || shelf.byPath.get(path) === place) return;
      shelf.byPath.set(path, place);
      place.paths.push(path);
    },
    drop: (workspaceId, key) => {
      const shelf = shelfOf(workspaceId);
      remove(shelf, shelf.byKey.get(key));
    },
    used: (workspaceId, key) => {
      const place = shelfOf(workspaceId).byKey.get(key);
      if (place) place.checkedAt = now();
    },
    flights: new Map(),
    types: createTypeCosts(),
  };
}
