import type { Plan, PlanStep } from "../../graph/plan.ts";
import type { RunReason, StepResultRecord } from "../../graph/run-events.ts";
import type { CacheAnswer, StepCache } from "../executor/executor-host.ts";
import type { CacheMemory, Landing, RememberedEntry } from "./cache-memory.ts";
import type { CacheBatch, CacheStore } from "./cache-store.ts";
import { createStepBook } from "./step-book.ts";
import type { KeySources } from "./step-keys.ts";
import { createStepKeys } from "./step-keys.ts";
import type { StepPrint } from "./step-print.ts";
import { createPrints } from "./create-prints.ts";
import { describePlan } from "./describe-step.ts";
import { differingPorts } from "./differing-ports.ts";
import { isWorthKeeping, restoreMs } from "./worth-keeping.ts";

/** What is kept goes to the store in batches of this time; a lost engine loses the rest, and nothing else. */
const GATHER_MS = 200;

export type RunCacheSettings = {
  /** Whose results: nobody else's are found. */
  workspaceId: string;
  runId: string;
  runNumber?: number;
  /** Of the last run of each node of the workflow. */
  prints: Readonly<Record<string, StepPrint>>;
  /** Results are kept but not taken: the run was started without the cache. */
  isRefresh: boolean;
  /** The fraction of hits that are run all the same, to compare. */
  checkedShare: number;
};

export type RunCacheParts = {
  memory: CacheMemory;
  store: CacheStore;
  sources: KeySources;
  settings: RunCacheSettings;
  onMismatch: (step: PlanStep, ports: readonly string[]) => void;
  now?: () => number;
  random?: () => number;
};

const asked: RunReason = { kind: "asked" };
const check: RunReason = { kind: "check" };
const lost: RunReason = { kind: "lost" };

/**
 * Finds results of earlier runs for the steps of one execution and keeps those that are worth it. Steps of types that are
 * known to cost next to nothing are answered at once, without making a key. To be closed when the execution has ended.
 */
export function openRunCache(plan: Plan, parts: RunCacheParts): StepCache & { close: () => void } {
  const { memory, store, settings, onMismatch, now = Date.now, random = Math.random } = parts;
  const { workspaceId, isRefresh } = settings;
  const described = describePlan(plan).steps;
  const keys = createStepKeys(plan, parts.sources);
  const book = createStepBook(plan);
  const prints = createPrints(plan, { before: settings.prints, book, keys, program: parts.sources.program });
  const taken = new Map<number, RememberedEntry>();
  const checking = new Map<number, RememberedEntry>();
  const flights = new Map<number, (landing: Landing) => void>();
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  let batch = emptyBatch();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isStoreEmpty = false;
  let fetching: Promise<void> | null = isRefresh ? null : fetchKnown();

  function isCandidate(step: PlanStep): boolean {
    return memory.types.mayBeCostly(step.type) || prints.wasKept(step);
  }

  /** Asks once for whatever the plan alone points to, before the first step needs it. */
  function fetchKnown(): Promise<void> | null {
    const paths = new Set<string>();
    for (const step of plan.steps) {
      if (step.isDisabled || described[step.index]!.reuse !== "allowed" || !isCandidate(step)) continue;
      const path = keys.path(step);
      if (path !== null && !memory.byPath(workspaceId, path)) paths.add(path);
    }
    if (paths.size === 0) return null;
    return ask({ paths: [...paths], keys: [] }).finally(() => (fetching = null));
  }

  async function ask(wanted: { paths: string[]; keys: string[] }): Promise<void> {
    try {
      const { entries, links, isEmpty } = await store.find(wanted);
      isStoreEmpty = isEmpty;
      for (const entry of entries) memory.put(workspaceId, entry);
      for (const [path, key] of links) memory.link(workspaceId, path, key);
    } catch {
      // A store that cannot answer has nothing: the steps run.
    }
  }

  function lookUp(step: PlanStep): CacheAnswer | Promise<CacheAnswer> {
    const { reuse } = described[step.index]!;
    const mayTake = reuse === "allowed" && !isRefresh && isCandidate(step);
    const found = mayTake ? findByPath(step) : null;
    if (found) return found;
    const why = prints.reason(step);
    if (reuse !== "allowed") return run(step, { kind: reuse });
    if (isRefresh) return run(step, asked);
    return mayTake ? search(step, why) : run(step, why);
  }

  function findByPath(step: PlanStep): CacheAnswer | null {
    if (!book.isFedPlainly(step)) return null;
    const path = keys.path(step);
    const entry = path === null ? undefined : memory.byPath(workspaceId, path);
    return entry ? take(step, entry) : null;
  }

  async function search(step: PlanStep, why: RunReason): Promise<CacheAnswer> {
    if (fetching) await fetching;
    const found = findByPath(step);
    if (found) return found;
    const inputs = await book.inputDigests(step);
    if (!inputs) return run(step, why);
    const key = keys.content(step, inputs);
    const isKept = memory.types.isCostly(step.type) || prints.wasKept(step);
    for (;;) {
      if (!memory.byKey(workspaceId, key) && isKept && !isStoreEmpty) await ask({ paths: [], keys: [key] });
      const entry = memory.byKey(workspaceId, key);
      if (entry) {
        link(step, key);
        return take(step, entry);
      }
      const flight = memory.flights.get(`${workspaceId} ${key}`);
      if (!flight || isClosed) {
        if (!isClosed) takeOff(step, key);
        return run(step, why);
      }
      // Where nothing is kept, waiting for the next of them would make those that wait run one after the other.
      if ((await Promise.race([flight, closed])) === "not-kept") return run(step, why);
    }
  }

  /** Whoever else needs the same result at the same time waits for this step. */
  function takeOff({ index }: PlanStep, key: string): void {
    const { promise, resolve } = Promise.withResolvers<Landing>();
    const id = `${workspaceId} ${key}`;
    memory.flights.set(id, promise);
    flights.set(index, (landing) => {
      if (memory.flights.get(id) === promise) memory.flights.delete(id);
      resolve(landing);
    });
  }

  function land({ index }: PlanStep, landing: Landing): void {
    if (flights.size === 0) return;
    flights.get(index)?.(landing);
    flights.delete(index);
  }

  function run(step: PlanStep, why: RunReason): CacheAnswer {
    book.runs(step);
    return { kind: "run", why };
  }

  function take(step: PlanStep, entry: RememberedEntry): CacheAnswer {
    if (settings.checkedShare > 0 && random() < settings.checkedShare) {
      checking.set(step.index, entry);
      return run(step, check);
    }
    taken.set(step.index, entry);
    book.has(step, entry.hit);
    if (book.isFedPlainly(step)) book.setPlain(step);
    prints.note(step, entry.key);
    batch.used.push(entry.key);
    return { kind: "hit", result: entry.hit };
  }

  function link(step: PlanStep, key: string): void {
    const path = book.isFedPlainly(step) ? keys.path(step) : null;
    if (path === null) return;
    memory.link(workspaceId, path, key);
    batch.links.push([path, key]);
    sendSoon();
  }

  function recorded(step: PlanStep, result: StepResultRecord, recordMs: number) {
    const isWhole = result.caught === undefined && !result.droppedItems;
    if (!book.isRunning(step)) {
      // Of an earlier attempt, or given: what made it is not known here.
      book.has(step, result);
      return null;
    }
    book.has(step, result);
    const mismatch = checking.size > 0 ? compare(step, result) : null;
    if (isWhole && !mismatch && described[step.index]!.reuse === "allowed" && book.isFedPlainly(step))
      book.setPlain(step);
    const cost = {
      costMs: result.durationMs + recordMs + restoreMs(book.inputBytes(step)),
      artifactBytes: book.artifactBytes(step.index),
    };
    const isWorth = isWorthKeeping(cost, memory.types.factor(step.type));
    memory.types.saw(step.type, isWorth);
    if (isWorth && isWhole && !mismatch && described[step.index]!.reuse === "allowed") keep(step, result, cost);
    else {
      prints.note(step, undefined);
      land(step, "not-kept");
    }
    return mismatch;
  }

  function keep(step: PlanStep, result: StepResultRecord, cost: { costMs: number; artifactBytes: number }): void {
    const { outputs, items, device } = result;
    const kept = { outputs, ...(items !== undefined && { items }), ...(device !== undefined && { device }) };
    const { runId, runNumber } = settings;
    const cached = {
      runId,
      ...(runNumber !== undefined && { runNumber }),
      at: Math.floor(now()),
      savedMs: cost.costMs,
    };
    const store = (inputs: (string | null)[] | null) => {
      const key = inputs && keys.content(step, inputs);
      prints.note(step, key ?? undefined);
      if (key !== null) {
        const recordBytes = JSON.stringify(kept).length;
        const entry = { key, result: kept, cached, recordBytes, artifactBytes: cost.artifactBytes };
        memory.put(workspaceId, entry);
        batch.entries.push(entry);
        link(step, key);
        sendSoon();
      }
      land(step, key === null ? "not-kept" : "kept");
    };
    const inputs = book.inputDigests(step);
    if (inputs instanceof Promise) void inputs.then(store);
    else store(inputs);
  }

  function compare(step: PlanStep, result: StepResultRecord): NonNullable<ReturnType<StepCache["recorded"]>> | null {
    const entry = checking.get(step.index);
    if (!entry) return null;
    checking.delete(step.index);
    const ports = differingPorts(entry, book.outputDigests(step.index)!);
    if (ports.length === 0 && !result.caught && !result.droppedItems) return null;
    void forget(entry);
    onMismatch(step, ports);
    return { mismatch: { ports, cached: entry.cached } };
  }

  function forget({ key }: RememberedEntry): Promise<void> {
    memory.drop(workspaceId, key);
    send();
    return store.drop(key);
  }

  function sendSoon(): void {
    timer ??= setTimeout(send, GATHER_MS).unref();
  }

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const key of batch.used) memory.used(workspaceId, key);
    const { entries, links, used, prints: noted } = batch;
    const isEmpty = entries.length + links.length + used.length + Object.keys(noted).length === 0;
    if (!isEmpty) store.save(batch);
    batch = emptyBatch();
  }

  return {
    lookUp,
    recorded,
    skipped: book.skipped,
    failed: (step) => {
      checking.delete(step.index);
      book.failed(step);
      land(step, "not-kept");
    },
    lost: async (step) => {
      const entry = taken.get(step.index);
      taken.delete(step.index);
      book.runs(step);
      if (entry) await forget(entry);
      return lost;
    },
    close: () => {
      isClosed = true;
      for (const landAs of flights.values()) landAs("left");
      flights.clear();
      close();
      batch.prints = prints.changed();
      send();
    },
  };
}

function emptyBatch(): CacheBatch {
  return { entries: [], links: [], used: [], prints: {} };
}
