import { setImmediate as nextTurn } from "node:timers/promises";
import type { Tensor } from "onnxruntime-node";
import { NodeError } from "../../graph/node-runner.ts";
import type { ModelStore, OpenModel } from "../../graph/node-runner.ts";
import { AppError } from "../app-error.ts";
import { createBatcher } from "./batcher.ts";
import type { Batcher, Computed } from "./batcher.ts";
import { type BatchingVerdict, ruleOutBatching } from "../../graph/batching-verdict.ts";
import { checkFeeds } from "./check-feeds.ts";
import type { Feeds, Results } from "./joined-rows.ts";
import { isMemoryError, loadModel, toSentence } from "./load-model.ts";
import type { LoadedModel } from "./load-model.ts";
import { createModelPool } from "./model-pool.ts";
import { createTurns } from "./one-at-a-time.ts";
import { fromOrt, toOrt } from "./ort-tensors.ts";
import { isDevice } from "./provider-of.ts";
import { sampleFeeds } from "./sample-feeds.ts";

/** Bytes of sessions that stay open. A session takes about as much memory as its file, and its buffers. */
const DEFAULT_BUDGET_BYTES = 1_500_000_000;
/** Of the budget, for what one joint run needs beyond the sessions. */
const JOINT_SHARE = 1 / 8;

export type ModelStoreOptions = {
  /** A file on this machine with the model of this hash. @throws AppError NOT_FOUND */
  readModelPath: (hash: string) => Promise<string>;
  /** Of each session; they compute one at a time. */
  threads: number;
  /** Proved execution providers, the preferred one first: what `auto` means. */
  devices?: () => readonly string[];
  budgetBytes?: number;
  /** What earlier processes found out about joining the calls of a model, by its hash. */
  verdicts?: Pick<Map<string, BatchingVerdict>, "get" | "set">;
  /** Times the operators of its sessions: how the paths of the profiles begin. */
  profilePrefix?: string;
};

export type ResidentModelStore = ModelStore & {
  /** Opens it ahead of its use, to stay: with a first run, which is the slowest, and with what joining its calls needs to know. */
  keepReady: ModelStore["open"];
  openSessions: () => string[];
  /** Gives its memory back as soon as nobody computes it. */
  forget: (hash: string) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Sessions by content hash and device, loaded once each however many ask at the same time, and kept until others need the
 * room. A model that a node has open may leave memory meanwhile; it comes back when it is run. Calls of one model that wait at the
 * same time are computed together where its rows were proved independent and that is quicker.
 *
 * To load a model holds the thread, as running one does; what waits for another model waits for one of either at most.
 */
export function openModelStore({
  readModelPath,
  threads,
  devices = () => ["cpu"],
  budgetBytes = DEFAULT_BUDGET_BYTES,
  verdicts = new Map(),
  profilePrefix,
}: ModelStoreOptions): ResidentModelStore {
  const pool = createModelPool<LoadedModel>({ budgetBytes, release: ({ session }) => session.release() });
  const turns = createTurns();
  const batchers = new Map<string, Batcher>();

  async function open(
    { hash, name }: { hash: string; name: string },
    { device = "auto" }: { device?: string } = {},
  ): Promise<OpenModel & { key: string; batcher: Batcher }> {
    const wanted = devicesFor(device, devices());
    const key = `${wanted.join("/")} ${hash}`;
    const load = async () => {
      const settings = { devices: wanted, threads, turns, profilePrefix };
      const loaded = await loadModel({ path: await findFile(hash, name), name }, settings);
      // Loading held the thread: time limits that passed meanwhile are to be heard before the model is used.
      await nextTurn();
      return loaded;
    };
    return await pool.use(key, load, ({ inputs, outputs, labels, device: actual }) => {
      const compute = (feeds: Feeds, isTimed: boolean) =>
        pool.use(key, load, (loaded) => computeOn(loaded, { feeds, isTimed }));
      let batcher = batchers.get(key);
      if (!batcher) {
        batcher = createBatcher({
          inputs,
          compute,
          verdict: profilePrefix ? timedAlone : (ruleOutBatching({ inputs, outputs }) ?? verdicts.get(hash) ?? null),
          onVerdict: (verdict) => void verdicts.set(hash, verdict),
          maxJointBytes: budgetBytes * JOINT_SHARE,
        });
        batchers.set(key, batcher);
      }
      const run: OpenModel["run"] = async (feeds, call) => {
        checkFeeds(feeds, { inputs, name });
        return await batcher.run(feeds, call).catch((error: unknown) => {
          throw error instanceof Refused ? error.of(name) : error;
        });
      };
      return { inputs, outputs, labels, device: actual, run, key, batcher };
    });
  }

  return {
    open,
    keepReady: async (model, options) => {
      const opened = await open(model, options);
      pool.pin(opened.key);
      const sample = sampleFeeds(opened.inputs);
      if (sample) {
        await opened.run(sample);
        await opened.batcher.prove(sample);
      }
      return opened;
    },
    openSessions: pool.openKeys,
    forget: async (hash) => {
      for (const [key, batcher] of [...batchers].filter(([known]) => known.endsWith(` ${hash}`))) {
        batcher.close();
        batchers.delete(key);
        await pool.drop(key);
      }
    },
    close: async () => {
      for (const batcher of batchers.values()) batcher.close();
      await pool.close();
    },
  };

  async function findFile(hash: string, name: string): Promise<string> {
    return await readModelPath(hash).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      const message = `The model "${name}" is not stored here any more. Choose it again, or upload it.`;
      throw new NodeError("missing-model", message, { param: "model", cause: error });
    });
  }
}

/** To prove that rows may be joined, a model is run some more times, and those would stand in its profile. */
const timedAlone: BatchingVerdict = { isBatched: false, why: "Its operators are timed, call by call." };

/** `auto` goes on to the next device where a model does not load; a device that somebody named is meant. */
function devicesFor(device: string, proved: readonly string[]): readonly string[] {
  if (device === "auto") return proved.includes("cpu") ? proved : [...proved, "cpu"];
  if (device === "cpu") return [device];
  const known = proved.find((one) => isDevice(one, device));
  if (known) return [known];
  const choice = proved.map((one) => `"${one}"`).join(", ");
  const message = `The device "${device}" was not proved on this machine. Choose "auto" or one of: ${choice}.`;
  throw new NodeError("bad-params", message, { param: "device" });
}

/** Blocks this thread until the model is done: nothing else in the process goes on meanwhile. */
async function computeOn(
  { session, TensorOf, inputs, outputs, device }: LoadedModel,
  { feeds, isTimed }: { feeds: Feeds; isTimed: boolean },
): Promise<Computed> {
  const startedAt = performance.now();
  const tensors: Record<string, Tensor> = {};
  for (const input of inputs) tensors[input.name] = toOrt(TensorOf, feeds[input.name]!);
  const clock = device === "cpu" ? processorMs : () => performance.now();
  let from = 0;
  // It runs right before the session does, which waits for its turn in the same way.
  if (isTimed) setImmediate(() => (from = clock()));
  const copiedAt = performance.now();
  const computed = await session.run(tensors).catch((error: unknown) => {
    throw new Refused(error);
  });
  const computeMs = isTimed ? clock() - from : null;
  const computedAt = performance.now();
  const results: Results = {};
  for (const output of outputs) results[output.name] = fromOrt(TensorOf, computed[output.name]!);
  const times = {
    from: startedAt,
    copyInMs: copiedAt - startedAt,
    computeMs: computedAt - copiedAt,
    copyOutMs: performance.now() - computedAt,
  };
  return { results, computeMs, times };
}

/** Of all threads. On a machine that has other work, the time that passes says more of that than of the model. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What the runtime has against the inputs. Each who asks knows the model by a name of their own. */
class Refused extends NodeError {
  constructor(error: unknown) {
    const reason = toSentence(error);
    super(isMemoryError(reason) ? "memory-limit" : "bad-input", reason, { cause: error });
  }
  of(name: string): NodeError {
    const what =
      this.kind === "memory-limit"
        ? `The model "${name}" needs more memory than there is. Give it smaller inputs. ${this.message}`
        : `The model "${name}" cannot compute with these inputs: ${this.message}`;
    return new NodeError(this.kind, what, { cause: this.cause });
  }
}
