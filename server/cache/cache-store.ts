import type { CachedFrom, StepResultRecord } from "../../graph/run-events.ts";
import type { StepPrint } from "./step-print.ts";

/** A result that is kept, under its content key. */
export type CacheEntry = {
  key: string;
  result: Pick<StepResultRecord, "outputs" | "items" | "device">;
  cached: CachedFrom;
  /** Of its record as JSON, and of the artifacts that it points to. */
  recordBytes: number;
  artifactBytes: number;
};

/** What a run adds to what is kept. */
export type CacheBatch = {
  entries: CacheEntry[];
  /** Structural keys with the content keys that they lead to. */
  links: [path: string, key: string][];
  /** Keys of results that were taken. */
  used: string[];
  /** Of the steps whose print is another than before, by node. */
  prints: Record<string, StepPrint>;
};

export type CacheFindings = {
  entries: CacheEntry[];
  links: [path: string, key: string][];
  /** Nothing at all is kept, so that asking for more is no use. */
  isEmpty: boolean;
};

/** Where the results of one workspace lie. Engines ask their worker, the command line a folder. */
export type CacheStore = {
  find: (wanted: { paths: readonly string[]; keys: readonly string[] }) => Promise<CacheFindings>;
  /** In order, not waited for. */
  save: (batch: CacheBatch) => void;
  /** Never to be found again. Never rejects. */
  drop: (key: string) => Promise<void>;
};
