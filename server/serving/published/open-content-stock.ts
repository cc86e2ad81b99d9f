import { openModelHost } from "../open-model-host.ts";
import type { ModelHost } from "../open-model-host.ts";
import type { QueueLimits } from "../admission.ts";
import type { InferJob, InferResult } from "../served-endpoint.ts";
import type { ServedContent } from "../served-content.ts";
import { ServingError } from "../serving-error.ts";
import { writeHostMetrics } from "../write-host-metrics.ts";
import { withinJob } from "./within-job.ts";

export type StockedContent = {
  key: string;
  /** Begins with the name by which clients know it and "/"; its times are learnt under it. */
  id: string;
  /** Requests of one workspace must not take all the room of the queue. */
  workspaceId: string;
  sizeBytes: number;
  /** @throws AppError NOT_FOUND */
  content: () => Promise<ServedContent>;
};

export type ContentStock = {
  /** Loads it where it is not loaded. @throws ServingError as the host does, and 503 with why it cannot be loaded */
  infer: (stocked: StockedContent, job: InferJob) => Promise<InferResult>;
  /** @throws ServingError 503 */
  load: (stocked: StockedContent) => Promise<void>;
  isLoaded: (key: string) => boolean;
  /** Why it could not be loaded lately; null where nothing is known against it. */
  refusalOf: (key: string) => string | null;
  /** Gives its memory back as soon as nobody asks for it. */
  drop: (key: string) => void;
  pending: (key: string) => number;
  /** Of the process that computes; null while there is none. */
  pid: () => number | null;
  metrics: (swaps: number) => string[];
  close: () => Promise<void>;
};

type Entry = {
  stocked: StockedContent;
  loaded: Promise<void>;
  host: ModelHost;
  users: number;
  lastUsedAt: number;
  isDropped: boolean;
};

/** What could not be loaded is not tried again for so long. */
const REFUSED_MS = 10_000;
const LOOK_EVERY_MS = 15_000;

/**
 * What is computed for published models, in one process that is there only while something is loaded. Contents are loaded when
 * they are asked for. Beyond the budget those go of which nobody makes use: first what was idle longest for its size.
 */
export function openContentStock({
  threads,
  budgetBytes,
  idleMs,
  limits,
  inferTimeoutMs = 60_000,
  onLog,
}: {
  threads: number;
  budgetBytes: number;
  /** After so long without a request a content goes. */
  idleMs: number;
  limits: QueueLimits;
  inferTimeoutMs?: number;
  onLog: (line: string) => void;
}): ContentStock {
  const entries = new Map<string, Entry>();
  const refused = new Map<string, { reason: string; until: number }>();
  const asking = new Map<string, number>();
  const maxOfWorkspace = Math.ceil(limits.maxWaiting / 2);
  let host: ModelHost | null = null;
  let restarts = 0;
  let isClosed = false;
  const timer = setInterval(sweep, Math.min(LOOK_EVERY_MS, idleMs)).unref();

  const heldBytes = () => [...entries.values()].reduce((sum, { stocked }) => sum + stocked.sizeBytes, 0);

  function refusalOf(key: string): string | null {
    const known = refused.get(key);
    if (known && known.until > Date.now()) return known.reason;
    refused.delete(key);
    return null;
  }

  function enter(stocked: StockedContent): Entry {
    const known = entries.get(stocked.key);
    if (known) return known;
    const reason = refusalOf(stocked.key);
    if (reason !== null) throw new ServingError(503, reason);
    if (isClosed) throw new ServingError(503, "The worker is ending. Send the request once more.");
    makeRoom(stocked.sizeBytes);
    host ??= openModelHost({ threads, limits, inferTimeoutMs, onLog });
    const used = host;
    const load = async () => used.load({ key: stocked.key, content: await stocked.content() });
    const entry: Entry = {
      stocked,
      loaded: load(),
      host: used,
      users: 0,
      lastUsedAt: performance.now(),
      isDropped: false,
    };
    entry.loaded.catch((error: Error) => {
      const why = `The model cannot be loaded: ${error.message}`;
      refused.set(stocked.key, { reason: why, until: Date.now() + REFUSED_MS });
      if (entries.get(stocked.key) === entry) remove(stocked.key);
    });
    entries.set(stocked.key, entry);
    return entry;
  }

  async function use<T>(stocked: StockedContent, work: (entry: Entry) => Promise<T>): Promise<T> {
    const entry = enter(stocked);
    entry.users++;
    try {
      return await work(entry);
    } finally {
      entry.users--;
      entry.lastUsedAt = performance.now();
      if (entry.users === 0 && entry.isDropped && entries.get(stocked.key) === entry) remove(stocked.key);
      else makeRoom(0);
    }
  }

  async function ready(entry: Entry, job?: Pick<InferJob, "signal" | "deadlineAt">): Promise<void> {
    const loaded = entry.loaded.catch((error: Error) => {
      throw new ServingError(503, refusalOf(entry.stocked.key) ?? error.message, { cause: error });
    });
    await (job ? withinJob(loaded, job) : loaded);
  }

  function remove(key: string): void {
    const entry = entries.get(key);
    entries.delete(key);
    entry?.host.unload(key);
    if (entries.size > 0 || !host) return;
    const idle = host;
    restarts += idle.restarts();
    host = null;
    void idle.close();
  }

  function makeRoom(sizeBytes: number): void {
    while (heldBytes() + sizeBytes > budgetBytes) {
      const now = performance.now();
      const idle = [...entries.values()].filter(({ users }) => users === 0);
      const cost = ({ stocked, lastUsedAt }: Entry) => (now - lastUsedAt) * stocked.sizeBytes;
      const [first, ...others] = idle;
      if (!first) return; // what is in use stays, and goes when it is not
      remove(others.reduce((most, one) => (cost(one) > cost(most) ? one : most), first).stocked.key);
    }
  }

  function sweep(): void {
    const now = performance.now();
    for (const [key, { users, lastUsedAt }] of entries) if (users === 0 && now - lastUsedAt > idleMs) remove(key);
  }

  function count(workspaceId: string, more: 1 | -1): number {
    const counted = (asking.get(workspaceId) ?? 0) + more;
    if (counted > 0) asking.set(workspaceId, counted);
    else asking.delete(workspaceId);
    return counted;
  }

  return {
    infer: async (stocked, job) => {
      try {
        if (count(stocked.workspaceId, 1) > maxOfWorkspace) {
          throw new ServingError(
            429,
            `${maxOfWorkspace} requests of this workspace wait already. Try again in a second.`,
          );
        }
        return await use(stocked, async (entry) => {
          await ready(entry, job);
          return await entry.host.infer({ ...job, key: stocked.key, id: stocked.id });
        });
      } finally {
        count(stocked.workspaceId, -1);
      }
    },
    load: (stocked) => use(stocked, (entry) => ready(entry)),
    isLoaded: (key) => entries.has(key),
    refusalOf,
    drop: (key) => {
      refused.delete(key);
      const entry = entries.get(key);
      if (!entry) return;
      entry.isDropped = true;
      if (entry.users === 0) remove(key);
    },
    pending: (key) => host?.pending((job) => job.key === key) ?? 0,
    pid: () => host?.pid() ?? null,
    metrics: (swaps) => writeHostMetrics(host, { swaps, earlierRestarts: restarts }),
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      entries.clear();
      const open = host;
      host = null;
      await open?.close();
    },
  };
}
