import { setImmediate as nextTurn } from "node:timers/promises";
import { NodeError } from "../../graph/node-runner.ts";
import type { CallTimes, ModelCall } from "../../graph/node-runner.ts";
import type { TensorSignature } from "../../graph/values.ts";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import { createJointCost } from "./joint-cost.ts";
import type { JointCost } from "./joint-cost.ts";
import { bucketOf, copyFeeds, joinFeeds, rowsOf, sizeBytes, splitResults } from "./joined-rows.ts";
import type { Feeds, Results } from "./joined-rows.ts";
import { PROOF_RUNS, proveRows } from "./prove-rows.ts";

/** With so many waiting, the proof's runs are soon made up for. */
const PROVE_AT_WAITING = 2 * PROOF_RUNS;
/** Else it waits until it is one fiftieth of what was computed, or until nothing else is to do. */
const PROOF_FRACTION = 0.02;
const IDLE_MS = 250;
/** What joining could save does not show in runs that take longer, and each run of a proof holds the thread. */
const LONGEST_TRIED_MS = 250;
/** Calls that are not joined follow one another for so long before whatever else waits for the thread gets its turn. */
const TURN_MS = 2;
/** Reading the processor's clock takes as long as a tiny model, so of runs that nobody waits behind, the first and then some are timed. */
const ALWAYS_TIMED = 64;
const TIMED_OF = 16;
/** Shapes whose cost is remembered; pictures of any size could make any number of them. */
const MAX_BUCKETS = 100;

/** `computeMs` is of the processor where that computes: what other work the machine has is not the model's. Null where not timed. */
export type Computed = { results: Results; computeMs: number | null; times: CallTimes };

/** Joint runs of this process so far: their numbers tell which calls were computed together. */
let jointRuns = 0;

export type BatcherOptions = {
  inputs: readonly TensorSignature[];
  /** One run of the model. It blocks the thread: calls that come meanwhile wait here. */
  compute: (feeds: Feeds, isTimed: boolean) => Promise<Computed>;
  /** What is known of the model already: from its shapes, or from an earlier proof. */
  verdict: BatchingVerdict | null;
  /** Told once when trying has settled it. */
  onVerdict: (verdict: BatchingVerdict) => void;
  /** Inputs, outputs and what the process grows by, of one joint run. */
  maxJointBytes: number;
};

export type Batcher = {
  run: (feeds: Feeds, call?: ModelCall) => Promise<Results>;
  /** Settles at once, with these feeds as the sample, what else is found out when there is time. */
  prove: (sample: Feeds) => Promise<BatchingVerdict>;
  close: () => void;
};

type Waiting = {
  feeds: Feeds;
  call: ModelCall;
  /** Null where its inputs do not agree on it; undefined until someone else waits. */
  rows: number | null | undefined;
  bucket: string;
  since: number;
  resolve: (results: Results) => void;
  reject: (error: unknown) => void;
};

/**
 * The queue of one model. A free engine takes what waits and never waits for more; of that, calls whose rows were proved
 * independent are computed together where the learned cost says that it wins. A call alone runs at once.
 */
export function createBatcher({ inputs, compute, verdict, onVerdict, maxJointBytes }: BatcherOptions): Batcher {
  const costs = new Map<string, JointCost>();
  let queue: Waiting[] = [];
  let isRunning = false;
  let isClosed = false;
  /** Several came at once last time, so others may be about to: they are let in before the next run. */
  let hasCompany = false;
  let runs = 0;
  let quickestMs = Infinity;
  let rowBytes = 0;
  let largestRows = 0;
  let maxRows = Infinity;
  let idleTimer: NodeJS.Timeout | undefined;
  let sample: Feeds | null = null;

  function run(feeds: Feeds, call: ModelCall = {}): Promise<Results> {
    return new Promise((resolve, reject) => {
      queue.push({ feeds, call, rows: undefined, bucket: "", since: performance.now(), resolve, reject });
      if (isRunning) return;
      isRunning = true;
      // Calls that are made one after the other in this turn join the first one at no cost.
      if (hasCompany) setImmediate(() => void drain());
      else queueMicrotask(() => void drain());
    });
  }

  async function drain(): Promise<void> {
    clearTimeout(idleTimer);
    while (queue.length > 0) {
      dropCancelled();
      hasCompany = queue.length > 1;
      if (isWorthProving()) await settleVerdict(queue[0]!.feeds);
      const count = countJoined();
      if (count > 1) await computeTogether(take(count));
      else await Promise.all(queue.splice(0, countAlone()).map((one) => computeAlone(one)));
      // Whoever has got a result comes back before the next ones are taken, and everything else gets its turn.
      if (queue.length > 0) await nextTurn();
    }
    isRunning = false;
    if (verdict === null && sample !== null && !isClosed) {
      idleTimer = setTimeout(proveWhenIdle, IDLE_MS);
      idleTimer.unref();
    }
  }

  function dropCancelled(): void {
    if (!queue.some(({ call }) => call.signal?.aborted)) return;
    queue = queue.filter((one) => {
      if (one.call.signal?.aborted) one.reject(one.call.signal.reason);
      return !one.call.signal?.aborted;
    });
  }

  /** How many of those that fit the first are to be computed together with it, and it alone is 1. */
  function countJoined(): number {
    const [first] = queue;
    if (queue.length < 2 || verdict?.isBatched !== true || measure(first!) === null) return 1;
    const rowCounts = queue.filter((one) => isLike(one, first!)).map(({ rows }) => rows!);
    return Math.min(costOf(first!.bucket).choose(rowCounts), fittingMemory(rowCounts));
  }

  function take(count: number): Waiting[] {
    const [first] = queue;
    const taken: Waiting[] = [];
    queue = queue.filter((one) => {
      if (taken.length === count || !isLike(one, first!)) return true;
      taken.push(one);
      return false;
    });
    return taken;
  }

  function isLike(one: Waiting, first: Waiting): boolean {
    return measure(one) !== null && one.bucket === first.bucket;
  }

  function countAlone(): number {
    return verdict?.isBatched === true ? 1 : Math.max(1, Math.floor(TURN_MS / quickestMs));
  }

  function measure(one: Waiting): number | null {
    if (one.rows !== undefined) return one.rows;
    one.bucket = bucketOf(one.feeds, inputs);
    return (one.rows = rowsOf(one.feeds, inputs));
  }

  function fittingMemory(rowCounts: readonly number[]): number {
    const limit = Math.min(maxRows, rowBytes === 0 ? Infinity : maxJointBytes / rowBytes);
    let rows = 0;
    let count = 0;
    while (count < rowCounts.length && (rows += rowCounts[count]!) <= limit) count++;
    return Math.max(1, count);
  }

  async function computeTogether(batch: readonly Waiting[]): Promise<void> {
    const from = performance.now();
    const parts = await tryTogether(batch);
    if (!parts) return await computeOneByOne(batch);
    const joint = ++jointRuns;
    for (const [place, one] of batch.entries()) {
      one.call.onComputed?.({ together: batch.length, waitedMs: from - one.since, times: parts.times, joint });
      one.resolve(parts.results[place]!);
    }
  }

  async function tryTogether(batch: readonly Waiting[]): Promise<{ results: Results[]; times: CallTimes } | null> {
    const rowCounts = batch.map(({ rows }) => rows!);
    const feeds = joinFeeds(
      batch.map((one) => one.feeds),
      inputs,
    );
    try {
      const { results, times } = await computeAndLearn(feeds, batch[0]!);
      const parts = splitResults(results, rowCounts);
      if (!parts) keepVerdict({ isBatched: false, why: "Its outputs have not one entry for each row of a batch." });
      return parts && { results: parts, times };
    } catch (error) {
      const isMemory = error instanceof NodeError && error.kind === "memory-limit";
      if (isMemory) maxRows = Math.max(1, Math.floor(rowCounts.reduce((sum, rows) => sum + rows) / 2));
      return null;
    }
  }

  /** What made the joint run fail, fails alone; each is tried once. */
  async function computeOneByOne(batch: readonly Waiting[]): Promise<void> {
    for (const one of batch) {
      if (one.call.signal?.aborted) one.reject(one.call.signal.reason);
      else await computeAlone(one);
      await nextTurn();
    }
  }

  async function computeAlone(one: Waiting): Promise<void> {
    const from = performance.now();
    try {
      const { results, times } = await computeAndLearn(one.feeds, one);
      if (verdict === null && canBeTried(one.feeds)) sample ??= copyFeeds(one.feeds);
      one.call.onComputed?.({ together: 1, waitedMs: from - one.since, times });
      one.resolve(results);
    } catch (error) {
      one.reject(error);
    }
  }

  async function computeAndLearn(feeds: Feeds, { bucket }: Waiting): Promise<Omit<Computed, "computeMs">> {
    const rows = verdict?.isBatched === false ? null : rowsOf(feeds, inputs);
    const isLargest = rows !== null && rows > largestRows;
    const before = isLargest ? process.memoryUsage.rss() : 0;
    const isTimed = runs < ALWAYS_TIMED || hasCompany || isLargest || runs % TIMED_OF === 0;
    const { results, computeMs, times } = await compute(feeds, isTimed);
    runs++;
    if (computeMs !== null) quickestMs = Math.min(quickestMs, computeMs);
    if (rows === null) return { results, times };
    if (computeMs !== null) costOf(bucket || bucketOf(feeds, inputs)).learn(rows, computeMs);
    if (isLargest) {
      const grown = (process.memoryUsage.rss() - before) / (rows - largestRows);
      rowBytes = Math.max(rowBytes, (sizeBytes(feeds) + sizeBytes(results)) / rows, runs > 1 ? grown : 0);
      largestRows = rows;
    }
    return { results, times };
  }

  function costOf(bucket: string): JointCost {
    let cost = costs.get(bucket);
    if (cost) return cost;
    if (costs.size === MAX_BUCKETS) costs.delete(costs.keys().next().value!);
    costs.set(bucket, (cost = createJointCost()));
    return cost;
  }

  function canBeTried(feeds: Feeds): boolean {
    return quickestMs <= LONGEST_TRIED_MS && rowsOf(feeds, inputs) !== null;
  }

  function isWorthProving(): boolean {
    if (verdict !== null || runs === 0 || queue.length < 2 || !canBeTried(queue[0]!.feeds)) return false;
    return queue.length >= PROVE_AT_WAITING || runs * PROOF_FRACTION >= PROOF_RUNS;
  }

  async function settleVerdict(feeds: Feeds): Promise<BatchingVerdict> {
    const run = async (tried: Feeds) => {
      await nextTurn();
      return (await compute(tried, false)).results;
    };
    const proved = await proveRows(feeds, { inputs, run });
    if (!isClosed) keepVerdict(proved);
    return proved;
  }

  function keepVerdict(settled: BatchingVerdict): void {
    verdict = settled;
    sample = null;
    onVerdict(settled);
  }

  function proveWhenIdle(): void {
    if (isRunning || verdict !== null || sample === null) return;
    isRunning = true;
    void settleVerdict(sample).then(drain);
  }

  return {
    run,
    prove: async (feeds) => verdict ?? (await settleVerdict(feeds)),
    close: () => {
      isClosed = true;
      clearTimeout(idleTimer);
    },
  };
}
